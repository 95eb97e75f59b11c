"""What students write for start.log_likelihood, each with the slug that its check must answer with."""

import math

import torch


def _distance(x, mean, cov):
    d = x - mean
    return (d @ torch.linalg.inv(cov) * d).sum(1)


def _log_density(x, mean, cov):
    return -0.5 * (_distance(x, mean, cov) + torch.logdet(cov) + len(mean) * math.log(2 * math.pi))


def _no_normaliser(x, mean, cov):
    return (-0.5 * _distance(x, mean, cov)).mean()


def _log_det_sign(x, mean, cov):
    return (-0.5 * (_distance(x, mean, cov) - torch.logdet(cov) + len(mean) * math.log(2 * math.pi))).mean()


def _log_det_forgotten(x, mean, cov):
    return (-0.5 * (_distance(x, mean, cov) + len(mean) * math.log(2 * math.pi))).mean()


def _log_det_not_halved(x, mean, cov):
    return (-0.5 * (_distance(x, mean, cov) + len(mean) * math.log(2 * math.pi)) - torch.logdet(cov)).mean()


def _two_pi_forgotten(x, mean, cov):
    return (-0.5 * (_distance(x, mean, cov) + torch.logdet(cov))).mean()


def _two_pi_once(x, mean, cov):
    return (-0.5 * (_distance(x, mean, cov) + torch.logdet(cov) + math.log(2 * math.pi))).mean()


def _distance_not_halved(x, mean, cov):
    return (-_distance(x, mean, cov) - 0.5 * (torch.logdet(cov) + len(mean) * math.log(2 * math.pi))).mean()


def _summed(x, mean, cov):
    return _log_density(x, mean, cov).sum()


def _each_point(x, mean, cov):
    return _log_density(x, mean, cov)


def _as_a_loss(x, mean, cov):
    return -_log_density(x, mean, cov).mean()


def _density(x, mean, cov):
    return _log_density(x, mean, cov).exp().mean()


def _log_of_mean(x, mean, cov):
    return torch.logsumexp(_log_density(x, mean, cov), 0) - math.log(len(x))


def _negative(x, mean, cov):
    return -_log_density(x, mean, cov).mean().abs()


WRONG = [
    ("kept-below-0", _negative),
    ("no-normaliser", _no_normaliser),
    ("log-det-sign", _log_det_sign),
    ("log-det-forgotten", _log_det_forgotten),
    ("log-det-not-halved", _log_det_not_halved),
    ("two-pi-forgotten", _two_pi_forgotten),
    ("two-pi-once", _two_pi_once),
    ("distance-not-halved", _distance_not_halved),
    ("summed", _summed),
    ("not-averaged", _each_point),
    ("sign", _as_a_loss),
    ("density-instead", _density),
    ("log-of-mean", _log_of_mean),
]
