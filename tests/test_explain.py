"""What is said of an answer's terms: read off its numbers, and true on inputs that were not looked at."""

from __future__ import annotations

import dataclasses
import inspect
import math

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from gencourse.exercises import check, get_exercise, list_exercises
from gencourse.exercises.core.formula import Reading, apply
from gencourse.exercises.core.readings import explain_terms, slips_of
from gencourse.exercises.core.terms import PREFIX, slug_of
from gencourse.exercises.run import judge, observe
from gencourse.exercises.run.explain import SEEDS, explain, observe_terms
from gencourse.probability import kl_standard_normal

DECLARED = [exercise for exercise in list_exercises() if exercise.terms]
SUMS = [exercise for exercise in DECLARED if exercise.terms and exercise.terms.formula]


def observed_of(name, attempt):
    exercise = get_exercise(name)
    observed = observe_terms(exercise, attempt)
    return None if observed is None else explain(exercise, observed)


def formulas(exercise):
    "What the course's version reads as, on each seed"
    observed = observe_terms(exercise, exercise.reference) or {}
    return [exercise.terms.read(arrays, seed)[1] for seed, arrays in observed.items()]


@pytest.mark.parametrize("exercise", DECLARED, ids=lambda exercise: exercise.name)
def test_the_terms_add_up_to_the_reference(exercise):
    observed = observe_terms(exercise, exercise.reference)
    assert observed is not None
    assert set(observed) == set(SEEDS)
    for seed, arrays in observed.items():
        rows, formula = exercise.terms.read(arrays, seed)
        assert np.allclose(rows, formula.value(), rtol=1e-3, atol=1e-4 * np.abs(rows).max())
    assert explain(exercise, observed) is None


def test_a_constant_is_said_to_count_once_and_not_to_be_averaged():
    def once(x, mean, logvar):
        squares = ((x - mean).square() / logvar.exp()).sum(1)
        return -0.5 * (squares + logvar.sum(1) + math.log(2 * math.pi))

    verdict = observed_of("elbo.gaussian_log_prob", once)
    assert "log(2 pi) counts once, and each of the" in verdict.sentence
    averaged = observed_of(
        "elbo.gaussian_log_prob",
        lambda x, mean, logvar: -0.5 * ((x - mean).square() / logvar.exp() + logvar + math.log(2 * math.pi)).mean(1),
    )
    assert "the whole is averaged over the" in averaged.sentence


def test_what_cancels_in_one_term_is_said_of_the_others():
    def divided_by_64(x, logits, mean, logvar):
        reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / 64
        return reconstruction + kl_standard_normal(mean, logvar).mean()

    sentence = observed_of("vae.vae_loss", divided_by_64).sentence
    assert "the reconstruction counts 8 / 64 times, where 8 is the number of images" in sentence
    assert "the whole" not in sentence
    assert "the KL" not in sentence


def with_slips(exercise, readings):
    "The course's version with slips in its terms, as a learner's function"

    def attempt(*given):
        right = exercise.reference(*given)
        formula = exercise.terms.formula(*(x.detach() if isinstance(x, Tensor) else x for x in given))
        off = apply(readings, formula) - formula.value()
        return right + torch.as_tensor(off, dtype=torch.float32).reshape(right.shape)

    parameters = inspect.signature(exercise.reference).parameters.values()
    attempt.__signature__ = inspect.Signature(list(parameters))
    return attempt


@pytest.mark.parametrize("exercise", SUMS, ids=lambda exercise: exercise.name)
def test_each_single_slip_and_pairs_of_them_are_refused(exercise):
    "By the judge, on its own inputs: a slip that it accepts is one that it cannot see"
    formula = formulas(exercise)[0]
    single = [[slip] for term in formula.terms for slip in slips_of(term, formula)]
    pairs = [[*one, *other] for one in single for other in single if one[0].term < other[0].term]
    chosen = np.random.default_rng(1).permutation(len(pairs))[:100]
    asked = dataclasses.replace(exercise, uses=())
    right = judge(asked, observe(asked, with_slips(exercise, []), 0), 0)
    assert right.outcome == "passed", right.sentence
    for readings in [*single, *(pairs[i] for i in chosen)]:
        verdict = judge(asked, observe(asked, with_slips(exercise, readings), 0), 0)
        assert verdict.outcome == "not yet", (readings, verdict)


