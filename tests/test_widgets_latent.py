import base64
import io
import threading

import numpy as np
import pytest
import torch
from matplotlib.image import imread
from torch import nn
from torch.testing import assert_close
from traitlets import TraitError

from gencourse.models import Autoencoder
from gencourse.networks import mlp
from gencourse.widgets.latent import LatentExplorer, latent_picture
from gencourse.widgets.latent.kernel import answer
from gencourse.widgets.latent.path import between, log_prior, positions
from tests.browser.latent.page import Kernel, make_codes, make_decoder, make_explorer


@pytest.fixture
def explorer():
    return make_explorer()


def test_the_picture_is_what_the_learners_own_decoder_returns(explorer):
    "At the start and after moving; logits through a sigmoid"
    decoder = make_decoder()
    for z in (explorer.z, [0.5, -1.0]):
        explorer.z = z
        expected = decoder(torch.tensor([z]))[0].sigmoid().detach()
        assert_close(explorer.image, expected, rtol=0, atol=0.5 / 255 + 1e-6)


def test_it_starts_at_the_first_code_and_between_two_classes(explorer):
    "Something to see before anything is touched"
    assert_close(torch.tensor(explorer.z), make_codes(60)[0])
    a, b = explorer.ends
    assert explorer._data.labels[a] != explorer._data.labels[b]


def test_codes_labels_and_images_may_be_left_out():
    "The size of a code is that of the first linear layer"
    explorer = LatentExplorer(make_decoder(5))
    assert (explorer.latent_dim, explorer.z) == (5, [0.0] * 5)
    assert explorer.image.shape == (1, 28, 28)
    with pytest.raises(TraitError, match='tab "between" needs two codes'):
        explorer.tab = "between"
    assert LatentExplorer(nn.Sequential(nn.Unflatten(1, (1, 2, 2)), nn.Flatten()), latent_dim=4).latent_dim == 4
    assert LatentExplorer(make_decoder(), codes=make_codes(1)).z == make_codes(1)[0].tolist()


def test_only_the_first_thousand_are_shown_and_sent():
    "As float32 and uint8: what the browser gets is small"
    images = torch.rand(1200, 1, 6, 6)
    explorer = LatentExplorer(mlp(2, 36), codes=make_codes(1200), images=images.numpy(), labels=["a", "b"] * 600)
    assert len(explorer._codes) == 1000 * 2 * 4
    shown = torch.from_numpy(np.frombuffer(explorer._images, np.uint8).copy()).reshape(1000, 6, 6)
    assert_close(shown, (255 * images[:1000, 0]).round().to(torch.uint8))
    assert explorer._frame["count"] == 1200
    assert [entry[:2] for entry in explorer._frame["classes"]] == [["a", "a"], ["b", "b"]]


@pytest.mark.parametrize(
    ("labels", "glyphs"),
    [
        ([7, 0, 3], "037"),
        (["disc", "square", "disc"], "ds"),
        (np.array(["b", "a", "b"]), "ab"),
        (["star", "square", "ring"], "abc"),
        ([10, 2, 30], ["2", "10", "30"]),
    ],
)
def test_each_class_has_a_text_of_its_own(labels, glyphs):
    "Its number, its initial, or a letter where initials clash"
    explorer = LatentExplorer(make_decoder(), codes=make_codes(3), labels=labels)
    assert [entry[0] for entry in explorer._frame["classes"]] == list(glyphs)


def test_colour_images_and_flat_decoders_are_welcome():
    "The images say how to cut a flat output"
    images = torch.rand(4, 3, 5, 7)
    explorer = LatentExplorer(mlp(2, 8, 3 * 5 * 7), codes=make_codes(4), images=images)
    assert explorer._data.size == (3, 5, 7)
    flat = explorer._data.decoders[0].function(torch.tensor([explorer.z])).detach().clamp(0, 1)
    assert_close(explorer.image.flatten(), flat[0], rtol=0, atol=0.5 / 255 + 1e-6)


def test_the_widget_keeps_a_copy_until_it_is_told_to_update():
    "Training on does not change what it shows; update(decoder) does, and keeps the place"
    decoder = make_decoder()
    explorer = LatentExplorer(decoder, codes=make_codes(9))
    explorer.z = [0.5, 0.25]
    before, weights = explorer.image, explorer._weights
    nn.init.zeros_(decoder[0][0].weight)
    assert_close(explorer.image, before)
    explorer.update()
    assert explorer._weights != weights
    assert explorer.z == [0.5, 0.25]
    explorer.update(decoder, codes=2 * make_codes(9))
    assert_close(explorer._data.codes, 2 * make_codes(9))


