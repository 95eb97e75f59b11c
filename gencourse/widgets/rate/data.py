"""What the rate explorer shows: each model's rate, distortion and pictures, and the frame that they are drawn in."""

from __future__ import annotations

import copy
import math
from typing import Any, NamedTuple

import torch
from torch import Tensor

from gencourse._validate import check_in_range
from gencourse.metrics import active_units
from gencourse.models import VAE
from gencourse.probability import bernoulli_log_prob, kl_standard_normal
from gencourse.widgets.rate.checks import check_bank, check_count, check_fits, check_images

CHUNK = 250  # images at a time


class Measured(NamedTuple):
    """One model. rate and distortion in nats per image; kl: [latent_dim] nats, active: [latent_dim] bool, as lists.

    reconstructions: [digits, H, W], samples: [samples, H, W], both uint8.
    """

    beta: float
    rate: float
    distortion: float
    kl: list[float]
    active: list[bool]
    reconstructions: Tensor
    samples: Tensor

    @property
    def cost(self) -> float:
        """distortion + beta * rate, what its training lowers, in nats per image."""
        return self.distortion + self.beta * self.rate

    @property
    def bound(self) -> float:
        """rate + distortion, the negative of the bound on log p(x), in nats per image."""
        return self.distortion + self.rate


class RateData(NamedTuple):
    """models: by rising beta; count: images measured; originals: [digits, H, W] uint8.

    floor: the mean entropy of the images' pixels; mean_image: the distortion of one best image for all; in nats per
    image. most_rate, least and most distortion: the frame; most_kl: of the bars. What lies beyond stands at the edge.
    """

    models: list[Measured]
    count: int
    originals: Tensor
    floor: float
    mean_image: float
    most_rate: float
    distortions: tuple[float, float]
    most_kl: float

    @property
    def betas(self) -> list[float]:
        return [model.beta for model in self.models]

    @property
    def latent_dim(self) -> int:
        return len(self.models[0].kl)


def find_rates(bank: Any, x: Any, digits: Any, samples: Any) -> RateData:
    """Check everything, each error saying what was expected, and measure each model of the bank."""
    models, x = check_bank(bank), check_images(x)
    digits, samples = check_count("digits", digits, len(x)), check_count("samples", samples, 10**9)
    generator = torch.Generator().manual_seed(0)  # on the CPU, so that every device sees the same draws
    latent_dim = next(iter(models.values())).latent_dim
    eps = torch.randn(len(x), latent_dim, generator=generator)
    prior = torch.randn(samples, latent_dim, generator=generator)
    found = [_measure(beta, model, x, eps, prior, digits) for beta, model in models.items()]
    floor, mean_image = _entropy(x), _entropy(x.mean(0, keepdim=True))
    return RateData(found, len(x), _pixels(x[:digits]), floor, mean_image, *_find_frame(found, floor, mean_image))


@torch.no_grad()
def _measure(beta: float, model: VAE, x: Tensor, eps: Tensor, prior: Tensor, digits: int) -> Measured:
    function = copy.deepcopy(model).eval()  # without dropout; the learner's model stays as it is
    weight = next(iter(function.parameters()), x)
    check_fits(beta, function, x[:2].to(weight))
    means, logvars, distortions = [], [], []
    for images, draws in zip(x.split(CHUNK), eps.split(CHUNK), strict=True):
        images = images.to(weight)
        mean, logvar = function.encode(images)
        z = mean + torch.exp(0.5 * logvar) * draws.to(weight)
        distortions.append(-function.log_prob(images, function.decode(z)).cpu().double())
        means.append(mean.cpu().double())
        logvars.append(logvar.cpu().double())
    mean, logvar = torch.cat(means), torch.cat(logvars)
    kl = kl_standard_normal(mean.T, logvar.T) / len(x)  # of each dimension, as VAE.kl_per_dim
    rate, distortion = kl.sum().item(), torch.cat(distortions).mean().item()
    fix = "Did its training diverge?"
    check_in_range(f"the rate of bank[{beta:g}]", rate, 0, math.inf, fix)
    check_in_range(f"the distortion of bank[{beta:g}]", distortion, 0, math.inf, fix)
    reconstructions = function.mean(function(x[:digits].to(weight)))
    decoded = function.mean(function.decode(prior.to(weight)))
    active = active_units(mean).tolist()
    return Measured(beta, rate, distortion, kl.tolist(), active, _pixels(reconstructions), _pixels(decoded))


def _entropy(p: Tensor) -> float:
    "The entropy of Bernoulli pixels, summed over an image and averaged over images, in nats.  p: [N, 1, H, W]"
    p = p.double()
    return -bernoulli_log_prob(p, torch.logit(p, eps=1e-12)).mean().item()


def _pixels(images: Tensor) -> Tensor:
    return (255 * images[:, 0].cpu().float().nan_to_num().clamp(0, 1)).round().to(torch.uint8)


def _find_frame(models: list[Measured], floor: float, mean_image: float) -> tuple[float, tuple[float, float], float]:
    "No code can save more than mean_image - floor: a rate beyond it is no bargain, and would press the others flat."
    span = max(mean_image - floor, 1e-3)
    inside = [model for model in models if model.rate <= span] or models
    most_rate = 1.14 * max(max(model.rate for model in inside), 1e-3)
    highest = max([mean_image, *(m.distortion for m in models if m.distortion <= mean_image + 0.5 * span)])
    distortions = (floor - 0.1 * span, highest + 0.09 * span)
    return most_rate, distortions, max(max(max(model.kl) for model in inside), 1e-3)
