import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from gencourse.data import two_moons
from tests.browser.gan.page import (
    TABS,
    make_playground,
    picture,
    press,
    row,
    train_until,
    turn,
    unfold,
    wait_for_news,
    wait_for_row,
    wait_for_steps,
)
from tests.browser.page_actions import seen_text, wait_a_frame, watch_errors
from tests.browser.plain_page import show_widget
from tests.browser.test_layout import labels_without_a_space, too_small

STEPS = "Steps of D, of G"
ACCURACY = "Accuracy of D"


@pytest.fixture
def playground():
    return make_playground()


def said(page, words):
    "Wait until these words are read out."
    expect(page.locator("[aria-live]")).to_contain_text(words)


def learned_steps(page):
    return page.evaluate("learned.at(-1)._steps")


def test_each_player_steps_alone(page, playground):
    "The buttons; Python learns how often, and the picture follows"
    errors = show_widget(page, playground)
    wait_for_row(page, STEPS, "text === '0, 0'")
    before = picture(page)
    press(page, "Step D")
    wait_for_row(page, STEPS, "text === '1, 0'")
    press(page, "Step G")
    press(page, "Step G")
    wait_for_row(page, STEPS, "text === '1, 2'")
    assert learned_steps(page) == [1, 2]
    assert picture(page) != before
    said(page, "Paused after 1 step of D and 2 of G.")
    assert errors == []


def test_it_runs_pauses_and_tells_python_its_steps(page, playground):
    "Nothing moves while it is paused"
    errors = show_widget(page, playground)
    unfold(page, "")
    press(page, "Run")
    wait_for_steps(page, 40)
    press(page, "Pause")
    page.wait_for_function("learned.at(-1).running === false && learned.at(-1)._steps[0] >= 40")
    page.get_by_role("button", name="Run").locator("visible=true").wait_for()
    steps, drawn = row(page, STEPS), picture(page)
    wait_a_frame(page, 20)
    assert (row(page, STEPS), picture(page)) == (steps, drawn)
    assert steps == f"{learned_steps(page)[0]:,}, {learned_steps(page)[1]:,}"
    assert page.locator(".gc-gan-frame path.gc-line").first.get_attribute("d").count("L") >= 3
    said(page, "Accuracy of D")
    assert errors == []


def test_two_clicks_send_all_points_to_one_peak(page, playground):
    "Freeze D, Run"
    page.clock.install()
    show_widget(page, playground)
    turn(page, "Freeze D")
    press(page, "Run")
    train_until(page, "Largest heap", "parseInt(text) >= 95")
    page.get_by_text("All points have run to one peak of D").wait_for()
    assert row(page, STEPS).startswith("0, ")


def test_a_frozen_generator_waits(page, playground):
    "D learns alone, and tells all points apart; what is too high for a chart runs along its edge"
    page.clock.install()
    show_widget(page, playground, freeze_g=True)
    unfold(page, "")
    press(page, "Run")
    train_until(page, ACCURACY, "parseInt(text) >= 90")
    train_until(page, "Loss of G, nats", "Number(text) > 3.5")  # the chart ends at 3
    press(page, "Pause")
    wait_for_row(page, STEPS, "text.endsWith(', 0')")
    for path in page.locator(".gc-gan-frame path.gc-line").all():
        assert all(0 <= float(place.split(" ")[1]) <= 100 for place in path.get_attribute("d")[1:].split("L"))


def test_both_frozen_say_so(page, playground):
    "The switches are the traits"
    show_widget(page, playground)
    unfold(page, "")
    turn(page, "Freeze D")
    turn(page, "Freeze G")
    page.get_by_text("Both are frozen").wait_for()
    for player in "DG":
        expect(page.get_by_role("button", name=f"Step {player}", exact=True).locator("visible=true")).to_be_disabled()
    assert page.evaluate("[learned.at(-1).freeze_d, learned.at(-1).freeze_g]") == [True, True]


