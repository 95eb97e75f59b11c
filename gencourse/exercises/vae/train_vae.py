"""vae.train_vae: a training with three planted faults, mended; told by the bound on digits that it has not seen."""

from __future__ import annotations

from typing import Any

from gencourse.builds.train_vae import train_vae
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake
from gencourse.exercises.vae.trained_pair import observe_pair, rate_and_distortion

# Nats per picture: mended 124.3 to 124.9; with sigma = exp(logvar) 131 to 132, with one eps a batch 138 to 140, with a
# KL that is averaged over the latents 159
ENOUGH = 128.0


def probe(attempt: Any, seed: int) -> Arrays:
    return observe_pair(attempt, seed)


def judge(observed: Arrays, seed: int) -> None:
    rate, distortion = rate_and_distortion(observed, seed)
    if rate + distortion <= ENOUGH:
        return
    said = (
        f"the negative bound is {rate + distortion:.1f} nats for a digit that it has not seen (reconstruction "
        f"{distortion:.1f}, KL {rate:.1f}), and at most {ENOUGH:.0f} are asked for"
    )
    if rate > 40:
        raise Mistake("kl-too-weak", f"{said}. The KL is large: the loss does not hold it as the bound does.")
    if rate < 1:
        raise Mistake("code-unused", f"{said}. The codes say nothing about the pictures.")
    raise Mistake(
        "bound-too-high",
        f"{said}. A fault is left. Compare each line with its formula: what is sigma, given logvar? For which pictures "
        "is one eps drawn? Over what is the KL summed?",
    )


EXERCISE = Exercise(
    name="vae.train_vae",
    points=3,
    lesson="vae",
    reference=train_vae,
    probe=probe,
    judge=judge,
    build=True,
)
