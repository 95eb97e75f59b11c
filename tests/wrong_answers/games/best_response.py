"""What students write for games.best_response, each with the slug that its check must answer with."""

import torch
from torch.nn.functional import one_hot


def _over_columns(A):
    return A == A.max(1, keepdim=True).values


def _over_columns_and_crooked(A):
    return A == A.max(1).values


def _largest_of_all(A):
    return A == A.max()


def _worst(A):
    return A == A.min(0).values


def _argmax(A):
    return A.argmax(0)


def _argmax_marked(A):
    return one_hot(A.argmax(0), len(A)).T.bool()


def _strictly_better(A):
    marks = torch.zeros(A.shape, dtype=torch.bool)
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            others = torch.cat([A[:i, j], A[i + 1 :, j]])
            marks[i, j] = (A[i, j] > others).all()
    return marks


def _best_payoffs(A):
    return A.max(0).values.expand(A.shape)


def _max_and_where(A):
    return A.max(0)


def _as_list(A):
    return [row == max(row) for row in A.T.tolist()]


def _columns_by_rows(A):
    marks = torch.zeros(A.shape, dtype=torch.bool)
    for j in range(len(A)):
        marks[:, j] = A[:, j] == A[:, j].max()
    return marks


def _last_of_equals(A):
    marks = torch.zeros(A.shape, dtype=torch.bool)
    for j in range(A.shape[1]):
        best = 0
        for i in range(A.shape[0]):
            if A[i, j] >= A[best, j]:
                best = i
        marks[best, j] = True
    return marks


def _begins_at_zero(A):
    marks = torch.zeros(A.shape, dtype=torch.bool)
    for j in range(A.shape[1]):
        best = 0
        for payoff in A[:, j]:
            if payoff > best:
                best = payoff
        marks[:, j] = A[:, j] == best
    return marks


def _best_on_average(A):
    mean = A.mean(dim=1, keepdim=True)
    return (mean == mean.max()).expand(A.shape)


def _two_rows(A):
    return torch.stack([A[0] >= A[1], A[1] >= A[0]])


WRONG = [
    ("size-written-in", _two_rows),
    ("not-a-table", lambda A: (A == A.max(0).values).nonzero()),
    ("not-a-table", lambda A: (A == A.max(0).values).any(dim=1)),
    ("every-cell", lambda A: A - A.max(0).values < 1e-6),
    ("near-ties", lambda A: (A - A.max(0).values).abs() < 1e-3),
    ("compared-with-indices", lambda A: A == A.max(0).indices),
    ("one-other-only", lambda A: A >= A.roll(1, 0)),
    ("one-other-only", lambda A: A >= A.flip(0)),
    ("maximised-over-columns", _over_columns),
    ("maximised-over-columns", _over_columns_and_crooked),
    ("global-maximum", _largest_of_all),
    ("minimum-instead", _worst),
    ("not-a-table", _argmax),
    ("ties-lost", _argmax_marked),
    ("ties-lost", _strictly_better),
    ("payoffs-returned", _best_payoffs),
    ("values-and-indices", _max_and_where),
    ("returned-a-list", _as_list),
    ("square-only", _columns_by_rows),
    ("never-a-worst", lambda A: A > A.min(0).values),
    ("transposed", lambda A: (A == A.max(0).values).T),
    ("transposed", lambda A: A.T == A.max(1).values),
    ("transposed", lambda A: one_hot(A.argmax(0), len(A)).bool()),
    ("maximised-over-columns", lambda A: one_hot(A.argmax(1), A.shape[1]).bool()),
    ("maximised-over-columns", lambda A: A >= A.max(1).values),
    ("ties-lost", _last_of_equals),
    ("minimum-instead", lambda A: torch.arange(len(A))[:, None] == A.argmin(0)),
    ("minimum-instead", lambda A: A == A.min(1, keepdim=True).values),
    ("marks-turned", lambda A: A != A.max(0).values),
    ("begins-at-zero", _begins_at_zero),
    ("absolute-values", lambda A: A == A.abs().max(0).values),
    ("whole-rows", _best_on_average),
    ("nothing-marked", lambda A: torch.zeros_like(A).bool()),
    ("not-marks", lambda A: A.softmax(0)),
    ("payoffs-returned", lambda A: A * (A == A.max(0).values)),
    ("near-ties", lambda A: torch.isclose(A, A.max(dim=0, keepdim=True).values, atol=0.1)),
    ("near-ties", lambda A: A.round(decimals=2) == A.round(decimals=2).max(0).values),
    ("above-average", lambda A: A > A.mean(0)),
    ("above-average", lambda A: A >= A.mean(dim=0, keepdim=True)),
]
