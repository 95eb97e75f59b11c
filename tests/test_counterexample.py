"""The counterexample: what an answer gives for the smallest input, and what it should give."""

from __future__ import annotations

import dataclasses
import inspect
import re

import numpy as np
import pytest
import torch

from gencourse.exercises import Mistake, get_exercise, list_exercises
from gencourse.exercises.core.examples import counterexample, probe_example
from gencourse.exercises.core.exercise import Example
from gencourse.exercises.core.terms import PREFIX
from gencourse.exercises.run import observe
from gencourse.exercises.run.finding import find, find_counterexample, gives_the_examples
from gencourse.models import gan
from tests.quick_exercises import QUICK
from tests.wrong_answers import wrong_answers

KL = get_exercise("elbo.kl_standard_normal")
WITH_EXAMPLES = [exercise for exercise in list_exercises() if exercise.examples]
SHOULD = re.compile(r"^For .*, .* should (be|have) (about )?(.+); yours (is|has) (.+)\.$", re.DOTALL)


@pytest.mark.parametrize("exercise", WITH_EXAMPLES, ids=lambda exercise: exercise.name)
def test_the_courses_version_gives_its_examples(exercise):
    assert find_counterexample(exercise, exercise.reference) is None
    assert gives_the_examples(exercise, exercise.reference, seconds=2.0)


@pytest.mark.parametrize("exercise", WITH_EXAMPLES, ids=lambda exercise: exercise.name)
def test_wrong_answers_are_shown_where_they_are_wrong(exercise):
    "Each sentence has the same form and never shows one number twice; an example that refutes nothing is dead"
    said = [find_counterexample(exercise, answer) for _, answer in wrong_answers(exercise.name)]
    assert any(said)
    for sentence in filter(None, said):
        match = SHOULD.match(sentence)
        assert match, sentence
        assert match[3] != match[5], sentence
        assert len(sentence) < 220, sentence
        assert "tensor(" not in sentence
        assert "\n" not in sentence
        assert ",," not in sentence


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("games.best_response", "near-ties"),
        ("games.pure_nash", "near-ties"),
        ("games.pure_nash", "not-turned-back"),
        ("games.mixed_nash", "rounded"),
        ("games.mixed_nash", "not-exact"),
        ("games.mixed_nash", "pure-ends-the-search"),
        ("games.pure_nash", "one-other-only"),
        ("games.fictitious_play", "table-turned"),
        ("games.fictitious_play", "own-average"),
    ],
)
def test_each_answer_with_this_mistake_is_refuted(name, slug):
    answers = [answer for known, answer in wrong_answers(name) if known == slug]
    assert answers
    for answer in answers:
        assert find_counterexample(get_exercise(name), answer), answer.__name__


def small(what="the sum", **changes):
    reference = dataclasses.replace(KL, reference=_total)
    example = Example(lambda: (torch.tensor([[1.0, 2.0]]),), what, **changes)
    return reference, example


def _total(x):
    return x.sum(1)


def said_of(got, **changes):
    exercise, example = small(**changes)
    return counterexample(exercise, example, {"the sum": np.asarray(got)})


def test_what_came_and_what_should():
    assert said_of(np.array([4.0])) == "For x = [[1, 2]], the sum should be [3]; yours is [4]."
    assert said_of(np.array([3.0])) is None
    assert said_of(np.array([[3.0]])) == "For x = [[1, 2]], the sum should have shape [1]; yours has [1, 1]."
    assert said_of(np.array([np.nan])) == "For x = [[1, 2]], the sum should be [3]; yours is [nan]."


def test_digits_are_added_until_the_two_differ():
    assert said_of(np.array([3.004])) == "For x = [[1, 2]], the sum should be [3]; yours is [3.004]."
    assert said_of(np.array([3.000001]), within=1e-9) == "For x = [[1, 2]], the sum should be [3]; yours is [3.000001]."
    assert said_of(np.array([3 + 1e-9]), within=1e-12) is None  # no seven digits tell them apart


def test_what_is_drawn_is_told_roughly():
    assert said_of(np.array([4.0]), within=0.1) == "For x = [[1, 2]], the sum should be about [3]; yours is [4]."
    assert said_of(np.array([3.2]), within=0.1) is None
    assert said_of(np.array([41.0]), within=0.2) == "For x = [[1, 2]], the sum should be about [3]; yours is [40]."


def test_a_number_that_stands_for_a_name_is_said_as_the_name():
    said = said_of(np.array(1), what="the sum", look=lambda total, x: {"the sum": 0}, names=("even", "odd"))
    assert said == 'For x = [[1, 2]], the sum should be "even"; yours is "odd".'


def test_an_input_can_be_told_in_words():
    assert said_of(np.array([4.0]), given="one row") == "For one row, the sum should be [3]; yours is [4]."


def test_what_lasts_from_call_to_call_shows_in_the_second():
    "A model is handed over as it is, and the second call finds what the first one left"
    add = lambda counter, x: counter.append(x) or sum(counter)  # noqa: E731
    seen = [
        probe_example(Example(lambda: ([], 2), "the sum", calls=calls), add)["the sum"].item() for calls in (1, 2, 3)
    ]
    assert seen == [2, 4, 6]


