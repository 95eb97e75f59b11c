"""What a test does with a density explorer in a page, and what it reads from it."""

from tests.browser.page_actions import number, wait_a_frame

MEAN, FIRST, SECOND = range(3)  # handles, in the order of the Tab key


def shown_scores(page):
    wait_a_frame(page)
    return [number(text) for text in page.locator(".gc-bars .gc-number").filter(visible=True).all_text_contents()]


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
