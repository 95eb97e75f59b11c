"""Run a lesson's notebook in a kernel of its own."""

from __future__ import annotations

import logging
import os
import subprocess
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from gencourse._threads import spin_briefly
from gencourse._validate import CourseError
from gencourse.widgets.kit.base import EXPORT_VARIABLE

SECONDS = 600  # the longest that a cell may take
NOT_OURS = ("GENCOURSE_STRICT", "NBGRADER_EXECUTION", "GENCOURSE_CHECK_LOG")  # this run is no learner's


def execute(path: Path) -> NotebookNode:
    """Return the notebook with its outputs, run in an empty folder. Raises CourseError that names a cell that fails."""
    try:
        notebook = nbformat.read(path, as_version=4)
    except OSError:
        raise
    except Exception as error:  # nbformat's, jsonschema's, and what both trip over
        raise CourseError(f"{path} is no notebook any more. Run: gencourse build, or install again.") from error
    started: list[NotebookNode] = []
    logging.getLogger("asyncio").addFilter(_is_news)
    with tempfile.TemporaryDirectory(prefix="gencourse-") as folder:
        client = NotebookClient(
            notebook,
            timeout=SECONDS,
            kernel_name="python3",
            resources={"metadata": {"path": folder}},
            store_widget_state=False,  # a page has no widget manager that could read it
            coalesce_streams=True,  # prints in a row make one output
            on_cell_start=lambda cell, cell_index: started.append(cell),  # a timeout names no cell
        )
        try:
            client.execute(env=_environment(), stderr=subprocess.DEVNULL)  # a warning on every start
        except Exception as error:
            if hasattr(client, "_async_cleanup_kernel_future"):  # Ctrl-C: nbclient ends the kernel, and trips over that
                raise KeyboardInterrupt from None
            raise _failure(path, started, _what(error)) from None
    return notebook


def _is_news(record: logging.LogRecord) -> bool:
    "Whether asyncio says more than that nbclient's watch over a kernel tripped over its end, as after a slow Ctrl-C."
    return "_async_poll_kernel_alive" not in record.getMessage()


def _environment() -> dict[str, str]:
    environment = {**os.environ, EXPORT_VARIABLE: "1"}
    spin_briefly(environment)
    return {name: value for name, value in environment.items() if name not in NOT_OURS}


def _what(error: Exception) -> str:
    "What went wrong in a cell; an error that is not about one is raised again."
    if isinstance(error, CellExecutionError):
        return f"{error.ename}: {error.evalue}"
    if isinstance(error, CellTimeoutError):
        return f"it takes more than {SECONDS} seconds"
    if isinstance(error, DeadKernelError):
        return "Python ended, perhaps for want of memory"
    raise error


def _failure(path: Path, started: list[NotebookNode], what: str) -> CourseError:
    code = [cell for cell in started if cell.cell_type == "code"]
    lines = code[-1].source.strip().splitlines() if code else []
    where = f"code cell {len(code)} ({lines[0][:60]})" if lines else "no cell yet"
    return CourseError(f"{path.stem} fails in {where}: {' '.join(what.split())}. Nothing was written.")
