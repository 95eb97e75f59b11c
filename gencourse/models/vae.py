"""The variational autoencoder."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn

from gencourse._validate import check_in_range, check_shape
from gencourse.probability import (
    bernoulli_log_prob,
    gaussian_log_prob,
    kl_standard_normal,
    log_mean_exp,
    reparameterize,
)


class VAE(nn.Module):
    """The variational autoencoder (Kingma & Welling 2014, arXiv:1312.6114), with Bernoulli pixels unless said.

    encoder: [B, ...] -> [B, 2 * latent_dim], mean and logvar of q(z|x) side by side; decoder: [B, latent_dim] ->
    output, from which log_prob(x, output) takes log p(x|z) [B] and mean(output) the mean of p(x|z). With
    log_prob=lambda x, output: gaussian_log_prob(x, output, logvar) the output is that mean: mean=lambda output: output.
    beta weighs the KL in the loss; free_bits, in nats, is what each latent dimension is charged at least, 0 for off.
    """

    def __init__(
        self,
        encoder: nn.Module,
        decoder: nn.Module,
        *,
        latent_dim: int,
        beta: float = 1.0,
        free_bits: float = 0.0,
        log_prob: Callable[[Tensor, Tensor], Tensor] = bernoulli_log_prob,
        mean: Callable[[Tensor], Tensor] = torch.sigmoid,
    ) -> None:
        super().__init__()
        check_in_range("free_bits", free_bits, 0, math.inf, "It is in nats for each latent dimension.")
        self.encoder = encoder
        self.decoder = decoder
        self.latent_dim = latent_dim
        self.beta = beta
        self.free_bits = free_bits
        self.log_prob = log_prob
        self.mean = mean

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return mean and logvar of q(z|x), each [B, latent_dim].  x: [B, ...]"""
        statistics = self.encoder(x)
        twice = 2 * self.latent_dim
        fix = f"It holds mean and logvar, so it has 2 * latent_dim = {twice} numbers."
        check_shape("the encoder's output", statistics, ("B", twice), fix)
        mean, logvar = statistics.chunk(2, dim=1)  # [B, latent_dim] each
        return mean, logvar

    def decode(self, z: Tensor) -> Tensor:
        """Return the decoder's output for the codes z: [B, latent_dim]; with Bernoulli pixels, logits."""
        return self.decoder(z)

    def forward(self, x: Tensor) -> Tensor:
        """Return the decoder's output for the mean code of each x: [B, ...]."""
        return self.decode(self.encode(x)[0])

    def loss(self, x: Tensor) -> dict[str, Tensor]:
        """Return the negative ELBO and its two terms, in nats per image.  x: [B, ...]

        beta and free_bits change "loss" alone: "kl" is the true KL.
        """
        mean, logvar = self.encode(x)  # q(z|x)
        z = reparameterize(mean, logvar)  # z ~ q(z|x)
        reconstruction = -self._log_likelihood(x, z)  # -E_q[log p(x|z)], [B]
        kl = kl_standard_normal(mean, logvar)  # KL(q(z|x) || N(0, I)), [B]
        # What the loss charges; with free bits a scalar, for a latent is free or not as a mean over the batch
        price = free_bits(_kl_of_each(mean, logvar), self.free_bits) if self.free_bits else kl
        return {
            "loss": (reconstruction + self.beta * price).mean(),
            "reconstruction": reconstruction.mean(),
            "kl": kl.mean(),
        }

    @torch.no_grad()
    def sample(self, n: int, generator: torch.Generator | None = None) -> Tensor:
        """Return the means of p(x|z) for n codes drawn from N(0, I): [n, ...]. With Bernoulli pixels, in [0, 1]."""
        weight = next(self.parameters())  # tells where the model is, and in which dtype
        z = torch.randn(n, self.latent_dim, generator=generator, dtype=weight.dtype, device=weight.device)
        return self.mean(self.decode(z))

    def importance_weighted_bound(self, x: Tensor, samples: int, generator: torch.Generator | None = None) -> Tensor:
        """Return a lower bound on log p(x) from `samples` codes for each x: [B, ...], in nats: [B].

        The log of the mean of p(x, z) / q(z|x) (Burda et al. 2016, arXiv:1509.00519). One sample is the ELBO in
        expectation; more tighten it. beta plays no part.
        """
        mean, logvar = self.encode(x)

        def log_joint(x: Tensor, z: Tensor) -> Tensor:
            return self._log_likelihood(x, z) + gaussian_log_prob(z, 0.0, 0.0)  # log p(x|z) + log p(z)

        return _log_mean_weight(x, mean, logvar, log_joint, samples, generator)

    def kl_per_dim(self, x: Tensor) -> Tensor:
        """Return the KL of each latent dimension, averaged over the batch, in nats: [latent_dim].  x: [B, ...]"""
        return _kl_of_each(*self.encode(x)).mean(0)

    def _log_likelihood(self, x: Tensor, z: Tensor) -> Tensor:
        # One number an image: a batch that is summed already would be added to each image's KL, without an error
        log_likelihood = self.log_prob(x, self.decode(z))
        check_shape("log_prob(x, output)", log_likelihood, (len(x),), "Sum over pixels, not over the batch.")
        return log_likelihood


