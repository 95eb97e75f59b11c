"""One ES module and one style sheet for each widget, joined from small files.

anywidget hands a module to the browser as a blob, and a blob cannot import its neighbours. So we join them here: each
imported file becomes a function that runs once and returns what the file exports. Names in two files never clash.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

PALETTE = Path(__file__).parent.parent / "palette.json"

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./(\w+)\.js";\n', re.MULTILINE)
_DECLARATION = re.compile(r"^(?:export )?(?:async )?(?:function\*?|class|const|let) (\w+)", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) (\w+))", re.MULTILINE)
_LEFT_OVER = re.compile(r"^(?:import\b|export\b(?! default\b)).*", re.MULTILINE)


def join_modules(entry: Path) -> str:
    """Return the ES module `entry` and everything it imports as one string that imports nothing.

    Imports read `import { name, other as mine } from "./file.js";` and exports stand before a function, class or
    const; only the entry has a default export. Raises ValueError for anything else, a missing name or a circle.
    """
    imported: dict[str, str] = {}
    _collect(entry, imported, waiting=[])
    return "\n".join([*imported.values(), _resolve_imports(entry, _read(entry))])


def join_styles(*sheets: Path) -> str:
    """Return the style sheets as one string, after the palette's colours as variables: --gc-light-train."""
    return "\n".join([f".gencourse {{ {_variables('light')} {_variables('dark')} }}", *map(_read, sheets)])


@cache
def load_palette(theme: str = "light") -> dict[str, str]:
    """Return the colour of each role (train, held_out, model) in this theme, as "#0072B2"."""
    palette = json.loads(_read(PALETTE))
    return {role: palette["colours"][name] for role, name in palette[theme].items()}


def _collect(path: Path, imported: dict[str, str], waiting: list[str]) -> None:
    "Add all that the file at `path` imports to `imported`, what is needed first coming first."
    waiting = [*waiting, path.stem]
    for _, stem in _IMPORT.findall(_read(path)):
        if stem in waiting:
            raise ValueError(f"These files import each other in a circle: {' -> '.join([*waiting, stem])}.")
        if stem not in imported:
            neighbour = path.with_name(f"{stem}.js")
            _collect(neighbour, imported, waiting)
            imported[stem] = _as_function(neighbour)


def _as_function(path: Path) -> str:
    source = _resolve_imports(path, _read(path))
    if re.search(r"^export default\b", source, re.MULTILINE):
        raise ValueError(f"{path.name} has a default export, but another file imports it: export it by name.")
    exports = ", ".join(_EXPORT.findall(source))
    return f"const ${path.stem} = (() => {{ // {path.name}\n{_EXPORT.sub('', source)}return {{ {exports} }};\n}})();"


def _resolve_imports(path: Path, source: str) -> str:
    "Turn each import into a look-up in the joined file that it names."
    _check_names(path, source)
    resolved = _IMPORT.sub(lambda found: _as_look_up(path, *found.groups()), source)
    if left_over := _LEFT_OVER.search(_EXPORT.sub("", resolved)):
        raise ValueError(
            f"{path.name} has a line that cannot be joined: {left_over[0]!r}. "
            'Write import { name } from "./file.js"; and put export before a function, class or const.'
        )
    return resolved


def _as_look_up(path: Path, names: str, stem: str) -> str:
    wanted = [name.split(" as ") for name in _split(names)]
    missing = {name[0].strip() for name in wanted} - set(_EXPORT.findall(_read(path.with_name(f"{stem}.js"))))
    if missing:
        raise ValueError(f"{path.name} imports {', '.join(sorted(missing))}, which {stem}.js does not export.")
    return f"const {{ {', '.join(': '.join(part.strip() for part in name) for name in wanted)} }} = ${stem};\n"


def _check_names(path: Path, source: str) -> None:
    "A name bound twice in one file is a SyntaxError in the browser, and the learner would see an empty cell."
    imported = [name.split(" as ")[-1].strip() for names, _ in _IMPORT.findall(source) for name in _split(names)]
    names = imported + _DECLARATION.findall(source)
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{path.name} binds {', '.join(twice)} twice: rename one, or import it `as` another name.")


def _split(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def _variables(theme: str) -> str:
    return " ".join(f"--gc-{theme}-{role.replace('_', '-')}: {colour};" for role, colour in load_palette(theme).items())


def _read(path: Path) -> str:
    if not path.is_file():
        raise ValueError(f"There is no file {path.name} beside the widget's others.")
    return path.read_text(encoding="utf-8")
