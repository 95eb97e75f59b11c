import pytest
from playwright.sync_api import expect

from tests.browser.gan.page import press, row, unfold, wait_for_row, wait_for_steps
from tests.browser.jupyterlab import (
    open_notebook,
    printed,
    run_cell,
    run_to_the_end,
    show_cell,
)

pytestmark = pytest.mark.xdist_group("jupyterlab")  # one server, one worker

MAKE = "from gencourse.widgets import GANPlayground\nplayground = GANPlayground()\nplayground"
BUSY = "while True: pass"
READ = "print(playground.freeze_g, *playground.steps)"
SET = "playground.freeze_g, playground.seed = False, 3"


def test_in_jupyterlab_the_networks_train_while_the_kernel_is_busy(page, jupyterlab):
    "Typing a seed adds no cell; once the kernel has time, Python knows the steps and sets what is shown"
    page.set_viewport_size({"width": 1200, "height": 1500})
    open_notebook(page, jupyterlab.add("gan/gan", MAKE, BUSY, READ, SET))
    show_cell(page, 0, ".gc-gan-pad canvas")
    unfold(page, "Step D")
    seed = page.get_by_label("Seed")
    seed.click()
    for key in ("a", "b", "m", "Backspace", "Backspace", "Backspace", "Backspace", "7", "Tab"):
        page.keyboard.press(key)
    expect(seed).to_have_value("7")
    expect(page.locator(".jp-Cell")).to_have_count(4)
    run_cell(page, 1)
    page.get_by_text("| Busy").wait_for()
    page.get_by_role("switch", name="Freeze G").locator("visible=true").click()
    press(page, "Run")
    wait_for_steps(page, 40)
    press(page, "Pause")
    page.get_by_role("button", name="Run", exact=True).locator("visible=true").wait_for()
    steps = row(page, "Steps of D, of G").replace(",", "").split()
    page.get_by_role("button", name="Interrupt the kernel").click()
    page.get_by_text("| Idle").wait_for()
    assert printed(page, 2).split() == ["True", *steps]
    run_to_the_end(page, 3)
    wait_for_row(page, "Steps of D, of G", "text === '0, 0'")
    expect(page.get_by_role("switch", name="Freeze G").locator("visible=true")).not_to_be_checked()
    expect(seed).to_have_value("3")
