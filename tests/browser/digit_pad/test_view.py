import pytest
import torch
from axe_playwright_python.sync_playwright import Axe

from gencourse.widgets import DigitPad
from gencourse.widgets.digit_pad.data import answer_to, find_nearest
from tests.browser.digit_pad.page import RETURNS, SEVEN, SLASH, Kernel, assert_shows, draw, flat, follow, make_pad
from tests.browser.kernel_page import show_with_kernel
from tests.browser.page_actions import pixels, wait_a_frame, watch_errors
from tests.browser.plain_page import show_widget


@pytest.fixture
def pad():
    return make_pad()


@pytest.fixture
def kernel_page(page):
    "A pad for the kernel: the page's requests wait in `asked` until the test answers them."
    pad = DigitPad(Kernel())
    pad.strokes = []
    errors = show_with_kernel(page, pad)
    page.evaluate("""() => {
      window.reply = (which, level, changes = {}, size = 784) => {
        const numbers = new DataView(new Float32Array(size).fill(level).buffer);
        hears.forEach((f) => f({ type: 'ran', id: asked[which].id, ...changes }, [numbers]));
      };
    }""")
    yield page
    assert errors == []


def draw_on(page):
    "Three moves of the pen, a frame each: more than may be on their way."
    draw(page, SEVEN, release=False)
    for y in (0.85, 0.7, 0.6):
        page.mouse.move(*[page.locator(".gc-sheet canvas").bounding_box()[side] + y * 280 for side in ("x", "y")])
        wait_a_frame(page)
    page.mouse.up()
    wait_a_frame(page)


def level(page):
    return int(pixels(page, RETURNS)[5, 5])


def asked(page):
    return page.evaluate("asked.length")


def status(page):
    return page.get_by_role("status").text_content()


def test_a_model_for_the_kernel_has_answered_the_example_before_it_is_asked(page):
    "The answer came with the pad; with other noise it is asked"
    pad = DigitPad(Kernel())
    errors = show_with_kernel(page, pad)
    assert_shows(page, pad, answer_to(pad._data, pad.state))
    assert asked(page) == 0
    page.evaluate("model.set('noise', 0.5)")
    wait_a_frame(page)
    assert asked(page) == 1
    assert errors == []


def test_the_kernel_is_asked_two_at_a_time_and_the_newest_wins(kernel_page):
    "What waited longest is never asked for"
    assert "The model runs in the kernel, not in the browser: the forward of Kernel" in kernel_page.text_content(
        ".gencourse"
    )
    draw_on(kernel_page)
    assert asked(kernel_page) == 2
    kernel_page.evaluate("reply(0, 0.2)")
    assert level(kernel_page) == 51
    assert asked(kernel_page) == 3
    assert len(kernel_page.evaluate("asked[2].pixels")) == 784
    kernel_page.evaluate("reply(2, 0.6), reply(1, 0.4)")  # the kernel answers in order: nobody waits for this one
    assert level(kernel_page) == 153


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("0.8, {}, 100", "An answer of the kernel had the wrong size and was ignored."),
        ("0, { error: 'The kernel could not run the model: no.' }", "The kernel could not run the model: no."),
    ],
)
def test_a_bad_answer_is_ignored_with_a_sentence(kernel_page, answer, sentence):
    "And the next good one takes the sentence back"
    draw(kernel_page, SLASH)
    kernel_page.evaluate(f"reply(asked.length - 1, {answer})")
    assert status(kernel_page) == sentence
    assert not pixels(kernel_page, RETURNS).any()
    draw(kernel_page, SEVEN)
    kernel_page.evaluate("reply(asked.length - 1, 0.4)")
    assert level(kernel_page) == 102
    assert status(kernel_page) == ""


def test_answers_for_a_pad_that_was_cleared_are_ignored(kernel_page):
    "And Undo asks again"
    draw(kernel_page, SLASH)
    late = asked(kernel_page) - 1
    kernel_page.get_by_role("button", name="Clear").click()
    wait_a_frame(kernel_page)
    kernel_page.evaluate("(late) => reply(late, 0.8)", late)
    assert not pixels(kernel_page, RETURNS).any()
    kernel_page.get_by_role("button", name="Undo").click()
    wait_a_frame(kernel_page)
    assert asked(kernel_page) > late + 1
    kernel_page.evaluate("reply(asked.length - 1, 0.8)")
    assert level(kernel_page) == 204
    assert status(kernel_page) == ""


def test_a_request_that_an_interrupted_kernel_lost_holds_up_nothing(kernel_page):
    "A later answer frees its place too"
    draw_on(kernel_page)
    kernel_page.evaluate("reply(1, 0.2)")  # the first is lost
    assert level(kernel_page) == 51
    draw_on(kernel_page)
    assert asked(kernel_page) == 4
    kernel_page.evaluate("reply(3, 0.4)")
    assert level(kernel_page) == 102


