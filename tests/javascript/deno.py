"""One Deno process that runs functions of the widgets' own JavaScript files for tests: no page, no joining.

Deno has the V8 of Chromium, so a number is the same to the last bit. What needs a document is tested in tests/browser.
"""

from __future__ import annotations

import base64
import json
import math
import os
import shutil
import subprocess
import sysconfig
import tempfile
import threading
from pathlib import Path
from typing import Any

import numpy as np
import torch

import gencourse.widgets

WIDGETS = Path(gencourse.widgets.__file__).parent
SERVER = Path(__file__).with_name("server.js")
SECONDS = 120.0  # for one call; the slowest takes one or two on an idle machine
TYPED = ("float32", "float64", "int8", "int16", "int32", "uint8", "uint16", "uint32")


class Undefined:
    """JavaScript's undefined, which is not null: `f(UNDEFINED)` takes the default of an argument, `f(None)` doesn't."""

    def __repr__(self) -> str:
        return "UNDEFINED"


UNDEFINED = Undefined()


class JavaScriptError(Exception):
    """What JavaScript threw: its name, its message and its stack."""


class Deno:
    """Deno, started by the first call; `folder` is all that it may read, and it knows no network.

    Modules are loaded once, as in a page that is never left: a test that changes a module's state leaves it so.
    """

    def __init__(self, folder: Path = WIDGETS, seconds: float = SECONDS) -> None:
        self.folder, self.seconds = folder.resolve(), seconds
        self._process: subprocess.Popen[str] | None = None

    def library(self, *files: str) -> Library:
        """Return the exports of these files, named from the folder: `library("bound/js/numbers.js")`."""
        return Library(self, files)

    def ask(self, files: tuple[str, ...], expression: str, arguments: tuple[Any, ...]) -> Any:
        """Evaluate the expression with `library` bound to the files' exports; call it if it is a function."""
        modules = [(self.folder / file).as_uri() for file in files]
        request = {"modules": modules, "expression": expression, "values": [to_wire(value) for value in arguments]}
        answer = self._exchange(json.dumps(request))
        if "thrown" in answer:
            raise JavaScriptError(answer["thrown"])
        return from_wire(answer["value"])

    def close(self) -> None:
        """End the process; the next call starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
            self._home.cleanup()

    def _exchange(self, line: str) -> dict[str, Any]:
        "A line there, a line back; a process that is too slow, or ends, is named and gone."
        process = self._process or self._start()
        assert process.stdin and process.stdout
        too_long = threading.Event()
        timer = threading.Timer(self.seconds, lambda: (too_long.set(), process.kill()))
        timer.start()
        try:
            process.stdin.write(line + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        finally:
            timer.cancel()
        if not answer:
            raise self._obituary(f"did not answer within {self.seconds:g} s" if too_long.is_set() else "ended")
        return json.loads(answer)

    def _start(self) -> subprocess.Popen[str]:
        self._home = tempfile.TemporaryDirectory(prefix="deno-")
        self._said = Path(self._home.name) / "stderr"
        options = ["--quiet", "--no-prompt", "--no-config", "--no-lock", "--no-remote", "--no-npm"]
        with self._said.open("wb") as said:
            self._process = subprocess.Popen(
                [find_deno(), "run", *options, f"--allow-read={self.folder}", str(SERVER)],
                env={**os.environ, "DENO_DIR": self._home.name, "DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                encoding="utf-8",
            )
        assert self._process.stdout
        if self._process.stdout.readline() != "ready\n":
            raise self._obituary("did not start")
        return self._process

    def _obituary(self, what: str) -> RuntimeError:
        assert self._process
        self._process.kill()
        self._process.wait()
        said = self._said.read_text(encoding="utf-8", errors="replace")[-2000:]
        self.close()
        return RuntimeError(f"Deno {what}. It said: {said or 'nothing'}")


class Library:
    """The exports of some files: `numbers("encode", x)` calls one, `evaluate` runs JavaScript over `library`."""

    def __init__(self, deno: Deno, files: tuple[str, ...]) -> None:
        self._deno, self._files = deno, files

    def __call__(self, name: str, *arguments: Any) -> Any:
        return self._deno.ask(self._files, f"library[{json.dumps(name)}]", arguments)

    def evaluate(self, expression: str, *arguments: Any) -> Any:
        return self._deno.ask(self._files, expression, arguments)


def find_deno() -> str:
    """Return the path of the `deno` that pip has installed, or of the machine's own."""
    path = shutil.which("deno", path=sysconfig.get_path("scripts")) or shutil.which("deno")
    if path is None:
        raise RuntimeError(
            "There is no deno, which runs the tests of the widgets' JavaScript: pip install -e '.[test]'"
        )
    return path


def to_wire(value: Any) -> Any:
    """Return what JSON can carry: an array as the typed array of its dtype, flat; bytes as a DataView."""
    match value:
        case None | bool() | int() | str():
            return value
        case Undefined():
            return {"$": "undefined"}
        case float():
            return value if math.isfinite(value) else {"$": "number", "value": str(value)}
        case bytes() | memoryview():
            return {"$": "bytes", "value": base64.b64encode(value).decode()}
        case torch.Tensor():
            return to_wire(value.detach().cpu().numpy())
        case np.ndarray() if value.dtype.name in TYPED:
            little = np.ascontiguousarray(value, dtype=value.dtype.newbyteorder("<"))
            return {"$": value.dtype.name, "value": base64.b64encode(little.tobytes()).decode()}
        case list() | tuple():
            return [to_wire(item) for item in value]
        case dict():
            plain = {name: to_wire(item) for name, item in value.items()}
            return {"$": "object", "value": plain} if "$" in plain else plain
    raise TypeError(f"JavaScript is given numbers, text, lists, dicts, bytes and arrays, got {type(value).__name__}")


def from_wire(value: Any) -> Any:
    """Turn an answer into Python: a typed array into a tensor of its dtype, a DataView into bytes."""
    if isinstance(value, list):
        return [from_wire(item) for item in value]
    if not isinstance(value, dict):
        return value
    kind = value.get("$")
    if kind is None or kind == "object":
        return {name: from_wire(item) for name, item in (value if kind is None else value["value"]).items()}
    if kind == "undefined":
        return UNDEFINED
    if kind == "number":
        return float(value["value"])
    raw = base64.b64decode(value["value"])
    if kind == "bytes":
        return raw
    return torch.from_numpy(np.frombuffer(bytearray(raw), dtype=np.dtype(kind).newbyteorder("<")).astype(kind))
