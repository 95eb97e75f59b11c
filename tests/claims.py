"""`make claims`: run whole lessons on other seeds, and tell which of their sentences falls.

The test of a solution's notebook holds its claims on the seeds that the lesson writes out. Here each of these seeds is
moved, for the whole lesson, so a sentence that stands on luck falls on one seed or another.
"""

from __future__ import annotations

import argparse
import ast
import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from gencourse.authoring.claims import claims_of, followed
from gencourse.authoring.notebooks import solution_notebook
from gencourse.authoring.parse import parse_lesson
from tests.claim_cells import PATIENCE, Held, asked, told
from tests.lesson_contract import Logs, kernel_environment

ROOT = Path(__file__).parents[1]
_starting = threading.Lock()  # a kernel takes over this process's environment, which is set for it alone
APART = 1000  # between what the seeds 1, 2, 3 make of a lesson's own, which count 0, 1, 2


def main() -> int:
    parser = argparse.ArgumentParser(prog="make claims", description=__doc__)
    parser.add_argument("lessons", nargs="*", help="numbers of lessons: 03; all if there are none")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3], help="0 is the lesson as it is written")
    parser.add_argument("--jobs", type=int, default=2, help="kernels at once, of one thread each")
    options = parser.parse_args()
    numbers = [number.zfill(2) for number in options.lessons]
    sources = sorted((ROOT / "solutions").glob("[0-9][0-9]_*.py"))
    chosen = [source for source in sources if not numbers or source.name[:2] in numbers]
    if not chosen or len(chosen) < len(set(numbers)):
        parser.error(f"there are the lessons {', '.join(source.name[:2] for source in sources)}")
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    fallen = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        runs = [(source, [pool.submit(on_seed, source, seed) for seed in options.seeds]) for source in chosen]
        for source, futures in runs:
            fallen += report(source.stem, options.seeds, [future.result() for future in futures])
    return 1 if fallen else 0


def report(lesson: str, seeds: list[int], found: list[list[Held]]) -> int:
    """Print each claim of a lesson with what it compared on each seed; return how many fell on one."""
    fallen, by_line = 0, {}  # what a claim makes ready has a line on the seeds on which it fails, and on no other
    for seed, claims in zip(seeds, found, strict=True):
        for held in claims:
            by_line.setdefault(held.line, {})[seed] = held
    for line, on_seeds in sorted(by_line.items()):
        lost = [str(seed) for seed, held in on_seeds.items() if held.error]
        fallen += bool(lost)
        verdict = f"FELL on {', '.join(lost)}" if lost else "holds"
        print(f"{lesson}:{line} {verdict}: {next(iter(on_seeds.values())).sentence}")
        for seed, held in on_seeds.items():
            print(f"    seed {seed}: {held.values}{f'  {held.error}' if held.error else ''}")
    print(f"{lesson}: {len(by_line)} claims on {len(seeds)} seeds, {fallen or 'none'} fell", flush=True)
    return fallen


def on_seed(source: Path, seed: int) -> list[Held]:
    """Run a lesson's solution with its seeds moved; return what became of its claims."""
    lesson = parse_lesson(source)
    notebook = nbformat.reads(solution_notebook(lesson).decode("utf-8"), as_version=4)
    code = [(place, cell) for place, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    client = NotebookClient(notebook, timeout=PATIENCE, kernel_name="python3", resources={})
    found: list[Held] = []
    with TemporaryDirectory() as folder:
        logs = Logs(Path(folder))
        with _starting, kernel_environment(Path(folder) / "lessons" / f"{source.stem}.ipynb", logs):
            kernel = client.setup_kernel()
            kernel.__enter__()
        try:
            for index, (place, cell) in enumerate(code):
                cell.source = with_seeds_moved(cell.source, seed * APART)
                client.execute_cell(cell, place)  # where nbclient looks for what a display updates
                for claim in (claim for claim in lesson.claims if followed(lesson, claim) == index):
                    client.execute_cell(nbformat.v4.new_code_cell(asked(claim, logs.claims)), 0)
                    found += told(claim, logs.claims)
        except CellExecutionError as error:
            reached = {held.line for held in found}
            left = [one for claim in lesson.claims for one in claims_of(claim) if one.line not in reached]
            found += [Held(one.line, one.sentence, "", f"not reached: {error.ename}: {error.evalue}") for one in left]
        finally:
            kernel.__exit__(None, None, None)
    return found


def with_seeds_moved(source: str, by: int) -> str:
    """Return code in which each seed that it writes out is larger: seed_everything(0), manual_seed(1), seed=2."""
    lines = source.split("\n")
    for node in sorted(_seeds(ast.parse(source)), key=lambda node: (node.lineno, node.col_offset), reverse=True):
        line = lines[node.lineno - 1].encode()
        moved = str(node.value + by).encode()
        lines[node.lineno - 1] = (line[: node.col_offset] + moved + line[node.end_col_offset :]).decode()
    return "\n".join(lines)


def _seeds(tree: ast.AST) -> Iterator[Any]:
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[first, *_]):
                found += [first] if name in ("seed_everything", "manual_seed", "default_rng") else []
            case ast.keyword(arg="seed" | "random_state", value=value):
                found.append(value)
            case ast.arguments():
                positional = [*node.posonlyargs, *node.args]
                pairs = [*zip(positional[::-1], node.defaults[::-1], strict=False)]
                pairs += zip(node.kwonlyargs, node.kw_defaults, strict=True)
                found += [default for argument, default in pairs if argument.arg == "seed"]
    for value in found:
        if isinstance(value, ast.Constant) and type(value.value) is int:
            yield value


if __name__ == "__main__":
    sys.exit(main())
