"""Signals: linear in their hidden factors, smooth, and of just as many dimensions as there are factors."""

import pytest
import torch
from torch.testing import assert_close

from gencourse.data import signals


def test_signals_are_linear_in_their_factors():
    x, factors, waves = signals(50)
    assert x.shape == (50, 1000) and factors.shape == (50, 10) and waves.shape == (10, 1000)
    assert x.dtype == factors.dtype == waves.dtype == torch.float32
    assert_close(x, factors @ waves)
    assert torch.linalg.matrix_rank(x - x.mean(0)) == 10


@pytest.mark.parametrize(("factors", "length"), [(1, 100), (20, 100), (3, 257), (20, 1000)])
def test_the_rank_is_the_number_of_factors(factors, length):
    assert torch.linalg.matrix_rank(signals(200, factors=factors, length=length).x) == factors


def test_the_error_flattens_at_the_number_of_factors():
    "Of PCA on noisy signals, per point: the tenth dimension still pays, the eleventh is noise"
    x = signals(2000, noise=0.1).x
    variances = torch.linalg.svdvals(x - x.mean(0)) ** 2 / x.numel()
    error = {width: float(variances[width:].sum()) for width in (0, 9, 10, 11)}
    assert error[0] == pytest.approx(1, abs=0.15)
    assert error[9] > 2.5 * error[10]
    assert error[10] == pytest.approx(0.01, rel=0.03)
    assert error[10] - error[11] < 0.01 * error[10]


def test_waves_are_smooth():
    waves = signals(1).waves
    assert waves.diff(dim=1).abs().max() < 0.08
    assert_close(waves.square().mean(1).sqrt(), torch.full((10,), 0.4))


def test_waves_are_neither_orthogonal_nor_near_parallel():
    waves = signals(1).waves
    cosines = (waves @ waves.T / waves.square().sum(1)[0]).fill_diagonal_(0).abs()
    assert cosines.amax(1).min() > 0.1
    assert cosines.max() < 0.75


def test_waves_are_no_fourier_basis_and_no_bumps():
    "No wave puts two thirds of its power into one frequency, or half into a twentieth of its length"
    waves = signals(1).waves
    power = torch.fft.rfft(waves).abs() ** 2
    assert (power.amax(1) / power.sum(1)).max() < 0.65
    energy = waves.square().unflatten(1, (20, 50)).sum(2)
    assert (energy.amax(1) / energy.sum(1)).max() < 0.5


def test_every_seed_draws_from_the_same_flat():
    "Else there would be no test set"
    a, b = signals(30, seed=1), signals(30, seed=2)
    assert torch.equal(a.waves, b.waves)
    assert not torch.equal(a.factors, b.factors)
    assert torch.equal(a.x, signals(30, seed=1).x)


def test_fewer_factors_are_the_first_ones():
    assert_close(signals(1, factors=4).waves, signals(1, factors=10).waves[:4])


def test_factors_differ_in_variance_and_are_not_centred():
    factors = signals(20_000).factors
    assert_close(factors.std(0), 0.95 ** torch.arange(10), atol=0.02, rtol=0)
    assert (factors.mean(0).abs() > 0.08).all()
    assert_close(torch.corrcoef(factors.T), torch.eye(10), atol=0.04, rtol=0)


def test_noise_has_its_standard_deviation_and_leaves_the_factors():
    clean, noisy = signals(500, seed=3), signals(500, noise=0.2, seed=3)
    assert torch.equal(clean.factors, noisy.factors)
    assert float((noisy.x - clean.x).std()) == pytest.approx(0.2, rel=0.01)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"n": 0}, "n"),
        ({"factors": 0}, "factors"),
        ({"factors": 21}, "factors"),
        ({"length": 99}, "length"),
        ({"noise": -1}, "noise"),
        ({"noise": float("nan")}, "noise"),
    ],
)
def test_numbers_out_of_range_are_refused(wrong, name):
    with pytest.raises(ValueError, match=f"^{name} should be between"):
        signals(**{"n": 3, **wrong})
