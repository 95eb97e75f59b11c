"""What a test does with a bound explorer in a page, and what it reads from it."""

from tests.browser.page_actions import number, wait_a_frame

PEAK, SHOULDER, MEAN, FIRST, SECOND = range(5)  # handles: two of tab "one", three of tab "two"
PIXELS = 7 / 484  # units of z in one pixel of the stage, in a window of 900


def press(page, name):
    page.get_by_role("button", name=name).click()


def shown_sum(page):
    "log p(x), bound and gap, as the learner reads them."
    wait_a_frame(page)
    shown = page.locator(".gc-sum .gc-number").filter(visible=True).all_text_contents()
    return [number(text) for text in shown]


def parts_of(explorer):
    return [explorer.log_prob, explorer.bound, explorer.gap]
