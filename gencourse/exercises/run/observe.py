"""Run a probe on whatever a learner hands in: nothing gets out but an Observation, and nothing stays changed."""

from __future__ import annotations

import contextlib
import copy
import dis
import inspect
import random
import sysconfig
import textwrap
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch

from gencourse.exercises.core.exercise import BUILD_SECONDS, Arrays, Exercise, Mistake
from gencourse.exercises.core.record import describe
from gencourse.exercises.core.uses import probe_use
from gencourse.exercises.run.capture import captured
from gencourse.exercises.run.crashes import explain_crash
from gencourse.exercises.run.watchdog import TooSlow, Watchdog
from gencourse.runtime import seed_everything

SLOW = (
    "your code was stopped: it ran for seconds, and the course's version needs a tenth of one. "
    "Is there a loop without an end, or one over single points?"
)
BUILD_SLOW = (
    f"your code was stopped: it may run for {BUILD_SECONDS:.0f} seconds, and the course's version needs a third of "
    "them. If it trains, try a smaller network, fewer epochs or larger batches. Is there a loop without an end?"
)
MAX_TEXT = 2000
MAX_HEAD = 160  # characters of an exception's own words, where a sentence of ours says the rest
_PACKAGE = Path(__file__).parents[2]
# A learner's code is a cell or any file outside of these
_NOT_THEIRS = tuple(str(path) for path in (_PACKAGE, *(sysconfig.get_path(key) for key in ("stdlib", "platlib"))))


@dataclass(frozen=True)
class Observation:
    """What came out of a probe. Only `ok` carries arrays; the text is the learner's or about their code.

    An `ok` with a text did not come through the calls that are as the lesson's: their arrays are not all there.
    """

    status: Literal["ok", "open", "mistake", "crashed"]
    text: str = ""
    slug: str | None = None
    arrays: Arrays = field(default_factory=dict)
    printed: str = ""


def observe(exercise: Exercise, attempt: Any, seed: int, seconds: float | None = None) -> Observation:
    """Run the exercise's probe on a learner's attempt and return what it gave, whatever it does.

    It is stopped after so many seconds, by default the exercise's own.
    """
    with _restored(attempt), plain_torch(), captured(MAX_TEXT) as output:
        seed_everything(seed)  # within _restored: the notebook's own numbers go on as if nothing was drawn
        observation = _guarded(exercise, attempt, seed, exercise.seconds if seconds is None else seconds)
    return Observation(observation.status, observation.text, observation.slug, observation.arrays, output.getvalue())


def _guarded(exercise: Exercise, attempt: Any, seed: int, seconds: float) -> Observation:
    watchdog = Watchdog(seconds)
    arrays: dict[str, np.ndarray] = {}
    begun = ""  # what the probe itself observed is judged first; a failure in what comes after it waits for that
    try:
        with watchdog:
            _refuse_misfit(exercise, attempt)  # within the watchdog: an object computes its own signature
            arrays |= exercise.probe(attempt, seed)
            for number, use in enumerate(exercise.uses):
                begun = use.when
                arrays |= probe_use(number, use, attempt, seed)
        return Observation("ok", arrays=arrays)
    except KeyboardInterrupt:
        raise  # the learner's own stop button
    except BaseException as error:  # SystemExit too: a learner's exit() must not end the lesson
        watchdog.stop()  # before anything else: a second shot would leave here
        failed = _failure(error, exercise)
        if not begun or failed.status == "open":
            return failed
        text = failed.text if failed.text.startswith(begun) else f"{begun}: {failed.text}"
        return Observation("ok", text[:MAX_TEXT], failed.slug, arrays)
    finally:
        watchdog.stop()


def _failure(error: BaseException, exercise: Exercise) -> Observation:
    if isinstance(error, Mistake):
        return Observation("mistake", error.sentence[:MAX_TEXT], error.slug)
    if isinstance(error, TooSlow):
        return Observation("mistake", BUILD_SLOW if exercise.build else SLOW, "too-slow")
    if isinstance(error, NotImplementedError):
        waiting = _open_exercise(error, exercise)
        if waiting is not None:
            return Observation("open", waiting)
    return _crash(error)


def _refuse_misfit(exercise: Exercise, attempt: Any) -> None:
    "Raise the Mistake that is seen before the attempt is called: not a function at all, or with other arguments."
    name = exercise.symbol
    wants_class = isinstance(exercise.reference, type)
    noun = "class" if wants_class else "function"
    if isinstance(attempt, str):
        raise Mistake("not-a-function", f"expected the {noun} {name}, got a string: write its name without quotes.")
    if isinstance(attempt, type) != wants_class or not callable(attempt):
        called = " Hand over the function itself, without parentheses: you may have called it."
        called = "" if wants_class or isinstance(attempt, type) else called
        raise Mistake("not-a-function", f"expected the {noun} {name}, got {describe(attempt)}.{called}")
    if inspect.iscoroutinefunction(attempt) or inspect.isgeneratorfunction(attempt):
        raise Mistake("returned-a-generator", f"{name} should be a plain function with return: no yield, no async.")
    if not wants_class:
        _refuse_other_arguments(exercise.reference, attempt, name)


