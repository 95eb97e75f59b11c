"""Claims: what a lesson's text says of its cells, held where the lesson runs and on other seeds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gencourse._validate import CourseError
from gencourse.authoring.build import run as build
from gencourse.authoring.claims import claims_of, misquoted
from gencourse.authoring.parse import parse_lesson
from tests.claim_cells import Held
from tests.claims import on_seed, report, with_seeds_moved
from tests.small_course import ROOT, run_pytest, write_course
from tests.small_lesson import LESSON, line_of, make_checkout

SOURCES = sorted((ROOT / "solutions").glob("[0-9][0-9]_*.py"))

CLAIMS = """
# %%
import random

from gencourse.runtime import seed_everything

seed_everything(0)
draw = random.random()

# %% claim
largest = 2 * draw
assert 0 <= draw < 1, "A draw lies between 0 and 1"
assert largest < 0.5 + 2 * random.random(), "it is *small*"
assert random.random() < -1, "it is never ... negative"

# %%
after = random.random()
if "largest" in dir():
    raise NameError("a claim left its names behind")

# %% claim
assert after != draw

# %% [markdown]
# A draw lies between
# 0 and 1; it is small. That **it is never** ever negative needs no proof.
"""


def test_claims_stand_in_neither_notebook(tmp_path, capsys):
    path = make_checkout(tmp_path, LESSON + CLAIMS)
    assert build([path], False, None) == 0
    for folder in ("lessons", "solutions"):
        text = (tmp_path / folder / "00_start_here.ipynb").read_text(encoding="utf-8")
        assert "after = random.random()" in text
        assert "assert" not in text


def test_a_claim_knows_its_sentence_and_its_line(tmp_path):
    lesson = parse_lesson(make_checkout(tmp_path, LESSON + CLAIMS))
    claims = [claim for cell in lesson.claims for claim in claims_of(cell)]
    assert [claim.sentence for claim in claims] == [
        "A draw lies between 0 and 1",
        "it is *small*",
        "it is never ... negative",
        "after != draw",
    ]
    assert claims[2].line == line_of("assert random.random() < -1", LESSON + CLAIMS)


def test_a_quotation_stands_in_the_text(tmp_path):
    "Line ends, emphasis and what is left out do not matter; a claim without a sentence is none"
    source = LESSON + CLAIMS.replace('"it is *small*"', '"it is tall"')
    found = misquoted(parse_lesson(make_checkout(tmp_path, source)))
    assert [claim.sentence for claim in found] == ["it is tall", "after != draw"]


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("# %% claim\nassert True\n\n" + LESSON, "follows the code cell that it speaks of"),
        (LESSON + "\n# %% claim\nx = 1\n", "a claim states something"),
        (LESSON + '\n# %% claim="x"\nassert True\n', "marked `# %% claim` and nothing more"),
        (LESSON + '\n# %% claim tags=["setup"]\nassert True\n', "the marker"),
        (LESSON + "\n# %% [markdown] claim\n# assert True\n", "the marker"),
        (LESSON + "\n# %% claim\nassert (\n", "invalid syntax|never closed"),
    ],
)
def test_a_claim_in_a_wrong_place_is_refused_with_its_line(tmp_path, source, says):
    with pytest.raises(CourseError, match=rf"solutions/00_start_here\.py:\d+: .*({says})"):
        parse_lesson(make_checkout(tmp_path, source))


def test_the_test_of_a_solution_holds_the_claims_in_its_kernel(tmp_path):
    "Each after the cell that it follows, without a name or a random number left behind; what fell is named"
    source = LESSON + CLAIMS
    cells = ["1", "2", "3", "4", "5", "6"]  # the small lesson's own, to be numbered
    lesson = parse_lesson(make_checkout(tmp_path / "checkout", source))
    code = [cell.source for cell in lesson.cells if cell.type == "code"]
    assert len(cells) == len(code) - 2
    course = write_course(tmp_path / "course", {"solutions/00_start_here.ipynb": [*cells, *code[-2:]]})
    shutil.copy(lesson.path, course / "solutions")
    run = run_pytest(course, "-v", "solutions")
    first, second = (cell.line for cell in lesson.claims)
    assert run[f"solutions/00_start_here.ipynb::claim of line {first}"] == "FAILED"
    assert run[f"solutions/00_start_here.ipynb::claim of line {second}"] == "PASSED"
    assert run["solutions/00_start_here.ipynb::Cell 7"] == "PASSED"
    line = line_of("assert random.random() < -1", source)
    assert f"solutions/00_start_here.py:{line}: fell: 'it is never ... negative'  random.random() = 0." in run.text
    selected = run_pytest(course, "-v", "solutions", "-k", "claim")
    assert selected[f"solutions/00_start_here.ipynb::claim of line {first}"] == "SKIPPED"


def test_other_seeds_tell_which_sentence_fell(tmp_path, capsys):
    source = make_checkout(tmp_path, LESSON + CLAIMS.replace("< -1", "!= 0.8444218515250481"))
    held = [on_seed(source, seed) for seed in (0, 1)]
    assert [[one.error for one in claims] for claims in held] == [["", "", "", ""]] * 2
    assert held[0][0].values != held[1][0].values
    assert report("00_start_here", [0, 1], held) == 0
    line = line_of("assert 0 <= draw < 1", LESSON + CLAIMS)
    assert (
        f"00_start_here:{line} holds: A draw lies between 0 and 1\n    seed 0: draw = 0.8444\n"
        in capsys.readouterr().out
    )


def test_a_lesson_that_ends_early_loses_the_claims_below(tmp_path, capsys):
    source = make_checkout(tmp_path, LESSON + CLAIMS.replace("after = random.random()", "after = missing"))
    held = on_seed(source, 1)
    assert [one.error for one in held] == ["", "", "fell", "not reached: NameError: name 'missing' is not defined"]
    assert report("00_start_here", [1], [held]) == 2
    assert "FELL on 1: it is never ... negative" in capsys.readouterr().out


def test_what_a_claim_makes_ready_may_fail_on_one_seed_alone(capsys):
    ready = Held(7, "what the claim makes ready", "", "ZeroDivisionError: division by zero")
    found = [[Held(8, "so it is", "x = 1", "")], [ready, Held(8, "so it is", "", "NameError: name 'x' is not defined")]]
    assert report("00_start_here", [1, 2], found) == 2
    assert "00_start_here:7 FELL on 2: what the claim makes ready" in capsys.readouterr().out


def test_all_seeds_that_a_lesson_writes_out_are_moved():
    source = (
        "seed_everything(0)\n"
        'µ, x = "é", load(5, seed=7); torch.manual_seed(12)\n'
        "def train(lr=3, seed=1, *, random_state=4): pass\n"
        "train(seed=chosen); MLP(seed=True)\n"
    )
    assert with_seeds_moved(source, 1000) == (
        "seed_everything(1000)\n"
        'µ, x = "é", load(5, seed=1007); torch.manual_seed(1012)\n'
        "def train(lr=3, seed=1001, *, random_state=4): pass\n"
        "train(seed=chosen); MLP(seed=True)\n"
    )


@pytest.mark.parametrize("source", [pytest.param(path, id=path.stem) for path in SOURCES])
def test_each_claim_quotes_its_lesson(source: Path):
    lesson = parse_lesson(source)
    assert [f"line {claim.line}: {claim.sentence}" for claim in misquoted(lesson)] == []