def test_an_update_travels_in_one_message(explorer, monkeypatch):
    "The browser never sees new layers with old weights, and is told also where only numbers have changed"
    sent = []
    monkeypatch.setattr(explorer, "_send", lambda message, buffers=None: sent.append(message))
    explorer.update(make_decoder(seed=7), codes=2 * make_codes(60))
    assert len(sent) == 1
    assert "_frame" in sent[0]["state"]
    assert {("_weights",), ("_codes",)} <= set(map(tuple, sent[0]["buffer_paths"]))


def test_a_decoder_in_double_precision_and_in_training_stays_so():
    "The explorer's copy is float32 and at rest"
    decoder = nn.Sequential(nn.Linear(2, 9), nn.BatchNorm1d(9), nn.Dropout(0.9)).double()
    explorer = LatentExplorer(decoder)
    assert_close(explorer.image, explorer.image)
    assert decoder.training
    assert decoder[0].weight.dtype == torch.float64


@pytest.mark.parametrize(
    ("make", "where"),
    [
        (make_decoder, "browser"),
        (Kernel, "kernel: the forward of Kernel does more than its layers"),
        (lambda: nn.Sequential(nn.Linear(2, 9), nn.Softmax(1)), "kernel: Softmax is not supported"),
    ],
)
def test_where_it_runs_is_chosen_and_named(make, where):
    "The same to the user"
    assert LatentExplorer(make()).runs_in == where


def test_the_kernel_answers_with_raw_bytes():
    "One buffer of uint8 for each decoder"
    explorer = make_explorer()
    explorer.update(Kernel(), compare=make_decoder(seed=3))
    codes = make_codes(3)
    reply, buffers = answer(explorer._data, {"type": "decode", "id": "x-1", "points": codes.tolist()})
    assert reply == {"type": "decoded", "id": "x-1"}
    first, second = (torch.from_numpy(np.frombuffer(b, np.uint8).copy()).reshape(3, 28, 28) for b in buffers)
    assert_close(first.float(), 255 * Kernel()(codes)[:, 0].sigmoid().detach(), rtol=0, atol=0.51)
    assert_close(second.float(), 255 * make_decoder(seed=3)(codes)[:, 0].sigmoid().detach(), rtol=0, atol=0.51)


@pytest.mark.parametrize("points", [None, "ten", [], [[1.0]], [[0.0, float("nan")]], [[0.0, 0.0]] * 65, [[{}, 1]]])
def test_a_malformed_request_gets_a_sentence_back(explorer, points):
    "And what is no request gets nothing"
    reply, buffers = answer(explorer._data, {"type": "decode", "id": "x-1", "points": points})
    assert reply["error"].startswith("The kernel could not decode this: ")
    assert buffers == []
    for message in ("hello", {"type": "other"}, {"type": "decode", "id": 3}, None):
        assert answer(explorer._data, message) is None


@pytest.mark.parametrize(
    ("raised", "sentence"),
    [
        (KeyboardInterrupt, "The kernel was interrupted before it could decode this. Go on, and it is asked again."),
        (lambda: KeyError("mean"), "The kernel could not decode this: 'mean'"),
        (AssertionError, "The kernel could not decode this: AssertionError"),
    ],
)
def test_whatever_ends_the_decoding_is_answered(raised, sentence):
    "Without an answer the browser would wait for ever"

    class Ends(nn.Module):
        ended = False

        def forward(self, z):
            if self.ended:
                raise raised()
            return z.new_zeros(len(z), 4)

    explorer = LatentExplorer(Ends(), latent_dim=2)
    explorer._data.decoders[0].function.ended = True
    reply, buffers = answer(explorer._data, {"type": "decode", "id": "x-1", "points": [[0.0, 0.0]]})
    assert (reply, buffers) == ({"type": "decoded", "id": "x-1", "error": sentence}, [])


