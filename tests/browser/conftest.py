from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from gencourse.data import two_moons
from gencourse.widgets import DensityExplorer
from tests.browser.chromium import PATIENCE, open_chromium
from tests.browser.jupyterlab import JupyterLab, run_jupyterlab

expect.set_options(timeout=PATIENCE)


# One for this folder and those in it, and no longer: while Playwright runs, asyncio.run() fails in this process.
@pytest.fixture(scope="package")
def chromium(chromium_path: str) -> Iterator[Browser]:
    with open_chromium(chromium_path) as browser:
        yield browser


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """new_page(offline=True) opens a page in a fresh context with these options of Playwright's."""
    contexts = []

    def new_page(**options: Any) -> Page:
        contexts.append(chromium.new_context(**{"viewport": {"width": 900, "height": 620}, **options}))
        contexts[-1].set_default_timeout(PATIENCE)
        return contexts[-1].new_page()

    yield new_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


@pytest.fixture(scope="package")
def jupyterlab_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterLab]:
    with run_jupyterlab(tmp_path_factory.mktemp("lab")) as server:
        yield server


@pytest.fixture(scope="module")
def jupyterlab(jupyterlab_server: JupyterLab) -> Iterator[JupyterLab]:
    """The one JupyterLab of this folder; the kernels that a module's tests have started end with it."""
    yield jupyterlab_server
    jupyterlab_server.end_kernels()


@pytest.fixture(scope="session")
def train():
    return two_moons(200, seed=0)


@pytest.fixture(scope="session")
def held_out():
    return two_moons(200, seed=1)


@pytest.fixture
def explorer(train, held_out):
    return DensityExplorer(train, held_out)
