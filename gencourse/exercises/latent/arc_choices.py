"""The arc of latent.slerp in stages, and what people do at each."""

from __future__ import annotations

from typing import Any

import numpy as np

from gencourse.exercises.core.choices import Choice, Stages


def arc(a: np.ndarray, b: np.ndarray, omega: float, t: np.ndarray) -> np.ndarray:
    """Return the points [T, D] of the arc between ends that are omega apart.  a, b: [D], t: [T, 1]"""
    return (np.sin((1 - t) * omega) * a + np.sin(t * omega) * b) / np.sin(omega)


def path_of(ends: Any, angle: float, times: np.ndarray, weights: Any, direction: int) -> np.ndarray:
    """Return the points [T, D] of one way through the stages."""
    a, b = ends[::direction]
    of_a, of_b = weights(times, angle)
    return of_a * a + of_b * b


def _alike(weight: Any) -> Any:
    "The weights of both ends by one rule, of the time that is left or gone."
    return lambda t, omega: (weight(1 - t, omega), weight(t, omega))


def stages_of(a: np.ndarray, b: np.ndarray, t: np.ndarray) -> Stages:
    """Return the ends, the angle between them, the times, and what weighs each end, as people take them."""
    norm_a, norm_b = np.linalg.norm(a), np.linalg.norm(b)
    raw, cosine = a @ b, a @ b / (np.linalg.norm(a) * np.linalg.norm(b))
    not_normalised = "the angle is wrong: divide a @ b by both norms before acos."
    return {
        "ends": [
            Choice((a, b)),
            Choice(
                (a / norm_a, b / norm_b),
                "ends-normalised",
                "the path should start at a itself, not at a / |a|: only the angle needs unit vectors.",
            ),
        ],
        "angle": [
            Choice(np.arccos(cosine)),
            Choice(np.arccos(np.clip(raw, -1, 1)), "angle-not-normalised", not_normalised),
            Choice(np.arccos(np.clip(raw / norm_a, -1, 1)), "angle-not-normalised", not_normalised),
            Choice(np.arccos(np.clip(raw / norm_b, -1, 1)), "angle-not-normalised", not_normalised),
            Choice(cosine, "cosine-for-angle", "this takes the cosine for the angle: omega is its acos."),
            Choice(np.arcsin(cosine), "asin-for-acos", "omega is the acos of a @ b / (|a| |b|), not the asin."),
            Choice(np.degrees(np.arccos(cosine)), "degrees", "torch.sin takes radians: leave out rad2deg."),
            Choice(np.arccos(cosine) / 2, "half-the-angle", "this takes half of the angle between a and b."),
        ],
        "times": [
            Choice(t),
            Choice(
                np.linspace(0, 1, len(t))[:, None],
                "even-times",
                "these are points at evenly spaced times: take those that are given, t.",
            ),
        ],
        "weights": [
            Choice(_alike(lambda s, omega: np.sin(s * omega) / np.sin(omega))),
            Choice(
                _alike(lambda s, omega: np.sin(s * omega)),
                "sine-forgotten",
                "at t = 0 the path should be a: divide both terms by sin(omega).",
            ),
            Choice(
                _alike(lambda s, _: s),
                "lerp-instead",
                "this is the straight line: on the arc the ends' weights are sines.",
            ),
            Choice(
                _alike(lambda s, omega: np.sin(s) * omega / np.sin(omega)),
                "angle-outside",
                "this is sin(t) * omega: the sine is taken of the product, sin(t * omega).",
            ),
            Choice(_alike(lambda s, omega: s * np.sin(omega) / omega), "angle-outside", "take the sine of t * omega."),
            Choice(
                _alike(lambda s, omega: np.sin(s * omega) / omega),
                "divided-by-the-angle",
                "both terms are divided by omega: divide them by sin(omega).",
            ),
            Choice(
                _alike(lambda s, omega: np.cos(s * omega) / np.cos(omega)),
                "cosines",
                "these are cosines: the weights of both ends are sines.",
            ),
            Choice(
                _alike(lambda s, omega: np.cos(s * omega) / np.sin(omega)),
                "cosines",
                "the weights of both ends are sines.",
            ),
            Choice(
                lambda t, omega: (np.sin((1 - t) * omega), np.sin(t * omega) / np.sin(omega)),
                "one-end-divided",
                "only the weight of b is divided by sin(omega): put brackets around the sum.",
            ),
            Choice(
                lambda t, omega: (np.cos(t * omega), np.sin(t * omega)),
                "as-for-a-right-angle",
                "cos(t * omega) a + sin(t * omega) b is the arc where a and b are at a right angle: here both weights "
                "are sines over sin(omega).",
            ),
        ],
        "direction": [Choice(1), Choice(-1, "reversed", "the path runs from b to a: at t = 0 it should be a.")],
    }
