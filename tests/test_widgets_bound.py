import base64
import io
import math

import pytest
import torch
from matplotlib.image import imread
from torch.distributions import MultivariateNormal, Normal, kl_divergence
from traitlets import TraitError

from gencourse.widgets import BoundExplorer
from gencourse.widgets.bound import bound_picture
from gencourse.widgets.bound.numbers import BEND, NOISE, OBSERVED, PRECISION, least_gap, linear_gaussian, two_latents

STATES = [(1.5, 0.0, 1.0), (1.5, 1.07, 0.45), (-2.5, 0.3, 0.05), (0.0, 0.0, 0.28), (3.0, -2.0, 2.5)]
PAIRS = [(0.6, [0.0, 0.0], [0.6, 0.6]), (-0.9, [0.4, -1.0], [0.05, 2.0]), (0.0, [0.3, 0.3], [0.3, 0.3])]


def double(value):
    return torch.tensor(value, dtype=torch.float64)


def log_joint(x, z):
    "log p(x, z) of the curved model, by torch.distributions"
    curve = z + BEND * torch.sin(2 * z)
    return Normal(double(0), double(1)).log_prob(z) + Normal(curve, NOISE).log_prob(double(x))


def kl_to_posterior(x, mean, std):
    "KL(q || posterior) of the curved model as an integral of its definition, and log p(x)"
    z, step = torch.linspace(-30, 30, 60_001, dtype=torch.float64), 1e-3
    log_prob = torch.logsumexp(log_joint(x, z), 0) + math.log(step)
    log_q = Normal(double(mean), double(std)).log_prob(z)
    return (step * log_q.exp() * (log_q - (log_joint(x, z) - log_prob))).sum().item(), log_prob.item()


def bound_in_closed_form(x, mean, std):
    "For f(z) = z + b sin 2z all moments of q that the bound needs are known"
    m, v, b = mean, std**2, BEND
    sine, cosine = math.exp(-2 * v) * math.sin(2 * m), math.exp(-2 * v) * math.cos(2 * m)  # E sin 2z, E cos 2z
    square = 0.5 * (1 - math.exp(-8 * v) * math.cos(4 * m))  # E sin^2 2z
    second = (m**2 + v) + 2 * b * (m * sine + 2 * v * cosine) + b**2 * square  # E f(z)^2, by Stein's lemma
    residual = x**2 - 2 * x * (m + b * sine) + second
    reconstruction = -0.5 * residual / NOISE**2 - math.log(NOISE) - 0.5 * math.log(2 * math.pi)
    return reconstruction - (0.5 * (m**2 + v - 1) - math.log(std))


@pytest.mark.parametrize("state", STATES)
def test_log_p_is_bound_plus_gap_and_the_gap_is_a_kl(state):
    "One latent: the gap agrees with the integral of q log(q / posterior), log p(x) with a finer grid"
    x, mean, std = state
    explorer = BoundExplorer(x=x, mean=mean, std=std)
    gap, log_prob = kl_to_posterior(x, mean, std)
    assert explorer.log_prob == pytest.approx(log_prob, abs=1e-9)
    assert explorer.gap == pytest.approx(gap, abs=1e-8)
    assert explorer.log_prob == pytest.approx(explorer.bound + explorer.gap, abs=1e-12)


@pytest.mark.parametrize("state", [*STATES, (-10.0, 10.0, 10.0), (10.0, -10.0, 0.01)])
def test_the_bound_of_one_latent_agrees_with_its_closed_form(state):
    "Also at the ends of what the traits take"
    x, mean, std = state
    expected = bound_in_closed_form(x, mean, std)
    assert BoundExplorer(x=x, mean=mean, std=std).bound == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize("pair", PAIRS)
def test_two_latents_agree_with_torch_distributions(pair):
    "log p(x) is a Gaussian's; the gap is KL(q || posterior) between Gaussians"
    correlation, means, stds = pair
    explorer = BoundExplorer(tab="two", correlation=correlation, means=means, stds=stds)
    model = linear_gaussian(correlation)
    W, precision, mean = (torch.from_numpy(value) for value in (model.W, model.precision, model.mean))
    noise = torch.eye(2, dtype=torch.float64) / (PRECISION - 1)
    x = double(OBSERVED)
    assert explorer.log_prob == pytest.approx(MultivariateNormal(0 * x, W @ W.T + noise).log_prob(x).item())
    q = MultivariateNormal(double(means), double(stds).square().diag())
    gap = kl_divergence(q, MultivariateNormal(mean, precision_matrix=precision)).item()
    assert explorer.gap == pytest.approx(gap, rel=1e-9)


@pytest.mark.parametrize("correlation", [-0.9, -0.3, 0.0, 0.6, 0.765, 0.9])
def test_the_slider_sets_the_posteriors_correlation(correlation):
    "And each diagonal entry of the precision stays what it is"
    model = linear_gaussian(correlation)
    covariance = torch.linalg.inv(torch.from_numpy(model.precision))
    assert (covariance[0, 1] / covariance[0, 0]).item() == pytest.approx(correlation, abs=1e-12)
    assert model.precision.diagonal().tolist() == pytest.approx([PRECISION, PRECISION])


