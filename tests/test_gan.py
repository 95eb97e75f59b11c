"""The GAN: its value against exact answers, who gets which gradient, and the ring."""

import math

import pytest
import torch
from torch import nn
from torch.func import functional_call
from torch.nn.functional import binary_cross_entropy_with_logits, softplus
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torch.testing import assert_close

from gencourse.data import batches, ring, ring_centres
from gencourse.metrics import mode_coverage
from gencourse.models import GAN
from gencourse.models.gan import (
    discriminator_loss,
    discriminator_step,
    generator_loss,
    generator_step,
    optimal_discriminator,
)
from gencourse.networks import mlp
from gencourse.probability import gaussian_log_prob
from gencourse.training import adversarial_step, fit


def small_gan(**kwargs):
    return GAN(mlp(3, 16, 2), mlp(2, 16, 1), latent_dim=3, **kwargs)


def gradients(network):
    return [parameter.grad for parameter in network.parameters()]


def untouched(network):
    return all(grad is None for grad in gradients(network))


def reached(network):
    return all(grad is not None and grad.abs().sum() > 0 for grad in gradients(network))


# The value


def log_densities():
    "Of two Gaussians on a grid so wide that both densities are 0 in float64 at its ends, and the grid's step"
    x = torch.linspace(-60, 60, 24001, dtype=torch.float64)
    logs = [gaussian_log_prob(x[:, None], mean, logvar) for mean, logvar in ((-1.0, 0.0), (1.5, -0.7))]
    return *logs, float(x[1] - x[0])


def value(logit, log_p, log_q, dx):
    return float((-log_p.exp() * softplus(-logit) - log_q.exp() * softplus(logit)).sum() * dx)


def jensen_shannon(log_p, log_q, dx):
    log_m = torch.logaddexp(log_p, log_q) - math.log(2)
    return float(sum((log.exp() * (log - log_m)).sum() for log in (log_p, log_q)) * dx / 2)


def test_at_the_best_discriminator_the_value_is_twice_jensen_shannon_less_log_four():
    log_p, log_q, dx = log_densities()
    best = value(log_p - log_q, log_p, log_q, dx)
    assert abs(best - (2 * jensen_shannon(log_p, log_q, dx) - math.log(4))) < 1e-12


def test_no_other_discriminator_reaches_that_value():
    log_p, log_q, dx = log_densities()
    best = value(log_p - log_q, log_p, log_q, dx)
    for k in range(20):
        other = log_p - log_q + 0.1 * torch.randn(len(log_p), generator=torch.Generator().manual_seed(k))
        assert value(other, log_p, log_q, dx) < best


def test_the_best_discriminator_is_a_probability_where_both_densities_are_zero():
    log_p, log_q, _ = log_densities()
    d = optimal_discriminator(log_p, log_q)
    assert log_p.exp()[0] == log_q.exp()[0] == 0 and d.isfinite().all()
    inside = (log_p > -30) & (log_q > -30)
    assert_close(d[inside], (log_p.exp() / (log_p.exp() + log_q.exp()))[inside])


def test_a_discriminator_trained_on_samples_finds_it():
    "To .05 where data or fakes lie, for two Gaussians on a line"
    torch.manual_seed(0)
    d = mlp(1, 32, 32, 1)
    optimizer = torch.optim.Adam(d.parameters(), lr=3e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 800)
    for _ in range(800):
        loss = discriminator_loss(d(torch.randn(1024, 1) - 1), d(0.7 * torch.randn(1024, 1) + 1.5))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    x = torch.linspace(-3, 3, 61)[:, None]
    exact = optimal_discriminator(gaussian_log_prob(x, -1.0, 0.0), gaussian_log_prob(x, 1.5, 2 * math.log(0.7)))
    assert (d(x).sigmoid()[:, 0] - exact).abs().max() < 0.05


# The losses


def test_the_discriminators_loss_is_two_cross_entropies():
    real, fake = torch.randn(6, 1), torch.randn(9, 1)
    expected = binary_cross_entropy_with_logits(real, torch.ones(6, 1))
    expected = expected + binary_cross_entropy_with_logits(fake, torch.zeros(9, 1))
    assert_close(discriminator_loss(real, fake), expected)


def test_a_discriminator_that_says_one_half_costs_log_four():
    assert_close(discriminator_loss(torch.zeros(5), torch.zeros(5)), torch.tensor(math.log(4)))


