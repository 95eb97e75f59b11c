"""The root conftest.py does what we rely on: each test here fails without the mechanism that it is about."""

from __future__ import annotations

import os
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

from tests.lesson_contract import Logs, broken_promises, own_exercises
from tests.notebook_timings import calibration
from tests.small_course import Run, run_pytest, write_course

NO_CONTRACT = ("-k", "not contract")  # it loads torch: left out where a test is about something else


# ---- the contract ----

CHECK_ALL = """
from gencourse.exercises import check, list_exercises
def stub(exercise):
    def attempt(*args):
        raise NotImplementedError(f"Exercise: {exercise.name}")
    return attempt
def answer(exercise):
    return lambda *args: exercise.reference(*args)
own = [exercise for exercise in list_exercises() if exercise.lesson == "start_here"]
solved = {SOLVED}
for exercise in own:
    if exercise.name in solved:
        check(exercise.name, answer(exercise))
for exercise in own:
    if exercise.name not in solved:
        check(exercise.name, stub(exercise))
"""
PASS_ALL = CHECK_ALL.replace("{SOLVED}", "[exercise.name for exercise in own]")
PASS_NONE = CHECK_ALL.replace("{SOLVED}", "[]")
PASS_ONE = CHECK_ALL.replace("{SOLVED}", "[own[0].name]")
PASS_ALL_BUT_ONE = CHECK_ALL.replace("{SOLVED}", "[exercise.name for exercise in own[1:]]")
ENVIRONMENT = """
import os
names = "GENCOURSE_DEVICE GOMP_SPINCOUNT GENCOURSE_STRICT NBGRADER_EXECUTION https_proxy".split()
found = {name: os.environ[name] for name in names if name in os.environ}
assert found == {EXPECTED}, found
"""
OUTSIDE = {
    "GOMP_SPINCOUNT": "77",
    "GENCOURSE_STRICT": "1",
    "NBGRADER_EXECUTION": "autograde",
    "https_proxy": "http://localhost:1",
}
INSIDE = {"GENCOURSE_DEVICE": "cpu", "GOMP_SPINCOUNT": "77"}
IN_LESSON = ENVIRONMENT.replace("{EXPECTED}", repr(INSIDE))
IN_SOLUTION = ENVIRONMENT.replace("{EXPECTED}", repr(INSIDE | {"GENCOURSE_STRICT": "1"}))
SWALLOW = """
import socket
try:
    socket.create_connection(("192.0.2.1", 80))
except OSError:
    pass
"""
LOOK_UP = "socket.getaddrinfo('example.org', 443)"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One run over notebooks that are right and notebooks that are wrong."""
    notebooks = {
        "lessons/00_start_here.ipynb": [PASS_NONE, IN_LESSON],
        "lessons/01_start_here.ipynb": [PASS_ONE],
        "lessons/10_wrong.ipynb": [SWALLOW, LOOK_UP, "1 / 0", "1"],
        "solutions/00_start_here.ipynb": [PASS_ALL, IN_SOLUTION],
        "solutions/01_start_here.ipynb": [PASS_ALL_BUT_ONE],
    }
    course = write_course(tmp_path_factory.mktemp("course"), notebooks)
    return run_pytest(course, "-v", "--device", "cpu", **OUTSIDE)


def test_an_untouched_lesson_and_its_solution_pass(run: Run):
    for name in ("lessons/00_start_here.ipynb", "solutions/00_start_here.ipynb"):
        assert [run[f"{name}::{item}"] for item in ("Cell 0", "contract", "cost")] == ["PASSED"] * 3


def test_kernels_get_the_environment_of_their_folder(run: Run):
    "The device asked for, the user's own spin count, strict by folder alone, and no proxy as a way out"
    assert run["lessons/00_start_here.ipynb::Cell 1"] == "PASSED"
    assert run["solutions/00_start_here.ipynb::Cell 1"] == "PASSED"


def test_kernels_have_a_history_of_their_own(tmp_path: Path):
    "In the folder of the run, beside the logs"
    database = "Path(get_ipython().history_manager.hist_file)"
    cell = f"from pathlib import Path\nassert {database}.is_relative_to(Path(os.environ['GENCOURSE_CHECK_LOG']).parent)"
    course = write_course(tmp_path, {"lessons/00_history.ipynb": ["import os", cell]})
    assert run_pytest(course, "-v", *NO_CONTRACT)["lessons/00_history.ipynb::Cell 1"] == "PASSED"


def test_kernels_get_a_spin_count_where_the_user_set_none(tmp_path: Path):
    cell = "import os\nassert os.environ['GOMP_SPINCOUNT'] == '1000'"
    course = write_course(tmp_path, {"lessons/00_spin.ipynb": [cell]})
    assert run_pytest(course, "-v", *NO_CONTRACT)["lessons/00_spin.ipynb::Cell 0"] == "PASSED"


def test_a_solution_with_an_open_exercise_fails(run: Run):
    "Strict: the check cell raises, and the contract says which exercise it is"
    assert run["solutions/01_start_here.ipynb::Cell 0"] == "FAILED"
    assert run["solutions/01_start_here.ipynb::contract"] == "FAILED"
    assert "start.fit_gaussian should be passed, but is open." in run.text


def test_a_lesson_with_a_solution_left_in_fails(run: Run):
    "No cell fails; only the contract sees it"
    assert run["lessons/01_start_here.ipynb::Cell 0"] == "PASSED"
    assert run["lessons/01_start_here.ipynb::contract"] == "FAILED"
    assert "start.fit_gaussian should be open, but is passed." in run.text


def test_a_lesson_with_a_failing_cell_fails(run: Run):
    assert run["lessons/10_wrong.ipynb::Cell 2"] == "FAILED"
    assert run["lessons/10_wrong.ipynb::Cell 3"] == "PASSED"
    assert run.code == 1


def test_a_lesson_that_asks_for_the_network_fails(run: Run):
    assert run["lessons/10_wrong.ipynb::Cell 1"] == "FAILED"
    assert "NetworkRefused: Refused to reach example.org: lessons work offline." in plain(run.text)


def test_a_lesson_that_catches_the_refusal_fails_too(run: Run):
    assert run["lessons/10_wrong.ipynb::Cell 0"] == "PASSED"
    assert run["lessons/10_wrong.ipynb::contract"] == "FAILED"
    assert "It asked for the network: 192.0.2.1" in run.text


def test_the_costs_are_listed_as_lessons_are_numbered(run: Run):
    rows = re.findall(r"^(lessons|solutions)/(\d\d)_\w+\.ipynb +\d+\.\d +\d+\.\d +\d+\.\d$", run.text, re.MULTILINE)
    numbers = [number + " " + folder for folder, number in rows]
    assert numbers == ["00 lessons", "00 solutions", "01 lessons", "01 solutions", "10 lessons"]


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[\d;]*m", "", text)


@pytest.mark.parametrize(
    ("log", "broken"),
    [
        ("", ["start.a was not checked.", "start.b was not checked."]),
        ("start.a open, start.b open", []),
        ("start.a open, start.b open, start.b open", []),
        ("start.a open, start.b passed", ["start.b should be open, but is passed."]),
        ("start.a open, start.b open, start.b crashed", ["start.b should be open, but is crashed and open."]),
        ("start.a open, start.b not yet", ["start.b should be open, but is not yet."]),
        ("start.a open, start.b open, vae.c open", ["vae.c is no exercise of this lesson, but is checked here."]),
    ],
)
def test_what_a_lesson_promises(log: str, broken: list[str], tmp_path: Path):
    logs = Logs(tmp_path)
    entries = [entry.partition(" ")[::2] for entry in log.split(", ") if entry]
    lines = [f'{{"exercise": "{name}", "outcome": "{outcome}"}}\n' for name, outcome in entries]
    logs.checks.write_text("".join(lines))
    assert broken_promises(Path("lessons/00_start.ipynb"), ["start.a", "start.b"], logs) == broken


def test_the_number_of_a_lesson_is_no_part_of_its_topic():
    assert own_exercises(Path("lessons/07_start_here.ipynb"))[0] == "start.fit_gaussian"


# ---- the budget ----

WORK = """
import time
while time.process_time() < {0}:
    pass
