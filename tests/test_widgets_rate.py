import base64
import io
import math
from functools import partial

import numpy as np
import pytest
import torch
from matplotlib.image import imread
from torch import nn
from torch.distributions import Bernoulli, Normal, kl_divergence
from torch.testing import assert_close
from traitlets import TraitError

from gencourse.models import VAE
from gencourse.probability import bernoulli_log_prob, gaussian_log_prob
from gencourse.widgets import RateExplorer
from gencourse.widgets.kit.pixels import check_pixels
from gencourse.widgets.rate.words import nats, rows, sentence
from tests.browser.rate.page import BETAS, LATENTS, make_bank, make_images, make_rates, make_vae


@pytest.fixture
def rates():
    return make_rates()


def alone(vae, beta=1.0):
    "The measured numbers of one model."
    return RateExplorer({beta: vae}, make_images())._data.models[0]


def test_the_rate_is_the_mean_kl_over_all_images(rates):
    "By torch.distributions; each unit's is the model's kl_per_dim"
    for beta in BETAS:
        vae = make_vae(beta)
        with torch.no_grad():
            mean, logvar = vae.encode(make_images())
            kl = kl_divergence(Normal(mean, (0.5 * logvar).exp()), Normal(0.0, 1.0))
            expected = vae.kl_per_dim(make_images())
        assert rates.table[beta]["rate"] == pytest.approx(kl.sum(1).mean().item(), rel=1e-5)
        rates.beta = beta
        assert_close(rates.kl_per_dim, expected.double(), rtol=1e-5, atol=1e-5)


def test_without_spread_the_distortion_is_that_of_the_mean_code():
    "sigma = e^-10: the one draw is the mean; with spread it is dearer"
    vae = make_vae(1.0)
    spread = alone(vae).distortion
    with torch.no_grad():
        vae.encoder[1].bias[LATENTS:] = -20.0
        expected = -bernoulli_log_prob(make_images(), vae(make_images())).mean()
    assert alone(vae).distortion == pytest.approx(expected.item(), rel=1e-4)
    assert spread > expected


def test_the_floor_is_the_entropy_of_the_pixels_and_nothing_lies_below(rates):
    "A decoder that knows each image reaches it; one image for all costs the most, and no other one less"
    x = make_images().double()
    assert rates.floor == pytest.approx(Bernoulli(x.clamp(1e-9, 1 - 1e-9)).entropy().sum((1, 2, 3)).mean().item())
    assert rates.floor == pytest.approx(-bernoulli_log_prob(x, torch.logit(x, eps=1e-9)).mean().item(), rel=1e-5)
    assert min(row["distortion"] for row in rates.table.values()) > rates.floor
    best = torch.logit(x.mean(0, keepdim=True))
    assert rates.mean_image == pytest.approx(-bernoulli_log_prob(x, best.expand_as(x)).mean().item(), rel=1e-9)
    for shift in (-0.1, 0.1):
        assert -bernoulli_log_prob(x, (best + shift).expand_as(x)).mean() > rates.mean_image


def test_a_unit_is_active_where_its_mean_varies(rates):
    "More than 0.01 over the images; its noise does not count, nor a mean that stands still"
    assert [model.active for model in rates._data.models[:3]] == [[True, True, True, False]] * 3
    vae = make_vae(1.0)
    with torch.no_grad():
        vae.encoder[1].bias[LATENTS - 1] = 7.0
    measured = alone(vae)
    assert measured.active[-1] is False
    assert measured.kl[-1] == pytest.approx(24.5)


def test_the_pictures_are_the_decoders_means(rates):
    "Of the first images' mean codes; samples come from the same z at every beta"
    x, data = make_images(), rates._data
    sent = np.frombuffer(rates._pictures, np.uint8).reshape(-1, 8, 8)
    assert len(sent) == 3 + 4 * (3 + 5)
    assert (sent[:3] == (255 * x[:3, 0]).round().numpy()).all()
    with torch.no_grad():
        expected = (255 * make_vae(4.0)(x[:3]).sigmoid()[:, 0]).round()
    assert_close(torch.tensor(sent[-8:-5]).float(), expected, rtol=0, atol=1)
    twins = RateExplorer({1.0: make_vae(1.0), 2.0: make_vae(1.0), 4.0: make_vae(4.0)}, x)._data.models
    assert twins[0].samples.equal(twins[1].samples)
    assert not twins[0].samples.equal(twins[2].samples)
    assert data.models[0].samples.shape == (5, 8, 8)


def test_measuring_leaves_the_models_and_the_random_state_alone():
    "Twice the same numbers; dropout is off while it measures, and on again after"
    vae = make_vae(1.0)
    expected = alone(vae)
    vae.encoder.append(nn.Dropout(0.5))
    vae.train()
    state = torch.random.get_rng_state()
    measured = alone(vae)
    assert torch.random.get_rng_state().equal(state)
    assert vae.training
    assert vae.encoder[2].training
    assert all(parameter.grad is None for parameter in vae.parameters())
    assert measured.distortion == expected.distortion
    assert measured.samples.equal(expected.samples)