@pytest.mark.parametrize(("saturating", "at_minus_eight"), [(True, -0.000335), (False, -0.999665)])
def test_the_generators_gradient_in_the_logit(saturating, at_minus_eight):
    "Minus sigmoid(logit) for the saturating loss, minus sigmoid(-logit) for the other: where D is sure, 3e-4 and 1"
    logit = torch.tensor([-8.0, -1.0, 0.0, 3.0], requires_grad=True)
    generator_loss(logit, saturating=saturating).backward()
    slope = 4 * logit.grad
    assert_close(slope, -torch.sigmoid(logit if saturating else -logit).detach())
    assert_close(float(slope[0]), at_minus_eight, atol=1e-6, rtol=0)


@pytest.mark.parametrize("saturating", [True, False])
def test_no_logit_is_too_large_for_the_losses(saturating):
    extreme = torch.tensor([-1e4, 1e4])
    assert generator_loss(extreme, saturating).isfinite() and discriminator_loss(extreme, extreme).isfinite()


def test_only_the_saturating_game_is_zero_sum():
    torch.manual_seed(0)
    real = torch.randn(8, 2)
    for saturating, zero_sum in ((True, True), (False, False)):
        gan = small_gan(saturating=saturating)
        torch.manual_seed(1)
        terms = gan.loss(real)
        fakes_part = terms["discriminator"] - softplus(-gan.discriminator(real)).mean()
        assert bool((fakes_part + terms["generator"]).abs() < 1e-6) == zero_sum


# The ring


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_ring_is_covered(seed):
    "Seven of eight modes and 80 % good points or more, without a penalty; benchmarks/gan.py has the seconds"
    torch.manual_seed(seed)
    gan = GAN(mlp(8, 128, 128, 2, activation=nn.ReLU), mlp(2, 128, 128, 1, activation=nn.ReLU), latent_dim=8)
    average = AveragedModel(gan.generator, multi_avg_fn=get_ema_multi_avg_fn(0.99))
    play = adversarial_step(gan, *(adam(network) for network in (gan.generator, gan.discriminator)))

    def step(real):
        terms = play(real)
        average.update_parameters(gan.generator)
        return terms

    fit(step, batches(ring(25_600, seed=seed), 256), epochs=20, progress=False)
    with torch.no_grad():
        covered, good = mode_coverage(average(torch.randn(5000, 8)), ring_centres(), radius=3 * 0.05)
    assert covered.sum() >= 7 and good >= 0.8  # on the five seeds of the benchmark: 8 each, .84 to .90


def adam(network):
    return torch.optim.Adam(network.parameters(), lr=2e-3, betas=(0.0, 0.99), fused=True)


def test_against_a_judge_who_stands_still_all_samples_run_to_its_peak():
    "Here D's logit is -|x - (1, -1)|^2, so there is one peak"
    torch.manual_seed(0)
    gan = GAN(mlp(4, 32, 2), Hill(), latent_dim=4)
    before = gan.sample(1000)
    optimizer = torch.optim.Adam(gan.generator.parameters(), lr=1e-2)
    for _ in range(300):
        optimizer.zero_grad()
        gan.generator_loss(128).backward()
        optimizer.step()
    after = gan.sample(1000)
    assert (after - torch.tensor([1.0, -1.0])).norm(dim=1).max() < 0.2
    assert after.std(0).norm() < 0.1 * before.std(0).norm()


class Hill(nn.Module):
    def forward(self, x):
        return -10 * (x - torch.tensor([1.0, -1.0])).square().sum(1, keepdim=True)


# Who gets which gradient


@pytest.mark.parametrize("saturating", [True, False])
def test_each_loss_reaches_its_own_player_only(saturating):
    real = torch.randn(8, 2)
    gan = small_gan(saturating=saturating)
    gan.discriminator_loss(real).backward()
    assert untouched(gan.generator) and reached(gan.discriminator)
    gan = small_gan(saturating=saturating)
    gan.generator_loss(8).backward()
    assert untouched(gan.discriminator) and reached(gan.generator)
    for term, other in (("discriminator", "generator"), ("generator", "discriminator")):
        gan = small_gan(saturating=saturating)
        gan.loss(real)[term].backward()
        assert untouched(getattr(gan, other)) and reached(getattr(gan, term))


def test_the_sums_gradient_is_that_of_both_players():
    real, gan = torch.randn(8, 2), small_gan()
    torch.manual_seed(0)
    gan.loss(real)["loss"].backward()
    torch.manual_seed(0)
    z = torch.randn(8, 3)
    fake = gan.generator(z)
    for network, loss in (
        (gan.discriminator, discriminator_loss(gan.discriminator(real), gan.discriminator(fake.detach()))),
        (gan.generator, generator_loss(gan.discriminator(fake))),
    ):
        slopes = torch.autograd.grad(loss, list(network.parameters()), retain_graph=True)
        for slope, grad in zip(slopes, gradients(network), strict=True):
            assert_close(grad, slope)


