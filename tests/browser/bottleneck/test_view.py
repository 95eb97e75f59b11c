import pytest
import torch
from axe_playwright_python.sync_playwright import Axe
from torch import nn

from gencourse.data import signals
from gencourse.models import PCA
from gencourse.widgets import BottleneckExplorer
from tests.browser.bottleneck.page import frames_that_change, make_autoencoder, make_explorer, slider
from tests.browser.page_actions import drag_slider, seen_text, wait_a_frame
from tests.browser.plain_page import show_widget


@pytest.fixture
def explorer():
    return make_explorer()


def test_two_views_of_one_model_agree_and_a_removed_view_leaves_nothing(page, explorer):
    "Listeners go with the view, ids are unique"
    errors = show_widget(page, explorer, views=2)
    before = page.evaluate("model.listening()")
    page.set_viewport_size({"width": 900, "height": 1300})
    first, second = slider(page, "number 3").all()
    first.focus()
    page.keyboard.press("Shift+ArrowRight")
    page.locator("#view1").get_by_role("button", name="Mix the codes").click()
    wait_a_frame(page)
    assert first.get_attribute("aria-valuetext") == second.get_attribute("aria-valuetext")
    ids = page.evaluate("[...document.querySelectorAll('.gencourse [id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))
    page.evaluate("closers[0]()")
    assert page.evaluate("model.listening()") == before / 2
    page.evaluate("closers[1](), model.set('width', 5)")
    assert page.evaluate("model.listening()") == 0
    assert errors == []


def test_an_error_is_shown_in_the_widget(page, explorer):
    "Never silence"
    show_widget(page, explorer, _frame={})
    assert page.get_by_role("alert").text_content().startswith("This widget stopped: ")


def test_what_is_seen_is_also_said(page, explorer):
    "Pictures have names that follow, and the news is read out once it is quiet"
    show_widget(page, explorer)
    drag_slider(page, "number 3", share=0.9)
    page.wait_for_function("document.querySelector('[aria-live]').textContent !== ''")
    said = page.locator("[aria-live=polite]").text_content()
    assert said.startswith("Signal 1 of 8. Number 3 is ")
    assert "and over it the decoder's output" in page.get_by_role("img").first.get_attribute("aria-label")
    page.get_by_role("tab", name="Width").click()
    chart = page.get_by_role("img", name="Mean squared error of PCA at each width")
    assert chart.get_attribute("aria-label").count(":") == 16
    page.wait_for_function("document.querySelector('[aria-live]').textContent.includes('through 3 numbers')")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("tab", ["numbers", "width"])
def test_axe_finds_nothing_serious(page, explorer, tab, dark):
    "In both themes"
    show_widget(page, explorer, dark=dark, tab=tab)
    wait_a_frame(page)
    violations = Axe().run(page).response["violations"]
    assert [v["id"] for v in violations if v["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("width", [340, 600, 900])
def test_nothing_sticks_out_when_it_is_narrow_or_zoomed(page, explorer, width):
    "900 pixels at 150 % zoom are 600"
    page.set_viewport_size({"width": width, "height": 900})
    for tab in ("numbers", "width"):
        show_widget(page, explorer, tab=tab)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_narrow_page_has_two_columns_of_sliders(page, explorer):
    "Five rows of two, none under another's thumb"
    page.set_viewport_size({"width": 340, "height": 1000})
    show_widget(page, explorer)
    boxes = [node.bounding_box() for node in page.get_by_role("slider").all()]
    assert len({box["x"] for box in boxes}) == 2
    assert min(box["width"] for box in boxes) > 100


def test_nothing_jumps_when_a_number_is_pushed(page, explorer):
    "The wave's key has its place in the line from the start"
    page.set_viewport_size({"width": 340, "height": 1000})
    show_widget(page, explorer)
    before = page.locator(".gc-frame").first.bounding_box()
    drag_slider(page, "number 3", share=0.9)
    assert page.locator(".gc-frame").first.bounding_box() == before


@pytest.mark.parametrize("tab", ["numbers", "width"])
def test_it_follows_the_hand(page, explorer, tab):
    "A move redraws 1,000 points in the next frame: of 60, at most 5 show the old ones"
    show_widget(page, explorer, tab=tab)
    assert frames_that_change(page) >= 55


@pytest.mark.parametrize(("latents", "widths"), [(1, [1]), (16, [1, 2, 4, 8, 20])])
def test_few_and_many_numbers_fit(page, latents, widths):
    "One latent, sixteen, a chart of one width and one that leaves some out"
    x = signals(40, length=300, noise=0.1).x
    explorer = BottleneckExplorer(*make_autoencoder(x, latents), x, widths=widths)
    errors = show_widget(page, explorer)
    wait_a_frame(page)
    assert page.get_by_role("slider").count() == latents
    page.get_by_role("tab", name="Width").click()
    wait_a_frame(page)
    slider(page, "Width").focus()
    page.keyboard.press("End")
    wait_a_frame(page)
    seen_text(page, f"Through {widths[-1]} number").wait_for()
    assert errors == []


def test_a_dead_number_and_a_single_signal_still_draw(page):
    "No spread to take a range from: nothing divides by zero"
    x = signals(1, length=300).x
    encoder, decoder = nn.Linear(300, 3), nn.Linear(3, 300)
    nn.init.zeros_(decoder.weight)
    nn.init.zeros_(encoder.weight)
    explorer = BottleneckExplorer(encoder, decoder, x, pca=PCA(2).fit(torch.randn(9, 300)), widths=[1, 2])
    errors = show_widget(page, explorer)
    drag_slider(page, "number 1", share=0.9)
    assert "NaN" not in page.locator(".gencourse").evaluate("node => node.outerHTML")
    page.get_by_role("button", name="Previous signal").wait_for()
    assert errors == []
