"""The pad of lesson 02: draw a digit, and see what an autoencoder makes of it."""

from gencourse.widgets.digit_pad.pad import DigitPad, PadState, digit_pad_picture, find_data

__all__ = ["DigitPad", "PadState", "digit_pad_picture", "find_data"]
