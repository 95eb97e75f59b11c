"""The smallest repair: edits of a cell's text, the one function rebuilt from it, and the process that tries them."""

from __future__ import annotations

import ast
import linecache
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from gencourse._validate import CourseError
from gencourse.exercises import NotPassed, check, get_exercise, show_fix
from gencourse.exercises.run import finding, repair, repair_worker
from gencourse.exercises.run.edits import make_edits
from gencourse.exercises.run.rebuild import cell_of, prelude_of, rebuild

KL = get_exercise("elbo.kl_standard_normal")
IMPORTS = "import torch\nfrom torch import nn\nfrom torch.nn import functional as F\n"
RIGHT = '''def kl_standard_normal(mean, logvar):
    """Äußerst wichtig: one KL a row."""
    return 0.5 * (mean**2 + logvar.exp() - 1 - logvar).sum(1)
'''
WRONG = {
    "a sign": ("- logvar)", "+ logvar)"),
    "a dim": (".sum(1)", ".sum(0)"),
    "a reduction": (".sum(1)", ".mean(1)"),
    "a constant": ("0.5", "2"),
    "a power": ("mean**2", "mean"),
    "an exp": ("logvar.exp()", "logvar"),
    "a name": ("mean**2", "logvar**2"),
    "brackets": ("0.5 * (mean**2 + logvar.exp() - 1 - logvar)", "(0.5 * mean**2 + logvar.exp() - 1 - logvar)"),
}
STEP = """def train_step(model, optimizer, x):
    loss = model.loss(x)["loss"]
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
"""
WRONG_STEPS = {
    "order": ("    optimizer.zero_grad()\n    loss.backward()\n", "    loss.backward()\n    optimizer.zero_grad()\n"),
    "no zero_grad": ("    optimizer.zero_grad()\n", ""),
    "a line too many": ("    loss.backward()\n", "    loss.backward()\n    x = x.detach()\n    loss = loss * 2\n"),
}


def defined(source: str, name: str, **names: Any) -> Any:
    """What a notebook's cell defines: its text stays where inspect finds it."""
    path = f"<cell {name} {hash(source)}>"
    linecache.cache[path] = (len(source), None, source.splitlines(keepends=True), path)
    exec(compile(source, path, "exec"), names)
    return names[name]


@pytest.mark.parametrize("kind", WRONG)
def test_one_edit_is_found_for_each_kind_of_slip(kind):
    source = RIGHT.replace(*WRONG[kind])
    answer = repair_worker.find(KL, source, IMPORTS, most=repair.MOST)
    assert answer["edit"], kind
    assert answer["edit"]["line"] == 3


@pytest.mark.parametrize("kind", ["order", "no zero_grad"])
def test_one_edit_is_found_for_lines(kind):
    source = STEP.replace(*WRONG_STEPS[kind])
    assert repair_worker.find(get_exercise("bottleneck.train_step"), source, IMPORTS, most=repair.MOST)["edit"]


def test_edits_come_in_one_order_each_once_and_all_are_python():
    source = RIGHT.replace(*WRONG["a sign"])
    edits = list(make_edits(source, "kl_standard_normal"))
    assert edits == list(make_edits(source, "kl_standard_normal"))
    assert len({edit.source for edit in edits}) == len(edits) > 200
    for edit in edits:
        ast.parse(edit.source)
        assert "Äußerst wichtig" in edit.source
        assert edit.source != source


def test_an_edit_touches_one_place_and_leaves_comments():
    source = "# before\ndef f(a, b):\n    # about\n    return a - b  # after\n"
    edits = list(make_edits(source, "f"))
    assert any(edit.source == source.replace("a - b", "(b - a)") for edit in edits)
    assert all("# before" in edit.source and "# about" in edit.source and "# after" in edit.source for edit in edits)


def test_what_is_said_of_the_place_does_not_tell_the_change():
    source = "def f(mean, logvar):\n    return mean + 0.5 * logvar.exp()\n"
    edits = list(make_edits(source, "f"))
    assert len(edits) > 100
    for edit in edits:
        assert edit.where.isprintable()
        for quoted in edit.where.split("`")[1::2]:  # code that is quoted stands in the cell already
            assert "".join(quoted.split()).strip("()") in "".join(source.split()), edit


