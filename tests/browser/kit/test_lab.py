"""Any widget in JupyterLab: keys that are pressed in it, and what stands in its place when its kernel is gone."""

import pytest
from playwright.sync_api import expect

from tests.browser.jupyterlab import open_notebook, run_cell, show_cell
from tests.browser.page_actions import wait_a_frame

pytestmark = pytest.mark.xdist_group("jupyterlab")  # one server, one worker

CAPTION = "A picture of the widget: run the cell to bring it to life."
MAKE = "from gencourse.widgets import BoundExplorer\nBoundExplorer()"
COMMANDS = ["a", "b", "x", "d", "d", "0", "0", "m", "y", "c", "v", "z", "Shift+M", "Shift+L", "Delete", "Tab"]


def test_keys_in_a_widget_do_nothing_to_the_notebook(page, jupyterlab):
    "No cell comes, goes or changes its kind, no dialog asks about the kernel; Shift+Enter runs the cell"
    open_notebook(page, jupyterlab.add("kit/keys", MAKE, ""))
    show_cell(page, 0, ".gc-handle")
    for part in (".gc-handle", "input[type=range]", "[role=tab]"):
        page.locator(f".gencourse {part}").first.focus()
        for key in COMMANDS:
            page.keyboard.press(key)
        assert page.evaluate("document.activeElement.closest('.gencourse') !== null")
    wait_a_frame(page, 10)
    assert page.locator(".jp-Dialog").count() == 0
    assert page.locator(".jp-Notebook .jp-CodeCell").count() == page.locator(".jp-Notebook .jp-Cell").count() == 2
    assert page.locator(".jp-Notebook .cm-lineNumbers").count() == 0

    page.locator(".gencourse .gc-handle").first.focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Enter")
    expect(page.locator(".jp-InputPrompt").first).to_have_text("[2]:")


def test_without_its_kernel_a_widget_is_its_picture(page, jupyterlab):
    "Restarted, shut down, reopened; never a message on a model, and alive where the kernel is, or once the cell is run"
    url = jupyterlab.add("kit/asleep", MAKE)
    open_notebook(page, url)
    show_cell(page, 0, ".gc-handle")
    expect(page.locator(".jp-mod-dirty")).not_to_have_count(0)
    page.keyboard.press("Control+s")
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    page.reload()
    alive(page)

    choose(page, "Restart Kernel…")
    page.locator(".jp-Dialog .jp-mod-accept").click()
    asleep(page)
    page.get_by_text("| Idle").wait_for()
    run_cell(page, 0)
    alive(page)

    choose(page, "Shut Down Kernel")
    asleep(page)
    page.get_by_text("No Kernel").first.wait_for()
    page.reload()
    asleep(page)
    page.get_by_text("| Idle").wait_for()
    wait_a_frame(page, 10)
    asleep(page)
    run_cell(page, 0)
    alive(page)


def choose(page, command):
    "In the menu on kernels."
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_text(command, exact=True).click()


def alive(page):
    page.locator(".gc-handle").first.wait_for()
    assert page.get_by_text(CAPTION).count() == 0


def asleep(page):
    "Wait until the picture stands in the cell, with its text alternative and what to do, and nothing else."
    picture = page.get_by_role("img", name="One latent, x = 1.5; q has mean 0 and standard deviation 1. log p(x)")
    expect(picture).to_be_visible()
    assert picture.evaluate("async (image) => { await image.decode(); return image.naturalWidth; }") > 300
    expect(page.locator(".jp-OutputArea-output")).to_have_text(CAPTION, use_inner_text=True)
    assert page.locator(".gencourse:visible").count() == 0
