import re

import pytest
import torch
from torch.testing import assert_close

from tests.browser.bottleneck.page import curve, make_explorer, path_of, shown_error, slider, waves
from tests.browser.page_actions import drag_slider, learned, seen_text, wait_a_frame
from tests.browser.plain_page import show_widget

SEEN = {"rtol": 0.0, "atol": 2e-3}  # heights in the picture: a thousandth of the plot


@pytest.fixture
def explorer():
    return make_explorer()


def test_it_starts_at_the_code_of_the_signal(page, explorer):
    "The output is what the decoder makes of it, and the number is their distance"
    errors = show_widget(page, explorer)
    x = explorer._bottleneck.choices[0]
    assert_close(curve(page, "gc-signal"), x, **SEEN, check_dtype=False)
    assert_close(curve(page, "gc-output"), explorer.output, **SEEN, check_dtype=False)
    assert shown_error(page) == pytest.approx((explorer.output - x).square().sum().item(), rel=1e-3)
    assert errors == []


def test_pushing_a_number_adds_its_wave(page, explorer):
    "While the slider moves, without a word from Python; the wave is drawn and named"
    show_widget(page, explorer)
    before = explorer.output
    drag_slider(page, "number 3", share=0.85, release=False)
    assert page.evaluate("learned.length") == 0
    now = float(slider(page, "number 3").evaluate("node => node.value"))
    added = (now - explorer.z[2]) * explorer.waves[2]
    assert added.abs().max() > 0.5
    assert_close(curve(page, "gc-wave"), added, **SEEN, check_dtype=False)
    assert_close(curve(page, "gc-output"), before + added, **SEEN, check_dtype=False)
    assert page.locator(".gc-pushed").count() == 1
    seen_text(page, "z3 adds").wait_for()
    page.mouse.up()


def test_python_learns_the_code_once_on_release(page, explorer):
    "The other numbers stay as they were, to the last digit"
    show_widget(page, explorer)
    drag_slider(page, "number 3", share=0.85)
    assert page.evaluate("learned.length") == 1
    z = learned(page)["z"]
    assert z[2] > explorer.z[2] + 0.5
    assert z[:2] + z[3:] == explorer.z[:2] + explorer.z[3:]


def test_the_wave_goes_when_another_number_is_taken(page, explorer):
    "One wave at a time"
    show_widget(page, explorer)
    drag_slider(page, "number 3", share=0.85)
    slider(page, "number 5").focus()
    wait_a_frame(page)
    assert path_of(page, "gc-wave") == ""
    assert page.locator(".gc-pushed").count() == 0


def test_encode_again_goes_back_to_the_code(page, explorer):
    "Whatever was pushed"
    show_widget(page, explorer)
    drag_slider(page, "number 3", share=0.85)
    drag_slider(page, "number 7", share=0.1)
    page.get_by_role("button", name="Encode again").click()
    assert learned(page)["z"] == pytest.approx(explorer.z, rel=1e-6)
    assert_close(curve(page, "gc-output"), explorer.output, **SEEN, check_dtype=False)


def test_mixing_changes_every_number_and_wave_and_not_the_output(page, explorer):
    "Not by a pixel, whatever was pushed before"
    show_widget(page, explorer)
    drag_slider(page, "number 3", share=0.7)
    before = {"output": path_of(page, "gc-output"), "waves": waves(page), "z": learned(page)["z"]}
    for _ in range(3):
        page.get_by_role("button", name="Mix the codes").click()
        wait_a_frame(page)
        assert path_of(page, "gc-output") == before["output"]
        assert all(new != old for new, old in zip(waves(page), before["waves"], strict=True))
        assert all(abs(new - old) > 1e-6 for new, old in zip(learned(page)["z"], before["z"], strict=True))
    page.get_by_role("button", name="Undo the mixing").click()
    wait_a_frame(page)
    assert waves(page) == before["waves"]
    assert learned(page)["z"] == pytest.approx(before["z"], rel=1e-9)
    assert page.get_by_role("button", name="Mix the codes").evaluate("node => node === document.activeElement")


def test_python_finds_the_same_output_after_mixing(page, explorer):
    "It is told mixing and code in one message"
    show_widget(page, explorer)
    before = explorer.output
    page.get_by_role("button", name="Mix the codes").click()
    assert page.evaluate("learned.length") == 1
    told = learned(page)
    explorer.set_state({"mixing": told["mixing"], "z": told["z"]})
    assert explorer.z == told["z"]
    assert_close(explorer.output, before, rtol=1e-6, atol=1e-6)
    assert_close(curve(page, "gc-output"), explorer.output, **SEEN, check_dtype=False)


def test_another_signal_brings_its_code(page, explorer):
    "And Python learns both; past the last comes the first"
    show_widget(page, explorer)
    page.get_by_role("button", name="Previous signal").click()
    wait_a_frame(page)
    seen_text(page, "signal 8 of 8").first.wait_for()
    assert learned(page)["signal"] == 7
    expected = explorer._bottleneck.encode(7, torch.eye(10, dtype=torch.float64)).tolist()
    assert learned(page)["z"] == pytest.approx(expected, rel=1e-6)
    page.get_by_role("button", name="Next signal").click()
    assert learned(page)["signal"] == 0


