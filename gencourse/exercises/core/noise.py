"""Whether numbers may be independent draws from N(0, 1), and what gives them away if they are not."""

from __future__ import annotations

import math

import numpy as np

from gencourse.exercises.core.exercise import Mistake

ERRORS = 6.5  # standard errors of each bound: a right answer passes one of them with probability 1 - 1e-10
ENOUGH = 500  # draws in a column, from which shares and correlations are looked at


def judge_draws(eps: np.ndarray, what: str = "the noise", columns: str = "latents") -> None:
    """Raise the Mistake that says why eps: [N, d] are no independent draws from N(0, 1), if they are not.

    Mean, spread and shape of each column, then whether columns go together, and whether draws occur again. `columns`
    is what the columns are. With 500 draws or more in a column a right answer fails with probability below 1e-8.
    """
    judge_sharing(eps, what, columns)
    n = len(eps)
    mean, spread = eps.mean(0), eps.std(0)
    worst = int(np.abs(mean).argmax())
    if is_uniform(eps):
        raise Mistake("uniform-noise", f"{what} is spread evenly, as torch.rand gives it: N(0, 1) is torch.randn.")
    if abs(mean[worst]) > ERRORS / math.sqrt(n):
        raise Mistake("noise-mean", f"{what} has mean {mean[worst]:.2f}, and N(0, 1) has mean 0.")
    low, high = _spreads(n)
    for value in (spread.min(), spread.max()):
        if not low < value < high:
            raise Mistake("noise-spread", f"{what} has standard deviation {value:.2f}, and N(0, 1) has 1.")
    _judge_shape(eps, what)


def is_standard_normal(eps: np.ndarray) -> bool:
    """Whether judge_draws finds nothing."""
    try:
        judge_draws(eps)
    except Mistake:
        return False
    return True


def is_uniform(eps: np.ndarray) -> bool:
    """Whether each column of eps: [N, d] looks evenly spread over an interval, wherever that is and however wide."""
    spread = eps.std(0)
    if spread.min() < 1e-6 or len(eps) < 2_000:  # of fewer, a normal one's share may lie as low
        return False
    away = np.abs(eps - eps.mean(0))
    if np.any(away > 1.95 * spread):  # sqrt(3) if uniform, and some: a sigmoid of normal ones reaches further
        return False
    share = (away < spread).mean(0)  # 0.577 if uniform, 0.683 if normal
    # 5 standard errors: a share's is at most 1 / sqrt(4 N)
    return bool(np.all(np.abs(share - 1 / math.sqrt(3)) < 5 / math.sqrt(4 * len(eps))))


def show(numbers: np.ndarray) -> str:
    return "[" + ", ".join(f"{number:.2f}" for number in numbers) + "]"


def _judge_shape(eps: np.ndarray, what: str) -> None:
    n = len(eps)
    if n < ENOUGH:
        return
    for size in (1.0, 2.0):
        due = math.erf(size / math.sqrt(2))
        within = (np.abs(eps) < size + 1e-3).mean(0)  # what is cut off at 2 lies at 2, give or take its rounding
        worst = int(np.abs(within - due).argmax())
        if abs(within[worst] - due) > ERRORS * math.sqrt(due * (1 - due) / n):
            raise Mistake(
                "noise-shape",
                f"{what} has the right mean and spread, but {within[worst]:.1%} of it lies within {size:.0f} standard "
                f"deviation{'s' if size > 1 else ''} where N(0, 1) has {due:.1%}: draw it with torch.randn, and cut "
                "nothing off.",
            )


def judge_sharing(eps: np.ndarray, what: str, columns: str) -> None:
    """Raise the Mistake of noise that several columns share, or that occurs again further down, whatever its spread."""
    n, d = eps.shape
    spread = eps.std(0)
    if n < ENOUGH or spread.min() < 1e-6:
        return
    if d > 1:
        together = np.abs(np.corrcoef(eps.T) - np.eye(d)).max()
        if together > 8 / math.sqrt(n):  # for a few hundred pairs
            raise Mistake(
                "noise-shared",
                f"{what} of different {columns} goes together, with a correlation of {together:.2f}: every number "
                "needs a draw of its own.",
            )
    lengths = np.linalg.norm(eps, axis=1)
    if d > 1 and np.ptp(lengths) < 1e-3 * lengths.mean():
        raise Mistake(
            "noise-of-one-length",
            f"all rows of {what} have one length, {lengths.mean():.2f}, and those of N(0, I) differ: leave out the "
            "normalising.",
        )
    again = 1 - len(np.unique(np.abs(eps - eps.mean(0)).round(6)[:, 0])) / n
    if again > 0.1:  # of rounded draws one in a hundred may meet another
        low, high = eps[:, 0].min(), eps[:, 0].max()
        cut = np.isin(eps[:, 0], (low, high)).mean()
        if again - 0.05 < cut < 0.9:
            raise Mistake(
                "noise-cut-off",
                f"{cut:.0%} of {what} is {low:.2f} or {high:.2f} exactly, cut off there: leave out the clamp.",
            )
        raise Mistake(
            "noise-again",
            f"{again:.0%} of {what} occurs again, as it is or with its sign turned: draw as many as are asked for.",
        )


def _spreads(n: int) -> tuple[float, float]:
    "Between which the standard deviation of n draws lies (Wilson and Hilferty 1931, for chi-squared)."
    step = ERRORS * math.sqrt(2 / (9 * n))
    low, high = (max(1 - 2 / (9 * n) + sign * step, 0.0) ** 1.5 for sign in (-1, 1))
    return low, high
