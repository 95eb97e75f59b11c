import pytest
import torch
from torch.testing import assert_close

from gencourse.widgets.latent.path import between, log_prior, positions
from tests.browser.kernel_page import show_with_kernel
from tests.browser.latent.page import Kernel, make_codes, make_decoder, make_explorer, press_map, share_seen_at_once
from tests.browser.page_actions import drag_slider, learned, number, pixels, wait_a_frame
from tests.browser.plain_page import show_widget

SLIDER = "Position between A and B"


@pytest.fixture(autouse=True)
def tall(page):
    page.set_viewport_size({"width": 900, "height": 950})


@pytest.fixture
def explorer():
    explorer = make_explorer()
    explorer.ends, explorer.tab = [3, 11], "between"
    return explorer


def code(ends, position, path="straight", latents=2):
    codes = make_codes(60, latents)
    return between(codes[ends[0]], codes[ends[1]], torch.tensor([position]), path)[0]


def decoded(z):
    return (255 * make_decoder(len(z))(z[None].float()).sigmoid()).round().detach().reshape(28, 28)


def assert_seen(seen, picture):
    assert_close(seen.float(), picture, rtol=0, atol=1.0)


def test_sliding_decodes_the_way_and_fades_the_pixels(page, explorer):
    "While it goes, with no word from Python; on release Python learns the place and its code"
    errors = show_widget(page, explorer)
    drag_slider(page, SLIDER, share=0.6, release=False)
    assert page.evaluate("learned.length") == 0
    position = float(page.get_by_role("slider", name=SLIDER).evaluate("node => node.value"))
    assert position == pytest.approx(0.6, abs=0.01)
    assert_seen(pixels(page, "decoded picture"), decoded(code([3, 11], position)))
    a, b = (explorer._data.images[i, ..., 0].float() for i in (3, 11))
    assert_seen(pixels(page, "pixel cross-fade at"), (1 - position) * a + position * b)
    page.mouse.up()
    assert page.evaluate("learned.length") == 1
    assert learned(page)["position"] == pytest.approx(position)
    assert learned(page)["z"] == pytest.approx(code([3, 11], position).tolist(), abs=1e-5)
    assert errors == []


def test_two_images_are_chosen_by_their_thumbnails(page, explorer):
    "A, then B; Python learns both"
    show_widget(page, explorer)
    labels = explorer._given["labels"].tolist()
    assert page.get_by_role("button", name=f"A: image 3, {labels[3]}").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name=f"image 5, {labels[5]}", exact=True).click()
    page.get_by_role("button", name="More images").click()
    page.get_by_role("button", name=f"image 14, {labels[14]}", exact=True).click()
    assert learned(page)["ends"] == [5, 14]
    page.get_by_role("button", name=f"B: image 14, {labels[14]}").click()
    page.get_by_role("button", name=f"image 9, {labels[9]}", exact=True).click()
    assert learned(page)["ends"] == [5, 9]


def test_arrows_go_from_image_to_image(page, explorer):
    "One stop of the Tab key, Enter chooses"
    show_widget(page, explorer)
    page.get_by_role("group", name="Images").get_by_role("button").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert learned(page)["ends"] == [2, 11]
    assert page.locator(".gc-gallery [tabindex='0']").count() == 1


def test_two_places_on_the_map_choose_the_nearest_codes(page, explorer):
    "The first press is A, the second B"
    show_widget(page, explorer)
    (left, low), (right, high) = explorer._data.low, explorer._data.high
    expected = []
    for x, y in ((0.3, 0.7), (0.6, 0.2)):
        press_map(page, x, y)
        place = torch.tensor([left + x * (right - left), low + y * (high - low)])
        expected.append(int((make_codes(60) - place).norm(dim=1).argmin()))
    assert learned(page)["ends"] == expected


def test_the_way_is_drawn_on_the_map_and_the_dot_moves_on_it(page, explorer):
    "Spherical ways are curved"
    show_widget(page, explorer)
    wait_a_frame(page)
    straight = page.locator(".gc-path").get_attribute("d")
    page.get_by_role("button", name="Spherical").click()
    wait_a_frame(page)
    assert page.locator(".gc-path").get_attribute("d") != straight
    assert learned(page)["path"] == "spherical"
    assert page.get_by_role("button", name="Spherical").get_attribute("aria-pressed") == "true"
    drag_slider(page, SLIDER, share=0.5)
    z = code([3, 11], learned(page)["position"], "spherical")
    assert learned(page)["z"] == pytest.approx(z.tolist(), abs=1e-5)
    (left, low), (right, _) = explorer._data.low, explorer._data.high
    place = page.locator(".gc-map .gc-here-now").get_attribute("transform")
    x, y = map(float, place.removeprefix("translate(").removesuffix(")").split())
    assert [x / 400, 1 - y / 400] == pytest.approx(
        ((z - torch.tensor([left, low])) / (right - left)).tolist(), abs=1e-4
    )


def test_the_curve_is_the_log_prior_along_the_way(page, explorer):
    "Its ends are named in nats"
    explorer.path = "spherical"
    show_widget(page, explorer)
    wait_a_frame(page)
    values = log_prior(between(*make_codes(60)[[3, 11]], positions(61), "spherical"))
    path = page.locator(".gc-prior path").get_attribute("d")
    tops = torch.tensor([float(place.split(" ")[1]) for place in path[1:].split("L")], dtype=torch.float64)
    assert_close(tops, 8 + 84 * (values.max() - values) / (values.max() - values.min()), rtol=0, atol=1e-3)
    shown = [number(text) for text in page.locator(".gc-prior .gc-tick").all_text_contents()]
    assert shown == pytest.approx([values.max().item(), values.min().item()], abs=0.006)


