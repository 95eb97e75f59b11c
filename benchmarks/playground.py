"""What does a picture of the GAN playground cost, how often is there one, and how soon does it cover the ring?

In a headless Chromium. A picture is a frame in which the plane is drawn anew, with its training steps, and now and then
numbers and a piece of the heat map. Its cost is processor time of the page's main thread, script, layout and painting,
beside that of one step of both networks alone and of a plain ipywidgets slider whose Image follows: in one run, one
after the other, round after round. Ratios of such times hold on a busy machine, too.

    python benchmarks/playground.py [--quick]
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from pathlib import Path
from statistics import median

from helpers.lab import run_lab
from helpers.main_thread import THREAD_TIME, Cost, read_cost
from playwright.sync_api import Browser, CDPSession, Locator, Page, Route, sync_playwright

import gencourse.widgets
from gencourse.widgets import GANPlayground

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
TARGET = 30  # updates a second
MODES, SECONDS = 6, 30  # of 8 modes, and the time to cover them

STEP_COST, PICTURE_COST = 4, 8  # milliseconds: where a step of both costs so much, a picture should cost no more
STEPS, PICTURES, PUSHES = 100, 44, 30
WIDGETS = Path(gencourse.widgets.__file__).parent

COUNT = """const putImageData = CanvasRenderingContext2D.prototype.putImageData;
window.updates = 0;
CanvasRenderingContext2D.prototype.putImageData = function (...values) {
  if (this.canvas.isConnected) updates++;
  return putImageData.apply(this, values);
};
"""
STEP = """async (world) => {
  const { makeGame } = await import('/gan/js/game.js');
  const game = makeGame(world, 0);
  window.step = (count) => {
    for (; count; count--) {
      game.stepDiscriminator();
      game.stepGenerator(false);
    }
  };
}"""
PLAIN = """import io
import matplotlib.image
import numpy as np
from ipywidgets import FloatSlider, Image, VBox

def png(value):
    out = io.BytesIO()
    matplotlib.image.imsave(out, np.full((28, 28), value), cmap="gray", vmin=0, vmax=1)
    return out.getvalue()

