"""latent.hole_score: how far points move on the way out and back, in units of the codes' spread."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse import latent
from gencourse.exercises.core.choices import Choice, name_choices
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.uses import normal


def _returns(seed: int) -> tuple[Tensor, Tensor, Tensor]:
    "Points, where they came back, and codes whose spread differs from dimension to dimension and from 1."
    generator = torch.Generator().manual_seed(seed)
    offset = torch.tensor([9.0, 1.0, -5.0, 3.0])
    codes = offset + torch.randn(80, 4, generator=generator) * torch.tensor([7.0, 1.0, 2.0, 4.0])
    z = 2 * torch.randn(30, 4, generator=generator)  # another spread than the codes': the wrong yardstick shows
    return z, z + torch.randn(30, 4, generator=generator) * 1.5, codes


def probe(attempt: Any, seed: int) -> Arrays:
    return {"score": record(call(attempt, *_returns(seed)), "number", "the score")}


def judge(observed: Arrays, seed: int) -> None:
    z, returned, codes = (x.double().numpy() for x in _returns(seed))
    if observed["score"].shape == (len(z),):
        raise Mistake("not-averaged", f"one score for each of the {len(z)} points: average them to one number.")
    got = expect({"the score": observed["score"].reshape(-1)}, "the score", [1])
    right = np.linalg.norm(returned - z, axis=1).mean() / np.sqrt(codes.var(0).mean())
    if not np.isclose(got[0], right, rtol=1e-2):  # N and N - 1 both count
        otherwise = Mistake("wrong-score", f"the score should be {right:.4f}, got {got[0]:.4f}.")
        _refuse_scaled_steps(got, returned - z, codes)
        stages = {"distance": _distances(z, returned, codes), "spread": _spreads(z, returned, codes)}
        name_choices(got, lambda distance, spread: np.array([distance / spread]), stages, otherwise)


def _refuse_scaled_steps(got: np.ndarray, steps: np.ndarray, codes: np.ndarray) -> None:
    for ddof in (1, 0):
        if np.isclose(got[0], np.linalg.norm(steps / codes.std(0, ddof=ddof), axis=1).mean(), rtol=1e-4):
            raise Mistake(
                "each-dimension-scaled",
                "you divide each dimension by its own deviation: the yardstick is one number, the root of the mean of "
                "the variances.",
            )


def _distances(z: np.ndarray, returned: np.ndarray, codes: np.ndarray) -> list[Choice]:
    steps = returned - z
    lengths = np.linalg.norm(steps, axis=1)
    return [
        Choice(lengths.mean()),
        Choice((lengths**2).mean(), "squared", "these are squared distances: take the norm of each row."),
        Choice(
            np.sqrt((lengths**2).mean()), "root-mean-square", "average the distances themselves, not their squares."
        ),
        Choice(
            np.abs(steps).mean(),
            "averaged-over-dimensions",
            "this averages over the dimensions: take the norm of each row first.",
        ),
        Choice(
            (steps**2).mean(), "mean-squared-error", "this is a mean squared error: take the norm of each row first."
        ),
        Choice(
            np.sqrt((steps**2).mean()), "root-of-mse", "this averages over the dimensions: take each row's norm first."
        ),
        Choice(np.abs(steps).sum(1).mean(), "absolute", "these are sums of absolute steps: take the norm of each row."),
        Choice(lengths.sum(), "summed", "the distances are added up: take their mean."),
        Choice(np.sqrt((lengths**2).sum()), "one-norm", "this is one norm of the whole table: take one for each row."),
        Choice(np.linalg.norm(steps, axis=0).mean(), "columns", "these are norms of columns: a point is a row, dim=1."),
        Choice(lengths.max(), "largest", "this is the largest distance: take their mean."),
        Choice(np.median(lengths), "median", "this is the median distance: take the mean."),
        Choice(np.linalg.norm(steps.mean(0)), "norm-of-the-mean", "average the lengths, not the steps, which cancel."),
        Choice(np.sqrt(lengths).mean(), "root-twice", "a root is taken twice: a distance has one."),
        Choice(
            np.sqrt((lengths**2).sum()) / len(z),
            "one-norm-divided",
            "this is one norm of the whole table, over the number of points: take one norm for each row, dim=1.",
        ),
        Choice(
            _pairs(returned, z).mean(),
            "each-with-each",
            "this is the distance of each returned point to every z: take that to its own z.",
        ),
        Choice(
            _pairs(returned, codes).min(1).mean(),
            "to-the-nearest-code",
            "this is the distance of the returned points to the nearest code: take that to their own z.",
        ),
    ]


def _pairs(points: np.ndarray, others: np.ndarray) -> np.ndarray:
    return np.linalg.norm(points[:, None] - others, axis=2)


def _spreads(z: np.ndarray, returned: np.ndarray, codes: np.ndarray) -> list[Choice]:
    choices = [
        Choice(1.0, "undivided", "the distance is divided by no spread: a map twice as large would score twice as bad.")
    ]
    for ddof in (1, 0):  # N - 1 as torch has it, and N
        variances = codes.var(0, ddof=ddof)
        root = np.sqrt(variances.mean())
        choices += [
            Choice(root),
            Choice(variances.mean(), "divided-by-variance", "you divided by the variance: take its root."),
            Choice(1 / root, "multiplied", "you multiply by the spread: divide by it."),
            Choice(
                np.sqrt(z.var(0, ddof=ddof).mean()),
                "divided-by-z",
                "you divided by the spread of z: the yardstick is the data's codes.",
            ),
            Choice(
                np.sqrt(returned.var(0, ddof=ddof).mean()),
                "divided-by-returned",
                "you divided by the spread of the returned points: the yardstick is the data's codes.",
            ),
            Choice(
                codes.std(ddof=ddof),
                "one-spread-for-all",
                "codes.std() takes the dimensions' different means for spread: take each dimension's, codes.var(0).",
            ),
            Choice(codes.var(ddof=ddof), "one-variance-for-all", "codes.var() is no root, and mixes the dimensions."),
            Choice(
                codes.std(0, ddof=ddof).mean(),
                "mean-of-stds",
                "you average the standard deviations: average the variances, codes.var(0), and take the root of that.",
            ),
            Choice(
                np.sqrt(variances.sum()), "summed-variances", "the variances are added up: take the root of their mean."
            ),
            Choice(np.sqrt(codes.var(1, ddof=ddof).mean()), "rows", "this is the spread within rows: codes.var(0)."),
        ]
    return choices + [
        Choice(
            np.sqrt((codes**2).mean()),
            "not-centred",
            "the codes' mean is part of your spread: a standard deviation is measured around the mean.",
        ),
        Choice(
            np.linalg.norm(codes, axis=1).mean(), "length-of-codes", "this is the codes' length: take their spread."
        ),
        Choice(
            np.linalg.norm(codes - codes.mean(0), axis=1).mean(),
            "distance-to-the-middle",
            "this is the mean distance of the codes to their middle: take the root of the mean of the variances.",
        ),
    ]


def _spread_codes(*stds: float) -> Tensor:
    "2,000 codes of these standard deviations around 10 and 0: so many that N and N - 1 make no difference."
    signs = torch.tensor([[1.0, 1], [1, -1], [-1, 1], [-1, -1]]).repeat(500, 1)[:, : len(stds)]
    return torch.tensor([10.0, 0.0])[: len(stds)] + signs * torch.tensor(stds)


EXERCISE = Exercise(
    name="latent.hole_score",
    points=2,
    lesson="latent_space",
    reference=latent.hole_score,
    probe=probe,
    judge=judge,
    examples=(
        Example(
            lambda: (torch.zeros(2, 1), torch.tensor([[2.0], [6.0]]), _spread_codes(2.0)),
            "the score",
            given="z = [[0], [0]], returned = [[2], [6]] and many codes, 8 or 12 equally often",
        ),
        Example(
            lambda: (torch.tensor([[0.0, 0], [5, 1]]), torch.tensor([[3.0, 4], [5, 1]]), _spread_codes(1.0, 7.0)),
            "the score",
            given="z = [[0, 0], [5, 1]], returned = [[3, 4], [5, 1]] and many codes, of means 10 and 0 and of "
            "variances 1 and 49",
        ),
        Example(
            lambda: (torch.zeros(2, 1), torch.tensor([[2.0], [-6.0]]), _spread_codes(2.0)),
            "the score",
            given="z = [[0], [0]], returned = [[2], [-6]] and many codes, 8 or 12 equally often",
        ),
    ),
    uses=(
        Use(
            "for the lesson's 4,000 codes of 16 numbers",
            lambda seed: (normal(seed, 500, 16), normal(seed + 1, 500, 16), 3 * normal(seed, 4000, 16)),
            "the score",
            number=True,
        ),
        Use(
            "for a single point",
            lambda seed: (normal(seed, 1, 16), normal(seed + 1, 1, 16), 3 * normal(seed, 4000, 16)),
            "the score",
            number=True,
        ),
    ),
)
