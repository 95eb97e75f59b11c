"""What the numbers of the cures explorer say: a title, rows of numbers, and one sentence, all from the numbers."""

from __future__ import annotations

from gencourse.widgets.cures.data import CuresData, Numbers
from gencourse.widgets.kit.words import digits, short

TITLES = {
    "neither": "Neither: an autoencoder",
    "loss": "The loss alone",
    "noise": "Noise alone",
    "both": "Both: a variational autoencoder",
}


def when(data: CuresData, moment: int) -> str:
    """Return "after epoch 10 of 30", or without epochs "snapshot 3 of 12"."""
    if not data.epochs:
        return f"snapshot {moment + 1} of {data.moments}"
    return f"after epoch {data.epochs[moment]:g} of {data.epochs[-1]:g}" if data.epochs[moment] else "before training"


def rows(data: CuresData, name: str, moment: int) -> list[tuple[str, str]]:
    """Return the numbers of a snapshot with their names."""
    numbers = data.runs[name][moment].numbers
    noisy = numbers.sigma is not None
    listed = [
        ("Spread of the codes (std)", short(numbers.spread)),
        ("Sigma of a code (median)", short(numbers.sigma) if numbers.sigma is not None else "no noise"),
        ("Sigma / spread", _share(numbers.ratio) if numbers.ratio is not None else "–"),
        ("N(0, I) covered by ellipses", f"{100 * numbers.covered:.0f} %" if noisy else "–"),
        ("KL to N(0, I), nats" if noisy else "KL, were sigma 1, nats", short(numbers.kl)),
    ]
    if numbers.distortion is not None:
        listed.append(("Distortion, nats", f"{numbers.distortion:.1f}"))
    return listed


def sentence(data: CuresData, name: str, moment: int) -> str:
    """Return what one sees in the numbers of this snapshot and those before it, whatever the run is called."""
    past = [snapshot.numbers for snapshot in data.runs[name][: moment + 1]]
    if past[-1].sigma is None:
        return _of_points(data, past)
    return _of_regions(data, past)


def _share(ratio: float) -> str:
    return f"{100 * ratio:.0f} %" if 0.1 <= ratio <= 1 else f"{short(ratio)} times" if ratio > 1 else _percent(ratio)


def _percent(share: float) -> str:
    return "under 0.001 %" if share < 1e-5 else f"{digits(100 * share, 2)} %"


def _of_points(data: CuresData, past: list[Numbers]) -> str:
    now, spreads = past[-1], [numbers.spread for numbers in past]
    between = "Each is a point: training asks nothing of the places between."
    peak = max(range(len(past)), key=spreads.__getitem__)
    if now.spread < 0.95 * spreads[peak]:
        was = f"their spread was {short(spreads[peak])} {_at(data, peak)} and is {short(now.spread)} now"
        return f"The codes shrink: {was}. {between}"
    if now.spread > 1.5:
        grows = len(past) > 1 and now.spread > 1.02 * spreads[(3 * len(past) - 3) // 4]
        have = "are flying apart" if grows else "have flown apart"
        return f"The codes {have}: their spread is {short(now.spread)}, where N(0, I) has 1. {between}"
    return f"The codes have a spread of {short(now.spread)}, where N(0, I) has 1. {between}"


def _of_regions(data: CuresData, past: list[Numbers]) -> str:
    now, ratios = past[-1], [numbers.ratio or 0.0 for numbers in past]
    ratio = ratios[-1]
    if ratio < 0.01:
        return (
            f"The noise is still on, but {_bought_off(now)}: at {_percent(ratio)} of the spread it no longer matters."
        )
    if ratio > 1:
        times = f"{short(ratio)} times" if ratio < 20 else "many times"
        return f"The ellipses are {times} as wide as the codes are spread: a code says little about its image."
    cover = f"all {data.count:,} ellipses cover {100 * now.covered:.0f} %"
    if ratio < 0.05:
        before = max((i for i, r in enumerate(ratios) if r <= 1), key=ratios.__getitem__)
        if ratios[before] < 2 * ratio:
            return f"The noise is small: sigma is {_percent(ratio)} of the spread, and {cover} of N(0, I)."
        was = f"sigma was {_share(ratios[before])} of the spread {_at(data, before)} and is {_percent(ratio)} now"
        return f"The noise counts for less and less: {was}; {cover} of N(0, I)."
    whole = f"codes and noise together have a spread of {short(now.whole)}, where N(0, I) has 1"
    if now.covered > 0.75:
        return f"Each code is a region, and together they tile N(0, I): {cover} of it; {whole}."
    return f"Each code is a region, {_share(ratio)} as wide as the codes are spread: {cover} of N(0, I); {whole}."


def _bought_off(now: Numbers) -> str:
    "Beside the spread the noise can vanish in two ways."
    sigma = now.sigma or 0.0
    if sigma >= 0.1:
        return "the codes have moved far apart"
    shrunk = f"sigma has shrunk to {short(sigma)}"
    return f"the codes have moved apart and {shrunk}" if now.spread > 1.5 else shrunk


def _at(data: CuresData, moment: int) -> str:
    return when(data, moment).split(" of ")[0] if data.epochs else f"at {when(data, moment)}"
