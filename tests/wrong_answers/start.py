"""What students write for the first lesson's exercises, each with the slug that a check must answer with."""

import math

import numpy as np
import torch


def _covariance_of_rows(x):
    return x.mean(0), torch.cov(x)


def _not_centred(x):
    return x.mean(0), x.T @ x / len(x)


def _not_divided(x):
    centred = x - x.mean(0)
    return x.mean(0), centred.T @ centred


def _variances_only(x):
    return x.mean(0), torch.diag(x.var(0, correction=0))


def _correlation(x):
    return x.mean(0), torch.corrcoef(x.T)


def _mean_of_everything(x):
    return x.mean(), torch.cov(x.T)


def _mean_of_columns(x):
    return x.mean(1), torch.cov(x.T)


def _mean_only(x):
    return x.mean(0)


def _numpy_covariance(x):
    return x.mean(0), np.cov(x.numpy().T)


def _centres_in_place(x):
    mean = x.mean(0)
    x -= mean
    return mean, x.T @ x / len(x)


def _wrong_side(mean, cov, n):
    return mean + torch.randn(n, len(mean)) @ torch.linalg.cholesky(cov)


def _covariance_as_root(mean, cov, n):
    return mean + torch.randn(n, len(mean)) @ cov


def _independent(mean, cov, n):
    return mean + torch.randn(n, len(mean)) * cov.diagonal().sqrt()


def _elementwise_root(mean, cov, n):
    return mean + torch.randn(n, len(mean)) @ cov.sqrt()


def _no_mean(mean, cov, n):
    return torch.randn(n, len(mean)) @ torch.linalg.cholesky(cov).T


def _noise_alone(mean, cov, n):
    return mean + torch.randn(n, len(mean))


def _uniform(mean, cov, n):
    return mean + torch.rand(n, len(mean)) @ torch.linalg.cholesky(cov).T


def _standardised_uniform(mean, cov, n):
    z = (torch.rand(n, len(mean)) - 0.5) * math.sqrt(12)
    return mean + z @ torch.linalg.cholesky(cov).T


def _one_noise(mean, cov, n):
    return (mean + torch.linalg.cholesky(cov) @ torch.randn(len(mean))).repeat(n, 1)


def _seeds_inside(mean, cov, n):
    torch.manual_seed(0)
    z = torch.randn(n, len(mean))
    return mean + z @ torch.linalg.cholesky(cov).T


def _points_as_columns(mean, cov, n):
    return mean[:, None] + torch.linalg.cholesky(cov) @ torch.randn(len(mean), n)


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


def _against_itself(a, b):
    return torch.cdist(a, a, compute_mode="donot_use_mm_for_euclid_dist").min(1).values


def _other_axis(a, b):
    return torch.cdist(a, b).min(0).values


def _through_a_product(a, b):
    return torch.cdist(a, b, compute_mode="use_mm_for_euclid_dist").min(1).values


def _squared(a, b):
    return ((a[:, None] - b[None]) ** 2).sum(-1).min(1).values


def _mean_distance(a, b):
    return torch.cdist(a, b).mean(1)


def _farthest(a, b):
    return torch.cdist(a, b).max(1).values


def _city_block(a, b):
    return torch.cdist(a, b, p=1).min(1).values


def _over_pixels(a, b):
    return ((a[:, None] - b[None]) ** 2).mean(-1).sqrt().min(1).values


def _one_number(a, b):
    return torch.cdist(a, b, compute_mode="donot_use_mm_for_euclid_dist").min(1).values.mean()


def _forgot_values(a, b):
    return torch.cdist(a, b).min(1)


WRONG_ANSWERS = {
    "start.fit_gaussian": [
        ("rows-as-variables", _covariance_of_rows),
        ("not-centred", _not_centred),
        ("not-divided", _not_divided),
        ("diagonal-only", _variances_only),
        ("correlation-instead", _correlation),
        ("mean-of-everything", _mean_of_everything),
        ("wrong-shape", _mean_of_columns),
        ("not-a-tuple", _mean_only),
        ("numpy-instead-of-torch", _numpy_covariance),
        ("changed-its-input", _centres_in_place),
    ],
    "start.sample_gaussian": [
        ("root-from-the-wrong-side", _wrong_side),
        ("covariance-as-root", _covariance_as_root),
        ("correlation-lost", _independent),
        ("elementwise-root", _elementwise_root),
        ("mean-forgotten", _no_mean),
        ("noise-alone", _noise_alone),
        ("uniform-noise", _uniform),
        ("not-gaussian", _standardised_uniform),
        ("one-point", _one_noise),
        ("same-points-again", _seeds_inside),
        ("wrong-shape", _points_as_columns),
    ],
    "start.log_likelihood": [
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
    ],
    "start.nearest_neighbour_distance": [
        ("measured-against-itself", _against_itself),
        ("nearest-of-the-other", _other_axis),
        ("not-zero-for-a-copy", _through_a_product),
        ("squared", _squared),
        ("mean-over-the-set", _mean_distance),
        ("farthest", _farthest),
        ("absolute-differences", _city_block),
        ("averaged-over-pixels", _over_pixels),
        ("averaged", _one_number),
        ("values-and-indices", _forgot_values),
    ],
}
