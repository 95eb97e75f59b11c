"""Exercises of the latent space lesson: a grid, two paths, a hole score, a direction, and new codes."""

from __future__ import annotations

from gencourse.exercises.latent import attribute_vector, draw, hole_score, latent_grid, lerp, slerp

EXERCISES = [
    latent_grid.EXERCISE,
    lerp.EXERCISE,
    slerp.EXERCISE,
    hole_score.EXERCISE,
    attribute_vector.EXERCISE,
    draw.EXERCISE,
]
