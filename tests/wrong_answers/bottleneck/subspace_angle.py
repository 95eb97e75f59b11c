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


def _asin(a, b):
    q_a, q_b = torch.linalg.qr(a).Q, torch.linalg.qr(b).Q
    cosines = torch.linalg.svdvals(q_a.T @ q_b).clamp(max=1)
    return torch.rad2deg(torch.asin(cosines.min()))


def _wrong_way(a, b):
    q_a, q_b = torch.linalg.qr(a).Q, torch.linalg.qr(b).Q
    cosines = torch.linalg.svdvals(q_a.T @ q_b).clamp(max=1)
    return torch.deg2rad(torch.acos(cosines.min()))


def _mean(a, b):
    q_a, q_b = torch.linalg.qr(a).Q, torch.linalg.qr(b).Q
    cosines = torch.linalg.svdvals(q_a.T @ q_b).clamp(max=1)
    return torch.rad2deg(torch.acos(cosines)).mean()


def _smallest_in_radians(a, b):
    q_a, q_b = torch.linalg.qr(a).Q, torch.linalg.qr(b).Q
    cosines = torch.linalg.svdvals(q_a.T @ q_b).clamp(max=1)
    return torch.acos(cosines[0])


def _eigenvalues(a, b):
    q_a, q_b = torch.linalg.qr(a).Q, torch.linalg.qr(b).Q
    return torch.rad2deg(torch.acos(torch.linalg.eigvals(q_a.T @ q_b).abs().min().clamp(max=1)))


def _one_qr(a, b):
    q_a = torch.linalg.qr(a).Q
    return torch.rad2deg(torch.acos(torch.linalg.svdvals(q_a.T @ b).min().clamp(max=1)))


def _norm(a, b):
    q_a, q_b = torch.linalg.qr(a).Q, torch.linalg.qr(b).Q
    cosines = torch.linalg.svdvals(q_a.T @ q_b).clamp(max=1)
    return torch.rad2deg(torch.acos(((q_a.T @ q_b).norm() / len(cosines) ** 0.5).clamp(max=1)))


def _all_angles(a, b):
    q_a, q_b = torch.linalg.qr(a).Q, torch.linalg.qr(b).Q
    return torch.rad2deg(torch.acos(torch.linalg.svdvals(q_a.T @ q_b).clamp(max=1)))


def _r_for_q(a, b):
    cosines = torch.linalg.svdvals(torch.linalg.qr(a).R.T @ torch.linalg.qr(b).R)
    return torch.rad2deg(torch.acos(cosines.min().clamp(max=1)))


def _rows(a, b):
    cosines = torch.linalg.svdvals(torch.linalg.qr(a.T).Q.T @ torch.linalg.qr(b.T).Q)
    return torch.rad2deg(torch.acos(cosines.min().clamp(max=1)))


def _centred(a, b):
    q_a, q_b = torch.linalg.qr(a - a.mean(0)).Q, torch.linalg.qr(b - b.mean(0)).Q
    return torch.rad2deg(torch.acos(torch.linalg.svdvals(q_a.T @ q_b).min().clamp(max=1)))


def _without_pi(a, b):
    cosines = torch.linalg.svdvals(torch.linalg.qr(a).Q.T @ torch.linalg.qr(b).Q)
    return torch.acos(cosines.min().clamp(max=1)) * 180


def _below_1(a, b):
    cosines = torch.linalg.svdvals(torch.linalg.qr(a).Q.T @ torch.linalg.qr(b).Q)
    return torch.rad2deg(torch.acos(cosines.min().clamp(max=1 - 1e-6)))


def _float32(a, b):
    cosines = torch.linalg.svdvals(torch.linalg.qr(a.float()).Q.T @ torch.linalg.qr(b.float()).Q)
    return torch.rad2deg(torch.acos(cosines.min().clamp(max=1)))


def _clamped_from_below(a, b):
    cosines = torch.linalg.svdvals(torch.linalg.qr(a).Q.T @ torch.linalg.qr(b).Q)
    return torch.rad2deg(torch.acos(cosines.min().clamp(min=1).clamp(max=1)))


WRONG = [
    ("always-zero", _clamped_from_below),
    ("r-for-q", _r_for_q),
    ("always-zero", _rows),
    ("centred", _centred),
    ("pi-forgotten", _without_pi),
    ("clamped-below-1", _below_1),
    ("rounded-to-float32", _float32),
    ("columns-not-orthonormal", _no_qr),
    ("smallest-angle", _smallest),
    ("radians", _radians),
    ("not-clipped", _not_clipped),
    ("cosine-instead", _cosine),
    ("every-entry", _entries),
    ("one-for-each-direction", _all_angles),
    ("asin-for-acos", _asin),
    ("deg2rad", _wrong_way),
    ("mean-angle", _mean),
    ("smallest-angle+radians", _smallest_in_radians),
    ("eigenvalues", _eigenvalues),
    ("one-not-orthonormal", _one_qr),
    ("mean-square", _norm),
]
