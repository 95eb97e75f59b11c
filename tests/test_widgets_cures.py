import base64
import io

import numpy as np
import pytest
import torch
from matplotlib.image import imread
from torch.distributions import Normal, kl_divergence
from traitlets import TraitError

from gencourse.widgets import CuresExplorer
from gencourse.widgets.cures.data import find_cures, fitting_window, loupe_helps
from gencourse.widgets.cures.words import rows, sentence, short
from tests.browser.cures.page import EPOCHS, MOMENTS, make_cures, make_runs

STATES = {"neither": (False, False), "loss": (True, False), "noise": (False, True), "both": (True, True)}


@pytest.fixture
def cures():
    return make_cures()


def each(run):
    "The same for all four."
    return dict.fromkeys(STATES, run)


def numbers_of(runs, name, **options):
    return find_cures(runs, None, None, None, **options).runs[name][-1].numbers


def said(name, spreads, sigmas=None, epochs=None):
    "The sentence on a run of Gaussian clouds, filed under this name."
    codes = torch.randn(400, 2, generator=torch.Generator().manual_seed(3))
    codes = (codes - codes.mean(0)) / codes.std(0, correction=0)
    sigmas = [None] * len(spreads) if sigmas is None else sigmas
    run = [
        (s * codes, None if v is None else torch.full_like(codes, v).square().log())
        for s, v in zip(spreads, sigmas, strict=True)
    ]
    runs = each(run)
    return sentence(find_cures(runs, None, epochs, None), name, len(spreads) - 1)


def test_the_numbers_are_those_of_all_codes_not_only_the_shown():
    "Spread, median sigma and the KL of torch.distributions, over 700 codes of which 300 are drawn"
    mean, logvar = 2 * torch.randn(700, 2), torch.randn(700, 2)
    numbers = numbers_of(each([(mean, logvar)]), "both")
    sigma = (0.5 * logvar).exp()
    assert numbers.spread == pytest.approx(mean.var(0, correction=0).mean().sqrt().item(), rel=1e-5)
    assert numbers.sigma == pytest.approx(sigma.median().item(), rel=1e-5)
    kl = kl_divergence(Normal(mean, sigma), Normal(0.0, 1.0)).sum(1).mean().item()
    assert numbers.kl == pytest.approx(kl, rel=1e-5)
    draws = mean + sigma * torch.randn(2000, 700, 2)
    assert numbers.whole == pytest.approx(draws.flatten(0, 1).var(0).mean().sqrt().item(), rel=0.01)


def test_without_noise_the_kl_is_that_of_sigma_one():
    "The penalty |mean|^2 / 2"
    mean = torch.randn(50, 2)
    assert numbers_of(each([(mean, None)]), "loss").kl == pytest.approx((mean**2 / 2).sum(1).mean().item(), rel=1e-5)


def test_what_the_ellipses_cover_agrees_with_the_normal_distribution():
    "One circle about 0 covers 1 - exp(-r^2 / 2) of N(0, I); a far one nothing"
    for radius, place in ((1.0, 0.0), (2.0, 0.0), (1.0, 50.0)):
        mean, logvar = torch.full((2, 2), place), torch.full((2, 2), radius).square().log()
        covered = numbers_of(each([(mean, logvar)]), "both").covered
        expected = 0.0 if place else 1 - np.exp(-(radius**2) / 2)
        assert covered == pytest.approx(expected, abs=0.08)  # 500 draws: 3.5 standard errors


def test_terms_are_shown_as_they_were_given(cures):
    "Distortion and KL of the snapshot"
    shown = dict(rows(cures._data, "both", 2))
    assert shown["Distortion, nats"] == "180.0"
    assert shown["KL to N(0, I), nats"] == "3.00"
    assert "Distortion, nats" not in dict(rows(make_cures(terms=None)._data, "both", 2))


