import base64
import io
import math
import threading

import numpy as np
import pytest
import torch
from matplotlib.image import imread
from torch import nn
from torch.testing import assert_close
from traitlets import TraitError

from gencourse.data import digits
from gencourse.models import Autoencoder
from gencourse.networks import mlp
from gencourse.widgets import DigitPad
from gencourse.widgets.digit_pad import digit_pad_picture
from gencourse.widgets.digit_pad.data import find_nearest, typical_error
from gencourse.widgets.digit_pad.example import EXAMPLE
from gencourse.widgets.digit_pad.ink import draw_ink, draw_noise
from gencourse.widgets.digit_pad.kernel import answer_message
from tests.browser.digit_pad.page import SEVEN, Kernel, flat, make_model, make_pad

STROKE = flat(SEVEN)


@pytest.fixture
def pad():
    return make_pad()


def test_no_ink_is_a_black_image(pad):
    "An empty pad is shown plainly: no NaN from its centre of mass"
    pad.strokes = []
    assert not draw_ink([]).any()
    assert not pad.drawing.any()
    assert math.isfinite(pad.error)
    assert pad.describe() == "A pad to draw a digit on. Nothing is drawn yet."


def test_a_new_pad_has_an_example_on_it_and_its_answer(pad):
    "In the state and in the picture; it goes with whatever is put in its place"
    assert pad.strokes == EXAMPLE
    assert pad.describe().startswith("An example, a drawn 3, and what the model returns for it: squared error ")
    assert pad.error == pytest.approx(
        (make_model()(pad.drawing.flatten(1)) - pad.drawing.flatten(1)).square().sum().item()
    )
    for name, value in (("stored", 3), ("_sheet", [0.5] * 784), ("strokes", [STROKE])):
        other = make_pad()
        setattr(other, name, value)
        assert other.strokes == ([STROKE] if name == "strokes" else [])
    pad.set_state({"strokes": [STROKE], "stored": 3})
    pad.set_state({"strokes": EXAMPLE, "stored": -1})  # Undo, twice
    assert pad.strokes == EXAMPLE


def test_the_answer_to_the_example_travels_where_only_the_kernel_can_give_it(pad):
    "As the kernel would give it, with the noise of the start, and again after an update"
    assert pad._answer == b""
    pad = DigitPad(Kernel(), noise=0.5)
    for version in (0, 1):
        assert (pad._frame["version"], pad._frame["example"]["noise"]) == (version, 0.5)
        assert_close(torch.from_numpy(np.frombuffer(pad._answer, "<f4").copy()), pad.output.flatten())
        pad.update()


def test_the_model_gets_the_drawing_with_noise_and_is_judged_on_the_clean_one(pad):
    "Unclipped noise of the stated size; error summed over pixels"
    pad.strokes, pad.noise, pad.seed = [STROKE], 0.5, 7
    clean = torch.from_numpy(draw_ink([STROKE]))
    noisy = clean.flatten() + 0.5 * torch.from_numpy(draw_noise(7, 784))
    expected = make_model()(noisy.float()[None]).detach().reshape(1, 28, 28)
    assert_close(pad.drawing, clean.float()[None])
    assert_close(pad.output, expected)
    assert pad.error == pytest.approx((expected - pad.drawing).square().sum().item(), rel=1e-5)


def test_an_image_can_be_put_on_the_pad(pad):
    "By setting drawing, or by its number; a later drawing takes its place"
    images = digits("valid").images
    pad.strokes = [STROKE]
    pad.drawing = images[70]
    assert_close(pad.drawing, images[70])
    assert pad.strokes == []
    pad.drawing = images[71, 0]
    assert_close(pad.drawing, images[71])
    pad.stored = 5
    assert_close(pad.drawing, images[5])
    pad.drawing = torch.zeros(1, 28, 28)
    assert pad.state.empty


class Images(nn.Module):
    "Takes and returns images."

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.Conv2d(4, 1, 3, padding=1))

    def forward(self, x):
        return self.layers(x)


def conv_autoencoder():
    encoder = nn.Sequential(nn.Conv2d(1, 4, 4, stride=4), nn.Flatten(), nn.Linear(196, 5))
    decoder = nn.Sequential(nn.Linear(5, 784), nn.Unflatten(1, (1, 28, 28)))
    return Autoencoder(encoder, decoder, latent_dim=5)


class Shy(nn.Module):
    "Does more than its encoder and decoder."

    def __init__(self) -> None:
        super().__init__()
        self.encoder, self.decoder = mlp(784, 4), mlp(4, 784)

    def forward(self, x):
        return self.decoder(self.encoder(x).tanh())


