"""A cures explorer for tests: four runs of which each does what its name promises, without any training."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from gencourse.widgets import CuresExplorer

MOMENTS = 5
EPOCHS = [0, 1, 2, 5, 10]
LOSS = "A loss that pulls codes to N(0, I)"
NOISE = "Noise on the codes"
TIME = "Time in training"

Run = list[tuple[Tensor, Tensor | None]]


def make_runs(n: int = 320) -> dict[str, Run]:
    "Codes that fly apart, shrink, fly apart with vanishing noise, or stay with sigma .2."
    codes = torch.randn(n, 2, generator=torch.Generator().manual_seed(0))
    grow, shrink = [0.1, 1, 2, 4, 6], [0.1, 1.5, 1.0, 0.7, 0.5]
    sigma = [1.0, 0.2, 0.05, 0.02, 0.001]
    stay = [0.1, 0.8, 1.0, 1.0, 0.98]
    return {
        "neither": [(s * codes, None) for s in grow],
        "loss": [(s * codes, None) for s in shrink],
        "noise": [(s * codes.flip(0), _logvar(codes, v)) for s, v in zip(grow, sigma, strict=True)],
        "both": [(s * codes.flip(1), _logvar(codes, max(v, 0.2))) for s, v in zip(stay, sigma, strict=True)],
    }


def make_cures(n: int = 320, **options: Any) -> CuresExplorer:
    terms = {name: [{"distortion": 200.0 - 10 * i, "kl": 1.0 + i} for i in range(MOMENTS)] for name in make_runs(2)}
    given = {"labels": [i % 10 for i in range(n)], "epochs": EPOCHS, "terms": terms}
    return CuresExplorer(make_runs(n), **{**given, **options})


def _logvar(codes: Tensor, sigma: float) -> Tensor:
    return torch.full_like(codes, sigma).square().log()
