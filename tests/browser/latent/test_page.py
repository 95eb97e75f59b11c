import pytest
import torch
from torch import nn
from torch.testing import assert_close

from gencourse.networks import mlp
from gencourse.widgets.latent import LatentExplorer
from tests.browser.kernel_page import show_with_kernel
from tests.browser.latent.page import (
    POINT,
    Kernel,
    make_codes,
    make_decoder,
    make_explorer,
    move_on_map,
    press_map,
    share_seen_at_once,
    take_point,
)
from tests.browser.page_actions import drag_slider, learned, pixels, wait_a_frame
from tests.browser.plain_page import plain_state, show_widget


@pytest.fixture
def explorer():
    return make_explorer()


def expected(decoder, z):
    "What torch draws, and how far the browser may be from it: one step of 255 where rounding falls the other way."
    return (255 * decoder(torch.tensor([z])).sigmoid()).round().detach().reshape(28, 28)


def assert_seen(seen, picture):
    assert_close(seen.float(), picture, rtol=0, atol=1.0)


def test_it_shows_what_torch_decodes(page, explorer):
    "And beside it the nearest real image"
    errors = show_widget(page, explorer)
    wait_a_frame(page)
    assert_seen(pixels(page, "decoded picture"), expected(make_decoder(), explorer.z))
    assert_close(pixels(page, "nearest image").to(torch.uint8), explorer._data.images[0, ..., 0])
    assert errors == []


def test_dragging_moves_the_point_and_tells_python_once_on_release(page, explorer):
    "The picture follows on the way, with no word to the kernel"
    show_widget(page, explorer)
    press_map(page, 0.25, 0.5)
    assert page.evaluate("learned.length") == 1
    take_point(page)
    move_on_map(page, 0.75, 0.75)
    wait_a_frame(page)
    assert page.evaluate("learned.length") == 1
    (left, low), (right, high) = explorer._data.low, explorer._data.high
    z = [left + 0.75 * (right - left), low + 0.75 * (high - low)]
    moving = pixels(page, "decoded picture").float()
    assert (moving - expected(make_decoder(), z)).abs().mean() < 5  # the mouse aims at pixels
    page.mouse.up()
    wait_a_frame(page)
    assert page.evaluate("learned.length") == 2
    assert learned(page)["z"] == pytest.approx(z, abs=0.03)
    assert_seen(pixels(page, "decoded picture"), expected(make_decoder(), learned(page)["z"]))


def test_arrow_keys_move_the_point(page, explorer):
    "Shift makes ten steps of one; Python learns after each key"
    show_widget(page, explorer)
    page.get_by_role("slider", name=POINT).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    step = (explorer._data.high[0] - explorer._data.low[0]) / 200
    x, y = explorer.z
    assert learned(page)["z"] == pytest.approx([x + step, y - 10 * step], abs=0.01)
    assert page.evaluate("learned.length") == 2


def test_codes_are_drawn_as_their_digits(page, explorer):
    "One text a class: as many characters as codes"
    show_widget(page, explorer)
    texts = page.locator(".gc-map").first.locator("text.gc-class").all_text_contents()
    assert sorted("".join(texts)) == sorted(str(label) for label in explorer._given["labels"].tolist())


def test_the_holes_are_shown_where_no_code_is_near(page, explorer):
    "Darkest in the empty corner, clear at a code; Python knows"
    show_widget(page, explorer)
    page.get_by_role("button", name="Show the holes").click()
    wait_a_frame(page)
    assert learned(page)["holes"] is True
    cells = 80
    alpha = page.locator(".gc-map canvas").first.evaluate(
        "c => [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data].filter((_, i) => i % 4 === 3)"
    )
    alpha = torch.tensor(alpha, dtype=torch.float64).reshape(cells, cells)
    data = explorer._data
    span = data.high[0] - data.low[0]
    along = (torch.arange(cells, dtype=torch.float64) + 0.5) * span / cells
    grid = torch.cartesian_prod((data.low[1] + along).flip(0), data.low[0] + along).flip(1)
    distance = torch.cdist(grid, data.codes.double()).amin(1).reshape(cells, cells)
    assert_close(alpha, 255 * (6 * distance / span).clamp(max=1), rtol=0, atol=1.0)
    page.get_by_role("button", name="Show the holes").click()
    wait_a_frame(page)
    assert page.locator(".gc-map canvas").first.is_hidden()


