"""How fast is the latent explorer beside interact + imshow, which most tutorials use?  How large is its page?  And what
does it cost to show a widget?

In JupyterLab as `gencourse lab` starts it and a headless Chromium: one notebook, the same decoders, the mouse drawn
over slider or map at 60 moves a second, technique after technique, round after round. Latency is the time from the
browser's own stamp of a move to the frame in which the picture of that move is painted.

    python benchmarks/widgets.py [--quick]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import tempfile
from bisect import bisect_left
from collections import defaultdict
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

import torch
from helpers.first_paint import measure_first_paints
from helpers.lab import run_lab
from helpers.widget_decoders import conv_decoder
from playwright.async_api import Browser, ElementHandle, Page, async_playwright

from gencourse.data import digits
from gencourse.networks import mlp
from gencourse.widgets import LatentExplorer

HELPERS = Path(__file__).with_name("helpers")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MOVES, PER_SECOND = 180, 60
QUIET = 700  # milliseconds without news: then the picture is the final one
MOST_BYTES = 1_500_000
MOST_PAINT = 2.0  # times what a slider with an Image costs
TECHNIQUES = ("interact + imshow", "browser path", "kernel path")
DECODERS = ("mlp", "conv")

SETUP = f"""import sys
sys.path.insert(0, {str(HELPERS)!r})
import matplotlib.pyplot as plt
import torch
from ipywidgets import FloatSlider, interact
from widget_decoders import ForKernel, conv_decoder, mlp_decoder
from gencourse.data import digits
from gencourse.widgets import LatentExplorer
train = digits()
codes = 5 * torch.rand(1000, 2) - 2.5
data = dict(codes=codes, labels=train.labels[:1000], images=train.images[:1000])
mlp, conv = mlp_decoder(), conv_decoder()
print("ready")"""
INTERACT = """def show(z1, z2):
    plt.imshow(%s(torch.tensor([[z1, z2]])).detach().view(28, 28), cmap="gray", vmin=0, vmax=1)
    plt.show()

