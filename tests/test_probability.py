"""Densities against torch.distributions and against laws."""

import math

import pytest
import torch
from scipy.stats import gaussian_kde
from torch.distributions import MultivariateNormal, Normal
from torch.testing import assert_close

from gencourse.probability import (
    corrupt,
    fit_gaussian,
    gaussian_log_density,
    importance_estimate,
    kernel_log_density,
    log_likelihood,
    log_marginal,
    sample_gaussian,
    score_function_gradient,
)


def a_gaussian(d):
    root = torch.randn(d, d, dtype=torch.float64) + 2 * torch.eye(d)
    return torch.randn(d, dtype=torch.float64), root @ root.T


@pytest.mark.parametrize("d", [1, 2, 5])
def test_the_log_density_equals_torchs(d):
    mean, cov = a_gaussian(d)
    x = 3 * torch.randn(20, d, dtype=torch.float64)
    assert_close(gaussian_log_density(x, mean, cov), MultivariateNormal(mean, cov).log_prob(x))


def test_the_log_likelihood_is_the_mean_log_density():
    mean, cov = a_gaussian(3)
    x = torch.randn(20, 3, dtype=torch.float64)
    assert_close(log_likelihood(x, mean, cov), MultivariateNormal(mean, cov).log_prob(x).mean())


def test_the_fit_is_where_the_likelihood_has_no_slope():
    "The gradient of the log-likelihood vanishes at the fitted mean and covariance"
    x = torch.randn(50, 3, dtype=torch.float64) @ torch.randn(3, 3, dtype=torch.float64)
    mean, cov = (parameter.requires_grad_() for parameter in fit_gaussian(x))
    log_likelihood(x, mean, cov).backward()
    assert mean.grad.abs().max() < 1e-9 and cov.grad.abs().max() < 1e-9


def test_samples_have_the_mean_and_covariance_asked_for():
    mean, cov = a_gaussian(2)
    fitted_mean, fitted_cov = fit_gaussian(sample_gaussian(mean, cov, 200_000))
    scale = cov.diagonal().max()
    assert_close(fitted_mean, mean, atol=float(0.02 * scale.sqrt()), rtol=0)
    assert_close(fitted_cov, cov, atol=float(0.02 * scale), rtol=0)


def test_a_generator_makes_samples_repeat():
    mean, cov = a_gaussian(2)
    first, second = (sample_gaussian(mean, cov, 5, torch.Generator().manual_seed(3)) for _ in range(2))
    assert torch.equal(first, second)


@pytest.mark.parametrize("bandwidth", [0.2, 1.0])
def test_the_kernel_density_equals_scipys(bandwidth):
    "scipy scales the data's covariance, so the data is whitened first"
    data = torch.randn(40, 2, dtype=torch.float64)
    mean, cov = fit_gaussian(data)
    data = torch.linalg.solve_triangular(torch.linalg.cholesky(cov * 40 / 39), (data - mean).T, upper=False).T
    x = torch.randn(15, 2, dtype=torch.float64)
    expected = gaussian_kde(data.T.numpy(), bw_method=bandwidth).logpdf(x.T.numpy())
    assert_close(kernel_log_density(x, data, bandwidth), torch.from_numpy(expected))


def test_the_kernel_density_has_area_one():
    axis = torch.linspace(-6, 6, 300, dtype=torch.float64)
    grid = torch.cartesian_prod(axis, axis)
    density = kernel_log_density(grid, torch.randn(10, 2, dtype=torch.float64), 0.3).exp()
    assert_close(density.sum() * (axis[1] - axis[0]) ** 2, torch.tensor(1.0, dtype=torch.float64), atol=1e-6, rtol=0)


def test_a_lone_spike_has_the_density_that_the_lesson_states():
    "On well separated points each sits on its own bump: -log N - D log(h sqrt(2 pi))"
    data = torch.tensor([[0.0, 0.0], [5.0, 5.0]])
    expected = -math.log(2) - 2 * math.log(1e-3 * math.sqrt(2 * math.pi))
    assert_close(kernel_log_density(data, data, 1e-3), torch.full((2,), expected))


