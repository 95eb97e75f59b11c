"""Curves of trainings to diagnose: five families, made from laws, at scales that differ a hundredfold."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

SCALES = (30.0, 200.0, 1500.0)  # nats an image at the start: pictures of 8 x 8 pixels, of 28 x 28, in colour
Curves = dict[str, np.ndarray]


class Run(NamedTuple):
    """What vae.diagnose is asked, and the right answer."""

    name: str  # the right answer
    kind: str  # "plain" at each scale, else what is special
    curves: dict[str, list[float]]


def make_runs(seed: int) -> list[Run]:
    """Of each name three plain runs, one at each scale, and some others at scales in between."""
    rng = np.random.default_rng(1000 + seed)
    runs = []
    for name, (maker, others) in _FAMILIES.items():
        kinds = [(scale, "plain") for scale in SCALES] + [(10 ** rng.uniform(2, 3), kind) for kind in others]
        runs += [Run(name, kind, _listed(maker(_Law(rng, scale), kind))) for scale, kind in kinds]
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
        noisy[-1] = curve[-1] * 1.01  # above the lowest, so that comparing without a margin fails
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
    if kind == "high rate":
        rate = law.towards(0.04 * s, 0.8 * distortion[-1])
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
    if kind == "dear":  # means that are far from 0, and the same for all images
        rate = law.towards(1.2 * s, 1.5 * s)
    curves = {"distortion": distortion, "rate": rate, "test_distortion": 1.02 * distortion, "test_rate": rate}
    if kind == "worse on test":
        curves["test_distortion"] = curves["test_distortion"] * (1 + 0.3 * law.time)
    return {name: law.shaken(curve) for name, curve in curves.items()} | {"active": active}


def _unpriced(law: _Law, kind: str) -> Curves:
    s = law.scale
    distortion = law.towards(s, law.between(0.4, 0.5) * s)
    rate = s * (0.4 + law.between(1.2, 2.5) * np.sqrt(law.time))
    if kind == "barely":  # above the distortion at the end, and never above that of the start
        rate = s * (0.4 + law.between(0.2, 0.3) * np.sqrt(law.time))
    curves = {"distortion": distortion, "rate": rate, "test_distortion": 1.03 * distortion, "test_rate": rate}
    curves = {name: law.shaken(curve) for name, curve in curves.items()}
    curves["distortion"][-1] = curves["distortion"].min()  # it falls to the end
    return curves | {"active": np.full(law.epochs, 8)}


def _overfitted(law: _Law, kind: str) -> Curves:
    "The test distortion turns up a third of the way, or a half, and ends far above its best; or the test rate does."
    s = law.scale
    distortion = law.towards(s, law.between(0.25, 0.3) * s, 5)
    turn = law.between(0.25, 0.5)
    rise = (0.3 if kind == "slight" else 1) * law.between(0.25, 0.4) * s * ((law.time - turn) / (1 - turn)).clip(0)
    test = law.towards(s, 0.55 * s, 9)
    rate = law.towards(0.04 * s, 0.1 * s)
    curves = {"distortion": distortion, "rate": rate, "test_distortion": test + rise, "test_rate": 0.9 * rate}
    if kind == "test rate":
        curves |= {"test_distortion": test, "test_rate": 0.9 * rate + rise}
    return {name: law.shaken(curve) for name, curve in curves.items()} | {"active": np.full(law.epochs, 7)}


def _diverged(law: _Law, kind: str) -> Curves:
    "Learns at first; then jumps up and stays, or becomes NaN or infinite, somewhere or all over, and ends there."
    curves = _healthy(law, "plain")
    when = int(law.between(0.4, 0.6) * law.epochs)
    if kind == "infinite once":  # on test images, in an epoch that the others do not remember
        curves["test_rate"][when] = np.inf
        return curves
    jumps = {"plain": (2.5, 4), "slight": (1.2, 1.3), "dead": (2.5, 4)}  # a slight one ends below the first epoch
    if kind in jumps:
        jump = np.where(np.arange(law.epochs) < when, 1, law.between(*jumps[kind]))
        if kind == "dead":
            curves["active"] = np.where(np.arange(law.epochs) < when, curves["active"], 0)
        return {name: curve * (1 if name == "active" else jump) for name, curve in curves.items()}
    curves = {name: curve[: when + 1].astype(float) for name, curve in curves.items()}
    for name in NOT_FINITE[kind]:
        curves[name][-1] = np.nan if kind == "nan" else np.inf
    if "distortion" in NOT_FINITE[kind]:
        curves["active"][-1] = 0  # since NaN > 0.01 is False
    return curves


def _listed(curves: Curves) -> dict[str, list[float]]:
    return {name: curve.tolist() for name, curve in curves.items()}


NOT_FINITE = {  # which curves end so, by kind of a diverged run
    "nan": ("distortion", "test_distortion", "rate", "test_rate"),
    "infinite": ("distortion", "test_distortion", "rate", "test_rate"),
    "infinite rate": ("rate", "test_rate"),  # the exp of a large logvar
    "infinite on test": ("test_distortion", "test_rate"),
}
# A kind that its maker does not know is a plain run at a scale in between
_FAMILIES: dict[str, tuple[Callable[[_Law, str], Curves], list[str]]] = {
    "healthy": (_healthy, ["late", "low rate", "bump", "gap", "high rate"]),
    "nothing coded": (_nothing, ["faded", "faded", "faded", "dear", "worse on test"]),
    "unpriced": (_unpriced, ["more", "more", "more", "barely"]),
    "overfitted": (_overfitted, ["more", "more", "test rate", "slight"]),
    "diverged": (_diverged, ["slight", "dead", *NOT_FINITE, "infinite once"]),
}
