"""A widget's folder: js/index.js draws it, the sheet of its name styles it, and an edit is seen at once."""

from pathlib import Path

import pytest

from gencourse.widgets.kit.base import EXPORT_TYPE, EXPORT_VARIABLE, CourseWidget
from gencourse.widgets.kit.page import living_widget


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


def make_shown(folder: Path) -> CourseWidget:
    "One with a picture and a sentence."
    shown = {"picture": lambda self: b"", "describe": lambda self: 'a "lamp" <b>'}
    return type("Lamp", (CourseWidget,), {"_folder": folder, **shown})()


def exported(widget: CourseWidget) -> dict[str, str]:
    bundle = widget._repr_mimebundle_()
    assert bundle is not None
    return bundle[0][EXPORT_TYPE]


@pytest.mark.parametrize("edited", ["js/colour.js", "lamp.css"])
def test_on_a_page_a_kind_is_a_module_with_its_style(folder, edited, monkeypatch):
    "One that was edited between two cells is another kind: the page holds both, and each widget finds its own"
    monkeypatch.setenv(EXPORT_VARIABLE, "1")
    first, same = make_shown(folder), make_shown(folder)
    file = folder / edited
    file.write_text(file.read_text(encoding="utf-8").replace("red", "blue").replace("0", "1px"), encoding="utf-8")
    assert exported(first)["kind"] == exported(same)["kind"] != exported(make_shown(folder))["kind"]


def test_a_page_is_the_same_to_the_byte_whenever_it_is_written(monkeypatch):
    "So that a page in git changes only with what it shows"
    pages = []
    for now in (1e9, 2e9):
        monkeypatch.setattr("time.time", lambda now=now: now)
        pages.append(living_widget("lamp", {"numbers": bytes(9)}, description="a lamp", picture=""))
    assert pages[0] == pages[1]


def test_the_sentence_of_a_picture_is_text_and_no_tag(folder):
    bundle = make_shown(folder)._repr_mimebundle_()
    assert bundle is not None
    assert '<img alt="a &quot;lamp&quot; &lt;b&gt;" src=' in bundle[0]["text/html"]
    assert "run the cell to bring it to life" in bundle[0]["text/html"]
    assert bundle[1]["image/png"] == {"alt": 'a "lamp" <b>'}
