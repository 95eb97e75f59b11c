import json

import pytest
from playwright.sync_api import expect

from tests.browser.game.page import field
from tests.browser.jupyterlab import open_notebook, run_to_the_end

pytestmark = pytest.mark.xdist_group("jupyterlab")  # one server, one worker

MAKE = """from gencourse import games
from gencourse.widgets import DilemmaExplorer, GameExplorer
explorer = GameExplorer(*games.prisoners_dilemma()[:2], square=True)
dilemma = DilemmaExplorer(opponent="always cooperate")
display(explorer, dilemma)"""
READ = "print([explorer.A, dilemma.history])"
SET = "dilemma.opponent = 'grim trigger'; explorer.start = (0, 1); print(json.dumps([dilemma.history]))"


def test_in_jupyterlab_typing_changes_the_game_and_not_the_notebook(page, jupyterlab):
    "A digit makes no heading of the cell, a letter adds none; moves reach Python, and Python sets the opponent"
    page.set_viewport_size({"width": 1100, "height": 1000})
    open_notebook(page, jupyterlab.add("game/game", MAKE, READ, f"import json; {SET}"))
    run_to_the_end(page, 0)
    cells = page.locator(".jp-Cell")
    one = field(page, "Row", "(cooperate, cooperate)")
    one.click()
    for key in ("a", "b", "m", "1", "Delete", "Backspace", "Backspace", "Backspace", "Backspace", "7"):
        page.keyboard.press(key)
    expect(one).to_have_value("7")
    expect(cells).to_have_count(3)
    page.get_by_role("button", name="Defect").click()
    status = page.get_by_role("status").filter(has_text="Round 1: you defected, always cooperate")
    expect(status).to_be_visible()
    run_to_the_end(page, 1)
    output = cells.nth(1).locator(".jp-OutputArea-output")
    expect(output).to_have_text("[[[7.0, 0.0], [5.0, 1.0]], [[1, 0]]]")
    run_to_the_end(page, 2)
    expect(cells.nth(2).locator(".jp-OutputArea-output")).to_have_text(json.dumps([[]]))
    expect(page.get_by_role("combobox", name="Opponent")).to_have_value("grim trigger")
    start = page.get_by_role("slider", name="Start of the path")
    expect(start).to_have_attribute("aria-valuetext", "p 0.00, q 1.00")
