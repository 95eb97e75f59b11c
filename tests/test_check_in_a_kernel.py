"""What a check shows in a notebook, and that nothing reaches stderr there, whoever wrote it."""

import re

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from tests.lesson_contract import Logs, kernel_environment

# Each line writes by another way; `kept` and the handlers hold the stream that was sys.stderr before the check
NOISE = """
os.write(2, b"by os.write\\n")
print("by print", file=sys.stderr)
print("by a stream kept before", file=kept)
print("by Python's own stream", file=sys.__stderr__)
warnings.warn("by warnings")
before.warning("by a handler made before")
logging.warning("by logging's last resort")
faulthandler.dump_traceback()
subprocess.run([sys.executable, "-c", "import os; os.write(2, b'by a process')"])
subprocess.run([sys.executable, "-c", "print('by a process handed the stream')"], stdout=sys.stderr)
list(tqdm(range(3)))
list(tqdm(range(3), file=kept))
run_thread(lambda: os.write(2, b"by a thread\\n"))
run_thread(lambda: print("by a thread's print", file=kept))
torch.add(torch.zeros(2), 1, out=torch.zeros(1))
logging.getLogger("new").addHandler(logging.StreamHandler())
Cycle()
ctypes.CDLL(None).perror(b"by C")
sys.stderr.flush(), sys.stderr.isatty(), sys.stderr.close()
os.close(2)
"""
SETUP = """import ctypes, faulthandler, logging, os, subprocess, sys, threading, warnings
import torch
from tqdm import tqdm
from gencourse.exercises import check, progress

kept = sys.stderr
before = logging.getLogger("before")
before.addHandler(logging.StreamHandler())
before.propagate = False
ends = [os.fstat(descriptor).st_ino for descriptor in (1, 2)]


class Cycle:
    def __init__(self):
        self.me = self
    def __del__(self):
        raise ValueError("by a destructor")


def run_thread(task):
    thread = threading.Thread(target=task)
    thread.start()
    thread.join()


def solved(x):
    return x.mean(0), torch.cov(x.T)"""
NOISY = """def fit_gaussian(x):
    if lines:
        exec(lines.pop(0))
    return solved(x)"""
CHECK = 'fit_gaussian = check("start.fit_gaussian", fit_gaussian)'
LINES = NOISE.strip().split("\n")


def run(folder, *sources: str, strict: bool = False) -> list[list[nbformat.NotebookNode]]:
    "The outputs of these cells"
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    path = folder / ("solutions" if strict else "lessons") / "00_small.ipynb"
    with kernel_environment(path, Logs(folder)):
        NotebookClient(notebook, timeout=600, kernel_name="python3", allow_errors=True).execute()
    return [cell.outputs for cell in notebook.cells]


def text(outputs) -> str:
    return "".join(output.get("text") or output.get("data", {}).get("text/plain", "") for output in outputs)


def names(outputs) -> set[str]:
    return {output.get("name", output.output_type) for output in outputs}


@pytest.fixture(scope="module")
def noisy(tmp_path_factory):
    cells = [cell for line in LINES for cell in (f"lines = [{line!r}]", NOISY, CHECK)]
    after = ["print('again', file=sys.stderr); print('and kept', file=kept)"]
    after += ["ends == [os.fstat(descriptor).st_ino for descriptor in (1, 2)]"]
    after += ["before.warning('a handler'); logging.getLogger('new').warning('a handler of the check')"]
    return run(tmp_path_factory.mktemp("noisy"), SETUP, *cells, *after, strict=True)


@pytest.mark.parametrize("line", LINES)
def test_a_passed_check_has_nothing_on_stderr(noisy, line):
    "One line there, and nbgrader gives no points"
    outputs = noisy[3 + 3 * LINES.index(line)]
    assert names(outputs) == {"stdout"}, outputs
    assert text(outputs).startswith("Passed: start.fit_gaussian (1 point).\n")


def test_what_was_written_is_shown(noisy):
    said = "".join(text(outputs) for outputs in noisy[1:-3])
    for line in LINES:
        what = line.partition('"by ')[2] or line.partition("'by ")[2]
        if what:
            assert "by " + what.partition('"')[0].partition("'")[0].removesuffix("\\n") in said, line
    assert "UserWarning: An output with one or more elements was resized" in said, "torch's own"
    assert "100%|" in said and " 0%|" not in said, "the bar as it looks at the end"
    assert "most recent call first" in said, "faulthandler's"


