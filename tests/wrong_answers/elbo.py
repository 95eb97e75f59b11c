"""What students write for the ELBO lesson's exercises, each with the slug that a check must answer with."""

import math

import torch
from torch.distributions import Normal, kl_divergence

from gencourse.probability import kl_standard_normal


def _kl_averaged(mean, logvar):
    return -0.5 * (1 + logvar - mean**2 - logvar.exp()).mean(1)


def _kl_of_log_sigma(mean, logvar):
    return 0.5 * ((2 * logvar).exp() + mean**2 - 1 - 2 * logvar).sum(1)


def _kl_with_variance_as_deviation(mean, logvar):
    return kl_divergence(Normal(mean, logvar.exp()), Normal(0.0, 1.0)).sum(1)


def _kl_not_halved(mean, logvar):
    return (mean**2 + logvar.exp() - 1 - logvar).sum(1)


def _kl_flipped(mean, logvar):
    return 0.5 * (1 + logvar - mean**2 - logvar.exp()).sum(1)


def _kl_of_the_batch(mean, logvar):
    return -0.5 * (1 + logvar - mean**2 - logvar.exp()).sum()


def _kl_batch_mean(mean, logvar):
    return -0.5 * (1 + logvar - mean**2 - logvar.exp()).sum(1).mean()


def _kl_wrong_axis(mean, logvar):
    return -0.5 * (1 + logvar - mean**2 - logvar.exp()).sum(0)


def _kl_without_exp(mean, logvar):
    return 0.5 * (mean**2 + logvar - 1 - logvar).sum(1)


def _kl_exp_twice(mean, logvar):
    return 0.5 * (mean**2 + logvar.exp() - 1 - logvar.exp()).sum(1)


def _kl_of_variance(mean, logvar):
    return 0.5 * (mean**2 + logvar - 1 - torch.log(logvar)).sum(1)


def _kl_of_deviation(mean, logvar):
    sigma = torch.exp(0.5 * logvar)
    return 0.5 * (mean**2 + sigma - 1 - logvar).sum(1)


def _kl_of_mean(mean, logvar):
    return 0.5 * (mean + logvar.exp() - 1 - logvar).sum(1)


def _kl_bracket(mean, logvar):
    return -0.5 * (1 + logvar + mean**2 - logvar.exp()).sum(1)


def _kl_without_one(mean, logvar):
    return 0.5 * (mean**2 + logvar.exp() - logvar).sum(1)


def _kl_reversed(mean, logvar):
    return kl_divergence(Normal(0.0, 1.0), Normal(mean, torch.exp(0.5 * logvar))).sum(1)


def _kl_terms(mean, logvar):
    return 0.5 * (mean**2 + logvar.exp() - 1 - logvar)


def _kl_of_the_fourth_power(mean, logvar):
    return 0.5 * (mean**2 + (2 * logvar).exp() - 1 - logvar).sum(1)


def _kl_with_log_sigma(mean, logvar):
    std = torch.exp(0.5 * logvar)
    return 0.5 * (mean**2 + std**2 - 1 - torch.log(std)).sum(1)


def _kl_without_mean(mean, logvar):
    return 0.5 * (logvar.exp() - 1 - logvar).sum(1)


def _kl_plus_logvar(mean, logvar):
    return 0.5 * (mean**2 + logvar.exp() - 1 + logvar).sum(1)


def _kl_half_of_the_mean(mean, logvar):
    return (0.5 * mean**2 + logvar.exp() - 1 - logvar).sum(1)


def _kl_plus_one(mean, logvar):
    return 0.5 * (mean**2 + logvar.exp() + 1 - logvar).sum(1)


def _kl_one_outside(mean, logvar):
    return 0.5 * ((mean**2 + logvar.exp() - logvar).sum(1) - 1)


def _kl_in_numbers(mean, logvar):
    with torch.no_grad():
        return 0.5 * (mean**2 + logvar.exp() - 1 - logvar).sum(1)


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


