"""Calls as a lesson makes them: the learner's answer has to have the form of the reference's, and its values.

An answer can be right for the small numbers of a probe and still stop the lesson: at 784 pixels, in float64, for a
batch of one, or with a tensor that no laptop holds.
"""

from __future__ import annotations

import contextlib
import inspect
import math
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode

from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.record import record_some, unpack

LOOKED_AT = 64  # values of each answer, besides its first and last: it may have millions
USE = "use "  # how the names of its arrays begin
PERIOD = 99_991  # after so many, a prime, large inputs repeat themselves: drawing millions takes longer than the answer
MEMORY = 10**9  # bytes that one tensor of a lesson may take: a laptop holds several of them


def normal(seed: int, *shape: int, dtype: torch.dtype = torch.float32) -> Tensor:
    """Return numbers from N(0, 1) that depend on the seed and the shape alone."""
    generator = torch.Generator().manual_seed(seed + 7 * sum(shape))
    size = math.prod(shape)
    some = torch.randn(min(size, PERIOD), generator=generator, dtype=dtype)
    return some.repeat(math.ceil(size / PERIOD))[:size].reshape(shape) if size > PERIOD else some.reshape(shape)


def probe_use(number: int, use: Use, attempt: Any, seed: int) -> Arrays:
    """Make the call, the exercise's use of this number, and record what the judge compares."""
    arguments = use.arguments(seed)
    named = _named(attempt, use, len(arguments))
    # Not through `call`, whose copies would straighten an expanded tensor, which no view() takes
    if use.stands_for:
        with _Largest(use) as largest:
            answer = named(*arguments)
        largest.refuse()
    else:
        answer = named(*arguments)
    observed = {}
    for name, value in _parts(use, answer, arguments).items():
        some = record_some(value, lambda size: _places(size, seed), "number" if use.number else "tensor", name)
        observed |= {f"{USE}{number}, {name}: {key}": array for key, array in some.items()}
    return observed


def of_the_probe(observed: Arrays) -> Arrays:
    """Return what the exercise's own probe recorded: its judge may look at all of it."""
    return {name: array for name, array in observed.items() if not name.startswith(USE)}


def judge_uses(exercise: Exercise, observed: Arrays, seed: int) -> None:
    """Raise the Mistake of the first call whose answer would not serve the lesson as the reference's does."""
    for number, use in enumerate(exercise.uses):
        for name, right in _right(exercise, use, seed).items():
            keys = {key: f"{USE}{number}, {name}: {key}" for key in right}
            if not all(key in observed for key in keys.values()):
                raise Mistake("not-finished", f"{use.when} your function did not come to its end.")
            _compare({key: observed[place] for key, place in keys.items()}, right, use, name)


def _right(exercise: Exercise, use: Use, seed: int) -> dict[str, Arrays]:
    arguments = use.arguments(seed)
    parts = _parts(use, exercise.reference(*arguments), arguments)
    return {name: record_some(value, lambda size: _places(size, seed), "number", name) for name, value in parts.items()}


def _named(attempt: Any, use: Use, count: int) -> Any:
    "The attempt, called with the lesson's names for its last arguments."
    if not use.keywords:
        return attempt
    first = count - len(use.keywords)
    with contextlib.suppress(ValueError):  # a builtin has no signature
        theirs = inspect.signature(attempt)
        try:
            theirs.bind(*range(first), **dict.fromkeys(use.keywords))
        except TypeError:
            names = ", ".join(f"{name}=..." for name in use.keywords)
            raise Mistake(
                "wrong-arguments", f"the lesson calls it with {names}: keep those names. Yours has {theirs}."
            ) from None
    return lambda *given: attempt(*given[:first], **dict(zip(use.keywords, given[first:], strict=True)))


def _parts(use: Use, answer: Any, arguments: tuple) -> dict[str, Any]:
    if use.look is not None:
        return use.look(answer, *arguments)
    if isinstance(use.what, tuple):
        return dict(zip(use.what, unpack(answer, *use.what), strict=True))
    return {use.what: answer}


def _places(size: int, seed: int) -> np.ndarray:
    if size <= LOOKED_AT:
        return np.arange(size)
    inside = np.random.default_rng(seed).integers(size, size=LOOKED_AT)
    return np.concatenate([[0, size - 1], inside])


