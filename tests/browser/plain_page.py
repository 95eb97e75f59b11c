"""A widget in a plain page: its own module and style, its state, and a model in twelve lines."""

from __future__ import annotations

import base64
import json
from typing import Any

from playwright.sync_api import Page

from tests.browser.page_actions import wait_a_frame, watch_errors

SHIM = """
async ({ state, module, views, theme }) => {
  const decode = (text) => new DataView(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
  const withoutBytes = (all) => Object.fromEntries(Object.entries(all).filter(([, v]) => !(v instanceof DataView)));
  const listeners = {};
  window.state = Object.fromEntries(Object.entries(state).map(([k, v]) => [k, v?.base64 ? decode(v.base64) : v]));
  window.learned = [];
  window.model = {
    get: (name) => window.state[name],
    set: (name, value) => {
      window.state[name] = value;
      for (const event of [`change:${name}`, "change"]) [...(listeners[event] ?? [])].forEach((f) => f());
    },
    save_changes: () => window.learned.push(structuredClone(withoutBytes(window.state))),
    on: (event, f) => (listeners[event] ??= []).push(f),
    off: (event, f) => { listeners[event] = listeners[event].filter((g) => g !== f); },
    listening: () => Object.values(listeners).flat().length,
  };
  const url = URL.createObjectURL(new Blob([module], { type: "text/javascript" }));
  window.widget = (await import(url)).default;
  window.closers = [];
  for (let i = 0; i < views; i++) {
    const el = document.getElementById(`view${i}`);
    window.closers.push(await window.widget.render({ model: window.model, el }));
  }
}
"""

PAGE = """<!doctype html><html lang="en"><head><title>Widget</title><style>%s
body { margin: 24px; background: #fff; } body[data-jp-theme-light="false"] { background: #111; }
</style></head><body data-jp-theme-light="%s"><main><h1 hidden>Widget</h1>%s</main></body></html>"""


def show_widget(
    page: Page, widget: Any, *, dark: bool = False, views: int = 1, only: dict[str, Any] | None = None, **state: Any
) -> list[str]:
    """Draw `views` views of the widget's state in the page; return the list that its errors will be added to.

    only: a state to draw in its place. In the page: model, learned (what Python was told), closers (one per view).
    """
    errors = watch_errors(page)
    places = "".join(f'<div id="view{i}"></div>' for i in range(views))
    page.set_content(PAGE % (widget._css, "false" if dark else "true", places))
    given = {**(plain_state(widget) if only is None else for_page(only)), **state}
    page.evaluate(SHIM, {"state": given, "module": widget._esm, "views": views})
    if views:
        wait_a_frame(page)
    return errors


def plain_state(widget: Any) -> dict[str, Any]:
    """Return the widget's synced traits as `for_page` has them."""
    return for_page(widget.get_state())


def for_page(state: dict[str, Any]) -> dict[str, Any]:
    """Return a widget's state without its module and style, bytes as base64."""
    return {name: _plain(value) for name, value in state.items() if name not in ("_esm", "_css", "layout")}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {"base64": base64.b64encode(value).decode()}
    return json.loads(json.dumps(value))
