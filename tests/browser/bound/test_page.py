import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from gencourse.widgets import BoundExplorer
from gencourse.widgets.bound.numbers import linear_gaussian, one_latent, two_latents
from tests.browser.bound.page import FIRST, MEAN, PEAK, PIXELS, SECOND, SHOULDER, parts_of, press, shown_sum
from tests.browser.page_actions import drag_handle, handle, learned, seen_text, wait_a_frame, watch_errors
from tests.browser.plain_page import show_widget


@pytest.fixture
def explorer():
    return BoundExplorer()


@pytest.mark.parametrize("tab", ["one", "two"])
def test_the_sum_is_pythons_and_adds_up(page, tab):
    "Read off the screen: log p(x) = bound + gap, to the last digit shown"
    explorer = BoundExplorer(tab=tab)
    show_widget(page, explorer)
    wait_a_frame(page)
    log_prob, bound, gap = shown_sum(page)
    assert [log_prob, bound, gap] == pytest.approx(parts_of(explorer), abs=1.1e-3)
    assert log_prob == pytest.approx(bound + gap, abs=1e-9)


def test_dragging_the_peak_moves_the_mean_and_tells_python_once_on_release(page, explorer):
    "Sideways only; the sum follows, and log p(x) does not"
    errors = show_widget(page, explorer)
    before = shown_sum(page)[0]
    drag_handle(page, PEAK, right=69, down=50)
    assert learned(page)["mean"] == pytest.approx(69 * PIXELS, abs=0.02)
    assert learned(page)["std"] == explorer.std
    assert page.evaluate("learned.length") == 1
    explorer.mean = learned(page)["mean"]
    assert shown_sum(page) == pytest.approx(parts_of(explorer), abs=1.1e-3)
    assert shown_sum(page)[0] == before
    assert errors == []


def test_dragging_the_shoulder_changes_the_std(page, explorer):
    "To the left it gets narrower; past the peak it stays at the least"
    show_widget(page, explorer)
    drag_handle(page, SHOULDER, right=-34, down=0)
    assert learned(page)["std"] == pytest.approx(1 - 34 * PIXELS, abs=0.02)
    drag_handle(page, SHOULDER, right=-200, down=0)
    assert learned(page)["std"] == 0.05
    assert "NaN" not in page.locator(".gencourse").evaluate("node => node.outerHTML")


def test_a_q_that_reaches_the_edge_has_its_shoulder_on_the_other_side(page):
    "Or nobody could take hold of it"
    show_widget(page, BoundExplorer(mean=3.4, std=1.0))
    wait_a_frame(page)
    peak, shoulder = (handle(page, which).bounding_box()["x"] for which in (PEAK, SHOULDER))
    assert shoulder < peak
    drag_handle(page, SHOULDER, right=20, down=0)
    assert learned(page)["std"] == pytest.approx(1 - 20 * PIXELS, abs=0.02)


def test_best_q_is_found_and_stays_above_zero(page, explorer):
    "A dashed line marks what no Gaussian passes, until x is another"
    show_widget(page, explorer)
    highest = page.locator(".gc-highest-part").first
    assert highest.is_hidden()
    press(page, "Best q")
    wait_a_frame(page)
    explorer.mean, explorer.std = learned(page)["mean"], learned(page)["std"]
    assert explorer.gap == pytest.approx(0.063, abs=5e-4)
    assert shown_sum(page)[2] == pytest.approx(explorer.gap, abs=1e-3)
    highest.wait_for()
    seen_text(page, "0.063 nat stays. This posterior is not Gaussian.").wait_for()
    for mean, std in ((0.01, 0), (-0.01, 0), (0, 0.01), (0, -0.01)):
        assert one_latent(1.5, explorer.mean + mean, explorer.std + std).gap > explorer.gap
    slider = page.get_by_role("slider", name="Slider, x")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    wait_a_frame(page)
    assert highest.is_hidden()


def test_where_the_posterior_is_almost_gaussian_best_q_says_so(page):
    "x = 0"
    show_widget(page, BoundExplorer(x=0))
    press(page, "Best q")
    wait_a_frame(page)
    assert shown_sum(page)[2] < 0.015
    seen_text(page, "nat stays. Here the posterior is almost Gaussian.").wait_for()


