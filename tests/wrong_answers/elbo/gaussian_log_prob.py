"""What students write for elbo.gaussian_log_prob, each with the slug that its check must answer with."""

import math

import torch
from torch.distributions import Normal


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


def _negative(x, mean, logvar):
    return -Normal(mean, (logvar / 2).exp()).log_prob(x).sum(1).abs()


def _at_most_0(x, mean, logvar):
    return Normal(mean, (logvar / 2).exp()).log_prob(x).sum(1).clamp(max=0)


WRONG = [
    ("kept-below-0", _negative),
    ("kept-below-0", _at_most_0),
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
]