def _no_dz(log_joint, z):
    return torch.logsumexp(log_joint, 0)


def _naive(log_joint, z):
    dz = z[1] - z[0]
    return torch.log(torch.exp(log_joint).sum() * dz)


def _trapezoid(log_joint, z):
    return torch.trapezoid(log_joint.exp(), z).log()


def _grid_mean(log_joint, z):
    return torch.logsumexp(log_joint, 0) - math.log(len(z))


def _minus_log_dz(log_joint, z):
    return torch.logsumexp(log_joint, 0) - torch.log(z[1] - z[0])


def _plus_dz(log_joint, z):
    return torch.logsumexp(log_joint, 0) + (z[1] - z[0])


def _times_dz(log_joint, z):
    return torch.logsumexp(log_joint, 0) * (z[1] - z[0])


def _one_step_too_many(log_joint, z):
    return torch.logsumexp(log_joint, 0) + torch.log((z[-1] - z[0]) / len(z))


def _whole_grid(log_joint, z):
    return torch.logsumexp(log_joint, 0) + torch.log(z[-1] - z[0])


def _largest_first(log_joint, z):
    top = log_joint.max()
    return torch.log((log_joint - top).exp().sum() * (z[1] - z[0]))


def _highest(log_joint, z):
    return log_joint.max()


def _highest_bar(log_joint, z):
    return log_joint.max() + torch.log(z[1] - z[0])


def _logs_integrated(log_joint, z):
    return (log_joint * (z[1] - z[0])).sum()


def _logs_averaged(log_joint, z):
    return log_joint.mean()


def _each_point(log_joint, z):
    return log_joint + torch.log(z[1] - z[0])


def _mean_of_logs(log_w):
    return log_w.mean(1)


def _sum_of_weights(log_w):
    return torch.logsumexp(log_w, 1)


def _naive_mean(log_w):
    return torch.log(torch.exp(log_w).mean(1))


def _first_axis(log_w):
    return torch.logsumexp(log_w, 0) - math.log(log_w.shape[0])


def _one_number(log_w):
    return torch.logsumexp(log_w, 1).mean() - math.log(log_w.shape[1])


def _minus_k(log_w):
    return torch.logsumexp(log_w, 1) - log_w.shape[1]


def _over_k(log_w):
    return torch.logsumexp(log_w, 1) / log_w.shape[1]


def _wrong_k(log_w):
    return torch.logsumexp(log_w, 1) - math.log(len(log_w))


def _plus_log_k(log_w):
    return torch.logsumexp(log_w, 1) + math.log(log_w.shape[1])


def _over_all(log_w):
    return torch.logsumexp(log_w, 1) - math.log(log_w.numel())


def _shares(log_w):
    return torch.logsumexp(log_w / log_w.shape[1], 1)


def _logs_summed(log_w):
    return log_w.sum(1)


def _safe_by_hand(log_w):
    top = log_w.max(1, keepdim=True).values
    return (log_w - top).exp().mean(1).log()


def _best(log_w):
    return log_w.max(1).values


def _best_and_where(log_w):
    return log_w.max(1)


def _distance_alone(x, mean, logvar):
    return -0.5 * ((x - mean) ** 2 / logvar.exp()).sum(1)


def _no_log_two_pi(x, mean, logvar):
    return -0.5 * ((x - mean) ** 2 / logvar.exp() + logvar).sum(1)


def _log_two_pi_once(x, mean, logvar):
    return -0.5 * ((x - mean) ** 2 / logvar.exp() + logvar).sum(1) - 0.5 * math.log(2 * math.pi)


def _no_logvar(x, mean, logvar):
    return -0.5 * ((x - mean) ** 2 / logvar.exp() + math.log(2 * math.pi)).sum(1)


def _plus_logvar(x, mean, logvar):
    return -0.5 * ((x - mean) ** 2 / logvar.exp() - logvar + math.log(2 * math.pi)).sum(1)


def _scale_is_variance(x, mean, logvar):
    return Normal(mean, logvar.exp()).log_prob(x).sum(1)


