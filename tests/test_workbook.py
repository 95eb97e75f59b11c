"""What happens to a learner's notebooks when new lessons arrive."""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

import gencourse
from gencourse import workbook
from gencourse._validate import CourseError

OUTPUT = {"output_type": "stream", "name": "stdout", "text": ["hours of training\n"]}


def notebook(*sources: str, outputs: list[dict] | None = None, **metadata: object) -> bytes:
    cells = [{"cell_type": "markdown", "metadata": {}, "source": "# A lesson"}]
    for source in sources:
        cell = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": outputs or []}
        cells.append(cell | {"source": source.splitlines(keepends=True)})
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}).encode()


FIRST, SECOND, THIRD = (notebook(f"x = {n}\nprint(x)") for n in (1, 2, 3))
WORK = notebook("x = 1\nprint(x)", "y = 'three evenings of work'", outputs=[OUTPUT])
RUN = notebook("x = 1\nprint(x)", outputs=[OUTPUT])


class Desk:
    """A course of one lesson and a learner's folder."""

    def __init__(self, root: Path) -> None:
        self.lesson, self.folder = root / "lessons" / "00_start.ipynb", root / "my_lessons"
        self.mine = self.folder / "00_start.ipynb"
        self.pristine = self.folder / ".pristine" / "00_start.ipynb"
        self.lesson.parent.mkdir(parents=True)

    def hand_out(self, lesson: bytes, fresh: bool = False) -> list[str]:
        self.lesson.write_bytes(lesson)
        return list(workbook.hand_out([self.lesson], self.folder, self.lesson if fresh else None))

    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted(self.folder.iterdir()) if path.is_file()}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_new_lesson_is_copied_and_a_second_start_changes_nothing(desk: Desk):
    assert desk.hand_out(FIRST) == ["New: 00_start.ipynb"]
    before = desk.mine.stat().st_mtime_ns
    assert desk.hand_out(FIRST) == []
    assert desk.files() == {"00_start.ipynb": FIRST}
    assert desk.mine.stat().st_mtime_ns == before


def test_an_untouched_lesson_is_refreshed(desk: Desk):
    desk.hand_out(FIRST)
    assert desk.hand_out(SECOND) == ["Updated: 00_start.ipynb"]
    assert desk.files() == {"00_start.ipynb": SECOND}
    desk.hand_out(THIRD)
    assert desk.files() == {"00_start.ipynb": THIRD}


def test_what_jupyterlab_saves_by_itself_does_not_count_as_touched(desk: Desk):
    desk.hand_out(FIRST)
    saved = json.loads(FIRST)
    saved["metadata"] = {"language_info": {"name": "python", "version": "3.12.1"}}
    saved["cells"][1] |= {"execution_count": 7, "metadata": {"trusted": True}, "source": "x = 1\nprint(x)"}
    desk.mine.write_text(json.dumps(saved, indent=1))
    desk.hand_out(SECOND)
    assert desk.files() == {"00_start.ipynb": SECOND}


NO_EDITS = {
    "Windows line ends": lambda cells: [
        {**cell, "source": "".join(cell["source"]).replace("\n", "\r\n")} for cell in cells
    ],
    "old Mac line ends": lambda cells: [
        {**cell, "source": "".join(cell["source"]).replace("\n", "\r")} for cell in cells
    ],
    "an empty last cell": lambda cells: [*cells, {**cells[1], "source": []}],
    "several empty cells": lambda cells: [
        cells[0],
        {**cells[1], "source": " \n"},
        *cells[1:],
        {**cells[0], "source": ""},
    ],
    "an empty raw cell": lambda cells: [*cells, {"cell_type": "raw", "metadata": {}, "source": ""}],
    "white space at a cell's end": lambda cells: [
        {**cell, "source": "".join(cell["source"]) + "\n\n \t"} for cell in cells
    ],
    "ids": lambda cells: [{**cell, "id": f"id-{k}"} for k, cell in enumerate(cells)],
    "metadata": lambda cells: [{**cell, "metadata": {"scrolled": True, "collapsed": True}} for cell in cells],
}
EDITS = {
    "white space within": lambda cells: [cells[0], {**cells[1], "source": "x = 1\n\nprint(x)"}],
    "white space at a line's end": lambda cells: [{**cells[0], "source": "# A lesson  \nx"}, cells[1]],
    "an indent": lambda cells: [cells[0], {**cells[1], "source": " x = 1\nprint(x)"}],
    "a cell emptied": lambda cells: [cells[0], {**cells[1], "source": ""}],
    "a cell deleted": lambda cells: cells[:1],
    "cells swapped": lambda cells: cells[::-1],
    "another type": lambda cells: [cells[0], {**cells[1], "cell_type": "raw"}],
    "a comment below": lambda cells: [*cells, {**cells[1], "source": "# mine"}],
}


