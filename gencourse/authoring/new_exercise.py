"""`gencourse new-exercise topic.name`: writes the stubs of the five places in which an exercise stands.

They keep ruff, the imports and `list_exercises()` in order; what is still to be written, the tests say.
"""

from __future__ import annotations

import ast
import difflib
import keyword
import re
from pathlib import Path

from gencourse._files import write_whole
from gencourse._validate import CourseError
from gencourse.authoring import new_exercise_stubs as stubs


def run(name: str, lesson: str | None = None, root: Path | None = None) -> int:
    """Write the stubs of a new exercise into the checkout in or around this folder (or `root`), and say where.

    `lesson` is the lesson's topic without its number; needed where the exercises of a topic stand in several lessons.
    The references of a topic's first exercise tell in which module the new one goes. Nothing is overwritten: if a
    place cannot be written, CourseError says why and nothing is.
    """
    root = root or _find_root()
    topic, what = _checked_name(name, root)
    package = root / "gencourse" / "exercises" / topic
    exercise, answers = package / f"{what}.py", root / "tests" / "wrong_answers" / topic / f"{what}.py"
    test = root / "tests" / f"test_{topic}_{what}.py"
    for path in (exercise, answers, test):
        if path.exists():
            raise CourseError(f"{_shown(path, root)} exists already, and nothing is overwritten. Choose another name.")
    from gencourse.exercises import list_exercises  # loads torch: whatever is wrong with the name has been said

    of_topic = [exercise for exercise in list_exercises() if exercise.name.startswith(f"{topic}.")]
    if name in {exercise.name for exercise in of_topic}:
        raise CourseError(f"The exercise {name} exists already. Choose another name.")
    lesson = _checked_lesson(lesson, sorted({exercise.lesson for exercise in of_topic}), topic)
    source = _source(root, lesson)
    module = Path(*of_topic[0].reference.__module__.split("."))
    module = module / "__init__.py" if (root / module).is_dir() else module.with_suffix(".py")
    if re.search(rf"^(def|class) {what}\b", (root / module).read_text("utf-8"), re.MULTILINE):
        raise CourseError(f"{module.as_posix()} defines {what} already. Choose another name.")
    dotted = ".".join(module.with_suffix("").parts).removesuffix(".__init__")
    # All texts before the first is written: what cannot be made stops the rest
    files = {
        root / module: (root / module).read_text("utf-8").rstrip("\n") + stubs.reference(name, what),
        test: stubs.test(dotted, what),
        exercise: stubs.exercise(name, what, lesson, dotted),
        package / "__init__.py": _listed((package / "__init__.py").read_text("utf-8"), topic, what),
        answers: stubs.wrong_answers(name),
        source: _with_cells(source.read_text("utf-8"), stubs.cells(name, what)),
    }
    for path, text in files.items():
        write_whole(path, text.encode())
        print(f"wrote {_shown(path, root)}")
    print(f"Next: pytest tests/test_exercises.py {_shown(test, root)} -k {what}, and gencourse build.")
    return 0


def _find_root() -> Path:
    here = Path.cwd().resolve()
    for folder in (here, *here.parents):
        if all((folder / part).is_dir() for part in ("solutions", "gencourse/exercises", "tests/wrong_answers")):
            return folder
    raise CourseError("neither this folder nor one above it holds the course's source. Run it in a checkout.")


def _checked_name(name: str, root: Path) -> tuple[str, str]:
    topic, dot, what = name.partition(".")
    if not dot or "." in what:
        raise CourseError(f"An exercise is named topic.name, for instance start.fit_gaussian, got {name!r}.")
    topics = _topics(root)
    if topic not in topics:
        near = difflib.get_close_matches(topic, topics, n=1)
        hint = f" Did you mean {near[0]}.{what}?" if near else ""
        raise CourseError(
            f"There is no topic {topic!r}.{hint} There are: {', '.join(topics)}. A new one is a folder "
            "gencourse/exercises/<topic>/ with an __init__.py that lists EXERCISES, and its name in core/registry.py."
        )
    if not re.fullmatch("[a-z][a-z0-9_]*", what) or keyword.iskeyword(what):
        raise CourseError(f"{what!r} should be a Python name in small letters: the function that students write.")
    return topic, what


def _topics(root: Path) -> list[str]:
    "The registry's, as they are written down there: importing it would load torch first."
    text = (root / "gencourse" / "exercises" / "core" / "registry.py").read_text("utf-8")
    assigned = (node for node in ast.parse(text).body if isinstance(node, ast.Assign))
    return next(list(ast.literal_eval(a.value)) for a in assigned if ast.unparse(a.targets[0]) == "TOPICS")


def _checked_lesson(lesson: str | None, known: list[str], topic: str) -> str:
    if lesson is None and len(known) == 1:
        return known[0]
    if lesson not in known:
        got = "" if lesson is None else f", got {lesson!r}"
        raise CourseError(f"Exercises of {topic} stand in: {', '.join(known)}. Say which one with --lesson{got}.")
    return lesson


def _source(root: Path, lesson: str) -> Path:
    found = sorted((root / "solutions").glob(f"[0-9][0-9]_{lesson}.py"))
    if len(found) != 1:
        raise CourseError(f"solutions/NN_{lesson}.py should be one file, found {len(found)}.")
    return found[0]


def _listed(text: str, topic: str, what: str) -> str:
    "The topic's __init__ with one import and one entry more; ruff's way of writing both."
    tree = ast.parse(text)
    start = next(
        (n for n in tree.body if isinstance(n, ast.ImportFrom) and n.module == f"gencourse.exercises.{topic}"), None
    )
    end = next((n for n in tree.body if isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == "EXERCISES"), None)
    if start is None or end is None or not isinstance(end.value, ast.List):
        raise CourseError(f"gencourse/exercises/{topic}/__init__.py should import its exercises and list EXERCISES.")
    names = sorted([*(alias.name for alias in start.names), what])
    line = f"from gencourse.exercises.{topic} import {', '.join(names)}"
    if len(line) > 120:
        line = "\n".join([f"from gencourse.exercises.{topic} import (", *(f"    {n}," for n in names), ")"])
    entries = [*(ast.unparse(element) for element in end.value.elts), f"{what}.EXERCISE"]
    lines = text.split("\n")
    # From below: the import's lines keep their numbers
    lines[end.lineno - 1 : end.end_lineno] = ["EXERCISES = [", *(f"    {entry}," for entry in entries), "]"]
    lines[start.lineno - 1 : start.end_lineno] = line.split("\n")
    return "\n".join(lines)


def _with_cells(text: str, cells: str) -> str:
    "Before the lesson's last two cells, which show progress() and what comes next: from there an author moves them."
    markers = [match.start() for match in re.finditer(r"^# %%", text, re.MULTILINE)]
    progress = [start for start in markers if "\nprogress(" in text[start:].split("\n# %%")[0]]
    place = progress[-1] if progress else len(text)
    return text[:place].rstrip("\n") + "\n\n" + cells + "\n" + text[place:]


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