def test_buttons_go_to_another_image_and_to_the_prior(page, explorer):
    "Another image is the next code; a draw is somewhere near 0"
    show_widget(page, explorer)
    page.get_by_role("button", name="Another image").click()
    assert learned(page)["z"] == pytest.approx(make_codes(60)[1].tolist(), abs=1e-6)
    page.get_by_role("button", name="Draw from N(0, I)").click()
    assert all(abs(value) < 6 for value in learned(page)["z"])


def test_more_latents_have_labelled_sliders(page):
    "Pushing one moves that number alone"
    explorer = make_explorer(16)
    errors = show_widget(page, explorer)
    assert page.get_by_role("slider").count() == 16
    drag_slider(page, "number 3, z3", share=0.9)
    z = learned(page)["z"]
    assert z[2] > explorer.z[2] + 0.5
    assert z[:2] + z[3:] == explorer.z[:2] + explorer.z[3:]
    assert_seen(pixels(page, "decoded picture"), expected(make_decoder(16), z))
    assert errors == []


def test_two_numbers_pushed_within_one_frame_both_count(page):
    "As by two fingers: the second push starts from the code as it is, not as it was last drawn"
    show_widget(page, make_explorer(16))
    page.evaluate(
        """() => document.querySelectorAll(".gc-knob input").forEach((slider, i) => {
          if (i > 1) return;
          slider.value = slider.max;
          slider.dispatchEvent(new Event("input"));
          slider.dispatchEvent(new Event("change"));
        })"""
    )
    highest = [float(slider.get_attribute("max")) for slider in page.get_by_role("slider").all()[:2]]
    assert learned(page)["z"][:2] == highest


@pytest.mark.parametrize(("latents", "handle"), [(2, "[role=slider]"), (16, ".gc-knob input")])
def test_a_key_starts_from_a_code_that_is_not_yet_drawn(page, latents, handle):
    "Another image, and an arrow key within the same frame"
    show_widget(page, make_explorer(latents))
    page.evaluate(
        """(handle) => {
          [...document.querySelectorAll("button")].find((node) => node.textContent === "Another image").click();
          window.chosen = [...model.get("z")];
          const key = new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true });
          document.querySelector(handle).dispatchEvent(key);
        }""",
        handle,
    )
    z, chosen = learned(page)["z"], page.evaluate("chosen")
    assert 0 < z[0] - chosen[0] < 0.1
    assert z[1:] == pytest.approx(chosen[1:], abs=0.01)


def test_python_moves_the_point(page, explorer):
    "Setting z redraws; beyond the map the point waits at its edge"
    show_widget(page, explorer)
    page.evaluate("model.set('z', [0.5, 100])")
    wait_a_frame(page)
    assert page.get_by_role("slider", name=POINT).get_attribute("aria-valuetext") == "z1 0.50, z2 100"
    assert_seen(pixels(page, "decoded picture"), expected(make_decoder(), [0.5, 100.0]))


@pytest.mark.parametrize("decoder", [make_decoder(seed=7), mlp(2, 50, 784)], ids=["retrained", "other layers"])
def test_an_update_shows_the_new_decoder_at_the_same_place(page, explorer, decoder):
    "With the same layers or with others"
    errors = show_widget(page, explorer)
    told = []
    explorer.observe(lambda change: told.append(change["name"]), ["_frame", "_weights"])
    explorer.update(decoder)
    assert set(told) == {"_frame", "_weights"}  # what has not changed never reaches the browser
    page.evaluate(
        """({ _weights, _frame }) => {
          const bytes = Uint8Array.from(atob(_weights.base64), (c) => c.charCodeAt(0));
          state._weights = new DataView(bytes.buffer);
          model.set('_frame', _frame);
        }""",
        plain_state(explorer),
    )
    wait_a_frame(page)
    assert_seen(pixels(page, "decoded picture"), expected(decoder, explorer.z))
    assert page.locator(".gencourse").count() == 1
    assert errors == []


def update(page, explorer, decoder, **changes):
    "What Python sends."
    explorer.update(decoder, **changes)
    page.evaluate(
        """({ _frame, ...rest }) => {
          const bytes = (text) => new DataView(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
          for (const [name, { base64 }] of Object.entries(rest)) state[name] = bytes(base64);
          model.set('_frame', _frame);
        }""",
        {name: plain_state(explorer)[name] for name in ("_frame", "_weights", "_images", "_codes")},
    )
    wait_a_frame(page)