def changed(change: Callable[[list[dict]], list[dict]]) -> bytes:
    made = json.loads(FIRST)
    return json.dumps(made | {"cells": change(made["cells"]), "nbformat_minor": 4}).encode()


@pytest.mark.parametrize("change", NO_EDITS.values(), ids=NO_EDITS)
def test_what_comes_about_by_itself_is_no_edit(desk: Desk, change):
    "Git on Windows turns line ends; Shift+Enter in the last cell makes an empty one below it"
    desk.hand_out(FIRST)
    desk.mine.write_bytes(changed(change))
    assert desk.hand_out(FIRST) == []
    assert desk.hand_out(SECOND) == ["Updated: 00_start.ipynb"]
    assert desk.files() == {"00_start.ipynb": SECOND}


@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS)
def test_what_a_learner_writes_is_one(desk: Desk, change):
    desk.hand_out(FIRST)
    desk.mine.write_bytes(changed(change))
    assert desk.hand_out(SECOND)[0].startswith("Update: ")
    assert desk.mine.read_bytes() == changed(change)


def test_an_update_with_other_line_ends_is_offered_once(desk: Desk):
    desk.hand_out(FIRST)
    desk.mine.write_bytes(WORK)
    desk.hand_out(SECOND)
    assert desk.hand_out(SECOND.replace(b"\\n", b"\\r\\n")) == []


def test_an_untouched_lesson_with_outputs_is_kept_before_it_is_refreshed(desk: Desk):
    desk.hand_out(FIRST)
    desk.mine.write_bytes(RUN)
    assert desk.hand_out(SECOND) == ["Updated: 00_start.ipynb (the one with your outputs is now 00_start.bak.ipynb)"]
    assert desk.files() == {"00_start.ipynb": SECOND, "00_start.bak.ipynb": RUN}


def test_backups_never_replace_one_another(desk: Desk):
    desk.hand_out(FIRST)
    kept = []
    for n in range(4):
        kept.append(notebook(f"work = {n}"))
        desk.mine.write_bytes(kept[-1])
        desk.hand_out(FIRST, fresh=True)
    files = desk.files()
    names = ["00_start.bak.ipynb", "00_start.bak-2.ipynb", "00_start.bak-3.ipynb", "00_start.bak-4.ipynb"]
    assert files == {"00_start.ipynb": FIRST} | dict(zip(names, kept, strict=True))


def test_an_update_is_written_beside_a_touched_lesson_once(desk: Desk):
    desk.hand_out(FIRST)
    desk.mine.write_bytes(WORK)
    update = f"00_start.v{gencourse.__version__}.ipynb"
    assert desk.hand_out(SECOND) == [
        f"Update: {update} is the new version of 00_start.ipynb, which stays as you left it"
    ]
    assert desk.hand_out(SECOND) == []
    assert desk.files() == {"00_start.ipynb": WORK, update: SECOND}


def test_a_touched_lesson_without_an_update_is_left_in_peace(desk: Desk):
    desk.hand_out(FIRST)
    desk.mine.write_bytes(WORK)
    assert desk.hand_out(FIRST) == []
    assert desk.files() == {"00_start.ipynb": WORK}