@pytest.mark.parametrize("symbol", ["+", "-", "*", "/", "@", "**", "//", "%", "&", "|", "^", "<<", ">>"])
def test_each_operator_is_told_by_its_sign(symbol):
    edits = list(make_edits(f"def f(a, b):\n    return a {symbol} b\n", "f"))
    assert any(edit.where == f"the {symbol} in `a {symbol} b`" for edit in edits)
    numbers, marks = {"+", "-", "*", "/"}, {"&", "|"}
    others = {edit.after.split()[1] for edit in edits if edit.where == f"the {symbol} in `a {symbol} b`"}
    assert others <= (marks | {"^", "**"} if symbol in "&|^" else numbers | {"@", "**", "//"})


def test_of_a_long_piece_of_code_the_end_is_shown_too():
    call = "torch.cdist(a, b, compute_mode='donot_use_mm_for_euclid_dist').min(dim=7)[1]"
    edits = list(make_edits(f"def f(a, b):\n    return {call}\n", "f"))
    assert any("min(dim=7)[1]`" in edit.where for edit in edits)


@pytest.mark.parametrize("function", ["g" * k for k in range(1, 7)])
def test_a_long_piece_may_be_cut_at_any_bracket(function):
    edits = list(make_edits(f"def f(a):\n    return {function}({'{}, ' * 30}10)\n", "f"))
    assert any("..." in edit.where for edit in edits)
    assert all("{{" not in edit.where for edit in edits)


@pytest.mark.parametrize("source", ["def f(:\n", "x = 1\n", "def g():\n    return 1\n", "", "\0", "(" * 3000])
def test_a_cell_without_the_function_has_no_edits(source):
    assert list(make_edits(source, "f")) == []


def test_only_what_the_function_needs_is_run():
    source = "import math\nraise_it = 1 / 0\nhalf = 0.5\ndef helper(x):\n    return half * x\n\n" + RIGHT.replace(
        "0.5 * (", "helper("
    ).replace(".sum(1)", ".sum(1)")
    mean, logvar = torch.randn(5, 3), torch.randn(5, 3)
    found = rebuild(source, KL, IMPORTS)(mean, logvar)
    assert torch.allclose(found, KL.reference(mean, logvar))


def test_a_cell_that_does_not_define_the_name_says_so():
    with pytest.raises(NameError, match="the cell should define kl_standard_normal"):
        rebuild("x = 1\n", KL)


def test_the_text_of_the_cell_is_found_and_the_names_it_takes_are_bound_again():
    source = RIGHT.replace("0.5", "half").replace("logvar.exp()", "torch.exp(logvar)").replace("mean**2", "sq(mean)")
    names = {"half": 0.5, "torch": torch, "sq": torch.square, "nn": nn, "unused": object()}
    attempt = defined(source, "kl_standard_normal", **names)
    assert cell_of(attempt) == source
    prelude = prelude_of(source, KL, names)
    assert prelude is not None
    mean, logvar = torch.randn(5, 3), torch.randn(5, 3)
    assert torch.allclose(rebuild(source, KL, prelude)(mean, logvar), KL.reference(mean, logvar))


def test_a_helper_of_another_cell_ends_the_search_before_it_begins():
    helper = defined("def helper(x):\n    return x\n", "helper", __name__="__main__")
    source = RIGHT.replace("mean**2", "helper(mean)")
    assert prelude_of(source, KL, {"helper": helper}) is None
    assert repair.find_repair(KL, defined(source, "kl_standard_normal", helper=helper), {"helper": helper}) is None


def test_a_parameter_may_have_the_name_of_what_the_notebook_holds():
    "Lessons call their data x, and functions their argument"
    source = "def kl_standard_normal(mean, logvar):\n    return [torch.sum(x, 1) for x in (mean,)][0] + logvar.sum(1)\n"
    prelude = prelude_of(source, KL, {"torch": torch, "mean": torch.zeros(3), "x": object(), "logvar": object()})
    assert prelude is not None and "torch" in prelude and "mean" not in prelude


def test_a_cell_too_deep_to_be_written_again_ends_the_search():
    source = f"def kl_standard_normal(mean, logvar):\n    return {'-' * 3000}mean\n"
    assert prelude_of(source, KL, {}) is None


def test_what_else_a_cell_does_hinders_nothing():
    source = RIGHT + "loss_curve.plot()\n"
    prelude = prelude_of(source, KL, {"loss_curve": object(), "torch": torch})
    assert prelude is not None
    assert "loss_curve" not in prelude


@pytest.mark.parametrize("attempt", [None, 3, len, torch.square, object(), type("Empty", (), {})])
def test_what_has_no_text_has_no_repair(attempt):
    assert repair.find_repair(KL, attempt, {}) is None


