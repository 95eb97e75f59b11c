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
from gencourse.exercises.core.slips import Slip, check_gradient, name_slip
from gencourse.exercises.vae.linear_model import BATCH, LATENT, Model, alike_call, lessons_call
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
    values = [_values(Model(seed, shift), z[name]) for name, shift in SHIFTS.items()]
    # All is float64 and from the same draws
    name_slip(got, [right for right, _ in values], _slips(values), "bound", rtol=0, atol=1e-6)
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


def _log_weights(model: Model, z: Tensor, mean: Tensor, logvar: Tensor) -> tuple[Tensor, Tensor]:
    "log p(x, z) [SAMPLES, BATCH], and log q(z|x), each latent's own."
    return model.log_p(model.x, z), Normal(mean, (logvar / 2).exp()).log_prob(z)


def _values(model: Model, codes: np.ndarray) -> tuple[float, dict[str, float]]:
    "The bound of these codes, and what a slip makes of it."
    z = torch.from_numpy(codes)
    mean, logvar = (moment.detach() for moment in model.encode(model.x))
    log_p, each_log_q = _log_weights(model, z, mean, logvar)
    log_q = each_log_q.sum(-1)
    log_w = log_p - log_q
    log_k, log_b, two_pi = math.log(SAMPLES), math.log(BATCH), LATENT / 2 * math.log(2 * math.pi)

    def bound(log_w: Tensor) -> Tensor:
        return (log_w.logsumexp(0) - log_k).mean()

    right = bound(log_w)
    wide_log_q = Normal(mean, logvar.exp()).log_prob(z).sum(-1)
    wrong = {
        "mean-of-logs": log_w.mean(),
        "not-divided": right + log_k,
        "log-k-added": right + 2 * log_k,
        "k-not-logged": right + log_k - SAMPLES,
        "divided-in-logs": ((right + log_k) / SAMPLES),
        "averaged-before-the-log": log_w.flatten().logsumexp(0) - log_k - log_b,
        "averaged-over-images-first": log_w.mean(1).logsumexp(0) - log_k,
        "log-over-the-images": (log_w.logsumexp(1) - log_b).mean(),
        "log-q-forgotten": bound(log_p),
        "log-q-added": bound(log_p + log_q),
        "log-q-averaged": bound(log_p - each_log_q.mean(-1)),
        "log-q-summed-over-the-batch": bound(log_p - log_q.sum(1, keepdim=True)),
        "prior-counted-out": bound(log_p - Normal(0.0, 1.0).log_prob(z).sum(-1)),
        "logvar-as-log-sigma": bound(log_p - wide_log_q),
        "one-logvar-for-all": bound(log_p - Normal(mean, (logvar.mean(0) / 2).exp()).log_prob(z).sum(-1)),
        "normaliser-forgotten": right - two_pi,
        "summed-over-the-batch": right * BATCH,
        "largest-alone": log_w.amax(0).mean(),
        "mean-of-logs-by-softmax": (log_w.softmax(0) * log_w).sum(0).mean(),
        "negative": -right,
    }
    return float(right), {slug: float(value) for slug, value in wrong.items()}


def _slips(values: list[tuple[float, dict[str, float]]]) -> list[Slip]:
    "Each slip's value in both cases, with its sentence."
    loose, right = values[0][1]["mean-of-logs"], values[0][0]
    sentences = {
        "mean-of-logs": f"this is the mean of logs: the ELBO, {loose:.2f}. The log of the mean is larger, {right:.2f}: "
        "first logsumexp over the draws of an image, minus log K, then the average over images.",
        "not-divided": f"this is the log of a sum, which grows with K: subtract log K, {math.log(SAMPLES):.2f} here.",
        "log-k-added": "a mean divides by K: subtract log K, do not add it.",
        "k-not-logged": "you subtract K: in logs, dividing by K is subtracting log K.",
        "divided-in-logs": "you divide the log by K: to divide the sum by K, subtract log K.",
        "averaged-before-the-log": "you average the weights of all images before the log: each image has its own "
        "bound, so logsumexp over the draws alone, and average the bounds.",
        "averaged-over-images-first": "you average over the images first: the log of the mean is taken for each image, "
        "over its own draws.",
        "log-over-the-images": "logsumexp runs over the images: it should run over the draws of each image.",
        "log-q-forgotten": "log q(z|x) is missing: codes that q draws often would count too often. "
        "Each weight is p(x, z) / q(z|x).",
        "log-q-added": "log q(z|x) has the wrong sign: the weight is p(x, z) divided by q(z|x).",
        "log-q-averaged": "log q(z|x) is averaged over the latents: it is their sum, .sum(1).",
        "log-q-summed-over-the-batch": "log q(z|x) is summed over the whole batch: each image has its own, .sum(1).",
        "prior-counted-out": "you divide by the prior N(0, I): the codes came from q(z|x), so divide by that.",
        "logvar-as-log-sigma": "you draw rightly, but log q takes exp(logvar) for its deviation: it is "
        "exp(0.5 * logvar).",
        "one-logvar-for-all": "your log q takes the average logvar of all images: each image has its own.",
        "normaliser-forgotten": "log q(z|x) lacks its -d/2 log(2 pi), with d the number of latents.",
        "summed-over-the-batch": f"your bound is {BATCH} times mine, the batch size: average over the images.",
        "largest-alone": "this is the largest weight of each image: average all of them, inside the log.",
        "mean-of-logs-by-softmax": "this is a mean of logs, weighted by softmax: the log of the mean is asked for.",
        "negative": "the sign is flipped: this is the loss. The bound itself is asked for.",
    }
    return [(slug, [wrong[slug] for _, wrong in values], sentence) for slug, sentence in sentences.items()]


def _judge_slope(slope: np.ndarray, model: Model, codes: np.ndarray) -> None:
    if np.allclose(slope, _slope(model, codes, path=True), rtol=1e-5, atol=1e-6):
        return
    if np.allclose(slope, _slope(model, codes, path=False), rtol=1e-5, atol=1e-6):
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
    log_p, each_log_q = _log_weights(model, z, mean, logvar)
    bound = ((log_p - each_log_q.sum(-1)).logsumexp(0) - math.log(SAMPLES)).mean()
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
            given="two images, K = 2, and log p(x, z) - log q(z|x) = 1 for the first, 3 for the second, whatever z is",
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
