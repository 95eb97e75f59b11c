"""vae.train_step: encode, draw, decode, loss and one step, on a tiny VAE that keeps a diary.

The judge knows which z were decoded, so it knows the noise, and with it the exact gradient of that step.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Use
from gencourse.exercises.core.noise import judge_draws
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.steps import Recorder, name_the_order
from gencourse.exercises.vae.diary import (
    BATCH,
    LATENT,
    MANY,
    PIXELS,
    RATE,
    SIZES,
    STEPS,
    Diary,
    Weights,
    decode,
    encode,
    flatten,
    lessons_call,
    make_images,
    make_many,
    make_weights,
    unflatten,
)
from gencourse.models import vae
from gencourse.probability import kl_standard_normal


def probe(attempt: Any, seed: int) -> Arrays:
    """Call the step on three batches; record losses, weights after each, the first z decoded in each, and events.

    One step more, on many images, tells the spread of the noise.
    """
    vae = Diary(seed)
    optimizer = Recorder(vae.weights.values(), vae.events, RATE)
    losses, weights, codes, decoded, first_events = [], [], [], [], []
    for x in make_images(seed):
        vae.codes.clear()
        loss = call(attempt, vae.encode, vae.decode, optimizer, x)
        if not vae.codes:
            raise Mistake("not-decoded", "your step never decodes: encode x, draw z, decode z, then the loss.")
        if isinstance(loss, Tensor) and loss.requires_grad:
            raise Mistake(
                "keeps-the-graph",
                "the loss you return still carries its graph, and a list of them fills the memory: return loss.item().",
            )
        losses.append(record(loss, "number", "the loss"))
        weights.append(np.concatenate([record(weight).ravel() for weight in vae.weights.values()]))
        codes.append(vae.codes[0])  # the step's own: a loss computed again decodes more
        decoded.append(len(vae.codes))
        first_events = first_events or vae.events[:]
    if any(loss.size != 1 for loss in losses):
        raise Mistake("not-averaged", f"the loss should be one number, got shape {list(losses[0].shape)}.")
    vae.codes.clear()
    vae.batch = MANY
    call(attempt, vae.encode, vae.decode, optimizer, make_many(seed))
    return {
        "many codes": np.stack(vae.codes[:1]),
        "losses": np.array([float(loss.reshape(())) for loss in losses]),
        "weights": np.stack(weights),
        "codes": np.stack(codes),
        "decoded": np.array(decoded),
        "events": np.asarray(first_events, dtype=np.int64),
    }


def judge(observed: Arrays, seed: int) -> None:
    """Each step must be the one that descends from where the last one ended, with the noise that was drawn."""
    images = make_images(seed).double()
    got = expect(observed, "weights", [STEPS, sum(np.prod(size, dtype=int) for size in SIZES.values())])
    codes = torch.from_numpy(expect(observed, "codes", [STEPS, BATCH, LATENT]))
    starts = [flatten(make_weights(seed)), *got[:-1]]
    steps = list(zip(starts, images, codes, strict=True))
    _judge_noise([_noise(*step) for step in steps])
    moves = np.stack([after - before for before, after in zip(starts, got, strict=True)])
    losses, right = _descend(steps, "")
    if not _near(moves, right):
        # Before any slip of the loss: a step in the wrong order moves by no gradient of this batch
        name_the_order(list(observed["events"]))
        otherwise = Mistake(
            "wrong-step",
            "the weights do not move down the gradient of the negative ELBO: encode, reparameterize, decode, vae_loss, "
            "then zero_grad, backward, step, once each.",
        )
        name_slip(
            moves,
            "",  # no slip at all
            [(slip, slip, sentence) for slip, sentence in SLIPS.items()],
            "step",
            near=lambda slip: _near(moves, _descend(steps, slip)[1]),
            otherwise=otherwise,
        )
    (many,) = expect(observed, "many codes", [1, MANY, LATENT])
    judge_draws(_noise(got[-1], make_many(seed).double(), torch.from_numpy(many)))
    returned = expect(observed, "losses", [STEPS])
    if np.allclose(returned, losses, rtol=1e-4):
        return
    if np.any(observed["decoded"] > 1):
        raise Mistake(
            "loss-after-the-step", "you computed the loss a second time: return the one you stepped on, loss.item()."
        )
    raise Mistake("wrong-loss", f"the first loss should be {losses[0]:.2f} nats, got {returned[0]:.2f}.")


SLIPS = {
    "z-detached": (
        "no gradient flows from the decoder through z to the encoder, which learns from the KL alone: leave out "
        ".detach() and no_grad, and draw z with reparameterize(mean, logvar)."
    ),
    "mean-detached": "the reconstruction does not teach the encoder's mean: leave out .detach() around it.",
    "sigma-detached": "the reconstruction does not teach logvar: the sigma that scales the noise must not be detached.",
    "kl-forgotten": "you step down the reconstruction alone: vae_loss(x, logits, mean, logvar) has the KL too.",
    "reconstruction-forgotten": "you step down the KL alone: the loss has the reconstruction too.",
    "sigmoid-twice": "decode gives logits, and vae_loss wants logits: leave out your sigmoid, there is one inside.",
    "image-and-logits-swapped": "vae_loss takes x first, then the logits: yours are swapped.",
    "mean-and-logvar-swapped": "encode returns mean, logvar, in this order: yours are swapped.",
    "loss-of-other-moments": "vae_loss takes mean before logvar: yours are swapped.",
    "logvar-as-log-sigma": "z has the gradient of mean + exp(logvar) * eps: sigma = exp(0.5 * logvar).",
    "kl-of-log-sigma": "your KL reads logvar as log sigma: logvar is log(sigma**2). vae_loss has the right one.",
    "kl-subtracted": "you subtract the KL, so sigma shrinks and the codes fly apart: in the loss it is added.",
    "kl-summed-over-the-batch": (
        f"your KL is summed over the {BATCH} images and the reconstruction is not: average both over the batch, as "
        "vae_loss does."
    ),
    "averaged-over-pixels": (
        f"your reconstruction is averaged over the {PIXELS} pixels, so the KL counts {PIXELS} times too much: sum over "
        "the pixels, as vae_loss does."
    ),
    "summed-over-the-batch": f"your gradient is {BATCH} times mine: average over the {BATCH} images, as vae_loss does.",
    "squared-error": "this is the squared error: pixels are Bernoulli here, and vae_loss has their cross-entropy.",
    "negative": "you climb: step down the negative ELBO, vae_loss itself, without another minus.",
}
WEIGHTS = {  # of the reconstruction and of the KL
    "reconstruction-forgotten": (0, 1),
    "kl-forgotten": (1, 0),
    "kl-subtracted": (1, -1),
    "kl-summed-over-the-batch": (1, BATCH),
    "averaged-over-pixels": (1 / PIXELS, 1),
    "summed-over-the-batch": (BATCH, BATCH),
    "negative": (-1, -1),
}


def _noise(flat: np.ndarray, x: Tensor, z: Tensor) -> np.ndarray:
    mean, logvar = encode(unflatten(flat), x)
    return ((z - mean) / (logvar / 2).exp()).numpy()


def _judge_noise(noises: list[np.ndarray]) -> None:
    first = noises[0]
    if np.abs(first).max() < 1e-3:
        raise Mistake(
            "mean-decoded",
            "you decode the mean, without noise: then sigma learns nothing from the pixels, and codes may stay points. "
            "Draw z = reparameterize(mean, logvar).",
        )
    if all(((noise >= 0) & (noise < 1)).all() for noise in noises):  # 36 draws from N(0, 1): 1e-17
        raise Mistake(
            "uniform-noise",
            "your noise is uniform: torch.rand draws from [0, 1]. Gaussian noise comes from torch.randn.",
        )
    if first.std(0).max() < 1e-3:
        raise Mistake("one-noise-for-the-batch", "all images of the batch got the same noise: draw one z an image.")
    if np.abs(first - noises[1]).max() < 1e-3:
        raise Mistake("same-noise-again", "two steps drew the same noise: do not seed inside the function.")


def _descend(steps: list, slip: str) -> tuple[np.ndarray, np.ndarray]:
    "The loss of each step and the move of the weights down its gradient, if made with this slip."
    losses, moves = [], []
    for flat, x, z in steps:
        weights = {name: weight.clone().requires_grad_() for name, weight in unflatten(flat).items()}
        loss = _loss(weights, x, z, slip)
        # A slip may leave weights out of its loss
        slopes = torch.autograd.grad(loss, list(weights.values()), allow_unused=True, materialize_grads=True)
        losses.append(loss.item())
        moves.append(-RATE * flatten(dict(zip(weights, slopes, strict=True))))
    return np.array(losses), np.stack(moves)


def _loss(weights: Weights, x: Tensor, z: Tensor, slip: str) -> Tensor:
    mean, logvar = encode(weights, x)
    if slip == "mean-and-logvar-swapped":
        mean, logvar = logvar, mean
    log_sigma = logvar if slip == "logvar-as-log-sigma" else logvar / 2
    sigma = log_sigma.exp()
    eps = ((z - mean) / sigma).detach()  # what gives the learner's own z, whatever the slip
    center = mean.detach() if slip == "mean-detached" else mean
    z = center + (sigma.detach() if slip == "sigma-detached" else sigma) * eps
    logits = decode(weights, z.detach() if slip == "z-detached" else z)
    if slip == "sigmoid-twice":
        logits = logits.sigmoid()
    if slip == "image-and-logits-swapped":
        x, logits = logits, x
    if slip == "loss-of-other-moments":
        mean, logvar = logvar, mean
    pixels = F.binary_cross_entropy_with_logits(logits, x, reduction="none").flatten(1).sum(1)
    if slip == "squared-error":
        pixels = (x - logits.sigmoid()).square().flatten(1).sum(1)
    kl = kl_standard_normal(mean, 2 * logvar if slip == "kl-of-log-sigma" else logvar)
    weight_of_pixels, weight_of_kl = WEIGHTS.get(slip, (1, 1))
    return (weight_of_pixels * pixels + weight_of_kl * kl).mean()


def _near(moves: np.ndarray, wanted: np.ndarray) -> bool:
    "Equal up to the rounding of float32 weights, in each part of the weights on its own scale."
    ends = np.cumsum([np.prod(size, dtype=int) for size in SIZES.values()])[:-1]
    return all(
        np.abs(move - want).max() < 1e-6 + 2e-3 * np.abs(want).max()
        for move, want in zip(np.split(moves, ends, axis=1), np.split(wanted, ends, axis=1), strict=True)
    )


def _seen(loss: Any, encode: Any, *others: Any) -> dict[str, Any]:
    return {"the loss": loss, "z": encode.__self__.decoded}


EXERCISE = Exercise(
    name="vae.train_step",
    points=2,
    lesson="vae",
    reference=vae.train_step,
    probe=probe,
    judge=judge,
    uses=(
        Use(
            "for the lesson's batch of 64 digits",
            lambda seed: lessons_call(seed, 64),
            look=_seen,
            form_only=True,
            number=True,
        ),
        Use("for a batch of one", lambda seed: lessons_call(seed, 1), look=_seen, form_only=True, number=True),
    ),
)
