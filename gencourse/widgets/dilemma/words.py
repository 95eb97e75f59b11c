"""The strategies of the dilemma explorer, in words."""

from __future__ import annotations

STRATEGIES = {
    "always cooperate": "Cooperates, whatever you do.",
    "always defect": "Defects, whatever you do.",
    "tit for tat": "Cooperates first, then does what you did last.",
    "grim trigger": "Cooperates until you defect once, then defects for ever.",
    "win-stay, lose-shift": "Repeats its move if you cooperated, else changes it. Cooperates first.",
    "alternator": "Cooperates and defects by turns.",
    "random": "Tosses a coin.",
}
SURPRISE = "a surprise"
UNKNOWN = "One of the seven. Its name comes when the match is over."


def by_name(name: str) -> str:
    """Return how a player is called in a sentence."""
    return "your opponent" if name == SURPRISE else name


def format_number(value: float) -> str:
    """3.13 for 3.125, as the browser rounds."""
    return f"{value + 1e-9:.2f}"
