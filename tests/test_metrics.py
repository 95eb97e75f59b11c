"""Distances between sets."""

import pytest
import torch
from scipy.spatial import cKDTree
from torch.testing import assert_close

from gencourse.metrics import nearest_neighbour_distance


def test_the_distance_equals_scipys():
    a, b = torch.randn(30, 4), torch.randn(50, 4)
    expected = cKDTree(b.double().numpy()).query(a.double().numpy())[0]
    assert_close(nearest_neighbour_distance(a, b).double(), torch.from_numpy(expected), rtol=1e-5, atol=1e-5)


def test_a_copy_is_at_distance_zero():
    x = 10 + torch.randn(64, 784)
    assert nearest_neighbour_distance(x, x.flip(0)).max() == 0


def test_images_must_be_flattened():
    with pytest.raises(ValueError, match=r"b should have shape \[M, D\], got \[2, 1, 28, 28\]"):
        nearest_neighbour_distance(torch.zeros(2, 784), torch.zeros(2, 1, 28, 28))
    with pytest.raises(ValueError, match="Flatten images first"):
        nearest_neighbour_distance(torch.zeros(2, 1, 28, 28), torch.zeros(2, 784))
