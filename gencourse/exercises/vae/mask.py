"""What vae.active_units and vae.predict_collapse share: an answer of True or False for each unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from gencourse.exercises.core.exercise import Mistake
from gencourse.exercises.core.slips import Slip, name_slip


def mask(answer: np.ndarray, units: int, eigenvalues: int) -> np.ndarray:
    "The answer if it is a True or False for each unit."
    if answer.shape == () and answer.dtype != bool:
        raise Mistake("count-instead", f"one number came back: True or False for each of the {units} units, no count.")
    if answer.dtype == np.int64:  # of nonzero or argsort
        raise Mistake("positions-instead", "whole numbers came back: a comparison gives True or False for each unit.")
    if answer.dtype != bool:
        raise Mistake(
            "not-compared", "numbers came back: a comparison, with < or >, gives True or False for each unit."
        )
    if units != eigenvalues and answer.shape == (eigenvalues,):
        raise Mistake(
            "all-eigenvalues",
            f"an answer for each of the {eigenvalues} eigenvalues: only the {units} largest have a unit.",
        )
    if answer.shape != (units,):
        raise Mistake("wrong-shape", f"the answer should have shape [{units}], got {list(answer.shape)}.")
    return answer


def name_mask(got: np.ndarray, right: np.ndarray, slips: Sequence[Slip], what: str, tell: Callable[[int], str]) -> None:
    "Return if the mask is right; else raise the Mistake of the first slip that gives it."
    name_slip(got, right, slips, what, near=partial(np.array_equal, got), otherwise=first_wrong(got, right, what, tell))


def first_wrong(got: np.ndarray, right: np.ndarray, what: str, tell: Callable[[int], str]) -> Mistake:
    "What is said of a mask without a name: the first unit that is wrong, as tell(position) has it."
    at = int(np.argmax(got != right))
    return Mistake(f"wrong-{what.replace(' ', '-')}", f"{tell(at)} should be {right[at]}, got {got[at]}.")