def test_training_on_does_not_move_the_widget():
    "It was measured once"
    bank = make_bank()
    rates = RateExplorer(bank, make_images())
    before = rates.picture()
    with torch.no_grad():
        for vae in bank.values():
            for parameter in vae.parameters():
                parameter.mul_(3)
    assert rates.picture() == before


def test_it_starts_at_beta_one_and_knows_the_betas_of_its_bank(rates):
    "Sorted; a number that is nearly one of them is that one"
    assert rates.beta == 1.0
    assert list(rates.table) == BETAS
    assert set(rates.table[4.0]) == {"rate", "distortion", "negative_bound", "active_units"}
    row = rates.table[4.0]
    assert row["negative_bound"] == row["rate"] + row["distortion"]
    rates.beta = float(np.float32(0.5)) * (1 + 1e-8)
    assert rates.beta == 0.5
    with pytest.raises(TraitError, match=r"one that the bank was trained with, 0, 0.5, 1, 4, got 3\."):
        rates.beta = 3.0
    assert rates.beta == 0.5
    assert make_rates(beta=4).beta == 4.0
    with pytest.raises(TraitError, match="got 2"):
        make_rates(beta=2)
    assert RateExplorer({0.5: make_vae(0.5), 2: make_vae(2.0), 8: make_vae(8.0)}, make_images()).beta == 2.0


def test_a_rate_beyond_all_saving_stands_at_the_edge(rates):
    "It does not press the others flat; alone it has the frame for itself"
    data = rates._data
    free, *others = data.models
    assert free.rate > data.mean_image - data.floor > max(model.rate for model in others)
    assert max(model.rate for model in others) < data.most_rate < free.rate
    assert max(max(model.kl) for model in others) <= data.most_kl < max(free.kl)
    low, high = data.distortions
    assert low < data.floor < data.mean_image < high
    alone = RateExplorer({0.0: make_vae(0.0)}, make_images())._data
    assert alone.most_rate > alone.models[0].rate


def test_the_words_follow_from_the_numbers(rates):
    "What beta asks, which loss is lowest, and what is not used"
    data = rates._data
    assert sentence(data, 0).startswith(f"The rate has no weight here: it is {nats(data.models[0].rate)} nats.")
    assert "takes 4 nats off the distortion" in sentence(data, 3)
    assert "takes 1 nat off" in sentence(data, 2)
    assert sentence(data, 2).endswith("1 of 4 units is not used.")
    for i, model in enumerate(data.models):
        costs = {m.beta: m.distortion + model.beta * m.rate for m in data.models}
        best = min(costs, key=costs.__getitem__)
        words = (
            "no other model of the bank has a lower loss"
            if best == model.beta
            else f"of beta {best:g} has a lower loss"
        )
        assert words in sentence(data, i)
        assert dict(rows(data, i))[f"Distortion + {model.beta:g} × rate"] == nats(costs[model.beta])


def test_a_model_that_says_nothing_is_told_so():
    "All its units are inactive; alone in its bank it is compared with nobody"
    vae = make_vae(4.0)
    with torch.no_grad():
        vae.encoder[1].weight.zero_()
    rates = RateExplorer({4.0: vae}, make_images())
    said = sentence(rates._data, 0)
    assert said.endswith("No unit is active: the code says nothing of the image.")
    assert "lower loss" not in said


def test_it_says_what_it_shows(rates):
    "In its repr and in the picture's text"
    row = rates.table[1.0]
    now = f"beta 1: rate {nats(row['rate'])}, distortion {nats(row['distortion'])}"
    assert repr(rates) == f"RateExplorer(4 betas, 40 images; {now})"
    assert rates.describe().startswith(f"Beta 1. {sentence(rates._data, 2)} Rate (KL), nats: {nats(row['rate'])}; ")
    assert f"Floor of grey pixels: {nats(rates.floor)}; one mean image" in rates.describe()


def test_the_picture_differs_from_beta_to_beta(rates):
    "A PNG in the notebook's bundle, with its words"
    pictures = set()
    for beta in BETAS:
        rates.beta = beta
        pictures.add(rates.picture())
    assert len(pictures) == 4
    data, metadata = rates._repr_mimebundle_()
    assert imread(io.BytesIO(base64.b64decode(data["image/png"]))).shape[:2] == (500, 860)
    assert metadata["image/png"]["alt"] == rates.describe()


def test_one_model_and_one_picture_are_enough():
    "The least that it takes"
    rates = RateExplorer({2: make_vae(1.0)}, make_images(2), digits=1, samples=1)
    assert rates.beta == 2.0
    assert rates.picture()


def _bank(**changes):
    "By beta as text: _bank(**{'4': other})."
    return {**make_bank(), **{float(beta): value for beta, value in changes.items()}}


def _nan():
    vae = make_vae(4.0)
    with torch.no_grad():
        vae.decoder[0].weight[0, 0] = math.nan
    return vae


