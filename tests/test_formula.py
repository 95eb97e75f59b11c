"""Least squares over named terms: each slip of a formula is read from the numbers it gives, and nothing else is."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from gencourse.exercises.core.formula import Formula, Reading, Term, apply, say
from gencourse.exercises.core.readings import explain_terms, slips_of


def kl(seed: int) -> Formula:
    rng = np.random.default_rng(seed)
    m, logvar = rng.normal(size=(40, 7)), rng.uniform(-3, 1.5, (40, 7))
    sigma = np.exp(logvar / 2)
    return Formula(
        (
            Term("mean^2", 0.5, (m**2).sum(1), {"|mean|": np.abs(m).sum(1), "mean": m.sum(1)}),
            Term("sigma^2", 0.5, (sigma**2).sum(1), {"sigma": sigma.sum(1), "sigma^4": (sigma**4).sum(1)}),
            Term("the 1", -0.5, np.full(40, 7.0)),
            Term("logvar", -0.5, logvar.sum(1), {"|logvar|": np.abs(logvar).sum(1)}),
        ),
        {"latents": 7},
    )


def read(readings, number: int = 2):
    formulas = [kl(seed) for seed in range(number)]
    return explain_terms([apply(readings, formula) for formula in formulas], formulas)


SINGLE = [slip for term in kl(0).terms for slip in slips_of(term, kl(0))]


@pytest.mark.parametrize("slip", SINGLE, ids=lambda slip: f"{slip.term}-{slip.stands}-{slip.factor}")
def test_each_single_slip_is_read(slip):
    assert read([slip]) == [slip]


def test_pairs_of_slips_are_read_truly():
    pairs = [pair for pair in itertools.combinations(SINGLE, 2) if pair[0].term != pair[1].term]
    for i in np.random.default_rng(0).choice(len(pairs), 100, replace=False):
        found = read(pairs[i])
        assert found, pairs[i]
        fresh = kl(9)  # what was read gives the same numbers anywhere
        assert np.allclose(apply(found, fresh), apply(pairs[i], fresh), rtol=1e-3), (pairs[i], found)


def test_the_right_answer_has_no_slip():
    assert read([]) == []


def test_numbers_of_another_kind_are_not_explained():
    rng = np.random.default_rng(5)
    formulas = [kl(0), kl(1)]
    assert explain_terms([rng.normal(size=40), rng.normal(size=40)], formulas) is None
    assert explain_terms([np.full(40, np.nan)] * 2, formulas) is None


def test_what_holds_on_one_input_only_is_not_said():
    formulas = [kl(0), kl(1)]
    slip = [next(slip for slip in SINGLE if slip.factor == "2")]
    assert explain_terms([apply(slip, formulas[0]), apply([], formulas[1])], formulas) is None


def test_a_weight_of_no_name_is_told_as_a_number():
    formulas = [kl(0), kl(1)]
    found = explain_terms([0.37 * formula.value() for formula in formulas], formulas)
    assert found is not None
    assert say(found, formulas[0]) == "the whole counts 0.37 times as much as it should"


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (lambda n: 784 / n, "counts 784 / 5 times, where 5 is the number of rows"),
        (lambda n: -784 / n, "counts -784 / 5 times, where 5 is the number of rows"),
        (lambda n: n / 100, "counts 5 / 100 times, where 5 is the number of rows"),
        (lambda n: 3 * n, "counts 3 * 5 times, where 5 is the number of rows"),
    ],
)
def test_a_number_beside_a_size_is_told_as_such(factor, words):
    both = [with_decay(seed, batch) for seed, batch in ((0, 5), (1, 7))]
    found = explain_terms([factor(formula.units["rows"]) * formula.value() for formula in both], both)
    assert found is not None
    assert say(found, both[0]) == f"the gradient {words}: the other number seems to be written in"


@pytest.mark.parametrize(
    ("slips", "sentence"),
    [
        ([("logvar", "logvar", "0")], "logvar is missing"),
        (
            [("sigma^2", "sigma", ""), ("the 1", "the 1", "0")],
            "sigma stands in place of sigma^2; the 1 is missing",
        ),
        (
            [(name, name, "1/latents") for name in ("mean^2", "sigma^2", "the 1", "logvar")],
            "the whole is averaged over the 7 latents: add them up, or it counts 1/7 of what it should",
        ),
    ],
)
def test_words(slips, sentence):
    found = read([Reading(*slip) for slip in slips])
    assert found is not None
    assert say(found, kl(0)) == sentence


def with_decay(seed: int, batch: int = 5) -> Formula:
    "A step down a gradient, with what is none of it: coefficient 0."
    gradient, weights = np.random.default_rng(seed).normal(size=(2, 20))
    return Formula((Term("the gradient", 1.0, gradient), Term("weight decay", 0.0, weights)), {"rows": batch})


@pytest.mark.parametrize(
    ("slips", "sentence"),
    [
        ([("weight decay", "weight decay", "+1")], "weight decay is added"),
        ([("weight decay", "weight decay", "+-1")], "weight decay is subtracted"),
        (
            [("the gradient", "the gradient", "2"), ("weight decay", "weight decay", "+x0.03")],
            "the gradient counts twice; weight decay is added with weight 0.03",
        ),
        (
            [("the gradient", "the gradient", "*rows"), ("weight decay", "weight decay", "+*rows")],
            "the gradient counts 5 times too much: it is a sum over the 5 rows where it should be an average; "
            "weight decay is added with weight 5",
        ),
        ([("weight decay", "weight decay", "+-1/rows")], "weight decay is added with weight -1/5"),
        ([("weight decay", "weight decay", "+-2")], "weight decay is added with weight -2"),
        ([("the gradient", "the gradient", "-1")], "the gradient has the wrong sign"),
        ([], ""),
    ],
)
def test_what_does_not_belong_there_is_read_and_told(slips, sentence):
    both = [with_decay(seed, batch) for seed, batch in ((0, 5), (1, 7))]
    readings = [Reading(*slip) for slip in slips]
    found = explain_terms([apply(readings, formula) for formula in both], both)
    assert found == readings
    assert say(found, both[0]) == sentence


def test_what_the_answer_does_without_is_not_said_to_be_in_it():
    "Steps that go ever further out: the gradient is the weights but for a little, and least squares mix the two"

    def step(seed):
        rng = np.random.default_rng(seed)
        weights = rng.normal(size=20) * 10.0 ** np.arange(20)
        terms = Term("the gradient", 1.0, weights + 1e-3 * rng.normal(size=20)), Term("weight decay", 0.0, weights)
        return Formula(terms, {})

    both = [step(0), step(1)]
    found = explain_terms([np.float32(100 * formula.value()).astype(float) for formula in both], both)
    assert found == [Reading("the gradient", "the gradient", "x100")]


def test_too_few_rows_say_nothing():
    formulas = [
        Formula((Term("a", 1.0, np.arange(1.0, 6)), Term("b", 1.0, np.arange(1.0, 6) ** 2)), {}) for _ in range(2)
    ]
    assert explain_terms([2 * formula.value() for formula in formulas], formulas) is None
