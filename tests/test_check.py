"""`check` in a notebook: four outcomes, strict mode, the log and progress."""

import dataclasses
import json
import subprocess
import sys

import numpy as np
import pytest
import torch

from gencourse import probability
from gencourse.exercises import Exercise, Mistake, NotPassed, check, get_exercise, list_exercises, progress, record
from gencourse.exercises.run import observe

NAME = "start.fit_gaussian"


def solved(x):
    return x.mean(0), torch.cov(x.T)


def not_centred(x):
    return x.mean(0), x.T @ x / len(x)


def stub(x):
    raise NotImplementedError("Exercise: start.fit_gaussian")


def nbgrader_stub(x):
    # YOUR CODE HERE
    raise NotImplementedError()


def test_a_right_answer_is_handed_back(capsys):
    "From here the lesson runs on the learner's own code"
    assert check(NAME, solved) is solved
    assert capsys.readouterr().out == "Passed: start.fit_gaussian (1 point).\n"


def test_a_wrong_answer_gets_its_sentence_and_the_reference(capsys):
    assert check(NAME, not_centred) is probability.fit_gaussian
    out = capsys.readouterr().out
    assert out.startswith("Not yet: start.fit_gaussian: cov: the points are not centred")
    assert out.endswith("The lesson goes on with the course's version.\n")
    assert "Traceback" not in out


@pytest.mark.parametrize("unsolved", [stub, nbgrader_stub])
def test_a_stub_is_open(unsolved, capsys):
    assert check(NAME, unsolved) is probability.fit_gaussian
    assert capsys.readouterr().out.startswith("Open: start.fit_gaussian: write your answer in the cell above")


def test_a_second_run_does_not_pass_the_reference(capsys):
    "After the first run the name holds the course's version: checking that would give it full points"
    first = check(NAME, stub)
    check(NAME, first)
    assert "Open: start.fit_gaussian: this is the course's version" in capsys.readouterr().out


def raises_in_torch(x):
    return torch.randn_like(x.long())


def raises_in_softmax(x):
    return torch.softmax(x.long(), 0)


class Misspelt(torch.nn.Module):
    def foward(self, x):
        return x


def misspells_forward(x):
    return Misspelt()(x)


def has_no_forward(x):
    return torch.nn.Module()(x)


def calls_a_bare_raise_elsewhere(x):
    return torch.distributions.Distribution(validate_args=False).rsample()


def gets_a_bare_one_from_c(x):
    "As from a function in C: without a frame of its own and without a text"
    (row for row in x).throw(NotImplementedError)


RAISED_ELSEWHERE = [
    raises_in_torch,
    raises_in_softmax,
    misspells_forward,
    has_no_forward,
    calls_a_bare_raise_elsewhere,
    gets_a_bare_one_from_c,
]


@pytest.mark.parametrize("attempt", RAISED_ELSEWHERE)
def test_torchs_own_not_implemented_is_a_crash(attempt, capsys):
    "Otherwise a learner who tried would be told that the exercise is open"
    check(NAME, attempt)
    assert capsys.readouterr().out.startswith("Crashed: start.fit_gaussian: NotImplementedError")


def needs_another(x):
    def sample_gaussian():
        raise NotImplementedError("Exercise: start.sample_gaussian")

    return sample_gaussian()


def test_an_exercise_that_calls_an_open_one_says_which(capsys):
    check(NAME, needs_another)
    assert "it calls start.sample_gaussian, which is open too" in capsys.readouterr().out


def divides(x):
    return 1 / 0


def test_a_crash_shows_only_the_learners_lines(capsys):
    check(NAME, divides)
    out = capsys.readouterr().out
    assert "Crashed: start.fit_gaussian: ZeroDivisionError: division by zero\n" in out
    assert "in divides: return 1 / 0" in out
    assert "_probe" not in out and "record.py" not in out and "Traceback" not in out


def test_an_unknown_exercise_names_the_nearest():
    from gencourse._validate import CourseError

    with pytest.raises(CourseError, match=r"no exercise named 'start.fit_gausian'. Did you mean start.fit_gaussian"):
        check("start.fit_gausian", solved)


# ---- strict mode ----