def test_rates_name_the_latents(explorer):
    "Two digits only where one would hide the number; unused below 0.01; in the picture and in its sentence too"
    explorer = make_explorer(4)
    assert explorer._frame["names"] == ["z1", "z2", "z3", "z4"]
    before = explorer.picture()
    explorer.update(rates=torch.tensor([12.34, 0.05, 0.0099, -1e-7]))
    assert explorer._frame["names"] == [
        "z1 · 12.3 nats",
        "z2 · 0.05 nats",
        "z3 · 0.00 nats (unused)",
        "z4 · 0.00 nats (unused)",
    ]
    assert explorer.picture() != before
    assert explorer.describe().endswith(" Hardly used, by their rates: z3, z4.")
    explorer.update(rates=None)
    assert explorer._frame["names"] == ["z1", "z2", "z3", "z4"]


def test_messages_wait_while_an_update_is_made(explorer):
    "They may be handled in another thread than the cell that trains"
    done = []
    handle = threading.Thread(target=lambda: (explorer._handle_msg({"content": {"data": {}}}), done.append(True)))
    with explorer._lock:
        handle.start()
        handle.join(timeout=0.1)
        assert done == []
    handle.join(timeout=60)
    assert done == [True]


def test_a_message_from_the_browser_is_answered(monkeypatch):
    "Over the widget's own channel"
    explorer, sent = LatentExplorer(Kernel()), []
    monkeypatch.setattr(explorer, "send", lambda content, buffers=None: sent.append((content, buffers)))
    explorer._handle_custom_msg({"type": "decode", "id": "a-1", "points": [[0.0, 1.0]]}, [])
    explorer._handle_custom_msg({"type": "who knows"}, [])
    assert [(content["id"], len(buffers[0])) for content, buffers in sent] == [("a-1", 784)]


def with_nan(decoder):
    nn.init.constant_(decoder[0][0].bias, float("nan"))
    return decoder


NINE = {"codes": torch.zeros(9, 2), "images": torch.zeros(9, 1, 28, 28)}


