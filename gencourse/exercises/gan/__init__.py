"""Exercises of the GAN lesson: the best discriminator, the losses of both players, a step of each, and one to train."""

from __future__ import annotations

from gencourse.exercises.gan import (
    discriminator_loss,
    discriminator_step,
    generator_loss,
    generator_step,
    optimal_discriminator,
    train_discriminator,
)

EXERCISES = [
    optimal_discriminator.EXERCISE,
    discriminator_loss.EXERCISE,
    generator_loss.EXERCISE,
    discriminator_step.EXERCISE,
    generator_step.EXERCISE,
    train_discriminator.EXERCISE,
]
