"""What students write for latent.hole_score, each with the slug that its check must answer with."""


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


WRONG = [
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
