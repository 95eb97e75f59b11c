"""What notebooks cost: the unit, the table at the end of a run, and the budget of all together.

A cost is the kernel's CPU-seconds divided by those of a fixed small training, measured in the same run: a slow machine,
or a busy one, is no reason to fail.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

CALIBRATION = pytest.StashKey[float]()


def calibration(config: pytest.Config, again: bool = False) -> float:
    """Return the CPU-seconds of tests/calibration.py, measured once in each worker of a run, or now (`again`)."""
    if again or CALIBRATION not in config.stash:
        command = [sys.executable, "-P", str(Path(__file__).with_name("calibration.py"))]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        config.stash[CALIBRATION] = float(done.stdout)
    return config.stash[CALIBRATION]


class Row(NamedTuple):
    """seconds: on the clock, for the eye alone; ratio: cpu_seconds over the calibration."""

    seconds: float
    cpu_seconds: float
    ratio: float


class NotebookTimings:
    """A plugin that collects what the `cost` items measured, from their reports: those reach xdist's controller.

    Beyond a budget it warns in the table; beyond twice the budget of all together the run fails.
    """

    def __init__(self, budget: float, budget_of_all: float) -> None:
        self.budget = budget
        self.budget_of_all = budget_of_all
        self.rows: dict[str, Row] = {}

    @property
    def total(self) -> Row:
        return Row(*map(sum, zip(*self.rows.values(), strict=True)))

    @property
    def failed(self) -> bool:
        return bool(self.rows) and self.total.ratio > 2 * self.budget_of_all

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        measured = dict(report.user_properties).get("notebook_cost")
        if report.when == "call" and isinstance(measured, list):
            self.rows[report.nodeid.partition("::")[0]] = Row(*measured)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.failed and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.rows:
            return
        terminalreporter.section("notebooks", sep="-")
        width = max(map(len, self.rows))
        terminalreporter.line(f"{'':{width}}  seconds  CPU-seconds  ratio to the calibration")
        for name, row in sorted(self.rows.items(), key=_as_numbered):
            over = f"  warning: over its budget of {self.budget:g}" if row.ratio > self.budget else ""
            terminalreporter.line(f"{name:{width}}  {_numbers(row)}{over}", yellow=bool(over))
        over = self.total.ratio > self.budget_of_all
        verdict = ": more than twice as much, so this run fails" if self.failed else ": warning" if over else ""
        line = f"{'together':{width}}  {_numbers(self.total)}  of at most {self.budget_of_all:g}{verdict}"
        terminalreporter.line(line, red=self.failed, yellow=over and not self.failed)


def _numbers(row: Row) -> str:
    return f"{row.seconds:7.1f}  {row.cpu_seconds:11.1f}  {row.ratio:5.1f}"


def _as_numbered(row: tuple[str, object]) -> tuple[str, str]:
    folder, _, name = row[0].rpartition("/")
    return name, folder
