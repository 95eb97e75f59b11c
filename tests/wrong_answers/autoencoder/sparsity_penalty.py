"""What students write for autoencoder.sparsity_penalty, each with the slug that its check must answer with."""


def _signed(h):
    return h.sum(1).mean()


def _signed_sum(h):
    return h.sum()


def _signed_mean(h):
    return h.mean()


def _mean(h):
    return h.abs().mean()


def _sum(h):
    return h.abs().sum()


def _squares(h):
    return h.square().sum(1).mean()


def _norm(h):
    return h.norm(dim=1).mean()


def _axes_swapped(h):
    return h.abs().sum(0).mean()


def _mean_square(h):
    return h.square().mean()


def _weighted(h):
    return 1e-3 * h.abs().sum(1).mean()


def _each(h):
    return h.abs().sum(1)


def _count(h):
    return (h != 0).float().sum(1).mean()


def _lessons_units(h):
    return 256 * h.abs().mean()


def _averaged_twice(h):
    return h.abs().sum(1).mean() / len(h)


def _median(h):
    return h.abs().sum(1).median()


def _sigmoid(h):
    return h.sigmoid().sum(1).mean()


def _deviation(h):
    return h.std(dim=1).mean()


WRONG = [
    ("terms.sigmoid(h)-for-|h|", _sigmoid),
    ("terms.standard-deviation-of-h-for-|h|", _deviation),
    ("terms.|h|-divided-by-images", _averaged_twice),
    ("terms.|h|-of-median-image-for-|h|", _median),
    ("terms.|h|-weight", _lessons_units),
    ("terms.h-for-|h|", _signed),
    ("terms.h-for-|h|-summed-over-images", _signed_sum),
    ("terms.h-for-|h|-averaged-over-units", _signed_mean),
    ("terms.|h|-averaged-over-units", _mean),
    ("terms.|h|-summed-over-images", _sum),
    ("terms.h^2-for-|h|", _squares),
    ("terms.norm-of-h-for-|h|", _norm),
    ("terms.|h|-summed-over-images-and-averaged-over-units-for-|h|", _axes_swapped),
    ("terms.h^2-for-|h|-averaged-over-units", _mean_square),
    ("terms.|h|-weight", _weighted),
    ("not-averaged", _each),
    ("no-gradient", _count),
]