def test_a_switch_turned_twice_within_one_frame_is_where_it_was(page, playground):
    "The second press counts, though the first is not yet drawn"
    show_widget(page, playground)
    page.get_by_role("switch", name="Freeze D").evaluate("node => [node, node].forEach((one) => one.click())")
    assert page.evaluate("model.get('freeze_d')") is False


def test_the_same_seed_plays_the_same_game(page, playground):
    "However it is drawn; another seed plays another"
    show_widget(page, playground)
    losses = []
    for seed in (0, 0, 5):
        page.evaluate("(seed) => model.set('seed', seed)", seed)
        press(page, "Start over")
        wait_for_row(page, STEPS, "text === '0, 0'")
        for _ in range(3):
            press(page, "Step D")
            press(page, "Step G")
        wait_for_row(page, STEPS, "text === '3, 3'")
        losses.append((row(page, "Loss of D, nats"), row(page, "Loss of G, nats"), picture(page)))
    assert losses[0] == losses[1]
    assert losses[0][2] != losses[2][2]


def test_another_seed_starts_over(page, playground):
    "By the field"
    show_widget(page, playground)
    press(page, "Step D")
    wait_for_row(page, STEPS, "text === '1, 0'")
    page.get_by_label("Seed").fill("7")
    page.get_by_label("Seed").press("Tab")
    wait_for_row(page, STEPS, "text === '0, 0'")
    assert page.evaluate("learned.at(-1).seed") == 7


@pytest.mark.parametrize(("typed", "taken"), [("-5", "0"), ("12345678", "999999"), ("2.7", "3"), ("", "4")])
def test_a_seed_that_is_none_becomes_the_nearest(page, playground, typed, taken):
    "The field shows what is played; an empty one takes its number back"
    show_widget(page, playground, seed=4)
    unfold(page, "")
    seed = page.get_by_label("Seed")
    expect(seed).to_have_value("4")
    seed.fill(typed)
    seed.press("Tab")
    expect(seed).to_have_value(taken)
    assert page.evaluate("state.seed") == int(taken)


def test_the_loss_of_the_generator_can_be_chosen(page, playground):
    "Below zero it is the saturating one: log(1 - D)"
    show_widget(page, playground)
    wait_for_row(page, "Loss of G, nats", "text !== '' && !text.startsWith('−')")
    press(page, "Saturating")
    wait_for_row(page, "Loss of G, nats", "text.startsWith('−')")
    assert page.evaluate("learned.at(-1).saturating") is True


def test_background_arrows_and_net_can_be_switched(page, playground):
    "D*, no arrows, the net: another picture each, and D* says what it is"
    show_widget(page, playground)
    wait_for_row(page, STEPS, "text === '0, 0'")
    pictures = [picture(page)]
    for act in (lambda: press(page, "D*, the best"), lambda: turn(page, "Arrows"), lambda: turn(page, "Net of codes")):
        act()
        page.wait_for_function(
            "(old) => document.querySelector('.gc-gan-pad canvas').toDataURL() !== old", arg=pictures[-1]
        )
        pictures.append(picture(page))
    assert len(set(pictures)) == 4
    page.get_by_text("kernel density of 512 generated points").wait_for()


def test_data_without_centres_have_no_modes(page, playground):
    "Two moons; the row goes"
    show_widget(page, playground)
    page.get_by_text("Modes covered").locator("visible=true").wait_for()
    page.get_by_role("combobox", name="Data").select_option(label="Two moons")
    page.get_by_text("Modes covered").locator("visible=true").wait_for(state="detached")
    assert page.evaluate("learned.at(-1).distribution") == "moons"
    said(page, "Paused after 0 steps")


def test_python_moves_the_widget(page, playground):
    "Traits set from outside"
    show_widget(page, playground)
    page.evaluate("model.set('freeze_d', true), model.set('saturating', true), model.set('running', true)")
    wait_for_steps(page, 5)
    assert page.get_by_role("switch", name="Freeze D").get_attribute("aria-checked") == "true"
    page.evaluate("model.set('running', false)")
    page.get_by_role("button", name="Run").locator("visible=true").wait_for()
    page.wait_for_function("learned.at(-1)._steps[1] >= 5")


