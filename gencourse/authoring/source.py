"""Reads a lesson's source, a jupytext percent script, into cells that know their lines."""

from __future__ import annotations

import difflib
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

from gencourse._validate import CourseError
from gencourse.authoring.code import compile_code
from gencourse.authoring.lesson import TEXT_ROLES, Cell, Lesson, fail

# comment_magics: else a comment that begins with % would become a magic
_FORMAT = {"extension": ".py", "format_name": "percent", "comment_magics": False}
_MARKER = re.compile(r"\s*#\s*%%")  # wider than jupytext's: a marker that it does not see has its line, too
_CLAIM = re.compile(r"(# %% claim)\s*$")  # jupytext would take the bare word for a title
_LINE = "gencourse_line"  # jupytext keeps no line numbers, so each marker carries its own through it
_NAMED_ROLES = ("exercise", "check", "hint", "question")
_OF_JUPYTEXT = ("cell_marker", "lines_to_next_cell", _LINE)


def read_lesson(path: Path) -> Lesson:
    """Read the cells of a source, whether it was saved with LF or CRLF, with or without a byte order mark.

    Raises CourseError, with file and line, if the file is missing, misnamed or not UTF-8, if a marker carries what we
    do not know, if text and code are mixed up, or if code is not Python. Whether the cells make a lesson is for
    `gencourse.authoring.parse.parse_lesson` to say.
    """
    path = path.resolve()
    lines = _read_lines(path)
    marked = [_CLAIM.sub(r"\1=true", line) for line in lines]
    numbered = [f"{line} {_LINE}={i}" if _MARKER.match(line) else line for i, line in enumerate(marked, start=1)]
    nodes = _read_nodes(path, numbered)
    starts = [_line_of(path, node) for node in nodes]
    spans = pairwise([*starts, len(lines) + 1])
    cells = [_cell(path, node, a, lines[a : b - 1]) for node, (a, b) in zip(nodes, spans, strict=True)]
    claims = tuple(cell for cell in cells if cell.role == "claim")
    return Lesson(path, tuple(cell for cell in cells if cell.role != "claim"), claims)


def _read_lines(path: Path) -> list[str]:
    if not path.is_file():
        fail(path, None, "there is no such file.")
    if not re.fullmatch(r"\d\d_[a-z][a-z0-9_]*\.py", path.name):
        fail(path, None, "a lesson's source is named NN_name.py, for instance 00_start_here.py. Rename the file.")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        fail(path, line, f"byte 0x{error.object[error.start]:02x} is not UTF-8. Save the file as UTF-8.")
    except OSError as error:
        fail(path, None, f"the file cannot be read: {error.strerror}.")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _read_nodes(path: Path, lines: list[str]) -> list[Any]:
    try:
        import jupytext  # an extra: learners install without it
    except ImportError:
        raise CourseError('jupytext is not installed. Run: python -m pip install "gencourse[author]"') from None
    try:
        return jupytext.reads("\n".join(lines), fmt=dict(_FORMAT)).cells
    except Exception:  # odd attributes trip jupytext and its validator in many ways, none of which says where
        for number, line in enumerate(lines, start=1):
            try:
                jupytext.reads(line, fmt=dict(_FORMAT))
            except Exception as error:
                why = str(error).partition("\n")[0]
                fail(path, number, f'this marker cannot be read: {why}. Tags are a list of strings: tags=["setup"].')
        raise


def _line_of(path: Path, node: Any) -> int:
    "The line of a cell's marker, also where jupytext could not read what else the marker says."
    found = re.search(rf"{_LINE}\W+(\d+)", str(dict(node.metadata)))
    if not found:
        start = node.source.strip().partition("\n")[0]
        fail(path, None, f"{start!r} stands before the first cell. Begin the file with `# %% [markdown]`.")
    return int(found[1])


def _cell(path: Path, node: Any, line: int, raw: list[str]) -> Cell:
    role, name = _role(path, line, node)
    tags = tuple(node.metadata.get("tags", ()))
    if "setup" in tags:
        if role != "code":
            fail(path, line, 'the tag "setup" belongs on a plain code cell: `# %% tags=["setup"]`.')
        role = "setup"
    source = node.source.strip("\n")
    start = line + 1 + len(node.source) - len(node.source.lstrip("\n"))
    if not source.strip():
        fail(path, line, "this cell is empty. Delete its marker, or write something below it.")
    if role in TEXT_ROLES:
        _refuse_code_in_text(path, line, raw)
    else:
        compile_code(path, source, start)
    _refuse_near_markers(path, source)
    return Cell(role, source, line, start, name, tags)


def _role(path: Path, line: int, node: Any) -> tuple[str, str]:
    roles = [key for key in _NAMED_ROLES if key in node.metadata]
    _refuse_unknown_attributes(path, line, node)
    if node.cell_type not in ("code", "markdown"):
        fail(path, line, f"a lesson has text and code cells, not {node.cell_type} ones. Use `# %% [markdown]`.")
    if "claim" in node.metadata:
        if roles or node.metadata["claim"] is not True or node.cell_type != "code":
            fail(path, line, "a claim is a code cell of its own, marked `# %% claim` and nothing more.")
        return "claim", ""
    if len(roles) > 1:
        fail(path, line, f"this cell is marked as {' and '.join(roles)}. Give each its own cell.")
    if not roles:
        return ("text" if node.cell_type == "markdown" else "code"), ""
    role, name = roles[0], node.metadata[roles[0]]
    if not isinstance(name, str) or not name:
        example = "copy-or-model" if role == "question" else "start.fit_gaussian"
        fail(path, line, f'{role} should be a name in double quotes, as in {role}="{example}".')
    expected = "markdown" if role in TEXT_ROLES else "code"
    if node.cell_type != expected:
        marker = "# %% [markdown]" if expected == "markdown" else "# %%"
        fail(path, line, f'{role} belongs on a {expected} cell: `{marker} {role}="{name}"`.')
    return role, name


def _refuse_unknown_attributes(path: Path, line: int, node: Any) -> None:
    known = ("tags", *_NAMED_ROLES)
    for key, value in node.metadata.items():
        if key in (*known, "claim", *_OF_JUPYTEXT):
            continue
        if key in ("title", "incorrectly_encoded_metadata", "region_name"):
            text = str(value).replace(f" {_LINE}={line}", "")  # without the number that we put there
            fail(path, line, f'the marker says {text!r}. It may carry only name="value" pairs: {", ".join(known)}.')
        near = difflib.get_close_matches(key, known, n=1)
        fix = f"Did you mean {near[0]!r}?" if near else f"It may carry: {', '.join(known)}."
        fail(path, line, f"the marker carries an unknown attribute, {key!r}. {fix}")


def _refuse_code_in_text(path: Path, line: int, raw: list[str]) -> None:
    for number, text in enumerate(raw, start=line + 1):
        if text.strip() and not text.startswith("#"):
            fail(path, number, "a line of a text cell begins with `# `. Add it, or put `# %%` above if this is code.")


def _refuse_near_markers(path: Path, source: str) -> None:
    "`# %%[markdown]` without a space is no cell to jupytext, and would vanish in the cell above."
    near = re.search(rf"%%.* {_LINE}=(\d+)", source)
    if near:
        fail(path, int(near[1]), "this looks like a cell's marker but is none. Write `# %%`, a space, its attributes.")
