import numpy as np
import pytest
from numpy.testing import assert_allclose

SIDE = 24
PLAY = """(act, ground) => {
  const make = () => ({ data: new Uint8ClampedArray(4 * 24 * 24), width: 24 });
  const [image, below] = [make(), make()];
  for (let k = 0; k < ground.length * 24 * 24; k++) below.data[k] = ground[k % 4];
  const raster = library.makeRaster(image);
  raster.start(below);
  if (act.line) raster.line(...act.line);
  const mask = (opacity) => ({
    across: [-1, 0, 1], down: [0, 0, 0], opacities: [opacity, opacity, opacity],
    inks: [9, 8, 7, 255 * opacity, 9, 8, 7, 255 * opacity, 9, 8, 7, 255 * opacity],
    colours: new Uint32Array(3).fill(new Uint32Array(new Uint8Array([9, 8, 7, 255]).buffer)[0]),
  });
  if (act.stamp) raster.stamp({ masks: Array.from({ length: 16 }, () => mask(act.opacity)), half: 1 }, ...act.stamp);
  return [...image.data];
}"""


@pytest.fixture
def paint(javascript):
    "What is added to an image of one colour, as an array [24, 24, 4]."
    library = javascript("gan/js/raster.js")
    return lambda act, ground: np.array(library.evaluate(PLAY, act, ground)).reshape(SIDE, SIDE, 4)


@pytest.mark.parametrize(
    ("line", "length"),
    [((4, 12, 20, 12), 16), ((12, 20, 12, 4), 16), ((4, 4, 20, 20), 16 * 2**0.5), ((20, 6, 4, 12), 292**0.5)],
    ids=["across", "up", "diagonal", "slanted"],
)
def test_a_line_covers_its_length_times_its_width(paint, line, length):
    "In opacity, whichever way it goes"
    image = paint({"line": [*line, 1.5, [0, 0, 0, 1]]}, [255, 255, 255, 0])
    assert_allclose(image[..., 3].sum() / 255, 1.5 * length, rtol=0.02)
    assert not image[image[..., 3] > 0, :3].any()


def test_ink_lies_over_what_is_there(paint):
    "Over what is half transparent as over paper: as a canvas has it"
    image = paint({"stamp": [12, 12], "opacity": 0.5}, [200, 100, 0, 102])
    opacity = 0.5 + 0.5 * 0.4
    expected = [(0.5 * ink + 0.5 * 0.4 * below) / opacity for ink, below in zip([9, 8, 7], [200, 100, 0], strict=True)]
    assert_allclose(image[12, 12], [*expected, 255 * opacity], atol=1)
    assert image[10, 12].tolist() == [200, 100, 0, 102]


@pytest.mark.parametrize("x", [0, 0.9, 23.9, -0.5, 24.5])
def test_a_stamp_at_the_edge_is_cut_there(paint, x):
    "What is out of sight does not come in on the other side"
    image = paint({"stamp": [x, 12], "opacity": 1}, [0, 0, 0, 0])
    seen = [column for column in (int(np.floor(x)) + step for step in (-1, 0, 1)) if 0 <= column < SIDE]
    assert sorted(np.argwhere(image[..., 3])[:, 1].tolist()) == seen
    assert set(np.argwhere(image[..., 3])[:, 0].tolist()) == {12}


def test_lines_beyond_the_edge_are_cut_there(paint):
    image = paint({"line": [-30, 12, 60, 12, 2, [0, 0, 0, 1]]}, [0, 0, 0, 0])
    assert_allclose(image[..., 3].sum() / 255, 2 * SIDE)
