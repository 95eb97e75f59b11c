"""What students write for vae.iwae_bound, each with the slug that its check must answer with."""

import math

import torch
from torch.distributions import Normal

from gencourse.probability import kl_standard_normal, log_mean_exp, reparameterize


def _log_q(z, mean, logvar):
    return Normal(mean, torch.exp(0.5 * logvar)).log_prob(z).sum(1)


def _weights(x, encode, log_joint, samples):
    "The log weights [samples, B], as they should be."
    mean, logvar = encode(x)
    log_w = []
    for _ in range(samples):
        z = reparameterize(mean, logvar)
        log_w.append(log_joint(x, z) - _log_q(z, mean, logvar))
    return torch.stack(log_w)


def _weighed(draw=reparameterize, log_q=_log_q):
    "A function with its own draws, or its own log q."

    def attempt(x, encode, log_joint, samples):
        mean, logvar = encode(x)
        log_w = []
        for _ in range(samples):
            z = draw(mean, logvar)
            log_w.append(log_joint(x, z) - log_q(z, mean, logvar))
        return log_mean_exp(torch.stack(log_w), 0).mean()

    return attempt


def _elbo(x, encode, log_joint, samples):
    return _weights(x, encode, log_joint, samples).mean()


def _sum_of_weights(x, encode, log_joint, samples):
    return torch.logsumexp(_weights(x, encode, log_joint, samples), 0).mean()


def _minus_samples(x, encode, log_joint, samples):
    return (torch.logsumexp(_weights(x, encode, log_joint, samples), 0) - samples).mean()


def _over_samples(x, encode, log_joint, samples):
    return (torch.logsumexp(_weights(x, encode, log_joint, samples), 0) / samples).mean()


def _plus_log_k(x, encode, log_joint, samples):
    return (torch.logsumexp(_weights(x, encode, log_joint, samples), 0) + math.log(samples)).mean()


def _all_at_once(x, encode, log_joint, samples):
    return log_mean_exp(_weights(x, encode, log_joint, samples).flatten(), 0)


def _images_first(x, encode, log_joint, samples):
    return log_mean_exp(_weights(x, encode, log_joint, samples).mean(1), 0)


def _over_images(x, encode, log_joint, samples):
    return log_mean_exp(_weights(x, encode, log_joint, samples), 1).mean()


def _each_image(x, encode, log_joint, samples):
    return log_mean_exp(_weights(x, encode, log_joint, samples), 0)


def _each_draw(x, encode, log_joint, samples):
    return log_mean_exp(_weights(x, encode, log_joint, samples), 1)


def _sum_over_images(x, encode, log_joint, samples):
    return log_mean_exp(_weights(x, encode, log_joint, samples), 0).sum()


def _loss(x, encode, log_joint, samples):
    return -log_mean_exp(_weights(x, encode, log_joint, samples), 0).mean()


def _exp_mean_log(x, encode, log_joint, samples):
    return _weights(x, encode, log_joint, samples).exp().mean(0).log().mean()


def _best_weight(x, encode, log_joint, samples):
    return _weights(x, encode, log_joint, samples).max(0).values.mean()


def _one_draw(x, encode, log_joint, samples):
    z = reparameterize(*encode(x))
    log_w = log_joint(x, z) - _log_q(z, *encode(x))
    return log_mean_exp(log_w.expand(samples, -1), 0).mean()


def _same_draw(x, encode, log_joint, samples):
    mean, logvar = encode(x)
    z = reparameterize(mean, logvar)
    log_w = torch.stack([log_joint(x, z) - _log_q(z, mean, logvar) for _ in range(samples)])
    return log_mean_exp(log_w, 0).mean()


