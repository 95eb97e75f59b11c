"""A torch decoder as a list of layers and one array of weights, for decoder.js to run; or why it cannot be one."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from gencourse.widgets.kit.decoders.specs import SPECS, Unsupported

MOST_WEIGHTS = 4_000_000  # 16 MB
AGREEMENT = 1e-4  # of the module's answers with its layers', relative to the largest


class ShippedDecoder(NamedTuple):
    """Layers that decoder.js knows; each weight there is [where it starts, how many] in `weights`, float32."""

    layers: list[dict]
    weights: Tensor


@torch.no_grad()
def ship_decoder(decoder: nn.Module, latent_dim: int) -> ShippedDecoder | str:
    """Read the layers of a decoder of codes [B, latent_dim], or return in one clause why the browser cannot run it.

    What runs there: an nn.Sequential of known layers, nested as you like, or a module around one of them.
    """
    function = copy.deepcopy(decoder).cpu().float().eval()
    store = _Store()
    probes = torch.randn(3, latent_dim, generator=torch.Generator().manual_seed(0))
    layers: list[dict] = [{"op": "code", "size": latent_dim}]
    x = probes
    try:
        for layer in _unfold(function):
            shape, x = x.shape[1:], layer(x)
            for spec in SPECS[type(layer)](layer, tuple(shape), tuple(x.shape[1:])):
                layers.append({name: store.keep(value) for name, value in spec.items()} | {"size": x[0].numel()})
        if store.count > MOST_WEIGHTS:
            raise Unsupported(f"its {store.count / 1e6:.0f} million weights are too many to send")
        if not _agree(function(probes), x):
            raise Unsupported(_does_more(function, probes))
    except Unsupported as reason:
        return str(reason)
    except (RuntimeError, ValueError, TypeError, IndexError):  # its children do not follow each other
        return _does_more(function, probes)
    return ShippedDecoder(layers, store.join())


def pack_decoders(decoders: Sequence[ShippedDecoder]) -> tuple[list[list[dict]], bytes]:
    """Return the layers of each and one array of weights for all, as little-endian float32, with its places mended."""
    layers, start = [], 0
    for decoder in decoders:
        layers.append([_moved(layer, start) for layer in decoder.layers])
        start += decoder.weights.numel()
    weights = [decoder.weights for decoder in decoders]
    return layers, torch.cat(weights).numpy().astype("<f4").tobytes() if weights else b""


def round_weights(weights: bytes) -> bytes:
    """Return packed weights with 9 binary digits each, 0.1 %: no eye sees it, and a page packs to half."""
    bits = np.frombuffer(weights, "<u4")
    return ((bits + 0x4000) & 0xFFFF8000).astype("<u4").tobytes()


def _moved(layer: dict, start: int) -> dict:
    "The layer with its weights' places behind those of the decoders before."
    places = ("weight", "bias", "scale", "shift")
    return {key: [value[0] + start, value[1]] if key in places and value else value for key, value in layer.items()}


class _Store:
    "Weights one behind the other."

    def __init__(self) -> None:
        self.parts: list[Tensor] = []
        self.count = 0

    def keep(self, value: Any) -> Any:
        "Put a tensor away and return its place; return anything else as it is."
        if not isinstance(value, Tensor):
            return value
        place = [self.count, value.numel()]
        self.parts.append(value.detach().float().flatten())
        self.count += value.numel()
        return place

    def join(self) -> Tensor:
        return torch.cat(self.parts) if self.parts else torch.zeros(0)


def _unfold(module: nn.Module) -> Iterator[nn.Module]:
    "The layers one after the other."
    if module._forward_hooks or module._forward_pre_hooks:
        raise Unsupported(f"{type(module).__name__} with a hook is not supported")
    if type(module) in SPECS:
        yield module
    elif isinstance(module, nn.Sequential) and type(module).forward is nn.Sequential.forward:
        for child in module:
            yield from _unfold(child)
    elif len(children := list(module.children())) == 1 and not isinstance(module, nn.ModuleList):
        yield from _unfold(children[0])  # _check_agreement finds out whether its forward does more
    else:
        raise Unsupported(f"{type(module).__name__} is not supported")


def _agree(got: Any, expected: Any) -> bool:
    if not isinstance(got, Tensor) or not isinstance(expected, Tensor) or got.numel() != expected.numel():
        return False
    error = (got.float().flatten() - expected.float().flatten()).abs().max()
    return bool(error <= AGREEMENT * expected.abs().max().clamp(min=1e-6))


def _does_more(function: nn.Module, probes: Tensor) -> str:
    """Name the innermost module whose forward has steps of its own: a residual block, not what it stands in."""
    calls: list[tuple[nn.Module, tuple, Any]] = []
    wrappers = [m for m in function.modules() if type(m) not in SPECS and len(list(m.children())) == 1]
    hooks = [m.register_forward_hook(lambda m, given, out: calls.append((m, given, out))) for m in wrappers]
    try:
        function(probes)
        blamed = next((m for m, given, out in calls if not _agree(_try(next(m.children()), given), out)), function)
    finally:
        for hook in hooks:
            hook.remove()
    return f"the forward of {type(blamed).__name__} does more than its layers"


def _try(child: nn.Module, given: tuple) -> Any:
    try:
        return child(*given)
    except (RuntimeError, ValueError, TypeError, IndexError):  # its forward prepares what the child takes
        return None
