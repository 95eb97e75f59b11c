import re

import pytest

from gencourse._palette import load_palette
from gencourse.widgets.kit import assets
from gencourse.widgets.kit.assets import join_modules, join_styles


@pytest.fixture
def write(tmp_path):
    "Write ES files; return the path of the first."

    def write(**files):
        for stem, source in files.items():
            (tmp_path / f"{stem}.js").write_text(source, encoding="utf-8")
        return tmp_path / f"{next(iter(files))}.js"

    return write


def test_a_joined_module_imports_nothing(write):
    "An anywidget module is a blob: it has no neighbours"
    entry = write(main='import { one } from "./one.js";\nexport default { one };\n', one="export const one = 1;\n")
    joined = join_modules(entry)
    assert not re.search(r"^import", joined, re.MULTILINE)
    assert "export default { one };" in joined


def test_a_shared_file_is_joined_once_and_before_its_users(write):
    "Two importers of one file share it"
    entry = write(
        main='import { b } from "./b.js";\nimport { c } from "./c.js";\nexport default { b, c };\n',
        b='import { d } from "./d.js";\nexport const b = d;\n',
        c='import { d } from "./d.js";\nexport const c = d;\n',
        d="export const d = 4;\n",
    )
    joined = join_modules(entry)
    assert re.findall(r"^const \$(\w+)", joined, re.MULTILINE) == ["d", "b", "c"]


def test_an_import_may_take_several_lines_and_a_type_stands_in_a_comment(write):
    "deno fmt breaks a long import, and what is imported for its type only is no file of the widget"
    entry = write(
        main='/** @import { T } from "./t.d.ts" */\nimport {\n  a,\n  b as c,\n} from "./m.js";\nexport default c;\n',
        m="export const a = 1;\nexport const b = 2;\n",
    )
    joined = join_modules(entry)
    assert "const { a, b: c } = $m;\n" in joined
    assert "@import" not in joined


def test_only_the_entry_keeps_its_exports(write):
    "The entry's own exports stay, so that tests can call a file's functions"
    entry = write(main='import { f } from "./f.js";\nexport const g = f;\n', f="export function f() {}\n")
    assert re.findall(r"^export .*", join_modules(entry), re.MULTILINE) == ["export const g = f;"]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"a": 'import { x } from "./b.js";\n', "b": "export const y = 1;\n"},
            "a.js imports x, which b.js does not export",
        ),
        ({"a": 'import { x } from "./b.js";\n'}, "There is no file b.js, which a.js imports"),
        ({"a": 'import x from "./b.js";\n', "b": ""}, "cannot be joined: 'import x from"),
        ({"a": 'import { x } from "https://example.org/x.js";\n'}, "cannot be joined"),
        ({"a": "const x = 1;\nexport { x };\n"}, "put export before a function"),
        ({"a": "export let x = 1;\n"}, "put export before a function"),
        ({"a": 'import { x } from "./b.js";\n', "b": "export const x = 1;\nexport default x;\n"}, "export it by name"),
        ({"a": 'import { x } from "./b.js";\nconst x = 2;\n', "b": "export const x = 1;\n"}, "a.js binds x twice"),
        (
            {"a": 'import { x } from "./b.js";\n', "b": 'import { y } from "./a.js";\nexport const x = 1;\n'},
            "in a circle: a -> b -> a",
        ),
    ],
)
def test_what_cannot_be_joined_is_refused_by_name(write, files, message):
    "In the browser it would be an empty cell"
    with pytest.raises(ValueError, match=message):
        join_modules(write(**files))


def test_a_widget_imports_the_kit_and_no_other_widget(tmp_path, monkeypatch):
    "import-linter holds it for Python, the joiner for JavaScript"
    monkeypatch.setattr(assets, "WIDGETS", tmp_path)
    files = {
        "kit/js/view.js": "export const view = 1;\n",
        "lamp/js/bulb.js": 'import { view } from "../../kit/js/view.js";\nexport const bulb = view;\n',
        "lamp/js/index.js": 'import { bulb } from "./bulb.js";\nexport default { bulb };\n',
        "chair/js/index.js": 'import { bulb } from "../../lamp/js/bulb.js";\nexport default { bulb };\n',
        "kit/js/all.js": 'import { bulb } from "../../lamp/js/bulb.js";\nexport const all = bulb;\n',
    }
    for name, source in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(source, encoding="utf-8")
    assert "$kit$js$view" in join_modules(tmp_path / "lamp/js/index.js")
    for name in ("chair/js/index.js", "kit/js/all.js"):
        with pytest.raises(ValueError, match=rf"{name} imports lamp/js/bulb\.js, a file of another widget\..* kit/js/"):
            join_modules(tmp_path / name)


def test_private_names_of_two_files_do_not_clash(write):
    "Every file has its own scope"
    entry = write(
        main='import { a } from "./a.js";\nconst clamp = 1;\nexport default { a, clamp };\n',
        a="const clamp = 2;\nexport const a = clamp;\n",
    )
    assert join_modules(entry).count("const clamp") == 2


def test_styles_start_with_the_palette_as_variables(tmp_path):
    "Style sheets and figures take their colours from one file"
    (tmp_path / "a.css").write_text("p { color: red; }", encoding="utf-8")
    joined = join_styles(tmp_path / "a.css")
    assert f"--gc-light-held-out: {load_palette('light')['held_out']};" in joined
    assert f"--gc-dark-train: {load_palette('dark')['train']};" in joined
    assert joined.endswith("p { color: red; }")


@pytest.mark.parametrize(("theme", "paper"), [("light", "#FFFFFF"), ("dark", "#111111")])
def test_palette_colours_stand_out_from_the_paper(theme, paper):
    "WCAG 2.2 asks for a contrast of 3 for what is drawn"
    for colour in load_palette(theme).values():
        assert contrast(colour, paper) > 3


def contrast(a, b):
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
