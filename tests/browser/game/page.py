"""What a test does with a game explorer in a page, and what it reads from it."""

from playwright.sync_api import expect

from gencourse.widgets import GameExplorer
from gencourse.widgets.game.explorer import GAMES
from tests.browser.page_actions import number

START = "Start of the path"


def explore(name="Prisoner's dilemma", **options):
    game = GAMES[name]
    options = {"square": True, **options}
    return GameExplorer(game.A, game.B, rows=game.rows, columns=game.columns, **options)


def make_game():
    return explore("Matching pennies")


def field(page, player, cell):
    "player: Row or Column; cell: (cooperate, defect)"
    return page.get_by_role("spinbutton", name=f"{player} player's payoff at {cell}")


def says(page, sentence):
    "Wait until the widget says it in sight."
    expect(page.get_by_text(sentence).filter(visible=True).first).to_be_visible()


def told(page, name, value):
    "Wait until Python was told this value of a trait."
    page.wait_for_function("([name, value]) => JSON.stringify(state[name]) === value", arg=[name, value])


def drag_start(page, *, right, down):
    box = page.get_by_role("slider", name=START).locator(".gc-dot").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right, y + down, steps=4)
    page.mouse.up()


def shown_numbers(page):
    "p, q and NashConv of the play, then of its average."
    return [number(text) for text in page.locator(".gc-table .gc-number").all_text_contents()]