@pytest.mark.parametrize(
    ("make", "latents", "where"),
    [
        (make_model, 8, "browser"),
        (conv_autoencoder, 5, "browser"),
        (Images, 0, "browser"),
        (lambda: nn.Sequential(nn.Flatten(), mlp(784, 9, 784)), 0, "browser"),
        (nn.Identity, 0, "browser"),
        (Kernel, 0, "kernel: the forward of Kernel does more than its layers"),
        (Shy, 0, "kernel: Shy is not supported"),
        (lambda: nn.Sequential(Images(), nn.Softmax(2)), 0, "kernel: Softmax is not supported"),
    ],
)
def test_rows_of_pixels_or_images_are_found_out_and_where_it_runs(make, latents, where):
    "The code is shown where the model is an encoder and a decoder and nothing else; the output is the model's own"
    model = make()
    pad = DigitPad(model)
    pad.drawing = digits("valid").images[0]
    x = pad.drawing.flatten(1)
    x = x if pad._data.model.shape == (784,) else x.reshape(1, 1, 28, 28)
    assert_close(pad.output, model(x).detach().reshape(1, 28, 28))
    assert pad._frame["latents"] == latents
    assert pad.runs_in == where


def test_logits_go_through_a_sigmoid():
    "Where the caller says so; where not, a hint"
    model = mlp(784, 784)
    nn.init.normal_(model[0].weight, std=2)
    pad = DigitPad(model, output="sigmoid")
    pad.strokes = [STROKE]
    assert_close(pad.output.flatten(), model(pad.drawing.flatten(1))[0].sigmoid().detach())
    assert pad._frame["notice"] == ""
    assert 'For logits: output="sigmoid"' in DigitPad(model)._frame["notice"]


def test_the_nearest_digits_are_those_of_a_plain_search(pad):
    "Three, by squared distance; the one that lies on the pad is left out"
    images, labels = digits("valid")
    images = images[:60]
    pad.strokes = [STROKE]
    distances = (images.double() - torch.from_numpy(draw_ink([STROKE]))).square().flatten(1).sum(1)
    order = distances.argsort()[:3].tolist()
    near = find_nearest(pad._data, pad.state)
    assert [neighbour.index for neighbour in near] == order
    assert [neighbour.label for neighbour in near] == [str(labels[i].item()) for i in order]
    assert [neighbour.distance for neighbour in near] == pytest.approx(distances[order].tolist())
    pad.strokes, pad.stored = [], 9
    assert 9 not in [neighbour.index for neighbour in find_nearest(pad._data, pad.state)]
    lone = DigitPad(make_model(), images=images[:1])
    lone.stored = 0
    assert find_nearest(lone._data, lone.state) == []


def test_the_typical_error_is_the_median_of_the_images(pad):
    "Without noise exactly; with noise it is measured at five levels"
    x = digits("valid").images[:60].flatten(1)
    errors = (make_model()(x) - x).square().sum(1)
    assert typical_error(pad._data, 0.0) == pytest.approx(errors.median().item(), rel=1e-5)
    low, middle, high = (typical_error(pad._data, noise) for noise in (0.5, 0.6, 0.75))
    assert middle == pytest.approx(0.6 * low + 0.4 * high)
    assert typical_error(DigitPad(make_model())._data, 0.5) is None


def test_only_the_first_4000_images_are_sent():
    "As uint8, exactly as they are stored"
    images = torch.rand(4100, 1, 28, 28)
    pad = DigitPad(make_model(), images=images.numpy(), labels=[str(i % 3) for i in range(4100)])
    assert len(pad._images) == 4000 * 784
    assert len(pad._frame["labels"]) == 4000
    assert pad._frame["count"] == 4100
    exact = digits("valid").images[:8]
    pad.update(images=exact, labels=None)
    pad.stored = 7
    assert_close(pad.drawing, exact[7])


def test_a_model_trained_a_moment_ago_is_shown_after_update(pad):
    "Until then the pad keeps a copy; the drawing stays"
    model = make_model()
    pad.update(model)
    pad.strokes = [STROKE]
    before, weights = pad.output, pad._weights
    nn.init.zeros_(model.decoder[-1].weight)
    assert_close(pad.output, before)
    pad.update()
    assert pad._weights != weights
    assert pad.strokes == [STROKE]
    assert_close(pad.output.flatten(), model.decoder[-1].bias.detach())
    assert (pad._frame["version"], model.training) == (2, True)


def test_an_update_travels_in_one_message(pad, monkeypatch):
    "The browser never sees new layers with old weights; a stored digit that has gone is taken off"
    pad.stored = 40
    sent = []
    monkeypatch.setattr(pad, "_send", lambda message, buffers=None: sent.append(message))
    pad.update(make_model(seed=3, latents=4), images=digits("valid").images[:20], labels=None)
    assert len(sent) == 1
    assert {("_weights",), ("_images",)} <= set(map(tuple, sent[0]["buffer_paths"]))
    assert sent[0]["state"]["stored"] == -1


