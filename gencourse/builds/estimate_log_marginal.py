"""An estimate of log p(x) with a proposal of one's own (lesson 04)."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import MultivariateNormal


def estimate_log_marginal(log_joint: Callable[[Tensor], Tensor], latent_dim: int, draws: int) -> Tensor:
    """Estimate log p(x) by importance sampling, a scalar.  log_joint: z [..., latent_dim] -> log p(x, z) [...]

    The proposal is the Gaussian that has the joint's curvature at its peak (Laplace's approximation). Where the joint
    is a Gaussian in z, one step of Newton's method finds the peak and the proposal is the posterior itself.
    """
    start = torch.zeros(latent_dim)
    second = torch.as_tensor(torch.autograd.functional.hessian(log_joint, start))
    curvature = (second + second.T) / 2  # rounding makes it a little asymmetric
    slope = torch.autograd.functional.jacobian(log_joint, start)
    peak = start - torch.linalg.solve(curvature, slope)
    proposal = MultivariateNormal(peak, precision_matrix=-curvature)
    z = proposal.sample((draws,))
    return torch.logsumexp(log_joint(z) - proposal.log_prob(z), 0) - math.log(draws)
