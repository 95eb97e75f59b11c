"""nbgrader's own commands on our notebooks, unchanged: release, collect, autograde, validate."""

import importlib.util
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import nbformat
import pytest

from gencourse.authoring.build import run
from gencourse.exercises import list_exercises
from tests.small_lesson import make_checkout

ROOT = Path(__file__).parents[1]
LESSON = "00_start_here"
EXERCISES = [exercise for exercise in list_exercises() if exercise.lesson == LESSON[3:]]
SMALL = EXERCISES[:2]  # those of tests/small_lesson.py
HALF = SMALL[:1]
ASSIGNMENTS = {"perfect": "start", "half": "small", "untouched": "small", "noisy": "small"}
# Right, and loud in every way: what nbgrader reads is the check cell's outputs
NOISE = """
import faulthandler, logging, os, subprocess, sys, warnings
from tqdm import tqdm
kept, log = sys.stderr, logging.getLogger("mine")
log.addHandler(logging.StreamHandler())

def noisy(function):
    def attempt(*arguments, **keywords):
        os.write(2, b"by descriptor")
        print("by a stream kept before", file=kept)
        log.warning("by a handler")
        logging.warning("by the root logger")
        warnings.warn("by warnings")
        faulthandler.dump_traceback()
        subprocess.run([sys.executable, "-c", "import os; os.write(2, b'by a process')"])
        list(tqdm(range(3), file=kept))
        return function(*arguments, **keywords)
    return attempt

print("in the exercise's own cell", file=sys.stderr)
os.write(2, b"there by descriptor")
"""
REQUIRED = bool(os.environ.get("CI")) or os.environ.get("GENCOURSE_REQUIRE_NBGRADER") == "1"

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("nbgrader") is None and not REQUIRED,
    reason="nbgrader is not installed (GENCOURSE_REQUIRE_NBGRADER=1 makes this a failure)",
)


@pytest.fixture(scope="module", autouse=True)
def path_to_alembic():
    "nbgrader starts alembic by name, which fails unless the environment is activated"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", sysconfig.get_path("scripts"), prepend=os.pathsep)
        yield


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course in which four students have been graded.

    In lesson 00 perfect, who filled in nbgrader's release. In the small lesson, whose cells take no time, half, who
    filled in our lesson, untouched, who handed nbgrader's release in as it was, and noisy, whose answers are right.
    """
    folder = tmp_path_factory.mktemp("course")
    run([make_checkout(folder / "built")], check=False, class_dir=None)
    for assignment, ours in (("start", ROOT), ("small", folder / "built")):
        solved = read(place(ours / "solutions" / f"{LESSON}.ipynb", folder / "source" / assignment))
        nbgrader(folder, "generate_assignment", assignment)
        released = folder / "release" / assignment / f"{LESSON}.ipynb"
        if assignment == "start":
            hand_in(folder, "perfect", fill(read(released), solved, EXERCISES))
        else:
            hand_in(folder, "half", fill(read(ours / "lessons" / f"{LESSON}.ipynb"), solved, HALF))
            hand_in(folder, "untouched", read(released))
            hand_in(folder, "noisy", make_noisy(fill(read(released), solved, SMALL)))
        nbgrader(folder, "autograde", assignment)
    return folder


def test_the_release_holds_no_solution(course):
    cells = {cell.id: cell.source for cell in read(course / "release" / "start" / f"{LESSON}.ipynb").cells}
    for exercise in EXERCISES:
        source = cells[exercise.name.replace(".", "-")]
        assert f"def {exercise.symbol}" in source and "raise NotImplementedError()" in source
        assert "SOLUTION" not in source
    assert not any("Solution</summary>" in source for source in cells.values())


@pytest.mark.parametrize(
    ("student", "passed"), [("perfect", EXERCISES), ("half", HALF), ("untouched", []), ("noisy", SMALL)]
)
def test_students_get_the_points_of_what_they_solved(course, student, passed):
    grades, score, most = grades_of(course, student)
    exercises = EXERCISES if ASSIGNMENTS[student] == "start" else SMALL
    for exercise in exercises:
        assert grades["check-" + exercise.name.replace(".", "-")] == (exercise.points if exercise in passed else 0)
    assert score == sum(exercise.points for exercise in passed)
    assert most == sum(exercise.points for exercise in exercises), "written questions carry no points"


def test_nothing_but_checks_fails_and_nothing_goes_to_stderr(course):
    "One line on stderr scores zero; an open exercise costs its own points only"
    for student, assignment in ASSIGNMENTS.items():
        for cell in read(course / "autograded" / student / assignment / f"{LESSON}.ipynb").cells:
            for output in cell.get("outputs", []):
                own = student == "noisy" and not cell.id.startswith("check-")  # there it costs nothing
                assert own or output.get("name") != "stderr", (student, cell.id, output)
                assert output.output_type != "error" or cell.id.startswith("check-"), (student, cell.id, output)


def test_validate_tells_a_solved_lesson_from_an_open_one(tmp_path):
    run([make_checkout(tmp_path)], check=False, class_dir=None)
    solved = nbgrader(tmp_path, "validate", f"solutions/{LESSON}.ipynb")
    assert "Success! Your notebook passes all the tests." in solved
    assert "VALIDATION FAILED ON 2 CELL(S)" in nbgrader(tmp_path, "validate", f"lessons/{LESSON}.ipynb")


def nbgrader(folder: Path, *arguments: str) -> str:
    "Run nbgrader in a course, away from the user's own Jupyter settings and from ours."
    (folder / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.root = {str(folder)!r}\n"
        "c.Execute.timeout = c.Execute.iopub_timeout = c.Execute.startup_timeout = 600  # however busy the machine\n"
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GENCOURSE_")}
    environment["JUPYTER_CONFIG_DIR"] = str(folder / "settings")
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def grades_of(course: Path, student: str) -> tuple[dict[str, float | None], float | None, float | None]:
    "Points for each graded cell, their sum, and the most there is"
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission(ASSIGNMENTS[student], student)
        grades = {grade.name: grade.auto_score for notebook in submission.notebooks for grade in notebook.grades}
        return grades, submission.score, submission.max_score


def fill(notebook: nbformat.NotebookNode, solved: nbformat.NotebookNode, exercises: list) -> nbformat.NotebookNode:
    "Answer these exercises."
    answers = {cell.id: cell.source for cell in solved.cells}
    for exercise in exercises:
        (cell,) = (cell for cell in notebook.cells if cell.id == exercise.name.replace(".", "-"))
        cell.source = answers[cell.id]
    return notebook


def make_noisy(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    "Wrap each answer in what writes to stderr."
    for exercise in SMALL:
        (cell,) = (cell for cell in notebook.cells if cell.id == exercise.name.replace(".", "-"))
        cell.source += f"\n{NOISE}\n{exercise.symbol} = noisy({exercise.symbol})"
    return notebook


def hand_in(course: Path, student: str, notebook: nbformat.NotebookNode) -> None:
    folder = course / "submitted" / student / ASSIGNMENTS[student]
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{LESSON}.ipynb")


def place(notebook: Path, folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / notebook.name).write_bytes(notebook.read_bytes())
    return folder / notebook.name


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)
