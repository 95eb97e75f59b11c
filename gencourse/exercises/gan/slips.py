"""What goes wrong in the two steps of a GAN, in the words that the judges use."""

from __future__ import annotations

import numpy as np

from gencourse.exercises.core.exercise import Mistake
from gencourse.exercises.core.noise import judge_draws

OTHER_MOVES = {
    "generator": (
        "the discriminator moves in the generator's step, and learns to call fakes real: it helps the generator. Step "
        "the optimizer that you are handed, which holds the generator's weights and no others."
    ),
    "discriminator": (
        "the generator moves in the discriminator's step. Step the optimizer that you are handed, which holds the "
        "discriminator's weights and no others."
    ),
}


AS_IT_IS = "The step asked for takes the gradient as backward leaves it."


def name_the_optimizer(own: np.ndarray, other: np.ndarray, stepped: bool, player: str) -> None:
    """Raise the Mistake of whoever steps another optimizer than the one that was handed in.

    own, other: how the weights of the player and of the opponent moved; stepped: whether the one given was.
    """
    if np.any(other):
        raise Mistake("moves-the-other", OTHER_MOVES[player])
    if np.any(own) and not stepped:
        raise Mistake(
            "own-optimizer",
            "the weights move, and not by the optimizer that you are handed: call its step(), no other's, and change "
            "no weight by hand.",
        )


def name_the_bounds(starts: np.ndarray, moves: np.ndarray, right: np.ndarray, player: str, rate: float) -> None:
    """Raise the Mistake of weights or gradients that are cut to a range, or rescaled, before or after a right step.

    starts, moves, right: the player's weights before each step, how they moved and should have, [steps, weights].
    """

    def same(wanted: np.ndarray) -> bool:
        return bool(np.abs(moves - wanted).max() < 1e-6 + 2e-3 * np.abs(moves).max())

    ends = starts + moves
    bound = np.abs(ends).max()
    if same(np.clip(starts + right, -bound, bound) - starts):
        raise Mistake(
            "weights-clamped",
            f"the step is right, and then the {player}'s weights are cut to [{-bound:.3g}, {bound:.3g}]. Other GANs do "
            "that; here the weights stay where the step takes them.",
        )
    largest = np.abs(moves).max()
    if same(largest * np.sign(right)):
        raise Mistake(
            "gradient-changed",
            f"each weight moves by {largest / rate:.3g} times the learning rate: each number of the gradient is "
            f"clipped, or replaced by its sign. {AS_IT_IS}",
        )
    if same(np.clip(right, -largest, largest)):
        raise Mistake(
            "gradient-changed",
            f"no weight moves by more than {largest / rate:.3g} times the learning rate: the gradient is clipped, "
            f"number by number. {AS_IT_IS}",
        )
    length, due = (np.linalg.norm(x, axis=1, keepdims=True) for x in (moves, right))
    if same(right / due * length.max()):
        raise Mistake(
            "gradient-changed",
            f"the step is {length.max() / rate:.3g} times the learning rate long, and the gradient's length is "
            f"{due[0, 0] / rate:.3g}: it is clipped, or scaled to a length. {AS_IT_IS}",
        )
    if same(right * np.minimum(1, length.max() / due)):
        raise Mistake(
            "gradient-changed",
            f"no step is longer than {length.max() / rate:.3g} times the learning rate: the gradient is clipped to "
            f"this length. {AS_IT_IS}",
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
