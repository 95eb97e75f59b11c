import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from gencourse import games
from gencourse.widgets import DilemmaExplorer
from tests.browser.dilemma.page import DETERMINISTIC, LUCK, history_of, marks, play, press, status, strategies
from tests.browser.page_actions import learned, wait_a_frame, watch_errors
from tests.browser.plain_page import show_widget


@pytest.fixture
def show(page):
    "Show an explorer in which there is always another round and nothing slips; returns the list of errors."

    def show(explorer=None, chance=0.3, **options):
        page.evaluate(LUCK, chance)
        return show_widget(page, explorer or DilemmaExplorer(), **options)

    return show


def test_tit_for_tat_answers_and_both_rows_are_drawn(page, show):
    "Mine above, its below; the report, the averages, and what Python learns"
    errors = show()
    status(page, "Choose your first move.")
    play(page, "CDC")
    assert history_of(page, 3) == [[0, 0], [1, 0], [0, 1]]
    status(page, "Round 3: you cooperated, tit for tat defected: 0 for you, 5 for it.")
    expect(page.get_by_text("above: you 2.67 a round")).to_be_visible()
    expect(page.get_by_text("below: tit for tat 2.67 a round")).to_be_visible()
    assert (marks(page, 0), marks(page, 1)) == ("CDC", "CCD")
    assert page.get_by_role("img", name="3 rounds of you and tit for tat.").count() == 1
    assert errors == []


@pytest.mark.parametrize("opponent", DETERMINISTIC)
def test_each_opponent_plays_by_its_name(page, show, opponent):
    "As the function of gencourse.games does"
    show()
    page.get_by_role("combobox", name="Opponent").select_option(opponent)
    moves = [0, 1, 0, 0, 1, 0]
    for action in moves:
        press(page, ["Cooperate", "Defect"][action])
    expected = games.play_repeated(lambda own, other: moves[len(own)], strategies()[opponent], len(moves))
    assert history_of(page, len(moves)) == expected.tolist()


def test_the_match_ends_by_chance_and_the_next_move_begins_another(page, show):
    "A draw of 0.95 is beyond delta = 0.9"
    show(chance=0.95)
    play(page, "D")
    status(page, "No next round came. The match is over. You got 5.00 a round, tit for tat 0.00.")
    assert learned(page)["_over"] is True
    page.evaluate(LUCK, 0.3)
    play(page, "CC")
    assert history_of(page, 2) == [[0, 0], [0, 0]]
    assert learned(page)["_over"] is False


def test_a_match_can_be_ended_by_hand_and_cleared(page, show):
    "One button, which says what it does"
    show()
    play(page, "CC")
    press(page, "End the match")
    status(page, "You ended the match. The match is over. You got 3.00 a round, tit for tat 3.00.")
    press(page, "New match")
    assert history_of(page, 0) == []
    status(page, "A new match: choose your first move.")
    expect(page.get_by_text("No round is played yet.")).to_be_visible()
    expect(page.locator(".gc-dilemma-rounds")).to_be_hidden()


def test_a_surprise_is_named_when_the_match_is_over(page, show):
    "Not before; a luck of 0.3 picks the third of seven"
    show()
    page.get_by_role("combobox", name="Opponent").select_option("a surprise")
    expect(page.get_by_text("One of the seven.")).to_be_visible()
    play(page, "DC")
    status(page, "Round 2: you cooperated, your opponent defected")
    assert learned(page)["_surprise"] == "tit for tat"
    expect(page.get_by_text("below: your opponent")).to_be_visible()
    press(page, "End the match")
    status(page, "Your opponent was tit for tat.")
    expect(page.get_by_text("below: tit for tat")).to_be_visible()


def test_fifty_rounds_are_played_as_a_strategy(page, show):
    "Two strategies meet; the match is over then"
    show()
    page.get_by_role("combobox", name="Strategy for 50 rounds").select_option("alternator")
    page.get_by_role("combobox", name="Opponent").select_option("grim trigger")
    press(page, "Play 50 rounds as")
    played = games.play_repeated(games.alternator, games.grim_trigger, 50)
    assert history_of(page, 50) == played.tolist()
    status(page, "Alternator and grim trigger played 50 rounds: ")
    expect(page.get_by_text("above: alternator")).to_be_visible()
    assert marks(page, 1) == "CC" + 48 * "D"


def test_noise_turns_moves_and_marks_them(page, show):
    "A draw of 0.05 is within 20 % noise: every move slips"
    show(DilemmaExplorer(noise=0.2, opponent="always cooperate"), chance=0.05)
    play(page, "C")
    assert history_of(page, 1) == [[1, 1]]
    status(page, "Noise turned your move and its move.")
    expect(page.locator(".gc-dilemma-rounds .gc-dilemma-slip")).to_have_count(2)
    expect(page.get_by_text("turned by noise")).to_be_visible()


def test_the_chance_of_another_round_moves_the_mark_in_both_charts(page, show):
    "Values in the table are Python's, the best is bold; Python learns delta"
    explorer = DilemmaExplorer()
    show(explorer)
    page.get_by_role("slider", name="Chance of another round").fill("0.6")
    page.wait_for_function("state.delta === 0.6")
    explorer.delta = 0.6
    page.get_by_text("at δ = 0.60").wait_for()
    cells = page.locator(".gc-dilemma-table .gc-number")
    expected = [explorer.expected[opponent] for opponent in ("grim trigger", "tit for tat")]
    values = [value[name] for name in expected[0] for value in expected]
    assert [float(text) for text in cells.all_text_contents()] == pytest.approx(values, abs=0.0051)
    bold = page.locator(".gc-best").all_text_contents()
    assert bold == ["3.00", "3.13"]
    image = page.get_by_role("img", name="Expected payoff a round against tit for tat over delta. At delta 0.60")
    assert image.count() == 1


