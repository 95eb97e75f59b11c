"""The smallest change that makes a learner's answer right, searched in a process of its own.

It says where a mistake is and of what kind, not what to write; the change itself waits for show_fix. Only text goes
to that process, so a learner's files, variables and random state are out of its reach.
"""

from __future__ import annotations

import atexit
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from typing import Any, Literal, NamedTuple

from gencourse.exercises.core.exercise import Exercise
from gencourse.exercises.run.rebuild import cell_of, prelude_of

Help = Literal["off", "where", "edit"]
HELP = "GENCOURSE_HELP"
MOST = 600  # edits: the same ones on each machine
PATIENCE = 6.0  # seconds: the process gives up before, unless one call in C holds it
START = 20.0  # to import torch, on a machine that is busy; beyond it this answer goes without


class Repair(NamedTuple):
    """One change that makes an answer right."""

    line: int
    where: str
    before: str
    after: str

    def sentence(self) -> str:
        """Return where to look."""
        return f"One change in line {self.line} makes it right: look at {self.where}."

    def change(self) -> str:
        """Return the change itself, as two lines of code and their line."""
        return f"In line {self.line} it is right with\n  {self.after}\nin place of\n  {self.before}"


def help_level() -> Help:
    """Return what GENCOURSE_HELP asks for: "off", "where" (unless it is set) or "edit"."""
    level = os.environ.get(HELP, "where").strip().lower()
    return level if level in ("off", "where", "edit") else "where"  # type: ignore[return-value]


def find_repair(exercise: Exercise, attempt: Any, names: dict[str, Any]) -> Repair | None:
    """Return the first small change of the attempt's cell that the exercise accepts; None if there is none in reach.

    names: the notebook's own, from which imports and constants are taken.
    """
    source = cell_of(attempt)
    prelude = prelude_of(source, exercise, names) if source else None
    if source is None or prelude is None:
        return None
    request = {"exercise": exercise.name, "source": source, "prelude": prelude, "most": MOST}
    answer = _worker.ask(request)
    edit = (answer or {}).get("edit")
    return Repair(**edit) if edit else None


class _Worker:
    "The process: started at the first question, killed if an answer takes too long, then started anew."

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str] = queue.Queue()
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def ask(self, request: dict[str, Any]) -> dict[str, Any] | None:
        if self._process is None or self._process.poll() is not None:
            self._start()
            if self._read(START) is None:
                self.stop()
                return None
        process = self._process
        assert process is not None and process.stdin is not None
        answer = None
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            answer = self._read(PATIENCE)
        except OSError:  # it died
            pass
        finally:  # after a learner's interrupt, too: the next question would get this one's answer
            if answer is None:
                self.stop()
        return answer

    def _start(self) -> None:
        self._folder = self._folder or tempfile.TemporaryDirectory(prefix="gencourse-")
        command = [sys.executable, "-P", "-m", "gencourse.exercises.run.repair_worker"]
        environment = os.environ | {"OMP_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
            cwd=self._folder.name,  # a function that writes files writes them there
        )
        self._lines = queue.Queue()
        threading.Thread(target=_forward, args=(self._process.stdout, self._lines), daemon=True).start()

    def _read(self, seconds: float) -> dict[str, Any] | None:
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            return None
        return json.loads(line) if line else None

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()


def _forward(stream: Any, lines: queue.Queue[str]) -> None:
    for line in stream:
        lines.put(line)
    lines.put("")  # the end: nobody waits for the time to run out


_worker = _Worker()
atexit.register(_worker.stop)
