"""A bottleneck explorer for tests, what a test does with it in a page, and what it reads from it."""

from __future__ import annotations

from functools import cache

import torch
from torch import nn

from gencourse.data import signals
from gencourse.models import PCA
from gencourse.widgets import BottleneckExplorer
from tests.browser.page_actions import number, wait_a_frame

LATENTS = 10


def make_explorer() -> BottleneckExplorer:
    "An explorer of 100 signals; PCA is fitted once for all of them."
    encoder, decoder, x, pca = _make_parts()
    return BottleneckExplorer(encoder, decoder, x, pca=pca)


@cache
def _make_parts() -> tuple[nn.Linear, nn.Linear, torch.Tensor, PCA]:
    x = signals(100, noise=0.1, seed=0).x
    return *make_autoencoder(x), x, PCA(16).fit(x)


def make_autoencoder(x: torch.Tensor, latents: int = LATENTS) -> tuple[nn.Linear, nn.Linear]:
    "An encoder and a decoder of PCA's flat, in a basis of their own, as after training."
    generator = torch.Generator().manual_seed(0)
    pca = PCA(latents).fit(x)
    basis = torch.linalg.qr(torch.randn(latents, latents, generator=generator)).Q / 5
    encoder, decoder = nn.Linear(x.shape[1], latents), nn.Linear(latents, x.shape[1])
    with torch.no_grad():
        encoder.weight.copy_(basis @ pca.components)
        encoder.bias.copy_(0.3 - encoder.weight @ pca.mean)
        decoder.weight.copy_(pca.components.T @ basis.inverse())
        decoder.bias.copy_(pca.mean - decoder.weight @ torch.full((latents,), 0.3))
    return encoder, decoder


def slider(page, name):
    return page.get_by_role("slider", name=name)


def curve(page, name):
    "The heights of a curve in the plot that is seen, in the unit of the signal."
    wait_a_frame(page)
    low, high = page.evaluate("model.get('_frame').limits")
    path = page.locator(f".gc-plot .gc-line.{name}").filter(visible=True).get_attribute("d")
    tops = torch.tensor([float(place.split(" ")[1]) for place in path[1:].split("L")])
    return high - tops * (high - low) / 1000


def path_of(page, name):
    wait_a_frame(page)
    return page.locator(f".gc-plot .gc-line.{name}").first.get_attribute("d")


def waves(page):
    wait_a_frame(page)
    return [node.get_attribute("d") for node in page.locator(".gc-thumbnail path").all()]


def shown_error(page):
    wait_a_frame(page)
    return number(page.locator(".gc-error-now .gc-number").filter(visible=True).text_content())


def frames_that_change(page):
    "Move the first slider in sight once a frame, 60 times; count the frames in which the output's curve changed."
    return page.evaluate(
        """async () => {
          const inSight = (nodes) => [...nodes].find((node) => node.getClientRects().length);
          const slider = inSight(document.querySelectorAll('input[type=range]'));
          const [least, most] = [Number(slider.min), Number(slider.max)];
          const line = inSight(document.querySelectorAll('.gc-plot .gc-output'));
          let changes = 0;
          new MutationObserver(() => changes++).observe(line, { attributes: true });
          for (let i = 0; i < 60; i++) {
            const share = slider.step === 'any' ? i / 60 : i % 2;
            slider.value = least + share * (most - least);
            slider.dispatchEvent(new Event('input', { bubbles: true }));
            await new Promise(requestAnimationFrame);
          }
          return changes;
        }"""
    )
