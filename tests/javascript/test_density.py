import pytest
import torch
from torch.testing import assert_close

from gencourse.data import two_moons
from gencourse.probability import fit_gaussian, kernel_log_density
from gencourse.widgets.density import gaussian_scores, kernel_scores

EXACT = {"rtol": 1e-9, "atol": 0.0}


@pytest.fixture
def train():
    return two_moons(200, seed=0)


@pytest.fixture
def held_out():
    return two_moons(200, seed=1)


@pytest.fixture
def numbers(javascript):
    "numbers(name, *arguments) calls a function of density/js/numbers.js; tensors travel flat, as in the widget."
    return javascript("density/js/numbers.js")


@pytest.fixture
def covariance(javascript):
    return javascript("kit/js/covariance.js")


def test_the_fit_agrees_with_python(numbers, train):
    "Sample mean, and covariance divided by N"
    fit = numbers("fitGaussian", train)
    mean, cov = fit_gaussian(train.double())
    assert_close(torch.tensor(fit["mean"], dtype=torch.float64), mean, **EXACT)
    assert_close(torch.tensor(fit["cov"], dtype=torch.float64), cov, **EXACT)


@pytest.mark.parametrize("cov", [[[0.8, -0.2], [-0.2, 0.25]], [[1e-4, 0.0], [0.0, 3.0]], [[1.0, 0.999], [0.999, 1.0]]])
def test_gaussian_scores_agree_with_python(numbers, train, held_out, cov):
    "Also for a covariance that is almost flat"
    mean = [0.5, 0.25]
    expected = gaussian_scores(train, held_out, mean, cov)
    assert numbers("gaussianScore", train, mean, cov) == pytest.approx(expected.train, rel=1e-9)
    assert numbers("gaussianScore", held_out, mean, cov) == pytest.approx(expected.held_out, rel=1e-9)


@pytest.mark.parametrize("bandwidth", [0.001, 0.01, 0.1, 2.0])
def test_kernel_scores_agree_with_python(numbers, train, held_out, bandwidth):
    "At 0.001 each density but a point's own underflows: the sums are taken of logs"
    expected = kernel_scores(train, held_out, bandwidth)
    assert numbers("kernelScore", train, train, bandwidth) == pytest.approx(expected.train, rel=1e-9)
    assert numbers("kernelScore", held_out, train, bandwidth) == pytest.approx(expected.held_out, rel=1e-9)


@pytest.mark.parametrize("cov", [[[0.8, -0.2], [-0.2, 0.25]], [[1e4, 0.0], [0.0, 1e-10]]], ids=["round", "flat"])
def test_axes_turn_into_a_covariance_and_back(covariance, cov):
    "covarianceOf(axesOf(cov)) == cov, to six digits of each entry, however small"
    back = covariance("covarianceOf", covariance("axesOf", cov))
    assert_close(torch.tensor(back), torch.tensor(cov), rtol=1e-6, atol=0)


def test_the_heat_map_is_the_density(numbers, train):
    "At a bandwidth wider than the cells, divided by the largest, rows from the top"
    low, span, cells, bandwidth = [-1.6, -1.9], 4.2, 40, 0.3
    grid = numbers("kernelGrid", train, bandwidth, low, span, cells).double()
    along = (torch.arange(cells, dtype=torch.float64) + 0.5) * span / cells
    points = torch.cartesian_prod((low[1] + along).flip(0), low[0] + along).flip(1)
    width = (bandwidth**2 + (span / cells / 2) ** 2) ** 0.5
    expected = kernel_log_density(points, train.double(), width).exp()
    assert_close(grid, expected / expected.max(), rtol=1e-4, atol=1e-5)
