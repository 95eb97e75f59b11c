"""Paths, grids, directions and holes, against laws."""

import math

import pytest
import torch
from torch.testing import assert_close

from gencourse.latent import attribute_vector, hole_score, latent_grid, lerp, slerp

TIMES = torch.linspace(0, 1, 9)


@pytest.mark.parametrize("walk", [lerp, slerp])
def test_a_path_runs_from_one_end_to_the_other(walk):
    a, b = torch.randn(2, 6)
    path = walk(a, b, TIMES)
    assert_close(path[[0, -1]], torch.stack([a, b]), atol=1e-5, rtol=1e-5)


def test_the_straight_path_equals_torchs_lerp():
    a, b = torch.randn(2, 6)
    assert_close(lerp(a, b, TIMES), torch.lerp(a.expand(9, 6), b.expand(9, 6), TIMES[:, None]))


def test_between_ends_of_equal_norm_the_round_path_keeps_norm_and_speed():
    a, b = torch.nn.functional.normalize(torch.randn(2, 6, dtype=torch.float64), dim=1)
    path = slerp(3 * a, 3 * b, TIMES.double())
    assert_close(path.norm(dim=1), torch.full((9,), 3.0, dtype=torch.float64))
    steps = path.diff(dim=0).norm(dim=1)
    assert_close(steps, steps.mean().expand(8))


def test_between_unequal_norms_the_round_path_keeps_neither():
    path = slerp(torch.tensor([1.0, 0.0]), torch.tensor([0.0, 3.0]), TIMES)
    assert path.diff(dim=0).norm(dim=1).std() > 0.05


@pytest.mark.parametrize("factor", [1.0, 3.0, -1.0])
def test_parallel_and_opposite_ends_get_the_straight_line(factor):
    for a in torch.randn(50, 6):
        assert_close(slerp(a, factor * a, TIMES), lerp(a, factor * a, TIMES), atol=2e-2, rtol=0)


def test_in_many_dimensions_the_straight_path_dips_to_the_root_of_one_half():
    a, b = torch.randn(2, 4096)
    middle = lerp(a, b, torch.tensor([0.5])).norm() / a.norm()
    assert abs(middle - math.sqrt(0.5)) < 0.05


def test_a_grid_is_laid_out_as_pictures_are():
    grid = latent_grid(-1, 1, 3).reshape(3, 3, 2)
    assert grid[0, 0].tolist() == [-1, 1] and grid[0, 2].tolist() == [1, 1] and grid[2, 0].tolist() == [-1, -1]


def test_an_attribute_vector_goes_from_one_mean_to_the_other():
    codes, has = torch.randn(30, 4), torch.arange(30) % 3 == 0
    assert_close(codes[~has].mean(0) + attribute_vector(codes, has), codes[has].mean(0))


def test_the_hole_score_does_not_depend_on_the_maps_scale():
    z, returned, codes = torch.randn(3, 20, 4)
    assert_close(hole_score(5 * z, 5 * returned, 5 * codes), hole_score(z, returned, codes))
    assert hole_score(z, z, codes) == 0


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: lerp(torch.zeros(2), torch.zeros(3), TIMES), r"b should have shape \[2\], got \[3\]"),
        (lambda: slerp(torch.zeros(2), torch.zeros(2), torch.tensor(0.5)), r"t should have shape \[T\].*t\[None\]"),
        (lambda: latent_grid(1, 0, 3), "low should be below high"),
        (lambda: latent_grid(0, 1, 1), "n should be between 2"),
        (lambda: attribute_vector(torch.zeros(3, 2), torch.ones(3).bool()), "true for some codes and false for others"),
        (lambda: hole_score(torch.zeros(3, 2), torch.zeros(2, 2), torch.zeros(3, 2)), "returned should have shape"),
    ],
)
def test_bad_input_gets_expected_and_got(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_the_hole_score_is_a_distance_in_deviations_of_the_data():
    "Of 3, where two codes lie 1 from their mean: a deviation divides by N, as the data's own does"
    z, codes = torch.zeros(4, 1), torch.tensor([[4.0], [6.0]])
    assert hole_score(z, z + 3, codes) == 3
