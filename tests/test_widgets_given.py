"""What is handed to widgets and is wrong: each error says what was expected, what arrived and the likely fix."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from gencourse._validate import check_in_range
from gencourse.widgets import BottleneckExplorer, CuresExplorer, DensityExplorer, DigitPad, LatentExplorer
from gencourse.widgets.density.picture import find_frame
from gencourse.widgets.kit.decoders.layers import ship_decoder
from gencourse.widgets.kit.given import take_tensor
from gencourse.widgets.kit.labels import list_labels
from gencourse.widgets.kit.pixels import check_pixels
from gencourse.widgets.latent.data import MOST_CLASSES, MOST_LATENTS
from tests.browser.bottleneck.page import make_autoencoder
from tests.browser.cures.page import make_runs
from tests.browser.digit_pad.page import make_model
from tests.browser.latent.page import make_codes, make_decoder, make_explorer


@pytest.mark.parametrize(
    ("x", "said"),
    [
        ([[1.0, 2.0]], r"tensor of shape \[N, 2\], got a list. Write torch.tensor\(x\)"),
        ([torch.zeros(2)], r"got a list. Write torch.stack"),
        ((torch.zeros(2), torch.zeros(2)), r"got a tuple. Hand in the one that is meant: x\[0\]"),
        (None, "got a NoneType"),
        (torch.zeros(3, 2, dtype=torch.complex64), r"real numbers, got complex64. Write x.real"),
        (np.zeros((3, 2), complex), r"real numbers, got an array of complex128. Write x.real"),
        (np.array([[1, None]]), r"real numbers, got an array of object. Write x.astype\(float\)"),
        (np.array([["a", "b"]]), "real numbers, got an array of <U1"),
        (torch.zeros(3, 2, device="meta"), "lies on the meta device"),
    ],
)
def test_what_holds_no_real_numbers_is_named(x, said):
    "Not by a traceback of torch's or numpy's"
    with pytest.raises((TypeError, ValueError), match=said):
        take_tensor("x", x, "[N, 2]")


@pytest.mark.parametrize(
    "x",
    [
        torch.arange(6.0).reshape(2, 3).T.requires_grad_(),
        torch.arange(6.0).reshape(2, 3).T.to_sparse(),
        np.arange(6.0).reshape(2, 3).T,
        np.arange(6.0)[::-1].reshape(3, 2)[::-1, ::-1].reshape(3, 2).astype(">f8"),
    ],
    ids=["strided, with gradients", "sparse", "strided array", "big-endian, reversed"],
)
def test_numbers_are_taken_however_they_lie(x):
    taken = take_tensor("x", x, "[N, 2]")
    expected = x.detach().to_dense() if isinstance(x, Tensor) else torch.from_numpy(x.astype("<f8").copy())
    assert torch.equal(taken, expected) and not taken.requires_grad


@pytest.mark.parametrize(
    ("low", "high", "value", "said"),
    [
        (1, float("inf"), 0, "k should be at least 1, got 0."),
        (0, float("inf"), float("inf"), "k should be at least 0, got inf."),
        (1, 10**9, 0, "k should be between 1 and 1,000,000,000, got 0."),
        (1, 1000, 12345, "k should be between 1 and 1000, got 12345."),
        (0.5, 1, float("nan"), "k should be between 0.5 and 1, got nan."),
        (1, 1, 16, "k should be 1, got 16."),
    ],
)
def test_limits_read_as_people_write_them(low, high, value, said):
    "1,000,000,000 and not 1e+09, and no limit where there is none"
    with pytest.raises(ValueError) as caught:
        check_in_range("k", value, low, high)
    assert str(caught.value) == said


def test_one_signal_is_too_few_to_fit_pca():
    "Not: between 1 and 0"
    x = torch.randn(50, 30)
    encoder, decoder = make_autoencoder(x, 4)
    with pytest.raises(ValueError, match=r"signals should be at least 2, .* got 1\. Give more signals, or a fitted"):
        BottleneckExplorer(encoder, decoder, x[:1])


@pytest.mark.parametrize("widths", [3, "ab", [1.5, 2.5], None])
def test_widths_are_whole_numbers(widths):
    x = torch.randn(50, 30)
    with pytest.raises(TypeError, match=r"widths should be whole numbers that grow, such as range\(1, 17\), got"):
        BottleneckExplorer(*make_autoencoder(x, 4), x, widths=widths)


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (torch.full((3,), torch.nan), "3 of 3 are NaN or infinite"),
        ([0.0, float("inf"), 1.0], "1 of 3 are NaN or infinite"),
        ([[0, 1]] * 3, r"one of them is a list. For one-hot rows, hand in torch.tensor\(labels\).argmax\(1\)"),
        ({0: 1}, "got a dict"),
        (torch.zeros(3, device="meta"), "meta device"),
    ],
)
def test_labels_that_name_no_class_are_refused(labels, said):
    "NaN differs from NaN: 300 of them were 300 classes"
    with pytest.raises((TypeError, ValueError), match=said):
        list_labels(labels, 3, "codes")
    with pytest.raises((TypeError, ValueError), match=said):
        LatentExplorer(make_decoder(), codes=make_codes(3), labels=labels)
    with pytest.raises((TypeError, ValueError), match=said):
        DigitPad(make_model(), images=torch.rand(3, 1, 28, 28), labels=labels)


def test_labels_are_the_same_in_whatever_type_they_come():
    for labels in (torch.tensor([1.0, 2.0]), [torch.tensor(1), torch.tensor(2)], np.array([1, 2]), [np.int64(1), 2.0]):
        assert list_labels(labels, 2, "codes") == [1, 2]
    assert [type(label) for label in list_labels(torch.tensor([1.0, 2.0]), 2, "codes")] == [int, int]


@pytest.mark.parametrize(
    ("pixels", "fix"),
    [
        ((-1.0, 1.0), r"got -1 to 1. From -1 to 1 they come back by \(x \+ 1\) / 2"),
        ((-0.42, 2.82), r"Were they standardised\? Undo it, x \* std \+ mean"),
        ((0.0, 255.0), "Divide by 255"),
        ((0.0, 65535.0), r"Divide by x.max\(\)"),
        ((-3e5, 4.0), r"got -3e\+05 to 4\.$"),  # what to do about it is not clear
    ],
)
def test_pixels_out_of_range_get_a_fix(pixels, fix):
    with pytest.raises(ValueError, match=fix):
        check_pixels("x", torch.tensor(pixels))


class Residual(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Linear(8, 8), nn.ReLU())

    def forward(self, x: Tensor) -> Tensor:
        return x + self.body(x)


class Reshape(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Conv2d(2, 1, 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.layer(x.reshape(-1, 2, 2, 2))


@pytest.mark.parametrize("block", [Residual, Reshape])
def test_the_block_that_does_more_is_named_and_not_what_it_stands_in(block):
    "Deep inside as well"
    for decoder in (nn.Sequential(nn.Linear(2, 8), block()), nn.Sequential(nn.Linear(2, 8), nn.Sequential(block()))):
        assert ship_decoder(decoder, 2) == f"the forward of {block.__name__} does more than its layers"


def test_one_far_point_does_not_stretch_what_the_density_shows():
    "The square, and the Gaussian that it starts from, are those of the crowd"
    train, held_out = torch.randn(200, 2), torch.randn(50, 2)
    usual = find_frame(train, held_out)
    train[7] = 1e6
    far = find_frame(train, held_out)
    assert far["span"] == pytest.approx(usual["span"], rel=0.2)
    explorer = DensityExplorer(train, held_out)
    assert max(map(abs, explorer.mean)) < 5
    assert explorer.cov[0][0] < 2


@pytest.mark.parametrize("scale", [1e-12, 1e12])
def test_points_of_no_usual_scale_are_refused_with_what_to_do(scale):
    with pytest.raises(ValueError, match="Scale"):
        DensityExplorer(scale * torch.randn(50, 2), scale * torch.randn(9, 2))


def test_up_to_64_latents_and_100_classes_are_shown():
    "Numbers stand for themselves, long names get one; colours come again"
    assert (MOST_LATENTS, MOST_CLASSES) == (64, 100)
    assert make_explorer(64).latent_dim == 64
    with pytest.raises(ValueError, match="number of latents should be between 1 and 64, got 65"):
        LatentExplorer(make_decoder(65))
    numbers = make_explorer(n=300, labels=torch.arange(300) % 100)
    assert [entry[:2] for entry in numbers._frame["classes"]] == [[str(i), str(i)] for i in range(100)]
    assert all(len(entry) == 4 for entry in numbers._frame["classes"])
    names = make_explorer(n=300, labels=[f"class {i % 40:02}" for i in range(300)])
    assert names._frame["classes"][39][:2] == ["40", "class 39"]
    for explorer in (numbers, names):
        assert explorer.picture().startswith(b"\x89PNG")
    with pytest.raises(ValueError, match="number of classes should be between 1 and 100, got 101"):
        make_explorer(n=300, labels=torch.arange(300) % 101)


@pytest.mark.parametrize("labels", [["$", "^"], ["\\", "{"], ["", " "], ["猫", "犬"], [-1, 1]])
def test_any_label_can_be_drawn(labels, recwarn):
    "Also one that means something to matplotlib, or that its font lacks"
    assert make_explorer(labels=labels * 30).picture().startswith(b"\x89PNG")
    assert not recwarn.list


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"epochs": 5}, "epochs should be a list, one number for each of the 5 snapshots, got an int"),
        ({"terms": {name: [{"kl": "a"}] * 5 for name in ("neither", "loss", "noise", "both")}}, "should hold numbers"),
    ],
)
def test_cures_names_what_is_no_number(changes, said):
    with pytest.raises(TypeError, match=said):
        CuresExplorer(make_runs(), **changes)


def test_the_pad_takes_an_array_as_a_drawing():
    pad = DigitPad(make_model())
    pad.drawing = np.eye(28)
    assert torch.equal(pad.drawing[0], torch.eye(28))