def test_data_can_be_painted_by_mouse(page, playground):
    "A stroke; the game starts when there is something to learn"
    errors = show_widget(page, playground, distribution="painted")
    page.get_by_text("Paint some points first").locator("visible=true").wait_for()
    expect(page.get_by_role("button", name="Run").locator("visible=true")).to_be_disabled()
    box = page.locator(".gc-gan-pad:visible").bounding_box()
    x, y = box["x"] + 0.3 * box["width"], box["y"] + 0.5 * box["height"]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 100, y, steps=8)
    page.mouse.up()
    page.wait_for_function("learned.at(-1)?.painted.length >= 5")
    points = page.evaluate("learned.at(-1).painted")
    assert all(abs(y) < 0.05 for _, y in points)
    assert points[0][0] == pytest.approx(-1.2, abs=0.05)
    press(page, "Run")
    wait_for_steps(page, 3)
    press(page, "Pause")
    press(page, "Erase all")
    page.wait_for_function("learned.at(-1).painted.length === 0")
    seen_text(page, "Paint some points first").locator("visible=true").wait_for()
    assert errors == []


def test_data_can_be_painted_from_the_keyboard(page, playground):
    "Arrow keys move the brush, Enter and Space paint, a button takes back"
    show_widget(page, playground, distribution="painted")
    brush = page.get_by_role("slider", name="Brush")
    brush.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    expect(brush).to_have_attribute("aria-valuetext", "x 1.0, y 0.1, 2 points painted")
    assert page.evaluate("learned.at(-1).painted") == [[0, 0], [1, 0.1]]
    press(page, "Take back a point")
    page.wait_for_function("learned.at(-1).painted.length === 1")


def test_a_full_painting_says_so(page, playground):
    "Four hundred points, and no more"
    painted = [[x / 10 - 1, y / 10 - 1] for x in range(20) for y in range(20)]
    show_widget(page, playground, distribution="painted", painted=painted)
    seen_text(page, "Your painting is full, with 400 points.").wait_for()
    page.get_by_role("slider", name="Brush").press("Enter")
    assert page.evaluate("state.painted.length") == 400
    press(page, "Take back a point")
    seen_text(page, "Your painting is full").wait_for(state="detached")


def test_own_data_are_offered_and_scaled(page):
    "With a word on how"
    show_widget(page, make_playground(data=100 * two_moons(50)))
    page.get_by_text("moved and scaled to fit").wait_for()
    assert page.get_by_role("combobox", name="Data").input_value() == "own"
    press(page, "Step D")
    wait_for_row(page, STEPS, "text === '1, 0'")


def test_who_wants_no_motion_starts_at_rest(page, playground):
    "Even where Python said run; Run still works"
    page.emulate_media(reduced_motion="reduce")
    show_widget(page, playground, running=True)
    page.wait_for_function("learned.at(-1)?.running === false")
    press(page, "Run")
    wait_for_steps(page, 5)


def test_out_of_sight_it_rests(page, playground):
    "Scrolled away, and back"
    show_widget(page, playground)
    press(page, "Run")
    wait_for_steps(page, 3)
    page.evaluate(
        "document.body.insertAdjacentHTML('afterbegin', '<div style=\"height: 4000px\"></div>'), scrollTo(0, 0)"
    )
    page.wait_for_function(
        """async () => {
          const row = () => document.querySelector('.gc-gan-rows dd').textContent;
          const before = row();
          for (let i = 0; i < 20; i++) await new Promise(requestAnimationFrame);
          return row() === before;
        }"""
    )
    before = row(page, STEPS)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    wait_for_news(page, STEPS, before)


