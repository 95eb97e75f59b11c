"""Every training step runs on torch's `meta` device, which has shapes but no numbers.

There a tensor left on the CPU and a value read with .item() both fail, as they would fail or stall on a GPU.
"""

import pytest
import torch
from torch import nn

from gencourse.models import Autoencoder
from gencourse.training import adversarial_step, gradient_step
from tests.small_models import GAMES, SMALL_MODELS, TRAINED

META = torch.device("meta")


def on_meta(name):
    small = SMALL_MODELS[name]
    return small.ready().to(META), small.batch(4).to(META)


def train_one_step(model, batch, **kwargs):
    optimizer = torch.optim.Adam(model.parameters())  # fused=True knows no meta device
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 1e-2, total_steps=4)
    step = gradient_step(model, optimizer, scheduler=scheduler)
    step(batch)
    return step(batch)


@pytest.mark.parametrize("name", TRAINED)
def test_a_training_step_reads_no_number(name):
    for term in train_one_step(*on_meta(name)).values():
        assert term.device == META and term.ndim == 0 and not term.requires_grad


@pytest.mark.parametrize("name", GAMES)
def test_a_step_of_two_players_reads_no_number(name):
    model, batch = on_meta(name)
    players = (model.generator, model.discriminator)
    step = adversarial_step(model, *(torch.optim.Adam(player.parameters()) for player in players))
    step(batch)
    for term in step(batch).values():
        assert term.device == META and term.ndim == 0 and not term.requires_grad


@pytest.mark.parametrize("name", SMALL_MODELS)
def test_loss_and_samples_stay_on_the_models_device(name):
    model, batch = on_meta(name)
    assert all(term.device == META for term in model.loss(batch).values())
    assert model.sample(3).device == META


class ReadsANumber(Autoencoder):
    def loss(self, x):
        terms = super().loss(x)
        return {"loss": terms["loss"] / max(terms["loss"].item(), 1.0)}


class LeavesNoiseOnTheCpu(Autoencoder):
    def encode(self, x):
        z = super().encode(x)
        return z + torch.randn(z.shape)


@pytest.mark.parametrize(
    ("broken", "sentence"), [(ReadsANumber, "item"), (LeavesNoiseOnTheCpu, "expected device meta|devices")]
)
def test_this_catches_what_it_should(broken, sentence):
    model = broken(nn.Linear(5, 2), nn.Linear(2, 5), latent_dim=2).to(META)
    with pytest.raises(RuntimeError, match=sentence):
        train_one_step(model, torch.zeros(4, 5, device=META))
