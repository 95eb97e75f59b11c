import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from gencourse.widgets.game.numbers import nash_conv
from tests.browser.game.page import START, drag_start, explore, field, says, shown_numbers, told
from tests.browser.page_actions import learned, wait_a_frame, watch_errors
from tests.browser.plain_page import show_widget

CELL = "(cooperate, cooperate)"


def arrows(page):
    return [svg.get_attribute("aria-label") for svg in page.locator("svg.gc-game-arrow").all()]


def test_arrows_and_the_ring_follow_a_typed_payoff(page):
    "The dilemma becomes a stag hunt when temptation falls below reward"
    errors = show_widget(page, explore())
    assert sum("the row player prefers defect" in arrow for arrow in arrows(page)) == 2
    expect(page.locator(".gc-game-stable")).to_have_count(1)
    field(page, "Row", "(defect, cooperate)").fill("2.5")
    told(page, "A", "[[3,0],[2.5,1]]")
    turned = "Where column plays cooperate, the row player prefers cooperate."
    expect(page.get_by_role("img", name=turned)).to_be_visible()
    field(page, "Column", "(cooperate, defect)").fill("2")
    says(page, "Stable: (cooperate, cooperate) and (defect, defect).")
    expect(page.locator(".gc-game-stable")).to_have_count(2)
    assert learned(page)["B"] == [[3, 2], [0, 1]]
    assert errors == []


def test_two_payoffs_typed_within_one_frame_both_count(page):
    "The second edit starts from the game as it is, not as it was last drawn"
    show_widget(page, explore())
    page.evaluate(
        """() => [["(defect, cooperate)", "Row"], ["(cooperate, cooperate)", "Row"]].forEach(([cell, player]) => {
          const field = document.querySelector(`[aria-label="${player} player's payoff at ${cell}"]`);
          field.value = "2";
          field.dispatchEvent(new Event("input"));
        })"""
    )
    told(page, "A", "[[2,0],[2,1]]")


def test_an_arrow_key_starts_from_a_payoff_that_is_not_yet_drawn(page):
    "Another game, and a key in one of its fields within the same frame"
    show_widget(page, explore())
    page.evaluate(
        """() => {
          model.set("A", [[7, 0], [5, 1]]);
          const field = document.querySelector(`[aria-label="Row player's payoff at (cooperate, cooperate)"]`);
          field.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowUp", bubbles: true, cancelable: true }));
        }"""
    )
    told(page, "A", "[[8,0],[5,1]]")


def test_a_tie_is_drawn_as_such(page):
    "No head, and it is said"
    show_widget(page, explore())
    field(page, "Row", "(defect, cooperate)").fill("3")
    name = "Where column plays cooperate, cooperate and defect pay the row player the same."
    tie = page.get_by_role("img", name=name)
    expect(tie).to_have_class(re.compile("gc-game-tie"))
    expect(tie.locator("path")).to_have_attribute("d", "M-12 -3.5H12M-12 3.5H12")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("abc", "“abc” is none. It stays 3."),
        ("", "the field is empty. It stays 3."),
        ("1e9", "“1e9” is too far out. It stays 3."),
        ("-", "“-” is none. It stays 3."),
    ],
)
def test_what_is_no_payoff_gets_a_sentence(page, text, complaint):
    "Never silence; the game keeps its number, and the sentence goes with the next right one"
    show_widget(page, explore())
    one = field(page, "Row", CELL)
    one.fill("4")
    one.fill("3")
    one.fill(text)
    expect(page.get_by_role("alert")).to_have_text(
        f"Row player's payoff at {CELL} should be a number from −100 to 100, and {complaint}"
    )
    expect(one).to_have_attribute("aria-invalid", "true")
    assert page.evaluate("state.A") == [[3, 0], [5, 1]]
    one.blur()
    expect(one).to_have_value("3")
    one.fill("−2,5")
    told(page, "A", "[[-2.5,0],[5,1]]")
    expect(page.get_by_role("alert", include_hidden=True)).to_have_text("")


def test_arrow_keys_change_a_payoff_and_stop_at_the_end(page):
    "By 1, with Shift by 10; neither they nor digits reach the notebook"
    show_widget(page, explore())
    page.evaluate("document.addEventListener('keydown', (e) => { window.escaped = (window.escaped ?? '') + e.key; })")
    one = field(page, "Column", CELL)
    one.focus()
    page.keyboard.press("ArrowUp")
    told(page, "B", "[[4,5],[0,1]]")
    for _ in range(12):
        page.keyboard.press("Shift+ArrowDown")
    told(page, "B", "[[-100,5],[0,1]]")
    one.press("1")
    one.press("a")
    assert page.evaluate("(window.escaped ?? '').replaceAll('Shift', '')") == ""


