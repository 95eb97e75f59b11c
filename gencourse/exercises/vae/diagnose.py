"""vae.diagnose: which slip explains what a learner says of the runs of curves.py."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch

from gencourse import diagnosis
from gencourse.diagnosis import NAMES
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.slips import Slip, name_slip
from gencourse.exercises.vae.curves import Run, make_runs
from gencourse.exercises.vae.diagnose_slips import SCALED_AFTER, SLIPS
from gencourse.exercises.vae.run_examples import EXAMPLES, index_of


def probe(attempt: Any, seed: int) -> Arrays:
    # call would copy tensors only, and these are lists
    said = [index_of(attempt(copy.deepcopy(run.curves))) for run in make_runs(seed)]
    return {"said": np.array(said, dtype=np.int64)}


def judge(observed: Arrays, seed: int) -> None:
    runs = make_runs(seed)
    if observed["said"].shape != (len(runs),) or not np.isin(observed["said"], range(len(NAMES))).all():
        raise Mistake("wrong-shape", f"there should be a name for each of {len(runs)} runs.")
    said = [NAMES[i] for i in observed["said"]]
    if len(set(said)) == 1:
        raise Mistake("always-the-same", f'all {len(runs)} runs got the name "{said[0]}": five kinds are among them.')
    right = [run.name for run in runs]
    wrong = [(run, name) for run, name in zip(runs, said, strict=True) if name != run.name]
    run, name = wrong[0] if wrong else (runs[0], right[0])
    name_slip(
        said,
        right,
        _explanations(runs, said, wrong),
        "names",
        near=lambda answer: answer is True or answer == said,
        otherwise=Mistake("wrong-diagnosis", f'a run that is "{run.name}" got "{name}": {_story(run)}.'),
    )


def _explanations(runs: list[Run], said: list[str], wrong: list[tuple[Run, str]]) -> Iterator[Slip]:
    "Slip by slip over all runs: the first of SLIPS that explains any answer is named."
    for slip in SLIPS:
        for run, name in wrong:
            yield slip.slug, slip.fits(run, name), slip.sentence.format(said=name, **_numbers(run))
        if slip.slug == SCALED_AFTER:
            yield from _scales(runs, said)


def _scales(runs: list[Run], said: list[str]) -> Iterator[Slip]:
    "A family that is known at one scale and not at another."
    for name in NAMES:
        plain = [
            (run, answer) for run, answer in zip(runs, said, strict=True) if (run.name, run.kind) == (name, "plain")
        ]
        missed = [(run, answer) for run, answer in plain if answer != name]
        if 0 < len(missed) < len(plain):
            run, answer = missed[0]
            sentence = (
                f'you know "{name}" at one scale and not at another: "{answer}" where {_story(run)}. Larger pictures '
                "cost more nats: compare curves with each other, not with a fixed number."
            )
            yield "absolute-threshold", True, sentence


def _numbers(run: Run) -> dict[str, str]:
    first, last = (
        {name.replace("test_", "t_"): f"{curve[i]:.4g}" for name, curve in run.curves.items()} for i in (0, -1)
    )
    best = {f"{name}_best": f"{min(run.curves[name]):.4g}" for name in ("distortion", "test_distortion")}
    bound = [nats + rate for nats, rate in zip(run.curves["test_distortion"], run.curves["test_rate"], strict=True)]
    best |= {"bound_best": f"{min(bound):.4g}", "bound_last": f"{bound[-1]:.4g}"}
    return {f"{k}_first": v for k, v in first.items()} | {f"{k}_last": v for k, v in last.items()} | best


def _story(run: Run) -> str:
    parts = [f"{name} goes from {c[0]:.4g} by {c[len(c) // 2]:.4g} to {c[-1]:.4g}" for name, c in run.curves.items()]
    return "; ".join(parts[:4])


def _short_run() -> dict[str, list[float]]:
    fall = [200 / (1 + 0.1 * epoch) for epoch in range(10)]
    rates = {"rate": [20.0] * 10, "test_rate": [21.0] * 10}
    return {"distortion": fall, "test_distortion": [1.1 * nats for nats in fall], **rates, "active": [8] * 10}


def _place(name: Any, run: Any) -> dict[str, Any]:
    return {"the name's place in the list": torch.tensor(index_of(name))}


EXERCISE = Exercise(
    name="vae.diagnose",
    points=2,
    lesson="vae_failures",
    reference=diagnosis.diagnose,
    probe=probe,
    judge=judge,
    examples=EXAMPLES,
    uses=(Use("for the lesson's runs of 10 epochs", lambda seed: (_short_run(),), look=_place),),
)
