"""A notebook of the course as pytest sees it: its cells (nbval), then its contract, then its time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import pytest
from nbval.kernel import CURRENT_ENV_KERNEL_NAME, RunningKernel
from nbval.plugin import IPyNbCell, IPyNbFile

from tests.lesson_contract import Logs, broken_promises, kernel_environment, own_exercises


class CourseNotebook(IPyNbFile):
    """A notebook in lessons/ or solutions/. Its kernel starts in the environment that the folder asks for."""

    started = finished = 0.0  # from before the kernel's start to the end of the cell that ran last

    def collect(self) -> Iterator[pytest.Item]:
        cells = list(super().collect())
        self.not_run = {cell.name for cell in cells}
        for cell in cells:
            cell.output_timeout = 300  # seconds from the reply to the last output; nbval's 5 fail on a busy machine
        yield from cells
        yield Contract.from_parent(self, name="contract")
        yield Seconds.from_parent(self, name="seconds")

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
        """Remember that a cell has run; other items don't count."""
        if isinstance(item, IPyNbCell):
            self.not_run.discard(item.name)
            self.finished = perf_counter()

    def run_alone(self) -> float:
        """Run all cells in a new kernel, after the first has gone, and return the seconds.

        What a cell does has been tested before; here only its time counts.
        """
        super().teardown()
        started = perf_counter()
        with TemporaryDirectory() as folder, kernel_environment(self.path, Logs(Path(folder))):
            kernel = RunningKernel(CURRENT_ENV_KERNEL_NAME, cwd=str(self.path.parent))
            try:
                for cell in self.nb.cells:
                    if cell.cell_type == "code":
                        message = kernel.execute_cell_input(cell.source, allow_stdin=False)
                        kernel.await_reply(message, timeout=self.config.option.nbval_cell_timeout)
                return perf_counter() - started
            finally:
                kernel.stop()


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


class Seconds(WholeNotebookItem):
    """The time from kernel start to the end of the last cell. Over the budget, the notebook gets a second chance."""

    def runtest(self) -> None:
        budget = float(self.config.getini("notebook_seconds"))
        seconds = self.parent.finished - self.parent.started
        alone = self.parent.run_alone() if seconds > budget else None
        self.user_properties.append(("notebook_seconds", [seconds, alone]))
        if alone is not None and alone > budget:
            pytest.fail(f"took {seconds:.1f} s, and alone {alone:.1f} s: at most {budget:g} s", pytrace=False)
