"""Exercises of the first lesson: fit a density, draw from it, judge it, and measure distances to data."""

from __future__ import annotations

from gencourse.exercises.start import fit_gaussian, log_likelihood, nearest_neighbour_distance, sample_gaussian

EXERCISES = [
    fit_gaussian.EXERCISE,
    sample_gaussian.EXERCISE,
    log_likelihood.EXERCISE,
    nearest_neighbour_distance.EXERCISE,
]