def _refuse_other_arguments(reference: Callable[..., Any], attempt: Callable[..., Any], name: str) -> None:
    # What has a default may be left out: a generator, for instance
    wanted = [p.name for p in inspect.signature(reference).parameters.values() if p.default is inspect.Parameter.empty]
    try:
        theirs = inspect.signature(attempt)
    except (ValueError, TypeError):  # a builtin may have none: calling it will tell
        return
    try:
        theirs.bind(*wanted)  # by position, as probes call it
    except TypeError:
        keyword = any(p.kind is inspect.Parameter.KEYWORD_ONLY for p in theirs.parameters.values())
        fix = " Remove the * that makes arguments keyword-only." if keyword else ""
        raise Mistake(
            "wrong-arguments", f"{name} is called as {name}({', '.join(wanted)}), but yours is {name}{theirs}.{fix}"
        ) from None


def _open_exercise(error: NotImplementedError, exercise: Exercise) -> str | None:
    """What to say if the error is a stub's own `raise` line; None if it is torch's or any other.

    torch raises NotImplementedError too (integer tensors, a misspelt forward), so the last frame must be the
    learner's, and must stand at a raise statement.
    """
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    if last is None or not _is_theirs(last.tb_frame.f_code.co_filename):
        return None
    # At a raise statement: a call into C that raises has the learner's frame last, too
    if dis.opname[last.tb_frame.f_code.co_code[last.tb_lasti]] != "RAISE_VARARGS":
        return None
    text = _message(error)
    if text in ("", f"Exercise: {exercise.name}"):  # bare in nbgrader's own stubs
        return ""
    if text.startswith("Exercise: "):
        other = text.removeprefix("Exercise: ")
        return f"it calls {other}, which is open too. Run that exercise's check cell, then this one again."
    return None


def _crash(error: BaseException) -> Observation:
    "The learner's exception, what it means where that is known, and their own lines."
    message = _message(error)
    said = explain_crash(error, message, _is_theirs)
    head = f"{type(error).__name__}: {message}".rstrip(": ")
    lines = [head] if said is None else [textwrap.shorten(head.split("\n")[0], MAX_HEAD, placeholder=" ..."), said]
    theirs = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_theirs(frame.filename)]
    for frame in theirs[-3:]:  # the last are nearest to the error
        lines.append(f"  line {frame.lineno} in {frame.name}: {frame.line or ''}".rstrip(": "))
    return Observation("crashed", "\n".join(lines)[:MAX_TEXT])


def _is_theirs(filename: str) -> bool:
    return not filename.startswith((*_NOT_THEIRS, "<frozen "))


def _message(error: BaseException) -> str:
    try:
        return str(error)[:MAX_TEXT]
    except BaseException:  # __str__ is the learner's code, too
        return "(its message cannot be read)"


@contextlib.contextmanager
def _restored(attempt: Any) -> Iterator[None]:
    "Put back random states, switches and a module's weights after a learner's code has run."
    python, numpy_, torch_ = random.getstate(), np.random.get_state(), torch.get_rng_state()
    cuda = torch.cuda.get_rng_state_all() if torch.cuda.is_available() else []
    threads = torch.get_num_threads()
    # Not isinstance, which asks the object for its __class__: one may raise, or lie
    put_back = _snapshot(attempt) if issubclass(type(attempt), torch.nn.Module) else None
    try:
        with warnings.catch_warnings(), np.errstate():  # these put back what is switched inside
            yield
    finally:
        random.setstate(python)
        np.random.set_state(numpy_)
        torch.set_rng_state(torch_)
        if cuda:
            torch.cuda.set_rng_state_all(cuda)
        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)
        if put_back:
            put_back()


def _snapshot(module: torch.nn.Module) -> Callable[[], None] | None:
    "What puts the module's weights and modes back, as far as it still has them; None where it does not tell them."
    try:
        weights = copy.deepcopy(module.state_dict())
        modes = [(part, part.training) for part in module.modules()]
    except Exception:
        return None

    def put_back() -> None:
        with contextlib.suppress(Exception):
            module.zero_grad()
            for part, training in modes:
                part.training = training
            module.load_state_dict(weights, strict=False)

    return put_back


@contextlib.contextmanager
def plain_torch() -> Iterator[None]:
    """As torch comes: float32, with gradients, on the CPU, whatever a notebook or a learner's code has switched."""
    before = torch.get_default_dtype(), torch.is_grad_enabled(), torch.get_default_device()
    try:
        _switch(torch.float32, True, torch.device("cpu"))
        yield
    finally:
        _switch(*before)


def _switch(dtype: torch.dtype, grad: bool, device: torch.device) -> None:
    torch.set_default_dtype(dtype)
    torch.set_grad_enabled(grad)
    if torch.get_default_device() != device:
        torch.set_default_device(None if device.type == "cpu" else device)  # a CPU that is named slows every call
