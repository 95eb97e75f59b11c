"""What students write for elbo.elbo, each with the slug that its check must answer with."""

import math

import torch
from torch.distributions import Normal

from gencourse.probability import kl_standard_normal


def _kl(mean, logvar):
    return 0.5 * (mean**2 + logvar.exp() - 1 - logvar).sum()


def _error(x, mean, W, b):
    return ((x - W @ mean - b) ** 2).sum()


def _spread(logvar, W):
    return (logvar.exp() * (W**2).sum(0)).sum()


def _log_normaliser(x, sigma):
    return 0.5 * len(x) * math.log(2 * math.pi * sigma**2)


def _fit(x, mean, logvar, W, b, sigma):
    return -(_error(x, mean, W, b) + _spread(logvar, W)) / (2 * sigma**2) - _log_normaliser(x, sigma)


def _plus_kl(x, mean, logvar, W, b, sigma):
    return _fit(x, mean, logvar, W, b, sigma) + _kl(mean, logvar)


def _at_the_mean(x, mean, logvar, W, b, sigma):
    return Normal(W @ mean + b, sigma).log_prob(x).sum() - _kl(mean, logvar)


def _spread_helps(x, mean, logvar, W, b, sigma):
    trace = _spread(logvar, W) / (2 * sigma**2)
    return Normal(W @ mean + b, sigma).log_prob(x).sum() + trace - _kl(mean, logvar)


def _whole_spread(x, mean, logvar, W, b, sigma):
    trace = _spread(logvar, W) / sigma**2
    return Normal(W @ mean + b, sigma).log_prob(x).sum() - trace - _kl(mean, logvar)


def _spread_of_deviation(x, mean, logvar, W, b, sigma):
    trace = (torch.exp(0.5 * logvar) * (W**2).sum(0)).sum() / (2 * sigma**2)
    return Normal(W @ mean + b, sigma).log_prob(x).sum() - trace - _kl(mean, logvar)


def _sigma_once(x, mean, logvar, W, b, sigma):
    squares = _error(x, mean, W, b) + _spread(logvar, W)
    return -squares / (2 * sigma) - _log_normaliser(x, sigma) - _kl(mean, logvar)


def _sigma_once_in_the_spread(x, mean, logvar, W, b, sigma):
    trace = _spread(logvar, W) / (2 * sigma)
    return Normal(W @ mean + b, sigma).log_prob(x).sum() - trace - _kl(mean, logvar)


def _sigma_once_in_the_error(x, mean, logvar, W, b, sigma):
    fit = -_error(x, mean, W, b) / (2 * sigma) - _log_normaliser(x, sigma)
    return fit - _spread(logvar, W) / (2 * sigma**2) - _kl(mean, logvar)


def _variance_as_scale(x, mean, logvar, W, b, sigma):
    trace = _spread(logvar, W) / (2 * sigma**2)
    return Normal(W @ mean + b, sigma**2).log_prob(x).sum() - trace - _kl(mean, logvar)


def _no_normaliser(x, mean, logvar, W, b, sigma):
    return -(_error(x, mean, W, b) + _spread(logvar, W)) / (2 * sigma**2) - _kl(mean, logvar)


def _no_two_pi(x, mean, logvar, W, b, sigma):
    squares = _error(x, mean, W, b) + _spread(logvar, W)
    return -squares / (2 * sigma**2) - len(x) * math.log(sigma) - _kl(mean, logvar)


def _no_log_sigma(x, mean, logvar, W, b, sigma):
    squares = _error(x, mean, W, b) + _spread(logvar, W)
    return -squares / (2 * sigma**2) - 0.5 * len(x) * math.log(2 * math.pi) - _kl(mean, logvar)


def _normaliser_once(x, mean, logvar, W, b, sigma):
    squares = _error(x, mean, W, b) + _spread(logvar, W)
    return -squares / (2 * sigma**2) - 0.5 * math.log(2 * math.pi * sigma**2) - _kl(mean, logvar)


def _no_b(x, mean, logvar, W, b, sigma):
    return _fit(x, mean, logvar, W, 0, sigma) - _kl(mean, logvar)


def _no_kl(x, mean, logvar, W, b, sigma):
    return _fit(x, mean, logvar, W, b, sigma)


def _only_kl(x, mean, logvar, W, b, sigma):
    return -_kl(mean, logvar)


def _whole_kl(x, mean, logvar, W, b, sigma):
    return _fit(x, mean, logvar, W, b, sigma) - 2 * _kl(mean, logvar)


def _positive_kl(x, mean, logvar, W, b, sigma):
    return _kl(mean, logvar)


def _spread_of_squared_variance(x, mean, logvar, W, b, sigma):
    return _fit(x, mean, 2 * logvar, W, b, sigma) - _kl(mean, logvar)


def _kl_reads_log_sigma(x, mean, logvar, W, b, sigma):
    return _fit(x, mean, logvar, W, b, sigma) - _kl(mean, 2 * logvar)


def _sums_multiplied(x, mean, logvar, W, b, sigma):
    squares = _error(x, mean, W, b) + logvar.exp().sum() * (W**2).sum()
    return -squares / (2 * sigma**2) - _log_normaliser(x, sigma) - _kl(mean, logvar)


def _bare_spread(x, mean, logvar, W, b, sigma):
    return Normal(W @ mean + b, sigma).log_prob(x).sum() - _spread(logvar, W) - _kl(mean, logvar)


