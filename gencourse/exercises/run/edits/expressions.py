"""Which changes of one expression are worth a try, and what each costs: 1 for slips that all make, 5 for rare ones."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

from gencourse.exercises.run.edits.calls import call_changes
from gencourse.exercises.run.edits.change import Change, code_of, in_brackets

MOST_SHOWN = 60  # characters of code in a sentence
OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.MatMult: "@", ast.Pow: "**", ast.FloorDiv: "//",
    ast.Mod: "%", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.LShift: "<<", ast.RShift: ">>",
}  # fmt: skip
TRIED = {  # in place of an operator, the likeliest first: numbers are not joined as marks are
    **dict.fromkeys(["&", "|", "^"], ("&", "|", "^", "**")),
    **dict.fromkeys(["+", "-", "*", "/", "@", "**", "//", "%", "<<", ">>"], ("+", "-", "*", "/", "@", "**", "//")),
}
COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
CLOSE = {"+": "-", "-": "+", "*": "/@", "/": "*", "@": "*", "**": "*", "//": "/", "&": "|", "|": "&", "^": "**"}
WRAPS = (  # what people leave out, the commonest first
    (2, "-({})", "a sign may be missing"),
    (2, "({}) ** 2", "something is to be done with it first"),
    (2, "({}).exp()", "something is to be done with it first"),
    (2, "({}).log()", "something is to be done with it first"),
    (2, "({}).sqrt()", "something is to be done with it first"),
    (2, "0.5 * ({})", "a factor may be missing"),
    (2, "2 * ({})", "a factor may be missing"),
    (2, "({}).detach()", "which gradient should pass here"),
    (2, "({}).sum(1)", "over which dimensions it is to be reduced"),
    (2, "({}).mean()", "over which dimensions it is to be reduced"),
    (2, "({}).sum()", "over which dimensions it is to be reduced"),
    (2, "({}).sum(0)", "over which dimensions it is to be reduced"),
    (2, "({}).mean(1)", "over which dimensions it is to be reduced"),
    (2, "({}).mean(0)", "over which dimensions it is to be reduced"),
    (2, "({}).sum(-1)", "over which dimensions it is to be reduced"),
    (2, "({}) / len({first})", "what it is averaged over"),
    (2, "({}).T", "its shape"),
    (2, "({})[:, None]", "its shape"),
    (3, "({}).flatten(1)", "its shape"),
    (3, "(0.5 * ({})).exp()", "something is to be done with it first"),
    (3, "1 - ({})", "something is to be done with it first"),
    (3, "1 + ({})", "something is to be done with it first"),
    (3, "({}) - 1", "something is to be done with it first"),
    (3, "({}).sigmoid()", "something is to be done with it first"),
    (3, "({}).abs()", "something is to be done with it first"),
    (3, "1 / ({})", "something is to be done with it first"),
    (3, "({}).item()", "what kind of value is asked for"),
    (3, "({}).float()", "its dtype"),
    (3, "({}).flip(0)", "its order"),
    (4, "({}).clamp(min=0)", "which values are allowed"),
    (4, "({}).max()", "over which dimensions it is to be reduced"),
)


def expression_changes(function: ast.FunctionDef) -> Iterator[Change]:
    """Yield changes of each expression in a function's body."""
    names = _names(function)
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    for statement in body:
        around = {child: node for node in ast.walk(statement) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(statement):
            if not isinstance(node, ast.expr) or isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)):
                continue
            for rule in (_operators, _comparisons, _constants, call_changes, _attributes, _wraps, _other_names):
                for change in rule(node, names):
                    yield change._replace(where=change.where + _context(node, around))


def _context(node: ast.expr, around: dict[ast.AST, ast.AST]) -> str:
    "Where a name or a number stands, which alone say little."
    if not isinstance(node, (ast.Name, ast.Constant)):
        return ""
    outer = around.get(node)
    while outer is not None and not isinstance(outer, (ast.BinOp, ast.Call, ast.Subscript, ast.Compare, ast.stmt)):
        outer = around.get(outer)
    if outer is None:
        return ""
    text = ast.unparse(outer).split("\n")[0]
    if len(text) > MOST_SHOWN:  # its end, too: an index and a last argument stand there
        text = f"{text[: MOST_SHOWN - 25]} ... {text[-20:]}"
    return f" in `{text.replace('{', '{{').replace('}', '}}')}`"


