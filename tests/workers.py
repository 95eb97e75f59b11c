"""A run on several cores: `pytest -n 2` gives each worker whole notebooks and whole files, the long ones first."""

from __future__ import annotations

import os

import pytest
from xdist.scheduler import LoadScopeScheduling

NOTEBOOKS = ("solutions/", "lessons/")
BROWSER = "tests/browser/"
SLOW = (  # what `make test-quick` leaves out, beside what is marked: node ids begin with these
    *NOTEBOOKS,
    BROWSER,
    "tests/test_any_answer.py::",
    "tests/test_exercises.py::test_a_sandbox",
    "tests/test_exercises.py::test_another_process",
    "tests/test_export.py::test_an_export_that_is_stopped",
    "tests/test_gan.py::test_the_ring_is_covered",
    "tests/test_games.py::test_each_strategy_plays_as_axelrods_does",
    "tests/test_games.py::test_the_round_robin_is_axelrods_tournament",
    "tests/test_check_in_a_kernel.py::",
    "tests/test_isolated_solutions.py::",
    "tests/test_lab.py::",
    "tests/test_mechanics.py::",
    "tests/test_nbgrader.py::",
    "tests/test_packaging.py::",
    "tests/test_rerun.py::",
    "tests/test_server.py::",
    "tests/test_workers.py::",
)


def take_one_thread() -> None:
    """Let a worker, and what it starts, compute with one thread; the user's own numbers stay.

    Two workers with two threads each would wait for each other on two cores. Read when torch loads.
    """
    if "PYTEST_XDIST_WORKER" in os.environ:
        for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
            os.environ.setdefault(name, "1")


class WholeFiles(LoadScopeScheduling):
    """Hands out what belongs together, in the order in which it was collected."""

    def _split_scope(self, nodeid: str) -> str:
        """Return the file: its kernel, its server or its wheel is then made once.

        All tests in JupyterLab are one such piece, since they share a server.
        """
        file = nodeid.partition("::")[0]
        return "JupyterLab" if file.startswith(BROWSER) and file.endswith("_lab.py") else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log) -> WholeFiles | None:
    if config.getoption("dist") == "each":
        return None
    config.option.loadscopereorder = False  # xdist would begin with the file of most tests, be they the shortest
    return WholeFiles(config, log)


@pytest.hookimpl(tryfirst=True)  # before `-m` looks at the markers
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(SLOW):
            item.add_marker("slow")
    if hasattr(config, "workerinput"):
        slow = {item.path for item in items if item.get_closest_marker("slow")}
        items.sort(key=lambda item: _turn(item, slow))


def _turn(item: pytest.Item, slow: set) -> int:
    """Return 0 for a notebook, which can take minutes, to 3 for what is short: two workers then end together."""
    if item.nodeid.startswith(NOTEBOOKS):
        return 0
    return 3 if item.path not in slow else 2 if item.nodeid.startswith(BROWSER) else 1