def _half_the_draws(x, encode, log_joint, samples):
    return log_mean_exp(_weights(x, encode, log_joint, samples // 2), 0).mean()


def _together(x, encode, log_joint, samples):
    mean, logvar = encode(x)
    z = mean + torch.exp(0.5 * logvar) * torch.randn(samples, *mean.shape)
    log_w = log_joint(x, z) - Normal(mean, torch.exp(0.5 * logvar)).log_prob(z).sum(2)
    return log_mean_exp(log_w, 0).mean()


def _seeded(x, encode, log_joint, samples):
    torch.manual_seed(0)
    return log_mean_exp(_weights(x, encode, log_joint, samples), 0).mean()


def _no_grad(x, encode, log_joint, samples):
    with torch.no_grad():
        return log_mean_exp(_weights(x, encode, log_joint, samples), 0).mean()


def _analytic_kl(x, encode, log_joint, samples):
    mean, logvar = encode(x)
    return -kl_standard_normal(mean, logvar).mean()


def _no_log_q(z, mean, logvar):
    return 0


def _minus_log_q(z, mean, logvar):
    return -_log_q(z, mean, logvar)


def _prior(z, mean, logvar):
    return Normal(0.0, 1.0).log_prob(z).sum(1)


def _log_q_of_log_sigma(z, mean, logvar):
    return Normal(mean, torch.exp(logvar)).log_prob(z).sum(1)


def _log_q_of_all(z, mean, logvar):
    return Normal(mean, torch.exp(0.5 * logvar)).log_prob(z).sum()


def _mean_log_q(z, mean, logvar):
    return Normal(mean, torch.exp(0.5 * logvar)).log_prob(z).mean(1)


def _no_two_pi(z, mean, logvar):
    return -0.5 * ((z - mean) ** 2 / logvar.exp() + logvar).sum(1)


def _no_path(mean, logvar):
    return torch.normal(mean, torch.exp(0.5 * logvar))


def _log_sigma(mean, logvar):
    return mean + torch.exp(logvar) * torch.randn_like(mean)


def _uniform(mean, logvar):
    return mean + torch.exp(0.5 * logvar) * torch.rand_like(mean)


def _mean_alone(mean, logvar):
    return mean


def _from_the_prior(mean, logvar):
    return torch.randn_like(mean)


def _shared(mean, logvar):
    return mean + torch.exp(0.5 * logvar) * torch.randn(mean.shape[1])


def _one_number_an_image(mean, logvar):
    return mean + torch.exp(0.5 * logvar) * torch.randn(len(mean), 1)


def _log_q_of_one_logvar(z, mean, logvar):
    return _log_q(z, mean, logvar.mean(0))


def _by_softmax(x, encode, log_joint, samples):
    log_w = _weights(x, encode, log_joint, samples)
    return (log_w.softmax(0) * log_w).sum(0).mean()


def _upside_down(x, encode, log_joint, samples):
    return log_mean_exp(-_weights(x, encode, log_joint, samples), 0).mean()


def _minus_log_b(x, encode, log_joint, samples):
    return (torch.logsumexp(_weights(x, encode, log_joint, samples), 0) - math.log(len(x))).mean()


def _over_images_minus_log_k(x, encode, log_joint, samples):
    return (torch.logsumexp(_weights(x, encode, log_joint, samples), 1) - math.log(samples)).mean()


def _over_samples_and_summed(x, encode, log_joint, samples):
    return (torch.logsumexp(_weights(x, encode, log_joint, samples), 0) / samples).sum()


def _interleaved(x, encode, log_joint, samples):
    mean, logvar = (moment.repeat_interleave(samples, 0) for moment in encode(x))
    z = reparameterize(mean, logvar)
    log_w = log_joint(x.repeat_interleave(samples, 0), z) - _log_q(z, mean, logvar)
    return log_mean_exp(log_w.view(samples, len(x)), dim=0).mean()


def _one_after_the_other(x, encode, log_joint, samples):
    log_w = _weights(x, encode, log_joint, samples).flatten()
    return log_mean_exp(log_w.view(len(x), samples), dim=1).mean()


def _prior_twice(z, mean, logvar):
    return _log_q(z, mean, logvar) - Normal(0.0, 1.0).log_prob(z).sum(1)


def _kl_for_log_q(z, mean, logvar):
    return kl_standard_normal(mean, logvar)


WRONG = [
    ("draws-and-images-mixed", _interleaved),
    ("draws-and-images-mixed", _one_after_the_other),
    ("prior-counted-twice", _weighed(log_q=_prior_twice)),
    ("kl-for-log-q", _weighed(log_q=_kl_for_log_q)),
    ("sigma-for-logvar", _weighed(log_q=lambda z, mean, logvar: _log_q(z, mean, torch.exp(0.5 * logvar)))),
    ("variance-for-logvar", _weighed(log_q=lambda z, mean, logvar: _log_q(z, mean, logvar.exp()))),
    ("log-sigma-for-logvar", _weighed(log_q=lambda z, mean, logvar: _log_q(z, mean, 0.5 * logvar))),
    ("mean-missing-from-log-q", _weighed(log_q=lambda z, mean, logvar: _log_q(z, torch.zeros_like(mean), logvar))),
    ("weight-upside-down", _upside_down),
    ("log-b-for-log-k", _minus_log_b),
    ("log-over-the-images", _over_images_minus_log_k),
    ("divided-in-logs+summed-over-the-batch", _over_samples_and_summed),
    ("one-logvar-for-all", _weighed(log_q=_log_q_of_one_logvar)),
    ("mean-of-logs-by-softmax", _by_softmax),
    ("mean-of-logs", _elbo),
    ("not-divided", _sum_of_weights),
    ("k-not-logged", _minus_samples),
    ("divided-in-logs", _over_samples),
    ("log-k-added", _plus_log_k),
    ("averaged-before-the-log", _all_at_once),
    ("averaged-over-images-first", _images_first),
    ("averaged-over-images-first", _each_draw),
    ("log-over-the-images", _over_images),
    ("not-averaged", _each_image),
    ("summed-over-the-batch", _sum_over_images),
    ("negative", _loss),
    ("underflow", _exp_mean_log),
    ("largest-alone", _best_weight),
    ("one-draw", _one_draw),
    ("one-draw-for-all", _same_draw),
    ("number-of-draws", _half_the_draws),
    ("codes-of-wrong-shape", _together),
    ("same-draws-again", _seeded),
    ("no-gradient", _no_grad),
    ("not-weighed", _analytic_kl),
    ("log-q-forgotten", _weighed(log_q=_no_log_q)),
    ("log-q-added", _weighed(log_q=_minus_log_q)),
    ("prior-counted-out", _weighed(log_q=_prior)),
    ("logvar-as-log-sigma", _weighed(log_q=_log_q_of_log_sigma)),
    ("log-q-summed-over-the-batch", _weighed(log_q=_log_q_of_all)),
    ("log-q-averaged", _weighed(log_q=_mean_log_q)),
    ("normaliser-forgotten", _weighed(log_q=_no_two_pi)),
    ("z-detached", _weighed(_no_path)),
    ("logvar-as-log-sigma", _weighed(_log_sigma)),
    ("uniform-noise", _weighed(_uniform)),
    ("no-noise", _weighed(_mean_alone)),
    ("drawn-from-the-prior", _weighed(_from_the_prior)),
    ("one-noise-for-the-batch", _weighed(_shared)),
    ("noise-shared", _weighed(_one_number_an_image)),
]
