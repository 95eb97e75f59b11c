"""Running the digit pad's model in the kernel: one message with pixels comes in, one with raw numbers goes out."""

from __future__ import annotations

from typing import Any

import torch

from gencourse.widgets._digit_pad_data import PadData
from gencourse.widgets._digit_pad_model import PIXELS


def answer_message(data: PadData, message: Any) -> tuple[dict, list[bytes]] | None:
    """Return the reply to {"type": "run", "id": text, "pixels": 784 numbers}: float32, the output and then the code.

    What the model cannot take gets a sentence back as "error". None for what is no request.
    """
    if not isinstance(message, dict) or message.get("type") != "run" or not isinstance(message.get("id"), str):
        return None
    reply = {"type": "ran", "id": message["id"]}
    try:
        pixels = torch.tensor(message.get("pixels"), dtype=torch.float32)
        if pixels.shape != (PIXELS,) or not pixels.isfinite().all():
            raise ValueError(f"expected {PIXELS} finite pixels, got shape {list(pixels.shape)}.")
        return reply, [torch.cat(data.model.run(pixels[None]), dim=1).numpy().astype("<f4").tobytes()]
    except (ValueError, TypeError, RuntimeError) as error:
        return {**reply, "error": f"The kernel could not run the model: {error}"}, []
