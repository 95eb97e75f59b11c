"""gencourse export: what is on a page, what is not, and what the command refuses."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import subprocess
import time
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from gencourse import cli, workbook
from gencourse._validate import CourseError
from gencourse.data import two_moons
from gencourse.export import execute
from gencourse.export.index import make_index
from gencourse.export.pages import SOLUTION, lesson_page, markdown_to_html
from gencourse.widgets import DensityExplorer
from gencourse.widgets.kit.base import EXPORT_TYPE, EXPORT_VARIABLE
from tests.small_export import PROMISE, export_command, make_lessons

MOST_BYTES = 4_000_000


class Page(HTMLParser):
    """The tags of a page with their attributes, and the texts inside them."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append((self.tags[-1][0] if self.tags else "", data))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def inside(self, tag: str) -> list[str]:
        return [text for name, text in self.texts if name == tag and text.strip()]


@pytest.fixture(scope="module")
def page(exported: Path) -> Page:
    return Page(exported / "07_small.html")


def test_the_page_says_what_it_is(page):
    "Title, language, the promise, a way back to the index"
    assert page.inside("title") == ["Small & exported"]
    assert page.all("html") == [{"lang": "en"}]
    assert {"name": "description", "content": PROMISE} in page.all("meta")
    assert {"href": "index.html"} in page.all("a")


def test_nothing_is_loaded_from_anywhere(exported):
    "Links lead out; no image, script, style or font comes in"
    for path in exported.glob("*.html"):
        page = Page(path)
        loads = [
            at.get(name) for tag, at in page.tags if tag != "a" for name in ("src", "href", "srcset") if name in at
        ]
        assert [load for load in loads if not (load or "").startswith("data:")] == []
        assert re.findall(r"@import|url\(|import\s*\(", "".join(page.inside("style") + page.inside("script"))) == []
        assert path.stat().st_size < MOST_BYTES


def test_formulas_are_mathml_with_their_source(page):
    "As readers see and hear them, and no dollar is left"
    assert [math["alttext"] for math in page.all("math")][:3] == [
        "x_n",
        "\\mathcal N(\\mu, \\Sigma)",
        "\\mu = \\frac1N \\sum_n x_n",
    ]
    assert [math["display"] for math in page.all("math")][:3] == ["inline", "inline", "block"]
    assert not [text for tag, text in page.texts if "$" in text and tag not in ("script", "style")]


def test_every_picture_is_there_once_and_described(page):
    "One figure, and one picture for each of four widgets"
    alts = [image["alt"] for image in page.all("img")]
    assert alts.count("A cloud of 50 points.") == 1
    assert len(alts) == 5 and all(alts)


def test_widgets_of_a_kind_share_their_module_and_keep_their_own_state(page, exported):
    "The state of the moment in which the cell ran, though the next cell changed the widget"
    kinds = [place["data-widget"] for place in page.all("div") if "data-widget" in place]
    assert [kind.partition("-")[0] for kind in kinds if kind] == [
        "DensityExplorer",
        "DensityExplorer",
        "LatentExplorer",
    ]
    assert [script.get("type") for script in page.all("script")].count("module") == len(set(kinds)) == 2
    states = list(map(json.loads, page.inside("script")[:3]))
    assert states[0]["mean"] == [0.5, 0.25] and states[1]["mean"] != [-1.0, -1.0]
    assert states[2]["_frame"]["titles"] == ["</script><b>caught", "other"]


def test_a_widget_that_needs_a_kernel_is_a_picture_with_a_sentence(page):
    sentences = page.inside("figcaption")
    assert sum("A page has no kernel" in sentence and "Odd" in sentence for sentence in sentences) == 1


def test_the_solution_stands_without_its_markers_and_the_run_is_no_learners(page, exported):
    text = (exported / "07_small.html").read_text(encoding="utf-8")
    assert "answer" in text and "SOLUTION" not in text
    assert "strict: None" in text


