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


WRONG = [
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
]
