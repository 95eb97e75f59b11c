"""What students write for elbo.importance_estimate, each with the slug that its check must answer with."""

import math

import torch


def _mean_of_logs(log_w):
    return log_w.mean(1)


def _sum_of_weights(log_w):
    return torch.logsumexp(log_w, 1)


def _naive_mean(log_w):
    return torch.log(torch.exp(log_w).mean(1))


def _first_axis(log_w):
    return torch.logsumexp(log_w, 0) - math.log(log_w.shape[0])


def _one_number(log_w):
    return torch.logsumexp(log_w, 1).mean() - math.log(log_w.shape[1])


def _minus_k(log_w):
    return torch.logsumexp(log_w, 1) - log_w.shape[1]


def _over_k(log_w):
    return torch.logsumexp(log_w, 1) / log_w.shape[1]


def _wrong_k(log_w):
    return torch.logsumexp(log_w, 1) - math.log(len(log_w))


def _plus_log_k(log_w):
    return torch.logsumexp(log_w, 1) + math.log(log_w.shape[1])


def _over_all(log_w):
    return torch.logsumexp(log_w, 1) - math.log(log_w.numel())


def _shares(log_w):
    return torch.logsumexp(log_w / log_w.shape[1], 1)


def _logs_summed(log_w):
    return log_w.sum(1)


def _safe_by_hand(log_w):
    top = log_w.max(1, keepdim=True).values
    return (log_w - top).exp().mean(1).log()


def _best(log_w):
    return log_w.max(1).values


def _best_and_where(log_w):
    return log_w.max(1)


def _shifted_by_the_largest_of_all(log_w):
    top = log_w.max()
    return (log_w - top).exp().mean(1).log() + top


def _mean_not_added_back(log_w):
    return (log_w - log_w.mean(1, keepdim=True)).exp().mean(1).log()


WRONG = [
    ("terms.logsumexp-without-mean-for-logsumexp", _mean_not_added_back),
    ("overflow", _shifted_by_the_largest_of_all),
    (
        "terms.mean-of-logs-weighted-by-softmax-for-logsumexp+log(K)-missing",
        lambda log_w: (torch.softmax(log_w, 1) * log_w).sum(1),
    ),
    (
        "terms.log-of-logsumexp-for-logsumexp",
        lambda log_w: torch.log(torch.logsumexp(log_w, 1)) - math.log(log_w.shape[1]),
    ),
    ("range-cut-off", lambda log_w: torch.log(torch.exp(log_w.clamp(-80, 80)).mean(1))),
    ("nan", lambda log_w: torch.log(log_w.mean(1))),
    ("terms.whole-sign", lambda log_w: math.log(log_w.shape[1]) - torch.logsumexp(log_w, 1)),
    ("terms.log(K)-twice", lambda log_w: torch.logsumexp(log_w, 1) - 2 * math.log(log_w.shape[1])),
    ("terms.mean-of-logs-for-logsumexp+log(K)-missing", _mean_of_logs),
    ("terms.log(K)-missing", _sum_of_weights),
    ("overflow", _naive_mean),
    ("averaged-over-the-rows", _first_axis),
    ("one-for-all", _one_number),
    ("terms.K-for-log(K)", _minus_k),
    ("terms.logsumexp/K-for-logsumexp+log(K)-missing", _over_k),
    ("terms.log-of-number-of-rows-for-log(K)", _wrong_k),
    ("terms.log(K)-sign", _plus_log_k),
    ("terms.largest-for-logsumexp+log(K)-missing", _best),
    ("terms.log-of-how-many-there-are-in-all-rows-for-log(K)", _over_all),
    ("terms.logsumexp-of-log_w/K-for-logsumexp+log(K)-missing", _shares),
    ("terms.sum-of-logs-for-logsumexp+log(K)-missing", _logs_summed),
    ("terms.logsumexp-without-largest-for-logsumexp", _safe_by_hand),
    ("values-and-indices", _best_and_where),
    ("weight-instead", lambda log_w: (torch.logsumexp(log_w, 1) - math.log(log_w.shape[1])).exp()),
]
