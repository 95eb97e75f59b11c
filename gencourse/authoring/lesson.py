"""What a lesson's source is made of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from gencourse._validate import CourseError

TEXT_ROLES = ("text", "hint", "question")


@dataclass(frozen=True)
class Cell:
    """One cell of a source."""

    role: str  # text, code, setup, exercise, check, hint, question or claim
    source: str
    line: int  # of its `# %%` marker
    start: int  # the line of the file on which `source` begins
    name: str = ""  # of the exercise or the question
    tags: tuple[str, ...] = ()

    @property
    def type(self) -> str:
        """What a notebook calls this kind of cell: "markdown" or "code"."""
        return "markdown" if self.role in TEXT_ROLES else "code"


@dataclass(frozen=True)
class Lesson:
    """A source file, the cells that its notebooks are made of, and the claims, which stand in neither."""

    path: Path
    cells: tuple[Cell, ...]
    claims: tuple[Cell, ...] = ()

    @property
    def name(self) -> str:
        """The lesson with its number: 00_start_here."""
        return self.path.stem

    @property
    def topic(self) -> str:
        """The lesson without its number: start_here."""
        return self.path.stem[3:]

    def fail(self, cell: Cell, text: str) -> NoReturn:
        """Raise CourseError reading "solutions/00_start_here.py:41: text", with the line of the cell's marker."""
        fail(self.path, cell.line, text)


def fail(path: Path, line: int | None, text: str) -> NoReturn:
    """Raise CourseError reading "solutions/00_start_here.py:41: text", or without a line if it is None."""
    raise CourseError(f"{shown(path)}{f':{line}' if line else ''}: {text}")


def shown(path: Path) -> str:
    """A file's name in messages, the same on every platform: solutions/00_start_here.py."""
    return f"{path.parent.name}/{path.name}"
