import pytest
import torch
from torch.testing import assert_close

from gencourse.probability import fit_gaussian
from gencourse.widgets.density import gaussian_scores, kernel_scores
from tests.browser.density.page import FIRST, MEAN, SECOND, shown_scores
from tests.browser.page_actions import drag_handle, handle, learned, number, wait_a_frame
from tests.browser.plain_page import show_widget


def test_dragging_the_mean_moves_it_and_tells_python_once_on_release(page, explorer):
    "A quarter of the pad to the right, and a tenth upwards"
    errors = show_widget(page, explorer)
    x, y = explorer.mean
    side = page.locator(".gc-pad").first.bounding_box()["width"]
    drag_handle(page, MEAN, right=side / 4, down=-side / 10)
    span = explorer._frame["span"]
    assert learned(page)["mean"] == pytest.approx([x + span / 4, y + span / 10], abs=0.02)
    assert page.evaluate("learned.length") == 1
    assert errors == []


def test_dragging_the_end_of_an_axis_makes_it_longer_and_turns_it(page, explorer):
    "The second axis stays at a right angle and keeps its length"
    show_widget(page, explorer)
    sigma = explorer.cov[0][0] ** 0.5
    pixels = page.locator(".gc-pad").first.bounding_box()["width"] * sigma / explorer._frame["span"]
    drag_handle(page, FIRST, right=pixels, down=-2 * pixels)  # from (1, 0) to (2, 2) standard deviations
    variances, directions = torch.linalg.eigh(torch.tensor(learned(page)["cov"]))
    assert variances.sqrt().tolist() == pytest.approx([sigma, 8**0.5 * sigma], rel=0.03)
    assert float(directions[1, 1] / directions[0, 1]) == pytest.approx(1.0, abs=0.05)


def test_bars_and_numbers_follow_while_dragging(page, explorer, train, held_out):
    "No word from Python is needed"
    show_widget(page, explorer)
    box = handle(page, MEAN).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(300, 250)
    wait_a_frame(page)
    assert page.evaluate("learned.length") == 0
    x, y = map(number, page.locator(".gc-table dd").first.locator("span").all_text_contents())
    expected = gaussian_scores(train, held_out, [x, y], explorer.cov)
    assert shown_scores(page) == pytest.approx(expected, abs=0.03)  # the mean is shown to 0.01
    page.mouse.up()


def test_arrow_keys_move_the_mean_and_stay_inside_the_widget(page, explorer):
    "Shift makes ten steps of one; JupyterLab never sees the key"
    show_widget(page, explorer)
    page.evaluate("document.addEventListener('keydown', (e) => { window.escaped = (window.escaped ?? '') + e.key; })")
    page.keyboard.press("Tab")  # the chosen tab
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Mean")
    page.evaluate("window.escaped = ''")
    x, y = explorer.mean
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    span = explorer._frame["span"]
    assert learned(page)["mean"] == pytest.approx([x + span / 200, y + span / 20], abs=0.002)
    assert page.evaluate("escaped.replaceAll('Shift', '')") == ""


def test_arrow_keys_lengthen_and_turn_an_axis(page, explorer):
    "Right by 2 %, up by one degree"
    show_widget(page, explorer)
    handle(page, SECOND).focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    wait_a_frame(page)
    assert "direction 100 degrees" in handle(page, SECOND).get_attribute("aria-valuetext")
    variances = torch.linalg.eigvalsh(torch.tensor(learned(page)["cov"]))
    assert float((variances[1] / variances[0]).sqrt()) == pytest.approx(1.02**10, rel=1e-4)


def test_shift_enter_goes_on_to_the_notebook(page, explorer):
    "It runs the cell there"
    show_widget(page, explorer)
    page.evaluate("document.addEventListener('keydown', (e) => { window.escaped = e.key; })")
    handle(page, MEAN).focus()
    page.keyboard.press("Enter")
    assert page.evaluate("window.escaped") is None
    page.keyboard.press("Shift+Enter")
    assert page.evaluate("window.escaped") == "Enter"


