"""What students write for latent.attribute_vector, each with the slug that its check must answer with."""


def _minus_all(codes, has):
    return codes[has].mean(0) - codes.mean(0)


def _small_minus_big(codes, has):
    return codes[~has].mean(0) - codes[has].mean(0)


def _mean_alone(codes, has):
    return codes[has].mean(0)


def _unit_length(codes, has):
    step = codes[has].mean(0) - codes[~has].mean(0)
    return step / step.norm()


def _sums(codes, has):
    return codes[has].sum(0) - codes[~has].sum(0)


def _one_mean(codes, has):
    return codes[has].mean() - codes[~has].mean()


def _masked(codes, has):
    mask = has[:, None].float()
    return (codes * mask).mean(0) - (codes * (1 - mask)).mean(0)


def _unit_length_backwards(codes, has):
    step = codes[~has].mean(0) - codes[has].mean(0)
    return step / step.norm()


def _added(codes, has):
    return codes[has].mean(0) + codes[~has].mean(0)


def _medians(codes, has):
    return codes[has].median(0).values - codes[~has].median(0).values


def _one_number_for_both(codes, has):
    return codes[has].sum(0) / has.sum() - codes[~has].sum(0) / has.sum()


def _in_pairs(codes, has):
    n = min(has.sum(), (~has).sum())
    return (codes[has][:n] - codes[~has][:n]).mean(0)


def _as_positions(codes, has):
    return codes[has.long()].mean(0) - codes[1 - has.long()].mean(0)


WRONG = [
    ("medians", _medians),
    ("divided-by-one-number", _one_number_for_both),
    ("paired", _in_pairs),
    ("rows-0-and-1", _as_positions),
    ("minus-all", _minus_all),
    ("backwards", _small_minus_big),
    ("mean-alone", _mean_alone),
    ("unit-length", _unit_length),
    ("summed", _sums),
    ("mean-of-everything", _one_mean),
    ("divided-by-all", _masked),
    ("backwards+unit-length", _unit_length_backwards),
    ("added", _added),
]
