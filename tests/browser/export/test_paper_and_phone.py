"""An exported page on a phone, in the dark, and on paper."""

import base64
import io
import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from gencourse.export.pages import lesson_page
from tests.browser.page_actions import watch_errors

PHONE = {"width": 400, "height": 800}
WIDE = r"\log p(x) = \log \int p(x \mid z)\, p(z)\, dz = \mathbb E_q[\log p(x \mid z)] - D + \mathrm{KL}(q \,\|\, p)"
IN_LINE = (
    r"So $p_1 + p_2 + p_3 + p_4 + p_5 + p_6 + p_7 + p_8 + p_9 + p_{10} + p_{11} + p_{12} + p_{13} = 1$, and $x = y$."
)
TABLE = "| " + " | ".join("abcdefgh") + " |\n" + "|---" * 8 + "|\n| " + " | ".join(["immeasurable"] * 8) + " |"
LONG_CODE = "x = [" + ", ".join(map(str, range(60))) + "]"
FOLD = "<details><summary>Hint 1</summary>\n\nTake the mean.\n\n</details>"
LEFT_AND_RIGHT = """node => {
  const ends = () => {
    const boxes = [...node.querySelectorAll("mi, mo, mn, span, td, th")].map((part) => part.getBoundingClientRect());
    const inked = boxes.filter((box) => box.width > 0);
    return [Math.min(...inked.map((box) => box.left)), Math.max(...inked.map((box) => box.right))];
  };
  const frame = node.getBoundingClientRect();
  node.scrollLeft = 0;
  const left = ends()[0] - frame.left;
  node.scrollLeft = node.scrollWidth;
  return [node.scrollWidth - node.clientWidth, left, frame.right - ends()[1]];
}"""


def picture(pixels, colour="white"):
    "An output with a picture, as gencourse.plots shows them."
    png = io.BytesIO()
    Image.new("RGB", (120, 60), colour).save(png, "PNG")
    source = "data:image/png;base64," + base64.b64encode(png.getvalue()).decode()
    image = f'<img alt="A picture." width="120"{" class=pixels" if pixels else ""} src="{source}">'
    return new_output("display_data", {"text/html": image})


def wide_lesson():
    code = new_code_cell(LONG_CODE)
    code.outputs = [new_output("stream", text="a line that is printed " * 8 + "\n"), picture(False), picture(True)]
    texts = [f"# Wide\n\nIt fits.\n\n## Formulas\n\n$${WIDE}$$", IN_LINE, TABLE, FOLD]
    return new_notebook(cells=[*map(new_markdown_cell, texts), code, new_code_cell("x = 1")])


@pytest.fixture
def open_lesson(new_page, tmp_path):
    "open_lesson(notebook, viewport=...) gives the page of a notebook as it is."

    def open_lesson(notebook, **options):
        path = tmp_path / "07_wide.html"
        path.write_text(lesson_page(notebook, "07_wide"), encoding="utf-8")
        page = new_page(offline=True, **options)
        page.errors = watch_errors(page, files_only=True)
        page.goto(path.as_uri())
        return page

    return open_lesson


