"""The learner's folder: hand out new lessons, bring updates, and never overwrite work.

Every notebook handed out has a pristine copy under the same name in `.pristine/`. One that differs from it in what a
learner writes is touched, and is never written to. Killed at any moment, this takes no touched notebook for untouched.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from pathlib import Path

import gencourse
from gencourse._files import write_whole
from gencourse._validate import CourseError

PRISTINE = ".pristine"

Cells = list[tuple[str, str]]


def find_lessons() -> list[Path]:
    """Return the lesson notebooks in order: those of the checkout that the package lies in, else those packaged."""
    package = Path(gencourse.__file__).resolve().parent
    checkout = package.parent / "lessons"
    # Beside an installed package a folder lessons/ is somebody else's
    in_checkout = checkout.is_dir() and (package.parent / "pyproject.toml").is_file()
    folder = checkout if in_checkout else package / "lessons"
    lessons = sorted(folder.glob("[0-9][0-9]_*.ipynb"))
    if not lessons:
        mend = "Run: gencourse build" if in_checkout else "Install gencourse again."
        raise CourseError(f"No lessons found in {folder}. {mend}")
    return lessons


def choose_lesson(text: str, lessons: list[Path]) -> Path:
    """Return the lesson that a learner calls "3", "03" or "03_name"."""
    wanted = text.strip().removesuffix(".ipynb")
    for lesson in lessons:
        if wanted == lesson.stem or (wanted.isdecimal() and wanted.zfill(2) == lesson.name[:2]):
            return lesson
    by_word = {word: lesson.stem for lesson in lessons for word in (lesson.stem, lesson.stem[3:])}
    near = difflib.get_close_matches(Path(wanted).name.lower(), by_word, n=1)
    hint = f" Did you mean {by_word[near[0]]}?" if near else ""
    raise CourseError(
        f"There is no lesson {text!r}.{hint} The lessons: {', '.join(lesson.stem for lesson in lessons)}."
    )


def hand_out(lessons: list[Path], folder: Path, fresh: Path | None = None) -> Iterator[str]:
    """Bring every lesson in `folder` up to date and yield a line for each thing done; `fresh` is given anew."""
    if folder.resolve() == lessons[0].parent.resolve():
        raise CourseError(f"{folder} holds the course's own lessons. Choose another folder with --dir.")
    (folder / PRISTINE).mkdir(parents=True, exist_ok=True)
    for lesson in lessons:
        line = _give_clean(lesson, folder) if lesson == fresh else _bring(lesson, folder)
        if line:
            yield line


def worked_on_last(folder: Path) -> Path | None:
    """Return the notebook in `folder` that a learner saved last, edited or only run; None where all are as given."""
    pairs = [(folder / given.name, given) for given in (folder / PRISTINE).glob("[0-9][0-9]_*.ipynb")]
    # One that is no notebook any more cannot be opened
    saved = [mine for mine, given in pairs if _cells_of(mine) and mine.read_bytes() != given.read_bytes()]
    return max(saved, key=lambda mine: (mine.stat().st_mtime, mine.name), default=None)


def _bring(lesson: Path, folder: Path) -> str | None:
    mine, pristine, new = folder / lesson.name, folder / PRISTINE / lesson.name, lesson.read_bytes()
    if not mine.exists():
        _give(new, mine)
        return f"New: {lesson.name}"

    work = mine.read_bytes()
    my_cells, new_cells, old_cells = _cells(work), _cells(new), _cells_of(pristine)
    if my_cells is None:
        return (
            f"Unreadable: {lesson.name} is no notebook any more and stays as it is. "
            f"For a clean copy, with this one kept beside it: gencourse lab --fresh {lesson.name[:2]}"
        )
    if my_cells == new_cells:
        if old_cells != new_cells:  # a run was killed between its two writes
            write_whole(pristine, new)
        return None
    if my_cells == old_cells:
        kept = _back_up(work, mine) if _has_outputs(work) else None  # outputs are no work, but may have cost minutes
        _give(new, mine)
        return f"Updated: {lesson.name}" + (f" (the one with your outputs is now {kept.name})" if kept else "")
    return None if new_cells == old_cells else _offer_beside(new, mine)


def _give_clean(lesson: Path, folder: Path) -> str:
    mine, new = folder / lesson.name, lesson.read_bytes()
    work = mine.read_bytes() if mine.exists() else new
    kept = _back_up(work, mine) if work != new else None  # by bytes: outputs are kept as well
    _give(new, mine)
    return f"Fresh: {lesson.name}" + (f" (your work is now {kept.name})" if kept else "")


def _offer_beside(new: bytes, mine: Path) -> str | None:
    """Write the update of a touched lesson under a name of its own, once."""
    pristine = mine.parent / PRISTINE
    # In .pristine, where it is still known if the learner renamed or deleted the update
    if any(_cells_of(offered) == _cells(new) for offered in pristine.glob(f"{mine.stem}.v*.ipynb")):
        return None
    for update in _numbered(mine, f"v{gencourse.__version__}"):
        if not update.exists():
            _give(new, update)
            return f"Update: {update.name} is the new version of {mine.name}, which stays as you left it"
        if _cells_of(update) == _cells(new):  # written before, and killed before its pristine copy was
            write_whole(pristine / update.name, new)
            return None


def _back_up(work: bytes, mine: Path) -> Path:
    """Keep these bytes under the first free backup name, or find them kept already; return where they are."""
    for backup in _numbered(mine, "bak"):
        if not backup.exists():
            write_whole(backup, work)
            return backup
        if backup.is_file() and backup.read_bytes() == work:
            return backup
    raise AssertionError("there is always another number")


def _give(new: bytes, mine: Path) -> None:
    """Write a lesson, then its pristine copy: killed in between, the lesson counts as up to date or as touched."""
    write_whole(mine, new)
    write_whole(mine.parent / PRISTINE / mine.name, new)


def _numbered(mine: Path, mark: str) -> Iterator[Path]:
    """Yield NN_name.mark.ipynb, NN_name.mark-2.ipynb, NN_name.mark-3.ipynb ..."""
    yield mine.with_name(f"{mine.stem}.{mark}.ipynb")
    number = 2
    while True:
        yield mine.with_name(f"{mine.stem}.{mark}-{number}.ipynb")
        number += 1


def _cells_of(path: Path) -> Cells | None:
    return _cells(path.read_bytes()) if path.is_file() else None


def _cells(notebook: bytes) -> Cells | None:
    """Return what a learner writes, (cell type, source) of each cell; None where the bytes are no notebook.

    No work are: line ends, white space at a cell's end, and empty cells, which Shift+Enter makes below the last one.
    """
    try:
        # A source is a string or a list of lines: nbformat allows both
        cells = [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(notebook)["cells"]]
        cells = [(kind, source.replace("\r\n", "\n").replace("\r", "\n").rstrip()) for kind, source in cells]
        return [(kind, source) for kind, source in cells if source]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _has_outputs(notebook: bytes) -> bool:
    return any(cell.get("outputs") for cell in json.loads(notebook)["cells"])