def test_the_fit_button_gives_the_maximum_likelihood_and_start_over_goes_back(page, explorer, train):
    "Python has the same numbers"
    show_widget(page, explorer)
    page.get_by_role("button", name="Fit to the data").click()
    mean, cov = fit_gaussian(train.double())
    assert_close(torch.tensor(learned(page)["mean"], dtype=torch.float64), mean)
    assert_close(torch.tensor(learned(page)["cov"], dtype=torch.float64), cov)
    page.get_by_role("button", name="Start over").click()
    assert (learned(page)["mean"], learned(page)["cov"]) == (explorer.mean, explorer.cov)


def test_the_best_score_by_hand_is_kept_and_never_beats_the_fit(page, explorer):
    "The game of the first tab"
    show_widget(page, explorer)
    drag_handle(page, MEAN, right=80, down=-80)
    best = shown_scores(page)[0]
    drag_handle(page, MEAN, right=0, down=150)
    page.get_by_role("button", name="Fit to the data").click()
    wait_a_frame(page)
    by_hand, fit = map(number, page.locator(".gc-table dd").all_text_contents()[2:])
    assert by_hand == best < fit == shown_scores(page)[0]


def test_tabs_follow_the_aria_pattern(page, explorer):
    "One tab stop, arrows choose, and Python learns which"
    show_widget(page, explorer)
    gaussian, kernel = page.get_by_role("tab").all()
    gaussian.focus()
    page.keyboard.press("ArrowRight")
    assert kernel.get_attribute("aria-selected") == "true"
    assert kernel.evaluate("node => node === document.activeElement")
    assert gaussian.get_attribute("tabindex") == "-1"
    assert learned(page)["tab"] == "kernel"
    assert page.get_by_role("tabpanel").count() == 1  # the other is hidden
    assert page.get_by_role("tabpanel").get_attribute("aria-labelledby") == kernel.get_attribute("id")


def test_the_bandwidth_slider_runs_from_a_thousandth_to_two(page, explorer, train, held_out):
    "Train rises, held-out falls off the bar: an arrow, and the number in full"
    show_widget(page, explorer, tab="kernel")
    slider = page.get_by_role("slider", name="Bandwidth")
    slider.focus()
    page.keyboard.press("End")
    assert learned(page)["bandwidth"] == 2
    page.keyboard.press("Home")
    assert learned(page)["bandwidth"] == 0.001
    wait_a_frame(page)
    assert slider.get_attribute("aria-valuetext") == "0.00100"
    assert shown_scores(page) == pytest.approx(kernel_scores(train, held_out, 0.001), rel=1e-3)
    assert page.locator(".gc-held-out .gc-arrow").filter(visible=True).text_content() == "◂"
    page.keyboard.press("Shift+ArrowRight")
    assert learned(page)["bandwidth"] == pytest.approx(0.001 * 2000 ** (10 / 330), rel=5e-3)


def test_the_bandwidth_follows_the_mouse_and_python_learns_on_release(page, explorer):
    "The density is redrawn on the way"
    show_widget(page, explorer, tab="kernel")
    box = page.get_by_role("slider", name="Bandwidth").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    wait_a_frame(page)
    assert page.evaluate("learned.length") == 0
    assert shown_scores(page)[1] < -20
    page.mouse.up()
    assert page.evaluate("learned.length") == 1
    assert 0.004 < learned(page)["bandwidth"] < 0.011


def test_python_moves_the_widget(page, explorer):
    "Setting a trait redraws, in both tabs"
    show_widget(page, explorer)
    page.evaluate("model.set('mean', [1, 0.5]), model.set('cov', [[1, 0], [0, 0.25]])")
    wait_a_frame(page)
    assert handle(page, MEAN).get_attribute("aria-valuetext") == "x 1.00, y 0.50"
    assert handle(page, FIRST).get_attribute("aria-valuetext") == "standard deviation 1.00, direction 0 degrees"
    page.evaluate("model.set('tab', 'kernel'), model.set('bandwidth', 0.05)")
    wait_a_frame(page)
    assert page.get_by_role("slider", name="Bandwidth").get_attribute("aria-valuetext") == "0.0500"


def test_only_the_first_button_of_the_mouse_drags(page, explorer):
    "The others are the browser's"
    show_widget(page, explorer)
    box = handle(page, MEAN).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down(button="right")
    page.mouse.move(300, 250, steps=4)
    page.mouse.up(button="right")
    wait_a_frame(page)
    assert page.evaluate("[learned.length, model.get('mean')]") == [0, list(explorer.mean)]
