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


def _over_coordinates(x):
    centred = x - x.mean(0)
    return x.mean(0), centred.T @ centred / x.shape[1]


def _swapped(x):
    return torch.cov(x.T), x.mean(0)


def _variances(x):
    return x.mean(0), x.var(0)


def _sample_variances(x):
    return x.mean(0), torch.diag(x.var(0))


def _deviations(x):
    return x.mean(0), torch.diag(x.std(0))


def _products_of_deviations(x):
    return x.mean(0), torch.outer(x.std(0), x.std(0))


def _centred_on_one_number(x):
    centred = x - x.mean()
    return x.mean(0), centred.T @ centred / len(x)


def _one_mean_for_all(x):
    return x.mean().repeat(x.shape[1]), torch.cov(x.T)


def _sum(x):
    return x.sum(0), torch.cov(x.T)


def _median(x):
    return x.median(0).values, torch.cov(x.T)


def _mean_of_centred(x):
    x = x - x.mean(0)
    return x.mean(0), x.T @ x / len(x)


def _neither_centred_nor_divided(x):
    return x.mean(0), x.T @ x


def _squared_means(x):
    mean = x.mean(0)
    return mean, x.T @ x / len(x) - mean * mean


def _raised(x):
    centred = x - x.mean(0)
    return x.mean(0), centred.T @ centred / len(x) + 1e-3 * torch.eye(x.shape[1])


def _for_the_plane(x):
    c = x - x.mean(0)
    rows = [torch.stack([(c[:, i] * c[:, k]).mean() for k in range(2)]) for i in range(2)]
    return x.mean(0), torch.stack(rows)


def _eigenvalues(x):
    return x.mean(0), torch.diag(torch.linalg.eigvalsh(torch.cov(x.T)))


def _cholesky(x):
    return x.mean(0), torch.linalg.cholesky(torch.cov(x.T))


def _never_negative(x):
    return x.mean(0), torch.cov(x.T).abs()


def _around_the_first(x):
    away = x - x[0]
    return x.mean(0), away.T @ away / len(x)


WRONG = [
    ("eigenvalues-instead", _eigenvalues),
    ("root-instead", _cholesky),
    ("sign-lost", _never_negative),
    ("centred-on-a-point", _around_the_first),
    ("for-the-plane-alone", _for_the_plane),
    ("squared-means-subtracted", _squared_means),
    ("diagonal-raised", _raised),
    ("rows-as-variables", _covariance_of_rows),
    ("not-centred", _not_centred),
    ("not-divided", _not_divided),
    ("diagonal-only", _variances_only),
    ("correlation-instead", _correlation),
    ("mean-of-everything", _mean_of_everything),
    ("mean-of-rows", _mean_of_columns),
    ("divided-by-d", _over_coordinates),
    ("swapped", _swapped),
    ("variances-alone", _variances),
    ("diagonal-only", _sample_variances),
    ("deviations-on-the-diagonal", _deviations),
    ("deviations-multiplied", _products_of_deviations),
    ("centred-on-one-number", _centred_on_one_number),
    ("one-mean-for-all", _one_mean_for_all),
    ("mean-not-divided", _sum),
    ("median", _median),
    ("mean-of-centred", _mean_of_centred),
    ("not-centred+not-divided", _neither_centred_nor_divided),
    ("not-a-tuple", _mean_only),
    ("numpy-instead-of-torch", _numpy_covariance),
    ("changed-its-input", _centres_in_place),
]
