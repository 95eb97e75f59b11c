import pytest
import torch
from torch import nn
from torch.testing import assert_close

from gencourse.networks import mlp
from gencourse.widgets.kit.decoders.layers import ShippedDecoder, ship_decoder
from tests.javascript.deno import JavaScriptError

CLOSE = {"rtol": 1e-4, "atol": 1e-4}
LATENTS = 3


@pytest.fixture
def decode(javascript):
    "decode(decoder, z) ships a torch decoder and runs it on each code, all through one set of buffers."
    library = javascript("kit/js/decoder/decoder.js")

    def decode(decoder, z):
        shipped = ship_decoder(decoder, LATENTS)
        assert isinstance(shipped, ShippedDecoder), shipped
        images = library.evaluate(
            """(layers, weights, codes) => {
              const decode = library.makeDecoder(layers, weights);
              return codes.map((z) => [...decode(z)]);
            }""",
            shipped.layers,
            shipped.weights,
            z.tolist(),
        )
        return torch.tensor(images)

    return decode


def check(decode, decoder):
    "Random weights, running statistics too; three codes through one set of buffers."
    for module in decoder.modules():
        for name, tensor in [*module.named_parameters(recurse=False), *module.named_buffers(recurse=False)]:
            if tensor.is_floating_point():
                nn.init.uniform_(tensor, 0.5, 2) if name == "running_var" else nn.init.normal_(tensor, 0.0, 0.4)
    z = 2 * torch.randn(3, LATENTS)
    with torch.no_grad():
        expected = decoder.eval()(z).flatten(1)
    assert_close(decode(decoder, z), expected, **CLOSE)


def from_image(channels, height, width, *layers):
    return nn.Sequential(
        nn.Linear(LATENTS, channels * height * width), nn.Unflatten(1, (channels, height, width)), *layers
    )


@pytest.mark.parametrize(
    "layer",
    [
        nn.ReLU(inplace=True),
        nn.LeakyReLU(0.2),
        nn.ELU(1.5),
        nn.SiLU(),
        nn.GELU(),
        nn.GELU(approximate="tanh"),
        nn.Tanh(),
        nn.Sigmoid(),
        nn.Softplus(2.0, 3.0),
        nn.Identity(),
        nn.Dropout(),
        nn.BatchNorm1d(40),
        nn.BatchNorm1d(40, affine=False),
        nn.LayerNorm(40),
        nn.LayerNorm(40, bias=False),
        nn.LayerNorm(40, elementwise_affine=False),
        nn.GroupNorm(5, 40),
        nn.Linear(40, 7, bias=False),
    ],
    ids=str,
)
def test_each_layer_on_numbers_agrees_with_torch(decode, layer):
    "Activations, norms in their eval form, with and without weights of their own"
    check(decode, nn.Sequential(nn.Linear(LATENTS, 40), layer))


@pytest.mark.parametrize(
    "layer",
    [
        nn.BatchNorm2d(4),
        nn.GroupNorm(2, 4),
        nn.GroupNorm(4, 4, affine=False),
        nn.LayerNorm([4, 5, 6]),
        nn.LayerNorm(6),
        nn.Linear(6, 3),
        nn.Flatten(),
        nn.Dropout2d(),
        nn.Upsample(scale_factor=2),
        nn.Upsample(scale_factor=(3, 1)),
        nn.Upsample(size=(10, 18)),
    ],
    ids=str,
)
def test_each_layer_on_images_agrees_with_torch(decode, layer):
    "Images that are not square"
    check(decode, from_image(4, 5, 6, layer))


CONVOLUTIONS = [
    {"kernel_size": 3, "padding": 1},
    {"kernel_size": 1},
    {"kernel_size": (2, 3), "stride": (1, 2), "padding": (0, 2)},
    {"kernel_size": 4, "stride": 2, "padding": 1, "bias": False},
    {"kernel_size": 3, "stride": 3, "padding": 2, "dilation": 2},
    {"kernel_size": (3, 2), "groups": 2, "dilation": (1, 2)},
]


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")
@pytest.mark.parametrize("settings", CONVOLUTIONS + [{"kernel_size": (4, 3), "padding": "same"}], ids=str)
def test_convolutions_agree_with_torch(decode, settings):
    "Strides, paddings, dilations, groups, kernels that are not square"
    check(decode, from_image(4, 7, 8, nn.Conv2d(4, 6, **settings)))


@pytest.mark.parametrize("settings", CONVOLUTIONS, ids=str)
@pytest.mark.parametrize("more", [0, 1])
def test_transposed_convolutions_agree_with_torch(decode, settings, more):
    "With and without output_padding, where it is legal"
    stride, dilation = settings.get("stride", 1), settings.get("dilation", 1)
    largest = max(min(pair) if isinstance(pair, tuple) else pair for pair in (stride, dilation))
    if more >= largest:
        pytest.skip("output_padding must be smaller than stride or dilation")
    check(decode, from_image(4, 5, 6, nn.ConvTranspose2d(4, 6, **settings, output_padding=more)))


@pytest.mark.parametrize("seed", range(8))
def test_random_convolutions_agree_with_torch(decode, seed):
    "Shapes drawn at random, one after the other"
    generator = torch.Generator().manual_seed(seed)

    def draw(low, high):
        return int(torch.randint(low, high, (), generator=generator))

    channels, groups, height, width = draw(1, 4) * 2, draw(1, 3), draw(3, 7), draw(3, 7)
    up = {"stride": (draw(1, 4), draw(1, 4)), "kernel_size": (draw(2, 5), draw(2, 5)), "padding": draw(0, 2)}
    down = {"stride": draw(1, 3), "kernel_size": draw(1, 4), "padding": draw(0, 3)}
    middle = 2 * draw(1, 4)
    layers = nn.ConvTranspose2d(channels, middle, groups=groups, **up), nn.SiLU(), nn.Conv2d(middle, 3, **down)
    check(decode, from_image(channels, height, width, *layers))


def make_mlp():
    return nn.Sequential(mlp(LATENTS, 400, 784), nn.Sigmoid(), nn.Unflatten(1, (1, 28, 28)))


def make_conv():
    return nn.Sequential(
        nn.Linear(LATENTS, 128),
        nn.SiLU(),
        nn.Linear(128, 32 * 7 * 7),
        nn.SiLU(),
        nn.Unflatten(1, (32, 7, 7)),
        nn.ConvTranspose2d(32, 16, 4, stride=2, padding=1),
        nn.SiLU(),
        nn.ConvTranspose2d(16, 1, 4, stride=2, padding=1),
    )


@pytest.mark.parametrize("make", [make_mlp, make_conv])
def test_whole_decoders_agree_with_torch(decode, make):
    "Of the lessons' size, as initialised"
    decoder, z = make(), torch.randn(5, LATENTS)
    with torch.no_grad():
        assert_close(decode(decoder, z), decoder(z).flatten(1), **CLOSE)


def test_a_code_of_another_size_is_refused(decode):
    "Never silence"
    with pytest.raises(JavaScriptError, match="a code should have 3 numbers, got 2"):
        decode(mlp(LATENTS, 4), torch.zeros(1, 2))