def test_what_is_wide_scrolls_on_a_phone_and_nothing_is_cut(open_lesson):
    "Formulas in their line and between lines, code, what it prints, tables: from the first sign to the last"
    page = open_lesson(wide_lesson(), viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    for part in (".formula", ".long", ".highlight pre", "table"):
        hidden, left, right = page.locator(part).first.evaluate(LEFT_AND_RIGHT)
        assert hidden > 20 and left >= -1 and right >= -1, (part, hidden, left, right)
    for pre in page.locator("pre").all():
        assert pre.evaluate("node => getComputedStyle(node).whiteSpace") == "pre", "a line stays one line"
    assert page.errors == []


def test_keys_reach_what_scrolls_and_nothing_else(open_lesson):
    "Again after the window has changed: the width of the text is the window's here"
    page = open_lesson(wide_lesson(), viewport=PHONE)
    reached = "[...document.querySelectorAll('pre, .long, table')].map((node) => [node.tagName, node.tabIndex >= 0])"
    wide = [["SPAN", True], ["TABLE", True], ["PRE", True], ["PRE", True], ["PRE", False]]
    page.wait_for_function(f"JSON.stringify({reached}) === {json.dumps(json.dumps(wide, separators=(',', ':')))}")
    page.set_viewport_size({"width": 2400, "height": 800})
    page.add_style_tag(content="main { max-width: none !important; }")
    page.wait_for_function(f"{reached}.every(([, stop]) => !stop)")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_serious_on_a_phone(open_lesson, dark):
    page = open_lesson(wide_lesson(), viewport=PHONE, color_scheme="dark" if dark else "light")
    page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")] == []


def middle(locator):
    "The colour in the middle of a part of the page, as it is seen."
    image = Image.open(io.BytesIO(locator.screenshot())).convert("RGB")
    return image.getpixel((image.width // 2, image.height // 2))


def test_a_plot_stands_on_the_pages_paper_in_both_themes(open_lesson):
    "What is drawn in pixels keeps its white, which does not glare in the dark"
    light, dark = (open_lesson(wide_lesson(), color_scheme=scheme) for scheme in ("light", "dark"))
    plot, pixels = (light.locator("img").nth(k) for k in (0, 1))
    assert middle(plot) == middle(pixels) == (255, 255, 255)
    plot, pixels = (dark.locator("img").nth(k) for k in (0, 1))
    assert all(abs(value - 17) <= 2 for value in middle(plot)), "the dark paper, #111111"
    assert all(200 < value < 235 for value in middle(pixels))


def test_a_plots_colours_keep_their_hue_in_the_dark(open_lesson):
    "A sentence about the blue points is true there, too"
    for colour, strongest in (("#0072B2", 2), ("#D55E00", 0), ("#009E73", 1)):
        code = new_code_cell("1", outputs=[picture(False, colour)])
        page = open_lesson(new_notebook(cells=[code]), color_scheme="dark")
        seen = middle(page.locator("img"))
        assert seen.index(max(seen)) == strongest, (colour, seen)


def on_paper(page):
    page.emulate_media(media="print")
    return page


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_on_paper_folds_are_open_and_nothing_scrolls(open_lesson, script):
    page = on_paper(open_lesson(wide_lesson(), viewport={"width": 680, "height": 900}, java_script_enabled=script))
    fold = page.get_by_text("Take the mean.")
    fold.wait_for()
    assert fold.bounding_box()["height"] > 10
    assert not page.locator("header").is_visible(), "a link to other pages is none on paper"
    if script:
        code = page.locator(".highlight pre").first
        assert code.evaluate("node => node.scrollWidth - node.clientWidth") == 0


def test_on_paper_backgrounds_are_printed_and_the_theme_is_light(open_lesson):
    page = on_paper(open_lesson(wide_lesson(), color_scheme="dark"))
    look = "node => [getComputedStyle(node).printColorAdjust, getComputedStyle(node).backgroundColor]"
    assert page.locator(".highlight").first.evaluate(look) == ["exact", "rgb(245, 245, 245)"]
    assert page.locator("body").evaluate(look)[1] == "rgb(255, 255, 255)"
    assert page.locator("img").first.evaluate("node => getComputedStyle(node).filter") == "none"


def test_pages_have_margins_and_numbers(open_lesson):
    "As the browser has understood the rule"
    page = open_lesson(wide_lesson())
    rules = page.evaluate("""[...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
        .filter((rule) => rule instanceof CSSPageRule)
        .map((rule) => [rule.style.marginLeft, [...rule.cssRules].map((box) => [box.name, box.style.content])])""")
    ((margin, boxes),) = rules
    assert float(margin.removesuffix("mm")) >= 12
    assert boxes == [["bottom-center", 'counter(page) " / " counter(pages)']]


A4, MARGIN = 842, 62  # points; the lower margin


def places(page):
    "The page and the height above its foot, in points, of each heading in the PDF."
    pdf = page.pdf(format="A4", prefer_css_page_size=True, outline=True, tagged=True)
    found = re.findall(rb"/Dest \[(\d+) 0 R /XYZ [-\d.]+ ([-\d.]+)", pdf)
    return [(int(number), float(height) - MARGIN) for number, height in found]


def test_no_heading_stands_alone_at_a_pages_foot_and_code_keeps_its_figure(open_lesson):
    "Headings after texts of many lengths: below each there is room for the code and the picture that follow"
    cells = []
    for lines in range(20, 44, 2):
        text = "\n\n".join(["One line."] * lines) + "\n\n## Heading"
        cells += [new_markdown_cell(text), new_code_cell("x = 1\ny = 2\nz = 3", outputs=[picture(False)])]
    page = open_lesson(new_notebook(cells=cells))
    heights = [height for _, height in places(page)]
    assert len(heights) == 12
    assert min(heights) > 120, heights
    page.add_style_tag(content="* { break-after: auto !important; break-inside: auto !important; }")
    assert min(height for _, height in places(page)) < 60, "without the rules some would"
