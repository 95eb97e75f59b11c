"""What students write for autoencoder.conv_encoder, each with the slug that its check must answer with."""

from functools import partial

from torch import nn


def _make(padding=1, stride=2, first=nn.SiLU, between=nn.SiLU, side=7, channels=16, hidden=128, end=None, size=4):
    def conv_encoder(outputs):
        layers = [nn.Conv2d(1, channels, size, stride, padding), first()]
        layers += [nn.Conv2d(channels, 2 * channels, size, stride, padding), nn.SiLU(), nn.Flatten()]
        layers += [nn.Linear(2 * channels * side**2, hidden), between(), nn.Linear(hidden, outputs)]
        return nn.Sequential(*layers, *([end()] if end else []))

    return conv_encoder


def _no_flatten(outputs):
    return nn.Sequential(
        nn.Conv2d(1, 16, 4, 2, 1), nn.SiLU(), nn.Conv2d(16, 32, 4, 2, 1), nn.SiLU(), nn.Linear(1568, outputs)
    )


def _only_linear(outputs):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.SiLU(), nn.Linear(128, outputs))


def _one_convolution(outputs):
    return nn.Sequential(nn.Conv2d(1, 32, 4, 2, 1), nn.SiLU(), nn.Flatten(), nn.Linear(32 * 14**2, outputs))


def _always_ten(outputs):
    return _make()(10)


class Unused(nn.Module):
    "It has a convolution, and pools the pixels without it"

    def __init__(self, outputs):
        super().__init__()
        self.convolution, self.outputs = nn.Conv2d(1, 16, 4), outputs

    def forward(self, x):
        return x.flatten(1)[:, : self.outputs]


def _unused(outputs):
    return Unused(outputs)


def _class_itself(outputs):
    return nn.Conv2d


def _pooled(outputs):
    pooled = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 128), nn.SiLU(), nn.Linear(128, outputs)]
    return nn.Sequential(*list(_make()(outputs))[:4], *pooled)


def _no_hidden_layer(outputs):
    return nn.Sequential(*list(_make()(outputs))[:5], nn.Linear(1568, outputs))


def _normalised(outputs):
    first, *others = _make()(outputs)
    return nn.Sequential(first, nn.BatchNorm2d(16), *others)


def _no_bias(outputs):
    return nn.Sequential(nn.Conv2d(1, 16, 4, 2, 1, bias=False), *list(_make()(outputs))[1:])


def _channels_do_not_fit(outputs):
    return nn.Sequential(nn.Conv2d(1, 16, 4, 2, 1), nn.SiLU(), nn.Conv2d(32, 32, 4, 2, 1), nn.Flatten())


def _reflected(outputs):
    network = _make()(outputs)
    network[2] = nn.Conv2d(16, 32, 4, 2, 1, padding_mode="reflect")
    return network


def _channel_by_channel(outputs):
    network = _make()(outputs)
    network[2] = nn.Conv2d(16, 32, 4, 2, 1, groups=16)
    return network


def _activation_first(outputs):
    return nn.Sequential(nn.SiLU(), *_make()(outputs))


def _transposed(outputs):
    network = _make()(outputs)
    network[0] = nn.ConvTranspose2d(1, 16, 4, 2, 1)
    return network


WRONG = [
    ("other-kind-of-convolution", _transposed),
    ("other-convolution", _reflected),
    ("other-convolution", _channel_by_channel),
    ("pixels-changed", _activation_first),
    ("resized", _pooled),
    ("other-window", _make(size=3)),
    ("other-window", _make(size=5, padding=2)),
    ("other-hidden-units", _no_hidden_layer),
    ("other-layers", _normalised),
    ("no-bias", _no_bias),
    ("sizes-do-not-fit", _channels_do_not_fit),
    ("other-activation", _make(first=nn.Tanh)),
    ("sizes-do-not-fit", _make(padding=0)),
    ("no-padding", _make(padding=0, side=5)),
    ("not-halved", _make(stride=1, side=26, channels=16)),
    ("not-halved", _make(size=3, padding=0, side=6)),
    ("no-activation", _make(first=nn.Identity)),
    ("no-activation", _make(between=nn.Identity)),
    ("activation-at-the-end", _make(end=nn.SiLU)),
    ("activation-at-the-end", _make(end=nn.Sigmoid)),
    ("activation-at-the-end", _make(end=partial(nn.ReLU, inplace=True))),
    ("other-activation", _make(first=partial(nn.ReLU, inplace=True))),
    ("sizes-do-not-fit", _no_flatten),
    ("no-convolution", _only_linear),
    ("other-channels", _one_convolution),
    ("other-channels", _make(channels=8)),
    ("other-channels", _unused),
    ("other-hidden-units", _make(hidden=64)),
    ("other-outputs", _always_ten),
    ("other-activation", _make(first=nn.ReLU)),
    ("other-activation", _make(between=nn.Sigmoid)),
    ("other-activation", _make(between=lambda: nn.Sequential(nn.SiLU(), nn.Dropout(0.5)))),
    ("not-a-module", _class_itself),
]
