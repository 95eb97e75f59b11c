"""Which device to compute on, in which precision, and one seed for everything."""

from __future__ import annotations

import os
import random
from contextlib import AbstractContextManager, nullcontext

import numpy as np
import torch

from gencourse._validate import CourseError


def get_device() -> torch.device:
    """Return the device that GENCOURSE_DEVICE names: auto (the default), cpu, cuda or mps.

    `auto` takes a GPU where there is one. Raises CourseError if the name is unknown or that device is missing.
    """
    name = os.environ.get("GENCOURSE_DEVICE", "auto").lower()
    # In the order in which `auto` prefers them
    available = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if name == "auto":
        return torch.device(next(device for device, there in available.items() if there))
    if name not in available:
        raise CourseError(f"GENCOURSE_DEVICE should be auto, cpu, cuda or mps, got {name!r}.")
    if not available[name]:
        raise CourseError(f"GENCOURSE_DEVICE asks for {name}, which torch does not find here. Unset it or use cpu.")
    return torch.device(name)


def seed_everything(seed: int) -> None:
    """Seed Python's, numpy's and torch's random numbers, on every device."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def autocast(device: torch.device | str) -> AbstractContextManager[object]:
    """Compute in bfloat16 where the device is faster at it, else change nothing.

    A processor without AVX-512's bf16 instructions would be five times slower. Weights are cast anew at each use, so
    that a whole training can stand inside: torch's cache would keep those from before the first step.
    """
    device = torch.device(device)
    if not _fast_bfloat16(device):
        return nullcontext()
    return torch.autocast(device.type, dtype=torch.bfloat16, cache_enabled=False)


def _fast_bfloat16(device: torch.device) -> bool:
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)  # emulated it is not faster
    if device.type != "cpu" or torch.backends.cpu.get_cpu_capability() != "AVX512":  # ATEN_CPU_CAPABILITY may cap it
        return False
    supported = getattr(torch.cpu, "_is_avx512_bf16_supported", None)  # private, so it may go
    return supported is not None and supported()
