"""What the cures explorer shows: four runs of snapshots, the numbers of each, and the windows on their codes."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import torch
from torch import Tensor

from gencourse.probability import kl_standard_normal
from gencourse.widgets.cures.checks import check_epochs, check_labels, check_runs, check_terms

MOST_SHOWN = 300
MOST_COUNTED = 5_000  # codes whose ellipses are asked what they cover
CROWDED = 3.3  # a loupe helps where codes reach no further than the window divided by this

Window = tuple[float, float, float]  # x and y of its middle, and half its side


class Snapshot(NamedTuple):
    """One model at one moment. mean: [n, 2] float32 and sigma: [n, 2] or None, the first 300 codes; numbers: of all."""

    mean: Tensor
    sigma: Tensor | None
    numbers: Numbers


class Numbers(NamedTuple):
    """spread: std of the codes, its square averaged over the two latents; sigma: median, None without noise.

    whole: std of codes and noise together; N(0, I) has 1. kl: nats per image, with sigma = 1 where there is no noise;
    distortion: nats per image, None if not given. covered: share of N(0, I) within one sigma of a code.
    """

    spread: float
    sigma: float | None
    whole: float
    covered: float
    kl: float
    distortion: float | None

    @property
    def ratio(self) -> float | None:
        """sigma / spread; None without noise."""
        return None if self.sigma is None else self.sigma / max(self.spread, 1e-12)


class CuresData(NamedTuple):
    """runs: the snapshots of "neither", "loss", "noise" and "both"; labels: of the first 300 codes, or none.

    epochs: one for each snapshot, or none; count: codes given; common: the window for all runs; loupe: half the side of
    what a loupe shows about 0, where the codes lie crowded in the common window, and 0 if none do.
    """

    runs: dict[str, list[Snapshot]]
    labels: list[int]
    epochs: list[float]
    count: int
    common: Window
    loupe: float

    @property
    def moments(self) -> int:
        return len(self.runs["both"])


def find_cures(runs: Any, labels: Any, epochs: Any, terms: Any) -> CuresData:
    """Check everything, each error saying what was expected, and find the numbers of each snapshot."""
    pairs = check_runs(runs)
    moments, count = len(pairs["both"]), len(pairs["both"][0][0])
    given = check_terms(terms, moments)
    found = {name: [_snapshot(*pair, given[name][i]) for i, pair in enumerate(run)] for name, run in pairs.items()}
    common = _common_window(found)
    loupe = _find_loupe(found, common[2])
    return CuresData(
        found, check_labels(labels, count)[:MOST_SHOWN], check_epochs(epochs, moments), count, common, loupe
    )


def fitting_window(snapshot: Snapshot) -> Window:
    """Return the window that fits the shown codes of one snapshot, but a few."""
    reach = 0.0 if snapshot.sigma is None else snapshot.sigma.median().item()
    return _window(*_corners(snapshot), 1.5 * reach)


def loupe_helps(data: CuresData, snapshot: Snapshot) -> bool:
    """Say whether nine in ten of the shown codes lie where the loupe of the common window looks."""
    return data.loupe > 0 and (snapshot.mean.abs().amax(1) < data.loupe).float().mean().item() >= 0.9


def _snapshot(mean: Tensor, logvar: Tensor | None, terms: dict[str, float]) -> Snapshot:
    sigma = None if logvar is None else (0.5 * logvar).exp()
    spread = mean.double().var(0, correction=0).mean().item()
    noise = 0.0 if sigma is None else sigma.double().square().mean().item()
    kl = kl_standard_normal(mean, torch.zeros_like(mean) if logvar is None else logvar).double().mean().item()
    shown = mean[:MOST_SHOWN].clone(), None if sigma is None else sigma[:MOST_SHOWN].clone()
    numbers = Numbers(
        spread=spread**0.5,
        sigma=None if sigma is None else sigma.median().item(),
        whole=(spread + noise) ** 0.5,
        covered=0.0 if sigma is None else _covered(mean[:MOST_COUNTED], sigma[:MOST_COUNTED]),
        kl=terms.get("kl", kl),
        distortion=terms.get("distortion"),
    )
    return Snapshot(*shown, numbers)


def _covered(mean: Tensor, sigma: Tensor) -> float:
    "By 500 draws from N(0, I), always the same; few at a time: faster in the cache, and on one thread."
    draws = torch.randn(500, 2, generator=torch.Generator().manual_seed(0))
    x, y = mean.T.contiguous()
    across, up = (1 / sigma.T.clamp(min=1e-12)).contiguous()
    inside = [
        (((part[:, :1] - x) * across) ** 2 + ((part[:, 1:] - y) * up) ** 2).amin(1) <= 1 for part in draws.split(6)
    ]
    return torch.cat(inside).float().mean().item()


def _common_window(runs: dict[str, list[Snapshot]]) -> Window:
    "Around every run at every moment, but a few codes, and N(0, I)."
    corners = [_corners(snapshot) for run in runs.values() for snapshot in run]
    low = (
        torch.stack([low for low, _ in corners]).amin(0).clamp(max=-2.2)
    )  # the prior's ring at two sigma stays in sight
    high = torch.stack([high for _, high in corners]).amax(0).clamp(min=2.2)
    return _window(low, high, 0.0)


def _find_loupe(runs: dict[str, list[Snapshot]], half: float) -> float:
    "What holds the last codes of each run that is crowded in the common window."
    reaches = [torch.quantile(run[-1].mean.abs().amax(1), 0.96).item() for run in runs.values()]
    crowded = [reach for reach in reaches if reach < half / CROWDED]
    return max(2.5, math.ceil(2 * max(crowded)) / 2) if crowded and half > 2.5 * CROWDED else 0.0


def _corners(snapshot: Snapshot) -> tuple[Tensor, Tensor]:
    # from end to end one stray code would press all others into a dot
    low, high = torch.quantile(snapshot.mean, torch.tensor([0.01, 0.99]), dim=0)
    return low, high


def _window(low: Tensor, high: Tensor, margin: float) -> Window:
    x, y = ((low + high) / 2).tolist()
    return x, y, max(0.55 * (high - low).max().item() + margin, 1e-3)
