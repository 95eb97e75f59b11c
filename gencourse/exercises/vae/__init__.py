"""Exercises on VAEs: noise with a gradient, the loss, a step, samples; and what goes wrong, what to do about it."""

from __future__ import annotations

from gencourse import diagnosis, linear_gaussian, metrics, probability
from gencourse.exercises.core.exercise import Exercise
from gencourse.exercises.vae.diagnose import judge_diagnose, probe_diagnose
from gencourse.exercises.vae.free_bits import judge_free_bits, probe_free_bits
from gencourse.exercises.vae.iwae_bound import judge_iwae, probe_iwae
from gencourse.exercises.vae.noise import judge_reparameterize, judge_sample, probe_reparameterize, probe_sample
from gencourse.exercises.vae.score_function_gradient import judge_score, probe_score
from gencourse.exercises.vae.train_step import judge_train_step, probe_train_step, train_step
from gencourse.exercises.vae.units import judge_active, judge_collapse, probe_active, probe_collapse
from gencourse.exercises.vae.vae_loss import judge_vae_loss, probe_vae_loss
from gencourse.models import vae

EXERCISES = [
    Exercise(
        name="vae.reparameterize",
        points=2,
        lesson="vae",
        reference=probability.reparameterize,
        probe=probe_reparameterize,
        judge=judge_reparameterize,
    ),
    Exercise(
        name="vae.vae_loss",
        points=3,
        lesson="vae",
        reference=vae.vae_loss,
        probe=probe_vae_loss,
        judge=judge_vae_loss,
    ),
    Exercise(
        name="vae.train_step",
        points=2,
        lesson="vae",
        reference=train_step,
        probe=probe_train_step,
        judge=judge_train_step,
    ),
    Exercise(
        name="vae.sample",
        points=1,
        lesson="vae",
        reference=vae.sample,
        probe=probe_sample,
        judge=judge_sample,
    ),
    Exercise(
        name="vae.score_function_gradient",
        points=2,
        lesson="vae",
        reference=probability.score_function_gradient,
        probe=probe_score,
        judge=judge_score,
    ),
    Exercise(
        name="vae.active_units",
        points=1,
        lesson="vae_failures",
        reference=metrics.active_units,
        probe=probe_active,
        judge=judge_active,
    ),
    Exercise(
        name="vae.predict_collapse",
        points=2,
        lesson="vae_failures",
        reference=linear_gaussian.predict_collapse,
        probe=probe_collapse,
        judge=judge_collapse,
    ),
    Exercise(
        name="vae.free_bits",
        points=2,
        lesson="vae_failures",
        reference=vae.free_bits,
        probe=probe_free_bits,
        judge=judge_free_bits,
    ),
    Exercise(
        name="vae.iwae_bound",
        points=2,
        lesson="vae_failures",
        reference=vae.iwae_bound,
        probe=probe_iwae,
        judge=judge_iwae,
    ),
    Exercise(
        name="vae.diagnose",
        points=2,
        lesson="vae_failures",
        reference=diagnosis.diagnose,
        probe=probe_diagnose,
        judge=judge_diagnose,
    ),
]
