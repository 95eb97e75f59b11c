"""The VAE: its terms and units, its bound against exact answers, what it refuses."""

import math

import pytest
import torch
from sklearn import decomposition
from torch import nn
from torch.distributions import Bernoulli, Normal, kl_divergence
from torch.testing import assert_close

from gencourse.linear_gaussian import LinearGaussian
from gencourse.models import VAE
from gencourse.models.vae import train_step, vae_loss
from gencourse.networks import conv_decoder, conv_encoder, mlp
from gencourse.probability import gaussian_log_prob, kl_standard_normal, log_mean_exp, reparameterize
from gencourse.training import fit, gradient_step


class Constant(nn.Module):
    "The same for each row"

    def __init__(self, value):
        super().__init__()
        self.value = nn.Parameter(value)

    def forward(self, x):
        return self.value.expand(len(x), *self.value.shape)


def small_vae(**kwargs):
    return VAE(mlp(6, 8, 4), mlp(2, 8, 6), latent_dim=2, **kwargs)


def linear_vae(model, encoder):
    "A VAE with the linear-Gaussian model's own decoder and noise"
    decoder = nn.Linear(*reversed(model.W.shape)).double()
    decoder.weight.data, decoder.bias.data = model.W, model.b
    logvar = 2 * math.log(model.sigma)
    return VAE(
        encoder,
        decoder,
        latent_dim=model.latent_dim,
        log_prob=lambda x, output: gaussian_log_prob(x, output, logvar),
        mean=lambda output: output,
    )


def exact_model(sigma=0.8):
    return LinearGaussian(torch.randn(5, 2, dtype=torch.float64), torch.randn(5, dtype=torch.float64), sigma)


def test_the_loss_is_the_negative_elbo_in_nats_an_image():
    "With a decoder that ignores its code there is no noise left, so torch.distributions gives each term exactly"
    logits, statistics = torch.randn(1, 4, 4), torch.tensor([0.5, -1.0, -4.0, 2.0])
    vae = VAE(Constant(statistics), Constant(logits), latent_dim=2)
    x = torch.rand(7, 1, 4, 4).round()
    terms = vae.loss(x)
    mean, logvar = statistics.chunk(2)
    assert_close(terms["reconstruction"], -Bernoulli(logits=logits).log_prob(x).sum((1, 2, 3)).mean())
    assert_close(terms["kl"], kl_divergence(Normal(mean, (logvar / 2).exp()), Normal(0.0, 1.0)).sum())
    assert_close(terms["loss"], terms["reconstruction"] + terms["kl"])


@pytest.mark.parametrize("beta", [0.0, 4.0])
def test_beta_weighs_the_kl_in_the_loss_and_nowhere_else(beta):
    vae, x = small_vae(beta=beta), torch.rand(5, 6)
    terms = vae.loss(x)
    assert_close(terms["loss"], terms["reconstruction"] + beta * terms["kl"])
    assert_close(terms["kl"], kl_standard_normal(*vae.encode(x)).mean())


def test_the_loss_averages_to_the_exact_bound():
    "On linear-Gaussian data, for a q that is not the posterior: 20,000 draws for one point"
    model = exact_model()
    x, _ = model.sample(1)
    vae = linear_vae(model, nn.Linear(5, 4).double())
    many = x.expand(20_000, 5)
    with torch.no_grad():
        reconstruction = vae.log_prob(many, vae.decode(reparameterize(*vae.encode(many))))
        error = reconstruction.std().item() / math.sqrt(len(many))
        bound = model.elbo(x, *vae.encode(x))
        assert_close(-vae.loss(many)["loss"], bound[0], atol=5.5 * math.sqrt(2) * error, rtol=0)


