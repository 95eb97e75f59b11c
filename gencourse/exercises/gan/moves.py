"""How the moves of a GAN's two steps are judged: the z that were drawn are known, and with them each exact gradient."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils import parameters_to_vector

from gencourse.exercises.core.exercise import Arrays, Mistake
from gencourse.exercises.core.record import expect
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.steps import STEP, name_the_standstill
from gencourse.exercises.gan.diary import BATCH, LATENT, RATE, STEPS, flatten, make_networks, real_batches
from gencourse.exercises.gan.slips import name_the_bounds, name_the_noise, name_the_optimizer

Losses = Callable[[nn.Module, Tensor, Tensor], Tensor]  # of D, real and fake


def judge_moves(
    observed: Arrays, seed: int, player: str, loss_of: Losses, returned_slips: Mapping[str, tuple[Losses, str]]
) -> None:
    """Raise the Mistake that is seen in how the weights moved, or in the loss that came back.

    returned_slips: by slug, another loss that people return though they step on the right one, and the sentence.
    """
    expect(observed, "moves", observed["moves"].shape)
    codes = expect(observed, "codes", [STEPS, BATCH, LATENT])
    name_the_noise(codes)
    steps = steps_of(observed, seed, BATCH)
    moves = observed["moves"]
    losses, right = descend(steps, player, loss_of)
    if not near(moves, right):
        # Of the player's own weights: the others do not move
        own, other = parts(moves, player)
        events = list(observed["events"])
        # Before the order: whoever steps another optimizer leaves no STEP in the diary
        name_the_optimizer(own, other, STEP in events, player)
        if events.count(STEP) > 1:
            raise Mistake(
                "several-steps",
                f"optimizer.step() runs {events.count(STEP)} times in one call: one step is asked for, down the "
                "gradient of the whole loss.",
            )
        name_the_standstill(events)
        starts = parts(observed["starts"].astype(np.float64), player)[0]
        name_the_bounds(starts, own, parts(right, player)[0], player, RATE)
        if not observed["passed on"]:
            raise Mistake(
                "fakes-not-judged",
                "what the generator made does not reach the discriminator as it is: the step is taken on the logits of "
                "its fakes, discriminator(generator(z)).",
            )
        raise Mistake("wrong-step", f"the {player}'s weights do not move down the gradient of its loss.")
    returned = expect(observed, "losses", [STEPS])
    if np.allclose(returned, losses, rtol=1e-4, atol=1e-5):
        return  # before the other losses, each of which is computed as the right one is
    ends = np.stack([start for start, *_ in steps]) + moves
    afterwards = [(end, *rest) for end, (_, *rest) in zip(ends, steps, strict=True)]
    fresh = torch.from_numpy(observed["codes again"].astype(np.float64))
    on_new_fakes = [(end, real, z) for (end, real, _), z in zip(afterwards, fresh, strict=True)]
    second = "you computed the loss a second time: return the one you stepped on."
    slips = [
        ("loss-after-the-step", descend(afterwards, player, loss_of)[0], second),
        ("loss-after-the-step", descend(on_new_fakes, player, loss_of)[0], f"{second} And it is of new fakes."),
        ("loss-returned-half", losses / 2, "the step is right, and half of its loss comes back: return loss.item()."),
        ("loss-returned-negative", -losses, "the step is right, and minus its loss comes back: return loss.item()."),
        (
            "loss-returned-summed",
            BATCH * losses,
            f"the step is right, and {BATCH} times its loss comes back: return it.",
        ),
    ]
    for slug, (other, sentence) in returned_slips.items():
        slips.append((slug, descend(steps, player, other)[0], sentence))
    otherwise = Mistake("wrong-loss", f"the first loss should be {losses[0]:.4f} nats, got {returned[0]:.4f}.")
    name_slip(returned, losses, slips, "loss", rtol=1e-4, atol=1e-5, otherwise=otherwise)


def steps_of(observed: Arrays, seed: int, batch: int) -> list[tuple[np.ndarray, Tensor, Tensor]]:
    """Return what each step had: the weights before it, real and the z that was drawn."""
    starts = observed["starts"].astype(np.float64)
    codes = torch.from_numpy(observed["codes"].astype(np.float64))
    return list(zip(starts, real_batches(seed, batch).double(), codes, strict=True))


def parts(moves: np.ndarray, player: str) -> list[np.ndarray]:
    "The moves of the player's own weights, and of the other's."
    parts = np.split(moves, [flatten(make_networks(0)["generator"]).size], axis=1)
    return parts if player == "generator" else parts[::-1]


def descend(steps: list, player: str, loss_of: Losses) -> tuple[np.ndarray, np.ndarray]:
    "The loss of each step, and the move of all weights down its gradient."
    losses, moves = [], []
    for flat, real, z in steps:
        networks = make_networks(0, flat)
        loss = loss_of(networks["discriminator"], real, networks["generator"](z))
        weights = list(networks[player].parameters())
        own = parameters_to_vector(torch.autograd.grad(loss, weights)).numpy()
        other = np.zeros(flat.size - own.size)
        losses.append(loss.item())
        moves.append(-RATE * np.concatenate([own, other] if player == "generator" else [other, own]))
    return np.array(losses), np.stack(moves)


def near(moves: np.ndarray, wanted: np.ndarray) -> bool:
    # A move is the difference of two float32 weights, so it has lost digits
    return bool(np.abs(moves - wanted).max() < 1e-6 + 2e-3 * np.abs(wanted).max())
