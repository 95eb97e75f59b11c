"""Decoding in the kernel: one message with codes comes in, one with raw bytes goes out."""

from __future__ import annotations

from typing import Any

import torch

from gencourse._validate import check_in_range
from gencourse.widgets._latent_data import LatentData

MOST_CODES = 64  # in a message


def answer(data: LatentData, message: Any) -> tuple[dict, list[bytes]] | None:
    """Return the reply to {"type": "decode", "id": text, "points": codes}: one buffer of uint8 for each decoder.

    What cannot be decoded gets a sentence back as "error", since the browser waits for each answer. None for what is
    no request.
    """
    if not isinstance(message, dict) or message.get("type") != "decode" or not isinstance(message.get("id"), str):
        return None
    reply = {"type": "decoded", "id": message["id"]}
    try:
        codes = _check_points(message.get("points"), data.latent_dim)
        return reply, [decoder.decode(codes).contiguous().numpy().tobytes() for decoder in data.decoders]
    except KeyboardInterrupt:
        return {**reply, "error": "The kernel was interrupted while it decoded. Move on, and it decodes again."}, []
    except Exception as error:  # the decoder is the learner's own code
        return {**reply, "error": f"The kernel could not decode this: {str(error) or type(error).__name__}"}, []


def _check_points(points: Any, latent_dim: int) -> torch.Tensor:
    codes = torch.tensor(points, dtype=torch.float32)
    if codes.ndim != 2 or codes.shape[1] != latent_dim or not codes.isfinite().all():
        raise ValueError(f"expected finite codes of shape [B, {latent_dim}], got {list(codes.shape)}.")
    check_in_range("the number of codes", len(codes), 1, MOST_CODES)
    return codes
