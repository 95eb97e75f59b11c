"""Which device to compute on, and one seed for everything."""

from __future__ import annotations

import os
import random

import numpy as np
import torch

from gencourse._validate import CourseError


def get_device() -> torch.device:
    """Return the device that GENCOURSE_DEVICE names: auto (the default), cpu, cuda or mps.

    `auto` takes a GPU where there is one. Raises CourseError if the name is unknown or that device is missing.
    """
    name = os.environ.get("GENCOURSE_DEVICE", "auto").lower()
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
