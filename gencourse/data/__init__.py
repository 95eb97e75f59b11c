"""Data that needs no network, each set as tensors."""

from gencourse.data.images import LabelledImages, digits
from gencourse.data.toy import two_moons

__all__ = ["LabelledImages", "digits", "two_moons"]
