"""`gencourse export`: run lessons and write them as pages that open from a file, with an index."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from gencourse import workbook
from gencourse._validate import CourseError
from gencourse.export.execute import execute
from gencourse.export.index import is_ours, make_index
from gencourse.export.pages import STYLE, lesson_page


def run(names: list[str], folder: Path, unsolved: bool) -> int:
    """Write the lessons of these names, or all, as HTML into the folder: solved, or as handed out (`unsolved`).

    Raises CourseError if a lesson is unknown, has no solution here or fails in a cell; if the folder holds what no
    export wrote, or cannot be written. Nothing is written before all lessons have run.
    """
    notebooks = _choose(names, unsolved)
    with _part_of(folder) as part:
        for path in notebooks:
            print(f"Running {path.stem} ...", flush=True)
            (part / f"{path.stem}.html").write_text(lesson_page(execute(path), path.stem), encoding="utf-8")
        for page in sorted(part.iterdir()):
            size = page.stat().st_size / 1e6
            os.replace(page, folder / page.name)
            print(f"Wrote {folder / page.name} ({size:.1f} MB)")
        (part / "index.html").write_text(make_index(folder, STYLE), encoding="utf-8")
        os.replace(part / "index.html", folder / "index.html")
    print(f"Open {folder / 'index.html'}")
    return 0


def _choose(names: list[str], unsolved: bool) -> list[Path]:
    lessons = workbook.find_lessons()
    chosen = list(dict.fromkeys(workbook.choose_lesson(name, lessons) for name in names)) or lessons
    if unsolved:
        return chosen
    solutions = [lesson.parent.parent / "solutions" / lesson.name for lesson in chosen]
    missing = [path.name for path in solutions if not path.is_file()]
    if missing:
        raise CourseError(
            f"There is no solution of {', '.join(missing)} here: solutions come with a checkout of the course. "
            "For the lessons as they are handed out, add --unsolved."
        )
    return solutions


@contextmanager
def _part_of(folder: Path) -> Iterator[Path]:
    """Make the folder and in it one for unfinished pages. That goes afterwards, and so does a new folder left empty."""
    _refuse_foreign(folder)
    new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".unfinished-", dir=folder) as part:
            yield Path(part)
    except OSError as error:
        raise CourseError(f"Cannot write into {folder}: {error.strerror}. Choose another folder with --out.") from error
    finally:
        if new:
            with suppress(OSError):
                folder.rmdir()  # nothing is lost: this fails unless it is empty


def _refuse_foreign(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise CourseError(f"{folder} is a file. Name a folder after --out.")
    entries = sorted(folder.iterdir()) if folder.is_dir() else []
    foreign = [entry.name for entry in entries if not entry.name.startswith(".") and not is_ours(entry)]
    if foreign:
        raise CourseError(
            f"{folder} holds {foreign[0]}{' and more' if foreign[1:] else ''}, which no export wrote. "
            "Name a new or an empty folder after --out."
        )
