"""Exercises of the autoencoders lesson: decibels, noise, a denoising loss, a sparsity penalty, a conv encoder."""

from __future__ import annotations

from gencourse.exercises.autoencoder import conv_encoder, corrupt, denoising_loss, psnr, sparsity_penalty

EXERCISES = [
    psnr.EXERCISE,
    corrupt.EXERCISE,
    denoising_loss.EXERCISE,
    sparsity_penalty.EXERCISE,
    conv_encoder.EXERCISE,
]
