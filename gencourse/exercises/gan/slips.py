"""What goes wrong in the two steps of a GAN, in the words that the judges use."""

from __future__ import annotations

import numpy as np
from torch import Tensor, nn
from torch.nn.functional import softplus

from gencourse.exercises.core.exercise import Mistake
from gencourse.exercises.core.noise import judge_draws
from gencourse.models.gan import discriminator_loss, generator_loss

STALE = (
    "the step adds gradients that another step left behind: the other player's backward passes through this network "
    "too. Call optimizer.zero_grad(), of the optimizer that steps, right before loss.backward()."
)
OTHER_MOVES = {
    "generator": (
        "the discriminator moves in the generator's step, and learns to call fakes real: it helps the forger. Step the "
        "optimizer that you are handed, which holds the generator's weights and no others."
    ),
    "discriminator": (
        "the generator moves in the discriminator's step. Step the optimizer that you are handed, which holds the "
        "discriminator's weights and no others."
    ),
}
SCALES = {
    "halved": (
        "your step is half as long as it should be: the mean over the data and the mean over the fakes are added, as "
        "discriminator_loss does, not averaged."
    ),
    "summed-over-the-batch": "your step is too long, once for each sample: average the loss over the batch.",
}
DISCRIMINATOR_SLIPS = {
    "labels-swapped": (
        "your discriminator learns to call data fake and fakes real: data gets softplus(-logit), label 1, and fakes "
        "softplus(logit), label 0."
    ),
    "sigmoid-twice": "you apply a sigmoid before the loss: the discriminator returns logits, and the loss wants them.",
    "uphill": "you climb the loss: discriminator_loss is to be made small, leave out the minus.",
    "real-forgotten": "the discriminator sees fakes only, and would call everything fake: real data belongs in too.",
    "fakes-forgotten": "the discriminator sees data only, and would call everything real: the fakes belong in too.",
    "generators-loss": (
        "this is the generator's loss: your discriminator learns to call fakes real. Here it is its own that is asked "
        "for, discriminator_loss(real_logits, fake_logits)."
    ),
}
GENERATOR_SLIPS = {
    "fake-detached": (
        "the generator does not move: its fakes were cut off by .detach() or no_grad. Here the gradient has to pass "
        "through the discriminator to the generator."
    ),
    "saturating": (
        "you step down log(1 - D), the saturating loss, whose gradient vanishes where the discriminator is sure: here "
        "the non-saturating one is asked for, generator_loss(fake_logits)."
    ),
    "helps-the-discriminator": (
        "you step down the discriminator's loss on fakes, label 0, so the forger makes its fakes worse: "
        "generator_loss(fake_logits) has label 1."
    ),
    "sigmoid-twice": "you apply a sigmoid before the loss: the discriminator returns logits, and the loss wants them.",
    "uphill": "you climb the loss: generator_loss is to be made small, leave out the minus.",
}


def discriminators_loss(d: nn.Module, real: Tensor, fake: Tensor, slip: str) -> Tensor:
    """D's loss, if made with this slip, or with none ("")."""
    logits, sign = [d(real), d(fake.detach())], -1 if slip in ("labels-swapped", "uphill") else 1
    if slip == "sigmoid-twice":
        logits = [logit.sigmoid() for logit in logits]
    if slip == "uphill":
        return -discriminator_loss(*logits)
    if slip == "generators-loss":
        return generator_loss(logits[1])
    # Written out: discriminator_loss has no place for a slip
    parts = softplus(-sign * logits[0]).mean(), softplus(sign * logits[1]).mean()
    return (slip != "real-forgotten") * parts[0] + (slip != "fakes-forgotten") * parts[1]


def generators_loss(d: nn.Module, real: Tensor, fake: Tensor, slip: str) -> Tensor:
    """G's loss, if made with this slip, or with none ("")."""
    logits = d(fake.detach() if slip == "fake-detached" else fake)
    if slip == "sigmoid-twice":
        logits = logits.sigmoid()
    sign = -1 if slip in ("helps-the-discriminator", "uphill") else 1
    if slip == "helps-the-discriminator":
        return softplus(logits).mean()
    return sign * generator_loss(logits, saturating=slip == "saturating")


def name_the_optimizer(own: np.ndarray, other: np.ndarray, stepped: bool, player: str) -> None:
    """Raise the Mistake of whoever steps another optimizer than the one that was handed in.

    own, other: how the weights of the player and of the opponent moved; stepped: whether the one given was.
    """
    if np.any(other):
        raise Mistake("moves-the-other", OTHER_MOVES[player])
    if np.any(own) and not stepped:
        raise Mistake(
            "own-optimizer",
            "you step an optimizer of your own, made anew in each call: step the one that you are handed.",
        )


def name_the_noise(codes: np.ndarray) -> None:
    """Raise the Mistake that names noise which is not N(0, 1), or not new for each fake and each step.

    codes: [steps, B, latent_dim]. A right answer fails with a probability below 1e-9.
    """
    first = codes[0]
    if np.ptp(first, axis=0).max() < 1e-6:
        raise Mistake("one-noise-for-all", "all fakes come from the same z: draw one for each, torch.randn(n, ...).")
    if np.ptp(first, axis=1).max() < 1e-6:
        raise Mistake("one-number-a-code", "all numbers of a code are equal: draw latent_dim of them.")
    if np.abs(first - codes[1]).max() < 1e-6:
        raise Mistake("same-noise-again", "two steps drew the same z: do not seed inside the function.")
    if codes.min() >= 0:
        raise Mistake("uniform-noise", "no z is negative: torch.randn draws from N(0, 1), torch.rand does not.")
    judge_draws(codes.reshape(-1, 1), "z")
