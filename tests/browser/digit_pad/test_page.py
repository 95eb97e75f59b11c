import pytest
import torch
from torch import nn
from torch.testing import assert_close

from gencourse.data import digits
from gencourse.networks import mlp
from gencourse.widgets import DigitPad
from gencourse.widgets.digit_pad.data import answer_to, find_nearest
from gencourse.widgets.digit_pad.example import EXAMPLE
from tests.browser.digit_pad.page import (
    RETURNS,
    SEVEN,
    SLASH,
    UPDATE,
    assert_shows,
    draw,
    flat,
    follow,
    ink_on_the_pad,
    make_model,
    make_pad,
)
from tests.browser.page_actions import drag_slider, learned, pixels, seen_text, wait_a_frame
from tests.browser.plain_page import plain_state, show_widget


@pytest.fixture
def pad():
    return make_pad()


def test_drawing_shows_what_torch_makes_of_it(page, pad):
    "After a stroke: what the model gets and returns, the error against the mark, the code, the nearest digits"
    errors = show_widget(page, pad, strokes=[])
    seen_text(page, "Draw a digit here").wait_for()
    draw(page, SEVEN)
    answer = follow(page, pad)
    assert pad.strokes[0][:2] == pytest.approx(SEVEN[0], abs=0.01)
    assert pad.strokes[0][-2:] == pytest.approx(SEVEN[-1], abs=0.01)
    assert_shows(page, pad, answer)
    near = find_nearest(pad._data, pad.state)
    captions = page.locator(".gc-nearest figcaption").all_text_contents()
    assert captions == [f"{neighbour.label} · {neighbour.distance:.1f}" for neighbour in near]
    for neighbour in near:
        seen = pixels(page, f"stored digit {neighbour.index + 1},")
        assert_close(seen.flatten().to(torch.uint8), pad._data.images[neighbour.index])
    assert "typical of the stored digits" in page.locator(".gc-measure .gc-note").text_content()
    assert seen_text(page, "Draw a digit here").is_hidden()
    assert errors == []


def test_a_new_pad_shows_an_example_that_goes_with_the_first_stroke(page, pad):
    "Drawn and answered at once, while Python knows of nothing; one Undo brings it back"
    errors = show_widget(page, pad)
    assert_shows(page, pad, answer_to(pad._data, pad.state))
    seen_text(page, "An example: draw here, and it goes").wait_for()
    assert page.get_by_role("img", name="an example, a drawn 3", exact=True).count() == 1
    assert page.evaluate("learned.length") == 0
    draw(page, SLASH)
    assert len(learned(page)["strokes"]) == 1
    assert_shows(page, pad, follow(page, pad))
    page.get_by_role("button", name="Undo").click()
    pad.strokes = EXAMPLE
    assert_shows(page, pad, answer_to(pad._data, pad.state))
    page.get_by_role("button", name="Clear").click()
    seen_text(page, "Draw a digit here").wait_for()
    assert errors == []


def test_the_answer_follows_the_pen_and_python_learns_on_release(page, pad):
    "Ink and pictures while the button is down, no word to the kernel before it is up"
    show_widget(page, pad)
    draw(page, SEVEN[:2], release=False)
    half, ink = pixels(page, RETURNS), ink_on_the_pad(page)
    assert ink > 5000
    assert half.float().std() > 0
    box = page.locator(".gc-sheet canvas").bounding_box()
    page.mouse.move(box["x"] + 0.45 * box["width"], box["y"] + 0.8 * box["height"], steps=6)
    wait_a_frame(page)
    assert page.evaluate("learned.length") == 0
    assert ink_on_the_pad(page) > 1.5 * ink
    assert not torch.equal(pixels(page, RETURNS), half)
    page.mouse.up()
    assert page.evaluate("learned.length") == 1
    assert_shows(page, pad, follow(page, pad))


def test_ink_is_on_the_pad_before_the_next_frame(page, pad):
    "Painted in the event itself"
    show_widget(page, pad)
    draw(page, SEVEN[:2], release=False)
    before, after = page.evaluate("""() => {
      const canvas = document.querySelector('.gc-sheet canvas');
      const ink = () => canvas.getContext('2d').getImageData(0, 0, 560, 560).data.reduce((sum, v) => sum + v, 0);
      const box = canvas.getBoundingClientRect();
      const before = ink();
      canvas.dispatchEvent(new PointerEvent('pointermove', {
        bubbles: true, pointerId: 1, clientX: box.x + 0.4 * box.width, clientY: box.y + 0.9 * box.height }));
      return [before, ink()];
    }""")
    assert after > before


