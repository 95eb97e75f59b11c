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


def _cov_in_place_of_its_inverse(x, mean, cov):
    d = x - mean
    return (-0.5 * ((d @ cov * d).sum(1) + torch.logdet(cov) + len(mean) * math.log(2 * math.pi))).mean()


def _all_pairs(x, mean, cov):
    d = x - mean
    return -0.5 * (d @ torch.linalg.inv(cov) @ d.T + torch.logdet(cov) + len(mean) * math.log(2 * math.pi)).mean()


def _cov_and_a_whole_log_det(x, mean, cov):
    d = x - mean
    return (-0.5 * (d @ cov * d).sum(1) - torch.logdet(cov) - len(mean) / 2 * math.log(2 * math.pi)).mean()


def _det(x, mean, cov):
    return (-0.5 * (_distance(x, mean, cov) + torch.det(cov) + len(mean) * math.log(2 * math.pi))).mean()


def _factor_from_the_wrong_side(x, mean, cov):
    squares = ((x - mean) @ torch.linalg.cholesky(cov).inverse()).square().sum(1)
    return -0.5 * (squares + torch.logdet(cov) + len(mean) * math.log(2 * math.pi)).mean()


def _fits_the_mean_again(x, mean, cov):
    return _log_density(x, x.mean(0), cov).mean()


def _in_the_plane(x, mean, cov):
    return -0.5 * (_distance(x, mean, cov) + torch.logdet(cov)).mean() - math.log(2 * math.pi)


def _over_the_points(x, mean, cov):
    d = x - mean
    sums = (d @ torch.linalg.inv(cov) * d).sum(0)
    return -0.5 * (sums + torch.logdet(cov) + len(mean) * math.log(2 * math.pi)).mean()


WRONG = [
    (
        "terms.squared-distance-summed-over-points-and-averaged-over-coordinates-for-squared-distance",
        _over_the_points,
    ),
    (
        "terms.squared-distance-with-Cholesky-factor-from-wrong-side-for-squared-distance",
        _factor_from_the_wrong_side,
    ),
    ("terms.squared-distance-to-mean-of-x-for-squared-distance", _fits_the_mean_again),
    ("terms.log(2-pi)-for-D-log(2-pi)-twice", _in_the_plane),
    ("kept-below-0", _negative),
    ("terms.squared-distance-with-cov-for-squared-distance", _cov_in_place_of_its_inverse),
    ("terms.average-over-all-pairs-of-points-d@inv@d.T-for-squared-distance", _all_pairs),
    ("terms.squared-distance-with-cov-for-squared-distance+log-det-cov-twice", _cov_and_a_whole_log_det),
    ("terms.det-cov-for-log-det-cov", _det),
    ("terms.log-det-cov-missing+D-log(2-pi)-missing", _no_normaliser),
    ("terms.log-det-cov-sign", _log_det_sign),
    ("terms.log-det-cov-missing", _log_det_forgotten),
    ("terms.log-det-cov-twice", _log_det_not_halved),
    ("terms.D-log(2-pi)-missing", _two_pi_forgotten),
    ("terms.log(2-pi)-for-D-log(2-pi)", _two_pi_once),
    ("terms.squared-distance-twice", _distance_not_halved),
    ("terms.whole-summed-over-points", _summed),
    ("not-averaged", _each_point),
    ("terms.whole-sign", _as_a_loss),
    ("density-instead", _density),
    ("log-of-mean", _log_of_mean),
]
