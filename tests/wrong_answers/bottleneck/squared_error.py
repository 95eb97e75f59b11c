"""What students write for bottleneck.squared_error, each with the slug that its check must answer with."""

import torch
import torch.nn.functional as F


def _mse(x, reconstruction):
    return F.mse_loss(reconstruction, x)


def _sum_of_everything(x, reconstruction):
    return ((reconstruction - x) ** 2).sum()


def _wrong_axes(x, reconstruction):
    return ((reconstruction - x) ** 2).mean(1).sum()


def _absolute(x, reconstruction):
    return (reconstruction - x).abs().sum(1).mean()


def _distance(x, reconstruction):
    return (reconstruction - x).norm(dim=1).mean()


def _halved(x, reconstruction):
    return 0.5 * ((reconstruction - x) ** 2).sum(1).mean()


def _each_point(x, reconstruction):
    return ((reconstruction - x) ** 2).sum(1)


def _plain_number(x, reconstruction):
    return ((reconstruction - x) ** 2).sum(1).mean().item()


def _no_grad(x, reconstruction):
    with torch.no_grad():
        return ((reconstruction - x) ** 2).sum(1).mean()


def _half_of_the_gradient(x, reconstruction):
    error = reconstruction - x
    return (error * error.detach()).sum(1).mean()


def _half_mse(x, reconstruction):
    return 0.5 * F.mse_loss(reconstruction, x)


def _square_of_the_sum(x, reconstruction):
    return (reconstruction - x).sum(1).square().mean()


def _no_square(x, reconstruction):
    return (reconstruction - x).sum(1).mean()


def _root_of_all(x, reconstruction):
    return F.mse_loss(reconstruction, x).sqrt()


def _l1(x, reconstruction):
    return F.l1_loss(reconstruction, x)


def _each_feature(x, reconstruction):
    return (reconstruction - x).square().sum(0)


def _not_summed(x, reconstruction):
    return (reconstruction - x).square()


def _added(x, reconstruction):
    return (reconstruction + x).square().sum(1).mean()


def _lessons_features(x, reconstruction):
    return F.mse_loss(reconstruction, x) * 1000


def _lessons_batch(x, reconstruction):
    return ((reconstruction - x) ** 2).sum() / 100


def _variance(x, reconstruction):
    return (reconstruction - x).var(1, correction=0).mean() * x.shape[1]


def _averaged_before_it_is_squared(x, reconstruction):
    return (reconstruction - x).mean(0).square().sum()


def _matrix_norm(x, reconstruction):
    return torch.linalg.norm(reconstruction - x, ord=2) ** 2 / len(x)


def _smooth(x, reconstruction):
    return F.smooth_l1_loss(reconstruction, x, reduction="none").sum(1).mean()


def _averaged_twice(x, reconstruction):
    return (reconstruction - x).square().sum(1).mean() / len(x)


WRONG = [
    ("terms.squared-error-divided-by-rows", _averaged_twice),
    ("terms.squared-error-weight", _lessons_features),
    ("terms.squared-error-weight", _lessons_batch),
    ("terms.variance-of-error-summed-for-squared-error", _variance),
    ("terms.square-of-average-error-for-squared-error", _averaged_before_it_is_squared),
    ("terms.square-of-largest-singular-value-over-number-of-rows-for-squared-error", _matrix_norm),
    ("terms.smooth-absolute-error-for-squared-error", _smooth),
    ("partly-detached", _half_of_the_gradient),
    ("terms.squared-error-averaged-over-features", _mse),
    ("terms.squared-error-summed-over-rows", _sum_of_everything),
    ("terms.sum-over-batch-averaged-over-features-for-squared-error", _wrong_axes),
    ("terms.absolute-error-for-squared-error", _absolute),
    ("terms.distance-a-root-of-each-point's-error-for-squared-error", _distance),
    ("terms.squared-error-half", _halved),
    ("not-averaged", _each_point),
    ("no-gradient", _plain_number),
    ("no-gradient", _no_grad),
    ("terms.half-average-over-rows-and-features-for-squared-error", _half_mse),
    ("terms.square-of-a-sum-for-squared-error", _square_of_the_sum),
    ("terms.difference-which-nothing-squares-for-squared-error", _no_square),
    ("terms.root-of-average-over-rows-and-features-for-squared-error", _root_of_all),
    ("terms.average-absolute-error-over-rows-and-features-for-squared-error", _l1),
    ("terms.square-of-a-sum-x-+-reconstruction-for-squared-error", _added),
    ("summed-over-batch-alone", _each_feature),
    ("not-summed", _not_summed),
]
