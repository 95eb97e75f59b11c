"""How much sooner does a kernel answer with TCP_NODELAY?  Round trips with our server extension and without."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Iterator

import websocket

ROUNDS, TRIPS = 10, 10
TOKEN = "echo"


def main() -> None:
    with kernel(extension=True) as with_it, kernel(extension=False) as without:
        times: dict[str, list[float]] = {"with": [], "without": []}
        for _ in range(ROUNDS):  # interleaved, so that both see the same machine
            times["with"] += [echo(with_it) for _ in range(TRIPS)]
            times["without"] += [echo(without) for _ in range(TRIPS)]
    medians = {name: statistics.median(seconds) for name, seconds in times.items()}
    for name, seconds in medians.items():
        print(f"{name:>8} the extension: {1000 * seconds:5.1f} ms (median of {len(times[name])} round trips)")
    print(f"   ratio: {medians['without'] / medians['with']:.1f}")


@contextlib.contextmanager
def kernel(extension: bool) -> Iterator[websocket.WebSocket]:
    """Start a server and a kernel in it; yield a websocket to the kernel, warmed up."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", f"--ServerApp.port={port}"]
    command += ["--ServerApp.ip=127.0.0.1", f"--ServerApp.jpserver_extensions={{'gencourse.server': {extension}}}"]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"JUPYTER_TOKEN": TOKEN, "JUPYTER_CONFIG_DIR": folder, "JUPYTER_RUNTIME_DIR": folder}
        server = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}/api/kernels", b"{}", {"Authorization": f"token {TOKEN}"}
            )
            with when_up(request) as response:
                kernel_id = json.load(response)["id"]
            address = f"ws://127.0.0.1:{port}/api/kernels/{kernel_id}/channels?token={TOKEN}&session_id=echo"
            channel = websocket.create_connection(address, timeout=60)
            for _ in range(TRIPS):
                echo(channel)
            yield channel
            channel.close()
        finally:
            server.terminate()
            server.wait()


def when_up(request: urllib.request.Request):
    for _ in range(300):
        try:
            return urllib.request.urlopen(request, timeout=60)
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the server does not answer")


def echo(channel: websocket.WebSocket) -> float:
    """Return the seconds until the kernel's printed answer is back."""
    text, start = uuid.uuid4().hex, time.perf_counter()
    header = {"msg_id": text, "msg_type": "execute_request", "session": "echo", "username": "", "version": "5.4"}
    content = {"code": f"print({text!r})", "silent": False, "store_history": False, "allow_stdin": False}
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
    channel.send(json.dumps(message | {"buffers": []}))
    while True:
        answer = json.loads(channel.recv())
        if answer["msg_type"] == "stream" and text in answer["content"]["text"]:
            return time.perf_counter() - start


if __name__ == "__main__":
    main()