def test_the_strip_shows_equal_steps_of_the_way(page, explorer):
    "Nine decoded, nine cross-faded"
    show_widget(page, explorer)
    wait_a_frame(page)
    frames = page.locator(".gc-strip").nth(0).locator("canvas")
    assert frames.count() == 9
    seen = frames.nth(2).evaluate(
        "c => [...c.getContext('2d').getImageData(0, 0, 28, 28).data].filter((_, i) => i % 4 === 0)"
    )
    assert_seen(torch.tensor(seen).reshape(28, 28), decoded(code([3, 11], 0.25)))


def test_playing_runs_to_b_and_can_be_stopped(page, explorer):
    "In four seconds; Python learns where it stopped"
    page.clock.install()
    show_widget(page, explorer)
    page.clock.pause_at("2100-01-01")
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(1000)
    page.get_by_role("button", name="Pause").click()
    assert learned(page)["position"] == pytest.approx(0.25, abs=0.02)
    page.clock.resume()
    before = pixels(page, "decoded picture")
    wait_a_frame(page, 10)
    assert torch.equal(pixels(page, "decoded picture"), before)
    page.get_by_role("button", name="Play").wait_for()


def test_playing_stops_when_one_explores(page, explorer):
    "Else it would move the point of the map from out of sight"
    page.clock.install()
    show_widget(page, explorer)
    page.clock.pause_at("2100-01-01")
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(400)
    page.get_by_role("tab", name="Explore").click()
    told = page.evaluate("learned.length")
    page.clock.run_for(5000)
    assert page.evaluate("learned.length") == told
    assert learned(page)["position"] == pytest.approx(0.1, abs=0.02)


def test_a_strip_that_was_never_answered_is_asked_for_again(page):
    "An interrupted kernel may swallow a request"
    explorer = make_explorer()
    explorer.update(Kernel())
    explorer.tab = "between"
    errors = show_with_kernel(page, explorer)
    page.evaluate("""() => {
      window.reply = ({ id, points }) =>
        hears.forEach((f) => f({ type: 'decoded', id }, [new DataView(new Uint8Array(784 * points.length).buffer)]));
    }""")
    wait_a_frame(page)
    first, second = page.evaluate("asked.map((message) => message.points.length)")
    page.evaluate("reply(asked[1])")  # the first is lost
    assert page.evaluate("asked.length") == 2
    for _ in range(2):
        page.get_by_role("slider", name=SLIDER).press("ArrowRight")
        wait_a_frame(page)
    assert sorted([first, second]) == [1, 9]
    assert sorted(page.evaluate("asked.slice(2).map((message) => message.points.length)")) in ([1, 1], [1, 9])
    page.evaluate("asked.slice(2).forEach(reply)")
    wait_a_frame(page)
    assert page.get_by_role("status").text_content() == ""
    assert errors == []


def test_keys_slide_by_hundredths(page, explorer):
    "Shift by tenths"
    show_widget(page, explorer)
    page.get_by_role("slider", name=SLIDER).focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowLeft")
    wait_a_frame(page)
    assert learned(page)["position"] == pytest.approx(0.19)
    assert (
        page.get_by_role("slider", name=SLIDER).get_attribute("aria-valuetext") == "19 percent of the way from A to B"
    )


def test_more_latents_and_two_decoders(page):
    "No map; a strip for each decoder and one for the pixels"
    explorer = make_explorer(16, compare=make_decoder(16, seed=4), titles=("AE", "VAE"))
    explorer.tab = "between"
    errors = show_widget(page, explorer)
    wait_a_frame(page)
    assert page.locator(".gc-map").filter(visible=True).count() == 0
    assert page.locator(".gc-strip").count() == 3
    assert_seen(pixels(page, "AE picture"), decoded(code(explorer.ends, 0.0, latents=16)))
    assert errors == []


def test_python_moves_the_slider(page, explorer):
    "ends, position and path"
    show_widget(page, explorer)
    page.evaluate("model.set('ends', [1, 2]), model.set('path', 'spherical'), model.set('position', 0.5)")
    wait_a_frame(page)
    assert_seen(pixels(page, "decoded picture"), decoded(code([1, 2], 0.5, "spherical")))


def test_the_place_on_the_way_is_kept_when_one_explores(page, explorer):
    "The point of the map stands where the slider was left"
    show_widget(page, explorer)
    drag_slider(page, SLIDER, share=0.4)
    page.get_by_role("tab", name="Explore").click()
    wait_a_frame(page)
    assert_seen(pixels(page, "decoded picture of the code"), decoded(torch.tensor(learned(page)["z"])))


def test_it_follows_the_hand(page, explorer):
    "The slider too"
    show_widget(page, explorer)
    assert share_seen_at_once(page, "input[type=range]") > 0.9


def test_in_the_kernel_the_strip_and_the_slider_take_turns(page):
    "Two requests at most, whatever is asked"
    explorer = make_explorer()
    explorer.update(Kernel())
    explorer.tab = "between"
    show_with_kernel(page, explorer)
    wait_a_frame(page)
    assert sorted(page.evaluate("asked.map((message) => message.points.length)")) == [1, 9]


def test_a_way_on_which_the_prior_is_constant_has_a_flat_curve(page, explorer):
    "From a code to itself: nothing is divided by the range, which is 0"
    explorer.ends = [3, 3]
    errors = show_widget(page, explorer)
    wait_a_frame(page)
    path = page.locator(".gc-prior path").get_attribute("d")
    assert [float(place.split(" ")[1]) for place in path[1:].split("L")] == pytest.approx([50] * 61)
    assert errors == []
