"The two tabs in which the learner plays one of the players."

import re

import pytest
from playwright.sync_api import expect

from tests.browser.gan.page import (
    TABS,
    hurry,
    make_playground,
    press,
    row,
    train_until,
    turn,
    wait_for_news,
    wait_for_row,
)
from tests.browser.page_actions import wait_a_frame
from tests.browser.plain_page import show_widget

CENTRES = [(2, 0), (1.41, 1.41), (0, 2), (-1.41, 1.41), (-2, 0), (-1.41, -1.41), (0, -2), (1.41, -1.41)]


@pytest.fixture(autouse=True)
def clock(page):
    "The page's own, which hurry() can push."
    page.clock.install()


@pytest.fixture
def playground():
    return make_playground()


def handle(page, i):
    return page.get_by_role("slider", name=f"Your handle {i}.")


def drag(page, node, to):
    "Take the handle to a point of the plane."
    box = page.locator(".gc-gan-pad:visible").bounding_box()
    dot = node.locator(".gc-dot").bounding_box()
    page.mouse.move(dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2)
    page.mouse.down()
    x, y = to
    page.mouse.move(box["x"] + (x + 3) / 6 * box["width"], box["y"] + (3 - y) / 6 * box["height"], steps=3)
    page.mouse.up()


def rested(page):
    said = page.get_by_text("D has learned what it could").locator("visible=true")
    hurry(page, lambda: said.count() > 0)


def test_the_discriminator_learns_against_the_learner_and_rests(page, playground):
    "It tells them apart, says so at each handle, and stops"
    errors = show_widget(page, playground, tab="generator")
    train_until(page, "Accuracy of D", "parseInt(text) >= 90")
    rested(page)
    expect(handle(page, 1)).to_have_attribute("aria-valuetext", "x −0.8, y 0.3; D says 0 % real")
    loss = row(page, "Loss of D, nats")
    wait_a_frame(page, 20)
    assert row(page, "Loss of D, nats") == loss
    assert errors == []


def test_a_learner_on_all_modes_leaves_nothing_to_tell_apart(page, playground):
    "Every handle on a mode: D is right for about half"
    show_widget(page, playground, tab="generator")
    train_until(page, "Accuracy of D", "parseInt(text) >= 80")
    for i, centre in enumerate(CENTRES):
        drag(page, handle(page, i + 1), centre)
    wait_for_row(page, "Modes covered", "text === '8 of 8'")
    rested(page)
    wait_for_row(page, "Accuracy of D", "parseInt(text) <= 70")


def test_handles_move_by_keys_and_wake_the_discriminator(page, playground):
    "A tenth of a unit, with Shift a whole one"
    show_widget(page, playground, tab="generator")
    rested(page)
    handle(page, 1).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowLeft")
    expect(handle(page, 1)).to_have_attribute("aria-valuetext", re.compile("^x −1.8, y 0.[34];"))
    rested(page)


def test_following_the_arrows_goes_down_the_loss(page, playground):
    "Of a discriminator that stands still: the learner's loss falls, each verdict rises"
    show_widget(page, playground, tab="generator")
    rested(page)
    turn(page, "D learns")
    page.get_by_text("D stands still").locator("visible=true").wait_for()
    before = row(page, "Your loss, nats")
    for _ in range(3):
        press(page, "Follow the arrows")
    after = wait_for_news(page, "Your loss, nats", before)
    assert float(after.replace("−", "-")) < float(before.replace("−", "-"))


def test_the_generator_follows_the_learners_bumps(page, playground):
    "It runs to one, and the accuracy of the learner falls"
    errors = show_widget(page, playground, tab="discriminator")
    wait_for_row(page, "Steps of G", "text === '0'")
    press(page, "Step G")
    wait_for_row(page, "Steps of G", "text === '1'")
    press(page, "Run")
    train_until(page, "Largest heap", "parseInt(text) >= 95")
    page.get_by_text("G has run to one place").wait_for()
    press(page, "Pause")
    page.get_by_role("button", name="Run").locator("visible=true").wait_for()
    loss = row(page, "Loss of G, nats")
    bump = page.get_by_role("slider", name="Bump B.")
    bump.focus()
    page.keyboard.press("Shift+ArrowLeft")
    expect(bump).to_have_attribute("aria-valuetext", "x 0.4, y −1.4")
    assert float(wait_for_news(page, "Loss of G, nats", loss)) > float(loss)  # the peak is elsewhere now
    assert errors == []


def test_heights_are_sliders_and_a_hole_repels(page, playground):
    "All three bumps below zero: nobody looks real"
    show_widget(page, playground, tab="discriminator")
    wait_for_row(page, "Loss of G, nats", "Number(text) < 1.5")
    for letter in "ABC":
        page.get_by_role("slider", name=f"Slider, height of {letter}").focus()
        page.keyboard.press("Home")
    wait_for_row(page, "Loss of G, nats", "Number(text) > 2")


def test_a_line_is_chased_to_the_edge(page, playground):
    "It has no highest place"
    show_widget(page, playground, tab="discriminator")
    press(page, "A line")
    page.get_by_role("slider", name="The line.").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("slider", name="Its normal")).to_have_attribute("aria-valuetext", "x 0.5, y 0.0")
    press(page, "Run")
    train_until(page, "Loss of G, nats", "Number(text) <= 0.05")


@pytest.mark.parametrize("tab", ["generator", "discriminator"])
def test_without_data_the_tab_says_what_to_do(page, playground, tab):
    "An empty painting"
    errors = show_widget(page, playground, tab=tab, distribution="painted")
    page.get_by_text("There are no data").locator("visible=true").wait_for()
    assert errors == []


def test_without_data_the_generator_stops(page, playground):
    "It ran against the learner; data that come back do not start it"
    show_widget(page, playground, tab="discriminator")
    press(page, "Run")
    wait_for_row(page, "Steps of G", "Number(text) >= 5")
    page.get_by_role("combobox", name="Data").select_option(label="Your painting")
    run = page.locator(".gc-gan-run:visible")
    expect(run).to_have_text("Run")
    page.get_by_role("combobox", name="Data").select_option(label="Ring of 8")
    wait_for_row(page, "Steps of G", "text === '0'")
    expect(run).to_be_enabled()


def test_the_tabs_keep_what_each_has_done(page, playground):
    "There and back; Python learns the tab"
    show_widget(page, playground)
    press(page, "Step D")
    wait_for_row(page, "Steps of D, of G", "text === '1, 0'")
    for tab, title in list(TABS.items())[1:]:
        page.get_by_role("tab", name=title).click()
        page.wait_for_function("(tab) => learned.at(-1).tab === tab", arg=tab)
        page.locator(".gc-gan-rows:visible dd").first.wait_for()
    page.get_by_role("tab", name=TABS["train"]).click()
    wait_for_row(page, "Steps of D, of G", "text === '1, 0'")
