"""What students write for vae.vae_loss, each with the slug that its check must answer with."""

import torch
import torch.nn.functional as F

from gencourse.probability import kl_standard_normal


def _nats(x, logits):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").flatten(1).sum(1)


def _mean_over_pixels(x, logits, mean, logvar):
    reconstruction = F.binary_cross_entropy_with_logits(logits, x)
    return reconstruction + kl_standard_normal(mean, logvar).mean()


def _mean_over_everything(x, logits, mean, logvar):
    kl = -0.5 * torch.mean(1 + logvar - mean**2 - logvar.exp())
    return F.binary_cross_entropy_with_logits(logits, x) + kl


def _mean_over_latents(x, logits, mean, logvar):
    kl = -0.5 * torch.mean(1 + logvar - mean**2 - logvar.exp())
    return _nats(x, logits).mean() + kl


def _kl_of_the_batch(x, logits, mean, logvar):
    kl = -0.5 * torch.sum(1 + logvar - mean**2 - logvar.exp())
    return _nats(x, logits).mean() + kl


def _mean_and_sum(x, logits, mean, logvar):
    kl = -0.5 * torch.sum(1 + logvar - mean**2 - logvar.exp())
    return F.binary_cross_entropy_with_logits(logits, x) + kl


def _nats_a_pixel(x, logits, mean, logvar):
    return F.binary_cross_entropy_with_logits(logits, x) + kl_standard_normal(mean, logvar).mean() / 784


def _variance_is_logvar(x, logits, mean, logvar):
    return (_nats(x, logits) + 0.5 * (mean**2 + logvar - 1 - logvar).sum(1)).mean()


def _moments_swapped(x, logits, mean, logvar):
    return (_nats(x, logits) + kl_standard_normal(logvar, mean)).mean()


def _ink_alone(x, logits, mean, logvar):
    return (kl_standard_normal(mean, logvar) - (x * F.logsigmoid(logits)).flatten(1).sum(1)).mean()


def _softmax(x, logits, mean, logvar):
    return F.cross_entropy(logits.flatten(1), x.flatten(1)) + kl_standard_normal(mean, logvar).mean()


def _mean_squared(x, logits, mean, logvar):
    return F.mse_loss(torch.sigmoid(logits), x) + kl_standard_normal(mean, logvar).mean()


def _pixels_of_the_batch(x, logits, mean, logvar):
    reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    return reconstruction + kl_standard_normal(mean, logvar).mean()


def _sums(x, logits, mean, logvar):
    reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    return reconstruction + kl_standard_normal(mean, logvar).sum()


def _divided_twice(x, logits, mean, logvar):
    return (_nats(x, logits) + kl_standard_normal(mean, logvar)).mean() / len(x)


def _two_sigmoids(x, logits, mean, logvar):
    return (_nats(x, torch.sigmoid(logits)) + kl_standard_normal(mean, logvar)).mean()


def _minus_kl(x, logits, mean, logvar):
    return (_nats(x, logits) - kl_standard_normal(mean, logvar)).mean()


def _no_kl(x, logits, mean, logvar):
    return _nats(x, logits).mean()


def _kl_alone(x, logits, mean, logvar):
    return kl_standard_normal(mean, logvar).mean()


def _kl_of_log_sigma(x, logits, mean, logvar):
    kl = 0.5 * ((2 * logvar).exp() + mean**2 - 1 - 2 * logvar).sum(1)
    return (_nats(x, logits) + kl).mean()


def _whole_kl(x, logits, mean, logvar):
    return (_nats(x, logits) + (mean**2 + logvar.exp() - 1 - logvar).sum(1)).mean()


def _half_kl(x, logits, mean, logvar):
    return (_nats(x, logits) + 0.5 * kl_standard_normal(mean, logvar)).mean()


def _squared(x, logits, mean, logvar):
    error = (x - torch.sigmoid(logits)).square().flatten(1).sum(1)
    return (error + kl_standard_normal(mean, logvar)).mean()


def _squared_to_logits(x, logits, mean, logvar):
    error = (x - logits).square().flatten(1).sum(1)
    return (error + kl_standard_normal(mean, logvar)).mean()


def _swapped(x, logits, mean, logvar):
    return (_nats(logits, x) + kl_standard_normal(mean, logvar)).mean()


def _elbo(x, logits, mean, logvar):
    return -(_nats(x, logits) + kl_standard_normal(mean, logvar)).mean()


def _log_likelihood_added(x, logits, mean, logvar):
    return (-_nats(x, logits) + kl_standard_normal(mean, logvar)).mean()


def _each_image(x, logits, mean, logvar):
    return _nats(x, logits) + kl_standard_normal(mean, logvar)


