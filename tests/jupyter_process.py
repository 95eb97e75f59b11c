"""A Jupyter server in a process of its own, for tests that ask it questions."""

from __future__ import annotations

import contextlib
import functools
import itertools
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import websocket

PATIENCE = 300  # seconds for an answer: only a server that hangs needs them all, however busy the machine
PORTS = range(20_000, 32_000)  # below those that systems hand out by themselves, to kernels above all


class JupyterProcess:
    """A running command that serves Jupyter on `port`; Jupyter's own files and the command's log are in `home`."""

    def __init__(self, process: subprocess.Popen, port: int, home: Path, base: str = "") -> None:
        self.process, self.port, self.log, self.base = process, port, home / "log.txt", base

    @functools.cached_property
    def token(self) -> str:
        (info,) = self.log.parent.glob("jpserver-*.json")
        return json.loads(info.read_text())["token"]

    def get(self, path: str, data: bytes | None = None, with_token: bool = True) -> bytes:
        headers = {"Authorization": f"token {self.token}"} if with_token else {}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{self.base}{path}", data, headers)
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            return response.read()

    def get_json(self, path: str, data: bytes | None = None):
        return json.loads(self.get(path, data=data))

    def wait_until_up(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(OSError):
                self.get("/api", with_token=False)
                return
            time.sleep(0.1)
        raise AssertionError(f"no server came up (exit code {self.process.poll()}):\n{self.log.read_text()}")

    @contextlib.contextmanager
    def kernel(self) -> Iterator[websocket.WebSocket]:
        kernel = self.get_json("/api/kernels", data=b"{}")["id"]
        address = (
            f"ws://127.0.0.1:{self.port}{self.base}/api/kernels/{kernel}/channels?token={self.token}&session_id=test"
        )
        channel = websocket.create_connection(address, timeout=PATIENCE)
        try:
            yield channel
        finally:
            channel.close()

    def press_ctrl_c(self, answer: str) -> int:
        "Send SIGINT to all of the command's processes, as a terminal does; return the exit code."
        assert self.process.stdin is not None
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.stdin.write(answer.encode())
        self.process.stdin.flush()
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.process.wait(timeout=PATIENCE)
        raise AssertionError(f"it did not end:\n{self.log.read_text()}")


@contextlib.contextmanager
def serve(
    command: list[str], cwd: Path, home: Path, base: str = "", **environment: str | None
) -> Iterator[JupyterProcess]:
    """Run `command --port N` in cwd with Jupyter's own files in home; None takes a variable away.

    base: what the server's addresses begin with.
    """
    port = free_port()
    settings = {"JUPYTER_TOKEN": None, "JUPYTER_CONFIG_DIR": str(home), "JUPYTER_RUNTIME_DIR": str(home)}
    variables = {k: v for k, v in (os.environ | settings | environment).items() if v is not None}
    with open(home / "log.txt", "wb") as output:
        process = subprocess.Popen(
            [*command, "--port", str(port)],
            cwd=cwd,
            env=variables,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = JupyterProcess(process, port, home, base)
    try:
        server.wait_until_up()
        yield server
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(timeout=PATIENCE)


def run_code(channel: websocket.WebSocket, code: str) -> str:
    """Return what this code prints in the kernel."""
    header = {"msg_id": "run", "msg_type": "execute_request", "session": "test", "username": "", "version": "5.4"}
    content = {"code": code, "silent": False, "store_history": False, "allow_stdin": False}
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
    channel.send(json.dumps(message | {"buffers": []}))
    printed, ended = "", set()
    while ended != {"reply", "idle"}:  # they come over different channels, in either order
        answer = json.loads(channel.recv())
        if answer["msg_type"] == "stream":
            printed += answer["content"]["text"]
        if answer["msg_type"] == "execute_reply":
            ended.add("reply")
        if answer["msg_type"] == "status" and answer["parent_header"].get("msg_id") == "run":
            ended |= {"idle"} & {answer["content"]["execution_state"]}
    return printed


def free_port() -> int:
    """Return a port that nothing listens on and that this process has not returned before.

    One from the system's own range might be another's before the server that is started now listens on it.
    """
    for port in _next_ports:
        with socket.socket() as free, contextlib.suppress(OSError):
            free.bind(("127.0.0.1", port))
            return port
    raise AssertionError("unreachable: the ports go round")


_start = os.getpid() * 50 % len(PORTS)  # another one in each worker
_next_ports = itertools.cycle((*PORTS[_start:], *PORTS[:_start]))
