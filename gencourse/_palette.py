"""The course's colours, for figures and widgets: Okabe and Ito's, which colour-blind readers can tell apart."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any


def load_colours() -> dict[str, str]:
    """Return each colour by its name: "blue" is "#0072B2"."""
    return _read()["colours"]


@cache
def load_palette(theme: str = "light") -> dict[str, str]:
    """Return the colour of each role (train, held_out, model) in this theme, as "#0072B2"."""
    return {role: load_colours()[name] for role, name in _read()[theme].items()}


@cache
def _read() -> dict[str, Any]:
    return json.loads(Path(__file__).with_name("palette.json").read_text(encoding="utf-8"))
