"""Choices: a wrong answer is named by the fewest of them that give its numbers."""

from __future__ import annotations

import numpy as np
import pytest

from gencourse.exercises import Mistake
from gencourse.exercises.core.choices import Choice, name_choices

X = np.array([1.0, 2.0, 4.0])
STAGES = {
    "of": [Choice(X), Choice(X**2, "squared", "you squared."), Choice(-X, "sign", "the sign is wrong.")],
    "by": [Choice(np.mean), Choice(np.sum, "summed", "this is a sum."), Choice(np.std, "spread", "this is a spread.")],
    "scale": [Choice(1.0), Choice(1.01)],  # both are right
}


def named(got, **changes):
    compute = lambda of, by, scale: scale * by(of)  # noqa: E731
    name_choices(got, compute, STAGES, Mistake("wrong-number", "another number is due."), **changes)


@pytest.mark.parametrize("got", [7 / 3, 1.01 * 7 / 3])
def test_what_right_choices_give_is_right(got):
    assert named(got) is None


@pytest.mark.parametrize(
    ("got", "slug", "sentence"),
    [
        (7.0, "squared", "you squared."),  # the mean of 1, 4, 16; a sum would give it as well
        (21.0, "squared+summed", "2 things: (1) you squared. (2) this is a sum."),
        (-1.01 * 7.0, "sign+summed", "2 things: (1) the sign is wrong. (2) this is a sum."),
        (7.5, "wrong-number", "another number is due."),
        (np.ones(3), "wrong-number", "another number is due."),
        (np.nan, "wrong-number", "another number is due."),
    ],
)
def test_the_fewest_wrong_choices_are_named(got, slug, sentence):
    with pytest.raises(Mistake) as caught:
        named(got)
    assert (caught.value.slug, caught.value.sentence) == (slug, sentence)


def test_a_judge_may_say_what_else_is_right():
    assert named(7.5, right=lambda got: abs(got - 7.5) < 0.1) is None


def test_what_is_drawn_has_to_be_near_what_choices_give():
    with pytest.raises(Mistake) as caught:
        named(20.0, near=lambda value: abs(value - 20.0) < 2)
    assert caught.value.slug == "squared+summed"


def test_a_stricter_measure_of_what_is_right_holds():
    with pytest.raises(Mistake) as caught:
        named(7 / 3 + 1e-6, right=lambda got: got == 7 / 3)
    assert caught.value.slug == "wrong-number"


def test_no_more_choices_are_tried_than_asked_for():
    with pytest.raises(Mistake) as caught:
        named(21.0, most=1)
    assert caught.value.slug == "wrong-number"
