"""bottleneck.train_step: three steps that pull a point to the data, in a diary."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from gencourse import training
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.steps import BACKWARD, Recorder, name_the_order
from gencourse.exercises.core.uses import normal
from gencourse.models import Autoencoder

BATCHES, RATE = 3, 0.1


def _batches(seed: int) -> Tensor:
    # Around 1: the point, which starts at 0, has somewhere to go
    return torch.randn(BATCHES, 5, 4, generator=torch.Generator().manual_seed(seed)) + 1


class _Middle(nn.Module):
    "The simplest model there is: one point, pulled to the middle of each batch."

    def __init__(self, events: list[int]) -> None:
        super().__init__()
        self.point = nn.Parameter(torch.zeros(4))
        self.point.register_hook(lambda grad: events.append(BACKWARD))

    def loss(self, x: Tensor) -> dict[str, Tensor]:
        return {"loss": (x - self.point).square().sum(1).mean()}


def probe(attempt: Any, seed: int) -> Arrays:
    events: list[int] = []
    model = _Middle(events)
    optimizer = Recorder(model.parameters(), events, RATE)
    losses, points, first_events = [], [], []
    for x in _batches(seed):
        loss = call(attempt, model, optimizer, x)
        if isinstance(loss, Tensor) and loss.requires_grad:
            raise Mistake(
                "keeps-the-graph",
                "the loss you return still carries its graph, and a list of them fills the memory: return loss.item().",
            )
        losses.append(record(loss, "number", "the loss").reshape(-1))
        points.append(record(model.point))
        first_events = first_events or events[:]  # of the first call alone: `events` goes on
    return {
        "losses": np.concatenate(losses).astype(np.float64),
        "points": np.stack(points),
        "events": np.asarray(first_events, dtype=np.int64),
    }


def judge(observed: Arrays, seed: int) -> None:
    batches = _batches(seed).double().numpy()
    losses, points = [], [np.zeros(4)]
    for x in batches:
        losses.append(((x - points[-1]) ** 2).sum(1).mean())
        points.append(points[-1] - RATE * 2 * (points[-1] - x.mean(0)))  # the loss's gradient, by hand
    got = expect(observed, "points", [BATCHES, 4])
    if not np.allclose(got, points[1:], atol=1e-4):
        name_the_order(list(observed["events"]))
        raise Mistake(
            "wrong-step", "the parameters do not move as gradient descent moves them: one step for each call."
        )
    returned = expect({"the losses": observed["losses"]}, "the losses", [BATCHES])
    if np.allclose(returned, losses, rtol=1e-4):
        return
    later = [((x - point) ** 2).sum(1).mean() for x, point in zip(batches, points[1:], strict=True)]
    if np.allclose(returned, later, rtol=1e-4):
        raise Mistake(
            "loss-after-the-step", "you computed the loss again after the step: return the one you stepped on."
        )
    raise Mistake("wrong-loss", f"the first loss should be {losses[0]:.4f}, got {returned[0]:.4f}.")


def _lessons(seed: int, batch: int) -> tuple[nn.Module, torch.optim.Optimizer, Tensor]:
    "A linear autoencoder of signals of 1,000 numbers, as the lesson has it."
    encoder, decoder = nn.Linear(1000, 10), nn.Linear(10, 1000)
    with torch.no_grad():
        for k, weight in enumerate([*encoder.parameters(), *decoder.parameters()]):
            weight.copy_(0.03 * normal(seed + k, *weight.shape))
    model = Autoencoder(encoder, decoder, latent_dim=10)
    return model, torch.optim.SGD(model.parameters(), lr=1e-4), normal(seed, batch, 1000)


def _moved(loss: Any, model: nn.Module, optimizer: Any, x: Tensor) -> dict[str, Any]:
    return {"the loss": loss, "the encoder's weights": next(model.parameters())}


EXERCISE = Exercise(
    name="bottleneck.train_step",
    points=2,
    lesson="bottleneck",
    reference=training.train_step,
    probe=probe,
    judge=judge,
    uses=(
        Use("for the lesson's signals of 1,000 numbers", lambda seed: _lessons(seed, 100), look=_moved, number=True),
        Use("for a batch of one", lambda seed: _lessons(seed, 1), look=_moved, number=True),
    ),
)