def test_afterwards_all_of_them_write_where_they_did(noisy):
    streams, descriptors, handlers = noisy[-3:]
    assert names(streams) == names(handlers) == {"stderr"}
    assert text(streams).splitlines() == ["again", "and kept"] and text(descriptors) == "True"
    new = ["a handler of the check", "WARNING:new:a handler of the check"]  # and root's, which logging made by itself
    assert text(handlers).splitlines() == ["a handler", *new]


# ---- what a notebook shows ----


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    crash = "def fit_gaussian(x):\n    print('<b>mine</b>')\n    raise ValueError('<script>no</script>')"
    wrong = "def fit_gaussian(x):\n    return x.mean(0), x.T @ x / len(x)"
    cells = {
        "passed": "fit_gaussian = solved",
        "not yet": wrong,
        "crashed": crash,
        "open": "def fit_gaussian(x):\n    raise NotImplementedError",
        "not run": "del fit_gaussian",
    }
    outputs = run(
        tmp_path_factory.mktemp("shown"),
        SETUP,
        *(cell for source in cells.values() for cell in (source, CHECK)),
        "fit_gaussian.__module__",
        "progress('start_here')",
        "nothing",
        "x = check('start.sample_gaussian', nowhere)",
        "nowhere",
        "def f():\n    return check('start.sample_gaussian', nowhere)\nf()",
    )
    return dict(zip(cells, outputs[2::2], strict=False)), outputs[1 + 2 * len(cells) :]


@pytest.mark.parametrize(
    ("outcome", "sign"), [("passed", "✓"), ("not yet", "↻"), ("crashed", "✗"), ("open", "○"), ("not run", "○")]
)
def test_each_outcome_has_its_mark_its_word_and_its_text(shown, outcome, sign):
    (output,) = shown[0][outcome]
    assert output.output_type == "display_data"
    word = "Open" if outcome == "not run" else outcome.capitalize()
    html, plain = output.data["text/html"], output.data["text/plain"]
    assert plain.startswith(f"{word}: start.fit_gaussian")
    assert (
        f'<span aria-hidden="true">{sign}</span> {word}</span> start.fit_gaussian' in html and 'role="status"' in html
    )


def test_what_a_learner_wrote_is_escaped(shown):
    (output,) = shown[0]["crashed"]
    assert "&lt;script&gt;no" in output.data["text/html"] and "&lt;b&gt;mine" in output.data["text/html"]
    assert "<script>" not in output.data["text/html"] and "<script>no</script>" in output.data["text/plain"]


def test_a_check_above_which_nothing_was_run_says_so_and_the_lesson_goes_on(shown):
    assert "fit_gaussian is not defined yet: run the cell above, then this one." in text(shown[0]["not run"])
    assert text(shown[1][0]) == "'gencourse.probability'"


def test_progress_has_the_same_marks(shown):
    (output,) = shown[1][1]
    assert output.data["text/plain"].startswith("0 of ") and "○" in output.data["text/html"]


def test_any_other_missing_name_is_a_nameerror_as_ever(shown):
    "And of the stand-in nothing is left"
    _, _, other, checked, after, inside = shown[1]
    assert [output.ename for output in (*other, *after, *inside)] == ["NameError"] * 3
    assert "nowhere" not in text(checked) and "sample_gaussian is not defined yet" in text(checked)


# ---- an answer that trains ----

TRAINS = """
import gencourse.exercises.run.waiting as waiting
waiting.EVERY, begun, bar = 0.01, threading.Event(), waiting._bar
waiting._bar = lambda *given: (begun.set(), bar(*given))[1]

def train_denoiser(x, sigma):
    print("epoch 1")
    begun.wait(300)
"""


@pytest.mark.parametrize("strict", [False, True])
def test_while_an_answer_trains_the_cell_counts_the_seconds(tmp_path, strict):
    "What it prints is shown at the end; a grader reads the verdict alone"
    source = TRAINS.replace("wait(300)", "wait(0)") if strict else TRAINS
    check = 'train_denoiser = check("autoencoder.train_denoiser", train_denoiser)'
    outputs = run(tmp_path, SETUP, source, check, strict=strict)[-1]
    if strict:
        assert len(outputs) == 1 and "epoch 1" in outputs[0].evalue
        return
    counted, verdict = outputs
    assert re.fullmatch(r"autoencoder\.train_denoiser trained for \d+ seconds\.", text([counted]))
    assert "trained for" in counted.data["text/html"]
    assert text([verdict]).startswith("Not yet: autoencoder.train_denoiser: return the trained network")
    assert "epoch 1" in text([verdict])