def test_start_over_goes_back_to_the_q_that_python_chose(page):
    "In both tabs"
    explorer = BoundExplorer(mean=-1, std=0.5, means=[1, 1], stds=[0.2, 0.3])
    show_widget(page, explorer)
    for best in ("Best q", "Best diagonal q"):
        press(page, best)
        press(page, "Start over")
        page.get_by_role("tab", name="Two latents").click()
    told = learned(page)
    assert (told["mean"], told["std"], told["means"], told["stds"]) == (-1, 0.5, [1, 1], [0.2, 0.3])


def test_the_x_slider_changes_log_p_and_the_posterior(page, explorer):
    "Python learns on release; the mouse need not be let go to see it"
    show_widget(page, explorer)
    box = page.get_by_role("slider", name="Slider, x").bounding_box()
    page.mouse.move(box["x"] + 0.71 * box["width"], box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + box["height"] / 2)
    wait_a_frame(page)
    assert page.evaluate("learned.length") == 0
    shown = shown_sum(page)
    page.mouse.up()
    assert page.evaluate("learned.length") == 1
    assert -2 < learned(page)["x"] < -1
    explorer.x = learned(page)["x"]
    assert shown == pytest.approx(parts_of(explorer), abs=1.1e-3)


def test_arrow_keys_do_all_that_the_mouse_does_in_tab_one(page, explorer):
    "Tab stops in reading order, keys that stay inside the widget"
    show_widget(page, explorer)
    page.evaluate("document.addEventListener('keydown', (e) => { window.escaped = (window.escaped ?? '') + e.key; })")
    stops = []
    for _ in range(9):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent"))
    assert [stop.split(".")[0] for stop in stops] == [
        "One latent",
        "Peak of q",
        "Shoulder of q",
        "Slider, x",
        "Slider, mean of q",
        "Slider, std of q",
        "Best q",
        "Show 20 draws",
        "Start over",
    ]
    page.evaluate("window.escaped = ''")
    handle(page, PEAK).focus()
    page.keyboard.press("Shift+ArrowRight")
    handle(page, SHOULDER).focus()
    page.keyboard.press("ArrowLeft")
    assert learned(page)["mean"] == pytest.approx(0.2)
    assert learned(page)["std"] == pytest.approx(1 / 1.02, abs=1e-3)
    wait_a_frame(page)
    page.get_by_role("slider", name="Slider, std of q").focus()
    page.keyboard.press("ArrowRight")
    assert learned(page)["std"] == pytest.approx(1 / 1.02 + 2.45 / 200, abs=2e-3)
    assert page.evaluate("escaped.replaceAll('Shift', '')") == ""
    wait_a_frame(page)
    assert handle(page, PEAK).get_attribute("aria-valuetext") == "mean 0.20"


def test_the_diagonal_q_has_three_handles(page):
    "Drag its mean and each deviation; the plane is four units wide"
    explorer = BoundExplorer(tab="two")
    errors = show_widget(page, explorer)
    unit = page.evaluate("document.querySelector('.gc-pad').getBoundingClientRect().width") / 4
    drag_handle(page, MEAN, right=0.4 * unit, down=-0.2 * unit)
    assert learned(page)["means"] == pytest.approx([0.4, 0.2], abs=0.02)
    drag_handle(page, FIRST, right=0.3 * unit, down=50)
    drag_handle(page, SECOND, right=50, down=0.2 * unit)
    assert learned(page)["stds"] == pytest.approx([0.9, 0.4], abs=0.02)
    assert page.evaluate("learned.length") == 3
    explorer.means, explorer.stds = learned(page)["means"], learned(page)["stds"]
    assert shown_sum(page) == pytest.approx(parts_of(explorer), abs=1.1e-3)
    assert errors == []


def test_best_diagonal_q_leaves_a_gap_that_the_correlation_sets(page):
    "-0.5 log(1 - rho^2), said under the sum; at a correlation of 0 it closes"
    explorer = BoundExplorer(tab="two", correlation=0.765)
    show_widget(page, explorer)
    press(page, "Best diagonal q")
    wait_a_frame(page)
    assert shown_sum(page)[2] == 0.44
    seen_text(page, "0.440 nat, this much never closes").wait_for()
    explorer.means, explorer.stds = learned(page)["means"], learned(page)["stds"]
    assert explorer.gap == pytest.approx(-0.5 * np.log(1 - 0.765**2), abs=1e-9)
    assert learned(page)["means"] == pytest.approx(linear_gaussian(0.765).mean.tolist(), rel=1e-9)

    page.evaluate("model.set('correlation', 0)")
    press(page, "Best diagonal q")
    wait_a_frame(page)
    assert shown_sum(page)[2] == 0
    seen_text(page, "Without correlation a diagonal q can be the posterior").wait_for()


