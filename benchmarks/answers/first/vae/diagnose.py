# %% wrong: looks for nan and infinity in the training curves only, not in those of the test data
def diagnose(run):
    for name in ("distortion", "rate"):
        if not all(math.isfinite(v) for v in run[name]):
            return "diverged"
    if run["distortion"][-1] > 1.05 * min(run["distortion"]):
        return "diverged"
    if run["active"][-1] == 0:
        return "nothing coded"
    if run["rate"][-1] > run["distortion"][-1]:
        return "unpriced"
    bound = [d + r for d, r in zip(run["test_distortion"], run["test_rate"])]
    if bound[-1] > 1.05 * min(bound):
        return "overfitted"
    return "healthy"


# %% wrong: calls a run overfitted if the test bound ends 5 % above the training bound, instead of above its own lowest value
def diagnose(run):
    names = ("distortion", "rate", "test_distortion", "test_rate")
    if not all(math.isfinite(value) for name in names for value in run[name]):
        return "diverged"
    if run["distortion"][-1] > 1.05 * min(run["distortion"]):
        return "diverged"
    if run["active"][-1] == 0:
        return "nothing coded"
    if run["rate"][-1] > run["distortion"][-1]:
        return "unpriced"
    train_bound = run["distortion"][-1] + run["rate"][-1]
    test_bound = run["test_distortion"][-1] + run["test_rate"][-1]
    return "overfitted" if test_bound > 1.05 * train_bound else "healthy"


# %% wrong: compares with math.nan by ==, which is never true, so a curve of nan is not found (only infinity is)
def diagnose(run):
    for name in ("distortion", "rate", "test_distortion", "test_rate"):
        for value in run[name]:
            if value == math.nan or abs(value) == math.inf:
                return "diverged"
    if run["distortion"][-1] > 1.05 * min(run["distortion"]):
        return "diverged"
    if run["active"][-1] == 0:
        return "nothing coded"
    if run["rate"][-1] > run["distortion"][-1]:
        return "unpriced"
    bound = [d + r for d, r in zip(run["test_distortion"], run["test_rate"])]
    return "overfitted" if bound[-1] > 1.05 * min(bound) else "healthy"


# %% wrong: two mistakes: asks whether any epoch had no active latent instead of the last one, and takes the test distortion alone for the bound
def diagnose(run):
    names = ("distortion", "rate", "test_distortion", "test_rate")
    if not all(math.isfinite(value) for name in names for value in run[name]):
        return "diverged"
    if run["distortion"][-1] > 1.05 * min(run["distortion"]):
        return "diverged"
    if 0 in run["active"]:
        return "nothing coded"
    if run["rate"][-1] > run["distortion"][-1]:
        return "unpriced"
    curve = run["test_distortion"]
    return "overfitted" if curve[-1] > 1.05 * min(curve) else "healthy"


# %% right: curves as numpy arrays
import numpy as np


def diagnose(run):
    curves = {name: np.asarray(values, dtype=float) for name, values in run.items()}
    losses = ["distortion", "rate", "test_distortion", "test_rate"]

    def rose(curve):
        return curve[-1] > 1.05 * curve.min()

    if not np.isfinite(np.concatenate([curves[name] for name in losses])).all():
        return "diverged"
    if rose(curves["distortion"]):
        return "diverged"
    if not curves["active"][-1]:
        return "nothing coded"
    if curves["rate"][-1] > curves["distortion"][-1]:
        return "unpriced"
    if rose(curves["test_distortion"] + curves["test_rate"]):
        return "overfitted"
    return "healthy"


# %% right: a list of questions, each a function, and the first that says yes
def diagnose(run):
    losses = {k: torch.tensor(run[k], dtype=torch.float64) for k in run if k != "active"}
    end = {k: v[-1].item() for k, v in losses.items()}

    def up(curve):
        return bool(curve[-1] > 1.05 * curve.amin())

    questions = [
        ("diverged", lambda: any(not v.isfinite().all() for v in losses.values())),
        ("diverged", lambda: up(losses["distortion"])),
        ("nothing coded", lambda: run["active"][-1] == 0),
        ("unpriced", lambda: end["rate"] > end["distortion"]),
        ("overfitted", lambda: up(losses["test_distortion"] + losses["test_rate"])),
    ]
    return next((name for name, yes in questions if yes()), "healthy")
