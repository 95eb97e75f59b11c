"""The table of notebook times at the end of a run, and the budget of all together."""

from __future__ import annotations

import pytest


class NotebookTimings:
    """A plugin that collects what the `seconds` items measured, from their reports: those reach xdist's controller."""

    def __init__(self, budget: float) -> None:
        self.budget = budget
        self.rows: dict[str, tuple[float, float | None]] = {}

    @property
    def total(self) -> float:
        """Seconds of all notebooks together; where one was run alone, that time counts."""
        return sum(seconds if alone is None else alone for seconds, alone in self.rows.values())

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        measured = dict(report.user_properties).get("notebook_seconds")
        if report.when == "call" and isinstance(measured, list):
            self.rows[report.nodeid.partition("::")[0]] = (measured[0], measured[1])

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.total > self.budget and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.rows:
            return
        terminalreporter.section("notebooks: seconds from kernel start to the last cell", sep="-")
        width = max(map(len, self.rows))
        for name, (seconds, alone) in sorted(self.rows.items(), key=_as_numbered):
            again = f"  alone {alone:.1f}" if alone is not None else ""
            terminalreporter.line(f"{name:{width}}  {seconds:6.1f}{again}")
        over = self.total > self.budget
        line = f"{'together':{width}}  {self.total:6.1f}  of at most {self.budget:g}"
        terminalreporter.line(line + (": too long, so this run fails" if over else ""), red=over)


def _as_numbered(row: tuple[str, object]) -> tuple[str, str]:
    folder, _, name = row[0].rpartition("/")
    return name, folder
