"""Exercises of the ELBO lesson: a KL, an exact bound, an integral on a grid, an importance estimate and a density."""

from __future__ import annotations

from gencourse.exercises.elbo import elbo, gaussian_log_prob, importance_estimate, kl_standard_normal, log_marginal

EXERCISES = [
    kl_standard_normal.EXERCISE,
    elbo.EXERCISE,
    log_marginal.EXERCISE,
    importance_estimate.EXERCISE,
    gaussian_log_prob.EXERCISE,
]
