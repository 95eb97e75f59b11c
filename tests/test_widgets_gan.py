import base64
import io

import numpy as np
import pytest
import torch
from matplotlib.image import imread
from traitlets import TraitError

from gencourse.data import two_moons
from gencourse.widgets import GANPlayground
from gencourse.widgets.gan.draws import draw_real, draw_untrained
from gencourse.widgets.gan.picture import GANState, gan_picture
from gencourse.widgets.gan.worlds import REACH, make_worlds


def test_it_starts_paused_on_the_ring():
    "Nothing frozen, nobody has learned"
    playground = GANPlayground()
    assert (playground.distribution, playground.running, playground.saturating) == ("ring", False, False)
    assert (playground.freeze_d, playground.freeze_g, playground.seed, playground.steps) == (False, False, 0, (0, 0))
    assert repr(playground) == "GANPlayground(Ring of 8, non-saturating loss, seed 0)"


def test_steps_are_read_back_by_name():
    "The page tells them when it pauses"
    playground = GANPlayground()
    playground.set_state({"_steps": [120, 100]})
    assert (playground.steps.discriminator, playground.steps.generator) == (120, 100)


def test_every_data_set_lies_in_the_plane():
    "With its blobs, at three standard deviations; those whose centres count are apart"
    for name, world in make_worlds().items():
        if name == "painted":
            continue
        centres = torch.tensor(world.centres)
        assert centres.abs().max() + 3 * world.blur <= REACH, name
        if world.modes and len(centres) > 1:
            assert torch.pdist(centres).min() > 6 * world.blur, name


def test_real_points_have_the_spread_of_their_blobs():
    "Around the centres of a ring"
    world = make_worlds()["ring"]
    points = np.concatenate([draw_real(world, seed) for seed in range(20)])
    distances = np.linalg.norm(points[:, None] - np.array(world.centres), axis=-1).min(1)
    assert (distances**2).mean() == pytest.approx(2 * world.blur**2, rel=5.5 / 3200**0.5)


def test_the_untrained_generator_differs_from_seed_to_seed_and_stays_in_the_plane():
    "And is the same for the same seed"
    clouds = [draw_untrained(seed) for seed in (0, 1, 0)]
    np.testing.assert_array_equal(clouds[0], clouds[2])
    assert np.abs(clouds[0] - clouds[1]).max() > 0.1
    assert np.abs(clouds).max() < REACH


def test_own_data_that_fit_are_taken_as_they_are():
    "Two moons, in their own units"
    x = two_moons(100)
    playground = GANPlayground(data=x)
    assert playground.distribution == "own"
    assert playground.state.world.note == ""
    np.testing.assert_allclose(playground.state.world.centres, x, atol=1e-4)
    assert repr(playground) == "GANPlayground(Your data, non-saturating loss, seed 0)"


@pytest.mark.parametrize("scale", [0.01, 100.0])
def test_own_data_of_another_size_are_fitted_and_it_says_so(scale):
    "Moved and scaled alike in both directions"
    x = (scale * (two_moons(100) + 5)).numpy()
    world = GANPlayground(data=x).state.world
    fitted = np.array(world.centres)
    assert 0.8 * REACH < np.abs(fitted).max() <= REACH
    assert "moved and scaled to fit" in world.note
    ratio = np.ptp(fitted, 0) / np.ptp(x, 0)
    assert ratio[0] == pytest.approx(ratio[1], rel=1e-3)


def test_a_painting_goes_in_and_comes_back():
    "As a list, an array or a tensor"
    points = [[0.5, -1.0], [2.0, 2.5]]
    for given in (points, np.array(points), torch.tensor(points)):
        playground = GANPlayground(painted=given)
        assert (playground.distribution, playground.painted) == ("painted", points)
    playground.painted = []
    assert "no points yet" in playground.describe()
    assert playground.picture()


def test_the_picture_shows_data_and_seed():
    "Another for each; it goes into the notebook with its words"
    playground = GANPlayground()
    pictures = {playground.picture()}
    playground.distribution = "moons"
    pictures.add(playground.picture())
    playground.seed = 3
    assert len({*pictures, playground.picture()}) == 3
    assert playground.picture() == gan_picture(GANState(make_worlds()["moons"], 3))
    data, metadata = playground._repr_mimebundle_()
    assert imread(io.BytesIO(base64.b64decode(data["image/png"]))).shape[:2] == (500, 480)
    assert metadata["image/png"]["alt"] == playground.describe()
    assert "untrained generator as diamonds, with seed 3" in playground.describe()


def test_the_repr_says_what_differs():
    "Loss, seed, and who is frozen"
    playground = GANPlayground("grid", saturating=True, freeze_d=True, freeze_g=True, seed=5)
    assert repr(playground) == "GANPlayground(Grid of 9, saturating loss, seed 5, D and G frozen)"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("distribution", "circle", r'one of "blob", .*"ring", .*, got "circle"\.$'),
        ("distribution", "own", r'got "own"\. Hand the points in: GANPlayground\(data=points\)'),
        ("seed", -1, "seed should be between 0 and 999,999, got -1"),
        ("painted", [[0, 4]], r"points \[x, y\] between -3 and 3, got \[0.0, 4.0\]"),
        ("painted", [[0, float("nan")]], "between -3 and 3, got"),
        ("painted", [1, 2, 3], r"got shape \[3\]"),
        ("painted", [[0, 0]] * 401, r"at most 400 points .*, got shape \[401, 2\]"),
        ("painted", [["a", "b"]], "got .*'a'"),
        ("tab", "both", "tab"),
        ("freeze_d", "yes", "freeze_d"),
    ],
)
def test_a_trait_refuses_what_it_does_not_know(name, value, words):
    "With a sentence, and stays as it was"
    playground = GANPlayground()
    before = getattr(playground, name)
    with pytest.raises(TraitError, match=words):
        setattr(playground, name, value)
    assert getattr(playground, name) == before


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([[0, 1]], r"data should be a tensor of shape \[N, 2\], got a list"),
        (torch.zeros(5, 3), r"data should have shape \[N, 2\], got \[5, 3\]"),
        (torch.zeros(1, 2), "number of points in data should be between 2 and 1000, got 1"),
        (torch.rand(1001, 2), r"got 1001. data\[:1000\] takes fewer"),
        (torch.full((4, 2), torch.nan), "data should be finite"),
        (torch.ones(4, 2), "two different points, but all are the same"),
    ],
)
def test_own_data_that_do_not_fit_are_refused(data, words):
    "Expected, got, likely fix"
    with pytest.raises((ValueError, TypeError), match=words):
        GANPlayground(data=data)


def test_a_painting_that_is_none_is_refused():
    "At once, with a sentence"
    with pytest.raises(ValueError, match=r"painted should hold at most 400 points .*, got shape"):
        GANPlayground(painted=5)


def test_points_in_the_place_of_the_name_are_sent_to_theirs():
    "Without all of their numbers"
    words = r"distribution should be a name, got a Tensor\. Your own points go in as GANPlayground\(data=points\)\.$"
    with pytest.raises(TypeError, match=words):
        GANPlayground(torch.zeros(5, 2))
