"""What students write for vae.diagnose, each with the slug that its check must answer with."""

import math
from itertools import pairwise

from gencourse.diagnosis import diagnose


def _bounds(run):
    train, test = (
        [d + r for d, r in zip(run[f"{of}distortion"], run[f"{of}rate"], strict=True)] for of in ("", "test_")
    )
    return train, test


def _is_broken(run):
    return not all(map(math.isfinite, run["distortion"]))


def _climbs(curve):
    return curve[-1] > 1.05 * min(curve)


def _equals_nan(run):
    broken = any(value == float("nan") for value in run["distortion"])
    if broken or _climbs([value for value in run["distortion"] if math.isfinite(value)]):
        return "diverged"
    return "healthy" if _is_broken(run) else diagnose(run)


def _dead_first(run):
    return "nothing coded" if run["active"][-1] == 0 else diagnose(run)


def _nan_alone(run):
    if _is_broken(run):
        return "diverged"
    found = diagnose(run)
    return "healthy" if found == "diverged" else found


def _infinity_is_fine(run):
    return "overfitted" if math.isinf(run["distortion"][-1]) else diagnose(run)


def _rates_unchecked(run):
    if _is_broken(run):
        return "diverged"
    return "unpriced" if run["rate"][-1] > run["distortion"][-1] else diagnose(run)


def _test_unchecked(run):
    broken = _is_broken(run) or not math.isfinite(run["rate"][-1])
    if broken or math.isfinite(run["test_rate"][-1]):
        return diagnose(run)
    return "overfitted"


def _test_distortion_alone(run):
    found = diagnose(run)
    if found not in ("overfitted", "healthy"):
        return found
    return "overfitted" if _climbs(run["test_distortion"]) else "healthy"


def _test_alone(run):
    return "overfitted" if _climbs(_bounds(run)[1]) and not _is_broken(run) else diagnose(run)


def _train_alone(run):
    found = diagnose(run)
    return "healthy" if found == "overfitted" else found


def _low_rate_is_fine(run):
    found = diagnose(run)
    return "healthy" if found == "nothing coded" else found


def _first_rate(run):
    return "nothing coded" if run["rate"][0] < 0.1 else diagnose(run)


def _five_percent_rate(run):
    few = not _is_broken(run) and run["rate"][-1] < 0.05 * run["distortion"][-1]
    return "nothing coded" if few else diagnose(run)


def _any_rise(run):
    rises = any(b > 1.2 * a for a, b in pairwise(_bounds(run)[0]))
    return "diverged" if rises and not run["rate"][-1] > run["distortion"][-1] else diagnose(run)


def _gap(run):
    found = diagnose(run)
    if found not in ("overfitted", "healthy"):
        return found
    return "overfitted" if run["test_distortion"][-1] > 1.2 * run["distortion"][-1] else "healthy"


def _without_a_margin(run):
    found = diagnose(run)
    return "overfitted" if found == "healthy" and run["test_rate"][-1] > min(run["test_rate"]) else found


def _distortion_alone(run):
    found = diagnose(run)
    return "healthy" if found == "unpriced" else found


def _test_before_the_price(run):
    found = diagnose(run)
    return "overfitted" if found == "unpriced" and _climbs(_bounds(run)[1]) else found


def _any_climb_diverges(run):
    train, _ = _bounds(run)
    return "diverged" if _is_broken(run) or _climbs(train) else diagnose(run)


def _twenty_nats(run):
    found = diagnose(run)
    if found in ("overfitted", "healthy"):
        return "overfitted" if run["test_distortion"][-1] - min(run["test_distortion"]) > 60 else "healthy"
    return found


def _hundred_nats_of_rate(run):
    found = diagnose(run)
    if found in ("unpriced", "healthy"):
        return "unpriced" if run["rate"][-1] > 150 else "healthy"
    return found


