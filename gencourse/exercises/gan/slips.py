"""What goes wrong in the two steps of a GAN, in the words that the judges use."""

from __future__ import annotations

import numpy as np

from gencourse.exercises.core.exercise import Mistake
from gencourse.exercises.core.noise import judge_draws

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
