"""The widget of lesson 01: sliders on the bottleneck's own numbers, and PCA's optimum at every width."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
import traitlets
from torch import Tensor, nn

from gencourse.models import PCA
from gencourse.widgets.bottleneck.flat import Bottleneck, find_bottleneck
from gencourse.widgets.bottleneck.picture import (
    BottleneckState,
    bottleneck_picture,
    find_error_axis,
    find_limits,
    find_output,
)
from gencourse.widgets.kit.base import CourseWidget
from gencourse.widgets.kit.traits import Numbers

__all__ = ["BottleneckExplorer", "BottleneckState", "bottleneck_picture", "find_bottleneck", "find_output"]

WORST_CONDITION = 1e6  # of a mixing: beyond it the output would move


class BottleneckExplorer(CourseWidget):
    """Push the numbers inside a linear bottleneck, mix them, and see what PCA needs at each width.

    encoder: [B, D] -> [B, k], decoder: [B, k] -> [B, D], both affine; k at most 16, D at most 2,000. signals: [N, D]:
    the first eight can be chosen, all count for the widths. pca: fitted, or None to fit it to the signals.
    `signal` (an index), `z` [k], `mixing` [k, k], `width` and `tab` ("numbers" or "width") hold what the widget shows;
    set them and it moves. `z` is the code multiplied by `mixing`: a new mixing changes z and keeps `output`, a new
    signal brings its code.
    """

    _folder = Path(__file__).parent

    signal = traitlets.Int(0).tag(sync=True)
    z = Numbers(lambda explorer: (explorer.latent_dim,)).tag(sync=True)
    mixing = Numbers(lambda explorer: (explorer.latent_dim,) * 2).tag(sync=True)
    width = traitlets.Int().tag(sync=True)
    tab = traitlets.Enum(["numbers", "width"], "numbers").tag(sync=True)
    _signals = traitlets.Bytes().tag(sync=True)
    _encoder = traitlets.Bytes().tag(sync=True)
    _decoder = traitlets.Bytes().tag(sync=True)
    _flats = traitlets.Bytes().tag(sync=True)
    _frame = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        encoder: nn.Module,
        decoder: nn.Module,
        signals: Tensor,
        *,
        pca: PCA | None = None,
        widths: Sequence[int] = range(1, 17),
    ) -> None:
        self._bottleneck = find_bottleneck(encoder, decoder, signals, pca, widths)
        self._follows = False
        flats, identity = self._bottleneck.flats, torch.eye(self.latent_dim, dtype=torch.float64)
        super().__init__(
            z=self._bottleneck.encode(0, identity),
            mixing=identity,
            width=flats.widths[min(2, len(flats.widths) - 1)],
            _signals=_as_bytes(self._bottleneck.choices),
            _encoder=_as_bytes(self._bottleneck.encoder.columns.T, self._bottleneck.encoder.bias),
            _decoder=_as_bytes(self._bottleneck.decoder.columns, self._bottleneck.decoder.bias),
            _flats=_as_bytes(flats.components, flats.mean),
            _frame=_frame_of(self._bottleneck),
        )
        self._follows = True

    @property
    def latent_dim(self) -> int:
        """How many numbers the bottleneck has."""
        return self._bottleneck.latent_dim

    @property
    def state(self) -> BottleneckState:
        """What the widget shows now; `bottleneck_picture` draws it."""
        return BottleneckState(self.tab, self.signal, self.z, self.mixing, self.width)

    @property
    def output(self) -> Tensor:
        """What the decoder, with its mixing undone first, makes of z: [D]."""
        return find_output(self._bottleneck, self.state._replace(tab="numbers")).float()

    @property
    def waves(self) -> Tensor:
        """What each number of z adds to the output: [k, D]."""
        return self._bottleneck.waves(torch.tensor(self.mixing, dtype=torch.float64)).float()

    def picture(self) -> bytes:
        return bottleneck_picture(self._bottleneck, self.state)

    def describe(self) -> str:
        x = self._bottleneck.choices[self.signal]
        error = (find_output(self._bottleneck, self.state) - x).square().sum().item()
        kept = self.latent_dim if self.tab == "numbers" else self.width
        through = "the decoder's output" if self.tab == "numbers" else "its nearest point on PCA's flat"
        return (
            f"{self._which()} and {through} from {kept} number{'s' * (kept != 1)}. "
            f"Squared error, summed over {len(x)} points: {error:.3g}."
        )

    def __repr__(self) -> str:
        points = self._bottleneck.choices.shape[1]
        return f"BottleneckExplorer({points} points through {self.latent_dim} numbers; {self._which().lower()})"

    def _which(self) -> str:
        return f"Signal {self.signal + 1} of {len(self._bottleneck.choices)}"

    def set_state(self, sync_data: dict) -> None:
        """Take the browser's word: it sends the code along with the signal or mixing that it belongs to."""
        self._follows = False
        try:
            super().set_state(sync_data)
        finally:
            self._follows = True

    def notify_change(self, change: Any) -> None:
        """Tell the browser a signal or mixing together with the code that follows: no frame shows half of it."""
        with self.hold_sync():
            super().notify_change(change)

    @traitlets.observe("signal")
    def _encode(self, change: Any) -> None:
        if self._follows:
            self.z = self._bottleneck.encode(self.signal, torch.tensor(self.mixing, dtype=torch.float64)).tolist()

    @traitlets.observe("mixing")
    def _keep_output(self, change: Any) -> None:
        if self._follows:
            before, after, z = (torch.tensor(v, dtype=torch.float64) for v in (change["old"], change["new"], self.z))
            self.z = (after @ torch.linalg.solve(before, z)).tolist()

    @traitlets.validate("signal")
    def _check_signal(self, proposal: Any) -> int:
        last = len(self._bottleneck.choices) - 1
        if not 0 <= proposal["value"] <= last:
            raise traitlets.TraitError(
                f"signal should be between 0 and {last}, got {proposal['value']}: it counts from 0."
            )
        return proposal["value"]

    @traitlets.validate("mixing")
    def _check_mixing(self, proposal: Any) -> list[list[float]]:
        condition = torch.linalg.cond(torch.tensor(proposal["value"], dtype=torch.float64)).item()
        if not condition <= WORST_CONDITION:
            raise traitlets.TraitError(
                f"mixing should be invertible, with a condition number of at most {WORST_CONDITION:g}, got one of "
                f"{condition:.2g}: from the mixed codes nobody could tell the codes again."
            )
        return proposal["value"]

    @traitlets.validate("width")
    def _check_width(self, proposal: Any) -> int:
        widths = self._bottleneck.flats.widths
        if proposal["value"] not in widths:
            raise traitlets.TraitError(f"width should be one of {widths}, got {proposal['value']}.")
        return proposal["value"]


def _frame_of(bottleneck: Bottleneck) -> dict:
    flats = bottleneck.flats
    return {
        "latents": bottleneck.latent_dim,
        "points": bottleneck.choices.shape[1],
        "count": bottleneck.count,
        "limits": find_limits(bottleneck),
        "codeMean": bottleneck.code_mean.tolist(),
        "codeCov": bottleneck.code_cov.tolist(),
        "widths": flats.widths,
        "errors": flats.errors,
        "error": bottleneck.error,
        "errorAxis": find_error_axis(bottleneck),
    }


def _as_bytes(*tensors: Tensor) -> bytes:
    # a typed array reads the machine's order, which is little-endian wherever a browser runs
    return b"".join(tensor.contiguous().numpy().astype("<f4").tobytes() for tensor in tensors)
