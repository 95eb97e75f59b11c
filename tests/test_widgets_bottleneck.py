import base64
import io

import numpy as np
import pytest
import torch
from matplotlib.image import imread
from torch import nn
from torch.testing import assert_close
from traitlets import TraitError

from gencourse.models import PCA
from gencourse.widgets import BottleneckExplorer
from gencourse.widgets.bottleneck import BottleneckState, bottleneck_picture, find_bottleneck, find_output
from gencourse.widgets.bottleneck.affine import read_affine
from tests.browser.bottleneck.page import make_autoencoder

POINTS, LATENTS, WIDTHS = 120, 4, range(1, 9)


@pytest.fixture
def x():
    "Smooth signals of five factors about a mean that is not zero."
    t = torch.linspace(0, 1, POINTS)
    waves = torch.stack([torch.sin(9 * t * t), torch.exp(-30 * (t - 0.4) ** 2), t**2, torch.cos(17 * t), t.cos()])
    return 1 + torch.randn(50, 5) @ waves + 0.05 * torch.randn(50, POINTS)


@pytest.fixture
def autoencoder(x):
    return make_autoencoder(x, LATENTS)


@pytest.fixture
def explorer(autoencoder, x):
    return BottleneckExplorer(*autoencoder, x, widths=WIDTHS)


def test_output_is_what_the_learners_own_modules_return(explorer, autoencoder, x):
    "At the start and after pushing numbers; the code is the encoder's"
    encoder, decoder = autoencoder
    assert_close(torch.tensor(explorer.z), encoder(x[0]).detach(), rtol=1e-5, atol=1e-5)
    assert_close(explorer.output, decoder(encoder(x[0])).detach(), rtol=1e-5, atol=1e-5)
    explorer.z = torch.randn(LATENTS)
    assert_close(explorer.output, decoder(torch.tensor(explorer.z)).detach(), rtol=1e-5, atol=1e-5)


def test_pushing_a_number_adds_its_wave(explorer):
    "The decoder's column, scaled"
    before, z = explorer.output, list(explorer.z)
    z[1] += 2
    explorer.z = z
    assert_close(explorer.output, before + 2 * explorer.waves[1])


def test_mixing_changes_every_number_and_wave_and_not_the_output(explorer):
    "Units are not factors: only the flat is kept"
    explorer.z = torch.randn(LATENTS)
    output, waves, z = explorer.output, explorer.waves, torch.tensor(explorer.z)
    for _ in range(5):
        explorer.mixing = torch.randn(LATENTS, LATENTS) + 2 * torch.eye(LATENTS)
        assert_close(explorer.output, output, rtol=1e-6, atol=1e-6)
        assert (torch.tensor(explorer.z) - z).abs().min() > 1e-6
        assert (explorer.waves - waves).abs().amax(1).min() > 1e-6
    explorer.mixing = torch.eye(LATENTS)
    assert_close(torch.tensor(explorer.z), z)
    assert_close(explorer.waves, waves)


def test_mixed_waves_span_the_same_flat(explorer):
    "Every new wave is a mixture of the old ones"
    before = explorer.waves.double()
    explorer.mixing = torch.randn(LATENTS, LATENTS) + 2 * torch.eye(LATENTS)
    after = explorer.waves.double()
    coefficients = torch.linalg.lstsq(before.T, after.T).solution
    assert_close(before.T @ coefficients, after.T, rtol=1e-5, atol=1e-5)


