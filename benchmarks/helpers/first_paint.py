"""What it costs JupyterLab's page to show each widget, beside a plain ipywidgets slider with an Image.

From the key that runs the cell to a widget that stands still: messages, module, drawing, and the removal of the view
before it. Processor time of the main thread, cell after cell, round after round, so that all see the same machine. Each
widget has a plain pair of its own in the cell above, since JupyterLab's own work depends on where in a notebook it is.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from helpers.lab import run_lab
from helpers.main_thread import THREAD_TIME, Cost, read_cost
from playwright.async_api import CDPSession, Page, async_playwright

ROOT = Path(__file__).parents[2]
PLAIN_VIEW, OUR_VIEW = ".jupyter-widgets img", ".gencourse"
SETUP = f"""import io, sys
sys.path.insert(0, {str(ROOT)!r})
import matplotlib.image
import numpy as np
from ipywidgets import FloatSlider, Image, VBox
from tests.small_widgets import SMALL_WIDGETS
out = io.BytesIO()
matplotlib.image.imsave(out, np.random.default_rng(0).random((28, 28)), cmap="gray")
made = {{name: make() for name, make in SMALL_WIDGETS.items()}}  # what is read or trained once
print("ready")"""
PLAIN = "VBox([FloatSlider(), Image(value=out.getvalue(), width=400, height=400)])"
NAMES = (
    "BottleneckExplorer",
    "BoundExplorer",
    "CuresExplorer",
    "DensityExplorer",
    "DigitPad",
    "DilemmaExplorer",
    "GANPlayground",
    "GameExplorer",
    "LatentExplorer",
    "RateExplorer",
)
STILL = """async ([index, view, before]) => {
  const wait = () => new Promise((done) => setTimeout(done, 50)); // to look in each frame would draw each frame
  const cell = document.querySelectorAll('.jp-Notebook .jp-Cell')[index];
  const prompt = () => cell.querySelector('.jp-InputPrompt').textContent;
  const look = () => {
    const node = [...cell.querySelectorAll(view)].at(-1);
    return node?.checkVisibility() ? node.innerHTML.length + ' ' + Math.round(node.getBoundingClientRect().height) : '';
  };
  while (prompt() === before || !/\\d/.test(prompt()) || !look()) await wait();
  for (let same = 0, last = ''; same < 6; same++) {
    await wait();
    if (look() !== last) [same, last] = [0, look()];
  }
}"""

SCROLLED = """async () => {
  for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
}"""


async def measure_first_paints(path: str, rounds: int) -> dict[str, list[float]]:
    """Return for each widget what it cost in each round, over what the plain pair cost just before it."""
    ratios = defaultdict(list)
    cells = [SETUP, *(cell for name in NAMES for cell in (PLAIN, f"SMALL_WIDGETS[{name!r}]()"))]
    with run_lab("paint.ipynb", cells) as address:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
            page = await browser.new_page(viewport={"width": 1280, "height": 720})
            await page.goto(address)
            await page.get_by_text("| Idle").wait_for()
            meter = await page.context.new_cdp_session(page)
            await meter.send("Performance.enable", THREAD_TIME)
            await show(page, meter, 0, "pre")
            for turn in range(1 + rounds):
                for index, name in enumerate(NAMES):
                    plain = await show(page, meter, 1 + 2 * index, PLAIN_VIEW)
                    ours = await show(page, meter, 2 + 2 * index, OUR_VIEW)
                    if turn:  # the first warms up
                        ratios[name].append(ours.task / plain.task)
            await browser.close()
    return ratios


async def show(page: Page, meter: CDPSession, index: int, view: str) -> Cost:
    """Run the cell, wait until its view is there and still, and return what that cost."""
    cell = page.locator(".jp-Notebook .jp-Cell").nth(index)
    await cell.locator(".cm-content").click()
    before = await cell.locator(".jp-InputPrompt").text_content()
    await page.evaluate(SCROLLED)
    began = read_cost(await meter.send("Performance.getMetrics"))
    await page.keyboard.press("Control+Enter")
    await page.evaluate(STILL, [index, view, before])
    return read_cost(await meter.send("Performance.getMetrics")) - began
