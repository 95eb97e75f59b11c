"""The gencourse command: what it loads, what it refuses, and how it says what went wrong."""

from __future__ import annotations

import ast
import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

import gencourse
from gencourse import cli, doctor, lab
from gencourse._validate import CourseError


def gencourse_command(*arguments: str, before: str = "pass") -> subprocess.CompletedProcess[str]:
    code = f"import sys; {before}; from gencourse import cli; sys.exit(cli.main(sys.argv[1:]))"
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=300)


def test_the_command_is_installed_and_tells_its_version():
    program = Path(sys.executable).with_name("gencourse")
    assert subprocess.check_output([program, "--version"], text=True) == f"gencourse {gencourse.__version__}\n"


def test_help_names_the_commands():
    done = gencourse_command("--help")
    assert done.returncode == 0
    assert all(f"\n    {name} " in done.stdout for name in ("lab", "doctor", "export", "build"))


def test_without_a_command_it_shows_the_help(capsys: pytest.CaptureFixture):
    assert cli.main([]) == 2
    assert "doctor" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["dance"],
        ["--vers"],
        ["lab", "--prot", "1"],
        ["lab", "--por", "1"],
        ["build", "--che"],
        ["lab", "--port", "x"],
        ["doctor", "now"],
    ],
)
def test_a_wrong_call_exits_with_2(arguments: list[str], capsys: pytest.CaptureFixture):
    with pytest.raises(SystemExit) as exit:
        cli.main(arguments)
    assert exit.value.code == 2
    assert "usage: gencourse" in capsys.readouterr().err


@pytest.mark.parametrize("statement", ["import gencourse", "cli.main(['--help'])"])
def test_nothing_heavy_is_loaded_before_it_is_needed(statement: str):
    heavy = "{'torch', 'numpy', 'matplotlib', 'IPython', 'jupyterlab'}"
    code = (
        "import sys, contextlib\nfrom gencourse import cli\n"
        f"with contextlib.suppress(SystemExit): {statement}\n"
        f"sys.exit(str({heavy} & set(sys.modules)) if {heavy} & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("version", [(3, 10, 12), (3, 8, 0), (3, 14, 0)])
def test_another_python_is_told_in_one_line(version: tuple[int, ...]):
    done = gencourse_command("lab", before=f"sys.version_info = {version}")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "needs Python 3.11, 3.12 or 3.13" in done.stderr and ".".join(map(str, version)) in done.stderr


@pytest.mark.parametrize("file", [gencourse.__file__, cli.__file__])
def test_old_pythons_can_read_as_far_as_that_line(file: str | None):
    assert file is not None
    ast.parse(Path(file).read_text(encoding="utf-8"), feature_version=(3, 7))


FAILURES = {
    "the course's own": (CourseError("The dog ate it."), "gencourse: The dog ate it.\n"),
    "full disk": (
        OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/a/b"),
        "gencourse: No space left on device: /a/b\n",
    ),
    "forbidden": (PermissionError(errno.EACCES, "Permission denied"), "gencourse: Permission denied\n"),
    "missing package": (
        ModuleNotFoundError("No module named 'torch.nn'", name="torch.nn"),
        "gencourse: torch is not installed. Run: python -m pip install torch\n",
    ),
    "missing author's package": (
        ModuleNotFoundError("No module named 'jupytext'", name="jupytext"),
        'gencourse: jupytext is not installed. Run: python -m pip install "gencourse[author]"\n',
    ),
}


@pytest.mark.parametrize(("failure", "line"), FAILURES.values(), ids=FAILURES)
def test_a_failure_is_one_line(
    failure: Exception, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
):
    monkeypatch.setattr(doctor, "run", raiser(failure))
    assert cli.main(["doctor"]) == 1
    assert capsys.readouterr() == ("", line)


def test_ctrl_c_exits_with_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture):
    monkeypatch.setattr(lab, "run", raiser(KeyboardInterrupt()))
    assert cli.main(["lab"]) == 130
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("bug", [ZeroDivisionError(), ModuleNotFoundError("x", name="gencourse.lob"), OSError("odd")])
def test_a_bug_keeps_its_traceback(bug: Exception, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(doctor, "run", raiser(bug))
    with pytest.raises(type(bug)):
        cli.main(["doctor"])


def test_a_reader_that_goes_away_is_no_failure_worth_a_traceback():
    code = "from gencourse import cli, doctor; doctor.run = lambda: print('x' * 10**6) or 0; cli.main(['doctor'])"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_arguments_reach_the_commands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    calls: list[tuple] = []
    monkeypatch.setattr(lab, "run", lambda *arguments: calls.append(arguments) or 0)
    assert cli.main(["lab", "--dir", str(tmp_path), "--port", "9999", "--no-browser", "--fresh", "03"]) == 0
    assert cli.main(["lab"]) == 0
    assert cli.main(["lab", "--no-browser", "--", "--ServerApp.base_url=/u/", "--debug"]) == 0
    theirs = ["--ServerApp.base_url=/u/", "--debug"]
    expected = [(tmp_path, 9999, False, "03", []), (None, None, True, None, []), (None, None, False, None, theirs)]
    assert calls == expected


def raiser(error: BaseException):
    def run(*_: object) -> int:
        raise error

    return run
