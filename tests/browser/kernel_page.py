"""A widget whose kernel is the test: what the page asks waits in `asked` until the test calls those in `hears`."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.plain_page import show_widget

SHOW = """async (patient) => {
  Object.assign(window, { asked: [], hears: [], losePatience: null });
  const later = window.setTimeout;
  window.setTimeout = (work, delay, ...values) => {
    if (!patient || delay < 2000) return later(work, delay, ...values);
    window.losePatience = work;
  };
  const el = document.body.appendChild(document.createElement('div'));
  const on = (event, f) => (event === 'msg:custom' ? hears.push(f) : model.on(event, f));
  await widget.render({ model: { ...model, on, send: (message) => asked.push(message) }, el });
}"""


def show_with_kernel(page: Page, widget: Any, *, patient: bool = True) -> list[str]:
    """Draw one view; return the list that its errors will be added to.

    A patient page does not call its kernel busy before the test says losePatience(), however slow this machine is.
    """
    errors = show_widget(page, widget, views=0)
    page.evaluate(SHOW, patient)
    return errors
