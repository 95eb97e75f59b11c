import numpy as np
import pytest
from torch.testing import assert_close

from gencourse.data import digits
from gencourse.widgets.digit_pad.ink import draw_ink, draw_noise, lay_ink
from tests.browser.digit_pad.page import SEVEN, flat

STROKE = flat(SEVEN)


def moved(stroke, scale, right, down):
    return [scale * value + (down if i % 2 else right) for i, value in enumerate(stroke)]


def box_of(ink):
    rows, columns = np.flatnonzero(ink.max(1)), np.flatnonzero(ink.max(0))
    return rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1


def mass_of(ink):
    at = np.arange(28) + 0.5
    return (ink.sum(0) * at).sum() / ink.sum(), (ink.sum(1) * at).sum() / ink.sum()


@pytest.mark.parametrize("seed", range(6))
def test_ink_is_scaled_and_centred_as_mnist_was(seed):
    "The longer side of the ink 20 pixels (21 or 22 with its soft edge), the centre of mass where the digits have it"
    stroke = np.random.default_rng(seed).uniform(0.1, 0.9, 24).tolist()
    ink = draw_ink([stroke])
    assert max(box_of(ink > 0.5)) in (19, 20, 21)
    assert max(box_of(ink)) <= 22
    assert mass_of(ink) == pytest.approx((14.5, 14.5), abs=0.1)
    images = digits("valid").images[:, 0].double().numpy()
    assert np.mean([mass_of(image) for image in images], 0) == pytest.approx((14.5, 14.5), abs=0.05)


@pytest.mark.parametrize(("scale", "right", "down"), [(0.3, 0.0, 0.0), (0.5, 0.45, 0.1), (1.0, 0.2, 0.15)])
def test_where_and_how_large_one_draws_does_not_matter(scale, right, down):
    "The pen is as wide on a small drawing"
    assert_close(draw_ink([moved(STROKE, scale, right, down)]), draw_ink([STROKE]), rtol=0, atol=1e-9)


def test_strokes_are_as_wide_as_those_of_the_digits():
    "Ink across an upright stroke against that of real ones; a drawn digit has as much ink as a real one"
    upright = draw_ink([[0.5, 0.1, 0.5, 0.9]])
    images, labels = digits("valid")
    ones = images[labels == 1][:, 0, 12:17].sum(2)
    assert ones.quantile(0.05) < upright[12:17].sum(1).mean() < ones.quantile(0.5)  # most lean, and so are cut wider
    assert 0.09 < draw_ink([STROKE]).mean() < 0.17
    assert images.mean() == pytest.approx(0.13, abs=0.01)


@pytest.mark.parametrize("stroke", [[0.5, 0.5], [0.0, 1.0], [0.3, 0.3, 0.3, 0.3], [0.4, 0.4, 0.401, 0.4]])
def test_a_dot_stays_a_dot(stroke):
    "No NaN, and a shaky hand is not blown up"
    ink = draw_ink([stroke])
    assert np.isfinite(ink).all()
    assert max(box_of(ink)) <= 5
    assert mass_of(ink) == pytest.approx((14.5, 14.5), abs=1e-6)


def test_lopsided_ink_never_leaves_the_image():
    "A beam with a thin stem under it: to be centred by mass, its foot would have to go"
    beam = [[0.1, 0.1 + row, 0.9, 0.1 + row] for row in (0.0, 0.07, 0.14, 0.21)]
    ink = draw_ink([*beam, [0.5, 0.2, 0.5, 0.9]])
    assert min(box_of(ink > 0.5)) >= 19
    assert mass_of(ink)[1] < 14.4


def test_strokes_on_an_image_stay_where_they_were_drawn():
    "The image is centred already"
    sheet = digits("valid").images[0, 0].double().numpy()
    ink = lay_ink([[0.1, 0.1, 0.1, 0.1]], sheet)
    row, column = np.unravel_index(np.argmax(ink - sheet), (28, 28))
    assert (row, column) == (2, 2)
    assert (ink >= sheet).all()
    assert (lay_ink([], sheet) == sheet).all()


def test_noise_is_standard_gaussian_and_fixed_by_its_seed():
    "Mean and variance within 5.5 standard errors; neighbours in seed and place are uncorrelated"
    noise = np.stack([draw_noise(seed, 784) for seed in range(100)])
    n = noise.size
    assert abs(noise.mean()) < 5.5 / n**0.5
    assert abs(noise.var() - 1) < 5.5 * (2 / n) ** 0.5
    assert abs((noise[1:] * noise[:-1]).mean()) < 5.5 / n**0.5
    assert abs((noise[:, 1:] * noise[:, :-1]).mean()) < 5.5 / n**0.5
    assert (draw_noise(3, 784) == noise[3]).all()
    assert np.isfinite(draw_noise(2**32 - 1, 784)).all()
