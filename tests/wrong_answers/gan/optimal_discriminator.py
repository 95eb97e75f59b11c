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


WRONG = [
    ("zero-over-zero", _densities),
    ("rounded-away", _densities_with_epsilon),
    ("roles-swapped", _swapped_roles),
    ("ratio-instead", _ratio),
    ("ratio-instead", _other_ratio),
    ("overflow", _ratio_over_one_plus),
    ("logit-instead", _logit),
    ("logit-instead", _other_logit),
    ("log-instead", _log_of_it),
    ("exp-forgotten", _logs_as_densities),
    ("logs-added", _added),
    ("fakes-forgotten", _data_only),
    ("densities-subtracted", _density_difference),
    ("data-density", _density),
    ("decision-instead", _decision),
    ("not-a-share", _half_share),
    ("one-for-all", _one_number),
]
