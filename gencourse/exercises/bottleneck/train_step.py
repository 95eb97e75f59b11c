"""bottleneck.train_step: five steps that pull a point to the data, in a diary."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from gencourse import training
from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Terms, Use
from gencourse.exercises.core.formula import Formula
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.steps import BACKWARD, BY_HAND, STEP, Recorder, name_the_standstill, step_formula
from gencourse.exercises.core.uses import normal
from gencourse.models import Autoencoder

BATCHES, RATE = 5, 0.05


def _batches(seed: int) -> Tensor:
    "Batches of 5 rows with 4 numbers, or of 7 with 3: near where the point starts, and far from it."
    rows, numbers = ((5, 4), (7, 3))[seed % 2]
    noise = torch.randn(BATCHES, rows, numbers, generator=torch.Generator().manual_seed(seed))
    return 0.3 * noise + torch.tensor([2.0, 0.3, 1.5, 0.1, 1.0])[:, None, None]


def _start(seed: int) -> Tensor:
    "Where the point begins. From 0 its place would be the sum of all steps, and weight decay an old gradient."
    return torch.linspace(-0.2, 0.3, _batches(seed).shape[-1])


class _Middle(nn.Module):
    "The simplest model there is: one point, pulled to the middle of each batch."

    def __init__(self, start: Tensor, events: list[int]) -> None:
        super().__init__()
        self.point = nn.Parameter(start.clone())
        self.point.register_hook(lambda grad: events.append(BACKWARD))

    def forward(self, x: Tensor) -> Tensor:
        return self.point.expand_as(x)

    def loss(self, x: Tensor) -> dict[str, Tensor]:
        away = (x.mean(0) - self.point).abs().sum()  # a model may tell more than its loss
        return {"loss": (x - self.point).square().sum(1).mean(), "away": away}


def probe(attempt: Any, seed: int) -> Arrays:
    events: list[int] = []
    batches = _batches(seed)
    model = _Middle(_start(seed), events)
    optimizer = Recorder(model.parameters(), events, RATE)
    losses, points, first_events, graph = [], [], [], False
    for x in batches:
        loss = call(attempt, model, optimizer, x)
        graph = graph or (isinstance(loss, Tensor) and loss.requires_grad)
        losses.append(record(loss, "number", "the loss").reshape(-1))
        points.append(record(model.point))
        first_events = first_events or events[:]  # of the first call alone: `events` goes on
    return {
        "losses": np.concatenate(losses).astype(np.float64),
        "points": np.stack(points),
        "events": np.asarray(first_events, dtype=np.int64),
        "graph": np.asarray(graph),
    }


def judge(observed: Arrays, seed: int) -> None:
    if not observed["graph"]:
        _judge_steps(observed, seed)
        return
    kept = "the loss you return still carries its graph, and a list of them fills the memory: return loss.item()."
    try:
        _judge_steps(observed, seed)
    except Mistake as mistake:
        if not mistake.slug.startswith("wrong-"):  # what has no name yet waits until this is mended
            raise Mistake(f"{mistake.slug}+keeps-the-graph", f"2 things: (1) {mistake.sentence} (2) {kept}") from None
    raise Mistake("keeps-the-graph", kept)


def _judge_steps(observed: Arrays, seed: int) -> None:
    batches = _batches(seed).double().numpy()
    rows, numbers = batches.shape[1:]
    start = _start(seed).double().numpy()
    losses, points = [], [start]
    for x in batches:
        losses.append(_loss(x, points[-1]))
        points.append(points[-1] - RATE * 2 * (points[-1] - x.mean(0)))  # the loss's gradient, by hand
    got = expect(observed, "points", [BATCHES, numbers])
    near = np.isclose(got, points[1:], rtol=0, atol=2e-6)  # a little weight decay shows, float32's rounding does not
    if not near.all():
        if np.array_equal(got[0], start):  # it did not move, and the order of the calls may tell why
            name_the_standstill(list(observed["events"]))
        if near[0].all():
            raise Mistake(
                "wrong-later-step",
                "the first step is right, and a later one is not: what does one call leave to the next?",
            )
        at = int(np.argmin(near[0]))
        due, moved = points[1][at] - start[at], got[0, at] - start[at]
        raise Mistake(
            "wrong-step", f"the first step should move weight {at} by {due:.4f}, and moves it by {moved:.4f}."
        )
    if STEP not in observed["events"]:
        raise Mistake(*BY_HAND)
    returned = expect({"the losses": observed["losses"]}, "the losses", [BATCHES])
    later = [_loss(x, point) for x, point in zip(batches, points[1:], strict=True)]
    right = np.array(losses)
    slips = [
        ("loss-after-the-step", later, "you computed the loss again after the step: return the one you stepped on."),
        ("loss-times-rows", right * rows, "the step is right, and the loss you return is multiplied by len(x)."),
        ("loss-over-rows", right / rows, "the step is right, and the loss you return is divided by len(x)."),
    ]
    slips += [
        ("loss-rounded", right.round(digits), "the loss you return is rounded: leave it as it is.")
        for digits in range(3)
    ]
    otherwise = Mistake("wrong-loss", f"the first loss should be {losses[0]:.4f}, got {returned[0]:.4f}.")
    name_slip(returned, right, slips, "loss", rtol=1e-4, atol=0, otherwise=otherwise)


def _loss(x: np.ndarray, point: np.ndarray) -> float:
    return float(((x - point) ** 2).sum(1).mean())


ITS_OWN_LOSS = 'The loss is model.loss(x)["loss"], as it is.'
OLD_GRADIENT = "torch adds each new gradient to the old one: optimizer.zero_grad() comes before loss.backward()."

# What a teacher adds to what the terms say of a step
HINTS = {
    "gradient-missing": "Does backward() come before step(), with no zero_grad between the two?",
    "gradient-sign": "The optimizer walks downhill by itself: hand it the loss, not minus the loss.",
    "gradient-twice": "Is there one backward() and one step() in a call?",
    "gradient-summed-over-rows": ITS_OWN_LOSS,
    "gradient-divided-by-rows": ITS_OWN_LOSS,
    "gradient-averaged-over-features": ITS_OWN_LOSS,
    "gradient-times-learning-rate-for-gradient": "The optimizer multiplies by its learning rate itself.",
    "gradient-weight": "Is the loss multiplied by a number, or a learning rate written in?",
    "gradient's-sign-for-gradient-weight": "Adam's first step is one: is a new optimizer made in each call? Step with "
    "the one that is handed over.",
    "gradient-of-all-that-model.loss-returns-added-up-for-gradient": ITS_OWN_LOSS,
    "sum-of-gradients-of-earlier-calls-added": OLD_GRADIENT,
    "gradient-missing+sum-of-gradients-of-earlier-calls-added": "The order is zero_grad, backward, step.",
    "sum-of-gradients-of-two-steps-for-gradient": "One call takes one step.",
    "sum-of-gradients-of-a-step-for-each-row-for-gradient": "One call takes one step, for all rows together.",
}


def _read(observed: Arrays, seed: int) -> tuple[np.ndarray, Formula] | None:
    "The steps of all calls. Where the first call moves nothing, the order of its calls tells more."
    batches = _batches(seed).double().numpy()
    rows, numbers = batches.shape[1:]
    points = observed["points"].astype(np.float64)
    start = _start(seed).double().numpy()
    if points.shape != (BATCHES, numbers) or np.array_equal(points[0], start):
        return None
    before = np.concatenate([start[None], points[:-1]])
    gradients = 2 * (before - batches.mean(1))  # of each call's loss, at the weights that it found
    earlier = np.concatenate([np.zeros((1, numbers)), gradients.cumsum(0)[:-1]])
    distance = np.sqrt([[_loss(x, point)] for x, point in zip(batches, before, strict=True)])
    formula = step_formula(
        {"the gradient": gradients},
        RATE,
        also={"the sum of the gradients of earlier calls": earlier, "weight decay": before},
        relatives={
            "the gradient": {
                "the gradient of the loss's root": gradients / (2 * distance),
                "the gradient of the loss's square": gradients * 2 * distance**2,
                "the gradient of the loss's logarithm": gradients / distance**2,
                "the gradient of all that model.loss returns, added up,": gradients + np.sign(before - batches.mean(1)),
                "the gradient of the first row alone": 2 * (before - batches[:, 0]),
                "the sum of the gradients of two steps": gradients * (2 - 2 * RATE),
                "the sum of the gradients of a step for each row": _row_by_row(before, batches),
            }
        },
        units={"rows": rows, "features": numbers},
    )
    return (points - before).ravel(), formula._replace(averages=("rows",))


def _row_by_row(before: np.ndarray, batches: np.ndarray) -> np.ndarray:
    point = before
    for row in batches.swapaxes(0, 1):
        point = point - RATE * 2 * (point - row)
    return (before - point) / RATE


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


def _small(*rows: list[float]) -> Callable[[], tuple[Any, ...]]:
    def arguments() -> tuple[Any, ...]:
        model = _Middle(torch.zeros(len(rows[0])), [])
        return model, torch.optim.SGD(model.parameters(), lr=0.1), torch.tensor(rows)

    return arguments


def _after(loss: Any, model: nn.Module, optimizer: Any, x: Tensor) -> dict[str, Any]:
    return {"w": next(model.parameters()), "the loss that is returned": loss}


EXERCISE = Exercise(
    name="bottleneck.train_step",
    points=2,
    lesson="bottleneck",
    reference=training.train_step,
    probe=probe,
    judge=judge,
    examples=(
        Example(
            _small([1.0], [3.0]),
            given="w = 0 and the rows x = [[1], [3]], with the loss (w - x)^2, averaged, and a learning rate of 0.1",
            look=_after,
        ),
        Example(
            _small([1.0, 2.0]),
            given="w = [0, 0] and one row x = [1, 2], with the loss |w - x|^2, a learning rate of 0.1 and two calls",
            look=_after,
            within=2e-5,
            calls=2,
        ),
    ),
    terms=Terms("the step goes down a gradient, and in yours", probe, _read, HINTS),
    uses=(
        Use("for the lesson's signals of 1,000 numbers", lambda seed: _lessons(seed, 100), look=_moved, number=True),
        Use("for a batch of one", lambda seed: _lessons(seed, 1), look=_moved, number=True),
    ),
)