def test_the_charts_say_where_defecting_stops_paying(page, show):
    "At 5, 3, 1, 0; with other payoffs Python's numbers; where no chance is enough that"
    show()
    expect(page.get_by_text("Always defect stops paying at δ = 0.50, alternating at 0.67.")).to_be_visible()
    expect(page.get_by_text("Always defect stops paying at δ = 0.50, alternating at 0.43.")).to_be_visible()
    page.evaluate("model.set('payoffs', [10, 4, 3, 1])")
    expect(page.get_by_text("Always defect stops paying at δ = 0.86, alternating at no δ.")).to_be_visible()


def test_the_payoffs_are_a_table_whose_rows_are_the_moves(page, show):
    "Mine first in each cell; the cell of the last round is framed, and no other"
    show()
    cells, framed = page.locator(".gc-dilemma-payoffs td.gc-number"), page.locator(".gc-dilemma-last")
    assert cells.all_text_contents() == ["3, 3", "0, 5", "5, 0", "1, 1"]
    expect(framed).to_have_count(0)
    for move, seen in (("C", "3, 3"), ("D", "5, 0"), ("D", "1, 1"), ("C", "0, 5")):
        play(page, move)
        expect(framed).to_have_text(seen)
    row = page.get_by_role("row", name="Defect 5, 0 1, 1")
    assert row.get_by_role("button", name="Defect").bounding_box()["height"] >= 40
    press(page, "End the match")
    press(page, "New match")
    expect(framed).to_have_count(0)
    page.evaluate("model.set('payoffs', [10, 4, 3, 1])")
    expect(cells).to_have_text(["4, 4", "1, 10", "10, 1", "3, 3"])


def test_any_noise_costs_tit_for_tat_a_quarter(page, show):
    "3.00 without, 2.25 from the first step of the slider on"
    show()
    expect(page.get_by_text("Without noise, tit for tat gets 3.00 a round against itself")).to_be_visible()
    slider = page.get_by_role("slider", name="Noise")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("with 0.5 % noise, tit for tat gets 2.25 a round against itself")).to_be_visible()
    page.wait_for_function("state.noise === 0.005")
    expect(slider).to_have_attribute("aria-valuetext", "0.5 %")


def test_a_whole_match_is_played_by_keyboard(page, show):
    "Tab stops in reading order; no key that the widget uses reaches the notebook"
    show()
    page.evaluate("document.addEventListener('keydown', (e) => { window.escaped = (window.escaped ?? '') + e.key; })")
    stops = []
    for _ in range(8):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent"))
        if stops[-1] in ("Cooperate", "Defect"):
            page.keyboard.press("Enter")
            expect(page.get_by_role("button", name="End the match")).to_be_visible()
    assert stops == [
        "Opponent",
        "Cooperate",
        "Defect",
        "End the match",
        "Play 50 rounds as",
        "Strategy for 50 rounds",
        "Chance of another round, δ",
        "Noise",
    ]
    assert history_of(page, 2) == [[0, 0], [1, 0]]
    assert page.evaluate("escaped.replaceAll('Tab', '')") == ""


def test_only_the_last_hundred_rounds_are_drawn(page, show):
    "And it says so"
    show()
    page.evaluate("model.set('history', Array.from({ length: 130 }, (_, i) => [i % 2, 0]))")
    expect(page.get_by_text("The first 30 are not shown.")).to_be_visible()
    assert marks(page, 0) == 50 * "CD"
    expect(page.get_by_text("After 130 rounds")).to_be_visible()


def test_two_views_agree_and_a_removed_view_leaves_nothing(page, show):
    "Listeners go with the view"
    errors = show(views=2)
    before = page.evaluate("model.listening()")
    page.get_by_role("button", name="Defect").first.click()
    expect(page.get_by_text("below: tit for tat 0.00 a round")).to_have_count(2)
    page.evaluate("closers[0]()")
    assert page.evaluate("model.listening()") == before / 2
    page.evaluate("closers[1](), model.set('delta', 0.1)")
    assert page.evaluate("model.listening()") == 0
    assert errors == []


def test_an_error_is_shown_in_the_widget(page, show):
    "Never silence"
    show(_frame={})
    expect(page.get_by_role("alert")).to_have_text(re.compile("^This widget stopped: "))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_serious(page, show, dark):
    "In both themes, after a match"
    show(dark=dark)
    press(page, "Play 50 rounds as")
    history_of(page, 50)
    wait_a_frame(page)
    violations = Axe().run(page).response["violations"]
    assert [v["id"] for v in violations if v["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("width", [340, 500, 720, 900])
def test_nothing_sticks_out_when_it_is_narrow_or_zoomed(page, show, width):
    "From 720 pixels on the charts stand beside each other"
    page.set_viewport_size({"width": width, "height": 900})
    show()
    press(page, "Play 50 rounds as")
    history_of(page, 50)
    wait_a_frame(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    first, second = (chart.bounding_box() for chart in page.locator(".gc-dilemma-chart").all())
    assert (first["y"] == second["y"]) == (width >= 720)


def test_a_saved_page_works_from_a_file_without_network(new_page, tmp_path):
    "Play; nothing is asked of any server"
    page = new_page(offline=True)
    errors = watch_errors(page, files_only=True)
    page.goto(DilemmaExplorer().save_html(tmp_path / "dilemma.html", title="A dilemma").as_uri())
    page.evaluate(LUCK, 0.3)
    play(page, "D")
    status(page, "Round 1: you defected, tit for tat cooperated: 5 for you, 0 for it.")
    press(page, "Play 50 rounds as")
    status(page, "Always defect and tit for tat played 50 rounds: 1.08 and 0.98 a round.")
    assert errors == []