def _variance_squared(x, mean, logvar):
    return -0.5 * ((x - mean) ** 2 / logvar.exp() ** 2 + logvar + math.log(2 * math.pi)).sum(1)


def _by_deviation(x, mean, logvar):
    return -0.5 * ((x - mean) ** 2 / torch.exp(0.5 * logvar) + logvar + math.log(2 * math.pi)).sum(1)


def _whole_logvar(x, mean, logvar):
    return (-0.5 * (x - mean) ** 2 / logvar.exp() - logvar - 0.5 * math.log(2 * math.pi)).sum(1)


def _whole_distance(x, mean, logvar):
    return (-((x - mean) ** 2) / logvar.exp() - 0.5 * logvar - 0.5 * math.log(2 * math.pi)).sum(1)


def _averaged(x, mean, logvar):
    return Normal(mean, torch.exp(0.5 * logvar)).log_prob(x).mean(1)


def _minus_log_prob(x, mean, logvar):
    return 0.5 * ((x - mean) ** 2 / logvar.exp() + logvar + math.log(2 * math.pi)).sum(1)


def _not_a_log(x, mean, logvar):
    return Normal(mean, torch.exp(0.5 * logvar)).log_prob(x).sum(1).exp()


def _each_dimension(x, mean, logvar):
    return Normal(mean, torch.exp(0.5 * logvar)).log_prob(x)


def _whole_batch(x, mean, logvar):
    return Normal(mean, torch.exp(0.5 * logvar)).log_prob(x).sum()


LOG_TWO_PI = math.log(2 * math.pi)


def _density(x, mean, logvar, *, distance=None, log_variance=None, constant=LOG_TWO_PI):
    "The right formula with one part replaced"
    distance = (x - mean) ** 2 / logvar.exp() if distance is None else distance
    log_variance = logvar if log_variance is None else log_variance
    return -0.5 * (distance + log_variance + constant).sum(1)


def _by_logvar(x, mean, logvar):
    return _density(x, mean, logvar, distance=(x - mean) ** 2 / logvar)


def _times_variance(x, mean, logvar):
    return _density(x, mean, logvar, distance=(x - mean) ** 2 * logvar.exp())


def _not_squared(x, mean, logvar):
    return _density(x, mean, logvar, distance=(x - mean) / logvar.exp())


def _exp_of_logvar(x, mean, logvar):
    return _density(x, mean, logvar, log_variance=logvar.exp())


def _half_logvar(x, mean, logvar):
    return _density(x, mean, logvar, log_variance=0.5 * logvar)


def _bare_two_pi(x, mean, logvar):
    return _density(x, mean, logvar, constant=2 * math.pi)


def _root_of_two_pi(x, mean, logvar):
    return _density(x, mean, logvar, constant=math.log(math.sqrt(2 * math.pi)))


