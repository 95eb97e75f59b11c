import json

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.jupyterlab import open_notebook, printed, show_cell

pytestmark = pytest.mark.xdist_group("jupyterlab")  # one server, one worker

MAKE = """from gencourse.data import two_moons
from gencourse.widgets import DensityExplorer
explorer = DensityExplorer(two_moons(200, seed=0), two_moons(200, seed=1))
explorer"""


def test_in_jupyterlab_the_learner_drags_and_python_knows(page, jupyterlab, explorer):
    "Run, drag, press keys, read the mean back in a cell; the keys do not reach the notebook"
    open_notebook(page, jupyterlab.add("density/drag", MAKE, "print(explorer.mean)"))
    dot = show_cell(page, 0, ".gc-handle[aria-valuetext] .gc-dot").bounding_box()

    page.mouse.move(dot["x"] + 5, dot["y"] + 5)
    page.mouse.down()
    page.mouse.move(dot["x"] + 65, dot["y"] - 35, steps=5)
    page.mouse.up()
    units = explorer._frame["span"] / page.locator(".gc-pad").first.bounding_box()["width"]
    x, y = explorer.mean
    assert read_mean(page) == pytest.approx([x + 60 * units, y + 40 * units], abs=0.02)

    page.get_by_role("button", name="Fit to the data").focus()
    page.keyboard.press("Enter")
    page.locator(".gc-handle").first.focus()
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("ArrowRight")
    step = explorer._frame["span"] / 200
    x, y = explorer._points[0].mean(0).tolist()
    assert read_mean(page) == pytest.approx([x + step, y + 10 * step], abs=2e-3)
    assert page.locator(".gc-error").count() == 0


def test_a_notebook_from_elsewhere_shows_the_picture_and_says_it(page, jupyterlab, explorer):
    "No widget runs in a notebook that was not run here: an image with its sentence stands in its place"
    data, metadata = explorer._repr_mimebundle_()
    output = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
    page.goto(jupyterlab.add("density/saved", MAKE, outputs=[output]))
    picture = page.get_by_role("img", name=explorer.describe())
    picture.wait_for()
    assert picture.evaluate("async (image) => { await image.decode(); return image.naturalWidth; }") == 720
    expect(page.locator(".jp-OutputArea-output")).to_have_text(
        "A picture of the widget: run the cell to bring it to life."
    )


def read_mean(page):
    "Run the second cell and read what it prints."
    return json.loads(printed(page, 1))
