import base64
import io

import numpy as np
import pytest
import torch
from matplotlib.image import imread
from traitlets import TraitError

from gencourse import games
from gencourse.widgets import GameExplorer
from gencourse.widgets.game import game_picture
from gencourse.widgets.game.explorer import GAMES
from gencourse.widgets.game.numbers import RULES, column_replies, is_point, learning_path, nash_conv, row_replies
from gencourse.widgets.game.words import improvement, stability, verdict

PENNIES = games.matching_pennies()
DILEMMA = games.prisoners_dilemma()


def explore(game, **options):
    options = {"square": True, **options}
    return GameExplorer(game.A, game.B, rows=game.rows, columns=game.columns, **options)


def random_games(count, whole=False):
    "Payoffs from a normal distribution, or whole numbers with many ties."
    generator = torch.Generator().manual_seed(0)
    for _ in range(count):
        draw = torch.randn(2, 2, 2, generator=generator)
        yield (2 * draw).round() if whole else draw


def inside(box, p, q, slack=1e-12):
    across = box.p_low - slack <= p <= box.p_high + slack
    return across and box.q_low - slack <= q <= box.q_high + slack


@pytest.mark.parametrize("whole", [False, True], ids=["without ties", "with ties"])
def test_the_equilibria_are_exactly_where_no_one_gains(whole):
    "50 games: NashConv is 0 in and only in the boxes, on a grid, at every corner and at the mixed equilibrium"
    for A, B in random_games(50, whole):
        found = GameExplorer(A, B).equilibria
        assert found, "every game has an equilibrium"
        for box in found:
            for p, q in [(box.p_low, box.q_low), (box.p_high, box.q_high), (box.p_low, box.q_high)]:
                assert nash_conv(A.tolist(), B.tolist(), (p, q)) < 1e-6
        for p in np.linspace(0, 1, 5):
            for q in np.linspace(0, 1, 5):
                none_gains = nash_conv(A.tolist(), B.tolist(), (p, q)) < 1e-6
                assert none_gains == any(inside(box, p, q, 1e-6) for box in found)


def test_the_corners_and_the_mixture_are_those_of_games():
    "pure_nash and mixed_nash, in games with and without ties"
    for A, B in [*random_games(100), *random_games(100, whole=True)]:
        found = GameExplorer(A, B).equilibria
        stable = games.pure_nash(A, B)
        for i, j in [(0, 0), (0, 1), (1, 0), (1, 1)]:
            assert any(inside(box, 1 - i, 1 - j) for box in found) == stable[i, j].item()
        if mixed := games.mixed_nash(A.double(), B.double()):
            points = [box for box in found if is_point(box) and inside(box, *mixed, 1e-9)]
            assert len(points) == 1


def test_best_replies_are_those_of_games_in_the_corners():
    "p = 1 is row 0; ties belong to both"
    for A, B in [*random_games(50), *random_games(50, whole=True)]:
        row, column = games.best_response(A), games.best_response(B.T).T
        for i in (0, 1):
            for j in (0, 1):
                assert any(inside(box, 1 - i, 1 - j) for box in row_replies(A.tolist())) == row[i, j].item()
                assert any(inside(box, 1 - i, 1 - j) for box in column_replies(B.tolist())) == column[i, j].item()


@pytest.mark.parametrize("name", [name for name in GAMES])
@pytest.mark.parametrize("first", [(0, 0), (0, 1), (1, 0)])
def test_fictitious_play_from_a_corner_is_that_of_games(name, first):
    "The start counts as the first round"
    game = GAMES[name]
    path = explore(game, start=(1 - first[0], 1 - first[1]), rounds=199).path
    p, q = games.fictitious_play(game.A.double(), game.B.double(), 200, first=first)
    assert path.average == pytest.approx(torch.stack([p[:, 0], q[:, 0]], 1).numpy(), abs=1e-12)


def test_in_matching_pennies_gradient_play_circles_outwards():
    "Each step multiplies the distance from the middle by sqrt(1 + (4 rate)^2), rate = 0.04 / 2, until the edge"
    play = explore(PENNIES, rule="gradient play", start=(0.6, 0.5), rounds=100).path.play
    radius = np.linalg.norm(play - 0.5, axis=1)
    assert radius == pytest.approx(0.1 * np.sqrt(1 + 0.08**2) ** np.arange(101))


def test_in_matching_pennies_the_average_of_fictitious_play_comes_close():
    "The last reply is a corner, where someone gains 2 by moving; the average is near the equilibrium"
    explorer = explore(PENNIES, rounds=1000)
    assert set(explorer.path.play[1:].ravel()) == {0.0, 1.0}
    assert nash_conv(explorer.A, explorer.B, explorer.path.play[-1]) == 2
    assert explorer.nash_conv < 0.1
    assert explorer.path.average[-1] == pytest.approx([0.5, 0.5], abs=0.05)


