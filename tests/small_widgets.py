"""One small instance of every widget, for the tests that hold for all of them."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import comm
from ipywidgets.widgets.widget import _put_buffers

from gencourse.data import two_moons
from gencourse.games import prisoners_dilemma
from gencourse.widgets import (
    BoundExplorer,
    DensityExplorer,
    DilemmaExplorer,
    GameExplorer,
    GANPlayground,
)
from gencourse.widgets.kit.base import CourseWidget
from tests.browser.bottleneck.page import make_explorer as make_bottleneck
from tests.browser.cures.page import make_cures
from tests.browser.digit_pad.page import make_pad
from tests.browser.latent.page import make_explorer
from tests.browser.rate.page import make_rates


def _game() -> GameExplorer:
    dilemma = prisoners_dilemma()
    return GameExplorer(dilemma.A, dilemma.B)


# A new widget in gencourse.widgets needs an entry here: test_widgets_first_message fails without.
SMALL_WIDGETS: dict[str, Callable[[], CourseWidget]] = {
    "BottleneckExplorer": make_bottleneck,
    "BoundExplorer": BoundExplorer,
    "CuresExplorer": make_cures,
    "DensityExplorer": lambda: DensityExplorer(two_moons(200, seed=0), two_moons(200, seed=1)),
    "DigitPad": make_pad,
    "DilemmaExplorer": DilemmaExplorer,
    "GANPlayground": GANPlayground,
    "GameExplorer": _game,
    "LatentExplorer": make_explorer,
    "RateExplorer": make_rates,
}


def watch_construction(make: Callable[[], CourseWidget]) -> tuple[CourseWidget, dict[str, Any], list[Any]]:
    """Make a widget; return it, the state that its `comm_open` carries, and what was sent after that until it was made.

    A view that is drawn before the kernel's next message comes has nothing but that state.
    """
    opened: list[dict[str, Any]] = []
    sent: list[Any] = []
    create = comm.create_comm

    def record(**message: Any) -> Any:
        if message.get("target_name") != "jupyter.widget" or "_esm" not in message["data"]["state"]:
            return create(**message)  # of its layout
        data = copy.deepcopy(message["data"])
        _put_buffers(data["state"], data["buffer_paths"], list(message["buffers"]))
        opened.append(data["state"])
        made = create(**message)
        made.send = lambda *values, **named: sent.append((values, named))
        return made

    with patch.object(comm, "create_comm", record):
        widget = make()
    (state,) = opened
    return widget, state, sent
