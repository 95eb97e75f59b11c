"""Games: every answer against the definition, against nashpy and axelrod, or against a law."""

import itertools
import math

import nashpy
import numpy as np
import pytest
import torch
from torch.testing import assert_close

from gencourse import games
from gencourse.games import STRATEGIES, best_response, mixed_nash, nash_conv, play_repeated, pure_nash, repeated_payoffs

DILEMMA = games.prisoners_dilemma()
SIGNS = [(1, 1, 1, 1), (1, -1, 1, -1), (1, -1, -1, 1)]  # who gains by moving: one, two and no equilibrium
EQUILIBRIA = {SIGNS[0]: 1, SIGNS[1]: 2, SIGNS[2]: 0}


def random_game(m=3, n=4, integer=False):
    "With `integer` payoffs come from 0 to 2, so that ties abound"
    draw = (lambda: torch.randint(3, (m, n)).double()) if integer else (lambda: torch.randn(m, n, dtype=torch.float64))
    return draw(), draw()


def forced_game(signs):
    "A random 2x2 game: A[0, j] - A[1, j] has the sign signs[j], B[i, 0] - B[i, 1] the sign signs[2 + i]"
    A, B = random_game(2, 2)
    steps = (0.1 + torch.rand(4, dtype=torch.float64)) * torch.tensor(signs)
    A[0], B[:, 0] = A[1] + steps[:2], B[:, 1] + steps[2:]
    return A, B


def unilateral(A, B):
    "The definition, cell by cell and move by move"
    m, n = A.shape
    stable = [
        all(A[k, j] <= A[i, j] for k in range(m)) and all(B[i, k] <= B[i, j] for k in range(n))
        for i, j in itertools.product(range(m), range(n))
    ]
    return torch.tensor(stable).reshape(m, n)


def for_nashpy(A, B):
    return nashpy.Game(A.numpy(), B.numpy())


# ---- played once ----


@pytest.mark.parametrize("integer", [False, True], ids=["without ties", "with ties"])
def test_pure_equilibria_are_those_of_the_definition_and_of_nashpy(integer):
    for _ in range(200):
        A, B = random_game(integer=integer)
        found = pure_nash(A, B)
        assert torch.equal(found, unilateral(A, B))
        game, rows, columns = for_nashpy(A, B), np.eye(3), np.eye(4)
        known = [[all(game.is_best_response(rows[i], columns[j])) for j in range(4)] for i in range(3)]
        assert found.tolist() == known


@pytest.mark.parametrize("signs", SIGNS, ids=lambda signs: f"{EQUILIBRIA[signs]} equilibria")
def test_a_forced_game_has_as_many_pure_equilibria_as_it_should(signs):
    for _ in range(100):
        A, B = forced_game(signs)
        assert pure_nash(A, B).sum() == EQUILIBRIA[signs]
        shuffled = A.flip(0), B.flip(0)
        assert torch.equal(pure_nash(*shuffled), pure_nash(A, B).flip(0))


def test_of_random_2x2_games_an_eighth_has_none_and_an_eighth_has_two():
    "1/8, 3/4, 1/8: each of the four best replies is a fair coin; 5.5 standard errors of 3,000 games"
    counts = torch.stack([pure_nash(*random_game(2, 2)).sum() for _ in range(3_000)]).bincount(minlength=3) / 3_000
    assert_close(counts, torch.tensor([1 / 8, 3 / 4, 1 / 8]), atol=0.044, rtol=0)


def test_ties_are_all_best_replies():
    assert best_response(torch.zeros(3, 2)).all()
    assert best_response(torch.tensor([[1.0, 0.0], [1.0, 2.0]])).tolist() == [[True, False], [True, True]]


@pytest.mark.parametrize("signs", SIGNS)
def test_mixed_equilibria_are_nashpys(signs):
    "Support enumeration finds all equilibria of a game without ties; the one with two actions each is ours"
    for _ in range(100):
        A, B = forced_game(signs)
        mixed = [(p[0], q[0]) for p, q in for_nashpy(A, B).support_enumeration() if 0 < p[0] < 1 and 0 < q[0] < 1]
        found = mixed_nash(A, B)
        assert len(mixed) == (found is not None) == (EQUILIBRIA[signs] != 1)
        if found is not None:
            assert_close(torch.tensor(found), torch.tensor(mixed[0]), check_dtype=False)


