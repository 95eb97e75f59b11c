"""Exercises of the ELBO lesson: a KL, an exact bound, an integral on a grid, an importance estimate and a density."""

from __future__ import annotations

from gencourse import linear_gaussian, probability
from gencourse.exercises.core.exercise import Exercise
from gencourse.exercises.elbo.elbo import judge_elbo, probe_elbo
from gencourse.exercises.elbo.gaussian_log_prob import judge_gaussian, probe_gaussian
from gencourse.exercises.elbo.kl_standard_normal import judge_kl, probe_kl
from gencourse.exercises.elbo.sums import (
    judge_importance,
    judge_log_marginal,
    probe_importance,
    probe_log_marginal,
)

EXERCISES = [
    Exercise(
        name="elbo.kl_standard_normal",
        points=2,
        lesson="elbo",
        reference=probability.kl_standard_normal,
        probe=probe_kl,
        judge=judge_kl,
    ),
    Exercise(
        name="elbo.elbo",
        points=2,
        lesson="elbo",
        reference=linear_gaussian.elbo,
        probe=probe_elbo,
        judge=judge_elbo,
    ),
    Exercise(
        name="elbo.log_marginal",
        points=2,
        lesson="elbo",
        reference=probability.log_marginal,
        probe=probe_log_marginal,
        judge=judge_log_marginal,
    ),
    Exercise(
        name="elbo.importance_estimate",
        points=2,
        lesson="elbo",
        reference=probability.importance_estimate,
        probe=probe_importance,
        judge=judge_importance,
    ),
    Exercise(
        name="elbo.gaussian_log_prob",
        points=1,
        lesson="elbo",
        reference=probability.gaussian_log_prob,
        probe=probe_gaussian,
        judge=judge_gaussian,
    ),
]