WRONG_ANSWERS = {
    "elbo.kl_standard_normal": [
        ("averaged-over-dimensions", _kl_averaged),
        ("logvar-as-log-sigma", _kl_of_log_sigma),
        ("logvar-as-log-sigma", _kl_with_variance_as_deviation),
        ("not-halved", _kl_not_halved),
        ("sign", _kl_flipped),
        ("summed-over-the-batch", _kl_of_the_batch),
        ("summed-over-the-batch", _kl_batch_mean),
        ("summed-over-the-batch", _kl_wrong_axis),
        ("exp-forgotten", _kl_without_exp),
        ("exp-forgotten", _kl_exp_twice),
        ("log-of-logvar", _kl_of_variance),
        ("sigma-not-squared", _kl_of_deviation),
        ("mean-not-squared", _kl_of_mean),
        ("mean-sign", _kl_bracket),
        ("one-forgotten", _kl_without_one),
        ("logvar-as-log-sigma", _kl_of_the_fourth_power),
        ("log-sigma", _kl_with_log_sigma),
        ("mean-forgotten", _kl_without_mean),
        ("logvar-sign", _kl_plus_logvar),
        ("half-of-one-term", _kl_half_of_the_mean),
        ("one-added", _kl_plus_one),
        ("one-once", _kl_one_outside),
        ("reversed", _kl_reversed),
        ("not-summed", _kl_terms),
        ("no-gradient", _kl_in_numbers),
    ],
    "elbo.elbo": [
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
    ],
    "elbo.log_marginal": [
        ("no-dz", _no_dz),
        ("underflow", _naive),
        ("underflow", _trapezoid),
        ("averaged-over-the-grid", _grid_mean),
        ("log-dz-subtracted", _minus_log_dz),
        ("dz-not-logged", _plus_dz),
        ("multiplied-by-dz", _times_dz),
        ("grid-spacing", _one_step_too_many),
        ("width-of-the-grid", _whole_grid),
        ("largest-not-put-back", _largest_first),
        ("largest-alone", _highest),
        ("largest-alone", _highest_bar),
        ("sum-of-logs", _logs_integrated),
        ("sum-of-logs", _logs_averaged),
        ("not-summed", _each_point),
        ("density-instead", lambda log_joint, z: log_joint.exp().sum() * (z[1] - z[0]) + 0 * z.sum()),
        ("negative", lambda log_joint, z: -torch.logsumexp(log_joint, 0) - torch.log(z[1] - z[0])),
    ],
    "elbo.importance_estimate": [
        ("mean-of-logs", _mean_of_logs),
        ("not-divided", _sum_of_weights),
        ("overflow", _naive_mean),
        ("averaged-over-the-rows", _first_axis),
        ("one-for-all", _one_number),
        ("k-not-logged", _minus_k),
        ("divided-in-logs", _over_k),
        ("divided-by-rows", _wrong_k),
        ("log-k-added", _plus_log_k),
        ("largest-alone", _best),
        ("divided-by-all", _over_all),
        ("divided-before-exp", _shares),
        ("sum-of-logs", _logs_summed),
        ("largest-not-put-back", _safe_by_hand),
        ("values-and-indices", _best_and_where),
        ("weight-instead", lambda log_w: (torch.logsumexp(log_w, 1) - math.log(log_w.shape[1])).exp()),
    ],
    "elbo.gaussian_log_prob": [
        ("normaliser-forgotten", _distance_alone),
        ("two-pi-forgotten", _no_log_two_pi),
        ("two-pi-once", _log_two_pi_once),
        ("log-variance-forgotten", _no_logvar),
        ("logvar-sign", _plus_logvar),
        ("logvar-as-log-sigma", _scale_is_variance),
        ("divided-by-variance-squared", _variance_squared),
        ("divided-by-sigma", _by_deviation),
        ("logvar-not-halved", _whole_logvar),
        ("distance-not-halved", _whole_distance),
        ("divided-by-logvar", _by_logvar),
        ("multiplied-by-variance", _times_variance),
        ("not-squared", _not_squared),
        ("variance-instead-of-its-log", _exp_of_logvar),
        ("logvar-halved-twice", _half_logvar),
        ("not-halved", lambda x, mean, logvar: 2 * _density(x, mean, logvar)),
        ("two-pi-not-logged", _bare_two_pi),
        ("two-pi-halved-twice", _root_of_two_pi),
        ("averaged-over-dimensions", _averaged),
        ("sign", _minus_log_prob),
        ("density-instead", _not_a_log),
        ("not-summed", _each_dimension),
        ("summed-over-the-batch", _whole_batch),
        ("not-divided", lambda x, mean, logvar: -0.5 * ((x - mean) ** 2 + logvar + math.log(2 * math.pi)).sum(1)),
        ("log-of-logvar", lambda x, mean, logvar: -0.5 * ((x - mean) ** 2 / logvar.exp() + logvar.log()).sum(1)),
        ("no-gradient", lambda x, mean, logvar: Normal(mean, (logvar / 2).exp()).log_prob(x).sum(1).detach()),
    ],
}