def test_a_model_that_returns_nan_is_named_on_the_widget():
    "Training diverged: a sentence where the pictures would be"
    model = make_model()
    nn.init.constant_(model.encoder[0].bias, math.nan)
    pad = DigitPad(model, images=digits("valid").images)
    pad.strokes = [STROKE]
    sentence = "The model's output is NaN: did its training diverge? A smaller learning rate may help."
    assert pad._frame["trouble"] == pad.describe() == sentence
    assert pad._frame["typical"] == []
    assert repr(pad) == "DigitPad(500 images; runs in the kernel: its output is NaN)"
    assert pad.picture()
    pad.update(make_model())
    assert (pad._frame["trouble"], pad.runs_in) == ("", "browser")


class Tuple(nn.Module):
    def forward(self, x):
        return x, x


NINE = torch.zeros(9, 1, 28, 28)


@pytest.mark.parametrize(
    ("model", "options", "error", "message"),
    [
        (lambda x: x, {}, TypeError, r"model should be a torch module.*got a function. Hand in the trained model"),
        (Tuple(), {}, ValueError, r"model\(x\) should return one tensor \[B, 784\].*got a tuple of 2"),
        (mlp(784, 100), {}, ValueError, r"should return the shape of x, \[2, 784\], got \[2, 100\]"),
        (
            nn.Sequential(nn.Conv2d(1, 1, 1), nn.Flatten()),
            {},
            ValueError,
            r"\[2, 1, 28, 28\], got \[2, 784\]. For images end it with nn.Unflatten\(1, \(1, 28, 28\)\)",
        ),
        (mlp(100, 100), {}, ValueError, r"should take pixels \[B, 784\] or \[B, 1, 28, 28\].*but it raised: mat1 and"),
        (nn.Conv2d(3, 3, 1), {}, ValueError, "but it raised: .*to have 3 channels, but got 1 channels"),
        (make_model(), {"output": "logits"}, ValueError, 'output should be "identity", or "sigmoid".*got \'logits\''),
        (make_model(), {"images": torch.zeros(9, 1, 32, 32)}, ValueError, r"\[N, 1, 28, 28\], got \[9, 1, 32, 32\]"),
        (make_model(), {"images": torch.zeros(9, 784)}, ValueError, r"\[N, 1, 28, 28\], got \[9, 784\]"),
        (make_model(), {"images": "digits"}, TypeError, r"images should be a tensor.*got a str"),
        (make_model(), {"images": NINE[:0]}, ValueError, "number of images should be at least 1.*Leave images out"),
        (make_model(), {"images": NINE + 255}, ValueError, r"images should lie in \[0, 1\], got .*255. Divide by 255"),
        (
            make_model(),
            {"images": NINE - 1},
            ValueError,
            r"images should lie in \[0, 1\], got -1 to -1\. From -1 to 1 they",
        ),
        (make_model(), {"images": NINE + math.nan}, ValueError, "images should be finite"),
        (make_model(), {"images": NINE, "labels": [1, 2]}, ValueError, "got 2 labels and 9 images"),
        (make_model(), {"images": NINE, "labels": torch.eye(9)}, ValueError, "For one-hot rows, hand in labels.argmax"),
        (make_model(), {"labels": [1, 2]}, ValueError, "labels should come with their images"),
    ],
)
def test_what_is_unsuitable_is_refused_with_a_sentence(model, options, error, message):
    "What was expected, what arrived, and the likely fix"
    with pytest.raises(error, match=message):
        DigitPad(model, **options)


@pytest.mark.parametrize(
    ("name", "value", "error", "message"),
    [
        ("noise", 1.5, TraitError, "noise should be between 0 and 1, got 1.5"),
        ("noise", math.nan, TraitError, "noise should be between 0 and 1, got nan"),
        ("seed", -1, TraitError, "seed should be between 0 and"),
        ("stored", 60, TraitError, "stored should be the index of an image, 0 to 59, or -1 for none, got 60"),
        ("strokes", [[0.1, 0.2, 0.3]], TraitError, r"a stroke should be \[x0, y0, x1, y1, ...\]"),
        ("strokes", [[0.1, 28.0]], TraitError, "in shares of the pad"),
        ("strokes", [[]], TraitError, "a stroke should be"),
        ("_sheet", [0.5] * 3, TraitError, "the sheet should be 784 pixels"),
        ("drawing", torch.zeros(1, 32, 32), ValueError, r"drawing should have shape \[1, 28, 28\], got \[1, 32, 32\]"),
        ("drawing", torch.full((1, 28, 28), 255.0), ValueError, r"drawing should lie in \[0, 1\].*Divide by 255"),
        ("drawing", torch.full((1, 28, 28), math.nan), ValueError, "drawing should be finite"),
    ],
)
def test_an_impossible_state_is_refused_with_a_sentence(pad, name, value, error, message):
    "And the pad keeps what it had"
    before = pad.state
    with pytest.raises(error, match=message):
        setattr(pad, name, value)
    assert pad.state == before


