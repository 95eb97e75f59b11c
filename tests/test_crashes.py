"""What the course says beside torch's commonest errors. Each is really raised: a new wording is seen here."""

from __future__ import annotations

import dataclasses
import linecache
import math

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from gencourse.exercises import check, get_exercise
from gencourse.exercises.core.record import call
from gencourse.exercises.run import observe
from gencourse.exercises.run.observe import MAX_HEAD


def _call(attempt, seed):
    "Whatever comes back, of points [40, 2]"
    call(attempt, torch.randn(40, 2, generator=torch.Generator().manual_seed(seed)) + 3)
    return {}


EXERCISE = dataclasses.replace(get_exercise("start.fit_gaussian"), probe=_call, uses=())


class Misspelt(nn.Module):
    def foward(self, x):
        return x


class WithoutSuper(nn.Module):
    def __init__(self):
        self.layer = nn.Linear(2, 2)


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Linear(2, 2)

    def forward(self, x):
        return self.encodr(x)


class OfTheCheck(nn.Module):
    __module__ = "gencourse.exercises.small"

    def loss(self, x):
        return x.sum()


def another_method(x):
    model = OfTheCheck()
    return model.encode(x)


class WithoutSelf(nn.Module):
    def forward(x):
        return x


def backward_twice(x):
    w = torch.ones(2, requires_grad=True)
    loss = (w * x).square().sum()
    loss.backward()
    loss.backward()


def changed_in_place(x):
    y = torch.ones(2, requires_grad=True).exp()
    y += 1
    y.sum().backward()


def loss_without_a_tie(x):
    loss = x.mean()
    loss.backward()


def subtracts_in_place(x):
    mean = x[0].clone()
    mean -= x


def means_of_rows(x):
    mean = x.mean(1)
    return x - mean


def divided_by_rows(x):
    return (
        x / x.std(1)  # on two lines
    )


def pictures(x):
    pictures, flat = torch.zeros(6, 1, 4, 4), torch.zeros(6, 16)
    return pictures - flat


def transposed(x):
    columns = x.T
    return columns + x


def products(x):
    return x @ x


def layer_of_pictures(x):
    pictures = torch.zeros(6, 1, 4, 4)
    return nn.Linear(16, 2)(pictures)


def returns_nothing(x):
    def centre(x):
        x - x.mean(0)

    centred = centre(x)
    return centred.T @ x


def gradient_of_nothing(x):
    w = torch.ones(2, requires_grad=True)
    return w - 0.1 * w.grad


def assigned_later(x):
    if len(x) < 2:
        mean = x
    return mean


def logvar_by_another_name(x):
    logvar = x
    return log_var + logvar  # noqa: F821


def wrong_key(x):
    terms = {"loss": x, "kl": x}
    return terms["KL"]


def two_names(x):
    return [a for a, _ in [x]]


def four_names(x):
    return [a for a, _, _, _ in [x.T]]


def calls_itself(x):
    return calls_itself(x)


def iterates(x):
    return [number for number in x.mean()]


