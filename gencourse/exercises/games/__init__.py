"""Exercises of the games lesson: best replies, equilibria pure and mixed, a repeated game, learning by replies, and a
tournament to enter."""

from __future__ import annotations

from gencourse.exercises.games import (
    best_response,
    fictitious_play,
    mixed_nash,
    play_repeated,
    pure_nash,
    tournament_entry,
)

EXERCISES = [
    best_response.EXERCISE,
    pure_nash.EXERCISE,
    mixed_nash.EXERCISE,
    play_repeated.EXERCISE,
    fictitious_play.EXERCISE,
    tournament_entry.EXERCISE,
]