def test_the_replicator_goes_round_on_closed_orbits():
    "p (1 - p) q (1 - q) is conserved in matching pennies, and an action without a share gets none"
    play = explore(PENNIES, rule="replicator", start=(0.8, 0.6), rounds=1000).path.play
    conserved = (play * (1 - play)).prod(axis=1)
    assert conserved == pytest.approx(conserved[0], rel=1e-5)
    assert play[:, 0].max() > 0.75 and play[:, 0].min() < 0.25
    edge = explore(DILEMMA, rule="replicator", start=(1, 1))
    assert (edge.path.play == 1).all()
    assert "an action without a share cannot grow" in edge.describe()


@pytest.mark.parametrize("rule", RULES)
def test_all_rules_find_the_dilemmas_equilibrium(rule):
    "And all say so"
    explorer = explore(DILEMMA, rule=rule, rounds=1000)
    assert explorer.path.play[-1] == pytest.approx([0, 0], abs=1e-3)
    assert explorer.nash_conv < 0.2
    assert "The play comes to rest: no one gains by moving alone." in explorer.describe()


@pytest.mark.parametrize("rule", RULES)
def test_a_path_of_equal_payoffs_stays_where_it_is(rule):
    "Nothing divides by their range of zero; fictitious play takes the first action"
    path = learning_path([[1, 1], [1, 1]], [[1, 1], [1, 1]], rule, (0.3, 0.7), 10)
    assert np.isfinite(path.average).all()
    if rule != "fictitious play":
        assert (path.play == [0.3, 0.7]).all()


@pytest.mark.parametrize(
    ("game", "stable", "better"),
    [
        (
            DILEMMA,
            "Stable: (defect, defect). No one gains by moving alone.",
            "In (cooperate, cooperate) both get more than in (defect, defect): 3 and 3 instead of 1 and 1.",
        ),
        (
            PENNIES,
            "No cell is stable: in each, someone gains by moving alone. "
            "Mixed equilibrium: row plays heads with chance 0.50, column heads with chance 0.50.",
            "The two payoffs always sum to 0: no cell can be better for both.",
        ),
        (
            games.stag_hunt(),
            "Stable: (stag, stag) and (hare, hare). In each, no one gains by moving alone. "
            "Mixed equilibrium: row plays stag with chance 0.75, column stag with chance 0.75.",
            "In (stag, stag) both get more than in (hare, hare): 4 and 4 instead of 3 and 3.",
        ),
    ],
    ids=["dilemma", "pennies", "stag hunt"],
)
def test_it_says_what_is_stable_and_whether_another_cell_is_better_for_both(game, stable, better):
    "No one gains by moving alone; that something better exists is said apart"
    tables = game.A.tolist(), game.B.tolist(), game.rows, game.columns
    assert stability(*tables) == stable
    assert improvement(*tables) == better


def test_a_player_who_never_cares_leaves_a_line_of_equilibria():
    "Row is indifferent: the square is its reply; the sentence says so, and no division by zero"
    explorer = GameExplorer([[2, 2], [2, 2]], [[1, 0], [0, 1]])
    assert [tuple(box) for box in explorer.equilibria] == [
        (0.0, 0.5, 0.0, 0.0),
        (0.5, 0.5, 0.0, 1.0),
        (0.5, 1.0, 1.0, 1.0),
    ]
    assert "a whole line of mixtures is stable" in explorer.describe()


def test_verdict_tells_the_play_from_its_average():
    "The same play in matching pennies, judged after 20 rounds and after 300"
    A, B = PENNIES.A.tolist(), PENNIES.B.tolist()
    early, late = (verdict(A, B, "gradient play", learning_path(A, B, "gradient play", (1, 0.5), n)) for n in (10, 300))
    assert early == "Neither the play nor its average is near an equilibrium after these rounds."
    assert late == "The play keeps moving; its average is near an equilibrium."


def test_python_reads_and_sets_what_the_widget_shows():
    "Tensors go in, floats come out; columns are called as rows unless told"
    explorer = GameExplorer(torch.eye(2), [[0, 1], [1, 0]], rows=("left", "right"))
    assert (explorer.A, explorer.rows, explorer.columns) == ([[1, 0], [0, 1]], ["left", "right"], ["left", "right"])
    explorer.columns, explorer.start, explorer.rule, explorer.rounds = ["up", "down"], torch.tensor([0, 1]), RULES[1], 7
    assert explorer.state[3:] == (["up", "down"], "gradient play", [0.0, 1.0], 7, True)
    assert explorer.path.play.shape == explorer.path.average.shape == (8, 2)
    assert isinstance(explorer.nash_conv, float)


@pytest.mark.parametrize("name", GAMES)
def test_the_square_is_there_from_the_start_where_no_cell_is_stable(name):
    "Or where one asks for it; what is not shown is neither drawn nor described"
    needed = name == "Matching pennies"
    assert explore(GAMES[name], square=None).square == needed
    closed, opened = (explore(GAMES[name], square=square) for square in (False, True))
    assert (closed.square, opened.square) == (False, True)
    assert opened.describe().startswith(f"{closed.describe()} Fictitious play for 300 rounds")
    assert closed.picture() != opened.picture()


