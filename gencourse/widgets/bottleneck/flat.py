"""The numbers behind the bottleneck explorer: what an affine autoencoder and PCA keep of a set of signals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from numbers import Integral
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from gencourse._validate import a_type, check_finite, check_in_range, check_shape
from gencourse.models import PCA
from gencourse.widgets.bottleneck.affine import Affine, read_affine
from gencourse.widgets.kit.given import take_tensor

MOST_LATENTS = 16  # sliders
MOST_POINTS = 2_000  # of a signal
MOST_SIGNALS = 20_000
MOST_CHOICES = 8
MOST_WIDTH = 64


class Flats(NamedTuple):
    """PCA's optimum at each width.  mean: [D], components: [W, D], W the largest width.

    errors: at each width, squared, summed over a signal's points and averaged over all signals.
    """

    mean: Tensor
    components: Tensor
    widths: list[int]
    errors: list[float]

    def project(self, x: Tensor, width: int) -> Tensor:
        """Return the nearest points [B, D] of the flat of this width, in float64.  x: [B, D]"""
        mean, components = self.mean.double(), self.components[:width].double()
        return mean + (x.double() - mean) @ components.T @ components


class Bottleneck(NamedTuple):
    """An affine autoencoder, the signals to look at (choices: [n, D] float32) and what PCA can do.

    count: of all signals; error: the autoencoder's, in the unit of Flats.errors; code_mean: [k], code_cov: [k, k].
    """

    encoder: Affine
    decoder: Affine
    choices: Tensor
    flats: Flats
    count: int
    error: float
    code_mean: Tensor
    code_cov: Tensor

    @property
    def latent_dim(self) -> int:
        return len(self.code_mean)

    def encode(self, signal: int, mixing: Tensor) -> Tensor:
        """Return the code of a choice, mixed: [k]."""
        return mixing @ self.encoder(self.choices[signal][None])[0]

    def waves(self, mixing: Tensor) -> Tensor:
        """Return what each number of a mixed code adds to the output: [k, D]."""
        return torch.linalg.solve(mixing.T, self.decoder.columns.double())  # z = M u and u @ W = z @ (M^-T W)

    def decode(self, z: Tensor, mixing: Tensor) -> Tensor:
        """Return the output [D] for the mixed code z: [k]."""
        return z @ self.waves(mixing) + self.decoder.bias.double()


def find_bottleneck(
    encoder: nn.Module, decoder: nn.Module, signals: Tensor, pca: PCA | None, widths: Sequence[int]
) -> Bottleneck:
    """Check what the explorer was given and compute what it shows. Each error says what was expected."""
    x = _check_signals(signals)
    encode = read_affine("encoder", encoder, x[:64])
    latent_dim = len(encode.bias)
    check_in_range("the number of latents", latent_dim, 1, MOST_LATENTS, "Each gets a slider.")
    codes = encode(x)
    decode = read_affine("decoder", decoder, codes[:64])
    if len(decode.bias) != x.shape[1]:
        raise ValueError(
            f"decoder should return the {x.shape[1]} points of a signal, got {len(decode.bias)} for each code."
        )
    flats = _find_flats(x, pca, _check_widths(widths))
    centred = codes - codes.mean(0)
    return Bottleneck(
        encode,
        decode,
        x[:MOST_CHOICES].clone(),
        flats,
        count=len(x),
        error=_squared_error(decode(codes), x),
        code_mean=codes.mean(0),
        code_cov=centred.T @ centred / len(codes),
    )


def _check_signals(signals: Any) -> Tensor:
    "The signals as float32 on the CPU."
    signals = take_tensor("signals", signals, "[N, D]")
    check_shape("signals", signals, ("N", "D"), "For one signal, x[None]; for images, x.flatten(1).")
    few = f"signals[:{MOST_SIGNALS}] takes fewer." if len(signals) else ""
    check_in_range("the number of signals", len(signals), 1, MOST_SIGNALS, few)
    check_in_range("the number of points of a signal", signals.shape[1], 2, MOST_POINTS)
    x = signals.to(torch.float32)
    check_finite("signals", x)
    return x


def _check_widths(widths: Sequence[int]) -> list[int]:
    if isinstance(widths, str) or not isinstance(widths, Iterable) or not all(isinstance(w, Integral) for w in widths):
        raise TypeError(f"widths should be whole numbers that grow, such as range(1, 17), got {widths!r}.")
    listed = [int(width) for width in widths]
    if not listed or listed != sorted(set(listed)):
        raise ValueError(f"widths should be numbers that grow, such as range(1, 17), got {listed}.")
    check_in_range("the first width", listed[0], 1, MOST_WIDTH)
    check_in_range("the last width", listed[-1], 1, MOST_WIDTH)
    return listed


def _find_flats(x: Tensor, pca: PCA | None, widths: list[int]) -> Flats:
    most = widths[-1]
    if pca is None:
        if len(x) < 2:
            raise ValueError(
                f"signals should be at least 2, as PCA is fitted to how they differ, got {len(x)}. Give more signals, "
                "or a fitted PCA: pca=PCA(k).fit(other_signals)."
            )
        fix = f"Give more signals, or fewer widths: widths=range(1, {min(len(x) - 1, x.shape[1]) + 1})."
        check_in_range("the last width", most, 1, min(len(x) - 1, x.shape[1]), fix)
        pca = PCA(most).fit(x)
    if not isinstance(pca, PCA):
        raise TypeError(f"pca should be a gencourse.models.PCA, got {a_type(pca)}.")
    if pca.mean.numel() == 0:
        raise ValueError("pca should be fitted before the explorer shows it: call pca.fit(signals).")
    check_in_range("the last width", most, 1, pca.k, f"pca has {pca.k} components: widths=range(1, {pca.k + 1}).")
    check_shape("pca.mean", pca.mean, (x.shape[1],), "Fit it to these signals.")
    flats = Flats(pca.mean.cpu().float(), pca.components[:most].cpu().float(), widths, [])
    return flats._replace(errors=[_squared_error(flats.project(x, width), x) for width in widths])


def _squared_error(output: Tensor, x: Tensor) -> float:
    "Summed over a signal's points, averaged over the signals."
    return (output - x.double()).square().sum(1).mean().item()
