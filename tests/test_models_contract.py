"""What every model promises: loss(batch) names its terms, sample(n) draws, training works and repeats."""

import importlib
import inspect
import io
import pkgutil

import pytest
import torch
from torch import Tensor, nn

import gencourse.models
from gencourse.models import Autoencoder
from gencourse.training import adversarial_step, fit, gradient_step
from tests.small_models import GAMES, SMALL_MODELS, TRAINED

every_model = pytest.mark.parametrize("name", SMALL_MODELS)
every_trained_model = pytest.mark.parametrize("name", TRAINED)


def modules_in_gencourse_models():
    found = set()
    for info in pkgutil.iter_modules(gencourse.models.__path__):
        module = importlib.import_module(f"gencourse.models.{info.name}")
        found |= {
            name
            for name, value in vars(module).items()
            if inspect.isclass(value) and issubclass(value, nn.Module) and value.__module__ == module.__name__
            if not name.startswith("_")
        }
    return found


def test_no_model_is_left_out():
    assert modules_in_gencourse_models() == set(SMALL_MODELS) == set(gencourse.models.__all__)


@every_model
def test_the_loss_is_scalar_terms_by_name(name, device):
    small = SMALL_MODELS[name]
    terms = small.ready().to(device).loss(small.batch(8).to(device))
    assert "loss" in terms
    for term in terms.values():
        assert isinstance(term, Tensor) and term.ndim == 0 and term.isfinite() and term.device.type == device.type


@every_model
@pytest.mark.parametrize("n", [1, 5])
def test_samples_have_the_shape_of_data(name, n, device):
    small = SMALL_MODELS[name]
    samples = small.ready().to(device).sample(n)
    assert samples.shape == (n, *small.sample_shape) == small.batch(n).shape
    assert samples.isfinite().all() and not samples.requires_grad and samples.device.type == device.type


@every_model
def test_a_generator_makes_samples_repeat(name):
    model = SMALL_MODELS[name].ready()
    first, second, third = (model.sample(3, torch.Generator().manual_seed(seed)) for seed in (7, 7, 8))
    assert torch.equal(first, second) and not torch.equal(first, third)


@every_model
def test_the_loss_and_samples_are_in_the_models_precision(name):
    small = SMALL_MODELS[name]
    model = small.ready().double()
    assert model.loss(small.batch(4).double())["loss"].dtype == model.sample(2).dtype == torch.float64


@every_model
def test_the_loss_does_not_depend_on_the_size_of_the_batch(name, monkeypatch):
    "Terms are averages over the batch: two copies of it cost as much as one, where both draw the same noise"
    small = SMALL_MODELS[name]
    model, batch = small.ready(), small.batch(6)
    monkeypatch.setattr(torch, "randn", lambda *size, generator=None, **kind: torch.zeros(*size, **kind))
    losses = []
    for x in (batch, batch.repeat(2, *[1] * (batch.ndim - 1))):
        losses.append(model.loss(x)["loss"])
    torch.testing.assert_close(*losses)


@every_model
def test_a_saved_model_loads_into_a_new_one(name):
    "With weights_only=True, which runs no code from the file"
    small = SMALL_MODELS[name]
    model, fresh, batch, file = small.ready(), small.make(), small.batch(5), io.BytesIO()
    torch.save(model.state_dict(), file)
    file.seek(0)
    fresh.load_state_dict(torch.load(file, weights_only=True))
    losses = []
    for m in (model, fresh):
        torch.manual_seed(0)
        losses.append(m.loss(batch)["loss"])
    assert torch.equal(*losses)
    assert torch.equal(*(m.sample(2, torch.Generator().manual_seed(0)) for m in (model, fresh)))


@pytest.mark.parametrize("name", [name for name in TRAINED if name not in GAMES])
def test_one_batch_can_be_overfitted(name, device):
    small = SMALL_MODELS[name]
    model, batch = small.ready().to(device), small.batch(4).to(device)
    step = gradient_step(model, torch.optim.Adam(model.parameters(), lr=1e-2))
    loss = fit(step, [batch], epochs=400, progress=False)["loss"]
    floor = small.floor(len(batch))
    assert sum(loss[-20:]) / 20 - floor < small.noise * (loss[0] - floor)


@pytest.mark.parametrize("name", GAMES)
def test_each_player_wins_while_the_other_stands_still(name, device):
    "What a game has in place of an overfitted batch, since its loss falls for one player at a time only"
    torch.manual_seed(0)
    small = SMALL_MODELS[name]
    model, batch = small.ready().to(device), small.batch(4).to(device)
    for player, opponent in (("discriminator", "generator"), ("generator", "discriminator")):
        before = [weight.clone() for weight in getattr(model, opponent).parameters()]
        loss = fit(one_sided_step(model, player), [batch], epochs=300, progress=False)["loss"]
        assert sum(loss[-20:]) / 20 < 0.05 * loss[0]
        assert all(map(torch.equal, before, getattr(model, opponent).parameters()))


def one_sided_step(model, player):
    optimizer = torch.optim.Adam(getattr(model, player).parameters(), lr=1e-2)

    def step(batch):
        optimizer.zero_grad()
        loss = model.loss(batch)[player]
        loss.backward()
        optimizer.step()
        return {"loss": loss}

    return step


def the_step(name, model):
    if name not in GAMES:
        return gradient_step(model, torch.optim.Adam(model.parameters(), lr=1e-2))
    players = (model.generator, model.discriminator)
    return adversarial_step(model, *(torch.optim.Adam(player.parameters(), lr=1e-2) for player in players))


@every_trained_model
def test_a_seed_repeats_the_training_to_the_last_bit(name):
    small = SMALL_MODELS[name]

    def weights_after_training():
        torch.manual_seed(3)
        model, batches = small.ready(), [small.batch(8) for _ in range(3)]
        step = the_step(name, model)
        history = fit(step, batches, epochs=4, progress=False)
        return history, list(model.parameters())

    (history, weights), (again, weights_again) = weights_after_training(), weights_after_training()
    assert history == again
    assert all(map(torch.equal, weights, weights_again))


def test_an_autoencoder_is_among_those_that_train():
    assert "Autoencoder" in TRAINED and issubclass(Autoencoder, nn.Module)
