"""`gencourse new-exercise` writes five stubs that leave a checkout in order, and refuses with one sentence."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gencourse._validate import CourseError
from gencourse.authoring import new_exercise

ROOT = Path(__file__).parents[1]


@pytest.fixture
def checkout(tmp_path):
    "A copy of what the command writes to and what its stubs import."
    ignore = shutil.ignore_patterns("__pycache__", "*.ipynb")
    for folder in ("gencourse", "tests/wrong_answers", "solutions"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def contents(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts}


def in_checkout(root, *command):
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.run([sys.executable, *command], cwd=root, env=environment, capture_output=True, text=True)


NEW = {"start.standardise": None, "vae.smooth": "vae_failures", "games.regret": None, "gan.judge_both": None}


@pytest.mark.parametrize(("name", "lesson"), NEW.items())
def test_the_stubs_leave_ruff_and_the_list_of_exercises_in_order(name, lesson, checkout):
    before = contents(checkout)
    assert new_exercise.run(name, lesson, checkout) == 0
    changed = {
        path.relative_to(checkout).parts[0] for path, text in contents(checkout).items() if before.get(path) != text
    }
    assert changed == {"gencourse", "solutions", "tests"}
    done = in_checkout(checkout, "-m", "ruff", "check", ".")
    assert done.returncode == 0, done.stdout
    code = "from gencourse.exercises import list_exercises; print(*[e.name for e in list_exercises()])"
    done = in_checkout(checkout, "-c", code)
    assert done.stdout.split().count(name) == 1, done.stderr


REFUSED = {
    "an unknown topic": ("physics.slope", "There is no topic 'physics'. There are: start, .* A new one is a folder"),
    "nearly a topic": ("strat.slope", "There is no topic 'strat'. Did you mean start.slope\\? There are: start, "),
    "a taken name": (
        "start.fit_gaussian",
        "gencourse/exercises/start/fit_gaussian.py exists already, and nothing is overwritten",
    ),
    "a name of the package": ("start.reparameterize", "probability.py defines reparameterize already"),
    "no name": ("start", "is named topic.name, for instance start.fit_gaussian, got 'start'"),
    "two dots": ("start.a.b", "is named topic.name, .* got 'start.a.b'"),
    "a hyphen": ("start.fit-it", "'fit-it' should be a Python name in small letters"),
    "a keyword": ("start.if", "'if' should be a Python name"),
    "a path": ("start./../x", "should be|is named"),
    "several lessons": ("vae.smooth", "Exercises of vae stand in: vae, vae_failures. Say which one with --lesson"),
}


@pytest.mark.parametrize(("name", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_bad_name_is_refused_and_nothing_is_written(name, sentence, checkout):
    before = contents(checkout)
    with pytest.raises(CourseError, match=sentence):
        new_exercise.run(name, root=checkout)
    assert contents(checkout) == before


def test_a_file_that_is_there_is_not_overwritten(checkout):
    (checkout / "tests/wrong_answers/start/standardise.py").write_text("WRONG = 'mine'\n")
    before = contents(checkout)
    with pytest.raises(CourseError, match=r"tests/wrong_answers/start/standardise.py exists already"):
        new_exercise.run("start.standardise", root=checkout)
    assert contents(checkout) == before


def test_outside_a_checkout_it_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CourseError, match="Run it in a checkout"):
        new_exercise.run("start.standardise")
