"""Decoding in the kernel: one message with codes comes in, one with raw bytes goes out."""

from __future__ import annotations

from typing import Any

import torch

from gencourse._validate import check_in_range
from gencourse.widgets.kit.kernel_calls import Reply, answer_call
from gencourse.widgets.latent.data import LatentData

MOST_CODES = 64  # in a message


def answer(data: LatentData, message: Any) -> Reply | None:
    """Return the reply to {"type": "decode", "id": text, "points": codes}: one buffer of uint8 for each decoder."""

    def decode(message: dict) -> list[bytes]:
        codes = _check_points(message.get("points"), data.latent_dim)
        return [decoder.decode(codes).contiguous().numpy().tobytes() for decoder in data.decoders]

    return answer_call(message, decode, asks="decode", answers="decoded", purpose="decode this")


def _check_points(points: Any, latent_dim: int) -> torch.Tensor:
    codes = torch.tensor(points, dtype=torch.float32)
    if codes.ndim != 2 or codes.shape[1] != latent_dim or not codes.isfinite().all():
        raise ValueError(f"expected finite codes of shape [B, {latent_dim}], got {list(codes.shape)}.")
    check_in_range("the number of codes", len(codes), 1, MOST_CODES)
    return codes