def test_an_update_that_does_not_fit_changes_nothing(pad):
    "An unsuitable model, an argument nobody knows, a closed pad"
    frame = pad._frame
    with pytest.raises(ValueError, match="shape of x"):
        pad.update(mlp(784, 10))
    with pytest.raises(TypeError, match=r"update takes images, labels, output, got encoder"):
        pad.update(encoder=None)
    assert pad._frame == frame
    pad.close()
    with pytest.raises(ValueError, match="This pad was closed: make a new DigitPad"):
        pad.update()
    assert "closed" in repr(pad)


def test_the_kernel_answers_with_raw_numbers(monkeypatch):
    "The output, then the code, over the widget's own channel"
    pad, sent = make_pad(), []
    pixels = torch.rand(784)
    monkeypatch.setattr(pad, "send", lambda content, buffers=None: sent.append((content, buffers)))
    pad._handle_custom_msg({"type": "run", "id": "a-1", "pixels": pixels.tolist()}, [])
    pad._handle_custom_msg({"type": "who knows"}, [])
    ((content, (numbers,)),) = sent
    assert content == {"type": "ran", "id": "a-1"}
    numbers = torch.from_numpy(np.frombuffer(numbers, "<f4").copy())
    code = make_model().encode(pixels[None]).detach()
    assert_close(numbers[784:], code[0])
    assert_close(numbers[:784], make_model().decode(code)[0].detach())


@pytest.mark.parametrize("pixels", [None, "ten", [], [0.0] * 783, [math.nan] * 784, [[0.0] * 784], [{}] * 784])
def test_a_malformed_request_gets_a_sentence_back(pad, pixels):
    "And what is no request gets nothing"
    reply, buffers = answer_message(pad._data, {"type": "run", "id": "x-1", "pixels": pixels})
    assert reply["error"].startswith("The kernel could not run the model: ")
    assert buffers == []
    for message in ("hello", {"type": "other"}, {"type": "run", "id": 3}, None):
        assert answer_message(pad._data, message) is None


@pytest.mark.parametrize(
    ("raised", "sentence"),
    [
        (KeyboardInterrupt, "The kernel was interrupted before it could run the model. Go on, and it is asked again."),
        (lambda: KeyError("mean"), "The kernel could not run the model: 'mean'"),
        (AssertionError, "The kernel could not run the model: AssertionError"),
    ],
)
def test_whatever_ends_the_run_is_answered(raised, sentence):
    "Without an answer the browser would wait for ever"

    class Ends(Kernel):
        ended = False

        def forward(self, x):
            if self.ended:
                raise raised()
            return super().forward(x)

    pad = DigitPad(Ends())
    pad._data.model.function.ended = True
    reply, buffers = answer_message(pad._data, {"type": "run", "id": "x-1", "pixels": [0.0] * 784})
    assert (reply, buffers) == ({"type": "ran", "id": "x-1", "error": sentence}, [])


def test_messages_wait_while_an_update_is_made(pad):
    "They may be handled in another thread than the cell that trains"
    done = []
    handle = threading.Thread(target=lambda: (pad._handle_msg({"content": {"data": {}}}), done.append(True)))
    with pad._lock:
        handle.start()
        handle.join(timeout=0.1)
        assert done == []
    handle.join(timeout=60)
    assert done == [True]


def test_the_picture_is_drawn_without_a_front_end(pad):
    "And the same state gives the same bytes"
    empty = digit_pad_picture(pad._data, pad.state)
    pad.strokes = [STROKE]
    png = digit_pad_picture(pad._data, pad.state)
    assert imread(io.BytesIO(png)).shape[1] == 720
    assert png == digit_pad_picture(pad._data, pad.state)
    assert len({empty, png, digit_pad_picture(pad._data, pad.state._replace(noise=0.5))}) == 3
    alone = DigitPad(Images())
    assert digit_pad_picture(alone._data, pad.state)


def test_a_notebook_that_is_not_run_shows_the_picture(pad):
    "The live view, a picture and a sentence stand beside each other in the output"
    pad.strokes, pad.noise = [STROKE], 0.25
    data, metadata = pad._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]) == pad.picture()
    assert data["text/plain"] == repr(pad) == "DigitPad(60 images; a code of 8 numbers; runs in the browser)"
    assert metadata["image/png"]["alt"] == pad.describe()
    assert pad.describe().startswith("A drawing of 1 stroke with noise of 0.25 and what the model returns for it: squa")
    assert "The nearest stored digits are " in pad.describe()