def test_the_importance_weighted_bound_is_exact_at_the_true_posterior():
    "There p(x, z) / q(z|x) is p(x) for every z: one sample is enough, with W's columns orthogonal so that q can be it"
    W = torch.linalg.qr(torch.randn(5, 2, dtype=torch.float64)).Q * torch.tensor([3.0, 2.0])
    model = LinearGaussian(W, torch.randn(5, dtype=torch.float64), 0.6)
    x, _ = model.sample(20)
    vae = linear_vae(model, Constant(torch.zeros(4, dtype=torch.float64)))
    vae.encoder = Exact(model)
    for samples in (1, 5):
        assert_close(vae.importance_weighted_bound(x, samples), model.log_marginal(x))


class Exact(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x):
        return torch.cat(self.model.best_diagonal(x), dim=1)


def test_the_importance_weighted_bound_rises_from_the_elbo_to_log_p():
    "Means over 4,000 draws: 1 sample is the ELBO, more are better, none is above log p(x)"
    model = exact_model()
    x, _ = model.sample(1)
    vae = linear_vae(model, nn.Linear(5, 4).double())
    with torch.no_grad():
        bounds = [vae.importance_weighted_bound(x.expand(4000, 5), samples) for samples in (1, 4, 32)]
        elbo = model.elbo(x, *vae.encode(x)).item()
    means, errors = ([float(f(b)) for b in bounds] for f in (torch.mean, lambda b: b.std() / math.sqrt(4000)))
    assert abs(means[0] - elbo) < 5.5 * errors[0]
    assert means[0] < means[1] < means[2] < model.log_marginal(x).item() + 5.5 * errors[2]


def test_the_importance_weights_average_to_p():
    "The estimate of p(x) itself has no bias, whatever q"
    model = exact_model(sigma=1.5)
    x, _ = model.sample(3)
    vae = linear_vae(model, Constant(torch.tensor([0.2, -0.1, 0.0, 0.0], dtype=torch.float64)))
    with torch.no_grad():
        log_p = vae.importance_weighted_bound(x.repeat(50_000, 1), 1).view(50_000, 3)
    assert_close(log_mean_exp(log_p, 0), model.log_marginal(x), atol=0.1, rtol=0)


def test_a_generator_makes_the_importance_weighted_bound_repeat():
    vae, x = small_vae(), torch.rand(3, 6)
    first, second = (vae.importance_weighted_bound(x, 4, torch.Generator().manual_seed(2)) for _ in range(2))
    assert torch.equal(first, second) and first.shape == (3,)


def test_the_kl_of_each_dimension_sums_to_the_kl():
    vae, x = small_vae(), torch.rand(9, 6)
    each = vae.kl_per_dim(x)
    assert each.shape == (2,) and (each >= 0).all()
    assert_close(each.sum(), vae.loss(x)["kl"])


def test_a_dimension_that_equals_the_prior_has_no_kl():
    vae = VAE(Constant(torch.tensor([0.0, 3.0, 0.0, -2.0])), mlp(2, 6), latent_dim=2)
    each = vae.kl_per_dim(torch.rand(4, 6))
    assert each[0] == 0 and each[1] > 4


def test_the_output_decodes_the_mean_code():
    vae, x = small_vae(), torch.rand(5, 6)
    assert torch.equal(vae(x), vae.decode(vae.encode(x)[0]))


def test_bernoulli_samples_are_probabilities():
    vae = small_vae()
    vae.decoder[-1].weight.data.mul_(100)
    samples = vae.sample(50)
    assert samples.min() >= 0 and samples.max() <= 1 and samples.std() > 0.3


def test_samples_decode_standard_normal_codes():
    vae = VAE(mlp(4, 8), nn.Identity(), latent_dim=4, mean=lambda output: output)
    samples = vae.sample(50_000)
    assert_close(samples.mean(0), torch.zeros(4), atol=0.03, rtol=0)  # 6 standard errors
    assert_close(samples.std(0), torch.ones(4), atol=0.02, rtol=0)


def test_conv_networks_and_images_fit():
    vae, x = VAE(conv_encoder(10), conv_decoder(5), latent_dim=5), torch.rand(3, 1, 28, 28)
    assert vae(x).shape == vae.sample(3).shape == x.shape
    assert vae.loss(x)["loss"].isfinite() and vae.importance_weighted_bound(x, 2).shape == (3,)


