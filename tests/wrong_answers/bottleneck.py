"""What students write for the bottleneck lesson's exercises, each with the slug that a check must answer with."""

import torch
import torch.nn.functional as F
from torch import nn


def _mse(x, reconstruction):
    return F.mse_loss(reconstruction, x)


def _sum_of_everything(x, reconstruction):
    return ((reconstruction - x) ** 2).sum()


def _wrong_axes(x, reconstruction):
    return ((reconstruction - x) ** 2).mean(1).sum()


def _absolute(x, reconstruction):
    return (reconstruction - x).abs().sum(1).mean()


def _distance(x, reconstruction):
    return (reconstruction - x).norm(dim=1).mean()


def _halved(x, reconstruction):
    return 0.5 * ((reconstruction - x) ** 2).sum(1).mean()


def _each_point(x, reconstruction):
    return ((reconstruction - x) ** 2).sum(1)


def _plain_number(x, reconstruction):
    return ((reconstruction - x) ** 2).sum(1).mean().item()


def _no_grad(x, reconstruction):
    with torch.no_grad():
        return ((reconstruction - x) ** 2).sum(1).mean()


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


def _no_zero_grad(model, optimizer, x):
    loss = model.loss(x)["loss"]
    loss.backward()
    optimizer.step()
    return loss.item()


def _yesterdays_gradient(model, optimizer, x):
    optimizer.zero_grad()
    optimizer.step()
    loss = model.loss(x)["loss"]
    loss.backward()
    return loss.item()


def _no_step(model, optimizer, x):
    optimizer.zero_grad()
    loss = model.loss(x)["loss"]
    loss.backward()
    return loss.item()


def _no_backward(model, optimizer, x):
    optimizer.zero_grad()
    loss = model.loss(x)["loss"]
    optimizer.step()
    return loss.item()


def _zeroed_too_late(model, optimizer, x):
    loss = model.loss(x)["loss"]
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()


def _keeps_the_graph(model, optimizer, x):
    optimizer.zero_grad()
    loss = model.loss(x)["loss"]
    loss.backward()
    optimizer.step()
    return loss


def _loss_afterwards(model, optimizer, x):
    optimizer.zero_grad()
    model.loss(x)["loss"].backward()
    optimizer.step()
    return model.loss(x)["loss"].item()


def _returns_nothing(model, optimizer, x):
    optimizer.zero_grad()
    model.loss(x)["loss"].backward()
    optimizer.step()


def _no_qr(a, b):
    return torch.rad2deg(torch.acos(torch.linalg.svdvals(a.T @ b).min().clamp(max=1)))


def _smallest(a, b):
    cosines = torch.linalg.svdvals(torch.linalg.qr(a).Q.T @ torch.linalg.qr(b).Q)
    return torch.rad2deg(torch.acos(cosines.max().clamp(max=1)))


def _radians(a, b):
    cosines = torch.linalg.svdvals(torch.linalg.qr(a).Q.T @ torch.linalg.qr(b).Q)
    return torch.acos(cosines.min().clamp(max=1))


def _not_clipped(a, b):
    cosines = torch.linalg.svdvals(torch.linalg.qr(a).Q.T @ torch.linalg.qr(b).Q)
    return torch.rad2deg(torch.acos(cosines.min()))


def _cosine(a, b):
    return torch.linalg.svdvals(torch.linalg.qr(a).Q.T @ torch.linalg.qr(b).Q).min()


def _entries(a, b):
    return torch.rad2deg(torch.acos((a.T @ b).clamp(-1, 1)))


def _numbers(length, width, bits, code_bits):
    return length / width


def _upside_down(length, width, bits, code_bits):
    return width * code_bits / (length * bits)


def _bits_swapped(length, width, bits, code_bits):
    return length * code_bits / (width * bits)


def _saving(length, width, bits, code_bits):
    return 1 - width * code_bits / (length * bits)


def _rounded(length, width, bits, code_bits):
    return length * bits // (width * code_bits)


WRONG_ANSWERS = {
    "bottleneck.squared_error": [
        ("averaged-over-features", _mse),
        ("summed-over-batch", _sum_of_everything),
        ("summed-batch-averaged-features", _wrong_axes),
        ("absolute", _absolute),
        ("root", _distance),
        ("halved", _halved),
        ("not-averaged", _each_point),
        ("no-gradient", _plain_number),
        ("no-gradient", _no_grad),
    ],
    "bottleneck.linear_autoencoder": [
        ("activation-inside", _relu_inside),
        ("no-bias", _no_bias),
        ("no-bottleneck", _no_bottleneck),
        ("sizes-do-not-fit", _sizes_swapped),
        ("not-a-tuple", _one_network),
        ("more-layers", _three_layers),
        ("not-a-module", _weights),
    ],
    "bottleneck.train_step": [
        ("no-zero-grad", _no_zero_grad),
        ("step-before-backward", _yesterdays_gradient),
        ("no-step", _no_step),
        ("no-backward", _no_backward),
        ("zeroed-before-the-step", _zeroed_too_late),
        ("keeps-the-graph", _keeps_the_graph),
        ("loss-after-the-step", _loss_afterwards),
        ("returned-none", _returns_nothing),
    ],
    "bottleneck.subspace_angle": [
        ("columns-not-orthonormal", _no_qr),
        ("smallest-angle", _smallest),
        ("radians", _radians),
        ("not-clipped", _not_clipped),
        ("cosine-instead", _cosine),
        ("every-entry", _entries),
    ],
    "bottleneck.compression_ratio": [
        ("numbers-not-bits", _numbers),
        ("upside-down", _upside_down),
        ("bits-swapped", _bits_swapped),
        ("saving-instead", _saving),
        ("rounded", _rounded),
    ],
}
