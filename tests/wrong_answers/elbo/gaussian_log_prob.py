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


def _mean_left_out(x, mean, logvar):
    return _density(x, mean, logvar, distance=x**2 / logvar.exp())


def _squares_subtracted(x, mean, logvar):
    return _density(x, mean, logvar, distance=(x**2 - mean**2) / logvar.exp())


def _averaged_with_one_half(x, mean, logvar):
    return (-0.5 * (x - mean) ** 2 / logvar.exp() - logvar - LOG_TWO_PI).mean(1)


def _log_of_the_density(x, mean, logvar):
    variance = logvar.exp()
    density = torch.exp(-((x - mean) ** 2) / (2 * variance)) / torch.sqrt(2 * math.pi * variance)
    return density.log().sum(1)


def _distance_not_squared(x, mean, logvar):
    return _density(x, mean, logvar, distance=(x - mean).abs() / logvar.exp())


WRONG = [
    ("underflow", _log_of_the_density),
    ("terms.|x-mean|/sigma^2-for-(x-mean)^2/sigma^2", _distance_not_squared),
    ("kept-below-0", _negative),
    ("kept-below-0", _at_most_0),
    ("terms.x^2/sigma^2-for-(x-mean)^2/sigma^2", _mean_left_out),
    ("terms.(x^2-mean^2)/sigma^2-for-(x-mean)^2/sigma^2", _squares_subtracted),
    ("terms.whole-averaged-over-dimensions+logvar-twice+log(2-pi)-twice", _averaged_with_one_half),
    ("terms.log(pi)-for-log(2-pi)", lambda x, mean, logvar: _density(x, mean, logvar, constant=math.log(math.pi))),
    ("terms.logvar-missing+log(2-pi)-missing", _distance_alone),
    ("terms.log(2-pi)-missing", _no_log_two_pi),
    ("terms.log(2-pi)-averaged-over-dimensions", _log_two_pi_once),
    ("terms.logvar-missing", _no_logvar),
    ("terms.logvar-sign", _plus_logvar),
    ("terms.(x-mean)^2/sigma^4-for-(x-mean)^2/sigma^2+logvar-twice", _scale_is_variance),
    ("terms.(x-mean)^2/sigma^4-for-(x-mean)^2/sigma^2", _variance_squared),
    ("terms.(x-mean)^2/sigma-for-(x-mean)^2/sigma^2", _by_deviation),
    ("terms.logvar-twice", _whole_logvar),
    ("terms.(x-mean)^2/sigma^2-twice", _whole_distance),
    ("terms.(x-mean)^2/logvar-for-(x-mean)^2/sigma^2", _by_logvar),
    ("terms.(x-mean)^2*sigma^2-for-(x-mean)^2/sigma^2", _times_variance),
    ("terms.(x-mean)/sigma^2-for-(x-mean)^2/sigma^2", _not_squared),
    ("terms.sigma^2-for-logvar", _exp_of_logvar),
    ("terms.logvar-half", _half_logvar),
    ("terms.whole-twice", lambda x, mean, logvar: 2 * _density(x, mean, logvar)),
    ("terms.2-pi-for-log(2-pi)", _bare_two_pi),
    ("terms.log(2-pi)-half", _root_of_two_pi),
    ("terms.whole-averaged-over-dimensions", _averaged),
    ("terms.whole-sign", _minus_log_prob),
    ("density-instead", _not_a_log),
    ("not-summed", _each_dimension),
    ("summed-over-the-batch", _whole_batch),
    (
        "terms.(x-mean)^2-for-(x-mean)^2/sigma^2",
        lambda x, mean, logvar: -0.5 * ((x - mean) ** 2 + logvar + math.log(2 * math.pi)).sum(1),
    ),
    ("log-of-logvar", lambda x, mean, logvar: -0.5 * ((x - mean) ** 2 / logvar.exp() + logvar.log()).sum(1)),
    ("no-gradient", lambda x, mean, logvar: Normal(mean, (logvar / 2).exp()).log_prob(x).sum(1).detach()),
]
