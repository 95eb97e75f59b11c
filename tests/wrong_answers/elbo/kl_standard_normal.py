"""What students write for elbo.kl_standard_normal, each with the slug that its check must answer with."""

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


def _kl_to_a_prior_at_one(mean, logvar):
    return 0.5 * ((mean - 1) ** 2 + logvar.exp() - 1 - logvar).sum(1)


def _kl_with_the_length_of_mean(mean, logvar):
    return 0.5 * (mean.norm(dim=1) + (logvar.exp() - 1 - logvar).sum(1))


def _kl_with_the_sum_squared(mean, logvar):
    return 0.5 * (mean.sum(1) ** 2 + (logvar.exp() - 1 - logvar).sum(1))


def _cross_entropy(mean, logvar):
    return 0.5 * (mean**2 + logvar.exp() + math.log(2 * math.pi)).sum(1)


def _kl_averaged_with_one_half(mean, logvar):
    return (0.5 * mean**2 + logvar.exp() - 1 - logvar).mean(1)


def _kl_swapped(mean, logvar):
    return 0.5 * (logvar**2 + mean.exp() - 1 - mean).sum(1)


def _kl_with_mean_over_sigma(mean, logvar):
    return 0.5 * (mean**2 / logvar.exp() + logvar.exp() - 1 - logvar).sum(1)


def _kl_of_one_draw(mean, logvar):
    q = torch.distributions.Normal(mean, (0.5 * logvar).exp())
    z = q.rsample()
    return (q.log_prob(z) - torch.distributions.Normal(0.0, 1.0).log_prob(z)).sum(1)


WRONG = [
    ("terms.mean^2/sigma^2-for-mean^2", _kl_with_mean_over_sigma),
    ("sampled", _kl_of_one_draw),
    ("terms.(mean-1)^2-for-mean^2", _kl_to_a_prior_at_one),
    ("terms.length-of-mean-not-squared-for-mean^2", _kl_with_the_length_of_mean),
    ("terms.square-of-sum-of-mean-for-mean^2", _kl_with_the_sum_squared),
    ("terms.log(2-pi)-for-1-sign+logvar-missing", _cross_entropy),
    ("terms.whole-averaged-over-latents+sigma^2-twice+1-twice+logvar-twice", _kl_averaged_with_one_half),
    ("terms.whole-weight", lambda mean, logvar: (mean**2 + logvar.exp() - 1 - logvar).sum(1) / math.log(4)),
    ("terms.whole-divided-by-rows", lambda mean, logvar: kl_standard_normal(mean, logvar) / len(mean)),
    ("mean-and-logvar-swapped", _kl_swapped),
    ("terms.whole-averaged-over-latents", _kl_averaged),
    ("terms.sigma^4-for-sigma^2+logvar-twice", _kl_of_log_sigma),
    ("terms.sigma^4-for-sigma^2+logvar-twice", _kl_with_variance_as_deviation),
    ("terms.whole-twice", _kl_not_halved),
    ("terms.whole-sign", _kl_flipped),
    ("summed-over-the-batch", _kl_of_the_batch),
    ("summed-over-the-batch", _kl_batch_mean),
    ("summed-over-the-batch", _kl_wrong_axis),
    ("terms.sigma^2-missing+logvar-missing", _kl_without_exp),
    ("terms.sigma^2-missing+logvar-missing", _kl_exp_twice),
    ("log-of-logvar", _kl_of_variance),
    ("terms.sigma-for-sigma^2", _kl_of_deviation),
    ("terms.mean-for-mean^2", _kl_of_mean),
    ("terms.mean^2-sign", _kl_bracket),
    ("terms.1-missing", _kl_without_one),
    ("terms.sigma^4-for-sigma^2", _kl_of_the_fourth_power),
    ("terms.logvar-half", _kl_with_log_sigma),
    ("terms.mean^2-missing", _kl_without_mean),
    ("terms.logvar-sign", _kl_plus_logvar),
    ("terms.sigma^2-twice+1-twice+logvar-twice", _kl_half_of_the_mean),
    ("terms.1-sign", _kl_plus_one),
    ("terms.1-averaged-over-latents", _kl_one_outside),
    ("reversed", _kl_reversed),
    ("not-summed", _kl_terms),
    ("no-gradient", _kl_in_numbers),
]
