"""Trainings that come to another rate, or pay too much for the right one."""

from gencourse.builds import train_vae as builds
from tests.wrong_answers.vae.train_vae import _trained


def _beta_1(x, rate):
    return builds.train_vae(x)


def _beta_for_10_nats(x, rate):
    "The lazy rival: a beta found by trying, for a rate between the two"
    return _trained(x, beta=3.0)


def _beta_for_14_nats(x, rate):
    return _trained(x, beta=2.0)


def _per_latent(x, rate):
    return builds.train_at_rate(x, rate / 16)


def _jumps(x, rate):
    return builds._train(x, lambda kl: 20.0 if kl > rate else 0.0)


def _stops_early(x, rate):
    return builds._train(x, lambda kl: (kl / rate) ** 4, epochs=1)


def _one_number(x, rate):
    return rate


WRONG = [
    ("another-rate", _beta_1),
    ("another-rate", _beta_for_10_nats),
    ("another-rate", _beta_for_14_nats),
    ("another-rate", _per_latent),
    ("distortion-too-high", _jumps),
    ("distortion-too-high", _stops_early),
    ("not-a-tuple", _one_number),
]
