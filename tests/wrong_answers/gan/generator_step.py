"""What students write for gan.generator_step, each with the slug that its check must answer with."""

import torch
import torch.nn.functional as F
from torch.nn.utils import clip_grad_value_

from gencourse.models.gan import discriminator_loss, generator_loss


def _bce(logits, label):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, label))


def _step(optimizer, loss):
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def _g_loss(generator, discriminator, n, latent_dim):
    return generator_loss(discriminator(generator(torch.randn(n, latent_dim))))


def _g_detached(generator, discriminator, optimizer, n, latent_dim):
    fake = generator(torch.randn(n, latent_dim)).detach()
    return _step(optimizer, generator_loss(discriminator(fake)))


def _g_no_grad(generator, discriminator, optimizer, n, latent_dim):
    with torch.no_grad():
        fake = generator(torch.randn(n, latent_dim))
    return _step(optimizer, generator_loss(discriminator(fake)))


def _g_judged_blindly(generator, discriminator, optimizer, n, latent_dim):
    fake = generator(torch.randn(n, latent_dim))
    with torch.no_grad():
        logits = discriminator(fake)
    return _step(optimizer, generator_loss(logits))


def _g_steps_the_detective(generator, discriminator, optimizer, n, latent_dim):
    return _step(torch.optim.Adam(discriminator.parameters()), _g_loss(generator, discriminator, n, latent_dim))


def _g_steps_both(generator, discriminator, optimizer, n, latent_dim):
    other = torch.optim.SGD(discriminator.parameters(), lr=0.05)
    loss = _g_loss(generator, discriminator, n, latent_dim)
    other.zero_grad()
    _step(optimizer, loss)
    other.step()
    return loss.item()


def _g_own_optimizer(generator, discriminator, optimizer, n, latent_dim):
    return _step(torch.optim.Adam(generator.parameters()), _g_loss(generator, discriminator, n, latent_dim))


def _g_logits_detached(generator, discriminator, optimizer, n, latent_dim):
    return _step(optimizer, generator_loss(discriminator(generator(torch.randn(n, latent_dim))).detach()))


def _g_summed(generator, discriminator, optimizer, n, latent_dim):
    return _step(optimizer, n * _g_loss(generator, discriminator, n, latent_dim))


def _g_saturating(generator, discriminator, optimizer, n, latent_dim):
    fake_logits = discriminator(generator(torch.randn(n, latent_dim)))
    return _step(optimizer, generator_loss(fake_logits, saturating=True))


def _g_label_zero(generator, discriminator, optimizer, n, latent_dim):
    fake_logits = discriminator(generator(torch.randn(n, latent_dim)))
    return _step(optimizer, _bce(fake_logits, 0.0))


def _g_sigmoid(generator, discriminator, optimizer, n, latent_dim):
    d = torch.sigmoid(discriminator(generator(torch.randn(n, latent_dim))))
    return _step(optimizer, generator_loss(d))


def _g_uphill(generator, discriminator, optimizer, n, latent_dim):
    loss = _g_loss(generator, discriminator, n, latent_dim)
    _step(optimizer, -loss)
    return loss.item()


def _g_no_zero_grad(generator, discriminator, optimizer, n, latent_dim):
    loss = _g_loss(generator, discriminator, n, latent_dim)
    loss.backward()
    optimizer.step()
    return loss.item()


def _g_zeroed_the_other(generator, discriminator, optimizer, n, latent_dim):
    loss = _g_loss(generator, discriminator, n, latent_dim)
    discriminator.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def _g_no_step(generator, discriminator, optimizer, n, latent_dim):
    loss = _g_loss(generator, discriminator, n, latent_dim)
    optimizer.zero_grad()
    loss.backward()
    return loss.item()


def _g_no_backward(generator, discriminator, optimizer, n, latent_dim):
    loss = _g_loss(generator, discriminator, n, latent_dim)
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()


def _g_freezes(generator, discriminator, optimizer, n, latent_dim):
    for weight in discriminator.parameters():
        weight.requires_grad = False
    return _step(optimizer, _g_loss(generator, discriminator, n, latent_dim))


def _g_uniform(generator, discriminator, optimizer, n, latent_dim):
    return _step(optimizer, generator_loss(discriminator(generator(torch.rand(n, latent_dim)))))


def _g_one_code(generator, discriminator, optimizer, n, latent_dim):
    return _step(optimizer, generator_loss(discriminator(generator(torch.randn(latent_dim)))))


def _g_wrong_number(generator, discriminator, optimizer, n, latent_dim):
    return _step(optimizer, generator_loss(discriminator(generator(torch.randn(latent_dim, n).T[:1]))))


def _g_returns_the_loss(generator, discriminator, optimizer, n, latent_dim):
    loss = _g_loss(generator, discriminator, n, latent_dim)
    _step(optimizer, loss)
    return loss


def _g_new_fakes(generator, discriminator, optimizer, n, latent_dim):
    z = torch.randn(n, latent_dim)
    _step(optimizer, generator_loss(discriminator(generator(z))))
    return generator_loss(discriminator(generator(z))).item()


def _g_half(generator, discriminator, optimizer, n, latent_dim):
    return _step(optimizer, 0.5 * _g_loss(generator, discriminator, n, latent_dim))


