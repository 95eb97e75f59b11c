"""What students write for elbo.log_marginal, each with the slug that its check must answer with."""

import math

import torch


def _no_dz(log_joint, z):
    return torch.logsumexp(log_joint, 0)


def _naive(log_joint, z):
    dz = z[1] - z[0]
    return torch.log(torch.exp(log_joint).sum() * dz)


def _trapezoid(log_joint, z):
    return torch.trapezoid(log_joint.exp(), z).log()


def _grid_mean(log_joint, z):
    return torch.logsumexp(log_joint, 0) - math.log(len(z))


def _minus_log_dz(log_joint, z):
    return torch.logsumexp(log_joint, 0) - torch.log(z[1] - z[0])


def _plus_dz(log_joint, z):
    return torch.logsumexp(log_joint, 0) + (z[1] - z[0])


def _times_dz(log_joint, z):
    return torch.logsumexp(log_joint, 0) * (z[1] - z[0])


def _one_step_too_many(log_joint, z):
    return torch.logsumexp(log_joint, 0) + torch.log((z[-1] - z[0]) / len(z))


def _whole_grid(log_joint, z):
    return torch.logsumexp(log_joint, 0) + torch.log(z[-1] - z[0])


def _largest_first(log_joint, z):
    top = log_joint.max()
    return torch.log((log_joint - top).exp().sum() * (z[1] - z[0]))


def _highest(log_joint, z):
    return log_joint.max()


def _highest_bar(log_joint, z):
    return log_joint.max() + torch.log(z[1] - z[0])


def _logs_integrated(log_joint, z):
    return (log_joint * (z[1] - z[0])).sum()


def _logs_averaged(log_joint, z):
    return log_joint.mean()


def _each_point(log_joint, z):
    return log_joint + torch.log(z[1] - z[0])


WRONG = [
    ("no-dz", _no_dz),
    ("underflow", _naive),
    ("underflow", _trapezoid),
    ("averaged-over-the-grid", _grid_mean),
    ("log-dz-subtracted", _minus_log_dz),
    ("dz-not-logged", _plus_dz),
    ("multiplied-by-dz", _times_dz),
    ("grid-spacing", _one_step_too_many),
    ("width-of-the-grid", _whole_grid),
    ("largest-not-put-back", _largest_first),
    ("largest-alone", _highest),
    ("largest-alone", _highest_bar),
    ("sum-of-logs", _logs_integrated),
    ("sum-of-logs", _logs_averaged),
    ("not-summed", _each_point),
    ("density-instead", lambda log_joint, z: log_joint.exp().sum() * (z[1] - z[0]) + 0 * z.sum()),
    ("negative", lambda log_joint, z: -torch.logsumexp(log_joint, 0) - torch.log(z[1] - z[0])),
]
