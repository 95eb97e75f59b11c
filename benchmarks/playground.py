"""How often a second does the GAN playground train and draw, and how soon does it cover the ring?

In a headless Chromium, one tab of the widget after the other. An update is everything: training steps, numbers, heat
map, points, arrows and curves.

    python benchmarks/playground.py [--quick]
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from gencourse.widgets import GANPlayground

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
TARGET = 30  # updates a second
MODES, SECONDS = 6, 30  # of 8 modes, and the time to cover them

COUNT = """const drawImage = CanvasRenderingContext2D.prototype.drawImage;
window.updates = 0;
CanvasRenderingContext2D.prototype.drawImage = function (...values) {
  updates++;
  return drawImage.apply(this, values);
};
"""
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
        show_rates(browser, Path(folder), milliseconds=2000 if quick else 6000)
        for seed in range(1 if quick else 3):
            show_coverage(browser, Path(folder), seed)
        browser.close()
    if hasattr(os, "getloadavg") and (load := os.getloadavg()[0]) > 1.5 * (os.cpu_count() or 1):
        print(f"This machine is busy (load {load:.0f}): these numbers are lower than they would be.")


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


def row(rows, name: str) -> str:
    return rows.locator("div", has_text=name).locator("dd").inner_text()


def say(what: str, got: str, met: bool, target: str) -> None:
    print(f"{what:<32}{got:>28}, target {target}: {'met' if met else 'MISSED'}", flush=True)


if __name__ == "__main__":
    main()
