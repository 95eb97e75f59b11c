"""Every widget drawn from its first message alone, as on a machine where the second is late."""

import pytest
from playwright.sync_api import expect

from tests.browser.page_actions import wait_a_frame
from tests.browser.plain_page import for_page, show_widget
from tests.small_widgets import SMALL_WIDGETS, watch_construction

# A model that holds nothing yet, and is told its traits one by one
LATE = """async () => {
  const { get, set } = model;
  const known = new Set();
  model.get = (name) => (known.has(name) ? get(name) : undefined);
  window.tell = (name) => { known.add(name); set(name, state[name]); };
  const el = document.body.appendChild(document.createElement('div'));
  await widget.render({ model, el });
}"""


@pytest.mark.parametrize("name", SMALL_WIDGETS)
def test_it_is_drawn_from_its_first_message_alone(page, name):
    "It needs no other; and one whose state comes in pieces is alive once all are there"
    widget, state, _ = watch_construction(SMALL_WIDGETS[name])
    errors = show_widget(page, widget, only=state)
    drawn = page.locator(".gencourse :is(button, input, canvas, svg)").count()
    assert drawn > 3
    assert errors == []

    show_widget(page, widget, views=0, only=state)
    page.evaluate(LATE)
    expect(page.get_by_text("This widget stopped")).to_have_count(1)
    for trait in sorted(for_page(state), key="_frame".__eq__):  # the frame last
        page.evaluate("tell", trait)
        wait_a_frame(page)
    expect(page.get_by_text("This widget stopped")).to_have_count(0)
    assert page.locator(".gencourse :is(button, input, canvas, svg)").count() == drawn
