"""Exercises of the first lesson: fit a density, draw from it, judge it, and measure distances to data."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.distributions import MultivariateNormal

from gencourse import metrics, probability
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake
from gencourse.exercises.core.record import call, expect, record, unpack
from gencourse.exercises.core.slips import show
from gencourse.exercises.start.sample_gaussian import judge_sample_gaussian, probe_sample_gaussian

# ---- start.fit_gaussian ----


def _clouds(seed: int) -> dict[str, Tensor]:
    "Two clouds away from the origin, with correlated coordinates and few enough points to tell N from 2N."
    generator = torch.Generator().manual_seed(seed)
    clouds = {}
    for name, n, d in (("plane", 40, 2), ("space", 60, 3)):
        mixing = torch.randn(d, d, generator=generator) + 2 * torch.eye(d)
        clouds[name] = torch.randn(n, d, generator=generator) @ mixing + torch.linspace(3, -2, d)
    return clouds


def _probe_fit_gaussian(attempt: Any, seed: int) -> Arrays:
    observed = {}
    for name, x in _clouds(seed).items():
        mean, cov = unpack(call(attempt, x), "mean", "cov")
        observed[f"{name} mean"] = record(mean, name="mean")
        observed[f"{name} cov"] = record(cov, name="cov")
    return observed


def _judge_fit_gaussian(observed: Arrays, seed: int) -> None:
    for name, x in _clouds(seed).items():
        n, d = x.shape
        points = x.double().numpy()
        if observed[f"{name} mean"].ndim == 0:
            raise Mistake("mean-of-everything", f"mean should have shape [{d}], got one number: use x.mean(0).")
        if observed[f"{name} cov"].shape == (n, n):
            raise Mistake(
                "rows-as-variables",
                f"cov should have shape [{d}, {d}], got [{n}, {n}]: cov functions take rows for variables, "
                "but here each row is a point. Transpose first.",
            )
        mean = expect({"mean": observed[f"{name} mean"]}, "mean", [d])
        cov = expect({"cov": observed[f"{name} cov"]}, "cov", [d, d])
        if not _near(mean, points.mean(0)):
            raise Mistake("wrong-mean", f"mean should be about {show(points.mean(0))}, got {show(mean)}.")
        _judge_covariance(cov, points)


def _judge_covariance(cov: np.ndarray, points: np.ndarray) -> None:
    right = np.cov(points.T, bias=True)
    n = len(points)
    if _near(cov, right) or _near(cov, right * n / (n - 1)):
        return
    raw = points.T @ points
    slips = {
        "not-centred": (raw / n, "x.T @ x / N measures spread around the origin. Subtract the mean first."),
        "not-divided": (right * n, f"it is {n} times too large: divide the sum by the number of points."),
        "diagonal-only": (
            np.diag(np.diag(right)),
            "the variances are right, but the off-diagonal is 0: it holds the mean of (x0 - m0) * (x1 - m1).",
        ),
        "correlation-instead": (
            np.corrcoef(points.T),
            "this is the correlation, with ones on the diagonal: the covariance is not divided by the deviations.",
        ),
    }
    for slug, (wrong, sentence) in slips.items():
        if _near(cov, wrong):
            raise Mistake(slug, f"cov: {sentence}")
    raise Mistake("wrong-covariance", f"cov should be about {show(right)}, got {show(cov)}.")


# ---- start.log_likelihood ----


def _densities(seed: int) -> dict[str, tuple[Tensor, Tensor, Tensor]]:
    "Points, a mean and a covariance whose log determinant is far from 0: one in the plane, one in space."
    generator = torch.Generator().manual_seed(seed)
    cases = {}
    for name, n, d, scale in (("plane", 30, 2, 2.0), ("space", 50, 3, 0.4)):
        root = scale * (torch.eye(d) + 0.3 * torch.rand(d, d, generator=generator))
        mean = torch.randn(d, generator=generator)
        x = mean + torch.randn(n, d, generator=generator) @ root.T * 1.3
        cases[name] = (x, mean, root @ root.T)
    return cases


def _probe_log_likelihood(attempt: Any, seed: int) -> Arrays:
    return {
        name: record(call(attempt, x, mean, cov), "number", "the log-likelihood")
        for name, (x, mean, cov) in _densities(seed).items()
    }


def _judge_log_likelihood(observed: Arrays, seed: int) -> None:
    for name, (x, mean, cov) in _densities(seed).items():
        n, d = x.shape
        if observed[name].size == n and n > 1:
            raise Mistake("not-averaged", f"one number for each of the {n} points: return their mean, one number.")
        got = float(expect({"the log-likelihood": observed[name].squeeze()}, "the log-likelihood", []))
        density = MultivariateNormal(mean.double(), cov.double()).log_prob(x.double())
        right = float(density.mean())
        if _near(got, right):
            continue
        log_det = float(torch.logdet(cov.double()))
        two_pi = d / 2 * math.log(2 * math.pi)
        distance = right + 0.5 * log_det + two_pi  # minus half the mean squared Mahalanobis distance
        slips = {
            "summed": (n * right, f"it is {n} times mine: average over the points, so that N does not matter."),
            "no-normaliser": (
                distance,
                "only the distance term is there: subtract (log det cov + D log 2 pi) / 2, which makes it a density.",
            ),
            "log-det-sign": (right + log_det, "the sign of the log det cov term is flipped: a wide density is low."),
            "log-det-forgotten": (right + 0.5 * log_det, "log det cov / 2 is missing: a wide density is low."),
            "log-det-not-halved": (right - 0.5 * log_det, "log det cov is there in full: the formula has half of it."),
            "two-pi-forgotten": (right + two_pi, f"it is {two_pi:.3f} too high: D/2 log 2 pi is missing."),
            "two-pi-once": (
                right + two_pi * (1 - 1 / d),
                f"the 2 pi term should grow with D: D/2 log 2 pi = {two_pi:.3f} for D = {d}.",
            ),
            "distance-not-halved": (right + distance, "the squared distance needs its factor one half."),
            "sign": (-right, "the sign is flipped: this is the negative log-likelihood, the loss."),
            "density-instead": (float(density.exp().mean()), "this is a density: take the log of each point first."),
            "log-of-mean": (
                float(density.exp().mean().log()),
                "this is the log of the mean density; the log-likelihood is the mean of the logs.",
            ),
        }
        for slug, (wrong, sentence) in slips.items():
            if _near(got, wrong):
                raise Mistake(slug, sentence)
        raise Mistake("wrong-log-likelihood", f"the log-likelihood should be {right:.3f} nats, got {got:.3f}.")


# ---- start.nearest_neighbour_distance ----

COPIES = 16


def _pairs(seed: int) -> tuple[Tensor, Tensor]:
    "a: [24, 784], b: [40, 784]: 16 rows of a are copies of rows of b, and all are far from 0, as images are."
    generator = torch.Generator().manual_seed(seed)
    b = torch.rand(40, 784, generator=generator)
    a = b[:24] + 0.3 * torch.randn(24, 784, generator=generator)
    a[:COPIES] = b[-COPIES:]
    return a, b


def _probe_nearest(attempt: Any, seed: int) -> Arrays:
    a, b = _pairs(seed)
    return {"distance": record(call(attempt, a, b), name="the distance")}


def _judge_nearest(observed: Arrays, seed: int) -> None:
    a, b = (x.double().numpy() for x in _pairs(seed))
    if observed["distance"].shape == (len(b),):
        raise Mistake("nearest-of-the-other", "one distance for each row of b: take the minimum over b's rows.")
    if observed["distance"].ndim == 0:
        raise Mistake("averaged", f"one number came back: return one distance for each row of a, shape [{len(a)}].")
    got = expect({"the distance": observed["distance"]}, "the distance", [len(a)])
    difference = a[:, None] - b[None]
    distance = np.sqrt((difference**2).sum(-1))
    right = distance.min(1)
    if np.all(got < 0.1):
        raise Mistake("measured-against-itself", "every distance is 0: you measured the points of a against a.")
    fresh = slice(COPIES, None)
    if np.allclose(got[fresh], right[fresh], rtol=1e-3):
        if got[:COPIES].max() < 1e-4:
            return
        raise Mistake(
            "not-zero-for-a-copy",
            f"a row of a that is a copy of a row of b has distance {got[:COPIES].max():.2g}, not 0: cdist's route "
            'through a matrix product rounds. Ask for compute_mode="donot_use_mm_for_euclid_dist".',
        )
    slips = {
        "squared": (right**2, "these are squared distances: take the square root."),
        "mean-over-the-set": (distance.mean(1), "this is the mean distance to all of b: take the smallest."),
        "farthest": (distance.max(1), "this is the farthest row of b: take the minimum."),
        "absolute-differences": (np.abs(difference).sum(-1).min(1), "these sum |a - b|: Euclidean distance squares."),
        "averaged-over-pixels": (
            right / math.sqrt(a.shape[1]),
            f"it is {math.sqrt(a.shape[1]):.0f} times too small: sum the squares over the coordinates, no mean.",
        ),
    }
    for slug, (wrong, sentence) in slips.items():
        if np.allclose(got[fresh], wrong[fresh], rtol=1e-3):
            raise Mistake(slug, sentence)
    raise Mistake("wrong-distance", f"the distances should end with {show(right[-3:])}, got {show(got[-3:])}.")


# ---- helpers ----


def _near(got: Any, right: Any) -> bool:
    "Equal up to float32's rounding."
    return bool(np.allclose(got, right, rtol=1e-3, atol=1e-3 * max(1.0, float(np.abs(right).max()))))


EXERCISES = [
    Exercise(
        name="start.fit_gaussian",
        points=1,
        lesson="start_here",
        reference=probability.fit_gaussian,
        probe=_probe_fit_gaussian,
        judge=_judge_fit_gaussian,
    ),
    Exercise(
        name="start.sample_gaussian",
        points=2,
        lesson="start_here",
        reference=probability.sample_gaussian,
        probe=probe_sample_gaussian,
        judge=judge_sample_gaussian,
    ),
    Exercise(
        name="start.log_likelihood",
        points=2,
        lesson="start_here",
        reference=probability.log_likelihood,
        probe=_probe_log_likelihood,
        judge=_judge_log_likelihood,
    ),
    Exercise(
        name="start.nearest_neighbour_distance",
        points=1,
        lesson="start_here",
        reference=metrics.nearest_neighbour_distance,
        probe=_probe_nearest,
        judge=_judge_nearest,
    ),
]
