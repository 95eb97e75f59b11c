import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.page_actions import watch_errors
from tests.browser.plain_page import show_widget
from tests.browser.rate.page import BETAS, make_images, make_rates, make_vae


@pytest.fixture
def rates():
    return make_rates()


def slider(page):
    return page.get_by_role("slider", name="Beta")


def expect_shown(page, rates, beta):
    "Wait until everything shows this beta: slider, numbers, sentence, line, pictures."
    i = BETAS.index(beta)
    expect(slider(page).first).to_have_attribute("aria-valuetext", f"beta {beta:g}")
    expect(page.locator(".gc-title").first).to_have_text(f"Beta {beta:g}")
    expect(page.locator(".gc-sentence").first).to_have_text(rates._frame["sentences"][i])
    expect(page.locator(".gc-readings").first.locator("dd")).to_have_text([text for _, text in rates._frame["rows"][i]])
    expect(page.locator(".gc-rate-key").first).to_have_text(
        f"at this beta: distortion + {beta:g} × rate = {rates._frame['said'][i][2]}"
    )
    expect(page.get_by_role("img", name=f"reconstructed at beta {beta:g}").first).to_be_visible()


def expect_learned(page, beta):
    page.wait_for_function("(beta) => learned.at(-1)?.beta === beta", arg=beta)


def test_it_shows_the_beta_that_python_chose(page, rates):
    "And all the others on the curve"
    errors = show_widget(page, rates, beta=4.0)
    expect_shown(page, rates, 4.0)
    expect(page.locator(".gc-rate-point")).to_have_count(len(BETAS))
    assert errors == []


def test_arrow_keys_and_the_ends(page, rates):
    "One beta a key; Python learns each"
    errors = show_widget(page, rates)
    expect_shown(page, rates, 1.0)
    slider(page).focus()
    for key, beta in (("ArrowRight", 4.0), ("ArrowLeft", 1.0), ("Home", 0.0), ("ArrowUp", 0.5), ("End", 4.0)):
        page.keyboard.press(key)
        expect_shown(page, rates, beta)
        expect_learned(page, beta)
    assert errors == []


def test_dragging_shows_each_beta_on_the_way_and_tells_python_once(page, rates):
    "On release"
    errors = show_widget(page, rates)
    expect_shown(page, rates, 1.0)
    box = slider(page).bounding_box()
    at = [box["x"] + 7 + i * (box["width"] - 14) / (len(BETAS) - 1) for i in range(len(BETAS))]
    middle = box["y"] + box["height"] / 2
    page.mouse.move(at[2], middle)
    page.mouse.down()
    for i in (1, 0, 3):
        page.mouse.move(at[i], middle)
        expect_shown(page, rates, BETAS[i])
    assert page.evaluate("learned.length") == 0
    page.mouse.up()
    expect_learned(page, 4.0)
    assert page.evaluate("learned.length") == 1
    assert errors == []


def test_a_click_takes_the_nearest_point(page, rates):
    "On the plane"
    show_widget(page, rates)
    expect_shown(page, rates, 1.0)
    for i in (3, 0, 1):
        box = page.locator(".gc-rate-point").nth(i).bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2 + 3, box["y"] + box["height"] / 2 - 3)
        expect_shown(page, rates, BETAS[i])
        expect_learned(page, BETAS[i])


def test_python_moves_the_widget(page, rates):
    "The trait set from outside"
    show_widget(page, rates)
    expect_shown(page, rates, 1.0)
    page.evaluate("model.set('beta', 0.5)")
    expect_shown(page, rates, 0.5)
    chosen = page.locator(".gc-rate-name.gc-now-named")
    expect(chosen).to_have_text("β 0.5")


def test_two_views_agree_and_a_removed_one_leaves_nothing(page, rates):
    "Listeners go with the view"
    errors = show_widget(page, rates, views=2)
    expect_shown(page, rates, 1.0)
    slider(page).first.focus()
    page.keyboard.press("End")
    for view in slider(page).all():
        expect(view).to_have_attribute("aria-valuetext", "beta 4")
    page.evaluate("closers.forEach((close) => close())")
    assert page.evaluate("model.listening()") == 0
    expect(page.locator(".gencourse")).to_have_count(0)
    assert errors == []


