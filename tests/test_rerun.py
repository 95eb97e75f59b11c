"""`make rerun`: which cells show something else when they are run once more after a whole run."""

from nbformat.v4 import new_output

from gencourse.authoring.parse import parse_lesson
from tests.rerun import difference, rerun
from tests.small_lesson import LESSON, line_of, make_checkout

CELLS = """
# %%
import torch
from gencourse.plots import show_curves

codes, tensor, layers = [1.0], torch.zeros(1), {"one": torch.nn.Linear(1, 1)}
expanded = torch.zeros(1).expand(3)

# %%
torch.randn(1).item()

# %%
print(codes)

# %%
tensor

# %%
layers["one"].weight.item()

# %%
show_curves(torch.arange(3.0), {"codes": torch.arange(3.0) * codes[0]}, xlabel="x", ylabel="y", alt="A line.")

# %%
codes[0]

# %%
codes = {"now": torch.rand(1)}

# %%
tensor += 1
layers["one"] = torch.nn.Linear(1, 1)

# %%
torch.randn(2).tolist()
"""


def test_cells_that_lie_are_found_and_no_others(tmp_path):
    "Each second run begins where the whole run ended, with the random numbers of the first"
    source = LESSON + CELLS
    found = {line: what for line, what in rerun(parse_lesson(make_checkout(tmp_path, source))) if what}
    liars = {
        "print(codes)": "other text: -[1.0] +{'now': tensor([",
        "tensor\n": "other text: -tensor([0.]) +tensor([1.])",
        'layers["one"].weight': "other text: ",
        "show_curves(": "it ends in KeyError: 0",
        "codes[0]\n": "it ends in KeyError: 0",
    }
    assert list(found) == [line_of(f"# %%\n{cell}", source) for cell in liars]
    assert [what.startswith(liars[cell]) for cell, what in zip(liars, found.values(), strict=True)] == [True] * 5, found


def test_what_python_makes_up_is_no_difference():
    def text(value):
        return [new_output("stream", name="stdout", text=value)]

    def shown(**data):
        return [new_output("display_data", data=data)]

    assert difference(text("<A at 0x7f0012345678>"), text("<A at 0x7f00deadbeef>")) == ""
    bar = text("\r50% 00:01<00:01, loss 2 in epoch 1") + text("\r100% 00:02<00:00, loss 1 in epoch 2\n")
    assert difference(bar, text("\r100% 01:12<00:00, loss 1 in epoch 2\n")) == ""
    assert difference(bar, text("\r100% 00:02<00:00, loss 3 in epoch 2\n")).startswith("other text")
    assert difference(text("\r2/2 [00:01<00:00, 3.1it/s]\n"), text("\r2/2 [00:09<00:00,  1.00it/s]\n")) == ""
    assert difference(text("a\n") + text("b\n"), text("a\nb\n")) == "", "pieces of one stream"
    assert difference(text("loss 1.0\n"), text("loss 2.0\n")) == "other text: -loss 1.0 +loss 2.0"
    png = {"image/png": "AAAA"}
    assert difference(shown(**png), shown(**png)) == ""
    assert difference(shown(**png), shown(**{"image/png": "BBBB"})) == "another picture"
    error = new_output("error", ename="NameError", evalue="x", traceback=[])
    assert difference(text("fine\n"), [error]) == "it ends in NameError: x"
    assert difference([error], [error]) == "it ends in NameError: x", "an error is one, whatever was before"
