"""Every exercise: its reference passes, each named wrong answer is named, in this process and over the wire."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from gencourse.exercises.core.terms import PREFIX
from gencourse.exercises.run import WireError, judge, observe, read_observation
from gencourse.exercises.run.explain import explain, observe_terms
from tests.probe_process import SEEDS, small
from tests.quick_exercises import QUICK
from tests.wrong_answers import wrong_answers

HERE = Path(__file__).parent
SEEDS_HERE = (0, 1)  # all of them go over the wire, as they do in a grader; this process gives the same verdicts
EXERCISES = QUICK

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
    for slug, answer in [(None, exercise.reference), *wrong_answers(exercise.name)]
]
by_name = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)


def named(verdict):
    if verdict.slug == "check-failed":  # the judge raised: what it raised is of interest
        return verdict.sentence
    return None if verdict.outcome == "passed" else verdict.slug or verdict.outcome


def is_read(slug):
    "Whether a mistake's name is read off its terms, by explain, and not the judge's"
    return slug is not None and slug.startswith(PREFIX)


def agree(got, expected):
    "A judge only refuses what is named by its terms"
    return got is not None if is_read(expected) else got == expected


@pytest.mark.parametrize(("exercise", "slug", "answer"), CASES)
def test_the_verdict_is_right_in_this_process(exercise, slug, answer):
    "The reference passes and a wrong answer is named, on two seeds"
    parts = [exercise, small(exercise)]  # that the first verdict is the same with the lesson's calls, one seed tells
    judged = [judge(p, observe(p, answer, seed), seed) for p, seed in zip(parts, SEEDS_HERE, strict=True)]
    assert not [verdict.sentence for verdict in judged if re.search(r"[?!]\.|(?<!\.)\.\.(?!\.)", verdict.sentence)]
    verdicts = [named(verdict) for verdict in judged]
    if is_read(slug):
        assert all(verdicts)
        assert explain(exercise, observe_terms(exercise, answer)).slug == slug
    else:
        assert verdicts == [slug] * len(SEEDS_HERE)


@by_name
def test_an_exercise_knows_three_slips_or_more(exercise):
    slugs = {slug for slug, _ in wrong_answers(exercise.name)} - GENERAL
    assert len(slugs) >= 3, f"{exercise.name} names only {sorted(slugs)}: add to its judge and to tests/wrong_answers"


@by_name
def test_no_slip_ends_at_the_last_resort(exercise):
    "A judge's last Mistake, for answers that it cannot name, has a slug that begins with wrong-"
    assert not [slug for slug, _ in wrong_answers(exercise.name) if slug.startswith("wrong-") and slug not in GENERAL]


# ---- over the wire ----


class Probes:
    """Another process that runs probes and hands over arrays; they are judged here.

    It is started when it is asked, and stays for the next question: torch takes seconds to load.
    """

    COMMAND = (sys.executable, "-m", "tests.probe_process")

    def __init__(self, sandbox=()):
        self._command = [*sandbox, *self.COMMAND]
        self._process = None

    def verdicts(self, exercise):
        "The slug for each wrong answer and each seed, with the one that it should have."
        process = self._running()
        process.stdin.write(f"{exercise.name}\n".encode())
        process.stdin.flush()
        found = []
        try:
            for slug, answer in [(None, exercise.reference), *wrong_answers(exercise.name)]:
                for seed in SEEDS:
                    whole = answer is exercise.reference and seed == SEEDS[0]
                    judged = exercise if whole else small(exercise)
                    verdict = judge(judged, read_observation(process.stdout), seed)
                    found.append((f"{answer.__name__}, seed {seed}", named(verdict), slug))
        except WireError:
            self.close()  # what it writes next would be read as another's answer
            raise
        return found

    def _running(self):
        if self._process is None:
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(self._command, stdin=pipe, stdout=pipe, cwd=HERE.parent)
        return self._process

    def close(self):
        "End it; return what it had still to say and its exit code."
        process, self._process = self._process, None
        if process is None:
            return b"", 0
        process.stdin.close()
        with process:
            return process.stdout.read(), process.wait()


@pytest.fixture(scope="module")
def probes():
    probes = Probes()
    yield probes
    assert probes.close() == (b"", 0)


@by_name
def test_another_process_gives_the_same_verdicts(exercise, probes):
    "Every probe runs in another process, on each of 20 seeds; only arrays come back"
    wrong = [case for case in probes.verdicts(exercise) if not agree(*case[1:])]
    assert not wrong, "answer, slug, slug that it should have"


def test_a_sandbox_gives_the_same_verdicts(bwrap_path):
    "A probe needs no network, no home and no right to write"
    own = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--unshare-all", "--die-with-parent"]
    probes = Probes([bwrap_path, *own])
    wrong = [case for case in probes.verdicts(EXERCISES[0]) if not agree(*case[1:])]
    assert not wrong
    assert probes.close() == (b"", 0)
