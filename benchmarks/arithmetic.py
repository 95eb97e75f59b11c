"""How fast do the widgets compute in a browser, beside a bare loop over as many multiply-adds?

In a headless Chromium: a decoder of each kind, and the digit pad's whole answer to a move of the pen (ink, model,
nearest of 4,000 images). A bare loop is what this machine can do just now, so the ratios hold on a busy one, too.

    python benchmarks/arithmetic.py [--quick]
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import torch
from helpers.widget_decoders import conv_decoder, mlp_decoder
from playwright.sync_api import Browser, sync_playwright
from torch import nn

import gencourse.widgets
from gencourse.data import digits
from gencourse.networks import mlp
from gencourse.widgets import DigitPad
from gencourse.widgets.kit.assets import join_modules
from gencourse.widgets.kit.decoders.layers import ShippedDecoder, ship_decoder

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
DECODER = Path(gencourse.widgets.__file__).parent / "kit" / "js" / "decoder" / "decoder.js"
MOST = 4.0  # bare loops
DECODERS = (
    ("decoder, 2-64-128-256-784", mlp_decoder, 2 * 64 + 64 * 128 + 128 * 256 + 256 * 784),
    ("decoder, convolutions", conv_decoder, 2 * 128 + 128 * 32 * 49 + 32 * 49 * 16 * 16 + 16 * 14 * 14 * 16),
)

BARE_LOOP = """const bare = (count) => {
  const [a, b] = [new Float32Array(4096).fill(0.5), new Float32Array(4096).fill(0.25)];
  const start = performance.now();
  let sum = 0;
  for (let i = 0; i < count; i++) sum += a[i & 4095] * b[(i >> 3) & 4095];
  window.sum = sum;
  return performance.now() - start;
};"""
DECODE = f"""async ([module, layers, weights, products, turns]) => {{
  {BARE_LOOP}
  const url = URL.createObjectURL(new Blob([module], {{ type: "text/javascript" }}));
  const decode = (await import(url)).makeDecoder(layers, Float32Array.from(weights));
  let [time, unit] = [Infinity, Infinity];
  for (let i = 0; i < turns; i++) {{
    const start = performance.now();
    for (let j = 0; j < 5; j++) decode([Math.random(), Math.random()]);
    time = Math.min(time, performance.now() - start);
    unit = Math.min(unit, bare(5 * products));
  }}
  return [time / 5, time / unit];
}}"""
DRAW = f"""async ([products, turns]) => {{
  {BARE_LOOP}
  const sheet = document.querySelector(".gc-sheet");
  const box = sheet.querySelector("canvas").getBoundingClientRect();
  const frame = () => new Promise((done) => requestAnimationFrame(() => done(performance.now())));
  const [times, units] = [[], []];
  for (let i = 1; i <= turns; i++) {{
    const [x, y] = [0.5 + 0.3 * Math.cos(i / 5), 0.2 + (i % 60) / 100];
    const at = {{ clientX: box.x + x * box.width, clientY: box.y + y * box.height }};
    const before = frame();
    sheet.dispatchEvent(new PointerEvent("pointermove", {{ pointerId: 1, ...at }}));
    const after = frame(); // the widget's work is done between the two
    times.push((await after) - (await before));
    units.push(bare(products));
  }}
  const time = times.sort((a, b) => a - b)[Math.floor(turns / 6)]; // some frames may be without an answer
  return [time, time / Math.min(...units)];
}}"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the widgets' arithmetic in a browser.")
    parser.add_argument("--quick", action="store_true", help="fewer turns: for a look, not for a figure to quote")
    turns = 60 if parser.parse_args().quick else 600
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise SystemExit("No Chromium on PATH: install chromium or Google Chrome.")
    torch.manual_seed(0)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for name, make, products in DECODERS:
            time_decoder(browser, name, make(), products, turns)
        time_pad(browser, turns)
        browser.close()


def time_decoder(browser: Browser, name: str, decoder: nn.Module, products: int, turns: int) -> None:
    shipped = ship_decoder(decoder, 2)
    assert isinstance(shipped, ShippedDecoder), shipped
    page = browser.new_page()
    given = [join_modules(DECODER), shipped.layers, shipped.weights.tolist(), products, turns]
    say(name, *page.evaluate(DECODE, given))
    page.close()


def time_pad(browser: Browser, turns: int) -> None:
    images, labels = digits("train")
    pad = DigitPad(mlp(784, 256, 32, 256, 784), images=images, labels=labels)
    page = browser.new_page(viewport={"width": 900, "height": 900})
    with tempfile.TemporaryDirectory() as folder:
        page.goto(pad.save_html(Path(folder) / "page.html").as_uri())
    page.locator(".gc-sheet canvas").hover()
    page.mouse.down()
    products = 784 * len(images) + 2 * (784 * 256 + 256 * 32)
    say("pad, 4,000 images", *page.evaluate(DRAW, [products, turns]))
    page.close()


def say(what: str, milliseconds: float, loops: float) -> None:
    met = "met" if loops < MOST else "MISSED"
    print(f"{what:<32}{milliseconds:8.2f} ms{loops:8.2f} bare loops, target {MOST:g}: {met}", flush=True)


if __name__ == "__main__":
    main()