"""
WORK_IN_A_CHILD = f"""
import subprocess, sys, time
subprocess.run([sys.executable, "-c", {WORK.format(1.5)!r}])
"""
IDLE = "import time\ntime.sleep(3)"
SLOWER_AND_SLOWER = """
from pathlib import Path
from types import SimpleNamespace
times = Path(__file__).with_name("times")
times.write_text(times.read_text() + "+" if times.exists() else "+")
print(float(len(times.read_text())))
"""  # 1.0 CPU-seconds the first time, then 2.0 ...


def budgets(one: float, together: float) -> list[str]:
    return [*NO_CONTRACT, "-v", "-o", f"notebook_budget={one}", "-o", f"notebooks_budget={together}"]


def cost_of(notebook: str, run: Run) -> tuple[float, float, float]:
    "Its row in the table: seconds, CPU-seconds, ratio"
    found = re.findall(rf"^{re.escape(notebook)} +([\d.]+) +([\d.]+) +([\d.]+)", run.text, re.MULTILINE)
    assert len(found) == 1, run.text
    return float(found[0][0]), float(found[0][1]), float(found[0][2])


@pytest.fixture(scope="module")
def costs(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A notebook that computes for five seconds, one that waits, one whose child computes; the unit: half a second."""
    notebooks = {
        "lessons/00_work.ipynb": [WORK.format(5.0)],
        "lessons/01_idle.ipynb": [IDLE],
        "lessons/02_child.ipynb": [WORK_IN_A_CHILD],
    }
    course = write_course(tmp_path_factory.mktemp("course"), notebooks, calibration="print(0.5)")
    return run_pytest(course, *budgets(one=8, together=1))


