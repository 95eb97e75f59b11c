"""The pad of lesson 02: draw a digit, and see what an autoencoder makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
import traitlets
from torch import Tensor, nn

from gencourse._validate import check_finite, check_shape
from gencourse.widgets.digit_pad.data import (
    LEVELS,
    PadData,
    PadState,
    answer_to,
    check_pixels,
    drawing_of,
    find_data,
    find_nearest,
)
from gencourse.widgets.digit_pad.example import DIGIT, EXAMPLE
from gencourse.widgets.digit_pad.ink import SIDE
from gencourse.widgets.digit_pad.kernel import answer_message
from gencourse.widgets.digit_pad.model import PIXELS
from gencourse.widgets.digit_pad.picture import digit_pad_picture, error_line
from gencourse.widgets.kit.base import CourseWidget
from gencourse.widgets.kit.decoders.layers import pack_decoders, round_weights
from gencourse.widgets.kit.given import take_tensor

__all__ = ["DigitPad", "PadState", "digit_pad_picture", "find_data"]

NONE = -1  # no stored digit lies on the pad


class DigitPad(CourseWidget):
    """Draw with mouse, pen or finger; the model's answer follows the pen. At first an example is drawn and answered.

    model: takes pixels [B, 784] or [B, 1, 28, 28] and returns the same shape; output: "sigmoid" if it returns logits.
    images: [N, 1, 28, 28] in [0, 1] with labels [N]: digits to put on the pad, to compare with, and to measure the
    typical error on; the first 4,000 are used. What is drawn is scaled and centred as MNIST was.
    `drawing` [1, 28, 28] is what is on the pad; set it, or `stored`, an index into images, -1 for none. `noise` is the
    standard deviation of Gaussian noise, `seed` says which draw. `output` and `error` are the model's. The example goes
    with whatever is drawn or put there; `pad.strokes = []` wipes the pad.
    A model made of the usual layers runs in the browser, any other in the kernel; `runs_in` says where.
    """

    _folder = Path(__file__).parent

    strokes = traitlets.List(traitlets.List(traitlets.Float()), EXAMPLE).tag(sync=True)
    stored = traitlets.Int(NONE).tag(sync=True)
    noise = traitlets.Float(0.0).tag(sync=True)
    seed = traitlets.Int(0).tag(sync=True)
    _sheet = traitlets.List(traitlets.Float()).tag(sync=True)
    _images = traitlets.Bytes().tag(sync=True)
    _weights = traitlets.Bytes().tag(sync=True)
    _answer = traitlets.Bytes().tag(sync=True)  # to the example, where only the kernel could give it
    _frame = traitlets.Dict().tag(sync=True)

    def __init__(
        self, model: nn.Module, *, images: Any = None, labels: Any = None, output: str = "identity", noise: float = 0.0
    ) -> None:
        self._given = {"images": images, "labels": labels, "output": output}
        self._model = model
        self._data = find_data(model, **self._given)
        super().__init__(noise=noise)
        for name, value in _shipped(self._data, self.state).items():
            setattr(self, name, value)
        self.on_msg(self._reply)

    @property
    def runs_in(self) -> str:
        """Where the model runs, and why if it is the kernel."""
        return f"kernel: {self._data.model.shipped}" if isinstance(self._data.model.shipped, str) else "browser"

    @property
    def state(self) -> PadState:
        """What the pad shows now; `digit_pad_picture` draws it."""
        return PadState(self.strokes, self.stored, self._sheet, self.noise, self.seed)

    @property
    def drawing(self) -> Tensor:
        """What is drawn, centred and scaled, before noise: [1, 28, 28] in [0, 1]."""
        return torch.from_numpy(drawing_of(self._data, self.state)).float()[None]

    @drawing.setter
    def drawing(self, image: Tensor) -> None:
        image = take_tensor("drawing", image, "[1, 28, 28]")
        if image.shape == (SIDE, SIDE):
            image = image[None]
        check_shape("drawing", image, (1, SIDE, SIDE), "One image of digits().images is images[0].")
        x = image.float()
        check_finite("drawing", x)
        check_pixels("drawing", x)
        with self.hold_sync():
            self.strokes, self.stored = [], NONE
            self._sheet = x.clamp(0, 1).flatten().tolist() if x.any() else []

    @property
    def output(self) -> Tensor:
        """What the model returns for the drawing with its noise: [1, 28, 28]."""
        return torch.from_numpy(answer_to(self._data, self.state).output)[None]

    @property
    def error(self) -> float:
        """The squared error between the output and the drawing without noise, summed over pixels."""
        return answer_to(self._data, self.state).error

    def update(self, model: nn.Module | None = None, **changes: Any) -> None:
        """Ask the model as it is now, or another one, and keep the drawing: pad.update(model).

        changes: images, labels, output, as in DigitPad; what is not given stays.
        """
        if self.comm is None:
            raise ValueError("This pad was closed: make a new DigitPad.")
        unknown = changes.keys() - self._given.keys()
        if unknown:
            raise TypeError(f"update takes {', '.join(self._given)}, got {', '.join(sorted(unknown))}.")
        model = self._model if model is None else model
        given = {**self._given, **changes}
        data = find_data(model, **given)
        with self._lock, self.hold_sync():
            self._model, self._given, self._data = model, given, data
            if self.stored >= len(data.images):
                self.stored = NONE
            for name, value in _shipped(data, self.state, self._frame["version"] + 1).items():
                setattr(self, name, value)

    def picture(self) -> bytes:
        return digit_pad_picture(self._data, self.state)

    def describe(self) -> str:
        if self._data.model.trouble:
            return self._data.model.trouble
        if self.state.empty:
            return "A pad to draw a digit on. Nothing is drawn yet."
        near = ", ".join(neighbour.label for neighbour in find_nearest(self._data, self.state) if neighbour.label)
        noise = f" with noise of {self.noise:g}" if self.noise else ""
        count = len(self.strokes)
        drawn = f"A drawing of {count} stroke{'s' if count > 1 else ''}" if count else "An image"
        if self.strokes == EXAMPLE:
            drawn = f"An example, a drawn {DIGIT},"
        return (
            f"{drawn}{noise} and what the model returns for it: {error_line(self._data, self.state, self.error)}."
            + (f" The nearest stored digits are {near}." if near else "")
        )

    def __repr__(self) -> str:
        data = self._data
        seen = f"{data.count:,} images; " if data.count else ""
        code = f"a code of {data.model.latents} numbers; " if data.model.latents else ""
        closed = "; closed" if self.comm is None else ""
        return f"DigitPad({seen}{code}runs in the {self.runs_in}{closed})"

    def _page_state(self) -> dict[str, Any]:
        if isinstance(self._data.model.shipped, str):
            raise ValueError(
                f"A page has no kernel, and the browser cannot run this model: {self._data.model.shipped}."
            )
        return {**super()._page_state(), "_weights": round_weights(self._weights)}

    def _reply(self, widget: Any, message: Any, buffers: Any) -> None:
        reply = answer_message(self._data, message)
        if reply is not None:
            self.send(*reply)

    @traitlets.observe("stored", "_sheet")
    def _wipe_the_example(self, change: Any) -> None:
        "A digit that is put on the pad lies there alone."
        if self.strokes == EXAMPLE and change["new"] not in (NONE, []):
            self.strokes = []

    @traitlets.validate("strokes")
    def _check_strokes(self, proposal: Any) -> list[list[float]]:
        for stroke in proposal["value"]:
            if len(stroke) < 2 or len(stroke) % 2 or not all(0 <= value <= 1 for value in stroke):
                raise traitlets.TraitError(
                    "a stroke should be [x0, y0, x1, y1, ...] in shares of the pad, 0 to 1 from the upper left corner, "
                    f"got {stroke[:6]}."
                )
        return proposal["value"]

    @traitlets.validate("_sheet")
    def _check_sheet(self, proposal: Any) -> list[float]:
        sheet = proposal["value"]
        if len(sheet) not in (0, PIXELS) or not all(0 <= value <= 1 for value in sheet):
            raise traitlets.TraitError(
                f"the sheet should be {PIXELS} pixels in [0, 1] or none, got {len(sheet)} values."
            )
        return sheet

    @traitlets.validate("stored")
    def _check_stored(self, proposal: Any) -> int:
        last = len(self._data.images) - 1
        if not NONE <= proposal["value"] <= last:
            range_ = f"0 to {last}, or -1 for none" if last >= 0 else "-1, as there are no images"
            raise traitlets.TraitError(f"stored should be the index of an image, {range_}, got {proposal['value']}.")
        return proposal["value"]

    @traitlets.validate("noise")
    def _check_noise(self, proposal: Any) -> float:
        if not 0 <= proposal["value"] <= 1:
            raise traitlets.TraitError(f"noise should be between 0 and 1, got {proposal['value']:g}.")
        return proposal["value"]

    @traitlets.validate("seed")
    def _check_seed(self, proposal: Any) -> int:
        if not 0 <= proposal["value"] < 2**32:
            raise traitlets.TraitError(f"seed should be between 0 and 2^32 - 1, got {proposal['value']}.")
        return proposal["value"]


def _shipped(data: PadData, now: PadState, version: int = 0) -> dict[str, Any]:
    "What the browser is told at the start and after an update; by the version it sees that there was one."
    example = now._replace(strokes=EXAMPLE, stored=NONE, sheet=[])
    layers, weights = pack_decoders([] if isinstance(data.model.shipped, str) else data.model.shipped)
    frame = {
        "version": version,
        "layers": layers,
        "latents": data.model.latents,
        "output": data.model.output,
        "reason": data.model.shipped if isinstance(data.model.shipped, str) else "",
        "trouble": data.model.trouble,
        "notice": data.model.notice,
        "count": data.count,
        "labels": data.labels,
        "levels": LEVELS,
        "typical": data.typical,
        "reach": data.reach,
        "example": {"digit": DIGIT, "strokes": EXAMPLE, "noise": now.noise, "seed": now.seed},
    }
    return {
        "_images": data.images.numpy().tobytes(),
        "_weights": weights,
        "_answer": _answer_in_advance(data, example) if frame["reason"] and not frame["trouble"] else b"",
        "_frame": frame,
    }


def _answer_in_advance(data: PadData, state: PadState) -> bytes:
    "As the kernel would answer: float32, the output and then the code."
    answer = answer_to(data, state)
    return np.concatenate([answer.output.ravel(), answer.code]).astype("<f4").tobytes()