def test_a_finger_draws_and_the_page_does_not_scroll(new_page, pad):
    "Real touch events; a second finger adds nothing"
    page = new_page(viewport={"width": 420, "height": 500}, has_touch=True)
    errors = show_widget(page, pad)
    box = page.locator(".gc-sheet canvas").bounding_box()
    session = page.context.new_cdp_session(page)

    def touch(kind, *points):
        places = [
            {"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"], "id": i}
            for i, (x, y) in enumerate(points)
        ]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    touch("touchStart", (0.5, 0.2))
    touch("touchStart", (0.5, 0.2), (0.9, 0.9))
    for step in range(1, 7):
        touch("touchMove", (0.5, 0.2 + 0.1 * step), (0.9, 0.9 - 0.1 * step))
    touch("touchEnd")
    wait_a_frame(page)
    told = learned(page)["strokes"]
    assert len(told) == 1
    assert told[0][:2] == pytest.approx([0.5, 0.2], abs=0.01)
    assert told[0][-2:] == pytest.approx([0.5, 0.8], abs=0.01)
    assert page.evaluate("scrollY") == 0
    assert_shows(page, pad, follow(page, pad))
    assert errors == []


def test_undo_and_clear(page, pad):
    "Stroke by stroke; Clear can be undone; Ctrl+Z on the pad does the same and goes no further"
    show_widget(page, pad, strokes=[])
    page.evaluate("window.leaked = 0; document.addEventListener('keydown', (e) => { leaked += e.key === 'z'; })")
    draw(page, SEVEN)
    draw(page, SLASH)
    two = pixels(page, RETURNS)
    page.get_by_role("button", name="Undo").click()
    assert [len(stroke) > 6 for stroke in learned(page)["strokes"]] == [True]
    page.get_by_role("button", name="Undo").click()
    wait_a_frame(page)
    seen_text(page, "Draw a digit here").wait_for()
    assert ink_on_the_pad(page) == 0
    assert not pixels(page, RETURNS).any()
    assert page.locator(".gc-error-head .gc-number").text_content() == "–"
    draw(page, SEVEN)
    draw(page, SLASH)
    page.get_by_role("button", name="Clear").click()
    assert learned(page)["strokes"] == []
    page.get_by_role("application").focus()
    page.keyboard.press("Control+z")
    wait_a_frame(page)
    assert len(learned(page)["strokes"]) == 2
    assert_close(pixels(page, RETURNS), two, rtol=0, atol=12)  # the mouse aims at pixels
    assert page.evaluate("leaked") == 0


def test_undo_of_what_this_view_has_not_drawn(page, pad):
    "Strokes that Python knows of go one by one, then the image under them"
    pad.strokes, pad.stored = [flat(SEVEN), flat(SLASH)], 4
    show_widget(page, pad)
    undo = page.get_by_role("button", name="Undo")
    undo.click()
    assert (len(learned(page)["strokes"]), learned(page)["stored"]) == (1, 4)
    undo.click()
    undo.click()
    assert (learned(page)["strokes"], learned(page)["stored"]) == ([], -1)
    undo.click()
    seen_text(page, "Draw a digit here").wait_for()


def test_those_who_cannot_draw_put_a_stored_digit_there(page, pad):
    "By buttons, by arrow keys on the pad, or by typing a class; one may draw upon it"
    errors = show_widget(page, pad)
    labels = pad._data.labels
    page.get_by_role("button", name="Next digit").click()
    assert learned(page)["stored"] == 0
    seen_text(page, f"digit 1 of 60, a {labels[0]}").wait_for()
    page.get_by_role("button", name="Previous digit").click()
    assert learned(page)["stored"] == 59
    page.get_by_role("application").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    assert learned(page)["stored"] == 1
    page.keyboard.press("ArrowLeft")
    assert learned(page)["stored"] == 0
    for _ in range(2):
        page.keyboard.press("7")
    assert learned(page)["stored"] == [i for i, label in enumerate(labels) if label == "7" and i > 0][1]
    wait_a_frame(page)
    assert_shows(page, pad, follow(page, pad))
    draw(page, SLASH)
    assert learned(page)["stored"] >= 0
    assert_shows(page, pad, follow(page, pad))
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert (learned(page)["strokes"], learned(page)["stored"]) == ([], labels.index("7"))
    assert errors == []


def test_noise_follows_the_knob_and_can_be_drawn_anew(page, pad):
    "The drawing keeps still, the model's picture changes; Python learns on release"
    show_widget(page, pad)
    draw(page, SEVEN)
    fresh = page.get_by_role("button", name="New noise")
    assert fresh.is_disabled()
    before = page.evaluate("learned.length")
    drag_slider(page, "standard deviation, noise", share=0.5, release=False)
    assert page.evaluate("learned.length") == before
    assert "at this noise" in page.locator(".gc-measure .gc-note").text_content()
    page.mouse.up()
    wait_a_frame(page)
    assert learned(page)["noise"] == pytest.approx(0.5, abs=0.02)
    first = follow(page, pad)
    assert_shows(page, pad, first)
    fresh.click()
    wait_a_frame(page)
    second = follow(page, pad)
    assert abs(first.given - second.given).mean() > 0.1
    assert_shows(page, pad, second)
    page.get_by_role("slider", name="standard deviation, noise").press("Home")
    page.get_by_role("slider", name="standard deviation, noise").press("ArrowRight")
    assert learned(page)["noise"] == pytest.approx(0.005)