def test_a_cost_is_cpu_seconds_over_those_of_the_calibration(costs: Run):
    _, cpu_seconds, ratio = cost_of("lessons/00_work.ipynb", costs)
    assert 5 <= cpu_seconds < 7
    assert ratio == pytest.approx(cpu_seconds / 0.5, abs=0.2)


def test_waiting_costs_nothing_and_a_child_what_it_computes(costs: Run):
    seconds, idle, _ = cost_of("lessons/01_idle.ipynb", costs)
    assert seconds > 3 > idle
    assert cost_of("lessons/02_child.ipynb", costs)[1] > idle + 1


def test_beyond_a_budget_a_notebook_passes_with_a_warning(costs: Run):
    assert costs["lessons/00_work.ipynb::cost"] == "PASSED"
    assert re.findall(r"^(\S+) .*  warning: over its budget of 8$", costs.text, re.MULTILINE) == [
        "lessons/00_work.ipynb"
    ]


def test_beyond_twice_the_budget_of_all_the_run_fails_though_every_item_passes(costs: Run):
    assert "FAILED" not in costs.text
    assert "of at most 1: more than twice as much, so this run fails" in costs.text
    assert costs.code == 1


def test_beyond_twice_its_budget_a_notebook_fails(tmp_path: Path):
    "All together are within twice theirs: a warning, which alone would leave the run green"
    course = write_course(tmp_path, {"lessons/00_long.ipynb": [WORK.format(3.0)], "lessons/01_short.ipynb": ["1"]})
    run = run_pytest(course, *budgets(one=1.4, together=2.5))
    assert [run[f"lessons/{name}.ipynb::cost"] for name in ("00_long", "01_short")] == ["FAILED", "PASSED"]
    assert re.search(
        r"cost 3\.\d CPU-seconds, 3\.\d times the calibration: more than twice its budget of 1\.4", run.text
    )
    assert re.search(r"of at most 2\.5: warning$", run.text, re.MULTILINE)
    assert run.code == 1


