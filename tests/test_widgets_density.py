import base64
import io

import nbformat
import numpy as np
import pytest
import torch
from matplotlib.image import imread
from nbconvert import HTMLExporter
from torch.distributions import MultivariateNormal
from torch.testing import assert_close
from traitlets import TraitError

from gencourse.data import two_moons
from gencourse.probability import fit_gaussian
from gencourse.widgets import DensityExplorer
from gencourse.widgets.density import DensityState, density_picture, gaussian_scores, kernel_scores

STATE = DensityState("gaussian", [0.5, 0.25], [[0.8, -0.2], [-0.2, 0.25]], 0.1)


@pytest.fixture
def train():
    return two_moons(60, seed=0)


@pytest.fixture
def held_out():
    return two_moons(50, seed=1)


@pytest.fixture
def explorer(train, held_out):
    return DensityExplorer(train, held_out)


def test_gaussian_scores_agree_with_torch_distributions(train, held_out):
    "Mean log-likelihood in nats per point, on both sets"
    expected = MultivariateNormal(torch.tensor(STATE.mean), torch.tensor(STATE.cov))
    scores = gaussian_scores(train, held_out, STATE.mean, STATE.cov)
    assert_close(torch.tensor(scores), torch.stack([expected.log_prob(x).mean() for x in (train, held_out)]))


def test_train_gains_and_held_out_falls_as_the_bandwidth_goes_to_zero(train, held_out):
    "The aha of the lesson"
    wide, narrow = kernel_scores(train, held_out, 0.1), kernel_scores(train, held_out, 0.001)
    assert narrow.train > wide.train + 5
    assert narrow.held_out < wide.held_out - 1000


def test_no_gaussian_scores_higher_on_train_than_the_fit(train, held_out):
    "What the learner tries to beat by hand"
    mean, cov = fit_gaussian(train.double())
    best = gaussian_scores(train, held_out, mean, cov).train
    for shift in torch.randn(20, 2, generator=torch.Generator().manual_seed(0)):
        moved = gaussian_scores(train, held_out, mean + 0.1 * shift, cov * (1 + 0.1 * shift[0])).train
        assert moved < best


def test_python_reads_and_sets_what_the_widget_shows(explorer, train):
    "Tensors go in as they come from fit_gaussian; lists of float come out"
    explorer.mean, explorer.cov = fit_gaussian(train)
    explorer.bandwidth, explorer.tab = 0.05, "kernel"
    assert_close(torch.tensor(explorer.mean), train.mean(0))
    assert explorer.state == ("kernel", explorer.mean, explorer.cov, 0.05)


def test_it_starts_where_the_caller_says(train, held_out):
    "And Start over goes back there"
    explorer = DensityExplorer(train, held_out, mean=[0, 1], cov=[[2, 0], [0, 1]], bandwidth=0.5)
    assert explorer.state == DensityState("gaussian", [0.0, 1.0], [[2.0, 0.0], [0.0, 1.0]], 0.5)
    assert explorer._frame["start"] == {"mean": [0.0, 1.0], "cov": [[2.0, 0.0], [0.0, 1.0]]}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("cov", [[1.0, 2.0], [2.0, 1.0]], "positive definite"),
        ("cov", [[0.0, 0.0], [0.0, 1.0]], "positive definite"),
        ("cov", [[1.0, 0.0], [0.5, 1.0]], "symmetric"),
        ("cov", [1.0, 1.0], r"shape \[2, 2\]"),
        ("mean", [0.0, float("nan")], "finite"),
        ("mean", "middle", r"finite numbers of shape \[2\]"),
        ("bandwidth", 0.0, "between 0.001 and 2, got 0"),
        ("bandwidth", float("nan"), "between 0.001 and 2, got nan"),
    ],
)
def test_an_impossible_state_is_refused_with_a_sentence(explorer, name, value, message):
    "And the widget keeps what it had"
    before = explorer.state
    with pytest.raises(TraitError, match=message):
        setattr(explorer, name, value)
    assert explorer.state == before


@pytest.mark.parametrize(
    ("points", "error", "message"),
    [
        (
            [[0.0, 1.0]],
            TypeError,
            r"train should be a tensor of shape \[N, 2\], got a list. Write torch.tensor",
        ),
        (torch.zeros(5, 3), ValueError, r"train should have shape \[N, 2\], got \[5, 3\]"),
        (torch.zeros(0, 2), ValueError, "number of points in train should be between 3 and 1000, got 0"),
        (torch.zeros(1001, 2), ValueError, r"got 1001. train\[:1000\] takes fewer"),
        (torch.tensor([[0.0, 1.0], [1.0, float("nan")], [2.0, 2.0]]), ValueError, "train should be finite, but 1 of 6"),
        (torch.tensor([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]), ValueError, "lie on one line"),
    ],
)
def test_unusable_points_are_refused_with_a_sentence(held_out, points, error, message):
    "Expected, got, and the likely fix"
    with pytest.raises(error, match=message):
        DensityExplorer(points, held_out)


def test_points_travel_as_float32_bytes_and_are_a_copy(train, held_out):
    "Changing the tensor afterwards does not change the widget"
    explorer = DensityExplorer(train.double().numpy(), held_out)
    expected = train.clone()
    train.zero_()
    assert_close(torch.from_numpy(np.frombuffer(explorer._train, "<f4").copy()).reshape(-1, 2), expected)


@pytest.mark.parametrize("tab", ["gaussian", "kernel"])
def test_the_picture_is_drawn_without_a_front_end(train, held_out, tab):
    "And the same state gives the same bytes"
    png = density_picture(train, held_out, STATE._replace(tab=tab))
    pixels = imread(io.BytesIO(png))
    assert pixels.shape == (340, 720, 4)
    assert png == density_picture(train, held_out, STATE._replace(tab=tab))
    assert png != density_picture(train, held_out, STATE._replace(tab=tab, bandwidth=0.5, mean=[0.0, 0.0]))


def test_a_notebook_that_is_not_run_shows_the_picture(explorer):
    "The live view, a picture and a sentence stand beside each other in the output"
    data, metadata = explorer._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]) == explorer.picture()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == explorer.model_id
    assert data["text/plain"] == repr(explorer)
    assert metadata["image/png"]["alt"] == explorer.describe()
    assert explorer.describe().startswith("Gaussian with mean [")


def test_an_exported_page_shows_the_picture_with_its_sentence(explorer):
    "A widget's view would need a kernel, or a network"
    data, metadata = explorer._repr_mimebundle_()
    output = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("explorer", outputs=[output])])
    page, _ = HTMLExporter().from_notebook_node(notebook)
    assert f'<img alt="{explorer.describe()}" src="data:image/png;base64,' in page
    assert "model_id" not in page


def test_repr_is_stable_and_says_what_is_shown(train, held_out):
    "No memory address: an output that is saved does not change from run to run"
    explorer = DensityExplorer(train, held_out, mean=[0, 1], cov=[[2, 0], [0, 1]])
    assert repr(explorer) == (
        "DensityExplorer(60 training points, 50 held out; "
        "Gaussian with mean [0.00, 1.00] and covariance [[2.00, 0.00], [0.00, 1.00]])"
    )
