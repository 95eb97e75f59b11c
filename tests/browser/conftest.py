import pytest

from gencourse.data import two_moons
from gencourse.widgets import DensityExplorer
from tests.browser.chromium import open_chromium


@pytest.fixture(scope="module")  # not longer: while it runs, asyncio.run() fails in this process
def chromium(chromium_path):
    with open_chromium(chromium_path) as browser:
        yield browser


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 900, "height": 620})
    page = context.new_page()
    page.set_default_timeout(10_000)
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