@pytest.fixture(
    params=[("GENCOURSE_STRICT", "1"), ("NBGRADER_EXECUTION", "autograde"), ("NBGRADER_EXECUTION", "validate")]
)
def strict(request, monkeypatch):
    monkeypatch.delenv("GENCOURSE_STRICT", raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.setenv(*request.param)


@pytest.mark.parametrize("attempt", [stub, not_centred, divides, None])
def test_strict_mode_makes_an_error_of_all_but_passed(strict, attempt):
    with pytest.raises(NotPassed, match=r"start\.fit_gaussian"):
        check(NAME, attempt)


def test_strict_mode_binds_the_reference_before_it_raises(strict):
    "So that one open exercise does not fail the next ones"
    cell = "from gencourse.exercises import check\nfit_gaussian = check('start.fit_gaussian', None)"
    namespace = {}
    with pytest.raises(NotPassed):
        exec(cell, namespace)
    assert namespace["fit_gaussian"] is probability.fit_gaussian


def test_strict_mode_lets_a_right_answer_pass(strict):
    assert check(NAME, solved) is solved


# ---- output ----


LOUD = """
import sys, warnings, torch
from gencourse.exercises import check
def fit_gaussian(x):
    warnings.warn("odd")
    print("to stderr", file=sys.stderr)
    print("to stdout")
    return x.mean(0), torch.cov(x.T)
check("start.fit_gaussian", fit_gaussian)
"""


def test_nothing_reaches_stderr():
    "One line on stderr scores zero in nbgrader"
    result = subprocess.run([sys.executable, "-W", "always", "-c", LOUD], capture_output=True, text=True, check=True)
    assert result.stderr == ""
    assert "Passed" in result.stdout
    assert all(text in result.stdout for text in ("UserWarning: odd", "to stderr", "to stdout"))


def floods(x):
    for _ in range(1_000_000):
        print("again and again")
    return solved(x)


def test_a_million_lines_are_cut(capsys):
    check(NAME, floods)
    assert len(capsys.readouterr().out) < 1000


def prints(lines):
    waiting = [f"line {i}" for i in range(lines)]

    def attempt(x):  # is called more than once
        while waiting:
            print(waiting.pop(0))
        return solved(x)

    return attempt


@pytest.mark.parametrize(("printed", "shown"), [(1, 1), (10, 10), (11, 10), (40, 10)])
def test_ten_lines_of_what_was_printed_are_shown(printed, shown, capsys):
    "Enough to look at a tensor; what is left out is said"
    check(NAME, prints(printed))
    rest = ["  ..."] if printed > shown else []
    expected = ["Your code printed:", *(f"  line {i}" for i in range(shown)), *rest]
    assert capsys.readouterr().out.splitlines()[1:] == expected


# ---- log and progress ----


def test_the_log_gets_a_line_for_each_check(tmp_path, monkeypatch):
    monkeypatch.setenv("GENCOURSE_CHECK_LOG", str(tmp_path / "log.jsonl"))
    for attempt in (solved, not_centred, stub, divides):
        check(NAME, attempt)
    entries = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [entry["outcome"] for entry in entries] == ["passed", "not yet", "open", "crashed"]
    assert entries[1] == {"exercise": NAME, "outcome": "not yet", "slug": "not-centred", "points": 1}


def test_a_log_that_cannot_be_written_does_not_stop_the_lesson(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("GENCOURSE_CHECK_LOG", str(tmp_path / "missing" / "log.jsonl"))
    assert check(NAME, solved) is solved
    assert "cannot be written" in capsys.readouterr().out


def test_progress_lists_passed_open_and_points(capsys):
    for exercise in list_exercises():
        check(exercise.name, stub)
    check(NAME, solved)
    capsys.readouterr()
    progress("start_here")
    out = capsys.readouterr().out
    exercises = [exercise for exercise in list_exercises() if exercise.lesson == "start_here"]
    total = sum(exercise.points for exercise in exercises)
    assert out.startswith(f"1 of {len(exercises)} exercises passed, 1 of {total} points.\n")
    assert out.count("passed\n") == 1


def test_progress_of_an_unknown_lesson_names_the_lessons():
    from gencourse._validate import CourseError

    with pytest.raises(CourseError, match="start_here"):
        progress("start")


def test_a_failing_judge_is_never_the_learners_fault(monkeypatch, capsys):
    def broken(observed, seed):
        raise KeyError("nothing")

    reference = probability.fit_gaussian
    exercise = Exercise("broken.one", 1, "start_here", reference, get_exercise(NAME).probe, broken)
    monkeypatch.setattr("gencourse.exercises.run.check.get_exercise", lambda name: exercise)
    assert check("broken.one", solved) is reference
    assert "the course's own check failed (KeyError" in capsys.readouterr().out


def test_exercises_are_listed_with_points_and_lesson():
    listed = {exercise.name: exercise for exercise in list_exercises()}
    assert listed[NAME].points >= 1 and listed[NAME].lesson == "start_here" and listed[NAME].symbol == "fit_gaussian"


def test_names_are_unique_and_agree_with_their_module_and_symbol():
    names = [exercise.name for exercise in list_exercises()]
    assert len(set(names)) == len(names)


def test_a_mistake_carries_slug_and_sentence():
    mistake = Mistake("some-slug", "Some sentence.")
    assert (mistake.slug, mistake.sentence) == ("some-slug", "Some sentence.")


def test_a_probe_hands_over_bfloat16_as_float32():
    assert record(torch.ones(2, dtype=torch.bfloat16)).dtype == np.float32
    assert observe(get_exercise(NAME), lambda x: (x.mean(0).bfloat16(), solved(x)[1]), 0).status == "ok"


@pytest.mark.parametrize(("points", "said"), [(1, "1 point"), (2, "2 points"), (3, "3 points")])
def test_points_are_counted_in_words(points, said, monkeypatch, capsys):
    exercise = dataclasses.replace(get_exercise(NAME), points=points)
    monkeypatch.setattr("gencourse.exercises.run.check.get_exercise", lambda name: exercise)
    check(NAME, solved)
    assert capsys.readouterr().out == f"Passed: {NAME} ({said}).\n"
