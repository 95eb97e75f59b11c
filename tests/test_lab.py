"""`gencourse lab`: the command, its JupyterLab, and the lines it ends with when it cannot start."""

from __future__ import annotations

import errno
import importlib.util
import json
import os
import signal
import socket
import sys
import urllib.error
from collections.abc import Iterator
from pathlib import Path

import pytest

from gencourse import cli, lab, workbook
from tests.jupyter_process import JupyterProcess, run_code, serve

FOLDER = 'Zo\xeb\'s "own" 100% & caf\xe9' if sys.platform != "win32" else "Zo\xeb's own 100% & caf\xe9"
NOWHERE = "http://127.0.0.1:9"
DEAD_PROXY = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"), NOWHERE)
DEAD_PROXY |= {"NO_PROXY": "", "no_proxy": ""}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterProcess]:
    """`gencourse lab` where much is odd: the folder's name, files that hide modules, a proxy that is dead, and
    addresses as on a JupyterHub."""
    home = tmp_path_factory.mktemp("home") / FOLDER
    (home / "my_lessons").mkdir(parents=True)
    for folder in (home, home / "my_lessons"):
        (folder / "random.py").write_text("raise SystemExit('the server has imported a file of the learner')")
    settings = {"ServerApp": {"base_url": "/user/x/"}}
    (home / "jupyter_server_config.json").write_text(json.dumps(settings))
    program = str(Path(sys.executable).with_name("gencourse"))
    with serve([program, "lab", "--no-browser"], home, home, base="/user/x", **DEAD_PROXY) as server:
        yield server


def test_lab_serves_copies_of_the_lessons(running: JupyterProcess):
    names = [entry["name"] for entry in running.get_json("/api/contents")["content"]]
    theirs = "random.py"
    expected = [*(lesson.name for lesson in workbook.find_lessons()), theirs]
    assert sorted(names) == expected  # the server lists in any order
    mine = running.log.parent / "my_lessons"
    for lesson in workbook.find_lessons():
        assert (mine / lesson.name).read_bytes() == lesson.read_bytes()
        assert f"New: {lesson.name}" in running.log.read_text()


def test_lab_asks_for_the_token(running: JupyterProcess):
    with pytest.raises(urllib.error.HTTPError, match="403"):
        running.get("/api/contents", with_token=False)


def test_the_address_to_open_is_that_of_the_first_lesson(running: JupyterProcess):
    address = f"http://127.0.0.1:{running.port}/user/x/lab/tree/00_start_here.ipynb?token={running.token}"
    assert address in running.log.read_text()
    assert b"jupyter-config-data" in running.get("/lab/tree/00_start_here.ipynb")


def test_a_kernel_starts_and_knows_the_course(running: JupyterProcess):
    "In a folder of any name, behind a proxy, below another address"
    with running.kernel() as channel:
        assert run_code(channel, "import gencourse; print(gencourse.__name__)") == "gencourse\n"


def test_a_file_that_hides_a_module_is_warned_of(running: JupyterProcess):
    (warning,) = [line for line in running.log.read_text().splitlines() if line.startswith("Warning")]
    mine = running.log.parent / "my_lessons" / "random.py"
    assert (
        warning
        == f"Warning: {mine} hides Python's own random from notebooks in that folder. Rename it, or move it away."
    )


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.2 is no address of this machine")
def test_lab_listens_to_this_machine_only(running: JupyterProcess):
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", running.port), timeout=60)


def test_lab_fetches_no_news(running: JupyterProcess):
    page = running.get("/lab").decode()
    config = json.loads(page.split('id="jupyter-config-data" type="application/json">')[1].split("</script>")[0])
    assert config["news"] == {"disabled": True}
    assert running.get_json("/lab/api/update")["notification"] is None
    settings = running.get_json("/lab/api/settings/@jupyterlab/apputils-extension:notification")
    properties = settings["schema"]["properties"]
    assert properties["fetchNews"]["default"] == "false", "else the first screen asks whether to fetch them"
    assert properties["checkForUpdates"]["default"] is False


