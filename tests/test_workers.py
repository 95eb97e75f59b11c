"""Two workers: what belongs together stays together, the long things come first, and each has one thread."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.small_course import ROOT, Run, run_pytest, write_course
from tests.workers import SLOW, WholeFiles

THREADS = """import os
found = [os.environ.get(name) for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS")]
"""
FILES = {
    "tests/test_quick.py": "",
    "tests/test_slow.py": "import pytest\npytestmark = pytest.mark.slow\n",
    "tests/browser/__init__.py": None,
    "tests/browser/test_a_lab.py": "",
    "tests/browser/test_a_page.py": "",
    "tests/browser/test_b_lab.py": "",
}
TESTS = "def test_one(): pass\ndef test_two(): pass\ndef test_three(): pass\n"
CELLS_ONLY = ("-k", "Cell or test_")  # the contract loads torch; what a notebook costs is another test's subject


def course(folder: Path, threads: list[str | None]) -> Path:
    notebooks = {
        f"{name}.ipynb": [THREADS, f"assert found == {threads}"] for name in ("lessons/00_a", "solutions/00_a")
    }
    write_course(folder, notebooks)
    for name, start in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("" if start is None else start + TESTS)
    return folder


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
            patch.delenv(name, raising=False)
        patch.setenv("OMP_NUM_THREADS", "3")
        return run_pytest(course(tmp_path_factory.mktemp("two"), ["3", "1"]), "-v", "-n", "2", *CELLS_ONLY)


def lines(run: Run) -> list[tuple[str, str, str]]:
    "Worker, outcome and file of each test, in the order in which they ended"
    text = run.text.replace("::ipynb", ".ipynb")
    return re.findall(r"^\[(gw\d)\] +\[ *\d+%\] ([A-Z]+) ([\w/.]+?\.(?:py|ipynb))::", text, re.MULTILINE)


def test_a_worker_has_one_thread_unless_the_user_said_otherwise(run: Run):
    "And so have the kernels that it starts; the second cell needs what the first one made in the same kernel"
    assert run.code == 0, run.text
    assert len(lines(run)) == 2 * 2 + 3 * 5


def test_what_shares_a_kernel_or_a_server_goes_to_one_worker(run: Run):
    workers: dict[str, set[str]] = {}
    for worker, _, file in lines(run):
        workers.setdefault("lab" if file.endswith("_lab.py") else file, set()).add(worker)
    assert len(workers) == 6
    assert all(len(where) == 1 for where in workers.values()), workers
    assert len(set.union(*workers.values())) == 2


def test_all_of_jupyterlab_is_one_piece():
    nodes = ["tests/browser/test_a_lab.py::test[x::y]", "tests/browser/test_b_lab.py::test", "tests/test_lab.py::test"]
    pieces = [WholeFiles._split_scope(object.__new__(WholeFiles), node) for node in nodes]
    assert pieces == ["JupyterLab", "JupyterLab", "tests/test_lab.py"]


def test_the_long_things_come_first(run: Run):
    "Notebooks, what is marked as slow, the browser, and the short files to fill the end"
    turns = ("solutions/", "lessons/", "tests/test_slow", "tests/browser", "tests/test_quick")
    for this in ("gw0", "gw1"):
        order = [
            next(turns.index(turn) for turn in turns if file.startswith(turn))
            for worker, _, file in lines(run)
            if worker == this
        ]
        assert order == sorted(order)


def test_one_process_keeps_the_order_and_its_threads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "PYTEST_XDIST_WORKER"):
        monkeypatch.delenv(name, raising=False)
    run = run_pytest(course(tmp_path, [None, None]), "-v", *CELLS_ONLY)
    assert run.code == 0, run.text
    assert run.text.index("tests/test_quick.py") < run.text.index("lessons/00_a")


@pytest.mark.parametrize("start", SLOW)
def test_what_is_called_slow_exists(start: str):
    "Else a test that was renamed comes into the quick run"
    path, _, name = start.partition("::")
    assert (ROOT / path).exists()
    assert not name or f"def {name}" in (ROOT / path).read_text(encoding="utf-8")


def test_the_quick_run_leaves_the_slow_out(tmp_path: Path):
    found = run_pytest(course(tmp_path, [None, None]), "--collect-only", "-q", "-m", "not slow").text
    assert [line for line in found.splitlines() if "::" in line] == [
        f"tests/test_quick.py::test_{number}" for number in ("one", "two", "three")
    ]
