import pytest
import torch
from axe_playwright_python.sync_playwright import Axe

from gencourse.widgets.cures.words import TITLES
from tests.browser.cures.page import LOSS, MOMENTS, NOISE, TIME, make_cures, make_runs
from tests.browser.page_actions import learned, seen_text, wait_a_frame, watch_errors
from tests.browser.plain_page import show_widget


@pytest.fixture
def cures():
    return make_cures()


def turn(page, name):
    page.get_by_role("switch", name=name).click()


def is_on(page, name):
    return page.get_by_role("switch", name=name).get_attribute("aria-checked") == "true"


def digits_at(page, plate=0):
    "Where the 0s are drawn: the first ten of their x, in units of the drawing."
    text = page.locator("svg g > .gc-cures-digits").filter(has_text="0000").nth(plate)
    return [float(x) for x in text.get_attribute("x").split()[:10]]


def settled(page):
    "Wait until the codes have flown to their places."
    page.evaluate(
        """async () => {
          const where = () => [...document.querySelectorAll('.gc-cures-digits, .gc-cures-regions')]
            .map((node) => node.getAttribute('x') + node.getAttribute('d')).join();
          for (let last = '', same = 0; same < 5; ) {
            await new Promise(requestAnimationFrame);
            const now = where();
            same = now === last ? same + 1 : 0;
            last = now;
          }
        }"""
    )


def expected_x(cures, name, moment):
    "Of the first ten 0s: the codes 0, 10, 20, ..."
    mean = make_runs()[name][moment][0][0:100:10, 0]
    x, _, half = cures._data.common
    return (200 * (1 + (mean - x) / half)).tolist()


def test_two_switches_show_four_models(page, cures):
    "By role and name; the codes stand where the model put them, Python learns the switch"
    errors = show_widget(page, cures)
    for name, press in (("neither", None), ("loss", LOSS), ("both", NOISE), ("noise", LOSS)):
        if press:
            turn(page, press)
        seen_text(page, TITLES[name], exact=True).wait_for()
        settled(page)
        assert digits_at(page) == pytest.approx(expected_x(cures, name, MOMENTS - 1), abs=0.06)
    assert (learned(page)["loss"], learned(page)["noise"]) == (False, True)
    assert (is_on(page, LOSS), is_on(page, NOISE)) == (False, True)
    assert "it no longer matters" in page.locator(".gc-sentence").text_content()
    assert errors == []


def test_each_code_has_its_ellipse_of_one_sigma(page, cures):
    "In units of the drawing; none without noise, and none that is too small to be seen"
    show_widget(page, cures, loss=True, noise=True, same_scale=False)
    settled(page)
    path = page.locator(".gc-cures-regions").first.get_attribute("d")
    window = cures._frame["windows"]["both"][-1]
    assert float(path.split("a")[1].split(" ")[0]) == pytest.approx(0.2 * 200 / window[2], rel=0.01)
    assert path.count("M") == 30  # 300 codes, ten digits
    turn(page, LOSS)
    settled(page)
    assert page.locator(".gc-cures-regions").first.get_attribute("d") == ""


def test_the_switches_work_from_the_keyboard(page, cures):
    "Tab to them, Space turns"
    show_widget(page, cures)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert (is_on(page, LOSS), is_on(page, NOISE)) == (True, True)
    assert learned(page)["loss"] is True


def test_time_goes_by_slider(page, cures):
    "Arrow keys step through the snapshots; the numbers are those of the snapshot"
    show_widget(page, cures)
    slider = page.get_by_role("slider", name=TIME)
    assert slider.get_attribute("aria-valuetext") == "after epoch 10 of 10"
    slider.focus()
    page.keyboard.press("ArrowLeft")
    assert slider.get_attribute("aria-valuetext") == "after epoch 5 of 10"
    seen_text(page, "after epoch 5 of 10").wait_for()
    assert learned(page)["moment"] == 3
    settled(page)
    assert digits_at(page) == pytest.approx(expected_x(cures, "neither", 3), abs=0.06)
    names, numbers = (page.locator(f".gc-readings {tag}").all_text_contents() for tag in ("dt", "dd"))
    assert list(zip(names, numbers, strict=True)) == cures._frame["rows"]["neither"][3]
    page.keyboard.press("Home")
    assert slider.get_attribute("aria-valuetext") == "before training"


def test_playing_runs_through_the_training_and_rests_at_its_end(page, cures):
    "From the start; codes are seen between their places, Python learns once"
    page.clock.install()
    show_widget(page, cures)
    page.clock.pause_at("2100-01-01")
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Pause").wait_for()
    seen = set()
    for _ in range(8):
        page.clock.run_for(40)
        seen.add(tuple(digits_at(page)))
    assert len(seen) > 4
    page.clock.run_for(5000)
    page.get_by_role("button", name="Play").wait_for()
    assert page.get_by_role("slider", name=TIME).get_attribute("aria-valuetext") == "after epoch 10 of 10"
    assert page.evaluate("learned.length") == 1
    assert learned(page)["moment"] == MOMENTS - 1


def test_a_switch_may_be_turned_while_it_plays(page, cures):
    "And Pause stops at the snapshot that is named"
    page.clock.install()
    errors = show_widget(page, cures, moment=0)
    page.clock.pause_at("2100-01-01")
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(500)
    turn(page, NOISE)
    page.clock.run_for(500)
    assert page.get_by_role("slider", name=TIME).get_attribute("aria-valuetext") == "after epoch 2 of 10"
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(500)
    assert learned(page)["moment"] == 2
    assert digits_at(page) == pytest.approx(expected_x(cures, "noise", 2), abs=0.06)
    assert errors == []


