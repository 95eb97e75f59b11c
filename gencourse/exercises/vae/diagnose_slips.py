"""What explains that a run of curves.py got a wrong name, in the order of the lesson's questions."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from gencourse.exercises.vae.curves import Run


class Explanation(NamedTuple):
    slug: str
    fits: Callable[[Run, str], bool]
    sentence: str


def _confusion(name: str, kind: str | None = None, said: str | None = None) -> Callable[[Run, str], bool]:
    "Whether a run of this name and kind got that name, or any wrong one."

    def fits(run: Run, answer: str) -> bool:
        return run.name == name and kind in (None, run.kind) and said in (None, answer)

    return fits


SCALED_AFTER = "infinity-not-seen"  # a fixed threshold would pass for one of the slips that follow
SLIPS = [
    Explanation(
        "nan-not-first",
        _confusion("diverged", "nan", "nothing coded"),
        'a run that ends in NaN got "nothing coded": no unit counts as active there, since NaN > 0.01 is False. Ask '
        "math.isfinite before anything else: NaN == NaN is False, too.",
    ),
    Explanation(
        "nan-not-seen",
        _confusion("diverged", "nan"),
        'a run that ends in NaN got "{said}". Every comparison with NaN is False, even NaN == NaN: ask '
        "math.isfinite before you compare.",
    ),
    Explanation(
        "infinity-not-seen",
        _confusion("diverged", "infinite"),
        'a run whose distortion ends at infinity got "{said}": ask math.isfinite first, which knows NaN and infinity.',
    ),
    Explanation(
        "train-not-looked-at",
        _confusion("diverged", "plain", "overfitted"),
        "the test curves of a run jump up, but so does the distortion of its training data, from {distortion_best} to "
        "{distortion_last}: that is no overfitting, it diverged.",
    ),
    Explanation(
        "jump-not-seen",
        lambda run, answer: run.name == "diverged" and run.kind in ("plain", "slight"),
        'the distortion of a run fell to {distortion_best} and ends at {distortion_last}, and it got "{said}". Compare '
        "the last value with the lowest of the whole curve.",
    ),
    Explanation(
        "rate-not-checked",
        _confusion("diverged", "infinite rate"),
        'a run whose distortion is finite and whose rate ends at infinity got "{said}": ask math.isfinite of the rates '
        "too. math.isnan does not know infinity.",
    ),
    Explanation(
        "test-not-checked",
        _confusion("diverged", "infinite on test"),
        'a run that is finite on its training data and infinite on test images got "{said}": ask math.isfinite of all '
        "four curves.",
    ),
    Explanation(
        "last-epoch-alone",
        _confusion("diverged", "infinite once"),
        'a run whose test rate is infinite in one epoch and finite at the end got "{said}": ask math.isfinite of every '
        "epoch of all four curves.",
    ),
    Explanation(
        "diverged-not-first",
        _confusion("diverged", "dead"),
        'a run got "{said}" that ends with no active latent, but with a distortion of {distortion_last} after one of '
        '{distortion_best}: the table asks for "diverged" first.',
    ),
    Explanation(
        "unpriced-before-nothing-coded",
        _confusion("nothing coded", "dear", "unpriced"),
        'a run got "unpriced" that ends with no active latent, and with a rate above the distortion: the table asks '
        'for "nothing coded" first.',
    ),
    Explanation(
        "overfitted-before-nothing-coded",
        _confusion("nothing coded", "worse on test", "overfitted"),
        'a run got "overfitted" that ends with no active latent, and with a bound on test data that rose: the table '
        'asks for "nothing coded" first.',
    ),
    Explanation(
        "low-rate-is-healthy",
        _confusion("nothing coded", None, "healthy"),
        'a run got "healthy" whose rate ends at {rate_last} nats, with {active_last} active units: its code says '
        "nothing of the image, and the distortion stays near {distortion_last}.",
    ),
    Explanation(
        "first-epochs",
        _confusion("healthy", "late", "nothing coded"),
        "the rate of a run is near 0 for some epochs and ends at {rate_last} nats: judge by the last epoch.",
    ),
    Explanation(
        "low-rate-is-nothing",
        _confusion("healthy", "low rate", "nothing coded"),
        "a rate of {rate_last} nats and {active_last} active units is little, but not nothing: the distortion fell "
        "from {distortion_first} to {distortion_last}.",
    ),
    Explanation(
        "noise-is-no-turn",
        _confusion("healthy", "plain", "overfitted"),
        'a healthy run got "overfitted", whose bound on test data (distortion + rate of one epoch) is {bound_best} at '
        "its lowest and {bound_last} at the end: no 5 % more. Curves shake, and the last value is seldom the lowest.",
    ),
    Explanation(
        "one-bad-epoch",
        _confusion("healthy", "bump"),
        'a healthy run with one bad epoch, after which it goes on as before, got "{said}": compare the last value with '
        "the lowest, and allow a few percent for noise.",
    ),
    Explanation(
        "gap-is-no-turn",
        _confusion("healthy", "gap"),
        'a run whose test images are harder from the first epoch on got "{said}". Overfitting is a test curve that '
        "turns up: look at the whole curve, not at its distance from the other.",
    ),
    Explanation(
        "train-curves-only",
        lambda run, answer: (run.name, answer) == ("overfitted", "healthy") and run.kind in ("plain", "slight"),
        'a run got "healthy" whose test distortion turned up, from {test_distortion_best} to {t_distortion_last}, '
        "while that of its training data fell: look at the test curves too.",
    ),
    Explanation(
        "test-distortion-alone",
        _confusion("overfitted", "test rate"),
        'a run got "{said}" whose test rate climbs to {t_rate_last} nats: the test distortion alone does not show it, '
        "the bound does, distortion + rate.",
    ),
    Explanation(
        "price-not-compared",
        _confusion("healthy", "high rate", "unpriced"),
        'a run got "unpriced" whose rate ends at {rate_last} nats, below its distortion of {distortion_last}: compare '
        "the two as they are.",
    ),
    Explanation(
        "distortion-alone",
        _confusion("unpriced", None, "healthy"),
        'a run got "healthy" whose distortion falls to {distortion_last}, but whose rate climbs to {rate_last} nats: '
        "its code costs more than the pixels it explains.",
    ),
    Explanation(
        "rate-not-looked-at",
        _confusion("unpriced", None, "overfitted"),
        "the test bound of a run climbs, but so does the bound of its training data: the rate climbs to {rate_last} "
        "nats, and no one pays for it. That is unpriced.",
    ),
    Explanation(
        "unpriced-is-not-diverged",
        _confusion("unpriced", None, "diverged"),
        "the bound of a run climbs, but its distortion falls to the end, to {distortion_last}: it did not diverge, its "
        "rate of {rate_last} nats is unpriced.",
    ),
    Explanation(
        "test-alone-has-not-diverged",
        lambda run, answer: run.name in ("nothing coded", "overfitted") and answer == "diverged",
        'a run got "diverged" whose training distortion ends at {distortion_last}, near its lowest of '
        "{distortion_best}: what rises on test data alone has not diverged.",
    ),
]
