"""What students write for the GAN lesson's exercises, each with the slug that a check must answer with."""

import torch
import torch.nn.functional as F

from gencourse.models.gan import discriminator_loss, generator_loss


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


WRONG_ANSWERS = {
    "gan.optimal_discriminator": [
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
    ],
    "gan.discriminator_loss": [
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
    ],
    "gan.generator_loss": [
        ("kinds-swapped", _forger_flipped_kinds),
        ("kind-ignored", _forger_always_saturates),
        ("kind-ignored", _forger_never_saturates),
        ("sign", _forger_sign),
        ("sign", _forger_saturating_sign),
        ("sign", _forger_log_d),
        ("labels-swapped", _forger_label_zero),
        ("sigmoid-twice", _forger_sigmoid_twice),
        ("summed-over-the-batch", _forger_summed),
        ("not-averaged", _forger_each),
        ("log-of-zero", _forger_logs),
        ("exp-overflows", _forger_softplus_by_hand),
        ("sigmoid-rounded", _forger_bce_of_sigmoids),
        ("probability-instead", _forger_probability),
        ("logits-averaged", _forger_critic),
        ("no-gradient", _forger_without_grad),
    ],
    "gan.discriminator_step": [
        ("missing-detach", _d_without_detach),
        ("labels-swapped", _d_swapped),
        ("sigmoid-twice", _d_sigmoid),
        ("uphill", _d_uphill),
        ("real-forgotten", _d_fakes_only),
        ("fakes-forgotten", _d_real_only),
        ("no-fakes", _d_no_fakes),
        ("stale-gradients", _d_no_zero_grad),
        ("stale-gradients", _d_zeroed_the_other),
        ("stale-gradients", _d_zeroed_afterwards),
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
        ("halved", _d_average_of_both),
        ("halved", _d_in_one_heap),
        ("summed-over-the-batch", _d_summed),
        ("generators-loss", _d_forgers_loss),
    ],
    "gan.generator_step": [
        ("fake-detached", _g_detached),
        ("fake-detached", _g_no_grad),
        ("judged-without-gradients", _g_judged_blindly),
        ("saturating", _g_saturating),
        ("helps-the-discriminator", _g_label_zero),
        ("sigmoid-twice", _g_sigmoid),
        ("uphill", _g_uphill),
        ("stale-gradients", _g_no_zero_grad),
        ("stale-gradients", _g_zeroed_the_other),
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
        ("summed-over-the-batch", _g_summed),
    ],
}
