"""The losses of both players as sums of terms, and what people write in a term's place."""

from __future__ import annotations

import numpy as np
from torch import Tensor

from gencourse.exercises.core.formula import Formula, Term
from gencourse.exercises.core.uses import normal
from gencourse.exercises.gan.losses import sigmoid, softplus

BATCHES = 24  # rows of the regression: each is the loss of one batch


def small_logits(seed: int) -> list[tuple[Tensor, Tensor]]:
    """Return 24 batches of 7 data and 5 fakes, or of 4 and 9: real_logits, fake_logits, each [B, 1]."""
    real, fake = ((7, 5), (4, 9))[seed % 2]
    seeds = range(100 * seed, 100 * seed + BATCHES)
    return [(0.6 + 1.5 * normal(k, real, 1), -0.4 + 1.5 * normal(k + 1, fake, 1)) for k in seeds]


def two_costs(real_logits: Tensor, fake_logits: Tensor) -> Formula:
    """Return D's loss on one batch: the cost of data, label 1, and the cost of fakes, label 0."""
    real, fake = (logits.double().numpy() for logits in (real_logits, fake_logits))
    of_data, of_fakes = _ones(real), _zeros(fake)
    for logits, relatives in ((real, of_data), (fake, of_fakes)):
        relatives["a mean over all samples together"] = relatives[""] * logits.size / (real.size + fake.size)
    of_data["the cost of fakes with label 1"] = softplus(-fake).mean()
    of_fakes["the cost of data with label 0"] = softplus(real).mean()
    terms = (
        Term("the cost of data", 1.0, of_data.pop(""), of_data),
        Term("the cost of fakes", 1.0, of_fakes.pop(""), of_fakes),
    )
    return Formula(terms, {"real samples": real.size, "fakes": fake.size})


def two_kinds(fake_logits: Tensor, saturating: bool) -> Formula:
    """Return G's loss on one batch: the kind that is asked for, and 0 of the other."""
    fake = fake_logits.double().numpy()
    first = _ones(fake)
    second = {
        "": -softplus(fake).mean(),
        "a second sigmoid": -softplus(sigmoid(fake)).mean(),
        "the non-saturating loss": softplus(-fake).mean(),
        "1 - D": 1 - sigmoid(fake).mean(),
        "minus D": -sigmoid(fake).mean(),
        "minus the mean logit": -fake.mean(),
        "the loss of the mean logit": -softplus(fake.mean()),
        "the log of the mean 1 - D": np.log(1 - sigmoid(fake).mean()),
        "1 - log D": 1 + softplus(-fake).mean(),
        "1 - the non-saturating loss": 1 - softplus(-fake).mean(),
    }
    first["the saturating loss"] = second[""]
    terms = []
    for name, kind, asked in (("non-saturating", first, not saturating), ("saturating", second, saturating)):
        kind = {relative: asked * value for relative, value in kind.items()}
        terms.append(Term(f"the {name} loss", 1.0, kind.pop(""), kind))
    return Formula(tuple(terms), {"fakes": fake.size})


def _ones(logits: np.ndarray) -> dict[str, np.ndarray]:
    "The mean cost of logits with label 1, and what is written for it."
    d = sigmoid(logits)
    return {
        "": softplus(-logits).mean(),
        "the cost of label 0": softplus(logits).mean(),
        "the cost of label 0.9": (softplus(-logits) + 0.1 * logits).mean(),
        "a second sigmoid": softplus(-d).mean(),
        "the hinge": np.maximum(0, 1 - logits).mean(),
        "the squared error of D": np.square(1 - d).mean(),
        "the squared error of the logits": np.square(logits - 1).mean(),
        "minus the mean logit": -logits.mean(),
        "1 - D": (1 - d).mean(),
        "minus D": -d.mean(),
        "the cost of the mean logit": softplus(-logits.mean()),
        "minus the log of the mean D": -np.log(d.mean()),
        "the cost with logit and label exchanged": softplus(np.ones(1)) - logits.mean(),
    }


def _zeros(logits: np.ndarray) -> dict[str, np.ndarray]:
    "The mean cost of logits with label 0, and what is written for it."
    d = sigmoid(logits)
    return {
        "": softplus(logits).mean(),
        "the cost of label 1": softplus(-logits).mean(),
        "the cost of label 0.1": (softplus(logits) - 0.1 * logits).mean(),
        "a second sigmoid": softplus(d).mean(),
        "the hinge": np.maximum(0, 1 + logits).mean(),
        "the squared error of D": np.square(d).mean(),
        "the squared error of the logits": np.square(logits).mean(),
        "the mean logit": logits.mean(),
        "D": d.mean(),
        "log D - 1": -softplus(-logits).mean() - 1,
        "the cost of the mean logit": softplus(logits.mean()),
        "minus the log of the mean 1 - D": -np.log(1 - d.mean()),
        "the cost with logit and label exchanged": np.log(2),
    }
