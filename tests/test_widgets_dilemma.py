import base64
import io
import math

import pytest
import torch
from matplotlib.image import imread
from traitlets import TraitError

from gencourse import games
from gencourse.widgets import DilemmaExplorer
from gencourse.widgets.dilemma import dilemma_picture
from gencourse.widgets.dilemma.numbers import AFTER, OPPONENTS, PLAYERS, expected, long_run, stationary, thresholds
from gencourse.widgets.dilemma.words import STRATEGIES, SURPRISE

AXELROD = (5, 3, 1, 0)
PAYOFFS = [AXELROD, (4.5, 3, -1, -2), (10, 4, 3, 1), (2, 1, 0, -1)]
DELTAS = [0.0, 0.3, 0.5, 2 / 3, 0.9]


def alternate(own, other):
    "Defect, cooperate, defect, ..."
    return 1 - len(own) % 2


def by_playing(payoffs, player, opponent, delta):
    "The normalised sum over 400 rounds that are really played."
    T, R, P, S = payoffs
    play = {"always cooperate": games.always_cooperate, "always defect": games.always_defect}.get(player, alternate)
    A = torch.tensor([[R, S], [T, P]], dtype=torch.float64)
    actions = games.play_repeated(play, games.STRATEGIES[opponent], 400)
    return (1 - delta) * games.discounted(games.repeated_payoffs(actions, A, A.T)[:, 0], delta).item()


@pytest.mark.parametrize("payoffs", PAYOFFS)
@pytest.mark.parametrize("opponent", OPPONENTS)
def test_expected_payoffs_are_those_of_games_that_are_played(payoffs, opponent):
    "Three players against two, at five chances of another round"
    for delta in DELTAS:
        for player, value in expected(payoffs, opponent, delta).items():
            assert value == pytest.approx(by_playing(payoffs, player, opponent, delta), abs=1e-12)


def test_always_defect_stops_paying_at_a_half_and_alternation_at_two_thirds():
    "The numbers that the lesson quotes, at 5, 3, 1, 0"
    found = DilemmaExplorer().thresholds
    assert found["tit for tat"] == [("always defect", 0.5), ("alternate D, C", pytest.approx(2 / 3))]
    assert found["grim trigger"] == [("always defect", 0.5), ("alternate D, C", pytest.approx((41**0.5 - 3) / 8))]


@pytest.mark.parametrize("payoffs", PAYOFFS)
@pytest.mark.parametrize("opponent", OPPONENTS)
def test_at_its_threshold_a_player_earns_what_cooperation_does(payoffs, opponent):
    "More below, less above; where there is none it earns more at every delta"
    for player, at in thresholds(payoffs, opponent):
        gain = [expected(payoffs, opponent, d)[player] - payoffs[1] for d in (at or 0.999, (at or 1) - 1e-3)]
        if at is None:
            assert min(gain) > -1e-9
            continue
        assert gain[0] == pytest.approx(0, abs=1e-12)
        assert gain[1] > 0 > expected(payoffs, opponent, at + 1e-3)[player] - payoffs[1]


@pytest.mark.parametrize("payoffs", PAYOFFS)
def test_the_thresholds_are_those_of_games(payoffs):
    "grim_threshold, and the larger of the two for tit for tat"
    assert thresholds(payoffs, "grim trigger")[0].delta == pytest.approx(games.grim_threshold(*payoffs))
    found = [at for _, at in thresholds(payoffs, "tit for tat")]
    law = games.tit_for_tat_threshold(*payoffs)
    assert (found[1] is None) == (law >= 1)
    if law < 1:
        assert max(found) == pytest.approx(law)


@pytest.mark.parametrize("noise", [1e-9, 0.001, 0.05, 0.2])
def test_any_noise_costs_tit_for_tat_a_quarter(noise):
    "All four outcomes become equally likely, 3.0 falls to 2.25; the law holds for any payoffs"
    assert long_run(AXELROD, "tit for tat", noise) == pytest.approx(2.25, abs=1e-5)
    assert long_run((10, 4, 3, 1), "tit for tat", noise) == pytest.approx(18 / 4, abs=1e-5)
    assert DilemmaExplorer(noise=0).long_run == {"tit for tat": 3.0, "win-stay, lose-shift": 3.0}


@pytest.mark.parametrize("strategy", list(AFTER))
def test_the_long_run_is_that_of_a_long_match(strategy):
    "20,000 noisy rounds; a chain forgets within some 10 of them, so the mean scatters by about .03"
    generator = torch.Generator().manual_seed(0)
    actions = games.play_repeated(*2 * [games.STRATEGIES[strategy]], 20_000, noise=0.1, generator=generator)
    A = torch.tensor([[3.0, 0.0], [5.0, 1.0]])
    assert long_run(AXELROD, strategy, 0.1) == pytest.approx(
        games.repeated_payoffs(actions, A, A.T).mean().item(), abs=0.15
    )
    shares = [((actions[:, 0] == i) & (actions[:, 1] == j)).double().mean().item() for i in (0, 1) for j in (0, 1)]
    assert stationary(strategy, 0.1) == pytest.approx(shares, abs=0.06)


