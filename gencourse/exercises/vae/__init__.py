"""Exercises on VAEs: noise with a gradient, the loss, a step, samples; and what goes wrong, what to do about it."""

from __future__ import annotations

from gencourse.exercises.vae import (
    active_units,
    diagnose,
    free_bits,
    iwae_bound,
    predict_collapse,
    reparameterize,
    sample,
    score_function_gradient,
    train_at_rate,
    train_step,
    train_vae,
    vae_loss,
)

EXERCISES = [
    reparameterize.EXERCISE,
    vae_loss.EXERCISE,
    train_step.EXERCISE,
    sample.EXERCISE,
    score_function_gradient.EXERCISE,
    train_vae.EXERCISE,
    active_units.EXERCISE,
    predict_collapse.EXERCISE,
    free_bits.EXERCISE,
    iwae_bound.EXERCISE,
    diagnose.EXERCISE,
    train_at_rate.EXERCISE,
]
