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


def _log_of_the_log(log_joint, z):
    return torch.log(torch.logsumexp(log_joint, 0) * (z[1] - z[0]))


def _a_little_added(log_joint, z):
    return torch.log((log_joint.exp() * (z[1] - z[0])).sum() + 1e-8)


def _largest_subtracted(log_joint, z):
    top = log_joint.max()
    return torch.log((log_joint - top).exp().sum() * (z[1] - z[0])) - top


def _without_the_first(log_joint, z):
    return torch.logsumexp(log_joint[1:], 0) + torch.log(z[1] - z[0])


WRONG = [
    ("end-left-out", _without_the_first),
    ("nan", lambda log_joint, z: torch.logsumexp(log_joint, 0) + torch.log(z[0] - z[1])),
    ("terms.log-of-logsumexp-for-logsumexp", _log_of_the_log),
    ("range-cut-off", _a_little_added),
    ("fixed-step", lambda log_joint, z: torch.logsumexp(log_joint, 0) + math.log(10 / 400)),
    ("terms.logsumexp-with-largest-subtracted-for-logsumexp", _largest_subtracted),
    ("terms.log(dz)-missing", _no_dz),
    ("underflow", _naive),
    ("underflow", _trapezoid),
    ("terms.minus-log-of-number-of-points-for-log(dz)", _grid_mean),
    ("terms.log(dz)-sign", _minus_log_dz),
    ("terms.dz-for-log(dz)", _plus_dz),
    ("terms.dz*logsumexp-for-logsumexp+log(dz)-missing", _times_dz),
    ("terms.log-of-whole-grid-over-number-of-points-for-log(dz)", _one_step_too_many),
    ("terms.log-of-whole-grid-for-log(dz)", _whole_grid),
    ("terms.logsumexp-without-largest-for-logsumexp", _largest_first),
    ("terms.largest-for-logsumexp+log(dz)-missing", _highest),
    ("terms.largest-for-logsumexp", _highest_bar),
    ("terms.sum-of-logs-times-dz-for-logsumexp+log(dz)-missing", _logs_integrated),
    ("terms.mean-of-logs-for-logsumexp+log(dz)-missing", _logs_averaged),
    ("not-summed", _each_point),
    ("density-instead", lambda log_joint, z: log_joint.exp().sum() * (z[1] - z[0]) + 0 * z.sum()),
    ("terms.whole-sign", lambda log_joint, z: -torch.logsumexp(log_joint, 0) - torch.log(z[1] - z[0])),
]
