"""The Jupyter server extension, in servers that run."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from gencourse import server
from tests.jupyter_process import JupyterProcess, run_code, serve

PROBE = '''
"""Tells whether the sockets of this server's kernel connections have TCP_NODELAY."""
import socket
from jupyter_server.base.handlers import APIHandler
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

class Handler(APIHandler):
    def get(self):
        handlers = [connection.websocket_handler for connection in ZMQChannelsWebsocketConnection._open_sockets]
        sockets = [handler.ws_connection.stream.socket for handler in handlers]
        self.finish({"nodelay": [bool(s.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)) for s in sockets]})

def _jupyter_server_extension_points():
    return [{"module": "nodelay_probe"}]

def _load_jupyter_server_extension(serverapp):
    serverapp.web_app.add_handlers(".*$", [("/nodelay", Handler)])
'''

WHAT_KERNELS_HAVE = "import os; print(os.environ.get('GOMP_SPINCOUNT'))"


def start(home: Path, extension: bool, **environment: str | None):
    (home / "nodelay_probe.py").write_text(PROBE)
    extensions = {"gencourse.server": extension, "nodelay_probe": True}
    command = [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root"]
    command.append(f"--ServerApp.jpserver_extensions={extensions}")
    return serve(command, home, home, PYTHONPATH=str(home), **environment)


def ask(running: JupyterProcess) -> tuple[list[bool], str]:
    with running.kernel() as channel:
        spins = run_code(channel, WHAT_KERNELS_HAVE).strip()
        return running.get_json("/nodelay")["nodelay"], spins


def test_kernel_messages_are_not_delayed_and_kernels_do_not_spin(tmp_path: Path):
    with start(tmp_path, extension=True, GOMP_SPINCOUNT=None) as running:
        assert ask(running) == ([True], "1000")


def test_a_stock_server_does_neither(tmp_path: Path):
    "If this fails, Jupyter does it by itself and the extension can go"
    with start(tmp_path, extension=False, GOMP_SPINCOUNT=None) as running:
        assert ask(running) == ([False], "None")


def test_what_the_user_has_set_stays(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GOMP_SPINCOUNT", "7")
    server._load_jupyter_server_extension(SimpleNamespace())
    assert os.environ["GOMP_SPINCOUNT"] == "7"


@pytest.mark.parametrize(
    "unknown",
    [
        SimpleNamespace(),
        SimpleNamespace(web_app=None, log=None),
        SimpleNamespace(web_app=SimpleNamespace(settings={})),
        SimpleNamespace(web_app=SimpleNamespace(settings={"kernel_websocket_connection_class": None})),
        SimpleNamespace(web_app=SimpleNamespace(settings={"kernel_websocket_connection_class": dict})),
    ],
)
def test_a_server_it_does_not_know_is_left_as_it_is(unknown: SimpleNamespace, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GOMP_SPINCOUNT", "1000")
    before = repr(unknown)
    server._load_jupyter_server_extension(unknown)
    assert repr(unknown) == before


def test_leaving_a_server_alone_is_logged_in_one_debug_line(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    server._load_jupyter_server_extension(SimpleNamespace(log=logging.getLogger("jupyter")))
    (record,) = caplog.records
    assert record.levelname == "DEBUG" and "TCP_NODELAY" in record.getMessage()


def test_a_connection_that_cannot_be_hurried_still_connects():
    from jupyter_server.services.kernels.connection.base import BaseKernelWebsocketConnection

    class OldConnection(BaseKernelWebsocketConnection):
        websocket_handler = None  # no set_nodelay here

        def connect(self) -> str:
            return "connected"

    assert server._without_delay(OldConnection)().connect() == "connected"
