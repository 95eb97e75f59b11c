"""What students write for gan.discriminator_step, each with the slug that its check must answer with."""

import torch
import torch.nn.functional as F
from torch.nn.utils import clip_grad_norm_, clip_grad_value_

from gencourse.models.gan import discriminator_loss, generator_loss


def _step(optimizer, loss):
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def _d_loss(generator, discriminator, real, latent_dim):
    fake = generator(torch.randn(len(real), latent_dim)).detach()
    return discriminator_loss(discriminator(real), discriminator(fake))


def _d_without_detach(generator, discriminator, optimizer, real, latent_dim):
    fake = generator(torch.randn(len(real), latent_dim))
    return _step(optimizer, discriminator_loss(discriminator(real), discriminator(fake)))


def _d_swapped(generator, discriminator, optimizer, real, latent_dim):
    fake = generator(torch.randn(len(real), latent_dim)).detach()
    return _step(optimizer, discriminator_loss(discriminator(fake), discriminator(real)))


def _d_sigmoid(generator, discriminator, optimizer, real, latent_dim):
    fake = generator(torch.randn(len(real), latent_dim)).detach()
    return _step(optimizer, discriminator_loss(discriminator(real).sigmoid(), discriminator(fake).sigmoid()))


def _d_uphill(generator, discriminator, optimizer, real, latent_dim):
    loss = _d_loss(generator, discriminator, real, latent_dim)
    _step(optimizer, -loss)
    return loss.item()


def _d_fakes_only(generator, discriminator, optimizer, real, latent_dim):
    fake = generator(torch.randn(len(real), latent_dim)).detach()
    return _step(optimizer, F.softplus(discriminator(fake)).mean())


def _d_real_only(generator, discriminator, optimizer, real, latent_dim):
    generator(torch.randn(len(real), latent_dim)).detach()
    return _step(optimizer, F.softplus(-discriminator(real)).mean())


def _d_no_fakes(generator, discriminator, optimizer, real, latent_dim):
    return _step(optimizer, F.softplus(-discriminator(real)).mean())


def _d_no_zero_grad(generator, discriminator, optimizer, real, latent_dim):
    loss = _d_loss(generator, discriminator, real, latent_dim)
    loss.backward()
    optimizer.step()
    return loss.item()


def _d_zeroed_afterwards(generator, discriminator, optimizer, real, latent_dim):
    loss = _d_loss(generator, discriminator, real, latent_dim)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


def _d_zeroed_the_other(generator, discriminator, optimizer, real, latent_dim):
    loss = _d_loss(generator, discriminator, real, latent_dim)
    generator.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def _d_no_step(generator, discriminator, optimizer, real, latent_dim):
    loss = _d_loss(generator, discriminator, real, latent_dim)
    optimizer.zero_grad()
    loss.backward()
    return loss.item()


def _d_no_backward(generator, discriminator, optimizer, real, latent_dim):
    loss = _d_loss(generator, discriminator, real, latent_dim)
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()


def _d_zeroed_too_late(generator, discriminator, optimizer, real, latent_dim):
    loss = _d_loss(generator, discriminator, real, latent_dim)
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()


def _d_uniform(generator, discriminator, optimizer, real, latent_dim):
    fake = generator(torch.rand(len(real), latent_dim)).detach()
    return _step(optimizer, discriminator_loss(discriminator(real), discriminator(fake)))


def _d_one_fake(generator, discriminator, optimizer, real, latent_dim):
    fake = generator(torch.randn(latent_dim)).detach()
    return _step(optimizer, discriminator_loss(discriminator(real), discriminator(fake)))


def _d_one_noise(generator, discriminator, optimizer, real, latent_dim):
    fake = generator(torch.randn(1, latent_dim).expand(len(real), -1)).detach()
    return _step(optimizer, discriminator_loss(discriminator(real), discriminator(fake)))


def _d_one_number(generator, discriminator, optimizer, real, latent_dim):
    fake = generator(torch.randn(len(real), 1).expand(-1, latent_dim)).detach()
    return _step(optimizer, discriminator_loss(discriminator(real), discriminator(fake)))


def _d_seeded(generator, discriminator, optimizer, real, latent_dim):
    torch.manual_seed(0)
    return _step(optimizer, _d_loss(generator, discriminator, real, latent_dim))


def _d_returns_the_loss(generator, discriminator, optimizer, real, latent_dim):
    loss = _d_loss(generator, discriminator, real, latent_dim)
    _step(optimizer, loss)
    return loss


