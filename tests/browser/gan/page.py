"""A GAN playground for tests, and what a test does with it in a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from gencourse.widgets import GANPlayground

SECONDS_TO_TRAIN = 300
TABS = {"train": "Two networks", "generator": "Be the generator", "discriminator": "Be the discriminator"}


def make_playground(*args: Any, **options: Any) -> GANPlayground:
    return GANPlayground(*args, **options)


def press(page: Page, name: str) -> None:
    "The button of the tab that is shown, out of its fold if it lies in one."
    unfold(page, name)
    page.get_by_role("button", name=name, exact=True).locator("visible=true").click()


def turn(page: Page, name: str) -> None:
    unfold(page, name)
    page.get_by_role("switch", name=name, exact=True).locator("visible=true").click()


def unfold(page: Page, name: str) -> None:
    "Press the summary of each closed fold of this tab that holds a button of this name; an empty one is in all."
    page.evaluate(
        """(name) => [...document.querySelectorAll('.gencourse details:not([open])')].forEach((fold) => {
          const holds = [...fold.querySelectorAll('button')].some((button) => button.textContent === name);
          if (fold.checkVisibility() && (holds || !name)) fold.querySelector('summary').click();
        })""",
        name,
    )


def row(page: Page, name: str) -> str:
    "The number beside this name, in the tab that is shown."
    return page.locator(".gc-gan-rows:visible div", has_text=name).locator("dd").inner_text()


def wait_for_row(page: Page, name: str, condition: str) -> None:
    "Wait until `condition`, JavaScript over `text`, holds for the number beside this name."
    page.wait_for_function(_row_that(condition), arg=name)


def train_until(page: Page, name: str, condition: str) -> None:
    "The same in a hurry, for what takes many steps."
    hurry(page, lambda: page.evaluate(_row_that(condition), name))


def hurry(page: Page, fact: Callable[[], bool]) -> None:
    """Let the page's clock, which is installed, run ahead until the fact is there: as fast as this machine can.

    A frame of the widget has all its steps then, however slow the machine is.
    """
    for _ in range(SECONDS_TO_TRAIN):
        if fact():
            return
        page.clock.run_for(1000)
    raise AssertionError(f"it has not come within {SECONDS_TO_TRAIN} seconds of the page's time")


def _row_that(condition: str) -> str:
    return f"""(name) => [...document.querySelectorAll('.gc-gan-rows > div')].some((line) => {{
      if (!line.checkVisibility() || line.querySelector('dt').textContent !== name) return false;
      const text = line.querySelector('dd').textContent;
      return {condition};
    }})"""


def wait_for_steps(page: Page, least: int) -> None:
    "Of D or of G, whoever has more."
    counts = "text.split(', ').map((one) => Number(one.replaceAll(',', '')))"
    wait_for_row(page, "Steps of D, of G", f"Math.max(...{counts}) >= {least}")


def wait_for_news(page: Page, name: str, before: str) -> str:
    "Wait until the number beside this name is another one."
    wait_for_row(page, name, f"text !== {before!r}")
    return row(page, name)


def picture(page: Page) -> str:
    "What is drawn on the plane that is shown, as one string."
    return page.locator(".gc-gan-pad:visible canvas").evaluate("(canvas) => canvas.toDataURL()")
