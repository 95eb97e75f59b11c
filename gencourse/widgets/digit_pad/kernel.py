"""Running the digit pad's model in the kernel: one message with pixels comes in, one with raw numbers goes out."""

from __future__ import annotations

from typing import Any

import torch

from gencourse.widgets.digit_pad.data import PadData
from gencourse.widgets.digit_pad.model import PIXELS
from gencourse.widgets.kit.kernel_calls import Reply, answer_call


def answer_message(data: PadData, message: Any) -> Reply | None:
    """Return the reply to {"type": "run", "id": text, "pixels": 784 numbers}: float32, the output and then the code."""

    def run(message: dict) -> list[bytes]:
        pixels = _check_pixels(message.get("pixels"))
        return [torch.cat(data.model.run(pixels[None]), dim=1).numpy().astype("<f4").tobytes()]

    return answer_call(message, run, asks="run", answers="ran", purpose="run the model")


def _check_pixels(values: Any) -> torch.Tensor:
    pixels = torch.tensor(values, dtype=torch.float32)
    if pixels.shape != (PIXELS,) or not pixels.isfinite().all():
        raise ValueError(f"expected {PIXELS} finite pixels, got shape {list(pixels.shape)}.")
    return pixels
