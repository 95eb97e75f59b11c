"""Draws that fill the gaps between codes, or that only repeat them."""

import torch

from gencourse.probability import fit_gaussian, sample_gaussian


def _standard_normal(codes, n):
    return torch.randn(n, codes.shape[1])


def _one_gaussian(codes, n):
    "The lazy rival of the lesson"
    return sample_gaussian(*fit_gaussian(codes), n)


def _narrow_gaussian(codes, n):
    mean, cov = fit_gaussian(codes)
    return sample_gaussian(mean, 0.5 * cov, n)


def _copies(codes, n):
    return codes[torch.randint(len(codes), (n,))]


def _copies_with_a_little_noise(codes, n):
    return _copies(codes, n) + 0.01 * codes.std() * torch.randn(n, codes.shape[1])


def _copies_with_much_noise(codes, n):
    return _copies(codes, n) + 0.5 * codes.std() * torch.randn(n, codes.shape[1])


def _between_neighbours(codes, n):
    chosen = _copies(codes, n)
    near = torch.cdist(chosen, codes).topk(6, largest=False).indices
    other = codes[near[torch.arange(n), torch.randint(1, 6, (n,))]]
    return torch.lerp(chosen, other, torch.rand(n, 1))


def _between_any_two(codes, n):
    return torch.lerp(_copies(codes, n), _copies(codes, n), torch.rand(n, 1))


def _one_for_all(codes, n):
    return codes.mean(0).expand(n, -1)


def _pictures(codes, n):
    return torch.rand(n, 784)


WRONG = [
    ("where-no-codes-are", _standard_normal),
    ("where-no-codes-are", _one_gaussian),
    ("where-no-codes-are", _narrow_gaussian),
    ("copies", _copies),
    ("copies", _copies_with_a_little_noise),
    ("spread-otherwise", _copies_with_much_noise),
    ("copies", _between_neighbours),
    ("spread-otherwise", _between_any_two),
    ("drawn-alike", _one_for_all),
    ("wrong-shape", _pictures),
]
