import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.latent.page import POINT, Kernel, make_decoder, make_explorer, press_map
from tests.browser.page_actions import drag_slider, learned, wait_a_frame
from tests.browser.plain_page import show_widget


@pytest.fixture
def explorer():
    return make_explorer()


def test_two_views_of_one_model_agree_and_a_removed_view_leaves_nothing(page, explorer):
    "Listeners go with the view, ids are unique"
    errors = show_widget(page, explorer, views=2)
    before = page.evaluate("model.listening()")
    press_map_of = page.locator("#view0 .gc-map").first.bounding_box()
    page.mouse.click(press_map_of["x"] + 100, press_map_of["y"] + 100)
    wait_a_frame(page)
    texts = [node.get_attribute("aria-valuetext") for node in page.get_by_role("slider", name=POINT).all()]
    assert len(texts) == 2
    assert texts[0] == texts[1]
    ids = page.evaluate("[...document.querySelectorAll('.gencourse [id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))
    page.evaluate("closers[0]()")
    assert page.evaluate("model.listening()") == before / 2
    page.evaluate("model.set('_frame', { ...model.get('_frame') })")  # an update: the other is made anew, not twice
    assert page.evaluate("model.listening()") == before / 2
    page.evaluate("closers[1](), model.set('z', [0, 0])")
    assert page.evaluate("model.listening()") == 0
    assert page.locator(".gencourse").count() == 0
    assert errors == []


def test_two_explorers_on_a_page_do_not_move_each_other(page, explorer):
    "Each has its own model, decoder and buffers"
    errors = show_widget(page, explorer)
    page.evaluate("""() => {
        const other = { ...model, get: (name) => name === 'z' ? [1, 1] : state[name], on() {}, off() {} };
        document.querySelector('main').append(Object.assign(document.createElement('div'), { id: 'other' }));
        widget.render({ model: other, el: document.getElementById('other') });
    }""")
    page.get_by_role("slider", name=POINT).first.focus()
    page.keyboard.press("ArrowLeft")
    wait_a_frame(page)
    assert page.get_by_role("slider", name=POINT).nth(1).get_attribute("aria-valuetext") == "z1 1.00, z2 1.00"
    assert errors == []


def test_an_error_is_shown_in_the_widget(page, explorer):
    "Never silence"
    show_widget(page, explorer, _frame={"size": [1, 2, 3], "labels": [], "titles": ["x"]})
    assert page.get_by_role("alert").text_content().startswith("This widget stopped: ")


def test_what_is_seen_is_also_said(page, explorer):
    "Pictures have names that follow, and the news is read out once it is quiet"
    show_widget(page, explorer)
    page.get_by_role("button", name="Another image").click()
    page.wait_for_function("document.querySelector('[aria-live]').textContent !== ''")
    assert "The nearest code is 0.00 away" in page.locator("[aria-live=polite]").text_content()
    page.get_by_role("tab", name="Between two images").click()
    page.wait_for_function("document.querySelector('[aria-live]').textContent.includes('of the way')")
    page.get_by_role("img", name="pixel cross-fade at 0 percent of the way from image 0").wait_for()


def test_the_three_gestures_by_role_and_name_only(page, explorer):
    "Move through the map, pick two digits, slide between them"
    page.set_viewport_size({"width": 900, "height": 950})
    show_widget(page, explorer)
    page.get_by_role("slider", name=POINT).press("Shift+ArrowUp")
    page.get_by_role("tab", name="Between two images").click()
    images = page.get_by_role("group", name="Images").get_by_role("button")
    images.nth(2).click()
    images.nth(6).click()
    page.get_by_role("slider", name="Position between A and B").fill("0.5")
    assert learned(page)["ends"] == [2, 6]
    assert learned(page)["position"] == 0.5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("tab", ["explore", "between"])
@pytest.mark.parametrize("latents", [2, 16])
def test_axe_finds_nothing_serious(page, tab, dark, latents):
    "In both themes"
    show_widget(page, make_explorer(latents, compare=make_decoder(latents)), dark=dark, tab=tab, holes=True)
    wait_a_frame(page)
    violations = Axe().run(page).response["violations"]
    assert [v["id"] for v in violations if v["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("width", [340, 600, 900])
@pytest.mark.parametrize("latents", [2, 16])
def test_nothing_sticks_out_when_it_is_narrow_or_zoomed(page, width, latents):
    "900 pixels at 150 % zoom are 600"
    page.set_viewport_size({"width": width, "height": 900})
    for tab in ("explore", "between"):
        show_widget(page, make_explorer(latents, compare=make_decoder(latents)), tab=tab)
        wait_a_frame(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_slider_stands_below_the_frames(page, explorer):
    "At A below the first, at B below the last"
    page.set_viewport_size({"width": 900, "height": 950})
    show_widget(page, explorer, tab="between")
    wait_a_frame(page)
    box = page.get_by_role("slider", name="Position between A and B").bounding_box()
    frames = [frame.bounding_box() for frame in page.locator(".gc-frames").first.locator("canvas").all()]
    middles = [frame["x"] + frame["width"] / 2 for frame in frames]
    assert [box["x"] + 7, box["x"] + box["width"] - 7] == pytest.approx([middles[0], middles[-1]], abs=1.5)


def test_a_busy_or_dead_kernel_is_no_error(page):
    "Sending into the void: the widget stays and says why nothing comes"
    explorer = make_explorer()
    explorer.update(Kernel())
    show_widget(page, explorer, views=0)
    page.evaluate("""async () => {
      const el = document.body.appendChild(document.createElement('div'));
      await widget.render({ model: { ...model, send: () => {} }, el });
    }""")
    press_map(page, 0.5, 0.5)
    drag_is_possible = page.get_by_role("slider", name=POINT).get_attribute("aria-valuetext")
    assert drag_is_possible.startswith("z1 ")
    page.wait_for_function("document.querySelector('[role=status]').textContent.startsWith('The kernel is busy')")
    assert page.locator(".gc-error").count() == 0


def test_the_slider_at_its_ends_shows_the_two_codes(page, explorer):
    "Dragging beyond the rail stays inside"
    page.set_viewport_size({"width": 900, "height": 950})
    show_widget(page, explorer, tab="between")
    drag_slider(page, "Position between A and B", share=1.2)
    assert learned(page)["position"] == 1
    assert learned(page)["z"] == pytest.approx(explorer._data.codes[explorer.ends[1]].tolist())
