"""What students write for bottleneck.linear_autoencoder, each with the slug that its check must answer with."""

import torch
from torch import nn


def _relu_inside(features, width):
    return nn.Sequential(nn.Linear(features, width), nn.ReLU()), nn.Linear(width, features)


def _no_bias(features, width):
    return nn.Linear(features, width, bias=False), nn.Linear(width, features, bias=False)


def _no_bottleneck(features, width):
    return nn.Linear(features, features), nn.Linear(features, features)


def _sizes_swapped(features, width):
    return nn.Linear(width, features), nn.Linear(features, width)


def _one_network(features, width):
    return nn.Sequential(nn.Linear(features, width), nn.Linear(width, features))


def _three_layers(features, width):
    return nn.Sequential(nn.Linear(features, 8), nn.Linear(8, width)), nn.Linear(width, features)


def _weights(features, width):
    return torch.randn(features, width), torch.randn(width, features)


def _no_bias_in_the_encoder(features, width):
    return nn.Linear(features, width, bias=False), nn.Linear(width, features)


def _decoder_first(features, width):
    return nn.Sequential(nn.Linear(width, features), nn.Sigmoid()), nn.Linear(features, width)


def _decoder_turned(features, width):
    return nn.Linear(features, width), nn.Linear(features, width)


def _always_ten(features, width):
    return nn.Linear(features, 10), nn.Linear(10, features)


def _zeros(features, width):
    layers = nn.Linear(features, width), nn.Linear(width, features)
    for layer in layers:
        nn.init.zeros_(layer.weight)
        nn.init.zeros_(layer.bias)
    return layers


def _frozen(features, width):
    return nn.Linear(features, width).requires_grad_(False), nn.Linear(width, features)


def _shared(features, width):
    encoder, decoder = nn.Linear(features, width), nn.Linear(width, features)
    decoder.weight.data = encoder.weight.data.T
    return encoder, decoder


def _dropout(features, width):
    return nn.Sequential(nn.Dropout(0.2), nn.Linear(features, width)), nn.Linear(width, features)


def _nearly_linear(features, width):
    encoder = nn.Sequential(nn.Linear(features, width), nn.Tanh())
    nn.init.normal_(encoder[0].weight, std=1e-3)
    return encoder, nn.Linear(width, features)


WRONG = [
    ("activation-inside", _nearly_linear),
    ("stands-still", _zeros),
    ("frozen", _frozen),
    ("shared-weights", _shared),
    ("drawn-codes", _dropout),
    ("activation-inside", _relu_inside),
    ("no-bias", _no_bias),
    ("no-bias-in-the-encoder", _no_bias_in_the_encoder),
    ("no-bottleneck", _no_bottleneck),
    ("swapped", _sizes_swapped),
    ("swapped", _decoder_first),
    ("sizes-do-not-fit", _decoder_turned),
    ("other-width", _always_ten),
    ("not-a-tuple", _one_network),
    ("more-layers", _three_layers),
    ("not-a-module", _weights),
]
