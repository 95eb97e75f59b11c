"""What students really write: a folder a topic, a file an exercise, each with a list WRONG of (slug, answer)."""

import importlib.util
from collections.abc import Callable

Wrong = list[tuple[str, Callable]]


def wrong_answers(name: str) -> Wrong:
    """Return the wrong answers to an exercise; its slugs are what `judge` must answer with."""
    module = f"tests.wrong_answers.{name}"
    try:
        found = importlib.util.find_spec(module)
    except ModuleNotFoundError:
        found = None
    where = f"tests/wrong_answers/{name.replace('.', '/')}.py"
    assert found, f"{name} has no wrong answers: write {where} with a list WRONG of (slug, function)"
    return importlib.import_module(module).WRONG
