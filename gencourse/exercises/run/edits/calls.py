"""Changes of calls: what is called, over which dimension, with which arguments."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

from gencourse.exercises.run.edits.change import Change, code_of, in_brackets

MODULES = ("torch", "F", "np", "numpy", "math", "nn")
TWINS = (  # taken for each other
    ("sum", "mean"), ("std", "var"), ("exp", "log"), ("min", "max"), ("argmin", "argmax"), ("amin", "amax"),
    ("rand", "randn"), ("rand_like", "randn_like"), ("zeros", "ones"), ("zeros_like", "ones_like"), ("sin", "cos"),
    ("asin", "acos"), ("atan2", "atan"), ("square", "sqrt"), ("square", "abs"), ("reshape", "permute"),
    ("log_softmax", "softmax"), ("log_softmax", "logsumexp"), ("logsumexp", "mean"), ("logsumexp", "sum"),
    ("softplus", "exp"), ("logsigmoid", "sigmoid"), ("inv", "pinv"), ("inv", "cholesky"), ("median", "mean"),
    ("norm", "sum"), ("any", "all"), ("cumsum", "sum"), ("prod", "sum"), ("maximum", "minimum"), ("log2", "log"),
    ("log10", "log"), ("relu", "silu"), ("sigmoid", "tanh"), ("ReLU", "SiLU"), ("Sigmoid", "SiLU"),
    ("linspace", "arange"), ("mse_loss", "l1_loss"),
    ("binary_cross_entropy", "binary_cross_entropy_with_logits"), ("BCELoss", "BCEWithLogitsLoss"),
)  # fmt: skip
REDUCTIONS = {
    "sum", "mean", "std", "var", "norm", "min", "max", "argmin", "argmax", "amin", "amax", "logsumexp", "softmax",
    "log_softmax", "cumsum", "all", "any", "prod", "flip", "median",
}  # fmt: skip
LOSSES = {"binary_cross_entropy_with_logits", "binary_cross_entropy", "mse_loss", "l1_loss", "cross_entropy"}


def call_changes(node: ast.expr, names: list[str]) -> Iterator[Change]:
    """Yield changes of a call: another function, dim, order or number of arguments, or none at all."""
    if not isinstance(node, ast.Call):
        return
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    plain = isinstance(function, ast.Name) or (
        isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id in MODULES
    )
    for pair in TWINS:
        if name in pair:
            call = copy.deepcopy(node)
            other = pair[1] if name == pair[0] else pair[0]
            if isinstance(call.func, ast.Attribute):
                call.func.attr = other
            elif isinstance(call.func, ast.Name):
                call.func.id = other
            yield Change(node, code_of(call), 1, "what is called in `{code}`")
    if name in REDUCTIONS:
        yield from _dims(node, plain)
    yield from _arguments(node, name)
    if isinstance(function, ast.Attribute) and not plain:
        yield Change(node, in_brackets(function.value), 2, "what is called in `{code}`")
    elif len(node.args) == 1 and not node.keywords:
        yield Change(node, in_brackets(node.args[0]), 2, "what is called in `{code}`")


def _dims(node: ast.Call, plain: bool) -> Iterator[Change]:
    for dim in (None, "1", "0", "-1"):
        call = copy.deepcopy(node)
        call.args = call.args[:1] if plain else []
        call.keywords = [word for word in call.keywords if word.arg not in ("dim", "axis")]
        if dim is not None:
            call.keywords.append(ast.keyword("dim", ast.parse(dim, mode="eval").body))
        yield Change(node, code_of(call), 1, "the dim in `{code}`")
    call = copy.deepcopy(node)
    call.keywords = [word for word in call.keywords if word.arg != "keepdim"] + [
        ast.keyword("keepdim", ast.Constant(True))
    ]
    yield Change(node, code_of(call), 2, "the shape that `{code}` leaves")


def _arguments(node: ast.Call, name: str) -> Iterator[Change]:
    for i in range(len(node.args)):
        for k in range(i + 1, len(node.args)):
            call = copy.deepcopy(node)
            call.args[i], call.args[k] = call.args[k], call.args[i]
            yield Change(node, code_of(call), 1, "the order of the arguments in `{code}`")
    for i, keyword in enumerate(node.keywords):
        call = copy.deepcopy(node)
        del call.keywords[i]
        yield Change(node, code_of(call), 2, f"`{keyword.arg}` in `{{code}}`")
    extra = {"std": ["correction=0", "correction=1"], "var": ["correction=0", "correction=1"], "cov": ["correction=0"]}
    for text in extra.get(name, []):
        call = copy.deepcopy(node)
        word, value = text.split("=")
        call.keywords = [k for k in call.keywords if k.arg not in ("unbiased", "correction")]
        call.keywords.append(ast.keyword(word, ast.parse(value, mode="eval").body))
        yield Change(node, code_of(call), 2, "what `{code}` divides by")
    if name in LOSSES and not any(word.arg == "reduction" for word in node.keywords):
        for value in ("sum", "none"):
            call = copy.deepcopy(node)
            call.keywords.append(ast.keyword("reduction", ast.Constant(value)))
            yield Change(node, code_of(call), 1, "the reduction of `{code}`")
