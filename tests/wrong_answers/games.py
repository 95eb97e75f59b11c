"""What students write for the games lesson's exercises, each with the slug that a check must answer with."""

import torch
from torch.nn.functional import one_hot

from gencourse.games import best_response


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


def _second_sees_first(first, second, rounds):
    own, other = [], []
    for _ in range(rounds):
        own.append(first(own, other))
        other.append(second(other, own))
    return torch.tensor([own, other]).T


def _one_side(first, second, rounds):
    own, other = [], []
    for _ in range(rounds):
        a, b = first(own, other), second(own, other)
        own.append(a)
        other.append(b)
    return torch.tensor([own, other]).T


def _one_list(first, second, rounds):
    history = []
    for _ in range(rounds):
        a, b = first(history, history), second(history, history)
        history += [a, b]
    return torch.tensor(history).view(rounds, 2)


def _nothing_kept(first, second, rounds):
    return torch.tensor([[first([], []), second([], [])] for _ in range(rounds)])


def _asked_again(first, second, rounds):
    own, other, actions = [], [], []
    for _ in range(rounds):
        actions.append([first(own, other), second(other, own)])
        a, b = first(own, other), second(other, own)
        own.append(a)
        other.append(b)
    return torch.tensor(actions)


def _last_action(first, second, rounds):
    a, b = 0, 0
    actions = []
    for _ in range(rounds):
        a, b = first(a, b), second(b, a)
        actions.append([a, b])
    return torch.tensor(actions)


def _last_round(first, second, rounds):
    own, other, actions = [], [], []
    for _ in range(rounds):
        a, b = first(own, other), second(other, own)
        own, other = [a], [b]
        actions.append([a, b])
    return torch.tensor(actions)


def _newest_first(first, second, rounds):
    own, other = [], []
    for _ in range(rounds):
        a, b = first(own, other), second(other, own)
        own, other = [a, *own], [b, *other]
    return torch.tensor([own[::-1], other[::-1]]).T


def _one_round_late(first, second, rounds):
    own, other = [], []
    for _ in range(rounds):
        a, b = first(own[:-1], other[:-1]), second(other[:-1], own[:-1])
        own.append(a)
        other.append(b)
    return torch.tensor([own, other]).T


def _played(first, second, rounds):
    own, other = [], []
    for _ in range(rounds):
        a, b = first(own, other), second(other, own)
        own.append(a)
        other.append(b)
    return own, other


def _in_columns(first, second, rounds):
    return torch.tensor(_played(first, second, rounds))


def _exchanged(first, second, rounds):
    own, other = _played(first, second, rounds)
    return torch.tensor([other, own]).T


def _pairs(first, second, rounds):
    return list(zip(*_played(first, second, rounds), strict=True))


def _one_round_less(first, second, rounds):
    return torch.tensor(_played(first, second, rounds - 1)).T


def _as_floats(first, second, rounds):
    actions = torch.zeros(rounds, 2)
    own, other = _played(first, second, rounds)
    actions[:, 0], actions[:, 1] = torch.tensor(own), torch.tensor(other)
    return actions


def _learn(A, B, rounds, first, row, column):
    "row and column: from the moves so far, one-hot [t, 3] each, to the next move"
    p, q = torch.zeros(rounds, len(A)), torch.zeros(rounds, len(A))
    i, j = first
    for t in range(rounds):
        p[t, i] = q[t, j] = 1
        i, j = row(p[: t + 1], q[: t + 1]).argmax(), column(p[: t + 1], q[: t + 1]).argmax()
    n = torch.arange(1, rounds + 1)[:, None]
    return p.cumsum(0) / n, q.cumsum(0) / n


def _right(A, B, rounds, first):
    return _learn(A, B, rounds, first, lambda p, q: A @ q.mean(0), lambda p, q: p.mean(0) @ B)


def _reply_to_last(A, B, rounds, first=(0, 0)):
    return _learn(A, B, rounds, first, lambda p, q: A @ q[-1], lambda p, q: p[-1] @ B)


def _own_average(A, B, rounds, first=(0, 0)):
    return _learn(A, B, rounds, first, lambda p, q: A @ p.sum(0), lambda p, q: q.sum(0) @ B)


def _column_takes_rows_table(A, B, rounds, first=(0, 0)):
    return _learn(A, B, rounds, first, lambda p, q: A @ q.sum(0), lambda p, q: p.sum(0) @ A)


def _column_minimises(A, B, rounds, first=(0, 0)):
    return _learn(A, B, rounds, first, lambda p, q: A @ q.sum(0), lambda p, q: -(p.sum(0) @ A))


def _column_table_turned(A, B, rounds, first=(0, 0)):
    return _learn(A, B, rounds, first, lambda p, q: A @ q.sum(0), lambda p, q: B @ p.sum(0))