def test_python_sets_the_pad(page, pad):
    "An image, strokes and noise from Python are shown"
    errors = show_widget(page, pad)
    pad.drawing = torch.rand(1, 28, 28)
    pad.noise = 0.3
    page.evaluate(
        "(s) => { for (const name of Object.keys(s)) model.set(name, s[name]); }", {"_sheet": pad._sheet, "noise": 0.3}
    )
    wait_a_frame(page)
    assert_shows(page, pad, answer_to(pad._data, pad.state))
    assert errors == []


@pytest.mark.parametrize(
    ("model", "images"), [(make_model(seed=7), 60), (make_model(seed=3, latents=5), 20), (nn.Identity(), 0)]
)
def test_an_update_in_the_middle_of_a_stroke(page, pad, model, images):
    "A model trained a moment ago answers at once; the pen, the focus and what can be undone stay"
    errors = show_widget(page, pad)
    draw(page, SLASH)
    draw(page, SEVEN[:2], release=False)
    given, labels = digits("valid")
    pad.update(model, images=given[:images] if images else None, labels=labels[:images] if images else None)
    page.evaluate(UPDATE, plain_state(pad))
    page.mouse.up()
    wait_a_frame(page)
    assert len(learned(page)["strokes"]) == 2
    assert_shows(page, pad, follow(page, pad))
    assert page.get_by_role("button", name="Next digit").is_visible() == bool(images)
    assert page.locator(".gc-codes").is_visible() == bool(pad._data.model.latents)
    page.get_by_role("button", name="Undo").click()
    assert len(learned(page)["strokes"]) == 1
    assert errors == []


def test_nan_is_named_and_an_update_takes_it_back(page, pad):
    "In the place of the pictures, not as a black image"
    broken = make_model()
    nn.init.constant_(broken.encoder[0].bias, torch.nan)
    pad.update(broken)
    errors = show_widget(page, pad)
    draw(page, SEVEN)
    assert page.get_by_role("alert").text_content().startswith("The model's output is NaN: did its training diverge?")
    assert not pixels(page, RETURNS).any()
    pad.update(make_model())
    page.evaluate(UPDATE, plain_state(pad))
    wait_a_frame(page)
    assert page.get_by_role("alert").count() == 0
    assert_shows(page, pad, follow(page, pad))
    assert errors == []


def test_it_follows_the_hand(page):
    "4,000 images and an autoencoder of the lesson's size: of 60 moves, at most 5 wait longer than a frame"
    torch.manual_seed(0)
    images, labels = digits("train")
    show_widget(page, DigitPad(mlp(784, 256, 32, 256, 784), images=images, labels=labels))
    draw(page, SEVEN[:2], release=False)
    changes = page.evaluate(
        """async () => {
      const canvas = document.querySelectorAll('.gc-picture canvas')[1];
      const box = document.querySelector('.gc-sheet canvas').getBoundingClientRect();
      const read = () => canvas.getContext('2d').getImageData(0, 0, 28, 28).data.join();
      let [changes, last] = [0, read()];
      for (let i = 1; i <= 60; i++) {
        const [x, y] = [0.5 + 0.3 * Math.cos(i / 5), 0.2 + i / 100];
        const at = { clientX: box.x + x * box.width, clientY: box.y + y * box.height };
        document.querySelector('.gc-sheet').dispatchEvent(new PointerEvent('pointermove', { pointerId: 1, ...at }));
        await new Promise(requestAnimationFrame);
        const now = read();
        changes += now !== last;
        last = now;
      }
      return changes;
    }"""
    )
    assert changes >= 55


def test_undo_under_the_pen_waits_for_the_stroke(page, pad):
    "Ctrl+Z while the button is down takes nothing away"
    show_widget(page, pad)
    draw(page, SEVEN)
    draw(page, SLASH, release=False)
    page.keyboard.press("Control+z")
    page.mouse.up()
    assert len(learned(page)["strokes"]) == 2


def test_undo_does_not_bring_back_a_digit_that_went_with_an_update(page, pad):
    "Python would refuse its number"
    errors = show_widget(page, pad)
    sheet = page.get_by_role("application")
    sheet.press("ArrowLeft")
    assert learned(page)["stored"] == 59
    sheet.press("ArrowRight")
    images, labels = digits("valid")
    pad.update(make_model(), images=images[:20], labels=labels[:20])
    page.evaluate(UPDATE, plain_state(pad))
    page.get_by_role("button", name="Undo").click()
    assert learned(page)["stored"] == -1
    assert errors == []
