"""Which cells of a lesson would show something else if a learner went back and ran them once more."""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Iterator

from gencourse.authoring.lesson import Cell, Lesson

# What changes the object it is called on: an optimizer asks for parameters, and torch's own end in an underscore
MUTATORS = {"append", "extend", "insert", "remove", "pop", "popitem", "clear", "sort", "reverse", "add", "discard"}
MUTATORS |= {"update", "setdefault", "load_state_dict", "train", "eval", "add_module", "register_buffer", "step"}
MUTATORS |= {
    "parameters",
    "appendleft",
    "popleft",
    "intersection_update",
    "difference_update",
    "fill",
    "manual_seed",
    "rotate",
}
# What holds for every cell that runs afterwards
SWITCHES = {"set_default_dtype", "set_default_device", "set_grad_enabled", "set_printoptions", "set_num_threads"}


class Names:
    """The names of module level in one cell: what it reads, now or in a function called later, binds and changes."""

    def __init__(self, cell: Cell) -> None:
        tree = ast.parse(cell.source)
        self.cell = cell
        self.reads, self.binds = _reads_and_binds(symtable.symtable(cell.source, "cell", "exec"))
        self.changes = {name for node in ast.walk(tree) for name in _changed(node)} & self.reads
        self.switches = [node.value.func.attr for node in ast.walk(tree) if _is_switch(node)]
        self.loops = self.binds - _bound_outside_loops(tree)


def lies(lesson: Lesson) -> Iterator[str]:
    """Yield a sentence for each name that makes an earlier cell show something else when it is run once more."""
    cells = [Names(cell) for cell in lesson.cells if cell.type == "code"]
    for name in sorted({name for cell in cells for name in cell.binds}):
        binding = [cell for cell in cells if name in cell.binds and not _is_check_of(name, cell, cells)]
        first = binding[0] if binding else None
        for later in binding[1:]:
            if any(name in cell.reads for cell in cells) and not _only_loops(name, cells):
                yield f"line {later.cell.line} binds {name} anew, which line {first.cell.line} binds: rename one."
    for at, later in enumerate(cells):
        before = cells[:at]
        for name in sorted(later.binds & set(dir(builtins))):
            for cell in (cell for cell in before if name in cell.reads):
                yield f"line {later.cell.line} binds {name}, Python's own in line {cell.cell.line}: rename it."
        for name in sorted(later.changes - later.binds):
            if any(name in cell.binds for cell in before):
                yield f"line {later.cell.line} changes {name} in place, which an earlier cell binds: make a new one."
        if later.cell.role != "setup":
            yield from (f"line {later.cell.line} calls {switch}, for all other cells too." for switch in later.switches)


def _reads_and_binds(table: symtable.SymbolTable) -> tuple[set[str], set[str]]:
    "Those of module level, of a cell's table and of what is nested in it."
    reads, binds = set(), set()
    for symbol in table.get_symbols():
        if table.get_type() != "module" and not symbol.is_global():
            continue
        if symbol.is_referenced():
            reads.add(symbol.get_name())
        if symbol.is_assigned() or symbol.is_imported():
            binds.add(symbol.get_name())
    for child in table.get_children():
        more_reads, more_binds = _reads_and_binds(child)
        reads |= more_reads
        binds |= more_binds
    return reads, binds


def _bound_outside_loops(tree: ast.Module) -> set[str]:
    "Names that something else than the head of a `for` binds at module level."
    found: set[str] = set()

    def visit(node: ast.AST) -> None:
        if isinstance(node, ast.For | ast.AsyncFor):
            for child in (node.iter, *node.body, *node.orelse):
                visit(child)
            return
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
            for inner in ast.walk(node):
                if isinstance(inner, ast.Global):
                    found.update(inner.names)
            return
        if isinstance(node, ast.comprehension):  # its variables are its own
            visit(node.iter)
            for condition in node.ifs:
                visit(condition)
            return
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                found.add(name)
            case ast.alias(name=name, asname=alias):
                found.add(alias or name.partition(".")[0])
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                found.add(name)
            case ast.MatchMapping(rest=str(name)):
                found.add(name)
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(tree)
    return found


def _changed(node: ast.AST) -> Iterator[str]:
    "The name at the root of what this node changes in place."
    match node:
        case ast.Attribute(ctx=ast.Store() | ast.Del()) | ast.Subscript(ctx=ast.Store() | ast.Del()):
            yield from _root(node)
        case ast.AugAssign(target=ast.Name(id=name)):
            yield name
        case ast.Call(func=ast.Attribute(value=value, attr=method)):
            if method in MUTATORS or (method.endswith("_") and not method.startswith("_")):
                yield from _root(value)


def _is_switch(node: ast.AST) -> bool:
    "A call whose effect no `with` ends."
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name))):
            return name in SWITCHES
    return False


def _root(node: ast.AST) -> Iterator[str]:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id


def _is_check_of(name: str, cell: Names, cells: list[Names]) -> bool:
    "Whether the cell checks the function of this name, which the cell above it defines."
    above = cells[cells.index(cell) - 1]
    return cell.cell.role == "check" and above.cell.role == "exercise" and name in above.binds


def _only_loops(name: str, cells: list[Names]) -> bool:
    "Whether the name is nothing but a loop's variable, read where it is bound."
    return all(name in cell.loops if name in cell.binds else name not in cell.reads for cell in cells)
