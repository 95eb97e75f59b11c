"""What a widget's first message carries: on a slow machine a view is drawn before the next one comes."""

from pathlib import Path
from typing import Any

import pytest
import traitlets

import gencourse.widgets
from gencourse.widgets.kit.base import CourseWidget
from tests.small_widgets import SMALL_WIDGETS, watch_construction


def test_every_widget_is_tried():
    "A new one needs an entry in tests/small_widgets.py"
    assert sorted(SMALL_WIDGETS) == sorted(gencourse.widgets.__all__)


@pytest.mark.parametrize("name", SMALL_WIDGETS)
def test_the_first_message_carries_the_whole_state(name):
    "Nothing is said after it until someone changes something: a view needs to wait for no other message"
    widget, state, sent = watch_construction(SMALL_WIDGETS[name])
    assert _comparable(state) == _comparable(widget.get_state())
    assert sent == []


@pytest.fixture
def lamp(tmp_path: Path) -> type[CourseWidget]:
    "A widget that is completed after the kit's __init__."
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "index.js").write_text("export default {};\n", encoding="utf-8")
    (tmp_path / f"{tmp_path.name}.css").touch()

    class Lamp(CourseWidget):
        _folder = tmp_path
        colour = traitlets.Unicode().tag(sync=True)

        def __init__(self, colour: str = "red") -> None:
            super().__init__()
            self.colour = colour

    return Lamp


def test_what_an_author_sets_last_travels_first(lamp):
    "Wherever in its __init__ a widget is completed, and by whichever of its classes"

    class Lantern(lamp):
        def __init__(self) -> None:
            super().__init__()
            self.colour = "green"

    for make, colour in ((lamp, "red"), (Lantern, "green")):
        _, state, sent = watch_construction(make)
        assert state["colour"] == colour
        assert sent == []


def test_no_browser_hears_of_a_widget_whose_making_fails(lamp, monkeypatch):
    "It would stay there for as long as the kernel lives, half made"
    created = []
    monkeypatch.setattr("comm.create_comm", lambda **message: created.append(message["data"]["state"]))
    with pytest.raises(traitlets.TraitError, match="colour"):
        lamp(colour=3)
    assert [state for state in created if "colour" in state] == []


def _comparable(state: dict[str, Any]) -> dict[str, Any]:
    return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in state.items()}