def test_a_mix_makes_the_other_indifferent():
    A, B = (torch.tensor([[3.0, -1], [-1, 1]]), torch.tensor([[-1.0, 1], [1, -1]]))
    p, q = mixed_nash(A, B) or (0, 0)
    assert_close(A @ torch.tensor([q, 1 - q]), torch.full((2,), 1 / 3))
    assert_close(torch.tensor([p, 1 - p]) @ B, torch.zeros(2))
    assert (p, q) == (1 / 2, 1 / 3)


def test_the_dilemma_has_no_mixed_equilibrium():
    "The formula alone would say p = -1"
    assert mixed_nash(DILEMMA.A, DILEMMA.B) is None
    assert mixed_nash(torch.ones(2, 2), torch.ones(2, 2)) is None, "indifferent everywhere: no single mix"


def test_nash_conv_is_what_the_best_deviations_bring():
    for _ in range(50):
        A, B = random_game()
        p, q = torch.rand(3, dtype=torch.float64).softmax(0), torch.rand(4, dtype=torch.float64).softmax(0)
        now = for_nashpy(A, B)[p.numpy(), q.numpy()]
        gains = (A @ q).max() - now[0] + (p @ B).max() - now[1]
        assert_close(nash_conv(A, B, p, q), gains)
        assert nash_conv(A, B, p, q) >= 0


def test_nash_conv_is_zero_exactly_at_an_equilibrium():
    for signs in SIGNS:
        A, B = forced_game(signs)
        for p, q in for_nashpy(A, B).support_enumeration():
            assert_close(nash_conv(A, B, torch.tensor(p), torch.tensor(q)).item(), 0.0, atol=1e-12, rtol=0)
        corners = torch.eye(2, dtype=torch.float64)
        for i, j in itertools.product(range(2), range(2)):
            assert (nash_conv(A, B, corners[i], corners[j]) == 0) == pure_nash(A, B)[i, j]


def test_in_a_zero_sum_game_what_one_expects_the_other_loses():
    "Whatever both mix, so no outcome is better for both; each payoff against nashpy's"
    for _ in range(50):
        A, _ = random_game()
        p, q = torch.rand(3, dtype=torch.float64).softmax(0), torch.rand(4, dtype=torch.float64).softmax(0)
        row, column = games.expected_payoffs(A, -A, p, q)
        assert_close(row + column, torch.zeros_like(row))
        assert_close(row.item(), for_nashpy(A, -A)[p.numpy(), q.numpy()][0].item())


def test_whole_payoffs_are_payoffs():
    "Tables of int64 give the same paths and numbers as floats"
    A, B, half = torch.tensor([[3, 0], [5, 1]]), torch.tensor([[3, 5], [0, 1]]), torch.tensor([0.5, 0.5])
    start = (0.9, 0.8)
    assert_close(games.gradient_play(A, B, 5, 0.1, start), games.gradient_play(A.float(), B.float(), 5, 0.1, start))
    assert_close(nash_conv(A, B, half, half), nash_conv(A.float(), B.float(), half, half))
    assert_close(games.expected_payoffs(A, B, half, half)[0], torch.tensor(2.25))


def test_the_named_games_have_the_equilibria_that_they_are_known_for():
    known = {
        games.prisoners_dilemma(): [(1, 1)],
        games.stag_hunt(): [(0, 0), (1, 1)],
        games.chicken(): [(0, 1), (1, 0)],
        games.coordination(): [(0, 0), (1, 1)],
        games.matching_pennies(): [],
        games.rock_paper_scissors(): [],
    }
    for game, cells in known.items():
        assert [tuple(cell) for cell in pure_nash(game.A, game.B).nonzero().tolist()] == cells
        assert (len(game.rows), len(game.columns)) == game.A.shape == game.B.shape
    for game in (games.prisoners_dilemma(), games.stag_hunt(), games.chicken()):
        assert torch.equal(game.B, game.A.T), "the same to both players"
    for game in (games.matching_pennies(), games.rock_paper_scissors()):
        assert torch.equal(game.A + game.B, torch.zeros_like(game.A))