def _d_freezes(generator, discriminator, optimizer, real, latent_dim):
    generator.requires_grad_(False)
    fake = generator(torch.randn(len(real), latent_dim))
    return _step(optimizer, discriminator_loss(discriminator(real), discriminator(fake)))


def _d_judges_blindly(generator, discriminator, optimizer, real, latent_dim):
    with torch.no_grad():
        loss = _d_loss(generator, discriminator, real, latent_dim)
    return _step(optimizer, loss)


def _d_judges_again(generator, discriminator, optimizer, real, latent_dim):
    fake = generator(torch.randn(len(real), latent_dim)).detach()
    _step(optimizer, discriminator_loss(discriminator(real), discriminator(fake)))
    return discriminator_loss(discriminator(real), discriminator(fake)).item()


def _d_steps_both(generator, discriminator, optimizer, real, latent_dim):
    other = torch.optim.SGD(generator.parameters(), lr=0.05)
    loss = _d_loss(generator, discriminator, real, latent_dim)
    _step(optimizer, loss)
    other.step()
    return loss.item()


def _d_own_optimizer(generator, discriminator, optimizer, real, latent_dim):
    loss = _d_loss(generator, discriminator, real, latent_dim)
    return _step(torch.optim.Adam(discriminator.parameters()), loss)


def _d_average_of_both(generator, discriminator, optimizer, real, latent_dim):
    return _step(optimizer, _d_loss(generator, discriminator, real, latent_dim) / 2)


def _d_in_one_heap(generator, discriminator, optimizer, real, latent_dim):
    fake = generator(torch.randn(len(real), latent_dim)).detach()
    labels = torch.cat([torch.ones(len(real), 1), torch.zeros(len(real), 1)])
    return _step(optimizer, F.binary_cross_entropy_with_logits(discriminator(torch.cat([real, fake])), labels))


def _d_summed(generator, discriminator, optimizer, real, latent_dim):
    return _step(optimizer, len(real) * _d_loss(generator, discriminator, real, latent_dim))


def _d_forgers_loss(generator, discriminator, optimizer, real, latent_dim):
    fake = generator(torch.randn(len(real), latent_dim)).detach()
    return _step(optimizer, generator_loss(discriminator(fake)))


def _d_output_detached(generator, discriminator, optimizer, real, latent_dim):
    fake = generator(torch.randn(len(real), latent_dim))
    return _step(optimizer, discriminator_loss(discriminator(real), discriminator(fake).detach()))


def _d_zeroed_between_the_halves(generator, discriminator, optimizer, real, latent_dim):
    fake = generator(torch.randn(len(real), latent_dim)).detach()
    on_data = F.softplus(-discriminator(real)).mean()
    on_data.backward()
    return on_data.item() + _step(optimizer, F.softplus(discriminator(fake)).mean())


def _d_a_step_for_each_half(generator, discriminator, optimizer, real, latent_dim):
    fake = generator(torch.randn(len(real), latent_dim)).detach()
    on_data = _step(optimizer, F.softplus(-discriminator(real)).mean())
    return on_data + _step(optimizer, F.softplus(discriminator(fake)).mean())


def _d_hinge(generator, discriminator, optimizer, real, latent_dim):
    fake = generator(torch.randn(len(real), latent_dim)).detach()
    return _step(optimizer, F.relu(1 - discriminator(real)).mean() + F.relu(1 + discriminator(fake)).mean())


def _d_smoothed(generator, discriminator, optimizer, real, latent_dim):
    fake, logits = generator(torch.randn(len(real), latent_dim)).detach(), discriminator(real)
    on_data = F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, 0.9))
    return _step(optimizer, on_data + F.softplus(discriminator(fake)).mean())


def _d_cooled(generator, discriminator, optimizer, real, latent_dim):
    fake = generator(0.7 * torch.randn(len(real), latent_dim)).detach()
    return _step(optimizer, discriminator_loss(discriminator(real), discriminator(fake)))


def _d_returns_the_last_half(generator, discriminator, optimizer, real, latent_dim):
    fake = generator(torch.randn(len(real), latent_dim)).detach()
    optimizer.zero_grad()
    for x, sign in ((real, -1), (fake, 1)):
        loss = F.softplus(sign * discriminator(x)).mean()
        loss.backward()
    optimizer.step()
    return loss.item()


def _d_returns_half(generator, discriminator, optimizer, real, latent_dim):
    return _step(optimizer, _d_loss(generator, discriminator, real, latent_dim)) / 2


