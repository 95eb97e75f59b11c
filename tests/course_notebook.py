"""A notebook of the course as pytest sees it: its cells (nbval), then its contract, then its cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import psutil
import pytest
from nbval.plugin import IPyNbCell, IPyNbFile

from gencourse.authoring.claims import followed
from gencourse.authoring.lesson import Cell, Lesson, shown
from gencourse.authoring.source import read_lesson
from tests.claim_cells import PATIENCE, asked, told
from tests.lesson_contract import Logs, broken_promises, kernel_environment, own_exercises
from tests.notebook_timings import calibration


class CourseNotebook(IPyNbFile):
    """A notebook in lessons/ or solutions/. Its kernel starts in the environment that the folder asks for."""

    started = finished = 0.0  # from before the kernel's start to the end of the cell that ran last
    cpu_seconds = 0.0  # of the kernel, its start included, up to the same moment

    def collect(self) -> Iterator[pytest.Item]:
        cells = list(super().collect())
        self.not_run = {cell.name for cell in cells}
        for cell in cells:
            cell.output_timeout = 300  # seconds from the reply to the last output; nbval's 5 fail on a busy machine
        claims = _claims_by_cell(self.path)
        for index, cell in enumerate(cells):
            yield cell
            for lesson, claim in claims.get(index, []):
                yield Claims.from_parent(self, name=f"claim of line {claim.line}", lesson=lesson, cell=claim)
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


def _claims_by_cell(notebook: Path) -> dict[int, list[tuple[Lesson, Cell]]]:
    "The claim cells of a solution's source, by the number of the code cell that each follows."
    source, found = notebook.with_suffix(".py"), defaultdict(list)
    if notebook.parent.name == "solutions" and source.is_file():
        lesson = read_lesson(source)
        for claim in lesson.claims:
            found[followed(lesson, claim)].append((lesson, claim))
    return found


class Claims(pytest.Item):
    """What a lesson states of the cells above, in a claim cell of its source."""

    parent: CourseNotebook

    def __init__(self, *, lesson: Lesson, cell: Cell, **arguments) -> None:
        super().__init__(**arguments)
        self.lesson, self.cell = lesson, cell

    def setup(self) -> None:
        code = sum(cell.type == "code" for cell in self.lesson.cells if cell.line < self.cell.line)
        missing = self.parent.not_run & {f"Cell {number}" for number in range(code)}
        if missing:
            pytest.skip(f"{len(missing)} cell(s) above were not run: select them, too")

    def runtest(self) -> None:
        kernel, log = self.parent.kernel, self.parent.logs.claims
        kernel.await_reply(kernel.execute_cell_input(asked(self.cell, log), allow_stdin=False), timeout=PATIENCE)
        fallen = [held for held in told(self.cell, log) if held.error]
        if fallen:
            pytest.fail("\n".join(f"{shown(self.lesson.path)}:{held}" for held in fallen), pytrace=False)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, self.nodeid


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