def test_a_game_shows_its_payoffs_as_a_table():
    page = DILEMMA._repr_html_()
    assert '<th scope="row">defect</th><td>5, 0</td><td>1, 1</td>' in page
    assert "-0" not in games.rock_paper_scissors()._repr_html_().replace("-1", "")


def test_what_is_no_dilemma_is_refused():
    with pytest.raises(ValueError, match=r"needs T > R > P > S, got T = 3, R = 3"):
        games.prisoners_dilemma(T=3)
    with pytest.raises(ValueError, match=r"B should have shape \[2, 3\], got \[3, 2\]"):
        pure_nash(torch.zeros(2, 3), torch.zeros(3, 2))
    with pytest.raises(ValueError, match="A should be finite"):
        best_response(torch.tensor([[math.nan]]))


# ---- played again and again ----


@pytest.fixture(scope="module")
def axelrod():
    "Imported here: its 240 strategies take ten seconds, which only these tests should pay"
    return pytest.importorskip("axelrod")


def rivals(axelrod):
    "Our strategies and theirs"
    return {
        "always cooperate": axelrod.Cooperator(),
        "always defect": axelrod.Defector(),
        "tit for tat": axelrod.TitForTat(),
        "suspicious tit for tat": axelrod.SuspiciousTitForTat(),
        "tit for two tats": axelrod.TitFor2Tats(),
        "grim trigger": axelrod.Grudger(),
        "win-stay, lose-shift": axelrod.WinStayLoseShift(),
        "alternator": axelrod.Alternator(),
    }


def test_each_strategy_plays_as_axelrods_does(axelrod):
    players = rivals(axelrod)
    assert players.keys() == STRATEGIES.keys()
    for one, other in itertools.product(STRATEGIES, repeat=2):
        match = axelrod.Match((players[one], players[other].clone()), turns=30)
        theirs = [[int(action is axelrod.Action.D) for action in pair] for pair in match.play()]
        ours = play_repeated(STRATEGIES[one], STRATEGIES[other], 30)
        assert ours.tolist() == theirs, (one, other)
        assert repeated_payoffs(ours, DILEMMA.A, DILEMMA.B).tolist() == [list(pair) for pair in match.scores()]


def test_the_round_robin_is_axelrods_tournament(axelrod):
    tournament = axelrod.Tournament(list(rivals(axelrod).values()), turns=50, repetitions=1)
    theirs = tournament.play(progress_bar=False, processes=None).payoff_matrix
    ours = games.round_robin(STRATEGIES, 50, DILEMMA.A, DILEMMA.B)
    assert_close(ours, torch.tensor(theirs), check_dtype=False)


def test_tit_for_tat_owes_its_first_place_to_two_rivals():
    "What lesson 07 lets the learner find: without either another strategy comes first"
    first = {}
    for out in STRATEGIES:
        rest = {name: strategy for name, strategy in STRATEGIES.items() if name != out}
        earned = games.round_robin(rest, 200, DILEMMA.A, DILEMMA.B).mean(1)
        first[out] = list(rest)[int(earned.argmax())]
    first.pop("tit for tat")
    lost = {out: name for out, name in first.items() if name != "tit for tat"}
    assert lost == {"suspicious tit for tat": "grim trigger", "alternator": "tit for two tats"}


def test_a_strategy_sees_the_past_only_from_its_own_side():
    seen = []

    def watch(own, other):
        seen.append((own[:], other[:]))
        return len(own) % 2

    play_repeated(watch, lambda own, other: 1, 3)
    assert seen == [([], []), ([0], [1]), ([0, 1], [1, 1])]
    seen.clear()
    play_repeated(lambda own, other: 1, watch, 3)
    assert seen == [([], []), ([0], [1]), ([0, 1], [1, 1])]


@pytest.mark.parametrize(("answer", "shown"), [(None, "None"), (2, "2"), ("C", "'C'")])
def test_a_strategy_that_does_not_answer_is_told_where(answer, shown):
    def mine(own, other):
        return answer if own else 0

    with pytest.raises(ValueError, match=rf"mine should return 0 or 1 for every past, got {shown} in round 2\. In the"):
        games.round_robin({"mine": mine, "tit for tat": games.tit_for_tat}, 5, DILEMMA.A, DILEMMA.B)


