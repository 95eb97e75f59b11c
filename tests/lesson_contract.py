"""What a course notebook promises when it is run untouched, and the environment in which it must keep the promise."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.lesson_calls import checked_in, not_made, write_startup

OFFLINE = Path(__file__).parent / "offline"
OUTCOMES = {"solutions": "passed", "lessons": "open"}
PROXIES = ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy")


@dataclass(frozen=True)
class Logs:
    """The files in which one run of a notebook leaves word, in a folder of its own."""

    folder: Path

    @property
    def checks(self) -> Path:
        """Filled by `gencourse.exercises.check`: one JSON line for each check."""
        return self.folder / "checks.jsonl"

    @property
    def refused(self) -> Path:
        """Filled by tests/offline/sitecustomize.py: one line for each address or name that was refused."""
        return self.folder / "refused.txt"

    @property
    def calls(self) -> Path:
        """Filled by tests/lesson_calls.py in a solution's kernel: the largest call of each exercise's function."""
        return self.folder / "calls.jsonl"

    @property
    def claims(self) -> Path:
        """Filled by tests/claim_kernel.py: one JSON line for each claim cell."""
        return self.folder / "claims.jsonl"


@contextmanager
def kernel_environment(path: Path, logs: Logs) -> Iterator[None]:
    """Set the environment for the kernel of the notebook at `path`: strict by its folder, offline, with logs.

    It holds only while a kernel starts, so that our own tests and what they start may use the network. IPython gets a
    folder of its own: the user's may hold start-up files, and two kernels that start at once lock each other's history.
    """
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("NBGRADER_EXECUTION", raising=False)
        environment.delenv("GENCOURSE_STRICT", raising=False)
        if path.parent.name == "solutions":
            environment.setenv("GENCOURSE_STRICT", "1")
            if not (logs.folder / "ipython").exists():
                write_startup(logs.folder / "ipython", logs.calls)
        environment.setenv("GENCOURSE_CHECK_LOG", str(logs.checks))
        environment.setenv("GENCOURSE_OFFLINE_LOG", str(logs.refused))
        environment.setenv("IPYTHONDIR", str(logs.folder / "ipython"))
        environment.setenv("PYTHONPATH", str(OFFLINE), prepend=os.pathsep)
        for name in PROXIES:  # a proxy on this machine would let a lesson out
            environment.delenv(name, raising=False)
            environment.delenv(name.upper(), raising=False)
        yield


def own_exercises(path: Path) -> list[str]:
    """Return the names of the exercises of the lesson NN_topic.ipynb."""
    from gencourse.exercises import list_exercises  # loads torch

    return [exercise.name for exercise in list_exercises() if exercise.lesson == path.stem[3:]]


def broken_promises(path: Path, own: list[str], logs: Logs) -> list[str]:
    """Return one sentence for each thing a whole run of the notebook should have done and did not.

    A solution passes each exercise of its lesson, and each check makes the largest call of that lesson; a lesson leaves
    each exercise open. Neither checks another lesson's, and neither asks for the network, not even to catch the error.
    """
    expected = OUTCOMES[path.parent.name]
    found = _outcomes(logs.checks)
    broken = [f"{name} was not checked." for name in own if name not in found]
    for name, outcomes in found.items():
        if name not in own:
            broken.append(f"{name} is no exercise of this lesson, but is checked here.")
        elif outcomes != {expected}:
            broken.append(f"{name} should be {expected}, but is {' and '.join(sorted(outcomes))}.")
    if path.parent.name == "solutions":
        broken += not_made(checked_in(path), _lines(logs.calls))
    return broken + [f"It asked for the network: {target}" for target in _lines(logs.refused)]


def _outcomes(path: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for entry in map(json.loads, _lines(path)):
        found.setdefault(entry["exercise"], set()).add(entry["outcome"])
    return found


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []
