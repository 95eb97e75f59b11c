# %% wrong: takes the lowest test distortion and the lowest test rate each for itself and adds them: their sum may lie below every bound of the run
def diagnose(run):
    """Return the name of what the curves show.  run: lists of one number per epoch, see the table above"""
    for name in ("distortion", "rate", "test_distortion", "test_rate"):
        if not all(math.isfinite(value) for value in run[name]):
            return "diverged"
    if run["distortion"][-1] > 1.05 * min(run["distortion"]):
        return "diverged"
    if run["active"][-1] == 0:
        return "nothing coded"
    if run["rate"][-1] > run["distortion"][-1]:
        return "unpriced"
    last = run["test_distortion"][-1] + run["test_rate"][-1]
    lowest = min(run["test_distortion"]) + min(run["test_rate"])
    if last > 1.05 * lowest:
        return "overfitted"
    return "healthy"


# %% wrong: judges overfitting by the gap between the bounds on test and on training data at the end instead of by the test bound's own rise
def diagnose(run):
    """Return the name of what the curves show.  run: lists of one number per epoch, see the table above"""
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


# %% wrong: asks whether there was ever an epoch without an active latent instead of looking at the end, so a slow start is called "nothing coded"
def diagnose(run):
    """Return the name of what the curves show.  run: lists of one number per epoch, see the table above"""
    names = ("distortion", "rate", "test_distortion", "test_rate")
    if not all(math.isfinite(value) for name in names for value in run[name]):
        return "diverged"
    if run["distortion"][-1] > 1.05 * min(run["distortion"]):
        return "diverged"
    if min(run["active"]) == 0:
        return "nothing coded"
    if run["rate"][-1] > run["distortion"][-1]:
        return "unpriced"
    bound = [d + r for d, r in zip(run["test_distortion"], run["test_rate"], strict=True)]
    if bound[-1] > 1.05 * min(bound):
        return "overfitted"
    return "healthy"


# %% wrong: two mistakes: looks for NaN only and not for infinity, and only in the two training curves
def diagnose(run):
    """Return the name of what the curves show.  run: lists of one number per epoch, see the table above"""
    if any(math.isnan(value) for value in run["distortion"] + run["rate"]):
        return "diverged"
    if run["distortion"][-1] > 1.05 * min(run["distortion"]):
        return "diverged"
    if run["active"][-1] == 0:
        return "nothing coded"
    if run["rate"][-1] > run["distortion"][-1]:
        return "unpriced"
    bound = [d + r for d, r in zip(run["test_distortion"], run["test_rate"], strict=True)]
    return "overfitted" if bound[-1] > 1.05 * min(bound) else "healthy"


# %% right: float64 tensors, and the table as a list of pairs of which the first true one counts
def diagnose(run):
    """Return the name of what the curves show.  run: lists of one number per epoch, see the table above"""
    curve = {name: torch.tensor(values, dtype=torch.float64) for name, values in run.items()}
    costs = torch.cat(
        [curve[name] for name in ("distortion", "rate", "test_distortion", "test_rate")]
    )

    def turns_up(values):
        return bool(values[-1] > 1.05 * values.min())

    table = [
        (not bool(costs.isfinite().all()) or turns_up(curve["distortion"]), "diverged"),
        (bool(curve["active"][-1] == 0), "nothing coded"),
        (bool(curve["rate"][-1] > curve["distortion"][-1]), "unpriced"),
        (turns_up(curve["test_distortion"] + curve["test_rate"]), "overfitted"),
        (True, "healthy"),
    ]
    return next(name for found, name in table if found)


# %% right: asked in reverse, each earlier question overwriting the name found so far, with comparisons that NaN cannot pass
def diagnose(run):
    """Return the name of what the curves show.  run: lists of one number per epoch, see the table above"""
    inf = float("inf")
    bound = list(map(sum, zip(run["test_distortion"], run["test_rate"], strict=True)))
    name = "healthy"
    if any(bound[-1] > 1.05 * earlier for earlier in bound):
        name = "overfitted"
    if run["rate"][-1] > run["distortion"][-1]:
        name = "unpriced"
    if not run["active"][-1]:
        name = "nothing coded"
    if any(run["distortion"][-1] > 1.05 * earlier for earlier in run["distortion"]):
        name = "diverged"
    for key in ("distortion", "rate", "test_distortion", "test_rate"):
        for value in run[key]:
            if not -inf < value < inf:
                name = "diverged"
    return name
