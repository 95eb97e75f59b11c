"""A small course in a folder of its own, run by a pytest of its own with this repository's conftest.py."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

ROOT = Path(__file__).parents[1]
MACHINERY = ("pyproject.toml", "conftest.py", "tests/__init__.py", "tests/offline/sitecustomize.py", "tests/workers.py")
MODULES = (
    "calibration",
    "claim_cells",
    "claim_kernel",
    "course_notebook",
    "lesson_calls",
    "lesson_contract",
    "notebook_timings",
)


@dataclass(frozen=True)
class Run:
    """How a pytest of its own ended."""

    code: int
    text: str

    def __getitem__(self, item: str) -> str:
        "The outcome of an item such as lessons/00_start_here.ipynb::contract."
        found = re.findall(rf"^{re.escape(item.replace('.ipynb', '::ipynb'))} ([A-Z]+)", self.text, re.MULTILINE)
        assert len(found) == 1, f"{item} is not in\n{self.text}"
        return found[0]


def run_pytest(folder: Path, *arguments: str, **environment: str) -> Run:
    """Run pytest in a course, with more environment where given; `-v` makes Run know the items."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--color=no", *arguments]
    inherited = {name: value for name, value in os.environ.items() if name not in ("PYTEST_ADDOPTS", "GOMP_SPINCOUNT")}
    done = subprocess.run(command, cwd=folder, env=inherited | environment, capture_output=True, text=True)
    return Run(done.returncode, done.stdout + done.stderr)


def write_course(folder: Path, notebooks: Mapping[str, list[str]], calibration: str | None = "print(1.0)") -> Path:
    """Write our machinery and these notebooks, given as sources of code cells, to a folder; return the folder.

    Its calibration is this script, which takes no time; None for our own.
    """
    for name in (*MACHINERY, *(f"tests/{module}.py" for module in MODULES)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    if calibration is not None:
        (folder / "tests" / "calibration.py").write_text(calibration)
    for name, cells in notebooks.items():
        (folder / name).parent.mkdir(exist_ok=True)
        nbformat.write(new_notebook(cells=[new_code_cell(cell) for cell in cells]), folder / name)
    return folder
