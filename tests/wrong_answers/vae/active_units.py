"""What students write for vae.active_units, each with the slug that its check must answer with."""

import torch


def _one_variance(mean, threshold=0.01):
    return mean.var() > threshold


def _deviation(mean, threshold=0.01):
    return mean.std(0) > threshold


def _over_latents(mean, threshold=0.01):
    return mean.var(1) > threshold


def _absolute(mean, threshold=0.01):
    return mean.abs().mean(0) > threshold


def _energy(mean, threshold=0.01):
    return mean.square().mean(0) > threshold


def _average_mean(mean, threshold=0.01):
    return mean.mean(0) > threshold


def _sum_of_squares(mean, threshold=0.01):
    return (mean - mean.mean(0)).square().sum(0) > threshold


def _dead_ones(mean, threshold=0.01):
    return mean.var(0) < threshold


def _fixed(mean, threshold=0.01):
    return mean.var(0) > 0.01


def _count(mean, threshold=0.01):
    return (mean.var(0) > threshold).sum()


def _positions(mean, threshold=0.01):
    return torch.where(mean.var(0) > threshold)[0]


def _variances(mean, threshold=0.01):
    return mean.var(0)


def _half_the_threshold(mean, threshold=0.01):
    return mean.var(0) > threshold / 2


def _range(mean, threshold=0.01):
    return mean.amax(0) - mean.amin(0) > threshold


def _mean_distance(mean, threshold=0.01):
    return (mean - mean.mean(0)).abs().mean(0) > threshold


def _share_of_the_largest(mean, threshold=0.01):
    variance = mean.var(0)
    return variance / variance.max() > threshold


def _share_of_all(mean, threshold=0.01):
    variance = mean.var(0)
    return variance / variance.sum() > threshold


def _around_one_average(mean, threshold=0.01):
    return (mean - mean.mean()).square().mean(0) > threshold


def _anywhere_beyond(mean, threshold=0.01):
    return (mean.abs() > threshold).any(0)


WRONG = [
    ("share-instead", _share_of_the_largest),
    ("share-instead", _share_of_all),
    ("not-centred", _around_one_average),
    ("largest-instead", _anywhere_beyond),
    ("lower-threshold", _half_the_threshold),
    ("one-variance-for-all", _one_variance),
    ("deviation-instead", _deviation),
    ("variance-over-latents", _over_latents),
    ("not-centred", _absolute),
    ("not-centred", _energy),
    ("average-instead", _average_mean),
    ("summed", _sum_of_squares),
    ("inverted", _dead_ones),
    ("threshold-ignored", _fixed),
    ("count-instead", _count),
    ("positions-instead", _positions),
    ("not-compared", _variances),
    ("range-instead", _range),
    ("deviation-instead", _mean_distance),
]
