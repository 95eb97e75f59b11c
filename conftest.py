"""The run as a whole: device, kernels, notebooks, their contract and their cost.

This must be the root's conftest.py: hooks in tests/conftest.py never fire for lessons/ and solutions/.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from nbval.plugin import IPyNbFile

from gencourse._threads import spin_briefly
from tests import workers
from tests.course_notebook import CourseNotebook
from tests.lesson_contract import OUTCOMES
from tests.notebook_timings import NotebookTimings

spin_briefly(os.environ)  # before anything loads torch
workers.take_one_thread()
os.environ.setdefault("GENCOURSE_HELP", "off")  # no search for repairs but in its own tests


def pytest_addoption(parser: pytest.Parser) -> None:
    devices = ("auto", "cpu", "cuda", "mps")
    parser.addoption("--device", choices=devices, help="where tests and notebooks compute (sets GENCOURSE_DEVICE)")
    unit = "in CPU-seconds of its kernel over those of tests/calibration.py: beyond it a warning, beyond twice it red"
    parser.addini("notebook_budget", f"what one notebook may cost, {unit}", default="18")
    parser.addini("notebooks_budget", f"what all notebooks together may cost, {unit}", default="210")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(workers, "workers")
    device = config.getoption("device")
    if device is not None:
        os.environ["GENCOURSE_DEVICE"] = device  # kernels inherit it
        _refuse_missing(device)
    budgets = (float(config.getini(name)) for name in ("notebook_budget", "notebooks_budget"))
    config.pluginmanager.register(NotebookTimings(*budgets), "notebook-timings")


def _refuse_missing(device: str) -> None:
    if device in ("auto", "cpu"):
        return
    from gencourse._validate import CourseError
    from gencourse.runtime import get_device  # loads torch

    try:
        get_device()
    except CourseError:
        raise pytest.UsageError(f"--device {device}: torch finds no such device here") from None


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Take the notebooks in lessons/ and solutions/ over from nbval."""
    collectors = yield
    folder = file_path.parent
    if folder.name not in OUTCOMES or folder.parent != parent.config.rootpath:
        return collectors
    return [CourseNotebook.from_parent(parent, path=file_path) if isinstance(c, IPyNbFile) else c for c in collectors]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    try:
        return (yield)
    finally:
        if isinstance(item.parent, CourseNotebook):
            item.parent.note(item)
