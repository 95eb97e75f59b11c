"""What students write for gan.generator_loss, each with the slug that its check must answer with."""

import torch
import torch.nn.functional as F

from gencourse.models.gan import generator_loss


def _bce(logits, label):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, label))


def _forger_flipped_kinds(fake_logits, saturating=False):
    return generator_loss(fake_logits, not saturating)


def _forger_always_saturates(fake_logits, saturating=False):
    return -F.softplus(fake_logits).mean()


def _forger_never_saturates(fake_logits, saturating=False):
    return F.softplus(-fake_logits).mean()


def _forger_sign(fake_logits, saturating=False):
    return -generator_loss(fake_logits, saturating)


def _forger_saturating_sign(fake_logits, saturating=False):
    if saturating:
        return F.softplus(fake_logits).mean()
    return F.softplus(-fake_logits).mean()


def _forger_log_d(fake_logits, saturating=False):
    if saturating:
        return F.logsigmoid(-fake_logits).mean()
    return F.logsigmoid(fake_logits).mean()


def _forger_label_zero(fake_logits, saturating=False):
    if saturating:
        return F.logsigmoid(-fake_logits).mean()
    return _bce(fake_logits, 0.0)


def _forger_sigmoid_twice(fake_logits, saturating=False):
    return generator_loss(torch.sigmoid(fake_logits), saturating)


def _forger_summed(fake_logits, saturating=False):
    return len(fake_logits) * generator_loss(fake_logits, saturating)


def _forger_each(fake_logits, saturating=False):
    return -F.softplus(fake_logits) if saturating else F.softplus(-fake_logits)


def _forger_logs(fake_logits, saturating=False):
    d = torch.sigmoid(fake_logits)
    return torch.log(1 - d).mean() if saturating else -torch.log(d).mean()


def _forger_softplus_by_hand(fake_logits, saturating=False):
    sign = 1 if saturating else -1
    return -sign * torch.log(1 + torch.exp(sign * fake_logits)).mean()


def _forger_bce_of_sigmoids(fake_logits, saturating=False):
    d = torch.sigmoid(fake_logits)
    if saturating:
        return -F.binary_cross_entropy(d, torch.zeros_like(d))
    return F.binary_cross_entropy(d, torch.ones_like(d))


def _forger_probability(fake_logits, saturating=False):
    d = torch.sigmoid(fake_logits)
    return (1 - d).mean() if saturating else -d.mean()


def _forger_critic(fake_logits, saturating=False):
    return -F.softplus(fake_logits).mean() if saturating else -fake_logits.mean()


def _forger_without_grad(fake_logits, saturating=False):
    with torch.no_grad():
        return generator_loss(fake_logits, saturating)


def _forger_least_squares(fake_logits, saturating=False):
    return -F.softplus(fake_logits).mean() if saturating else ((fake_logits - 1) ** 2).mean()


def _forger_smoothed(fake_logits, saturating=False):
    return -F.softplus(fake_logits).mean() if saturating else _bce(fake_logits, 0.9)


def _forger_one_minus_log(fake_logits, saturating=False):
    return (1 - F.logsigmoid(fake_logits)).mean() if saturating else -F.logsigmoid(fake_logits).mean()


def _forger_logs_of_logits(fake_logits, saturating=False):
    return torch.log(1 - fake_logits).mean() if saturating else -torch.log(fake_logits).mean()


def _forger_log_of_the_mean(fake_logits, saturating=False):
    d = fake_logits.sigmoid().mean()
    return torch.log(1 - d) if saturating else -torch.log(d)


def _forger_both_when_saturating(fake_logits, saturating=False):
    loss = F.softplus(-fake_logits).mean()
    return loss - F.softplus(fake_logits).mean() if saturating else loss


def _forger_both_at_once(fake_logits, saturating=False):
    return -F.softplus(fake_logits).mean(), F.softplus(-fake_logits).mean()


def _forger_saturates_by_default(fake_logits, saturating=True):
    return -F.softplus(fake_logits).mean() if saturating else F.softplus(-fake_logits).mean()


def _forger_one_minus_the_other(fake_logits, saturating=False):
    loss = F.softplus(-fake_logits).mean()
    return 1 - loss if saturating else loss


WRONG = [
    ("both-kinds-returned", _forger_both_at_once),
    ("default-exchanged", _forger_saturates_by_default),
    ("terms.1-non-saturating-loss-for-saturating-loss", _forger_one_minus_the_other),
    ("terms.minus-log-of-mean-D-for-non-saturating-loss+log-of-mean-1-D-for-saturating-loss", _forger_log_of_the_mean),
    ("terms.minus-mean-logit-for-saturating-loss", _forger_both_when_saturating),
    ("terms.saturating-loss-for-non-saturating-loss+non-saturating-loss-for-saturating-loss", _forger_flipped_kinds),
    ("terms.saturating-loss-for-non-saturating-loss", _forger_always_saturates),
    ("terms.non-saturating-loss-for-saturating-loss", _forger_never_saturates),
    ("terms.whole-sign", _forger_sign),
    ("terms.saturating-loss-sign", _forger_saturating_sign),
    ("terms.non-saturating-loss-sign", _forger_log_d),
    ("terms.cost-of-label-0-for-non-saturating-loss", _forger_label_zero),
    ("terms.a-second-sigmoid-for-non-saturating-loss+a-second-sigmoid-for-saturating-loss", _forger_sigmoid_twice),
    ("terms.whole-summed-over-fakes", _forger_summed),
    ("not-averaged", _forger_each),
    ("log-of-zero", _forger_logs),
    ("exp-overflows", _forger_softplus_by_hand),
    ("sigmoid-rounded", _forger_bce_of_sigmoids),
    ("terms.minus-D-for-non-saturating-loss+1-D-for-saturating-loss", _forger_probability),
    ("terms.minus-mean-logit-for-non-saturating-loss", _forger_critic),
    ("no-gradient", _forger_without_grad),
    ("terms.squared-error-of-logits-for-non-saturating-loss", _forger_least_squares),
    ("terms.cost-of-label-0.9-for-non-saturating-loss", _forger_smoothed),
    ("terms.1-log-D-for-saturating-loss", _forger_one_minus_log),
    ("loss-is-nan", _forger_logs_of_logits),
]
