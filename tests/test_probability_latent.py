"""The terms of the ELBO against torch.distributions and against laws, far from where slips agree."""

import math

import pytest
import torch
from torch.autograd import gradcheck
from torch.distributions import Bernoulli, Normal, kl_divergence
from torch.testing import assert_close

from gencourse.probability import (
    bernoulli_log_prob,
    gaussian_log_prob,
    kl_standard_normal,
    log_mean_exp,
    reparameterize,
)

FAR = [-12.0, -4.0, 0.0, 3.0]  # of logvar: at 0 log sigma and log sigma^2 are the same


def rows(n=20, d=5):
    return torch.randn(n, d, dtype=torch.float64)


# Reparameterisation


@pytest.mark.parametrize("logvar", FAR)
def test_draws_have_the_mean_and_the_deviation_asked_for(logvar):
    n, sigma = 100_000, math.exp(logvar / 2)
    z = reparameterize(torch.full((n, 2), 1.5, dtype=torch.float64), torch.full((n, 2), logvar, dtype=torch.float64))
    error = 5.5 * sigma / math.sqrt(n)
    assert ((z.mean(0) - 1.5).abs() < error).all() and ((z.std(0) - sigma).abs() < error).all()


def test_every_number_gets_noise_of_its_own():
    z = reparameterize(torch.zeros(1000, 3), torch.zeros(1000, 3))
    assert len(z.unique()) > 2900
    assert (torch.corrcoef(z.T) - torch.eye(3)).abs().max() < 0.2


def test_gradients_reach_mean_and_logvar():
    "dz/dmean = 1 and dz/dlogvar = (z - mean) / 2"
    mean, logvar = rows().requires_grad_(), rows().requires_grad_()
    z = reparameterize(mean, logvar)
    z.sum().backward()
    assert_close(mean.grad, torch.ones_like(mean))
    assert_close(logvar.grad, (z - mean).detach() / 2)


def test_a_generator_makes_draws_repeat_and_leaves_torchs_own_numbers():
    mean, state = rows(), torch.get_rng_state()
    first, second, third = (reparameterize(mean, mean, torch.Generator().manual_seed(seed)) for seed in (3, 3, 4))
    assert torch.equal(first, second) and not torch.equal(first, third)
    assert torch.equal(torch.get_rng_state(), state)


# KL


@pytest.mark.parametrize("logvar", FAR)
def test_the_kl_equals_torchs(logvar):
    mean, logvar = rows(), logvar + 0.3 * rows()
    expected = kl_divergence(Normal(mean, (0.5 * logvar).exp()), Normal(0.0, 1.0)).sum(1)
    assert_close(kl_standard_normal(mean, logvar), expected)


def test_the_kl_is_zero_at_the_prior_and_never_negative():
    "Nor is it just beside the prior, where float32 has few digits left"
    zero = torch.zeros(4, 3)
    assert torch.equal(kl_standard_normal(zero, zero), torch.zeros(4))
    near = 10.0 ** torch.linspace(-12, 0, 1000)[:, None]
    assert (kl_standard_normal(0 * near, near) >= 0).all() and (kl_standard_normal(0 * near, -near) >= 0).all()


def test_the_slope_of_the_kl_agrees_with_finite_differences():
    assert gradcheck(kl_standard_normal, (rows(4, 3).requires_grad_(), rows(4, 3).requires_grad_()))


# log p(x|z)


@pytest.mark.parametrize("logvar", FAR)
@pytest.mark.parametrize("shape", [(20, 5), (3, 1, 4, 4)])
def test_the_gaussian_equals_torchs(logvar, shape):
    x, mean, logvar = (torch.randn(shape, dtype=torch.float64) + shift for shift in (0, 2, logvar))
    expected = Normal(mean, (0.5 * logvar).exp()).log_prob(x).flatten(1).sum(1)
    assert_close(gaussian_log_prob(x, mean, logvar), expected)


@pytest.mark.parametrize(
    ("mean", "logvar"),
    [(0.0, -3.0), (torch.zeros(5), torch.tensor(-3.0)), (torch.zeros(1, 5), torch.full((20, 1), -3.0))],
)
def test_mean_and_logvar_may_be_smaller_than_x(mean, logvar):
    "All of x is counted, whatever they broadcast from"
    x = torch.randn(20, 5)
    assert_close(gaussian_log_prob(x, mean, logvar), Normal(0.0, math.exp(-1.5)).log_prob(x).sum(1))


