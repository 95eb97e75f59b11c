"""The map's window: by hand, by the wheel, by buttons and by keys alone. None of it is news for Python."""

import pytest
import torch

from tests.browser.latent.page import POINT, make_codes, make_explorer, move_on_map, press_map
from tests.browser.page_actions import learned, number, wait_a_frame
from tests.browser.plain_page import show_widget

GROUND = "The map's window"


@pytest.fixture
def explorer():
    codes = make_codes(60)
    codes[7] = torch.tensor([25.0, -14.0])  # far away from the crowd
    return make_explorer(codes=codes)


def shown(page, axis="gc-across"):
    "The lowest value that the visible map shows and its width, read from two numbers of its axis."
    wait_a_frame(page)
    ticks = page.locator(f".{axis}").filter(visible=True).locator("span:not(.gc-axis-name)")
    values = [number(text) for text in ticks.all_text_contents()[:2]]
    side = "left" if axis == "gc-across" else "bottom"
    shares = [
        float(place) / 100 for place in ticks.evaluate_all(f"nodes => nodes.map((n) => parseFloat(n.style.{side}))")
    ]
    span = (values[1] - values[0]) / (shares[1] - shares[0])
    return values[0] - shares[0] * span, span


def ground(page):
    return page.get_by_role("group", name=GROUND).locator("visible=true")


def test_dragging_the_ground_moves_the_map(page, explorer):
    "And not the point; a button brings the start back"
    errors = show_widget(page, explorer)
    (left, span), (low, _) = shown(page), shown(page, "gc-up")
    press_map(page, 0.9, 0.8, release=False)
    move_on_map(page, 0.6, 0.9)
    page.mouse.up()
    assert shown(page) == pytest.approx((left + 0.3 * span, span), abs=0.02 * span)
    assert shown(page, "gc-up")[0] == pytest.approx(low - 0.1 * span, abs=0.02 * span)
    assert page.evaluate("learned.length") == 0
    home = page.get_by_role("button", name="Start view").locator("visible=true")
    assert home.get_attribute("aria-disabled") == "false"
    home.click()
    assert home.get_attribute("aria-disabled") == "true"
    assert shown(page) == pytest.approx((left, span), abs=1e-2)
    assert errors == []


def test_the_wheel_zooms_only_with_ctrl_or_with_the_focus(page, explorer):
    "Else it scrolls the page, which would end at the map; and so does a finger"
    page.set_viewport_size({"width": 900, "height": 300})
    show_widget(page, explorer)
    _, span = shown(page)
    move_on_map(page, 0.5, 0.7)
    page.evaluate("document.scrollingElement.scrollTop = 0; window.scrolled = 0; onscroll = () => scrolled++")
    page.mouse.wheel(0, 40)
    page.wait_for_function("scrolled > 0")
    assert shown(page)[1] == pytest.approx(span)
    page.evaluate("document.scrollingElement.scrollTop = 0")
    wait_a_frame(page)
    page.keyboard.down("Control")
    page.mouse.wheel(0, 40)
    page.keyboard.up("Control")
    wait_a_frame(page, 4)
    wider = shown(page)[1]
    assert wider > 1.05 * span
    assert ground(page).evaluate("node => getComputedStyle(node).touchAction") == "pan-y"
    ground(page).evaluate("node => node.focus({ preventScroll: true })")
    assert ground(page).evaluate("node => getComputedStyle(node).touchAction") == "none"
    wait_a_frame(page)
    page.evaluate("scrolled = 0")
    page.mouse.wheel(0, -40)
    wait_a_frame(page, 4)
    assert shown(page)[1] == pytest.approx(span, rel=0.02)
    assert page.evaluate("scrolled") == 0


def test_keys_alone_zoom_move_and_come_back(page, explorer):
    "On the ground and, but for the arrows, on the point; none reaches the notebook"
    show_widget(page, explorer)
    page.evaluate("window.heard = []; document.addEventListener('keydown', (event) => heard.push(event.key))")
    left, span = shown(page)
    ground(page).focus()
    page.keyboard.press("ArrowRight")
    assert shown(page) == pytest.approx((left + 0.1 * span, span), abs=0.01 * span)
    page.keyboard.press("+")
    assert shown(page)[1] == pytest.approx(span / 1.5, rel=0.01)
    page.keyboard.press("0")
    assert shown(page) == pytest.approx((left, span), abs=0.01)
    page.get_by_role("slider", name=POINT).focus()
    page.keyboard.press("-")
    assert shown(page)[1] == pytest.approx(span * 1.5, rel=0.01)
    page.keyboard.press("0")
    assert page.evaluate("learned.length") == 0
    assert page.evaluate("heard") == []


def test_a_code_far_outside_is_reached_by_zooming_out(page, explorer):
    "Its character comes into the map, and in the other tab it can be chosen"
    show_widget(page, explorer)
    for _ in range(9):
        page.get_by_role("button", name="Zoom out").locator("visible=true").click()
    left, span = shown(page)
    low, _ = shown(page, "gc-up")
    place = (25 - left) / span, (-14 - low) / span
    assert all(0 < share < 1 for share in place)
    page.get_by_role("tab", name="Between two images").click()
    assert shown(page) == pytest.approx((left, span), rel=0.01)
    press_map(page, *place)
    assert learned(page)["ends"][0] == 7


def test_the_map_follows_a_point_that_keys_lead_out_of_it(page, explorer):
    "A point that Python sets outside waits at the edge instead, and is marked"
    show_widget(page, explorer, z=[25.0, 0.0])
    left, span = shown(page)
    handle = page.get_by_role("slider", name=POINT)
    assert "gc-beyond" in handle.get_attribute("class")
    handle.press("ArrowLeft")
    now, width = shown(page)
    assert width == pytest.approx(span)
    assert left + span < now < learned(page)["z"][0] < now + width
    assert "gc-beyond" not in handle.get_attribute("class")


def test_numbers_of_the_axes_stand_outside_the_map(page, explorer):
    "So that they hide no code; each axis has its name"
    show_widget(page, explorer)
    boxes = (
        page.locator(".gc-framed")
        .first.locator("span")
        .evaluate_all(
            """nodes => nodes.map((node) => {
          const map = node.closest('.gc-framed').querySelector('.gc-map').getBoundingClientRect();
          const text = node.getBoundingClientRect();
          return text.top >= map.bottom || text.right <= map.left;
        })"""
        )
    )
    assert len(boxes) > 6
    assert all(boxes)
    assert page.locator(".gc-axis-name").filter(visible=True).all_text_contents() == ["z2", "z1"]
