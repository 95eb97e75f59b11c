"""The payoff editor of lesson 07: best replies as arrows, all equilibria, and how learners come to them or do not."""

from gencourse.widgets.game.explorer import GameExplorer, GameState, game_picture

__all__ = ["GameExplorer", "GameState", "game_picture"]
