import pytest
from playwright.sync_api import expect

from gencourse.data import two_moons
from gencourse.widgets import DensityExplorer
from tests.browser.chromium import open_chromium

PATIENCE = 30_000  # milliseconds: a wait ends when the fact is there, so only a failure takes that long

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")  # not longer: while it runs, asyncio.run() fails in this process
def chromium(chromium_path):
    with open_chromium(chromium_path) as browser:
        yield browser


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 900, "height": 620})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


@pytest.fixture(scope="session")
def train():
    return two_moons(200, seed=0)


@pytest.fixture(scope="session")
def held_out():
    return two_moons(200, seed=1)


@pytest.fixture
def explorer(train, held_out):
    return DensityExplorer(train, held_out)
