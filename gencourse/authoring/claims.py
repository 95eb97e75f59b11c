"""What a lesson states of its own cells, as asserts: `# %% claim` cells, which stand in neither notebook."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from gencourse.authoring.lesson import Cell, Lesson

_DECORATION = re.compile(r"[*`]|\s+")  # what a quotation may leave out, and where a line ends


@dataclass(frozen=True)
class Claim:
    """One assert of a claim cell."""

    line: int
    sentence: str  # the assert's message: words of the lesson; without one, the condition itself
    quoted: bool  # whether it has a message


def claims_of(cell: Cell) -> list[Claim]:
    """Return the asserts of a claim cell in their order."""
    found = []
    for node in ast.walk(ast.parse(cell.source)):
        if isinstance(node, ast.Assert):
            sentence = message(node)
            found.append(Claim(cell.start + node.lineno - 1, sentence or ast.unparse(node.test), bool(sentence)))
    return sorted(found, key=lambda claim: claim.line)


def message(node: ast.Assert) -> str:
    """Return the words after an assert's comma, "" if they are no plain string."""
    return node.msg.value if isinstance(node.msg, ast.Constant) and isinstance(node.msg.value, str) else ""


def misquoted(lesson: Lesson) -> Iterator[Claim]:
    """Yield each claim that quotes what no text cell of the lesson says, or quotes nothing.

    A quotation is a piece of the text word by word; " ... " leaves something out; emphasis and line ends don't count.
    """
    texts = [_plain(cell.source) for cell in lesson.cells if cell.type == "markdown"]
    for cell in lesson.claims:
        for claim in claims_of(cell):
            pieces = [_plain(piece) for piece in claim.sentence.split(" ... ")]
            if not claim.quoted or not any(all(piece in text for piece in pieces) for text in texts):
                yield claim


def followed(lesson: Lesson, claim: Cell) -> int | None:
    """Return the index, among the lesson's code cells, of the one that a claim cell follows; None if there is none."""
    above = [i for i, cell in enumerate(_code(lesson)) if cell.line < claim.line]
    return above[-1] if above else None


def _code(lesson: Lesson) -> list[Cell]:
    return [cell for cell in lesson.cells if cell.type == "code"]


def _plain(text: str) -> str:
    return _DECORATION.sub(lambda found: " " if found[0].isspace() else "", text).strip()
