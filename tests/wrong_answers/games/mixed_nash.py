"""What students write for games.mixed_nash, each with the slug that its check must answer with."""

import torch


def _row(A):
    return A == A.max(0, keepdim=True).values


def _column(B):
    return B == B.max(1, keepdim=True).values


def _inside(p, q):
    return (p, q) if 0 < p < 1 and 0 < q < 1 else None


def _p(B):
    return (B[1, 1] - B[1, 0]) / (B[0, 0] - B[0, 1] - B[1, 0] + B[1, 1])


def _q(A):
    return (A[1, 1] - A[0, 1]) / (A[0, 0] - A[0, 1] - A[1, 0] + A[1, 1])


def _own(A, B):
    return _inside(_p(A), _q(B))


def _own_without_test(A, B):
    return _p(A), _q(B)


def _exchanged_roles(A, B):
    return _q(A), _p(B)


def _own_row_only(A, B):
    return _p(A), _q(A)


def _second_actions(A, B):
    return _inside(1 - _p(B), 1 - _q(A))


def _turned(A, B):
    return _q(B), _p(A)


def _half_turned(A, B):
    return _p(B), _p(A)


def _no_test(A, B):
    return _p(B), _q(A)


def _p_tested(A, B):
    p, q = _p(B), _q(A)
    return (p, q) if 0 < p < 1 else None


def _q_tested(A, B):
    p, q = _p(B), _q(A)
    return (p, q) if 0 < q < 1 else None


def _edges_included(A, B):
    p, q = _p(B), _q(A)
    return (p, q) if 0 <= p <= 1 and 0 <= q <= 1 else None


def _clamped(A, B):
    return _p(B).clamp(0, 1), _q(A).clamp(0, 1)


def _only_without_pure(A, B):
    if (_row(A) & _column(B)).any():
        return None
    return _p(B), _q(A)


def _odds(A, B):
    p, q = _p(B), _q(A)
    return p / (1 - p), q / (1 - q)


def _vectors(A, B):
    p, q = _p(B), _q(A)
    return torch.stack([p, 1 - p]), torch.stack([q, 1 - q])


def _p_alone(A, B):
    return _p(B).item()


def _signs_in_the_denominator(A, B):
    return _inside((B[1, 1] - B[1, 0]) / B.sum(), (A[1, 1] - A[0, 1]) / A.sum())


def _numerators_alone(A, B):
    return _inside(B[1, 1] - B[1, 0], A[1, 1] - A[0, 1])


def _without_brackets(A, B):
    p = B[1, 1] - B[1, 0] / (B[0, 0] - B[0, 1] - B[1, 0] + B[1, 1])
    q = A[1, 1] - A[0, 1] / (A[0, 0] - A[0, 1] - A[1, 0] + A[1, 1])
    return p, q


def _rounded(A, B):
    found = _inside(_p(B), _q(A))
    return found and (round(found[0].item(), 2), round(found[1].item(), 2))


def _rounded_to_three(A, B):
    found = _inside(_p(B), _q(A))
    return found and tuple(x.round(decimals=3) for x in found)


def _on_a_grid(A, B):
    return _inside((_p(B) * 50).round() / 50, (_q(A) * 50).round() / 50)


def _pure_first(A, B):
    cells = (_row(A) & _column(B)).nonzero().tolist()
    return (1.0 - cells[0][0], 1.0 - cells[0][1]) if cells else (_p(B), _q(A))


def _without_signs(A, B):
    p = (B[1, 1] - B[1, 0]).abs() / ((B[0, 0] - B[0, 1]).abs() + (B[1, 0] - B[1, 1]).abs())
    q = (A[1, 1] - A[0, 1]).abs() / ((A[0, 0] - A[1, 0]).abs() + (A[0, 1] - A[1, 1]).abs())
    return p, q


def _only_positive(A, B):
    p, q = _p(B), _q(A)
    return (p, q) if p > 0 and q > 0 else None


def _sign_lost(A, B):
    return _inside(_p(B).abs(), _q(A))