def _names(function: ast.FunctionDef) -> list[str]:
    arguments = [argument.arg for argument in function.args.args if argument.arg != "self"]
    stored = [n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    return list(dict.fromkeys(arguments + stored))


def _operators(node: ast.expr, names: list[str]) -> Iterator[Change]:
    if isinstance(node, ast.UnaryOp):
        yield Change(node, in_brackets(node.operand), 1, "the sign of `{code}`")
    if isinstance(node, ast.BoolOp):
        word = " or " if isinstance(node.op, ast.And) else " and "
        yield Change(node, f"({word.join(in_brackets(value) for value in node.values)})", 1, "and, or in `{code}`")
    if not isinstance(node, ast.BinOp):
        return
    left, right, symbol = in_brackets(node.left), in_brackets(node.right), OPERATORS[type(node.op)]
    where = f"the {symbol} in `{{code}}`"
    for other in TRIED[symbol]:
        if other != symbol:
            yield Change(node, f"({left} {other} {right})", 1 if other in CLOSE.get(symbol, "") else 3, where)
    if symbol in ("-", "/", "@", "**", "//"):
        yield Change(node, f"({right} {symbol} {left})", 1, "the order in `{code}`")
    for side in (left, right):
        yield Change(node, side, 2, f"{where}, and what it joins")
    if symbol == "@":
        for a, b in ((f"{left}.T", right), (left, f"{right}.T"), (f"{left}.T", f"{right}.T")):
            yield Change(node, f"({a} @ {b})", 1, "what stands in rows and what in columns in `{code}`")
    brackets = "where the brackets stand in `{code}`"
    if isinstance(node.left, ast.BinOp):  # a * b + c becomes a * (b + c)
        a, b = in_brackets(node.left.left), in_brackets(node.left.right)
        inner = OPERATORS[type(node.left.op)]
        yield Change(node, f"({a} {inner} ({b} {symbol} {right}))", 2, brackets)
    if isinstance(node.right, ast.BinOp):
        b, c = in_brackets(node.right.left), in_brackets(node.right.right)
        inner = OPERATORS[type(node.right.op)]
        yield Change(node, f"(({left} {symbol} {b}) {inner} {c})", 2, brackets)

    if symbol in ("+", "-"):
        yield from _factor_of_all(node, brackets)


def _factor_of_all(node: ast.BinOp, where: str) -> Iterator[Change]:
    "0.5 * a + b - c becomes 0.5 * (a + b - c)."
    total = copy.deepcopy(node)
    last = total  # the sum whose left side is no sum
    while isinstance(last.left, ast.BinOp) and isinstance(last.left.op, (ast.Add, ast.Sub)):
        last = last.left
    first = last.left
    if isinstance(first, ast.BinOp) and isinstance(first.op, ast.Mult):
        last.left = first.right
        yield Change(node, f"({in_brackets(first.left)} * ({code_of(total)}))", 2, where)


def _comparisons(node: ast.expr, names: list[str]) -> Iterator[Change]:
    if not isinstance(node, ast.Compare) or len(node.ops) != 1:
        return
    symbol = COMPARISONS.get(type(node.ops[0]))
    if symbol is None:
        return
    left, right = in_brackets(node.left), in_brackets(node.comparators[0])
    for other in COMPARISONS.values():
        if other != symbol:
            near = other.strip("=") == symbol.strip("=") or {symbol[0], other[0]} == {"<", ">"}
            yield Change(node, f"({left} {other} {right})", 1 if near else 3, "the comparison `{code}`")


def _constants(node: ast.expr, names: list[str]) -> Iterator[Change]:
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    if isinstance(value, bool):
        yield Change(node, str(not value), 1, "`{code}`")
    elif isinstance(value, (int, float)):
        for other in dict.fromkeys((value + 1, value - 1, -value, 0, 1, 2, 0.5, value * 2, value / 2)):
            if other != value and (not isinstance(value, int) or other == int(other) or other == 0.5):
                shown = int(other) if isinstance(value, int) and other == int(other) else other
                yield Change(node, f"({shown})" if shown < 0 else str(shown), 2, "the number {code}")
    elif value in ("sum", "mean", "none", "batchmean"):
        for other in ("sum", "mean", "none"):
            if other != value:
                yield Change(node, repr(other), 1, "the reduction {code}")
    elif value in ("ij", "xy"):
        yield Change(node, repr("xy" if value == "ij" else "ij"), 1, "the indexing {code}")


def _attributes(node: ast.expr, names: list[str]) -> Iterator[Change]:
    if isinstance(node, ast.Attribute) and node.attr in ("T", "mT", "values", "indices"):
        yield Change(node, in_brackets(node.value), 1, f"the .{node.attr} in `{{code}}`")
        other = {"values": "indices", "indices": "values"}.get(node.attr)
        if other:
            yield Change(node, f"{in_brackets(node.value)}.{other}", 1, "`{code}`: values or indices")
    if isinstance(node, ast.Subscript):
        yield Change(node, in_brackets(node.value), 3, "what is picked in `{code}`")
    if isinstance(node, ast.Tuple) and len(node.elts) == 2:
        first, second = (code_of(part) for part in node.elts)
        yield Change(node, f"({second}, {first})", 1, "the order in `{code}`")


def _wraps(node: ast.expr, names: list[str]) -> Iterator[Change]:
    if not isinstance(node, (ast.BinOp, ast.Call, ast.Name, ast.Subscript, ast.Attribute)):
        return
    if isinstance(node, ast.Name) and node.id not in names:
        return
    for cost, form, why in WRAPS:
        code = form.format(code_of(node), first=names[0] if names else "x")
        yield Change(node, f"({code})" if form[0] != "(" or " " in form else code, cost + 1, f"`{{code}}`: {why}")


def _other_names(node: ast.expr, names: list[str]) -> Iterator[Change]:
    if isinstance(node, ast.Name) and node.id in names:
        for other in names:
            if other != node.id:
                yield Change(node, other, 2, "the name `{code}`")