def test_an_update_that_the_learner_works_in_is_never_written_to(desk: Desk):
    desk.hand_out(FIRST)
    desk.mine.write_bytes(WORK)
    desk.hand_out(SECOND)
    update = desk.folder / f"00_start.v{gencourse.__version__}.ipynb"
    update.write_bytes(WORK)
    assert desk.hand_out(SECOND) == []
    desk.hand_out(THIRD)  # a development checkout: other content, same version
    assert desk.files() == {"00_start.ipynb": WORK, update.name: WORK, f"{update.stem}-2.ipynb": THIRD}


def test_an_update_that_the_learner_threw_away_does_not_come_back(desk: Desk):
    desk.hand_out(FIRST)
    desk.mine.write_bytes(WORK)
    desk.hand_out(SECOND)
    (desk.folder / f"00_start.v{gencourse.__version__}.ipynb").unlink()
    assert desk.hand_out(SECOND) == []
    assert desk.files() == {"00_start.ipynb": WORK}


def test_each_version_of_an_update_has_its_own_name(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.hand_out(FIRST)
    desk.mine.write_bytes(WORK)
    for version, lesson in {"1.1": SECOND, "1.2": THIRD}.items():
        monkeypatch.setattr(gencourse, "__version__", version)
        desk.hand_out(lesson)
    assert desk.files() == {"00_start.ipynb": WORK, "00_start.v1.1.ipynb": SECOND, "00_start.v1.2.ipynb": THIRD}


def test_a_learner_who_undoes_all_changes_gets_updates_in_place_again(desk: Desk):
    desk.hand_out(FIRST)
    desk.mine.write_bytes(WORK)
    desk.hand_out(SECOND)
    desk.mine.write_bytes(FIRST)
    desk.hand_out(THIRD)
    assert desk.mine.read_bytes() == THIRD


@pytest.mark.parametrize("pristine", [None, b"", b"{", b"[]"], ids=["missing", "empty", "cut", "no notebook"])
def test_without_a_readable_pristine_copy_a_different_lesson_counts_as_touched(desk: Desk, pristine: bytes | None):
    desk.hand_out(FIRST)
    desk.pristine.unlink()
    if pristine is not None:
        desk.pristine.write_bytes(pristine)
    desk.hand_out(SECOND)
    assert desk.files() == {"00_start.ipynb": FIRST, f"00_start.v{gencourse.__version__}.ipynb": SECOND}


def test_a_lost_pristine_copy_of_a_current_lesson_comes_back(desk: Desk):
    desk.hand_out(FIRST)
    desk.pristine.unlink()
    assert desk.hand_out(FIRST) == []
    assert desk.pristine.read_bytes() == FIRST


def test_a_deleted_lesson_is_given_again(desk: Desk):
    desk.hand_out(FIRST)
    desk.mine.unlink()
    assert desk.hand_out(SECOND) == ["New: 00_start.ipynb"]
    assert (desk.mine.read_bytes(), desk.pristine.read_bytes()) == (SECOND, SECOND)


@pytest.mark.parametrize(
    "damaged",
    [b"", b"{", b"\xff\xfe\x00", b"[]", b'{"cells": [1]}', b'{"cells": [{"cell_type": "code"}]}', b"[" * 10**5],
)
def test_a_damaged_lesson_is_never_touched_and_said(desk: Desk, damaged: bytes):
    desk.hand_out(FIRST)
    desk.mine.write_bytes(damaged)
    (line,) = desk.hand_out(SECOND)
    assert "00_start.ipynb is no notebook any more" in line and "gencourse lab --fresh 00" in line
    assert desk.files() == {"00_start.ipynb": damaged}
    desk.hand_out(SECOND, fresh=True)
    assert desk.files() == {"00_start.ipynb": SECOND, "00_start.bak.ipynb": damaged}


def test_fresh_gives_a_clean_copy_and_keeps_the_work(desk: Desk):
    desk.hand_out(FIRST)
    desk.mine.write_bytes(WORK)
    assert desk.hand_out(SECOND, fresh=True) == ["Fresh: 00_start.ipynb (your work is now 00_start.bak.ipynb)"]
    assert desk.files() == {"00_start.ipynb": SECOND, "00_start.bak.ipynb": WORK}
    assert desk.hand_out(SECOND) == []


def test_fresh_keeps_no_backup_of_a_clean_copy(desk: Desk):
    desk.hand_out(FIRST)
    assert desk.hand_out(FIRST, fresh=True) == ["Fresh: 00_start.ipynb"]
    assert desk.files() == {"00_start.ipynb": FIRST}


# Every way to stop: before and after each write, and from the operating system in the middle of one.

SCENARIOS: dict[str, Callable[[Desk], bool]] = {
    "new": lambda desk: False,
    "deleted": lambda desk: bool(desk.hand_out(FIRST)) and desk.mine.unlink() is not None,
    "untouched, run": lambda desk: bool(desk.hand_out(FIRST)) and not desk.mine.write_bytes(RUN),
    "touched": lambda desk: bool(desk.hand_out(FIRST)) and not desk.mine.write_bytes(WORK),
    "touched, fresh": lambda desk: bool(desk.hand_out(FIRST)) and bool(desk.mine.write_bytes(WORK)),
}


class Killed(BaseException):
    """Stands for a kill or a power cut: nothing after it runs."""


def kill_at(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    "Stop at the boundary between two writes: step 0 is before the first, 1 after it and before the second ..."
    write, done = workbook.write_whole, []

    def write_or_die(path: Path, data: bytes) -> None:
        if len(done) == step:
            raise Killed
        write(path, data)
        done.append(path)

    monkeypatch.setattr(workbook, "write_whole", write_or_die)


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("step", range(4))
def test_killed_between_two_writes_no_work_is_lost(scenario: str, step: int, tmp_path: Path):
    whole, desk = Desk(tmp_path / "whole"), Desk(tmp_path / "killed")
    for each in (whole, desk):
        fresh = SCENARIOS[scenario](each)
    whole.hand_out(SECOND, fresh)
    before = set(desk.files().values()) if desk.folder.exists() else set()

    with pytest.MonkeyPatch.context() as patch:
        kill_at(step, patch)
        try:
            desk.hand_out(SECOND, fresh)
        except Killed:
            after = desk.files()
            assert before - {FIRST} <= set(after.values()), "work is lost"
            if after.get("00_start.ipynb") == WORK:
                assert not desk.pristine.exists() or desk.pristine.read_bytes() != WORK
        else:
            assert step >= 2, "the step was not reached"

    desk.hand_out(SECOND, fresh)
    assert desk.files() == whole.files(), "the next start brings what the killed one had not"


@pytest.mark.parametrize("step", range(4))
def test_work_begun_after_a_kill_is_safe_too(desk: Desk, step: int):
    "Killed while refreshing; the learner edits what lies there; the next start must not write over it"
    desk.hand_out(FIRST)
    desk.mine.write_bytes(RUN)
    with pytest.MonkeyPatch.context() as patch:
        kill_at(step, patch)
        with contextlib.suppress(Killed):
            desk.hand_out(SECOND)
    desk.mine.write_bytes(WORK)
    for lesson in (SECOND, THIRD):
        desk.hand_out(lesson)
        assert desk.mine.read_bytes() == WORK


def test_an_update_whose_pristine_copy_was_never_written_is_the_learners_all_the_same(desk: Desk):
    desk.hand_out(FIRST)
    desk.mine.write_bytes(WORK)
    with pytest.MonkeyPatch.context() as patch, contextlib.suppress(Killed):
        kill_at(1, patch)
        desk.hand_out(SECOND)
    desk.hand_out(SECOND)
    update = desk.folder / f"00_start.v{gencourse.__version__}.ipynb"
    update.write_bytes(WORK)
    assert desk.hand_out(SECOND) == []
    assert desk.files() == {"00_start.ipynb": WORK, update.name: WORK}


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_full_disk_leaves_whole_files_and_no_scraps(scenario: str, call: str, desk: Desk):
    fresh = SCENARIOS[scenario](desk)
    before = desk.files() if desk.folder.exists() else {}

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, call, full)
        with pytest.raises(OSError, match="No space left"):
            desk.hand_out(SECOND, fresh)
    assert desk.files() == before
    assert not list(desk.folder.rglob("*.tmp"))


def test_lessons_are_those_of_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    package = fake_installation(tmp_path, monkeypatch)
    for folder in (tmp_path / "lessons", package / "lessons"):
        folder.mkdir()
        (folder / "00_start.ipynb").write_bytes(FIRST)
        (folder / "notes.ipynb").write_bytes(FIRST)  # without a number: an author's own
    assert workbook.find_lessons() == [package / "lessons" / "00_start.ipynb"], "another package's folder of that name"
    (tmp_path / "pyproject.toml").touch()
    assert workbook.find_lessons() == [tmp_path / "lessons" / "00_start.ipynb"]


def test_an_installation_without_lessons_says_how_to_mend_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    fake_installation(tmp_path, monkeypatch)
    with pytest.raises(CourseError, match=r"No lessons found .* Install gencourse again"):
        workbook.find_lessons()


def fake_installation(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    package = folder / "gencourse"
    package.mkdir()
    monkeypatch.setattr(gencourse, "__file__", str(package / "__init__.py"))
    return package


@pytest.mark.parametrize("text", ["1", "01", "01_latent", "01_latent.ipynb", " 01 "])
def test_a_lesson_is_chosen_by_number_or_name(text: str):
    lessons = [Path("00_start.ipynb"), Path("01_latent.ipynb"), Path("10_more.ipynb")]
    assert workbook.choose_lesson(text, lessons) == lessons[1]


@pytest.mark.parametrize("text", ["", "2", "001", "latent", "../00_start", "-1"])
def test_an_unknown_lesson_is_answered_with_the_lessons_there_are(text: str):
    with pytest.raises(CourseError, match="The lessons: 00_start, 01_latent"):
        workbook.choose_lesson(text, [Path("00_start.ipynb"), Path("01_latent.ipynb")])


def test_the_course_does_not_hand_out_into_its_own_lessons(desk: Desk):
    desk.lesson.write_bytes(FIRST)
    with pytest.raises(CourseError, match="Choose another folder"):
        list(workbook.hand_out([desk.lesson], desk.lesson.parent))
    assert list(desk.lesson.parent.iterdir()) == [desk.lesson]


@pytest.mark.parametrize("text", ["latent", "01_latnet", "LATENT", "my_lessons/01_latent.ipynb", "01_latent.html"])
def test_the_lesson_that_was_meant_is_named(text: str):
    lessons = [Path("00_start.ipynb"), Path("01_latent.ipynb")]
    with pytest.raises(CourseError, match=r"Did you mean 01_latent\? The lessons: 00_start, 01_latent"):
        workbook.choose_lesson(text, lessons)


def test_the_notebook_that_was_saved_last_is_known(desk: Desk):
    "Edited, or run and not edited; backups, a learner's own notebooks and what is as it was given are none"
    assert workbook.worked_on_last(desk.folder) is None, "there is no folder yet"
    desk.hand_out(FIRST)
    desk.lesson = desk.lesson.with_name("01_next.ipynb")
    desk.hand_out(FIRST)
    first, second = desk.folder / "00_start.ipynb", desk.folder / "01_next.ipynb"
    for name in ("notes.ipynb", "02_mine.ipynb", "00_start.bak.ipynb"):
        (desk.folder / name).write_bytes(WORK)
    assert workbook.worked_on_last(desk.folder) is None
    first.write_bytes(RUN)
    assert workbook.worked_on_last(desk.folder) == first
    second.write_bytes(WORK)
    os.utime(first, (1000, 1000))
    os.utime(second, (2000, 2000))
    assert workbook.worked_on_last(desk.folder) == second
    os.utime(first, (3000, 3000))
    assert workbook.worked_on_last(desk.folder) == first
    first.write_text("no notebook any more")
    assert workbook.worked_on_last(desk.folder) == second
    second.unlink()
    assert workbook.worked_on_last(desk.folder) is None
