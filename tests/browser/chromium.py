"""Start the machine's own Chromium for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

PATIENCE = 120_000  # milliseconds: a wait ends when the fact is there, so only a failure takes that long
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@contextmanager
def open_chromium(path: str) -> Iterator[Browser]:
    """Start the browser at `path`, headless and with a fresh profile, and end it afterwards."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