def test_a_signal_brings_its_code_also_when_mixed(explorer, autoencoder, x):
    "z = M times what the encoder says"
    explorer.mixing = torch.randn(LATENTS, LATENTS) + 2 * torch.eye(LATENTS)
    explorer.signal = 5
    code = autoencoder[0](x[5]).detach()
    assert_close(torch.tensor(explorer.z), torch.tensor(explorer.mixing) @ code, rtol=1e-4, atol=1e-4)
    assert_close(explorer.output, autoencoder[1](code).detach(), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("order", [("z", "mixing", "signal"), ("signal", "mixing", "z")])
def test_what_the_browser_sends_is_taken_as_it_is(explorer, order):
    "Its code comes along with the signal and the mixing; nothing follows a second time"
    told = {"z": [1.0, 2.0, 3.0, 4.0], "mixing": (2 * torch.eye(LATENTS)).tolist(), "signal": 3}
    explorer.set_state({name: told[name] for name in order})
    assert (explorer.z, explorer.mixing, explorer.signal) == (told["z"], told["mixing"], told["signal"])
    explorer.mixing = torch.eye(LATENTS)
    assert explorer.z == [0.5, 1.0, 1.5, 2.0]


def test_a_mixing_from_python_travels_with_its_code(explorer, monkeypatch):
    "In one message: no frame shows new waves with the old code"
    sent = []
    monkeypatch.setattr(explorer, "_send", lambda message, buffers=None: sent.append(set(message["state"])))
    explorer.mixing = 2 * torch.eye(LATENTS)
    explorer.signal = 2
    assert sent == [{"mixing", "z"}, {"signal", "z"}]


def test_errors_at_each_width_are_pcas(autoencoder, x):
    "Squared, summed over points and averaged over signals: the variances left out"
    flats = find_bottleneck(*autoencoder, x, None, WIDTHS).flats
    pca = PCA(8).fit(x)
    expected = pca.total_variance - pca.variances.cumsum(0)
    assert_close(torch.tensor(flats.errors), expected, rtol=1e-3, atol=1e-5)
    for width in (1, 5):
        assert_close(torch.tensor(flats.errors[width - 1]), PCA(width).fit(x).loss(x)["loss"], rtol=1e-4, atol=1e-6)


def test_no_autoencoder_of_that_width_beats_pca(autoencoder, x):
    "Ours spans PCA's flat, so it is as good"
    bottleneck = find_bottleneck(*autoencoder, x, None, WIDTHS)
    assert bottleneck.error == pytest.approx(bottleneck.flats.errors[LATENTS - 1], rel=1e-4)
    with torch.no_grad():
        autoencoder[1].weight += 0.05 * torch.randn(POINTS, LATENTS)
    assert find_bottleneck(*autoencoder, x, None, WIDTHS).error > bottleneck.error


def test_a_fitted_pca_is_taken_as_it_is(autoencoder, x):
    "Fitted to other signals it has other errors, and longer widths are cut from it"
    pca = PCA(5).fit(x[:20])
    bottleneck = find_bottleneck(*autoencoder, x, pca, [1, 3])
    assert bottleneck.flats.widths == [1, 3]
    assert bottleneck.flats.errors[1] > find_bottleneck(*autoencoder, x, None, [1, 3]).flats.errors[1]
    state = BottleneckState("width", 2, [0.0] * LATENTS, torch.eye(LATENTS).tolist(), 3)
    expected = pca.mean + (x[2] - pca.mean) @ pca.components[:3].T @ pca.components[:3]
    assert_close(find_output(bottleneck, state).float(), expected, rtol=1e-4, atol=1e-5)


def test_layers_that_compose_to_an_affine_map_are_welcome(x):
    "Two linear layers, dropout at rest, images flattened"
    encoder = nn.Sequential(nn.Flatten(), nn.Linear(POINTS, 7), nn.Dropout(), nn.Linear(7, 3))
    decoder = nn.Sequential(nn.Linear(3, POINTS), nn.Identity())
    explorer = BottleneckExplorer(encoder, decoder, x.requires_grad_(), widths=WIDTHS)
    assert encoder.training
    encoder.eval()
    assert_close(explorer.output, decoder(encoder(x[:1]))[0].detach(), rtol=1e-4, atol=1e-5)


def test_the_widget_keeps_a_copy(autoencoder, x):
    "Training on or changing the signals afterwards does not change what it shows"
    explorer = BottleneckExplorer(*autoencoder, x, widths=WIDTHS)
    before = explorer.output
    nn.init.zeros_(autoencoder[1].weight)
    x.zero_()
    explorer.signal, explorer.signal = 1, 0
    assert_close(explorer.output, before)
    shown = torch.from_numpy(np.frombuffer(explorer._signals, "<f4").copy()).reshape(-1, POINTS)
    assert shown.shape == (8, POINTS)
    assert shown.abs().max() > 0


def linear(*sizes):
    return nn.Linear(*sizes)


class Swap(nn.Module):
    "Returns what it should not."

    def __init__(self, answer):
        super().__init__()
        self.answer = answer

    def forward(self, x):
        return self.answer(x)


def with_nan(layer):
    nn.init.constant_(layer.bias, float("nan"))
    return layer


@pytest.mark.parametrize(
    ("encoder", "decoder", "error", "message"),
    [
        (
            lambda x: x[:, :4],
            linear(4, POINTS),
            TypeError,
            "encoder should be a torch module such as nn.Linear, got a fun",
        ),
        (
            nn.Sequential(linear(POINTS, 4), nn.ReLU()),
            linear(4, POINTS),
            ValueError,
            "encoder should be affine.*a ReLU",
        ),
        (
            linear(POINTS, 4),
            nn.Sequential(linear(4, POINTS), nn.Tanh()),
            ValueError,
            "decoder should be affine.*a ReLU",
        ),
        (
            with_nan(linear(POINTS, 4)),
            linear(4, POINTS),
            ValueError,
            "every weight of encoder should be finite, but 4 of 4",
        ),
        (linear(POINTS, 4), with_nan(linear(4, POINTS)), ValueError, "weight of decoder.*Did its training diverge"),
        (
            linear(60, 4),
            linear(4, POINTS),
            ValueError,
            r"encoder should take a tensor of shape \[B, 120\], but it raised",
        ),
        (
            linear(POINTS, 4),
            linear(5, POINTS),
            ValueError,
            r"decoder should take a tensor of shape \[B, 4\], but it raised",
        ),
        (linear(POINTS, 4), linear(4, 60), ValueError, "decoder should return the 120 points of a signal, got 60"),
        (linear(POINTS, 17), linear(17, POINTS), ValueError, "number of latents should be between 1 and 16, got 17"),
        (
            Swap(lambda x: x[:, None]),
            linear(4, POINTS),
            ValueError,
            r"encoder should return.*got \[1, 1, 120\] for \[1, 120\]",
        ),
        (Swap(lambda x: (x, x)), linear(4, POINTS), ValueError, r"encoder should return.*got a tuple"),
    ],
)
def test_unusable_modules_are_refused_with_a_sentence(x, encoder, decoder, error, message):
    "What was expected, what arrived, and the likely fix"
    with pytest.raises(error, match=message):
        BottleneckExplorer(encoder, decoder, x, widths=WIDTHS)


@pytest.mark.parametrize(
    ("signals", "error", "message"),
    [
        ([[0.0, 1.0]], TypeError, r"signals should be a tensor of shape \[N, D\], got a list"),
        (
            torch.zeros(POINTS),
            ValueError,
            r"signals should have shape \[N, D\], got \[120\]. For one signal, x\[None\]",
        ),
        (torch.zeros(0, POINTS), ValueError, "number of signals should be between 1 and 20000, got 0"),
        (torch.zeros(3, 2001), ValueError, "points of a signal should be between 2 and 2000, got 2001"),
        (torch.full((9, POINTS), float("nan")), ValueError, "signals should be finite, but 1080 of 1080"),
        (torch.randn(5, POINTS), ValueError, r"last width should be between 1 and 4, got 8.*widths=range\(1, 5\)"),
    ],
)
def test_unusable_signals_are_refused_with_a_sentence(signals, error, message):
    "No signals, too long ones, too few for the widths"
    with pytest.raises(error, match=message):
        BottleneckExplorer(nn.Linear(POINTS, 4), nn.Linear(4, POINTS), signals, widths=WIDTHS)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"widths": []}, ValueError, r"widths should be numbers that grow, such as range\(1, 17\), got \[\]"),
        ({"widths": [3, 2]}, ValueError, "numbers that grow"),
        ({"widths": [0, 1]}, ValueError, "first width should be between 1 and 64, got 0"),
        ({"pca": PCA(4)}, ValueError, r"pca should be fitted.*pca.fit\(signals\)"),
        ({"pca": nn.Linear(2, 2)}, TypeError, "pca should be a gencourse.models.PCA, got a Linear"),
        ({"pca": PCA(4).fit(torch.randn(9, POINTS))}, ValueError, r"pca has 4 components: widths=range\(1, 5\)"),
        ({"pca": PCA(8).fit(torch.randn(9, 60))}, ValueError, r"pca.mean should have shape \[120\], got \[60\]"),
    ],
)
def test_unusable_widths_and_pca_are_refused_with_a_sentence(autoencoder, x, arguments, error, message):
    "Before anything is shown"
    with pytest.raises(error, match=message):
        BottleneckExplorer(*autoencoder, x, **{"widths": WIDTHS, **arguments})


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("z", [1.0, 2.0], r"z should hold finite numbers of shape \[4\], got shape \[2\]"),
        ("z", [0.0, 0.0, 0.0, float("nan")], "finite"),
        ("z", "ten", "finite numbers"),
        ("mixing", torch.ones(4, 4), "mixing should be invertible, with a condition number of at most 1e"),
        ("mixing", torch.zeros(4, 4), "invertible"),
        ("mixing", torch.eye(3), r"shape \[4, 4\], got shape \[3, 3\]"),
        ("signal", 8, "signal should be between 0 and 7, got 8: it counts from 0"),
        ("signal", -1, "between 0 and 7"),
        ("width", 9, r"width should be one of \[1, 2, 3, 4, 5, 6, 7, 8\], got 9"),
        ("tab", "pca", "numbers"),
    ],
)
def test_an_impossible_state_is_refused_with_a_sentence(explorer, name, value, message):
    "And the widget keeps what it had"
    before = explorer.state
    with pytest.raises(TraitError, match=message):
        setattr(explorer, name, value)
    assert explorer.state == before


