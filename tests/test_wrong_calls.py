"""Wrong calls of the gencourse command, as a stranger makes them: one sentence, at once, and nothing is done."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

NO_LESSON = r"There is no lesson '{}'\.{} The lessons: 00_start_here, .*"
CALLS: list[tuple[list[str], int, str]] = [
    (["dance"], 2, r"There is no command 'dance'\. Commands: lab, doctor, export, build, new-exercise\."),
    (["lob"], 2, r"There is no command 'lob'\. Did you mean lab\? Commands: .*"),
    ([""], 2, r"There is no command ''\. Commands: .*"),
    (["LAB"], 2, r"There is no command 'LAB'\. .*"),
    (["--vers"], 2, r"There is no option --vers\. Did you mean --version\?"),
    (["lab", "--prot", "1"], 2, r"There is no option --prot\. Did you mean --port\?"),
    (["lab", "--prot=1"], 2, r"There is no option --prot\. Did you mean --port\?"),
    (["lab", "-p", "1"], 2, r"There is no option -p\."),
    (["lab", "03"], 2, r"lab takes no '03'\. It opens all lessons; one anew: --fresh NN\."),
    (["lab", "--port"], 2, r"--port needs a value after it\."),
    (["lab", "--port", "x"], 2, r"--port should be a number between 1 and 65535, got 'x'\."),
    (["lab", "--port", ""], 2, r"--port should be a number between 1 and 65535, got ''\."),
    (["lab", "--port", "1e3"], 2, r"--port should be a number .*"),
    (["lab", "--port", "99999"], 1, r"--port should be between 1 and 65535, got 99999\."),
    (["lab", "--no-browser=yes"], 2, r"--no-browser takes no value\."),
    (["lab", "--dir", ""], 2, r"--dir should name a folder, got ''\."),
    (["lab", "--dir"], 2, r"--dir needs a value after it\."),
    (
        ["lab", "--dir", "file"],
        1,
        r"Cannot write the lessons into .*file: Not a directory.* another folder with --dir\.",
    ),
    (["lab", "--dir", "file/below"], 1, r"Cannot write the lessons into .* another folder with --dir\."),
    (["lab", "--dir", "x" * 300], 1, r"Cannot write .*: File name too long.*Choose another folder with --dir\."),
    (["lab", "--fresh", ""], 1, NO_LESSON.format("", "")),
    (["lab", "--fresh", "99"], 1, NO_LESSON.format("99", "")),
    (["lab", "--fresh", "strat_here"], 1, NO_LESSON.format("strat_here", r" Did you mean 00_start_here\?")),
    (["lab", "--ServerApp.base_url=/u/"], 2, r".* goes after --: gencourse lab -- --ServerApp\.base_url=/u/"),
    (["doctor", "now"], 2, r"doctor takes no 'now'\."),
    (["doctor", "--fix"], 2, r"There is no option --fix\."),
    (["export", "99"], 1, NO_LESSON.format("99", "")),
    (["export", "99", "--out", "new"], 1, NO_LESSON.format("99", "")),
    (["export", "-1", "--out", "new"], 1, NO_LESSON.format("-1", "")),
    (["export", "lessons/00_start_her.ipynb", "--out", "new"], 1, r".* Did you mean 00_start_here\? .*"),
    (["export", "--out", ""], 2, r"--out should name a folder, got ''\."),
    (["export"], 2, r"--out DIR is missing: the folder that the pages go into\."),
    (["export", "--out", "file"], 1, r"file is a file\. Name a folder after --out\."),
    (["export", "--out", "file/below"], 1, r"Cannot write into file/below: .*"),
    (["export", "--out", "."], 1, r"\. holds file, which no export wrote\. .*"),
    (["build", ""], 2, r"SOURCE should name a file, got ''\."),
    (["build", "nothing.py"], 1, r".*nothing\.py: there is no such file\."),
    (["build", "."], 1, r".*: there is no such file\."),
    (["build", "--class", ""], 2, r"--class should name a folder, got ''\."),
    (["build"], 1, r"neither this folder nor one above it holds solutions/ and lessons/\. .*"),
    (["new-exercise"], 2, r"TOPIC\.NAME is missing\."),
    (["new-exercise", "start.mean"], 1, r"neither this folder nor one above it holds the course's source\. .*"),
    (["new-exercise", "a.b", "c.d"], 2, r"new-exercise takes no 'c\.d'\."),
]
RUN = """
import contextlib, io, json, sys
from gencourse import cli
for call in json.loads(sys.argv[1]):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = cli.main(call)
        except SystemExit as exit:
            code = exit.code
        except BaseException as error:
            code = repr(error)
    heavy = sorted({"torch", "numpy", "matplotlib", "nbconvert", "nbclient"} & set(sys.modules))
    print(json.dumps([code, out.getvalue(), err.getvalue(), heavy]), flush=True)
