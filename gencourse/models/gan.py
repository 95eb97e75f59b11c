"""The generative adversarial network: its game, and the losses of both players on logits."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.func import functional_call

from gencourse._validate import check_in_range, check_shape

LOGITS = "End it with a linear layer to one number, without a sigmoid."


class GAN(nn.Module):
    """A generator and a discriminator that play against each other (Goodfellow et al. 2014, arXiv:1406.2661).

    generator: [B, latent_dim] -> [B, ...], samples in the shape of data; discriminator: [B, ...] -> logits [B, 1],
    of "this is real". saturating=True is the paper's zero-sum game; without it G's loss is non-saturating.
    """

    def __init__(
        self, generator: nn.Module, discriminator: nn.Module, *, latent_dim: int, saturating: bool = False
    ) -> None:
        super().__init__()
        if isinstance(list(discriminator.modules())[-1], nn.Sigmoid):  # of a Sequential, the last to run
            raise ValueError(f"the discriminator should return logits, but it ends with a Sigmoid. {LOGITS}")
        self.generator = generator
        self.discriminator = discriminator
        self.latent_dim = latent_dim
        self.saturating = saturating

    def loss(self, real: Tensor) -> dict[str, Tensor]:
        """Return the losses of both players at once, in nats per example, and their sum.  real: [B, ...]

        The gradient of each reaches its own player only, so that of the sum is the move of both at once. The sum is
        no measure of success: what one player gains the other may lose.
        """
        fake = self._fake(len(real))
        discriminator = self._against(real, fake.detach())  # -E[log D(x)] - E[log(1 - D(G(z)))]
        generator = self._by_judge(fake)  # -E[log D(G(z))], or E[log(1 - D(G(z)))] if saturating
        return {"loss": discriminator + generator, "discriminator": discriminator, "generator": generator}

    def discriminator_loss(self, real: Tensor) -> Tensor:
        """Return D's loss on real: [B, ...] and as many new fakes, in nats. Its gradient reaches D only."""
        with torch.no_grad():  # no graph of G is built, which detach would only cut off
            fake = self._fake(len(real))
        return self._against(real, fake)

    def generator_loss(self, n: int) -> Tensor:
        """Return G's loss on n new fakes, in nats. Its gradient passes through D and reaches G only."""
        return self._by_judge(self._fake(n))

    @torch.no_grad()
    def sample(self, n: int, generator: torch.Generator | None = None) -> Tensor:
        """Return n samples [n, ...] from codes drawn from N(0, I)."""
        return self._fake(n, generator)

    def _fake(self, n: int, generator: torch.Generator | None = None) -> Tensor:
        check_in_range("n", n, 1, float("inf"))
        weight = next(self.parameters())  # tells where the model is, and in which dtype
        z = torch.randn(n, self.latent_dim, generator=generator, dtype=weight.dtype, device=weight.device)
        return self.generator(z)

    def _against(self, real: Tensor, fake: Tensor) -> Tensor:
        return discriminator_loss(_logits(self.discriminator(real)), _logits(self.discriminator(fake)))

    def _by_judge(self, fake: Tensor) -> Tensor:
        # D with its weights held fast: the gradient passes through it and leaves none in it
        weights = {name: weight.detach() for name, weight in self.discriminator.named_parameters()}
        return generator_loss(_logits(functional_call(self.discriminator, weights, fake)), self.saturating)


def discriminator_loss(real_logits: Tensor, fake_logits: Tensor) -> Tensor:
    """Return -E[log D(x)] - E[log(1 - D(G(z)))] in nats, the negative of the game's value: a scalar.

    With D = sigmoid(logit), -log D = softplus(-logit) and -log(1 - D) = softplus(logit).  both: [B, 1] or [B]
    """
    return F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()


def generator_loss(fake_logits: Tensor, saturating: bool = False) -> Tensor:
    """Return -E[log D(G(z))], or with saturating E[log(1 - D(G(z)))], in nats: a scalar.  fake_logits: [B, 1] or [B]"""
    # log(1 - D) = -softplus(logit), and -log D = softplus(-logit)
    return -F.softplus(fake_logits).mean() if saturating else F.softplus(-fake_logits).mean()


def discriminator_step(
    generator: nn.Module, discriminator: nn.Module, optimizer: torch.optim.Optimizer, real: Tensor, latent_dim: int
) -> float:
    """Take one step of D, with its own optimizer, on real: [B, ...] and as many fakes; return its loss.

    The generator gets no gradient.
    """
    fake = generator(torch.randn(len(real), latent_dim)).detach()  # G's graph ends here
    loss = discriminator_loss(discriminator(real), discriminator(fake))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def generator_step(
    generator: nn.Module, discriminator: nn.Module, optimizer: torch.optim.Optimizer, n: int, latent_dim: int
) -> float:
    """Take one step of G, with its own optimizer, down the non-saturating loss of n fakes; return that loss.

    The gradient passes through D, whose weights stay. What it leaves in D, D's next step has to forget.
    """
    loss = generator_loss(discriminator(generator(torch.randn(n, latent_dim))))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def optimal_discriminator(log_p: Tensor, log_q: Tensor) -> Tensor:
    """Return D* = p / (p + q), the best answer where data have log density log_p and fakes log_q.  both: [N]

    Its logit is log_p - log_q, which stays exact where both densities are 0 for a computer.
    """
    return torch.sigmoid(log_p - log_q)


def _logits(output: Tensor) -> Tensor:
    check_shape("the discriminator's output", output, ("B", 1), LOGITS)
    return output