slider, image = FloatSlider(min=0, max=1, step=0.001), Image(value=png(0), width=400, height=400)
slider.observe(lambda change: setattr(image, "value", png(change["new"])), "value")
VBox([slider, image])"""
PUSH = """async (count) => {
  const image = document.querySelector('.jp-Notebook img');
  const thumb = document.querySelector('.jp-Notebook .noUi-handle');
  for (let i = 0; i < count; i++) {
    const loaded = new Promise((done) => image.addEventListener('load', done, { once: true }));
    const key = i % 2 ? 'PageDown' : 'PageUp';
    thumb.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    await loaded;
    await new Promise(requestAnimationFrame);
  }
}"""
MOVES = """setInterval(() => document.querySelector('[aria-label*="handle 1"]').dispatchEvent(
  new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true })), 900)"""
RATE = """async (milliseconds) => {
  const [began, before] = [performance.now(), updates];
  await new Promise((done) => setTimeout(done, milliseconds));
  return (1000 * (updates - before)) / (performance.now() - began);
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the GAN playground in a browser.")
    parser.add_argument("--quick", action="store_true", help="shorter: for a look, not for a figure to quote")
    quick = parser.parse_args().quick
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise SystemExit("No Chromium on PATH: install chromium or Google Chrome.")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        show_costs(browser, Path(folder), rounds=3 if quick else 9)
        show_rates(browser, Path(folder), milliseconds=2000 if quick else 6000)
        for seed in range(1 if quick else 3):
            show_coverage(browser, Path(folder), seed)
        browser.close()
    if hasattr(os, "getloadavg") and (load := os.getloadavg()[0]) > 1.5 * (os.cpu_count() or 1):
        print(f"This machine is busy (load {load:.0f}): updates and modes are fewer than they would be.")


def show_costs(browser: Browser, folder: Path, rounds: int) -> None:
    step_page, playground = open_game(browser), open_playground(browser, folder)
    playground.locator(".gc-gan-run:visible").click()
    costs: dict[str, list[Cost]] = {"step": [], "picture": [], "slider": []}
    with run_lab("plain.ipynb", [PLAIN]) as address:
        plain = open_plain(browser, address)
        meters = {page: open_meter(page) for page in (step_page, playground, plain)}
        rate = STEP_COST / cost_of_steps(step_page, meters[step_page]).task
        for page in (step_page, playground):  # a machine on which a step costs that; the browser's own brake
            meters[page].send("Emulation.setCPUThrottlingRate", {"rate": max(1.0, rate)})
        for turn in range(1 + rounds):
            seen = {
                "step": cost_of_steps(step_page, meters[step_page]),
                "picture": cost_of_pictures(playground, meters[playground]),
                "slider": cost_of_pushes(plain, meters[plain]),
            }
            for name, cost in seen.items():
                if turn:  # the first warms up
                    costs[name].append(cost)
        plain.context.close()
    for page in (step_page, playground):
        page.context.close()
    middle = {name: median(cost.task for cost in runs) for name, runs in costs.items()}
    script = {name: median(cost.script for cost in runs) for name, runs in costs.items()}
    print(f"Main thread, medians of {rounds} rounds: all of it, and script; the playground slowed {rate:.1f} times")
    for name, title in (("step", "a step of both"), ("picture", "a picture"), ("slider", "a push of slider + Image")):
        print(f"  {title:<30}{middle[name]:7.2f} ms{script[name]:7.2f} ms")
    ratio = median(picture.task / step.task for picture, step in zip(costs["picture"], costs["step"], strict=True))
    most = PICTURE_COST / STEP_COST
    say("picture / step of both", f"{ratio:.2f}x", ratio <= most, f"{most:g}x")
    say("  where a step costs 4 ms", f"{STEP_COST * ratio:.1f} ms", ratio <= most, f"{PICTURE_COST} ms")


def cost_of_steps(page: Page, meter: CDPSession) -> Cost:
    before = read_cost(meter.send("Performance.getMetrics"))
    page.evaluate("(count) => step(count)", STEPS)
    return (read_cost(meter.send("Performance.getMetrics")) - before).over(STEPS)


def cost_of_pictures(page: Page, meter: CDPSession) -> Cost:
    page.bring_to_front()
    before, drawn = read_cost(meter.send("Performance.getMetrics")), page.evaluate("updates")
    page.wait_for_function("(least) => updates >= least", arg=drawn + PICTURES, polling=200)
    drawn = page.evaluate("updates") - drawn
    return (read_cost(meter.send("Performance.getMetrics")) - before).over(drawn)


def cost_of_pushes(page: Page, meter: CDPSession) -> Cost:
    page.bring_to_front()
    before = read_cost(meter.send("Performance.getMetrics"))
    page.evaluate(PUSH, PUSHES)
    return (read_cost(meter.send("Performance.getMetrics")) - before).over(PUSHES)


def open_meter(page: Page) -> CDPSession:
    meter = page.context.new_cdp_session(page)
    meter.send("Performance.enable", THREAD_TIME)
    return meter


def open_game(browser: Browser) -> Page:
    """A page with the widget's own game and no picture."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("http://game.test/")
        kind = "text/javascript" if path else "text/html"
        route.fulfill(content_type=kind, body=(WIDGETS / path).read_text(encoding="utf-8") if path else "")

    page = browser.new_page()
    page.route("http://game.test/**", answer)
    page.goto("http://game.test/")
    page.evaluate(STEP, GANPlayground()._frame["worlds"]["ring"])
    return page


def open_plain(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    page.get_by_text("| Idle").wait_for()
    page.locator(".jp-Notebook .jp-Cell .cm-content").first.click()
    page.keyboard.press("Control+Enter")
    page.locator(".jp-Notebook img").wait_for()
    return page


def show_rates(browser: Browser, folder: Path, milliseconds: int) -> None:
    for title, tab in (
        ("two networks", "train"),
        ("be the generator", "generator"),
        ("discriminator", "discriminator"),
    ):
        page = open_playground(browser, folder, tab=tab)
        if tab == "generator":  # it learns while the learner moves
            page.evaluate(MOVES)
        else:
            page.locator(".gc-gan-run:visible").click()
        page.evaluate(RATE, 1000)  # warms up
        rate = page.evaluate(RATE, milliseconds)
        say(title, f"{rate:.0f} updates/s", rate >= TARGET, f"{TARGET}")
        page.context.close()
    page = open_playground(browser, folder, tab="train", show_best=True, show_net=True)
    page.locator(".gc-gan-run:visible").click()
    page.evaluate(RATE, 1000)
    rate = page.evaluate(RATE, milliseconds)
    say("  with D* and the net", f"{rate:.0f} updates/s", rate >= TARGET, f"{TARGET}")
    page.context.close()


def show_coverage(browser: Browser, folder: Path, seed: int) -> None:
    page = open_playground(browser, folder, seed=seed)
    page.locator(".gc-gan-run:visible").click()
    rows = page.locator(".gc-gan-rows:visible")
    history = []
    for _ in range(SECONDS // 5):
        page.wait_for_timeout(5000)
        history.append(row(rows, "Modes covered").split()[0])
    steps = row(rows, "Steps of D").split(", ")[0]
    say(f"ring, seed {seed}, {steps} steps", f"{' '.join(history)} modes", int(history[-1]) >= MODES, f"{MODES} of 8")
    page.context.close()


def open_playground(browser: Browser, folder: Path, *, tab: str = "train", seed: int = 0, **shown: bool) -> Page:
    playground = GANPlayground(tab=tab, seed=seed)
    for name, on in shown.items():
        setattr(playground, name, on)
    page = browser.new_context(viewport={"width": 900, "height": 900}).new_page()
    page.add_init_script(COUNT)
    page.goto(playground.save_html(folder / "page.html").as_uri())
    page.locator(".gc-gan-pad:visible").wait_for()
    return page


def row(rows: Locator, name: str) -> str:
    return rows.locator("div", has_text=name).locator("dd").inner_text()


def say(what: str, got: str, met: bool, target: str) -> None:
    print(f"{what:<32}{got:>28}, target {target}: {'met' if met else 'MISSED'}", flush=True)


if __name__ == "__main__":
    main()
