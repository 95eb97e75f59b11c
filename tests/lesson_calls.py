"""How a lesson calls the functions that its reader wrote: noted in the kernel, compared with the exercises' uses.

The kernel of a solution notes the largest call of each; the contract of the notebook asks whether a check makes it too.
"""

from __future__ import annotations

import functools
import json
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

CHECK = re.compile(r'(\w+) = check\("([\w.]+)", \w+\)')
ROOT = Path(__file__).parents[1]


def write_startup(ipython_folder: Path, log: Path) -> None:
    """Let each IPython kernel with this folder note its calls in the log."""
    startup = ipython_folder / "profile_default" / "startup"
    startup.mkdir(parents=True)
    lines = [
        "import sys",
        f"sys.path.insert(0, {str(ROOT)!r})",
        "from tests.lesson_calls import follow",
        f"follow(get_ipython(), {str(log)!r})",
        "sys.path.pop(0)",  # the entry may stand there a second time, by PYTHONPATH
        "del sys, follow",
    ]
    (startup / "00-lesson-calls.py").write_text("\n".join(lines) + "\n", encoding="utf-8")


def follow(shell: Any, log: str) -> None:
    """After each cell that checks an exercise, let the function that it bound note how it is called."""

    def after(result: Any) -> None:
        for symbol, name in CHECK.findall(result.info.raw_cell or ""):
            if symbol in shell.user_ns:
                shell.user_ns[symbol] = noting(shell.user_ns[symbol], name, Path(log))

    shell.events.register("post_run_cell", after)


def noting(function: Callable[..., Any], name: str, log: Path) -> Callable[..., Any]:
    """Return the function, which then appends a line to the log for each call that is larger than those before."""
    largest = -1

    @functools.wraps(function)
    def noted(*args: Any, **kwargs: Any) -> Any:
        nonlocal largest
        answer = function(*args, **kwargs)
        given = (*args, *kwargs.values())
        size = _size((*given, answer))
        if size > largest:
            largest = size
            with log.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"exercise": name, "call": described(given)}) + "\n")
        return answer

    return noted


def described(arguments: Iterable[Any]) -> list[Any]:
    """Return each tensor as its dtype and shape, each whole number itself, and "other" for whatever else there is."""
    torch = sys.modules["torch"]
    found: list[Any] = []
    for x in arguments:
        whole = isinstance(x, int) and not isinstance(x, bool)
        found.append([str(x.dtype), *x.shape] if isinstance(x, torch.Tensor) else x if whole else "other")
    return found


def checked_in(notebook: Path) -> list[str]:
    """Return the names of the exercises whose checks bind a function, as the checks of our lessons do."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [name for cell in cells for _, name in CHECK.findall("".join(cell["source"]))]


def not_made(names: Iterable[str], lines: Iterable[str]) -> list[str]:
    """Return a sentence for each of these exercises whose check makes no call like the largest one in the log."""
    from gencourse.exercises import get_exercise  # loads torch

    largest = {entry["exercise"]: entry["call"] for entry in map(json.loads, lines)}  # the last line is the largest
    missing = []
    for name in (name for name in names if not get_exercise(name).build):  # what trains is called by its check alone
        if name not in largest:
            missing.append(f"{name} is checked here, but no call of its function was noted.")
            continue
        call = largest[name]
        uses = [lessons_own(use) for use in get_exercise(name).uses]
        if call not in uses:
            missing.append(f"{name} is called with {call} here, but its check makes no such call, only {uses}.")
    return missing


def lessons_own(use: Any) -> list[Any]:
    """Return how the lesson makes the call that the use stands for."""
    stands_for = {str(ours): lessons for ours, lessons in use.stands_for.items()}
    described_here = described(use.arguments(0))
    return [[stands_for.get(str(n), n) for n in x] if isinstance(x, list) else x for x in described_here]


def _size(values: Iterable[Any]) -> int:
    torch = sys.modules["torch"]
    total = 0
    for x in values:
        if isinstance(x, torch.Tensor):
            total += x.numel()
        elif isinstance(x, (tuple, list)):
            total += _size(x)
        elif isinstance(x, int):
            total += x
    return total