@pytest.fixture(scope="module", autouse=True)
def no_worker_stays():
    with pytest.MonkeyPatch.context() as patch:  # a busy machine is slow, and no test of these is about it
        patch.setattr(repair, "START", 300.0)
        patch.setattr(repair, "PATIENCE", 300.0)
        yield
    repair._worker.stop()


@pytest.mark.slow
def test_the_process_finds_the_edit_and_nothing_of_the_notebook_changes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    source = RIGHT.replace(*WRONG["a dim"]).replace("    return", "    open('touched', 'w').close()\n    return")
    names = {"torch": torch}
    attempt = defined(source, "kl_standard_normal", **names)
    before = torch.get_rng_state(), np.random.get_state(legacy=False)["state"]["key"]
    found = repair.find_repair(KL, attempt, names)
    assert found is not None
    assert found.sentence() == (
        "One change in line 4 makes it right: look at the dim in `(mean**2 + logvar.exp() - 1 - logvar).sum(0)`."
    )
    assert torch.equal(torch.get_rng_state(), before[0])
    assert (np.random.get_state(legacy=False)["state"]["key"] == before[1]).all()
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_a_process_that_is_gone_is_started_again():
    attempt = defined(RIGHT.replace(*WRONG["a sign"]), "kl_standard_normal", torch=torch)
    first = repair.find_repair(KL, attempt, {})
    assert first is not None
    repair._worker.stop()
    assert repair.find_repair(KL, attempt, {}) == first


@pytest.mark.slow
def test_an_interrupt_leaves_no_answer_to_the_next_question(monkeypatch):
    attempt = defined(RIGHT.replace(*WRONG["a sign"]), "kl_standard_normal", torch=torch)
    right = repair.find_repair(KL, attempt, {})

    def interrupt(seconds):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(repair._worker, "_read", interrupt)
        with pytest.raises(KeyboardInterrupt):
            repair.find_repair(KL, defined(RIGHT.replace(*WRONG["a dim"]), "kl_standard_normal", torch=torch), {})
    assert repair.find_repair(KL, attempt, {}) == right


@pytest.mark.slow
def test_the_change_is_shown_on_demand_whatever_the_check_had_to_say(capsys):
    name = "bottleneck.squared_error"
    source = "def squared_error(x, reconstruction):\n    return (x - reconstruction).square().sum(dim=0).mean()\n"
    check(name, defined(source, "squared_error"))
    capsys.readouterr()
    show_fix(name)
    assert capsys.readouterr().out.startswith("In line 2 it is right with\n  ")
    check(name, get_exercise(name).reference)
    capsys.readouterr()
    show_fix(name)
    assert capsys.readouterr().out == f"{name} is open: there is nothing to mend.\n"
    with pytest.raises(CourseError, match="There is no exercise named"):
        show_fix("bottleneck.square_error")


WHERE = "One change in line 3 makes it right: look at the + in"
SHOWS = 'show_fix("elbo.kl_standard_normal") shows it.'
CHANGE = """In line 3 it is right with
  mean ** 2 + logvar.exp() - 1 - logvar
in place of
  mean**2 + logvar.exp() - 1 + logvar"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("level", "said"), [("off", []), ("where", [WHERE, SHOWS]), ("edit", [CHANGE]), ("nonsense", [WHERE, SHOWS])]
)
def test_a_setting_says_how_much_of_a_change_is_told(level, said, monkeypatch, capsys):
    "Where nothing has a name"
    monkeypatch.setattr(finding, "explain", lambda *given: None)
    monkeypatch.setenv("GENCOURSE_HELP", level)
    check(KL.name, defined(RIGHT.replace(*WRONG["a sign"]), "kl_standard_normal", torch=torch))
    out = capsys.readouterr().out
    assert [text for text in (WHERE, SHOWS, CHANGE) if text in out] == said
    assert len(out.splitlines()) <= (7 if level == "edit" else 4)


@pytest.mark.parametrize("strict", ["GENCOURSE_STRICT", "NBGRADER_EXECUTION"])
def test_nothing_is_searched_in_strict_mode(strict, monkeypatch):
    monkeypatch.setattr(finding, "explain", lambda *given: None)
    monkeypatch.setattr(finding, "find_repair", lambda *given: pytest.fail("a search was begun"))
    monkeypatch.setenv("GENCOURSE_HELP", "where")
    monkeypatch.setenv(strict, "1")
    with pytest.raises(NotPassed, match=KL.name):
        check(KL.name, defined(RIGHT.replace(*WRONG["a sign"]), "kl_standard_normal", torch=torch))