def test_two_views_agree_and_a_removed_one_leaves_nothing(page, playground):
    "Listeners go with the view, ids are unique"
    errors = show_widget(page, playground, views=2)
    page.get_by_role("switch", name="Freeze G").first.click()
    switches = page.get_by_role("switch", name="Freeze G").all()
    for switch in switches:
        expect(switch).to_have_attribute("aria-checked", "true")
    ids = page.evaluate("[...document.querySelectorAll('.gencourse [id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))
    page.evaluate("closers.forEach((close) => close())")
    assert page.evaluate("model.listening()") == 0
    assert page.locator(".gencourse").count() == 0
    assert errors == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("tab", TABS)
def test_axe_finds_nothing_serious(page, playground, tab, dark):
    "In all tabs, in both themes"
    show_widget(page, playground, dark=dark, tab=tab)
    page.locator(".gc-gan-rows:visible dd").first.wait_for()
    unfold(page, "")
    violations = Axe().run(page).response["violations"]
    assert [v["id"] for v in violations if v["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("width", [360, 700, 900])
@pytest.mark.parametrize("tab", TABS)
def test_nothing_sticks_out_when_it_is_narrow(page, playground, tab, width):
    "In one column, or two; what is folded away included, and large enough for a finger"
    page.set_viewport_size({"width": width, "height": 900})
    show_widget(page, playground, tab=tab)
    page.locator(".gc-gan-rows:visible dd").first.wait_for()
    unfold(page, "")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert too_small(page) == []
    assert labels_without_a_space(page) == []


def test_run_stands_beside_the_plane_and_the_rest_is_folded_away(page, playground):
    "Large, and first among the controls; speed, seed, single steps, curves come when they are asked for, by keys too"
    show_widget(page, playground)
    run, plane = (page.locator(f"{part}:visible").bounding_box() for part in (".gc-gan-run", ".gc-gan-pad"))
    assert run["x"] >= plane["x"] + plane["width"]
    assert plane["y"] - 1 <= run["y"] <= plane["y"] + 60
    assert run["width"] >= 200
    assert run["height"] >= 40
    for hidden in ("Step D", "Step G", "D*, the best"):
        expect(page.get_by_role("button", name=hidden, exact=True, include_hidden=True).first).to_be_hidden()
    summaries = page.locator(".gc-gan-fold:visible summary")
    assert summaries.count() == 3
    summaries.first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Step D")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Step D", include_hidden=True)).to_be_hidden()


def test_curves_are_drawn_when_they_are_unfolded(page, playground):
    "With all that was played before"
    show_widget(page, playground)
    for _ in range(3):
        press(page, "Step D")
    wait_for_row(page, STEPS, "text === '3, 0'")
    lines = page.locator(".gc-gan-frame path.gc-line")
    assert lines.evaluate_all("paths => paths.map((path) => path.getAttribute('d'))") == [None] * 3
    unfold(page, "")
    page.wait_for_function(
        """() => [...document.querySelectorAll('.gc-gan-frame path.gc-line')].every(
          (path) => path.getAttribute('d')?.split('L').length === 4)"""
    )


def test_the_pictures_have_names(page, playground):
    "Plane and curves, with the numbers in words"
    show_widget(page, playground)
    press(page, "Step D")
    unfold(page, "")
    page.get_by_role("img", name=re.compile("^Ring of 8: real points as dots, .* Paused after 1 step of D")).wait_for()
    page.get_by_role("img", name=re.compile("^Losses of D and G over the steps. Paused after 1")).wait_for()
    page.get_by_role("img", name=re.compile("^Accuracy of D over the steps. Paused after 1")).wait_for()


def test_the_saved_page_lives_offline(new_page, tmp_path, playground):
    "From a file, as it was saved; nothing is asked of the network"
    playground.distribution, playground.seed = "grid", 4
    path = playground.save_html(tmp_path / "page.html", title="GAN playground")
    page = new_page(offline=True)
    errors = watch_errors(page, files_only=True)
    page.goto(path.as_uri())
    wait_for_row(page, "Modes covered", "text.endsWith('of 9')")
    press(page, "Run")
    wait_for_steps(page, 10)
    press(page, "Pause")
    page.get_by_text("Paused after").wait_for(state="attached")
    assert errors == []
