"""What is wrong with the chances p and q of a mixed equilibrium: each is compared with what people compute instead."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np

from gencourse.exercises.core.exercise import Mistake

Games = Sequence[tuple[np.ndarray, np.ndarray]]
Slip = tuple[str, np.ndarray, str]  # its slug, the chances in each game, a sentence with {p} and {B} for their names

ENTRIES = ("{B}[0, 0]", "{B}[0, 1]", "{B}[1, 0]", "{B}[1, 1]")
SLOPE = np.array([1, -1, -1, 1])  # the signs of ENTRIES in the denominator
OVER = "{B}[1, 1] - {B}[1, 0]"  # the numerator
OF_TWO = ("second-action-of-players-exchanged", "second-action-of-own-payoffs", "numerator-and-denominator")
ENOUGH = 4  # games with chances, from which so many formulas do not fit by accident
NEAR = 0.06  # of what was rounded, or found on a grid


def row_mix(B: np.ndarray) -> np.ndarray:
    """Return the chance of the first row that makes the column player, who gets B: [..., 2, 2], indifferent."""
    return (B[..., 1, 1] - B[..., 1, 0]) / (B.reshape(*B.shape[:-2], 4) @ SLOPE)


def column_mix(A: np.ndarray) -> np.ndarray:
    """Return the chance of the first column that makes the row player, who gets A: [..., 2, 2], indifferent."""
    return row_mix(np.swapaxes(A, -1, -2))


def name_the_chances(got: np.ndarray, games: Games) -> None:
    """Raise the Mistake of chances that are not those of the games.  got: [games, 2], nan where None came

    A wrong formula may have been tested for lying between 0 and 1, too, so only what came is compared.
    """
    A, B = (np.stack(tables) for tables in zip(*games, strict=True))
    turned = np.swapaxes(A, -1, -2)  # q is to A as p is to the turned B
    slips = [_name(got[:, 0], B, turned, ("p", "B", "A")), _name(got[:, 1], turned, B, ("q", "A", "B"))]
    named = [slip for slip in slips if slip is not None]
    if not named:
        return
    slugs = list(dict.fromkeys(slug for slug, _ in named))
    if any(slug == "wrong-chances" for slug in slugs):  # what is known of one of them does not explain the other
        raise Mistake("wrong-chances", next(sentence for slug, sentence in named if slug == "wrong-chances"))
    raise Mistake("+".join(slugs), _join(list(dict.fromkeys(sentence for _, sentence in named))))


def _join(sentences: Sequence[str]) -> str:
    "The sentences one after the other; what comes after the colon of both is said once."
    if len(sentences) == 2:
        (first, _, advice), (second, _, other) = (sentence.partition(": ") for sentence in sentences)
        if advice and advice == other:
            return f"{first}, and {second}: {advice}"
    return " ".join([sentences[0], *(said[0].upper() + said[1:] for said in sentences[1:])])


def _name(got: np.ndarray, B: np.ndarray, A: np.ndarray, names: tuple[str, str, str]) -> tuple[str, str] | None:
    came = ~np.isnan(got)
    right = row_mix(B)

    def same(value: np.ndarray) -> bool:
        return bool(np.allclose(got[came], value[came], rtol=1e-4, atol=1e-5))

    if same(right):
        return None
    words = {"p": names[0], "B": names[1], "A": names[2]}
    words |= (
        {"q": "q", "other": "column", "line": "row"}
        if names[0] == "p"
        else {"q": "p", "other": "row", "line": "column"}
    )
    for slug, value, sentence in _slips(B, A):
        if slug in OF_TWO and came.sum() < ENOUGH:
            break
        if same(value):
            return slug, _fill(sentence, words)
    if np.abs(got - right)[came].max() < NEAR:
        first = int(np.nanargmax(np.abs(got - right)))
        sentence = (
            f"your {{p}} is {got[first]:.4f} where it should be {right[first]:.4f}, near and not exact: solve the "
            "equation as it stands, with no grid, no rounding and nothing small added."
        )
        return "not-exact", _fill(sentence, words)
    first = int(np.argmax(came & (np.abs(got - right) > 1e-4)))
    table = B if names[0] == "p" else np.swapaxes(B, -1, -2)
    sentence = f"with {names[1]} = {table[first].round(2).tolist()} {names[0]} should be {right[first]:.2f}"
    return "wrong-chances", f"{sentence}, got {got[first]:.2f}."


def _fill(sentence: str, words: dict[str, str]) -> str:
    if words["p"] == "q":  # from the turned A: in A itself the two entries beside the diagonal change places
        sentence = sentence.replace("[0, 1]", "[1; 0]").replace("[1, 0]", "[0, 1]").replace("[1; 0]", "[1, 0]")
    for name, word in words.items():
        sentence = sentence.replace(f"{{{name}}}", word)
    return sentence


def _slips(B: np.ndarray, A: np.ndarray) -> Iterator[Slip]:
    "Those of p, from B, and of q, from A: both tables are turned for it."
    right, entries = row_mix(B), B.reshape(len(B), 4)
    over, under = B[:, 1, 1] - B[:, 1, 0], entries @ SLOPE
    yield (
        "players-exchanged",
        row_mix(A),
        "your {p} is what {q} should be: {B} gives {p}, where the {other} player is indifferent, and {A} gives {q}.",
    )
    yield (
        "own-payoffs",
        column_mix(A),
        "your {p} is made of {A}; your mix has to make your opponent indifferent, the {other} player, who gets {B}.",
    )
    yield "table-turned", column_mix(B), "in your {p} the entries {B}[0, 1] and {B}[1, 0] have changed places."
    yield "second-action", 1 - right, "your {p} is the chance of the second {line}: return that of the first one."
    yield "sign", -right, "your {p} has the wrong sign."
    yield "odds", right / (1 - right), "your {p} is the odds, {p} / (1 - {p}): divide by the sum of both differences."
    yield "always-a-half", np.full(len(B), 0.5), "your {p} is always 1/2: make the other indifferent instead."
    yield "not-divided", over, f"your {{p}} is {OVER}, a difference of payoffs: divide it by {_sum(SLOPE)}."
    yield (
        "brackets",
        B[:, 1, 1] - B[:, 1, 0] / under,
        f"in your {{p}} only the last payoff is divided: put {OVER} into brackets.",
    )
    for digits in (1, 2, 3):
        words = "1 decimal" if digits == 1 else f"{digits} decimals"
        sentence = (
            f"your {{p}} has no more than {words}: solve the equation as it stands, with no rounding and no grid."
        )
        yield "rounded", right.round(digits), sentence
    yield "percent", 100 * right, "your {p} is a percentage: a chance lies between 0 and 1."
    differences = [
        (entries[:, one] - entries[:, other], f"{ENTRIES[one]} - {ENTRIES[other]}")
        for one, other in itertools.permutations(range(4), 2)
    ]
    for value, said in differences:
        yield "numerator", value / under, f"in your {{p}} {said} is divided: it should be {OVER}."
    sums = [(entries @ np.array(signs), _sum(signs)) for signs in itertools.product((1, 0, -1), repeat=4)]
    for value, said in sums:
        yield "denominator", _ratio(over, value), f"your {{p}} is divided by {said}: it should be {_sum(SLOPE)}."
    yield (
        "second-action-of-players-exchanged",
        1 - row_mix(A),
        "your {p} is what 1 - {q} should be: {B} gives {p}, where the {other} player is indifferent, and {A} gives "
        "{q}.",
    )
    yield (
        "second-action-of-own-payoffs",
        1 - column_mix(A),
        "your {p} is made of {A}, and speaks of the second {line}: the chance of the first one makes your opponent "
        "indifferent, the {other} player, who gets {B}.",
    )
    for (value, said), (by, divisor) in itertools.product(differences, sums):
        sentence = f"your {{p}} is ({said}) / ({divisor}): it should be ({OVER}) / ({_sum(SLOPE)})."
        yield "numerator-and-denominator", _ratio(value, by), sentence


def _ratio(over: np.ndarray, under: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return over / under


def _sum(signs: Sequence[int] | np.ndarray) -> str:
    text = "".join(f" {'+' if sign > 0 else '-'} {entry}" for sign, entry in zip(signs, ENTRIES, strict=True) if sign)
    return text.removeprefix(" + ").strip() or "0"
