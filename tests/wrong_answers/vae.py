"""What students write for the exercises on VAEs, each with the slug that a check must answer with."""

import torch
import torch.nn.functional as F
from torch.distributions import Normal

from gencourse.models.vae import vae_loss
from gencourse.probability import kl_standard_normal, reparameterize
from tests.wrong_answers._vae_failures import WRONG_ANSWERS as VAE_FAILURES


def _variance_as_deviation(mean, logvar):
    std = logvar.exp()
    return mean + std * torch.randn_like(std)


def _one_noise(mean, logvar):
    eps = torch.randn(mean.shape[1])
    return mean + torch.exp(0.5 * logvar) * eps


def _one_number(mean, logvar):
    return mean + torch.exp(0.5 * logvar) * torch.randn(1)


def _one_noise_an_image(mean, logvar):
    eps = torch.randn(mean.shape[0], 1)
    return mean + torch.exp(0.5 * logvar) * eps


def _torch_normal(mean, logvar):
    return torch.normal(mean, torch.exp(0.5 * logvar))


def _sample_without_r(mean, logvar):
    return Normal(mean, torch.exp(0.5 * logvar)).sample()


def _detached_sigma(mean, logvar):
    std = torch.exp(0.5 * logvar)
    return mean + std.detach() * torch.randn_like(mean)


def _detached_mean(mean, logvar):
    return mean.detach() + torch.exp(0.5 * logvar) * torch.randn_like(mean)


def _no_mean(mean, logvar):
    return torch.exp(0.5 * logvar) * torch.randn_like(mean)


def _uniform(mean, logvar):
    return mean + torch.exp(0.5 * logvar) * torch.rand_like(mean)


def _centred_uniform(mean, logvar):
    return mean + torch.exp(0.5 * logvar) * (2 * torch.rand_like(mean) - 1)


def _no_exp(mean, logvar):
    return mean + 0.5 * logvar * torch.randn_like(mean)


def _logvar_itself(mean, logvar):
    return mean + logvar * torch.randn_like(mean)


def _root(mean, logvar):
    return mean + torch.sqrt(logvar) * torch.randn_like(mean)


def _unscaled(mean, logvar):
    return mean + torch.randn_like(mean)


def _minus_half(mean, logvar):
    return mean + torch.exp(-0.5 * logvar) * torch.randn_like(mean)


def _half_of_the_half(mean, logvar):
    return mean + torch.sqrt(torch.exp(0.5 * logvar)) * torch.randn_like(mean)


def _mean_alone(mean, logvar):
    return mean


def _seeded(mean, logvar):
    torch.manual_seed(0)
    return mean + torch.exp(0.5 * logvar) * torch.randn_like(mean)


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