def test_a_port_in_use_is_said_in_one_line(running: JupyterProcess, tmp_path: Path, capsys: pytest.CaptureFixture):
    assert cli.main(["lab", "--no-browser", "--dir", str(tmp_path / "mine"), "--port", str(running.port)]) == 1
    expected = f"gencourse: Port {running.port} is in use. Choose another, or leave out --port.\n"
    assert capsys.readouterr() == ("", expected)
    assert not (tmp_path / "mine").exists()


def test_ctrl_c_ends_it_without_a_traceback(running: JupyterProcess):
    "The last test of this file that uses the server"
    assert running.press_ctrl_c(answer="y\n") == 0
    assert "Traceback" not in running.log.read_text()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", running.port), timeout=60)


@pytest.mark.parametrize("port", ["0", "-1", "65536"])
def test_a_port_that_no_server_can_have_is_refused(port: str, capsys: pytest.CaptureFixture):
    assert cli.main(["lab", f"--port={port}"]) == 1
    assert "--port should be between 1 and 65535" in capsys.readouterr().err


def test_an_unknown_lesson_is_refused_before_anything_is_written(tmp_path: Path, capsys: pytest.CaptureFixture):
    assert cli.main(["lab", "--fresh", "77", "--dir", str(tmp_path / "mine")]) == 1
    error = capsys.readouterr().err
    assert error.startswith("gencourse: There is no lesson '77'. The lessons: 00_start_here")
    assert error.count("\n") == 1
    assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize("package", ["torch", "jupyterlab"])
def test_a_missing_package_is_named(package: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture):
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == package else find(name))
    assert cli.main(["lab"]) == 1
    assert capsys.readouterr().err == f"gencourse: {package} is not installed. Run: python -m pip install {package}\n"


@pytest.mark.parametrize(
    ("code", "room"), [(errno.EACCES, False), (errno.EROFS, False), (errno.ENOSPC, True), (errno.EDQUOT, True)]
)
def test_a_folder_that_cannot_be_written_is_said_in_one_line(
    code: int, room: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
):
    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(workbook, "write_whole", fail)
    assert cli.main(["lab", "--dir", str(tmp_path)]) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"gencourse: Cannot write the lessons into {tmp_path}: {os.strerror(code)}.")
    assert error.count("\n") == 1
    assert ("Make room there, or choose another folder" in error) == room, "room helps only where there is none"


def test_a_file_is_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture):
    (tmp_path / "file").touch()
    assert cli.main(["lab", "--dir", str(tmp_path / "file")]) == 1
    assert "Not a directory" in capsys.readouterr().err


class Started:
    "Stands for the JupyterLab process: keeps how it was started, is interrupted once, then ends."

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        Started.last, self.command, self.env = self, command, env
        self.interrupted, self.terminated = False, False

    def wait(self) -> int:
        if not self.interrupted:
            self.interrupted = True
            raise KeyboardInterrupt
        return -signal.SIGTERM if self.terminated else 3

    def terminate(self) -> None:
        self.terminated = True


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    handler = signal.signal(signal.SIGTERM, lambda *_: None)  # else a test that fails would end all of them
    monkeypatch.setattr(lab.subprocess, "Popen", Started)
    monkeypatch.chdir(tmp_path)
    yield
    signal.signal(signal.SIGTERM, handler)


@pytest.mark.usefixtures("started")
def test_lab_returns_jupyterlabs_exit_code_and_survives_ctrl_c():
    assert lab.run(None, None, browser=True, fresh=None) == 3
    assert "--no-browser" not in Started.last.command


@pytest.mark.usefixtures("started")
def test_ending_the_command_ends_jupyterlab(monkeypatch: pytest.MonkeyPatch):
    wait = Started.wait

    def terminated_while_waiting(self: Started) -> int:
        os.kill(os.getpid(), signal.SIGTERM)
        return wait(self)

    monkeypatch.setattr(Started, "wait", terminated_while_waiting)
    assert lab.run(None, None, browser=True, fresh=None) == 128 + signal.SIGTERM


