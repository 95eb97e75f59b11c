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


def _hinge(real_logits, fake_logits):
    return F.relu(1 - real_logits).mean() + F.relu(1 + fake_logits).mean()


def _least_squares_halved(real_logits, fake_logits):
    return 0.5 * ((real_logits - 1) ** 2).mean() + 0.5 * (fake_logits**2).mean()


def _smoothed(real_logits, fake_logits):
    return _bce(real_logits, 0.9) + _bce(fake_logits, 0.0)


def _one_minus_log(real_logits, fake_logits):
    return -F.logsigmoid(real_logits).mean() - (1 - F.logsigmoid(fake_logits)).mean()


def _fakes_twice(real_logits, fake_logits):
    return F.softplus(-fake_logits).mean() + F.softplus(fake_logits).mean()


def _bits(real_logits, fake_logits):
    return 1.4427 * discriminator_loss(real_logits, fake_logits)


def _logs_of_means(real_logits, fake_logits):
    return -torch.log(real_logits.sigmoid().mean()) - torch.log(1 - fake_logits.sigmoid().mean())


def _arguments_exchanged(real_logits, fake_logits):
    ones, zeros = torch.ones_like(real_logits), torch.zeros_like(fake_logits)
    real = F.binary_cross_entropy_with_logits(ones, real_logits)
    return real + F.binary_cross_entropy_with_logits(zeros, fake_logits)


def _one_class(real_logits, fake_logits):
    real = F.cross_entropy(real_logits, torch.ones_like(real_logits))
    return real + F.cross_entropy(fake_logits, torch.zeros_like(fake_logits))


def _of_pairs(real_logits, fake_logits):
    return F.softplus(fake_logits - real_logits).mean()


_EXCHANGED = "cost-with-logit-and-label-exchanged-for-cost-of"
WRONG = [
    (f"terms.{_EXCHANGED}-data+{_EXCHANGED}-fakes", _arguments_exchanged),
    ("terms.whole-missing", _one_class),
    ("equal-sizes-only", _of_pairs),
    ("terms.cost-of-label-0-for-cost-of-data+cost-of-label-1-for-cost-of-fakes", _swapped_labels),
    ("terms.cost-of-label-1-for-cost-of-fakes", _all_real),
    ("terms.cost-of-label-0-for-cost-of-data", _all_fake),
    ("terms.a-second-sigmoid-for-cost-of-data+a-second-sigmoid-for-cost-of-fakes", _probabilities_as_logits),
    ("terms.whole-half", _average_of_both),
    (
        "terms.a-mean-over-all-samples-together-for-cost-of-data+a-mean-over-all-samples-together-for-cost-of-fakes",
        _in_one_heap,
    ),
    ("terms.cost-of-data-summed-over-real-samples+cost-of-fakes-summed-over-fakes", _summed),
    ("terms.whole-sign", _value),
    ("log-of-zero", _logs_of_sigmoids),
    ("exp-overflows", _softplus_by_hand),
    ("sigmoid-rounded", _bce_of_sigmoids),
    ("sigmoid-rounded", _logs_with_epsilon),
    ("terms.cost-of-fakes-missing", _real_alone),
    ("terms.cost-of-data-missing", _fake_alone),
    ("terms.cost-of-fakes-sign", _subtracted),
    ("terms.cost-of-data-sign", _subtracted_the_other_way),
    ("terms.squared-error-of-D-for-cost-of-data+squared-error-of-D-for-cost-of-fakes", _least_squares),
    (
        "terms.squared-error-of-logits-for-cost-of-data+squared-error-of-logits-for-cost-of-fakes",
        _least_squares_of_logits,
    ),
    ("terms.minus-mean-logit-for-cost-of-data+mean-logit-for-cost-of-fakes", _critic),
    ("terms.cost-of-mean-logit-for-cost-of-data+cost-of-mean-logit-for-cost-of-fakes", _mean_logits),
    ("terms.1-D-for-cost-of-data+D-for-cost-of-fakes", _error_rates),
    ("logits-detached", _fakes_detached),
    ("not-averaged", _each),
    ("no-gradient", _number),
    ("terms.hinge-for-cost-of-data+hinge-for-cost-of-fakes", _hinge),
    (
        "terms.squared-error-of-logits-for-cost-of-data-half+squared-error-of-logits-for-cost-of-fakes-half",
        _least_squares_halved,
    ),
    ("terms.cost-of-label-0.9-for-cost-of-data", _smoothed),
    ("terms.log-D-1-for-cost-of-fakes", _one_minus_log),
    ("terms.cost-of-fakes-with-label-1-for-cost-of-data", _fakes_twice),
    ("terms.whole-weight", _bits),
    ("equal-sizes-only", lambda real_logits, fake_logits: (F.softplus(-real_logits) + F.softplus(fake_logits)).sum()),
    ("terms.minus-log-of-mean-D-for-cost-of-data+minus-log-of-mean-1-D-for-cost-of-fakes", _logs_of_means),
]
