"""Any widget in JupyterLab: keys that are pressed in it, and what stands in its place when its kernel is gone."""

import pytest
from playwright.sync_api import expect

from tests.browser.jupyterlab import open_notebook, show_cell
from tests.browser.page_actions import wait_a_frame

pytestmark = pytest.mark.xdist_group("jupyterlab")  # one server, one worker

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
