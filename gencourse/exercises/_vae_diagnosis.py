"""Probe and judge of vae.diagnose: five families of curves, made from laws, at scales that differ a hundredfold."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from gencourse.diagnosis import NAMES
from gencourse.exercises._core import Arrays, Mistake
from gencourse.exercises._record import describe

SCALES = (30.0, 200.0, 1500.0)  # nats an image at the start: pictures of 8 x 8 pixels, of 28 x 28, in colour
Curves = dict[str, np.ndarray]


class _Run(NamedTuple):
    name: str  # the right answer
    kind: str  # "plain" at each scale, else what is special
    curves: dict[str, list[float]]


def probe_diagnose(attempt: Any, seed: int) -> Arrays:
    said = [_index(attempt(copy.deepcopy(run.curves))) for run in _runs(seed)]
    return {"said": np.array(said, dtype=np.int64)}


def _index(answer: Any) -> int:
    names = ", ".join(f'"{name}"' for name in NAMES)
    if not isinstance(answer, str):
        end = " Does every path of your function end with a return?" if answer is None else ""
        raise Mistake("not-a-name", f"the answer should be one of {names}, got {describe(answer)}.{end}")
    if answer not in NAMES:
        raise Mistake("unknown-name", f"the answer should be one of {names}, got {answer[:40]!r}.")
    return NAMES.index(answer)


def judge_diagnose(observed: Arrays, seed: int) -> None:
    runs = _runs(seed)
    if observed["said"].shape != (len(runs),) or not np.isin(observed["said"], range(len(NAMES))).all():
        raise Mistake("wrong-shape", f"there should be a name for each of {len(runs)} runs.")
    said = [NAMES[i] for i in observed["said"]]
    if len(set(said)) == 1:
        raise Mistake("always-the-same", f'all {len(runs)} runs got the name "{said[0]}": five kinds are among them.')
    wrong = [(run, name) for run, name in zip(runs, said, strict=True) if name != run.name]
    if not wrong:
        return
    for slip in _SLIPS:
        for run, name in wrong:
            if slip.fits(run, name):
                raise Mistake(slip.slug, slip.sentence.format(said=name, **_numbers(run)))
        if slip.slug == _SCALED_AFTER:
            _name_the_scale(runs, said)
    run, name = wrong[0]
    raise Mistake("wrong-diagnosis", f'a run that is "{run.name}" got "{name}": {_story(run)}.')


def _name_the_scale(runs: list[_Run], said: list[str]) -> None:
    "A family that is known at one scale and not at another."
    for name in NAMES:
        plain = [
            (run, answer) for run, answer in zip(runs, said, strict=True) if (run.name, run.kind) == (name, "plain")
        ]
        missed = [(run, answer) for run, answer in plain if answer != name]
        if 0 < len(missed) < len(plain):
            run, answer = missed[0]
            raise Mistake(
                "absolute-threshold",
                f'you know "{name}" at one scale and not at another: "{answer}" where {_story(run)}. Larger pictures '
                "cost more nats: compare curves with each other, not with a fixed number.",
            )


def _numbers(run: _Run) -> dict[str, str]:
    first, last = (
        {name.replace("test_", "t_"): f"{curve[i]:.4g}" for name, curve in run.curves.items()} for i in (0, -1)
    )
    best = {f"{name}_best": f"{min(run.curves[name]):.4g}" for name in ("distortion", "test_distortion")}
    return {f"{k}_first": v for k, v in first.items()} | {f"{k}_last": v for k, v in last.items()} | best


def _story(run: _Run) -> str:
    parts = [f"{name} goes from {c[0]:.4g} by {c[len(c) // 2]:.4g} to {c[-1]:.4g}" for name, c in run.curves.items()]
    return "; ".join(parts[:4])


# ---- the slips ----


class _Slip(NamedTuple):
    slug: str
    fits: Callable[[_Run, str], bool]
    sentence: str


def _confusion(name: str, kind: str | None = None, said: str | None = None) -> Callable[[_Run, str], bool]:
    "Whether a run of this name and kind got that name, or any wrong one."

    def fits(run: _Run, answer: str) -> bool:
        return run.name == name and kind in (None, run.kind) and said in (None, answer)

    return fits


_SCALED_AFTER = "infinity-not-seen"
_SLIPS = [
    _Slip(
        "nan-not-first",
        _confusion("diverged", "nan", "nothing coded"),
        'a run that ends in NaN got "nothing coded": no unit counts as active there, since NaN > 0.01 is False. Ask '
        "for NaN before anything else, with math.isfinite.",
    ),
    _Slip(
        "nan-not-seen",
        _confusion("diverged", "nan"),
        'a run that ends in NaN got "{said}". Every comparison with NaN is False, even NaN == NaN: ask '
        "math.isfinite before you compare.",
    ),
    _Slip(
        "infinity-not-seen",
        _confusion("diverged", "infinite"),
        'a run whose distortion ends at infinity got "{said}": ask math.isfinite, which knows NaN and infinity.',
    ),
    _Slip(
        "train-not-looked-at",
        _confusion("diverged", "plain", "overfitted"),
        "the test curves of a run jump up, but so does the distortion of its training data, from {distortion_best} to "
        "{distortion_last}: that is no overfitting, it diverged.",
    ),
    _Slip(
        "jump-not-seen",
        _confusion("diverged", "plain"),
        'the distortion of a run reached {distortion_best} and ends at {distortion_last}, and it got "{said}". A last '
        "value says nothing alone: compare it with the lowest one.",
    ),
    _Slip(
        "low-rate-is-healthy",
        _confusion("nothing coded", None, "healthy"),
        'a run got "healthy" whose rate ends at {rate_last} nats, with {active_last} active units: its code says '
        "nothing of the image, and the distortion stays near {distortion_last}.",
    ),
    _Slip(
        "first-epochs",
        _confusion("healthy", "late", "nothing coded"),
        "the rate of a run is near 0 for some epochs and ends at {rate_last} nats: judge by the last epoch.",
    ),
    _Slip(
        "low-rate-is-nothing",
        _confusion("healthy", "low rate", "nothing coded"),
        "a rate of {rate_last} nats and {active_last} active units is little, but not nothing: the distortion fell "
        "from {distortion_first} to {distortion_last}.",
    ),
    _Slip(
        "noise-is-no-turn",
        _confusion("healthy", "plain", "overfitted"),
        'a healthy run got "overfitted": curves shake by a percent or so, and the last value is seldom the lowest. '
        "Allow a few percent.",
    ),
    _Slip(
        "one-bad-epoch",
        _confusion("healthy", "bump"),
        'a healthy run with one bad epoch, after which it goes on as before, got "{said}": compare the last value with '
        "the lowest, and allow a few percent for noise.",
    ),
    _Slip(
        "gap-is-no-turn",
        _confusion("healthy", "gap"),
        'a run whose test images are harder from the first epoch on got "{said}". Overfitting is a test curve that '
        "turns up: look at the whole curve, not at its distance from the other.",
    ),
    _Slip(
        "train-curves-only",
        _confusion("overfitted", None, "healthy"),
        'a run got "healthy" whose test distortion turned up, from {test_distortion_best} to {t_distortion_last}, '
        "while that of its training data fell: look at the test curves too.",
    ),
    _Slip(
        "distortion-alone",
        _confusion("unpriced", None, "healthy"),
        'a run got "healthy" whose distortion falls to {distortion_last}, but whose rate climbs to {rate_last} nats: '
        "its code costs more than the pixels it explains.",
    ),
    _Slip(
        "rate-not-looked-at",
        _confusion("unpriced", None, "overfitted"),
        "the test bound of a run climbs, but so does the bound of its training data: the rate climbs to {rate_last} "
        "nats, and no one pays for it. That is unpriced.",
    ),
    _Slip(
        "unpriced-is-not-diverged",
        _confusion("unpriced", None, "diverged"),
        "the bound of a run climbs, but its distortion falls to the end, to {distortion_last}: it did not diverge, its "
        "rate of {rate_last} nats is unpriced.",
    ),
]


# ---- the curves ----


def _runs(seed: int) -> list[_Run]:
    "Of each name three plain runs, one at each scale, and some others at scales in between."
    rng = np.random.default_rng(1000 + seed)
    runs = []
    for name, (maker, others) in _FAMILIES.items():
        kinds = [(scale, "plain") for scale in SCALES] + [(10 ** rng.uniform(2, 3), kind) for kind in others]
        runs += [_Run(name, kind, _listed(maker(_Law(rng, scale), kind))) for scale, kind in kinds]
    return runs


class _Law:
    "Curves over 20 to 40 epochs for pictures that cost about `scale` nats."

    def __init__(self, rng: np.random.Generator, scale: float) -> None:
        self.rng = rng
        self.scale = scale * rng.uniform(0.8, 1.2)
        self.epochs = int(rng.integers(20, 41))
        self.time = np.linspace(0, 1, self.epochs)

    def between(self, low: float, high: float) -> float:
        return float(self.rng.uniform(low, high))

    def shaken(self, curve: np.ndarray) -> np.ndarray:
        "With noise of up to 0.6 %, the last value 1 % above the curve."
        noisy = curve * (1 + self.rng.uniform(-0.006, 0.006, self.epochs))
        noisy[-1] = curve[-1] * 1.01
        return noisy

    def towards(self, start: float, end: float, speed: float = 7.0) -> np.ndarray:
        "From start to end, exponentially."
        return end + (start - end) * np.exp(-speed * self.time)


def _healthy(law: _Law, kind: str) -> Curves:
    s, late = law.scale, law.time < 0.3
    distortion = law.towards(s, law.between(0.45, 0.6) * s)
    rate = law.towards(0.04 * s, law.between(0.12, 0.2) * s)
    active = np.full(law.epochs, law.rng.integers(4, 9))
    if kind == "late":
        distortion, rate, active = (np.where(late, v, c) for v, c in ((s, distortion), (0.002, rate), (0, active)))
    if kind == "low rate":
        distortion, rate, active = law.towards(s, 0.7 * s), law.towards(0.01 * s, 0.03 * s), active * 0 + 2
    harder = 1.3 if kind == "gap" else 1.03
    curves = {"distortion": distortion, "rate": rate, "test_distortion": harder * distortion, "test_rate": rate}
    if kind == "bump":
        bad = 1 + 0.5 * (np.arange(law.epochs) == int(law.between(0.5, 0.8) * law.epochs))
        curves = {name: curve * bad for name, curve in curves.items()}
    return {name: law.shaken(curve) for name, curve in curves.items()} | {"active": active}


def _nothing(law: _Law, kind: str) -> Curves:
    "The distortion of a mean image; in half of the runs something is coded at first."
    s = law.scale
    distortion = law.towards(1.1 * s, s, 30)
    rate = law.towards(0.02 * s if kind == "faded" else 0.05, law.between(0.001, 0.02), 12)
    active = np.where((law.time < 0.3) & (kind == "faded"), 3, 0)
    curves = {"distortion": distortion, "rate": rate, "test_distortion": 1.02 * distortion, "test_rate": rate}
    return {name: law.shaken(curve) for name, curve in curves.items()} | {"active": active}


def _unpriced(law: _Law, kind: str) -> Curves:
    s = law.scale
    distortion = law.towards(s, law.between(0.4, 0.5) * s)
    rate = s * (0.4 + law.between(1.2, 2.5) * np.sqrt(law.time))
    curves = {"distortion": distortion, "rate": rate, "test_distortion": 1.03 * distortion, "test_rate": rate}
    curves = {name: law.shaken(curve) for name, curve in curves.items()}
    curves["distortion"][-1] = curves["distortion"].min()  # it falls to the end
    return curves | {"active": np.full(law.epochs, 8)}


def _overfitted(law: _Law, kind: str) -> Curves:
    "The test distortion turns up a third of the way, or a half, and ends far above its best."
    s = law.scale
    distortion = law.towards(s, law.between(0.25, 0.3) * s, 5)
    turn = law.between(0.25, 0.5)
    rise = law.between(0.25, 0.4) * s * ((law.time - turn) / (1 - turn)).clip(0)
    test = law.towards(s, 0.55 * s, 9) + rise
    rate = law.towards(0.04 * s, 0.1 * s)
    curves = {"distortion": distortion, "rate": rate, "test_distortion": test, "test_rate": 0.9 * rate}
    return {name: law.shaken(curve) for name, curve in curves.items()} | {"active": np.full(law.epochs, 7)}


def _diverged(law: _Law, kind: str) -> Curves:
    "Learns at first; then jumps up and stays, or becomes NaN or infinite and ends there, as `fit` does."
    curves = _healthy(law, "plain")
    when = int(law.between(0.4, 0.6) * law.epochs)
    if kind == "plain":
        jump = np.where(np.arange(law.epochs) < when, 1, law.between(2.5, 4))
        return {name: curve * (1 if name == "active" else jump) for name, curve in curves.items()}
    curves = {name: curve[: when + 1].astype(float) for name, curve in curves.items()}
    for name in ("distortion", "test_distortion", "rate", "test_rate"):
        curves[name][-1] = np.nan if kind == "nan" else np.inf
    curves["active"][-1] = 0
    return curves


def _listed(curves: Curves) -> dict[str, list[float]]:
    return {name: curve.tolist() for name, curve in curves.items()}


_FAMILIES: dict[str, tuple[Callable[[_Law, str], Curves], list[str]]] = {
    "healthy": (_healthy, ["late", "low rate", "bump", "gap"]),
    "nothing coded": (_nothing, ["faded"] * 3),
    "unpriced": (_unpriced, ["more"] * 3),
    "overfitted": (_overfitted, ["more"] * 3),
    "diverged": (_diverged, ["nan", "nan", "infinite"]),
}
