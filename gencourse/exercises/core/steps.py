"""What probes of a training step share: an optimizer that keeps a diary, and what is wrong with its order."""

from __future__ import annotations

from typing import Any

import torch

from gencourse.exercises.core.exercise import Mistake

ZERO, BACKWARD, STEP = range(3)
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


def name_the_order(events: list[int]) -> None:
    """Raise the Mistake that names what is missing or out of order in the first call; `events` happened in it."""
    # What is missing comes before what is out of order: index() finds only what is there
    if BACKWARD not in events:
        raise Mistake("no-backward", "no gradient was computed: call loss.backward() before optimizer.step().")
    if STEP not in events:
        raise Mistake("no-step", "the parameters never move: call optimizer.step() after loss.backward().")
    if ZERO not in events:
        raise Mistake(
            "no-zero-grad",
            "gradients add up from batch to batch: the first step is right, the second one is the sum of two. "
            "Call optimizer.zero_grad() before loss.backward().",
        )
    if events.index(STEP) < events.index(BACKWARD):
        raise Mistake(
            "step-before-backward",
            "you step before the gradient of this batch is there: the order is zero_grad, backward, step.",
        )
    if events.index(BACKWARD) < events.index(ZERO) < events.index(STEP):
        raise Mistake("zeroed-before-the-step", "zero_grad between backward and step wipes out what step needs.")
