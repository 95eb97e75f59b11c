"""What exercises on a training step share: an optimizer that keeps a diary, the order of its calls, a step's terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

from gencourse.exercises.core.exercise import Mistake
from gencourse.exercises.core.formula import Formula, Term

ZERO, BACKWARD, STEP = range(3)
BY_HAND = (
    "steps-by-hand",
    "the weights move as this optimizer moves them, but it was not asked: call optimizer.step(). Another one, such as "
    "Adam, steps otherwise.",
)
torch.optim.SGD([torch.zeros(1)], lr=0.1)  # the first optimizer makes torch load its compiler: not the learner's time


class Recorder(torch.optim.SGD):
    """Plain gradient descent that notes in `events` when it is asked to forget and to step."""

    def __init__(self, parameters: Any, events: list[int], lr: float) -> None:
        super().__init__(parameters, lr=lr)
        self.events = events

    def zero_grad(self, set_to_none: bool = True) -> None:
        self.events.append(ZERO)
        super().zero_grad(set_to_none)

    def step(self, closure: Any = None) -> Any:
        self.events.append(STEP)
        return super().step(closure)


def name_the_standstill(events: list[int]) -> None:
    """Raise the Mistake that names why the first call, in which `events` happened, does not move the weights."""
    # What is looked up by index() is there: what is missing was named before
    if BACKWARD not in events:
        raise Mistake("no-backward", "no gradient was computed: call loss.backward() before optimizer.step().")
    if STEP not in events:
        raise Mistake("no-step", "the parameters never move: call optimizer.step() after loss.backward().")
    if events.index(STEP) < events.index(BACKWARD):
        raise Mistake(
            "step-before-backward",
            "you step before the gradient of this batch is there: the order is zero_grad, backward, step.",
        )
    if ZERO in events and events.index(BACKWARD) < events.index(ZERO) < events.index(STEP):
        raise Mistake("zeroed-before-the-step", "zero_grad between backward and step wipes out what step needs.")


def step_formula(
    gradients: Mapping[str, np.ndarray],
    rate: float,
    *,
    also: Mapping[str, np.ndarray] | None = None,
    relatives: Mapping[str, Mapping[str, np.ndarray]] | None = None,
    units: Mapping[str, int] | None = None,
) -> Formula:
    """Return a step's change of the weights, a row for each weight and call, as -rate times the sum of the gradients.

    gradients: that of each term of the loss at the weights before the call. also: what is no part of the step and gets
    into it, such as the gradient of the call before. relatives: by the gradient's name, what stands in its place; to
    those of `common_relatives` they are added. Every array has the shape [calls, weights].
    """
    own = relatives or {}
    terms = [
        Term(name, 1.0, -rate * value.ravel(), _downhill(common_relatives(value, rate) | {**own.get(name, {})}, rate))
        for name, value in gradients.items()
    ]
    terms += [Term(name, 0.0, -rate * value.ravel()) for name, value in (also or {}).items()]
    return Formula(tuple(terms), units or {})


def common_relatives(gradient: np.ndarray, rate: float) -> dict[str, np.ndarray]:
    """Return what stands in place of any gradient, [calls, weights], by name."""
    length = np.linalg.norm(gradient, axis=-1, keepdims=True)
    return {
        "the gradient times the learning rate": rate * gradient,
        "the gradient's sign": np.sign(gradient),
        "the gradient scaled to length 1": gradient / np.maximum(length, 1e-12),
        "the gradient cut to a length of 1": gradient / np.maximum(length, 1),
    }


def _downhill(values: Mapping[str, np.ndarray], rate: float) -> dict[str, np.ndarray]:
    return {name: -rate * value.ravel() for name, value in values.items()}
