"""What students write for games.fictitious_play, each with the slug that its check must answer with."""

import torch


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


def _own_average_and_turned(A, B, rounds, first=(0, 0)):
    return _learn(A, B, rounds, first, lambda p, q: p.sum(0) @ A, lambda p, q: B @ q.sum(0))


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


def _by_range_that_begins_at_zero(A, B, rounds, first=(0, 0)):
    n = torch.arange(rounds)[:, None]
    return tuple(x * (n + 1) / n.clamp(min=1) for x in _right(A, B, rounds, first))


def _half_of_each(A, B, rounds, first=(0, 0)):
    return tuple(x / 2 for x in _right(A, B, rounds, first))


def _the_end(A, B, rounds, first=(0, 0)):
    return tuple(x[-1] for x in _right(A, B, rounds, first))


def _one_average(A, B, rounds, first=(0, 0)):
    return _right(A, B, rounds, first)[0]


def _players_exchanged(A, B, rounds, first=(0, 0)):
    return _right(A, B, rounds, first)[::-1]


def _smooth(A, B, rounds, first=(0, 0)):
    "Mixes by softmax in place of replies"
    p, q = torch.zeros(rounds, A.shape[0]), torch.zeros(rounds, A.shape[1])
    p[0, first[0]] = q[0, first[1]] = 1
    for t in range(1, rounds):
        p[t], q[t] = (A @ q[:t].mean(0) / 0.01).softmax(0), (p[:t].mean(0) @ B / 0.01).softmax(0)
    n = torch.arange(1, rounds + 1)[:, None]
    return p.cumsum(0) / n, q.cumsum(0) / n


def _counting(A, B, rounds, first, begin, keep):
    p, q = torch.full((A.shape[0],), begin), torch.full((A.shape[1],), begin)
    (i, j), past = first, []
    for _ in range(rounds):
        p[i] += 1
        q[j] += 1
        past.append((keep(p), keep(q)))
        i, j = (A @ q).argmax(), (p @ B).argmax()
    n = [x[0].sum() for x in past]
    return tuple(torch.stack([x[k] / m for x, m in zip(past, n, strict=True)]) for k in (0, 1))


def _prior(A, B, rounds, first=(0, 0)):
    return _counting(A, B, rounds, first, 1.0, torch.clone)


def _no_copies(A, B, rounds, first=(0, 0)):
    return _counting(A, B, rounds, first, 0.0, lambda x: x)


def _for_square_tables(A, B, rounds, first=(0, 0)):
    p, q = torch.zeros(rounds, len(A)), torch.zeros(rounds, len(A))
    i, j = first
    for t in range(rounds):
        p[t, i] = q[t, j] = 1
        i, j = (A @ q.sum(0)).argmax(), (p.sum(0) @ B).argmax()
    n = torch.arange(1, rounds + 1)[:, None]
    return p.cumsum(0) / n, q.cumsum(0) / n


def _wide(A, B, rounds, first, row, column):
    "As _learn, with each player's own number of actions"
    p, q = torch.zeros(rounds, A.shape[0]), torch.zeros(rounds, A.shape[1])
    i, j = first
    for t in range(rounds):
        p[t, i] = q[t, j] = 1
        i, j = row(p[: t + 1], q[: t + 1]).argmax(), column(p[: t + 1], q[: t + 1]).argmax()
    n = torch.arange(1, rounds + 1)[:, None]
    return p.cumsum(0) / n, q.cumsum(0) / n


def _prior_for_replies(A, B, rounds, first=(0, 0)):
    return _wide(A, B, rounds, first, lambda p, q: A @ (q.sum(0) + 1), lambda p, q: (p.sum(0) + 1) @ B)


def _a_round_late(A, B, rounds, first=(0, 0)):
    return _wide(A, B, rounds, first, lambda p, q: A @ q[:-1].sum(0), lambda p, q: p[:-1].sum(0) @ B)


def _first_exchanged(A, B, rounds, first=(0, 0)):
    return _right(A, B, rounds, first[::-1])


def _of_exponentials(A, B, rounds, first=(0, 0)):
    return _learn(A, B, rounds, first, lambda p, q: (A @ q.sum(0)).exp(), lambda p, q: (p.sum(0) @ B).exp())


def _commonest(A, B, rounds, first=(0, 0)):
    return _wide(A, B, rounds, first, lambda p, q: A[:, q.sum(0).argmax()], lambda p, q: B[p.sum(0).argmax()])


def _averages_averaged(A, B, rounds, first=(0, 0)):
    def mean(x):
        return (x.cumsum(0) / torch.arange(1, len(x) + 1)[:, None]).mean(0)

    return _wide(A, B, rounds, first, lambda p, q: A @ mean(q), lambda p, q: mean(p) @ B)


WRONG = [
    ("reply-to-the-commonest-move", _commonest),
    ("averages-averaged", _averages_averaged),
    ("exp-overflows", _of_exponentials),
    ("reply-to-the-last-move", _reply_to_last),
    ("not-at-once", _alternating),
    ("own-average", _own_average),
    ("own-average", _own_average_and_turned),
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
    ("off-by-one", _by_range_that_begins_at_zero),
    ("not-chances", _half_of_each),
    ("only-the-end", _the_end),
    ("not-a-tuple", _one_average),
    ("players-exchanged", _players_exchanged),
    ("not-one-action", _smooth),
    ("prior", _prior),
    ("prior", _prior_for_replies),
    ("same-tensor", _no_copies),
    ("square-only", _for_square_tables),
    ("a-round-late", _a_round_late),
    ("first-exchanged", _first_exchanged),
]