def test_noise_turns_actions_around_and_is_remembered():
    assert play_repeated(games.always_cooperate, games.always_defect, 5, noise=1.0).tolist() == [[1, 0]] * 5
    generator = torch.Generator().manual_seed(0)
    share = play_repeated(games.always_cooperate, games.always_cooperate, 50_000, 0.1, generator).double().mean()
    assert abs(share - 0.1) < 5.5 * math.sqrt(0.09 / 100_000)
    one, again = (
        play_repeated(games.grim_trigger, games.tit_for_tat, 50, 0.2, torch.Generator().manual_seed(3))
        for _ in range(2)
    )
    assert torch.equal(one, again)


def test_with_rare_errors_tit_for_tat_falls_from_3_to_2_25_against_itself():
    "The four outcomes become equally likely; errors come every 50 rounds, so 40,000 rounds have some 800 spells"
    clean = play_repeated(games.tit_for_tat, games.tit_for_tat, 100)
    assert repeated_payoffs(clean, DILEMMA.A, DILEMMA.B).mean() == 3
    noisy = play_repeated(games.tit_for_tat, games.tit_for_tat, 40_000, 0.01, torch.Generator().manual_seed(1))
    payoffs = repeated_payoffs(noisy, DILEMMA.A, DILEMMA.B)
    assert abs(payoffs.mean() - 2.25) < 0.2
    flip = torch.tensor([[0.99, 0.01], [0.01, 0.99]], dtype=torch.float64)
    step = torch.stack([torch.kron(flip[b], flip[a]) for a in (0, 1) for b in (0, 1)])  # (a, b) -> about (b, a)
    assert_close(torch.linalg.matrix_power(step, 5000)[0], torch.full((4,), 0.25, dtype=torch.float64))


def test_a_coin_defects_as_often_as_it_is_told():
    strategy = games.coin_flip(0.3, torch.Generator().manual_seed(2))
    share = play_repeated(strategy, games.always_defect, 20_000)[:, 0].double().mean()
    assert abs(share - 0.3) < 5.5 * math.sqrt(0.21 / 20_000)


def best_against(reply, delta, T, R, P, S):
    "What the best of all strategies earns against a player with the state 0 or 1, who plays it: value iteration"
    value = [0.0, 0.0]
    for _ in range(3000):
        value = [
            max(R + delta * value[reply(s, 0)], T + delta * value[reply(s, 1)])
            if s == 0
            else max(S + delta * value[reply(s, 0)], P + delta * value[reply(s, 1)])
            for s in (0, 1)
        ]
    return value[0]


@pytest.mark.parametrize(
    ("threshold", "reply"),
    [(games.grim_threshold, lambda s, action: max(s, action)), (games.tit_for_tat_threshold, lambda s, action: action)],
    ids=["grim trigger", "tit for tat"],
)
def test_from_the_threshold_on_no_strategy_beats_cooperating(threshold, reply):
    for T, R, P, S in [(5, 3, 1, 0), (4, 3, 1, 0), (7, 4, 3, 0), (3.5, 3, 0.5, 0), (5, 4, 2, -3)]:
        edge = threshold(T, R, P, S)
        assert 0 < edge < 0.99
        for delta in (edge + 0.005, min(edge + 0.2, 0.99)):
            assert best_against(reply, delta, T, R, P, S) == pytest.approx(R / (1 - delta), rel=1e-9)
        assert best_against(reply, edge - 0.01, T, R, P, S) > R / (1 - edge + 0.01) + 1e-6


def test_the_thresholds_of_the_classic_dilemma_are_a_half_and_two_thirds():
    assert (games.grim_threshold(), games.tit_for_tat_threshold()) == (1 / 2, 2 / 3)


@pytest.mark.parametrize("threshold", [games.grim_threshold, games.tit_for_tat_threshold])
def test_a_threshold_needs_a_dilemma(threshold):
    with pytest.raises(ValueError, match=r"needs T > R > P > S, got T = 1, R = 3"):
        threshold(T=1)


