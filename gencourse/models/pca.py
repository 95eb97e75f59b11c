"""Principal component analysis."""

from __future__ import annotations

from typing import Any, Self

import torch
from torch import Tensor, nn

from gencourse._validate import check_shape
from gencourse.probability import fit_gaussian

_FITTED = ("mean", "components", "variances", "total_variance")


class PCA(nn.Module):
    """The k-dimensional flat nearest to the data in squared error (Pearson 1901, Hotelling 1933).

    mean: [D], components: [k, D], orthonormal rows; variances: [k], of the codes, largest first, dividing by N as
    maximum likelihood does; total_variance: of all D features together.
    """

    mean: Tensor
    components: Tensor
    variances: Tensor
    total_variance: Tensor

    def __init__(self, k: int) -> None:
        super().__init__()
        if k < 1:
            raise ValueError(f"k should be at least 1, got {k}.")
        self.k = k
        for name in _FITTED:
            self.register_buffer(name, torch.empty(0))  # empty until fit; a buffer is saved and moves with the model

    def fit(self, x: Tensor) -> Self:
        """Find the components of x: [N, D], in float64. A component's sign makes its largest entry positive."""
        check_shape("x", x, ("N", "D"), "Flatten images first: x.flatten(1).")
        if not x.is_floating_point():
            raise TypeError(f"x should be floating point, got {x.dtype}. For pixels, x.float() / 255.")
        most = min(len(x) - 1, x.shape[1])
        if self.k > most:
            raise ValueError(
                f"k should be at most {most}, got {self.k}: {len(x)} points of {x.shape[1]} features, "
                f"once centred, spread in no more directions."
            )
        mean, cov = fit_gaussian(x.detach().cpu().double())  # on the CPU: Apple's GPUs have no float64
        eigenvalues, eigenvectors = torch.linalg.eigh(cov)  # smallest first
        components = eigenvectors.T.flip(0)[: self.k]  # [k, D], largest first
        # [k, 1], to fix the signs: an eigenvector's is the machine's choice
        largest = components.gather(1, components.abs().argmax(1, keepdim=True))
        self.mean = mean.to(x)
        self.components = (components * largest.sign()).to(x)
        self.variances = eigenvalues.flip(0)[: self.k].clamp(min=0).to(x)  # rounding may leave one below 0
        self.total_variance = cov.trace().to(x)
        return self

    def encode(self, x: Tensor) -> Tensor:
        """Return the codes [B, k] of x: [B, D]: how far each point lies along each component."""
        self._check_fitted()
        check_shape("x", x, ("B", len(self.mean)), "Flatten images first: x.flatten(1).")
        return (x - self.mean) @ self.components.T

    def decode(self, z: Tensor) -> Tensor:
        """Return the points [B, D] of the flat with codes z: [B, k]."""
        self._check_fitted()
        check_shape("z", z, ("B", self.k))
        return self.mean + z @ self.components

    def forward(self, x: Tensor) -> Tensor:
        return self.decode(self.encode(x))

    def loss(self, x: Tensor) -> dict[str, Tensor]:
        """Return the squared distance to the flat, summed over features and averaged over the batch.  x: [B, D]"""
        return {"loss": (self(x) - x).square().sum(1).mean()}

    @torch.no_grad()
    def sample(self, n: int, generator: torch.Generator | None = None) -> Tensor:
        """Decode n codes drawn from the Gaussian fitted to the data's codes, N(0, diag(variances)): [n, D]."""
        self._check_fitted()
        z = torch.randn(n, self.k, generator=generator, dtype=self.mean.dtype, device=self.mean.device)
        return self.decode(z * self.variances.sqrt())  # codes along components are uncorrelated

    def _check_fitted(self) -> None:
        if not self.mean.numel():
            raise RuntimeError("this PCA should be fitted before it is used: call pca.fit(x).")

    def _load_from_state_dict(self, state_dict: dict[str, Any], prefix: str, *args: Any) -> None:
        for name in _FITTED:  # their shapes are known from the fit only, and torch copies between equal shapes
            if prefix + name in state_dict:
                setattr(self, name, getattr(self, name).new_empty(state_dict[prefix + name].shape))
        super()._load_from_state_dict(state_dict, prefix, *args)