@pytest.mark.usefixtures("started")
@pytest.mark.parametrize(("before", "expected"), [(None, "1000"), ("7", "7")])
def test_kernels_do_not_spin_unless_the_user_wants_it(
    before: str | None, expected: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("GOMP_SPINCOUNT", raising=False)
    if before:
        monkeypatch.setenv("GOMP_SPINCOUNT", before)
    lab.run(None, None, browser=True, fresh=None)
    assert Started.last.env["GOMP_SPINCOUNT"] == expected


@pytest.mark.usefixtures("started")
def test_a_users_own_jupyter_configuration_comes_first(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "theirs")
    lab.run(None, None, browser=True, fresh=None)
    assert Started.last.env["JUPYTER_CONFIG_PATH"] == os.pathsep.join(["theirs", str(lab.JUPYTER)])


@pytest.mark.usefixtures("started")
def test_started_inside_my_lessons_it_stays_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    lab.run(None, None, browser=True, fresh=None)
    monkeypatch.chdir(tmp_path / "my_lessons")
    lab.run(None, None, browser=True, fresh=None)
    assert f"--ServerApp.root_dir={tmp_path / 'my_lessons'}" in Started.last.command
    assert not (tmp_path / "my_lessons" / "my_lessons").exists()


@pytest.mark.usefixtures("started")
def test_fresh_keeps_the_work_and_says_where(tmp_path: Path, capsys: pytest.CaptureFixture):
    lab.run(None, None, browser=True, fresh=None)
    mine = tmp_path / "my_lessons" / workbook.find_lessons()[0].name
    mine.write_text("my work")
    lab.run(None, None, browser=True, fresh="0")
    assert f"Fresh: {mine.name} (your work is now {mine.stem}.bak.ipynb)" in capsys.readouterr().out
    assert mine.with_name(f"{mine.stem}.bak.ipynb").read_text() == "my work"


def opened() -> str:
    (option,) = [option for option in Started.last.command if "default_url" in option]
    return option.partition("=")[2]


@pytest.mark.usefixtures("started")
def test_it_opens_the_lesson_that_was_worked_on_last(tmp_path: Path):
    "The first one where there is none; the one that is given anew before all"
    lab.run(None, None, browser=True, fresh=None)
    assert opened() == "/lab/tree/00_start_here.ipynb"
    notebook = tmp_path / "my_lessons" / "03_latent_space.ipynb"
    notebook.write_text(notebook.read_text().replace('"outputs": []', '"outputs": [{"output_type": "stream"}]', 1))
    lab.run(None, None, browser=True, fresh=None)
    assert opened() == "/lab/tree/03_latent_space.ipynb"
    lab.run(None, None, browser=True, fresh="1")
    assert opened() == "/lab/tree/01_bottleneck.ipynb"


@pytest.mark.usefixtures("started")
def test_what_a_user_says_to_jupyterlab_counts():
    "It takes no option twice"
    theirs = ["--ServerApp.ip=0.0.0.0", "--LabApp.default_url=/lab", "--debug"]
    lab.run(None, None, True, None, theirs)
    command = Started.last.command
    assert command[-3:] == theirs
    names = [option.partition("=")[0] for option in command if option.startswith("--")]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("place", ["", "below"])
def test_a_home_that_cannot_be_written_is_said_in_one_sentence(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
):
    "And not by Jupyter, in a page of traceback. Nothing is made before"
    (tmp_path / "file").touch()
    for variable in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "file" / place))
    monkeypatch.chdir(tmp_path)
    assert cli.main(["lab"]) == 1
    out, error = capsys.readouterr()
    assert (out, error.count("\n")) == ("", 1)
    assert error.startswith(f"gencourse: Jupyter cannot write its own files into {tmp_path / 'file'}")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_where_nobody_has_a_home_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture):
    "As in a container that runs under any user's number"

    def fail() -> str:
        raise RuntimeError("Could not determine home directory.")

    from jupyter_core import paths

    monkeypatch.setattr(paths, "jupyter_config_dir", fail)
    assert cli.main(["lab"]) == 1
    assert "There is no home folder" in capsys.readouterr().err
