"""How the threads of torch wait for each other, in whatever the course starts."""

from __future__ import annotations

from collections.abc import MutableMapping

VARIABLE = "GOMP_SPINCOUNT"  # of GNU's OpenMP, on Linux; read once, when torch is loaded
SPINS = "1000"


def spin_briefly(environment: MutableMapping[str, str]) -> None:
    """Set how long a waiting thread spins in the environment of what is to be started; the user's own number stays.

    By default it spins for so long that two threads beside a busy process wait for each other most of the time: torch
    then trains at a third of its speed. With 1,000 it costs nothing on an idle machine.
    """
    environment.setdefault(VARIABLE, SPINS)
