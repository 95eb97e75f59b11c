"""How results look: plain text anywhere, and marks in a notebook, where colour, sign and word say the same."""

from __future__ import annotations

import re
import sys
from html import escape
from typing import Any

MOST_LINES = 10  # of what the learner's code printed: enough to look at a tensor

# Sign, colour of the badge and style of its edge: each outcome differs from the others without its colour, too. White
# stands out from each colour by 5 to 1 and more, so badges are the same in both themes.
MARKS = {
    "passed": ("✓", "#1a7f37", "solid"),
    "open": ("○", "#57606a", "dotted"),
    "not yet": ("↻", "#8a5a00", "dashed"),
    "crashed": ("✗", "#b3261e", "double"),
    "not run": ("–", "#57606a", "dotted"),
}
INK = "color: var(--jp-content-font-color1, inherit)"
MONOSPACE = "font-family: var(--jp-code-font-family, monospace); font-size: var(--jp-code-font-size, 13px)"


def show(text: str, html: str) -> None:
    """Print the text, or where a notebook can show it display the HTML, with the text beside it."""
    if not in_notebook():
        print(text)
        return
    from IPython.display import display

    display({"text/plain": text, "text/html": html}, raw=True)


def shell() -> Any:
    """Return IPython's shell, or None in plain Python."""
    if "IPython" not in sys.modules:  # not imported for this
        return None
    from IPython.core.getipython import get_ipython

    return get_ipython()


def in_notebook() -> bool:
    """Say whether this is a kernel, which can show HTML, and no terminal."""
    here = shell()
    return here is not None and type(here).__name__ != "TerminalInteractiveShell"


def result_text(outcome: str, rest: str, printed: list[str]) -> str:
    """Return what a check says, as plain text: "Passed: start.fit_gaussian (1 point)." and what follows."""
    lines = [f"{outcome.capitalize()}: {rest}"]
    if printed:
        lines += ["Your code printed:", *(f"  {line}" for line in printed)]
    return "\n".join(lines)


def result_html(outcome: str, rest: str, printed: list[str]) -> str:
    """Return the same as HTML. All of it is escaped: a sentence may quote the learner's code."""
    _, colour, edge = MARKS[outcome]
    sentence, *more = rest.split("\n")
    body = f"<div>{_badge(outcome)} {escape(sentence)}</div>"
    body += _lines(more)
    if printed:
        body += f'<div style="margin-top: 6px">Your code printed:</div>{_lines(["  " + line for line in printed])}'
    style = f"border-left: 4px {edge} {colour}; padding: 2px 0 2px 12px; margin: 4px 0; {INK}; line-height: 1.6"
    return f'<div class="gc-check" role="status" style="{style}">{body}</div>'


def progress_html(head: str, outcomes: dict[str, str]) -> str:
    """Return a lesson's exercises, each with its outcome, as HTML."""
    cell = 'style="text-align: left; padding: 2px 16px 2px 0"'
    rows = "".join(
        f'<tr><th scope="row" {cell}>{escape(name)}</th><td {cell}>{_badge(outcome)}</td></tr>'
        for name, outcome in outcomes.items()
    )
    return f'<div class="gc-check" style="{INK}"><div>{escape(head)}</div><table>{rows}</table></div>'


def readable(printed: str) -> list[str]:
    """Return the first lines of what code printed as they would look: without what a progress bar has overwritten.

    What would steer a terminal is left out, and so are empty lines; a last "..." says that there was more.
    """
    printed = re.sub(r"\x1b\[[0-?]*[ -/]*[@-~]", "", printed)
    lines = [[part for part in line.split("\r") if part.strip()] for line in printed.split("\n")]
    kept = ["".join(c for c in parts[-1] if c == "\t" or c.isprintable()).rstrip() for parts in lines if parts]
    return kept[:MOST_LINES] + (["..."] if len(kept) > MOST_LINES else [])


def _badge(outcome: str) -> str:
    sign, colour, _ = MARKS[outcome]
    style = f"background: {colour}; color: #ffffff; padding: 1px 8px; border-radius: 10px; font-weight: 600"
    mark = f'<span aria-hidden="true">{sign}</span> '
    return f'<span style="{style}; white-space: nowrap">{mark}{outcome.capitalize()}</span>'


def _lines(lines: list[str]) -> str:
    "Sentences as text; lines that are indented, of code or of what it printed, as they are."
    html = ""
    for line in lines:
        code = f"white-space: pre-wrap; overflow-wrap: anywhere; {MONOSPACE}; " if line.startswith("  ") else ""
        html += f'<div style="{code}{INK}">{escape(line)}</div>'
    return html
