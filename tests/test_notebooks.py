"""The notebooks that a source becomes: what they hold, what they keep to themselves, the same bytes everywhere."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from gencourse import __version__
from gencourse._validate import CourseError
from gencourse.authoring.lesson import Lesson
from gencourse.authoring.notebooks import lesson_notebook, solution_notebook
from gencourse.authoring.parse import parse_lesson
from gencourse.exercises import get_exercise
from tests.small_lesson import LESSON, make_checkout

SOURCES = sorted((Path(__file__).parents[1] / "solutions").glob("[0-9]*.py"))


@pytest.fixture(params=[None, *SOURCES], ids=lambda path: path.stem if path else "small")
def lesson(request, tmp_path):
    "Each lesson of the course, and the small one"
    return parse_lesson(request.param or make_checkout(tmp_path))


@pytest.fixture
def small(tmp_path):
    return parse_lesson(make_checkout(tmp_path))


# ---- what a notebook holds ----


def test_notebooks_are_valid_with_unique_ids_and_nothing_but_what_we_allow(lesson):
    hand_out = lesson_notebook(lesson, with_solutions=False)
    for content in (lesson_notebook(lesson), hand_out, solution_notebook(lesson)):
        raw = json.loads(content)
        nbformat.validate(raw)
        ids = [cell["id"] for cell in raw["cells"]]
        assert len(set(ids)) == len(ids)
        assert (raw["nbformat"], raw["nbformat_minor"]) == (4, 5)
        assert raw["metadata"]["gencourse"] == {"lesson": lesson.name, "version": __version__}
        assert set(raw["metadata"]) == {"gencourse", "kernelspec"}
        for cell in raw["cells"]:
            assert set(cell["metadata"]) <= {"tags", "nbgrader"}
            assert cell.get("outputs", []) == [] and cell.get("execution_count") is None
        assert content.endswith(b"}\n") and b"\r" not in content
        assert content.decode("utf-8") == json.dumps(raw, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def test_nbgrader_takes_our_cells_for_its_own(lesson):
    nbgraderformat = pytest.importorskip("nbgrader.nbgraderformat")
    for content in (lesson_notebook(lesson), solution_notebook(lesson)):
        made = nbformat.reads(content.decode("utf-8"), as_version=4)
        nbgraderformat.MetadataValidator().validate_nb(made)
        graded = {cell.id: cell.metadata.nbgrader for cell in made.cells if "nbgrader" in cell.metadata}
        for cell in lesson.cells:
            if cell.role in ("exercise", "check"):
                known = graded[("check-" if cell.role == "check" else "") + cell.name.replace(".", "-")]
                assert (known["grade"], known["solution"]) == (cell.role == "check", cell.role == "exercise")
                assert known.get("points") == (get_exercise(cell.name).points if cell.role == "check" else None)


def test_a_lesson_has_stubs_folded_help_and_empty_answers(small):
    cells = cells_of(lesson_notebook(small))
    assert list(cells)[3:7] == [
        "start-fit_gaussian",
        "check-start-fit_gaussian",
        "help-start-fit_gaussian",
        "start-sample_gaussian",
    ]
    assert cells["start-fit_gaussian"] == (
        'def fit_gaussian(x):\n    """Return the mean and the covariance of x: [N, D]"""\n'
        '    raise NotImplementedError("Exercise: start.fit_gaussian")'
    )
    assert cells["help-start-fit_gaussian"] == (
        "<details><summary>Hint 1</summary>\n\nTake the mean over the points, not over the coordinates."
        "\n\n</details>\n\n"
        "<details><summary>Hint 2</summary>\n\nCentre the points **first**.\n\n</details>\n\n"
        "<details><summary>Solution</summary>\n\n```python\ndef fit_gaussian(x):\n"
        '    """Return the mean and the covariance of x: [N, D]"""\n    mean = x.mean(0)\n    centred = x - mean\n'
        "    return mean, centred.T @ centred / len(x)\n```\n\n</details>"
    )
    assert cells["question-copy-or-model"] == "*Your answer:*"
    assert "import torch" in cells["start-sample_gaussian"], "what stands outside the regions stays"


def test_a_solution_keeps_regions_hints_and_answers(small):
    cells = cells_of(solution_notebook(small))
    assert cells["start-fit_gaussian"] in LESSON and "### BEGIN SOLUTION" in cells["start-fit_gaussian"]
    assert "Hint 2" in cells["help-start-fit_gaussian"] and "Solution" not in cells["help-start-fit_gaussian"]
    assert "help-start-sample_gaussian" not in cells
    assert cells["question-copy-or-model"] == "A copy would lie at distance zero from its neighbour."


def test_a_hand_out_keeps_its_hints(small):
    cells = cells_of(lesson_notebook(small, with_solutions=False))
    assert "Hint 2" in cells["help-start-fit_gaussian"] and "Solution" not in cells["help-start-fit_gaussian"]
    assert "help-start-sample_gaussian" not in cells


def test_backticks_in_a_solution_do_not_end_its_fence(tmp_path):
    source = LESSON.replace('"""Return the mean and', '"""```` Return the mean and')
    cells = cells_of(lesson_notebook(parse_lesson(make_checkout(tmp_path, source))))
    assert "\n`````python\n" in cells["help-start-fit_gaussian"]


def test_equal_cells_get_different_ids_and_an_edit_changes_only_its_own(tmp_path):
    twice = LESSON + "\n# %%\nx = 1\n\n# %%\nx = 1\n"
    edited = twice.replace("A model", "One")
    before, after = (list(cells_of(lesson_notebook(parse_lesson(make_checkout(tmp_path, s))))) for s in (twice, edited))
    assert len(set(before)) == len(before)
    assert [a == b for a, b in zip(before, after, strict=True)] == [False] + [True] * (len(before) - 1)


def test_ids_that_collide_are_refused(small):
    "The rules for names keep this from happening today"
    answer = next(cell for cell in small.cells if cell.role == "question")
    with pytest.raises(CourseError, match=r"00_start_here.py: two cells would have the id 'question-copy-or-model'"):
        lesson_notebook(Lesson(small.path, (*small.cells, answer)))


# ---- no solution leaks ----


def test_no_solution_leaks_into_a_lesson(lesson):
    source = lesson.path.read_text(encoding="utf-8")
    assert secret_lines(source), "a lesson has something to hide"
    folded = re.compile(r"<details><summary>Solution</summary>.*?</details>", re.DOTALL)
    assert leaks(source, [folded.sub("", text) for text in texts_of(lesson_notebook(lesson))]) == []
    assert leaks(source, texts_of(lesson_notebook(lesson, with_solutions=False))) == []


def test_the_leak_test_bites(lesson):
    source = lesson.path.read_text(encoding="utf-8")
    assert leaks(source, texts_of(lesson_notebook(lesson))), "the folded solution itself"
    assert leaks(source, texts_of(solution_notebook(lesson))) == secret_lines(source)


def secret_lines(source: str) -> list[str]:
    "What stands in solution regions and model answers and nowhere else; scraps of under 8 characters give nothing away"
    secret, public, kind = [], [], "public"
    for line in source.split("\n"):
        if line.startswith("# %%"):
            kind = "answer" if " question=" in line else "public"
        elif "### BEGIN SOLUTION" in line or "### END SOLUTION" in line:
            kind = "region" if "BEGIN" in line else "public"
        else:
            text = line.removeprefix("# ") if kind == "answer" else line
            (public if kind == "public" else secret).append(text.strip())
    told = "\n".join(public)
    return [line for line in secret if len(line.replace(" ", "")) >= 8 and line not in told]


def leaks(source: str, texts: list[str]) -> list[str]:
    return [line for line in secret_lines(source) if any(line in text for text in texts)]


def texts_of(content: bytes) -> list[str]:
    "Each cell's source, and all else that a notebook holds"
    made = json.loads(content)
    sources = ["".join(cell.pop("source")) for cell in made["cells"]]
    return [*sources, json.dumps(made, ensure_ascii=False)]


# ---- the same bytes everywhere ----

HASH = """
import hashlib, sys
from pathlib import Path
from gencourse.authoring.notebooks import lesson_notebook, solution_notebook
from gencourse.authoring.parse import parse_lesson
made = parse_lesson(Path(sys.argv[1]))
print(hashlib.sha256(lesson_notebook(made) + solution_notebook(made)).hexdigest())
"""


def test_the_bytes_depend_on_nothing_but_the_source(tmp_path):
    "Neither on the hash seed, locale and time zone of a process, nor on how git wrote the line ends"
    path = make_checkout(tmp_path / "lf")
    here = parse_lesson(path)
    expected = hashlib.sha256(lesson_notebook(here) + solution_notebook(here)).hexdigest()
    crlf = make_checkout(tmp_path / "crlf", "\ufeff" + LESSON.replace("\n", "\r\n"))
    for source, seed, locale, zone in ((path, "1", "C", "UTC"), (crlf, "2", "C.UTF-8", "Asia/Tokyo")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone, "PYTHONUTF8": "0"}
        command = [sys.executable, "-c", HASH, str(source)]
        done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=300)
        assert done.stdout.strip() == expected, done.stderr


def cells_of(content: bytes) -> dict[str, str]:
    return {cell["id"]: "".join(cell["source"]) for cell in json.loads(content)["cells"]}