def _exploding():
    vae = make_vae(4.0)
    with torch.no_grad():
        vae.encoder[1].bias[LATENTS:] = 1e3
    return vae


def _gaussian():
    vae = make_vae(4.0)
    vae.log_prob = partial(gaussian_log_prob, logvar=0.0)
    return vae


def _flat():
    vae = make_vae(4.0)
    return VAE(vae.encoder, vae.decoder[0], latent_dim=LATENTS)


SAME = make_vae(1.0)


@pytest.mark.parametrize(
    ("bank", "words"),
    [
        ([make_vae(1.0)], r"bank should be a dict from beta to a trained VAE, .*, got a list"),
        ({}, "got an empty dict. Did the training run"),
        ({"a": make_vae(1.0)}, "betas, numbers from 0 on, got 'a'"),
        ({True: make_vae(1.0)}, "numbers from 0 on, got True"),
        ({-1: make_vae(1.0)}, "numbers from 0 on, got -1: beta is the weight of the rate"),
        ({math.nan: make_vae(1.0)}, "numbers from 0 on, got nan"),
        ({math.inf: make_vae(1.0)}, "numbers from 0 on, got inf"),
        ({i: make_vae(1.0) for i in range(31)}, "number of betas in bank should be between 1 and 30, got 31"),
        ({1: nn.Linear(2, 2)}, r"bank\[1\] should be a gencourse.models.VAE, got a Linear"),
        ({1: make_vae(1.0).state_dict()}, r"got a OrderedDict. Load it into a VAE: vae.load_state_dict"),
        (_bank(**{"4": make_vae(4.0, latent_dim=3)}), "same latent_dim, got 4 at beta 0 and 3 at beta 4"),
        ({0.5: SAME, 1.0: SAME}, "0.5 and 1 have the same one. Make a new VAE inside the loop"),
        (_bank(**{"4": _nan()}), r"decoder.0.weight of bank\[4.0\] should be finite, but 1 of 256 .* diverge"),
        (_bank(**{"4": _exploding()}), r"the rate of bank\[4\] should be at least 0, got .* Did its training diverge"),
        (_bank(**{"4": _gaussian()}), r"bank\[4\] should have Bernoulli pixels"),
        (_bank(**{"4": _flat()}), r"bank\[4\] should decode to \[N, 1, 8, 8\], got \[N, 64\]. .*Unflatten"),
    ],
)  # fmt: skip
def test_a_bank_that_does_not_fit_is_refused_with_a_sentence(bank, words):
    "Expected, got, and the likely fix"
    with pytest.raises((ValueError, TypeError), match=words):
        RateExplorer(bank, make_images())


@pytest.mark.parametrize(
    ("x", "options", "words"),
    [
        (None, {}, r"x should be a tensor of shape \[N, 1, H, W\], got a NoneType"),
        (make_images().flatten(1), {}, r"\[N, 1, H, W\], got \[40, 64\]. Flat images go back by x.reshape"),
        (make_images()[:1], {}, "number of images in x should be at least 2"),
        (255 * make_images(), {}, r"x should lie in \[0, 1\], .* Divide by 255"),
        (make_images() - 0.5, {}, r"x should lie in \[0, 1\], got -0.5"),
        (make_images() * math.nan, {}, "x should be finite"),
        (torch.rand(9, 1, 9, 9), {}, r"bank\[0\] should take x: \[N, 1, 9, 9\], but it says: .*nn.Flatten"),
        (make_images(), {"digits": 0}, "digits should be between 1 and 16, got 0"),
        (make_images(4), {"digits": 5}, "digits should be between 1 and 4, got 5"),
        (make_images(), {"samples": 2.5}, "samples should be a whole number, got 2.5"),
        (make_images(), {"samples": 99}, "samples should be between 1 and 16, got 99"),
    ],
)
def test_images_that_do_not_fit_are_refused_with_a_sentence(x, options, words):
    "Expected, got, and the likely fix"
    with pytest.raises((ValueError, TypeError), match=words):
        RateExplorer(make_bank(), x, **options)


@pytest.mark.parametrize(
    ("low", "high", "fix"),
    [(0, 255, r"got 0 to 255\. Divide by 255\.$"), (-1, 255, "got -1 to 255.$"), (0, 2, "to 2.$")],
)
def test_pixels_of_255_greys_are_told_what_to_do(low, high, fix):
    "Others are not: it would not help"
    with pytest.raises(ValueError, match=fix):
        check_pixels("images", torch.tensor([float(low), float(high)]))


def test_a_mean_beyond_black_and_white_is_cut():
    "A Gaussian decoder may return anything; 256 as a byte would be black again"
    seen = []
    for beyond in (1.0, 4.0):
        vae = make_vae(1.0)
        vae.mean = lambda output, beyond=beyond: torch.full_like(output, beyond)
        seen.append(RateExplorer({1.0: vae}, make_images())._data.models[0].samples)
    assert torch.equal(*seen) and (seen[0] == 255).all()
