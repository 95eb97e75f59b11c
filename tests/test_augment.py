"""Affine copies: what stays, what moves and by how much."""

import pytest
import torch
from torch.testing import assert_close

from gencourse.data import affine_copies, digits

STILL = {"degrees": 0, "scale": 0, "shear": 0, "shift": 0}


def blob():
    "A soft spot in the middle of 33 x 33 pixels, twice as wide as high"
    axis = torch.arange(33.0) - 16
    return torch.exp(-0.5 * ((axis[None] / 4).square() + (axis[:, None] / 2).square()))[None, None]


def moments(images):
    "Centre (x, y) and covariance [2, 2] of each image's ink, in pixels"
    axis = torch.arange(33.0) - 16
    y, x = torch.meshgrid(axis, axis, indexing="ij")
    weights = (images / images.sum((1, 2, 3), keepdim=True)).flatten(1)
    places = torch.stack([x.flatten(), y.flatten()], dim=1)
    centre = weights @ places
    apart = places - centre[:, None]
    return centre, torch.einsum("np,npi,npj->nij", weights, apart, apart)


def copies_of_blob(**changes):
    return affine_copies(blob().expand(200, 1, 33, 33), 2, **{**STILL, **changes})[200:]


def test_the_first_are_the_images_themselves():
    images = digits("test").images[:20]
    copies = affine_copies(images, 4)
    assert copies.shape == (80, 1, 28, 28) and copies.dtype == images.dtype
    assert torch.equal(copies[:20], images)
    assert all((copies[20 * i : 20 * i + 20] - images).abs().amax((1, 2, 3)).min() > 0.05 for i in (1, 2, 3))


def test_copies_keep_the_order_of_the_images():
    "Copy n of a digit is nearest to digit n: labels.repeat(copies) stays right"
    images = digits("test").images[:20]
    for copy in affine_copies(images, 3, degrees=3, scale=0.02, shear=0.02, shift=0.02).split(20):
        assert torch.equal(torch.cdist(copy.flatten(1), images.flatten(1)).argmin(1), torch.arange(20))


def test_one_copy_is_the_images_and_no_change_changes_nothing():
    images = torch.rand(5, 3, 8, 8)
    assert torch.equal(affine_copies(images, 1), images)
    assert_close(affine_copies(images, 3, **STILL), images.repeat(3, 1, 1, 1), atol=1e-5, rtol=0)


def test_a_seed_repeats_the_copies_and_leaves_torchs_own_numbers():
    images, state = torch.rand(4, 1, 9, 9), torch.get_rng_state()
    first, again, other = (affine_copies(images, 3, seed=seed) for seed in (5, 5, 6))
    assert torch.equal(first, again) and not torch.equal(first[4:], other[4:])
    assert not torch.equal(first[4:8], first[8:])
    assert torch.equal(torch.get_rng_state(), state)


def test_shift_is_a_share_of_half_the_size():
    "0.25 of 16.5 pixels, either way; the shape stays"
    centre, cov = moments(copies_of_blob(shift=0.25))
    assert 3.7 < centre.abs().max() <= 4.2 and centre.mean(0).abs().max() < 0.9
    assert_close(cov, moments(blob())[1].expand(200, 2, 2), atol=0.3, rtol=0)


def test_degrees_turn_and_nothing_else():
    "The long axis leans by up to 30 degrees to both sides; its length stays"
    _, cov = moments(copies_of_blob(degrees=30))
    lengths, axes = torch.linalg.eigh(cov)
    lean = torch.rad2deg(torch.atan(axes[:, 1, 1] / axes[:, 0, 1]))
    assert 27 < lean.max() < 31 and -31 < lean.min() < -27
    assert_close(lengths, torch.tensor([4.0, 16.0]).expand(200, 2), atol=0.3, rtol=0)


def test_scale_changes_both_sides_alike():
    _, cov = moments(copies_of_blob(scale=0.2))
    sizes = (cov.diagonal(dim1=1, dim2=2) / torch.tensor([16.0, 4.0])).sqrt()
    assert 1.15 < sizes[:, 0].max() < 1.22 and 0.78 < sizes[:, 0].min() < 0.85
    assert_close(sizes[:, 0], sizes[:, 1], atol=0.03, rtol=0)


def test_shear_slants_and_keeps_area_and_height():
    _, cov = moments(copies_of_blob(shear=0.5))
    slant = cov[:, 0, 1] / cov[:, 1, 1]
    assert 0.45 < slant.max() < 0.52 and -0.52 < slant.min() < -0.45
    assert_close(cov[:, 1, 1], torch.full((200,), 4.0), atol=0.2, rtol=0)
    assert_close(torch.linalg.det(cov), torch.full((200,), 64.0), atol=2.0, rtol=0)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: affine_copies(torch.rand(5, 28, 28), 2),
            r"images should have shape \[N, C, H, W\].*images\[:, None\]",
        ),
        (lambda: affine_copies(torch.rand(5, 1, 28, 28), 0), "copies should be at least 1, got 0"),
    ],
)
def test_bad_input_gets_expected_and_got(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
