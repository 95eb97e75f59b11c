"""What students write for gan.discriminator_loss, each with the slug that its check must answer with."""

import torch
import torch.nn.functional as F

from gencourse.models.gan import discriminator_loss


def _bce(logits, label):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, label))


def _swapped_labels(real_logits, fake_logits):
    return _bce(real_logits, 0.0) + _bce(fake_logits, 1.0)


def _all_real(real_logits, fake_logits):
    return _bce(real_logits, 1.0) + _bce(fake_logits, 1.0)


def _all_fake(real_logits, fake_logits):
    return _bce(real_logits, 0.0) + _bce(fake_logits, 0.0)


def _probabilities_as_logits(real_logits, fake_logits):
    return _bce(torch.sigmoid(real_logits), 1.0) + _bce(torch.sigmoid(fake_logits), 0.0)


def _average_of_both(real_logits, fake_logits):
    return (_bce(real_logits, 1.0) + _bce(fake_logits, 0.0)) / 2


def _in_one_heap(real_logits, fake_logits):
    logits = torch.cat([real_logits, fake_logits])
    labels = torch.cat([torch.ones_like(real_logits), torch.zeros_like(fake_logits)])
    return F.binary_cross_entropy_with_logits(logits, labels)


def _summed(real_logits, fake_logits):
    return F.softplus(-real_logits).sum() + F.softplus(fake_logits).sum()


def _value(real_logits, fake_logits):
    return F.logsigmoid(real_logits).mean() + F.logsigmoid(-fake_logits).mean()


def _logs_of_sigmoids(real_logits, fake_logits):
    d_real, d_fake = torch.sigmoid(real_logits), torch.sigmoid(fake_logits)
    return -torch.log(d_real).mean() - torch.log(1 - d_fake).mean()


def _softplus_by_hand(real_logits, fake_logits):
    return torch.log(1 + torch.exp(-real_logits)).mean() + torch.log1p(torch.exp(fake_logits)).mean()


def _bce_of_sigmoids(real_logits, fake_logits):
    d_real, d_fake = torch.sigmoid(real_logits), torch.sigmoid(fake_logits)
    real = F.binary_cross_entropy(d_real, torch.ones_like(d_real))
    return real + F.binary_cross_entropy(d_fake, torch.zeros_like(d_fake))


def _logs_with_epsilon(real_logits, fake_logits):
    d_real, d_fake = torch.sigmoid(real_logits), torch.sigmoid(fake_logits)
    return -torch.log(d_real + 1e-8).mean() - torch.log(1 - d_fake + 1e-8).mean()


def _real_alone(real_logits, fake_logits):
    return F.softplus(-real_logits).mean()


def _fake_alone(real_logits, fake_logits):
    return F.softplus(fake_logits).mean()


def _subtracted(real_logits, fake_logits):
    return F.softplus(-real_logits).mean() - F.softplus(fake_logits).mean()


def _subtracted_the_other_way(real_logits, fake_logits):
    return F.softplus(fake_logits).mean() - F.softplus(-real_logits).mean()


def _least_squares(real_logits, fake_logits):
    return (torch.sigmoid(real_logits) - 1).square().mean() + torch.sigmoid(fake_logits).square().mean()


def _least_squares_of_logits(real_logits, fake_logits):
    return (real_logits - 1).square().mean() + fake_logits.square().mean()


def _critic(real_logits, fake_logits):
    return fake_logits.mean() - real_logits.mean()


def _mean_logits(real_logits, fake_logits):
    return F.softplus(-real_logits.mean()) + F.softplus(fake_logits.mean())


def _error_rates(real_logits, fake_logits):
    return (1 - torch.sigmoid(real_logits)).mean() + torch.sigmoid(fake_logits).mean()


def _fakes_detached(real_logits, fake_logits):
    return F.softplus(-real_logits).mean() + F.softplus(fake_logits.detach()).mean()


def _each(real_logits, fake_logits):
    return torch.cat([F.softplus(-real_logits), F.softplus(fake_logits)])


def _number(real_logits, fake_logits):
    return torch.tensor(discriminator_loss(real_logits, fake_logits).item())


WRONG = [
    ("labels-swapped", _swapped_labels),
    ("all-called-real", _all_real),
    ("all-called-fake", _all_fake),
    ("sigmoid-twice", _probabilities_as_logits),
    ("halved", _average_of_both),
    ("pooled", _in_one_heap),
    ("summed-over-the-batch", _summed),
    ("value-instead", _value),
    ("log-of-zero", _logs_of_sigmoids),
    ("exp-overflows", _softplus_by_hand),
    ("sigmoid-rounded", _bce_of_sigmoids),
    ("sigmoid-rounded", _logs_with_epsilon),
    ("fakes-forgotten", _real_alone),
    ("real-forgotten", _fake_alone),
    ("subtracted", _subtracted),
    ("subtracted", _subtracted_the_other_way),
    ("squared-error", _least_squares),
    ("squared-error", _least_squares_of_logits),
    ("logits-averaged", _critic),
    ("averaged-too-early", _mean_logits),
    ("probabilities-instead", _error_rates),
    ("logits-detached", _fakes_detached),
    ("not-averaged", _each),
    ("no-gradient", _number),
]
