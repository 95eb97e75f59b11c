"""A widget's folder: js/index.js draws it, the sheet of its name styles it, and an edit is seen at once."""

from pathlib import Path

import pytest

from gencourse.widgets.kit.base import CourseWidget


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    "A widget's folder: a module with one neighbour, and a sheet named like the folder."
    folder = tmp_path / "lamp"
    (folder / "js").mkdir(parents=True)
    (folder / "js" / "colour.js").write_text('export const COLOUR = "red";\n', encoding="utf-8")
    entry = 'import { COLOUR } from "./colour.js";\nexport default { render: () => COLOUR };\n'
    (folder / "js" / "index.js").write_text(entry, encoding="utf-8")
    (folder / "lamp.css").write_text(".lamp { margin: 0; }\n", encoding="utf-8")
    return folder


def make(folder: Path, *kit_styles: str) -> CourseWidget:
    return type("Lamp", (CourseWidget,), {"_folder": folder, "_kit_styles": kit_styles})()


def test_an_edit_is_seen_without_a_new_kernel(folder):
    "The second widget of a kernel shows what its files hold by then; the first stays as it was"
    first = make(folder)
    (folder / "js" / "colour.js").write_text('export const COLOUR = "blue";\n', encoding="utf-8")
    (folder / "lamp.css").write_text(".lamp { margin: 1px; }\n", encoding="utf-8")
    second = make(folder)
    assert '"red"' in first._esm and "margin: 0" in first._css
    assert '"blue"' in second._esm and "margin: 1px" in second._css


def test_the_module_and_the_style_travel_with_the_first_message(folder):
    "comm_open carries them: a view that is drawn before the next message has all it needs"
    state = make(folder).get_state()
    assert '"red"' in state["_esm"]
    assert ".lamp" in state["_css"]


def test_a_widgets_own_style_comes_last(folder):
    "So it can override the kit's, and a kit sheet comes only where it is asked for"
    plain, staged = make(folder)._css, make(folder, "stage")._css
    assert ".gc-keys" not in plain
    assert plain.index(".gencourse") < staged.index(".gc-keys") < staged.index(".lamp")


def test_a_file_that_is_missing_is_named(folder):
    (folder / "lamp.css").unlink()
    with pytest.raises(ValueError, match=r"There is no file lamp\.css"):
        make(folder)


def test_what_a_widget_class_lacks_is_named(folder):
    "For its author, who has no other hint"
    with pytest.raises(TypeError, match=r"Lamp should say where its files are: _folder = "):
        type("Lamp", (CourseWidget,), {})()
    with pytest.raises(NotImplementedError, match=r"Lamp should have a describe\(\)"):
        make(folder).describe()
    with pytest.raises(NotImplementedError, match=r"Lamp should have a picture\(\)"):
        make(folder).picture()
