"""What students write for start.sample_gaussian, each with the slug that its check must answer with."""

import math

import torch


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


def _each_twice(mean, cov, n):
    z = torch.randn((n + 1) // 2, len(mean))
    return mean + torch.cat([z, z])[:n] @ torch.linalg.cholesky(cov).T


def _mirrored(mean, cov, n):
    z = torch.randn((n + 1) // 2, len(mean))
    return mean + torch.cat([z, -z])[:n] @ torch.linalg.cholesky(cov).T


def _without_signs(mean, cov, n):
    return mean + torch.randn(n, len(mean)) @ torch.linalg.cholesky(cov).abs().T


def _eigenvectors_from_the_wrong_side(mean, cov, n):
    values, vectors = torch.linalg.eigh(cov)
    return mean + torch.randn(n, len(mean)) * values.sqrt() @ vectors


def _eigenvalues_alone(mean, cov, n):
    return mean + torch.randn(n, len(mean)) * torch.linalg.eigvalsh(cov).sqrt()


def _variances(mean, cov, n):
    return torch.normal(mean.expand(n, -1), cov.diagonal().expand(n, -1))


def _diagonal_of_the_factor(mean, cov, n):
    return mean + torch.randn(n, len(mean)) * torch.linalg.cholesky(cov).diagonal()


def _divided(mean, cov, n):
    return mean + torch.linalg.solve(torch.linalg.cholesky(cov), torch.randn(len(mean), n)).T


def _inverse(mean, cov, n):
    return mean + torch.randn(n, len(mean)) @ torch.linalg.cholesky(cov.inverse()).T


def _from_minus_1(mean, cov, n):
    return mean + (2 * torch.rand(n, len(mean)) - 1) @ torch.linalg.cholesky(cov).T


def _one_number_a_point(mean, cov, n):
    return mean + torch.randn(n, 1).expand(n, len(mean)) @ torch.linalg.cholesky(cov).T


def _wrong_side_and_no_mean(mean, cov, n):
    return torch.randn(n, len(mean)) @ torch.linalg.cholesky(cov)


def _uniform_times_cov(mean, cov, n):
    return mean + torch.rand(n, len(mean)) @ cov


def _half(mean, cov, n):
    return mean + 0.5 * torch.randn(n, len(mean)) @ torch.linalg.cholesky(cov).T


def _mean_through_the_root(mean, cov, n):
    return (mean + torch.randn(n, len(mean))) @ torch.linalg.cholesky(cov).T


def _mean_in_the_noise(mean, cov, n):
    return mean + torch.normal(mean.expand(n, -1), 1.0) @ torch.linalg.cholesky(cov).T


def _of_one_length(mean, cov, n):
    z = torch.randn(n, len(mean))
    return mean + z / z.norm(dim=1, keepdim=True) @ torch.linalg.cholesky(cov).T


def _standardised(mean, cov, n):
    z = torch.randn(n, len(mean))
    return mean + (z - z.mean(0)) / z.std(0) @ torch.linalg.cholesky(cov).T


def _always_200(mean, cov, n):
    return mean + torch.randn(200, len(mean)) @ torch.linalg.cholesky(cov).T


WRONG = [
    ("other-number", _always_200),
    ("mean-through-the-root", _mean_through_the_root),
    ("mean-in-the-noise", _mean_in_the_noise),
    ("noise-of-one-length", _of_one_length),
    ("noise-standardised", _standardised),
    ("sign-of-the-correlation-lost", _without_signs),
    ("eigenvectors-from-the-wrong-side", _eigenvectors_from_the_wrong_side),
    ("eigenvalues-alone", _eigenvalues_alone),
    ("variances-as-root", _variances),
    ("diagonal-of-the-factor", _diagonal_of_the_factor),
    ("inverse-as-root", _divided),
    ("root-of-the-inverse", _inverse),
    ("uniform-from-minus-1", _from_minus_1),
    ("one-number-a-point", _one_number_a_point),
    ("root-from-the-wrong-side+mean-forgotten", _wrong_side_and_no_mean),
    ("covariance-as-root+uniform-noise", _uniform_times_cov),
    ("scaled", _half),
    ("root-from-the-wrong-side", _wrong_side),
    ("covariance-as-root", _covariance_as_root),
    ("correlation-lost", _independent),
    ("elementwise-root", _elementwise_root),
    ("mean-forgotten", _no_mean),
    ("noise-alone", _noise_alone),
    ("uniform-noise", _uniform),
    ("uniform-noise", _standardised_uniform),
    ("one-point", _one_noise),
    ("same-points-again", _seeds_inside),
    ("points-as-columns", _points_as_columns),
    ("noise-again", _each_twice),
    ("noise-again", _mirrored),
]