def test_a_discounted_total_is_a_geometric_series():
    payoffs = torch.full((400, 2), 3.0, dtype=torch.float64)
    assert_close(games.discounted(payoffs, 0.9), torch.full((2,), 30.0, dtype=torch.float64))
    assert_close(games.discounted(payoffs, 0.0), payoffs[0])
    assert_close(games.discounted(payoffs[:7], 1.0), payoffs[:7].sum(0))


# ---- learning ----


def test_fictitious_play_replies_to_the_average():
    "Nashpy's own fictitious play breaks ties by lot and lets both reply to counts: the definition, round by round"
    for _ in range(20):
        A, B = random_game()
        p, q = games.fictitious_play(A, B, 60, first=(2, 1))
        counts = torch.arange(1, 61)[:, None]
        plays = [torch.cat([x[:1], (x * counts).diff(dim=0)]).round().argmax(1) for x in (p, q)]
        assert (plays[0][0], plays[1][0]) == (2, 1)
        assert torch.equal(plays[0][1:], (q[:-1] @ A.T).argmax(1))
        assert torch.equal(plays[1][1:], (p[:-1] @ B).argmax(1))


def test_on_rock_paper_scissors_the_average_approaches_a_third():
    "RECIPES: NashConv .14-.17 after 100 rounds, .03-.037 after 2,000; the first moves differ"
    game = games.rock_paper_scissors()
    for first in [(0, 1), (1, 2), (0, 2), (2, 1)]:
        p, q = games.fictitious_play(game.A, game.B, 2_000, first)
        gap = nash_conv(game.A, game.B, p, q)
        assert 0.13 < gap[99] < 0.18
        assert 0.028 < gap[1999] < 0.04
        assert (p[-1] - 1 / 3).abs().max() < 0.015
        assert (gap.diff() > 1e-12).any(), "it does not fall in each round"


def test_in_random_zero_sum_games_fictitious_play_closes_the_gap():
    "Robinson (1951); 2,000 rounds leave less than a tenth of what 20 leave"
    for _ in range(10):
        A, _ = random_game()
        p, q = games.fictitious_play(A, -A, 4_000)
        gap = nash_conv(A, -A, p, q)
        assert gap[-1] < 0.1 * max(gap[:20].max().item(), 0.1)


def test_ties_go_to_the_lowest_index():
    p, q = games.fictitious_play(torch.zeros(3, 2), torch.zeros(3, 2), 4, first=(2, 1))
    assert p[-1].tolist() == [0.75, 0.0, 0.25]
    assert q[-1].tolist() == [0.75, 0.25]


def test_in_the_dilemma_both_ways_of_learning_end_in_defection():
    p, q = games.fictitious_play(DILEMMA.A, DILEMMA.B, 1000)
    assert p[-1, 1] == q[-1, 1] == 0.999
    assert games.gradient_play(DILEMMA.A, DILEMMA.B, 100, 0.1, (0.9, 0.8))[-1].tolist() == [0, 0]


def test_gradient_play_on_matching_pennies_circles_outwards():
    "Each step multiplies the distance from (1/2, 1/2) by sqrt(1 + (4 rate)^2), until an edge is met"
    game = games.matching_pennies()
    path = games.gradient_play(game.A.double(), game.B.double(), 40, 0.02, (0.6, 0.5))
    radius = (path - 0.5).norm(dim=1)
    assert_close(radius, 0.1 * (1 + 0.08**2) ** (torch.arange(41, dtype=torch.float64) / 2))
    assert games.gradient_play(game.A, game.B, 2000, 0.1, (0.6, 0.5)).aminmax() == (0, 1)


def test_gradient_play_by_turns_keeps_its_distance():
    "With x and y the distances from 1/2, x^2 + y^2 + 4 rate x y stays as it was: no spiral, outwards or inwards"
    game = games.matching_pennies()
    path = games.gradient_play(game.A.double(), game.B.double(), 400, 0.02, (0.6, 0.5), by_turns=True)
    x, y = (path - 0.5).unbind(1)
    assert_close(x**2 + y**2 + 0.08 * x * y, torch.full((401,), 0.01).double())
    assert path[-50:].std(0).min() > 0.01, "it moves on"


def test_a_first_move_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match=r"first\[1\] should be between 0 and 1, got 2"):
        games.fictitious_play(DILEMMA.A, DILEMMA.B, 5, first=(0, 2))
