"""To what the players of fictitious play reply: read off their moves, for each of the two by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from gencourse.exercises.core.exercise import Mistake

NEAR = 1e-4  # of the largest payoff: replies that float32 cannot tell apart are both best


def name_the_replies(rows: np.ndarray, columns: np.ndarray, A: np.ndarray, B: np.ndarray) -> None:
    """Raise the Mistake of moves that are no best replies to the other's average; the first move of each is given.

    rows, columns: [rounds]. A rule is named if it gives each of a player's moves from what was played before.
    """
    fits = {"row": _fitting(rows, columns, A, B), "column": _fitting(columns, rows, B.T, A.T)}
    wrong = {who: (t, rules) for who, (t, rules) in fits.items() if t is not None}
    if not wrong:
        return
    _, first = next(iter(wrong.values()))
    both = [rule for rule in first if all(rule in rules for _, rules in wrong.values())] if len(wrong) == 2 else []
    if both:
        raise Mistake(both[0][0], _sentence(f"both players' moves {both[0][1]}"))
    for who, (t, rules) in wrong.items():
        # Who hardly moves follows many rules
        if len({slug for slug, _ in rules}) not in (1, 2) and "never-learns" not in dict(rules):
            raise Mistake(
                "wrong-reply",
                f"in round {t + 1} the {who} player's move is no best reply to the other's average after round {t}.",
            )
    said = "; ".join(f"the {who} player's moves {_either(rules)}" for who, (_, rules) in wrong.items())
    raise Mistake("+".join(dict.fromkeys(rules[0][0] for _, rules in wrong.values())), _sentence(said))


def _sentence(said: str) -> str:
    return said if said.endswith("?") else f"{said}."


def _either(rules: list[tuple[str, str]]) -> str:
    "What is said of moves that one or two rules give."
    if "never-learns" in dict(rules):
        return dict(rules)["never-learns"]
    first = {slug: said for slug, said in reversed(rules)}  # what comes first under a slug
    return "; or they ".join(first[slug] for slug in dict(rules))


def _fitting(
    own: np.ndarray, other: np.ndarray, M: np.ndarray, N: np.ndarray
) -> tuple[int | None, list[tuple[str, str]]]:
    """Return the first turn that is no best reply, None if all are, and the slips that give each of the moves.

    M, N: what this player and the other get, [own actions, the other's actions].
    """
    mine, theirs = np.eye(M.shape[0])[own], np.eye(M.shape[1])[other]
    turns = range(1, len(own))

    near = NEAR * np.abs(M).max()

    def first_wrong(payoffs: list[np.ndarray]) -> int | None:
        return next((t for t in turns if payoffs[t - 1].max() - payoffs[t - 1][own[t]] > near), None)

    (_, _, right), *slips, overflow = _rules(mine, theirs, M, N, turns)
    fitting = [(slug, said) for slug, said, payoffs in slips if first_wrong(payoffs) is None]
    # Where nothing overflows it is the right rule, and may look like others
    return first_wrong(right), fitting or ([] if first_wrong(overflow[2]) is not None else [overflow[:2]])


def _rules(
    mine: np.ndarray, theirs: np.ndarray, M: np.ndarray, N: np.ndarray, turns: Sequence[int]
) -> Iterator[tuple[str, str, list[np.ndarray]]]:
    "A slug, what is said of the moves, and for each turn what each action earns by this rule."
    average = [theirs[:t].mean(0) for t in turns]
    yield "right", "", [M @ x for x in average]
    yield (
        "never-learns",
        "are the first one for ever: is a new reply computed in each round, from the other's average?",
        [np.abs(M).max() * mine[0] for _ in turns],
    )
    yield (
        "reply-to-the-last-move",
        "are replies to the other's last move: reply to their average over all rounds so far",
        [M @ theirs[t - 1] for t in turns],
    )
    yield (
        "not-at-once",
        "know the other's move of the same round: both reply to the rounds before it",
        [M @ theirs[: t + 1].mean(0) for t in turns],
    )
    yield (
        "not-at-once",
        "are replies to the other's move of the same round alone: reply to their average over the rounds before it",
        [M @ theirs[t] for t in turns],
    )
    if M.shape[0] == M.shape[1]:
        yield (
            "own-average",
            "are replies to the player's own average: the row player replies to q, the column player to p",
            [M @ mine[:t].mean(0) for t in turns],
        )
        yield (
            "own-average",
            "are replies to the player's own average, by the table turned: the row player takes A @ q, the column "
            "player p @ B",
            [M.T @ mine[:t].mean(0) for t in turns],
        )
        yield "table-turned", "read a table turned: payoffs are A @ q and p @ B", [M.T @ x for x in average]
    yield (
        "one-table-for-both",
        "maximise what the other gets: the row player's payoffs are in A, the column player's in B",
        [N @ x for x in average],
    )
    yield (
        "zero-sum-assumed",
        "minimise what the other gets, which is right in a zero-sum game only: maximise the player's own payoffs",
        [-N @ x for x in average],
    )
    yield "minimum-instead", "are worst replies: more is better, so argmax", [-M @ x for x in average]
    yield (
        "a-round-late",
        "are replies to an average without the last round: count each round before the next replies",
        [M @ theirs[: t - 1].sum(0) for t in turns],
    )
    yield (
        "prior",
        "are replies to counts that begin at 1 for each action: begin at 0",
        [M @ (theirs[:t].sum(0) + 1) / t for t in turns],
    )
    yield (
        "reply-to-the-commonest-move",
        "are replies to the other's commonest move: reply to the whole average, by A @ q and p @ B",
        [M[:, theirs[:t].sum(0).argmax()] for t in turns],
    )
    yield (
        "averages-averaged",
        "are replies to the average of all averages so far, where old rounds weigh more: the last average is enough",
        [M @ sum(average[:k], np.zeros(M.shape[1])) / k for k in turns],
    )
    large = [np.exp(np.float32(M @ theirs[:t].sum(0))) for t in turns]
    yield (
        "exp-overflows",
        "are replies to exp of large payoffs, which is infinite, and infinite ones look alike: argmax needs no exp",
        [np.abs(M).max() * np.eye(len(x))[x.argmax()] for x in large],
    )
