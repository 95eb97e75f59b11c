"""Reading a lesson's source: what it means, and what each slip in it is told."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gencourse._validate import CourseError
from gencourse.authoring.parse import parse_lesson
from tests.small_lesson import LESSON, line_of, make_checkout

SETUP = '# %% tags=["setup"]'
EXERCISE = '# %% exercise="start.fit_gaussian"'
CHECK = '# %% check="start.fit_gaussian"'
HINT = '# %% [markdown] hint="start.fit_gaussian"\n'
QUESTION = '# %% [markdown] question="copy-or-model"\n'
FIT = LESSON[LESSON.index(EXERCISE) : LESSON.index(CHECK)]
CHECKED = LESSON[LESSON.index(CHECK) : LESSON.index(HINT)]
ASKED = "# %% [markdown]\n# Did the model copy the data?\n\n"
CODE = "# %%\nx = 1\n\n"
BEGIN, END = "    ### BEGIN SOLUTION\n", "    ### END SOLUTION\n"
MEAN, CENTRED = "    mean = x.mean(0)\n", "    centred = x - mean\n"
AT_TOP = "### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n\n"


def slip(name: str, old: str, new: str, at: str, says: str):
    "The author wrote `new` for `old`; the error names the line where `at` begins, and says this."
    assert old in LESSON
    return pytest.param(LESSON.replace(old, new, 1), at, says, id=name)


REGIONS = [
    slip("unclosed", END, "", BEGIN + MEAN, "is not closed. Add ### END SOLUTION"),
    slip("END without BEGIN", BEGIN, "", END, "### END SOLUTION without a ### BEGIN SOLUTION"),
    slip("nested BEGIN", CENTRED, BEGIN + CENTRED, BEGIN + CENTRED, "the region of line 15 is still open"),
    slip("loose marker", BEGIN, "    # BEGIN SOLUTION\n", "    # BEGIN", "`### BEGIN SOLUTION`"),
    slip("in a text cell", "# Did", "# ### BEGIN SOLUTION\n# Did", "# ### BEGIN", "this is a text cell"),
    slip("in a code cell", "progress(", "### END SOLUTION\nprogress(", "### END SOLUTION\np", "this is a code cell"),
    slip("none", FIT, FIT.replace(BEGIN, "").replace(END, ""), EXERCISE, "the exercise has no solution"),
    slip("half a statement", BEGIN + MEAN, f"    mean = (\n{BEGIN}    x.mean(0))\n", EXERCISE, "Put whole statements"),
    slip("outside a function", FIT, FIT + AT_TOP, EXERCISE, "outside any function"),
    slip("around the function", FIT, f"{EXERCISE}\n{AT_TOP}", EXERCISE, "should define fit_gaussian at top level"),
]
EXERCISES = [
    slip("unknown exercise", EXERCISE, EXERCISE.replace("ss", "s"), "# %% exercise", "Did you mean start.fit_gaussian"),
    slip("unknown check", CHECK, CHECK.replace("ss", "s"), "# %% check", "Did you mean start.fit_gaussian"),
    slip("unknown hint", HINT, HINT.replace("ss", "s"), "# %% [markdown] hint", "Did you mean start.fit_gaussian"),
    slip("no check", CHECKED, "", EXERCISE, "should be the check of this exercise: `# %% check="),
    slip("distant check", CHECKED, CODE + CHECKED, EXERCISE, "the next cell should be the check"),
    slip("another's check", CHECKED, CHECKED.replace("fit_gaussian", "log_likelihood"), EXERCISE, "the next cell"),
    slip("check without exercise", FIT, "", CHECK, 'the cell above is not `exercise="start.fit_gaussian"`'),
    slip("repeated exercise", FIT, FIT + CHECKED + FIT, FIT + CHECKED + HINT, "stands on line 12 already"),
    slip("misspelt function", "def fit_", "def fit", EXERCISE, "should define fit_gaussian at top level"),
    slip("check returns nothing", "fit_gaussian = check", "check", 'check("start.fit', "`fit_gaussian = check("),
    slip("busy check", CHECKED, CHECKED[:-1] + "x = 1\n\n", "fit_gaussian = ch", "and nothing else"),
    slip("early hint", FIT, HINT + "# Early.\n\n" + FIT, HINT, 'the cell above is not `check="start.fit_gaussian"`'),
    slip("late hint", HINT, CODE + HINT, HINT, "a hint follows its check directly"),
]
OTHERS = [
    slip("repeated question", ASKED, ASKED + QUESTION + "# A.\n\n" + ASKED, QUESTION + "# A copy", "already"),
    slip("unasked question", ASKED, CODE, QUESTION, "a model answer follows the text cell that asks"),
    slip("question's name", "copy-or-model", "Copy or model", "# %% [markdown] q", "small letters, digits and hyphens"),
    slip("no set-up cell", ' tags=["setup"]', "", "# %%\nfrom", "the lesson has no set-up cell"),
    slip("two set-up cells", "# %%\nprog", f"{SETUP}\nprog", f"{SETUP}\nprog", "a second set-up cell, after line 6"),
    slip("late set-up cell", SETUP, CODE + SETUP, SETUP, "should be the first code cell, above line 6"),
    slip("set-up in a text cell", SETUP, '# %% [markdown] tags=["setup"]', "# %% [markdown] tags", "plain code cell"),
]
MARKERS = [
    slip("misspelt attribute", "exercise=", "exericse=", "# %% exericse", "'exericse'. Did you mean 'exercise'?"),
    slip("strange attribute", "# %%\nprog", "# %% zoom=3\nprog", "# %% zoom", "It may carry: tags, exercise, check"),
    slip("title", "# %%\nprog", "# %% The end\nprog", "# %% The end", "the marker says 'The end'"),
    slip("unclosed quote", EXERCISE, EXERCISE[:-1], EXERCISE[:-1], "says 'exercise=\"start.fit_gaussian'"),
    slip("two roles", "check=", 'hint="a" check=', "# %% hint", "marked as check and hint"),
    slip("nameless role", 'question="copy-or-model"', "question=3", "# %% [markdown] q", "a name in double quotes"),
    slip("hint as code", HINT, HINT.replace("[markdown] ", ""), "# %% hint", "`# %% [markdown] hint="),
    slip(
        "exercise as text", EXERCISE, EXERCISE.replace("ex", "[markdown] ex"), "# %% [markdown] ex", "`# %% exercise="
    ),
    slip("raw cell", QUESTION, "# %% [raw]\n", "# %% [raw]", "text and code cells, not raw ones"),
    slip("number as tag", '["setup"]', '["setup", 3]', "# %% tags", "a list of strings"),
    slip("tags as text", '["setup"]', '"setup"', "# %% tags", "a list of strings"),
    slip("no space", QUESTION, QUESTION.replace("%% [", "%%["), "# %%[markdown]", "is none. Write `# %%`"),
    slip("empty cell", QUESTION, QUESTION + "\n# %%\n", QUESTION, "this cell is empty"),
]
PYTHON = [
    slip("code in a text cell", "# Did", "x = 1\n# Did", "x = 1", "put `# %%` above if this is code"),
    slip("open bracket", "progress(", "progress((", "progress((", "never closed. The line reads 'progress(("),
    slip(
        "open string",
        '[N, D]"""',
        "[N, D]",
        '    """Return',
        "unterminated triple-quoted string literal (detected at line 49)",
    ),
    slip("stray return", "progress(", "return progress(", "return prog", "'return' outside function"),
    slip("invalid escape", "progress(", 'print("\\d")\nprogress(', 'print("', "invalid escape sequence"),
    slip("magic", "progress(", "%matplotlib inline\nprogress(", "%matpl", "no IPython magics or shell commands"),
    slip("shell", "progress(", "x = 1\n\n!pip install it\nprogress(", "!pip", "no IPython magics or shell commands"),
    slip("help", "progress(", "progress?\nprogress(", "progress?", "no IPython magics or shell commands"),
]


