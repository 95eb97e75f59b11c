"""The log of how lessons call what their readers wrote, and what it is compared with."""

import json
from types import SimpleNamespace

import torch

from gencourse import metrics
from tests.lesson_calls import checked_in, follow, not_made, noting


class Shell:
    "What `follow` needs of IPython."

    def __init__(self, **names):
        self.user_ns = names
        self.events = SimpleNamespace(register=self._register)

    def _register(self, event, callback):
        self.callback = callback

    def run(self, cell):
        self.callback(SimpleNamespace(info=SimpleNamespace(raw_cell=cell)))


def calls(log):
    return [json.loads(line)["call"] for line in log.read_text().splitlines()]


def test_larger_calls_are_noted_and_smaller_ones_are_not(tmp_path):
    log = tmp_path / "calls"
    noted = noting(metrics.psnr, "autoencoder.psnr", log)
    for n in (3, 5, 4):
        noted(torch.zeros(n, 9), reconstruction=torch.ones(n, 9))
    assert calls(log) == [[["torch.float32", n, 9]] * 2 for n in (3, 5)]


def test_a_function_is_followed_from_its_check_on(tmp_path):
    shell = Shell(psnr=metrics.psnr, other=metrics.psnr)
    follow(shell, str(tmp_path / "calls"))
    shell.run('psnr = check("autoencoder.psnr", psnr)')
    assert shell.user_ns["psnr"] is not metrics.psnr and shell.user_ns["other"] is metrics.psnr
    shell.user_ns["psnr"](torch.zeros(2, 4), torch.ones(2, 4))
    assert calls(tmp_path / "calls") == [[["torch.float32", 2, 4]] * 2]


def line(*call):
    return json.dumps({"exercise": "autoencoder.psnr", "call": call})


def test_a_call_that_no_check_makes_is_named():
    "The last line of the log is the largest"
    lesson, small = ["torch.float32", 500, 784], ["torch.float32", 2, 784]
    assert not_made(["autoencoder.psnr"], [line(small, small), line(lesson, lesson)]) == []
    (sentence,) = not_made(["autoencoder.psnr"], [line(["torch.float64", 500, 784], lesson)])
    assert sentence.startswith("autoencoder.psnr is called with [['torch.float64', 500, 784]")


def test_a_size_may_stand_for_a_larger_one():
    entry = {"exercise": "start.fit_gaussian", "call": [["torch.float32", 4000, 784]]}
    assert not_made(["start.fit_gaussian"], [json.dumps(entry)]) == []


def test_a_function_that_was_never_noted_is_named():
    assert not_made(["autoencoder.psnr"], []) == [
        "autoencoder.psnr is checked here, but no call of its function was noted."
    ]


def test_the_checks_of_a_notebook_are_read_from_its_cells(tmp_path):
    cells = [{"source": ['psnr = check("autoencoder.psnr", psnr)']}, {"source": ["x = 1"]}]
    (tmp_path / "nb.ipynb").write_text(json.dumps({"cells": cells}))
    assert checked_in(tmp_path / "nb.ipynb") == ["autoencoder.psnr"]