SAID = {  # what a learner writes, and a piece of the sentence
    "rows beside columns": (means_of_rows, "] and mean is [", "mean[:, None] is ["),
    "rows beside columns, computed": (divided_by_rows, "x.std(1) is [", "x.std(1)[:, None] is ["),
    "pictures beside rows": (pictures, "pictures.flatten(1) is [6, 16]."),
    "transposed": (transposed, "columns.T is ["),
    "broadcast in a call": (lambda x: torch.maximum(x, x[:5]), "two sizes must be equal, or one of them 1: here"),
    "broadcast in place": (subtracts_in_place, "In place a result must fit where it is written, and [2] cannot hold ["),
    "a product": (products, "needs the inner sizes equal, and here 2 meets", "Should one of the two be transposed"),
    "a layer": (lambda x: nn.Linear(3, 4)(x), "nn.Linear(3, 4), it takes rows of 3 numbers and got rows of 2"),
    "a layer, and pictures": (layer_of_pictures, "pictures.flatten(1) makes rows of 16."),
    "a matrix and a vector": (lambda x: x @ torch.ones(3), "takes a vector of 2 numbers, and this one has 3."),
    "two vectors": (lambda x: torch.ones(3) @ torch.ones(4), "both need one length: here 3 and 4."),
    "batches": (
        lambda x: torch.ones(2, 3, 4) @ torch.ones(2, 3, 4),
        "should begin with [2, 4], and begins with [2, 3]",
    ),
    "a product with a number": (lambda x: torch.tensor(2.0).matmul(x), "multiply by a number with *"),
    "@ and a number": (lambda x: x @ 2, "with a plain number it is *"),
    "cat": (
        lambda x: torch.cat([torch.ones(3, 4), torch.ones(3, 5)]),
        "number 1 (the first is 0) is 5, where the first",
    ),
    "cat of other dimensions": (lambda x: torch.cat([x, x[:, 0]]), "equally many dimensions, here 2 and 1"),
    "cat of numbers": (lambda x: torch.cat([x.mean(), x.mean()]), "torch.stack makes a vector of single numbers"),
    "cat of nothing": (lambda x: torch.cat([]), "The list of tensors is empty"),
    "stack": (lambda x: torch.stack([torch.ones(3), torch.ones(4)]), "here [3] meets [4]"),
    "stack of one tensor": (lambda x: torch.stack(x), "torch.stack([a, b])"),
    "stack of numbers": (lambda x: torch.stack([1.0, 2.0]), "Entry 0 (counted from 0) is a plain number"),
    "rows of two lengths": (lambda x: torch.tensor([[1.0, 2.0], [3.0]]), "these lists are of several: 2 and 1"),
    "an index": (lambda x: x[:, 2], "dimension 1 has 2, so they go from 0 to 1, got 2."),
    "an index of a list": (lambda x: [1, 2][2], "the last of n entries has the index n - 1"),
    "too many indices": (lambda x: x.mean(0)[:, 0], "more indices than the tensor has dimensions, which is 1."),
    "an index of a number": (lambda x: x.mean()[0], "The tensor is a single number, of shape []"),
    "rows of a number": (iterates, "The tensor is a single number, of shape []"),
    "the length of a number": (lambda x: len(x.mean()), "The tensor is a single number, of shape []"),
    "a mask": (lambda x: x[torch.tensor([True, False])], "it is [2], and the tensor ["),
    "a float as an index": (lambda x: x[len(x) / 2], "An index is a whole number, and this one is a float"),
    "floats as indices": (lambda x: x[x], "this one has floating-point numbers"),
    "a dim": (lambda x: x.mean(2), "here dim may be from -2 to 1, got 2 (x is ["),
    "no dim": (lambda x: x.cumsum(), "told along which dimension"),
    "view": (lambda x: x.T.view(-1), "reshape does the same"),
    "reshape": (lambda x: torch.ones(12).reshape(5, 2), "holds 12 numbers, and the shape [5, 2] has room for 10."),
    "reshape with -1": (
        lambda x: torch.ones(12).reshape(5, -1),
        "12 numbers, which cannot be split into equal parts of 5",
    ),
    "expand": (lambda x: torch.ones(3).expand(4, 5), "A tensor of shape [3] cannot fill one of shape [4, 5]"),
    "rows in a convolution": (
        lambda x: nn.Conv2d(1, 2, 3)(torch.ones(6, 784)),
        ".reshape(-1, 1, 28, 28) makes pictures",
    ),
    "one picture": (lambda x: nn.Conv2d(1, 2, 3)(torch.ones(28, 28)), "[None, None] in brackets after one picture"),
    "channels": (lambda x: nn.Conv2d(1, 2, 3)(torch.ones(4, 3, 8, 8)), "made for 1 channels", "gets 3"),
    "a small picture": (
        lambda x: nn.Conv2d(1, 1, 5)(torch.ones(1, 1, 2, 2)),
        "2 x 2 with its padding, is smaller than",
    ),
    "channels of a norm": (
        lambda x: nn.BatchNorm1d(3)(x),
        "made for 3 channels, the number in its brackets, and gets 2",
    ),
    "too many values": (two_names, "more to unpack than the 2 names"),
    "too few values": (four_names, "4 names wait, and there are 2 values"),
    "a loss of two shapes": (
        lambda x: F.binary_cross_entropy_with_logits(x[:, :1], x[:, 0]),
        "both shapes must be the same: input [",
        "The smaller one with [:, None] is [",
    ),
    "a loss of two shapes, probabilities": (
        lambda x: F.binary_cross_entropy(torch.zeros(4, 1), torch.zeros(4)),
        "input [4, 1], target [4]",
    ),
    "one truth": (lambda x: 1 if x > 0 else 0, ".any() and .all() make one of many"),
    "a tensor as a setting": (lambda x: nn.MSELoss(x, x), "nn.MSELoss(...) takes settings and makes a layer"),
    "a layer of many settings": (lambda x: nn.Sigmoid(x), "nn.Sigmoid(...) takes settings and makes a layer"),
    "the mean of a layer": (lambda x: nn.ReLU(0).mean(), "called with a tensor before there is a result with .mean"),
    "item": (lambda x: x.item(), "take one number, and the tensor holds several"),
    "float": (lambda x: float(x), "take one number, and the tensor holds several"),
    "math": (lambda x: math.exp(x), "torch.exp takes a tensor and does it for each entry"),
    "a tensor of tensors": (lambda x: torch.tensor([x, x]), "of a list of tensors of one shape torch.stack"),
    "a range of a tensor": (lambda x: range(x), "One whole number is asked for"),
    "a format": (lambda x: f"{x:.2f}", "A format such as :.2f writes one number"),
    "a number": (lambda x: torch.exp(2.0), "got a plain number: math.exp takes one"),
    "a list": (lambda x: torch.mean([1.0, 2.0]), "got a list: torch.tensor([...]) makes one"),
    "a numpy array": (lambda x: torch.exp(np.ones(2)), "torch.from_numpy(...) makes a tensor of it"),
    "a bound": (lambda x: torch.maximum(x, 0), "a plain bound is set with x.clamp(min=...)"),
    "a bound of min": (lambda x: torch.min(x, 1.0), "a plain bound is set with x.clamp(max=...)"),
    "a size": (lambda x: torch.zeros(len(x) / 2), "is a whole number, and a float stands there"),
    "a count": (lambda x: range(len(x) / 2), "A count is a whole number, and a float stands there"),
    "a keyword": (lambda x: x.sum(axes=1), "sum has no form that takes (axes=int)"),
    "backward of many": (
        lambda x: (x * torch.ones(2, requires_grad=True)).backward(),
        "take its .mean() or .sum() first",
    ),
    "backward of data": (loss_without_a_tie, "Nothing ties this result to a tensor with requires_grad"),
    "backward twice": (backward_twice, "cut off what comes from an earlier one with .detach()"),
    "in place": (changed_in_place, "was changed in place", "make a new one, y = y + 1"),
    "a leaf in place": (lambda x: torch.ones(2, requires_grad=True).add_(1), "or change it under torch.no_grad()"),
    "numpy of a parameter": (lambda x: np.exp(torch.ones(2, requires_grad=True)), "numpy keeps no gradients"),
    "gradients of integers": (
        lambda x: torch.arange(3, requires_grad=True),
        "Only floating-point tensors have gradients",
    ),
    "gradients of integers, later": (lambda x: x.long().requires_grad_(), "Only floating-point tensors have gradients"),
    "logits as probabilities": (
        lambda x: F.binary_cross_entropy(3 * x, torch.zeros_like(x)),
        "Logits go, without a sigmoid, to F.binary_cross_entropy_with_logits",
    ),
    "targets": (lambda x: F.binary_cross_entropy(torch.zeros_like(x), 3 * x), "The order is (input, target)"),
    "no parameters": (lambda x: torch.optim.SGD([], lr=0.1), "There is no parameter to train"),
    "a batch of one": (lambda x: nn.BatchNorm1d(2)(x[:1]), "more than one row to take a variance of"),
    "float64": (lambda x: x.double() @ torch.ones(2, 2), "of one dtype, and there are float32 and float64"),
    "float64 vectors": (lambda x: x[0].double() @ x[0], "of one dtype, and there are float32 and float64"),
    "integers times a vector": (lambda x: x @ x[0].long(), "of one dtype, and there are float32 and int64"),
    "& of numbers": (lambda x: 0 if x[0, 0] > 0 & x[0, 1] < 1 else 1, "write (p > 0) & (p < 1)"),
    "float64 into a layer": (lambda x: nn.Linear(2, 2)(x.double()), "of one dtype, and there are float32 and float64"),
    "float64 into a convolution": (
        lambda x: nn.Conv2d(1, 1, 1)(torch.zeros(1, 1, 2, 2).double()),
        "of one dtype, and there are float32 and float64",
    ),
    "float64 beside a matrix": (lambda x: torch.linalg.solve(torch.eye(2), x[:2].double()), "float32 and float64"),
    "integers into a layer": (lambda x: nn.Linear(2, 2)(x.long()), "there are float32 and int64: .float()"),
    "integers as targets": (lambda x: F.binary_cross_entropy(x.sigmoid(), x.long()), "there are float32 and int64"),
    "classes": (lambda x: F.cross_entropy(x, torch.ones(len(x))), "The targets of cross_entropy are the classes"),
    "the mean of integers": (lambda x: x.long().mean(), "This needs floating-point numbers"),
    "the spread of integers": (lambda x: x.long().std(), "This needs floating-point numbers"),
    "the norm of integers": (lambda x: x.long().norm(), "This needs floating-point numbers"),
    "softmax of integers": (lambda x: x.long().softmax(0), "This needs floating-point numbers"),
    "1 - mask": (lambda x: 1 - (x > 0), "True and False cannot be subtracted: ~mask"),
    "-mask": (lambda x: -(x > 0), "True and False cannot be subtracted: ~mask"),
    "integers in place": (lambda x: x.long().add_(0.5), "A tensor of integers stays one"),
    "integers to the power of -1": (lambda x: x.long() ** -1, "A negative power of integers"),
    "where": (lambda x: torch.where(x.long(), x, x), "torch.where chooses by True and False"),
    "a log-variance as a deviation": (lambda x: torch.normal(x, x - 100), "(0.5 * logvar).exp()"),
    "logits as weights": (lambda x: torch.multinomial(x[0] - 100, 1), ".softmax(-1) makes weights"),
    "logits as chances": (lambda x: torch.bernoulli(x + 100), ".sigmoid() makes"),
    "None": (returns_nothing, "centred is None: a function that ends without `return` gives None"),
    "no gradient yet": (gradient_of_nothing, ".grad is None before backward()"),
    "a list computes": (lambda x: [1.0, 2.0] - x, "A list does not compute like a tensor"),
    "values and indices": (lambda x: x - x.max(0), "take .values or .indices"),
    "a mean of values and indices": (lambda x: x.max(0).mean(), "take .values or .indices"),
    "shape": (lambda x: x.sum() / x.shape, "x.shape holds all sizes"),
    "parentheses": (lambda x: x * x.mean, "are its parentheses missing"),
    "a tensor is called": (lambda x: x.T(), ".T has no parentheses"),
    "a shape is called": (lambda x: x.shape(0), "x.shape[0], or x.size(0)"),
    "a number is called": (lambda x: len(x)(x), "is a * missing"),
    "a number is indexed": (lambda x: x.mean().item()[0], "A plain number has nothing to pick from"),
    "a number is gone through": (lambda x: list(len(x)), "range(n) counts up to n"),
    "Sequential of functions": (lambda x: nn.Sequential(nn.Linear(2, 2), F.relu), "nn.ReLU() with its parentheses"),
    "forward": (lambda x: Misspelt()(x), "spelled so in Misspelt"),
    "super": (lambda x: WithoutSuper(), "super().__init__() comes first"),
    "an attribute of a module": (lambda x: Model()(x), "self has no .encodr. Did you mean self.encoder?"),
    "a method that the check's model has not": (
        another_method,
        "a small model of the check's own here, with loss alone",
    ),
    "self": (lambda x: WithoutSelf()(x), "do the arguments of forward begin with self?"),
    "a function of torch": (lambda x: sigmoid(x), "write torch.sigmoid"),  # noqa: F821
    "a function of F": (lambda x: mse_loss(x, x), "write F.mse_loss"),  # noqa: F821
    "a near name": (logvar_by_another_name, "log_var is not known here. Did you mean logvar?"),
    "a module": (lambda x: plt.plot(x), "from matplotlib import pyplot as plt"),  # noqa: F821
    "another module": (lambda x: torch.softplus(x), "torch has no softplus: it is F.softplus"),
    "a misspelt function": (lambda x: torch.sotfmax(x), "Did you mean torch.softmax?"),
    "a method that is a function": (lambda x: x.softplus(), "F.softplus is a function"),
    "a method of numpy": (lambda x: x.astype(float), "x.float(), x.long() or x.to(dtype)"),
    "a misspelt method": (lambda x: x.unsqeeze(0), "Did you mean .unsqueeze?"),
    "a method of a number": (lambda x: (2.0).exp(), "math.exp computes with it"),
    "backward of a number": (lambda x: x.mean().item().backward(), "has lost its graph"),
    "a method of an array": (lambda x: x.numpy().exp(), "torch.as_tensor(...)"),
    "assigned in a branch": (assigned_later, "mean gets a value in another line"),
    "a key": (wrong_key, "terms has no such key: it has 'loss', 'kl'."),
    "zero": (lambda x: 1 / 0, "Something was divided by 0"),
    "zero, of integers": (lambda x: x.long() // 0, "Something was divided by 0"),
    "a root": (lambda x: math.sqrt(-1), "no real value"),
    "a large exp": (lambda x: math.exp(1000), "exp beyond 709"),
    "Cholesky": (lambda x: torch.linalg.cholesky(-torch.eye(2)), "Only a positive-definite matrix"),
    "an inverse": (lambda x: torch.linalg.inv(torch.zeros(2, 2)), "The matrix has no inverse"),
    "a mode that is none": (
        lambda x: torch.cdist(x, x, compute_mode="do_not_use_mm_for_euclid_dist"),
        "compute_mode is one of three texts",
    ),
    "rows to be solved for": (
        lambda x: torch.linalg.solve(torch.eye(2), torch.ones(30, 2)),
        "vectors that are rows go in as B.T",
    ),
    "a covariance as its root": (
        lambda x: torch.distributions.MultivariateNormal(x[0], scale_tril=torch.ones(2, 2)),
        "scale_tril is a root of the covariance",
    ),
    "without an end": (calls_itself, "A function calls itself without an end."),
}


@pytest.mark.parametrize("kind", SAID)
def test_the_sentence_stands_below_the_errors_own_words(kind):
    attempt, *pieces = SAID[kind]
    observation = observe(EXERCISE, attempt, seed=0)
    assert observation.status == "crashed"
    head, said, *lines = observation.text.split("\n")
    assert not said.startswith("  line ")  # which quotes this file, and so the piece
    for piece in pieces:
        assert piece in said
    assert len(head) <= MAX_HEAD and len(said) <= 320
    assert all(line.startswith("  line ") for line in lines)
    if kind != "without an end":
        assert len(lines) <= 3


UNKNOWN = {
    "mine": (lambda x: exec("raise ValueError('The size of tensor a is mine')"), "ValueError: The size of tensor a is"),
    "a name of nothing": (lambda x: qwertz, "NameError: name 'qwertz' is not defined"),  # noqa: F821
    "an attribute of nothing": (lambda x: x.qwertz, "AttributeError: 'Tensor' object has no attribute 'qwertz'"),
    "a key of an expression": (lambda x: dict(a=x)["b"], "KeyError: 'b'"),
    "an import": (lambda x: __import__("qwertz"), "ModuleNotFoundError: No module named 'qwertz'"),
    "float32 twice": (
        lambda x: exec("raise RuntimeError('Found dtype Float but expected Float')"),
        "RuntimeError: Found",
    ),
}


@pytest.mark.parametrize("kind", UNKNOWN)
def test_nothing_is_said_of_an_error_that_is_not_known(kind):
    attempt, head = UNKNOWN[kind]
    first, *lines = observe(EXERCISE, attempt, seed=0).text.split("\n")
    assert first.startswith(head)
    assert all(line.startswith("  line ") for line in lines)


def test_a_check_says_it_beside_the_learners_own_line(capsys):
    source = "def fit_gaussian(x):\n    spread = x.std(1)\n    return x / spread, torch.cov(x.T)\n"
    linecache.cache["<cell>"] = (len(source), None, source.splitlines(keepends=True), "<cell>")
    names = {"torch": torch}
    exec(compile(source, "<cell>", "exec"), names)
    check("start.fit_gaussian", names["fit_gaussian"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Crashed: start.fit_gaussian: RuntimeError: The size of tensor a (3) must match")
    assert "spread[:, None] is [" in lines[1]
    assert lines[2] == "  line 3 in fit_gaussian: return x / spread, torch.cov(x.T)"


def test_nothing_of_the_learners_runs_again():
    "An expression is computed anew for its shape only as far as torch alone is in it"
    calls = []

    def mean(x):
        calls.append(1)
        return x.mean(1)

    def attempt(x):
        return x - mean(x)

    said = observe(EXERCISE, attempt, seed=0).text.split("\n")[1]
    assert len(calls) == 1
    assert "two sizes must be equal, or one of them 1: here 2 meets" in said and "(x is [" in said


def test_a_class_that_lies_is_not_looked_at():
    class Lying(torch.Tensor):
        @classmethod
        def __torch_function__(cls, function, types, args=(), kwargs=None):
            raise AssertionError("looked at")

    lie = torch.ones(3).as_subclass(Lying)
    said = observe(EXERCISE, lambda x: x.sum(3 if lie is None else 2), seed=0).text.split("\n")[1]
    assert not said.startswith("  line ")
    assert "(x is [" in said and "lie" not in said