def test_two_steps_within_one_frame_both_count(page, explorer):
    "The second starts from the signal that the first chose, drawn or not"
    show_widget(page, explorer)
    page.get_by_role("button", name="Next signal").evaluate(
        "button => [button, button].forEach((node) => node.click())"
    )
    assert learned(page)["signal"] == 2


def test_sliders_have_names_and_keys(page, explorer):
    "Arrows by a two-hundredth of the range, with Shift by ten, each told to Python; none reaches the notebook"
    show_widget(page, explorer)
    page.evaluate("document.addEventListener('keydown', (e) => { window.escaped = (window.escaped ?? '') + e.key; })")
    node = slider(page, "number 10")
    node.focus()
    least, most = node.evaluate("node => [Number(node.min), Number(node.max)]")
    for key in ("ArrowRight", "Shift+ArrowUp", "ArrowDown", "ArrowLeft", "Shift+ArrowRight"):
        page.keyboard.press(key)
    assert page.evaluate("learned.length") == 5
    assert learned(page)["z"][9] == pytest.approx(explorer.z[9] + 19 * (most - least) / 200, abs=(most - least) / 500)
    page.keyboard.press("Home")
    assert learned(page)["z"][9] == pytest.approx(least)
    wait_a_frame(page)
    assert node.get_attribute("aria-valuetext") == f"{least:.2f}".replace("-", "−")
    assert "Arrow" not in (page.evaluate("window.escaped") or "")


def test_a_number_beyond_its_slider_is_shown_in_full(page, explorer):
    "Python may set any; the slider stands at its end"
    show_widget(page, explorer)
    page.evaluate("model.set('z', model.get('z').map((value, i) => (i === 0 ? 99 : value)))")
    wait_a_frame(page)
    node = slider(page, "number 1, z1")
    assert node.get_attribute("aria-valuetext") == "99.0"
    assert node.evaluate("node => node.value === node.max")


def test_the_width_slider_shows_what_each_width_keeps(page, explorer):
    "PCA's nearest point, its error, and the mean over all signals"
    show_widget(page, explorer, tab="width", width=3)
    flats, x = explorer._bottleneck.flats, explorer._bottleneck.choices[0]
    slider(page, "Width").focus()
    for width in (4, 5):
        page.keyboard.press("ArrowRight")
        wait_a_frame(page)
        expected = flats.project(x[None], width)[0]
        assert learned(page)["width"] == width
        assert_close(curve(page, "gc-output"), expected, **SEEN, check_dtype=False)
        assert shown_error(page) == pytest.approx((expected - x).square().sum().item(), rel=2e-3)
        seen_text(page, f"Through {width} numbers").wait_for()
        mean = page.locator(".gc-facts dd").first.text_content()
        assert float(mean) == pytest.approx(flats.errors[width - 1], rel=1e-3)
    page.keyboard.press("Home")
    wait_a_frame(page)
    assert slider(page, "Width").get_attribute("aria-valuetext") == "1 number"


def test_the_width_follows_the_mouse_and_python_learns_on_release(page, explorer):
    "The mark on the curve stands above the thumb"
    show_widget(page, explorer, tab="width", width=1)
    drag_slider(page, "Width", share=9 / 15, release=False)
    assert page.evaluate("learned.length") == 0
    seen_text(page, "Through 10 numbers").wait_for()
    now, box = page.locator(".gc-now").bounding_box(), slider(page, "Width").bounding_box()
    assert now["x"] == pytest.approx(box["x"] + 7 + 0.6 * (box["width"] - 14), abs=1)
    page.mouse.up()
    assert (page.evaluate("learned.length"), learned(page)["width"]) == (1, 10)


def test_python_moves_the_widget(page, explorer):
    "Setting a trait redraws, in both tabs"
    show_widget(page, explorer)
    explorer.signal, explorer.mixing = 2, torch.randn(10, 10)
    page.evaluate(
        "(state) => Object.entries(state).forEach(([name, value]) => model.set(name, value))",
        {"signal": 2, "mixing": explorer.mixing, "z": explorer.z},
    )
    wait_a_frame(page)
    assert_close(curve(page, "gc-output"), explorer.output, **SEEN, check_dtype=False)
    seen_text(page, "signal 3 of 8").first.wait_for()
    page.evaluate("model.set('tab', 'width'), model.set('width', 9)")
    wait_a_frame(page)
    assert slider(page, "Width").get_attribute("aria-valuetext") == "9 numbers"


def test_below_zero_stands_a_true_minus(page, explorer):
    "On the axis and beside the sliders; a hyphen is short, and torn from its number at a line's end"
    show_widget(page, explorer)
    seen = page.locator(".gencourse").inner_text()
    assert re.search(r"−\d", seen)
    assert not re.search(r"-\d", seen)
