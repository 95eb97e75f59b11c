"""A missing Chromium or bubblewrap skips its tests, and fails them where CI asks for it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import require_browser, require_sandbox

REQUIREMENTS = [
    pytest.param(require_browser, "chromium", "GENCOURSE_REQUIRE_BROWSER", id="browser"),
    pytest.param(require_sandbox, "bwrap", "GENCOURSE_REQUIRE_SANDBOX", id="sandbox"),
]


needs_sh = pytest.mark.skipif(os.name == "nt", reason="writes a shell script")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the whole PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def write_program(path: Path, status: int) -> Path:
    path.write_text(f"#!/bin/sh\nexit {status}\n")
    path.chmod(0o755)
    return path


def refusal(require: Callable[[], str]) -> BaseException:
    "A skip that escapes would skip the test about it: catch both."
    with pytest.raises((pytest.skip.Exception, pytest.fail.Exception)) as caught:
        require()
    return caught.value


@pytest.mark.parametrize(("require", "program", "variable"), REQUIREMENTS)
def test_a_missing_program_skips(require, program, variable, programs, monkeypatch):
    monkeypatch.delenv(variable, raising=False)
    assert isinstance(refusal(require), pytest.skip.Exception)


@pytest.mark.parametrize(("require", "program", "variable"), REQUIREMENTS)
def test_a_missing_program_fails_where_it_is_required(require, program, variable, programs, monkeypatch):
    monkeypatch.setenv(variable, "1")
    failure = refusal(require)
    assert isinstance(failure, pytest.fail.Exception)
    assert f"{variable}=1" in str(failure)


@needs_sh
@pytest.mark.parametrize(("require", "program", "variable"), REQUIREMENTS)
def test_a_program_that_is_there_is_found(require, program, variable, programs):
    path = write_program(programs / program, status=0)
    assert require() == str(path)


@needs_sh
def test_a_bubblewrap_that_may_not_work_counts_as_missing(programs, monkeypatch):
    monkeypatch.setenv("GENCOURSE_REQUIRE_SANDBOX", "1")
    write_program(programs / "bwrap", status=1)
    assert "may not make a sandbox" in str(refusal(require_sandbox))
