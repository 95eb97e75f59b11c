"""Fixtures for our own tests. Options and everything about notebooks stand in the root conftest.py: hooks written here
never fire for lessons/ and solutions/."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
import torch
from hypothesis import HealthCheck, settings

from gencourse.runtime import get_device, seed_everything
from tests.javascript.deno import Deno, Library
from tests.small_export import export_small_lesson

if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # in a shell's background; what we start would inherit it
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A clock on a busy machine says nothing about the code: hypothesis shall not fail for it.
settings.register_profile("no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no clock")

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


@pytest.fixture(scope="session")
def device() -> torch.device:
    """The device of this run: `pytest --device cpu`, or what GENCOURSE_DEVICE says."""
    return get_device()


@pytest.fixture(autouse=True)
def seed(request: pytest.FixtureRequest) -> int:
    """Seed every generator from the test's name, so that a test's numbers depend on no other test."""
    number = zlib.crc32(request.node.nodeid.encode())
    seed_everything(number)
    return number


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pages: the small lesson of tests/small_export.py, exported once for all tests."""
    return export_small_lesson(tmp_path_factory.mktemp("exported"))


@pytest.fixture(scope="session")
def javascript() -> Iterator[Callable[..., Library]]:
    """javascript("game/js/numbers.js") gives what that file of a widget exports: numbers("equilibria", game)."""
    deno = Deno()
    yield deno.library
    deno.close()


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The path of a Chromium; without one the test is skipped, or fails under GENCOURSE_REQUIRE_BROWSER=1."""
    return require_browser()


@pytest.fixture(scope="session")
def bwrap_path() -> str:
    """The path of a bubblewrap that works; without one as above, under GENCOURSE_REQUIRE_SANDBOX=1."""
    return require_sandbox()


def require_browser() -> str:
    """Return the path of a Chromium, or skip (fail) the running test."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    return path or _do_without("GENCOURSE_REQUIRE_BROWSER", "no Chromium on PATH: install chromium or Google Chrome")


def require_sandbox() -> str:
    """Return the path of bubblewrap, or skip (fail) the running test.

    Some systems have the program but forbid what it does, so it is tried.
    """
    path = shutil.which("bwrap")
    if path is None:
        _do_without("GENCOURSE_REQUIRE_SANDBOX", "no bwrap on PATH: install bubblewrap (Linux only)")
    trial = subprocess.run([path, "--ro-bind", "/", "/", "--unshare-all", "true"], capture_output=True, text=True)
    if trial.returncode:
        _do_without("GENCOURSE_REQUIRE_SANDBOX", f"bwrap is here but may not make a sandbox: {trial.stderr.strip()}")
    return path


def _do_without(variable: str, reason: str) -> NoReturn:
    if os.environ.get(variable) == "1":
        pytest.fail(f"{reason} ({variable}=1 makes this a failure)", pytrace=False)
    pytest.skip(reason)
