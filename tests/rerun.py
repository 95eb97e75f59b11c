"""`make rerun`: run each lesson, then each of its cells once more, and tell where something else is shown.

A learner goes back and runs one cell again. So a cell's second run begins where the whole run ended, whatever other
cells have done in theirs, with the random numbers that the cell had at first; what it shows should be the same.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from gencourse.authoring.lesson import Lesson
from gencourse.authoring.notebooks import solution_notebook
from gencourse.authoring.parse import parse_lesson
from tests.lesson_contract import Logs, kernel_environment

ROOT = Path(__file__).parents[1]
STATE = (Path(__file__).with_name("rerun_state.py")).read_text(encoding="utf-8")
PATIENCE = 1800  # seconds for a cell, however busy the machine
# What may differ: addresses and names that Python or ipywidgets make up, and a progress bar's clock
CHANCE = re.compile(
    r"0x[0-9a-f]{6,}|\b[0-9a-f]{32}\b|\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
    r"|(\d+:)+\d\d<[\d:?]+(, +[\d.?]+ ?\w+/\w+)?"
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make rerun", description=__doc__)
    parser.add_argument("lessons", nargs="*", help="numbers of lessons: 03; all if there are none")
    numbers = [number.zfill(2) for number in parser.parse_args().lessons]
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # sums in one order, so that equal means equal
    sources = sorted((ROOT / "solutions").glob("[0-9][0-9]_*.py"))
    chosen = [source for source in sources if not numbers or source.name[:2] in numbers]
    if not chosen or len(chosen) < len(set(numbers)):
        parser.error(f"there are the lessons {', '.join(source.name[:2] for source in sources)}")
    return 1 if sum(report(parse_lesson(source)) for source in chosen) else 0


def report(lesson: Lesson) -> int:
    """Print a line for each cell of the lesson that shows something else, and one for the lesson; return how many."""
    start, found = time.perf_counter(), 0
    for line, what in rerun(lesson):
        if what:
            found += 1
            print(f"solutions/{lesson.path.name}:{line}: {what}", flush=True)
    print(f"{lesson.name}: {found or 'no'} cells differ ({time.perf_counter() - start:.0f} s)", flush=True)
    return found


def rerun(lesson: Lesson) -> Iterator[tuple[int, str]]:
    """Run the lesson, then each code cell again; yield the line of each cell and what is different, "" if nothing."""
    notebook = nbformat.reads(solution_notebook(lesson).decode("utf-8"), as_version=4)
    lines = [cell.line for cell in lesson.cells if cell.type == "code"]
    cells = [(index, cell) for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    client = NotebookClient(notebook, timeout=PATIENCE, kernel_name="python3", resources={})
    with TemporaryDirectory() as folder:
        path = Path(folder) / "solutions" / f"{lesson.name}.ipynb"
        with kernel_environment(path, Logs(Path(folder))):
            kernel = client.setup_kernel()
            kernel.__enter__()
        try:
            _silently(client, "import sys, types; sys.modules['rerun_state'] = types.ModuleType('rerun_state')")
            _silently(client, f"exec({STATE!r}, sys.modules['rerun_state'].__dict__); del sys, types")
            first = []
            for index, cell in cells:
                _silently(client, _call(f"before({index})"))
                first.append(_run(client, cell, index))
            _silently(client, _call("end()"))
            for line, before, (index, cell) in zip(lines, first, cells, strict=True):
                _silently(client, _call(f"again({index})"))
                yield line, difference(before, _run(client, cell, index))
        finally:
            kernel.__exit__(None, None, None)


def difference(before: list[NotebookNode], after: list[NotebookNode]) -> str:
    """Return what is different between what a cell showed and what it shows now, in a sentence; "" if nothing is."""
    for output in after:
        if output.output_type == "error":
            return f"it ends in {output.ename}: {output.evalue}"
    old, new = _shown(before), _shown(after)
    if old[1] != new[1]:
        lines = difflib.unified_diff(old[1].split("\n"), new[1].split("\n"), lineterm="", n=0)
        return "other text: " + " ".join(line for line in lines if not line.startswith(("---", "+++", "@@")))[:300]
    return "another picture" if old[0] != new[0] else ""


def _call(what: str) -> str:
    return f"__import__('sys').modules['rerun_state'].{what}"


def _silently(client: NotebookClient, code: str) -> None:
    client.execute_cell(nbformat.v4.new_code_cell(code), 0)


def _run(client: NotebookClient, cell: NotebookNode, index: int) -> list[NotebookNode]:
    cell = nbformat.from_dict(dict(cell))  # nbclient writes the outputs into it
    with contextlib.suppress(CellExecutionError):  # the outputs hold it
        client.execute_cell(cell, index)
    return cell.outputs


def _shown(outputs: list[NotebookNode]) -> tuple[list[str], str]:
    "The pictures, and all text as one: when the kernel sends a stream's pieces is chance."
    pictures, texts = [], []
    for output in outputs:
        if output.output_type == "stream":
            texts.append(output.text)
        elif output.output_type == "error":
            texts.append(f"{output.ename}: {output.evalue}")
        else:
            pictures += [data for kind, data in sorted(output.data.items()) if kind.startswith("image/")]
            texts += [str(output.data[kind]) for kind in ("text/plain", "text/html") if kind in output.data]
    text = re.sub(r"[^\n]*\r(?!\n)", "", "".join(texts))  # a progress bar overwrites itself
    return pictures, CHANCE.sub("", text)


if __name__ == "__main__":
    sys.exit(main())
