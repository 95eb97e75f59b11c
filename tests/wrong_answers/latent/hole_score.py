"""What students write for latent.hole_score, each with the slug that its check must answer with."""

import torch


def _spread(x):
    return x.var(0, correction=0).mean().sqrt()


def _undivided(z, returned, codes):
    return (returned - z).norm(dim=1).mean()


def _by_variance(z, returned, codes):
    return (returned - z).norm(dim=1).mean() / _spread(codes) ** 2


def _by_z(z, returned, codes):
    return (returned - z).norm(dim=1).mean() / _spread(z)


def _not_centred(z, returned, codes):
    return (returned - z).norm(dim=1).mean() / codes.square().mean().sqrt()


def _one_spread(z, returned, codes):
    return (returned - z).norm(dim=1).mean() / codes.std(correction=0)


def _mean_of_stds(z, returned, codes):
    return (returned - z).norm(dim=1).mean() / codes.std(0, correction=0).mean()


def _squares(z, returned, codes):
    return (returned - z).square().sum(1).mean() / _spread(codes)


def _over_dimensions(z, returned, codes):
    return (returned - z).abs().mean() / _spread(codes)


def _each(z, returned, codes):
    return (returned - z).norm(dim=1) / _spread(codes)


def _multiplied(z, returned, codes):
    return (returned - z).norm(dim=1).mean() * codes.var(0).mean().sqrt()


def _by_returned(z, returned, codes):
    return (returned - z).norm(dim=1).mean() / returned.var(0).mean().sqrt()


def _one_norm(z, returned, codes):
    return (returned - z).norm() / codes.std()


def _rms(z, returned, codes):
    return (returned - z).square().sum(1).mean().sqrt() / codes.var(0).mean().sqrt()


def _summed(z, returned, codes):
    return (returned - z).norm(dim=1).sum() / codes.var(0).mean().sqrt()


def _squares_by_variance(z, returned, codes):
    return (returned - z).square().sum(1).mean() / codes.var(0).mean()


def _each_dimension_scaled(z, returned, codes):
    return ((returned - z) / codes.std(0)).norm(dim=1).mean()


def _by_distance_to_the_middle(z, returned, codes):
    return (returned - z).norm(dim=1).mean() / (codes - codes.mean(0)).norm(dim=1).mean()


def _one_norm_over_n(z, returned, codes):
    return (returned - z).norm() / len(z) / _spread(codes)


def _each_with_each(z, returned, codes):
    return torch.cdist(z, returned).mean() / _spread(codes)


def _to_the_nearest_code(z, returned, codes):
    return torch.cdist(returned, codes).min(1).values.mean() / _spread(codes)


WRONG = [
    ("each-dimension-scaled", _each_dimension_scaled),
    ("distance-to-the-middle", _by_distance_to_the_middle),
    ("one-norm-divided", _one_norm_over_n),
    ("each-with-each", _each_with_each),
    ("to-the-nearest-code", _to_the_nearest_code),
    ("undivided", _undivided),
    ("divided-by-variance", _by_variance),
    ("divided-by-z", _by_z),
    ("not-centred", _not_centred),
    ("one-spread-for-all", _one_spread),
    ("mean-of-stds", _mean_of_stds),
    ("squared", _squares),
    ("averaged-over-dimensions", _over_dimensions),
    ("not-averaged", _each),
    ("multiplied", _multiplied),
    ("divided-by-returned", _by_returned),
    ("one-norm+one-spread-for-all", _one_norm),
    ("root-mean-square", _rms),
    ("summed", _summed),
    ("squared+divided-by-variance", _squares_by_variance),
]