def _asked(run, rise=1.05, price=1.0, at=-1):
    "The lesson's rules with other numbers."
    curves = [run[name] for name in ("distortion", "rate", "test_distortion", "test_rate")]
    if not all(math.isfinite(value) for curve in curves for value in curve):
        return "diverged"
    if run["distortion"][-1] > rise * min(run["distortion"]):
        return "diverged"
    if run["active"][-1] == 0:
        return "nothing coded"
    if price * run["rate"][-1] > run["distortion"][at]:
        return "unpriced"
    bound = [distortion + rate for distortion, rate in zip(curves[2], curves[3], strict=True)]
    return "overfitted" if bound[-1] > 1.05 * min(bound) else "healthy"


def _last_epoch_alone(run):
    finite = all(math.isfinite(curve[-1]) for curve in run.values())
    epochs = [
        i for i in range(len(run["rate"])) if not finite or all(math.isfinite(curve[i]) for curve in run.values())
    ]
    return diagnose({name: [curve[i] for i in epochs] for name, curve in run.items()})


def _against_the_first(run):
    found = diagnose(run)
    finite = math.isfinite(sum(map(sum, run.values())))
    return "healthy" if finite and found == "diverged" and run["distortion"][-1] < run["distortion"][0] else found


def _dead_after_nan(run):
    "Finite first, and nothing else before nothing coded"
    if all(math.isfinite(nats) for nats in run["distortion"]) and run["active"][-1] == 0:
        return "nothing coded"
    return diagnose(run)


def _price_first(run):
    found = diagnose(run)
    return "unpriced" if found == "nothing coded" and run["rate"][-1] > run["distortion"][-1] else found


def _test_before_code(run):
    return "overfitted" if diagnose(run) == "nothing coded" and _climbs(_bounds(run)[1]) else diagnose(run)


def _isnan_alone(run):
    curves = ("distortion", "rate", "test_distortion", "test_rate")
    if any(math.isnan(nats) for name in curves for nats in run[name]):
        return "diverged"
    if not math.isfinite(run["rate"][-1]) and math.isfinite(run["distortion"][-1]):
        return "unpriced"
    return diagnose(run)


def _minima_added(run):
    found, (_, test) = diagnose(run), _bounds(run)
    best = min(run["test_distortion"]) + min(run["test_rate"])
    return "overfitted" if found == "healthy" and test[-1] > 1.05 * best else found


def _diverged_on_test(run):
    found = diagnose(run)
    return "diverged" if found in ("nothing coded", "overfitted") and _climbs(run["test_distortion"]) else found


WRONG = [
    ("test-alone-has-not-diverged", _diverged_on_test),
    ("diverged-not-first", _dead_after_nan),
    ("unpriced-before-nothing-coded", _price_first),
    ("overfitted-before-nothing-coded", _test_before_code),
    ("rate-not-checked", _isnan_alone),
    ("noise-is-no-turn", _minima_added),
    ("jump-not-seen", lambda run: _asked(run, rise=2)),
    ("price-not-compared", lambda run: _asked(run, price=2)),
    ("rate-not-looked-at", lambda run: _asked(run, at=0)),
    ("nan-not-seen", _equals_nan),
    ("nan-not-first", _dead_first),
    ("jump-not-seen", _nan_alone),
    ("infinity-not-seen", _infinity_is_fine),
    ("rate-not-checked", _rates_unchecked),
    ("test-not-checked", _test_unchecked),
    ("train-not-looked-at", _test_alone),
    ("train-curves-only", _train_alone),
    ("test-distortion-alone", _test_distortion_alone),
    ("low-rate-is-healthy", _low_rate_is_fine),
    ("first-epochs", _first_rate),
    ("low-rate-is-nothing", _five_percent_rate),
    ("one-bad-epoch", _any_rise),
    ("gap-is-no-turn", _gap),
    ("noise-is-no-turn", _without_a_margin),
    ("distortion-alone", _distortion_alone),
    ("rate-not-looked-at", _test_before_the_price),
    ("unpriced-is-not-diverged", _any_climb_diverges),
    ("absolute-threshold", _twenty_nats),
    ("absolute-threshold", _hundred_nats_of_rate),
    ("always-the-same", lambda run: "healthy"),
    ("unknown-name", lambda run: "overfit"),
    ("not-a-name", lambda run: None),
    ("last-epoch-alone", _last_epoch_alone),
    ("jump-not-seen", _against_the_first),
]
