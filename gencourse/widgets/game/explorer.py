"""The payoff editor of lesson 07: best replies as arrows, all equilibria, and how learners come to them or do not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import Any

import traitlets

from gencourse import games as library
from gencourse.widgets.game.numbers import RULES, Box, Path, equilibria, learning_path, nash_conv
from gencourse.widgets.game.picture import GameState, game_picture
from gencourse.widgets.game.words import format_chance, format_payoff, improvement, stability, stable_cells, verdict
from gencourse.widgets.kit.base import CourseWidget
from gencourse.widgets.kit.traits import Numbers

__all__ = ["GameExplorer", "GameState", "game_picture"]

FAR = 100.0  # for a payoff
MOST_ROUNDS = 1000
LONGEST = 12  # letters of an action's name
GAMES = {
    "Prisoner's dilemma": library.prisoners_dilemma(),
    "Stag hunt": library.stag_hunt(),
    "Chicken": library.chicken(),
    "Battle of the sexes": library.coordination(),
    "Matching pennies": library.matching_pennies(),
}


class GameExplorer(CourseWidget):
    """A 2x2 game to edit: best replies as arrows, equilibria, and learning paths in the square of mixtures.

    A, B: [2, 2], the payoffs of the row and the column player; rows, columns: names of the actions, columns as rows
    unless given; games: whether known games are offered. `start` holds p and q, the chances of the first row and the
    first column, from which both learn by `rule` for `rounds` rounds. `square` says whether mixtures are shown; they
    are once no cell is stable, unless you say. The traits hold what the widget shows; set them and it moves.
    """

    _folder = FilePath(__file__).parent
    _kit_styles = ("stage", "switch")

    A = Numbers((2, 2)).tag(sync=True)
    B = Numbers((2, 2)).tag(sync=True)
    rows = traitlets.List(traitlets.Unicode()).tag(sync=True)
    columns = traitlets.List(traitlets.Unicode()).tag(sync=True)
    rule = traitlets.Enum(RULES, RULES[0]).tag(sync=True)
    start = Numbers((2,)).tag(sync=True)
    rounds = traitlets.Int(300).tag(sync=True)
    square = traitlets.Bool(False).tag(sync=True)
    _frame = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        A: Any,
        B: Any,
        *,
        rows: Sequence[str] = ("cooperate", "defect"),
        columns: Sequence[str] | None = None,
        games: bool = True,
        rule: str = RULES[0],
        start: Sequence[float] = (0.8, 0.6),
        rounds: int = 300,
        square: bool | None = None,
    ) -> None:
        super().__init__(A=A, B=B, rows=_as_list(rows), rule=rule, start=start, rounds=rounds)
        self.columns = _as_list(rows if columns is None else columns)
        self.square = not stable_cells(self.A, self.B) if square is None else square
        self._frame = {
            "games": {name: _shipped(game) for name, game in GAMES.items()} if games else {},
            "far": FAR,
            "most": MOST_ROUNDS,
        }

    @property
    def equilibria(self) -> list[Box]:
        """All Nash equilibria as boxes (p_low, p_high, q_low, q_high), most of them points."""
        return equilibria(self.A, self.B)

    @property
    def path(self) -> Path:
        """The play and its running average, each [rounds + 1, 2]: p and q, the start first."""
        return learning_path(self.A, self.B, self.rule, self.start, self.rounds)

    @property
    def nash_conv(self) -> float:
        """What both together could gain by moving alone from the average at the path's end: 0 at an equilibrium."""
        return nash_conv(self.A, self.B, self.path.average[-1])

    @property
    def state(self) -> GameState:
        """What the widget shows now; `game_picture` draws it."""
        return GameState(self.A, self.B, self.rows, self.columns, self.rule, self.start, self.rounds, self.square)

    def picture(self) -> bytes:
        return game_picture(self.state)

    def describe(self) -> str:
        game = self.state[:4]
        cells = "; ".join(f"{name} {payoffs}" for name, payoffs in _cells(self))
        said = f"Payoffs of row and column: {cells}. {stability(*game)} {improvement(*game)}"
        if not self.square:
            return said
        p, q = map(format_chance, self.start)
        path = self.path
        return (
            f"{said} {self.rule.capitalize()} for {self.rounds} rounds from p = {p}, q = {q}: "
            f"{verdict(self.A, self.B, self.rule, path)} NashConv of the average {format_chance(self.nash_conv)}."
        )

    def __repr__(self) -> str:
        cells = ", ".join(f"{name} {payoffs}" for name, payoffs in _cells(self)).replace("\N{MINUS SIGN}", "-")
        return f"GameExplorer({cells}; {self.rule}, {self.rounds} rounds)"

    @traitlets.observe("A", "B")
    def _open_the_square(self, change: Any) -> None:
        "When the last stable cell goes, mixtures are what is left; js/index.js does the same where no kernel is."
        if self._made and not stable_cells(self.A, self.B):
            before = {"A": self.A, "B": self.B, change["name"]: change["old"]}
            self.square = self.square or bool(stable_cells(before["A"], before["B"]))

    @traitlets.validate("A", "B")
    def _check_payoffs(self, proposal: Any) -> list[list[float]]:
        for i, row in enumerate(proposal["value"]):
            for j, value in enumerate(row):
                if abs(value) > FAR:
                    name = f"{proposal['trait'].name}[{i}, {j}]"
                    raise traitlets.TraitError(f"{name} should be between {-FAR:g} and {FAR:g}, got {value:g}.")
        return proposal["value"]

    @traitlets.validate("rows", "columns")
    def _check_names(self, proposal: Any) -> list[str]:
        names, expected = proposal["value"], f"{proposal['trait'].name} should hold the names of two actions"
        if len(names) != 2 or len(set(names)) != 2:
            raise traitlets.TraitError(f"{expected} that differ, got {names}.")
        if not all(0 < len(name.strip()) <= LONGEST for name in names):
            raise traitlets.TraitError(f"{expected}, each of 1 to {LONGEST} letters, got {names}.")
        return names

    @traitlets.validate("start")
    def _check_start(self, proposal: Any) -> list[float]:
        for name, value in zip("pq", proposal["value"], strict=True):
            if not 0 <= value <= 1:
                raise traitlets.TraitError(f"start should hold two chances p and q, 0 to 1, got {name} = {value:g}.")
        return proposal["value"]

    @traitlets.validate("rounds")
    def _check_rounds(self, proposal: Any) -> int:
        if not 1 <= proposal["value"] <= MOST_ROUNDS:
            raise traitlets.TraitError(f"rounds should be between 1 and {MOST_ROUNDS}, got {proposal['value']}.")
        return proposal["value"]


def _as_list(names: Sequence[str]) -> Any:
    return list(names) if isinstance(names, list | tuple) else names  # the trait refuses anything else


def _cells(explorer: GameExplorer) -> list[tuple[str, str]]:
    "Names and payoffs of the four cells."
    return [
        (f"({row}, {column})", f"{format_payoff(explorer.A[i][j])} and {format_payoff(explorer.B[i][j])}")
        for i, row in enumerate(explorer.rows)
        for j, column in enumerate(explorer.columns)
    ]


def _shipped(game: library.Game) -> dict[str, Any]:
    tables = {"A": game.A.tolist(), "B": game.B.tolist()}
    return {**tables, "rows": list(game.rows), "columns": list(game.columns)}
