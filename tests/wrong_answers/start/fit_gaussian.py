"""What students write for start.fit_gaussian, each with the slug that its check must answer with."""

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


WRONG = [
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
]