@pytest.mark.parametrize(("source", "at", "says"), REGIONS + EXERCISES + OTHERS + MARKERS + PYTHON)
def test_a_slip_is_told_with_file_and_line(tmp_path, source, at, says):
    path = make_checkout(tmp_path, source)
    with pytest.raises(CourseError) as error:
        parse_lesson(path)
    text = str(error.value)
    assert text.startswith(f"solutions/00_start_here.py:{line_of(at, source)}: ")
    assert says in text
    assert "\n" not in text and "gencourse_line" not in text


@pytest.mark.parametrize("name", ["0_start.py", "00-start.py", "00_Start.py", "start_here.py", "00_start_here.ipynb"])
def test_a_misnamed_source_is_refused(tmp_path, name):
    path = make_checkout(tmp_path, name=name)
    with pytest.raises(CourseError, match=rf"solutions/{name}: a lesson's source is named NN_name.py"):
        parse_lesson(path)


def test_a_missing_source_is_named(tmp_path):
    with pytest.raises(CourseError, match=r"solutions/00_start_here.py: there is no such file"):
        parse_lesson(tmp_path / "solutions" / "00_start_here.py")


def test_an_exercise_belongs_to_its_lesson(tmp_path):
    path = make_checkout(tmp_path, name="07_diffusion.py")
    with pytest.raises(CourseError, match=r"07_diffusion.py:12: .* lesson 'start_here', not of 'diffusion'"):
        parse_lesson(path)


