"""One ES module and one style sheet for each widget, joined from small files.

anywidget hands a module to the browser as a blob, and a blob cannot import its neighbours. So we join them here: each
imported file becomes a function that runs once and returns what the file exports. Names in two files never clash.
A bundler would do it too, but every `pip install -e .` would need a build step, for some thirty small files.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from gencourse._palette import load_palette

KIT = Path(__file__).resolve().parent
WIDGETS = KIT.parent

_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.\.?/[\w./]+)\.js";\n', re.MULTILINE)
_DECLARATION = re.compile(r"^(?:export )?(?:async )?(?:function\*?|class|const|let) (\w+)", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) (\w+))", re.MULTILINE)
_TYPES = re.compile(r"^ *\/\*\* @(?:import|typedef|type|param) .*\*\/\n", re.MULTILINE)
_LEFT_OVER = re.compile(r"^(?:import\b|export\b(?! default\b)).*", re.MULTILINE)


def join_modules(entry: Path) -> str:
    """Return the ES module `entry` and everything it imports as one string that imports nothing.

    Imports read `import { name, other as mine } from "../kit/file.js";`, on one line or several; exports stand before a
    function, class or const; only the entry has a default export. Types stand in comments, which are left out.
    Raises ValueError for anything else, a missing name, a circle, or a file of another widget: only the kit is shared.
    """
    entry = entry.resolve()
    sources: dict[Path, str] = {}
    _collect(entry, sources, waiting=[])
    joiner = _Joiner(sources)
    return "\n".join([joiner.as_function(path) for path in sources if path != entry] + [joiner.resolve(entry)])


def join_styles(*sheets: Path) -> str:
    """Return the style sheets as one string, after the palette's colours as variables: --gc-light-train."""
    return "\n".join([f".gencourse {{ {_variables('light')} {_variables('dark')} }}", *map(_read, sheets)])


def read_script(path: Path, wanted_by: Sequence[Path] = ()) -> str:
    """Return what the file holds without its types, which stand in comments of their own: no browser reads them."""
    return _TYPES.sub("", _read(path, wanted_by))


def _collect(path: Path, sources: dict[Path, str], waiting: list[Path]) -> None:
    "Add the file at `path` and all that it imports to `sources`, what is needed first coming first."
    waiting = [*waiting, path]
    source = read_script(path, wanted_by=waiting[-2:-1])
    for _, target in _IMPORT.findall(source):
        neighbour = _find(path, target)
        if _owner(neighbour) not in (_owner(path), None, KIT.name):
            raise ValueError(
                f"{_short(path)} imports {_short(neighbour)}, a file of another widget. "
                "What several widgets use stands in kit/js/."
            )
        if neighbour in waiting:
            circle = " -> ".join(step.stem for step in [*waiting, neighbour])
            raise ValueError(f"These files import each other in a circle: {circle}.")
        if neighbour not in sources:
            _collect(neighbour, sources, waiting)
    sources[path] = source


def _find(path: Path, target: str) -> Path:
    "The file that `path` calls by this relative name."
    return Path(os.path.normpath(path.parent / f"{target}.js"))


def _owner(path: Path) -> str | None:
    "The widget that the file belongs to, or the kit; None for a file that stands elsewhere."
    return path.relative_to(WIDGETS).parts[0] if path.is_relative_to(WIDGETS) else None


def _short(path: Path) -> str:
    return path.relative_to(WIDGETS).as_posix() if path.is_relative_to(WIDGETS) else path.name


class _Joiner:
    """Files by path, each under a name of its own: $kit$js$view for kit/js/view.js."""

    def __init__(self, sources: dict[Path, str]) -> None:
        self.sources = sources
        self.root = os.path.commonpath([path.parent for path in sources])

    def name(self, path: Path) -> str:
        # no name of ours begins with $, and no two paths make the same one
        return "$" + "$".join(path.relative_to(self.root).with_suffix("").parts)

    def as_function(self, path: Path) -> str:
        source = self.resolve(path)
        if re.search(r"^export default\b", source, re.MULTILINE):
            raise ValueError(f"{_short(path)} has a default export, but another file imports it: export it by name.")
        exports = ", ".join(_EXPORT.findall(source))
        body = _EXPORT.sub("", source)
        return f"const {self.name(path)} = (() => {{ // {path.name}\n{body}return {{ {exports} }};\n}})();"

    def resolve(self, path: Path) -> str:
        "Turn each import into a look-up in the joined file that it names."
        source = self.sources[path]
        _check_names(path, source)
        resolved = _IMPORT.sub(lambda found: self._as_look_up(path, *found.groups()), source)
        if left_over := _LEFT_OVER.search(_EXPORT.sub("", resolved)):
            raise ValueError(
                f"{_short(path)} has a line that cannot be joined: {left_over[0]!r}. "
                'Write import { name } from "./file.js"; in double quotes, '
                "and put export before a function, class or const."
            )
        return resolved

    def _as_look_up(self, path: Path, names: str, target: str) -> str:
        neighbour = _find(path, target)
        wanted = [name.split(" as ") for name in _split(names)]
        missing = {name[0].strip() for name in wanted} - set(_EXPORT.findall(self.sources[neighbour]))
        if missing:
            raise ValueError(
                f"{_short(path)} imports {', '.join(sorted(missing))}, which {_short(neighbour)} does not export."
            )
        bound = ", ".join(": ".join(part.strip() for part in name) for name in wanted)
        return f"const {{ {bound} }} = {self.name(neighbour)};\n"


def _check_names(path: Path, source: str) -> None:
    "A name bound twice in one file is a SyntaxError in the browser, and the learner would see an empty cell."
    imported = [name.split(" as ")[-1].strip() for names, _ in _IMPORT.findall(source) for name in _split(names)]
    names = imported + _DECLARATION.findall(source)
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{_short(path)} binds {', '.join(twice)} twice: rename one, or import it `as` another name.")


def _split(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def _variables(theme: str) -> str:
    return " ".join(f"--gc-{theme}-{role.replace('_', '-')}: {colour};" for role, colour in load_palette(theme).items())


def _read(path: Path, wanted_by: Sequence[Path] = ()) -> str:
    if not path.is_file():
        asked = "".join(f", which {_short(importer)} imports" for importer in wanted_by)
        raise ValueError(f"There is no file {path.name}{asked}: it should be {path}.")
    return path.read_text(encoding="utf-8")
