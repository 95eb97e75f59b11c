"""Distances, errors, angles and ratios, against scipy and by hand."""

import numpy as np
import pytest
import torch
from scipy.linalg import subspace_angles
from scipy.spatial import cKDTree
from torch.testing import assert_close

from gencourse.metrics import compression_ratio, nearest_neighbour_distance, squared_error, subspace_angle


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


def test_the_squared_error_is_a_sum_over_features_and_a_mean_over_the_batch():
    x, y = torch.randn(6, 1, 4, 4), torch.randn(6, 1, 4, 4)
    assert_close(squared_error(x, y), 16 * torch.nn.functional.mse_loss(x, y))


def test_a_shape_that_would_broadcast_is_refused():
    with pytest.raises(ValueError, match=r"shape of x, \[6, 4\], got \[1, 4\]"):
        squared_error(torch.zeros(6, 4), torch.zeros(1, 4))


def test_the_angle_equals_scipys():
    a, b = torch.randn(9, 3, dtype=torch.float64), torch.randn(9, 3, dtype=torch.float64)
    expected = np.rad2deg(subspace_angles(a.numpy(), b.numpy()).max())
    assert_close(subspace_angle(a, b), torch.tensor(expected))


def test_another_basis_spans_the_same_subspace():
    a = torch.randn(50, 9, 3, dtype=torch.float64)
    mixed = a @ (torch.randn(50, 3, 3, dtype=torch.float64) + 3 * torch.eye(3))
    assert all(subspace_angle(*pair) < 1e-5 for pair in zip(a, mixed, strict=True))


def test_orthogonal_subspaces_are_at_ninety_degrees():
    basis = torch.eye(6, dtype=torch.float64)
    assert_close(subspace_angle(basis[:, :2], basis[:, 2:4]), torch.tensor(90.0, dtype=torch.float64))


def test_half_the_numbers_of_twice_the_bits_save_nothing():
    assert compression_ratio(100, 50, 8, 16) == 1.0
    with pytest.raises(ValueError, match="width should be between 1"):
        compression_ratio(100, 0, 8, 16)