@pytest.mark.parametrize(
    ("spreads", "sigmas", "words"),
    [
        ([0.1, 2.0, 6.0], None, "flying apart: their spread is 6.00"),
        ([0.1, 6.0, 6.0, 6.0, 6.0], None, "have flown apart"),
        ([0.1, 1.2, 0.6], None, "The codes shrink: their spread was 1.20 after epoch 1 and is 0.60 now"),
        ([0.1, 0.8, 1.0], None, "The codes have a spread of 1.00, where N(0, I) has 1"),
        ([0.1, 3.0, 7.0], [1.0, 0.1, 0.001], "moved apart and sigma has shrunk to 0.0010: at 0.014 % of the spread"),
        ([0.1, 0.5, 1.0], [1.0, 0.1, 0.001], "on, but sigma has shrunk to 0.0010: at 0.10 % of the spread"),
        ([0.1, 9.0, 90.0], [1.0, 0.5, 0.5], "but the codes have moved far apart"),
        ([1.0, 2.0, 4.0], [0.4, 0.2, 0.1], "sigma was 40 % of the spread before training and is 2.5 % now"),
        ([1.0, 1.0, 1.0], [0.03, 0.03, 0.03], "The noise is small: sigma is 3.0 % of the spread"),
        ([0.1, 1.0, 1.0], [1.0, 0.3, 0.3], "they tile N(0, I): all 400 ellipses cover 9"),
        ([0.1, 1.0, 4.0], [1.0, 0.3, 0.3], "Each code is a region, 7.5 % as wide as the codes are spread"),
        ([0.1, 0.1, 0.1], [1.0, 1.0, 1.0], "10.0 times as wide as the codes are spread: a code says little"),
    ],
)
def test_the_sentence_follows_from_the_numbers_whatever_the_run_is_called(spreads, sigmas, words):
    "The same codes get the same sentence under each of the four names"
    sentences = {said(name, spreads, sigmas, epochs=range(len(spreads))) for name in STATES}
    assert len(sentences) == 1
    assert words in sentences.pop()


def test_numbers_are_short_and_never_have_an_exponent():
    "Three digits, two below 1"
    values = (152.51, 24.05, 1.344, 0.115, 0.00448, 0.000214, 1.0, 0.0, 20.0)
    assert [short(value) for value in values] == [
        "152.5", "24.1", "1.34", "0.12", "0.0045", "0.00021", "1.00", "under 0.00001", "20.0",
    ]  # fmt: skip


def test_positions_travel_as_float32(cures):
    "[run, snapshot, mean or sigma, code, 2] of the first 300 codes; no noise is sigma 0"
    sent = np.frombuffer(cures._positions, "<f4").reshape(4, MOMENTS, 2, 300, 2)
    runs = make_runs()
    assert cures._frame["runs"] == list(STATES)
    for r, name in enumerate(STATES):
        mean, logvar = runs[name][3]
        np.testing.assert_array_equal(sent[r, 3, 0], mean[:300])
        sigma = torch.zeros(300, 2) if logvar is None else (0.5 * logvar[:300]).exp()
        np.testing.assert_allclose(sent[r, 3, 1], sigma, rtol=1e-6)
    assert (cures._frame["shown"], cures._frame["count"]) == (300, 320)


def test_the_common_window_holds_every_run_and_a_fitting_one_its_own(cures):
    "All but a few codes; and the loupe helps where the codes are a heap in the middle"
    data = cures._data
    x, y, half = data.common
    for run in data.runs.values():
        for snapshot in run:
            for (a, b, h), least in (((x, y, half), 0.96), (fitting_window(snapshot), 0.95)):
                inside = ((snapshot.mean - torch.tensor([a, b])).abs() <= h).all(1).float().mean()
                assert inside >= least
    assert loupe_helps(data, data.runs["loss"][-1])
    assert loupe_helps(data, data.runs["both"][-1])
    assert not loupe_helps(data, data.runs["neither"][-1])


def test_without_crowding_there_is_no_loupe():
    "Four runs of one size"
    assert find_cures(each([(torch.randn(50, 2), None)]), None, None, None).loupe == 0


def test_it_starts_without_switches_at_the_end_and_follows_its_traits(cures):
    "The run, the words and the repr"
    assert (cures.run, cures.moment, cures.same_scale) == ("neither", MOMENTS - 1, True)
    for name, (loss, noise) in STATES.items():
        cures.loss, cures.noise, cures.moment = loss, noise, 3
        assert cures.run == name
        assert "after epoch 5 of 10" in cures.describe()
        assert sentence(cures._data, name, 3) in cures.describe()
    assert repr(cures) == (
        "CuresExplorer(320 codes, 5 snapshots of four models; Both: a variational autoencoder, after epoch 5 of 10)"
    )
    cures.moment = 0
    assert "before training" in cures.describe()
    with pytest.raises(TraitError, match="moment should be the index of a snapshot, 0 to 4, got 5"):
        cures.moment = 5


def test_the_picture_differs_from_state_to_state(cures):
    "A PNG in the notebook's bundle, with its words"
    pictures = set()
    for loss, noise in STATES.values():
        cures.loss, cures.noise = loss, noise
        pictures.add(cures.picture())
    cures.same_scale = False
    pictures.add(cures.picture())
    cures.moment = 1
    assert len({*pictures, cures.picture()}) == 6
    data, metadata = cures._repr_mimebundle_()
    assert imread(io.BytesIO(base64.b64decode(data["image/png"]))).shape[:2] == (440, 840)
    assert metadata["image/png"]["alt"] == cures.describe()


