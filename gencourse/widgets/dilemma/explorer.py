"""The repeated dilemma of lesson 07: play it against named strategies, and see when cooperation pays."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import traitlets

from gencourse.widgets.dilemma.numbers import AFTER, OPPONENTS, Threshold, expected, long_run, thresholds
from gencourse.widgets.dilemma.picture import DilemmaState, dilemma_picture
from gencourse.widgets.dilemma.words import STRATEGIES, SURPRISE, UNKNOWN, by_name, format_number
from gencourse.widgets.kit.base import CourseWidget
from gencourse.widgets.kit.traits import Numbers

__all__ = ["DilemmaExplorer", "DilemmaState", "dilemma_picture"]

LARGEST_DELTA = 0.99
MOST_NOISE = 0.2
MOST_ROUNDS = 10_000
FAR = 100.0  # for a payoff


class DilemmaExplorer(CourseWidget):
    """Play the repeated prisoner's dilemma by hand, or let strategies meet; below, what three players expect.

    payoffs: (T, R, P, S), temptation > reward > punishment > sucker's payoff. `opponent` and `player` are names of
    strategies ("tit for tat"; the opponent also "a surprise"), `delta` is the chance of another round, `noise` the
    chance that a move is turned. `history` holds [own, other] for each round, 0 to cooperate and 1 to defect. The
    traits hold what the widget shows; set them and it moves.
    """

    _folder = Path(__file__).parent
    _kit_styles = ("stage",)

    payoffs = Numbers((4,)).tag(sync=True)
    opponent = traitlets.Enum([*STRATEGIES, SURPRISE], "tit for tat").tag(sync=True)
    player = traitlets.Enum([*STRATEGIES], "always defect").tag(sync=True)
    delta = traitlets.Float(0.9).tag(sync=True)
    noise = traitlets.Float(0.0).tag(sync=True)
    history = traitlets.List().tag(sync=True)
    _slips = traitlets.List().tag(sync=True)  # moves that noise turned: indices into the flat history
    _over = traitlets.Bool(False).tag(sync=True)
    _surprise = traitlets.Unicode("").tag(sync=True)  # who it is
    _by = traitlets.Unicode("").tag(sync=True)  # the strategy that played; "" is the learner
    _frame = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        *,
        payoffs: Sequence[float] = (5, 3, 1, 0),
        opponent: str = "tit for tat",
        player: str = "always defect",
        delta: float = 0.9,
        noise: float = 0.0,
    ) -> None:
        super().__init__(payoffs=payoffs, opponent=opponent, player=player, delta=delta, noise=noise)
        self._frame = {"strategies": STRATEGIES, "surprise": SURPRISE, "unknown": UNKNOWN}

    @property
    def averages(self) -> tuple[float, float] | None:
        """What the two players got a round so far: (own, other), None before the first round."""
        if not self.history:
            return None
        T, R, P, S = self.payoffs
        table = [[R, S], [T, P]]
        pairs = [(table[own][other], table[other][own]) for own, other in self.history]
        own, other = (sum(column) / len(pairs) for column in zip(*pairs, strict=True))
        return own, other

    @property
    def expected(self) -> dict[str, dict[str, float]]:
        """For each of two opponents what three players expect a round at this `delta`, without noise."""
        return {opponent: expected(self.payoffs, opponent, self.delta) for opponent in OPPONENTS}

    @property
    def thresholds(self) -> dict[str, list[Threshold]]:
        """For each of two opponents the delta from which defecting and alternating earn no more than cooperating."""
        return {opponent: thresholds(self.payoffs, opponent) for opponent in OPPONENTS}

    @property
    def long_run(self) -> dict[str, float]:
        """What two strategies earn a round against themselves in the long run, at this `noise`."""
        return {name: long_run(self.payoffs, name, self.noise) for name in AFTER}

    @property
    def state(self) -> DilemmaState:
        """What the widget shows now; `dilemma_picture` draws it."""
        return DilemmaState(self.payoffs, self._known, self.delta, self.noise, self.history, self._by)

    def picture(self) -> bytes:
        return dilemma_picture(self.state)

    def describe(self) -> str:
        curves = "; ".join(
            f"against {opponent} " + ", ".join(f"{name} {format_number(value)}" for name, value in values.items())
            for opponent, values in self.expected.items()
        )
        runs = ", ".join(f"{name} {format_number(value)}" for name, value in self.long_run.items())
        return (
            f"{self._played()} At delta = {self.delta:.2f} a player expects a round, without noise: {curves}. "
            f"In the long run, against itself, with {self.noise:.1%} noise: {runs}."
        )

    def __repr__(self) -> str:
        payoffs = ", ".join(f"{value:g}" for value in self.payoffs)
        now = f"delta {self.delta:g}, noise {self.noise:g}, {len(self.history)} rounds played"
        return f"DilemmaExplorer(T, R, P, S = {payoffs}; against {by_name(self._known)}; {now})"

    @property
    def _known(self) -> str:
        "The opponent as far as the learner may know it."
        return self._surprise if self.opponent == SURPRISE and self._over and self._surprise else self.opponent

    def _played(self) -> str:
        if self.averages is None:
            return f"No round played yet against {by_name(self._known)}."
        own, other = self.averages
        count = f"{len(self.history)} round{'s' if len(self.history) > 1 else ''}"
        mine, theirs = f"{self._by or 'you'} {format_number(own)}", f"{by_name(self._known)} {format_number(other)}"
        return f"After {count}: {mine}, {theirs} a round."

    @traitlets.observe("opponent")
    def _start_over(self, _: Any) -> None:
        "Rounds belong to the opponent they were played against."
        with self.hold_sync():
            self.history, self._slips, self._over, self._surprise, self._by = [], [], False, "", ""

    @traitlets.validate("payoffs")
    def _check_payoffs(self, proposal: Any) -> list[float]:
        T, R, P, S = proposal["value"]
        if not FAR >= T > R > P > S >= -FAR:
            raise traitlets.TraitError(
                f"payoffs should be T > R > P > S, between {-FAR:g} and {FAR:g}: temptation, reward, punishment, "
                f"sucker's payoff; got T = {T:g}, R = {R:g}, P = {P:g}, S = {S:g}."
            )
        return proposal["value"]

    @traitlets.validate("delta", "noise")
    def _check_chance(self, proposal: Any) -> float:
        name, value = proposal["trait"].name, proposal["value"]
        limits = {"delta": (LARGEST_DELTA, "at 1 no match would end"), "noise": (MOST_NOISE, "a share, not per cent")}
        high, fix = limits[name]
        if math.isnan(value) or not 0 <= value <= high:
            raise traitlets.TraitError(f"{name} should be between 0 and {high:g}, got {value:g}: {fix}.")
        return value

    @traitlets.validate("history")
    def _check_history(self, proposal: Any) -> list[list[int]]:
        rounds, expected = proposal["value"], "history should hold [own, other] for each round, 0 or 1"
        for i, pair in enumerate(rounds):
            if not isinstance(pair, list | tuple) or len(pair) != 2 or not all(action in (0, 1) for action in pair):
                raise traitlets.TraitError(f"{expected}; got {pair!r} for round {i + 1}.")
        if len(rounds) > MOST_ROUNDS:
            raise traitlets.TraitError(f"history should hold at most {MOST_ROUNDS:,} rounds, got {len(rounds):,}.")
        return [[int(own), int(other)] for own, other in rounds]
