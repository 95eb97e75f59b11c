"""What `mount` of the kit's view.js does for every widget: nothing that goes wrong is silent, or for ever."""

import pytest
from playwright.sync_api import expect

from gencourse.widgets.kit.assets import KIT, join_modules
from tests.browser.page_actions import wait_a_frame

# A widget that draws one number, and has a button that fails. `size` is read when it is built, `value` when it is drawn
LAMP = """async (module) => {
  const { mount } = await import(URL.createObjectURL(new Blob([module], { type: 'text/javascript' })));
  const [state, listeners] = [{ size: null, value: null }, []];
  const model = {
    get: (name) => state[name],
    set: (name, value) => {
      state[name] = value;
      for (const [event, f] of [...listeners]) if ([`change:${name}`, 'change'].includes(event)) f();
    },
    save_changes() {},
    on: (event, f) => listeners.push([event, f]),
    off: (event, f) => listeners.splice(listeners.findIndex(([e, g]) => e === event && g === f), 1),
  };
  const el = document.body.appendChild(document.createElement('div'));
  function build(view) {
    const text = document.createElement('output');
    const button = document.createElement('button');
    button.textContent = 'fail';
    view.root.append(button);
    const size = view.model.get('size');
    if (size === null) throw new Error('no size');
    const draw = view.onceAFrame(() => (text.textContent = view.model.get('value').toFixed(size.digits)));
    view.on(button, 'click', () => { throw new Error('no bulb'); });
    view.watch(['value'], draw);
    view.watch(['burnt'], () => { throw new Error('burnt'); });
    draw();
    view.root.append(text);
  }
  Object.assign(window, { model, listeners, el, close: mount({ model, el }, build) });
}"""


@pytest.fixture
def lamp(page):
    page.evaluate(LAMP, join_modules(KIT / "js" / "view.js"))
    return page


def says(page, text):
    "Wait until the widget is what it should be: whole, and nothing but it."
    expect(page.locator("output")).to_have_text(text)
    assert page.locator(".gencourse").count() == page.locator("button").count() == 1
    assert page.get_by_role("alert").count() == 0


def stopped(page, message):
    "Wait until it says what is wrong, and nothing else is left."
    expect(page.get_by_role("alert")).to_contain_text(f"This widget stopped: {message}")
    assert page.locator(".gencourse > *").count() == 1


def test_what_cannot_be_built_or_drawn_comes_to_life_when_the_model_changes(lamp):
    "Until then one sentence stands in its place, and nothing that was built beside it"
    stopped(lamp, "no size")
    lamp.evaluate("model.set('other', 1)")
    wait_a_frame(lamp, 4)
    stopped(lamp, "no size")
    lamp.evaluate("model.set('size', { digits: 1 })")
    stopped(lamp, "Cannot read properties of null (reading 'toFixed')")
    lamp.evaluate("model.set('value', 3)")
    says(lamp, "3.0")
    lamp.evaluate("model.set('value', null)")
    stopped(lamp, "Cannot read")
    lamp.evaluate("model.set('value', 4)")
    says(lamp, "4.0")


def test_one_that_was_built_from_half_a_state_needs_no_third_message(lamp):
    "It is drawn when the other half is there, which it was built without"
    lamp.evaluate("model.set('size', undefined)")
    wait_a_frame(lamp, 1)  # built, and not drawn yet
    lamp.evaluate("model.set('size', { digits: 2 }), model.set('value', 3)")
    says(lamp, "3.00")


def test_an_error_of_a_hand_shows_and_is_not_the_end(lamp):
    "The next change of the model brings the widget back, as the model has it"
    lamp.evaluate("model.set('size', { digits: 1 }), model.set('value', 3)")
    says(lamp, "3.0")
    lamp.get_by_role("button").click()
    wait_a_frame(lamp, 4)
    stopped(lamp, "no bulb")
    lamp.evaluate("model.set('value', 5)")
    says(lamp, "5.0")


def test_what_fails_on_news_begins_anew_with_what_the_model_holds(lamp):
    "If that can be drawn; the browser's console has the error"
    lamp.evaluate("model.set('size', { digits: 1 }), model.set('value', 3)")
    says(lamp, "3.0")
    with lamp.expect_console_message(lambda message: "burnt" in message.text):
        lamp.evaluate("model.set('burnt', true)")
    says(lamp, "3.0")


def test_a_view_that_is_taken_away_while_it_waits_does_not_come_back(lamp):
    "Even if the change that it waited for has come, and its frame not yet"
    stopped(lamp, "no size")
    lamp.evaluate("model.set('size', { digits: 1 }), model.set('value', 3), close()")
    wait_a_frame(lamp, 4)
    assert lamp.evaluate("[listeners.length, el.childNodes.length]") == [0, 0]