@pytest.mark.parametrize(
    ("decoder", "options", "error", "message"),
    [
        (
            lambda z: z,
            {},
            TypeError,
            "decoder should be a torch module.*got a function. For a model, hand in model.dec",
        ),
        (with_nan(make_decoder()), {}, ValueError, "every weight of the decoder should be finite.*training diverge"),
        (make_decoder(3), NINE, ValueError, r"should take codes of shape \[B, 2\], but it raised: "),
        (Autoencoder(mlp(784, 2), mlp(2, 784), latent_dim=2), NINE, ValueError, "For a model, hand in model.decoder"),
        (make_decoder(), {"latent_dim": 16}, ValueError, r"should take codes of shape \[B, 16\], but it raised: "),
        (make_decoder(), {**NINE, "latent_dim": 3}, ValueError, "latent_dim is 3, but codes have 2 numbers"),
        (nn.Unflatten(1, (1, 1, 2)), {}, ValueError, "latent_dim should say how many numbers"),
        (make_decoder(70), {}, ValueError, "number of latents should be between 1 and 64, got 70"),
        (mlp(2, 10), {}, ValueError, r"10 numbers each, which make no square. End it with nn.Unflatten"),
        (
            nn.Sequential(nn.Linear(2, 8), nn.Unflatten(1, (2, 2, 2))),
            {},
            ValueError,
            r"\[B, 3, H, W\], got \[2, 2, 2, 2",
        ),
        (nn.Sequential(nn.Linear(2, 8), nn.Flatten(0)), {}, ValueError, "return B pictures, got"),
        (mlp(2, 32 * 32), NINE, ValueError, "images' size, 28 x 28 pixels in grey, got 32 x 32 pixels in grey"),
        (
            make_decoder(),
            {**NINE, "images": torch.zeros(9, 3, 28, 28)},
            ValueError,
            "28 x 28 pixels in colour, got 28 x 28 pixels in grey",
        ),
        (make_decoder(), {"compare": mlp(2, 100)}, ValueError, "28 x 28 pixels in grey, got 10 x 10"),
        (
            make_decoder(),
            {"codes": torch.zeros(0, 2)},
            ValueError,
            "number of codes should be at least 1.*Leave codes out",
        ),
        (
            make_decoder(),
            {"codes": torch.zeros(9)},
            ValueError,
            r"codes should have shape \[N, latent_dim\], got \[9\]",
        ),
        (make_decoder(), {"codes": torch.full((2, 2), torch.inf)}, ValueError, "codes should be finite"),
        (make_decoder(), {"images": torch.zeros(2, 1, 28, 28)}, ValueError, "images should come with their codes"),
        (make_decoder(), {**NINE, "images": torch.zeros(8, 1, 28, 28)}, ValueError, "got 8 images and 9 codes"),
        (make_decoder(), {**NINE, "images": torch.zeros(9, 784)}, ValueError, r"\[N, 3, H, W\], got \[9, 784\]"),
        (make_decoder(), {**NINE, "images": torch.full((9, 1, 28, 28), -1.0)}, ValueError, r"lie in \[0, 1\], got -1"),
        (
            make_decoder(),
            {**NINE, "images": torch.full((9, 1, 28, 28), 255.0)},
            ValueError,
            "got 255 to 255. Divide by",
        ),
        (make_decoder(), {**NINE, "labels": [1, 2]}, ValueError, "got 2 labels and 9 codes"),
        (
            make_decoder(),
            {**NINE, "labels": torch.eye(9)},
            ValueError,
            r"got \[9, 9\]. For one-hot rows, hand in labels.arg",
        ),
        (
            make_decoder(),
            {**NINE, "labels": 3},
            TypeError,
            "labels should be a tensor or a list.*the codes, got an int",
        ),
        (make_decoder(), {"output": "logits"}, ValueError, 'output should be "identity", or "sigmoid".*got \'logits\''),
        (make_decoder(), {"titles": "AE"}, ValueError, "titles should be two names"),
        (
            make_decoder(),
            {"rates": [1.0]},
            ValueError,
            r"rates should have shape \[2\], got \[1\]. Average the KL over",
        ),
        (make_decoder(), {"rates": "ab"}, TypeError, "rates should be 2 numbers, the mean KL of each latent, got 'ab'"),
        (make_decoder(), {"rates": [0.0, -1.0]}, ValueError, "rates should not be negative, as no KL is, got -1"),
        (make_decoder(), {"rates": [0.0, float("nan")]}, ValueError, "rates should be finite"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_sentence(decoder, options, error, message):
    "What was expected, what arrived, and the likely fix"
    with pytest.raises(error, match=message):
        LatentExplorer(decoder, **options)


def test_logits_shown_as_pixels_are_noticed():
    "A hint in the small print, not an error"
    assert 'For logits: output="sigmoid"' in LatentExplorer(make_decoder())._frame["notice"]
    assert LatentExplorer(make_decoder(), output="sigmoid")._frame["notice"] == ""
    assert LatentExplorer(nn.Sequential(make_decoder(), nn.Sigmoid()))._frame["notice"] == ""


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("z", [1.0], r"z should hold finite numbers of shape \[2\]"),
        ("z", [0.0, float("nan")], "finite"),
        ("ends", [0, 60], r"ends should be two indices of shown images, 0 to 59, got \[0, 60\]"),
        ("ends", [3], "two indices"),
        ("position", 1.5, "position should be between 0 and 1, got 1.5"),
        ("path", "curved", "straight"),
        ("tab", "map", "explore"),
    ],
)
def test_an_impossible_state_is_refused_with_a_sentence(explorer, name, value, message):
    "And the widget keeps what it had"
    before = explorer.state
    with pytest.raises(TraitError, match=message):
        setattr(explorer, name, value)
    assert explorer.state == before


def test_an_update_without_codes_goes_back_to_exploring(explorer):
    "Between two images needs two"
    explorer.tab = "between"
    explorer.update(codes=None, labels=None, images=None)
    assert explorer.tab == "explore"


def test_an_update_that_does_not_fit_changes_nothing(explorer):
    "Another number of latents, an argument nobody knows, a closed widget"
    frame = explorer._frame
    with pytest.raises(ValueError, match="update should keep the 2 latents, got a decoder of 3"):
        explorer.update(make_decoder(3), codes=make_codes(9, 3), labels=None, images=None)
    with pytest.raises(TypeError, match=r"update takes compare, .*got encoder"):
        explorer.update(encoder=None)
    with pytest.raises(ValueError, match="diverge"):
        explorer.update(with_nan(make_decoder()))
    assert explorer._frame == frame
    explorer.close()
    with pytest.raises(ValueError, match="This explorer was closed"):
        explorer.update()
    assert "closed" in repr(explorer)
    with pytest.warns(UserWarning, match="This LatentExplorer was closed: z is set, but shown nowhere. Make a new"):
        explorer.z = [0.5, 0.5]


def test_both_ways_begin_and_end_at_the_two_codes():
    "Straight and spherical, also for unequal norms"
    a, b = 3 * torch.randn(5), torch.randn(5)
    for path in ("straight", "spherical"):
        assert_close(between(a, b, torch.tensor([0.0, 1.0]), path), torch.stack([a, b]).double(), rtol=1e-6, atol=1e-6)


def test_the_spherical_way_keeps_norm_and_speed_between_equal_norms():
    "Only there: the straight one comes nearer to the middle"
    a, b = torch.nn.functional.normalize(torch.randn(2, 8, dtype=torch.float64), dim=1)
    z = between(a, b, positions(21), "spherical")
    assert_close(z.norm(dim=1), torch.ones(21, dtype=torch.float64))
    steps = z.diff(dim=0).norm(dim=1)
    assert_close(steps, steps[:1].expand(20))
    assert between(a, b, positions(21), "straight").norm(dim=1).min() < 1


@pytest.mark.parametrize("factor", [1.0, 2.0, -1.0, 0.0])
def test_parallel_opposite_and_zero_codes_get_the_straight_way(factor):
    "Where the sphere has no way of its own: no NaN"
    a = torch.randn(4)
    z = between(a, factor * a, positions(5), "spherical")
    assert_close(z, between(a, factor * a, positions(5), "straight"))


def test_log_prior_agrees_with_torch_distributions():
    "In nats, summed over the latents"
    z = torch.randn(6, 3)
    assert_close(log_prior(z), torch.distributions.Normal(0.0, 1.0).log_prob(z).sum(1))


@pytest.mark.parametrize("latents", [2, 5])
@pytest.mark.parametrize("tab", ["explore", "between"])
def test_the_picture_is_drawn_without_a_front_end(latents, tab):
    "And the same state gives the same bytes"
    explorer = make_explorer(latents, compare=make_decoder(latents, seed=2))
    explorer.tab = tab
    png = latent_picture(explorer._data, explorer.state)
    assert imread(io.BytesIO(png)).shape[1] == 720
    assert png == latent_picture(explorer._data, explorer.state)
    assert png != latent_picture(explorer._data, explorer.state._replace(z=[1.5] * latents, position=0.7))


def test_a_picture_without_data_is_drawn_too():
    "No codes, no labels, three colours"
    assert LatentExplorer(nn.Sequential(nn.Linear(2, 12), nn.Unflatten(1, (3, 2, 2)))).picture()
    assert LatentExplorer(make_decoder(), codes=make_codes(5)).picture()


def test_a_notebook_that_is_not_run_shows_the_picture(explorer):
    "The live view, a picture and a sentence stand beside each other in the output"
    data, metadata = explorer._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]) == explorer.picture()
    assert data["text/plain"] == repr(explorer)
    assert metadata["image/png"]["alt"] == explorer.describe()
    explorer.z = [1, -0.5]
    assert explorer.describe() == "The decoder's picture of the code [1.00, -0.50]."
    explorer.tab = "between"
    assert "on the straight way from the code of image 0" in explorer.describe()


