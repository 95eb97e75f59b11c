"""What a test does with a density explorer in a page, and what it reads from it."""

MEAN, FIRST, SECOND = range(3)  # handles, in the order of the Tab key


def handle(page, which):
    return page.locator(".gc-handle").nth(which)


def drag(page, which, *, right, down):
    wait_a_frame(page)
    box = handle(page, which).locator(".gc-dot").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right, y + down, steps=4)
    page.mouse.up()
    wait_a_frame(page)


def learned(page):
    "What Python was told last."
    return page.evaluate("learned.at(-1)")


def shown_scores(page):
    wait_a_frame(page)
    return [number(text) for text in page.locator(".gc-bars .gc-number").filter(visible=True).all_text_contents()]


def number(text):
    return float(text.replace("−", "-"))


def wait_a_frame(page, frames=2):
    """Let the page (or the page of a locator) draw what it has been told: widgets draw in the next animation frame.

    Readers of this package call it first. Before a fact of the form "nothing changed" wait for more frames.
    """
    page.evaluate(
        """(...given) => new Promise((done) => {
          let left = given.at(-1); // a locator's element comes before it
          const next = () => (left-- > 0 ? requestAnimationFrame(next) : done());
          next();
        })""",
        frames,
    )


def frames_that_change(page, tab):
    "Move once a frame, 60 times; count the frames in which the train number changed."
    target = ".gc-handle" if tab == "gaussian" else "input[type=range]"
    return page.evaluate(
        """async ([tab, target]) => {
          const node = document.querySelector(target);
          const number = [...document.querySelectorAll('.gc-train .gc-number')].find((n) => n.offsetParent);
          const box = node.getBoundingClientRect();
          const event = (type, i) => new PointerEvent(type, {
            bubbles: true, button: 0, pointerId: 1, clientX: box.x + 2 * i, clientY: box.y - i });
          const frame = () => new Promise(requestAnimationFrame);
          node.setPointerCapture = () => {};
          if (tab === 'gaussian') node.dispatchEvent(event('pointerdown', 0));
          let changes = 0;
          new MutationObserver(() => changes++).observe(number, { childList: true });
          for (let i = 1; i <= 60; i++) {
            if (tab === 'gaussian') node.dispatchEvent(event('pointermove', i));
            else { node.value = 100 + 2 * i; node.dispatchEvent(new Event('input', { bubbles: true })); }
            await frame();
          }
          return changes;
        }""",
        [tab, target],
    )
