"""What students write for vae.train_step, each with the slug that its check must answer with."""

import torch
import torch.nn.functional as F

from gencourse.models.vae import vae_loss
from gencourse.probability import kl_standard_normal, reparameterize


def _nats(x, logits):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").flatten(1).sum(1)


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


def _less_noise(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    return _step(optimizer, vae_loss(x, decode(reparameterize(mean, logvar - 1)), mean, logvar))


def _cooled(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    z = mean + 0.7 * torch.exp(0.5 * logvar) * torch.randn_like(mean)
    return _step(optimizer, vae_loss(x, decode(z), mean, logvar))


def _two_steps(encode, decode, optimizer, x):
    _step(optimizer, _loss(encode, decode, x))
    return _step(optimizer, _loss(encode, decode, x))


def _zeroed_between_the_terms(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    pixels = _mean_nats(x, decode(reparameterize(mean, logvar)))
    pixels.backward(retain_graph=True)
    return pixels.item() + _step(optimizer, _mean_kl(mean, logvar))


def _from_the_prior(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    return _step(optimizer, vae_loss(x, decode(torch.randn_like(mean)), mean, logvar))


def _returns_a_share(encode, decode, optimizer, x):
    return _step(optimizer, _loss(encode, decode, x)) / len(x)


def _kl_of_the_draw(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    z = reparameterize(mean, logvar)
    return _step(optimizer, vae_loss(x, decode(z), z, logvar))


def _deviation_for_logvar(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    z = reparameterize(mean, torch.exp(0.5 * logvar))
    return _step(optimizer, vae_loss(x, decode(z), mean, logvar))


def _clipped(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    loss = vae_loss(x, decode(reparameterize(mean, logvar)), mean, logvar)
    optimizer.zero_grad()
    loss.backward()
    weights = [weight for group in optimizer.param_groups for weight in group["params"]]
    torch.nn.utils.clip_grad_norm_(weights, 1.0)
    optimizer.step()
    return loss.item()


def _unit_noise(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    z = mean + torch.randn_like(mean)
    return _step(optimizer, vae_loss(x, decode(z), mean, logvar))


def _by_hand(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    loss = vae_loss(x, decode(reparameterize(mean, logvar)), mean, logvar)
    optimizer.zero_grad()
    loss.backward()
    with torch.no_grad():
        for group in optimizer.param_groups:
            for weight in group["params"]:
                weight -= group["lr"] * weight.grad
    return loss.item()


WRONG = [
    ("steps-by-hand", _by_hand),
    ("noise-not-scaled", _unit_noise),
    ("terms.gradient-of-a-KL-with-z-in-place-of-mean-for-KL's-gradient", _kl_of_the_draw),
    ("terms.gradient-of-a-reconstruction-with-sigma=exp(0.5*std)-for-reconstruction's-gradient", _deviation_for_logvar),
    ("gradient-cut", _clipped),
    ("noise-spread", _less_noise),
    ("mean-decoded", _decodes_the_mean),
    ("terms.gradient-of-a-reconstruction-whose-z-is-detached-for-reconstruction's-gradient", _detached_z),
    ("terms.gradient-of-a-reconstruction-whose-sigma-is-detached-for-reconstruction's-gradient", _detached_deviation),
    ("one-noise-for-the-batch", _shared_noise),
    ("terms.gradient-of-a-reconstruction-with-sigma=exp(logvar)-for-reconstruction's-gradient", _log_sigma),
    ("terms.gradient-of-a-reconstruction-with-a-second-sigmoid-for-reconstruction's-gradient", _sigmoid_before),
    ("terms.gradient-of-a-reconstruction-with-image-and-logits-swapped-for-reconstruction's-gradient", _logits_first),
    (
        "terms.gradient-of-a-reconstruction-with-mean-and-logvar-swapped-for-reconstruction's-gradient+"
        "gradient-of-a-KL-with-mean-and-logvar-swapped-for-KL's-gradient",
        _logvar_first,
    ),
    ("terms.gradient-of-a-KL-with-mean-and-logvar-swapped-for-KL's-gradient", _loss_with_logvar_first),
    ("terms.KL's-gradient-missing", _pixels_alone),
    ("terms.reconstruction's-gradient-missing", _rate_alone),
    ("uniform-noise", _uniform_z),
    ("terms.gradient-of-a-reconstruction-whose-mean-is-detached-for-reconstruction's-gradient", _encoder_detached),
    (
        "terms.reconstruction's-gradient-averaged-over-pixels",
        _own_loss(lambda x, logits: F.binary_cross_entropy_with_logits(logits, x), _mean_kl),
    ),
    (
        "terms.KL's-gradient-summed-over-images",
        _own_loss(_mean_nats, lambda mean, logvar: len(mean) * _mean_kl(mean, logvar)),
    ),
    ("terms.KL's-gradient-sign", _own_loss(_mean_nats, lambda mean, logvar: -_mean_kl(mean, logvar))),
    (
        "terms.gradient-of-a-KL-with-logvar-read-as-log-sigma-for-KL's-gradient",
        _own_loss(_mean_nats, lambda mean, logvar: _mean_kl(mean, 2 * logvar)),
    ),
    ("terms.whole-summed-over-images", lambda e, d, o, x: _step(o, len(x) * _loss(e, d, x))),
    ("terms.gradient-of-squared-error-for-reconstruction's-gradient", _own_loss(_squared_pixels, _mean_kl)),
    ("terms.whole-sign", _climbs),
    ("terms.sum-of-gradients-of-earlier-calls-added", _no_zero_grad),
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
    ("terms.KL's-gradient-weight", _own_loss(_mean_nats, lambda mean, logvar: 4 * _mean_kl(mean, logvar))),
    ("noise-spread", _cooled),
    ("several-steps", _two_steps),
    ("terms.reconstruction's-gradient-missing", _zeroed_between_the_terms),
    ("terms.gradient-of-a-reconstruction-whose-z-is-detached-for-reconstruction's-gradient", _from_the_prior),
    ("loss-averaged", _returns_a_share),
]