def test_a_game_is_chosen_by_its_name(page):
    "Names and payoffs change; an edit makes it your own"
    show_widget(page, explore())
    menu = page.get_by_role("combobox", name="Game")
    menu.select_option("Chicken")
    says(page, "Stable: (swerve, drive on) and (drive on, swerve).")
    assert (learned(page)["A"], learned(page)["rows"]) == ([[3, 1], [4, 0]], ["swerve", "drive on"])
    field(page, "Row", "(swerve, swerve)").fill("9")
    expect(menu).to_have_value("Your own game")


def test_the_square_appears_when_it_is_needed(page):
    "When the last stable cell goes, and by a switch; while cells are stable the table and its sentences are enough"
    explorer = explore(square=None)
    errors = show_widget(page, explorer)
    square, switch = page.locator(".gc-game-square"), page.get_by_role("switch", name="Mixes and learning")
    expect(square).to_be_hidden()
    expect(page.get_by_role("slider")).to_have_count(0)
    field(page, "Row", "(defect, cooperate)").fill("2")
    told(page, "A", "[[3,0],[2,1]]")
    wait_a_frame(page, 3)
    expect(square).to_be_hidden()
    page.get_by_role("combobox", name="Game").select_option("Matching pennies")
    told(page, "square", "true")
    expect(square).to_be_visible()
    expect(switch).to_have_attribute("aria-checked", "true")
    page.get_by_role("combobox", name="Game").select_option("Chicken")
    says(page, "Stable: (swerve, drive on) and (drive on, swerve).")
    expect(square).to_be_visible()
    switch.press("Enter")
    told(page, "square", "false")
    expect(square).to_be_hidden()
    switch.press("Enter")
    expect(page.get_by_role("slider", name=START)).to_be_visible()
    assert errors == []


def test_who_turns_the_square_off_is_left_in_peace(page):
    "Also while no cell is stable"
    show_widget(page, explore("Matching pennies"))
    page.get_by_role("switch", name="Mixes and learning").click()
    field(page, "Row", "(heads, heads)").fill("2")
    told(page, "A", "[[2,-1],[-1,1]]")
    wait_a_frame(page, 3)
    expect(page.locator(".gc-game-square")).to_be_hidden()


def test_without_games_there_is_no_menu(page):
    "games=False"
    show_widget(page, explore(games=False))
    expect(field(page, "Row", CELL)).to_have_value("3")
    assert page.get_by_role("combobox").count() == 0


def test_dragging_the_start_draws_another_path(page):
    "Told once, on release; numbers are Python's"
    explorer = explore("Matching pennies", rule="gradient play", start=(0.8, 0.6))
    errors = show_widget(page, explorer)
    before = page.locator("path.gc-game-play").first.get_attribute("d")
    drag_start(page, right=-60, down=30)
    page.wait_for_function("learned.length === 1")
    wait_a_frame(page)
    assert page.locator("path.gc-game-play").first.get_attribute("d") != before
    p, q = explorer.start = learned(page)["start"]
    assert p < 0.7 and q < 0.55
    path = explorer.path
    expected = [x for points in path for x in (*points[-1], nash_conv(explorer.A, explorer.B, points[-1]))]
    assert shown_numbers(page) == pytest.approx(expected, abs=0.0051)
    assert errors == []


def test_a_press_in_the_square_brings_the_start_there(page):
    "The middle of the picture is near (1/2, 1/2)"
    show_widget(page, explore())
    box = page.locator(".gc-stage").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function("learned.length === 1")
    assert learned(page)["start"] == pytest.approx([0.485, 0.485], abs=0.01)


def test_arrow_keys_move_the_start_inside_the_square(page):
    "By .01, with Shift by .1, and not out of it"
    show_widget(page, explore())
    start = page.get_by_role("slider", name=START)
    start.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowUp")
    told(page, "start", "[0.79,0.7]")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    told(page, "start", "[1,0.7]")
    expect(start).to_have_attribute("aria-valuetext", "p 1.00, q 0.70")


