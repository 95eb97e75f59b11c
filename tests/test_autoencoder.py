"""The autoencoder: the unit of its loss, the subspace that a linear one finds, what it refuses."""

import pytest
import torch
from torch import nn
from torch.testing import assert_close

from gencourse.models import PCA, Autoencoder
from gencourse.models.autoencoder import denoising_loss, sparsity_penalty
from gencourse.networks import mlp
from gencourse.training import fit, gradient_step


class Constant(nn.Module):
    def __init__(self, value):
        super().__init__()
        self.value = nn.Parameter(value)

    def forward(self, z):
        return self.value.expand(len(z), *self.value.shape)


def test_the_error_is_summed_over_features_and_averaged_over_the_batch():
    "A decoder that is wrong by 0.5 in each of 6 pixels costs 6 x 0.25 an image"
    model = Autoencoder(nn.Sequential(nn.Flatten(), mlp(6, 2)), Constant(torch.full((1, 2, 3), 0.5)), latent_dim=2)
    assert_close(model.loss(torch.zeros(7, 1, 2, 3))["loss"], torch.tensor(1.5))


def test_an_identity_costs_nothing():
    model = Autoencoder(nn.Identity(), nn.Identity(), latent_dim=5)
    assert model.loss(torch.randn(4, 5))["loss"] == 0


def test_output_is_the_decoded_code():
    model, x = Autoencoder(mlp(6, 2), mlp(2, 6), latent_dim=2), torch.randn(3, 6)
    assert torch.equal(model(x), model.decode(model.encode(x)))


def test_samples_decode_standard_normal_codes():
    model = Autoencoder(nn.Linear(4, 4), nn.Identity(), latent_dim=4)
    samples = model.sample(50_000)
    assert_close(samples.mean(0), torch.zeros(4), atol=0.03, rtol=0)  # 6 standard errors
    assert_close(samples.std(0), torch.ones(4), atol=0.02, rtol=0)


def test_a_linear_autoencoder_reaches_the_error_of_pca():
    "With biases and squared error the best flat is PCA's (Baldi & Hornik 1989)"
    x = torch.randn(400, 10) * torch.tensor([3.0, 2.5, 2.0] + [0.3] * 7) + 1
    model = Autoencoder(mlp(10, 3), mlp(3, 10), latent_dim=3)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-2, total_steps=100 * 4)
    loss = fit(gradient_step(model, optimizer, scheduler=scheduler), x.split(100), epochs=100, progress=False)["loss"]
    best = PCA(3).fit(x).loss(x)["loss"].item()
    assert best < loss[-1] < 1.02 * best


@pytest.mark.parametrize(
    ("encoder", "decoder", "sentence"),
    [
        (mlp(6, 3), mlp(2, 6), r"the encoder's output should have shape \[B, 2\], got \[4, 3\]. latent_dim is 2"),
        (mlp(6, 2), mlp(2, 1), r"the model should return the shape of x, \[4, 6\], got \[4, 1\]"),
    ],
)
def test_networks_that_do_not_fit_are_named(encoder, decoder, sentence):
    with pytest.raises(ValueError, match=sentence):
        Autoencoder(encoder, decoder, latent_dim=2).loss(torch.zeros(4, 6))


def test_a_wire_pays_for_all_the_noise():
    "The identity returns the noise, 0.5^2 at each of 784 pixels; 5.5 standard errors are 2 %"
    loss = denoising_loss(nn.Identity(), torch.rand(200, 784), 0.5)
    assert_close(loss, torch.tensor(0.25 * 784), rtol=0.02, atol=0)


def test_who_knows_the_clean_picture_pays_nothing():
    x = torch.rand(6, 1, 4, 4)
    assert denoising_loss(Constant(x[0]), x[:1].expand(5, 1, 4, 4), 0.5) == 0


def test_the_penalty_sums_activities_without_their_sign():
    assert sparsity_penalty(torch.tensor([[1.0, -2.0, 0.0], [0.0, 0.0, 1.0]])) == 2
    with pytest.raises(ValueError, match=r"h should have shape \[B, units\], got \[4\]"):
        sparsity_penalty(torch.zeros(4))