def test_the_index_lists_the_lesson(exported):
    index = Page(exported / "index.html")
    assert index.all("a") == [{"href": "07_small.html"}]
    assert index.inside("a") == ["Small & exported"]
    assert PROMISE in index.inside("p")


@pytest.mark.parametrize("name", [lesson.name for lesson in workbook.find_lessons()])
def test_every_formula_of_the_lessons_can_be_written(name):
    "One that cannot would stand there as its source, in <code>"
    for folder in ("lessons", "solutions"):
        notebook = nbformat.read(workbook.find_lessons()[0].parent.parent / folder / name, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                page = markdown_to_html(re.sub(r"`+[^`]*`+", "", cell.source))
                assert "<code>" not in page, cell.source


def test_a_heading_can_be_linked_to():
    page = markdown_to_html("## Near is *not* $x^2$ good")
    assert '<h2 id="near-is-not-x2-good">' in page and 'href="#near-is-not-x2-good"' in page


def test_only_an_export_asks_a_widget_for_its_module(monkeypatch):
    "A notebook that is saved stays as small as before"
    points = two_moons(20, seed=0)
    explorer = DensityExplorer(points, points)
    assert EXPORT_TYPE not in explorer._repr_mimebundle_()[0]
    monkeypatch.setenv(EXPORT_VARIABLE, "1")
    assert EXPORT_TYPE in explorer._repr_mimebundle_()[0]


# The command, in this process. `quick` runs no kernel.


@pytest.fixture
def export_here(tmp_path, monkeypatch):
    "export_here(*code): gencourse export of a lesson with these code cells; returns the exit code."

    def export_cells(*code: str) -> int:
        lesson = make_lessons(tmp_path, *code)
        monkeypatch.setattr(workbook, "find_lessons", lambda: [lesson])
        return cli.main(["export", "--out", str(tmp_path / "a" / "out")])

    return export_cells


@pytest.fixture
def quick(tmp_path, monkeypatch):
    "quick(*arguments): gencourse export with a lesson whose cells are not run."
    lesson = make_lessons(tmp_path, "x = 1")
    monkeypatch.setattr(workbook, "find_lessons", lambda: [lesson])
    monkeypatch.setattr(execute, "execute", lambda path: nbformat.read(path, as_version=4))
    return lambda *arguments: cli.main(["export", *map(str, arguments)])


def refusal(capsys) -> str:
    printed = capsys.readouterr().err
    assert printed.startswith("gencourse: ") and printed.count("\n") == 1
    return printed


@pytest.mark.parametrize("name", ["7", "07", "07_small"])
def test_a_lesson_is_named_as_for_lab(quick, name, tmp_path):
    assert quick(name, "--out", tmp_path / "out") == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["07_small.html", "index.html"]


def test_an_unknown_lesson_is_refused(quick, tmp_path, capsys):
    assert quick("99", "--out", tmp_path / "out") == 1
    assert "There is no lesson '99'. The lessons: 07_small." in refusal(capsys)
    assert not (tmp_path / "out").exists()


def test_out_is_needed(quick, capsys):
    with pytest.raises(SystemExit) as exit:
        quick()
    assert exit.value.code == 2
    assert "--out DIR is missing" in capsys.readouterr().err


def test_without_solutions_only_lessons_can_be_exported(quick, tmp_path, capsys):
    "An installed wheel has none"
    (tmp_path / "solutions" / "07_small.ipynb").unlink()
    assert quick("--out", tmp_path / "out") == 1
    assert "no solution of 07_small.ipynb here" in refusal(capsys)
    assert quick("--unsolved", "--out", tmp_path / "out") == 0


def test_unsolved_takes_the_lesson_as_handed_out(quick, tmp_path):
    make_lessons(tmp_path / "other", "y = 2")
    (tmp_path / "other" / "lessons" / "07_small.ipynb").replace(tmp_path / "lessons" / "07_small.ipynb")
    sources = []
    for arguments in ([], ["--unsolved"]):
        quick(*arguments, "--out", tmp_path / "out")
        text = (tmp_path / "out" / "07_small.html").read_text(encoding="utf-8")
        sources.append(re.findall(r'<span class="n">(\w)</span>', text))
    assert sources == [["x"], ["y"]]


@pytest.mark.parametrize("page", [b"<title>My site</title>", b"<title>Espa\xf1a</title>"], ids=["UTF-8", "latin-1"])
def test_a_folder_with_other_things_in_it_is_refused(quick, tmp_path, capsys, page):
    "An index.html of somebody else's, above all, whatever it is written in"
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "index.html").write_bytes(page)
    assert quick("--out", tmp_path / "out") == 1
    assert "holds index.html, which no export wrote" in refusal(capsys)
    assert (tmp_path / "out" / "index.html").read_bytes() == page


