"""vae.train_at_rate: a VAE with the rate that was asked for, reached in one run."""

from __future__ import annotations

from typing import Any

from gencourse.builds.train_vae import train_at_rate
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake
from gencourse.exercises.vae.trained_pair import observe_pair, rate_and_distortion

# Two rates, so that no single beta will do, and the nats of rate and distortion together that each may cost
ASKED = {8.0: 146.0, 14.0: 132.0}  # the course's version: 140 to 142, and 128 to 129
WITHIN = 0.75  # nats


def probe(attempt: Any, seed: int) -> Arrays:
    found = {}
    for asked in ASKED:
        found |= {f"{name} at {asked:g}": array for name, array in observe_pair(attempt, seed, asked).items()}
    return found


def judge(observed: Arrays, seed: int) -> None:
    for asked, most in ASKED.items():
        own = {name: observed[f"{name} at {asked:g}"] for name in ("mean", "logvar", "logits")}
        rate, distortion = rate_and_distortion(own, seed)
        if abs(rate - asked) > WITHIN:
            more = "a larger" if rate > asked else "a smaller"
            raise Mistake(
                "another-rate",
                f"asked for a rate of {asked:g} nats, it comes to {rate:.1f} on digits that it has not seen: {more} "
                "beta was needed. Let each batch's KL correct beta while it trains.",
            )
        if rate + distortion > most:
            raise Mistake(
                "distortion-too-high",
                f"the rate of {rate:.1f} nats is as asked, but with the distortion it is {rate + distortion:.1f}, and "
                f"at most {most:.0f} are asked for. Either the training was too short, or beta jumps from batch to "
                "batch and disturbs it: correct it gently.",
            )


EXERCISE = Exercise(
    name="vae.train_at_rate",
    points=3,
    lesson="vae_failures",
    reference=train_at_rate,
    probe=probe,
    judge=judge,
    build=True,
)
