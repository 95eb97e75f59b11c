"""Estimates of log p(x) whose draws miss the posterior, its spread, or the weights."""

import math

import torch
from torch.distributions import MultivariateNormal, Normal


def _peak(log_joint, latent_dim):
    start = torch.zeros(latent_dim)
    curvature = torch.autograd.functional.hessian(log_joint, start)
    slope = torch.autograd.functional.jacobian(log_joint, start)
    return start - torch.linalg.solve(curvature, slope), -(curvature + curvature.T) / 2


def _estimate(log_joint, proposal, draws):
    z = proposal.sample((draws,))
    return torch.logsumexp(log_joint(z) - proposal.log_prob(z).reshape(draws, -1).sum(1), 0) - math.log(draws)


def _from_the_prior(log_joint, latent_dim, draws):
    z = torch.randn(draws, latent_dim)
    log_prior = Normal(0.0, 1.0).log_prob(z).sum(1)
    return torch.logsumexp(log_joint(z) - log_prior, 0) - math.log(draws)


def _mean_field(log_joint, latent_dim, draws):
    peak, precision = _peak(log_joint, latent_dim)
    return _estimate(log_joint, Normal(peak, precision.diagonal().rsqrt()), draws)


def _right_variances_alone(log_joint, latent_dim, draws):
    "The lazy rival: the posterior's own variances, and no correlations"
    peak, precision = _peak(log_joint, latent_dim)
    return _estimate(log_joint, Normal(peak, torch.linalg.inv(precision).diagonal().sqrt()), draws)


def _around_the_peak_as_wide_as_the_prior(log_joint, latent_dim, draws):
    peak, _ = _peak(log_joint, latent_dim)
    return _estimate(log_joint, Normal(peak, torch.ones(latent_dim)), draws)


def _value_at_the_peak(log_joint, latent_dim, draws):
    return log_joint(_peak(log_joint, latent_dim)[0])


def _mean_of_logs(log_joint, latent_dim, draws):
    peak, precision = _peak(log_joint, latent_dim)
    proposal = Normal(peak, precision.diagonal().rsqrt())
    z = proposal.sample((draws,))
    return (log_joint(z) - proposal.log_prob(z).sum(1)).mean()


def _sum_of_the_weights(log_joint, latent_dim, draws):
    peak, precision = _peak(log_joint, latent_dim)
    proposal = MultivariateNormal(peak, precision_matrix=precision)
    z = proposal.sample((draws,))
    return torch.logsumexp(log_joint(z) - proposal.log_prob(z), 0)


def _a_million_draws(log_joint, latent_dim, draws):
    return _from_the_prior(log_joint, latent_dim, 1_000_000)


WRONG = [
    ("draws-miss-the-posterior", _from_the_prior),
    ("other-spread-than-the-posterior", _mean_field),
    ("other-spread-than-the-posterior", _right_variances_alone),
    ("draws-miss-the-posterior", _around_the_peak_as_wide_as_the_prior),
    ("too-high", _value_at_the_peak),
    ("other-spread-than-the-posterior", _mean_of_logs),
    ("too-high", _sum_of_the_weights),
    ("too-many-draws", _a_million_draws),
]
