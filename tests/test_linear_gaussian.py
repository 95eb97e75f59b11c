"""The linear-Gaussian model: every quantity against torch.distributions, and bound + gap == log p(x)."""

import math

import pytest
import torch
from torch.distributions import MultivariateNormal, Normal, kl_divergence
from torch.testing import assert_close

from gencourse.linear_gaussian import LinearGaussian, elbo


def random_model(D=7, k=3, sigma=0.6):
    return LinearGaussian(torch.randn(D, k, dtype=torch.float64), torch.randn(D, dtype=torch.float64), sigma)


def orthogonal_model():
    W = torch.linalg.qr(torch.randn(7, 3, dtype=torch.float64)).Q * torch.tensor([2.0, 1.0, 0.5], dtype=torch.float64)
    return LinearGaussian(W, torch.randn(7, dtype=torch.float64), 0.3)


def marginal(model):
    "p(x) as torch knows it"
    noise = model.sigma**2 * torch.eye(len(model.b), dtype=model.W.dtype)
    return MultivariateNormal(model.b, model.W @ model.W.T + noise)


def kl_to_posterior(model, x, mean, logvar):
    "KL(q || p(z|x)) as torch knows it"
    exact, cov = model.posterior(x)
    return kl_divergence(MultivariateNormal(mean, torch.diag_embed(logvar.exp())), MultivariateNormal(exact, cov))


@pytest.mark.parametrize(("D", "k"), [(7, 3), (2, 1), (1, 1), (2, 5)])
def test_the_log_marginal_equals_torchs(D, k):
    model = random_model(D, k)
    x = 3 * torch.randn(20, D, dtype=torch.float64)
    assert_close(model.log_marginal(x), marginal(model).log_prob(x))


@pytest.mark.parametrize("sigma", [1e-3, 0.5, 30.0])
def test_float32_serves_at_any_noise(sigma):
    "A difference of two large numbers would lose the small noise's digits"
    model = random_model(sigma=sigma)
    rough = LinearGaussian(model.W.float(), model.b.float(), sigma)
    x, _ = rough.sample(20)
    exact = LinearGaussian(rough.W.double(), rough.b.double(), sigma)
    assert_close(rough.log_marginal(x).double(), marginal(exact).log_prob(x.double()), rtol=0.01, atol=0.01)


def test_the_posterior_is_the_joint_over_the_marginal():
    "log p(x, z) - log p(x) == log p(z|x), at codes of all sorts"
    model = random_model()
    x, z = model.sample(20)
    log_joint = Normal(z @ model.W.T + model.b, model.sigma).log_prob(x).sum(1) + Normal(0, 1).log_prob(z).sum(1)
    mean, cov = model.posterior(x)
    assert_close(MultivariateNormal(mean, cov).log_prob(z), log_joint - marginal(model).log_prob(x))


def test_the_precision_inverts_the_posterior_covariance():
    model = random_model()
    _, cov = model.posterior(torch.zeros(1, 7, dtype=torch.float64))
    assert_close(model.precision @ cov, torch.eye(3, dtype=torch.float64))


def test_the_bound_and_the_gap_make_the_log_marginal():
    "ELBO + KL(q || posterior) == log p(x) for any q, near or far"
    model = random_model()
    x, mean, logvar = (torch.randn(20, n, dtype=torch.float64) for n in (7, 3, 3))
    bound = model.elbo(x, mean, 3 * logvar)
    assert_close(bound + kl_to_posterior(model, x, mean, 3 * logvar), model.log_marginal(x))


def test_the_bound_is_the_mean_of_what_it_stands_for():
    "E_q[log p(x, z) - log q(z)], by 200,000 draws"
    model, draws = random_model(), 200_000
    x, mean = torch.randn(1, 7, dtype=torch.float64), torch.randn(1, 3, dtype=torch.float64)
    logvar = torch.tensor([[-1.0, 0.5, -3.0]], dtype=torch.float64)
    q = Normal(mean, (0.5 * logvar).exp())
    z = q.sample((draws,))[:, 0]
    log_joint = Normal(z @ model.W.T + model.b, model.sigma).log_prob(x).sum(1) + Normal(0, 1).log_prob(z).sum(1)
    terms = log_joint - q.log_prob(z).sum(1)
    error = (terms.std() / math.sqrt(draws)).item()
    assert_close(terms.mean(), model.elbo(x, mean, logvar)[0], atol=5.5 * error, rtol=0)


