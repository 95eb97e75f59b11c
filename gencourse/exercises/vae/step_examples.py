"""The small calls of vae.train_step: one latent, one pixel and two weights; and 2,000 draws."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from gencourse.exercises.core.exercise import Example
from gencourse.exercises.vae.diary import lessons_call


class _OneWeight(nn.Module):
    "One latent and one pixel: the mean is w x, sigma is tiny, so that z is the mean, and the logit is v z."

    def __init__(self) -> None:
        super().__init__()
        self.w, self.v = nn.Parameter(torch.tensor(1.0)), nn.Parameter(torch.tensor(1.0))
        self.drawn: list[Tensor] = []

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        mean = self.w * x.flatten(1)
        return mean, torch.full_like(mean, -20.0)

    def decode(self, z: Tensor) -> Tensor:
        return (self.v * z).reshape(-1, 1, 1, 1)


GIVEN = "x = [1] and [0.5], mean = w x with w = 1, logvar = -20, logits = v z with v = 1 and lr = 1"


def _small() -> tuple[Any, ...]:
    vae = _OneWeight()
    optimizer = torch.optim.SGD(vae.parameters(), lr=1.0)
    return vae.encode, vae.decode, optimizer, torch.tensor([1.0, 0.5]).reshape(2, 1, 1, 1)


def _weights_after(loss: Any, encode: Any, *others: Any) -> dict[str, Any]:
    vae = encode.__self__
    return {"w after the step": vae.w.detach(), "v after the step": vae.v.detach(), "the loss": loss}


def _draws() -> tuple[Any, ...]:
    encode, decode, optimizer, _ = lessons_call(0, 1)
    return encode, decode, optimizer, torch.zeros(2000, 1, 28, 28)


def _spread(loss: Any, encode: Any, *others: Any) -> dict[str, Any]:
    mean, logvar = encode(torch.zeros(1, 1, 28, 28))
    return {
        "the standard deviation of (z - mean) / sigma": ((encode.__self__.decoded - mean) / (logvar / 2).exp()).std()
    }


EXAMPLES = (
    Example(_small, given=GIVEN, look=_weights_after),
    Example(_small, given=f"{GIVEN}, after two calls", look=_weights_after, calls=2),
    Example(_draws, given="2,000 images", look=_spread, within=0.1),
)
