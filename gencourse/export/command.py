"""`gencourse export`: run lessons and write them as pages that open from a file, with an index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile

from gencourse import workbook
from gencourse._files import write_whole
from gencourse._validate import CourseError
from gencourse.export.index import is_ours, make_index


def run(notebooks: list[Path], folder: Path, solutions: bool = True) -> int:
    """Write these notebooks, run, as HTML into the folder; without their folded solutions if not `solutions`.

    Raises CourseError if a notebook fails in a cell; if the folder holds what no export wrote, or cannot be written.
    Nothing is written before all have run.
    """
    with _made(folder):
        from gencourse.export.execute import execute  # loads torch: whatever is wrong with the call has been said
        from gencourse.export.pages import STYLE, lesson_page

        pages = {}
        for path in notebooks:
            print(f"Running {path.stem} ...", flush=True)
            pages[folder / f"{path.stem}.html"] = lesson_page(execute(path), path.stem, solutions).encode("utf-8")
        for page, content in sorted(pages.items()):
            write_whole(page, content)
            print(f"Wrote {page} ({len(content) / 1e6:.1f} MB)")
        # Last: it lists what stands in the folder, earlier exports included
        write_whole(folder / "index.html", make_index(folder, STYLE).encode("utf-8"))
    print(f"Open {folder / 'index.html'}")
    return 0


def choose(names: list[str], unsolved: bool) -> list[Path]:
    """Return the notebooks of these lessons, or of all: the solutions, or the lessons as handed out (`unsolved`).

    Raises CourseError if a lesson is unknown or has no solution here.
    """
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
def _made(folder: Path) -> Iterator[None]:
    """Make the folder, and take a new one that is left empty away again."""
    _refuse_foreign(folder)
    new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass  # a folder that cannot be written is said before the lessons run for minutes
        yield
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
