"""What students write for vae.predict_collapse, each with the slug that its check must answer with."""

import torch


def _lives(eigenvalues, variance, latent_dim):
    return eigenvalues.flip(0)[:latent_dim] > variance


def _sigma(eigenvalues, variance, latent_dim):
    return eigenvalues.flip(0)[:latent_dim] <= variance**0.5


def _standard_deviations(eigenvalues, variance, latent_dim):
    return eigenvalues.flip(0)[:latent_dim].sqrt() <= variance


def _squared_again(eigenvalues, variance, latent_dim):
    return eigenvalues.flip(0)[:latent_dim] <= variance**2


def _the_first(eigenvalues, variance, latent_dim):
    return eigenvalues[:latent_dim] <= variance


def _flipped_afterwards(eigenvalues, variance, latent_dim):
    return (eigenvalues[:latent_dim] <= variance).flip(0)


def _ascending(eigenvalues, variance, latent_dim):
    return eigenvalues[-latent_dim:] <= variance


def _strictly_below(eigenvalues, variance, latent_dim):
    return eigenvalues.flip(0)[:latent_dim] < variance


def _every_eigenvalue(eigenvalues, variance, latent_dim):
    return eigenvalues.flip(0) <= variance


def _how_many(eigenvalues, variance, latent_dim):
    return (eigenvalues.flip(0)[:latent_dim] <= variance).sum()


def _which(eigenvalues, variance, latent_dim):
    return torch.nonzero(eigenvalues.flip(0)[:latent_dim] <= variance).squeeze(1)


def _lengths(eigenvalues, variance, latent_dim):
    return (eigenvalues.flip(0)[:latent_dim] - variance).clamp(min=0).sqrt()


def _hardly_a_nat(eigenvalues, variance, latent_dim):
    return (eigenvalues.flip(0)[:latent_dim] / variance).log() / 2 < 0.1


def _a_thousandth_of_a_nat(eigenvalues, variance, latent_dim):
    return 0.5 * (eigenvalues.flip(0)[:latent_dim] / variance).log() < 1e-3


def _ascending_and_strictly(eigenvalues, variance, latent_dim):
    return eigenvalues[-latent_dim:] < variance


def _the_first_live(eigenvalues, variance, latent_dim):
    return eigenvalues[:latent_dim].flip(0) > variance


def _half_a_nat(eigenvalues, variance, latent_dim):
    return 0.5 * (eigenvalues.flip(0)[:latent_dim] / variance).log() < 0.5


def _twice_the_variance(eigenvalues, variance, latent_dim):
    return eigenvalues.flip(0)[:latent_dim] <= 2 * variance


WRONG = [
    ("smallest-first+equal-left-out", _ascending_and_strictly),
    ("smallest-taken+inverted", _the_first_live),
    ("another-bar", _half_a_nat),
    ("another-bar", _twice_the_variance),
    ("inverted", _lives),
    ("sigma-instead-of-variance", _sigma),
    ("variance-squared", _standard_deviations),
    ("variance-squared", _squared_again),
    ("smallest-taken", _the_first),
    ("smallest-taken", _flipped_afterwards),
    ("smallest-first", _ascending),
    ("equal-left-out", _strictly_below),
    ("all-eigenvalues", _every_eigenvalue),
    ("count-instead", _how_many),
    ("positions-instead", _which),
    ("not-compared", _lengths),
    ("counted-in-nats", _hardly_a_nat),
    ("counted-in-nats", _a_thousandth_of_a_nat),
]
