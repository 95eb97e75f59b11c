"""Digit pads for tests, and what a test draws on one in a page."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.testing import assert_close

from gencourse.data import digits
from gencourse.models import Autoencoder
from gencourse.networks import mlp
from gencourse.widgets import DigitPad
from gencourse.widgets.digit_pad.data import Answer, answer_to
from tests.browser.page_actions import learned, number, pixels, wait_a_frame

GETS, RETURNS = "what the model gets", "what it returns"
SEVEN = [(0.3, 0.2), (0.7, 0.2), (0.45, 0.8)]
SLASH = [(0.4, 0.55), (0.65, 0.5)]
UPDATE = """({ _weights, _images, _frame }) => {
  const decode = ({ base64 }) => new DataView(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)).buffer);
  state._weights = decode(_weights);
  state._images = decode(_images);
  model.set('_frame', _frame);
}"""


def make_model(seed: int = 0, latents: int = 8) -> Autoencoder:
    "An untrained autoencoder whose outputs differ from drawing to drawing."
    torch.manual_seed(seed)
    return Autoencoder(
        mlp(784, 24, latents, activation=nn.Tanh), mlp(latents, 24, 784, activation=nn.Tanh), latent_dim=latents
    )


def make_pad(n: int = 60, **options) -> DigitPad:
    images, labels = digits("valid")
    return DigitPad(make_model(), **{"images": images[:n], "labels": labels[:n], **options})


class Kernel(nn.Module):
    "A model that the browser cannot run."

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.inside = mlp(784, 24, 784, activation=nn.Tanh)

    def forward(self, x: Tensor) -> Tensor:
        return self.inside(x).sin()


def draw(page, points, release: bool = True) -> None:
    "Draw a stroke through these shares of the first pad, with the mouse."
    wait_a_frame(page)
    box = page.locator(".gc-sheet canvas").first.bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=6)
    if release:
        page.mouse.up()
    wait_a_frame(page)


def flat(points) -> list[float]:
    return [value for point in points for value in point]


def shown_code(page) -> Tensor:
    "The lengths of the bars, as shares of the longest that fits."
    wait_a_frame(page)
    path = page.locator(".gc-code-bars").get_attribute("d") or ""
    return torch.tensor([float(bar.split("h")[1]) / 48 for bar in path.split("M")[1:]])


def ink_on_the_pad(page) -> int:
    "How many pixels of the pad's own canvas are inked."
    wait_a_frame(page)
    wait_a_frame(page)
    return page.locator(".gc-sheet canvas").first.evaluate(
        """(c) => {
          const { data } = c.getContext('2d').getImageData(0, 0, c.width, c.height);
          return data.filter((v, i) => i % 4 === 0 && v > 127).length;
        }"""
    )


def follow(page, pad: DigitPad) -> Answer:
    "Let the pad in Python learn what the one in the page has told."
    told = learned(page)
    pad.strokes, pad.stored, pad.noise, pad.seed = (told[name] for name in ("strokes", "stored", "noise", "seed"))
    pad._sheet = told["_sheet"]
    return answer_to(pad._data, pad.state)


def assert_shows(page, pad: DigitPad, answer: Answer, steps: float = 1.0) -> None:
    "Pictures to so many steps of 255, the error to what is printed, the code to the width of a bar."
    assert_close(pixels(page, GETS).float(), grey(answer.given), rtol=0, atol=steps)
    assert_close(pixels(page, RETURNS).float(), grey(answer.output), rtol=0, atol=steps)
    error = page.locator(".gc-error-head .gc-number").first.text_content()
    assert number(error) == pytest.approx(answer.error, rel=0.006)
    if pad._data.model.latents:
        code = (torch.from_numpy(answer.code) / pad._data.reach).clamp(-1, 1)
        assert_close(shown_code(page), code, rtol=0, atol=1e-3 * steps)


def grey(values: np.ndarray) -> Tensor:
    return (255 * torch.from_numpy(values).clamp(0, 1)).round().float()
