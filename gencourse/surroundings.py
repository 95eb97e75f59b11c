"""What lies around the course and can stop it: files that hide modules, and folders that Jupyter cannot write."""

from __future__ import annotations

import os
import sys
import tempfile
from importlib.machinery import EXTENSION_SUFFIXES, FrozenImporter, PathFinder
from pathlib import Path

from gencourse._validate import CourseError

# Nothing that notebooks run imports these, and some packages install a top-level folder of that name
OF_NO_USE = ("conftest", "docs", "examples", "setup", "test", "tests")


def find_shadows(folder: Path) -> list[Path]:
    """Return what hides a module of Python, of a package or of the course from the notebooks of this folder.

    A notebook looks for modules in its own folder first: beside a torch.py no lesson finds torch.
    """
    here = os.path.realpath(folder)
    elsewhere = [entry for entry in sys.path if entry and os.path.realpath(entry) != here]
    try:
        entries = sorted(folder.iterdir())
    except OSError:  # that it is missing or cannot be read is for others to say
        return []
    return [entry for entry in entries if _is_module(entry) and _is_needed(entry.name.partition(".")[0], elsewhere)]


def warn_of_shadows(shadows: list[Path]) -> str:
    """Return one sentence that names them and says what to do."""
    names = ", ".join(shadow.name.partition(".")[0] for shadow in shadows)
    them = "it" if len(shadows) == 1 else "them"
    files = ", ".join(map(str, shadows))
    hide = "hides" if len(shadows) == 1 else "hide"
    return f"{files} {hide} Python's own {names} from notebooks in that folder. Rename {them}, or move {them} away."


def check_jupyters_folders() -> str:
    """Return where Jupyter keeps what it must write to run; raise CourseError if it cannot."""
    from jupyter_core import paths

    try:
        places = {"JUPYTER_CONFIG_DIR": paths.jupyter_config_dir(), "JUPYTER_RUNTIME_DIR": paths.jupyter_runtime_dir()}
    except (RuntimeError, OSError) as error:
        raise CourseError(f"There is no home folder ({error}). Set HOME to a folder that you can write.") from error
    for variable, place in places.items():
        error = _refusal(place)
        if error is not None:
            raise CourseError(
                f"Jupyter cannot write its own files into {place} ({error.strerror}). "
                f"Make that folder writable, or set HOME or {variable} to one that is."
            )
    return " and ".join(places.values())


def _is_module(entry: Path) -> bool:
    if entry.name.endswith((".py", *EXTENSION_SUFFIXES)):
        return entry.is_file()
    return (entry / "__init__.py").is_file()  # without one it gives way to whatever comes later


def _is_needed(name: str, elsewhere: list[str]) -> bool:
    if name in OF_NO_USE or name in sys.builtin_module_names or FrozenImporter.find_spec(name) is not None:
        return False  # Python has those that it is built with before it looks anywhere
    return name == "gencourse" or PathFinder.find_spec(name, elsewhere) is not None


def _refusal(place: str) -> OSError | None:
    "Why nothing can be written there, or nothing made where it does not exist yet. Nothing is left behind."
    folder = Path(place).absolute()
    while not os.path.lexists(folder) and folder != folder.parent:
        folder = folder.parent
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
    except OSError as error:
        return error
    return None
