"""What tests do in a page with more than one widget, and what they read from it."""

from __future__ import annotations

import torch
from playwright.sync_api import Locator, Page
from torch import Tensor


def watch_errors(page: Page, *, files_only: bool = False) -> list[str]:
    """Return the list to which the page's errors will be added; `files_only`: what it asks of the network, too."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    if files_only:
        local = ("file:", "blob:", "data:")
        page.on("request", lambda request: None if request.url.startswith(local) else errors.append(request.url))
    return errors


def wait_a_frame(page, frames=2):
    """Let the page (or the page of a locator) draw what it has been told: widgets draw in the next animation frame.

    Readers of this package call it first. Before a fact of the form "nothing changed" wait for more frames.
    """
    page.evaluate(
        """(...given) => new Promise((done) => {
          let left = given.at(-1); // a locator's element comes before it
          const next = () => (left-- > 0 ? requestAnimationFrame(next) : done());
          next();
        })""",
        frames,
    )


def wait_until_still(node: Locator) -> None:
    """Wait until a part of the page has had the same place and size for ten frames."""
    node.evaluate(
        """async (node) => {
          for (let last = '', same = 0; same < 10; ) {
            await new Promise(requestAnimationFrame);
            const now = JSON.stringify(node.getBoundingClientRect());
            same = now === last ? same + 1 : 0;
            last = now;
          }
        }"""
    )


def learned(page):
    "What Python was told last."
    return page.evaluate("learned.at(-1)")


def number(text):
    "What a widget has printed, with its minus sign."
    return float(text.replace("−", "-"))


def seen_text(page: Page, text: str, *, exact: bool = False) -> Locator:
    """Where the page shows this text, apart from what it reads aloud in other words half a second later."""
    return page.get_by_text(text, exact=exact).and_(page.locator(":not([aria-live])"))


def pixels(page, name: str) -> Tensor:
    "The grey values [H, W] that the picture of this name shows."
    wait_a_frame(page)
    canvas = page.get_by_role("img", name=name).first
    flat = canvas.evaluate(
        "c => [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data].filter((_, i) => i % 4 === 0)"
    )
    return torch.tensor(flat).reshape(canvas.evaluate("c => [c.height, c.width]"))


def handle(page, which):
    "A handle of a pad, by its place in the order of the Tab key."
    return page.locator(".gc-handle").nth(which)


def drag_handle(page, which, *, right, down):
    "Take a handle of a pad and bring it so many pixels to the right and down."
    wait_a_frame(page)
    box = handle(page, which).locator(".gc-dot").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right, y + down, steps=4)
    page.mouse.up()
    wait_a_frame(page)


def drag_slider(page, name, *, share, release=True):
    "Take the thumb of a slider where it is and bring it to this share of the slider's length."
    node = page.get_by_role("slider", name=name)
    wait_a_frame(page)
    box = node.bounding_box()
    now = node.evaluate("node => (node.value - node.min) / (node.max - node.min)")
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 7 + now * (box["width"] - 14), middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 7 + share * (box["width"] - 14), middle, steps=5)
    if release:
        page.mouse.up()
    wait_a_frame(page)
