"""Widgets in HTML pages that need neither kernel nor network: one on a page of its own, or many among other things."""

from __future__ import annotations

import base64
import gzip
import html
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gencourse.widgets.kit.assets import read_script

ASLEEP = "A picture of the widget: to move it, open this page in a browser that runs JavaScript."
NO_KERNEL = "A picture of the widget: run the cell to bring it to life."
SHIM = Path(__file__).parent / "js" / "page.js"

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>%(title)s</title>
<style>
%(style)s
:root { color-scheme: light dark; }
body { margin: 24px; background: #fff; color: #212121; font: 13px/1.5 system-ui, sans-serif; }
[data-jp-theme-light="false"] body { background: #111; color: #f0f0f0; }
h1 { font-size: 18px; margin: 0 8px 12px; }
figure { margin: 0 8px; }
img { max-width: 100%%; }
</style>
</head>
<body>
<main><h1>%(title)s</h1>%(widget)s</main>
%(scripts)s
</body>
</html>
"""


def make_page(module: str, style: str, state: Mapping[str, Any], *, title: str, description: str, picture: str) -> str:
    """Return a page with one widget. For the arguments see `living_widget` and `widget_scripts`."""
    parts = {
        "title": html.escape(title),
        "style": style,
        "widget": living_widget("widget", state, description=description, picture=picture),
        "scripts": widget_scripts({"widget": module}),
    }
    return PAGE % parts


def living_widget(kind: str, state: Mapping[str, Any], *, description: str, picture: str) -> str:
    """Return a widget for a page with its `widget_scripts`; where these don't run it stays a picture with a sentence.

    kind: the module's name on the page, a word; state: its traits, bytes among them; picture: a PNG in base64.
    """
    packed = json.dumps({name: _pack(value) for name, value in state.items()}, separators=(",", ":"))
    safe = packed.replace("<", "\\u003c")  # no text of the learner's ends the script
    still = still_widget(ASLEEP, description=description, picture=picture)
    return f'<div data-widget="{html.escape(kind)}"><script type="application/json">{safe}</script>{still}</div>'


def still_widget(sentence: str, *, description: str, picture: str) -> str:
    """Return the widget's picture, a PNG in base64, with its text alternative and a sentence on why it is one."""
    return f'<figure class="still">{_image_and_caption(sentence, description, picture)}</figure>'


def sleeping_widget(*, description: str, picture: str) -> str:
    """Return what a notebook shows of the widget that no kernel holds: saved, untrusted, or in a viewer.

    JupyterLab's extension in gencourse/jupyter knows it by its class.
    """
    return f'<figure class="gc-still" style="margin: 0">{_image_and_caption(NO_KERNEL, description, picture)}</figure>'


def _image_and_caption(sentence: str, description: str, picture: str) -> str:
    image = f'<img alt="{html.escape(description)}" src="data:image/png;base64,{picture}">'
    return f"{image}<figcaption>{html.escape(sentence)}</figcaption>"


def widget_scripts(modules: Mapping[str, str]) -> str:
    """Return the scripts that bring all widgets before them to life.

    modules: by kind, ES modules without imports, whose default export renders.
    """
    if not modules:
        return ""
    wake = [f"<script>\n{read_script(SHIM)}</script>"]
    for kind, module in modules.items():
        inline = re.sub(r"^export default ", "const widget = ", module, flags=re.MULTILINE)
        inline = re.sub(r"^export ", "", inline, flags=re.MULTILINE)
        wake.append(f'<script type="module">\n{inline}\ngencourse.wake({json.dumps(kind)}, widget);\n</script>')
    return "\n".join(wake)


def _pack(value: Any) -> Any:
    "Bytes are compressed; the rest is JSON."
    if isinstance(value, bytes | memoryview):
        return {"gzip": base64.b64encode(gzip.compress(bytes(value), mtime=0)).decode("ascii")}
    return value
