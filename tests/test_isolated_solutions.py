"""An exercise needs only the set-up cell, its own cell, and earlier exercises' functions. The grader relies on it."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from gencourse.exercises import get_exercise, list_exercises

SOLUTIONS = Path(__file__).parents[1] / "solutions"
SECONDS = 120  # of processor time


def run_isolated(path: Path, name: str) -> str:
    """Run an exercise of the solution at `path` with nothing but what it may need; return how its check ended."""
    from gencourse.exercises.run import judge, observe

    cells = nbformat.read(path, as_version=4).cells
    exercise = get_exercise(name)
    namespace: dict[str, Any] = {"__name__": "__main__"}
    _run(next(cell for cell in cells if "setup" in cell.metadata.get("tags", [])), namespace)
    for earlier in _exercises_in(cells):
        if earlier == name:
            break
        namespace[get_exercise(earlier).symbol] = get_exercise(earlier).reference
    _run(next(cell for cell in cells if cell.id == cell_id(name)), namespace)
    verdict = judge(exercise, observe(exercise, namespace[exercise.symbol], seed=1), seed=1)
    return f"{verdict.outcome}: {verdict.sentence}" if verdict.sentence else verdict.outcome


def _run(cell: nbformat.NotebookNode, namespace: dict[str, Any]) -> None:
    exec(compile(cell.source, f"<{cell.id}>", "exec"), namespace)


def _exercises_in(cells: list[nbformat.NotebookNode]) -> list[str]:
    names = {cell_id(exercise.name): exercise.name for exercise in list_exercises()}
    return [names[cell.id] for cell in cells if cell.id in names]


def cell_id(name: str) -> str:
    return name.replace(".", "-")


def in_fresh_process(path: Path, name: str, seconds: int = SECONDS) -> str:
    """Return run_isolated(path, name) from a process in which nothing has run before.

    A fork server imports torch once and forks for each exercise; it is no fork of pytest, whose threads and GPU would
    not survive that. Where there is none (Windows) each process starts from nothing.
    """
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(["gencourse.exercises", "matplotlib.pyplot"])
    with ProcessPoolExecutor(1, mp_context=context, initializer=_limit, initargs=(seconds,)) as pool:
        try:
            return pool.submit(run_isolated, path, name).result()
        except BrokenProcessPool:
            return f"killed: its process died, or took more than {seconds} s of processor time"


def _limit(seconds: int) -> None:
    "In processor time, which a busy machine does not make longer. Windows has no such limit."
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


@pytest.mark.parametrize("name", [exercise.name for exercise in list_exercises()])
def test_a_solution_needs_only_what_it_may(name: str):
    lesson = get_exercise(name).lesson
    (path,) = SOLUTIONS.glob(f"[0-9][0-9]_{lesson}.ipynb")
    assert in_fresh_process(path, name) == "passed"


FIT = "def fit_gaussian(x):\n    return {}"
SAMPLE = "def sample_gaussian(mean, cov, n):\n    fit_gaussian(torch.zeros(5, 2))\n    return {}"
RIGHT_FIT = "mean(x), torch.cov(x.T)"
RIGHT_SAMPLE = "mean + torch.randn(n, len(mean)) @ torch.linalg.cholesky(cov).T"


def write_solution(folder: Path, *, setup: str, between: str = "pass", fit: str = RIGHT_FIT) -> Path:
    setup_cell = new_code_cell(setup, metadata={"tags": ["setup"]})
    cells = [setup_cell, new_code_cell(between), new_code_cell(FIT.format(fit), id="start-fit_gaussian")]
    cells.append(new_code_cell(SAMPLE.format(RIGHT_SAMPLE), id="start-sample_gaussian"))
    path = folder / "00_start_here.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    return path


HELPER = "def mean(x):\n    return x.mean(0)"


def test_a_helper_of_the_setup_cell_is_there(tmp_path: Path):
    path = write_solution(tmp_path, setup=f"import torch\n{HELPER}")
    assert in_fresh_process(path, "start.fit_gaussian") == "passed"


def test_a_helper_of_another_cell_is_not_there(tmp_path: Path):
    "The notebook runs from top to bottom all the same: only this test sees it"
    path = write_solution(tmp_path, setup="import torch", between=HELPER)
    assert in_fresh_process(path, "start.fit_gaussian").startswith("crashed: NameError: name 'mean' is not defined")


def test_an_earlier_exercise_is_there_as_its_reference(tmp_path: Path):
    "The learner's own version, which divides by zero here, is not"
    path = write_solution(tmp_path, setup="import torch", fit="1 / 0")
    assert in_fresh_process(path, "start.sample_gaussian") == "passed"


def test_a_solution_without_an_end_is_killed(tmp_path: Path):
    "By the time that it computes, not by a clock on the wall"
    pytest.importorskip("resource")
    path = write_solution(tmp_path, setup="import torch\nwhile True:\n    pass")
    assert in_fresh_process(path, "start.fit_gaussian", seconds=1).startswith("killed")
