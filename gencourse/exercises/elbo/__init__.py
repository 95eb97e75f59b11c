"""Exercises of the ELBO lesson: a KL, an exact bound, an integral on a grid, an importance estimate, a density,
and log p(x) with a proposal to find."""

from __future__ import annotations

from gencourse.exercises.elbo import (
    elbo,
    estimate_log_marginal,
    gaussian_log_prob,
    importance_estimate,
    kl_standard_normal,
    log_marginal,
)

EXERCISES = [
    kl_standard_normal.EXERCISE,
    elbo.EXERCISE,
    log_marginal.EXERCISE,
    importance_estimate.EXERCISE,
    gaussian_log_prob.EXERCISE,
    estimate_log_marginal.EXERCISE,
]