def test_play_circles_and_the_average_converges(page):
    "In matching pennies, by rule"
    show_widget(page, explore("Matching pennies"))
    says(page, "The play keeps moving; its average is near an equilibrium.")
    page.get_by_role("button", name="Gradient play").click()
    told(page, "rule", '"gradient play"')
    says(page, "The play keeps moving; its average is near an equilibrium.")
    expect(page.get_by_role("button", name="Gradient play")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("combobox", name="Game").select_option("Prisoner's dilemma")
    says(page, "The play comes to rest: no one gains by moving alone.")


def test_the_rounds_slider_lengthens_the_path(page):
    "Seen while it moves, told when it rests"
    show_widget(page, explore("Matching pennies"))
    slider = page.get_by_role("slider", name="Rounds")
    slider.fill("1000")
    told(page, "rounds", "1000")
    expect(slider).to_have_attribute("aria-valuetext", "1000")
    drawn = "document.querySelector('path.gc-game-average').getAttribute('d')"
    page.wait_for_function(f"{drawn}.split('L').length === 1001")


def test_python_moves_the_widget(page):
    "Setting traits redraws"
    show_widget(page, explore())
    page.evaluate("model.set('rows', ['left', 'right']), model.set('A', [[1, 2], [3, -4]]), model.set('start', [0, 1])")
    expect(field(page, "Row", "(right, defect)")).to_have_value("−4")
    expect(page.get_by_role("slider", name=START)).to_have_attribute("aria-valuetext", "p 0.00, q 1.00")
    says(page, "p, chance that row plays left →")


def test_two_views_agree_and_a_removed_view_leaves_nothing(page):
    "Listeners go with the view"
    errors = show_widget(page, explore(), views=2)
    before = page.evaluate("model.listening()")
    first, second = field(page, "Row", CELL).all()
    first.fill("7")
    expect(second).to_have_value("7")
    page.evaluate("closers[0]()")
    assert page.evaluate("model.listening()") == before / 2
    page.evaluate("closers[1](), model.set('start', [1, 1])")
    assert page.evaluate("model.listening()") == 0
    assert errors == []


def test_what_is_seen_is_also_said(page):
    "The square has a name that follows, and what a change did is read out once it is quiet"
    show_widget(page, explore("Matching pennies"))
    live = page.locator("[aria-live=polite]")
    expect(page.get_by_role("img", name="Equilibria at (0.50, 0.50).")).to_be_visible()
    page.get_by_role("combobox", name="Game").select_option("Stag hunt")
    expect(live).to_have_text(re.compile(r"^Stable: \(stag, stag\) and \(hare, hare\)"))
    page.get_by_role("button", name="Replicator").click()
    expect(live).to_have_text(re.compile("^Replicator from p 0.80, q 0.60: .* NashConv of the play"))


def test_an_error_is_shown_in_the_widget(page):
    "Never silence"
    show_widget(page, explore(), _frame={})
    expect(page.get_by_role("alert")).to_have_text(re.compile("^This widget stopped: "))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_serious(page, dark):
    "In both themes, with a complaint"
    show_widget(page, explore(), dark=dark)
    field(page, "Row", CELL).fill("abc")
    expect(page.get_by_role("alert")).not_to_have_text("")
    violations = Axe().run(page).response["violations"]
    assert [v["id"] for v in violations if v["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("width", [340, 500, 660, 900])
def test_nothing_sticks_out_when_it_is_narrow_or_zoomed(page, width):
    "From 660 pixels on the square stands beside the table"
    page.set_viewport_size({"width": width, "height": 900})
    show_widget(page, explore("Chicken"))
    wait_a_frame(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    table, square = (page.locator(name).bounding_box() for name in (".gc-game-left", ".gc-game-right"))
    assert (table["y"] == square["y"]) == (width >= 660)


def test_a_saved_page_works_from_a_file_without_network(new_page, tmp_path):
    "Edit and drag; nothing is asked of any server"
    page = new_page(offline=True)
    errors = watch_errors(page, files_only=True)
    page.goto(explore().save_html(tmp_path / "a new folder" / "game.html", title="A game").as_uri())
    field(page, "Row", "(defect, cooperate)").fill("2")
    field(page, "Column", "(cooperate, defect)").fill("2")
    says(page, "Stable: (cooperate, cooperate) and (defect, defect).")
    drag_start(page, right=20, down=-60)
    expect(page.get_by_role("slider", name=START)).not_to_have_attribute("aria-valuetext", "p 0.80, q 0.60")
    assert errors == []