def test_repr_is_stable_and_says_what_is_shown(explorer):
    "No memory address: an output that is saved does not change from run to run"
    assert repr(explorer) == "LatentExplorer(2 latents, 60 codes, 28 x 28 pixels in grey; decodes in the browser)"


@pytest.mark.parametrize("latents", [2, 3])
def test_codes_that_are_all_the_same_have_a_map(latents):
    "Of some width, with the codes in its middle"
    explorer = LatentExplorer(make_decoder(latents), codes=torch.full((9, latents), 0.5), output="sigmoid")
    low, high = torch.tensor(explorer._data.low), torch.tensor(explorer._data.high)
    assert (high > low).all()
    assert_close((low + high) / 2, torch.full((latents,), 0.5))


def test_the_map_follows_the_crowd():
    "However far a few codes lie, most of the square belongs to the others; a cloud without outliers is shown whole"
    crowd = torch.randn(950, 2, generator=torch.Generator().manual_seed(0))
    far = 40 * torch.randn(50, 2, generator=torch.Generator().manual_seed(1))
    for codes in (crowd, torch.cat([crowd, far]), torch.cat([crowd, 1e4 * far])):
        data = LatentExplorer(make_decoder(), codes=codes, output="sigmoid")._data
        low, high = torch.tensor(data.low), torch.tensor(data.high)
        inside = ((crowd > low) & (crowd < high)).all(1).float().mean()
        assert inside > 0.95
        assert (high - low).max() < 6
    assert_close(high - low, (high - low).max().expand(2))  # a square: a round cloud looks round