def _sigmoid_first(x, logits, mean, logvar):
    p = torch.sigmoid(logits)
    reconstruction = F.binary_cross_entropy(p, x, reduction="sum") / len(x)
    return reconstruction + kl_standard_normal(mean, logvar).mean()


def _logs_by_hand(x, logits, mean, logvar):
    p = torch.sigmoid(logits)
    nats = -(x * torch.log(p) + (1 - x) * torch.log(1 - p)).flatten(1).sum(1)
    return (nats + kl_standard_normal(mean, logvar)).mean()


def _number(x, logits, mean, logvar):
    return (_nats(x, logits) + kl_standard_normal(mean, logvar)).mean().item()


def _without_grad(x, logits, mean, logvar):
    with torch.no_grad():
        return (_nats(x, logits) + kl_standard_normal(mean, logvar)).mean()


def _rows_alone_summed(x, logits, mean, logvar):
    cost = F.binary_cross_entropy_with_logits(logits, x, reduction="none")
    return cost.sum(-1).mean() + kl_standard_normal(mean, logvar).mean()


def _black_and_white(x, logits, mean, logvar):
    return (_nats((x > 0.5).float(), logits) + kl_standard_normal(mean, logvar)).mean()


def _columns_averaged(x, logits, mean, logvar):
    cost = F.binary_cross_entropy_with_logits(logits, x, reduction="none")
    return cost.sum(dim=(1, 2)).mean() + kl_standard_normal(mean, logvar).mean()


def _beta(beta):
    def attempt(x, logits, mean, logvar):
        return _nats(x, logits).mean() + beta * kl_standard_normal(mean, logvar).mean()

    return attempt


WRONG = [
    ("terms.reconstruction-averaged-over-columns-of-pixels", _columns_averaged),
    ("terms.KL-weight", _beta(3)),
    ("terms.KL-weight", _beta(4)),
    ("terms.KL-weight", _beta(8)),
    ("terms.reconstruction-averaged-over-rows-of-pixels", _rows_alone_summed),
    ("terms.cross-entropy-of-images-made-black-and-white-for-reconstruction", _black_and_white),
    (
        "terms.KL-divided-by-pixels",
        lambda x, logits, mean, logvar: (
            F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / len(x)
            + kl_standard_normal(mean, logvar).mean() / x[0].numel()
        ),
    ),
    ("terms.reconstruction-averaged-over-pixels", _mean_over_pixels),
    ("terms.reconstruction-averaged-over-pixels+KL-averaged-over-latents", _mean_over_everything),
    ("terms.KL-averaged-over-latents", _mean_over_latents),
    ("terms.KL-summed-over-images", _kl_of_the_batch),
    ("terms.reconstruction-averaged-over-pixels+KL-summed-over-images", _mean_and_sum),
    ("terms.reconstruction-averaged-over-pixels+KL-weight", _nats_a_pixel),
    ("terms.a-KL-without-sigma^2-and-logvar-for-KL", _variance_is_logvar),
    ("terms.a-KL-with-mean-and-logvar-swapped-for-KL", _moments_swapped),
    ("terms.cross-entropy-of-ink-alone-for-reconstruction", _ink_alone),
    ("terms.a-cross-entropy-that-takes-pixels-for-classes-for-reconstruction", _softmax),
    ("terms.squared-error-for-reconstruction-averaged-over-pixels", _mean_squared),
    ("terms.reconstruction-summed-over-images", _pixels_of_the_batch),
    ("terms.whole-summed-over-images", _sums),
    ("terms.whole-divided-by-images", _divided_twice),
    ("terms.cross-entropy-of-sigmoid's-output-taken-for-logits-for-reconstruction", _two_sigmoids),
    ("terms.KL-sign", _minus_kl),
    ("terms.KL-missing", _no_kl),
    ("terms.reconstruction-missing", _kl_alone),
    ("terms.a-KL-with-logvar-read-as-log-sigma-for-KL", _kl_of_log_sigma),
    ("terms.KL-twice", _whole_kl),
    ("terms.KL-half", _half_kl),
    ("terms.squared-error-for-reconstruction", _squared),
    ("terms.squared-error-of-logits-for-reconstruction", _squared_to_logits),
    ("terms.cross-entropy-with-images-and-logits-swapped-for-reconstruction", _swapped),
    ("terms.whole-sign", _elbo),
    ("terms.reconstruction-sign", _log_likelihood_added),
    ("not-averaged", _each_image),
    ("sigmoid-rounded", _sigmoid_first),
    ("sigmoid-rounded", _logs_by_hand),
    ("terms-returned", lambda x, logits, mean, logvar: (_nats(x, logits), kl_standard_normal(mean, logvar))),
    ("returned-a-number", _number),
    ("no-gradient", _without_grad),
]
