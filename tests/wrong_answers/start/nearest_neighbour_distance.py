"""What students write for start.nearest_neighbour_distance, each with the slug that its check must answer with."""

import torch


def _against_itself(a, b):
    return torch.cdist(a, a, compute_mode="donot_use_mm_for_euclid_dist").min(1).values


def _other_axis(a, b):
    return torch.cdist(a, b).min(0).values


def _through_a_product(a, b):
    return torch.cdist(a, b, compute_mode="use_mm_for_euclid_dist").min(1).values


def _squared(a, b):
    return ((a[:, None] - b[None]) ** 2).sum(-1).min(1).values


def _mean_distance(a, b):
    return torch.cdist(a, b).mean(1)


def _farthest(a, b):
    return torch.cdist(a, b).max(1).values


def _city_block(a, b):
    return torch.cdist(a, b, p=1).min(1).values


def _over_pixels(a, b):
    return ((a[:, None] - b[None]) ** 2).mean(-1).sqrt().min(1).values


def _one_number(a, b):
    return torch.cdist(a, b, compute_mode="donot_use_mm_for_euclid_dist").min(1).values.mean()


def _forgot_values(a, b):
    return torch.cdist(a, b).min(1)


WRONG = [
    ("measured-against-itself", _against_itself),
    ("nearest-of-the-other", _other_axis),
    ("not-zero-for-a-copy", _through_a_product),
    ("squared", _squared),
    ("mean-over-the-set", _mean_distance),
    ("farthest", _farthest),
    ("absolute-differences", _city_block),
    ("averaged-over-pixels", _over_pixels),
    ("averaged", _one_number),
    ("values-and-indices", _forgot_values),
]
