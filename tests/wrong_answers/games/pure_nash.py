"""What students write for games.pure_nash, each with the slug that its check must answer with."""

import torch
from torch.nn.functional import one_hot

from gencourse.games import best_response


def _row(A):
    return A == A.max(0, keepdim=True).values


def _column(B):
    return B == B.max(1, keepdim=True).values


def _best_sum(A, B):
    return A + B == (A + B).max()


def _argmax_of_sum(A, B):
    marks = torch.zeros(A.numel(), dtype=torch.bool)
    marks[(A + B).argmax()] = True
    return marks.view(A.shape)


def _not_improvable_for_both(A, B):
    marks = torch.ones(A.shape, dtype=torch.bool)
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            marks[i, j] = not ((A > A[i, j]) & (B > B[i, j])).any()
    return marks


def _pareto(A, B):
    marks = torch.ones(A.shape, dtype=torch.bool)
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            as_good, better = (A >= A[i, j]) & (B >= B[i, j]), (A > A[i, j]) | (B > B[i, j])
            marks[i, j] = not (as_good & better).any()
    return marks


def _only_rows(A, B):
    return best_response(A)


def _only_columns(A, B):
    return best_response(B.T).T


def _either(A, B):
    return best_response(A) | best_response(B.T).T


def _global(A, B):
    return (A == A.max()) & (B == B.max())


def _best_response_twice(A, B):
    return best_response(A) & best_response(B)


def _not_turned_back(A, B):
    return best_response(A) & best_response(B.T)


def _not_turned_before(A, B):
    return best_response(A) & best_response(B).T


def _rows_over_columns(A, B):
    return _column(A) & _column(B)


def _both_crooked(A, B):
    return _column(A) & _row(B)


def _one_table(A, B):
    return _row(A) & _column(A)


def _strict(A, B):
    stable = torch.ones(A.shape, dtype=torch.bool)
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            others = torch.cat([A[:i, j], A[i + 1 :, j]])
            moves = torch.cat([B[i, :j], B[i, j + 1 :]])
            stable[i, j] = (A[i, j] > others).all() and (B[i, j] > moves).all()
    return stable


def _argmaxes(A, B):
    rows = one_hot(A.argmax(0), A.shape[0]).T
    columns = one_hot(B.argmax(1), A.shape[1])
    return (rows * columns).bool()


def _first_found(A, B):
    marks = torch.zeros(A.shape, dtype=torch.bool)
    for i, j in (_row(A) & _column(B)).nonzero().tolist():
        marks[i, j] = True
        return marks
    return marks


def _listed(A, B):
    return (_row(A) & _column(B)).nonzero()


def _square(A, B):
    marks = torch.zeros(A.shape, dtype=torch.bool)
    for i in range(len(A)):
        for j in range(len(A)):
            marks[i, j] = A[i, j] >= A[:, j].max() and B[i, j] >= B[i].max()
    return marks


def _dominant(A, B):
    row, column = best_response(A).all(dim=1), best_response(B.T).all(dim=1)
    return row[:, None] & column


def _nearly(payoffs, dim):
    return torch.isclose(payoffs, payoffs.max(dim, keepdim=True).values, atol=1e-2)


def _stable(A, B):
    return best_response(A) & best_response(B.T).T


def _cautious(A, B):
    row, column = A.min(1).values, B.min(0).values
    return (row == row.max())[:, None] & (column == column.max())


WRONG = [
    ("neither-counts", lambda A, B: best_response(A) == best_response(B.T).T),
    ("best-worst-case", _cautious),
    ("sum-for-both", lambda A, B: best_response(A + B)),
    ("one-other-only", lambda A, B: (A >= A.flip(0)) & (B >= B.flip(1))),
    ("one-other-only", lambda A, B: (A >= A.roll(1, 0)) & (B >= B.roll(1, 1))),
    ("either-player+column-player-moves-rows", lambda A, B: best_response(A) | best_response(B)),
    ("either-player+not-turned-before", lambda A, B: best_response(A) | best_response(B).T),
    ("best-joint-outcome", _best_sum),
    ("best-joint-outcome", _argmax_of_sum),
    ("best-joint-outcome", _not_improvable_for_both),
    ("best-joint-outcome", _pareto),
    ("zero-sum-assumed", lambda A, B: best_response(A) & best_response(-A.T).T),
    ("only-the-row-player", _only_rows),
    ("only-the-column-player", _only_columns),
    ("either-player", _either),
    ("global-maximum", _global),
    ("column-player-moves-rows", _best_response_twice),
    ("not-turned-back", _not_turned_back),
    ("not-turned-before", _not_turned_before),
    ("row-player-moves-columns", _rows_over_columns),
    ("axes-exchanged", _both_crooked),
    ("one-table-for-both", _one_table),
    ("ties-lost", _strict),
    ("ties-lost", _argmaxes),
    ("first-only", _first_found),
    ("not-a-table", _listed),
    ("square-only", _square),
    ("minimum-instead", lambda A, B: _row(-A) & _column(-B)),
    ("minimum-instead", lambda A, B: best_response(A) & (B == B.min(1, keepdim=True).values)),
    ("minimum-instead", lambda A, B: best_response(-A) & best_response(B.T).T),
    ("ties-lost", lambda A, B: one_hot(A.argmax(0), len(A)).T.bool() & best_response(B.T).T),
    ("dominant-only", _dominant),
    ("transposed", lambda A, B: _stable(A, B).T),
    ("sum-for-both", lambda A, B: _stable(A + B, A + B)),
    ("without-keepdim", lambda A, B: best_response(A) & (B == B.max(1).values)),
    ("either-player", lambda A, B: best_response(A) ^ best_response(B.T).T),
    ("not-turned-before", lambda A, B: best_response(A.T) & best_response(B.T).T),
    ("axes-exchanged", lambda A, B: best_response(A.T).T | best_response(B)),
    ("near-ties", lambda A, B: _nearly(A, 0) & _nearly(B, 1)),
    ("near-ties", lambda A, B: best_response(A) & _nearly(B, 1)),
    ("near-ties", lambda A, B: _stable(A.round(decimals=2), B.round(decimals=2))),
    ("not-marks", lambda A, B: best_response(A).int() + best_response(B.T).T.int()),
]
