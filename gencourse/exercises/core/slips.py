"""Words that judges share: which slip gives this answer, and whether it carries a gradient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from torch import Tensor

from gencourse.exercises.core.exercise import Mistake

Slip = tuple[str, Any, str]  # its slug, what it gives instead of the right answer, the sentence that helps


def name_slip(
    got: np.ndarray, right: Any, slips: Sequence[Slip], what: str, *, rtol: float = 1e-4, atol: float = 1e-4
) -> None:
    """Return if `got` is right; else raise the Mistake of the first slip that gives it, or of where it is wrong."""

    def near(value: Any) -> bool:
        return bool(np.allclose(got, value, rtol=rtol, atol=atol))

    if near(right):
        return
    for slug, wrong, sentence in slips:
        if near(wrong):
            raise Mistake(slug, sentence)
    right = np.broadcast_to(right, got.shape)
    first = tuple(np.argwhere(~np.isclose(got, right, rtol=rtol, atol=atol))[0])
    where = f" at {[int(i) for i in first]}" if got.ndim and got.size > 1 else ""
    raise Mistake(
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


def show(array: Any) -> str:
    """Write an array for a sentence: two decimals, on one line."""
    return np.array2string(np.asarray(array), precision=2, suppress_small=True, separator=", ").replace("\n", "")