"""


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory):
    "What each call of CALLS answers, all in one process, and what lies in its folder afterwards."
    folder = tmp_path_factory.mktemp("stranger")
    (folder / "file").touch()
    calls = json.dumps([call for call, *_ in CALLS])
    done = subprocess.run([sys.executable, "-P", "-c", RUN, calls], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in folder.iterdir()] == ["file"], "nothing is made for a wrong call"
    return dict(zip((" ".join(call) for call, *_ in CALLS), map(json.loads, done.stdout.splitlines()), strict=True))


@pytest.mark.parametrize(
    ("call", "code", "sentence"), CALLS, ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else ""
)
def test_a_wrong_call_is_answered_at_once_in_one_sentence(answers, call: list[str], code: int, sentence: str):
    got, out, err, heavy = answers[" ".join(call)]
    *usage, last = err.splitlines()
    assert (got, out) == (code, ""), err
    assert re.fullmatch(f"gencourse: {sentence}", last), last
    assert ("".join(usage)[:16] == "usage: gencourse") == (code == 2), (
        "how to call it, after a call that cannot be read"
    )
    assert not re.search(r"argument |invalid choice|\]  \.\.\.", err), "argparse's own words"
    assert heavy == [], "no wrong call waits for a package to load"


def test_a_name_that_a_terminal_cannot_show_is_no_traceback(tmp_path: Path):
    "One in another alphabet, and bytes that are no text at all"
    for name in ("Zo\xeb \u6570", os.fsdecode(b"\xff")):
        command = [sys.executable, "-m", "gencourse.cli", "export", name, "--out", "new"]
        done = subprocess.run(command, env={**os.environ, "PYTHONIOENCODING": "ascii"}, capture_output=True, text=True)
        assert done.returncode == 1 and done.stderr.startswith("gencourse: There is no lesson '"), done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a folder that somebody is in")
@pytest.mark.parametrize("call", [["lab"], ["doctor"], ["build"], ["export", "--out", "new"], ["new-exercise", "a.b"]])
def test_a_folder_that_is_gone_is_said_in_one_sentence(call: list[str], tmp_path: Path):
    code = "import os, sys; os.rmdir(os.getcwd())\nfrom gencourse import cli; sys.exit(cli.main(sys.argv[1:]))"
    done = subprocess.run([sys.executable, "-P", "-c", code, *call], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (
        1,
        "gencourse: The folder you are in is gone. Go to another one with cd.\n",
    )


@pytest.mark.skipif(os.name == "nt", reason="sends a signal")
def test_ctrl_c_while_the_doctor_waits_for_torch_ends_it_in_silence(tmp_path: Path):
    "Its other process, too: both are gone when the command is"
    code = """
import os, signal, subprocess, sys
from gencourse import cli, doctor
doctor.CHECKS = {}
def start():
    ask = "import os, time; print('OK    torch    here', flush=True); time.sleep(600)"
    doctor.process = subprocess.Popen([sys.executable, "-c", ask], stdout=subprocess.PIPE, text=True)
    return doctor.process
doctor._start_torch = start
class Stdout:
    def write(self, text):
        os.kill(os.getpid(), signal.SIGINT)
    def flush(self):
        pass
before, sys.stdout = sys.stdout, Stdout()
code = cli.main(["doctor"])
sys.stdout = before
print(code, doctor.process.poll())
"""
    done = subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert (done.stdout.split()[0], done.stderr) == ("130", "\n")
    assert done.stdout.split()[1] != "None"