def _whole_squares(x, mean, logvar, W, b, sigma):
    squares = _error(x, mean, W, b) + _spread(logvar, W)
    return -squares / sigma**2 - _log_normaliser(x, sigma) - _kl(mean, logvar)


def _python_precedence(x, mean, logvar, W, b, sigma):
    squares = _error(x, mean, W, b) + _spread(logvar, W)
    return -1 / 2 * sigma**2 * squares - _log_normaliser(x, sigma) - _kl(mean, logvar)


def _brackets_forgotten(x, mean, logvar, W, b, sigma):
    squares = _error(x, mean, W, b) / 2 + _spread(logvar, W) / 2 / sigma**2
    return -squares - _log_normaliser(x, sigma) - _kl(mean, logvar)


def _sigma_once_everywhere(x, mean, logvar, W, b, sigma):
    squares = _error(x, mean, W, b) + _spread(logvar, W)
    return -squares / (2 * sigma) - _log_normaliser(x, math.sqrt(sigma)) - _kl(mean, logvar)


def _sigma_once_in_the_normaliser(x, mean, logvar, W, b, sigma):
    squares = _error(x, mean, W, b) + _spread(logvar, W)
    return -squares / (2 * sigma**2) - _log_normaliser(x, math.sqrt(sigma)) - _kl(mean, logvar)


def _whole_normaliser(x, mean, logvar, W, b, sigma):
    return _fit(x, mean, logvar, W, b, sigma) - _log_normaliser(x, sigma) - _kl(mean, logvar)


def _plus_normaliser(x, mean, logvar, W, b, sigma):
    return _fit(x, mean, logvar, W, b, sigma) + 2 * _log_normaliser(x, sigma) - _kl(mean, logvar)


def _normaliser_of_latents(x, mean, logvar, W, b, sigma):
    squares = _error(x, mean, W, b) + _spread(logvar, W)
    return -squares / (2 * sigma**2) - _log_normaliser(mean, sigma) - _kl(mean, logvar)


def _mean_kl(x, mean, logvar, W, b, sigma):
    return _fit(x, mean, logvar, W, b, sigma) - 0.5 * (mean**2 + logvar.exp() - 1 - logvar).mean()


def _in_numbers(x, mean, logvar, W, b, sigma):
    with torch.no_grad():
        return _fit(x, mean, logvar, W, b, sigma) - _kl(mean, logvar)


def _loss(x, mean, logvar, W, b, sigma):
    return _kl(mean, logvar) - _fit(x, mean, logvar, W, b, sigma)


def _one_draw(x, mean, logvar, W, b, sigma):
    z = mean + torch.exp(0.5 * logvar) * torch.randn_like(mean)
    return Normal(W @ z + b, sigma).log_prob(x).sum() - _kl(mean, logvar)


def _for_each_pixel(x, mean, logvar, W, b, sigma):
    return Normal(W @ mean + b, sigma).log_prob(x) - _kl(mean, logvar)


def _kl_of_one_row(x, mean, logvar, W, b, sigma):
    return _fit(x, mean, logvar, W, b, sigma) - kl_standard_normal(mean[None], logvar[None])


def _float(x, mean, logvar, W, b, sigma):
    return (_fit(x, mean, logvar, W, b, sigma) - _kl(mean, logvar)).item()


WRONG = [
    ("kl-added", _plus_kl),
    ("uncertainty-forgotten", _at_the_mean),
    ("uncertainty-added", _spread_helps),
    ("uncertainty-not-halved", _whole_spread),
    ("uncertainty-of-sigma", _spread_of_deviation),
    ("sigma-not-squared", _sigma_once),
    ("sigma-not-squared", _sigma_once_in_the_spread),
    ("sigma-not-squared", _sigma_once_in_the_error),
    ("variance-as-scale", _variance_as_scale),
    ("normaliser-forgotten", _no_normaliser),
    ("two-pi-forgotten", _no_two_pi),
    ("log-sigma-forgotten", _no_log_sigma),
    ("normaliser-once", _normaliser_once),
    ("logvar-as-log-sigma", _spread_of_squared_variance),
    ("logvar-as-log-sigma", _kl_reads_log_sigma),
    ("sums-multiplied", _sums_multiplied),
    ("uncertainty-not-divided", _bare_spread),
    ("squares-not-halved", _whole_squares),
    ("multiplied-by-variance", _python_precedence),
    ("error-not-divided", _brackets_forgotten),
    ("sigma-not-squared", _sigma_once_everywhere),
    ("sigma-not-squared", _sigma_once_in_the_normaliser),
    ("normaliser-not-halved", _whole_normaliser),
    ("normaliser-added", _plus_normaliser),
    ("normaliser-of-latents", _normaliser_of_latents),
    ("kl-averaged", _mean_kl),
    ("b-forgotten", _no_b),
    ("kl-forgotten", _no_kl),
    ("kl-alone", _only_kl),
    ("kl-alone", _positive_kl),
    ("kl-not-halved", _whole_kl),
    ("negative", _loss),
    ("sampled", _one_draw),
    ("not-summed", _for_each_pixel),
    ("one-in-brackets", _kl_of_one_row),
    ("returned-a-number", _float),
    ("no-gradient", _in_numbers),
]
