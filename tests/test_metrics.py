"""Distances, errors, angles and ratios, against scipy and by hand."""

import math

import numpy as np
import pytest
import torch
from scipy.linalg import sqrtm, subspace_angles
from scipy.spatial import cKDTree
from torch.testing import assert_close

from gencourse.metrics import (
    compression_ratio,
    frechet_distance,
    kernel_distance,
    mode_coverage,
    nearest_neighbour_distance,
    psnr,
    squared_error,
    subspace_angle,
)


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


@pytest.mark.parametrize("measure", [squared_error, psnr])
def test_a_shape_that_would_broadcast_is_refused(measure):
    with pytest.raises(ValueError, match=r"shape of x, \[6, 4\], got \[1, 4\]"):
        measure(torch.zeros(6, 4), torch.zeros(1, 4))


def test_psnr_by_hand():
    "Off by .1 at every pixel is 20 dB; a tenth of the squared error is 10 dB more; equal images have no error"
    x = torch.full((3, 1, 4, 4), 0.5)
    assert_close(psnr(x, x + 0.1), torch.full((3,), 20.0))
    assert_close(psnr(x, x + 0.1 / 10**0.5), torch.full((3,), 30.0))
    assert psnr(x, x).tolist() == [torch.inf] * 3


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
    with pytest.raises(ValueError, match="width should be at least 1"):
        compression_ratio(100, 0, 8, 16)


def test_the_frechet_distance_equals_scipys():
    a, b = torch.randn(80, 5).double() @ torch.randn(5, 5).double(), 1 + torch.randn(60, 5).double()
    cross = sqrtm((a.T.cov() @ b.T.cov()).numpy()).real.trace()
    expected = (a.mean(0) - b.mean(0)).square().sum() + a.T.cov().trace() + b.T.cov().trace() - 2 * cross
    assert_close(frechet_distance(a, b), expected)


def test_the_frechet_distance_of_shifted_and_of_stretched_points():
    "A shift counts with its square; so does a difference in standard deviation; a set is at distance 0 from itself"
    a = torch.randn(500, 3).double()
    shift = torch.tensor([3.0, 0.0, 4.0]).double()
    assert_close(frechet_distance(a, a + shift), torch.tensor(25.0).double())
    assert_close(frechet_distance(a, 3 * a - 2 * a.mean(0)), 4 * a.var(0).sum())
    assert frechet_distance(a, a).abs() < 1e-9


def test_the_frechet_distance_on_a_line():
    "(mean_a - mean_b)^2 + (std_a - std_b)^2, also where all points coincide"
    a, b = 2 + 3 * torch.randn(40, 1).double(), torch.randn(30, 1).double()
    assert_close(frechet_distance(a, b), ((a.mean() - b.mean()).square() + (a.std() - b.std()).square()))
    assert_close(frechet_distance(a, torch.ones(9, 1)), (a.mean() - 1).square() + a.var())


def test_fewer_rows_than_features_are_no_trouble_and_one_row_is():
    assert frechet_distance(torch.randn(5, 12), torch.randn(4, 12)).isfinite()
    with pytest.raises(ValueError, match="number of rows should be at least 2, got 1"):
        frechet_distance(torch.randn(1, 3), torch.randn(4, 3))


def test_a_mode_needs_its_share_of_the_samples_and_one_lucky_sample_is_none():
    "Of 1,000 samples 10 at the second centre are a share of 1 %, 9 are not; the far ones count as bad"
    centres = torch.tensor([[0.0, 0.0], [4.0, 0.0], [0.0, 4.0]])
    for at_second, covered in ((10, [True, True, False]), (9, [True, False, False])):
        near = torch.zeros(900 - at_second, 2)
        samples = torch.cat(
            [near, centres[1].expand(at_second, 2), torch.full((99, 2), 9.0), torch.tensor([[0.0, 4.1]])]
        )
        result = mode_coverage(samples, centres, radius=0.5)
        assert result.covered.tolist() == covered
        assert_close(result.good, torch.tensor(901 / 1000))


def test_a_sample_counts_for_the_nearest_centre_only():
    covered, good = mode_coverage(torch.full((5, 1), 0.4), torch.tensor([[0.0], [1.0]]), radius=2.0)
    assert covered.tolist() == [True, False] and good == 1


def test_the_edge_of_the_radius_is_inside_and_other_shapes_are_refused():
    assert mode_coverage(torch.tensor([[0.5]]), torch.tensor([[0.0]]), radius=0.5).good == 1
    with pytest.raises(ValueError, match=r"samples should have shape \[N, 2\], got \[3, 1\]"):
        mode_coverage(torch.zeros(3, 1), torch.zeros(4, 2), radius=1.0)


def test_the_kernel_distance_sums_over_pairs():
    a, b = torch.randn(5, 3).double(), torch.randn(4, 3).double()

    def kernel(x, y):
        return math.exp(-float((x - y).square().sum()) / (2 * 0.7**2))

    within_a = sum(kernel(a[i], a[j]) for i in range(5) for j in range(5) if i != j) / 20
    within_b = sum(kernel(b[i], b[j]) for i in range(4) for j in range(4) if i != j) / 12
    between = sum(kernel(x, y) for x in a for y in b) / 20
    assert_close(kernel_distance(a, b, 0.7).item(), within_a + within_b - 2 * between)


def test_the_kernel_distance_of_two_gaussians():
    "In one dimension the kernel's means are Gaussian integrals: E k(x, y) = s / sqrt(s^2 + v) exp(-m^2 / 2 (s^2 + v))"
    a, b = torch.randn(4000, 1), 1.5 + torch.randn(4000, 1)
    mean = 1 / math.sqrt(3)  # both variances and the kernel's are 1
    expected = 2 * mean - 2 * mean * math.exp(-(1.5**2) / 6)
    assert kernel_distance(a, b, 1.0).item() == pytest.approx(expected, abs=0.05)
    same = [kernel_distance(torch.randn(50, 2), torch.randn(50, 2), 1.0) for _ in range(200)]
    assert abs(torch.stack(same).mean()) < 5.5 * torch.stack(same).std() / math.sqrt(200)  # unbiased
    with pytest.raises(ValueError, match="width should be above 0, got 0"):
        kernel_distance(a, b, 0.0)
    with pytest.raises(ValueError, match="number of rows should be at least 2, got 1"):
        kernel_distance(a[:1], b, 1.0)
