"""Errors say what was expected, what arrived and the likely fix."""

import numpy as np
import pytest
import torch

from gencourse._validate import check_finite, check_in_range, check_shape


def test_a_right_shape_passes():
    check_shape("x", torch.zeros(3, 2), ("N", 2))


@pytest.mark.parametrize("x", [torch.zeros(3), torch.zeros(3, 3), torch.zeros(1, 3, 2)])
def test_a_wrong_shape_is_named(x):
    with pytest.raises(ValueError, match=r"x should have shape \[N, 2\], got .* Use x\[None\]\."):
        check_shape("x", x, ("N", 2), "Use x[None].")


@pytest.mark.parametrize(
    ("x", "got"), [(None, "a NoneType"), ([1], "a list"), (3, "an int"), (np.zeros(2), "an ndarray from numpy")]
)
def test_what_is_no_tensor_is_named(x, got):
    with pytest.raises(TypeError, match=f"x should be a tensor of shape .*, got {got}"):
        check_shape("x", x, ("N",))


@pytest.mark.parametrize("value", [-1, 11, float("nan")])
def test_a_value_out_of_range_is_named(value):
    with pytest.raises(ValueError, match="k should be between 0 and 10, got"):
        check_in_range("k", value, 0, 10)


def test_values_that_are_not_finite_are_counted():
    with pytest.raises(ValueError, match="x should be finite, but 2 of 3 values are not"):
        check_finite("x", torch.tensor([[1.0, torch.nan, torch.inf]]))


@pytest.mark.parametrize(
    "refuse",
    [
        lambda fix: check_shape("x", torch.zeros(3), ("N", 2), fix),
        lambda fix: check_in_range("k", 11, 0, 10, fix),
        lambda fix: check_finite("x", torch.tensor([torch.nan]), fix),
    ],
    ids=["shape", "range", "finite"],
)
def test_the_fix_is_the_last_sentence(refuse):
    "And nothing stands in its place where there is none"
    with pytest.raises(ValueError, match=r"\. Look into the data\.$"):
        refuse("Look into the data.")
    with pytest.raises(ValueError, match=r"[^.]\.$"):
        refuse("")
