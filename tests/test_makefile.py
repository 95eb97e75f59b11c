"""make beside all sorts of Pythons. Nothing is installed: a fake one plays venv and pip, and keeps a diary."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOOLS = ("make", "sh", "awk", "cat", "rm", "touch", "find", "pwd", "mkdir", "cp", "env")

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")

# Answers -c as the real one would with another version or without a module; `-m venv` puts itself into .venv.
FAKE_PYTHON = """#!/bin/sh
case "$1 $2" in
"-m venv")
    echo "venv $0" >>diary
    mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
"-m pip")
    echo "pip $*" >>diary
    if [ -e pip-is-killed ]; then kill -9 $PPID; fi
    if [ -e pip-waits ]; then until [ -e asked ]; do :; done; fi
    if [ -e pip-fails ]; then exit 1; fi
    printf '#!/bin/sh\\necho "gencourse $*"\\n' >.venv/bin/gencourse
    for tool in lint-imports deno; do printf '#!/bin/sh\\necho "%s $*"\\n' $tool >.venv/bin/$tool; done
    chmod +x .venv/bin/* ;;
"-m "*)
    echo "run $*" ;;
*)
    exec {python} -c 'import sys; {setting}; exec(sys.argv[2])' "$@" ;;
esac
"""
GOOD, OLD, NEW = "pass", "sys.version_info = (3, 10, 4)", "sys.version_info = (3, 14, 0)"
NO_VENV, NO_PIP = 'sys.modules["ensurepip"] = None', 'sys.modules["pip"] = None'


class Machine:
    """A checkout, and a PATH with make's tools and the Pythons put there."""

    def __init__(self, folder: Path) -> None:
        self.checkout, self.path = folder / "check out", folder / "bin"
        shutil.copytree(ROOT / ".ci", self.checkout / ".ci")
        for name in ("Makefile", "pyproject.toml", "constraints.txt"):
            shutil.copy(ROOT / name, self.checkout)
        self.path.mkdir()
        for tool in (*TOOLS, "chmod"):
            (self.path / tool).symlink_to(shutil.which(tool) or tool)
        self.diary = self.checkout / "diary"

    def add(self, name: str, setting: str = GOOD) -> Path:
        return self.script(
            self.path / name, FAKE_PYTHON.replace("{python}", sys.executable).replace("{setting}", setting)
        )

    def script(self, path: Path, text: str) -> Path:
        path.write_text(text)
        path.chmod(0o755)
        return path

    def make(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        self.diary.write_text("")
        return subprocess.run(
            ["make", *arguments],
            cwd=self.checkout,
            env={"PATH": str(self.path)} | environment,
            capture_output=True,
            text=True,
            timeout=300,
        )

    def did(self, *arguments: str, **environment: str) -> list[str]:
        """Run make, which must end well; return the first words of the diary's lines: venv, pip."""
        done = self.make(*arguments, **environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return [line.split()[0] for line in self.diary.read_text().splitlines()]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path)
    machine.add("python3")
    return machine


def test_make_alone_lists_every_target(machine: Machine):
    listed = [line.split()[:2] for line in machine.make().stdout.splitlines()]
    targets = ["help", "lab", "test", "test-quick", "check", "lessons", "claims", "rerun", "bench", "env", "clean"]
    assert listed == [["make", target] for target in targets]
    assert machine.diary.read_text() == ""


# Which Python


@pytest.mark.parametrize(
    ("pythons", "chosen"),
    [
        ({"python3": GOOD, "python3.13": GOOD}, "python3"),
        ({"python3": OLD, "python3.13": NEW, "python3.11": GOOD}, "python3.11"),
        ({"python3": NO_VENV, "python3.12": GOOD}, "python3.12"),
        ({"python3": "sys.exit(127)", "python3.13": "sys.exit(1)", "python": GOOD}, "python"),
    ],
    ids=["plain first", "by version", "with venv", "no stubs"],
)
def test_the_first_python_that_will_do_is_taken(tmp_path: Path, pythons: dict[str, str], chosen: str):
    machine = Machine(tmp_path)
    for name, setting in pythons.items():
        machine.add(name, setting)
    machine.did("lab")
    assert machine.diary.read_text().splitlines()[0] == f"venv {machine.path / chosen}"


@pytest.mark.parametrize("pythons", [{}, {"python3": OLD}, {"python3": NO_VENV}], ids=["none", "old", "no venv"])
def test_without_a_python_one_line_says_what_to_install(tmp_path: Path, pythons: dict[str, str]):
    machine = Machine(tmp_path)
    for name, setting in pythons.items():
        machine.add(name, setting)
    done = machine.make("lab")
    assert done.returncode != 0
    ours = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert ours == [
        "Install Python 3.11, 3.12 or 3.13 with venv (Debian and Ubuntu: sudo apt-get install python3-venv)."
    ]
    assert not (machine.checkout / ".venv").exists()


@pytest.mark.parametrize("place", ["argument", "environment"])
def test_a_python_can_be_chosen(machine: Machine, place: str):
    mine = machine.add("my own python")
    if place == "argument":
        machine.did("lab", f"PYTHON={mine}")
    else:
        machine.did("lab", PYTHON=str(mine))
    assert machine.diary.read_text().startswith(f"venv {mine}\n")


def test_a_chosen_python_that_will_not_do_is_refused(machine: Machine):
    machine.add("old", OLD)
    done = machine.make("lab", "PYTHON=old")
    assert done.returncode != 0
    assert "PYTHON=old is not a Python 3.11, 3.12 or 3.13 with venv.\n" in done.stderr


# What is installed when


def test_the_second_start_installs_nothing(machine: Machine):
    assert machine.did("lab") == ["venv", "pip"]
    assert machine.did("lab") == []


def test_an_installation_says_what_it_does_before_pip_and_while_pip_is_silent(machine: Machine):
    "What is installed, how large it is and that it happens once; then how far it is. The second start says nothing"
    machine.script(machine.path / "sleep", "#!/bin/sh\n")
    machine.script(machine.path / "du", "#!/bin/sh\ntouch asked\necho 123 .venv\n")
    (machine.checkout / "pip-waits").touch()
    done = machine.make("lab")
    assert done.returncode == 0, done.stderr
    first, *more = done.stdout.splitlines()
    assert "JupyterLab and torch" in first
    assert "happens once" in more[0] and "350 MB to download" in more[0]
    assert "Still installing: 123 MB are in .venv. It goes on by itself." in more
    assert machine.make("lab").stdout == "gencourse lab\n"


def test_lab_installs_no_test_tools_and_test_does_once(machine: Machine):
    machine.make("lab")
    assert machine.diary.read_text().endswith(" install --disable-pip-version-check -c constraints.txt -e .\n")
    machine.make("test")
    assert machine.diary.read_text().endswith(" install --disable-pip-version-check -c constraints.txt -e .[test]\n")
    assert machine.did("lab") == machine.did("test") == []


def test_after_test_lab_has_all_it_needs(machine: Machine):
    assert machine.did("test") == ["venv", "pip"]
    assert machine.did("lab") == []


@pytest.mark.parametrize("file", ["pyproject.toml", "constraints.txt"])
def test_a_change_of_the_requirements_is_installed(machine: Machine, file: str):
    machine.did("test")
    os.utime(machine.checkout / file, (2**32, 2**32))
    assert machine.did("test") == ["pip"]


def test_when_pip_gives_up_make_fails_and_the_next_one_goes_on(machine: Machine):
    (machine.checkout / "pip-fails").touch()
    done = machine.make("lab")
    assert done.returncode != 0 and "gencourse" not in done.stdout
    assert "pip did not finish" in done.stderr
    (machine.checkout / "pip-fails").unlink()
    assert machine.did("lab") == ["pip"], "what is there works"


def test_a_venv_whose_installation_was_killed_is_made_again(machine: Machine):
    (machine.checkout / "pip-is-killed").touch()
    assert machine.make("lab").returncode != 0
    (machine.checkout / "pip-is-killed").unlink()
    assert machine.did("lab") == ["venv", "pip"]
    assert machine.did("lab") == []


@pytest.mark.parametrize("damage", ["python is gone", "python does not start", "python is old", "pip is gone", "empty"])
def test_a_venv_that_does_not_work_is_made_again_whatever_its_stamps_say(machine: Machine, damage: str):
    machine.did("test")
    python = machine.checkout / ".venv" / "bin" / "python"
    if damage == "empty":
        shutil.rmtree(python.parent)
    elif damage == "python is gone":
        python.unlink()
        python.symlink_to("/nowhere/python3")
    elif damage == "python does not start":
        machine.script(python, "#!/bin/sh\nexit 127\n")
    else:
        shutil.copy(machine.add("other", OLD if damage == "python is old" else NO_PIP), python)
    assert machine.did("lab") == ["venv", "pip"]
    assert machine.did("lab") == []


def test_a_checkout_that_was_moved_gets_a_venv_of_its_own(machine: Machine):
    machine.did("lab")
    machine.checkout = machine.checkout.rename(machine.checkout.with_name("elsewhere"))
    machine.diary = machine.checkout / "diary"
    assert machine.did("lab") == ["venv", "pip"]
    assert machine.did("lab") == []


def test_a_venv_made_by_hand_is_completed_and_not_thrown_away(machine: Machine):
    subprocess.run([machine.path / "python3", "-m", "venv", ".venv"], cwd=machine.checkout, env={"PATH": machine.path})
    assert machine.did("lab") == ["pip"]


# What is run


def test_arguments_are_handed_on(machine: Machine):
    assert "gencourse lab --no-browser --port 9999\n" in machine.make("lab", "ARGS=--no-browser --port 9999").stdout
    assert "run -m tests.rerun 03\n" in machine.make("rerun", "ARGS=03").stdout
    assert "run -m pytest -n 2 -k digits\n" in machine.make("test", "ARGS=-k digits").stdout
    assert "run -m pytest -n 2 -m not slow -x\n" in machine.make("test-quick", "ARGS=-x").stdout
    assert (
        "gencourse build solutions/00_start_here.py\n"
        in machine.make("lessons", "ARGS=solutions/00_start_here.py").stdout
    )


def test_check_runs_every_tool(machine: Machine):
    done = machine.make("check")
    assert done.returncode == 0, done.stderr
    python = ("run -m ruff check .", "run -m ruff format --check .", "run -m pyright", "lint-imports")
    javascript = (
        "deno fmt --quiet --check",
        "deno lint --quiet",
        "deno check --quiet gencourse benchmarks tests",
    )
    for tool in (*python, *javascript, "gencourse build --check"):
        assert f"\n{tool}" in done.stdout


def test_bench_runs_each_script_and_stops_at_a_failure(machine: Machine):
    (machine.checkout / "benchmarks").mkdir()
    for name in ("a.py", "b.py"):
        (machine.checkout / "benchmarks" / name).touch()
    machine.did("env")
    machine.script(machine.checkout / ".venv/bin/python", '#!/bin/sh\n[ "$1" = -c ] || { echo "ran $1"; exit 1; }\n')
    done = machine.make("bench")
    assert done.returncode != 0
    assert "ran benchmarks/a.py" in done.stdout and "b.py" not in done.stdout


def test_clean_removes_what_make_made_and_no_lesson_of_the_learner(machine: Machine):
    for folder in ("gencourse/__pycache__", "tests", "lessons/.ipynb_checkpoints", "solutions", "benchmarks"):
        (machine.checkout / folder).mkdir(parents=True)
    mine = machine.checkout / "my_lessons" / "00_start_here.ipynb"
    mine.parent.mkdir()
    mine.write_text("my work")
    machine.did("env")
    machine.did("clean")
    assert mine.read_text() == "my work"
    for gone in (".venv", "gencourse/__pycache__", "lessons/.ipynb_checkpoints"):
        assert not (machine.checkout / gone).exists()
    machine.did("clean")