@pytest.mark.parametrize("out", ["file", "file/below"])
def test_a_folder_that_cannot_be_is_refused(quick, tmp_path, capsys, out):
    (tmp_path / "file").touch()
    assert quick("--out", tmp_path / out) == 1
    assert "file" in refusal(capsys)


def test_a_later_export_joins_the_earlier_ones(quick, tmp_path, monkeypatch):
    "The index lists all pages of the folder in order, and the same page is written anew"
    out = tmp_path / "out"
    for name in ("07_small", "03_before", "07_small"):
        lesson = make_lessons(tmp_path, name=name)
        monkeypatch.setattr(workbook, "find_lessons", lambda lesson=lesson: [lesson])
        assert quick("--out", out) == 0
    assert [link["href"] for link in Page(out / "index.html").all("a")] == ["03_before.html", "07_small.html"]
    assert len(list(out.iterdir())) == 3


def test_a_title_is_text_everywhere(tmp_path):
    "Of <script>, in the page and in the index"
    cell = nbformat.v4.new_markdown_cell('# Why `<b>` & <i>co</i>?\n\nA "promise" <x>.')
    page = lesson_page(nbformat.v4.new_notebook(cells=[cell]), "07_small")
    (tmp_path / "07_small.html").write_text(page, encoding="utf-8")
    (tmp_path / "index.html").write_text(make_index(tmp_path, ""), encoding="utf-8")
    assert Page(tmp_path / "07_small.html").inside("title") == Page(tmp_path / "index.html").inside("a")


def test_a_cell_that_fails_is_named_and_leaves_nothing(export_here, tmp_path, capsys):
    assert export_here("x = 1", "y = 2 +\\\n  x / 0") == 1
    assert capsys.readouterr().err == (
        "gencourse: 07_small fails in code cell 2 (y = 2 +\\): ZeroDivisionError: division by zero. "
        "Nothing was written.\n"
    )
    assert not (tmp_path / "a" / "out").exists()


def test_a_kernel_that_dies_is_reported(export_here, capsys):
    assert export_here("import os; os._exit(1)") == 1
    assert "07_small fails in code cell 1 (import os; os._exit(1)): Python ended" in capsys.readouterr().err


def test_nbclients_watch_over_a_kernel_that_is_gone_is_no_news(export_here, caplog):
    "It may look once more after a Ctrl-C on a busy machine, and asyncio then tells of a task that nobody asked"
    assert export_here("1") == 0
    logger, told = (
        logging.getLogger("asyncio"),
        "Task exception was never retrieved\nfuture: <Task coro=<{}()>>",
    )
    for name in ("NotebookClient._async_poll_kernel_alive", "ours"):
        logger.error(told.format(name))
    assert [record.getMessage() for record in caplog.records if record.name == "asyncio"] == [told.format("ours")]


@pytest.mark.skipif(os.name == "nt", reason="sends a signal")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "kill"])
def test_an_export_that_is_stopped_says_nothing_and_leaves_nothing(tmp_path, sent):
    cell = f"from pathlib import Path\nPath({str(tmp_path / 'runs')!r}).touch()\nimport time\ntime.sleep(100)"
    lesson = make_lessons(tmp_path, cell)
    command = export_command(lesson, "--out", tmp_path / "out")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        while not (tmp_path / "runs").exists() and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(sent)
        out, err = process.communicate(timeout=300)
    assert (process.returncode, out, err.strip()) == (130, "Running 07_small ...\n", "")
    assert not (tmp_path / "out").exists()


