import numpy as np
import pytest
import torch

from gencourse import games
from gencourse.widgets import DilemmaExplorer
from gencourse.widgets.dilemma.numbers import AFTER, OPPONENTS, PLAYERS, expected, long_run, stationary, thresholds
from tests.browser.dilemma.page import DETERMINISTIC, strategies

PAYOFFS = [[5, 3, 1, 0], [4.5, 3, -1, -2], [10, 4, 3, 1], [2, 1, 0, -1]]


@pytest.fixture
def numbers(javascript):
    "numbers(name, *arguments) calls a function of dilemma/js/numbers.js."
    return javascript("dilemma/js/numbers.js")


@pytest.fixture
def match(javascript):
    "match(mine, theirs, rounds, noise) plays as the widget does."
    return lambda *arguments: javascript("dilemma/js/strategies.js")("playMatch", *arguments)


def test_expected_payoffs_and_thresholds_agree_with_python(numbers):
    "Also where no delta is enough"
    assert numbers("longRun", PAYOFFS[0], "tit for tat", 0.1) == pytest.approx(2.25)
    for payoffs in PAYOFFS:
        for opponent in OPPONENTS:
            found = numbers("thresholds", payoffs, opponent)
            assert found == pytest.approx([at for _, at in thresholds(payoffs, opponent)])
            for delta in (0, 0.25, 0.6, 0.99):
                values = dict(zip(PLAYERS, numbers("expected", payoffs, opponent, delta), strict=True))
                assert values == pytest.approx(expected(payoffs, opponent, delta), abs=1e-12)


@pytest.mark.parametrize("strategy", list(AFTER))
def test_the_long_run_agrees_with_python(numbers, strategy):
    "The stationary distribution by elimination and by least squares"
    for noise in (1e-6, 0.01, 0.2):
        assert numbers("stationary", strategy, noise) == pytest.approx(stationary(strategy, noise).tolist(), abs=1e-6)
    for payoffs in PAYOFFS:
        for noise in (0, 0.005, 0.2):
            assert numbers("longRun", payoffs, strategy, noise) == pytest.approx(long_run(payoffs, strategy, noise))


def test_strategies_play_as_those_of_games(match):
    "Each against each, 20 rounds without noise"
    for mine in DETERMINISTIC:
        for theirs in DETERMINISTIC:
            played = match(mine, theirs, 20, 0)
            assert played["history"] == games.play_repeated(strategies()[mine], strategies()[theirs], 20).tolist()
            assert played["slips"] == []


def test_with_noise_each_move_is_what_the_past_asks_for_unless_it_slipped(match):
    "Both remember what came out; 20 % of 2,000 moves slip, give or take 5.5 standard errors"
    for mine, theirs in [("tit for tat", "win-stay, lose-shift"), ("grim trigger", "alternator")]:
        played = match(mine, theirs, 1000, 0.2)
        history, slips = played["history"], set(played["slips"])
        for t in range(100):
            past = [list(moves) for moves in zip(*history[:t], strict=True)] or [[], []]
            meant = [strategies()[mine](past[0], past[1]), strategies()[theirs](past[1], past[0])]
            assert history[t] == [action ^ (2 * t + player in slips) for player, action in enumerate(meant)]
        assert abs(len(slips) / 2000 - 0.2) < 5.5 * np.sqrt(0.2 * 0.8 / 2000)


def test_random_tosses_a_coin(match):
    "1,000 rounds, give or take 5.5 standard errors"
    history = torch.tensor(match("random", "random", 1000, 0)["history"]).double()
    assert (history.mean(0) - 0.5).abs().max() < 5.5 * 0.5 / np.sqrt(1000)


def test_running_averages_end_where_pythons_do(numbers):
    "Payoffs and averages of a history"
    explorer = DilemmaExplorer()
    explorer.history = [[0, 1], [1, 1], [1, 0], [0, 0], [1, 0]]
    assert numbers("earned", explorer.payoffs, explorer.history) == [[0, 5], [1, 1], [5, 0], [3, 3], [5, 0]]
    assert numbers("averages", explorer.payoffs, explorer.history)[-1] == pytest.approx(list(explorer.averages or ()))
