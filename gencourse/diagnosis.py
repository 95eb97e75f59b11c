"""What a training run of a VAE shows in its curves."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

NAMES = ("healthy", "nothing coded", "unpriced", "overfitted", "diverged")


def diagnose(run: Mapping[str, Sequence[float]]) -> str:
    """Return which of NAMES the curves of a VAE's training show.

    run: "distortion" and "rate" on the training data, "test_distortion" and "test_rate", in nats per image and above
    0, and "active", how many latent dimensions are in use: each a list with a number for each epoch.
    """
    nats = [*run["distortion"], *run["rate"], *run["test_distortion"], *run["test_rate"]]
    # First of all: NaN makes no unit active. The distortion alone: an unpriced bound climbs too
    if not all(map(math.isfinite, nats)) or _climbs(run["distortion"]):
        return "diverged"
    if run["active"][-1] == 0:
        return "nothing coded"
    if run["rate"][-1] > run["distortion"][-1]:  # before the test bound, which climbs with such a rate
        return "unpriced"
    test_bound = [d + r for d, r in zip(run["test_distortion"], run["test_rate"], strict=True)]
    return "overfitted" if _climbs(test_bound) else "healthy"


def _climbs(curve: Sequence[float]) -> bool:
    "Whether it ends 5 % above its lowest point: less is noise."
    return curve[-1] > 1.05 * min(curve)
