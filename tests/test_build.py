"""`gencourse build`: what it writes and refuses, how it finds drift, and that no notebook is ever half written."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gencourse._validate import CourseError
from gencourse.authoring.build import run
from gencourse.authoring.notebooks import lesson_notebook, solution_notebook
from gencourse.authoring.parse import parse_lesson
from gencourse.exercises import list_exercises
from tests.small_lesson import LESSON, make_checkout

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "solutions").glob("[0-9]*.py"))


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    "A checkout with one lesson that is not built yet, and the current directory in it"
    make_checkout(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


# ---- the course's own notebooks ----


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_rebuilding_gives_what_is_committed(path):
    made = parse_lesson(path)
    for folder, content in (("lessons", lesson_notebook(made)), ("solutions", solution_notebook(made))):
        committed = (ROOT / folder / f"{path.stem}.ipynb").read_bytes().replace(b"\r\n", b"\n")
        assert committed == content, f"{folder}/{path.stem}.ipynb differs from its source. Run: gencourse build"


def test_every_exercise_stands_in_its_lesson():
    built = {path.stem[3:]: parse_lesson(path) for path in SOURCES}
    for exercise in list_exercises():
        assert exercise.name in [cell.name for cell in built[exercise.lesson].cells if cell.role == "exercise"]


# ---- the command ----


def test_build_writes_both_notebooks_then_finds_nothing_to_do(checkout, capsys):
    assert run([], False, None) == 0
    assert capsys.readouterr().out == "wrote lessons/00_start_here.ipynb\nwrote solutions/00_start_here.ipynb\n"
    before = [path.stat().st_ino for path in notebooks(checkout)]
    assert run([], False, None) == 0
    assert capsys.readouterr().out == "2 notebooks are up to date.\n"
    assert [path.stat().st_ino for path in notebooks(checkout)] == before


def test_build_works_from_any_folder_of_the_checkout(checkout, monkeypatch):
    (checkout / "docs" / "deep").mkdir(parents=True)
    monkeypatch.chdir(checkout / "docs" / "deep")
    assert run([], False, None) == 0
    assert len(notebooks(checkout)) == 2


def test_named_sources_are_built_alone(checkout, monkeypatch, tmp_path_factory):
    other = make_checkout(checkout, LESSON, "01_start_here.py")
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert run([other, other], False, None) == 0
    assert [path.name for path in notebooks(checkout)] == ["01_start_here.ipynb"] * 2


def test_check_tells_what_has_drifted_and_how_to_mend_it(checkout, capsys):
    assert run([], True, None) == 1
    missing = (
        "lessons/00_start_here.ipynb is missing.\nsolutions/00_start_here.ipynb is missing.\nRun: gencourse build\n"
    )
    assert capsys.readouterr().out == missing
    assert notebooks(checkout) == []
    run([], False, None)
    capsys.readouterr()
    assert run([], True, None) == 0
    assert capsys.readouterr().out == "2 notebooks match their sources.\n"
    make_checkout(checkout, LESSON.replace("# A copy would", "# An exact copy would"))
    assert run([], True, None) == 1
    drifted = "solutions/00_start_here.ipynb differs from its source.\nRun: gencourse build\n"
    assert capsys.readouterr().out == drifted, "the model answer stands in the solution only"


def test_check_names_notebooks_without_a_source(checkout, capsys):
    run([], False, None)
    capsys.readouterr()
    for folder in ("lessons", "solutions"):
        orphan = checkout / folder / "09_gone.ipynb"
        orphan.write_text("{}")
        assert run([], True, None) == 1
        said = f"{folder}/09_gone.ipynb has no source: delete it, or add solutions/09_gone.py.\n"
        assert capsys.readouterr().out == said
        orphan.unlink()


def test_crlf_in_a_checkout_is_no_drift(checkout):
    run([], False, None)
    for path in [*notebooks(checkout), checkout / "solutions" / "00_start_here.py"]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert run([], True, None) == 0


def test_hand_outs_go_where_they_are_asked(checkout, capsys):
    folder = checkout / "term" / "week 1"
    assert run([], True, folder) == 1
    assert not folder.exists()
    assert capsys.readouterr().out == f"week 1/00_start_here.ipynb is missing.\nRun: gencourse build --class {folder}\n"
    assert run([], False, folder) == 0
    assert "Solution" not in (folder / "00_start_here.ipynb").read_text(encoding="utf-8")
    assert run([], True, folder) == 0
    assert notebooks(checkout) == [], "the course's own notebooks are left alone"


@pytest.mark.parametrize("folder", ["lessons", "solutions", "docs/../lessons"])
def test_hand_outs_never_replace_the_course(checkout, folder):
    (checkout / "docs").mkdir()
    with pytest.raises(CourseError, match="hand-outs would replace the course's own"):
        run([], False, Path(folder))
    assert notebooks(checkout) == []


def test_hand_outs_never_replace_a_learners_work(checkout):
    (checkout / "my_lessons" / ".pristine").mkdir(parents=True)
    with pytest.raises(CourseError, match="a learner's own work"):
        run([], False, Path("my_lessons"))


def test_a_file_in_the_way_of_the_hand_outs_is_named(checkout):
    (checkout / "class").write_text("notes")
    with pytest.raises(CourseError, match=r"class is a file. Name a folder"):
        run([], False, Path("class"))
    with pytest.raises(CourseError, match="cannot be made"):
        run([], False, Path("class/of/2030"))


def test_nothing_is_written_if_one_source_is_wrong(checkout):
    make_checkout(checkout, LESSON.replace("### END SOLUTION", ""), "01_start_here.py")
    with pytest.raises(CourseError, match=r"solutions/01_start_here.py:15: this solution region is not closed"):
        run([], False, None)
    assert notebooks(checkout) == []


def test_two_lessons_cannot_share_a_number(checkout):
    make_checkout(checkout, '# %% tags=["setup"]\nimport math\n', "00_other.py")
    with pytest.raises(CourseError, match=r"2 sources have the number 00: 00_other, 00_start_here. Renumber one"):
        run([], False, None)


def test_build_says_where_it_can_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CourseError, match="neither this folder nor one above it holds solutions/ and lessons/"):
        run([], False, None)
    (tmp_path / "lessons").mkdir()
    (tmp_path / "solutions").mkdir()
    with pytest.raises(CourseError, match="holds no lesson's source"):
        run([], True, None)
    (tmp_path / "00_start_here.py").write_text(LESSON, encoding="utf-8")
    with pytest.raises(CourseError, match="stands in a folder solutions/"):
        run([Path("00_start_here.py")], False, None)
    with pytest.raises(CourseError, match="no such file"):
        run([Path("solutions/00_nothing.py")], False, None)


# ---- never half written ----


def test_a_full_disk_leaves_the_old_notebooks(checkout, monkeypatch):
    run([], False, None)
    before = [path.read_bytes() for path in notebooks(checkout)]
    make_checkout(checkout, LESSON.replace("# Start here", "# Start again"))

    def fill_the_disk(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fill_the_disk)
    with pytest.raises(CourseError, match=r"^lessons/00_start_here.ipynb cannot be written: No space left on device"):
        run([], False, None)
    monkeypatch.undo()
    assert [path.read_bytes() for path in notebooks(checkout)] == before
    assert leftovers(checkout) == []


def test_what_stands_in_a_notebooks_place_is_told(checkout):
    (checkout / "lessons" / "00_start_here.ipynb").mkdir()
    with pytest.raises(CourseError, match=r"lessons/00_start_here.ipynb cannot be written: Is a directory"):
        run([], False, None)
    assert leftovers(checkout) == []


SLOW_DISK = """
import os, sys, time
from gencourse.authoring.build import run

