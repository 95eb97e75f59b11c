"""vae.iwae_bound, on a linear-Gaussian model that keeps the codes it was asked about.

The judge knows them, so it knows each weight, and with them the bound and its gradient, without any scatter.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.distributions import Normal

from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Use
from gencourse.exercises.core.noise import is_standard_normal, judge_draws
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import check_gradient
from gencourse.exercises.vae.bound_choices import Weighed, name_bound
from gencourse.exercises.vae.linear_model import BATCH, LATENT, Model, alike_call, in_turn_call, lessons_call
from gencourse.exercises.vae.noise import name_the_noise
from gencourse.models import vae

SAMPLES = 8
SHIFTS = {"ordinary": 0.0, "784 pixels": -2000.0}  # added to log p(x, z): exp of the second is 0 in a computer


def probe(attempt: Any, seed: int) -> Arrays:
    observed = {}
    for name, shift in SHIFTS.items():
        model = Model(seed, shift)
        bound = call(attempt, model.x, model.encode, model.log_joint, SAMPLES)
        observed[name] = record(bound, name="the bound")
        check_gradient(bound, "the bound")
        if not model.codes:
            raise Mistake("not-weighed", "you never call log_joint: each weight is log_joint(x, z) - log q(z|x).")
        slopes = torch.autograd.grad(
            bound.sum(), (model.encoder, model.logvar), allow_unused=True, materialize_grads=True
        )
        observed[f"slope, {name}"] = np.concatenate([record(slope).ravel() for slope in slopes])
        observed[f"codes, {name}"] = np.concatenate(model.codes)
        observed[f"pictures, {name}"] = np.concatenate(model.pictures)
    return observed


def judge(observed: Arrays, seed: int) -> None:
    z = {name: _sorted_codes(observed[f"codes, {name}"], observed[f"pictures, {name}"]) for name in SHIFTS}
    # The draws first: every value below is computed from them
    _judge_draws(Model(seed, 0.0), z["ordinary"])
    if np.array_equal(z["ordinary"], z["784 pixels"]):
        raise Mistake("same-draws-again", "two calls drew the same codes: do not seed inside the function.")
    _judge_form(observed)
    got = np.array([float(expect({"the bound": observed[name]}, "the bound", [])) for name in SHIFTS])
    name_bound(got, [Weighed(Model(seed, shift), z[name]) for name, shift in SHIFTS.items()])
    for name, shift in SHIFTS.items():
        _judge_slope(observed[f"slope, {name}"], Model(seed, shift), z[name])


def _sorted_codes(codes: np.ndarray, pictures: np.ndarray) -> np.ndarray:
    "[SAMPLES, BATCH, LATENT], whichever way they were drawn."
    if len(codes) == BATCH:
        raise Mistake("one-draw", f"you draw one code an image: draw {SAMPLES}, as `samples` says.")
    if not np.array_equal(np.bincount(pictures, minlength=BATCH), [SAMPLES] * BATCH):
        raise Mistake(
            "number-of-draws",
            f"each of the {BATCH} images should get {SAMPLES} codes, got {len(codes)} codes together.",
        )
    order = np.argsort(pictures, kind="stable")
    return codes[order].reshape(BATCH, SAMPLES, LATENT).transpose(1, 0, 2).astype(np.float64)


def _judge_draws(model: Model, z: np.ndarray) -> None:
    """Name what is wrong with the draws of q(z|x), of which there are 2,000 for each latent.

    is_standard_normal fails a right answer with probability below 1e-8.
    """
    mean, logvar = (moment.detach().numpy() for moment in model.encode(model.x))
    if np.ptp(z, axis=0).max() < 1e-9 and np.abs(z[0] - mean).max() > 1e-6:
        raise Mistake(
            "one-draw-for-all",
            f"the {SAMPLES} codes of an image are all the same: draw inside the loop, anew each time.",
        )
    eps = (z - mean) / np.exp(logvar / 2)
    if np.ptp(eps, axis=1).max() < 1e-6 and np.abs(eps).max() > 1e-6:
        raise Mistake(
            "one-noise-for-the-batch", "all images share one noise: draw it in the shape of mean, randn_like(mean)."
        )
    flat = [array.reshape(-1, LATENT) for array in (z, z - mean, np.broadcast_to(logvar, z.shape), eps)]
    if not is_standard_normal(flat[3]):
        if is_standard_normal(flat[0]):
            raise Mistake("drawn-from-the-prior", "your codes come from N(0, I): draw them from q(z|x).")
        spread = flat[3].std(0).min()
        if spread < 1e-6 or np.abs(np.corrcoef(flat[3].T) - np.eye(LATENT)).max() < 0.2:  # 9 standard errors
            name_the_noise(*flat[:3])
        judge_draws(flat[3])


def _judge_form(observed: Arrays) -> None:
    if observed["ordinary"].shape == (BATCH,):
        raise Mistake("not-averaged", f"one bound for each of the {BATCH} images: end with their average, .mean().")
    if observed["ordinary"].shape == (SAMPLES,):
        raise Mistake(
            "averaged-over-images-first",
            f"one number for each of the {SAMPLES} draws: the log of the mean over them comes first, then the images.",
        )
    if observed["ordinary"].ndim == 0 and np.isfinite(observed["ordinary"]) and not np.isfinite(observed["784 pixels"]):
        raise Mistake(
            "underflow",
            "where log p(x, z) lies around -2000 your bound is infinite: exp(-2000) is 0 in a computer. "
            "torch.logsumexp takes the largest out first.",
        )


def _judge_slope(slope: np.ndarray, model: Model, codes: np.ndarray) -> None:
    if np.allclose(slope, _slope(model, codes, path=True), rtol=1e-4, atol=1e-5):
        return
    if np.allclose(slope, _slope(model, codes, path=False), rtol=1e-4, atol=1e-5):
        raise Mistake(
            "z-detached",
            "the value is right, but no gradient passes through z: torch.normal, .sample() and no_grad cut the path. "
            "Write z = mean + sigma * eps.",
        )
    raise Mistake("wrong-gradient", "the value is right, but its gradient is not: is something detached?")


def _slope(model: Model, codes: np.ndarray, *, path: bool) -> np.ndarray:
    "The gradient of the bound in the encoder's weights, through the codes or with the codes held fast."
    mean, logvar = model.encode(model.x)
    z = torch.from_numpy(codes)
    if path:
        sigma = (logvar / 2).exp()
        z = mean + sigma * ((z - mean) / sigma).detach()
    log_w = model.log_p(model.x, z) - Normal(mean, (logvar / 2).exp()).log_prob(z).sum(-1)
    bound = (log_w.logsumexp(0) - math.log(SAMPLES)).mean()
    return np.concatenate([part.numpy().ravel() for part in torch.autograd.grad(bound, (model.encoder, model.logvar))])


def _seen(bound: Any, x: Tensor, encode: Any, *others: Any) -> dict[str, Any]:
    return {"the bound": bound, "a list with a place for each code drawn": torch.zeros(encode.__self__.codes)}


EXERCISE = Exercise(
    name="vae.iwae_bound",
    points=2,
    lesson="vae_failures",
    reference=vae.iwae_bound,
    probe=probe,
    judge=judge,
    examples=(
        Example(
            alike_call,
            "the bound",
            given="two images, K = 3, and log p(x, z) - log q(z|x) = 1 for the first, 3 for the second, whatever z is",
        ),
        Example(
            in_turn_call,
            "the bound",
            given="one image, K = 2, and log p(x, z) - log q(z|x) = 0 for the first draw, 2 for the second",
        ),
        Example(
            lambda: alike_call(-1000.0),
            "the bound",
            given="two images, K = 3, and log p(x, z) - log q(z|x) = -999 for the first, -997 for the second",
        ),
    ),
    uses=(
        Use(
            "for the lesson's 500 digits and 100 draws",
            lambda seed: lessons_call(seed, 500, 100),
            look=_seen,
            form_only=True,
            number=True,
        ),
        Use(
            "for a batch of one and one draw",
            lambda seed: lessons_call(seed, 1, 1),
            look=_seen,
            form_only=True,
            number=True,
        ),
    ),
)
