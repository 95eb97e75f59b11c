import numpy as np
import pytest
import torch

from gencourse import games
from gencourse.widgets.game.explorer import GAMES
from gencourse.widgets.game.numbers import (
    RULES,
    column_replies,
    equilibria,
    learning_path,
    nash_conv,
    row_replies,
    scale,
)
from gencourse.widgets.game.words import improvement, stability, verdict

NAMES = (["left", "right"], ["up", "down"])


@pytest.fixture
def numbers(javascript):
    "numbers(name, *arguments) calls a function of game/js/numbers.js."
    return javascript("game/js/numbers.js")


@pytest.fixture
def words(javascript):
    return javascript("game/js/words.js")


def some_games():
    "The known ones, random ones, whole numbers with many ties, and two where nobody can win anything."
    generator = torch.Generator().manual_seed(0)
    for game in GAMES.values():
        yield game.A.tolist(), game.B.tolist()
    for i in range(30):
        draw = 3 * torch.randn(2, 2, 2, generator=generator, dtype=torch.float64)
        A, B = (draw / 2).round() if i % 2 else draw
        yield A.tolist(), B.tolist()
    flat = [[2.0, 2.0], [2.0, 2.0]]
    yield flat, flat
    yield flat, [[1.0, -1.0], [1.0, -1.0]]


def test_replies_and_equilibria_agree_with_python(numbers):
    "Box for box"
    for A, B in some_games():
        game = {"A": A, "B": B}
        assert numbers("rowReplies", game) == [list(box) for box in row_replies(A)]
        assert numbers("columnReplies", game) == [list(box) for box in column_replies(B)]
        assert numbers("equilibria", game) == [list(box) for box in equilibria(A, B)]
        assert numbers("pureNash", game) == games.pure_nash(torch.tensor(A), torch.tensor(B)).tolist()
        assert numbers("scale", game) == scale(A, B)


def test_what_moving_alone_gains_agrees_with_nash_conv(numbers):
    "At random mixtures"
    for k, (A, B) in enumerate(some_games()):
        p, q = np.random.default_rng(k).uniform(size=2).tolist()
        gained = sum(numbers("exploitability", {"A": A, "B": B}, [p, q]))
        assert gained == pytest.approx(nash_conv(A, B, (p, q)), abs=1e-12)


@pytest.mark.parametrize("rule", RULES)
def test_paths_agree_with_python(numbers, rule):
    "Play and average, round for round"
    for A, B in some_games():
        path = numbers("learningPath", {"A": A, "B": B}, rule, [0.8, 0.6], 200)
        expected = learning_path(A, B, rule, [0.8, 0.6], 200)
        assert np.array(path["play"]) == pytest.approx(expected.play, abs=1e-9)
        assert np.array(path["average"]) == pytest.approx(expected.average, abs=1e-9)


def test_the_browser_says_what_python_says(words):
    "Stability, what is better for both, and the verdict on a path, to the letter"
    for A, B in some_games():
        game = {"A": A, "B": B, "rows": NAMES[0], "columns": NAMES[1]}
        assert words("stability", game) == stability(A, B, *NAMES)
        assert words("improvement", game) == improvement(A, B, *NAMES)
        for rule in RULES:
            path = learning_path(A, B, rule, (0.8, 0.6), 100)
            shipped = {"play": path.play.tolist(), "average": path.average.tolist()}
            assert words("verdict", game, rule, shipped) == verdict(A, B, rule, path)
