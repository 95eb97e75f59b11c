"""Words that judges share: which slip gives this answer, and whether it carries a gradient."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from torch import Tensor

from gencourse.exercises.core.exercise import Mistake

Slip = tuple[str, Any, str]  # its slug, what it gives instead of the right answer, the sentence that helps


def name_slip(
    got: Any,
    right: Any,
    slips: Iterable[Slip],
    what: str,
    *,
    also: Sequence[Any] = (),
    rtol: float = 1e-4,
    atol: float = 1e-4,
    near: Callable[[Any], bool] | None = None,
    otherwise: Mistake | None = None,
) -> None:
    """Return if `got` is right, or one of `also`; else raise the Mistake of the first slip that gives it.

    Numbers are compared with rtol and atol. Where an answer is of another kind, near(value) says whether `got` is what
    a slip's value stands for: a covariance that a sample must fit, a rule that marks cells. A slip that is dear to
    compute may have a name there, and near computes it. If no slip gives `got`, `otherwise` is raised, or a Mistake
    that shows the first wrong number.
    """

    def close(value: Any) -> bool:
        return bool(np.allclose(got, value, rtol=rtol, atol=atol))

    near = near or close
    if any(near(value) for value in (right, *also)):
        return
    # The first that fits is named, so the order of a judge's slips is part of it
    for slug, wrong, sentence in slips:
        if near(wrong):
            raise Mistake(slug, sentence)
    raise otherwise or _first_wrong(got, right, what, rtol, atol)


def _first_wrong(got: np.ndarray, right: Any, what: str, rtol: float, atol: float) -> Mistake:
    right = np.broadcast_to(right, got.shape)
    first = tuple(np.argwhere(~np.isclose(got, right, rtol=rtol, atol=atol))[0])
    where = f" at {[int(i) for i in first]}" if got.ndim and got.size > 1 else ""
    return Mistake(
        f"wrong-{what.lower().replace(' ', '-')}",
        f"the {what} should be {right[first]:.4f}{where}, got {got[first]:.4f}.",
    )


def check_gradient(answer: Any, what: str) -> None:
    """Raise a Mistake if a tensor is cut off from the inputs that it was computed from."""
    if isinstance(answer, Tensor) and not answer.requires_grad:
        raise Mistake(
            "no-gradient",
            f"{what} carries no gradient, so nothing could learn from it: leave out no_grad, .item(), .detach() and "
            "torch.tensor(...) around a result.",
        )


def float32_near(got: Any, right: Any) -> bool:
    """Whether two results are equal up to float32's rounding, on the scale of the largest number."""
    return bool(np.allclose(got, right, rtol=1e-3, atol=1e-3 * max(1.0, float(np.abs(right).max()))))


def show(array: Any) -> str:
    """Write an array for a sentence: two decimals, on one line."""
    return np.array2string(np.asarray(array), precision=2, suppress_small=True, separator=", ").replace("\n", "")
