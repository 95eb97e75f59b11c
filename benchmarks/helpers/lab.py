"""JupyterLab as `gencourse lab` starts it, on a free port and with nothing of the user's settings."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat


@contextlib.contextmanager
def run_lab(name: str, cells: list[str]) -> Iterator[str]:
    """Yield the address of a notebook with these code cells."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        places = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_RUNTIME_DIR": "runtime", "IPYTHONDIR": "ipython"}
        places |= {"JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces"}
        environment = os.environ | {variable: str(root / place) for variable, place in places.items()}
        (root / "lessons").mkdir()
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, root / "lessons" / name)
        command = [sys.executable, "-m", "gencourse.cli", "lab", "--no-browser", "--dir", str(root / "lessons")]
        with (root / "log").open("wb") as log:
            server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            yield _wait(server, root, name)
        finally:
            server.terminate()
            server.wait()


def _wait(server: subprocess.Popen[bytes], root: Path, name: str) -> str:
    "The server writes its address and token into a file before it answers."
    for _ in range(600):
        for path in (root / "runtime").glob("jpserver-*.json"):
            with contextlib.suppress(OSError, ValueError):
                found = json.loads(path.read_text(encoding="utf-8"))
                urllib.request.urlopen(f"{found['url']}api", timeout=2).close()
                return f"{found['url']}lab/workspaces/bench/tree/{name}?token={found['token']}"
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit(f"JupyterLab did not start:\n{(root / 'log').read_text(encoding='utf-8')[-3000:]}")
