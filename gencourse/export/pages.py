"""An executed notebook as one HTML page, by nbconvert; what that would load from a network stands inside."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

from gencourse.export.maths import to_mathml
from gencourse.widgets.kit.base import EXPORT_TYPE
from gencourse.widgets.kit.page import widget_scripts

HERE = Path(__file__).parent
STYLE = (HERE / "page.css").read_text(encoding="utf-8")
SCRIPT = (HERE / "page.js").read_text(encoding="utf-8")
LONG = 25  # characters of TeX without commands: on a phone such a formula in a line may need more than the line
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
# As `gencourse build` folds it into a lesson; a solution holds no </details> of its own
SOLUTION = re.compile(r"<details><summary>Solution</summary>.*?</details>\s*", re.DOTALL)
# Markers for nbgrader, of no use to a reader
REGION = re.compile(r"^[ \t]*### (?:BEGIN|END) SOLUTION[ \t]*\n?", re.MULTILINE)


@dataclass(frozen=True)
class Head:
    """What the index says of a lesson."""

    title: str
    promise: str


def lesson_page(notebook: NotebookNode, name: str, solutions: bool = True) -> str:
    """Return the page of an executed notebook, without folded solutions if not `solutions`; changes the notebook."""
    head = read_head(notebook, name)
    widgets = _take_widgets(notebook)
    style = "\n".join([STYLE, *(widget["style"] for widget in widgets.values())])
    scripts = widget_scripts({kind: widget["module"] for kind, widget in widgets.items()})
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = REGION.sub("", cell.source)
        elif not solutions:
            cell.source = SOLUTION.sub("", cell.source)
    notebook.metadata["title"] = head.title
    exporter = HTMLExporter(
        template_file=str(HERE / "lesson.html.j2"),
        filters={"markdown2html": markdown_to_html},
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    ours = {"promise": head.promise, "style": style, "scripts": scripts, "script": SCRIPT}
    page, _ = exporter.from_notebook_node(notebook, {"gencourse": ours, "metadata": {"name": name}})
    return page


def read_head(notebook: NotebookNode, name: str) -> Head:
    """Return the lesson's title, its H1, and its promise, the first paragraph after it, as plain text."""
    first = next((cell.source for cell in notebook.cells if cell.cell_type == "markdown"), "")
    found = re.match(r"# (?P<title>.+)\n+(?P<promise>(?:[^\n]+\n?)*)", first)
    if not found:
        return Head(name, "")
    return Head(_plain(found["title"]), _plain(found["promise"]))


def markdown_to_html(source: str) -> str:
    """Return a text cell as HTML, its formulas as MathML."""
    # Lessons hold HTML of their own, <details>
    return MarkdownWithMath(renderer=_Renderer(escape=False)).render(source)


class _Renderer(IPythonRenderer):
    def block_math(self, body: str) -> str:
        # A wide one scrolls, and what scrolls must be reached by keyboard
        return f'<span class="formula" role="group" aria-label="Formula" tabindex="0">{to_mathml(body, "block")}</span>'

    def inline_math(self, body: str) -> str:
        math = to_mathml(body, "inline")
        letters = re.sub(r"\\[a-z]+|[\s{}]", "", body)
        return f'<span class="long">{math}</span>' if len(letters) > LONG else math

    def latex_environment(self, name: str, body: str) -> str:
        return self.block_math(rf"\begin{{{name}}}{body}\end{{{name}}}")

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        id = re.sub(r"\W+", "-", _plain(text).lower()).strip("-")
        if level > 1 and "<a " not in text:  # a link cannot hold another
            text = f'<a class="anchor" href="#{id}">{text}</a>'
        return f'<h{level} id="{id}">{text}</h{level}>\n'


def _take_widgets(notebook: NotebookNode) -> dict[str, dict[str, str]]:
    "Put each widget's HTML in the place of its outputs; return module and style of each kind of living one."
    kinds = {}
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", []) if "data" in output]
    for output in outputs:
        output.data.pop(WIDGET_VIEW, None)  # there is no widget manager
        widget = output.data.pop(EXPORT_TYPE, None)
        if widget is not None:
            output.data["text/html"] = widget["html"]
            if "kind" in widget:
                kinds[widget["kind"]] = widget  # its module stands in the page once
    return kinds


def _plain(text: str) -> str:
    "Without tags, emphasis and line ends."
    return " ".join(html.unescape(re.sub(r"<[^>]*>|[*`$]", "", text)).split())