def test_the_square_opens_when_the_last_stable_cell_goes():
    "By either table, and stays for the next game; who closed it is left in peace"
    explorer = explore(DILEMMA, square=None)
    explorer.A = [[3, 0], [2, 1]]
    assert not explorer.square, "a stable cell is left"
    explorer.B = -torch.tensor(explorer.A)
    assert not explorer.square
    explorer.A, explorer.B = PENNIES.A, PENNIES.B
    assert explorer.square
    explorer.A, explorer.B = DILEMMA.A, DILEMMA.B
    assert explorer.square
    explorer.A, explorer.B = PENNIES.A, PENNIES.B
    explorer.square = False
    explorer.A = [[2, -1], [-1, 1]]
    assert not explorer.square
    explorer.set_state({"A": DILEMMA.A.tolist(), "B": DILEMMA.B.tolist()})
    explorer.set_state({"A": PENNIES.A.tolist(), "B": PENNIES.B.tolist()})
    assert explorer.square


def test_known_games_are_offered_or_not():
    "games=False leaves only the table"
    assert list(explore(DILEMMA)._frame["games"]) == list(GAMES)
    assert explore(DILEMMA, games=False)._frame["games"] == {}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("A", [[1, 2, 3], [4, 5, 6]], r"A should hold finite numbers of shape \[2, 2\], got shape \[2, 3\]"),
        ("A", [[1, "much"], [0, 0]], r"A should hold finite numbers of shape \[2, 2\], got "),
        ("B", [[0, 0], [float("nan"), 0]], "B should hold finite numbers"),
        ("B", [[0, 0], [1e9, 0]], r"B\[1, 0\] should be between -100 and 100, got 1e\+09"),
        ("start", (0.5, 1.2), "start should hold two chances p and q, 0 to 1, got q = 1.2"),
        ("rounds", 0, "rounds should be between 1 and 1000, got 0"),
        ("rule", "luck", "expected any of"),
        ("rows", ["cooperate"], r"rows should hold the names of two actions that differ, got \['cooperate'\]"),
        ("rows", ["same", "same"], "rows should hold the names of two actions that differ"),
        ("columns", ["a very long name", "b"], "each of 1 to 12 letters"),
        ("columns", [" ", "b"], "each of 1 to 12 letters"),
    ],
)
def test_an_impossible_state_is_refused_with_a_sentence(name, value, message):
    "In the call and afterwards, and the widget keeps what it had"
    tables = {"A": DILEMMA.A, "B": DILEMMA.B}
    with pytest.raises(TraitError, match=message):
        GameExplorer(**{**tables, name: value})
    explorer = GameExplorer(**tables)
    before = explorer.state
    with pytest.raises(TraitError, match=message):
        setattr(explorer, name, value)
    assert explorer.state == before


@pytest.mark.parametrize("name", [*GAMES, "ties"])
def test_the_picture_is_drawn_without_a_front_end(name):
    "The same state gives the same bytes, another start others; ties and segments are drawn too"
    ties = games.Game(torch.ones(2, 2), torch.tensor([[1.0, 1.0], [0.0, 2.0]]), ("a", "b"), ("c", "d"))
    explorer = explore(ties if name == "ties" else GAMES[name])
    png = game_picture(explorer.state)
    assert imread(io.BytesIO(png)).shape == (460, 840, 4)
    assert png == explorer.picture()
    explorer.start = (0.1, 0.1)
    assert png != explorer.picture()


def test_a_notebook_that_is_not_run_shows_the_picture():
    "The live view, a picture and a sentence stand beside each other in the output"
    explorer = explore(PENNIES)
    data, metadata = explorer._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]) == explorer.picture()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == explorer.model_id
    assert metadata["image/png"]["alt"] == explorer.describe()


def test_it_says_what_it_shows():
    "One text for the picture, one line for the repr, the same in every run"
    assert explore(DILEMMA).describe() == (
        "Payoffs of row and column: (cooperate, cooperate) 3 and 3; (cooperate, defect) 0 and 5; "
        "(defect, cooperate) 5 and 0; (defect, defect) 1 and 1. "
        "Stable: (defect, defect). No one gains by moving alone. "
        "In (cooperate, cooperate) both get more than in (defect, defect): 3 and 3 instead of 1 and 1. "
        "Fictitious play for 300 rounds from p = 0.80, q = 0.60: "
        "The play comes to rest: no one gains by moving alone. NashConv of the average 0.00."
    )
    assert repr(explore(PENNIES)) == (
        "GameExplorer((heads, heads) 1 and -1, (heads, tails) -1 and 1, (tails, heads) -1 and 1, "
        "(tails, tails) 1 and -1; fictitious play, 300 rounds)"
    )
