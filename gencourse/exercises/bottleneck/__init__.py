"""Exercises of the bottleneck lesson: an error, a linear autoencoder, a training step, an angle and a ratio."""

from __future__ import annotations

from gencourse.exercises.bottleneck import (
    compression_ratio,
    linear_autoencoder,
    squared_error,
    subspace_angle,
    train_step,
)

EXERCISES = [
    squared_error.EXERCISE,
    linear_autoencoder.EXERCISE,
    train_step.EXERCISE,
    subspace_angle.EXERCISE,
    compression_ratio.EXERCISE,
]
