"""A small lesson with every kind of output, exported by the command itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat

PROMISE = "A page needs no kernel."
INTRODUCTION = f"""# Small & exported

*{PROMISE}*

A point $x_n$ from $\\mathcal N(\\mu, \\Sigma)$, and a mean:

$$\\mu = \\frac1N \\sum_n x_n$$"""
REST = """## What follows

<details><summary>Hint 1</summary>

Take the mean.

</details>

| written | said |
|---|---|
| $x_n$ | a point |

See [the project](https://example.org/)."""
SETUP = """import os
import torch
from gencourse.plots import show_points
from gencourse.widgets import DensityExplorer, LatentExplorer
points = torch.randn(50, 2, generator=torch.Generator().manual_seed(0))
print("strict:", os.environ.get("GENCOURSE_STRICT"))"""
ANSWER = "### BEGIN SOLUTION\nanswer = 42\n### END SOLUTION"
FIRST = "explorer = DensityExplorer(points, points)\nexplorer.mean = [0.5, 0.25]\nexplorer"
SECOND = "explorer.mean = [-1.0, -1.0]\nDensityExplorer(points, points)"
FOR_THE_KERNEL = """class Odd(torch.nn.Linear):
    def forward(self, z):
        return super().forward(z).sin()
LatentExplorer(torch.nn.Sequential(Odd(2, 16), torch.nn.Unflatten(1, (1, 4, 4))), latent_dim=2)"""
WITH_A_TRAP = """decoder = torch.nn.Sequential(torch.nn.Linear(2, 16), torch.nn.Unflatten(1, (1, 4, 4)))
LatentExplorer(decoder, latent_dim=2, compare=decoder, titles=("</script><b>caught", "other"))"""
FIGURE = 'show_points({"points": points}, alt="A cloud of 50 points.")'


def make_lessons(folder: Path, *code: str, name: str = "07_small") -> Path:
    """Write lessons/ and solutions/, one notebook in each with these code cells; return the lesson's path."""
    cells = [nbformat.v4.new_markdown_cell(INTRODUCTION), *map(nbformat.v4.new_code_cell, code)]
    cells.append(nbformat.v4.new_markdown_cell(REST))
    for part in ("lessons", "solutions"):
        (folder / part).mkdir(parents=True, exist_ok=True)
        nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / part / f"{name}.ipynb")
    return folder / "lessons" / f"{name}.ipynb"


def export(lesson: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run `gencourse export` in a process of its own that knows this lesson only."""
    return subprocess.run(export_command(lesson, *arguments), capture_output=True, text=True, timeout=600)


def export_command(lesson: Path, *arguments: str | Path) -> list[str]:
    """Return what starts that process."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom gencourse import cli, workbook\n"
        "workbook.find_lessons = lambda: [Path(sys.argv[1])]\nsys.exit(cli.main(['export', *sys.argv[2:]]))"
    )
    return [sys.executable, "-c", code, str(lesson), *map(str, arguments)]


def export_small_lesson(folder: Path) -> Path:
    """Export the lesson with everything in it; return the folder of its pages."""
    lesson = make_lessons(folder, SETUP, ANSWER, FIRST, SECOND, FOR_THE_KERNEL, WITH_A_TRAP, FIGURE)
    done = export(lesson, "--out", folder / "pages")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "pages"