def _row_table_turned(A, B, rounds, first=(0, 0)):
    return _learn(A, B, rounds, first, lambda p, q: A.T @ q.sum(0), lambda p, q: p.sum(0) @ B)


def _worst_reply(A, B, rounds, first=(0, 0)):
    return _learn(A, B, rounds, first, lambda p, q: -(A @ q.sum(0)), lambda p, q: -(p.sum(0) @ B))


def _alternating(A, B, rounds, first=(0, 0)):
    p, q = torch.zeros(rounds, len(A)), torch.zeros(rounds, len(A))
    p[0, first[0]] = q[0, first[1]] = 1
    for t in range(1, rounds):
        p[t, (A @ q[:t].sum(0)).argmax()] = 1
        q[t, (p[: t + 1].sum(0) @ B).argmax()] = 1
    n = torch.arange(1, rounds + 1)[:, None]
    return p.cumsum(0) / n, q.cumsum(0) / n


def _stubborn(A, B, rounds, first=(0, 0)):
    p, q = torch.zeros(rounds, len(A)), torch.zeros(rounds, len(A))
    p[:, first[0]] = q[:, first[1]] = 1
    return p, q


def _first_forgotten(A, B, rounds, first=(0, 0)):
    return _right(A, B, rounds, (0, 0))


def _begins_with_replies(A, B, rounds, first=(0, 0)):
    p, q = _right(A, B, rounds + 1, first)
    n = torch.arange(1, rounds + 2)[:, None]
    moves_p, moves_q = (torch.cat([x[:1], (x * n).diff(dim=0)])[1:] for x in (p, q))
    return moves_p.cumsum(0) / n[:-1], moves_q.cumsum(0) / n[:-1]


def _moves(A, B, rounds, first=(0, 0)):
    n = torch.arange(1, rounds + 1)[:, None]
    return tuple(torch.cat([x[:1], (x * n).diff(dim=0)]).round() for x in _right(A, B, rounds, first))


def _counts(A, B, rounds, first=(0, 0)):
    n = torch.arange(1, rounds + 1)[:, None]
    return tuple(x * n for x in _right(A, B, rounds, first))


def _by_all_rounds(A, B, rounds, first=(0, 0)):
    n = torch.arange(1, rounds + 1)[:, None]
    return tuple(x * n / rounds for x in _right(A, B, rounds, first))


def _by_range(A, B, rounds, first=(0, 0)):
    n = torch.arange(1, rounds + 1)[:, None]
    return tuple(x * n / (n + 1) for x in _right(A, B, rounds, first))


def _the_end(A, B, rounds, first=(0, 0)):
    return tuple(x[-1] for x in _right(A, B, rounds, first))


def _one_average(A, B, rounds, first=(0, 0)):
    return _right(A, B, rounds, first)[0]


def _players_exchanged(A, B, rounds, first=(0, 0)):
    return _right(A, B, rounds, first)[::-1]


WRONG_ANSWERS = {
    "games.best_response": [
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
    ],
    "games.pure_nash": [
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
    ],
    "games.mixed_nash": [
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
        ("not-a-tuple", _p_alone),
    ],
    "games.play_repeated": [
        ("sees-this-round", _second_sees_first),
        ("histories-exchanged", _one_side),
        ("one-list-for-both", _one_list),
        ("no-history", _nothing_kept),
        ("asked-twice", _asked_again),
        ("no-list", _last_action),
        ("last-round-only", _last_round),
        ("newest-first", _newest_first),
        ("a-round-late", _one_round_late),
        ("rounds-in-columns", _in_columns),
        ("columns-exchanged", _exchanged),
        ("returned-a-list", _pairs),
        ("number-of-rounds", _one_round_less),
        ("wrong-dtype", _as_floats),
        ("not-asked", lambda first, second, rounds: torch.zeros(rounds, 2, dtype=torch.int64)),
    ],
    "games.fictitious_play": [
        ("reply-to-the-last-move", _reply_to_last),
        ("not-at-once", _alternating),
        ("own-average", _own_average),
        ("one-table-for-both", _column_takes_rows_table),
        ("zero-sum-assumed", _column_minimises),
        ("table-turned", _column_table_turned),
        ("table-turned", _row_table_turned),
        ("minimum-instead", _worst_reply),
        ("never-learns", _stubborn),
        ("first-ignored", _first_forgotten),
        ("first-ignored", _begins_with_replies),
        ("moves-returned", _moves),
        ("counts-returned", _counts),
        ("divided-by-all-rounds", _by_all_rounds),
        ("off-by-one", _by_range),
        ("only-the-end", _the_end),
        ("not-a-tuple", _one_average),
        ("players-exchanged", _players_exchanged),
    ],
}