@pytest.mark.parametrize("exercise", DECLARED, ids=lambda exercise: exercise.name)
def test_each_hint_belongs_to_a_reading_that_occurs(exercise):
    both = formulas(exercise)
    single = [slip for term in both[0].terms for slip in slips_of(term, both[0])]
    single += [slip._replace(factor="x0.37") for slip in single if slip.factor in ("0", "")]  # any may have a weight
    slugs = {slug_of([slip], both[0]).removeprefix(PREFIX) for slip in single}
    for hint in exercise.terms.hints:
        whole = hint.startswith("whole-")
        assert whole or set(hint.split("+")) <= slugs, f"{hint}: the terms know {sorted(slugs)}"


@pytest.mark.parametrize("exercise", DECLARED, ids=lambda exercise: exercise.name)
def test_single_slips_and_pairs_of_them_are_read_truly(exercise):
    both = formulas(exercise)
    single = [[slip] for term in both[0].terms for slip in slips_of(term, both[0])]
    pairs = [[*one, *other] for one in single for other in single if one[0].term < other[0].term]
    chosen = np.random.default_rng(0).permutation(len(pairs))[:100]
    for readings in [*single, *(pairs[i] for i in chosen)]:
        found = explain_terms([apply(readings, formula) for formula in both], both)
        assert found, readings
        for formula in both:
            assert np.allclose(apply(found, formula), apply(readings, formula), rtol=1e-3, atol=1e-3), (readings, found)


def _nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").flatten(1).sum(1).mean()


