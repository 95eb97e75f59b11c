"""vae.train_step: encode, draw, decode, loss and one step, on a tiny VAE that keeps a diary.

The judge knows which z were decoded, so it knows the noise, and with it the exact gradient of that step.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse.exercises.core.exercise import Arrays, Exercise, Mistake, Terms, Use
from gencourse.exercises.core.formula import Formula
from gencourse.exercises.core.noise import is_standard_normal, judge_draws
from gencourse.exercises.core.record import call, expect, record
from gencourse.exercises.core.slips import name_slip
from gencourse.exercises.core.steps import BY_HAND, STEP, Recorder, name_the_standstill
from gencourse.exercises.vae.diary import (
    BATCH,
    LATENT,
    RATE,
    SIZES,
    STEPS,
    Diary,
    encode,
    flatten,
    lessons_call,
    make_images,
    make_weights,
    parts_of,
    unflatten,
)
from gencourse.exercises.vae.step_examples import EXAMPLES
from gencourse.exercises.vae.step_terms import Steps, move, rows, step_formula
from gencourse.models import vae


def probe(attempt: Any, seed: int) -> Arrays:
    """Call the step on three batches; record losses, weights after each, the first z decoded in each, and events."""
    return _play(attempt, seed, BATCH)


def _play(attempt: Any, seed: int, batch: int) -> Arrays:
    vae = Diary(seed, batch)
    optimizer = Recorder(vae.weights.values(), vae.events, RATE)
    losses, weights, codes, decoded, first_events = [], [], [], [], []
    for x in make_images(seed, batch):
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
    return {
        "losses": np.array([float(loss.reshape(())) for loss in losses]),
        "weights": np.stack(weights),
        "codes": np.stack(codes),
        "decoded": np.array(decoded),
        "events": np.asarray(first_events, dtype=np.int64),
    }


def judge(observed: Arrays, seed: int) -> None:
    """Each step must be the one that descends from where the last one ended, with the noise that was drawn."""
    expect(observed, "weights", [STEPS, sum(np.prod(size, dtype=int) for size in SIZES.values())])
    expect(observed, "codes", [STEPS, BATCH, LATENT])
    steps, moves = _steps(observed, seed, BATCH)
    noises = [_noise(*step) for step in steps]
    _judge_noise(noises)
    losses, right = zip(*(move(step) for step in steps), strict=True)
    wanted = np.stack([sum(parts) for parts in right])
    if not _near(moves, wanted):
        events = list(observed["events"])
        if not np.any(moves[0]):
            name_the_standstill(events)
        if events.count(STEP) > 1:
            raise Mistake(
                "several-steps", f"optimizer.step() runs {events.count(STEP)} times in one call: once is enough."
            )
        if _is_unscaled(steps):
            raise Mistake("noise-not-scaled", "your z is mean + eps: multiply eps by sigma = exp(0.5 * logvar).")
        _judge_the_length(moves, wanted)
        raise Mistake(
            "wrong-step",
            "the weights do not move down the gradient of the negative ELBO: encode, reparameterize, decode, vae_loss, "
            "then zero_grad, backward, step, once each.",
        )
    judge_draws(np.concatenate(noises).reshape(-1, 1))
    if STEP not in observed["events"]:
        raise Mistake(*BY_HAND)
    returned, due = expect(observed, "losses", [STEPS]), np.array(losses)
    if np.any(observed["decoded"] > 1) and not np.allclose(returned, due, rtol=1e-4):
        raise Mistake(
            "loss-after-the-step", "you computed the loss a second time: return the one you stepped on, loss.item()."
        )
    slips = [
        ("loss-summed", due * BATCH, f"the step is right, and {BATCH} times its loss comes back: return loss.item()."),
        ("loss-averaged", due / BATCH, f"the step is right, and its loss over {BATCH} comes back: return loss.item()."),
        ("loss-negative", -due, "the step is right, and minus its loss comes back: return loss.item()."),
    ]
    otherwise = Mistake("wrong-loss", f"the first loss should be {due[0]:.2f} nats, got {returned[0]:.2f}.")
    name_slip(returned, due, slips, "loss", rtol=1e-4, atol=0, otherwise=otherwise)


def _judge_the_length(moves: np.ndarray, wanted: np.ndarray) -> None:
    length, due = (np.linalg.norm(steps, axis=1, keepdims=True) / RATE for steps in (moves, wanted))
    if np.ptp(length) < 1e-3 * length.mean() and length.max() < due.min() and _near(moves, wanted * length / due):
        raise Mistake(
            "gradient-cut",
            f"your steps have the right direction, but all have one length, {length.mean():.3g} lr: take the gradient "
            "as it is, without clip_grad_norm_.",
        )


def _steps(observed: Arrays, seed: int, batch: int) -> tuple[Steps, np.ndarray]:
    "What each step had, and how all weights moved in it."
    ends = observed["weights"].astype(np.float64)
    starts = np.stack([flatten(make_weights(seed)), *ends[:-1]])
    codes = torch.from_numpy(observed["codes"].astype(np.float64))
    return list(zip(starts, make_images(seed, batch).double(), codes, strict=True)), ends - starts


SUMMED = "Both are averaged over the batch, and summed over pixels and latents, as vae_loss does."
PATH = "Draw z with reparameterize(mean, logvar), without .detach() and no_grad."
LOGITS = "decode gives logits, and vae_loss wants logits."
HINTS = {
    "whole-sign": "The optimizer goes down by itself: hand it vae_loss, without a minus.",
    "whole-summed-over-images": SUMMED,
    "reconstruction's-gradient-missing": "vae_loss has both terms.",
    "KL's-gradient-missing": "vae_loss has both terms.",
    "KL's-gradient-sign": "So sigma shrinks and the codes fly apart.",
    "KL's-gradient-summed-over-images": SUMMED,
    "reconstruction's-gradient-averaged-over-pixels": SUMMED,
    "gradient-of-a-reconstruction-whose-z-is-detached-for-reconstruction's-gradient": PATH,
    "gradient-of-a-reconstruction-whose-mean-is-detached-for-reconstruction's-gradient": PATH,
    "gradient-of-a-reconstruction-whose-sigma-is-detached-for-reconstruction's-gradient": PATH,
    "gradient-of-a-reconstruction-with-sigma=exp(logvar)-for-reconstruction's-gradient": "sigma = exp(0.5 * logvar).",
    "gradient-of-a-reconstruction-with-sigma=exp(0.5*std)-for-reconstruction's-gradient": (
        "reparameterize takes logvar as it is."
    ),
    "gradient-of-a-KL-with-z-in-place-of-mean-for-KL's-gradient": "The KL is that of q, which has no draw in it.",
    "gradient-of-a-reconstruction-with-a-second-sigmoid-for-reconstruction's-gradient": LOGITS,
    "gradient-of-a-reconstruction-with-image-and-logits-swapped-for-reconstruction's-gradient": (
        "vae_loss takes x first, then the logits."
    ),
    "gradient-of-squared-error-for-reconstruction's-gradient": "Pixels are Bernoulli here, as in vae_loss.",
    "gradient-of-a-KL-with-mean-and-logvar-swapped-for-KL's-gradient": "vae_loss takes mean before logvar.",
    "gradient-of-a-KL-with-logvar-read-as-log-sigma-for-KL's-gradient": "logvar is log sigma^2.",
    "gradient-of-a-reconstruction-with-mean-and-logvar-swapped-for-reconstruction's-gradient+"
    "gradient-of-a-KL-with-mean-and-logvar-swapped-for-KL's-gradient": "encode returns mean, logvar, in this order.",
    "sum-of-gradients-of-earlier-calls-added": (
        "torch adds each new gradient to the old one: optimizer.zero_grad() comes before loss.backward()."
    ),
}


def _batch(seed: int) -> int:
    return BATCH - 3 * (seed % 2)


def _read(observed: Arrays, seed: int) -> tuple[np.ndarray, Formula] | None:
    "How the weights moved. Where they do not, or in several steps, the order of the calls tells more."
    steps, moves = _steps(observed, seed, _batch(seed))
    if (
        not np.isfinite(moves).all()
        or _is_unscaled(steps)
        or not np.any(moves[0])
        or list(observed["events"]).count(STEP) != 1
    ):
        return None
    return rows(moves), step_formula(steps)


def _is_unscaled(steps: Steps) -> bool:
    "Whether z lies around the mean with a deviation of 1: no gradient of sigma is missing then, but sigma itself."
    codes = torch.cat([z for _, _, z in steps])
    away = codes - torch.cat([encode(unflatten(flat), x)[0] for flat, x, _ in steps])
    nearer = away.std().log().abs() < codes.std().log().abs()  # else z itself was drawn from N(0, I)
    return bool(nearer) and is_standard_normal(away.numpy().reshape(-1, 1))


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
    if all(((noise >= 0) & (noise < 1)).all() for noise in noises):  # 576 draws from N(0, 1): 1e-270
        raise Mistake(
            "uniform-noise",
            "your noise is uniform: torch.rand draws from [0, 1]. Gaussian noise comes from torch.randn.",
        )
    if first.std(0).max() < 1e-3:
        raise Mistake("one-noise-for-the-batch", "all images of the batch got the same noise: draw one z an image.")
    if np.abs(first - noises[1]).max() < 1e-3:
        raise Mistake("same-noise-again", "two steps drew the same noise: do not seed inside the function.")


def _near(moves: np.ndarray, wanted: np.ndarray) -> bool:
    "Equal up to the rounding of float32 weights, in each part of the weights on its own scale."
    return all(
        np.abs(move - want).max() < 1e-6 + 2e-3 * np.abs(want).max()
        for move, want in zip(parts_of(moves), parts_of(wanted), strict=True)
    )


def _probe_terms(attempt: Any, seed: int) -> Arrays:
    return _play(attempt, seed, _batch(seed))


def _seen(loss: Any, encode: Any, *others: Any) -> dict[str, Any]:
    return {"the loss": loss, "z": encode.__self__.decoded}


EXERCISE = Exercise(
    name="vae.train_step",
    points=2,
    lesson="vae",
    reference=vae.train_step,
    probe=probe,
    judge=judge,
    examples=EXAMPLES,
    terms=Terms("the step goes down a sum of two gradients, and in yours", _probe_terms, _read, HINTS),
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