def test_a_source_in_latin_1_is_refused_with_its_line(tmp_path):
    path = make_checkout(tmp_path)
    path.write_bytes(LESSON.replace("Σ = L Lᵀ", "").encode("latin-1"))
    with pytest.raises(CourseError, match=r"00_start_here.py:4: byte 0xdf is not UTF-8. Save the file as UTF-8"):
        parse_lesson(path)


@pytest.mark.parametrize("source", ["", "\n\n"])
def test_an_empty_source_is_refused(tmp_path, source):
    with pytest.raises(CourseError, match=r"00_start_here.py: "):
        parse_lesson(make_checkout(tmp_path, source))


def test_text_before_the_first_cell_is_refused(tmp_path):
    with pytest.raises(CourseError, match=r"00_start_here.py: 'import torch' stands before the first cell"):
        parse_lesson(make_checkout(tmp_path, "import torch\n\n" + LESSON))


def test_without_jupytext_the_author_is_told_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "jupytext", None)
    with pytest.raises(CourseError, match=r"gencourse\[author\]"):
        parse_lesson(make_checkout(tmp_path))


def test_cells_know_their_role_name_and_lines(tmp_path):
    cells = parse_lesson(make_checkout(tmp_path)).cells
    fit = ["exercise", "check", "hint", "hint"]
    assert [cell.role for cell in cells] == [
        "text", "setup", "text", *fit, "exercise", "check", "text", "question", "code",
    ]  # fmt: skip
    assert [cell.name for cell in cells if cell.role == "hint"] == ["start.fit_gaussian"] * 2
    lines = LESSON.split("\n")
    for cell in cells:
        assert lines[cell.line - 1].startswith("# %%")
        assert lines[cell.start - 1].removeprefix("# ") == cell.source.split("\n")[0]


def test_blank_lines_around_a_cell_do_not_matter(tmp_path):
    loose = LESSON.replace("\n\n# %%", "\n\n\n\n# %%").replace('_gaussian"\ndef', '_gaussian"\n\n\ndef')
    for ours, theirs in zip(cells_of(tmp_path, LESSON), cells_of(tmp_path, loose), strict=True):
        assert ours.source == theirs.source
        assert theirs.source.split("\n")[0] in loose.split("\n")[theirs.start - 1]


def test_a_long_check_may_be_wrapped(tmp_path):
    "As a formatter does it"
    wrapped = LESSON.replace(
        'check("start.fit_gaussian", fit_gaussian)', 'check(\n    "start.fit_gaussian", fit_gaussian\n)'
    )
    assert cells_of(tmp_path, wrapped)[4].source == 'fit_gaussian = check(\n    "start.fit_gaussian", fit_gaussian\n)'


def test_a_jupytext_header_is_skipped(tmp_path):
    header = "# ---\n# jupyter:\n#   jupytext:\n#     text_representation:\n#       format_name: percent\n# ---\n\n"
    ours, theirs = cells_of(tmp_path, LESSON), cells_of(tmp_path, header + LESSON)
    assert [cell.source for cell in ours] == [cell.source for cell in theirs]
    assert [cell.line + 7 for cell in ours] == [cell.line for cell in theirs]


def test_comments_stay_comments(tmp_path):
    "jupytext would take `# cp a b` and `# %time` for magics and uncomment them"
    source = LESSON + "# cp a b\n# %time\n# ls\n"
    assert cells_of(tmp_path, source)[-1].source.endswith("# cp a b\n# %time\n# ls")


PROSE = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=40).filter(
    lambda text: not text.lstrip().startswith("%%") and "SOLUTION" not in text
)


@given(st.lists(PROSE, min_size=1, max_size=8).filter(lambda lines: "".join(lines).strip()))
def test_no_text_is_lost_whatever_the_line_ends(lines):
    "CRLF, a byte order mark and any prose: every line arrives, and the same cells as from LF"
    with TemporaryDirectory() as folder:
        source = LESSON.replace("# Did the model copy the data?", "\n".join(f"# {line}" for line in lines))
        path = make_checkout(Path(folder), source)
        cells = parse_lesson(path).cells
        assert cells[-3].source.split("\n") == "\n".join(lines).strip("\n").split("\n")
        path.write_bytes(b"\xef\xbb\xbf" + source.replace("\n", "\r\n").encode("utf-8"))
        assert parse_lesson(path).cells == cells


def cells_of(folder: Path, source: str):
    return parse_lesson(make_checkout(folder, source)).cells


def test_a_cell_may_await(tmp_path):
    "At top level, as notebooks allow"
    assert cells_of(tmp_path, LESSON + "\n# %%\nimport asyncio\nawait asyncio.sleep(0)\n")[-1].role == "code"
