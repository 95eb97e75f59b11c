import math

import numpy as np
import pytest
import torch
from torch.distributions import MultivariateNormal, Normal

from gencourse.widgets import BoundExplorer
from gencourse.widgets.bound.numbers import (
    BEND,
    NOISE,
    OBSERVED,
    PRECISION,
    least_gap,
    linear_gaussian,
    one_latent,
    two_latents,
)

ONE = {"bend": BEND, "noise": NOISE}
TWO = {"observed": list(OBSERVED), "precision": PRECISION}
ENDS = [(1.5, 0.0, 1.0), (-3.5, 3.5, 0.05), (3.0, 2.2, 2.5), (10.0, -10.0, 10.0)]
CORRELATIONS = [-0.9, 0.0, 0.6, 0.9]


@pytest.fixture
def numbers(javascript):
    "numbers(name, *arguments) calls a function of bound/js/numbers.js."
    return javascript("bound/js/numbers.js")


@pytest.mark.parametrize(("x", "mean", "std"), ENDS)
def test_one_latent_agrees_with_python(numbers, x, mean, std):
    "log p(x) on another grid, the bound by another quadrature"
    expected = one_latent(x, mean, std)
    assert numbers("logProb", ONE, x) == pytest.approx(expected.log_prob, rel=1e-9)
    assert numbers("boundOfOne", ONE, x, {"mean": mean, "std": std}) == pytest.approx(expected.bound, rel=1e-9)


@pytest.mark.parametrize("x", [-3.0, 0.0, 1.0, 1.5, 2.5, 3.5])
def test_the_best_gaussian_is_the_best(numbers, x):
    "No q of a fine grid has a higher bound by Python's numbers, and the gap left is above zero"
    q = numbers("bestGaussian", ONE, x)
    best = one_latent(x, q["mean"], q["std"])
    assert best.gap > 1e-3
    grid = ((mean, std) for mean in np.linspace(-3.5, 3.5, 36) for std in np.geomspace(0.05, 2.0, 14))
    assert max(one_latent(x, mean, std).bound for mean, std in grid) <= best.bound
    for step in (1e-3, -1e-3):
        assert one_latent(x, q["mean"] + step, q["std"]).bound < best.bound
        assert one_latent(x, q["mean"], q["std"] + step).bound < best.bound


def test_the_gap_left_is_small_where_the_posterior_is_almost_gaussian(numbers):
    "More than four times as much where it is skewed, twenty times where it has two peaks"
    gaps = {}
    for x in (0.0, 1.5, 3.0):
        q = numbers("bestGaussian", ONE, x)
        gaps[x] = one_latent(x, q["mean"], q["std"]).gap
    assert gaps[0.0] < 0.015
    assert gaps[1.5] > 4 * gaps[0.0]
    assert gaps[3.0] > 20 * gaps[0.0]


@pytest.mark.parametrize("correlation", CORRELATIONS)
def test_two_latents_agree_with_python(numbers, correlation):
    "log p(x), the posterior, and the bound of three q"
    model, expected = numbers("linearGaussian", TWO, correlation), linear_gaussian(correlation)
    assert model["logProb"] == pytest.approx(expected.log_prob, rel=1e-9)
    assert np.allclose(model["precision"], expected.precision, rtol=1e-9)
    assert np.allclose(model["cov"], np.linalg.inv(expected.precision), rtol=1e-9)
    assert np.allclose(model["mean"], expected.mean, rtol=1e-9)
    for means, stds in (([0.0, 0.0], [0.6, 0.6]), ([-1.6, 2.3], [0.05, 2.0]), ([0.5, 0.4], [0.3, 0.3])):
        bound = numbers("boundOfTwo", model, {"means": means, "stds": stds})
        assert bound == pytest.approx(two_latents(correlation, means, stds).bound, rel=1e-9)


@pytest.mark.parametrize("correlation", CORRELATIONS)
def test_the_best_diagonal_q_leaves_the_gap_of_the_formula(numbers, correlation):
    "-0.5 log(1 - rho^2), on both sides of the wire"
    model = numbers("linearGaussian", TWO, correlation)
    q = numbers("bestDiagonal", model)
    expected = -0.5 * math.log(1 - correlation**2)
    assert numbers("leastGap", model) == pytest.approx(expected, abs=1e-12)
    assert model["logProb"] - numbers("boundOfTwo", model, q) == pytest.approx(expected, abs=1e-12)
    assert least_gap(np.array(model["precision"])) == pytest.approx(expected, abs=1e-12)
    assert BoundExplorer(tab="two", correlation=correlation, **q).gap == pytest.approx(expected, abs=1e-12)


def test_a_draw_is_log_joint_minus_log_q(numbers):
    "By torch.distributions, for one latent and for two"
    mean, std, eps = (torch.tensor(value, dtype=torch.float64) for value in (0.4, 0.7, -1.3))
    z = mean + std * eps
    joint = Normal(0 * z, 1 + 0 * z).log_prob(z) + Normal(z + BEND * torch.sin(2 * z), NOISE).log_prob(1.5 + 0 * z)
    expected = (joint - Normal(mean, std).log_prob(z)).item()
    assert numbers("drawOfOne", ONE, 1.5, {"mean": 0.4, "std": 0.7}, -1.3) == pytest.approx(expected, rel=1e-9)

    means, stds, eps = (torch.tensor(v, dtype=torch.float64) for v in ([0.5, 0.1], [0.3, 0.6], [1.2, -0.4]))
    z, eye = means + stds * eps, torch.eye(2, dtype=torch.float64)
    W, x = torch.from_numpy(linear_gaussian(0.6).W), torch.tensor(OBSERVED, dtype=torch.float64)
    joint = MultivariateNormal(0 * z, eye).log_prob(z) + MultivariateNormal(W @ z, eye / (PRECISION - 1)).log_prob(x)
    expected = (joint - MultivariateNormal(means, stds.square().diag()).log_prob(z)).item()
    q = {"means": means.tolist(), "stds": stds.tolist()}
    model = numbers("linearGaussian", TWO, 0.6)
    assert numbers("drawOfTwo", model, q, eps.tolist()) == pytest.approx(expected, rel=1e-9)


def test_at_the_true_posterior_every_draw_is_log_p(numbers):
    "A constant: no draw is above or below"
    model = numbers("linearGaussian", TWO, 0.0)
    q = numbers("bestDiagonal", model)
    for eps in ([0.0, 0.0], [2.5, -1.0], [-0.3, 3.0]):
        assert numbers("drawOfTwo", model, q, eps) == pytest.approx(model["logProb"], abs=1e-12)
