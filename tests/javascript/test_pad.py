import pytest
import torch
from torch import nn
from torch.testing import assert_close

from gencourse.data import digits
from gencourse.widgets import DigitPad
from gencourse.widgets.digit_pad.data import answer_to
from gencourse.widgets.digit_pad.ink import draw_ink, draw_noise, lay_ink
from tests.browser.digit_pad.page import SEVEN, SLASH, flat, make_model


@pytest.mark.parametrize("on_a_sheet", [False, True])
def test_the_browser_makes_ink_as_python_does(javascript, on_a_sheet):
    "Scaled, centred and softened to 1e-6: dots, lines, scribbles, upon an image too"
    ink = javascript("digit_pad/js/ink.js")
    many = [[[0.5, 0.5]], [flat(SEVEN)], [flat(SEVEN), flat(SLASH)], [[0.2, 0.2, 0.2, 0.2]], [[0.0, 0.0, 1.0, 1.0]], []]
    for n in (2, 5, 30):
        many.append([torch.rand(2 * n).round(decimals=4).double().tolist() for _ in range(3)])
    many.append([[0.1, 0.1 + row, 0.9, 0.1 + row] for row in (0.0, 0.07, 0.14, 0.21)] + [[0.5, 0.2, 0.5, 0.9]])
    sheet = digits("valid").images[3, 0].double() if on_a_sheet else None
    for strokes in many:
        seen = ink("layInk", strokes, sheet)
        expected = draw_ink(strokes) if sheet is None else lay_ink(strokes, sheet.numpy())
        assert_close(seen.double(), torch.from_numpy(expected).flatten(), rtol=0, atol=1e-6)


def test_the_browser_draws_the_same_noise(javascript):
    "The same seed, the same numbers"
    noise = javascript("digit_pad/js/noise.js")
    for seed in (0, 1, 12345, 2**31, 2**32 - 1):
        assert_close(noise("drawNoise", seed, 784), torch.from_numpy(draw_noise(seed, 784)), rtol=0, atol=1e-9)


@pytest.mark.parametrize("output", ["identity", "sigmoid"])
def test_the_browsers_model_agrees_with_torch(javascript, output):
    "Output and code to 1e-4, whether it is an autoencoder or one piece"
    runner = javascript("digit_pad/js/runner.js")
    for model in (
        make_model(),
        nn.Sequential(nn.Unflatten(1, (1, 28, 28)), nn.Conv2d(1, 1, 3, padding=1), nn.Flatten()),
    ):
        pad = DigitPad(model, output=output)
        pad.strokes, pad.noise = [flat(SEVEN)], 0.7
        answer = answer_to(pad._data, pad.state)
        frame = {**pad._frame, "weights": torch.frombuffer(bytearray(pad._weights), dtype=torch.float32)}
        seen, code = runner.evaluate(
            """(data, pixels) => {
              const view = { hear() {}, whenQuiet: () => () => {} };
              const runner = library.makeRunner(view, data, () => {});
              runner.refresh();
              let answer;
              runner.run(pixels, false, (output, code) => (answer = [[...output], [...code]]));
              return answer;
            }""",
            frame,
            answer.given.flatten().astype("float64"),
        )
        assert_close(torch.tensor(seen), torch.from_numpy(answer.output).flatten(), rtol=1e-4, atol=1e-4)
        assert_close(torch.tensor(code), torch.from_numpy(answer.code), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(("count", "most"), [(60, 3), (60, 1), (4, 9)])
def test_the_nearest_digits_are_the_first_of_all_in_order(javascript, count, most):
    "By squared distance, without the one that lies on the pad; all of them where there are fewer"
    images = (255 * torch.rand(count, 784) * (torch.rand(count, 784) < 0.2)).to(torch.uint8)
    clean = torch.rand(784).double() * (torch.rand(784) < 0.2)
    find = "(images, ...rest) => library.findNearest(images, images.map(library.sumSquares), ...rest)"
    found = javascript("digit_pad/js/nearest.js").evaluate(find, list(images.numpy()), clean, 2, most)
    distances = (images.double() / 255 - clean).square().sum(1)
    expected = [index for index in distances.argsort().tolist() if index != 2][:most]
    assert [one["index"] for one in found] == expected
    assert [one["distance"] for one in found] == pytest.approx(distances[expected].tolist())