def test_arrow_keys_do_all_that_the_mouse_does_in_tab_two(page):
    "And the slider stops at its ends"
    explorer = BoundExplorer(tab="two")
    show_widget(page, explorer)
    handle(page, MEAN).focus()
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("ArrowLeft")
    assert learned(page)["means"] == pytest.approx([-0.02, 0.2])
    handle(page, SECOND).focus()
    page.keyboard.press("Shift+ArrowUp")
    assert learned(page)["stds"] == pytest.approx([0.6, 0.6 * 1.02**10], abs=1e-3)
    page.get_by_role("slider", name="Slider, correlation").focus()
    for _ in range(8):
        page.keyboard.press("Shift+ArrowRight")
    assert learned(page)["correlation"] == 0.9
    wait_a_frame(page)
    told = learned(page)
    expected = two_latents(told["correlation"], told["means"], told["stds"])
    assert shown_sum(page) == pytest.approx(expected, abs=1.1e-3)


@pytest.mark.parametrize("tab", ["one", "two"])
def test_draws_scatter_around_the_bound_and_collapse_at_the_true_posterior(page, tab):
    "Twenty dots, some above log p(x); they move with q; off again by the same button"
    show_widget(page, BoundExplorer(tab=tab, correlation=0.0))
    dots = page.locator(".gc-draw")
    press(page, re.compile("^Best"))
    press(page, "Show 20 draws")
    wait_a_frame(page)
    assert dots.count() == 20
    tops = {
        round(float(style.split("top: ")[1][:-2]), 1)
        for style in dots.evaluate_all("all => all.map((d) => d.style.cssText.replace(/;$/, ''))")
    }
    line = page.locator(".gc-ceiling-part").filter(visible=True).evaluate("node => parseFloat(node.style.top)")
    if tab == "two":
        assert tops == {round(line, 1)}
        seen_text(page, "0 of these 20 lie above log p(x)").wait_for()
    else:
        assert len(tops) > 5
        assert min(tops) < line
    press(page, "Show 20 draws")
    wait_a_frame(page)
    assert dots.count() == 0
    assert seen_text(page, "of these 20").filter(visible=True).count() == 0


def test_a_bound_below_the_column_is_said_in_words(page):
    "The number stands in the sum, in full"
    explorer = BoundExplorer(mean=-3.5, std=0.05)
    show_widget(page, explorer)
    wait_a_frame(page)
    page.locator(".gc-below").first.wait_for()
    assert shown_sum(page) == pytest.approx(parts_of(explorer), abs=0.06)


def test_python_moves_the_widget(page, explorer):
    "Setting a trait redraws, in both tabs"
    show_widget(page, explorer)
    page.evaluate("model.set('x', -1), model.set('mean', -0.5), model.set('std', 0.25)")
    wait_a_frame(page)
    assert shown_sum(page) == pytest.approx(one_latent(-1, -0.5, 0.25), abs=1.1e-3)
    page.evaluate("model.set('tab', 'two'), model.set('correlation', -0.5), model.set('stds', [0.25, 0.5])")
    wait_a_frame(page)
    assert shown_sum(page) == pytest.approx(two_latents(-0.5, [0, 0], [0.25, 0.5]), abs=1.1e-3)
    assert handle(page, FIRST).get_attribute("aria-valuetext") == "standard deviation 0.25"