def test_over_budget_the_machine_is_measured_again(tmp_path: Path):
    "It was measured before the first notebook, and may have slowed down since"
    course = write_course(tmp_path, {"lessons/00_slow.ipynb": [WORK.format(3.0)]}, calibration=SLOWER_AND_SLOWER)
    run = run_pytest(course, *budgets(one=1.4, together=9))
    _, cpu_seconds, ratio = cost_of("lessons/00_slow.ipynb", run)
    assert ratio == pytest.approx(cpu_seconds / 2, abs=0.1)
    assert run["lessons/00_slow.ipynb::cost"] == "PASSED"


def test_workers_of_a_run_in_parallel_hand_their_costs_to_one_table(tmp_path: Path):
    names = [f"lessons/0{k}_any.ipynb" for k in range(3)]
    course = write_course(tmp_path, {name: ["1"] for name in names})
    run = run_pytest(course, *budgets(one=9, together=0.1), "-n", "2", "--dist", "loadscope")
    assert all(cost_of(name, run) for name in names)
    assert "so this run fails" in run.text and run.code == 1


def test_the_calibration_is_a_training_measured_by_the_cpu():
    "In a process of its own: a good part of what that spends, loading torch is the rest. How fast it is says nothing"
    before = os.times()
    measured = calibration(SimpleNamespace(stash={}))
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    assert 0.1 * spent < measured < spent


# ---- selections, devices, configuration ----


def test_part_of_a_notebook_leaves_the_contract_out_with_a_reason(tmp_path: Path):
    course = write_course(tmp_path, {"lessons/00_start_here.ipynb": ["1", "2", "3"]})
    run = run_pytest(course, "-v", "lessons/00_start_here.ipynb", "-k", "not (Cell and 1)", "-rs")
    assert run["lessons/00_start_here.ipynb::contract"] == "SKIPPED"
    assert run["lessons/00_start_here.ipynb::cost"] == "SKIPPED"
    assert "1 cell(s) were not run: select the whole notebook" in run.text


def test_one_notebook_alone_has_its_contract_and_one_elsewhere_has_none(tmp_path: Path):
    course = write_course(tmp_path, {"lessons/00_start_here.ipynb": ["1"], "mine/00_start_here.ipynb": ["1"]})
    found = run_pytest(course, "lessons/00_start_here.ipynb", "mine", "--collect-only", "-q").text.splitlines()
    items = ["lessons/00_start_here.ipynb::Cell 0", "lessons/00_start_here.ipynb::contract"]
    assert found[:4] == [*items, "lessons/00_start_here.ipynb::cost", "mine/00_start_here.ipynb::Cell 0"]


def test_a_device_that_is_not_there_is_one_clear_line(tmp_path: Path):
    missing = "cuda" if torch.backends.mps.is_available() else "mps"
    run = run_pytest(write_course(tmp_path, {}), "--device", missing)
    assert run.code == pytest.ExitCode.USAGE_ERROR
    assert run.text.strip() == f"ERROR: --device {missing}: torch finds no such device here"


def test_nbval_is_on_and_waits_neither_for_half_an_hour_nor_too_briefly_for_a_busy_machine(pytestconfig: pytest.Config):
    "A kernel that died waits for all of a cell's 2000 s by default; on a busy machine a start took more than its 60"
    assert pytestconfig.option.nbval_lax
    assert 300 <= pytestconfig.option.nbval_cell_timeout <= 600
    assert pytestconfig.option.nbval_kernel_startup_timeout >= 300
    assert pytestconfig.getini("testpaths") == ["tests", "solutions", "lessons"]
