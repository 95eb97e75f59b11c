"""A widget as one HTML page that needs neither kernel nor network."""

from __future__ import annotations

import base64
import gzip
import html
import json
import re
from typing import Any

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>%(title)s</title>
<style>
%(style)s
body { margin: 24px; background: #fff; color: #212121; font: 13px/1.5 system-ui, sans-serif; }
[data-jp-theme-light="false"] body { background: #111; color: #f0f0f0; }
h1 { font-size: 18px; margin: 0 8px 12px; }
</style>
</head>
<body>
<main><h1>%(title)s</h1><div id="widget"></div><noscript>%(description)s</noscript></main>
<script type="module">
%(module)s
const dark = matchMedia("(prefers-color-scheme: dark)");
const useTheme = () => (document.documentElement.dataset.jpThemeLight = !dark.matches);
dark.addEventListener("change", useTheme);
useTheme();
async function unpack(value) {
  if (value?.gzip === undefined) return value;
  const bytes = Uint8Array.from(atob(value.gzip), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new DataView(await new Response(stream).arrayBuffer());
}
const state = %(state)s;
for (const name of Object.keys(state)) state[name] = await unpack(state[name]);
const listeners = {};
const model = {
  get: (name) => state[name],
  set(name, value) {
    state[name] = value;
    for (const listener of [...(listeners[`change:${name}`] ?? [])]) listener();
  },
  save_changes() {},
  send() {},
  on: (event, listener) => (listeners[event] ??= []).push(listener),
  off: (event, listener) => (listeners[event] = (listeners[event] ?? []).filter((other) => other !== listener)),
};
widget.render({ model, el: document.getElementById("widget") });
</script>
</body>
</html>
"""


def make_page(module: str, style: str, state: dict[str, Any], *, title: str, description: str) -> str:
    """Return the page. module: an ES module whose default export renders; state: its traits, bytes among them."""
    inline = re.sub(r"^export default ", "const widget = ", module, flags=re.MULTILINE)
    packed = json.dumps({name: _pack(value) for name, value in state.items()}, separators=(",", ":"))
    parts = {
        "title": html.escape(title),
        "description": html.escape(description),
        "style": style,
        "module": re.sub(r"^export ", "", inline, flags=re.MULTILINE),
        "state": packed.replace("<", "\\u003c"),  # no text of the learner's ends the script
    }
    return PAGE % parts


def _pack(value: Any) -> Any:
    "Bytes are compressed; the rest is JSON."
    if isinstance(value, bytes | memoryview):
        return {"gzip": base64.b64encode(gzip.compress(bytes(value), mtime=0)).decode("ascii")}
    return value