def _compare(got: Arrays, right: Arrays, use: Use, name: str) -> None:
    want, came = (tuple(int(n) for n in of["shape"]) for of in (right, got))
    if want != came:
        _name_the_shape(f"{use.when} {name} should have shape {list(want)}, got {list(came)}", want, came)
    due, came_as = right["some"].dtype, got["some"].dtype
    # A mark may be 1 as well as True; and a number mixes with all kinds of floats
    if due != came_as and (due.kind, came_as.kind) != ("b", "i") and (want or due.kind != came_as.kind):
        raise Mistake(
            "wrong-dtype",
            f"{use.when} {name} should be {due}, got {came_as}: the lesson's next cells cannot mix the two. "
            f"{_dtype_hint(due, came_as)}",
        )
    if right["finite"] and not got["finite"]:
        raise Mistake("not-finite", f"{use.when} some values of {name} are NaN or infinite.")
    if not use.form_only:
        _compare_values(got["some"].reshape(-1), right["some"].reshape(-1), use, name)


def _name_the_shape(says: str, want: tuple[int, ...], came: tuple[int, ...]) -> None:
    if want == () and set(came) == {1}:
        raise Mistake("one-in-brackets", f"{says}, a row of one: f-strings, for instance, take no row. Add [0].")
    if len(came) < len(want) and [n for n in came if n != 1] == [n for n in want if n != 1]:
        lost = "an axis of length 1 is lost. squeeze() without a dim drops every one of them; a batch of one is a batch"
        raise Mistake("axis-lost", f"{says}: {lost}.")
    raise Mistake("wrong-shape", f"{says}. For the check's other inputs it is right: is a size written into it?")


def _dtype_hint(due: np.dtype, came: np.dtype) -> str:
    if came == np.float64:
        return "numpy, .double() and torch.float64 make float64; .float() turns it back."
    if due.kind == "f":
        return "Compute in the dtype of what goes in."
    return (
        "True and False are no numbers yet: .long() makes 1 and 0 of them."
        if came.kind == "b"
        else "Leave out .float()."
    )


def _compare_values(got: np.ndarray, right: np.ndarray, use: Use, name: str) -> None:
    got, right = got.astype(np.float64), right.astype(np.float64)
    scale = np.abs(right[np.isfinite(right)]).max(initial=0)
    near = np.isclose(got, right, rtol=1e-3, atol=1e-3 * scale, equal_nan=True)
    if near.all():
        return
    first = int(np.argmin(near))
    raise Mistake(
        "right-for-small-inputs",
        f"{use.when} {name} is wrong: one value should be {right[first]:.4g}, got {got[first]:.4g}. For the check's "
        "other inputs it is right: is one of their sizes, or their order, written into your function?",
    )


class _Largest(TorchFunctionMode):
    """Notes the largest tensor that is made, with the lesson's sizes in place of those that stand for them.

    It sees what Python calls, not what such a call makes inside. A TorchDispatchMode would, but loads torch's compiler.
    """

    def __init__(self, use: Use) -> None:
        super().__init__()
        self.use = use
        self.size, self.shape = 0, []

    def __torch_function__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        made = function(*args, **(kwargs or {}))
        for tensor in made if isinstance(made, (tuple, list)) else (made,):
            if isinstance(tensor, Tensor):
                self._note(tensor)
        if function is torch.pairwise_distance:  # the one that makes the differences of all pairs inside
            self._note(args[0] - args[1])
        return made

    def _note(self, tensor: Tensor) -> None:
        size = tensor.untyped_storage().nbytes()  # not its numel: a view takes no memory of its own
        for ours, lessons in self.use.stands_for.items():
            while size and size % ours == 0:  # ours is prime, so this counts how often it is a factor
                size = size // ours * lessons
        if size > self.size:
            self.size = size
            self.shape = [self.use.stands_for.get(n, n) for n in tensor.shape]

    def refuse(self) -> None:
        if self.size > MEMORY:
            raise Mistake(
                "too-much-memory",
                f"{self.use.when} your function would make a tensor of shape {self.shape}, {self.size / 1e9:.1f} GB, "
                "and a laptop has 8 or 16. Use a function of torch that does without it, or take some rows at a time.",
            )
