"""How far apart: points, sets, subspaces, sizes; which latents are used, which modes covered. From tensors."""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor

from gencourse._validate import check_in_range, check_shape


def nearest_neighbour_distance(a: Tensor, b: Tensor) -> Tensor:
    """Return for each row of a: [N, D] its Euclidean distance to the nearest row of b: [M, D].  Returns [N].

    The distances are taken directly: torch's faster route through a matrix product answers some 0.01 where
    float32 points coincide.
    """
    check_shape("b", b, ("M", "D"))
    check_shape("a", a, ("N", b.shape[1]), "Flatten images first: x.flatten(1).")
    return torch.cdist(a, b, compute_mode="donot_use_mm_for_euclid_dist").amin(dim=1)


def squared_error(x: Tensor, reconstruction: Tensor) -> Tensor:
    """Return the squared error, summed over features and averaged over the batch: a scalar.  both: [B, ...]"""
    _check_same_shape(x, reconstruction)
    return (reconstruction - x).square().flatten(1).sum(1).mean()


def psnr(x: Tensor, reconstruction: Tensor) -> Tensor:
    """Return each image's peak signal-to-noise ratio in decibels, [B], for pixels in [0, 1].  both: [B, ...]

    Ten more means a tenth of the squared error; equal images give infinity.
    """
    _check_same_shape(x, reconstruction)
    return -10 * (reconstruction - x).square().flatten(1).mean(1).log10()  # 10 log10(peak^2 / mse), and the peak is 1


def subspace_angle(a: Tensor, b: Tensor) -> Tensor:
    """Return the largest principal angle between two subspaces, in degrees: a scalar (Bjorck & Golub 1973).

    a: [D, k] and b: [D, k] hold k linearly independent columns each, which span the subspaces. 0 means the same
    subspace, 90 that some direction of one is orthogonal to all of the other.
    """
    check_shape("a", a, ("D", "k"))
    check_shape("b", b, a.shape)
    cosines = torch.linalg.svdvals(torch.linalg.qr(a).Q.T @ torch.linalg.qr(b).Q)  # of the principal angles, [k]
    return torch.rad2deg(torch.acos(cosines.min().clamp(max=1)))  # rounding takes a cosine beyond 1


def compression_ratio(length: int, width: int, bits: int, code_bits: int) -> float:
    """Return how many times fewer bits a code needs: `length` numbers of `bits`, against `width` of `code_bits`."""
    for name, value in (("length", length), ("width", width), ("bits", bits), ("code_bits", code_bits)):
        check_in_range(name, value, 1, math.inf)
    return length * bits / (width * code_bits)


def active_units(mean: Tensor, threshold: float = 0.01) -> Tensor:
    """Return which latent dimensions a VAE uses: bool [latent_dim], True where the code's mean moves with the data.

    mean: [N, latent_dim], the means of q(z|x) for N x. A dimension counts if the variance of its mean is above the
    threshold (Burda et al. 2016, arXiv:1509.00519).
    """
    check_shape("mean", mean, ("N", "latent_dim"))
    check_in_range("the number of rows", len(mean), 2, math.inf, "A variance needs two.")
    return mean.var(0) > threshold


def frechet_distance(a: Tensor, b: Tensor) -> Tensor:
    """Return the squared Frechet distance of the Gaussians fitted to two sets of features: a scalar.

    |mean_a - mean_b|^2 + trace(cov_a + cov_b - 2 (cov_a cov_b)^(1/2)) (Dowson & Landau 1982; for samples of images:
    Heusel et al. 2017, arXiv:1706.08500). a: [N, D], b: [M, D]. Finite samples make it too large: compare equal sizes.
    """
    check_shape("b", b, ("M", "D"))
    check_shape("a", a, ("N", b.shape[1]))
    check_in_range("the number of rows", min(len(a), len(b)), 2, math.inf, "A covariance needs two.")
    a, b = a.detach().cpu().double(), b.detach().cpu().double()  # on the CPU: Apple's GPUs have no float64
    root_a = _root(_covariance(a))
    cross = _root(root_a @ _covariance(b) @ root_a).trace()  # as the trace of (cov_a cov_b)^(1/2), but symmetric
    # A sum of variances is the trace of a covariance
    return (a.mean(0) - b.mean(0)).square().sum() + a.var(0).sum() + b.var(0).sum() - 2 * cross


def kernel_distance(a: Tensor, b: Tensor, width: float) -> Tensor:
    """Return the squared maximum mean discrepancy of two sets of points under a Gaussian kernel: a scalar.

    The unbiased estimate of Gretton et al. 2012 (JMLR 13): 0 on average where both come from one distribution, so it
    may be below 0. a: [N, D], b: [M, D]; width: the kernel's standard deviation, in units of the points.
    """
    check_shape("b", b, ("M", "D"))
    check_shape("a", a, ("N", b.shape[1]))
    check_in_range("the number of rows", min(len(a), len(b)), 2, math.inf, "A pair needs two.")
    if not width > 0:  # nan is refused too
        raise ValueError(f"width should be above 0, got {width:g}: it is the standard deviation of the kernel.")
    a, b = a.detach().cpu().double(), b.detach().cpu().double()

    def similar(x: Tensor, y: Tensor) -> Tensor:
        return torch.exp(-0.5 * (torch.cdist(x, y) / width).square())

    def within(x: Tensor) -> Tensor:  # without the pairs of a point with itself
        return (similar(x, x).sum() - len(x)) / (len(x) * (len(x) - 1))

    return within(a) + within(b) - 2 * similar(a, b).mean()


def _covariance(x: Tensor) -> Tensor:
    "The covariance of the rows of x: [N, D], as a matrix for D = 1 too."
    return torch.atleast_2d(x.T.cov())


class ModeCoverage(NamedTuple):
    """covered: bool [K], which modes are; good: a scalar, the share of samples that lie at some mode."""

    covered: Tensor
    good: Tensor


def mode_coverage(samples: Tensor, centres: Tensor, radius: float, share: float = 0.01) -> ModeCoverage:
    """Return which modes the samples cover, and the share of good samples, those within `radius` of a centre.

    A mode is covered if at least `share` of all samples lie within `radius` of its centre: one lucky sample is no
    coverage. Of several centres the nearest counts. samples: [N, D], centres: [K, D].
    """
    check_shape("centres", centres, ("K", "D"))
    check_shape("samples", samples, ("N", centres.shape[1]))
    check_in_range("share", share, 0, 1)
    distance, nearest = torch.cdist(samples.detach(), centres).min(dim=1)
    good = distance <= radius  # [N]
    # Samples that are not good count 0 at their nearest centre
    counts = torch.zeros(len(centres), device=samples.device).index_add(0, nearest, good.float())
    return ModeCoverage(counts >= share * len(samples), good.float().mean())


def _root(matrix: Tensor) -> Tensor:
    "The symmetric root of a symmetric matrix without negative eigenvalues, but for rounding."
    values, vectors = torch.linalg.eigh(matrix)
    return vectors * values.clamp(min=0).sqrt() @ vectors.T


def _check_same_shape(x: Tensor, reconstruction: Tensor) -> None:
    if x.shape != reconstruction.shape:
        raise ValueError(
            f"reconstruction should have the shape of x, {list(x.shape)}, got {list(reconstruction.shape)}."
        )
