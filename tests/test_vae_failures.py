"""What goes wrong in a VAE, against exact answers: collapse, free bits, active units, the importance-weighted bound."""

import math

import pytest
import torch
from torch import nn
from torch.testing import assert_close

from gencourse.diagnosis import diagnose
from gencourse.linear_gaussian import LinearGaussian, predict_collapse
from gencourse.metrics import active_units
from gencourse.models import VAE
from gencourse.models.vae import free_bits, iwae_bound, warm_up
from gencourse.networks import mlp
from gencourse.probability import gaussian_log_prob, kl_standard_normal
from gencourse.training import fit, gradient_step

# Collapse


def whitened(n, dims):
    "Points whose covariance is exactly the identity."
    x = torch.randn(n, dims, dtype=torch.float64)
    x = x - x.mean(0)
    L = torch.linalg.cholesky(x.T @ x / n)
    return torch.linalg.solve_triangular(L, x.T, upper=False).T.float()


EIGENVALUES = torch.tensor([0.05, 0.1, 0.2, 2.0, 4.0, 9.0])


@pytest.mark.parametrize(("variance", "latent_dim", "alive"), [(0.5, 4, 3), (3.0, 4, 2), (6.0, 3, 1), (12.0, 3, 0)])
def test_a_trained_linear_vae_collapses_as_predicted(variance, latent_dim, alive):
    "Lucas et al. 2019: a latent lives where its eigenvalue is above sigma^2"
    x = whitened(600, 6) * EIGENVALUES.sqrt() @ torch.linalg.qr(torch.randn(6, 6)).Q
    eigenvalues = torch.linalg.eigvalsh(x.T.cov(correction=0))
    assert (~predict_collapse(eigenvalues, variance, latent_dim)).tolist() == [True] * alive + [False] * (
        latent_dim - alive
    )
    vae = VAE(
        mlp(6, 2 * latent_dim),
        mlp(latent_dim, 6),
        latent_dim=latent_dim,
        log_prob=lambda x, output: gaussian_log_prob(x, output, math.log(variance)),
        mean=lambda output: output,
    )
    optimizer = torch.optim.Adam(vae.parameters(), lr=0.05, fused=True)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.05, total_steps=500)
    fit(gradient_step(vae, optimizer, scheduler=scheduler), [x], epochs=500, progress=False)
    with torch.no_grad():
        assert int(active_units(vae.encode(x)[0]).sum()) == alive


def test_an_eigenvalue_of_exactly_sigma_squared_collapses():
    "The largest first, whatever the order in which they come"
    for eigenvalues in (EIGENVALUES, EIGENVALUES.flip(0)):
        assert predict_collapse(eigenvalues, 4.0, 4).tolist() == [False, True, True, True]


# Free bits and warm-up


def test_free_bits_charge_each_dimension_the_floor_at_least():
    kl = torch.tensor([[0.0, 3.0, 0.9], [0.2, 1.0, 0.3]])
    assert_close(free_bits(kl, 0.5), torch.tensor(0.5 + 2.0 + 0.6))
    assert_close(free_bits(kl, 0.0), kl.sum(1).mean())


def test_below_the_floor_no_gradient_is_left():
    "By the mean over the batch: an image above the floor changes nothing"
    kl = torch.tensor([[0.0, 3.0], [0.8, 1.0]], requires_grad=True)
    free_bits(kl, 0.5).backward()
    assert_close(kl.grad, torch.tensor([[0.0, 0.5], [0.0, 0.5]]))


def test_a_vae_with_free_bits_reports_the_true_kl():
    vae, x = VAE(mlp(6, 6), mlp(3, 6), latent_dim=3, beta=2.0, free_bits=0.7), torch.rand(5, 6)
    terms, (mean, logvar) = vae.loss(x), vae.encode(x)
    assert_close(terms["kl"], kl_standard_normal(mean, logvar).mean())
    each = 0.5 * (mean.square() + logvar.exp() - 1 - logvar)
    assert_close(terms["loss"], terms["reconstruction"] + 2 * free_bits(each, 0.7))
    assert terms["loss"] > terms["reconstruction"] + 2 * terms["kl"]


def test_a_vae_below_its_floor_feels_no_price():
    "Its gradient is that of the reconstruction alone"
    vae, x = VAE(mlp(6, 6), mlp(3, 6), latent_dim=3, free_bits=100.0), torch.rand(5, 6)
    (slope,) = torch.autograd.grad((terms := vae.loss(x))["loss"], vae.encoder[0].weight, retain_graph=True)
    assert_close(slope, torch.autograd.grad(terms["reconstruction"], vae.encoder[0].weight)[0])


def test_beta_warms_up_in_a_straight_line_and_stays():
    assert [warm_up(step, 4) for step in (0, 1, 4, 5, 400)] == [0.0, 0.25, 1.0, 1.0, 1.0]


# Active units


def test_a_unit_is_active_where_its_mean_moves():
    "One moves, one shakes a little, one stands still far from 0"
    mean = torch.randn(500, 3) * torch.tensor([1.0, 0.05, 0.001]) + torch.tensor([0.0, 0.0, 7.0])
    assert active_units(mean).tolist() == [True, False, False]
    assert active_units(mean, threshold=1e-3).tolist() == [True, True, False]


# The importance-weighted bound


