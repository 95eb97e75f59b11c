"""What may be handed to the rate explorer: each error says what was expected, what arrived, and the likely fix."""

from __future__ import annotations

import math
from collections.abc import Mapping
from numbers import Real
from typing import Any

import torch
from torch import Tensor

from gencourse._validate import check_finite, check_in_range, check_shape
from gencourse.models import VAE
from gencourse.probability import bernoulli_log_prob
from gencourse.widgets.kit.given import take_tensor
from gencourse.widgets.kit.pixels import check_pixels

MOST_BETAS = 30
MOST_LATENTS = 128
MOST_PIXELS = 128  # a side
MOST_PICTURES = 16  # in a row


def check_bank(bank: Any) -> dict[float, VAE]:
    """Return the models by their beta, the smallest first."""
    if not isinstance(bank, Mapping):
        got = f"a {type(bank).__name__}"
        raise TypeError(f"bank should be a dict from beta to a trained VAE, such as {{1.0: vae}}, got {got}.")
    if not bank:
        raise ValueError("bank should hold a trained VAE for each beta, got an empty dict. Did the training run?")
    check_in_range("the number of betas in bank", len(bank), 1, MOST_BETAS, "Each is a place of the slider.")
    models = {_check_beta(key): _check_model(key, model) for key, model in bank.items()}
    if len(models) < len(bank):
        raise ValueError(f"the betas of bank should differ, got {list(bank)}.")
    models = dict(sorted(models.items()))
    _check_together(models)
    return models


def check_images(x: Any) -> Tensor:
    """Return the images as float32 on the CPU.  x: [N, 1, H, W] in [0, 1]"""
    x = take_tensor("x", x, "[N, 1, H, W]")
    check_shape("x", x, ("N", 1, "H", "W"), "Flat images go back by x.reshape(-1, 1, 28, 28).")
    check_in_range("the number of images in x", len(x), 2, math.inf, "Whether a unit is active takes two.")
    check_in_range("the longer side of x", max(x.shape[2:]), 1, MOST_PIXELS)
    x = x.float()
    check_finite("x", x)
    check_pixels("x", x)
    return x.clamp(0, 1)


def check_count(name: str, value: Any, most: int) -> int:
    """Return how many pictures stand in a row."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{name} should be a whole number, got {value!r}.")
    check_in_range(name, value, 1, min(most, MOST_PICTURES), "They stand in one row.")
    return value


@torch.no_grad()
def check_fits(beta: float, model: VAE, x: Tensor) -> None:
    """Raise unless the model codes and decodes such images, with Bernoulli pixels.  x: [B, 1, H, W]"""
    fix = "Begin the encoder with nn.Flatten(), and end the decoder with nn.Unflatten(1, (1, 28, 28))."
    try:
        output = model(x)
    except (RuntimeError, ValueError, TypeError) as error:
        said = str(error).splitlines()[0].rstrip(".")
        raise ValueError(f"bank[{beta:g}] should take x: {_size(x)}, but it says: {said}. {fix}") from None
    if output.shape != x.shape:
        raise ValueError(f"bank[{beta:g}] should decode to {_size(x)}, got {_size(output)}. {fix}")
    given, expected = model.log_prob(x, output), bernoulli_log_prob(x, output)
    if given.shape != expected.shape or not torch.allclose(given, expected, rtol=1e-3, atol=1e-3):
        raise ValueError(
            f"bank[{beta:g}] should have Bernoulli pixels, as a VAE has unless its log_prob is given, got another "
            "log_prob. The floor and the mean image are drawn for Bernoulli pixels."
        )


def _check_beta(key: Any) -> float:
    if not isinstance(key, Real) or isinstance(key, bool):
        raise TypeError(f"the keys of bank should be betas, numbers from 0 on, got {key!r}.")
    beta = float(key)
    if not 0 <= beta < math.inf:
        raise ValueError(
            f"the betas of bank should be numbers from 0 on, got {beta:g}: beta is the weight of the rate."
        )
    return beta


def _check_model(key: Any, model: Any) -> VAE:
    if not isinstance(model, VAE):
        fix = " Load it into a VAE: vae.load_state_dict(...)." if isinstance(model, Mapping) else ""
        raise TypeError(f"bank[{key!r}] should be a gencourse.models.VAE, got a {type(model).__name__}.{fix}")
    fix = "Did its training diverge? Leave it out, or train it with a smaller learning rate."
    for name, weight in model.named_parameters():
        check_finite(f"{name} of bank[{key!r}]", weight, fix)
    check_in_range(f"latent_dim of bank[{key!r}]", model.latent_dim, 1, MOST_LATENTS, "Each gets a bar.")
    return model


def _check_together(models: dict[float, VAE]) -> None:
    (first, model), *others = models.items()
    other = next((beta for beta, m in others if m.latent_dim != model.latent_dim), None)
    if other is not None:
        got = f"{model.latent_dim} at beta {first:g} and {models[other].latent_dim} at beta {other:g}"
        raise ValueError(f"the models of bank should have the same latent_dim, got {got}.")
    seen: dict[int, float] = {}
    for beta, m in models.items():
        if id(m) in seen:
            raise ValueError(
                f"bank should hold a model for each beta, but {seen[id(m)]:g} and {beta:g} have the same one. "
                "Make a new VAE inside the loop over the betas."
            )
        seen[id(m)] = beta


def _size(x: Tensor) -> str:
    return "[" + ", ".join(["N", *map(str, x.shape[1:])]) + "]"
