"""What the latent explorer's map shows: windows that zoom and move, without a document."""

import pytest
import torch
from torch.testing import assert_close

START = {"low": [-1.0, -2.0], "span": 4.0}
CODES = torch.tensor([[0.0, 0.0], [1.0, 1.0], [40.0, -30.0]], dtype=torch.float64).flatten()


@pytest.fixture
def window(javascript):
    return javascript("latent/js/window.js")


@pytest.fixture
def reach(window):
    return window("reachOf", START, CODES)


def holds(shown, point):
    return all(low <= value <= low + shown["span"] for low, value in zip(shown["low"], point, strict=True))


def test_a_zoom_keeps_its_point_and_comes_back(window, reach):
    "The point under the hand stays under it, near or far"
    about = [0.5, 1.0]
    near = window("zoomed", START, 2, about, reach)
    assert near["span"] == 2
    for axis in (0, 1):
        share = (about[axis] - near["low"][axis]) / near["span"]
        assert share == pytest.approx((about[axis] - START["low"][axis]) / START["span"])
    back = window("zoomed", near, 0.5, about, reach)
    assert back["low"] == pytest.approx(START["low"])
    assert back["span"] == START["span"]


def test_a_zoom_has_its_ends(window, reach):
    "At the widest every code is in sight, wherever one looks; the nearest is a 40th of the start"
    assert window("zoomed", START, 1e9, [0, 0], reach)["span"] == START["span"] / 40
    for corner in ([-3.0, -40.0], [42.0, 3.0], [0.0, 0.0]):
        away = window("revealing", START, corner, reach)
        wide = window("zoomed", away, 1e-9, corner, reach)
        assert all(holds(wide, point) for point in CODES.reshape(-1, 2).tolist())
        assert holds(wide, [-1.0, -2.0])


def test_a_window_moves_by_shares_of_its_side_and_stays_near_the_codes(window, reach):
    "Half a side to the right; never so far that nothing is left to see"
    assert window("panned", START, 0.5, -0.25, reach)["low"] == [1.0, -3.0]
    far = window("panned", START, 1e6, 1e6, reach)
    assert [low + 2 for low in far["low"]] == reach["high"]
    assert reach["high"][0] == 40
    assert reach["high"][1] == 4  # half a window beyond the start, where no code lies


def test_a_point_outside_is_brought_into_the_window(window, reach):
    "With the least move; a point inside moves nothing but for the edge"
    assert window("revealing", START, [1.0, 0.0], reach) == START
    shown = window("revealing", START, [10.0, 0.0], reach)
    assert holds(shown, [10.0, 0.0])
    assert shown["low"][1] == START["low"][1]
    assert shown["low"][0] == pytest.approx(10 - 0.96 * 4)


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (-1.0, 2.8, ["−1", "0", "1", "2"]),
        (-20.0, 12.0, ["−20", "−15", "−10", "−5", "0", "5", "10"]),
        (0.11, 0.19, ["0.12", "0.14", "0.16", "0.18"]),
        (0.0, 3.0, ["0.0", "0.5", "1.0", "1.5", "2.0", "2.5", "3.0"]),
        (0.0, 300_000.0, ["0", "50000", "1e5", "1.5e5", "2e5", "2.5e5", "3e5"]),
        (-1e-6, 1e-6, ["−1e−6", "−5e−7", "0", "5e−7", "1e−6"]),
    ],
)
def test_axes_have_round_numbers(javascript, low, high, texts):
    "Of any size, at most eight; the digits are those of the step"
    ticks = javascript("kit/js/ticks.js")("roundTicks", low, high, 7)
    assert len(ticks) <= 8
    assert all(low - 1e-9 <= tick["value"] <= high + 1e-9 for tick in ticks)
    assert [tick["text"] for tick in ticks] == texts


def test_no_number_stands_where_the_name_of_the_axis_does(javascript):
    for low, span in ((-3.0, 6.0), (0.0, 1.0), (-17.3, 31.2), (5.0, 0.02)):
        ticks = javascript("kit/js/axes.js")("placeTicks", low, span)
        assert all(0 <= tick["share"] <= 0.93 + 1e-9 for tick in ticks)
        assert len(ticks) >= 2


@pytest.mark.parametrize("n", [1, 2, 300])
@pytest.mark.parametrize(("low", "span"), [([-3.0, -3.0], 6.0), ([20.0, -9.0], 0.5), ([-90.0, -90.0], 200.0)])
def test_the_holes_are_exact_wherever_one_looks(javascript, n, low, span):
    "Among the codes and far from all of them"
    codes = torch.randn(n, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(n))
    grid = javascript("latent/js/path.js")("distanceGrid", codes.flatten(), low, span, 20)
    along = (torch.arange(20, dtype=torch.float64) + 0.5) * span / 20
    places = torch.cartesian_prod((low[1] + along).flip(0), low[0] + along).flip(1)
    assert_close(grid.double(), torch.cdist(places, codes).amin(1), rtol=1e-5, atol=1e-6)