def test_what_is_seen_is_also_said(page, rates):
    "Plane, bars and pictures have names that follow; the news is read out once it is quiet"
    show_widget(page, rates)
    expect_shown(page, rates, 1.0)
    slider(page).focus()
    page.keyboard.press("End")
    expect(page.locator("[aria-live=polite]")).to_have_text(f"Beta 4. {rates._frame['sentences'][3]}")
    plane = page.get_by_role("img", name="Distortion against rate, in nats per image. beta 0: rate 212.3")
    expect(plane).to_have_attribute("aria-label", re.compile("The floor of grey pixels is 13.4.*Beta 4 is chosen"))
    bars = page.get_by_role("img", name="KL of each unit at beta 4, in nats: ")
    expect(bars).to_have_attribute("aria-label", re.compile("0.00. Inactive: 4.$"))
    for name in ("3 test images", "The same images, reconstructed at beta 4", "5 samples from the prior at beta 4"):
        expect(page.get_by_role("img", name=name)).to_be_visible()


def test_one_model_needs_no_slider(page):
    "It is shown all the same"
    errors = show_widget(page, type(make_rates())({2.0: make_vae(1.0)}, make_images()))
    expect(page.locator(".gc-title")).to_have_text("Beta 2")
    expect(page.get_by_role("slider")).to_have_count(0)
    assert errors == []


def test_many_betas_are_named_where_there_is_room(page):
    "Thirty points, some names; the chosen one always has its own"
    rates = type(make_rates())({0.25 * i: make_vae(1.0) for i in range(30)}, make_images(), beta=3.25)
    errors = show_widget(page, rates)
    expect(page.locator(".gc-rate-name.gc-now-named")).to_have_text("β 3.25")
    expect(page.locator(".gc-rate-plane text").filter(visible=True).filter(has_text="β")).to_have_count(1)
    assert errors == []


def test_an_error_is_shown_in_the_widget(page, rates):
    "Never silence"
    show_widget(page, rates, _frame={})
    expect(page.get_by_role("alert")).to_contain_text("This widget stopped: ")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("beta", [0.0, 4.0])
def test_axe_finds_nothing_serious(page, rates, dark, beta):
    "In both themes"
    show_widget(page, rates, dark=dark, beta=beta)
    expect_shown(page, rates, beta)
    violations = Axe().run(page).response["violations"]
    assert [v["id"] for v in violations if v["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("width", [360, 700, 900])
def test_nothing_sticks_out_when_it_is_narrow(page, rates, width):
    "One column, or two"
    page.set_viewport_size({"width": width, "height": 900})
    show_widget(page, rates)
    expect_shown(page, rates, 1.0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    plane, bars = (page.locator(name).bounding_box() for name in (".gc-rate-plane", ".gc-rate-bars"))
    assert (plane["x"] < bars["x"]) == (width >= 700)


def test_the_saved_page_lives_offline(new_page, tmp_path, rates):
    "From a file, as it was saved, and it moves; nothing is asked of the network"
    rates.beta = 0.5
    path = rates.save_html(tmp_path / "page.html", title="The price of a nat")
    page = new_page(offline=True)
    errors = watch_errors(page, files_only=True)
    page.goto(path.as_uri())
    expect_shown(page, rates, 0.5)
    slider(page).focus()
    page.keyboard.press("End")
    expect_shown(page, rates, 4.0)
    assert errors == []


def test_where_no_script_runs_the_page_is_a_picture_with_words(new_page, tmp_path, rates):
    "As in a notebook that is opened and not run"
    path = rates.save_html(tmp_path / "page.html")
    page = new_page(java_script_enabled=False)
    page.goto(path.as_uri())
    picture = page.get_by_role(
        "img", name="Beta 1. A nat of rate is worth it only if it takes 1 nat off the distortion."
    )
    expect(picture).to_be_visible()
    expect(picture).to_have_attribute("alt", rates.describe())