WRONG = {
    "logvar left out": (
        "elbo.kl_standard_normal",
        lambda mean, logvar: 0.5 * (mean**2 + logvar.exp() - 1).sum(1),
        "the KL is a sum, and in yours logvar is missing.",
    ),
    "logvar outside of the half": (
        "elbo.kl_standard_normal",
        lambda mean, logvar: (0.5 * (mean**2 + logvar.exp() - 1) - logvar).sum(1),
        "the KL is a sum, and in yours logvar counts twice.",
    ),
    "two slips": (
        "elbo.kl_standard_normal",
        lambda mean, logvar: 0.5 * (mean**2 + (0.5 * logvar).exp() - logvar).sum(1),
        "the KL is a sum, and in yours sigma stands in place of sigma^2; the 1 is missing.",
    ),
    "one weight for all": (
        "elbo.kl_standard_normal",
        lambda mean, logvar: 0.3 * (mean**2 + logvar.exp() - 1 - logvar).sum(1),
        "the KL is a sum, and in yours the whole counts 0.6 times as much as it should.",
    ),
    "one weight, rounded twice": (
        "gan.discriminator_loss",
        lambda real, fake: 1.4427 * (F.softplus(-real).mean() + F.softplus(fake).mean()),
        "the loss is a sum, and in yours the whole counts 1.44 times as much as it should.",
    ),
    "nothing, whatever goes in": (
        "gan.discriminator_loss",
        lambda real, fake: F.cross_entropy(real, torch.ones_like(real)) + 0 * fake.mean(),
        "the loss is a sum, and in yours every term is missing: it is always 0.",
    ),
    "one relative for two terms": (
        "gan.discriminator_loss",
        lambda real, fake: 0.5 * F.relu(1 - real).mean() + 0.5 * F.relu(1 + fake).mean(),
        "the loss is a sum, and in yours the hinge stands in place of the cost of data and the cost of fakes, and "
        "each counts half.",
    ),
    "a density with two slips": (
        "elbo.gaussian_log_prob",
        lambda x, mean, logvar: -0.5 * ((x - mean) ** 2 / logvar.exp() - logvar).sum(1),
        "the log density is a sum, and in yours logvar has the wrong sign; log(2 pi) is missing.",
    ),
    "an average of what lacks a half": (
        "elbo.kl_standard_normal",
        lambda mean, logvar: (0.5 * mean**2 + logvar.exp() - 1 - logvar).mean(1),
        "the KL is a sum, and in yours the whole is averaged over the 9 latents: add them up, or it counts 1/9 of what "
        "it should; sigma^2, the 1 and logvar: each counts twice.",
    ),
    "divided by the rows, which it keeps apart": (
        "elbo.kl_standard_normal",
        lambda mean, logvar: kl_standard_normal(mean, logvar) / len(mean),
        "the KL is a sum, and in yours the whole is divided by 44, the number of rows, once too often.",
    ),
    "an odd weight for all": (
        "elbo.kl_standard_normal",
        lambda mean, logvar: kl_standard_normal(mean, logvar) / math.log(2),
        "the KL is a sum, and in yours the whole counts 1.44 times as much as it should.",
    ),
    "beta of 4": (
        "vae.vae_loss",
        lambda x, logits, mean, logvar: _nats(logits, x) + 4 * kl_standard_normal(mean, logvar).mean(),
        "the loss is a sum, and in yours the KL counts 4 times as much as it should.",
    ),
    "a 784th of the KL": (
        "vae.vae_loss",
        lambda x, logits, mean, logvar: _nats(logits, x) + kl_standard_normal(mean, logvar).mean() / 784,
        "the loss is a sum, and in yours the KL counts 1/784 of what it should.",
    ),
    "the lesson's features written in": (
        "bottleneck.squared_error",
        lambda x, reconstruction: 1000 * F.mse_loss(reconstruction, x),
        "in your answer the squared error counts 1000 / 13 times, where 13 is the number of features: the other number "
        "seems to be written in.",
    ),
    "the lesson's batch written in": (
        "autoencoder.sparsity_penalty",
        lambda h: h.abs().sum() / 64,
        "in your penalty, |h| counts 13 / 64 times, where 13 is the number of images: the other number seems to be "
        "written in.",
    ),
    "an average that is divided again": (
        "bottleneck.squared_error",
        lambda x, reconstruction: F.mse_loss(reconstruction, x) * x.shape[1] / len(x),
        "in your answer the squared error is divided by 8, the number of rows, once too often.",
    ),
    "squares with a summed KL": (
        "vae.vae_loss",
        lambda x, logits, mean, logvar: (
            F.mse_loss(logits.sigmoid(), x, reduction="sum") / len(x) + kl_standard_normal(mean, logvar).sum()
        ),
        "the loss is a sum, and in yours the squared error stands in place of the reconstruction; the KL counts 8 "
        "times too much: it is a sum over the 8 images where it should be an average.",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_check_says_what_is_wrong_with_the_terms(what, capsys):
    name, attempt, sentence = WRONG[what]
    mistake = observed_of(name, attempt)
    assert mistake is not None
    assert mistake.sentence.startswith(sentence)
    check(name, attempt)
    assert sentence in capsys.readouterr().out


@pytest.mark.parametrize(
    "attempt",
    [
        lambda mean, logvar: (mean * logvar).sum(1),
        lambda mean, logvar: mean,
        lambda mean, logvar: torch.full((len(mean),), math.nan),
        lambda mean, logvar: 1 / 0,
        lambda mean, logvar: None,
    ],
)
def test_nothing_is_said_of_what_is_no_sum_of_the_terms(attempt):
    assert observed_of("elbo.kl_standard_normal", attempt) is None


def test_an_exercise_without_terms_has_no_such_sentence():
    assert observed_of("start.nearest_neighbour_distance", lambda x: x) is None


def test_an_average_over_a_unit_is_told_from_a_weight():
    both = formulas(get_exercise("elbo.kl_standard_normal"))
    sevenths = explain_terms([formula.value() / 7 for formula in both], both)
    assert sevenths is not None
    assert {reading.factor for reading in sevenths} != {"1/latents"}
    averages = explain_terms([formula.value() / formula.units["latents"] for formula in both], both)
    assert averages is not None
    assert {reading.factor for reading in averages} == {"1/latents"}
    assert all(isinstance(reading, Reading) for reading in averages)
