"""A learner who goes back and runs one cell again sees what it showed before: what can be told without running it.

`make rerun` runs the cells."""

from pathlib import Path

import pytest

from gencourse.authoring.parse import parse_lesson
from tests.going_back import lies
from tests.small_lesson import LESSON, make_checkout

SOURCES = sorted((Path(__file__).parents[1] / "solutions").glob("[0-9]*.py"))


def cells(*sources: str) -> str:
    "The small lesson, whose last cell is followed by these"
    return LESSON + "".join(f"\n# %%\n{source}\n" for source in sources)


@pytest.fixture
def found(tmp_path):
    return lambda *sources: list(lies(parse_lesson(make_checkout(tmp_path, cells(*sources)))))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_no_cell_reads_what_a_later_cell_binds_anew_or_changes(source):
    assert list(lies(parse_lesson(source))) == []


USES = "codes = [1]\nprint(codes)"
ANEW = {
    "assigned": "codes = [2]",
    "in a tuple": "codes, other = 1, 2",
    "starred": "first, *codes = 1, 2",
    "in a block": "if True:\n    with open('x'):\n        codes = 2",
    "augmented": "codes += [2]",
    "annotated": "codes: list = [2]",
    "by walrus": "print(codes := 2)",
    "by walrus in a comprehension": "print([codes := i for i in range(3)])",
    "imported": "import codes",
    "imported as": "from math import pi as codes",
    "by with": "with open('x') as codes:\n    pass",
    "by except": "try:\n    pass\nexcept OSError as codes:\n    pass",
    "by match": "match 1:\n    case codes:\n        pass",
    "a function": "def codes():\n    pass",
    "a class": "class codes:\n    pass",
    "by a loop": "for codes in range(3):\n    print(codes)",
    "deleted": "del codes",
    "by a function that says global": "def change():\n    global codes\n    codes = 2",
}


@pytest.mark.parametrize("again", ANEW.values(), ids=ANEW)
def test_a_name_bound_anew_is_found(found, again):
    (sentence,) = found(USES, "print(codes)", again)
    assert "binds codes anew" in sentence


READERS = {
    "now": "print(codes)",
    "in a function, when it is called": "def f():\n    return codes",
    "in a lambda": "f = lambda: codes",
    "in a method": "class C:\n    def f(self):\n        return codes",
    "as a default": "def f(x=codes):\n    return x",
    "in a comprehension": "print([codes for _ in range(2)])",
    "in an f-string": 'print(f"{codes}")',
    "as a decorator": "@codes\ndef f():\n    pass",
}


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_whoever_reads_it_and_however(found, reader):
    (sentence,) = found("codes = 1", reader, "codes = 2")
    assert "binds codes anew" in sentence


CHANGED = {
    "an item": "codes[0] = 2",
    "an item of an item": "codes[0][1] += 2",
    "an attribute": "codes.beta = 2",
    "an item deleted": "del codes[0]",
    "by a method": "codes.append(2)",
    "by a method of torch": "codes[0].add_(2)",
    "a model's mode": "codes.eval()",
    "its weights": "optimizer = Adam(codes.parameters())",
    "in a function, when it is called": "def f():\n    codes.append(2)",
}


@pytest.mark.parametrize("change", CHANGED.values(), ids=CHANGED)
def test_an_object_that_a_later_cell_changes_is_found(found, change):
    (sentence,) = found(USES, "print(codes)", change)
    assert "changes codes in place" in sentence


HARMLESS = {
    "loop variables": ["for name in 'ab':\n    print(name)"] * 2,
    "names of a function": ["def f(codes):\n    x = codes\n    return x", "def g(codes):\n    x = codes"],
    "names of a comprehension": ["print([c for c in 'ab'])", "print({c: c for c in 'ab'})"],
    "a name that nobody reads": ["history = 1", "history = 2"],
    "a change where it is made": ["codes = []\ncodes.append(2)\nprint(codes)"],
    "a keyword": ["codes = 1", "print(sep=codes)", "dict(codes=2)"],
    "a switch that a with ends": ["import torch\n\nwith torch.set_grad_enabled(False):\n    pass"],
}


@pytest.mark.parametrize("harmless", HARMLESS.values(), ids=HARMLESS)
def test_what_lies_to_nobody_is_left_alone(found, harmless):
    assert found(*harmless) == []


def test_a_loop_over_a_name_that_another_cell_reads_is_found(found):
    assert len(found("for x in range(3):\n    print(x)", "print(x)", "for x in range(4):\n    print(x)")) == 1


def test_a_name_of_python_that_a_later_cell_binds_is_found(found):
    (sentence,) = found("print(sum([1]))", "sum = 3")
    assert "binds sum, Python's own" in sentence


def test_a_switch_for_all_later_cells_is_found(found):
    (sentence,) = found("import torch\n\ntorch.set_default_dtype(torch.float64)")
    assert "set_default_dtype" in sentence


def test_a_function_that_shadows_an_exercises_is_found(found):
    "Only its own check may bind the name of an exercise again"
    (sentence,) = found("def fit_gaussian(x):\n    return x")
    assert "binds fit_gaussian anew" in sentence