@pytest.mark.parametrize("correlation", [-0.9, 0.0, 0.6, 0.765])
def test_the_best_diagonal_q_leaves_what_the_formula_says(correlation):
    "Half of sum log Lambda_ii - log det Lambda, which is -0.5 log(1 - rho^2); nobody near it leaves less"
    model = linear_gaussian(correlation)
    best = {"means": model.mean, "stds": model.precision.diagonal() ** -0.5}
    explorer = BoundExplorer(tab="two", correlation=correlation, **best)
    assert explorer.gap == pytest.approx(-0.5 * math.log(1 - correlation**2), abs=1e-12)
    assert least_gap(model.precision) == pytest.approx(explorer.gap, abs=1e-12)
    for means, stds in 0.1 * torch.randn(20, 2, 2, generator=torch.Generator().manual_seed(0)):
        other = two_latents(correlation, best["means"] + means.numpy(), best["stds"] * stds.exp().numpy())
        assert other.gap > explorer.gap


def test_at_a_correlation_of_765_thousandths_almost_half_a_nat_never_closes():
    "The number that the lesson quotes"
    assert least_gap(linear_gaussian(0.765).precision) == pytest.approx(0.44, abs=5e-4)


def test_no_q_changes_log_p_and_no_bound_passes_it():
    "200 random q: Jensen"
    explorer = BoundExplorer()
    log_prob = explorer.log_prob
    for mean, logvar in torch.randn(200, 2, generator=torch.Generator().manual_seed(0)).tolist():
        explorer.mean, explorer.std = mean, math.exp(0.5 * logvar)
        assert explorer.log_prob == log_prob
        assert explorer.bound < log_prob


def test_python_reads_and_sets_what_the_widget_shows():
    "Tensors go in, floats come out; the numbers are those of the tab that is shown"
    explorer = BoundExplorer()
    one = explorer.gap
    explorer.tab, explorer.means, explorer.stds = "two", torch.tensor([0.5, 0.25]), (0.25, 0.5)
    assert (explorer.means, explorer.stds) == ([0.5, 0.25], [0.25, 0.5])
    assert explorer.gap != one
    assert all(isinstance(value, float) for value in (explorer.log_prob, explorer.bound, explorer.gap))
    assert explorer.state[:4] == ("two", 0.6, [0.5, 0.25], [0.25, 0.5])


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("std", 0.0, r"std should be between 0.01 and 10, got 0: it is q's standard deviation, exp\(logvar / 2\)"),
        ("std", -1.0, "std should be between 0.01 and 10, got -1"),
        ("std", float("nan"), "std should be between 0.01 and 10, got nan"),
        ("mean", float("nan"), "mean should be between -10 and 10, got nan"),
        ("x", float("inf"), "x should be between -10 and 10, got inf"),
        ("correlation", 1.0, "correlation should be between -0.9 and 0.9, got 1: at 1 the posterior would be a line"),
        ("correlation", float("nan"), "correlation should be between -0.9 and 0.9, got nan"),
        ("stds", [0.5, 0.0], r"stds\[1\] should be between 0.01 and 10, got 0"),
        ("stds", 0.5, r"stds should hold finite numbers of shape \[2\], got shape \[\]"),
        ("means", [0.0, float("nan")], "means should hold finite numbers"),
        ("means", [0.0, 11.0], r"means\[1\] should be between -10 and 10, got 11"),
        ("tab", "three", r"expected any of \['one', 'two'\], not the str 'three'"),
    ],
)
def test_an_impossible_state_is_refused_with_a_sentence(name, value, message):
    "In the call and afterwards, and the widget keeps what it had"
    with pytest.raises(TraitError, match=message):
        BoundExplorer(**{name: value})
    explorer = BoundExplorer()
    before = explorer.state
    with pytest.raises(TraitError, match=message):
        setattr(explorer, name, value)
    assert explorer.state == before


@pytest.mark.parametrize("tab", ["one", "two"])
def test_the_picture_is_drawn_without_a_front_end(tab):
    "The same state gives the same bytes, another q others; a bound below the column is drawn too"
    png = bound_picture(BoundExplorer(tab=tab).state)
    assert imread(io.BytesIO(png)).shape == (340, 720, 4)
    assert png == bound_picture(BoundExplorer(tab=tab).state)
    assert png != bound_picture(BoundExplorer(tab=tab, std=0.02, stds=[0.02, 5.0]).state)


def test_a_notebook_that_is_not_run_shows_the_picture():
    "The live view, a picture and a sentence stand beside each other in the output"
    explorer = BoundExplorer()
    data, metadata = explorer._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]) == explorer.picture()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == explorer.model_id
    assert metadata["image/png"]["alt"] == explorer.describe()


def test_it_says_what_it_shows():
    "One sentence for the picture, one line for the repr, the same in every run"
    assert BoundExplorer().describe() == (
        "One latent, x = 1.5; q has mean 0 and standard deviation 1. "
        "log p(x) -1.406 = bound -7.517 + gap 6.111, in nats."
    )
    assert repr(BoundExplorer(tab="two")) == (
        "BoundExplorer(Two latents, posterior correlation 0.6; "
        "q has means 0, 0 and standard deviations 0.6, 0.6; gap 3.386 nats)"
    )