def test_an_example_that_crashes_shows_nothing():
    assert find_counterexample(KL, lambda mean, logvar: 1 / 0) is None
    assert not gives_the_examples(KL, lambda mean, logvar: 1 / 0, seconds=2.0)


def test_a_name_that_only_one_input_bears_out_is_not_said():
    "A judge that takes 4 for a sum over the 4 rows is right on one seed alone"

    def judge(observed, seed):
        if observed["total"] == 4 + seed:
            raise Mistake("by-chance", "you summed over the 4 rows.")
        raise Mistake("wrong-total", "the total should be 1.")

    exercise = dataclasses.replace(
        KL,
        probe=lambda attempt, seed: {"total": np.asarray(attempt(torch.zeros(1), None))},
        judge=judge,
        uses=(),
        terms=None,
        examples=(),
    )
    four = find(exercise, lambda mean, logvar: 4.0, {}, observe(exercise, lambda mean, logvar: 4.0, 0), search=False)
    assert not four.verdict.named
    assert "4 rows" not in four.verdict.sentence
    one = find(exercise, lambda mean, logvar: 7.0, {}, observe(exercise, lambda mean, logvar: 7.0, 0), search=False)
    assert one.verdict.slug == "wrong-total"


def test_a_tiny_step_elsewhere_is_not_said_to_be_clipped():
    "So small a bound would be near any move, beside the gradient"

    def step(generator, discriminator, optimizer, real, latent_dim):
        fake = generator(torch.randn(len(real), latent_dim)).detach()
        loss = gan.discriminator_loss(discriminator(real), discriminator(fake))
        optimizer.zero_grad()
        loss.backward()
        for weight in discriminator.parameters():
            weight.grad = 1e-4 * weight.grad.square()
        optimizer.step()
        return loss.item()

    exercise = get_exercise("gan.discriminator_step")
    assert find(exercise, step, {}, observe(exercise, step, 0), search=False).verdict.slug == "wrong-step"


@pytest.mark.parametrize(
    ("name", "attempt", "slug"),
    [
        (
            "vae.predict_collapse",
            lambda eigenvalues, variance, latent_dim: eigenvalues.flip(0)[:latent_dim] <= 2 * variance,
            "another-bar",
        ),
        ("vae.active_units", lambda mean, threshold=0.01: mean.var(0) > 0.8 * threshold, "lower-threshold"),
    ],
)
def test_another_threshold_is_refused_and_gets_no_name_of_another_mistake(name, attempt, slug):
    exercise = get_exercise(name)
    assert find(exercise, attempt, {}, observe(exercise, attempt, 0), search=False).verdict.slug == slug


SWITCHED = {
    "no gradients": (torch.set_grad_enabled, False, True),
    "double precision": (torch.set_default_dtype, torch.float64, torch.float32),
    "another device": (torch.set_default_device, "meta", None),
    "nothing": (lambda value: None, None, None),
}


@pytest.mark.parametrize("what", SWITCHED)
@pytest.mark.parametrize("exercise", QUICK, ids=lambda exercise: exercise.name)
def test_what_a_notebook_has_switched_changes_nothing_that_is_said(exercise, what):
    "And its random numbers go on as if nothing was drawn"
    answer = wrong_answers(exercise.name)[0][1]
    plain = find(exercise, answer, {}, observe(exercise, answer, 0), search=False)
    before = torch.get_rng_state()
    switch, there, back = SWITCHED[what]
    switch(there)
    try:
        said = find(exercise, answer, {}, observe(exercise, answer, 0), search=False)
    finally:
        switch(back)
    assert said == plain
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize("number", [1e30, 1e300, -1e300])
@pytest.mark.parametrize("exercise", [e for e in list_exercises() if e.terms and e.terms.formula], ids=lambda e: e.name)
def test_numbers_beyond_all_measure_are_read_as_nothing(exercise, number):
    def attempt(*given):
        return exercise.reference(*given).double() * 0 + number

    attempt.__signature__ = inspect.signature(exercise.reference)
    found = find(exercise, attempt, {}, observe(exercise, attempt, 0), search=False)
    assert found.verdict.outcome == "not yet"
    assert not (found.verdict.slug or "").startswith(PREFIX)


def test_two_draws_of_a_kl_are_shown_of_the_same_row():
    def scattered(mean, logvar):
        return KL.reference(mean, logvar) + 0.01 * torch.randn(len(mean))

    sentence = find(KL, scattered, {}, observe(KL, scattered, 0), search=False).verdict.sentence
    one, other = map(float, re.findall(r"gave (\S+) and (\S+):", sentence)[0])
    assert one != other
    assert abs(one - other) < 0.1


def test_a_unit_just_above_the_bar_is_told_from_one_at_it():
    exercise = get_exercise("vae.predict_collapse")

    def at_least(eigenvalues, variance, latent_dim):
        return eigenvalues.flip(0)[:latent_dim] - variance < 0.1

    sentence = find(exercise, at_least, {}, observe(exercise, at_least, 0), search=False).verdict.sentence
    assert "1.0001 sigma^2 should be False" in sentence
