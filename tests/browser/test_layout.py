"""What every widget keeps to, on a small laptop and on a phone: a line in WIDGETS for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
import torch

from gencourse.data import two_moons
from gencourse.widgets import BoundExplorer, DensityExplorer, DilemmaExplorer
from tests.browser.bottleneck.page import make_explorer as make_bottleneck
from tests.browser.cures.page import make_cures
from tests.browser.digit_pad.page import make_pad
from tests.browser.game.page import make_game
from tests.browser.gan.page import make_playground
from tests.browser.latent.page import make_decoder, make_explorer
from tests.browser.page_actions import wait_a_frame
from tests.browser.plain_page import show_widget
from tests.browser.rate.page import make_rates

# What JupyterLab leaves to the output of a cell in a window of 1280 x 720: its menu, tab bar, toolbar and status bar
# take 121 pixels of the height; the left sidebar, the cells' prompts and margins take 444 of the width.
LAPTOP = {"width": 836, "height": 599}
PHONE = {"width": 390, "height": 844}
SMALLEST = 24  # pixels, each way, for a finger or a hand that trembles
TARGETS = "button, input, select, summary, a[href], [role=slider], [role=tab], [role=switch], [role=checkbox]"


class Part(NamedTuple):
    """One tab of a widget. picture and control: selectors of what has to be in view together."""

    picture: str
    control: str
    tab: str = ""


class Widget(NamedTuple):
    make: Callable[[], Any]
    parts: list[Part]


def make_moons() -> DensityExplorer:
    return DensityExplorer(two_moons(200, seed=0), two_moons(200, seed=1))


def make_sixteen() -> Any:
    return make_explorer(16, compare=make_decoder(16, seed=5), rates=torch.arange(16.0))


def make_match() -> DilemmaExplorer:
    explorer = DilemmaExplorer()
    explorer.history = [[i % 2, 1 - i % 2] for i in range(50)]
    return explorer


BETWEEN = Part(".gc-pictures, .gc-chooser, .gc-map", ".gc-way input, .gc-controls", "between")
WIDGETS = {
    "bottleneck": Widget(
        make_bottleneck, [Part(".gc-plot", ".gc-knobs", "numbers"), Part(".gc-plot, .gc-errors", "input", "width")]
    ),
    "bound": Widget(
        BoundExplorer,
        [
            Part(".gc-stage, .gc-sum-chart", ".gc-three, .gc-buttons, .gc-handle", "one"),
            Part(".gc-pad, .gc-sum-chart", ".gc-knob, .gc-buttons, .gc-handle", "two"),
        ],
    ),
    "cures": Widget(make_cures, [Part(".gc-cures-map", ".gc-cures-switches, .gc-cures-rail")]),
    "density": Widget(
        make_moons,
        [
            Part(".gc-pad, .gc-bars", ".gc-handle, .gc-buttons", "gaussian"),
            Part(".gc-pad, .gc-bars", "input", "kernel"),
        ],
    ),
    "gan": Widget(
        make_playground,
        [
            Part(".gc-gan-left", ".gc-gan-run, .gc-switch, .gc-gan-rows", "train"),
            Part(".gc-gan-left", ".gc-handle, .gc-buttons, .gc-gan-rows", "generator"),
            Part(".gc-gan-left", ".gc-handle, .gc-gan-run, .gc-gan-heights", "discriminator"),
        ],
    ),
    "digit pad": Widget(
        make_pad, [Part(".gc-sheet, .gc-picture, .gc-measure", ".gc-sheet, .gc-buttons, .gc-stepper, .gc-noise")]
    ),
    "dilemma": Widget(
        make_match,
        [Part(".gc-dilemma-payoffs, .gc-dilemma-history, .gc-dilemma-charts", ".gc-dilemma-move, .gc-dilemma-sliders")],
    ),
    "game": Widget(
        make_game,
        [
            Part(
                ".gc-game-table, .gc-game-square",
                ".gc-game-field, .gc-handle, .gc-choice, .gc-slider, .gc-game-learning",
            )
        ],
    ),
    "latent": Widget(make_explorer, [Part(".gc-map, .gc-pictures", ".gc-handle, .gc-buttons", "explore"), BETWEEN]),
    "latent of sixteen": Widget(make_sixteen, [Part(".gc-pictures", ".gc-knobs, .gc-buttons", "explore"), BETWEEN]),
    "rate": Widget(make_rates, [Part(".gc-rate-plane .gc-stage, .gc-rate-pictures", ".gc-rate-slider")]),
}


@pytest.fixture(params=WIDGETS, ids=str)
def widget(request):
    return WIDGETS[request.param]


def test_on_a_laptop_the_picture_and_its_main_control_are_in_view_together(page, widget):
    "In the part of a small screen that JupyterLab leaves, under each tab; what may be pressed is large enough"
    for part in show_parts(page, widget, LAPTOP):
        pictures, controls = boxes(page, part.picture), boxes(page, part.control)
        assert pictures, f"{part.tab}: no {part.picture}"
        assert controls, f"{part.tab}: no {part.control}"
        seen = pictures + controls
        height = max(box["bottom"] for box in seen) - min(box["top"] for box in seen)
        assert height <= LAPTOP["height"], f"{part.tab}: {height:.0f} pixels from the first to the last"
        assert too_small(page) == []
        assert labels_without_a_space(page) == []


def test_on_a_phone_pictures_stand_above_sliders(page, widget):
    "And nothing sticks out; targets and labels as on a laptop"
    for part in show_parts(page, widget, PHONE):
        lowest = max(box["bottom"] for box in boxes(page, part.picture))
        for slider in boxes(page, "input[type=range]"):
            middle = slider["top"] + slider["height"] / 2  # a chart may end at the rail of its own slider
            assert lowest <= middle + 1, f"{part.tab}: {slider}"
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert too_small(page) == []
        assert labels_without_a_space(page) == []


def show_parts(page, widget, size):
    page.set_viewport_size(size)
    errors = show_widget(page, widget.make())
    page.add_style_tag(content="body { margin: 0 !important }")  # an output cell has no margin of its own
    for part in widget.parts:
        if part.tab:
            page.evaluate("(tab) => model.set('tab', tab)", part.tab)
        wait_a_frame(page, 3)
        yield part
    assert errors == []


def boxes(page, selector):
    "Where each part in sight stands: [{ top, bottom, width, height, name }]; a part without any size is none."
    return page.evaluate(
        """(selector) => [...document.querySelectorAll(selector)].filter((n) => n.checkVisibility()).map((node) => {
          const { top, bottom, width, height } = node.getBoundingClientRect();
          const name = node.getAttribute('aria-label') ?? node.textContent;
          return { top, bottom, width, height, name: `${node.tagName} ${name}` };
        }).filter(({ width, height }) => width && height)""",
        selector,
    )


def too_small(page):
    return [box for box in boxes(page, TARGETS) if min(box["width"], box["height"]) < SMALLEST - 0.1]


def labels_without_a_space(page):
    "Numbers that touch the text before them, for the eye or for who copies it."
    return page.evaluate(
        """() => {
          const found = [];
          for (const root of document.querySelectorAll('.gencourse')) {
            const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
            let [before, between] = [null, ''];
            while (walker.nextNode()) {
              const text = walker.currentNode;
              const [row, box] = [text.parentElement, boxOf(text)];
              if (!text.data.trim() || !row.checkVisibility()) {
                between += text.data;
                continue;
              }
              if (before && row.matches('.gc-number') && row.firstChild === text) {
                const last = boxOf(before);
                const inLine = last.bottom > box.top && box.bottom > last.top && last.left < box.left;
                const both = before.data + between + text.data;
                if (inLine && box.left - last.right < 4) found.push(`${both}: they touch`);
                const label = before.parentElement; // no button or sign, and no other cell of a table
                const sameCell = label.closest('td, th') === row.closest('td, th');
                const named = inLine && sameCell && !label.closest('button, .gc-sum');
                if (named && !/\\s$/.test(before.data + between)) found.push(`${both}: no space`);
              }
              [before, between] = [text, ''];
            }
          }
          return found;

          function boxOf(text) {
            const range = document.createRange();
            range.setStart(text, text.data.length - text.data.trimStart().length);
            range.setEnd(text, text.data.trimEnd().length || 0);
            return range.getBoundingClientRect();
          }
        }"""
    )
