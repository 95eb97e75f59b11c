from pathlib import Path

import pytest
import torch
from torch.testing import assert_close

import gencourse.widgets
from gencourse.probability import fit_gaussian, kernel_log_density
from gencourse.widgets.density import gaussian_scores, kernel_scores
from gencourse.widgets.kit.assets import join_modules

FOLDER = Path(gencourse.widgets.__file__).parent
EXACT = {"rtol": 1e-9, "atol": 0.0}


@pytest.fixture
def in_browser(page):
    "in_browser(name, *arguments) calls a function of density/js/numbers.js; tensors travel as flat lists."
    return load(page, "density/js/numbers")


@pytest.fixture
def in_covariance(page):
    return load(page, "kit/js/covariance")


def load(page, stem):
    url = "URL.createObjectURL(new Blob([module], { type: 'text/javascript' }))"
    module = join_modules(FOLDER / f"{stem}.js")
    page.evaluate(f"async (module) => {{ window.numbers = await import({url}); }}", module)

    def call(name, *arguments):
        plain = [x.double().flatten().tolist() if isinstance(x, torch.Tensor) else x for x in arguments]
        listed = "(result) => result.buffer ? [...result] : result"
        return page.evaluate(f"(values) => ({listed})(numbers.{name}(...values))", plain)

    return call


def test_the_fit_agrees_with_python(in_browser, train):
    "Sample mean, and covariance divided by N"
    fit = in_browser("fitGaussian", train)
    mean, cov = fit_gaussian(train.double())
    assert_close(torch.tensor(fit["mean"], dtype=torch.float64), mean, **EXACT)
    assert_close(torch.tensor(fit["cov"], dtype=torch.float64), cov, **EXACT)


@pytest.mark.parametrize("cov", [[[0.8, -0.2], [-0.2, 0.25]], [[1e-4, 0.0], [0.0, 3.0]], [[1.0, 0.999], [0.999, 1.0]]])
def test_gaussian_scores_agree_with_python(in_browser, train, held_out, cov):
    "Also for a covariance that is almost flat"
    mean = [0.5, 0.25]
    expected = gaussian_scores(train, held_out, mean, cov)
    assert in_browser("gaussianScore", train, mean, cov) == pytest.approx(expected.train, rel=1e-9)
    assert in_browser("gaussianScore", held_out, mean, cov) == pytest.approx(expected.held_out, rel=1e-9)


@pytest.mark.parametrize("bandwidth", [0.001, 0.01, 0.1, 2.0])
def test_kernel_scores_agree_with_python(in_browser, train, held_out, bandwidth):
    "At 0.001 each density but a point's own underflows: the sums are taken of logs"
    expected = kernel_scores(train, held_out, bandwidth)
    assert in_browser("kernelScore", train, train, bandwidth) == pytest.approx(expected.train, rel=1e-9)
    assert in_browser("kernelScore", held_out, train, bandwidth) == pytest.approx(expected.held_out, rel=1e-9)


def test_axes_turn_into_a_covariance_and_back(in_covariance):
    "covarianceOf(axesOf(cov)) == cov"
    cov = [[0.8, -0.2], [-0.2, 0.25]]
    back = in_covariance("covarianceOf", in_covariance("axesOf", cov))
    assert_close(torch.tensor(back), torch.tensor(cov), rtol=1e-6, atol=1e-9)


def test_the_heat_map_is_the_density(in_browser, train):
    "At a bandwidth wider than the cells, divided by the largest, rows from the top"
    low, span, cells, bandwidth = [-1.6, -1.9], 4.2, 40, 0.3
    grid = torch.tensor(in_browser("kernelGrid", train, bandwidth, low, span, cells), dtype=torch.float64)
    along = (torch.arange(cells, dtype=torch.float64) + 0.5) * span / cells
    points = torch.cartesian_prod((low[1] + along).flip(0), low[0] + along).flip(1)
    width = (bandwidth**2 + (span / cells / 2) ** 2) ** 0.5
    expected = kernel_log_density(points, train.double(), width).exp()
    assert_close(grid, expected / expected.max(), rtol=1e-4, atol=1e-5)
