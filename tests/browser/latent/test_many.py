"""Codes of many numbers, and codes of many classes."""

import re

import torch
from playwright.sync_api import expect

from tests.browser.latent.page import make_explorer
from tests.browser.page_actions import learned
from tests.browser.plain_page import show_widget


def test_sixty_four_numbers_stand_on_four_pages(page):
    "Sixteen sliders at a time; a push on a later page moves that number"
    show_widget(page, make_explorer(64))
    sliders = page.get_by_role("slider").filter(visible=True)
    assert sliders.count() == 16
    for _ in range(3):
        page.get_by_role("button", name="More numbers").click()
    expect(page.get_by_text("z49 to z64 of 64")).to_be_visible()
    assert sliders.count() == 16
    before = page.evaluate("model.get('z')")
    sliders.last.focus()
    page.keyboard.press("ArrowRight")
    after = learned(page)["z"]
    assert [i for i in range(64) if before[i] != after[i]] == [63]
    page.get_by_role("button", name="More numbers").click()
    expect(page.get_by_text("z1 to z16 of 64")).to_be_visible()


def test_a_hundred_classes_are_drawn_as_their_numbers(page):
    "Each at its code's place, without a legend; long names have a number and a legend that scrolls"
    explorer = make_explorer(n=300, labels=torch.arange(300) % 100)
    errors = show_widget(page, explorer)
    drawn = page.locator("text.gc-class").filter(has_text=re.compile(r"^57$"))
    assert drawn.filter(visible=True).count() == 3
    assert page.locator(".gc-key").count() == 0
    show_widget(page, make_explorer(n=300, labels=[f"class {i % 60}" for i in range(300)]))
    legend = page.get_by_role("group", name="Classes")
    assert legend.locator(".gc-key").count() == 60
    assert legend.evaluate("node => node.scrollHeight > node.clientHeight && node.tabIndex === 0")
    assert errors == []