def vae_loss(x: Tensor, logits: Tensor, mean: Tensor, logvar: Tensor) -> Tensor:
    """Return the negative ELBO with Bernoulli pixels, in nats per image: a scalar.

    x, logits: [B, ...], x in [0, 1]; mean, logvar: [B, latent_dim], of the q(z|x) that the logits' codes came from.
    """
    # KL(q(z|x) || N(0, I)) - log p(x|z), [B], then averaged
    return (kl_standard_normal(mean, logvar) - bernoulli_log_prob(x, logits)).mean()


def train_step(
    encode: Callable[[Tensor], tuple[Tensor, Tensor]],
    decode: Callable[[Tensor], Tensor],
    optimizer: torch.optim.Optimizer,
    x: Tensor,
) -> float:
    """Take one step down the negative ELBO and return it, in nats per image.  x: [B, 1, H, W] in [0, 1]

    encode(x) -> mean, logvar: [B, latent_dim]; decode(z) -> logits: [B, 1, H, W]
    """
    mean, logvar = encode(x)
    loss = vae_loss(x, decode(reparameterize(mean, logvar)), mean, logvar)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def sample(
    decode: Callable[[Tensor], Tensor], n: int, latent_dim: int, generator: torch.Generator | None = None
) -> Tensor:
    """Decode n codes drawn from the prior N(0, I) to images in [0, 1].  decode: [n, latent_dim] -> logits [n, ...]"""
    return decode(torch.randn(n, latent_dim, generator=generator)).sigmoid()


def free_bits(kl: Tensor, floor: float) -> Tensor:
    """Return the KL with each dimension, averaged over the batch, counted as at least `floor` nats: a scalar.

    kl: [B, latent_dim], in nats. Below the floor a dimension has no gradient (Kingma et al. 2016, arXiv:1606.04934).
    """
    check_shape("kl", kl, ("B", "latent_dim"))
    return kl.mean(0).clamp(min=floor).sum()  # the mean first: a latent is free as a whole


def warm_up(step: int, steps: int) -> float:
    """Return beta for this step: from 0 at step 0 in a straight line to 1 at `steps`, and 1 from then on."""
    check_in_range("steps", steps, 1, math.inf)
    return min(1.0, step / steps)


def iwae_bound(
    x: Tensor,
    encode: Callable[[Tensor], tuple[Tensor, Tensor]],
    log_joint: Callable[[Tensor, Tensor], Tensor],
    samples: int,
    generator: torch.Generator | None = None,
) -> Tensor:
    """Return the importance-weighted bound on log p(x), averaged over the batch, in nats: a scalar.

    x: [B, ...]; encode(x) -> mean, logvar: [B, latent_dim], of q(z|x); log_joint(x, z) -> log p(x, z): [B]. Each x
    gets `samples` codes of its own (Burda et al. 2016, arXiv:1509.00519).
    """
    return _log_mean_weight(x, *encode(x), log_joint, samples, generator).mean()


def _log_mean_weight(
    x: Tensor,
    mean: Tensor,
    logvar: Tensor,
    log_joint: Callable[[Tensor, Tensor], Tensor],
    samples: int,
    generator: torch.Generator | None,
) -> Tensor:
    "The log of the mean of p(x, z) / q(z|x) over `samples` codes of each x: [B]."
    check_in_range("samples", samples, 1, math.inf)
    log_weights = []
    for _ in range(samples):  # one after the other: together they may need gigabytes
        z = reparameterize(mean, logvar, generator)
        log_weights.append(log_joint(x, z) - gaussian_log_prob(z, mean, logvar))  # log p(x, z) - log q(z|x), [B]
    return log_mean_exp(torch.stack(log_weights), dim=0)  # [samples, B] -> [B]


def _kl_of_each(mean: Tensor, logvar: Tensor) -> Tensor:
    "The KL of each latent dimension of each row: [B, latent_dim]."
    # Each number a row of its own: kl_standard_normal sums over a row
    return kl_standard_normal(mean.reshape(-1, 1), logvar.reshape(-1, 1)).view_as(mean)
