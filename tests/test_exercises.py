"""Every exercise: its reference passes, each named wrong answer is named, in this process and over the wire."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from gencourse.exercises import list_exercises
from gencourse.exercises._check import judge
from gencourse.exercises._observe import observe
from gencourse.exercises._wire import read_observation

SEEDS = range(20)
HERE = Path(__file__).parent
EXERCISES = list_exercises()


def wrong_answers(exercise):
    topic = exercise.name.partition(".")[0]
    return importlib.import_module(f"tests.wrong_answers.{topic}").WRONG_ANSWERS[exercise.name]


CASES = [
    pytest.param(exercise, slug, answer, id=f"{exercise.name}-{answer.__name__.strip('_')}")
    for exercise in EXERCISES
    for slug, answer in [(None, exercise.reference), *wrong_answers(exercise)]
]


def named(verdict):
    return None if verdict.outcome == "passed" else verdict.slug or verdict.outcome


@pytest.mark.parametrize(("exercise", "slug", "answer"), CASES)
def test_the_verdict_is_right_on_every_seed(exercise, slug, answer):
    "The reference passes and a wrong answer is named, on each of 20 seeds"
    assert [named(judge(exercise, observe(exercise, answer, seed), seed)) for seed in SEEDS] == [slug] * len(SEEDS)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_an_exercise_knows_three_slips_or_more(exercise):
    slugs = {slug for slug, _ in wrong_answers(exercise)}
    general = {
        "wrong-shape",
        "not-a-tuple",
        "values-and-indices",
        "returned-none",
        "numpy-instead-of-torch",
        "changed-its-input",
    }
    assert len(slugs - general) >= 3


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_no_judge_answers_a_slip_without_naming_it(exercise):
    "The last resort of a judge starts with wrong-; no slip we know of may end there"
    last_resort = {"wrong-covariance", "wrong-mean", "wrong-log-likelihood", "wrong-distance"}
    assert not last_resort & {slug for slug, _ in wrong_answers(exercise)}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_checking_the_reference_is_quick(exercise):
    "0.2 s is what a check may take; the median of five is not moved by a busy machine"
    from time import perf_counter

    def seconds():
        start = perf_counter()
        judge(exercise, observe(exercise, exercise.reference, 0), 0)
        return perf_counter() - start

    assert sorted(seconds() for _ in range(5))[2] < 0.2


def verdicts_elsewhere(command, exercises):
    "Yield what a probe process observed, judged here, with the slug that it should have"
    process = subprocess.Popen([*command, *(e.name for e in exercises)], stdout=subprocess.PIPE, cwd=HERE.parent)
    with process:
        assert process.stdout is not None
        for exercise in exercises:
            for slug, answer in [(None, exercise.reference), *wrong_answers(exercise)]:
                for seed in SEEDS:
                    verdict = judge(exercise, read_observation(process.stdout), seed)
                    yield f"{exercise.name}: {answer.__name__}, seed {seed}", named(verdict), slug
        assert process.stdout.read() == b""
    assert process.returncode == 0


PROBES = [sys.executable, "-m", "tests.probe_process"]


def test_another_process_gives_the_same_verdicts():
    "Every probe runs in another process; only arrays come back, and they are judged here"
    for case, slug, expected in verdicts_elsewhere(PROBES, EXERCISES):
        assert slug == expected, case


def test_a_sandbox_gives_the_same_verdicts(bwrap_path):
    "A probe needs no network, no home and no right to write"
    sandbox = [
        bwrap_path,
        "--ro-bind",
        "/",
        "/",
        "--dev",
        "/dev",
        "--proc",
        "/proc",
        "--unshare-all",
        "--die-with-parent",
    ]
    for case, slug, expected in verdicts_elsewhere([*sandbox, *PROBES], EXERCISES[:1]):
        assert slug == expected, case
