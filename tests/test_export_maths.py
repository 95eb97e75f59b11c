"""Formulas as MathML: what browsers need and latex2mathml does not give."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from gencourse.export.maths import to_mathml


def parse(tex: str, display: str = "inline") -> ElementTree.Element:
    return ElementTree.fromstring(to_mathml(tex, display))


def text(tex: str) -> str:
    return "".join(parse(tex).itertext())


@pytest.mark.parametrize(
    ("tex", "letters"),
    [
        (r"\mathcal N", "𝒩"),
        (r"\mathcal{L}", "ℒ"),  # one that stands elsewhere in Unicode
        (r"\mathbb E", "𝔼"),
        (r"\mathbb R", "ℝ"),
        (r"\mathbf x", "𝐱"),
        (r"\mathbf 1", "𝟏"),
        (r"\boldsymbol\mu", "𝝁"),
        (r"\mathfrak C", "ℭ"),
    ],
)
def test_an_alphabet_has_its_own_letters(tex, letters):
    "Browsers ignore mathvariant"
    assert text(tex) == letters


def test_the_source_is_kept_for_screen_readers():
    assert parse(r"a < \mu").get("alttext") == r"a < \mu"


def test_function_names_stand_apart_from_what_is_no_bracket():
    "log x, 2 log x, log_2 x; but log(x), and x y"
    spaces = {
        tex: len(parse(tex).findall(".//mspace")) for tex in (r"\log x", r"2\log x", r"\log_2 x", r"\log(x)", "xy")
    }
    assert list(spaces.values()) == [1, 2, 1, 0, 0]


def test_bars_are_tight_and_conditions_are_not():
    bars = parse(r"|a|").findall(".//mo")
    assert [(bar.text, bar.get("lspace"), bar.get("stretchy")) for bar in bars] == [("|", "0", "false")] * 2
    (condition,) = parse(r"a \mid b").findall(".//mo")
    assert condition.get("lspace") is None


@pytest.mark.parametrize(
    ("tex", "stretchy"),
    [(r"\left|\frac{a}{b}\right|", "true"), (r"\left\|x\right\|", "true"), ("|a|", "false"), (r"\|x\|", "false")],
)
def test_bars_grow_with_what_they_hold_only_where_the_author_wrote_left_and_right(tex, stretchy):
    "As in TeX; a browser stretches every bar that does not say otherwise"
    assert [bar.get("stretchy") for bar in parse(tex).findall(".//mo")] == [stretchy] * 2


def test_display_and_inline_differ():
    "Limits stand below a sum in a line of its own"
    assert parse(r"\sum_n x_n", "block").find(".//munder") is not None
    assert parse(r"\sum_n x_n", "inline").find(".//munder") is None


def test_lines_can_be_aligned_and_operators_named():
    assert len(parse(r"\begin{aligned} a &= b \\ c &= d \end{aligned}").findall(".//mtr")) == 2
    assert "arg\u00a0max" in text(r"\operatorname*{arg\,max}_x f")


@pytest.mark.parametrize("tex", [r"\nosuchcommand x", "", r"\left( x", "a & b"])
def test_what_cannot_be_converted_is_shown_as_its_source(tex):
    assert to_mathml(tex, "inline") == f"<code>{tex.replace('&', '&amp;')}</code>"
