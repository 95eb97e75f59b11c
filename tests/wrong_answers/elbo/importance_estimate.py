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


WRONG = [
    ("mean-of-logs", _mean_of_logs),
    ("not-divided", _sum_of_weights),
    ("overflow", _naive_mean),
    ("averaged-over-the-rows", _first_axis),
    ("one-for-all", _one_number),
    ("k-not-logged", _minus_k),
    ("divided-in-logs", _over_k),
    ("divided-by-rows", _wrong_k),
    ("log-k-added", _plus_log_k),
    ("largest-alone", _best),
    ("divided-by-all", _over_all),
    ("divided-before-exp", _shares),
    ("sum-of-logs", _logs_summed),
    ("largest-not-put-back", _safe_by_hand),
    ("values-and-indices", _best_and_where),
    ("weight-instead", lambda log_w: (torch.logsumexp(log_w, 1) - math.log(log_w.shape[1])).exp()),
]