def test_an_update_under_the_hand_does_not_stop_the_drag(page):
    "The picture is the new decoder's at once, and the next move too; without images the thumbnails are new as well"
    explorer = make_explorer(images=None)
    errors = show_widget(page, explorer)
    take_point(page)
    decoder = make_decoder(seed=7)
    update(page, explorer, decoder)
    assert page.evaluate("learned.length") == 0
    move_on_map(page, 0.6, 0.7)
    page.mouse.up()
    wait_a_frame(page)
    z = learned(page)["z"]
    (left, low), (right, high) = explorer._data.low, explorer._data.high
    assert z == pytest.approx([left + 0.6 * (right - left), low + 0.7 * (high - low)], abs=0.03)
    assert_seen(pixels(page, "decoded picture"), expected(decoder, z))
    nearest = int((make_codes(60) - torch.tensor(z)).norm(dim=1).argmin())
    assert_seen(pixels(page, "at the nearest code"), expected(decoder, make_codes(60)[nearest].tolist()))
    assert errors == []


def test_new_codes_wait_for_the_hand_and_keep_the_focus(page, explorer):
    "A new map is drawn once the drag has ended"
    page.clock.install()
    errors = show_widget(page, explorer)
    handle = page.get_by_role("slider", name=POINT)
    press_map(page, 0.3, 0.4, release=False)
    before = handle.get_attribute("aria-valuemax")
    update(page, explorer, make_decoder(seed=7), codes=3 * make_codes(60))
    page.clock.run_for(1000)  # the widget asks every 100 ms whether the hand has gone
    wait_a_frame(page, 5)
    assert handle.get_attribute("aria-valuemax") == before
    page.mouse.up()
    page.wait_for_function("(before) => document.querySelector('.gc-handle').ariaValueMax !== before", arg=before)
    assert handle.evaluate("node => node === document.activeElement")
    wait_a_frame(page)
    assert_seen(pixels(page, "decoded picture"), expected(make_decoder(seed=7), learned(page)["z"]))
    assert errors == []


def test_an_update_mends_a_widget_that_stopped(page, explorer):
    "It is built anew"
    show_widget(page, explorer, _frame={"size": [1, 2, 3], "labels": [], "titles": ["x"]})
    update(page, explorer, make_decoder(seed=7))
    assert_seen(pixels(page, "decoded picture"), expected(make_decoder(seed=7), explorer.z))


def test_sliders_say_their_rates(page):
    "In the order of the code; an update brings new ones"
    explorer = make_explorer(3, rates=torch.tensor([1.84, 0.004, 0.05]))
    errors = show_widget(page, explorer)
    assert [node.get_attribute("aria-label") for node in page.get_by_role("slider").all()] == [
        "number 1, z1 · 1.8 nats",
        "number 2, z2 · 0.00 nats (unused)",
        "number 3, z3 · 0.05 nats",
    ]
    page.get_by_role("slider").nth(1).focus()
    update(page, explorer, None, rates=[3.0, 2.0, 1.0])
    assert page.get_by_role("slider", name="number 2, z2 · 2.0 nats").evaluate("n => n === document.activeElement")
    assert errors == []


def test_images_with_one_code_do_not_hold_up_the_walk(page):
    "Another image goes through all of them"
    explorer = make_explorer(codes=torch.tensor([[0.0, 0.0], [1.0, 1.0], [0.0, 0.0], [2.0, 2.0]]), n=4)
    show_widget(page, explorer)
    places = []
    for _ in range(4):
        page.get_by_role("button", name="Another image").click()
        places.append(learned(page)["z"][0])
    assert places == [1, 0, 2, 0]


def test_two_decoders_stand_side_by_side_at_the_same_point(page):
    "Under their own titles"
    explorer = make_explorer(compare=make_decoder(seed=5), titles=("autoencoder", "VAE"))
    show_widget(page, explorer)
    press_map(page, 0.3, 0.6)
    wait_a_frame(page)
    z = learned(page)["z"]
    assert_seen(pixels(page, "autoencoder picture"), expected(make_decoder(), z))
    assert_seen(pixels(page, "VAE picture"), expected(make_decoder(seed=5), z))


def test_colour_and_no_data_at_all(page):
    "Three channels; no codes, so no nearest image and one tab"
    decoder = nn.Sequential(nn.Linear(2, 3 * 4 * 5), nn.Sigmoid(), nn.Unflatten(1, (3, 4, 5)))
    errors = show_widget(page, LatentExplorer(decoder))
    wait_a_frame(page)
    seen = page.get_by_role("img", name="decoded picture").evaluate(
        "c => [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data]"
    )
    expected = (255 * decoder(torch.zeros(1, 2))[0].permute(1, 2, 0)).round().detach()
    assert_close(torch.tensor(seen).reshape(4, 5, 4)[..., :3].float(), expected, rtol=0, atol=1.0)
    page.get_by_role("button", name="The middle").click()
    assert page.get_by_role("tab").count() == 1
    assert errors == []


