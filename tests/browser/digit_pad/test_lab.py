import pytest

from tests.browser.digit_pad.page import SEVEN, draw
from tests.browser.jupyterlab import (
    open_notebook,
    printed,
    run_to_the_end,
    show_cell,
)

pytestmark = pytest.mark.xdist_group("jupyterlab")  # one server, one worker

MAKE = """from torch import nn
from gencourse.data import digits
from gencourse.networks import mlp
from gencourse.widgets import DigitPad
import torch
_ = torch.manual_seed(0)
images, labels = digits("valid")
pad = DigitPad(nn.Sequential(mlp(784, 16, 784), nn.Softmax(1)), images=images, labels=labels)
pad"""
READ = "print(len(pad.strokes), pad.stored, bool(pad.drawing.sum() > 0), pad.error)"
UPDATE = "pad.update(nn.Sequential(mlp(784, 16, 784)))"


def test_in_jupyterlab_one_draws_and_the_kernel_answers(page, jupyterlab):
    "A model for the kernel; undo by key; Python knows the drawing; an update brings the model into the browser"
    page.set_viewport_size({"width": 1200, "height": 1500})
    open_notebook(page, jupyterlab.add("digit_pad/pad", MAKE, READ, UPDATE))
    show_cell(page, 0, ".gc-sheet canvas")
    page.get_by_text("not in the browser: Softmax is not supported.").wait_for()
    draw(page, SEVEN)
    draw(page, [(0.1, 0.1), (0.2, 0.1)])
    page.keyboard.press("Control+z")
    number = page.locator(".gc-error-head .gc-number")
    said = printed(page, 1).split()
    assert said[:3] == ["1", "-1", "True"]
    page.wait_for_function(  # the answer to the last stroke may still be on its way
        "([node, error]) => Math.abs(Number(node.textContent) - error) < 0.006 * error",
        arg=[number.element_handle(), float(said[3])],
    )
    seen = number.text_content()
    assert float(seen) == pytest.approx(float(said[3]), rel=0.006)
    run_to_the_end(page, 2)
    page.get_by_text("The model runs in your browser.").wait_for()
    changed = "(seen) => document.querySelector('.gc-error-head .gc-number').textContent !== seen"
    page.wait_for_function(changed, arg=seen)
    assert page.locator(".jp-Cell").count() == 3  # Ctrl+Z on the pad was no business of the notebook
    assert page.locator(".gc-error").filter(visible=True).count() == 0
