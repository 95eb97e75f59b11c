"""autoencoder.denoising_loss: what the model was given and what its answer was compared with."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from gencourse.exercises.core.exercise import Arrays, Example, Exercise, Mistake, Terms, Use
from gencourse.exercises.core.formula import Formula, Term, stack
from gencourse.exercises.core.noise import is_uniform, judge_draws
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.uses import normal
from gencourse.models import autoencoder


def _images(seed: int) -> tuple[Tensor, float]:
    # Not the check's own seed: the noise would follow x
    x = torch.rand(16, 300, generator=torch.Generator().manual_seed(1000 + seed))
    return x, (0.37, 0.43, 0.61)[seed % 3]  # no number that people write into an answer


class _Eavesdropper(nn.Module):
    "Remembers what it is given; answers with something near it that can learn."

    def __init__(self) -> None:
        super().__init__()
        self.factor = nn.Parameter(torch.tensor(0.7))
        self.heard: list[Tensor] = []
        self.said: list[Tensor] = []

    def forward(self, x: Tensor) -> Tensor:
        self.heard.append(x)
        # Neither x nor 0: whatever is compared with the wrong thing gives a number of its own
        self.said.append(self.factor * x + 0.1)
        return self.said[-1]


def probe(attempt: Any, seed: int) -> Arrays:
    x, sigma = _images(seed)
    model = _Eavesdropper()
    loss = call(attempt, model, x, sigma)
    observed = {"loss": record(loss, "number", "the loss")}
    if not model.heard:
        raise Mistake("model-not-called", "the model was never called: hand it the noisy images, model(noisy).")
    if not isinstance(loss, Tensor) or not loss.requires_grad:
        raise Mistake(
            "no-gradient",
            "the loss carries no gradient, so nothing could learn from it: compute it from the model's output, without "
            "no_grad, .item() or .detach().",
        )
    # Of a square it is proportional to what the answer differs by from its target
    (slope,) = torch.autograd.grad(loss.sum(), model.said[-1], allow_unused=True)
    return observed | {
        "calls": record(torch.tensor(len(model.heard))),
        "clean calls": record(torch.tensor(sum(torch.equal(heard, x) for heard in model.heard))),
        "heard": record(model.heard[-1], name="the model's input"),
        "slope": record(torch.zeros_like(x) if slope is None else slope, name="the gradient"),
    }


def judge(observed: Arrays, seed: int) -> None:
    x, sigma = _images(seed)
    x = x.double().numpy()
    heard = expect({"the model's input": observed["heard"]}, "the model's input", x.shape)
    output = np.float64(np.float32(0.7)) * heard + 0.1  # as the weight holds it
    noise = heard - x
    if noise.std() < 1e-6 < np.abs(noise).max():
        raise Mistake(
            "one-number-for-all", "one number of noise is added to every pixel of every image: corrupt(x, sigma)."
        )
    if 0 < observed["clean calls"] < observed["calls"]:
        raise Mistake(
            "clean-input-too",
            f"the model was called {observed['calls']} times, and not only with the noisy images: hand it these, once.",
        )
    if np.abs(noise).max() < 1e-6:
        raise Mistake("clean-input", "the model was given the clean images: it has nothing to remove. model(noisy).")
    if max((heard == end).mean() for end in (heard.min(), heard.max())) > 0.01:
        raise Mistake("clipped", "many noisy pixels have one value exactly, as a clamp leaves them: leave it out.")
    if np.abs(noise - noise[:1]).max() < 1e-6:
        raise Mistake(
            "same-noise-for-the-batch", "the noise is the same in every image: corrupt(x, sigma) draws it for each."
        )
    if is_uniform(noise.reshape(-1, 1)):
        raise Mistake("uniform", "the noise is uniform, as torch.rand gives it: corrupt(x, sigma) draws from N(0, 1).")
    if abs(noise.std() / sigma - 1) > 0.08:  # 5.5 standard errors of 4,800 values are .056
        raise Mistake("other-sigma", f"the noise should have standard deviation {sigma:.2f}, got {noise.std():.2f}.")
    if abs(noise.mean()) > 5.5 * sigma / math.sqrt(noise.size):
        raise Mistake(
            "shifted", f"the noise should have mean 0, got {noise.mean():.3f}: corrupt(x, sigma) has no shift."
        )
    judge_draws((noise / sigma).reshape(-1, 1), "the noise, divided by sigma,")
    loss = observed["loss"].reshape(-1).astype(np.float64)
    if loss.size == len(x):
        raise Mistake("not-averaged", f"one loss for each of the {len(x)} images: average them to one number.")
    got = expect({"the loss": loss}, "the loss", [1])
    right = ((output - x) ** 2).sum(1).mean()
    if observed["slope"].shape == x.shape and not np.isclose(got[0], right, rtol=1e-4, atol=1e-4):
        _judge_target(observed["slope"].astype(np.float64), float(got[0]), output, x, sigma)
    often = f"the loss is not right, and the model was called {observed['calls']} times: once is enough."
    name_slip(got, right, [], "loss", otherwise=Mistake("called-often", often) if observed["calls"] > 1 else None)


def _judge_target(slope: np.ndarray, loss: float, output: np.ndarray, x: np.ndarray, sigma: float) -> None:
    "A loss c * sum(r^2) has the slope 2 c r, so its target is known: is it a noisy copy other than the model's?"
    if not np.any(slope) or loss <= 0:
        return
    scale = (slope**2).sum() / (4 * loss)
    difference = output - slope / (2 * scale) - x
    near = abs(difference.std() / sigma - 1) < 0.08 and abs(difference.mean()) < 5.5 * sigma / math.sqrt(x.size)
    if near and abs(np.corrcoef((output - x).ravel(), difference.ravel())[0, 1]) < 0.1:
        raise Mistake(
            "second-noisy-copy",
            "the target or the output has noise of its own, drawn anew: compare the model's output with the clean x.",
        )


def _learns(loss: Any, model: _Eavesdropper, x: Tensor, sigma: float) -> dict[str, Any]:
    return {"the loss": loss, "the standard deviation of the model's input": model.heard[-1].std()}


# What a teacher adds to what the terms say
HINTS = {
    "squared-error-to-noisy-images-for-squared-error": "The target is clean, or the model learns to keep the noise.",
    "squared-error-of-noisy-images-for-squared-error": "It is the model's output that should be close.",
    "squared-error-to-noise-for-squared-error": "This model returns the clean image, not the noise.",
}


def _probe_terms(attempt: Any, seed: int) -> Arrays:
    observed = {}
    for k in range(8):
        model, (x, sigma) = _Eavesdropper(), _small(seed, k)
        loss = call(attempt, model, x, sigma)
        calls = record(torch.tensor(len(model.heard)))
        observed |= {f"loss {k}": record(loss, "number"), f"heard {k}": record(model.heard[-1]), f"calls {k}": calls}
    return observed


def _small(seed: int, k: int) -> tuple[Tensor, float]:
    "A batch of 7 images with 11 pixels, or of 9 with 13."
    return normal(100 * seed + k, *((7, 11), (9, 13))[seed % 2]).sigmoid(), 0.3 + 0.02 * k


def _read_terms(observed: Arrays, seed: int) -> tuple[np.ndarray, Formula] | None:
    losses = np.array([observed[f"loss {k}"].reshape(-1).sum() for k in range(8)], dtype=float)
    if any(observed[f"loss {k}"].size != 1 or observed[f"calls {k}"] != 1 for k in range(8)):
        return None
    return losses, stack([_formula(*_small(seed, k), observed[f"heard {k}"]) for k in range(8)])


def _formula(x: Tensor, sigma: float, heard: np.ndarray) -> Formula:
    noisy, clean = heard.astype(np.float64), x.double().numpy()
    output = np.float64(np.float32(0.7)) * noisy + 0.1
    images, pixels = clean.shape
    differences = {
        "error": output - clean,
        "error to the noisy images": output - noisy,
        "error of the noisy images": noisy - clean,
        "error to the noise": output - (noisy - clean),
        "error of output + noisy images": output + noisy - clean,
        "error of the output, cut to [0, 1],": output.clip(0, 1) - clean,
        "error of the output's sigmoid": 1 / (1 + np.exp(-output)) - clean,
        "size of the output": output,
    }
    measures = {
        "the squared": lambda d: (d**2).sum(1).mean(),
        "the absolute": lambda d: np.abs(d).sum(1).mean(),
        "the root of the squared": lambda d: np.sqrt((d**2).sum(1)).mean(),
    }
    columns = {f"{m} {name}": f(d) for m, f in measures.items() for name, d in differences.items()}
    columns["the root of the mean squared error"] = np.sqrt(((output - clean) ** 2).mean())
    columns["the binary cross-entropy"] = (np.logaddexp(0, output) - clean * output).sum(1).mean()
    columns["the squared error over sigma^2"] = ((output - clean) ** 2).sum(1).mean() / sigma**2
    columns["the squared error, summed over the images and averaged over the pixels,"] = (
        (output - clean) ** 2
    ).sum() / pixels
    right = columns.pop("the squared error")
    return Formula(
        (Term("the squared error", 1.0, right, columns),), {"images": images, "pixels": pixels}, averages=("images",)
    )


TERMS = Terms("in your loss,", _probe_terms, _read_terms, HINTS)


def _asked(loss: Any, model: _Eavesdropper, x: Tensor, sigma: float) -> dict[str, Any]:
    return {"the loss": loss, "the model's input": model.heard[-1]}


EXERCISE = Exercise(
    name="autoencoder.denoising_loss",
    points=2,
    lesson="autoencoders",
    reference=autoencoder.denoising_loss,
    probe=probe,
    judge=judge,
    examples=(
        Example(
            lambda: (_Eavesdropper(), torch.full((400, 8), 0.5), 0.3),
            given="a model that answers 0.7 x + 0.1, 400 images of 8 pixels of 0.5 each, and sigma = 0.3",
            what="the loss",
            look=_learns,
            within=0.2,  # 8 standard errors
        ),
    ),
    terms=TERMS,
    uses=(
        Use(
            "for the lesson's batch of 64 digits",
            lambda seed: (_Eavesdropper(), normal(seed, 64, 784), 0.5),
            look=_asked,
            keywords=("sigma",),
            form_only=True,
            number=True,
        ),
        Use(
            "for a batch of one",
            lambda seed: (_Eavesdropper(), normal(seed, 1, 784), 0.5),
            look=_asked,
            form_only=True,
            number=True,
        ),
    ),
)
