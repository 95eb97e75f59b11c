"""What students write for start.nearest_neighbour_distance, each with the slug that its check must answer with."""

import torch
from torch.nn import functional as F


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


def _mean_squares(a, b):
    return torch.stack([((b - row) ** 2).mean(1).min() for row in a])


def _not_itself(a, b):
    d = torch.cdist(a, b, compute_mode="donot_use_mm_for_euclid_dist")
    return torch.where(d == 0, torch.inf, d).min(1).values


def _second(a, b):
    return torch.cdist(a, b, compute_mode="donot_use_mm_for_euclid_dist").topk(2, largest=False).values[:, 1]


def _under_the_root(a, b):
    return ((a[:, None] - b[None]).square().sum(-1) + 1e-4).sqrt().min(1).values


def _root_of_a_negative(a, b):
    squares = a.square().sum(1)[:, None] - 2 * a @ b.T + b.square().sum(1) - 1e-3  # more than rounding, on any machine
    return squares.min(1).values.sqrt()


def _largest_coordinate(a, b):
    return torch.cdist(a, b, p=torch.inf).min(1).values


def _sum_of_squares(a, b):
    return torch.cdist(a, b).square().sum(1)


def _small_is_nothing(a, b):
    distance = torch.cdist(a, b).min(1).values
    return torch.where(distance < 0.05, 0.0, distance)


def _same_row(a, b):
    return (a - b[: len(a)]).norm(dim=1)


def _to_the_mean(a, b):
    return (a - b.mean(0)).norm(dim=1)


def _by_direction(a, b):
    nearest = (F.normalize(a, dim=1) @ F.normalize(b, dim=1).T).argmax(1)
    return (a - b[nearest]).norm(dim=1)


def _in_each_coordinate(a, b):
    return (a[:, None] - b).abs().min(1).values.norm(dim=1)


def _one_digit(a, b):
    return torch.cdist(a, b).min(1).values.round(decimals=1)


def _scaled(a, b):
    return torch.cdist(F.normalize(a, dim=1), F.normalize(b, dim=1)).min(1).values


WRONG = [
    ("rounded", _one_digit),
    ("scaled-rows", _scaled),
    ("same-row-number", _same_row),
    ("to-the-mean", _to_the_mean),
    ("nearest-direction", _by_direction),
    ("nearest-in-each-coordinate", _in_each_coordinate),
    ("near-copy-as-copy", _small_is_nothing),
    ("mean-square", _mean_squares),
    ("copies-left-out", _not_itself),
    ("second-nearest", _second),
    ("same-for-all-copies", _under_the_root),
    ("nan-for-a-copy", _root_of_a_negative),
    ("largest-coordinate", _largest_coordinate),
    ("squared+sum-over-the-set", _sum_of_squares),
    ("all-zero", _against_itself),
    ("nearest-of-the-other", _other_axis),
    ("not-zero-for-a-copy", _through_a_product),
    ("squared", _squared),
    ("mean-over-the-set", _mean_distance),
    ("farthest", _farthest),
    ("absolute-differences", _city_block),
    ("averaged-over-pixels", _over_pixels),
    ("averaged", _one_number),
    ("values-and-indices", _forgot_values),
    ("indices", lambda a, b: torch.cdist(a, b).min(dim=1)[1]),
    ("indices", lambda a, b: torch.cdist(a, b).argmin(1)),
]