def test_a_kernel_that_lost_all_requests_is_asked_once_more(kernel_page):
    "After a while, in which it is named"
    draw_on(kernel_page)
    assert (asked(kernel_page), status(kernel_page)) == (2, "")
    kernel_page.evaluate("losePatience()")
    assert asked(kernel_page) == 3
    assert status(kernel_page).startswith("The kernel is busy or gone")
    draw_on(kernel_page)
    assert asked(kernel_page) == 3
    kernel_page.evaluate("reply(2, 0.2)")
    assert level(kernel_page) == 51
    assert asked(kernel_page) == 4
    assert status(kernel_page) == ""


def test_answers_of_a_model_that_was_replaced_are_ignored(kernel_page):
    "Also in the browser's turn, and a kernel that is busy does not get more to do with each update"
    draw_on(kernel_page)
    for version in (1, 2):
        kernel_page.evaluate(f"model.set('_frame', {{ ...model.get('_frame'), version: {version} }})")
        wait_a_frame(kernel_page)
    assert asked(kernel_page) == 2
    kernel_page.evaluate("reply(0, 0.2, { error: 'The kernel could not run the model: no.' })")
    kernel_page.evaluate("reply(1, 0.2)")
    assert not pixels(kernel_page, RETURNS).any()
    assert status(kernel_page) == ""
    assert asked(kernel_page) == 3
    kernel_page.evaluate("reply(2, 0.4)")
    assert level(kernel_page) == 102


def test_two_views_agree_and_a_removed_view_leaves_nothing(page, pad):
    "Listeners go with the view, ids are unique"
    errors = show_widget(page, pad, views=2)
    before = page.evaluate("model.listening()")
    draw(page, SEVEN)
    assert torch.equal(*[pixels(page.locator(f"#view{i}"), RETURNS) for i in range(2)])
    ids = page.evaluate("[...document.querySelectorAll('.gencourse [id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))
    page.evaluate("closers[0]()")
    assert page.evaluate("model.listening()") == before / 2
    page.evaluate("closers[1](), model.set('strokes', [])")
    assert page.evaluate("model.listening()") == 0
    assert page.locator(".gencourse").count() == 0
    assert errors == []


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("drawn", [False, True])
def test_axe_finds_nothing(page, pad, dark, drawn):
    "Names, roles and contrast, in both themes, empty and drawn on"
    pad.noise = 0.2
    show_widget(page, pad, dark=dark)
    if drawn:
        draw(page, SEVEN)
        page.wait_for_function("document.querySelector('[aria-live=polite]').textContent !== ''")
    violations = Axe().run(page).response["violations"]
    assert [v["id"] for v in violations if v["impact"] in ("serious", "critical")] == []


def test_ink_is_dark_on_a_light_page_and_light_on_a_dark_one(page, pad):
    "The pad and the pictures alike"
    for dark in (False, True):
        show_widget(page, pad, dark=dark)
        for selector in (".gc-sheet canvas", ".gc-through canvas"):
            inverted = page.locator(selector).first.evaluate("(c) => getComputedStyle(c).filter")
            assert inverted == ("none" if dark else "invert(1)")


def test_what_happened_is_said_once_it_is_quiet(page, pad):
    "Not on every frame, and nothing at the start"
    page.clock.install()
    show_widget(page, pad)
    spoken = page.locator("[aria-live=polite]")
    page.clock.run_for(2000)
    assert spoken.text_content() == ""
    draw(page, SEVEN)
    start = f"Squared error {follow(page, pad).error:.0f}, "
    page.wait_for_function(
        "(start) => document.querySelector('[aria-live=polite]').textContent.startsWith(start)", arg=start
    )
    labels = [neighbour.label for neighbour in find_nearest(pad._data, pad.state)]
    assert f"Nearest stored digits: {', '.join(labels)}." in spoken.text_content()
    assert page.get_by_role("img", name="1 stroke", exact=True).count() == 1


def test_the_exported_page_lives_without_kernel_and_network(new_page, pad, tmp_path):
    "From a file: draw, undo, put a stored digit; what is on the pad when saved is there"
    pad.strokes, pad.noise = [flat(SEVEN)], 0.2
    page = new_page(viewport={"width": 900, "height": 700}, offline=True)
    errors = watch_errors(page, files_only=True)
    page.goto(pad.save_html(tmp_path / "page.html", title="Draw").as_uri())
    page.locator(".gencourse").wait_for()
    wait_a_frame(page)
    assert_shows(page, pad, answer_to(pad._data, pad.state), steps=2)
    page.get_by_role("button", name="Clear").click()
    draw(page, SLASH)
    assert pixels(page, RETURNS).any()
    page.get_by_role("button", name="Next digit").click()
    wait_a_frame(page)
    pad.strokes, pad.stored = [], 0
    assert_shows(page, pad, answer_to(pad._data, pad.state), steps=2)
    assert errors == []


def test_a_model_for_the_kernel_cannot_be_exported(tmp_path):
    "Said before a dead page is written"
    with pytest.raises(ValueError, match=r"A page has no kernel, .*the forward of Kernel does more than its layers"):
        DigitPad(Kernel()).save_html(tmp_path / "page.html")
    assert list(tmp_path.iterdir()) == []
