"""TeX formulas as MathML, which browsers draw without a script and screen readers read.

latex2mathml converts; what browsers' MathML Core does not know, or needs for good spacing, is mended here.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from xml.etree.ElementTree import Element, tostring

from latex2mathml.converter import convert_to_element

# Core has no mathvariant but "normal": the letters themselves must be script, double-struck ...
ALPHABETS = {"script": "SCRIPT", "double-struck": "DOUBLE-STRUCK", "bold": "BOLD", "bold-italic": "BOLD ITALIC"}
ALPHABETS |= {"fraktur": "FRAKTUR", "sans-serif": "SANS-SERIF", "monospace": "MONOSPACE"}
TIGHT = ("|", "\N{DOUBLE VERTICAL LINE}", "/")
# Letters to latex2mathml, <mi>: without the space that a sign has around it
SIGNS = {";": ";", "~": "\N{TILDE OPERATOR}"}
SPACE = "0.167em"  # TeX's thin space

# What latex2mathml knows under another name only
SYNONYMS = [
    (r"\\begin\{aligned\}", r"\\begin{align*}"),
    (r"\\end\{aligned\}", r"\\end{align*}"),
    (r"\\operatorname\*?\{([^{}]*)\}", lambda found: "\\mathrm{" + found[1].replace("\\,", "~") + "}"),
]


def to_mathml(tex: str, display: str) -> str:
    """Return the formula as a <math> element, or as its source in <code> if it cannot be converted.

    display: "block" or "inline".
    """
    tex = tex.strip()
    math = _convert(tex, display)
    if math is None:
        return f"<code>{html.escape(tex)}</code>"
    math.attrib.pop("xmlns", None)  # HTML knows the element by its name
    math.set("alttext", tex)
    for element in list(math.iter()):  # a list: mending inserts elements
        _mend(element)
    return tostring(math, encoding="unicode")


def _convert(tex: str, display: str) -> Element | None:
    "What latex2mathml makes of it, or None."
    try:
        math = convert_to_element(_with_known_names(tex), display=display)
    except Exception:  # its own dozen classes, and KeyError, IndexError ...
        return None
    for element in math.iter():
        element.text = html.unescape(element.text or "")  # letters come as &#x003BC;
    unknown = any("\\" in text or text == "&" for text in math.itertext())  # it lets pass what it does not know
    return None if unknown else math


def _with_known_names(tex: str) -> str:
    replacement: str | Callable[[re.Match[str]], str]
    for pattern, replacement in SYNONYMS:
        tex = re.sub(pattern, replacement, tex)
    return tex


def _mend(element: Element) -> None:
    "Mend one element, and the spaces between its children."
    alphabet = ALPHABETS.get(element.get("mathvariant", ""))
    if alphabet and element.text:
        element.text = "".join(_letter(character, alphabet) for character in element.text)
        del element.attrib["mathvariant"]
    if element.tag in ("mi", "mo") and element.text in SIGNS:
        element.tag, element.text = "mo", SIGNS[element.text]
    if element.tag == "mo" and element.text in TIGHT:  # bars open and close: \mid is the one between two
        element.attrib |= {"lspace": "0", "rspace": "0"}
        element.attrib.setdefault("stretchy", "false")  # those of \left and \right say so themselves
    _space_functions(element)


def _letter(character: str, alphabet: str) -> str:
    "The letter in another alphabet: some stand among the letterlike symbols, under a shorter name."
    plain = re.sub(r"^(LATIN|GREEK) (\w+) LETTER", r"\2", unicodedata.name(character, ""))
    for name in (f"MATHEMATICAL {alphabet} {plain}", f"{alphabet.replace('FRAKTUR', 'BLACK-LETTER')} {plain}"):
        try:
            return unicodedata.lookup(name)
        except KeyError:
            pass
    return character


def _space_functions(row: Element) -> None:
    "log x, not logx: a thin space between a function's name and what is no bracket."
    children = list(row) if row.tag in ("mrow", "math", "mtd", "mstyle") else []
    for at in reversed(range(1, len(children))):  # from the end: an insertion moves what follows
        before, after = children[at - 1], children[at]
        if after.tag in ("mo", "mspace") or before.tag in ("mo", "mspace"):
            continue
        if _is_function(before) or _is_function(after):
            row.insert(at, Element("mspace", {"width": SPACE}))


def _is_function(element: Element) -> bool:
    "log, and log with an index."
    while element.tag in ("msub", "msup", "munder", "msubsup") and len(element):
        element = element[0]
    name = element.text or ""
    return element.tag in ("mi", "mo") and len(name) > 1 and name.isalpha()
