import json

import pytest

from tests.browser.bottleneck_page import drag
from tests.browser.jupyterlab import notebook_url, run_jupyterlab, write_notebook
from tests.browser.latent_page import POINT, press_map
from tests.browser.test_density_lab import run_cell

MAKE = """from torch import nn
from gencourse.networks import mlp
from gencourse.widgets import LatentExplorer
import torch
_ = torch.manual_seed(0)
codes, images = torch.randn(40, 2), torch.rand(40, 1, 8, 8)
decoder = nn.Sequential(mlp(2, 16, 64), nn.Sigmoid())
explorer = LatentExplorer(decoder, codes=codes, images=images)
explorer"""
READ = "print([explorer.z, explorer.ends, explorer.position])"
KERNEL = """other = LatentExplorer(nn.Sequential(mlp(2, 64), nn.Softmax(1), nn.Unflatten(1, (1, 8, 8))), codes=codes)
other"""


GREYS = """() => {
  window.greys = (cell) => {
    const canvas = cell.querySelector('.gc-picture canvas');
    if (!canvas) return []; // between two views
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return [...data].filter((_, i) => i % 4 === 0);
  };
}"""


def test_in_jupyterlab_one_explores_and_python_knows(page, tmp_path):
    "Drag, slide, and an explorer that the kernel decodes"
    write_notebook(tmp_path / "notebooks" / "latent.ipynb", MAKE, READ, KERNEL)
    page.set_default_timeout(30_000)
    page.set_viewport_size({"width": 1200, "height": 1900})
    with run_jupyterlab(tmp_path) as address:
        page.goto(notebook_url(address, "latent.ipynb"))
        page.evaluate(GREYS)
        page.get_by_text("| Idle").wait_for()  # the kernel is up; before, a key is lost
        run_cell(page, 0)
        page.get_by_role("slider", name=POINT).wait_for()
        press_map(page, 0.25, 0.75)
        page.get_by_role("tab", name="Between two images").click()
        drag(page, "Position between A and B", share=0.5)
        run_cell(page, 1)
        z, ends, position = json.loads(page.locator(".jp-Cell").nth(1).locator(".jp-OutputArea-output").text_content())
        assert (ends, position) == ([0, 1], pytest.approx(0.5, abs=0.02))
        assert len(z) == 2
        page.get_by_role("tab", name="Explore", exact=True).click()

        run_cell(page, 2)
        cell = page.locator(".jp-Cell").nth(2)
        cell.get_by_text("Decoded in the kernel, not in the browser: Softmax is not supported.").wait_for()
        assert_changes(page, cell)

        assert page.locator(".gc-error").count() == 0


def cell_of(locator):
    return locator.element_handle()


def assert_changes(page, cell):
    "The kernel's picture follows a key."
    handle = cell_of(cell)
    cell.get_by_role("slider", name=POINT).focus()
    page.wait_for_function("(cell) => new Set(greys(cell)).size > 2", arg=handle)
    before = page.evaluate("(cell) => greys(cell).join()", handle)
    page.keyboard.press("Shift+ArrowRight")
    changed = "([cell, before]) => greys(cell).length && greys(cell).join() !== before"
    page.wait_for_function(changed, arg=[handle, before])
