"""Every exercise: its reference passes, each named wrong answer is named, in this process and over the wire."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from gencourse.exercises import list_exercises
from gencourse.exercises.run.check import judge
from gencourse.exercises.run.observe import observe
from gencourse.exercises.run.wire import read_observation

SEEDS = range(20)
HERE = Path(__file__).parent
EXERCISES = list_exercises()


def wrong_answers(exercise):
    topic = exercise.name.partition(".")[0]
    known = importlib.import_module(f"tests.wrong_answers.{topic}").WRONG_ANSWERS
    assert exercise.name in known, f"add {exercise.name} to WRONG_ANSWERS in tests/wrong_answers/{topic}.py"
    return known[exercise.name]


GENERAL = {  # named by the words that every probe and judge uses
    "changed-its-input",
    "not-a-tuple",
    "numpy-instead-of-torch",
    "returned-none",
    "values-and-indices",
    "wrong-dtype",
    "wrong-shape",
}
CASES = [
    pytest.param(exercise, slug, answer, id=f"{exercise.name}-{answer.__name__.strip('_')}")
    for exercise in EXERCISES
    for slug, answer in [(None, exercise.reference), *wrong_answers(exercise)]
]


def named(verdict):
    if verdict.slug == "check-failed":  # the judge raised: what it raised is of interest
        return verdict.sentence
    return None if verdict.outcome == "passed" else verdict.slug or verdict.outcome


@pytest.mark.parametrize(("exercise", "slug", "answer"), CASES)
def test_the_verdict_is_right_on_every_seed(exercise, slug, answer):
    "The reference passes and a wrong answer is named, on each of 20 seeds"
    assert [named(judge(exercise, observe(exercise, answer, seed), seed)) for seed in SEEDS] == [slug] * len(SEEDS)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_an_exercise_knows_three_slips_or_more(exercise):
    slugs = {slug for slug, _ in wrong_answers(exercise)} - GENERAL
    assert len(slugs) >= 3, f"{exercise.name} names only {sorted(slugs)}: add to its judge and to tests/wrong_answers"


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_no_slip_ends_at_the_last_resort(exercise):
    "A judge's last Mistake, for answers that it cannot name, has a slug that begins with wrong-"
    assert not [slug for slug, _ in wrong_answers(exercise) if slug.startswith("wrong-") and slug not in GENERAL]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_checking_the_reference_is_quick(exercise):
    "0.2 s is what a check may take; a busy machine makes some of twenty slower, and none quicker"
    from time import perf_counter

    def seconds():
        start = perf_counter()
        judge(exercise, observe(exercise, exercise.reference, 0), 0)
        return perf_counter() - start

    assert any(seconds() < 0.2 for _ in range(20))


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
