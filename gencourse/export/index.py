"""The page that lists the lessons of a folder, made from what their own pages say."""

from __future__ import annotations

import html
import re
from pathlib import Path

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<meta name="generator" content="gencourse export">
<title>Lessons</title>
<style>
{style}
</style>
</head>
<body>
<main>
<h1>Lessons</h1>
<ul class="lessons">
{lessons}
</ul>
</main>
</body>
</html>
"""
LESSON = '<li><span>{number}</span><div><a href="{file}">{title}</a><p>{promise}</p></div></li>'
HEAD = 3000  # characters: the tags that we look for stand before the style


def is_ours(path: Path) -> bool:
    """Whether an export wrote this file."""
    return path.suffix == ".html" and path.is_file() and _meta(_head(path), "generator") == "gencourse export"


def make_index(folder: Path, style: str) -> str:
    """Return the page that lists the folder's lessons, each with its title and promise."""
    lessons = [_entry(path) for path in sorted(folder.glob("[0-9][0-9]_*.html")) if is_ours(path)]
    return PAGE.format(style=style, lessons="\n".join(lessons))


def _entry(path: Path) -> str:
    head = _head(path)
    title = re.search(r"<title>(.*?)</title>", head, re.DOTALL)
    return LESSON.format(
        number=path.name[:2],
        file=path.name,
        title=title[1] if title else path.stem,  # as it stands there: escaped
        promise=html.escape(_meta(head, "description")),
    )


def _head(path: Path) -> str:
    # A file that is not ours may be in any encoding
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(HEAD)


def _meta(head: str, name: str) -> str:
    tag = re.search(rf'<meta [^>]*name="{name}"[^>]*>', head)
    content = re.search(r'content="([^"]*)"', tag[0]) if tag else None
    return html.unescape(content[1]) if content else ""