def test_codes_fly_from_one_map_to_the_other(page, cures):
    "In 400 ms; half of them and they are half way"
    page.clock.install()
    show_widget(page, cures)
    page.clock.pause_at("2100-01-01")
    start, end = (torch.tensor(expected_x(cures, name, MOMENTS - 1)) for name in ("neither", "loss"))
    turn(page, LOSS)
    page.clock.run_for(200)
    half_way = torch.tensor(digits_at(page))
    assert ((half_way - start) / (end - start)).tolist() == pytest.approx([0.5] * 10, abs=0.15)
    page.clock.run_for(300)
    assert digits_at(page) == pytest.approx(end.tolist(), abs=0.06)


def test_who_wants_no_motion_sees_each_map_at_once(page, cures):
    "No flight after a switch, and playing goes from snapshot to snapshot"
    page.emulate_media(reduced_motion="reduce")
    page.clock.install()
    show_widget(page, cures)
    page.clock.pause_at("2100-01-01")
    turn(page, LOSS)
    page.clock.run_for(40)
    assert digits_at(page) == pytest.approx(expected_x(cures, "loss", MOMENTS - 1), abs=0.06)
    page.get_by_role("button", name="Play").click()
    for moment, milliseconds in ((0, 300), (1, 300), (2, 300)):
        page.clock.run_for(milliseconds)
        assert digits_at(page) == pytest.approx(expected_x(cures, "loss", moment), abs=0.06)


def test_python_moves_the_widget(page, cures):
    "Traits set from outside, also while it plays"
    show_widget(page, cures)
    page.get_by_role("button", name="Play").click()
    page.evaluate("model.set('loss', true), model.set('noise', true), model.set('moment', 2)")
    settled(page)
    assert (is_on(page, LOSS), is_on(page, NOISE)) == (True, True)
    assert page.get_by_role("slider", name=TIME).get_attribute("aria-valuetext") == "after epoch 2 of 10"
    assert digits_at(page) == pytest.approx(expected_x(cures, "both", 2), abs=0.06)


def test_the_scale_is_the_same_or_fits(page, cures):
    "The same: a loupe where the codes are a heap; fitting: the map is theirs"
    show_widget(page, cures, loss=True)
    settled(page)
    seen_text(page, "magnified").wait_for()
    small = digits_at(page)
    page.get_by_role("group", name="Scale of the map").get_by_role("button", name="Fit to the codes").click()
    settled(page)
    seen_text(page, "magnified").wait_for(state="hidden")
    large = digits_at(page)
    assert max(large) - min(large) > 4 * (max(small) - min(small))
    assert learned(page)["same_scale"] is False
    page.get_by_role("button", name="Same scale").click()
    turn(page, LOSS)
    settled(page)
    seen_text(page, "magnified").wait_for(state="hidden")


def test_two_views_agree_and_a_removed_one_leaves_nothing(page, cures):
    "Listeners go with the view, ids are unique"
    errors = show_widget(page, cures, views=2)
    page.get_by_role("switch", name=NOISE).first.click()
    assert [node.get_attribute("aria-checked") for node in page.get_by_role("switch", name=NOISE).all()] == ["true"] * 2
    ids = page.evaluate("[...document.querySelectorAll('.gencourse [id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))
    page.evaluate("closers.forEach((close) => close())")
    assert page.evaluate("model.listening()") == 0
    assert page.locator(".gencourse").count() == 0
    assert errors == []


def test_what_is_seen_is_also_said(page, cures):
    "The map has a name, the news is read out once it is quiet"
    show_widget(page, cures)
    page.get_by_role("img", name="Map of 300 of 320 codes. Neither: an autoencoder, after epoch 10").wait_for()
    seen_text(page, "300 of 320 codes are drawn").wait_for()
    turn(page, LOSS)
    page.wait_for_function(
        "document.querySelector('[aria-live]').textContent.startsWith('The loss alone, after epoch')"
    )
    page.get_by_role("img", name="The loss alone").wait_for()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("on", [False, True], ids=["neither", "both"])
def test_axe_finds_nothing_serious(page, cures, dark, on):
    "In both themes"
    show_widget(page, cures, dark=dark, loss=on, noise=on)
    settled(page)
    violations = Axe().run(page).response["violations"]
    assert [v["id"] for v in violations if v["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("width", [340, 700, 900])
def test_nothing_sticks_out_when_it_is_narrow(page, cures, width):
    "In one column, or two"
    page.set_viewport_size({"width": width, "height": 900})
    show_widget(page, cures)
    wait_a_frame(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_labels_there_are_dots_and_with_one_snapshot_no_clock(page):
    "The least that it takes"
    errors = show_widget(page, make_cures(labels=None))
    settled(page)
    assert page.locator(".gc-cures-dots").first.get_attribute("d").count("M") == 300
    runs = {name: run[-1:] for name, run in make_runs().items()}
    show_widget(page, type(make_cures())(runs))
    assert page.get_by_role("slider").count() == 0
    turn(page, NOISE)
    seen_text(page, "Noise alone").wait_for()
    assert errors == []


def test_the_saved_page_lives_offline(new_page, tmp_path, cures):
    "From a file: switches, time and play, as it was saved; nothing is asked of the network"
    cures.noise, cures.moment = True, 2
    path = cures.save_html(tmp_path / "page.html", title="Two switches")
    page = new_page(offline=True)
    errors = watch_errors(page, files_only=True)
    page.goto(path.as_uri())
    assert (is_on(page, LOSS), is_on(page, NOISE)) == (False, True)
    seen_text(page, "after epoch 2 of 10").wait_for()
    turn(page, LOSS)
    settled(page)
    assert digits_at(page) == pytest.approx(expected_x(cures, "both", 2), abs=0.06)
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Play").wait_for()
    seen_text(page, "after epoch 10 of 10").wait_for()
    assert errors == []
