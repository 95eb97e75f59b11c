"""The latent explorer in a real JupyterLab. All tests but the last share one notebook and its kernel: each runs the
first cell, and then cells of its own."""

import json
import time

import nbformat
import pytest
import torch
from playwright.sync_api import expect

from tests.browser.chromium import PATIENCE
from tests.browser.jupyterlab import (
    open_notebook,
    printed,
    run_cell,
    run_to_the_end,
    show_cell,
)
from tests.browser.latent.page import POINT, make_explorer, move_on_map, press_map, take_point
from tests.browser.page_actions import pixels, wait_a_frame, watch_errors

pytestmark = pytest.mark.xdist_group("jupyterlab")  # one server, one worker

MAKE = """import time, torch
from torch import nn
from gencourse.networks import mlp
from gencourse.widgets import LatentExplorer

class Slow(nn.Module):
    "For the kernel, since the browser knows no cosine, and as slow as `seconds` says."
    seconds = 0

    def __init__(self):
        super().__init__()
        self.inside = mlp(2, 64)

    def forward(self, z):
        time.sleep(self.seconds)
        return self.inside(z).cos().square().view(-1, 1, 8, 8)

torch.manual_seed(0)
codes, images = torch.randn(40, 2), torch.rand(40, 1, 8, 8)
decoder = nn.Sequential(mlp(2, 16, 64), nn.Sigmoid())
explorer = LatentExplorer(decoder, codes=codes, images=images)
explorer"""
READ = "print([explorer.z, explorer.ends, explorer.position])"
OTHER = "other = LatentExplorer(Slow(), codes=codes)\nother"
SAME = "explorer"
SLOW = "Slow.seconds = 1"
FAST = "Slow.seconds = 0"
TRAIN = """bias = decoder[0][-1].bias.data
for p in decoder.parameters(): p.data.zero_()
for bias[:] in torch.linspace(-3, 3, 600):  # an epoch
    time.sleep(0.1)
    explorer.update()"""
CELLS = [MAKE, READ, OTHER, SAME, SLOW, FAST, TRAIN]
DECODED = "decoded picture"


@pytest.fixture(scope="module")
def opened(chromium, jupyterlab):
    "The notebook, with a kernel that is up."
    context = chromium.new_context(viewport={"width": 1100, "height": 2600})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.errors = watch_errors(page)
    open_notebook(page, jupyterlab.add("latent/explore", *CELLS))
    yield page
    context.close()


@pytest.fixture
def lab(opened):
    "The notebook with one fresh explorer in its first cell."
    opened.errors.clear()
    opened.get_by_role("menuitem", name="Edit").click()
    opened.get_by_role("menuitem", name="Clear Outputs of All Cells").click()
    show_cell(opened, CELLS.index(MAKE), ".gc-map .gc-handle[aria-valuetext]")
    yield opened
    assert opened.locator(".gc-error").count() == 0
    assert opened.errors == []


def test_the_three_gestures_by_role_and_name_only(lab):
    "Move through the map, pick two images, slide between them; Python knows"
    lab.get_by_role("slider", name=POINT).press("Shift+ArrowUp")
    lab.get_by_role("tab", name="Between two images").click()
    images = lab.get_by_role("group", name="Images").get_by_role("button")
    images.nth(2).click()
    images.nth(6).click()
    lab.get_by_role("slider", name="Position between A and B").fill("0.5")
    z, ends, position = read(lab)
    assert (len(z), ends, position) == (2, [2, 6], 0.5)


def test_while_a_cell_trains_one_explores_and_sees_each_update(lab):
    "The browser decodes, so a busy kernel holds up nothing; Python learns the place when it has time"
    wait_until(lab, lambda: seen(lab, MAKE).unique().numel() > 2)
    run_cell(lab, CELLS.index(TRAIN))
    wait_until(lab, lambda: seen(lab, MAKE).unique().numel() == 1)
    level, places = 0, []
    press_map(lab, 0.2, 0.2)
    take_point(lab)
    for i in range(1, 5):
        move_on_map(lab, 0.2 + 0.1 * i, 0.2 + 0.15 * i)
        places.append(place(lab, MAKE))
        now = int(seen(lab, MAKE)[0, 0])
        assert now >= level  # the decoder grows lighter from epoch to epoch
        level = now
        wait_until(lab, lambda: int(seen(lab, MAKE)[0, 0]) > level)  # noqa: B023
    lab.mouse.up()
    lab.get_by_text("| Busy").wait_for()
    assert len(set(places)) == 4
    lab.get_by_role("button", name="Interrupt the kernel").click()
    lab.get_by_text("| Idle").wait_for()
    assert read(lab)[0][1] == pytest.approx(float(place(lab, MAKE).split()[-1].replace("−", "-")), abs=0.006)