def test_a_plain_number_has_the_precision_of_x():
    x = rows()
    exact = Normal(torch.zeros(5, dtype=torch.float64), math.exp(-0.05)).log_prob(x).sum(1)
    assert_close(gaussian_log_prob(x, 0.0, -0.1), exact, rtol=1e-14, atol=1e-13)


def test_the_slope_of_the_gaussian_agrees_with_finite_differences():
    assert gradcheck(gaussian_log_prob, tuple(rows(3, 2).requires_grad_() for _ in range(3)))


def test_the_bernoulli_equals_torchs_for_black_and_white_pixels():
    x, logits = torch.rand(6, 1, 4, 4).round(), 3 * torch.randn(6, 1, 4, 4)
    assert_close(bernoulli_log_prob(x, logits), Bernoulli(logits=logits).log_prob(x).flatten(1).sum(1))


def test_over_all_black_and_white_images_the_bernoulli_sums_to_one():
    images = torch.cartesian_prod(*[torch.tensor([0.0, 1.0])] * 4)  # [16, 4]
    logits = torch.randn(4).expand(16, 4)
    assert_close(bernoulli_log_prob(images, logits).exp().sum(), torch.tensor(1.0))


def test_over_all_grey_images_the_bernoulli_does_not():
    "What the docstring warns of: at logit 2 the integral over [0, 1] is (p - (1 - p)) / 2 = .38"
    grey = torch.linspace(0, 1, 10_001, dtype=torch.float64)[:, None]
    logits = torch.full_like(grey, 2.0)
    area = torch.trapezoid(bernoulli_log_prob(grey, logits).exp(), grey[:, 0])
    assert_close(area, (2 * torch.sigmoid(logits[0, 0]) - 1) / 2)


def test_extreme_logits_stay_finite():
    x = torch.tensor([[1.0, 0.0]])
    assert_close(bernoulli_log_prob(x, torch.tensor([[-500.0, 500.0]])), torch.tensor([-1000.0]))


def test_the_slope_of_the_bernoulli_is_pixel_minus_probability():
    x, logits = torch.rand(3, 7), torch.randn(3, 7, requires_grad=True)
    bernoulli_log_prob(x, logits).sum().backward()
    assert_close(logits.grad, x - torch.sigmoid(logits.detach()))


# log of a mean


@pytest.mark.parametrize("dim", [0, 1, -1])
def test_the_log_of_the_mean(dim):
    x = rows(4, 6)
    assert_close(log_mean_exp(x, dim), x.exp().mean(dim).log())


@pytest.mark.parametrize("shift", [-1e4, 1e4])
def test_the_log_of_the_mean_neither_overflows_nor_underflows(shift):
    "A constant comes out again"
    x = rows(4, 6)
    assert_close(log_mean_exp(x + shift, 0), log_mean_exp(x, 0) + shift)


def test_the_log_of_the_mean_is_never_below_the_mean_of_the_logs():
    "Jensen; equal where all are"
    x = 5 * rows(50, 10)
    assert (log_mean_exp(x, 1) > x.mean(1)).all()
    assert_close(log_mean_exp(torch.full((7, 2), 3.0), 0), torch.full((2,), 3.0))


A, SHORT = torch.zeros(4, 3), torch.zeros(4)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: reparameterize(A, SHORT), r"logvar should have shape \[4, 3\], got \[4\]"),
        (lambda: kl_standard_normal(A, A[:, :1]), r"logvar should have shape \[4, 3\], got \[4, 1\]"),
        (
            lambda: kl_standard_normal(SHORT, SHORT),
            r"mean should have shape \[B, ...\], got \[4\]. For one point, mean\[",
        ),
        (lambda: gaussian_log_prob(SHORT, 0.0, 0.0), r"x should have shape \[B, ...\], got \[4\]"),
        (lambda: gaussian_log_prob(A, torch.zeros(4, 1, 3), 0.0), r"mean should have the shape of x, \[4, 3\], or"),
        (
            lambda: gaussian_log_prob(A[:, :1], 0.0, SHORT),
            r"logvar should have the shape of x, \[4, 1\], or .* got \[4\]",
        ),
        (
            lambda: bernoulli_log_prob(torch.zeros(4, 1, 28, 28), torch.zeros(4, 784)),
            r"logits should have the shape of x, \[4, 1, 28, 28\], got \[4, 784\]. Flatten images",
        ),
    ],
)
def test_bad_input_gets_expected_and_got(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