def test_a_linear_vae_reaches_the_likelihood_of_probabilistic_pca():
    "Where eigenvalues are well separated, its bound is tight at the maximum (Lucas et al. 2019)"
    x = torch.randn(1000, 8) * torch.tensor([4.0, 3.0, 2.0] + [0.5] * 5) + 1
    ppca = decomposition.PCA(3, svd_solver="full").fit(x.double().numpy())  # scikit-learn's is Tipping and Bishop's
    best = ppca.score(x.double().numpy())
    noise = nn.Parameter(torch.zeros(()))  # log sigma^2, learned
    vae = VAE(
        mlp(8, 6),
        mlp(3, 8),
        latent_dim=3,
        log_prob=lambda x, output: gaussian_log_prob(x, output, noise),
        mean=lambda output: output,
    )
    optimizer = torch.optim.Adam([*vae.parameters(), noise], lr=0.1, fused=True)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps=300 * 5)
    fit(gradient_step(vae, optimizer, scheduler=scheduler), x.split(200), epochs=300, progress=False)
    with torch.no_grad():
        learned = LinearGaussian(vae.decoder[0].weight, vae.decoder[0].bias, (0.5 * noise).exp().item())
        bound = learned.elbo(x, *vae.encode(x)).mean().item()
    assert best - 0.05 < bound <= learned.log_marginal(x).mean().item() <= best + 1e-3
    assert abs(learned.sigma - ppca.noise_variance_**0.5) < 0.02


@pytest.mark.parametrize(
    ("vae", "sentence"),
    [
        (
            VAE(mlp(6, 2), mlp(2, 6), latent_dim=2),
            r"the encoder's output should have shape \[B, 4\], got \[4, 2\]. It holds mean and logvar, so it has 2 \*",
        ),
        (VAE(mlp(6, 4), mlp(2, 1), latent_dim=2), r"logits should have the shape of x, \[4, 6\], got \[4, 1\]"),
        (
            VAE(mlp(6, 4), mlp(2, 6), latent_dim=2, log_prob=lambda x, output: -(x - output).square().mean()),
            r"log_prob\(x, output\) should have shape \[4\], got \[\]. Sum over pixels, not over the batch",
        ),
    ],
)
def test_what_does_not_fit_is_named(vae, sentence):
    with pytest.raises(ValueError, match=sentence):
        vae.loss(torch.rand(4, 6))


def test_a_bound_of_no_samples_is_refused():
    with pytest.raises(ValueError, match="samples should be at least 1, got 0"):
        small_vae().importance_weighted_bound(torch.rand(2, 6), 0)


def test_a_train_step_descends_the_negative_elbo_of_its_own_draw():
    "With the same noise, the loss and the moves are those of one step of gradient descent, two times in a row"
    torch.manual_seed(0)
    x = torch.rand(4, 1, 4, 4)
    encoder, decoder = nn.Linear(16, 4), nn.Linear(2, 16)
    weights = [*encoder.parameters(), *decoder.parameters()]

    def encode(x):
        return encoder(x.flatten(1)).chunk(2, dim=1)

    def decode(z):
        return decoder(z).reshape(-1, 1, 4, 4)

    optimizer = torch.optim.SGD(weights, lr=0.01)
    for seed in (1, 2):
        torch.manual_seed(seed)
        mean, logvar = encode(x)
        expected = vae_loss(x, decode(mean + (logvar / 2).exp() * torch.randn_like(mean)), mean, logvar)
        moved = [w - 0.01 * slope for w, slope in zip(weights, torch.autograd.grad(expected, weights), strict=True)]
        torch.manual_seed(seed)
        assert train_step(encode, decode, optimizer, x) == pytest.approx(expected.item())
        for weight, wanted in zip(weights, moved, strict=True):
            assert_close(weight, wanted)
