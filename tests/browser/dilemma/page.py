"""What a test does with a dilemma explorer in a page, and what it reads from it."""

from playwright.sync_api import expect

from gencourse import games
from gencourse.widgets.dilemma.words import STRATEGIES

DETERMINISTIC = [name for name in STRATEGIES if name != "random"]
LUCK = "chance => { Math.random = () => chance; }"  # below delta there is another round, below the noise a slip


def press(page, name):
    page.get_by_role("button", name=name).click()


def status(page, sentence):
    "Wait until the widget reports it, in sight and aloud."
    expect(page.get_by_role("status")).to_contain_text(sentence)


def play(page, moves):
    "moves: CCD"
    for move in moves:
        press(page, {"C": "Cooperate", "D": "Defect"}[move])


def history_of(page, rounds):
    "The history that Python was told, once it has this many rounds."
    page.wait_for_function("count => state.history.length === count", arg=rounds)
    return page.evaluate("state.history")


def marks(page, row):
    "The row of marks, 0 above and 1 below, as CCD."
    names = page.locator(f".gc-dilemma-rounds > span > i:nth-child({row + 1})").evaluate_all(
        "all => all.map((mark) => (mark.classList.contains('gc-dilemma-defect') ? 'D' : 'C'))"
    )
    return "".join(names)


def strategies():
    return {name: games.STRATEGIES[name] for name in DETERMINISTIC}