def test_two_views_agree_and_a_removed_view_leaves_nothing(page, explorer):
    "Listeners go with the view, ids are unique"
    errors = show_widget(page, explorer, views=2)
    before = page.evaluate("model.listening()")
    drag_handle(page, PEAK, right=40, down=0)
    first, second = page.get_by_role("slider", name="Peak of q").all()
    assert first.get_attribute("aria-valuetext") == second.get_attribute("aria-valuetext") != "mean 0.00"
    ids = page.evaluate("[...document.querySelectorAll('.gencourse [id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))
    page.evaluate("closers[0]()")
    assert page.evaluate("model.listening()") == before / 2
    page.evaluate("closers[1](), model.set('mean', 1)")
    assert page.evaluate("model.listening()") == 0
    assert errors == []


def test_what_is_seen_is_also_said(page, explorer):
    "Pictures have names that follow, and the sum is read out once it is quiet"
    show_widget(page, explorer)
    press(page, "Best q")
    page.wait_for_function("document.querySelector('[aria-live]').textContent !== ''")
    assert page.locator("[aria-live=polite]").text_content() == (
        "x is 1.50, q has mean 1.07 and standard deviation 0.45. "
        "log p(x) −1.406 is the bound −1.469 plus the gap 0.063, in nats."
    )
    assert page.get_by_role("img", name="Densities over z: prior, posterior and q. x is 1.50, q has mean 1.07").count()
    page.get_by_role("tab", name="Two latents").click()
    page.get_by_role("img", name="a posterior with correlation 0.60, and a diagonal q").wait_for()
    page.wait_for_function("document.querySelector('[aria-live]').textContent.startsWith('Correlation 0.60. log p(x)')")


def test_an_error_is_shown_in_the_widget(page, explorer):
    "Never silence"
    show_widget(page, explorer, _frame={})
    assert page.get_by_role("alert").text_content().startswith("This widget stopped: ")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("tab", ["one", "two"])
def test_axe_finds_nothing_serious(page, explorer, tab, dark):
    "In both themes, with all that can be switched on"
    show_widget(page, explorer, dark=dark, tab=tab)
    press(page, re.compile("^Best"))
    press(page, "Show 20 draws")
    wait_a_frame(page)
    violations = Axe().run(page).response["violations"]
    assert [v["id"] for v in violations if v["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("width", [340, 600, 700, 900])
def test_nothing_sticks_out_when_it_is_narrow_or_zoomed(page, explorer, width):
    "From 700 pixels on the column stands beside q: one sees it move"
    page.set_viewport_size({"width": width, "height": 900})
    for tab in ("one", "two"):
        show_widget(page, explorer, tab=tab)
        press(page, "Show 20 draws")
        wait_a_frame(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        peak, column = (
            page.locator(name).filter(visible=True).first.bounding_box() for name in (".gc-handle", ".gc-sum")
        )
        assert (column["x"] > peak["x"] + peak["width"] and column["y"] < peak["y"]) == (width >= 700)


@pytest.mark.parametrize("tab", ["one", "two"])
def test_a_saved_page_works_from_a_file_without_network(new_page, tmp_path, tab):
    "Drag and see the sum move; nothing is asked of any server"
    page = new_page(offline=True)
    errors = watch_errors(page, files_only=True)
    path = BoundExplorer(tab=tab, x=-1.5).save_html(tmp_path / "bound.html", title="A bound you can check")
    page.goto(path.as_uri())
    page.locator(".gencourse").wait_for()
    before = shown_sum(page)
    drag_handle(page, PEAK if tab == "one" else MEAN, right=-60, down=-60)
    assert shown_sum(page)[0] == before[0]
    assert shown_sum(page)[2] != before[2]
    assert errors == []


@pytest.mark.parametrize("tab", ["one", "two"])
def test_it_follows_the_hand(page, explorer, tab):
    "A move redraws in the next frame: of 60, at most 5 show the old numbers"
    show_widget(page, explorer, tab=tab)
    assert frames_that_change(page) >= 55


def frames_that_change(page):
    "Push the first visible slider once a frame, 60 times; count the frames in which the gap changed."
    return page.evaluate("""async () => {
      const seen = (all) => [...document.querySelectorAll(all)].find((node) => node.offsetParent);
      const [slider, gap] = [seen('input[type=range]'), seen('.gc-number.gc-gap')];
      const frame = () => new Promise(requestAnimationFrame);
      let changes = 0;
      new MutationObserver(() => changes++).observe(gap, { childList: true });
      for (let i = 1; i <= 60; i++) {
        slider.value = -0.5 + i / 60;
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        await frame();
      }
      return changes;
    }""")


@pytest.mark.parametrize(("tab", "marks"), [("one", 0), ("two", 1)])
def test_a_slider_without_a_home_has_no_mark(page, explorer, tab, marks):
    "x has no value of its own to go back to; the correlation has 0"
    show_widget(page, explorer, tab=tab)
    assert page.locator(".gc-home").filter(visible=True).count() == marks
