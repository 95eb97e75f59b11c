"""What students write for bottleneck.subspace_angle, each with the slug that its check must answer with."""

import torch


def _no_qr(a, b):
    return torch.rad2deg(torch.acos(torch.linalg.svdvals(a.T @ b).min().clamp(max=1)))


def _smallest(a, b):
    cosines = torch.linalg.svdvals(torch.linalg.qr(a).Q.T @ torch.linalg.qr(b).Q)
    return torch.rad2deg(torch.acos(cosines.max().clamp(max=1)))


def _radians(a, b):
    cosines = torch.linalg.svdvals(torch.linalg.qr(a).Q.T @ torch.linalg.qr(b).Q)
    return torch.acos(cosines.min().clamp(max=1))


def _not_clipped(a, b):
    cosines = torch.linalg.svdvals(torch.linalg.qr(a).Q.T @ torch.linalg.qr(b).Q)
    return torch.rad2deg(torch.acos(cosines.min()))


def _cosine(a, b):
    return torch.linalg.svdvals(torch.linalg.qr(a).Q.T @ torch.linalg.qr(b).Q).min()


def _entries(a, b):
    return torch.rad2deg(torch.acos((a.T @ b).clamp(-1, 1)))


WRONG = [
    ("columns-not-orthonormal", _no_qr),
    ("smallest-angle", _smallest),
    ("radians", _radians),
    ("not-clipped", _not_clipped),
    ("cosine-instead", _cosine),
    ("every-entry", _entries),
]
