"""Exercises that train: the course's version does what is asked, lazy rivals do not, each trained once."""

import inspect

import pytest
import torch

from gencourse.exercises import get_exercise, list_exercises
from gencourse.exercises.run import judge, observe
from gencourse.exercises.run.finding import find
from tests.wrong_answers import wrong_answers

BUILDS = [exercise for exercise in list_exercises() if exercise.build]
RIVALS = [
    pytest.param(exercise, slug, answer, id=f"{exercise.name}-{answer.__name__.strip('_')}")
    for exercise in BUILDS
    for slug, answer in wrong_answers(exercise.name)
]
by_name = pytest.mark.parametrize("exercise", BUILDS, ids=lambda exercise: exercise.name)


@by_name
def test_the_courses_version_does_what_is_asked(exercise):
    verdict = judge(exercise, observe(exercise, exercise.reference, 0), 0)
    assert (verdict.outcome, verdict.sentence) == ("passed", "")


@pytest.mark.parametrize(("exercise", "slug", "answer"), RIVALS)
def test_a_lazy_rival_fails_by_name(exercise, slug, answer):
    assert judge(exercise, observe(exercise, answer, 0), 0).slug == slug


@by_name
def test_a_lazy_rival_is_refused_by_what_it_does(exercise):
    "At least three of them return what can be judged"
    general = {"returned-none", "wrong-shape", "too-slow"}
    slugs = [slug for slug, _ in wrong_answers(exercise.name) if slug not in general]
    assert len(slugs) >= 3


@by_name
def test_an_attempt_trains_once(exercise):
    "Neither a second input, nor a counterexample, nor a repair asks for another training"
    calls = []
    wanted = inspect.signature(exercise.reference)

    def attempt(*arguments):
        calls.append(arguments)

    attempt.__signature__ = wanted
    found = find(exercise, attempt, {}, observe(exercise, attempt, 0), search=True)
    assert (len(calls), found.verdict.outcome, found.repair) == (1, "not yet", None)


def test_any_number_of_latents_will_do():
    def wide(x):
        return (lambda x: (torch.zeros(len(x), 100),) * 2), (lambda z: z[:, :1].expand(-1, 784))

    assert observe(get_exercise("vae.train_vae"), wide, 0).status == "ok"