def model_and_encoder():
    model = LinearGaussian(torch.randn(5, 2, dtype=torch.float64), torch.randn(5, dtype=torch.float64), 0.8)

    def encode(x):
        mean, logvar = model.best_diagonal(x)
        return mean + 0.3, logvar + 0.5  # not the posterior

    def log_joint(x, z):
        return gaussian_log_prob(x, z @ model.W.T + model.b, 2 * math.log(model.sigma)) + gaussian_log_prob(z, 0.0, 0.0)

    return model, encode, log_joint


def test_the_bound_rises_from_the_elbo_towards_log_p():
    "Means over 2,000 bounds: K = 1 is the ELBO, the mean never falls with K, and none is above log p(x)"
    model, encode, log_joint = model_and_encoder()
    x, _ = model.sample(1)
    many = x.expand(100, 5)
    draws = {K: torch.stack([iwae_bound(many, encode, log_joint, K) for _ in range(20)]) for K in (1, 4, 16, 64)}
    mean = {K: float(values.mean()) for K, values in draws.items()}
    error = {K: float(values.std()) / math.sqrt(len(values)) for K, values in draws.items()}
    assert abs(mean[1] - model.elbo(x, *encode(x)).item()) < 5.5 * error[1]
    for few, many in ((1, 4), (4, 16), (16, 64)):
        assert mean[few] < mean[many] + 3 * error[many]
    assert mean[1] < mean[64] < model.log_marginal(x).item() + 5.5 * error[64]


def test_at_the_true_posterior_one_draw_is_log_p():
    model = LinearGaussian(torch.eye(4, 2, dtype=torch.float64), torch.zeros(4, dtype=torch.float64), 0.5)
    x, _ = model.sample(20)

    def log_joint(x, z):
        return gaussian_log_prob(x, z @ model.W.T, 2 * math.log(0.5)) + gaussian_log_prob(z, 0.0, 0.0)

    for samples in (1, 5):
        assert_close(iwae_bound(x, model.best_diagonal, log_joint, samples), model.log_marginal(x).mean())


def test_the_bound_is_the_models_own():
    "With the same draws, iwae_bound is the mean of VAE.importance_weighted_bound, and its gradient reaches both nets"
    vae, x = VAE(mlp(6, 4), mlp(2, 6), latent_dim=2), torch.rand(3, 6)

    def log_joint(x, z):
        return vae.log_prob(x, vae.decode(z)) + gaussian_log_prob(z, 0.0, 0.0)

    bound = iwae_bound(x, vae.encode, log_joint, 4, torch.Generator().manual_seed(1))
    assert_close(bound, vae.importance_weighted_bound(x, 4, torch.Generator().manual_seed(1)).mean())
    bound.backward()
    assert all(parameter.grad is not None for parameter in nn.ModuleList([vae.encoder, vae.decoder]).parameters())


# Diagnosis


def curves(distortion, rate, test_distortion=None, active=8):
    return {
        "distortion": distortion,
        "rate": rate,
        "test_distortion": test_distortion or distortion,
        "test_rate": rate,
        "active": [active] * len(rate),
    }


@pytest.mark.parametrize(
    ("run", "name"),
    [
        (curves([200.0, 150, 120, 121], [9.0, 14, 15, 15]), "healthy"),
        (curves([230.0, 209, 208, 208], [0.1, 0.01, 0.001, 0.0], active=0), "nothing coded"),
        (curves([195.0, 134, 118, 110], [65.0, 118, 137, 154]), "unpriced"),
        (curves([200.0, 140, 90, 70], [9.0, 14, 15, 15], [210.0, 160, 165, 180]), "overfitted"),
        (curves([200.0, 140, 400, 380], [9.0, 14, 15, 15]), "diverged"),
        (curves([200.0, 140, math.nan], [9.0, 14, math.nan], active=0), "diverged"),
        (curves([math.nan], [math.inf], active=0), "diverged"),
        (curves([200.0, 150], [9.0, 14], [210.0, math.inf]), "diverged"),
    ],
)
def test_curves_have_a_name_at_any_scale(run, name):
    assert diagnose(run) == name
    assert diagnose({key: v if key == "active" else [7 * n for n in v] for key, v in run.items()}) == name


def test_a_run_that_broke_before_it_was_tested_has_diverged():
    "`fit` ends at the first NaN, before the end of the epoch is announced"
    run = curves([math.nan], [math.nan]) | {"test_distortion": [], "test_rate": [], "active": []}
    assert diagnose(run) == "diverged"


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: predict_collapse(torch.eye(3), 1.0, 2), r"eigenvalues should have shape \[D\], got \[3, 3\]"),
        (lambda: predict_collapse(torch.ones(3), 1.0, 4), "latent_dim should be between 1 and 3, got 4"),
        (lambda: free_bits(torch.ones(3), 0.5), r"kl should have shape \[B, latent_dim\], got \[3\]"),
        (lambda: VAE(mlp(4, 4), mlp(2, 4), latent_dim=2, free_bits=-1.0), "free_bits should be at least 0"),
        (lambda: warm_up(3, 0), "steps should be at least 1, got 0"),
        (lambda: active_units(torch.ones(1, 3)), "the number of rows should be at least 2, got 1"),
        (
            lambda: iwae_bound(torch.ones(1, 3), lambda x: (x, x), lambda x, z: x[:, 0], 0),
            "samples should be at least 1",
        ),
    ],
)
def test_errors_say_what_was_expected(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