@pytest.mark.parametrize("tab", ["numbers", "width"])
def test_the_picture_is_drawn_without_a_front_end(explorer, tab):
    "And the same state gives the same bytes"
    explorer.tab = tab
    png = bottleneck_picture(explorer._bottleneck, explorer.state)
    assert imread(io.BytesIO(png)).shape == (340, 720, 4)
    assert png == bottleneck_picture(explorer._bottleneck, explorer.state)
    other = explorer.state._replace(z=[1.0, 2.0, 3.0, 4.0], width=8)
    assert png != bottleneck_picture(explorer._bottleneck, other)


def test_a_notebook_that_is_not_run_shows_the_picture(explorer):
    "The live view, a picture and a sentence stand beside each other in the output"
    data, metadata = explorer._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]) == explorer.picture()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == explorer.model_id
    assert data["text/plain"] == repr(explorer)
    assert metadata["image/png"]["alt"] == explorer.describe()


def test_the_picture_says_what_it_shows(explorer, x):
    "Which signal, through how many numbers, and how far the output is"
    error = (explorer.output - x[0]).square().sum().item()
    expected = (
        f"Signal 1 of 8 and the decoder's output from 4 numbers. Squared error, summed over 120 points: {error:.3g}."
    )
    assert explorer.describe() == expected
    explorer.tab, explorer.width, explorer.signal = "width", 1, 6
    assert explorer.describe().startswith("Signal 7 of 8 and its nearest point on PCA's flat from 1 number. ")


def test_repr_is_stable_and_says_what_is_shown(explorer):
    "No memory address: an output that is saved does not change from run to run"
    explorer.signal = 2
    assert repr(explorer) == "BottleneckExplorer(120 points through 4 numbers; signal 3 of 8)"


def test_what_bends_only_on_the_other_side_of_zero_is_not_affine():
    "All signals of a lesson may be positive"
    layer = nn.Linear(4, 3)
    nn.init.uniform_(layer.weight, 0.1, 1)
    nn.init.ones_(layer.bias)
    probes = torch.rand(20, 4)
    assert read_affine("encoder", layer, probes).columns.shape == (4, 3)
    with pytest.raises(ValueError, match="encoder should be affine"):
        read_affine("encoder", nn.Sequential(layer, nn.ReLU()), probes)
