"""What decoder.js needs to know of each torch layer that it can run."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

import torch
from torch import Tensor, nn

Shape = tuple[int, ...]  # of one example, without the batch
Spec = dict[str, Any]


class Unsupported(Exception):
    """A layer, or the way it is set, that the browser cannot run. The text is a clause: it says which."""


def _nothing(layer: nn.Module, shape: Shape, to: Shape) -> list[Spec]:
    return []


def _reshape(layer: nn.Flatten | nn.Unflatten, shape: Shape, to: Shape) -> list[Spec]:
    if prod(shape) != prod(to):
        raise Unsupported(f"{layer} that mixes the images of a batch is not supported")
    return []


def _linear(layer: nn.Linear, shape: Shape, to: Shape) -> list[Spec]:
    sizes = {"inputs": layer.in_features, "outputs": layer.out_features}
    return [{"op": "linear", **sizes, "weight": layer.weight, "bias": layer.bias}]


def _conv(layer: nn.Conv2d | nn.ConvTranspose2d, shape: Shape, to: Shape) -> list[Spec]:
    name = type(layer).__name__
    if layer.padding_mode != "zeros":
        raise Unsupported(f"{name} with padding_mode={layer.padding_mode!r} is not supported")
    if len(shape) != 3:
        raise Unsupported(f"{name} on an input of shape {list(shape)} is not supported")
    padding = layer.padding
    if isinstance(padding, str):  # "same" may pad one side more: the first counts, the output's size says the rest
        left, _, top, _ = layer._reversed_padding_repeated_twice
        padding = (top, left)
    return [
        {
            "op": "conv" if isinstance(layer, nn.Conv2d) else "transposed",
            "channels": [layer.in_channels, layer.out_channels],
            "inSize": shape[1:],
            "outSize": to[1:],
            "kernel": layer.kernel_size,
            "stride": layer.stride,
            "padding": padding,
            "dilation": layer.dilation,
            "groups": layer.groups,
            "weight": layer.weight,
            "bias": layer.bias,
        }
    ]


def _batch_norm(layer: nn.BatchNorm1d | nn.BatchNorm2d, shape: Shape, to: Shape) -> list[Spec]:
    if layer.running_mean is None or layer.running_var is None:
        raise Unsupported(f"{type(layer).__name__} without running statistics is not supported")
    scale = (layer.running_var + layer.eps).rsqrt() * _or(layer.weight, 1.0, layer.running_var)
    shift = _or(layer.bias, 0.0, layer.running_var) - layer.running_mean * scale
    return [_affine(scale, shift, inner=prod(shape[1:]))]


def _layer_norm(layer: nn.LayerNorm, shape: Shape, to: Shape) -> list[Spec]:
    size = prod(layer.normalized_shape)
    normalize = {"op": "normalize", "groups": prod(shape) // size, "eps": layer.eps}
    if layer.weight is None:
        return [normalize]
    return [normalize, _affine(layer.weight.flatten(), _or(layer.bias, 0.0, layer.weight).flatten(), inner=1)]


def _group_norm(layer: nn.GroupNorm, shape: Shape, to: Shape) -> list[Spec]:
    normalize = {"op": "normalize", "groups": layer.num_groups, "eps": layer.eps}
    return [normalize] + ([_affine(layer.weight, layer.bias, inner=prod(shape[1:]))] if layer.affine else [])


def _upsample(layer: nn.Upsample, shape: Shape, to: Shape) -> list[Spec]:
    if layer.mode != "nearest":
        raise Unsupported(f"Upsample with mode={layer.mode!r} is not supported")
    if len(shape) != 3 or any(large % small for small, large in zip(shape[1:], to[1:], strict=True)):
        raise Unsupported("Upsample is supported for images and whole factors only")
    _, height, width = shape
    return [{"op": "upsample", "height": height, "width": width, "times": [to[1] // height, to[2] // width]}]


def _activation(name: str, **arguments: str) -> Callable[[nn.Module, Shape, Shape], list[Spec]]:
    "arguments: what decoder.js calls each, and which attribute of the layer it is."

    def spec(layer: nn.Module, shape: Shape, to: Shape) -> list[Spec]:
        values = {key: float(getattr(layer, attribute)) for key, attribute in arguments.items()}
        return [{"op": "activation", "name": name, **values}]

    return spec


def _gelu(layer: nn.GELU, shape: Shape, to: Shape) -> list[Spec]:
    return [{"op": "activation", "name": "geluTanh" if layer.approximate == "tanh" else "gelu"}]


def _affine(scale: Tensor, shift: Tensor, inner: int) -> Spec:
    return {"op": "affine", "scale": scale, "shift": shift, "inner": inner}


def _or(weight: Tensor | None, value: float, like: Tensor) -> Tensor:
    return torch.full_like(like, value) if weight is None else weight


SPECS: dict[type[nn.Module], Callable[[Any, Shape, Shape], list[Spec]]] = {
    nn.Linear: _linear,
    nn.Conv2d: _conv,
    nn.ConvTranspose2d: _conv,
    nn.BatchNorm1d: _batch_norm,
    nn.BatchNorm2d: _batch_norm,
    nn.LayerNorm: _layer_norm,
    nn.GroupNorm: _group_norm,
    nn.Upsample: _upsample,
    nn.Flatten: _reshape,
    nn.Unflatten: _reshape,
    nn.Identity: _nothing,
    nn.Dropout: _nothing,
    nn.Dropout2d: _nothing,
    nn.ReLU: _activation("relu"),
    nn.LeakyReLU: _activation("leakyRelu", slope="negative_slope"),
    nn.ELU: _activation("elu", alpha="alpha"),
    nn.SiLU: _activation("silu"),
    nn.GELU: _gelu,
    nn.Tanh: _activation("tanh"),
    nn.Sigmoid: _activation("sigmoid"),
    nn.Softplus: _activation("softplus", beta="beta", threshold="threshold"),
}