def _g_critic(generator, discriminator, optimizer, n, latent_dim):
    return _step(optimizer, -discriminator(generator(torch.randn(n, latent_dim))).mean())


def _g_both_places(generator, discriminator, optimizer, n, latent_dim):
    logits = discriminator(generator(torch.randn(n, latent_dim)))
    return _step(optimizer, discriminator_loss(logits, logits))


def _g_cooled(generator, discriminator, optimizer, n, latent_dim):
    return _step(optimizer, generator_loss(discriminator(generator(0.7 * torch.randn(n, latent_dim)))))


def _g_two_steps(generator, discriminator, optimizer, n, latent_dim):
    _step(optimizer, _g_loss(generator, discriminator, n, latent_dim))
    return _step(optimizer, _g_loss(generator, discriminator, n, latent_dim))


def _g_saturates_without_zero_grad(generator, discriminator, optimizer, n, latent_dim):
    loss = generator_loss(discriminator(generator(torch.randn(n, latent_dim))), saturating=True)
    loss.backward()
    optimizer.step()
    return loss.item()


def _g_weights_clamped(generator, discriminator, optimizer, n, latent_dim):
    loss = _step(optimizer, _g_loss(generator, discriminator, n, latent_dim))
    for weight in generator.parameters():
        weight.data.clamp_(-0.1, 0.1)
    return loss


def _g_clipped(generator, discriminator, optimizer, n, latent_dim):
    loss = _g_loss(generator, discriminator, n, latent_dim)
    optimizer.zero_grad()
    loss.backward()
    clip_grad_value_(generator.parameters(), 0.01)
    optimizer.step()
    return loss.item()


def _g_by_hand(generator, discriminator, optimizer, n, latent_dim):
    loss = _g_loss(generator, discriminator, n, latent_dim)
    optimizer.zero_grad()
    loss.backward()
    with torch.no_grad():
        for weight in generator.parameters():
            weight -= 0.01 * weight.grad
    return loss.item()


def _g_left_in_eval(generator, discriminator, optimizer, n, latent_dim):
    discriminator.eval()
    return _step(optimizer, _g_loss(generator, discriminator, n, latent_dim))


def _g_never_judged(generator, discriminator, optimizer, n, latent_dim):
    return _step(optimizer, generator_loss(generator(torch.randn(n, latent_dim))))


def _g_judges_new_fakes(generator, discriminator, optimizer, n, latent_dim):
    _step(optimizer, _g_loss(generator, discriminator, n, latent_dim))
    return _g_loss(generator, discriminator, n, latent_dim).item()


def _g_both_labels(generator, discriminator, optimizer, n, latent_dim):
    fake = generator(torch.randn(n, latent_dim))
    return _step(optimizer, discriminator_loss(discriminator(fake), discriminator(fake.detach())))


def _g_returns_the_saturating(generator, discriminator, optimizer, n, latent_dim):
    logits = discriminator(generator(torch.randn(n, latent_dim)))
    _step(optimizer, generator_loss(logits))
    return generator_loss(logits, saturating=True).item()


WRONG = [
    ("own-optimizer", _g_by_hand),
    ("left-in-eval", _g_left_in_eval),
    ("fakes-not-judged", _g_never_judged),
    ("loss-after-the-step", _g_judges_new_fakes),
    ("loss-of-both-labels-returned", _g_both_labels),
    ("saturating-loss-returned", _g_returns_the_saturating),
    ("weights-clamped", _g_weights_clamped),
    ("gradient-changed", _g_clipped),
    ("fake-detached", _g_detached),
    ("fake-detached", _g_no_grad),
    ("judged-without-gradients", _g_judged_blindly),
    ("terms.gradient-of-log(1-D)-which-saturates-for-gradient", _g_saturating),
    ("terms.gradient-of-D's-own-loss-label-0-for-gradient", _g_label_zero),
    ("terms.gradient-of-a-second-sigmoid-for-gradient", _g_sigmoid),
    ("terms.gradient-sign", _g_uphill),
    ("terms.what-another-step-left-in-.grad-added", _g_no_zero_grad),
    ("terms.what-another-step-left-in-.grad-added", _g_zeroed_the_other),
    ("no-step", _g_no_step),
    ("no-backward", _g_no_backward),
    ("left-frozen", _g_freezes),
    ("uniform-noise", _g_uniform),
    ("noise-of-wrong-shape", _g_one_code),
    ("noise-of-wrong-shape", _g_wrong_number),
    ("keeps-the-graph", _g_returns_the_loss),
    ("loss-after-the-step", _g_new_fakes),
    ("moves-the-other", _g_steps_the_detective),
    ("moves-the-other", _g_steps_both),
    ("own-optimizer", _g_own_optimizer),
    ("logits-detached", _g_logits_detached),
    ("terms.gradient-summed-over-samples", _g_summed),
    ("terms.gradient-half", _g_half),
    ("terms.gradient-of-minus-logit-for-gradient", _g_critic),
    ("terms.gradient-of-D's-loss-with-fakes-in-both-places-for-gradient", _g_both_places),
    ("noise-spread", _g_cooled),
    ("several-steps", _g_two_steps),
    (
        "terms.gradient-of-log(1-D)-which-saturates-for-gradient+what-another-step-left-in-.grad-added",
        _g_saturates_without_zero_grad,
    ),
]