def test_orthogonal_columns_leave_no_gap():
    model = orthogonal_model()
    x, _ = model.sample(50)
    assert_close(model.elbo(x, *model.best_diagonal(x)), model.log_marginal(x), atol=1e-5, rtol=0)
    assert model.mean_field_gap().abs() < 1e-12


def test_skewed_columns_leave_the_gap_that_is_stated():
    model = random_model()
    x, _ = model.sample(50)
    gap = model.log_marginal(x) - model.elbo(x, *model.best_diagonal(x))
    assert model.mean_field_gap() > 0.01
    assert_close(gap, model.mean_field_gap().expand(50))


def test_no_other_diagonal_posterior_is_better():
    "The ELBO has no slope at best_diagonal, and falls from there on"
    model = random_model()
    x, _ = model.sample(10)
    mean, logvar = (q.clone().requires_grad_() for q in model.best_diagonal(x))
    best = model.elbo(x, mean, logvar)
    best.sum().backward()
    assert mean.grad.abs().max() < 1e-9 and logvar.grad.abs().max() < 1e-9
    for _ in range(20):
        other = model.elbo(x, mean + 0.1 * torch.randn_like(mean), logvar + 0.1 * torch.randn_like(logvar))
        assert (other < best).all()


def test_samples_have_the_marginals_mean_and_covariance():
    model = random_model()
    x, z = model.sample(200_000)
    scale = float(marginal(model).covariance_matrix.diagonal().max())
    assert_close(x.mean(0), model.b, atol=0.02 * scale**0.5, rtol=0)
    assert_close(torch.cov(x.T), marginal(model).covariance_matrix, atol=0.03 * scale, rtol=0)
    assert_close(torch.cov(z.T), torch.eye(3, dtype=torch.float64), atol=0.03, rtol=0)
    residual = x - z @ model.W.T - model.b
    assert_close(residual.std(), torch.tensor(model.sigma, dtype=torch.float64), atol=0.01, rtol=0)


def test_a_generator_makes_samples_repeat():
    model = random_model()
    (x, z), (x_again, z_again) = (model.sample(5, torch.Generator().manual_seed(3)) for _ in range(2))
    assert torch.equal(x, x_again) and torch.equal(z, z_again)


# Probabilistic PCA


W, B = torch.ones(4, 2), torch.zeros(4)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: LinearGaussian(W[0], B, 1.0), r"W should have shape \[D, k\], got \[2\]"),
        (lambda: LinearGaussian(W, B[:2], 1.0), r"b should have shape \[4\], got \[2\]"),
        (lambda: LinearGaussian(W, B, 0.0), "sigma should be above 0, got 0"),
        (lambda: LinearGaussian(W, B, 1.0).log_marginal(torch.zeros(3, 2)), r"x should have shape \[N, 4\]"),
        (
            lambda: LinearGaussian(W, B, 1.0).elbo(torch.zeros(3, 4), torch.zeros(1, 2), torch.zeros(3, 2)),
            r"mean should have shape \[3, 2\], got \[1, 2\]",
        ),
        (
            lambda: LinearGaussian(W, B, 1.0).elbo(torch.zeros(3, 4), torch.zeros(3, 2), torch.zeros(2)),
            r"logvar should have shape \[3, 2\], got \[2\]",
        ),
    ],
)
def test_errors_say_what_was_expected(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_the_bound_of_one_point_is_that_of_its_row():
    model = random_model()
    x, mean, logvar = (torch.randn(4, n, dtype=torch.float64) for n in (7, 3, 3))
    rows = [elbo(*row, model.W, model.b, model.sigma) for row in zip(x, mean, logvar, strict=True)]
    assert_close(torch.stack(rows), model.elbo(x, mean, logvar))
