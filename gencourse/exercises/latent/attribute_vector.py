"""latent.attribute_vector: the difference of two means, of kinds that are not equally many."""

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


def _labelled_codes(seed: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    has = torch.arange(50) % 5 < 2
    codes = torch.randn(50, 4, generator=generator)
    return codes + torch.where(has[:, None], torch.tensor([2.0, 0.0, -1.0, 3.0]), torch.tensor(0.5)), has


def probe(attempt: Any, seed: int) -> Arrays:
    return {"vector": record(call(attempt, *_labelled_codes(seed)), name="the vector")}


def judge(observed: Arrays, seed: int) -> None:
    codes, has = (x.numpy() for x in _labelled_codes(seed))
    codes = codes.astype(np.float64)
    if observed["vector"].ndim == 0:
        raise Mistake(
            "mean-of-everything",
            f"one number came back: average over the codes alone, with mean(0), and {codes.shape[1]} numbers are left.",
        )
    vector = expect({"the vector": observed["vector"]}, "the vector", [codes.shape[1]])
    big, small = codes[has].mean(0), codes[~has].mean(0)
    right = big - small
    n = len(codes)
    stages = {
        "with_it": [
            Choice(big),
            Choice(
                codes.mean(0), "all-for-with", "the mean of all codes stands in place of the mean of those with it."
            ),
            Choice(0 * big, "minus-alone", "the mean of the codes with the attribute is missing."),
        ],
        "without": [
            Choice(small),
            Choice(
                codes.mean(0),
                "minus-all",
                "you subtract the mean of all codes, those with the attribute among them: the step is too short.",
            ),
            Choice(0 * small, "mean-alone", "the mean of the codes without the attribute is missing: subtract it."),
            Choice(-small, "added", "the two means are added: subtract the mean of those without."),
        ],
        "direction": [
            Choice(1),
            Choice(-1, "backwards", "the step points backwards: with the attribute minus without it."),
        ],
        "whole": [
            Choice(lambda step: step),
            Choice(
                lambda step: step / np.linalg.norm(step),
                "unit-length",
                "you made its length 1: the length says how far the step goes.",
            ),
            Choice(lambda step: step / 2, "half", "this is half of the step: one mean minus the other."),
        ],
    }
    others = [
        ("summed", codes[has].sum(0) - codes[~has].sum(0), "these are sums: there may be more of one kind. Average."),
        (
            "divided-by-all",
            (codes[has].sum(0) - codes[~has].sum(0)) / n,
            "both sums are divided by the number of all codes: each mean has its own number.",
        ),
        ("medians", np.median(codes[has], 0) - np.median(codes[~has], 0), "these are medians: take means."),
        ("medians", _lower_median(codes[has]) - _lower_median(codes[~has]), "these are medians: take means."),
        (
            "divided-by-one-number",
            (codes[has].sum(0) - codes[~has].sum(0)) / has.sum(),
            "both sums are divided by the number of codes with the attribute: each mean has its own number.",
        ),
        (
            "divided-by-one-number",
            (codes[has].sum(0) - codes[~has].sum(0)) / (~has).sum(),
            "both sums are divided by the number of codes without the attribute: each mean has its own number.",
        ),
        (
            "paired",
            (codes[has] - codes[~has][: has.sum()]).mean(0),
            f"codes are subtracted in pairs, and {n - 2 * has.sum()} of those without the attribute are left out: take "
            "the mean of each kind first.",
        ),
        (
            "rows-0-and-1",
            codes[has.astype(int)].mean(0) - codes[1 - has.astype(int)].mean(0),
            "`has` as whole numbers picks rows 0 and 1, again and again: codes[has] wants True and False.",
        ),
        (
            "spread-divided",
            right / codes.std(0, ddof=1),
            "the step is divided by the codes' standard deviations: leave it as it is.",
        ),
    ]
    for slug, wrong, sentence in others:
        if np.allclose(vector, wrong, rtol=1e-4, atol=1e-4 * np.abs(wrong).max()):
            raise Mistake(slug, sentence)
    at = int(np.argmax(np.abs(vector - right)))
    otherwise = Mistake("wrong-vector", f"the vector should be {right[at]:.4f} at [{at}], got {vector[at]:.4f}.")
    name_choices(vector, _step, stages, otherwise, close=1e-4)


def _lower_median(codes: np.ndarray) -> np.ndarray:
    "torch's: of an even number the lower one of the two in the middle."
    return np.sort(codes, 0)[(len(codes) - 1) // 2]


def _step(with_it: np.ndarray, without: np.ndarray, direction: int, whole: Any) -> np.ndarray:
    return whole(direction * (with_it - without))


EXERCISE = Exercise(
    name="latent.attribute_vector",
    points=1,
    lesson="latent_space",
    reference=latent.attribute_vector,
    probe=probe,
    judge=judge,
    examples=(
        Example(lambda: (torch.tensor([[5.0], [7.0], [1.0]]), torch.tensor([True, True, False])), "the vector"),
        Example(
            lambda: (torch.tensor([[3.0, 0], [1, 1], [0, 2], [2, 9]]), torch.tensor([True, False, False, False])),
            "the vector",
        ),
    ),
    uses=(
        Use(
            "for the lesson's 4,000 codes of 8 numbers",
            lambda seed: (normal(seed, 4000, 8), normal(seed, 4000) > 0.3),
            "the vector",
        ),
        Use(
            "for one code with it and one without",
            lambda seed: (normal(seed, 2, 8), torch.tensor([False, True])),
            "the vector",
        ),
        Use("for codes of one number", lambda seed: (normal(seed, 9, 1), torch.arange(9) % 4 == 0), "the vector"),
    ),
)
