"""vae.diagnose: which slip explains what a learner says of the runs of curves.py."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import torch

from gencourse import diagnosis
from gencourse.diagnosis import NAMES
from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.slips import Slip, name_slip
from gencourse.exercises.vae.curves import Run, make_runs
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
    "Slip by slip over all runs: the first of _SLIPS that explains any answer is named."
    for slip in _SLIPS:
        for run, name in wrong:
            yield slip.slug, slip.fits(run, name), slip.sentence.format(said=name, **_numbers(run))
        if slip.slug == _SCALED_AFTER:
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
    return {f"{k}_first": v for k, v in first.items()} | {f"{k}_last": v for k, v in last.items()} | best


def _story(run: Run) -> str:
    parts = [f"{name} goes from {c[0]:.4g} by {c[len(c) // 2]:.4g} to {c[-1]:.4g}" for name, c in run.curves.items()]
    return "; ".join(parts[:4])


class _Explanation(NamedTuple):
    slug: str
    fits: Callable[[Run, str], bool]
    sentence: str


def _confusion(name: str, kind: str | None = None, said: str | None = None) -> Callable[[Run, str], bool]:
    "Whether a run of this name and kind got that name, or any wrong one."

    def fits(run: Run, answer: str) -> bool:
        return run.name == name and kind in (None, run.kind) and said in (None, answer)

    return fits


_SCALED_AFTER = "infinity-not-seen"  # a fixed threshold would pass for one of the slips that follow
_SLIPS = [
    _Explanation(
        "nan-not-first",
        _confusion("diverged", "nan", "nothing coded"),
        'a run that ends in NaN got "nothing coded": no unit counts as active there, since NaN > 0.01 is False. Ask '
        "math.isfinite before anything else: NaN == NaN is False, too.",
    ),
    _Explanation(
        "nan-not-seen",
        _confusion("diverged", "nan"),
        'a run that ends in NaN got "{said}". Every comparison with NaN is False, even NaN == NaN: ask '
        "math.isfinite before you compare.",
    ),
    _Explanation(
        "infinity-not-seen",
        _confusion("diverged", "infinite"),
        'a run whose distortion ends at infinity got "{said}": ask math.isfinite first, which knows NaN and infinity.',
    ),
    _Explanation(
        "train-not-looked-at",
        _confusion("diverged", "plain", "overfitted"),
        "the test curves of a run jump up, but so does the distortion of its training data, from {distortion_best} to "
        "{distortion_last}: that is no overfitting, it diverged.",
    ),
    _Explanation(
        "jump-not-seen",
        lambda run, answer: run.name == "diverged" and run.kind in ("plain", "slight"),
        'the distortion of a run reached {distortion_best} and ends at {distortion_last}, and it got "{said}". A last '
        "value says nothing alone: compare it with the lowest one.",
    ),
    _Explanation(
        "rate-not-checked",
        _confusion("diverged", "infinite rate"),
        'a run whose rate ends at infinity got "{said}", since its distortion is a number still: ask math.isfinite of '
        "the rates too.",
    ),
    _Explanation(
        "test-not-checked",
        _confusion("diverged", "infinite on test"),
        'a run that is finite on its training data and infinite on test images got "{said}": ask math.isfinite of all '
        "four curves.",
    ),
    _Explanation(
        "last-epoch-alone",
        _confusion("diverged", "infinite once"),
        'a run whose test rate is infinite in one epoch and finite at the end got "{said}": ask math.isfinite of every '
        "epoch of all four curves.",
    ),
    _Explanation(
        "low-rate-is-healthy",
        _confusion("nothing coded", None, "healthy"),
        'a run got "healthy" whose rate ends at {rate_last} nats, with {active_last} active units: its code says '
        "nothing of the image, and the distortion stays near {distortion_last}.",
    ),
    _Explanation(
        "first-epochs",
        _confusion("healthy", "late", "nothing coded"),
        "the rate of a run is near 0 for some epochs and ends at {rate_last} nats: judge by the last epoch.",
    ),
    _Explanation(
        "low-rate-is-nothing",
        _confusion("healthy", "low rate", "nothing coded"),
        "a rate of {rate_last} nats and {active_last} active units is little, but not nothing: the distortion fell "
        "from {distortion_first} to {distortion_last}.",
    ),
    _Explanation(
        "noise-is-no-turn",
        _confusion("healthy", "plain", "overfitted"),
        'a healthy run got "overfitted": curves shake by a percent or so, and the last value is seldom the lowest. '
        "Allow a few percent.",
    ),
    _Explanation(
        "one-bad-epoch",
        _confusion("healthy", "bump"),
        'a healthy run with one bad epoch, after which it goes on as before, got "{said}": compare the last value with '
        "the lowest, and allow a few percent for noise.",
    ),
    _Explanation(
        "gap-is-no-turn",
        _confusion("healthy", "gap"),
        'a run whose test images are harder from the first epoch on got "{said}". Overfitting is a test curve that '
        "turns up: look at the whole curve, not at its distance from the other.",
    ),
    _Explanation(
        "train-curves-only",
        lambda run, answer: (run.name, answer) == ("overfitted", "healthy") and run.kind in ("plain", "slight"),
        'a run got "healthy" whose test distortion turned up, from {test_distortion_best} to {t_distortion_last}, '
        "while that of its training data fell: look at the test curves too.",
    ),
    _Explanation(
        "test-distortion-alone",
        _confusion("overfitted", "test rate"),
        'a run got "{said}" whose test rate climbs to {t_rate_last} nats: the test distortion alone does not show it, '
        "the bound does, distortion + rate.",
    ),
    _Explanation(
        "price-not-compared",
        _confusion("healthy", "high rate", "unpriced"),
        'a run got "unpriced" whose rate ends at {rate_last} nats, below its distortion of {distortion_last}: compare '
        "the two as they are.",
    ),
    _Explanation(
        "distortion-alone",
        _confusion("unpriced", None, "healthy"),
        'a run got "healthy" whose distortion falls to {distortion_last}, but whose rate climbs to {rate_last} nats: '
        "its code costs more than the pixels it explains.",
    ),
    _Explanation(
        "rate-not-looked-at",
        _confusion("unpriced", None, "overfitted"),
        "the test bound of a run climbs, but so does the bound of its training data: the rate climbs to {rate_last} "
        "nats, and no one pays for it. That is unpriced.",
    ),
    _Explanation(
        "unpriced-is-not-diverged",
        _confusion("unpriced", None, "diverged"),
        "the bound of a run climbs, but its distortion falls to the end, to {distortion_last}: it did not diverge, its "
        "rate of {rate_last} nats is unpriced.",
    ),
]


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
