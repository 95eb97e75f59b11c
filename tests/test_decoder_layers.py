import pytest
import torch
from torch import nn

from gencourse.networks import mlp
from gencourse.widgets.kit.decoders.layers import ShippedDecoder, round_weights, ship_decoder


class Around(nn.Module):
    "What learners write: one child, and a forward."

    def __init__(self, inside, after=lambda x: x):
        super().__init__()
        self.inside = inside
        self.after = after

    def forward(self, z):
        return self.after(self.inside(z))


class Branch(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(2, 4), nn.Linear(2, 4)

    def forward(self, z):
        return self.a(z) + self.b(z)


def with_hook(layer):
    layer.register_forward_hook(lambda module, arguments, output: output + 1)
    return layer


def with_a_hook_before(layer):
    layer.register_forward_pre_hook(lambda module, arguments: (arguments[0] + 1,))
    return layer


def operations(decoder):
    shipped = ship_decoder(decoder, 2)
    assert isinstance(shipped, ShippedDecoder), shipped
    return [layer["op"] for layer in shipped.layers[1:]]


def test_layers_and_weights_come_in_the_order_in_which_they_run():
    "Nested, with what does nothing left out"
    first, second = nn.Linear(2, 3), nn.Linear(3, 4, bias=False)
    decoder = nn.Sequential(nn.Sequential(first, nn.Dropout(), nn.ReLU()), second, nn.Unflatten(1, (1, 2, 2)))
    shipped = ship_decoder(decoder, 2)
    assert isinstance(shipped, ShippedDecoder)
    assert [(layer["op"], layer["size"]) for layer in shipped.layers] == [
        ("code", 2),
        ("linear", 3),
        ("activation", 3),
        ("linear", 4),
    ]
    assert shipped.layers[3]["weight"] == [9, 12]
    assert shipped.layers[3]["bias"] is None
    assert torch.equal(shipped.weights, torch.cat([first.weight.flatten(), first.bias, second.weight.flatten()]))


def test_a_module_around_a_sequential_is_unfolded_if_it_does_no_more():
    "Reshaping does not count"
    assert operations(Around(mlp(2, 8, 16))) == ["linear", "activation", "linear"]
    assert operations(Around(mlp(2, 8, 16), lambda x: x.view(-1, 1, 4, 4))) == ["linear", "activation", "linear"]


@pytest.mark.parametrize(
    ("decoder", "reason"),
    [
        (nn.Sequential(nn.Linear(2, 4), nn.Softmax(1)), "Softmax is not supported"),
        (Branch(), "Branch is not supported"),
        (nn.Sequential(nn.Linear(2, 4), Branch()), "Branch is not supported"),
        (Around(nn.Linear(2, 4), torch.sigmoid), "the forward of Around does more than its layers"),
        (with_hook(nn.Linear(2, 4)), "Linear with a hook is not supported"),
        (with_a_hook_before(nn.Linear(2, 4)), "Linear with a hook is not supported"),
        (nn.Sequential(nn.Linear(2, 4), nn.BatchNorm1d(4, track_running_stats=False)), "BatchNorm1d without running"),
        (
            nn.Sequential(
                nn.Linear(2, 4), nn.Unflatten(1, (1, 2, 2)), nn.Conv2d(1, 1, 3, padding=1, padding_mode="circular")
            ),
            "Conv2d with padding_mode='circular' is not supported",
        ),
        (
            nn.Sequential(nn.Linear(2, 4), nn.Unflatten(1, (1, 2, 2)), nn.Upsample(scale_factor=2, mode="bilinear")),
            "Upsample with mode='bilinear' is not supported",
        ),
        (
            nn.Sequential(nn.Linear(2, 4), nn.Unflatten(1, (1, 2, 2)), nn.Upsample(size=(3, 3))),
            "whole factors only",
        ),
        (nn.Sequential(nn.Linear(2, 4), nn.Flatten(0)), "mixes the images of a batch"),
        (mlp(2, 2100, 2100), "its 4 million weights are too many to send"),
    ],
)
def test_what_the_browser_cannot_run_is_said_in_a_clause(decoder, reason):
    "The kernel decodes then, and the widget names this reason"
    shipped = ship_decoder(decoder, 2)
    assert isinstance(shipped, str)
    assert reason in shipped


def test_shipping_leaves_the_decoder_as_it_was():
    "A copy is moved, turned to eval and to float32"
    decoder = nn.Sequential(nn.Linear(2, 4), nn.BatchNorm1d(4), nn.ReLU(inplace=True)).double().train()
    ship_decoder(decoder, 2)
    assert decoder.training
    assert decoder[0].weight.dtype == torch.float64
    assert decoder[1].num_batches_tracked == 0


def test_weights_of_a_page_are_rounded_and_not_cut():
    "To the nearest number of 9 binary digits, so no further than half of the last one; else all would be too small"
    weights = torch.randn(4000)
    rounded = torch.frombuffer(bytearray(round_weights(weights.numpy().tobytes())), dtype=torch.float32)
    assert ((rounded - weights).abs() <= 2**-9 * weights.abs()).all()
    assert len(set((rounded.view(torch.int32) & 0x7FFF).tolist())) == 1  # what is left out is 0, and packs well
