"""An exported lesson, opened from its file with the network off."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.page_actions import wait_a_frame, watch_errors


@pytest.fixture
def open_page(new_page, exported):
    "open_page(name, dark=, script=, width=) gives the page and the list of what went wrong."

    def open_page(name="07_small", *, dark=False, script=True, width=1000):
        scheme = "dark" if dark else "light"
        size = {"width": width, "height": 900}
        page = new_page(viewport=size, offline=True, color_scheme=scheme, java_script_enabled=script)
        errors = watch_errors(page, files_only=True)
        page.goto((exported / f"{name}.html").as_uri())
        if script and name != "index":
            page.locator(".gencourse").nth(2).wait_for()
            wait_a_frame(page)
        return page, errors

    return open_page


FOCUSED = "(node => (node.ariaLabel || node.textContent).trim().split('.')[0])(document.activeElement)"


def mean_of(page, which):
    wait_a_frame(page)
    return page.get_by_role("slider", name="Mean").nth(which).get_attribute("aria-valuetext")


def test_widgets_live_and_each_has_its_own_model(open_page):
    "Drag the first: it follows, and the second, of the same module, stays"
    page, errors = open_page()
    first, second = mean_of(page, 0), mean_of(page, 1)
    assert first.startswith("x 0.50, y 0.25")
    handle = page.get_by_role("slider", name="Mean").nth(0)
    handle.scroll_into_view_if_needed()
    wait_a_frame(page)
    box = handle.locator(".gc-dot").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 40, steps=4)
    page.mouse.up()
    assert mean_of(page, 0) != first
    assert mean_of(page, 1) == second
    assert errors == []


def test_a_living_widget_hides_its_picture_and_a_dead_one_shows_it(open_page):
    page, errors = open_page()
    assert page.locator(".gencourse").count() == 3
    assert page.locator(".still").filter(visible=True).count() == 1
    page.get_by_text("A page has no kernel").wait_for()
    assert errors == []


def test_without_scripts_everything_can_be_read(open_page):
    "All widgets are pictures with a sentence; text and formulas need no script anyway"
    page, _ = open_page(script=False)
    assert page.locator(".still img").filter(visible=True).count() == 4
    assert page.get_by_text("open this page in a browser that runs JavaScript").filter(visible=True).count() == 3
    assert page.locator("math").first.bounding_box()["width"] > 5


def test_formulas_are_drawn(open_page):
    "Each has a size, a fraction is higher than a letter, and the letters of an alphabet are its own"
    page, _ = open_page()
    boxes = [formula.bounding_box() for formula in page.locator("math").all()]
    assert len(boxes) == 4 and all(box["width"] > 5 and box["height"] > 5 for box in boxes)
    assert boxes[2]["height"] > 1.5 * boxes[0]["height"]
    assert "𝒩" in page.locator("math").nth(1).text_content()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["07_small", "index"])
def test_axe_finds_nothing_serious(open_page, name, dark):
    page, _ = open_page(name, dark=dark)
    page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")] == []


def test_the_theme_follows_the_reader(open_page):
    "Page and widgets alike: the ink is light on dark paper, and dark on light"
    for dark in (False, True):
        page, _ = open_page(dark=dark)
        for place in ("body", ".gencourse"):
            ink = page.locator(place).first.evaluate("node => getComputedStyle(node).color")
            assert ink == ("rgb(240, 240, 240)" if dark else "rgb(33, 33, 33)"), place


def test_the_keyboard_reaches_everything(open_page):
    "By Tab: links, folds, a widget's tab and handles; an arrow moves the handle, Enter unfolds"
    page, errors = open_page()
    reached = []
    for _ in range(80):
        page.keyboard.press("Tab")
        name = page.evaluate(FOCUSED)
        if name == "Mean" and name not in reached:
            before = mean_of(page, 0)
            page.keyboard.press("ArrowRight")
            assert mean_of(page, 0) != before
        if name == "Hint 1":
            page.keyboard.press("Enter")
        reached.append(name)
        if name == "the project":
            break
    assert {"All lessons", "What follows", "Gaussian", "Mean", "Explore", "Hint 1", "the project"} <= set(reached)
    page.get_by_text("Take the mean.").wait_for()
    assert errors == []


def test_nothing_runs_out_of_a_narrow_page(open_page):
    page, _ = open_page(width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_index_leads_to_the_lesson_and_back(open_page):
    page, _ = open_page("index")
    page.get_by_role("link", name="Small & exported").click()
    expect(page).to_have_title("Small & exported")
    page.get_by_role("link", name="All lessons").click()
    expect(page).to_have_title("Lessons")
