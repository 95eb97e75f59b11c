"""The importance-weighted bound in three stages, and what people do at each: weight, mean over the draws, average."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.distributions import Normal, kl_divergence

from gencourse.exercises.core.choices import Choice, name_choices
from gencourse.exercises.core.exercise import Mistake
from gencourse.exercises.vae.linear_model import Model


class Weighed:
    "The codes that a learner drew, z: [K, B, d], and what weighs them."

    def __init__(self, model: Model, codes: np.ndarray) -> None:
        self.z = torch.from_numpy(codes)
        self.mean, self.logvar = (moment.detach() for moment in model.encode(model.x))
        self.log_p = model.log_p(model.x, self.z)  # [K, B]
        self.each_log_q = self.log_q_of(self.logvar)  # [K, B, d]
        self.log_q = self.each_log_q.sum(-1)
        self.log_prior = Normal(0.0, 1.0).log_prob(self.z).sum(-1)
        self.kl = kl_divergence(Normal(self.mean, (self.logvar / 2).exp()), Normal(0.0, 1.0)).sum(-1)  # [B]

    def log_q_of(self, logvar: Tensor, *, mean: Tensor | float | None = None) -> Tensor:
        return Normal(self.mean if mean is None else mean, (logvar / 2).exp()).log_prob(self.z)


def name_bound(got: np.ndarray, cases: Sequence[Weighed]) -> None:
    """Return if got: [cases] are the bounds of these codes; else raise the Mistake of the choices that give them."""

    def compute(
        log_w: Callable[[Weighed], Tensor], over_draws: Callable[[Tensor], Tensor], end: Callable[[Tensor], Tensor]
    ) -> np.ndarray:
        return np.array([float(end(over_draws(log_w(case)))) for case in cases])

    stages = {"log_w": _WEIGHTS, "over_draws": _over_draws(*cases[0].log_p.shape), "end": _ENDS}
    right = compute(*(choices[0].value for choices in stages.values()))
    otherwise = Mistake(
        "wrong-bound", f"the bound should be {right[0]:.2f} for the codes that you drew, got {got[0]:.2f}."
    )
    # float32 keeps 7 digits of a number near -2000
    name_choices(got, compute, stages, otherwise, near=lambda value: np.allclose(got, value, rtol=1e-6, atol=1e-5))


def _of_log_q(log_q: Callable[[Weighed], Tensor]) -> Callable[[Weighed], Tensor]:
    return lambda case: case.log_p - log_q(case)


_WEIGHTS = [
    Choice(_of_log_q(lambda case: case.log_q)),
    Choice(
        lambda case: case.log_p,
        "log-q-forgotten",
        "log q(z|x) is missing: codes that q draws often would count too often. Each weight is p(x, z) / q(z|x).",
    ),
    Choice(
        lambda case: case.log_p + case.log_q,
        "log-q-added",
        "log q(z|x) has the wrong sign: the weight is p(x, z) divided by q(z|x).",
    ),
    Choice(
        lambda case: case.log_q - case.log_p,
        "weight-upside-down",
        "your weight is q(z|x) / p(x, z): it is p(x, z) / q(z|x).",
    ),
    Choice(
        _of_log_q(lambda case: case.each_log_q.mean(-1)),
        "log-q-averaged",
        "log q(z|x) is averaged over the latents: it is their sum, .sum(1).",
    ),
    Choice(
        _of_log_q(lambda case: case.log_q.sum(1, keepdim=True)),
        "log-q-summed-over-the-batch",
        "log q(z|x) is summed over the whole batch: each image has its own, .sum(1).",
    ),
    Choice(
        _of_log_q(lambda case: case.log_prior),
        "prior-counted-out",
        "you divide by the prior N(0, I): the codes came from q(z|x), so divide by that.",
    ),
    Choice(
        _of_log_q(lambda case: case.log_q_of(case.logvar, mean=0.0).sum(-1)),
        "mean-missing-from-log-q",
        "your log q is that of N(0, sigma^2): q(z|x) lies around the mean that encode returns.",
    ),
    Choice(
        _of_log_q(lambda case: case.log_q_of(2 * case.logvar).sum(-1)),
        "logvar-as-log-sigma",
        "you draw rightly, but log q takes exp(logvar) for its deviation: it is exp(0.5 * logvar).",
    ),
    Choice(
        _of_log_q(lambda case: case.log_q_of((case.logvar / 2).exp()).sum(-1)),
        "sigma-for-logvar",
        "your log q takes sigma where logvar should stand: gaussian_log_prob(z, mean, logvar).",
    ),
    Choice(
        _of_log_q(lambda case: case.log_q_of(case.logvar.exp()).sum(-1)),
        "variance-for-logvar",
        "your log q takes sigma^2 where logvar should stand: gaussian_log_prob(z, mean, logvar).",
    ),
    Choice(
        _of_log_q(lambda case: case.log_q_of(case.logvar / 2).sum(-1)),
        "log-sigma-for-logvar",
        "your log q takes log sigma where logvar should stand: gaussian_log_prob(z, mean, logvar) halves it itself.",
    ),
    Choice(
        _of_log_q(lambda case: case.log_q_of(case.logvar.mean(0)).sum(-1)),
        "one-logvar-for-all",
        "your log q takes the average logvar of all images: each image has its own.",
    ),
    Choice(
        lambda case: case.log_p + case.log_prior - case.log_q,
        "prior-counted-twice",
        "you add the log of the prior: log_joint has it already, since it is log p(x, z) = log p(x|z) + log p(z).",
    ),
    Choice(
        _of_log_q(lambda case: case.kl),
        "kl-for-log-q",
        "you subtract the KL: log_joint has the prior already, and from it log q(z|x) of each draw is subtracted.",
    ),
    Choice(
        _of_log_q(lambda case: case.log_q + case.z.shape[-1] / 2 * math.log(2 * math.pi)),
        "normaliser-forgotten",
        "log q(z|x) lacks its -d/2 log(2 pi), with d the number of latents.",
    ),
]
_ENDS = [
    Choice(torch.mean),
    Choice(torch.sum, "summed-over-the-batch", "you sum over the images: return their average, .mean()."),
    Choice(lambda each: -each.mean(), "negative", "the sign is flipped: this is the loss. The bound is asked for."),
]


def _over_draws(draws: int, batch: int) -> list[Choice]:
    "What becomes of log_w: [K, B]."
    log_k, log_b = math.log(draws), math.log(batch)
    mixed = (
        "the weights are put into a table in which draws of several images stand together: see how they are ordered."
    )
    images = "logsumexp runs over the images: it should run over the draws of each image."
    return [
        Choice(lambda log_w: log_w.logsumexp(0) - log_k),
        Choice(
            lambda log_w: log_w.mean(0),
            "mean-of-logs",
            "you average the logs, and that is the ELBO. The log of the mean is larger: first logsumexp over the draws "
            "of an image, minus log K, then the average over images.",
        ),
        Choice(
            lambda log_w: log_w.logsumexp(0), "not-divided", "the log of a sum grows with K: subtract log K for a mean."
        ),
        Choice(
            lambda log_w: log_w.logsumexp(0) + log_k,
            "log-k-added",
            "a mean divides by K: subtract log K, do not add it.",
        ),
        Choice(
            lambda log_w: log_w.logsumexp(0) - draws,
            "k-not-logged",
            "you subtract K: in logs, dividing by K is subtracting log K.",
        ),
        Choice(
            lambda log_w: log_w.logsumexp(0) - log_b,
            "log-b-for-log-k",
            "you subtract the log of the number of images: the mean is one over K draws, so subtract log K.",
        ),
        Choice(
            lambda log_w: log_w.logsumexp(0) / draws,
            "divided-in-logs",
            "you divide the log by K: to divide the sum by K, subtract log K.",
        ),
        Choice(
            lambda log_w: log_w.flatten().logsumexp(0) - log_k - log_b,
            "averaged-before-the-log",
            "you average the weights of all images before the log: each image has its own bound, so logsumexp over "
            "the draws alone, and average the bounds.",
        ),
        Choice(
            lambda log_w: log_w.mean(1).logsumexp(0) - log_k,
            "averaged-over-images-first",
            "you average over the images first: the log of the mean is taken for each image, over its own draws.",
        ),
        Choice(lambda log_w: log_w.T.reshape(draws, batch).logsumexp(0) - log_k, "draws-and-images-mixed", mixed),
        Choice(lambda log_w: log_w.reshape(batch, draws).logsumexp(1) - log_k, "draws-and-images-mixed", mixed),
        Choice(lambda log_w: log_w.logsumexp(1) - log_b, "log-over-the-images", images),
        Choice(lambda log_w: log_w.logsumexp(1) - log_k, "log-over-the-images", images),
        Choice(
            lambda log_w: log_w.amax(0),
            "largest-alone",
            "this is the largest weight of each image: average all of them, inside the log.",
        ),
        Choice(
            lambda log_w: (log_w.softmax(0) * log_w).sum(0),
            "mean-of-logs-by-softmax",
            "this is a mean of logs, weighted by softmax: the log of the mean is asked for.",
        ),
    ]