def test_a_kernel_interrupted_while_it_decodes_says_so_or_answers(lab):
    "The kernel may decode in a thread of its own, which no interrupt reaches; either way the next picture comes"
    run(lab, OTHER)
    explorer = cell(lab, OTHER)
    point = explorer.get_by_role("slider", name=POINT)
    wait_until(lab, lambda: seen(lab, OTHER).unique().numel() > 2)
    run(lab, SLOW)
    before = seen(lab, OTHER)
    for _ in range(3):
        point.press("Shift+ArrowRight")
    lab.get_by_text("| Busy").wait_for()
    lab.get_by_role("button", name="Interrupt the kernel").click()
    said = explorer.get_by_text("The kernel was interrupted before it could decode this.")
    wait_until(lab, lambda: said.count() or not torch.equal(seen(lab, OTHER), before))
    run(lab, FAST)
    before = seen(lab, OTHER)
    point.press("Shift+ArrowUp")
    wait_until(lab, lambda: not torch.equal(seen(lab, OTHER), before))
    expect(explorer.get_by_role("status")).to_have_text("")


def test_a_page_that_is_reloaded_shows_what_it_showed(lab):
    "The kernel runs on, and the explorer with it: same place, same picture, and Python hears the next key"
    cell(lab, MAKE).get_by_role("slider", name=POINT).press("Shift+ArrowUp")
    lab.get_by_role("tab", name="Between two images").click()
    lab.get_by_role("slider", name="Position between A and B").fill("0.25")
    before, told = seen(lab, MAKE), read(lab)
    lab.keyboard.press("Control+s")
    lab.get_by_role("menuitem", name="File").click()  # nothing is left to be saved
    lab.keyboard.press("Escape")
    expect(lab.locator(".jp-mod-dirty")).to_have_count(0)
    lab.reload()
    slider = lab.get_by_role("slider", name="Position between A and B")
    slider.wait_for()
    lab.get_by_text("| Idle").wait_for()
    expect(slider).to_have_value("0.25")
    wait_until(lab, lambda: torch.equal(seen(lab, MAKE), before))
    assert read(lab) == told
    slider.press("Shift+ArrowRight")
    assert read(lab)[2] == pytest.approx(0.35)


def test_two_explorers_and_two_views_of_one(lab):
    "The views of one explorer agree, the other explorer stays where it is"
    run(lab, OTHER)
    run(lab, SAME)
    for source in (OTHER, SAME):
        cell(lab, source).get_by_role("slider", name=POINT).wait_for()
    apart = place(lab, OTHER)
    cell(lab, SAME).get_by_role("slider", name=POINT).press("Shift+ArrowUp")
    wait_until(lab, lambda: place(lab, MAKE) == place(lab, SAME))
    wait_until(lab, lambda: torch.equal(seen(lab, MAKE), seen(lab, SAME)))
    wait_until(lab, lambda: seen(lab, OTHER).unique().numel() > 2)
    assert place(lab, OTHER) == apart
    moved, before = place(lab, MAKE), seen(lab, OTHER)
    cell(lab, OTHER).get_by_role("slider", name=POINT).press("Shift+ArrowDown")
    wait_until(lab, lambda: not torch.equal(seen(lab, OTHER), before))
    assert place(lab, MAKE) == place(lab, SAME) == moved


def test_a_notebook_that_was_not_run_shows_the_picture(page, jupyterlab):
    "With its sentence"
    explorer = make_explorer()
    data, metadata = explorer._repr_mimebundle_()
    output = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
    page.goto(jupyterlab.add("latent/saved", "explorer", outputs=[output]))
    picture = page.get_by_role("img", name=explorer.describe())
    picture.wait_for()
    assert picture.evaluate("async (image) => { await image.decode(); return image.naturalWidth; }") == 720


def run(page, source):
    run_to_the_end(page, CELLS.index(source))


def cell(page, source):
    return page.locator(".jp-Notebook .jp-Cell").nth(CELLS.index(source))


def read(page):
    "What Python knows: z, ends, position."
    return json.loads(printed(page, CELLS.index(READ)))


def seen(page, source):
    "The grey values of the first picture in the cell; none between two views."
    shown = cell(page, source).get_by_role("img", name=DECODED).first
    return pixels(cell(page, source), DECODED) if shown.count() else torch.zeros(0)


def place(page, source):
    wait_a_frame(page)
    return cell(page, source).get_by_role("slider", name=POINT).get_attribute("aria-valuetext")


def wait_until(page, fact):
    deadline = time.monotonic() + PATIENCE / 1000
    while not fact():
        assert time.monotonic() < deadline, "waited in vain"
        wait_a_frame(page)