def test_labels_epochs_and_terms_may_be_left_out():
    "Dots, and snapshots that are counted; arrays are welcome"
    runs = {name: [(m.numpy(), v if v is None else v.numpy()) for m, v in run] for name, run in make_runs(20).items()}
    cures = CuresExplorer(runs)
    assert "snapshot 5 of 5" in cures.describe()
    assert cures.picture()
    one = CuresExplorer({name: run[-1:] for name, run in make_runs(20).items()}, labels=torch.arange(20) % 10)
    assert one.moment == 0


def test_the_learners_tensors_are_neither_changed_nor_kept():
    "Training goes on, the widget stays"
    runs = make_runs(20)
    cures = CuresExplorer(runs)
    before = cures.picture()
    for run in runs.values():
        for mean, _ in run:
            mean.mul_(9)
    assert cures.picture() == before


def _with(name, run):
    return {**make_runs(20), name: run}


def _nan():
    run = make_runs(20)["both"]
    run[1][0][3, 1] = torch.nan
    return run


@pytest.mark.parametrize(
    ("runs", "options", "words"),
    [
        (make_runs(20)["both"], {}, 'should be a dict with "neither", "loss", "noise" and "both", got 5 things'),
        ({"both": []}, {}, "'neither', 'loss', 'noise' missing"),
        ({**make_runs(20), "vae": []}, {}, "'vae' unknown"),
        (_with("both", []), {}, r"runs\['both'\] should be a list of snapshots .*, got an empty list"),
        (_with("loss", make_runs(20)["loss"][:3]), {}, "same number of snapshots, got 5 in neither, 3 in loss"),
        (_with("noise", make_runs(19)["noise"]), {}, r"same images, got 20 in neither\[0\] and 19 in noise\[0\]"),
        (_with("both", _nan()), {}, r"the mean of runs\['both'\]\[1\] should be finite, but 1 of 40 .* diverge"),
        (_with("both", [torch.zeros(20, 2)] * 5), {}, r"a pair \(mean, logvar\), got a Tensor of shape \[20, 2\]"),
        (_with("both", [(torch.zeros(20, 3), None)] * 5), {}, r"should have shape \[N, 2\], got \[20, 3\]"),
        (_with("both", [(torch.zeros(20, 2), torch.zeros(20))] * 5), {}, r"logvar .* shape \[20, 2\], got \[20\]"),
        (_with("both", [(None, None)] * 5), {}, r"the mean .* should be a tensor of shape \[N, 2\], got a NoneType"),
        (_with("both", [*make_runs(20)["both"][:4], (torch.ones(20, 2), None)]), {}, "None in each or in none"),
        (make_runs(20), {"labels": [1] * 19}, "labels and codes should go together, got 19 labels and 20 codes"),
        (make_runs(20), {"labels": [1] * 19 + [12]}, "labels should be digits, 0 to 9, got 12"),
        (make_runs(20), {"epochs": [1, 2]}, "one number for each of the 5 snapshots, got 2"),
        (make_runs(20), {"epochs": [1, 2, 2, 3, 4]}, "epochs should grow"),
        (make_runs(20), {"terms": {"both": []}}, "terms should have the keys"),
        (make_runs(20), {"terms": each([{}])}, r"terms\['neither'\] should .* one dict .* 5 .*, got 1"),
        (make_runs(20), {"terms": each(3)}, r"terms\['neither'\] should .* one dict .* 5 .*, got an int"),
        (make_runs(20), {"terms": each([{"loss": 1}] * 5)}, r'"distortion" and "kl" .*, got \[.loss'),
        (make_runs(20), {"terms": each([{"kl": float("nan")}] * 5)}, r"\[0\] should be finite"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_a_sentence(runs, options, words):
    "Expected, got, and where"
    with pytest.raises((ValueError, TypeError), match=words):
        CuresExplorer(runs, **options)


def test_epochs_stand_in_the_words():
    "As the slider says them"
    assert make_cures()._frame["whens"] == ["before training", *(f"after epoch {e} of 10" for e in EPOCHS[1:])]


def test_there_is_a_label_for_each_code_that_is_shown():
    "The first 300 of both"
    codes = torch.randn(400, 2)
    data = find_cures(each([(codes, None)]), torch.arange(400) % 10, None, None)
    assert data.labels == [i % 10 for i in range(300)] and len(data.runs["both"][0].mean) == 300