def _step(optimizer, loss):
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def _decodes_the_mean(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    return _step(optimizer, vae_loss(x, decode(mean), mean, logvar))


def _detached_z(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    z = torch.normal(mean, torch.exp(0.5 * logvar))
    return _step(optimizer, vae_loss(x, decode(z), mean, logvar))


def _detached_deviation(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    z = reparameterize(mean, logvar.detach())
    return _step(optimizer, vae_loss(x, decode(z), mean, logvar))


def _shared_noise(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    z = mean + torch.exp(0.5 * logvar) * torch.randn(mean.shape[1])
    return _step(optimizer, vae_loss(x, decode(z), mean, logvar))


def _log_sigma(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    z = mean + torch.exp(logvar) * torch.randn_like(mean)
    return _step(optimizer, vae_loss(x, decode(z), mean, logvar))


def _sigmoid_before(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    probabilities = decode(reparameterize(mean, logvar)).sigmoid()
    return _step(optimizer, vae_loss(x, probabilities, mean, logvar))


def _logits_first(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    return _step(optimizer, vae_loss(decode(reparameterize(mean, logvar)), x, mean, logvar))


def _logvar_first(encode, decode, optimizer, x):
    logvar, mean = encode(x)
    return _step(optimizer, vae_loss(x, decode(reparameterize(mean, logvar)), mean, logvar))


def _loss_with_logvar_first(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    return _step(optimizer, vae_loss(x, decode(reparameterize(mean, logvar)), logvar, mean))


def _pixels_alone(encode, decode, optimizer, x):
    logits = decode(reparameterize(*encode(x)))
    return _step(optimizer, F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / len(x))


def _rate_alone(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    decode(reparameterize(mean, logvar))
    return _step(optimizer, kl_standard_normal(mean, logvar).mean())


def _own_loss(pixels, kl):
    "A step whose loss is written anew instead of taken from vae_loss"

    def step(encode, decode, optimizer, x):
        mean, logvar = encode(x)
        logits = decode(reparameterize(mean, logvar))
        return _step(optimizer, pixels(x, logits) + kl(mean, logvar))

    return step


def _mean_nats(x, logits):
    return _nats(x, logits).mean()


def _squared_pixels(x, logits):
    return (x - logits.sigmoid()).square().sum() / len(x)


def _mean_kl(mean, logvar):
    return kl_standard_normal(mean, logvar).mean()


def _uniform_z(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    z = mean + torch.exp(0.5 * logvar) * torch.rand_like(mean)
    return _step(optimizer, vae_loss(x, decode(z), mean, logvar))


def _climbs(encode, decode, optimizer, x):
    return _step(optimizer, -_loss(encode, decode, x))


def _encoder_detached(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    z = reparameterize(mean.detach(), logvar)
    return _step(optimizer, vae_loss(x, decode(z), mean, logvar))


def _loss(encode, decode, x):
    mean, logvar = encode(x)
    return vae_loss(x, decode(reparameterize(mean, logvar)), mean, logvar)


def _no_zero_grad(encode, decode, optimizer, x):
    loss = _loss(encode, decode, x)
    loss.backward()
    optimizer.step()
    return loss.item()


def _yesterdays_gradient(encode, decode, optimizer, x):
    loss = _loss(encode, decode, x)
    optimizer.zero_grad()
    optimizer.step()
    loss.backward()
    return loss.item()


def _no_step(encode, decode, optimizer, x):
    loss = _loss(encode, decode, x)
    optimizer.zero_grad()
    loss.backward()
    return loss.item()


def _no_backward(encode, decode, optimizer, x):
    loss = _loss(encode, decode, x)
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()


def _seeded_step(encode, decode, optimizer, x):
    torch.manual_seed(0)
    return _step(optimizer, _loss(encode, decode, x))


def _never_decodes(encode, decode, optimizer, x):
    return _step(optimizer, kl_standard_normal(*encode(x)).mean())


def _decodes_both_moments(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    return _step(optimizer, vae_loss(x, decode(torch.cat([mean, logvar], dim=1)), mean, logvar))


def _one_loss_an_image(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    losses = _nats(x, decode(reparameterize(mean, logvar))) + kl_standard_normal(mean, logvar)
    _step(optimizer, losses.mean())
    return losses.detach()


def _zeroed_too_late(encode, decode, optimizer, x):
    loss = _loss(encode, decode, x)
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()


def _keeps_the_graph(encode, decode, optimizer, x):
    loss = _loss(encode, decode, x)
    _step(optimizer, loss)
    return loss


def _loss_afterwards(encode, decode, optimizer, x):
    _step(optimizer, _loss(encode, decode, x))
    return _loss(encode, decode, x).item()


def _returns_nothing(encode, decode, optimizer, x):
    _step(optimizer, _loss(encode, decode, x))


def _without_std(f, mean, std, eps):
    z = mean + std * eps
    return (f(z)[:, None] * eps).mean(0)


def _by_variance(f, mean, std, eps):
    z = mean + std * eps
    return (f(z)[:, None] * eps / std**2).mean(0)


def _times_std(f, mean, std, eps):
    z = mean + std * eps
    return (f(z)[:, None] * eps * std).mean(0)


def _summed(f, mean, std, eps):
    z = mean + std * eps
    return (f(z)[:, None] * eps / std).sum(0)


def _pathwise(f, mean, std, eps):
    mean = mean.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(f(mean + std * eps).mean(), mean)
    return gradient


def _noise_scored(f, mean, std, eps):
    return (f(eps)[:, None] * eps / std).mean(0)


def _flipped(f, mean, std, eps):
    z = mean + std * eps
    return (f(z)[:, None] * (mean - z) / std**2).mean(0)


def _averages_multiplied(f, mean, std, eps):
    z = mean + std * eps
    return f(z).mean() * (eps / std).mean(0)


def _z_over_std(f, mean, std, eps):
    z = mean + std * eps
    return (f(z)[:, None] * z / std).mean(0)


def _of_std(f, mean, std, eps):
    z = mean + std * eps
    return (f(z)[:, None] * (eps**2 - 1) / std).mean(0)


def _own_noise(f, mean, std, eps):
    eps = torch.randn_like(eps)
    return (f(mean + std * eps)[:, None] * eps / std).mean(0)


def _with_a_baseline(f, mean, std, eps):
    value = f(mean + std * eps)
    return ((value - value.mean())[:, None] * eps / std).mean(0)


def _each_draw(f, mean, std, eps):
    z = mean + std * eps
    return f(z)[:, None] * eps / std


def _one_mean(f, mean, std, eps):
    z = mean + std * eps
    return (f(z)[:, None] * eps / std).mean()


def _logits(decode, n, latent_dim):
    return decode(torch.randn(n, latent_dim))


def _uniform_codes(decode, n, latent_dim):
    return torch.sigmoid(decode(torch.rand(n, latent_dim)))


def _wide_uniform_codes(decode, n, latent_dim):
    return torch.sigmoid(decode(6 * torch.rand(n, latent_dim) - 3))


def _one_code(decode, n, latent_dim):
    z = torch.randn(1, latent_dim)
    return torch.sigmoid(decode(z.expand(n, -1)))


def _one_image(decode, n, latent_dim):
    return torch.sigmoid(decode(torch.randn(1, latent_dim))).repeat(n, 1, 1, 1)


def _zeros(decode, n, latent_dim):
    return torch.sigmoid(decode(torch.zeros(n, latent_dim)))


def _one_number_a_code(decode, n, latent_dim):
    return torch.sigmoid(decode(torch.randn(n, 1).repeat(1, latent_dim)))


def _two_sigmoids_on_samples(decode, n, latent_dim):
    return torch.sigmoid(torch.sigmoid(decode(torch.randn(n, latent_dim))))


def _clamped(decode, n, latent_dim):
    return decode(torch.randn(n, latent_dim)).clamp(0, 1)


def _drawn_pixels(decode, n, latent_dim):
    return torch.bernoulli(torch.sigmoid(decode(torch.randn(n, latent_dim))))


def _rounded_pixels(decode, n, latent_dim):
    return torch.sigmoid(decode(torch.randn(n, latent_dim))).round()


def _seeded_codes(decode, n, latent_dim):
    torch.manual_seed(0)
    return torch.sigmoid(decode(torch.randn(n, latent_dim)))


def _transposed_codes(decode, n, latent_dim):
    return torch.sigmoid(decode(torch.randn(latent_dim, n)))


def _noise_itself(decode, n, latent_dim):
    z = torch.randn(n, latent_dim)
    decode(z)
    return z


def _images_of_noise(decode, n, latent_dim):
    return torch.sigmoid(torch.randn(n, 1, 28, 28))


WRONG_ANSWERS = {
    "vae.reparameterize": [
        ("logvar-as-log-sigma", _variance_as_deviation),
        ("one-noise-for-the-batch", _one_noise),
        ("one-noise-for-the-batch", _one_number),
        ("one-noise-for-all-latents", _one_noise_an_image),
        ("no-gradient", _torch_normal),
        ("no-gradient", _sample_without_r),
        ("sigma-detached", _detached_sigma),
        ("mean-detached", _detached_mean),
        ("mean-forgotten", _no_mean),
        ("uniform-noise", _uniform),
        ("uniform-noise", _centred_uniform),
        ("exp-forgotten", _no_exp),
        ("logvar-as-sigma", _logvar_itself),
        ("root-of-logvar", _root),
        ("noise-not-scaled", _unscaled),
        ("exponent-sign", _minus_half),
        ("root-twice", _half_of_the_half),
        ("no-noise", _mean_alone),
        ("same-noise-again", _seeded),
    ],
    "vae.vae_loss": [
        ("averaged-over-pixels", _mean_over_pixels),
        ("averaged-over-everything", _mean_over_everything),
        ("averaged-over-latents", _mean_over_latents),
        ("kl-summed-over-the-batch", _kl_of_the_batch),
        ("averaged-and-summed", _mean_and_sum),
        ("nats-per-pixel", _nats_a_pixel),
        ("exp-forgotten", _variance_is_logvar),
        ("mean-and-logvar-swapped", _moments_swapped),
        ("half-of-the-cross-entropy", _ink_alone),
        ("softmax", _softmax),
        ("squared-error", _mean_squared),
        ("pixels-summed-over-the-batch", _pixels_of_the_batch),
        ("summed-over-the-batch", _sums),
        ("averaged-twice", _divided_twice),
        ("sigmoid-twice", _two_sigmoids),
        ("kl-subtracted", _minus_kl),
        ("kl-forgotten", _no_kl),
        ("reconstruction-forgotten", _kl_alone),
        ("logvar-as-log-sigma", _kl_of_log_sigma),
        ("kl-not-halved", _whole_kl),
        ("kl-weighted", _half_kl),
        ("squared-error", _squared),
        ("squared-error", _squared_to_logits),
        ("image-and-logits-swapped", _swapped),
        ("negative", _elbo),
        ("reconstruction-sign", _log_likelihood_added),
        ("not-averaged", _each_image),
        ("sigmoid-rounded", _sigmoid_first),
        ("sigmoid-rounded", _logs_by_hand),
        ("terms-returned", lambda x, logits, mean, logvar: (_nats(x, logits), kl_standard_normal(mean, logvar))),
        ("returned-a-number", _number),
        ("no-gradient", _without_grad),
    ],
    "vae.train_step": [
        ("mean-decoded", _decodes_the_mean),
        ("z-detached", _detached_z),
        ("sigma-detached", _detached_deviation),
        ("one-noise-for-the-batch", _shared_noise),
        ("logvar-as-log-sigma", _log_sigma),
        ("sigmoid-twice", _sigmoid_before),
        ("image-and-logits-swapped", _logits_first),
        ("mean-and-logvar-swapped", _logvar_first),
        ("loss-of-other-moments", _loss_with_logvar_first),
        ("kl-forgotten", _pixels_alone),
        ("reconstruction-forgotten", _rate_alone),
        ("uniform-noise", _uniform_z),
        ("mean-detached", _encoder_detached),
        ("averaged-over-pixels", _own_loss(lambda x, logits: F.binary_cross_entropy_with_logits(logits, x), _mean_kl)),
        ("kl-summed-over-the-batch", _own_loss(_mean_nats, lambda mean, logvar: len(mean) * _mean_kl(mean, logvar))),
        ("kl-subtracted", _own_loss(_mean_nats, lambda mean, logvar: -_mean_kl(mean, logvar))),
        ("kl-of-log-sigma", _own_loss(_mean_nats, lambda mean, logvar: _mean_kl(mean, 2 * logvar))),
        ("summed-over-the-batch", lambda e, d, o, x: _step(o, len(x) * _loss(e, d, x))),
        ("squared-error", _own_loss(_squared_pixels, _mean_kl)),
        ("negative", _climbs),
        ("no-zero-grad", _no_zero_grad),
        ("step-before-backward", _yesterdays_gradient),
        ("no-step", _no_step),
        ("no-backward", _no_backward),
        ("zeroed-before-the-step", _zeroed_too_late),
        ("same-noise-again", _seeded_step),
        ("not-decoded", _never_decodes),
        ("code-of-wrong-shape", _decodes_both_moments),
        ("moments-decoded", lambda e, d, o, x: _step(o, vae_loss(x, d(e(x)), *e(x)))),
        ("not-averaged", _one_loss_an_image),
        ("keeps-the-graph", _keeps_the_graph),
        ("loss-after-the-step", _loss_afterwards),
        ("returned-none", _returns_nothing),
    ],
    "vae.score_function_gradient": [
        ("std-forgotten", _without_std),
        ("divided-by-variance", _by_variance),
        ("multiplied-by-std", _times_std),
        ("summed", _summed),
        ("pathwise", _pathwise),
        ("f-of-noise", _noise_scored),
        ("sign", _flipped),
        ("averaged-too-early", _averages_multiplied),
        ("z-instead-of-eps", _z_over_std),
        ("gradient-of-std", _of_std),
        ("not-averaged", _each_draw),
        ("noise-of-its-own", _own_noise),
        ("baseline", _with_a_baseline),
        ("std-forgotten-in-z", lambda f, mean, std, eps: (f(mean + eps)[:, None] * eps / std).mean(0)),
        ("mean-forgotten-in-z", lambda f, mean, std, eps: (f(std * eps)[:, None] * eps / std).mean(0)),
        ("averaged-over-dimensions", lambda f, mean, std, eps: (f(mean + std * eps)[:, None] * eps / std).mean(1)),
        ("averaged-over-dimensions", _one_mean),
        ("f-forgotten", lambda f, mean, std, eps: (eps / std).mean(0)),
        ("variance-as-noise-scale", lambda f, mean, std, eps: (f(mean + std**2 * eps)[:, None] * eps / std).mean(0)),
    ],
    "vae.sample": [
        ("logits-returned", _logits),
        ("uniform-noise", _uniform_codes),
        ("uniform-noise", _wide_uniform_codes),
        ("one-code", _one_code),
        ("one-code", _one_image),
        ("zeros", _zeros),
        ("one-number-a-code", _one_number_a_code),
        ("sigmoid-twice", _two_sigmoids_on_samples),
        ("clamped", _clamped),
        ("pixels-drawn", _drawn_pixels),
        ("pixels-drawn", _rounded_pixels),
        ("same-samples-again", _seeded_codes),
        ("code-of-wrong-shape", _transposed_codes),
        ("codes-returned", _noise_itself),
        ("not-decoded", _images_of_noise),
        ("inverted", lambda decode, n, latent_dim: (-decode(torch.randn(n, latent_dim))).sigmoid()),
        ("tanh-instead", lambda decode, n, latent_dim: decode(torch.randn(n, latent_dim)).tanh()),
        ("exp-instead", lambda decode, n, latent_dim: decode(torch.randn(n, latent_dim)).exp()),
    ],
    **VAE_FAILURES,
}
