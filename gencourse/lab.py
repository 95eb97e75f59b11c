"""`gencourse lab`: hand out the lessons and open JupyterLab on them."""

from __future__ import annotations

import errno
import importlib.util
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from gencourse import surroundings, workbook
from gencourse._threads import spin_briefly
from gencourse._validate import CourseError

JUPYTER = Path(__file__).with_name("jupyter")  # labconfig/ in it: else the first screen asks whether to fetch news

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))  # Windows has no quotas


def run(folder: Path | None, port: int | None, browser: bool, fresh: str | None, jupyter: Sequence[str] = ()) -> int:
    """Bring the lessons in `folder` (my_lessons by default) up to date, open JupyterLab there, return its exit code.

    It opens the lesson given anew, else the one that was worked on last, else the first. `jupyter` are options for
    JupyterLab itself.
    """
    for package in ("torch", "jupyterlab"):
        if importlib.util.find_spec(package) is None:
            raise CourseError(f"{package} is not installed. Run: python -m pip install {package}")
    if port is not None:
        _check_port(port)

    surroundings.check_jupyters_folders()
    folder = (folder or _default_folder()).absolute()
    lesson = _bring_lessons(folder, fresh)
    shadows = surroundings.find_shadows(folder)
    if shadows:  # no reason not to start: it can be renamed there
        print(f"Warning: {surroundings.warn_of_shadows(shadows)}", file=sys.stderr, flush=True)
    return _serve(folder, _command(folder, lesson, port, browser, jupyter))


def _default_folder() -> Path:
    here = Path.cwd()
    return here if (here / workbook.PRISTINE).is_dir() else here / "my_lessons"


def _bring_lessons(folder: Path, fresh: str | None) -> str:
    "Bring them up to date, and return the name of the one to open."
    lessons = workbook.find_lessons()
    chosen = None if fresh is None else workbook.choose_lesson(fresh, lessons)
    try:
        last = workbook.worked_on_last(folder)  # before an update takes the outputs that tell
        for line in workbook.hand_out(lessons, folder, chosen):
            print(line, flush=True)
    except OSError as error:
        fix = "Make room there, or choose" if error.errno in FULL else "Choose"
        what = f"{error.strerror} ({error.filename})" if error.filename else error.strerror
        raise CourseError(
            f"Cannot write the lessons into {folder}: {what}. Nothing of yours is lost. "
            f"{fix} another folder with --dir."
        ) from error
    return (chosen or last or lessons[0]).name


def _check_port(port: int) -> None:
    """Raise CourseError unless a server can listen on this port, which Jupyter says only after a page of log."""
    if not 1 <= port <= 65535:
        raise CourseError(f"--port should be between 1 and 65535, got {port}.")
    with socket.socket() as probe:
        if os.name == "posix":  # as tornado does: a port whose last connections are closing is free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            why = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
            raise CourseError(f"Port {port} {why}. Choose another, or leave out --port.") from error


def _serve(folder: Path, command: list[str]) -> int:
    print(f"Your lessons are in {folder}. To stop JupyterLab: Ctrl-C here, then y.", flush=True)
    environment = {**os.environ}
    spin_briefly(environment)  # the server's kernels inherit it
    theirs = filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])  # before ours: the user's own word counts
    environment["JUPYTER_CONFIG_PATH"] = os.pathsep.join([*theirs, str(JUPYTER)])
    server = subprocess.Popen(command, env=environment)
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    while True:
        try:
            code = server.wait()
        except KeyboardInterrupt:  # JupyterLab has it too, and asks before it ends
            continue
        return code if code >= 0 else 128 - code


def _command(folder: Path, lesson: str, port: int | None, browser: bool, jupyter: Sequence[str]) -> list[str]:
    command = [f"--ServerApp.root_dir={folder}", "--ServerApp.ip=127.0.0.1", "--Application.log_level=WARN"]
    command.append(f"--LabApp.default_url=/lab/tree/{quote(lesson)}")
    command += ["--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    # no lesson needs a language server, and the search for them runs npm, which a Ctrl-C in the first second trips over
    command += ["--LanguageServerManager.autodetect=False"]
    if port is not None:
        command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    if not browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # containers: Jupyter else refuses to start
        command.append("--allow-root")
    # What the user says of JupyterLab counts: it takes no option twice
    given = {option.partition("=")[0] for option in jupyter}
    command = [option for option in command if option.partition("=")[0] not in given]
    # -P: a random.py in the learner's folder is not the server's
    return [sys.executable, "-P", "-m", "jupyterlab", *command, *jupyter]