def test_far_points_do_not_underflow():
    assert kernel_log_density(torch.tensor([[100.0, 0.0]]), torch.zeros(3, 2), 0.01).isfinite().all()


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: fit_gaussian(torch.zeros(3)), r"x should have shape \[N, D\], got \[3\]"),
        (lambda: fit_gaussian(torch.zeros(1, 2)), "number of points should be at least 2"),
        (lambda: fit_gaussian([[1.0]]), "x should be a tensor of shape"),
        (lambda: sample_gaussian(torch.zeros(2), torch.zeros(2, 2), 3), "positive definite"),
        (
            lambda: gaussian_log_density(torch.zeros(4, 3), torch.zeros(2), torch.eye(2)),
            r"x should have shape \[N, 2\]",
        ),
        (lambda: kernel_log_density(torch.zeros(2, 2), torch.zeros(2, 2), 0.0), "bandwidth should be above 0"),
        (lambda: kernel_log_density(torch.zeros(2, 3), torch.zeros(2, 2), 1.0), r"x should have shape \[N, 2\]"),
    ],
)
def test_bad_input_gets_expected_and_got(call, sentence):
    with pytest.raises((ValueError, TypeError), match=sentence):
        call()


def test_noise_has_its_standard_deviation_and_is_not_clipped():
    "5.5 standard errors of 40,000 values are 2 %"
    x = torch.rand(4, 1, 100, 100)
    noise = corrupt(x, 0.5) - x
    assert_close(noise.std(), torch.tensor(0.5), rtol=0.02, atol=0)
    assert abs(noise.mean()) < 5.5 * 0.5 / 200
    assert corrupt(x, 0.5).min() < 0
    assert torch.equal(corrupt(x, 0), x)


def test_noise_repeats_with_its_generator():
    x = torch.zeros(3, 5)
    first, again = (corrupt(x, 1.0, torch.Generator().manual_seed(7)) for _ in range(2))
    assert torch.equal(first, again)


def test_a_negative_sigma_is_refused():
    with pytest.raises(ValueError, match="sigma should be at least 0, got -1"):
        corrupt(torch.zeros(3), -1)


def test_a_grid_integrates_a_joint_density_to_its_marginal():
    "z ~ N(0, 1), x given z ~ N(2 z, 0.5^2), so x ~ N(0, 4.25); 1,000 nats lower, where exp underflows, too"
    z = torch.linspace(-10, 10, 1001, dtype=torch.float64)
    x = torch.tensor(1.3, dtype=torch.float64)
    log_joint = Normal(0.0, 1.0).log_prob(z) + Normal(2 * z, 0.5).log_prob(x)
    expected = Normal(0.0, math.sqrt(4.25)).log_prob(x)
    assert_close(log_marginal(log_joint, z), expected)
    assert_close(log_marginal(log_joint - 1000, z), expected - 1000)


def test_the_importance_estimate_of_p_is_unbiased():
    "The mean of exp(estimate) is the mean weight whatever K is, and the mean estimate rises with K"
    weights = Normal(0.0, 1.0).sample((60_000, 8)).double()  # E[exp(w)] = exp(1/2)
    few, many = importance_estimate(weights[:, :2]), importance_estimate(weights)
    for estimate in (few, many):
        error = float(estimate.exp().std()) / math.sqrt(len(weights))
        assert abs(float(estimate.exp().mean()) - math.exp(0.5)) < 6 * error
    assert weights.mean() < few.mean() < many.mean() < 0.5


def test_the_score_function_gradient_is_unbiased():
    "For f = |z|^2 the gradient of E f is twice the mean: within 6 standard errors of 200,000 draws"
    mean, std = torch.tensor([1.0, -2.0, 0.5]).double(), torch.tensor([0.5, 1.0, 2.0]).double()
    eps = torch.randn(200, 1000, 3, dtype=torch.float64)
    estimates = torch.stack([score_function_gradient(lambda z: z.square().sum(1), mean, std, e) for e in eps])
    error = estimates.std(0) / math.sqrt(len(eps))
    assert ((estimates.mean(0) - 2 * mean).abs() < 6 * error).all()