wide = dict(min=-3, max=3, step=0.01, layout=dict(width="600px"))
interact(show, z1=FloatSlider(**wide), z2=FloatSlider(**wide));"""
CELLS = {
    (decoder, technique): source
    for decoder in DECODERS
    for technique, source in zip(
        TECHNIQUES,
        (INTERACT % decoder, f"LatentExplorer({decoder}, **data)", f"LatentExplorer(ForKernel({decoder}), **data)"),
        strict=True,
    )
}


class Drag(NamedTuple):
    """Times in milliseconds; after: from the release to the last change of the picture, in frames too."""

    latency: float
    slowest: float  # the 95th percentile
    updates: float  # a second
    bytes: int  # to and from the kernel before the release
    flying: int  # requests, the most at a time
    after: float
    frames: int


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the latent explorer in a browser.")
    parser.add_argument("--quick", action="store_true", help="fewer rounds: for a look, not for a figure to quote")
    rounds = 2 if parser.parse_args().quick else 5
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise SystemExit("No Chromium on PATH: install chromium or Google Chrome.")
    with run_lab("bench.ipynb", [SETUP, *CELLS.values()]) as address:
        drags = asyncio.run(measure(path, address, rounds))
    if hasattr(os, "getloadavg") and (load := os.getloadavg()[1]) > 1.5 * (os.cpu_count() or 1):
        print(f"This machine is busy (load {load:.0f}): ratios mean something, milliseconds do not.")
    for decoder in DECODERS:
        show_drags(decoder, {technique: drags[decoder, technique] for technique in TECHNIQUES})
    show_pages()
    show_first_paints(asyncio.run(measure_first_paints(path, rounds)))


# What is measured


async def measure(path: str, address: str, rounds: int) -> dict[tuple[str, str], list[Drag]]:
    """Drag in every cell, `rounds` times."""
    drags = defaultdict(list)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = await open_notebook(browser, address)
        cells = dict(zip(CELLS, [await run_cell(page, i) for i in range(1 + len(CELLS))][1:], strict=True))
        for turn in range(1 + rounds):
            for key, cell in cells.items():
                drag = read_record(await drag_well(page, cell))
                if turn:  # the first warms up
                    drags[key].append(drag)
        await browser.close()
    return drags


async def open_notebook(browser: Browser, address: str) -> Page:
    page = await browser.new_page(viewport={"width": 1280, "height": 900})
    await page.add_init_script(path=HELPERS / "widget_probe.js")
    await page.goto(address)
    await page.get_by_text("| Idle").wait_for()  # the kernel is up; before, a key is lost
    return page


async def run_cell(page: Page, index: int) -> ElementHandle:
    """Run the cell and return its node, once its output is there."""
    cell = page.locator(".jp-Notebook .jp-Cell").nth(index)
    await cell.locator(".cm-content").click()
    await page.keyboard.press("Control+Enter")
    await cell.locator(".gc-map, .noUi-handle, pre:has-text('ready')").first.wait_for()
    await page.get_by_text("| Idle").wait_for()
    return await cell.element_handle()


async def drag_well(page: Page, cell: ElementHandle) -> dict:
    """Return the record of a drag that moved the picture from end to end: JupyterLab scrolls now and then."""
    for _ in range(5):
        record = await drag_over(page, cell)
        greys = [grey for _, grey in record["changes"]]
        if greys and abs(greys[-1] - greys[0]) > 100:
            return record
    raise SystemExit("The picture did not follow the mouse.")


async def drag_over(page: Page, cell: ElementHandle) -> dict:
    """Draw the mouse from the least z1 to the greatest, let go, and return what the page saw."""
    rail = await cell.query_selector(".gc-map, .noUi-base")
    await rail.scroll_into_view_if_needed()
    await page.wait_for_timeout(300)
    await page.evaluate("(cell) => probe.start(cell)", cell)
    left, right, y = await find_ends(rail)
    await page.mouse.click(left, y)
    await page.evaluate(f"probe.settle({QUIET})")
    left, right, y = await find_ends(rail)  # the notebook may have scrolled
    mouse = await page.context.new_cdp_session(page)

    async def send(kind: str, x: float) -> None:
        held = {"mouseMoved": 1, "mousePressed": 1, "mouseReleased": 0}[kind]
        event = {"type": kind, "x": x, "y": y, "button": "left", "buttons": held, "clickCount": 1}
        await mouse.send("Input.dispatchMouseEvent", event)

    await page.evaluate("(cell) => (probe.stop(), probe.start(cell))", cell)
    await send("mousePressed", left)
    await page.evaluate(f"probe.settle({QUIET})")
    loop, sent = asyncio.get_running_loop(), []
    begin = loop.time()
    for i in range(1, MOVES + 1):
        await asyncio.sleep(begin + i / PER_SECOND - loop.time())
        sent.append(asyncio.create_task(send("mouseMoved", left + (right - left) * i / MOVES)))  # wait for no answer
    await asyncio.gather(*sent, send("mouseReleased", right))
    await page.evaluate(f"probe.settle({QUIET})")
    await mouse.detach()
    return await page.evaluate("probe.stop()")


async def find_ends(rail: ElementHandle) -> tuple[float, float, float]:
    """Return the left and the right end that the mouse goes to, and its height, in pixels of the page."""
    box = await rail.bounding_box()
    return box["x"] + 0.02 * box["width"], box["x"] + 0.98 * box["width"], box["y"] + box["height"] / 2


def read_record(record: dict) -> Drag:
    """The grey of a picture is linear in where the mouse was: so each change is traced to the move it answers."""
    down = next(event for event in record["pointer"] if event[1] == "pointerdown")
    up = next(event for event in record["pointer"] if event[1] == "pointerup")
    moves = [event for event in record["pointer"] if down[0] < event[0] <= up[0]]
    (_, first), *changes = record["changes"]
    last = changes[-1][1]
    latencies = []
    for time, grey in changes:
        x = down[2] + (up[2] - down[2]) * (grey - first) / (last - first)
        after = bisect_left(moves, x, hi=len(moves) - 1, key=lambda event: event[2])
        move = min(moves[max(0, after - 1) : after + 1], key=lambda event: abs(event[2] - x))
        latencies.append(time - move[0])
    end = changes[-1][0]
    return Drag(
        latency=median(latencies),
        slowest=quantiles([*latencies, *latencies], n=20)[-1],  # one is too few for it
        updates=1000 * sum(time <= up[0] for time, _ in changes) / (up[0] - moves[0][0]),
        bytes=sum(size for time, size, *_ in record["messages"] if down[0] < time < up[0]),
        flying=max([record["flying"], *(flying for *_, flying in record["messages"])]),
        after=max(0.0, end - up[0]),
        frames=sum(up[0] < time <= end for time in record["frames"]),
    )


# What is printed


def show_drags(decoder: str, drags: dict[str, list[Drag]]) -> None:
    middle = {name: Drag(*map(median, zip(*runs, strict=True))) for name, runs in drags.items()}
    most = {name: Drag(*map(max, zip(*runs, strict=True))) for name, runs in drags.items()}
    print(f"\n{decoder} decoder, {MOVES} moves at {PER_SECOND} a second, medians of {len(drags[TECHNIQUES[0]])} drags")
    print(f"{'':20}{'latency':>10}{'95 %':>9}{'updates':>10}{'bytes':>11}{'in flight':>11}{'after release':>16}")
    for name, drag in middle.items():
        print(
            f"{name:<20}{drag.latency:7.1f} ms{drag.slowest:6.0f} ms{drag.updates:8.1f}/s{drag.bytes:11,.0f}"
            f"{most[name].flying:11}{drag.after:13.0f} ms"
        )
    usual, browser, kernel = (middle[name] for name in TECHNIQUES)
    say(
        "browser path, latency",
        f"{browser.latency / usual.latency:.2f}x",
        browser.latency <= 0.25 * usual.latency,
        "0.25x",
    )
    say("  updates", f"{browser.updates / usual.updates:.1f}x", browser.updates >= 4.5 * usual.updates, "4.5x")
    frames, words = browser.frames, most["browser path"].bytes
    say("  frames after the release", f"{frames:g}", frames <= 1, "1")
    say("  bytes while dragging", f"{words:,}", words == 0, "0")
    flying, after = most["kernel path"].flying, kernel.after
    say(
        "kernel path, latency", f"{kernel.latency / usual.latency:.2f}x", kernel.latency <= 0.5 * usual.latency, "0.50x"
    )
    say("  requests in flight", f"{flying}", flying <= 2, "2")
    say("  moving after the release", f"{after:.0f} ms", after <= 100, "100 ms")


def show_pages() -> None:
    print("\nExported page with 1,000 digits")
    train = digits()
    for name, latents, decoder in (
        ("map, 2-64-128-256-784", 2, mlp(2, 64, 128, 256, 784)),
        ("16 latents, 16-400-784", 16, mlp(16, 400, 784)),
        ("convolutions, 2 latents", 2, conv_decoder()),
    ):
        codes = torch.randn(len(train.images), latents)
        explorer = LatentExplorer(decoder, codes=codes, labels=train.labels, images=train.images)
        with tempfile.TemporaryDirectory() as folder:
            size = explorer.save_html(Path(folder) / "page.html").stat().st_size
        say(name, f"{size / 1e6:.2f} MB", size <= MOST_BYTES, f"{MOST_BYTES / 1e6:.1f} MB")


def show_first_paints(ratios: dict[str, list[float]]) -> None:
    print("\nFirst paint in JupyterLab: processor time of the main thread, over that of a plain slider + Image")
    for name, runs in ratios.items():
        ratio = median(runs)
        say(name, f"{ratio:.2f}x", ratio <= MOST_PAINT, f"{MOST_PAINT:g}x")


def say(what: str, got: str, met: bool, target: str) -> None:
    print(f"{what:<28}{got:>10}, target {target}: {'met' if met else 'MISSED'}")


if __name__ == "__main__":
    main()
