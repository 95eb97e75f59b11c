"""The Jupyter server extension: kernel messages leave at once, and kernels' torch threads don't spin.

Jupyter never sets TCP_NODELAY, so on a stock server Nagle's algorithm holds back each widget update for some 40 ms.
"""

from __future__ import annotations

import os
from typing import Any

from gencourse._threads import spin_briefly


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "gencourse.server"}]


def _load_jupyter_server_extension(serverapp: Any) -> None:
    spin_briefly(os.environ)  # kernels inherit it
    try:
        settings = serverapp.web_app.settings
        settings["kernel_websocket_connection_class"] = _without_delay(settings["kernel_websocket_connection_class"])
    except Exception as error:
        _leave_alone(serverapp, error)


def _without_delay(connection_class: type) -> type:
    """Return a subclass of Jupyter's connection of a websocket with a kernel that switches Nagle's algorithm off."""
    from jupyter_server.services.kernels.connection.base import BaseKernelWebsocketConnection

    if not issubclass(connection_class, BaseKernelWebsocketConnection):
        raise TypeError(f"{connection_class} is no {BaseKernelWebsocketConnection}")

    class PromptConnection(connection_class):
        def connect(self) -> Any:
            try:
                self.websocket_handler.set_nodelay(True)  # before any message, and for each connection anew
            except Exception as error:
                _leave_alone(self, error)
            return super().connect()

    return PromptConnection


def _leave_alone(owner: Any, error: Exception) -> None:
    """A server that is not as we know it works as well without us."""
    log = getattr(owner, "log", None)
    if log is not None:
        log.debug("gencourse leaves TCP_NODELAY as it is: %r", error)