def wait_for_the_disk(file):
    os.ftruncate(file, 100)
    print("half", flush=True)
    time.sleep(60)

os.fsync = wait_for_the_disk
run([], False, None)
"""


def test_a_build_killed_halfway_leaves_whole_notebooks(checkout):
    run([], False, None)
    before = [path.read_bytes() for path in notebooks(checkout)]
    make_checkout(checkout, LESSON.replace("# Start here", "# Start again"))
    with subprocess.Popen([sys.executable, "-c", SLOW_DISK], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "half\n"
        process.kill()
    assert [len(path.read_bytes()) for path in leftovers(checkout)] == [100], "it was killed while it wrote"
    assert [path.read_bytes() for path in notebooks(checkout)] == before
    assert run([], False, None) == 0
    assert run([], True, None) == 0


def notebooks(checkout: Path) -> list[Path]:
    return sorted(checkout.glob("*/*.ipynb"))


def leftovers(checkout: Path) -> list[Path]:
    return sorted(checkout.glob("*/.*.tmp"))


def test_cells_that_are_equal_have_ids_of_their_own(checkout):
    "The first keeps the id that it would have alone"
    alone = json.loads(lesson_notebook(parse_lesson(make_checkout(checkout))))["cells"]
    twice = json.loads(
        lesson_notebook(parse_lesson(make_checkout(checkout, LESSON + '\n# %%\nprogress("start_here")\n')))
    )
    ids = [cell["id"] for cell in twice["cells"]]
    assert ids[:-1] == [cell["id"] for cell in alone] and len(set(ids)) == len(ids)


def test_a_solution_with_a_fence_in_it_is_folded_whole(checkout):
    "A fence longer than any in it; a shorter one would end the code there"
    fenced = LESSON.replace(
        "    mean = x.mean(0)\n", '    """\n    ```\n    x\n    ```\n    """\n    mean = x.mean(0)\n'
    )
    cells = json.loads(lesson_notebook(parse_lesson(make_checkout(checkout, fenced))))["cells"]
    help = next("".join(cell["source"]) for cell in cells if "Solution" in "".join(cell["source"]))
    assert help.count("````python\n") == 1 and help.count("\n````\n") == 1
