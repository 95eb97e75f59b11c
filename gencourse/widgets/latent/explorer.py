"""The latent explorer of lesson 03: a decoder under the learner's hand, live."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import torch
import traitlets
from torch import Tensor, nn

from gencourse.widgets.kit.base import CourseWidget
from gencourse.widgets.kit.decoders.layers import ShippedDecoder, pack_decoders, round_weights
from gencourse.widgets.kit.labels import CLASS_COLOURS
from gencourse.widgets.kit.traits import Numbers
from gencourse.widgets.latent.data import LatentData, find_latents, name_latents, unused_latents
from gencourse.widgets.latent.kernel import answer
from gencourse.widgets.latent.picture import LatentState, find_z, latent_picture

__all__ = ["LatentExplorer", "LatentState", "find_latents", "latent_picture"]


class LatentExplorer(CourseWidget):
    """Move through a latent space and between two images; the decoder's picture follows.

    decoder: [B, k] -> [B, 1 or 3, H, W] (or flat pixels), k at most 64; output: "sigmoid" if it returns logits.
    codes: [N, k] with their labels [N] and images [N, 1 or 3, H, W] in [0, 1]; the first 1,000 are shown. Two latents
    give a map of where most codes lie, which zooms and moves; more give sliders, with rates [k] in their labels: the
    mean KL of each latent of a VAE, in nats.
    compare: a second decoder for the same codes; titles: what to call the two.
    `z` [k] is the point that is decoded, `ends` the two images (indices) and `position` in [0, 1] the place between
    them, on a `path` "straight" or "spherical"; `tab` is "explore" or "between". Set them and the widget moves.
    A decoder made of the usual layers runs in the browser, any other in the kernel; `runs_in` says where.
    """

    _folder = Path(__file__).parent

    z = Numbers(lambda explorer: (explorer.latent_dim,)).tag(sync=True)
    tab = traitlets.Enum(["explore", "between"], "explore").tag(sync=True)
    holes = traitlets.Bool(False).tag(sync=True)
    ends = traitlets.List(traitlets.Int(), [0, 0]).tag(sync=True)
    position = traitlets.Float(0.0).tag(sync=True)
    path = traitlets.Enum(["straight", "spherical"], "straight").tag(sync=True)
    _codes = traitlets.Bytes().tag(sync=True)
    _images = traitlets.Bytes().tag(sync=True)
    _weights = traitlets.Bytes().tag(sync=True)
    _frame = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        decoder: nn.Module,
        *,
        codes: Any = None,
        labels: Any = None,
        images: Any = None,
        latent_dim: int | None = None,
        output: str = "identity",
        compare: nn.Module | None = None,
        titles: Sequence[str] = ("decoded", "compared"),
        rates: Any = None,
    ) -> None:
        self._given = {
            "compare": compare,
            "titles": _check_titles(titles),
            "codes": codes,
            "labels": labels,
            "images": images,
            "latent_dim": latent_dim,
            "output": output,
            "rates": rates,
        }
        self._decoder = decoder
        self._data = find_latents(decoder, **self._given)
        super().__init__(z=_start(self._data), ends=_two_ends(self._data), **_shipped(self._data))
        self.on_msg(self._reply)

    @property
    def latent_dim(self) -> int:
        """How many numbers a code has."""
        return self._data.latent_dim

    @property
    def runs_in(self) -> str:
        """Where the decoder runs, and why if it is the kernel."""
        return f"kernel: {self._data.reason}" if self._data.reason else "browser"

    @property
    def state(self) -> LatentState:
        """What the widget shows now; `latent_picture` draws it."""
        return LatentState(self.tab, self.z, self.holes, (self.ends[0], self.ends[1]), self.position, self.path)

    @property
    def image(self) -> Tensor:
        """What the decoder makes of z: [channels, H, W] in [0, 1]."""
        return self._data.decoders[0].decode(torch.tensor([self.z]))[0].permute(2, 0, 1).float() / 255

    def update(self, decoder: nn.Module | None = None, **changes: Any) -> None:
        """Show the decoder as it is now, or another one, and keep the place: explorer.update(decoder, codes=...).

        changes: codes, labels, images, rates, compare, output, as in LatentExplorer; what is not given stays.
        """
        if self.comm is None:
            raise ValueError("This explorer was closed: make a new LatentExplorer.")
        unknown = changes.keys() - self._given.keys()
        if unknown:
            raise TypeError(f"update takes {', '.join(self._given)}, got {', '.join(sorted(unknown))}.")
        decoder = self._decoder if decoder is None else decoder
        given = {**self._given, **changes}
        data = find_latents(decoder, **given)
        if data.latent_dim != self.latent_dim:
            raise ValueError(
                f"update should keep the {self.latent_dim} latents, got a decoder of {data.latent_dim}: "
                "make a new LatentExplorer."
            )
        with self._lock, self.hold_sync():  # one message: no view sees new codes with old weights
            self._decoder, self._given, self._data = decoder, given, data
            if len(data.codes) < 2:
                self.tab = "explore"
            if max(self.ends) >= max(2, len(data.codes)):
                self.ends = _two_ends(data)
            for name, value in _shipped(data, self._frame["version"] + 1).items():
                setattr(self, name, value)

    def picture(self) -> bytes:
        return latent_picture(self._data, self.state)

    def describe(self) -> str:
        z = find_z(self._data, self.state)
        numbers = ", ".join(f"{value:.2f}" for value in z[:8]) + (", ..." if len(z) > 8 else "")
        if self.tab == "explore":
            unused = unused_latents(self._data)
            names = ", ".join(f"z{i}" for i in unused)
            rest = f" Hardly used, by their rates: {names}." if unused else ""
            return f"The decoder's picture of the code [{numbers}].{rest}"
        a, b = self.ends
        return (
            f"The decoder's pictures on the {self.path} way from the code of image {a} to that of image {b}, "
            f"and the pixel cross-fade of the two images; now at {self.position:.0%}."
        )

    def __repr__(self) -> str:
        data = self._data
        seen = f"{data.count:,} codes, " if data.count else ""
        closed = "; closed" if self.comm is None else ""
        return f"LatentExplorer({self.latent_dim} latents, {seen}{data.size}; decodes in the {self.runs_in}{closed})"

    def _page_state(self) -> dict[str, Any]:
        if self._data.reason:
            raise ValueError(f"A page has no kernel, and the browser cannot run this decoder: {self._data.reason}.")
        return {**super()._page_state(), "_weights": round_weights(self._weights)}

    def _reply(self, widget: Any, message: Any, buffers: Any) -> None:
        reply = answer(self._data, message)
        if reply is not None:
            self.send(*reply)

    @traitlets.validate("ends")
    def _check_ends(self, proposal: Any) -> list[int]:
        last = max(1, len(self._data.codes) - 1)
        ends = proposal["value"]
        if len(ends) != 2 or not all(0 <= end <= last for end in ends):
            raise traitlets.TraitError(f"ends should be two indices of shown images, 0 to {last}, got {ends}.")
        return ends

    @traitlets.validate("position")
    def _check_position(self, proposal: Any) -> float:
        if not 0 <= proposal["value"] <= 1:
            raise traitlets.TraitError(f"position should be between 0 and 1, got {proposal['value']:g}.")
        return proposal["value"]

    @traitlets.validate("tab")
    def _check_tab(self, proposal: Any) -> str:
        if proposal["value"] == "between" and len(self._data.codes) < 2:
            raise traitlets.TraitError('tab "between" needs two codes: LatentExplorer(decoder, codes=...).')
        return proposal["value"]


def _check_titles(titles: Sequence[str]) -> tuple[str, str]:
    if not isinstance(titles, list | tuple) or len(titles) != 2:
        raise ValueError(f"titles should be two names, one for each decoder, got {titles!r}.")
    return str(titles[0]), str(titles[1])


def _start(data: LatentData) -> list[float]:
    "The first code; without codes the middle."
    return data.codes[0].tolist() if len(data.codes) else [0.0] * data.latent_dim


def _two_ends(data: LatentData) -> list[int]:
    "The first image, and the first of another class."
    other = next((i for i, label in enumerate(data.labels) if label != data.labels[0]), 1)
    return [0, other]


def _shipped(data: LatentData, version: int = 0) -> dict[str, Any]:
    "What the browser is told at the start and after an update; by the version it sees that there was one."
    images = data.decoders[0].decode(data.codes) if data.images is None else data.images
    shipped = [decoder.shipped for decoder in data.decoders if isinstance(decoder.shipped, ShippedDecoder)]
    layers, weights = pack_decoders([] if data.reason else shipped)
    frame = {
        "version": version,
        "latents": data.latent_dim,
        "names": name_latents(data),
        "rated": data.rates is not None,
        "size": list(data.size),
        "titles": [decoder.title for decoder in data.decoders],
        "output": data.decoders[0].output,
        "layers": layers,
        "reason": data.reason,
        "notice": " ".join(filter(None, (decoder.notice for decoder in data.decoders))),
        "count": data.count,
        "labels": data.labels,
        "classes": [[*entry, *colours] for entry, colours in zip(data.classes, cycle(CLASS_COLOURS), strict=False)],
        "realImages": data.images is not None,
        "low": data.low,
        "high": data.high,
        "usual": data.usual,
    }
    return {
        "_codes": data.codes.numpy().astype("<f4").tobytes(),
        "_images": images.contiguous().numpy().tobytes(),
        "_weights": weights,
        "_frame": frame,
    }