def test_a_rule_of_the_chain_is_the_strategy_of_that_name():
    "AFTER gives the chance to cooperate after each pair of moves"
    for strategy, chances in AFTER.items():
        for (own, other), chance in zip([(0, 0), (0, 1), (1, 0), (1, 1)], chances, strict=True):
            assert games.STRATEGIES[strategy]([own], [other]) == 1 - chance


def test_each_name_has_its_function():
    "Those of gencourse.games, and a coin"
    assert set(STRATEGIES) - {"random"} <= set(games.STRATEGIES)
    assert [games.STRATEGIES[name]([0], [1]) for name in ("tit for tat", "grim trigger", "always cooperate")] == [
        1,
        1,
        0,
    ]


def test_the_averages_are_those_of_the_history():
    "None before the first round; the payoffs may change under it"
    explorer = DilemmaExplorer()
    assert explorer.averages is None
    explorer.history = [(0, 1), [1, 1], [1, 0], [0, 0]]
    assert explorer.history == [[0, 1], [1, 1], [1, 0], [0, 0]]
    assert explorer.averages == (9 / 4, 9 / 4)
    explorer.history = [[1, 0]]
    explorer.payoffs = (4, 2, 1, -1)
    assert explorer.averages == (4, -1)


def test_another_opponent_begins_a_new_match():
    "Rounds belong to the opponent they were played against"
    explorer = DilemmaExplorer()
    explorer.history, explorer._over = [[0, 0]], True
    explorer.opponent = "grim trigger"
    assert (explorer.history, explorer._over) == ([], False)


def test_a_surprise_keeps_its_name_until_the_match_is_over():
    "In the repr and in the text"
    explorer = DilemmaExplorer(opponent=SURPRISE)
    explorer.history, explorer._surprise = [[0, 1]], "always defect"
    assert "always defect" not in repr(explorer)
    assert "your opponent 5.00" in explorer.describe()
    explorer._over = True
    assert "against always defect" in repr(explorer)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("payoffs", (3, 5, 1, 0), "payoffs should be T > R > P > S, .* got T = 3, R = 5, P = 1, S = 0"),
        ("payoffs", (1e9, 3, 1, 0), "between -100 and 100"),
        ("payoffs", (5, 3, 1), r"payoffs should hold finite numbers of shape \[4\], got shape \[3\]"),
        ("delta", 1.0, "delta should be between 0 and 0.99, got 1: at 1 no match would end"),
        ("delta", math.nan, "delta should be between 0 and 0.99, got nan"),
        ("noise", 5.0, "noise should be between 0 and 0.2, got 5: a share, not per cent"),
        ("noise", -0.1, "noise should be between 0 and 0.2, got -0.1"),
        ("opponent", "nice", "expected any of"),
        ("player", "a surprise", "expected any of"),
    ],
)
def test_an_impossible_state_is_refused_with_a_sentence(name, value, message):
    "In the call and afterwards, and the widget keeps what it had"
    with pytest.raises(TraitError, match=message):
        DilemmaExplorer(**{name: value})
    explorer = DilemmaExplorer()
    before = explorer.state
    with pytest.raises(TraitError, match=message):
        setattr(explorer, name, value)
    assert explorer.state == before


@pytest.mark.parametrize("history", [[[0, 2]], [[0]], [0, 1], ["CD"], [[0, 0]] * 10_001])
def test_a_history_that_is_none_is_refused(history):
    "Pairs of 0 and 1, not endlessly many"
    explorer = DilemmaExplorer()
    with pytest.raises(TraitError, match="history should hold"):
        explorer.history = history
    assert explorer.history == []


def test_the_picture_is_drawn_without_a_front_end():
    "The same state gives the same bytes; rounds and another delta change it"
    explorer = DilemmaExplorer()
    png = dilemma_picture(explorer.state)
    assert imread(io.BytesIO(png)).shape == (460, 840, 4)
    assert png == explorer.picture()
    explorer.history = [[0, 1], [1, 1]] * 40
    played = explorer.picture()
    explorer.delta = 0.3
    assert len({png, played, explorer.picture()}) == 3


def test_a_notebook_that_is_not_run_shows_the_picture():
    "The live view, a picture and a sentence stand beside each other in the output"
    explorer = DilemmaExplorer()
    data, metadata = explorer._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]) == explorer.picture()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == explorer.model_id
    assert metadata["image/png"]["alt"] == explorer.describe()


def test_it_says_what_it_shows():
    "One text for the picture, one line for the repr, the same in every run"
    assert DilemmaExplorer(delta=0.5, noise=0.05).describe() == (
        "No round played yet against tit for tat. At delta = 0.50 a player expects a round, without noise: "
        "against grim trigger always cooperate 3.00, always defect 3.00, alternate D, C 2.67; "
        "against tit for tat always cooperate 3.00, always defect 3.00, alternate D, C 3.33. "
        "In the long run, against itself, with 5.0% noise: tit for tat 2.25, win-stay, lose-shift 2.78."
    )
    assert repr(DilemmaExplorer()) == (
        "DilemmaExplorer(T, R, P, S = 5, 3, 1, 0; against tit for tat; delta 0.9, noise 0, 0 rounds played)"
    )
    assert list(DilemmaExplorer().expected) == list(OPPONENTS)
    assert list(DilemmaExplorer().expected["tit for tat"]) == list(PLAYERS)
