"""A file is written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from gencourse import _files
from gencourse._files import write_whole


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"old")
    return path


def test_a_file_is_made_and_replaced(old: Path):
    write_whole(old, b"new")
    write_whole(old.with_name("other.txt"), b"")
    assert {path.name: path.read_bytes() for path in old.parent.iterdir()} == {"notes.txt": b"new", "other.txt": b""}


@pytest.mark.parametrize("stopped", ["fsync", "replace"])
@pytest.mark.parametrize("reason", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_an_interruption_leaves_the_old_file_and_no_litter(old, stopped, reason, monkeypatch):
    def stop(*_: object):
        raise reason

    monkeypatch.setattr(_files.os, stopped, stop)
    with pytest.raises(type(reason)):
        write_whole(old, b"new")
    assert [path.name for path in old.parent.iterdir()] == ["notes.txt"] and old.read_bytes() == b"old"


def test_the_old_file_stands_until_the_new_one_is_complete(old, monkeypatch):
    seen = []
    fsync = os.fsync
    monkeypatch.setattr(_files.os, "fsync", lambda number: (seen.append(old.read_bytes()), fsync(number)))
    write_whole(old, b"new")
    assert seen == [b"old"]


def test_a_refusal_names_the_file_and_not_the_draft(tmp_path: Path):
    path = tmp_path / "no such folder" / "notes.txt"
    with pytest.raises(FileNotFoundError) as refused:
        write_whole(path, b"new")
    assert refused.value.filename == str(path) and "\n" not in str(refused.value)
    with pytest.raises(OSError) as refused:
        write_whole(tmp_path, b"new")  # a folder
    assert refused.value.filename == str(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_the_file_has_the_rights_that_any_new_file_has(old: Path):
    write_whole(old.with_name("whole.txt"), b"")
    old.with_name("plain.txt").write_bytes(b"")
    modes = {stat.S_IMODE(old.with_name(name).stat().st_mode) for name in ("whole.txt", "plain.txt")}
    assert len(modes) == 1
