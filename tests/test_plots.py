"""Figures: each has a text alternative, one style, and shows what it was given."""

import io
import re
from typing import Any

import pytest
import torch
from matplotlib.colors import to_hex
from matplotlib.image import imread

from gencourse._palette import load_palette
from gencourse.plots import (
    STYLE,
    Picture,
    show_autoencoder,
    show_curves,
    show_density,
    show_gan,
    show_histogram,
    show_images,
    show_paths,
    show_points,
    show_signals,
)

PICTURES = {
    "signals": lambda: show_signals({"one": {"signal": torch.randn(9), "output": torch.randn(9)}}, alt="two lines"),
    "autoencoder": lambda: show_autoencoder(1000, 10),
    "gan": lambda: show_gan(8, 2, what="point"),
    "images": lambda: show_images(torch.rand(5, 1, 8, 8), columns=3, titles=["a", "b"], alt="five squares"),
    "histogram": lambda: show_histogram(torch.randn(50), densities={"p": lambda x: x.exp()}, alt="a hump"),
    "points": lambda: show_points({"one": torch.randn(4, 2), "two": torch.randn(4, 2)}, alt="two clouds"),
    "points apart": lambda: show_points({"one": torch.randn(4, 2), "two": torch.randn(4, 2)}, apart=True, alt="two"),
    "paths": lambda: show_paths(
        {"one": {"play": torch.randn(9, 2)}, "two": {"play": torch.randn(9, 2), "average": torch.randn(9, 2)}},
        marks={"start": (0.0, 0.0)},
        xlabel="p",
        ylabel="q",
        alt="three lines",
    ),
    "density": lambda: show_density({"p": lambda x: (-x.square().sum(1)).exp()}, torch.randn(4, 2), alt="a hill"),
    "curves": lambda: show_curves(
        torch.logspace(-2, 0, 5), {"y": torch.rand(5)}, xlabel="x", ylabel="y", logx=True, alt="a line"
    ),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_notebook_gets_an_image_with_a_text_alternative(name):
    picture = PICTURES[name]()
    html = picture._repr_mimebundle_()["text/html"]
    assert html.startswith(f'<img alt="{picture.alt}" width="') and "data:image/png;base64," in html
    assert picture.png().startswith(b"\x89PNG")


def test_a_picture_is_shown_at_half_its_pixels():
    "Twice the pixels for screens that have them, the size that the figure asks for, and its whole width"
    picture = PICTURES["signals"]()
    shown = int(re.search(r'width="(\d+)"', picture._repr_mimebundle_()["text/html"])[1])
    height, width, _ = imread(io.BytesIO(picture.png()), format="png").shape
    assert shown == width // 2
    assert abs(shown / 100 - picture.figure.get_figwidth()) < 0.5  # inches: the margin is cut to the drawing
    assert width > height  # or the header's other number was read


@pytest.mark.parametrize("name", PICTURES)
def test_pyplot_is_never_touched(name):
    "Figures of pyplot pile up, and are not safe in a widget's thread"
    import matplotlib.pyplot as plt

    PICTURES[name]()
    assert plt.get_fignums() == []


def test_the_course_style_is_used_and_the_learners_stays():
    import matplotlib

    before = dict(matplotlib.rcParams)
    axes = PICTURES["points"]().figure.axes[0]
    assert axes.spines["top"].get_visible() is STYLE["axes.spines.top"] is False
    assert dict(matplotlib.rcParams) == before


def test_a_picture_without_a_sentence_is_refused():
    with pytest.raises(ValueError, match="alt should be a sentence"):
        Picture(PICTURES["points"]().figure, " ")


def test_the_text_alternative_is_escaped():
    assert (
        'alt="a &lt; &quot;b&quot;"' in Picture(PICTURES["points"]().figure, 'a < "b"')._repr_mimebundle_()["text/html"]
    )


def test_images_are_drawn_ink_on_paper_with_their_own_pixels():
    images = torch.zeros(2, 1, 4, 4)
    images[1, 0, 0, 0] = 1
    axes = show_images(images, alt="two").figure.axes
    assert axes[1].images[0].get_array()[0, 0] == 1 and axes[0].images[0].get_array().max() == 0


def test_a_histogram_has_area_one():
    stairs = show_histogram(torch.randn(500), alt="hump").figure.axes[0].patches[0].get_data()
    assert abs((stairs.values * (stairs.edges[1:] - stairs.edges[:-1])).sum() - 1) < 1e-6


def test_a_density_is_drawn_the_right_way_up():
    "High where y is high"
    points = torch.tensor([[0.0, 0.0], [1.0, 1.0]])
    seen = {}

    def density(x):
        seen["grid"] = x.reshape(160, 160, 2)
        return x[:, 1].exp()

    show_density({"p": density}, points, alt="rising")
    assert (seen["grid"][1:, :, 1] > seen["grid"][:-1, :, 1]).all() and (
        seen["grid"][:, 1:, 0] > seen["grid"][:, :-1, 0]
    ).all()


def test_paths_share_their_axes_and_each_panel_has_the_marked_places():
    axes = PICTURES["paths"]().figure.axes
    assert [ax.get_title(loc="left") for ax in axes] == ["one", "two"]
    assert axes[0].get_xlim() == axes[1].get_xlim() and axes[0].get_ylim() == axes[1].get_ylim()
    assert [[line.get_label() for line in ax.lines] for ax in axes] == [["play", "start"], ["play", "average", "start"]]
    assert [ax.lines[-1].get_xydata().tolist() for ax in axes] == [[[0.0, 0.0]]] * 2
    assert (axes[0].get_xlabel(), axes[0].get_ylabel()) == ("p", "q")


@pytest.mark.parametrize(
    ("draw", "sentence"),
    [
        (lambda: show_images(torch.rand(5, 784), alt="x"), r"images should have shape \[N, 1, H, W\].*unflatten"),
        (
            lambda: show_paths({"t": {"a": torch.rand(5, 3)}}, xlabel="x", ylabel="y", alt="x"),
            r"a should have shape \[T, 2\], got \[5, 3\]",
        ),
        (lambda: show_points({"a": torch.rand(5, 3)}, alt="x"), r"a should have shape \[N, 2\], got \[5, 3\]"),
        (lambda: show_histogram(torch.rand(5, 2), alt="x"), r"values should have shape \[N\]"),
        (
            lambda: show_curves(torch.rand(5), {"y": torch.rand(4)}, xlabel="", ylabel="", alt="x"),
            r"y should have shape \[5\], got \[4\]",
        ),
    ],
)
def test_bad_input_gets_expected_and_got(draw, sentence):
    with pytest.raises(ValueError, match=sentence):
        draw()


def test_a_diagram_describes_itself_with_its_own_numbers():
    assert show_autoencoder(784, 16).alt.startswith("Diagram: 784 numbers go through an encoder to a code of 16,")
    alt = show_gan(64, 784, what="digit").alt
    assert alt.startswith("Diagram: 64 numbers of noise go through a generator to a fake digit of 784;")


def test_spare_panels_stay_empty():
    axes = show_signals({name: {"x": torch.randn(5)} for name in "abc"}, alt="three").figure.axes
    assert [ax.axison for ax in axes] == [True, True, True, False]


def test_grey_is_grey_and_what_lies_outside_is_cut():
    "On one scale for all images: 0 is paper and 1 is ink, also where no pixel has either value"
    images = torch.tensor([0.5, 0.9, -3.0, 7.0])[:, None, None, None].expand(4, 1, 2, 2)
    drawn = [ax.images[0] for ax in show_images(images, alt="four squares").figure.axes]
    greys = [image.cmap(image.norm(image.get_array()))[0, 0, 0] for image in drawn]
    assert greys == pytest.approx([0.5, 0.1, 1.0, 0.0], abs=0.01)


@pytest.mark.parametrize(("count", "marked"), [(50, True), (51, False)])
def test_curves_have_markers_up_to_fifty_points(count, marked):
    "A second sign beside the colour where there is room for it"
    curves = {"a": torch.rand(count), "b": torch.rand(count)}
    lines = show_curves(torch.arange(count), curves, xlabel="", ylabel="", alt="two lines").figure.axes[0].lines
    assert [line.get_marker() not in (None, "None") for line in lines] == [marked, marked]
    assert len({line.get_marker() for line in lines}) == (2 if marked else 1)


@pytest.mark.parametrize(("logx", "logy"), [(False, False), (True, False), (False, True), (True, True)])
def test_each_axis_has_the_scale_that_was_asked_for(logx, logy):
    x = torch.linspace(1, 2, 5)
    ax = show_curves(x, {"y": x}, xlabel="", ylabel="", logx=logx, logy=logy, alt="a line").figure.axes[0]
    assert (ax.get_xscale() == "log", ax.get_yscale() == "log") == (logx, logy)


def test_a_unit_is_as_long_across_as_upwards_for_points():
    "Else a round cloud would look like an ellipse"
    picture = show_points({"wide": torch.tensor([[0.0, 0.0], [9.0, 1.0]])}, alt="two points")
    ax = picture.figure.axes[0]
    picture.png()
    (x0, y0), (x1, y1) = ax.transData.transform([(0, 0), (1, 1)])
    assert x1 - x0 == pytest.approx(y1 - y0)


@pytest.mark.parametrize("names", [("train", "held-out"), ("held-out digits", "train"), ("a", "held_out", "b")])
def test_held_out_points_have_the_mark_that_they_have_in_widgets(names):
    "Open diamonds in the palette's colour, whatever their place; nothing else has these"
    colour = to_hex(load_palette()["held_out"])
    clouds: Any = show_points({name: torch.randn(9, 2) for name in names}, alt="clouds").figure.axes[0].collections
    curves = {name: torch.rand(5) for name in names}
    lines: Any = show_curves(torch.arange(5), curves, xlabel="", ylabel="", alt="x").figure.axes[0].lines
    seen = []
    for name, cloud, line in zip(names, clouds, lines, strict=True):
        corners = cloud.get_paths()[0].vertices.round(3).tolist()
        edge, is_open = to_hex(cloud.get_edgecolor()[0]), len(cloud.get_facecolor()) == 0
        seen.append((edge, corners))
        assert (line.get_marker() == "D") == (line.get_markerfacecolor() == "none") == is_open == ("held" in name)
        assert (edge == colour) == (to_hex(line.get_color()) == colour) == is_open
    assert all(one != other for i, one in enumerate(seen) for other in seen[:i])


def test_a_picture_of_pixels_says_that_it_is_one():
    "A page's dark theme turns the ink of plots, and leaves pictures whose dark and light mean something"
    digit = show_images(torch.zeros(1, 1, 4, 4), alt="A digit.")
    curve = show_histogram(torch.randn(20), alt="A hump.")
    told = ['class="pixels"' in picture._repr_mimebundle_()["text/html"] for picture in (digit, curve)]
    assert told == [True, False]