def test_an_empty_folder_that_was_there_stays(quick, tmp_path, monkeypatch, capsys):
    "Only one that the command has made goes again"

    def fail(path):
        raise CourseError("It fails.")

    monkeypatch.setattr(execute, "execute", fail)
    (tmp_path / "mine").mkdir()
    for out in ("mine", "new"):
        assert quick("--out", tmp_path / out) == 1
    assert sorted(path.name for path in tmp_path.iterdir() if path.name in ("mine", "new")) == ["mine"]
    assert list((tmp_path / "mine").iterdir()) == []


def test_what_a_cell_prints_is_one_output_and_its_run_is_nobodys(tmp_path, monkeypatch):
    "Piece by piece as it comes; the check log of whoever exports gets no line of it"
    names = ("GENCOURSE_STRICT", "NBGRADER_EXECUTION", "GENCOURSE_CHECK_LOG")
    for name in names:
        monkeypatch.setenv(name, "1")
    cell = f"import os\nfor word in 'ab':\n    print(word, flush=True)\nprint([n for n in {names} if n in os.environ])"
    outputs = execute.execute(make_lessons(tmp_path, cell)).cells[1].outputs
    assert [output.text for output in outputs] == ["a\nb\n[]\n"]


def test_a_cell_without_an_end_is_named_by_the_start_of_its_first_line(tmp_path, monkeypatch):
    "It sleeps for longer than any machine needs to notice"
    monkeypatch.setattr(execute, "SECONDS", 1)
    first = "import time; time.sleep(60)  # " + "z" * 99
    with pytest.raises(CourseError) as caught:
        execute.execute(make_lessons(tmp_path, f"{first}\nlast = 1"))
    where = f"07_small fails in code cell 1 ({first[:60]})"
    assert str(caught.value) == f"{where}: it takes more than 1 seconds. Nothing was written."


def test_a_wide_formula_is_scrolled_by_keyboard():
    "What scrolls is a stop of the Tab key, and says what it is"
    formula = re.search(r"<span[^>]*>(?=<math)", markdown_to_html("$$x^2$$"))
    assert formula is not None
    assert 'tabindex="0"' in formula[0] and 'role="group" aria-label="Formula"' in formula[0]


def test_no_solutions_leaves_hints_and_takes_solutions_away(quick, tmp_path):
    "The lesson as handed out, without what its folds would tell"
    fold = "<details><summary>{}</summary>\n\n```python\nanswer = {}\n```\n\n</details>"
    text = "\n\n".join([fold.format("Hint 1", "hinted"), fold.format("Solution", "solved"), "What follows."])
    lesson = tmp_path / "lessons" / "07_small.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)]), lesson)
    shown = {}
    for option in ("--unsolved", "--no-solutions"):
        assert quick(option, "--out", tmp_path / "out") == 0
        shown[option] = Page(tmp_path / "out" / "07_small.html").inside("summary")
    assert shown == {"--unsolved": ["Hint 1", "Solution"], "--no-solutions": ["Hint 1"]}
    page = (tmp_path / "out" / "07_small.html").read_text(encoding="utf-8")
    assert "hinted" in page and "What follows." in page and "solved" not in page


def test_a_build_folds_solutions_as_no_solutions_looks_for_them():
    "Every fold of a lesson is one or a hint"
    for path in workbook.find_lessons():
        cells = nbformat.read(path, as_version=4).cells
        text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
        assert SOLUTION.search(text) and "<summary>Solution" not in SOLUTION.sub("", text), path.name


@pytest.mark.parametrize("text", ["not json", "[]", "{}", '{"nbformat": 4}', "\xff"])
def test_a_file_that_is_no_notebook_is_said_in_one_sentence(tmp_path, text):
    path = tmp_path / "07_small.ipynb"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(CourseError, match=r"07_small\.ipynb is no notebook any more\. Run: gencourse build"):
        execute.execute(path)
