# %% wrong: makes each player indifferent between their own actions by their own mix: p comes from A and q from B
def mixed_nash(A, B):
    p = (A[1, 1] - A[0, 1]) / (A[0, 0] - A[0, 1] - A[1, 0] + A[1, 1])
    q = (B[1, 1] - B[1, 0]) / (B[0, 0] - B[0, 1] - B[1, 0] + B[1, 1])
    return (p.item(), q.item()) if 0 < p < 1 and 0 < q < 1 else None


# %% wrong: lets 0 and 1 through (<= instead of <), so a pure action is returned as a mix
def mixed_nash(A, B):
    p = (B[1, 1] - B[1, 0]) / (B[0, 0] - B[0, 1] - B[1, 0] + B[1, 1])
    q = (A[1, 1] - A[0, 1]) / (A[0, 0] - A[0, 1] - A[1, 0] + A[1, 1])
    if 0 <= p <= 1 and 0 <= q <= 1:
        return p.item(), q.item()
    return None


# %% wrong: reads B with the column player's action first, so p has B[0, 1] where B[1, 0] belongs
def mixed_nash(A, B):
    p = (B[1, 1] - B[0, 1]) / (B[0, 0] - B[0, 1] - B[1, 0] + B[1, 1])
    q = (A[1, 1] - A[0, 1]) / (A[0, 0] - A[0, 1] - A[1, 0] + A[1, 1])
    return (p.item(), q.item()) if 0 < p < 1 and 0 < q < 1 else None


# %% wrong: two mistakes: p is the chance of the second row instead of the first, and only p is tested to lie between 0 and 1
def mixed_nash(A, B):
    p = (B[0, 0] - B[0, 1]) / (B[0, 0] - B[0, 1] - B[1, 0] + B[1, 1])
    q = (A[1, 1] - A[0, 1]) / (A[0, 0] - A[0, 1] - A[1, 0] + A[1, 1])
    if not 0 < p < 1:
        return None
    return p.item(), q.item()


# %% right: exact fractions, with the case of no or every solution
from fractions import Fraction


def mixed_nash(A, B):
    (a, b), (c, d) = [[Fraction(v) for v in row] for row in A.tolist()]
    (e, f), (g, h) = [[Fraction(v) for v in row] for row in B.tolist()]
    bottom_p, bottom_q = e - f - g + h, a - b - c + d
    if bottom_p == 0 or bottom_q == 0:
        return None
    p, q = (h - g) / bottom_p, (d - b) / bottom_q
    if min(p, q) <= 0 or max(p, q) >= 1:
        return None
    return float(p), float(q)


# %% right: the zero of a straight line: the other's advantage must change its sign between the two pure actions
def mixed_nash(A, B):
    def crossing(at_one, at_zero):
        "Where a line through these two heights is 0, if they have different signs."
        if at_one * at_zero < 0:
            return abs(at_zero) / (abs(at_zero) + abs(at_one))
        return None

    column_gain = (B[:, 0] - B[:, 1]).double().tolist()  # first column over the second
    row_gain = (A[0] - A[1]).double().tolist()  # first row over the second
    mix = crossing(*column_gain), crossing(*row_gain)
    return None if None in mix else mix