def _below_2(A, B):
    p, q = _p(B), _q(A)
    return (p, q) if 0 < p < 2 and 0 < q < 1 else None


def _of_floats(A, B):
    (a, b), (c, d) = A.tolist()
    (e, f), (g, h) = B.tolist()
    return _inside((h - g) / (e - f - g + h), (d - b) / (a - b - c + d))


def _by_a_linear_system(A, B):
    def mix(own):
        return torch.linalg.solve(torch.stack([own[0] - own[1], torch.ones(2)]), torch.tensor([0.0, 1.0]))[0]

    return _inside(mix(B.T), mix(A))


def _none_for_each(A, B):
    p, q = _p(B), _q(A)
    return p if 0 < p < 1 else None, q if 0 < q < 1 else None


def _second_rows_over_other_signs(A, B):
    p = (B[0, 0] - B[0, 1]) / (B[0, 0] + B[0, 1] - B[1, 0] - B[1, 1])
    return p, _q(A)


WRONG = [
    ("divided-by-zero", _of_floats),
    ("divided-by-zero", _by_a_linear_system),
    ("something-else-for-none", _none_for_each),
    ("something-else-for-none", lambda A, B: _inside(_p(B), _q(A)) or (None, None)),
    ("something-else-for-none", lambda A, B: _inside(_p(B), _q(A)) or False),
    ("something-else-for-none", lambda A, B: _inside(_p(B), _q(A)) or "None"),
    ("not-none", lambda A, B: _inside(_p(B), _q(A)) or (0.0, 0.0)),
    ("second-action-of-players-exchanged", lambda A, B: (1 - _q(A), 1 - _p(B))),
    ("second-action-of-own-payoffs", lambda A, B: (1 - _p(A), _q(A))),
    ("numerator-and-denominator", _second_rows_over_other_signs),
    ("own-payoffs", _own),
    ("own-payoffs", _own_without_test),
    ("players-exchanged", _exchanged_roles),
    ("own-payoffs", _own_row_only),
    ("players-exchanged", lambda A, B: (_q(A), _q(A))),
    ("players-exchanged", lambda A, B: _inside(_q(A), _p(B))),
    ("second-action", _second_actions),
    ("second-action", lambda A, B: (1 - _p(B), _q(A))),
    ("table-turned", _turned),
    ("table-turned", _half_turned),
    ("not-between-0-and-1", _no_test),
    ("not-between-0-and-1", _p_tested),
    ("not-between-0-and-1", _q_tested),
    ("clamped", _clamped),
    ("edges-included", _edges_included),
    ("nan-instead-of-none", lambda A, B: _inside(_p(B), _q(A)) or (float("nan"), float("nan"))),
    ("pure-ends-the-search", _only_without_pure),
    ("always-none", lambda A, B: None),
    ("always-a-half", lambda A, B: (0.5, 0.5)),
    ("sign", lambda A, B: (-_p(B), -_q(A))),
    ("odds", _odds),
    ("not-two-numbers", _vectors),
    ("not-two-numbers", lambda A, B: ((_p(B), 1 - _p(B)), (_q(A), 1 - _q(A)))),
    ("not-a-tuple", _p_alone),
    ("denominator", _signs_in_the_denominator),
    ("not-divided", _numerators_alone),
    ("brackets", _without_brackets),
    ("rounded", _rounded),
    ("rounded", _rounded_to_three),
    ("not-exact", _on_a_grid),
    ("pure-returned", _pure_first),
    ("not-none", _without_signs),
    ("not-between-0-and-1", _only_positive),
    ("not-none", _sign_lost),
    ("not-between-0-and-1", _below_2),
    ("second-action+own-payoffs", lambda A, B: _inside(1 - _p(B), _q(B))),
    ("percent", lambda A, B: (100 * _p(B), 100 * _q(A))),
    ("numerator", lambda A, B: (_p(B), (A[0, 0] - A[1, 1]) / (A[0, 0] - A[0, 1] - A[1, 0] + A[1, 1]))),
    ("edges-included", lambda A, B: (_p(B), _q(A)) if 0 < _p(B) <= 1 and 0 < _q(A) < 1 else None),
]
