import json

import pytest

from tests.browser.jupyterlab import open_notebook, printed, show_cell
from tests.browser.page_actions import drag_slider

pytestmark = pytest.mark.xdist_group("jupyterlab")  # one server, one worker

MAKE = """from torch import nn
from gencourse.data import signals
from gencourse.widgets import BottleneckExplorer
explorer = BottleneckExplorer(nn.Linear(1000, 10), nn.Linear(10, 1000), signals(50).x)
first, outputs = explorer.z, []
explorer"""
READ = "outputs.append(explorer.output); print([len(outputs), explorer.z, first, explorer.mixing[0][0]])"
COMPARE = "print([(outputs[-1] - outputs[-2]).abs().max().item(), len(outputs)])"


def test_in_jupyterlab_the_learner_pushes_mixes_and_python_knows(page, jupyterlab):
    "Run, drag a slider, mix: every number changes and Python's output does not"
    page.set_viewport_size({"width": 1100, "height": 1000})
    open_notebook(page, jupyterlab.add("bottleneck/push", MAKE, READ, COMPARE))
    show_cell(page, 0, ".gc-knob")
    drag_slider(page, "number 3", share=0.9)
    _, pushed, first, _ = read(page, 1)
    assert pushed[2] > first[2]
    assert pushed[:2] + pushed[3:] == first[:2] + first[3:]

    page.get_by_role("button", name="Mix the codes").click()
    _, mixed, _, corner = read(page, 1)
    assert corner != 1
    assert all(abs(new - old) > 1e-9 for new, old in zip(mixed, pushed, strict=True))
    difference, _ = read(page, 2)
    assert difference < 1e-6
    assert page.locator(".gc-error").count() == 0


def read(page, index):
    "Run a cell and read what it prints."
    return json.loads(printed(page, index))
