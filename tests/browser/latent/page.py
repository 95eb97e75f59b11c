"""Latent explorers for tests, and what a test reads from one in a page."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from gencourse.data import digits
from gencourse.networks import mlp
from gencourse.widgets.latent import LatentExplorer
from tests.browser.page_actions import wait_a_frame

POINT = "Point on the map"


def make_decoder(latents: int = 2, seed: int = 0) -> nn.Sequential:
    "An untrained decoder of digits whose pictures differ from code to code."
    torch.manual_seed(seed)
    decoder = nn.Sequential(mlp(latents, 32, 784, activation=nn.Tanh), nn.Unflatten(1, (1, 28, 28)))
    with torch.no_grad():
        for weight in decoder.parameters():
            weight.mul_(3)
    return decoder


def make_codes(n: int, latents: int = 2) -> Tensor:
    return torch.randn(n, latents, generator=torch.Generator().manual_seed(1))


def make_explorer(latents: int = 2, n: int = 60, **options) -> LatentExplorer:
    "An explorer of n digits whose codes are random."
    images, labels = digits("valid")
    given = {"codes": make_codes(n, latents), "labels": labels[:n], "images": images[:n], "output": "sigmoid"}
    return LatentExplorer(make_decoder(latents), **{**given, **options})


class Kernel(nn.Module):
    "A decoder that the browser cannot run."

    def __init__(self, latents: int = 2) -> None:
        super().__init__()
        self.inside = make_decoder(latents)

    def forward(self, z: Tensor) -> Tensor:
        return self.inside(z).sin()


def press_map(page, x: float, y: float, release: bool = True) -> None:
    "Press the first visible map at these shares of its width and height, from its lower left corner."
    move_on_map(page, x, y)
    page.mouse.down()
    if release:
        page.mouse.up()


def take_point(page) -> None:
    "Press the point of the map and hold it."
    wait_a_frame(page)
    box = page.locator(".gc-map .gc-handle .gc-dot").filter(visible=True).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()


def move_on_map(page, x: float, y: float) -> None:
    wait_a_frame(page)
    box = page.locator(".gc-map").filter(visible=True).bounding_box()
    page.mouse.move(box["x"] + x * box["width"], box["y"] + (1 - y) * box["height"], steps=4)


def share_seen_at_once(page, selector: str = ".gc-map .gc-handle") -> float:
    "Move the point, or a slider, once a frame, 60 times: the share of moves whose picture is there in the next frame."
    return page.evaluate(
        """async (selector) => {
          const node = [...document.querySelectorAll(selector)].find((n) => n.getClientRects().length);
          const canvas = [...document.querySelectorAll('.gc-picture canvas')].find((c) => c.getClientRects().length);
          const context = canvas.getContext('2d');
          let [changes, last] = [0, ''];
          for (let i = 1; i <= 60; i++) {
            if (node.tagName === 'INPUT') {
              node.value = Number(node.min) + ((i % 20) / 20) * (node.max - node.min);
              node.dispatchEvent(new Event('input', { bubbles: true }));
            } else {
              const key = i % 20 < 10 ? 'ArrowRight' : 'ArrowLeft';
              node.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
            }
            await new Promise(requestAnimationFrame);
            const now = context.getImageData(0, 0, canvas.width, canvas.height).data.join();
            changes += now !== last;
            last = now;
          }
          return changes / 60;
        }""",
        selector,
    )