def test_a_step_moves_first_the_discriminator_then_the_generator_against_it():
    "The same weights as the eight lines written out"
    real = torch.randn(8, 2)
    ours, theirs = small_gan(), small_gan()
    theirs.load_state_dict(ours.state_dict())
    torch.manual_seed(0)
    step = adversarial_step(
        ours,
        torch.optim.SGD(ours.generator.parameters(), lr=0.1),
        torch.optim.SGD(ours.discriminator.parameters(), lr=0.1),
    )
    terms = step(real)
    torch.manual_seed(0)
    g, d = theirs.generator, theirs.discriminator
    d_loss = discriminator_loss(d(real), d(g(torch.randn(8, 3)).detach()))
    descend(d, d_loss)
    g_loss = generator_loss(d(g(torch.randn(8, 3))))
    descend(g, g_loss)
    assert_close(terms["discriminator"], d_loss.detach())
    assert_close(terms["generator"], g_loss.detach())
    for a, b in zip(ours.parameters(), theirs.parameters(), strict=True):
        assert_close(a, b)


def descend(network, loss):
    weights = list(network.parameters())
    with torch.no_grad():
        for weight, slope in zip(weights, torch.autograd.grad(loss, weights), strict=True):
            weight -= 0.1 * slope


def test_batch_statistics_of_the_discriminator_are_kept():
    "A judge with BatchNorm still counts what passes through it in the generator's loss"
    gan = GAN(mlp(3, 8, 2), nn.Sequential(nn.BatchNorm1d(2), mlp(2, 8, 1)), latent_dim=3)
    gan.generator_loss(8).backward()
    norm = gan.discriminator[0]
    assert norm.num_batches_tracked == 1 and untouched(gan.discriminator)
    assert functional_call(norm, {}, torch.zeros(4, 2)).shape == (4, 2)


# What it refuses


def test_a_discriminator_that_ends_with_a_sigmoid_is_refused():
    "Its losses would take probabilities for logits, and learn next to nothing"
    with pytest.raises(ValueError, match=r"should return logits, but it ends with a Sigmoid\. End it with a linear"):
        GAN(mlp(8, 2), nn.Sequential(mlp(2, 1), nn.Sigmoid()), latent_dim=8)


def test_a_discriminator_without_a_last_linear_layer_is_told():
    gan = GAN(mlp(3, 8, 2), mlp(2, 8, 4), latent_dim=3)
    with pytest.raises(ValueError, match=r"discriminator's output should have shape \[B, 1\], got \[5, 4\]. End it"):
        gan.loss(torch.zeros(5, 2))


@pytest.mark.parametrize("position", [0, 1])
def test_swapped_optimizers_are_refused(position):
    gan = small_gan()
    g, d = torch.optim.SGD(gan.generator.parameters(), lr=0.1), torch.optim.SGD(gan.discriminator.parameters(), lr=0.1)
    name = "generator_optimizer" if position == 0 else "discriminator_optimizer"
    pair = (d, d) if position == 0 else (g, g)
    with pytest.raises(ValueError, match=f"{name} should hold the {name.split('_')[0]}'s parameters"):
        adversarial_step(gan, *pair)


def test_each_step_by_hand_moves_its_own_player_down_its_own_loss():
    "With the same noise: the mover as gradient descent would, the other not at all, whatever gradients were left"
    torch.manual_seed(0)
    networks = {"generator": mlp(3, 2), "discriminator": mlp(2, 5, 1)}
    generator, discriminator = networks.values()
    real = torch.randn(6, 2)
    losses = {
        "discriminator": lambda fake: discriminator_loss(discriminator(real), discriminator(fake.detach())),
        "generator": lambda fake: generator_loss(discriminator(fake)),
    }
    for player in ("discriminator", "generator", "discriminator"):
        optimizer = torch.optim.SGD(networks[player].parameters(), lr=0.1)
        torch.manual_seed(1)
        expected = losses[player](generator(torch.randn(6, 3)))
        own = list(networks[player].parameters())
        moved = [w - 0.1 * slope for w, slope in zip(own, torch.autograd.grad(expected, own), strict=True)]
        (other,) = (network for name, network in networks.items() if name != player)
        still = [weight.clone() for weight in other.parameters()]
        torch.manual_seed(1)
        if player == "discriminator":
            loss = discriminator_step(generator, discriminator, optimizer, real, 3)
        else:
            loss = generator_step(generator, discriminator, optimizer, 6, 3)
        assert loss == pytest.approx(expected.item())
        assert_close(list(networks[player].parameters()), moved)
        assert_close(list(other.parameters()), still)
