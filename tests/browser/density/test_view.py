import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.density.page import MEAN, frames_that_change
from tests.browser.page_actions import drag_handle, handle, wait_a_frame
from tests.browser.plain_page import show_widget


def test_two_views_of_one_model_agree_and_a_removed_view_leaves_nothing(page, explorer):
    "Listeners go with the view, ids are unique"
    errors = show_widget(page, explorer, views=2)
    before = page.evaluate("model.listening()")
    drag_handle(page, MEAN, right=40, down=-40)
    texts = [node.get_attribute("aria-valuetext") for node in page.get_by_role("slider", name="Mean").all()]
    assert texts[0] == texts[1]
    ids = page.evaluate("[...document.querySelectorAll('.gencourse [id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))
    page.evaluate("closers[0]()")
    assert page.evaluate("model.listening()") == before / 2
    assert page.locator("#view0 *").count() == 0
    page.evaluate("closers[1](), model.set('mean', [0, 0])")
    assert page.evaluate("model.listening()") == 0
    assert errors == []


def test_two_explorers_do_not_move_each_other(page, explorer):
    "Each has its own model and its own state"
    show_widget(page, explorer)
    page.evaluate("""() => {
        const other = { ...model, get: (name) => name === 'mean' ? [1, 1] : state[name], on() {}, off() {} };
        document.body.append(Object.assign(document.createElement('div'), { id: 'other' }));
        widget.render({ model: other, el: document.getElementById('other') });
    }""")
    drag_handle(page, MEAN, right=40, down=-40)
    assert page.get_by_role("slider", name="Mean").nth(1).get_attribute("aria-valuetext") == "x 1.00, y 1.00"


def test_an_error_is_shown_in_the_widget(page, explorer):
    "Never silence"
    show_widget(page, explorer, _frame={})
    assert page.get_by_role("alert").text_content().startswith("This widget stopped: ")


def test_an_error_while_dragging_is_shown_too(page, explorer):
    "Handlers are guarded like the first drawing"
    show_widget(page, explorer)
    page.evaluate("() => { model.save_changes = () => { throw new Error('no kernel'); }; }")
    handle(page, MEAN).focus()
    page.keyboard.press("ArrowLeft")
    assert "This widget stopped: no kernel" in page.get_by_role("alert").text_content()


def test_what_is_seen_is_also_said(page, explorer):
    "Pictures have names that follow, and the scores are read out once it is quiet"
    show_widget(page, explorer)
    page.get_by_role("button", name="Fit to the data").click()
    page.wait_for_function("document.querySelector('[aria-live]').textContent !== ''")
    assert re.fullmatch(
        r"Mean log-likelihood in nats per point: train −1\.\d+, held-out −1\.\d+\.",
        page.locator("[aria-live=polite]").text_content(),
    )
    assert "Gaussian with mean 0.49, 0.25" in page.get_by_role("img").first.get_attribute("aria-label")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("tab", ["gaussian", "kernel"])
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
    for tab in ("gaussian", "kernel"):
        show_widget(page, explorer, tab=tab)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("tab", ["gaussian", "kernel"])
def test_it_follows_the_hand(page, explorer, tab):
    "A move redraws the scores of 200 + 200 points in the next frame: of 60, at most 5 show the old ones"
    show_widget(page, explorer, tab=tab)
    assert frames_that_change(page, tab) >= 55


def test_keys_stay_inside_and_chords_go_on(page, explorer):
    "JupyterLab would scroll the notebook, move to another cell, or cut this one"
    show_widget(page, explorer)
    page.evaluate("window.heard = []; document.addEventListener('keydown', (event) => heard.push(event.key))")
    handle(page, MEAN).focus()
    ours = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown", "Space", "Enter"]
    for key in [*ours, "a", "Delete", "Escape", "Shift+Enter", "Control+b"]:
        page.keyboard.press(key)
    assert page.evaluate("heard") == ["Escape", "Shift", "Enter", "Control", "b"]


def test_a_view_that_was_taken_away_does_nothing_more(page, explorer):
    "Neither the drawing of the next frame nor the news that wait for quiet"
    page.clock.install()
    errors = show_widget(page, explorer)
    page.evaluate("""() => {
      const root = document.querySelector('.gencourse');
      model.set('mean', [0.1, 0]);
      closers[0]();
      window.changes = 0;
      const all = { subtree: true, childList: true, attributes: true, characterData: true };
      new MutationObserver((records) => (changes += records.length)).observe(root, all);
    }""")
    page.clock.run_for(5000)
    assert page.evaluate("changes") == 0
    assert errors == []
