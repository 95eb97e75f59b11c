"""`gencourse build`: writes the notebooks of each source, or says which of them have drifted from it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from gencourse._files import write_whole
from gencourse._validate import CourseError
from gencourse.authoring.lesson import Lesson, fail, shown


def run(sources: list[Path], check: bool, class_dir: Path | None) -> int:
    """Build the lesson and solution notebooks of these sources, or of every source of the checkout if there are none.

    With `check`, write nothing and return 1 if a notebook is missing, differs from its source or has none.
    With `class_dir`, write hand-outs there instead: the lessons without their folded solutions.

    Raises CourseError if a source breaks a rule (see `parse.parse_lesson`), before anything is written; if there is no
    checkout here; if `class_dir` is lessons/ or solutions/ or cannot be a folder; if a notebook cannot be written.
    """
    root = None if sources else _find_root()
    # A source that is named twice is built once
    paths = _sources_of(root) if root else list(dict.fromkeys(map(_checked_place, sources)))
    from gencourse.authoring.parse import parse_lesson  # loads torch: a wrong name has been said

    lessons = [parse_lesson(path) for path in paths]
    _refuse_equal_numbers(lessons)
    files = _handouts(lessons, class_dir) if class_dir else _notebooks(lessons)
    drifted = [path for path, content in files.items() if not _is_current(path, content)]
    if check:
        # Not where some sources are named: the others' notebooks are none
        orphans = _orphans(root, files) if root and not class_dir else []
        return _report(files, drifted, orphans, class_dir)
    if class_dir:
        _make_folder(class_dir)
    for path in drifted:
        _write(path, files[path])
        print(f"wrote {shown(path)}")
    if not drifted:
        print(f"{len(files)} notebooks are up to date.")
    return 0


def _find_root() -> Path:
    here = Path.cwd().resolve()
    for folder in (here, *here.parents):
        if (folder / "solutions").is_dir() and (folder / "lessons").is_dir():
            return folder
    raise CourseError("neither this folder nor one above it holds solutions/ and lessons/. Run it in a checkout.")


def _sources_of(root: Path) -> list[Path]:
    found = sorted((root / "solutions").glob("[0-9]*.py"))  # wider than the rule for names: 3_x.py is refused
    if not found:
        raise CourseError(f"{root / 'solutions'} holds no lesson's source (NN_name.py), so there is nothing to build.")
    return found


def _checked_place(source: Path) -> Path:
    path = source.resolve()
    if not path.is_file():
        fail(path, None, "there is no such file.")
    if not (path.parent.name == "solutions" and (path.parent.parent / "lessons").is_dir()):
        raise CourseError(f"{source}: a lesson's source stands in a folder solutions/ with lessons/ beside it.")
    return path


def _refuse_equal_numbers(lessons: list[Lesson]) -> None:
    # Learners ask for a lesson by its number
    for number, count in Counter(lesson.name[:2] for lesson in lessons).items():
        if count > 1:
            names = ", ".join(lesson.name for lesson in lessons if lesson.name.startswith(number))
            raise CourseError(f"{count} sources have the number {number}: {names}. Renumber one.")


def _notebooks(lessons: list[Lesson]) -> dict[Path, bytes]:
    from gencourse.authoring.notebooks import lesson_notebook, solution_notebook

    files = {}
    for lesson in lessons:
        root = lesson.path.parent.parent
        files[root / "lessons" / f"{lesson.name}.ipynb"] = lesson_notebook(lesson)
        files[root / "solutions" / f"{lesson.name}.ipynb"] = solution_notebook(lesson)
    return files


def _handouts(lessons: list[Lesson], folder: Path) -> dict[Path, bytes]:
    from gencourse.authoring.notebooks import lesson_notebook

    folder = folder.resolve()
    for lesson in lessons:
        for ours in (lesson.path.parent, lesson.path.parent.parent / "lessons"):
            # A link, or another spelling on a disk that takes no notice of case
            if folder == ours or (folder.exists() and ours.exists() and folder.samefile(ours)):
                raise CourseError(f"hand-outs would replace the course's own {ours.name}/. Name another folder.")
    if (folder / ".pristine").exists():
        raise CourseError(f"{folder} holds a learner's own work. Name another folder.")
    return {folder / f"{lesson.name}.ipynb": lesson_notebook(lesson, with_solutions=False) for lesson in lessons}


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise CourseError(f"{folder} is a file. Name a folder after --class.") from None
    except OSError as error:
        raise CourseError(f"the folder {folder} cannot be made: {error.strerror}.") from None


def _is_current(path: Path, content: bytes) -> bool:
    "A checkout that turned LF into CRLF has not drifted."
    try:
        return path.read_bytes().replace(b"\r\n", b"\n") == content
    except OSError:
        return False


def _orphans(root: Path, files: dict[Path, bytes]) -> list[Path]:
    found = [path for folder in ("lessons", "solutions") for path in sorted((root / folder).glob("*.ipynb"))]
    return [path for path in found if path not in files]


def _report(files: dict[Path, bytes], drifted: list[Path], orphans: list[Path], class_dir: Path | None) -> int:
    for path in drifted:
        print(f"{shown(path)} {'differs from its source' if path.exists() else 'is missing'}.")
    for path in orphans:
        print(f"{shown(path)} has no source: delete it, or add solutions/{path.stem}.py.")
    if drifted:
        print(f"Run: gencourse build{f' --class {class_dir}' if class_dir else ''}")
    if not drifted and not orphans:
        print(f"{len(files)} notebooks match their sources.")
    return 1 if drifted or orphans else 0


def _write(path: Path, content: bytes) -> None:
    try:
        write_whole(path, content)
    except OSError as error:
        raise CourseError(f"{shown(path)} cannot be written: {error.strerror}. It is as it was before.") from None
