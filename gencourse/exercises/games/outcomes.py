"""What people take for an equilibrium: outcomes that are good for both, or safe. A, B: [m, n], and the marked cells."""

from __future__ import annotations

import numpy as np

from gencourse.exercises.games.cells import best


def not_improvable(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """Return the cells than which no other is better for both."""
    better = (A[None, None] > A[:, :, None, None]) & (B[None, None] > B[:, :, None, None])
    return np.logical_not(better.any((2, 3)))


def not_dominated(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """Return the cells than which no other is better for one and as good for the other."""
    as_good = (A[None, None] >= A[:, :, None, None]) & (B[None, None] >= B[:, :, None, None])
    better = (A[None, None] > A[:, :, None, None]) | (B[None, None] > B[:, :, None, None])
    return np.logical_not((as_good & better).any((2, 3)))


def first(marks: np.ndarray) -> np.ndarray:
    """Return the first of the marks, row by row, as two loops that stop would find it."""
    return marks & (marks.ravel().cumsum().reshape(marks.shape) == 1)


def cautious(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """Return where each takes the action whose worst payoff is best."""
    return best(A.min(1, keepdims=True), 0) & best(B.min(0, keepdims=True), 1)
