"""A real JupyterLab on a free port, with settings of its own and nothing from the user's."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
from playwright.sync_api import expect

import gencourse
from tests.browser.page_actions import wait_until_still
from tests.jupyter_process import free_port

LABEXTENSIONS = Path(gencourse.__file__).parent / "jupyter" / "labextensions"
TOKEN = "for-this-test-only"
SECONDS_TO_START = 120
REFUSALS = 120  # of one cell, each a second or more

RAN = r"""async ([index, before]) => {
  for (let empty = 0; empty < 60; ) {
    await new Promise(requestAnimationFrame);
    const cell = document.querySelectorAll('.jp-Notebook .jp-Cell')[index];
    const now = cell?.querySelector('.jp-InputPrompt')?.textContent ?? '';
    if (now !== before && /\[\d+\]/.test(now)) return 'ran';
    empty = /\[\s*\]/.test(now) ? empty + 1 : 0; // neither waiting nor running
  }
  return 'refused';
}"""


@dataclass(frozen=True)
class JupyterLab:
    """A running server, and the folder that its notebooks lie in."""

    address: str
    folder: Path

    def add(self, name: str, *cells: str, outputs: Sequence[nbformat.NotebookNode] = ()) -> str:
        """Write a notebook of code cells, `outputs` below the first; return what opens it in a workspace of its own."""
        path = self.folder / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        notebook.metadata["kernelspec"] = kernel
        notebook.cells[0].outputs = list(outputs)
        nbformat.write(notebook, path)
        return f"{self.address}/lab/workspaces/{name.replace('/', '-')}/tree/{name}.ipynb?token={TOKEN}"

    def end_kernels(self) -> None:
        """Shut down what notebooks have started."""
        for session in json.loads(self._ask("GET", "api/sessions")):
            self._ask("DELETE", f"api/sessions/{session['id']}")

    def _ask(self, method: str, what: str) -> bytes:
        request = urllib.request.Request(f"{self.address}/{what}", method=method)
        request.add_header("Authorization", f"token {TOKEN}")
        with urllib.request.urlopen(request, timeout=SECONDS_TO_START) as answer:
            return answer.read()


@contextmanager
def run_jupyterlab(folder: Path) -> Iterator[JupyterLab]:
    """Serve the notebooks in folder/notebooks. The server ends with the block."""
    port = free_port()
    lab = JupyterLab(f"http://127.0.0.1:{port}", folder / "notebooks")
    lab.folder.mkdir()
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"]
    command.append("--LanguageServerManager.autodetect=False")  # as `gencourse lab` does: no word to npm
    # as they stand here, whenever the environment was installed
    command.append(f"--LabApp.extra_labextensions_path={LABEXTENSIONS}")
    command += ["--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}", "--ip=127.0.0.1"]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [*command, f"--ServerApp.root_dir={lab.folder}"],
            env={**os.environ, **_write_settings(folder)},
            stdout=log,
            stderr=log,
        )
    try:
        _wait_until_it_answers(server, lab.address, folder / "server.log")
        yield lab
    finally:
        server.terminate()  # it shuts its kernels down first
        try:
            server.wait(timeout=60)
        except subprocess.TimeoutExpired:  # what the test is about has been seen; kernels end without their server
            server.kill()
            server.wait()


def open_notebook(page, url: str) -> None:
    """Open it and wait for its kernel; a key that is pressed before is lost."""
    page.goto(url)
    page.get_by_text("| Idle").wait_for()


def run_cell(page, index: int) -> None:
    """Press Ctrl+Enter in a code cell; it may run for long."""
    page.locator(".jp-Notebook .jp-Cell .cm-content").nth(index).click()
    page.keyboard.press("Control+Enter")


def run_to_the_end(page, index: int) -> None:
    """Run a cell and wait until it has another number, which it gets after the last of its output.

    After an error, an interrupt too, a kernel refuses the cells that come while it still works off older messages: the
    prompt then is empty. Such a cell is run again, as a learner would.
    """
    prompt = page.locator(".jp-Notebook .jp-Cell").nth(index).locator(".jp-InputPrompt")
    before = prompt.text_content()
    for _ in range(REFUSALS):
        run_cell(page, index)
        if page.wait_for_function(RAN, arg=[index, before]).json_value() == "ran":
            return
    raise AssertionError(f"The kernel refused cell {index} {REFUSALS} times: is it dead?")


def printed(page, index: int) -> str:
    """Run a cell and return what it prints."""
    run_to_the_end(page, index)
    output = page.locator(".jp-Notebook .jp-Cell").nth(index).locator(".jp-OutputArea-output")
    expect(output).to_contain_text(re.compile(r"\S"))
    return output.text_content()


def show_cell(page, index: int, part: str):
    """Run a cell that shows a widget; return the locator of the first such part of it, drawn and at rest."""
    run_to_the_end(page, index)
    node = page.locator(".jp-Notebook .jp-Cell").nth(index).locator(part).first
    node.wait_for()
    wait_until_still(node)
    return node


def _write_settings(folder: Path) -> dict[str, str]:
    "No news, no update check; the environment that makes JupyterLab read it."
    settings = folder / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    quiet = {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}
    (settings / "notification.jupyterlab-settings").write_text(json.dumps(quiet), encoding="utf-8")
    places = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_RUNTIME_DIR": "runtime", "IPYTHONDIR": "ipython"}
    places |= {"JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces"}
    return {name: str(folder / place) for name, place in places.items()}


def _wait_until_it_answers(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/api", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")
