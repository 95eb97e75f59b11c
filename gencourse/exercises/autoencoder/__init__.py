"""Exercises of the autoencoders lesson: decibels, noise, two losses, a conv encoder, and a denoiser to train."""

from __future__ import annotations

from gencourse.exercises.autoencoder import (
    conv_encoder,
    corrupt,
    denoising_loss,
    psnr,
    sparsity_penalty,
    train_denoiser,
)

EXERCISES = [
    psnr.EXERCISE,
    corrupt.EXERCISE,
    denoising_loss.EXERCISE,
    sparsity_penalty.EXERCISE,
    conv_encoder.EXERCISE,
    train_denoiser.EXERCISE,
]