@pytest.mark.parametrize("latents", [2, 16])
def test_it_follows_the_hand(page, latents):
    "A move is seen in the next frame, on a busy machine too"
    show_widget(page, make_explorer(latents, n=500))
    assert share_seen_at_once(page, ".gc-map .gc-handle" if latents == 2 else "input[type=range]") > 0.9


@pytest.fixture
def kernel_page(page):
    "A page with open_kernel()."
    errors = open_kernel(page)
    wait_a_frame(page)
    yield page
    assert errors == []


def open_kernel(page, **options):
    "A decoder for the kernel: the page's requests wait in `asked` until the test answers them."
    return show_with_kernel(page, LatentExplorer(Kernel(), codes=make_codes(9), output="sigmoid"), **options)


def reply(page, which, level, **changes):
    "Answer a request with pictures of one grey level."
    page.evaluate(
        """([which, level, changes]) => {
          const { id, points } = asked[which];
          const bytes = new Uint8Array(784 * points.length).fill(level);
          const buffers = changes.short ? [new DataView(bytes.buffer, 1)] : [new DataView(bytes.buffer)];
          hears.forEach((f) => f({ type: 'decoded', id, ...changes }, buffers));
        }""",
        [which, level, changes],
    )


def level(page):
    return int(pixels(page, "decoded picture")[3, 3])


def test_the_kernel_is_asked_two_at_a_time_and_the_newest_wins(kernel_page):
    "Ten moves, two requests on their way; what waited longest is never asked for"
    handle = kernel_page.get_by_role("slider", name=POINT)
    handle.focus()
    for _ in range(10):
        kernel_page.keyboard.press("ArrowRight")
        wait_a_frame(kernel_page)
    assert kernel_page.evaluate("asked.length") == 2
    reply(kernel_page, 0, 10)
    assert level(kernel_page) == 10
    assert kernel_page.evaluate("asked.length") == 3
    newest = kernel_page.evaluate("[asked[2].points[0], model.get('z')]")
    assert newest[0] == newest[1]
    reply(kernel_page, 2, 30)
    reply(kernel_page, 1, 20)  # the kernel answers in order, so nobody waits for this one any more
    assert level(kernel_page) == 30
    assert "Decoded in the kernel, not in the browser: the forward of Kernel" in kernel_page.text_content(".gencourse")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"short": True}, "An answer of the kernel had the wrong size and was ignored."),
        ({"error": "The kernel could not decode this: no."}, "The kernel could not decode this: no."),
    ],
)
def test_a_bad_answer_is_ignored_with_a_sentence(kernel_page, changes, sentence):
    "And the next good one takes the sentence back"
    reply(kernel_page, 0, 10)
    kernel_page.get_by_role("slider", name=POINT).focus()
    kernel_page.keyboard.press("ArrowRight")
    wait_a_frame(kernel_page)
    reply(kernel_page, 1, 99, **changes)
    assert kernel_page.get_by_role("status").text_content() == sentence
    assert level(kernel_page) == 10
    reply(kernel_page, 1, 99)
    assert kernel_page.get_by_role("status").text_content() == "An answer of the kernel came twice and was ignored."
    kernel_page.keyboard.press("ArrowRight")
    wait_a_frame(kernel_page)
    reply(kernel_page, 2, 40)
    assert level(kernel_page) == 40
    assert kernel_page.get_by_role("status").text_content() == ""


def test_a_kernel_that_does_not_answer_is_named(page):
    "After a while, and not before"
    page.clock.install()
    page.clock.pause_at("2100-01-01")
    errors = open_kernel(page, patient=False)
    page.clock.run_for(2000)
    assert page.get_by_role("status").text_content() == ""
    page.clock.run_for(1000)
    assert page.get_by_role("status").text_content().startswith("The kernel is busy or gone")
    page.evaluate("hears.forEach((f) => { f(null, []); f({ type: 'decoded', id: 'other-1' }, []); })")
    assert page.get_by_role("status").text_content().startswith("The kernel is busy"), "another view's answer is none"
    reply(page, 0, 10)
    assert page.get_by_role("status").text_content() == ""
    assert errors == []
