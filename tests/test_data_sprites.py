"""Sprites: each factor does to the image what its name says."""

import pytest
import torch
from torch.testing import assert_close

from gencourse.data import draw_sprites, sprites
from gencourse.data.sprites import CHUNK, FACTORS, SHAPES

PLAIN = {"shape": 0.0, "size": 8.0, "x": 14.0, "y": 14.0, "angle": 0.0, "brightness": 0.8}
EACH_SHAPE = pytest.mark.parametrize("shape", range(len(SHAPES)), ids=SHAPES)


def draw(**factors: float) -> torch.Tensor:
    return draw_sprites(torch.tensor([list((PLAIN | factors).values())]))[0, 0]


def centre_of_mass(images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    "x and y of images [..., 28, 28], from the left and from the top."
    middles, ink = torch.arange(28) + 0.5, images.sum((-2, -1))
    return (images.sum(-2) * middles).sum(-1) / ink, (images.sum(-1) * middles).sum(-1) / ink


def test_images_and_factors_have_their_shapes_and_ranges():
    images, factors, names = sprites(500)
    assert images.shape == (500, 1, 28, 28) and factors.shape == (500, 6)
    assert images.dtype == factors.dtype == torch.float32
    assert names == ("shape", "size", "x", "y", "angle", "brightness")
    assert images.min() == 0 and 0.9 < images.max() <= 1
    for name, column in zip(names, factors.T, strict=True):
        low, high = FACTORS[name]
        assert low <= column.min() and column.max() <= high
    assert factors[:, 0].unique().tolist() == [0, 1, 2]


def test_a_seed_repeats_the_sprites():
    assert torch.equal(sprites(20, seed=1).images, sprites(20, seed=1).images)
    assert not torch.equal(sprites(20, seed=1).images, sprites(20, seed=2).images)


def test_the_factors_draw_the_images_again():
    images, factors, _ = sprites(30)
    assert torch.equal(draw_sprites(factors), images)


def test_the_centre_of_mass_is_x_and_y():
    images, factors, names = sprites(2000)
    x, y = centre_of_mass(images[:, 0])
    assert_close(x, factors[:, names.index("x")], atol=0.1, rtol=0)
    assert_close(y, factors[:, names.index("y")], atol=0.1, rtol=0)


def test_the_ink_is_brightness_times_size_squared():
    "For every shape, so that size and shape are told apart"
    images, factors, names = sprites(2000)
    size, brightness = factors[:, names.index("size")], factors[:, names.index("brightness")]
    assert_close(images.sum((1, 2, 3)), brightness * size**2, rtol=0.04, atol=0)


@EACH_SHAPE
def test_brightness_scales_the_image(shape):
    assert_close(draw(shape=shape, brightness=0.4), 0.5 * draw(shape=shape, brightness=0.8))


def test_the_angle_turns_counter_clockwise():
    "The long axis of an ellipse, from the second moments; y grows downwards"
    for angle in (-40.0, -10.0, 0.0, 25.0):
        image = draw(size=10.0, angle=angle)
        right, up = torch.arange(28) + 0.5 - 14, 14 - (torch.arange(28)[:, None] + 0.5)
        tilt = 0.5 * torch.atan2(2 * (image * right * up).sum(), (image * (right**2 - up**2)).sum())
        assert float(torch.rad2deg(tilt)) == pytest.approx(angle, abs=0.5)


def test_a_quarter_turn_of_the_angle_is_a_quarter_turn_of_the_image():
    for shape in range(len(SHAPES)):
        turned = draw(shape=shape, angle=90.0)
        assert_close(turned, draw(shape=shape).rot90(), atol=1e-4, rtol=0)


def test_a_triangle_points_upwards():
    rows = draw(shape=2).sum(1)
    top = int((rows > 0).nonzero()[0])
    assert rows[top] < rows[top + 5] < rows[top + 8]


@EACH_SHAPE
@pytest.mark.parametrize("name", ["size", "x", "y", "angle", "brightness"])
def test_no_two_values_of_a_factor_look_the_same(shape, name):
    "From end to end of its range, ends included"
    low, high = FACTORS[name]
    images = torch.stack([draw(shape=shape, **{name: float(v)}) for v in torch.linspace(low, high, 25)])
    distances = torch.cdist(images.flatten(1), images.flatten(1)) + torch.eye(25)
    assert distances.min() > 0.1


def test_shapes_differ_at_equal_size_and_angle():
    images = torch.stack([draw(shape=shape) for shape in range(3)]).flatten(1)
    assert (torch.cdist(images, images) + torch.eye(3)).min() > 0.5


def test_edges_are_smooth():
    "Moving by a tenth of a pixel changes many pixels a little, none a lot"
    for shape in range(3):
        change = (draw(shape=shape, angle=20.0, x=14.1) - draw(shape=shape, angle=20.0)).abs()
        assert 0.02 < change.max() < 0.12
        assert (change > 0.001).sum() > 10


def test_a_shape_lies_wholly_inside():
    images = sprites(5000).images
    edge = torch.cat([images[..., 0, :], images[..., -1, :], images[..., 0], images[..., -1]])
    assert edge.max() < 0.05


@EACH_SHAPE
@pytest.mark.parametrize("middle", [14.0, 14.5])
def test_gradients_reach_the_factors(shape, middle):
    "So that a learner can fit a sprite by descent; also where a pixel lies exactly in the shape's middle"
    plain = PLAIN | {"shape": shape, "x": middle, "y": middle}
    factors = torch.tensor([list(plain.values())], requires_grad=True)
    image = draw_sprites(factors)[0, 0]
    assert float(image[14, 14].detach()) == pytest.approx(0.8)
    image[:, :14].sum().backward()
    assert factors.grad is not None and factors.grad.isfinite().all()
    assert factors.grad[0, 2] < -1  # to the right: less ink in the left half


def test_wrong_factors_are_named():
    good = torch.tensor([list(PLAIN.values())])
    with pytest.raises(ValueError, match=r"factors should have shape \[N, 6\].*factors\[None\]"):
        draw_sprites(good[0])
    for column, value, match in (
        (0, 0.5, "shape should be a whole number"),
        (0, 3, "shape should be between 0 and 2"),
        (1, 0, "size should be between 1 and 28"),
        (5, 1.2, "brightness should be between 0 and 1"),
        (2, float("nan"), "factors should be finite"),
    ):
        bad = good.repeat(3, 1)
        bad[1, column] = value  # among good ones, whose lowest or highest value is in order
        with pytest.raises(ValueError, match=match):
            draw_sprites(bad)
    with pytest.raises(ValueError, match="n should be between 1"):
        sprites(0)


def test_no_factors_give_no_images():
    assert draw_sprites(torch.empty(0, 6)).shape == (0, 1, 28, 28)


def test_more_images_than_are_drawn_at_once_are_all_there():
    factors = torch.tensor([list(PLAIN.values())]).repeat(CHUNK + 1, 1)
    factors[-1, 0] = 1.0
    images = draw_sprites(factors)
    assert len(images) == CHUNK + 1
    assert torch.equal(images[-1], draw_sprites(factors[-1:])[0]) and not torch.equal(images[-1], images[-2])
