import pytest
import torch
from torch.testing import assert_close

from gencourse.models import PCA
from tests.browser.bottleneck.page import make_autoencoder

EXACT = {"rtol": 1e-9, "atol": 1e-9}
POINTS, LATENTS = 120, 4


@pytest.fixture
def numbers(javascript):
    "numbers(name, *arguments) calls a function of bottleneck/js/numbers.js; lists come as tensors."
    library = javascript("bottleneck/js/numbers.js")

    def call(name, *arguments):
        result = library(name, *(x.double() if isinstance(x, torch.Tensor) else x for x in arguments))
        return torch.tensor(result, dtype=torch.float64) if isinstance(result, list) else result

    return call


@pytest.fixture
def x():
    "Smooth signals about a mean that is not zero."
    t = torch.linspace(0, 1, POINTS)
    waves = torch.stack([torch.sin(9 * t * t), torch.exp(-30 * (t - 0.4) ** 2), t**2, torch.cos(17 * t), t.cos()])
    return 1 + torch.randn(50, 5) @ waves


@pytest.fixture
def autoencoder(x):
    return make_autoencoder(x, LATENTS)


def test_codes_agree_with_torch(numbers, autoencoder, x):
    "nn.Linear in float64, from its float32 weights"
    encoder = autoencoder[0].double()
    expected = encoder(x[0].double())
    assert_close(numbers("encode", encoder.weight, encoder.bias, x[0]), expected, **EXACT)


def test_outputs_agree_with_torch(numbers, autoencoder):
    "One wave for each number: the decoder's columns"
    decoder, z = autoencoder[1].double(), torch.randn(LATENTS).double()
    assert_close(numbers("decode", decoder.weight.T, decoder.bias, z.tolist()), decoder(z), **EXACT)


@pytest.mark.parametrize("width", [1, 3, 4])
def test_the_nearest_point_on_a_flat_agrees_with_pca(numbers, x, width):
    "Decoding the code of PCA"
    pca = PCA(4).fit(x.double())
    expected = pca.mean + (x[0].double() - pca.mean) @ pca.components[:width].T @ pca.components[:width]
    assert_close(numbers("project", pca.components, pca.mean, x[0], width), expected, **EXACT)


def test_squared_errors_are_summed(numbers):
    "Not averaged over the points"
    assert numbers("squaredError", torch.tensor([1.0, 2.0, 3.0]), torch.tensor([0.0, 4.0, 3.0])) == 5


def test_an_inverse_times_its_matrix_is_the_identity(numbers):
    "Also where a zero stands on the diagonal, whatever the sign of what stands below it"
    turned = torch.tensor([[0.0, 2.0], [1.0, 0.0]]).double()
    for matrix in (torch.randn(10, 10).double(), turned, -turned):
        inverse = numbers("invert", matrix.tolist())
        assert_close(inverse @ matrix, torch.eye(len(matrix), dtype=torch.float64), **EXACT)


def test_mixed_codes_and_waves_give_the_same_output(numbers, autoencoder):
    "M z through the waves of M: units are not factors, only the flat is kept"
    decoder, z = autoencoder[1].double(), torch.randn(LATENTS).double()
    mixing = torch.randn(LATENTS, LATENTS).double()
    columns = numbers("mixWaves", decoder.weight.T, numbers("invert", mixing.tolist()).tolist())
    mixed = numbers("apply", mixing.tolist(), z.tolist())
    assert (mixed - z).abs().max() > 0.1
    assert_close(numbers("decode", columns, decoder.bias, mixed.tolist()), decoder(z), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("size", [1, 2, 10, 16])
def test_a_random_mixing_is_well_conditioned_and_mixes(numbers, size):
    "Singular values between 0.6 and 1.6; a permutation, which mixes nothing, would have a largest share of 1"
    draws = torch.stack([numbers("randomMixing", size) for _ in range(40)])
    values = torch.linalg.svdvals(draws)
    assert 0.6 - 1e-9 <= values.min() <= values.max() <= 1.6 + 1e-9
    shares = draws.abs().amax(2) / draws.norm(dim=2)
    assert size == 1 or shares.mean() < 0.98  # for two numbers .90, and 5.5 standard errors of 40 draws are .08
    assert len(draws.unique(dim=0)) == 40


def test_the_spread_of_mixed_codes_is_that_of_the_codes_mixed(numbers):
    "Mean and standard deviation, dividing by N"
    codes = torch.randn(30, 3).double() * torch.tensor([1.0, 2.0, 5.0]) + 1
    mixing = torch.randn(3, 3).double()
    cov = (codes - codes.mean(0)).T @ (codes - codes.mean(0)) / 30
    mixed = codes @ mixing.T
    spread = numbers("spreadOf", codes.mean(0).tolist(), cov.tolist(), mixing.tolist())
    assert spread["mean"] == pytest.approx(mixed.mean(0).tolist(), rel=1e-9)
    assert spread["std"] == pytest.approx(mixed.std(0, correction=0).tolist(), rel=1e-9)


def test_a_mixed_number_that_never_moves_has_no_spread(numbers):
    "By rounding its variance is below 0, here as there, and a root of that would be no number"
    codes, mixing = [0.3, 0.7], [[7 * 0.7, -7 * 0.3]]
    spread = numbers("spreadOf", [0.0, 0.0], [[a * b for b in codes] for a in codes], mixing)
    assert spread["std"] == pytest.approx([0], abs=1e-7)
