"""Which topics there are, and how to find an exercise in them. A topic is loaded when it is asked for."""

from __future__ import annotations

import difflib
import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from gencourse._validate import CourseError, a_type
from gencourse.exercises.core.exercise import Exercise

# Written down, not found: core and run are folders too, and the lessons' order is not the alphabet's
TOPICS = ("start", "bottleneck", "autoencoder", "latent", "elbo", "vae", "games", "gan")  # as the lessons come

_added: dict[str, Path] = {}  # topics from outside, by name


def list_exercises() -> list[Exercise]:
    """Return every exercise, topic by topic, in the order in which a lesson asks them; added topics come last."""
    return [exercise for topic in (*TOPICS, *_added) for exercise in _load(topic)]


def get_exercise(name: str) -> Exercise:
    """Return the exercise of this name; CourseError names the nearest ones if there is none."""
    topic = str(name).partition(".")[0]
    known = topic in TOPICS or topic in _added
    found = {exercise.name: exercise for exercise in _load(topic)} if known else {}
    if name not in found:
        near = difflib.get_close_matches(str(name), [exercise.name for exercise in list_exercises()], n=3, cutoff=0.4)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise CourseError(f"There is no exercise named {name!r}.{hint}")
    return found[name]


def add_topic(folder: str | Path) -> list[Exercise]:
    """Add a topic from outside the course, for instance a grader's own, and return its exercises.

    The folder's name is the topic's, its `__init__.py` holds the list EXERCISES, and its files import each other
    relatively (`from .slope import EXERCISE`). Adding it a second time changes nothing. What stands in the folder is
    run, so add only what you trust. Raises CourseError if the folder is none, cannot be loaded, has no EXERCISES, or
    if a name is taken or belongs to another topic; nothing is added then.
    """
    path = Path(folder).resolve()
    topic = path.name
    if not (path / "__init__.py").is_file():
        raise CourseError(f"{path} should be a folder with an __init__.py that holds EXERCISES, and is none.")
    if _added.get(topic) == path:
        return _load(topic)
    if not topic.isidentifier() or topic != topic.lower():
        raise CourseError(f"A topic is named like a Python module, in small letters, got {topic!r}. Rename the folder.")
    if topic in TOPICS or topic in _added:
        by = f"added from {_added[topic]}" if topic in _added else "one of the course"
        raise CourseError(f"The topic {topic!r} of {path} is {by} already. Rename the folder.")
    _checked(_import_from(path), topic, path)
    _added[topic] = path
    return _load(topic)


def _load(topic: str) -> list[Exercise]:
    inside = topic in TOPICS
    # One from outside is in sys.modules since it was added
    return importlib.import_module(f"gencourse.exercises.{topic}" if inside else _module_name(topic)).EXERCISES


def _module_name(topic: str) -> str:
    "Of a topic from outside: no package of the course or of the grader's has it."
    return f"gencourse_topic_{topic}"


def _import_from(path: Path) -> ModuleType:
    name = _module_name(path.name)
    spec = importlib.util.spec_from_file_location(
        name, path / "__init__.py", submodule_search_locations=[str(path)]
    )  # the locations make it a package, whose files can import each other
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # before it runs: its relative imports look for it there
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        _forget(name)
        raise CourseError(f"The topic in {path} cannot be loaded: {type(error).__name__}: {error}.") from error
    return module


def _checked(module: ModuleType, topic: str, path: Path) -> None:
    try:
        _check_exercises(getattr(module, "EXERCISES", None), topic, path)
    except CourseError:
        _forget(module.__name__)
        raise


def _check_exercises(exercises: object, topic: str, path: Path) -> None:
    if not isinstance(exercises, list) or not exercises:
        got = "there is none" if exercises is None else f"it is {a_type(exercises)}"
        got = "it is empty" if exercises == [] else got
        raise CourseError(f"{path / '__init__.py'} should have a list EXERCISES of Exercise, and {got}.")
    names = set()
    for exercise in exercises:
        if not isinstance(exercise, Exercise):
            raise CourseError(f"EXERCISES of {path} should hold Exercise objects, got {a_type(exercise)}.")
        owner = exercise.name.partition(".")[0]
        if owner in TOPICS and exercise.name in {known.name for known in _load(owner)}:
            raise CourseError(f"{path} defines {exercise.name}, which is an exercise of the course. Rename yours.")
        if owner != topic:
            raise CourseError(f"{path} defines {exercise.name}: names in this folder begin with {topic!r} and a dot.")
        if exercise.name in names:
            raise CourseError(f"{path} defines {exercise.name} twice. Rename one.")
        names.add(exercise.name)


def _forget(name: str) -> None:
    "A module that is not added, and its files: mended, they are to be read anew."
    for module in [module for module in sys.modules if module == name or module.startswith(f"{name}.")]:
        del sys.modules[module]
