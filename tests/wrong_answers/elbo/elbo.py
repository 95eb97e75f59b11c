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


def _sum_of_columns(x, mean, logvar, W, b, sigma):
    trace = (logvar.exp() * W.sum(0) ** 2).sum() / (2 * sigma**2)
    return Normal(W @ mean + b, sigma).log_prob(x).sum() - trace - _kl(mean, logvar)


def _half_kl(x, mean, logvar, W, b, sigma):
    return _fit(x, mean, logvar, W, b, sigma) - 0.5 * _kl(mean, logvar)


def _two_slips(x, mean, logvar, W, b, sigma):
    return Normal(W @ mean + b, sigma).log_prob(x).sum() + _kl(mean, logvar)


def _kl_of_the_first_latent(x, mean, logvar, W, b, sigma):
    return _fit(x, mean, logvar, W, b, sigma) - kl_standard_normal(mean[:, None], logvar[:, None])[0]


def _spread_with_cross_terms(x, mean, logvar, W, b, sigma):
    spread = (W @ torch.exp(0.5 * logvar)).square().sum()
    fit = -(_error(x, mean, W, b) + spread) / (2 * sigma**2) - _log_normaliser(x, sigma)
    return fit - _kl(mean, logvar)


WRONG = [
    ("terms.KL-of-first-latent-alone-for-KL", _kl_of_the_first_latent),
    ("terms.spread-with-cross-terms-|W-sigma|^2-for-spread/sigma^2", _spread_with_cross_terms),
    ("terms.spread-with-sum-of-W_j-squared-for-spread/sigma^2", _sum_of_columns),
    ("terms.KL-half", _half_kl),
    ("terms.spread/sigma^2-missing+KL-sign", _two_slips),
    ("terms.KL-sign", _plus_kl),
    ("terms.spread/sigma^2-missing", _at_the_mean),
    ("terms.spread/sigma^2-sign", _spread_helps),
    ("terms.spread/sigma^2-twice", _whole_spread),
    ("terms.spread-with-sigma-of-q-for-spread/sigma^2", _spread_of_deviation),
    ("terms.error/sigma-for-error/sigma^2+spread/sigma-for-spread/sigma^2", _sigma_once),
    ("terms.spread/sigma-for-spread/sigma^2", _sigma_once_in_the_spread),
    ("terms.error/sigma-for-error/sigma^2", _sigma_once_in_the_error),
    ("terms.error/sigma^4-for-error/sigma^2+log(sigma^2)-twice", _variance_as_scale),
    ("terms.log(2-pi)-missing+log(sigma^2)-missing", _no_normaliser),
    ("terms.log(2-pi)-missing", _no_two_pi),
    ("terms.log(sigma^2)-missing", _no_log_sigma),
    ("terms.log(2-pi)-averaged-over-dimensions+log(sigma^2)-averaged-over-dimensions", _normaliser_once),
    ("terms.spread-with-sigma^4-of-q-for-spread/sigma^2", _spread_of_squared_variance),
    ("terms.a-KL-with-logvar-read-as-log-sigma-for-KL", _kl_reads_log_sigma),
    ("terms.spread-with-both-sums-multiplied-for-spread/sigma^2", _sums_multiplied),
    ("terms.spread-undivided-for-spread/sigma^2-twice", _bare_spread),
    ("terms.error/sigma^2-twice+spread/sigma^2-twice", _whole_squares),
    ("terms.error*sigma^2-for-error/sigma^2+spread*sigma^2-for-spread/sigma^2", _python_precedence),
    ("terms.error-undivided-for-error/sigma^2", _brackets_forgotten),
    (
        "terms.error/sigma-for-error/sigma^2+spread/sigma-for-spread/sigma^2+log(sigma^2)-half",
        _sigma_once_everywhere,
    ),
    ("terms.log(sigma^2)-half", _sigma_once_in_the_normaliser),
    ("terms.log(2-pi)-twice+log(sigma^2)-twice", _whole_normaliser),
    ("terms.log(2-pi)-sign+log(sigma^2)-sign", _plus_normaliser),
    ("terms.k-log(2-pi)-for-log(2-pi)+k-log(sigma^2)-for-log(sigma^2)", _normaliser_of_latents),
    ("terms.KL-averaged-over-latents", _mean_kl),
    ("terms.error-without-b-for-error/sigma^2", _no_b),
    ("terms.KL-missing", _no_kl),
    ("terms.error/sigma^2-missing+spread/sigma^2-missing+log(2-pi)-missing+log(sigma^2)-missing", _only_kl),
    (
        "terms.error/sigma^2-missing+spread/sigma^2-missing+log(2-pi)-missing+log(sigma^2)-missing+KL-sign",
        _positive_kl,
    ),
    ("terms.KL-twice", _whole_kl),
    ("terms.whole-sign", _loss),
    ("sampled", _one_draw),
    ("not-summed", _for_each_pixel),
    ("one-in-brackets", _kl_of_one_row),
    ("returned-a-number", _float),
    ("no-gradient", _in_numbers),
]
