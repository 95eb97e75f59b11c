"""Which keys a widget leaves to the notebook that it stands in."""

import pytest

PRESS = """([key, ...held]) => library.isForNotebook({
  key,
  ctrlKey: held.includes("Ctrl"), altKey: held.includes("Alt"), metaKey: held.includes("Cmd"),
  shiftKey: held.includes("Shift"),
  getModifierState: (name) => held.includes(name),
})"""


def goes_on(javascript, keys: str) -> bool:
    *held, key = keys.split("+")
    return javascript("kit/js/keyboard.js").evaluate(PRESS, [key, *held])


@pytest.mark.parametrize(
    "keys",
    ["a", "b", "x", "d", "0", "m", "y", "z", "h", "é", "Shift+M", "Shift+L", "Delete", "Backspace", "Tab", "Shift+Tab"]
    + [" ", "Shift+ ", "Enter", "Home", "End", "PageUp", "PageDown", "ArrowUp", "Shift+ArrowDown", "F1", "/", "Insert"]
    + ["AltGraph+@", "Ctrl+Alt+AltGraph+@"],
)
def test_a_plain_key_stays_in_the_widget(javascript, keys):
    "With Shift too, and what AltGr writes, which Windows reports as Ctrl+Alt"
    assert goes_on(javascript, keys) is False


@pytest.mark.parametrize(
    "keys", ["Ctrl+s", "Ctrl+Enter", "Alt+Enter", "Cmd+b", "Ctrl+Shift+-", "Shift+Enter", "Escape", "Shift+Escape"]
)
def test_chords_shift_enter_and_escape_go_on(javascript, keys):
    "They run the cell, save, and leave the widget"
    assert goes_on(javascript, keys) is True


@pytest.mark.parametrize("key", ["Shift", "Control", "Alt", "Meta"])
def test_a_modifier_alone_goes_on(javascript, key):
    "The notebook does nothing with it, and sees the chord whole"
    assert goes_on(javascript, key) is True
