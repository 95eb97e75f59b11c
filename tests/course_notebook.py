"""A notebook of the course as pytest sees it: its cells (nbval), then its contract, then its cost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import psutil
import pytest
from nbval.plugin import IPyNbCell, IPyNbFile

from tests.lesson_contract import Logs, broken_promises, kernel_environment, own_exercises
from tests.notebook_timings import calibration


class CourseNotebook(IPyNbFile):
    """A notebook in lessons/ or solutions/. Its kernel starts in the environment that the folder asks for."""

    started = finished = 0.0  # from before the kernel's start to the end of the cell that ran last
    cpu_seconds = 0.0  # of the kernel, its start included, up to the same moment

    def collect(self) -> Iterator[pytest.Item]:
        cells = list(super().collect())
        for cell in cells:
            cell.output_timeout = 60  # nbval's 5 s for what a cell has printed are few on a busy machine
        self.not_run = {cell.name for cell in cells}
        for cell in cells:
            cell.output_timeout = 300  # seconds from the reply to the last output; nbval's 5 fail on a busy machine
        yield from cells
        yield Contract.from_parent(self, name="contract")
        yield Cost.from_parent(self, name="cost")

    def setup(self) -> None:
        self._temporary = TemporaryDirectory(prefix=self.path.stem)
        self.logs = Logs(Path(self._temporary.name))
        self.started = perf_counter()
        with kernel_environment(self.path, self.logs):
            super().setup()

    def teardown(self) -> None:
        super().teardown()
        self._temporary.cleanup()

    def note(self, item: pytest.Item) -> None:
        """Remember that a cell has run, and what the kernel has cost so far; other items don't count."""
        if isinstance(item, IPyNbCell):
            self.not_run.discard(item.name)
            self.finished = perf_counter()
            with suppress(psutil.NoSuchProcess):  # a kernel that died: its cell says so
                self.cpu_seconds = cpu_seconds(psutil.Process(self.kernel.km.provisioner.pid))


def cpu_seconds(process: psutil.Process) -> float:
    """Return the CPU-seconds, user and system, of a process and of what it has started, ended children included.

    Children that have ended are counted where the system tells their time, so not on Windows and macOS.
    """
    total = 0.0
    for one in (process, *process.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            times = one.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


class WholeNotebookItem(pytest.Item):
    """A test of the whole notebook, after its cells. It says nothing where some of them were not selected."""

    parent: CourseNotebook

    def setup(self) -> None:
        if self.parent.not_run:
            pytest.skip(f"{len(self.parent.not_run)} cell(s) were not run: select the whole notebook")

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, self.nodeid


class Contract(WholeNotebookItem):
    """The checks' outcomes, and no word to the network."""

    def runtest(self) -> None:
        broken = broken_promises(self.path, own_exercises(self.path), self.parent.logs)
        if broken:
            pytest.fail("\n".join(broken), pytrace=False)


class Cost(WholeNotebookItem):
    """The kernel's CPU-seconds over the calibration's. A clock decides nothing: it runs on while others compute."""

    def runtest(self) -> None:
        notebook, budget = self.parent, float(self.config.getini("notebook_budget"))
        ratio = notebook.cpu_seconds / calibration(self.config)
        if ratio > budget:  # the machine may have slowed down since it was measured
            ratio = notebook.cpu_seconds / max(calibration(self.config), calibration(self.config, again=True))
        seconds = notebook.finished - notebook.started
        self.user_properties.append(("notebook_cost", [seconds, notebook.cpu_seconds, ratio]))
        if ratio > 2 * budget:
            pytest.fail(
                f"cost {notebook.cpu_seconds:.1f} CPU-seconds, {ratio:.1f} times the calibration: "
                f"more than twice its budget of {budget:g}",
                pytrace=False,
            )
