"""Exercises of the latent space lesson: a hole score, a direction and a grid here, paths in paths.py."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import latent
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.latent.paths import judge_lerp, judge_slerp, probe_lerp, probe_slerp

# ---- latent.hole_score ----


def _returns(seed: int) -> tuple[Tensor, Tensor, Tensor]:
    "Points, where they came back, and codes whose spread differs from dimension to dimension and from 1."
    generator = torch.Generator().manual_seed(seed)
    offset = torch.tensor([9.0, 1.0, -5.0, 3.0])
    codes = offset + torch.randn(80, 4, generator=generator) * torch.tensor([7.0, 1.0, 2.0, 4.0])
    z = 2 * torch.randn(30, 4, generator=generator)
    return z, z + torch.randn(30, 4, generator=generator) * 1.5, codes


def _probe_hole_score(attempt: Any, seed: int) -> Arrays:
    return {"score": record(call(attempt, *_returns(seed)), "number", "the score")}


def _judge_hole_score(observed: Arrays, seed: int) -> None:
    z, returned, codes = (x.double().numpy() for x in _returns(seed))
    if observed["score"].size == len(z):
        raise Mistake("not-averaged", f"one score for each of the {len(z)} points: average them to one number.")
    got = expect({"the score": observed["score"].reshape(-1)}, "the score", [1])
    distance = np.linalg.norm(returned - z, axis=1)
    scale = np.sqrt(codes.var(0).mean())
    slips = [
        (
            "undivided",
            distance.mean(),
            "this is the distance itself: a map twice as large would score twice as bad. Divide by the codes' "
            "standard deviation.",
        ),
        ("divided-by-variance", distance.mean() / scale**2, "you divided by the variance: take its root."),
        (
            "divided-by-z",
            distance.mean() / np.sqrt(z.var(0).mean()),
            "you divided by the spread of z: the yardstick is the data's codes.",
        ),
        (
            "not-centred",
            distance.mean() / np.sqrt((codes**2).mean()),
            "the codes' mean is part of your spread: a standard deviation is measured around the mean.",
        ),
        (
            "one-spread-for-all",
            distance.mean() / codes.std(),
            "codes.std() takes the dimensions' different means for spread: take each dimension's, codes.var(0).",
        ),
        (
            "mean-of-stds",
            distance.mean() / codes.std(0).mean(),
            "you average the standard deviations: average the variances, codes.var(0), and take the root of that.",
        ),
        ("squared", (distance**2).mean() / scale, "these are squared distances: take the norm of each row."),
        (
            "averaged-over-dimensions",
            np.abs(returned - z).mean() / scale,
            "this averages over the dimensions: take the norm of each row first.",
        ),
    ]
    name_slip(got, np.array([distance.mean() / scale]), slips, "score", rtol=1e-2, atol=1e-3)  # N and N - 1 both count


# ---- latent.attribute_vector ----


def _labelled_codes(seed: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    has = torch.arange(50) % 5 < 2
    codes = torch.randn(50, 4, generator=generator)
    return codes + torch.where(has[:, None], torch.tensor([2.0, 0.0, -1.0, 3.0]), torch.tensor(0.5)), has


def _probe_attribute_vector(attempt: Any, seed: int) -> Arrays:
    return {"vector": record(call(attempt, *_labelled_codes(seed)), name="the vector")}


def _judge_attribute_vector(observed: Arrays, seed: int) -> None:
    codes, has = (x.numpy() for x in _labelled_codes(seed))
    codes = codes.astype(np.float64)
    vector = expect({"the vector": observed["vector"]}, "the vector", [codes.shape[1]])
    big, small = codes[has].mean(0), codes[~has].mean(0)
    right = big - small
    slips = [
        (
            "minus-all",
            big - codes.mean(0),
            "you subtract the mean of all codes, those with the attribute among them: the step comes out too short.",
        ),
        ("backwards", -right, "the step points backwards: with the attribute minus without it."),
        ("mean-alone", big, "this is the mean of the codes with the attribute: subtract the mean of those without."),
        ("unit-length", right / np.linalg.norm(right), "you made its length 1: the length says how far the step goes."),
        ("summed", codes[has].sum(0) - codes[~has].sum(0), "these are sums: there may be more of one kind. Average."),
    ]
    name_slip(vector, right, slips, "vector", rtol=1e-3, atol=1e-3)


# ---- latent.grid ----


def _probe_grid(attempt: Any, seed: int) -> Arrays:
    return {"grid": record(call(attempt, *_square(seed)), name="the grid")}


def _square(seed: int) -> tuple[float, float, int]:
    return -2.0 - seed % 3, 1.0 + seed % 2, 4


def _judge_grid(observed: Arrays, seed: int) -> None:
    low, high, n = _square(seed)
    grid = expect({"the grid": observed["grid"]}, "the grid", [n * n, 2])
    axis = np.linspace(low, high, n)
    x, y = np.meshgrid(axis, axis[::-1])
    right = np.stack([x, y], -1).reshape(-1, 2)
    slips = [
        (
            "upside-down",
            np.stack(np.meshgrid(axis, axis), -1).reshape(-1, 2),
            "the rows run from low y to high y, but the first row of images stands at the top: start with high y.",
        ),
        (
            "mirrored",
            np.stack(np.meshgrid(axis[::-1], axis[::-1]), -1).reshape(-1, 2),
            "x falls within a row: left should be low.",
        ),
        (
            "columns-first",
            np.stack(np.meshgrid(axis, axis[::-1], indexing="ij"), -1).reshape(-1, 2),
            "the points run down the columns: within a row y stays the same and x grows.",
        ),
        (
            "columns-first-upside-down",
            np.stack(np.meshgrid(axis, axis, indexing="ij"), -1).reshape(-1, 2),
            "the points run up the columns: within a row y stays the same and x grows, and high y comes first.",
        ),
        ("x-and-y-swapped", right[:, ::-1], "x and y are swapped: the first number of each point is x."),
    ]
    name_slip(grid, right, slips, "grid", rtol=1e-3, atol=1e-3)


EXERCISES = [
    Exercise(
        name="latent.latent_grid",
        points=1,
        lesson="latent_space",
        reference=latent.latent_grid,
        probe=_probe_grid,
        judge=_judge_grid,
    ),
    Exercise(
        name="latent.lerp",
        points=1,
        lesson="latent_space",
        reference=latent.lerp,
        probe=probe_lerp,
        judge=judge_lerp,
    ),
    Exercise(
        name="latent.slerp",
        points=2,
        lesson="latent_space",
        reference=latent.slerp,
        probe=probe_slerp,
        judge=judge_slerp,
    ),
    Exercise(
        name="latent.hole_score",
        points=2,
        lesson="latent_space",
        reference=latent.hole_score,
        probe=_probe_hole_score,
        judge=_judge_hole_score,
    ),
    Exercise(
        name="latent.attribute_vector",
        points=1,
        lesson="latent_space",
        reference=latent.attribute_vector,
        probe=_probe_attribute_vector,
        judge=_judge_attribute_vector,
    ),
]