def _then(change):
    "Steps with `change` between backward and step."

    def step(generator, discriminator, optimizer, real, latent_dim):
        loss = _d_loss(generator, discriminator, real, latent_dim)
        optimizer.zero_grad()
        loss.backward()
        change(list(discriminator.parameters()))
        optimizer.step()
        return loss.item()

    return step


def _d_weights_clamped(generator, discriminator, optimizer, real, latent_dim):
    loss = _step(optimizer, _d_loss(generator, discriminator, real, latent_dim))
    for weight in discriminator.parameters():
        weight.data.clamp_(-0.05, 0.05)
    return loss


def _signs(weights):
    for weight in weights:
        weight.grad.sign_()


def _to_length_one(weights):
    length = torch.cat([weight.grad.flatten() for weight in weights]).norm()
    for weight in weights:
        weight.grad /= length


def _d_left_in_eval(generator, discriminator, optimizer, real, latent_dim):
    generator.eval()
    return _step(optimizer, _d_loss(generator, discriminator, real, latent_dim))


def _d_noise_for_fakes(generator, discriminator, optimizer, real, latent_dim):
    generator(torch.randn(len(real), latent_dim))
    return _step(optimizer, discriminator_loss(discriminator(real), discriminator(torch.randn(real.shape))))


def _d_judges_new_fakes(generator, discriminator, optimizer, real, latent_dim):
    _step(optimizer, _d_loss(generator, discriminator, real, latent_dim))
    return _d_loss(generator, discriminator, real, latent_dim).item()


WRONG = [
    ("left-in-eval", _d_left_in_eval),
    ("fakes-not-judged", _d_noise_for_fakes),
    ("loss-after-the-step", _d_judges_new_fakes),
    ("weights-clamped", _d_weights_clamped),
    ("gradient-changed", _then(lambda weights: clip_grad_norm_(weights, 0.1))),
    ("gradient-changed", _then(lambda weights: clip_grad_value_(weights, 0.01))),
    ("gradient-changed", _then(_to_length_one)),
    ("gradient-changed", _then(_signs)),
    ("missing-detach", _d_without_detach),
    ("terms.gradient-of-label-0-for-gradient-of-data+gradient-of-label-1-for-gradient-of-fakes", _d_swapped),
    (
        "terms.gradient-of-a-second-sigmoid-for-gradient-of-data+gradient-of-a-second-sigmoid-for-gradient-of-fakes",
        _d_sigmoid,
    ),
    ("terms.whole-sign", _d_uphill),
    ("terms.gradient-of-data-missing", _d_fakes_only),
    ("terms.gradient-of-fakes-missing", _d_real_only),
    ("no-fakes", _d_no_fakes),
    ("terms.what-another-step-left-in-.grad-added", _d_no_zero_grad),
    ("terms.what-another-step-left-in-.grad-added", _d_zeroed_the_other),
    ("terms.what-another-step-left-in-.grad-added", _d_zeroed_afterwards),
    ("no-step", _d_no_step),
    ("no-backward", _d_no_backward),
    ("zeroed-before-the-step", _d_zeroed_too_late),
    ("uniform-noise", _d_uniform),
    ("noise-of-wrong-shape", _d_one_fake),
    ("one-noise-for-all", _d_one_noise),
    ("one-number-a-code", _d_one_number),
    ("same-noise-again", _d_seeded),
    ("keeps-the-graph", _d_returns_the_loss),
    ("left-frozen", _d_freezes),
    ("judged-without-gradients", _d_judges_blindly),
    ("loss-after-the-step", _d_judges_again),
    ("moves-the-other", _d_steps_both),
    ("own-optimizer", _d_own_optimizer),
    ("terms.whole-half", _d_average_of_both),
    ("terms.whole-half", _d_in_one_heap),
    ("terms.whole-summed-over-samples", _d_summed),
    ("terms.gradient-of-fakes-with-label-1-for-gradient-of-data+gradient-of-fakes-missing", _d_forgers_loss),
    ("terms.gradient-of-fakes-missing", _d_output_detached),
    ("terms.gradient-of-data-missing", _d_zeroed_between_the_halves),
    ("several-steps", _d_a_step_for_each_half),
    ("terms.gradient-of-hinge-for-gradient-of-data+gradient-of-hinge-for-gradient-of-fakes", _d_hinge),
    ("terms.gradient-of-label-0.9-for-gradient-of-data", _d_smoothed),
    ("noise-spread", _d_cooled),
    ("cost-of-fakes-returned", _d_returns_the_last_half),
    ("loss-returned-half", _d_returns_half),
]
