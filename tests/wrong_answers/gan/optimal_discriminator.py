"""What students write for gan.optimal_discriminator, each with the slug that its check must answer with."""

import torch
import torch.nn.functional as F


def _densities(log_p, log_q):
    p, q = log_p.exp(), log_q.exp()
    return p / (p + q)


def _densities_with_epsilon(log_p, log_q):
    p, q = log_p.exp(), log_q.exp()
    return p / (p + q + 1e-8)


def _swapped_roles(log_p, log_q):
    return torch.sigmoid(log_q - log_p)


def _ratio(log_p, log_q):
    return torch.exp(log_p - log_q)


def _ratio_over_one_plus(log_p, log_q):
    ratio = torch.exp(log_p - log_q)
    return ratio / (1 + ratio)


def _other_ratio(log_p, log_q):
    return torch.exp(log_q - log_p)


def _logit(log_p, log_q):
    return log_p - log_q


def _other_logit(log_p, log_q):
    return log_q - log_p


def _log_of_it(log_p, log_q):
    return F.logsigmoid(log_p - log_q)


def _logs_as_densities(log_p, log_q):
    return log_p / (log_p + log_q)


def _added(log_p, log_q):
    return torch.sigmoid(log_p + log_q)


def _data_only(log_p, log_q):
    return torch.sigmoid(log_p)


def _density_difference(log_p, log_q):
    return torch.sigmoid(log_p.exp() - log_q.exp())


def _density(log_p, log_q):
    return log_p.exp()


def _decision(log_p, log_q):
    return (log_p > log_q).float()


def _half_share(log_p, log_q):
    return 0.5 * torch.sigmoid(log_p - log_q)


def _one_number(log_p, log_q):
    return torch.sigmoid(log_p - log_q).mean()


def _shifted_by_the_largest(log_p, log_q):
    largest = torch.maximum(log_p.max(), log_q.max())
    return _densities(log_p - largest, log_q - largest)


def _sigmoid_of_the_ratio(log_p, log_q):
    return torch.sigmoid(log_p.exp() / log_q.exp())


def _logs_divided(log_p, log_q):
    return torch.sigmoid(log_p / log_q)


def _difference(log_p, log_q):
    return log_p.exp() - log_q.exp()


def _softmax_over_the_points(log_p, log_q):
    return torch.softmax(log_p - log_q, dim=0)


def _tanh(log_p, log_q):
    return torch.tanh(log_p - log_q)


def _only_one_exp(log_p, log_q):
    return torch.sigmoid(log_p - log_q.exp())


WRONG = [
    ("decision-instead", lambda log_p, log_q: torch.sigmoid(log_p - log_q) > 0.5),
    ("both-probabilities", lambda log_p, log_q: torch.stack([log_p, log_q], 1).softmax(1)),
    ("not-a-share", lambda log_p, log_q: torch.exp(log_p - (torch.logaddexp(log_p, log_q) - torch.tensor(2.0).log()))),
    ("sigmoid-of-each", lambda log_p, log_q: log_p.sigmoid() / (log_p.sigmoid() + log_q.sigmoid())),
    ("sigmoid-of-each", lambda log_p, log_q: log_p.sigmoid() - log_q.sigmoid()),
    ("softmax-over-the-points", lambda log_p, log_q: torch.exp(log_p - torch.cat([log_p, log_q]).logsumexp(0))),
    ("rounded-away", lambda log_p, log_q: torch.nan_to_num(_densities(log_p, log_q), 0.5)),
    ("zero-over-zero", _densities),
    ("rounded-away", _densities_with_epsilon),
    ("terms.whole-sign", _swapped_roles),
    ("ratio-instead", _ratio),
    ("ratio-instead", _other_ratio),
    ("overflow", _ratio_over_one_plus),
    ("logit-instead", _logit),
    ("logit-instead", _other_logit),
    ("log-instead", _log_of_it),
    ("exp-forgotten", _logs_as_densities),
    ("terms.log-q-sign", _added),
    ("terms.log-q-missing", _data_only),
    ("terms.p-for-log-p+q-for-log-q", _density_difference),
    ("data-density", _density),
    ("decision-instead", _decision),
    ("not-a-share", _half_share),
    ("one-for-all", _one_number),
    ("zero-over-zero", _shifted_by_the_largest),
    ("sigmoid-of-the-ratio", _sigmoid_of_the_ratio),
    ("logs-divided", _logs_divided),
    ("density-difference", _difference),
    ("softmax-over-the-points", _softmax_over_the_points),
    ("tanh-instead", _tanh),
    ("softmax-over-the-points", lambda log_p, log_q: torch.stack([log_p, log_q], 1).softmax(0)[:, 0]),
    ("softmax-over-the-points", lambda log_p, log_q: torch.stack([log_p, log_q], 1).softmax(0)[:, 1]),
    ("terms.q-for-log-q", _only_one_exp),
]
