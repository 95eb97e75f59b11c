"""Refuse the network to every Python process that has this folder on PYTHONPATH: to the kernels of our test runs.

pytest-socket cannot do this, since a kernel is another process; an audit hook cannot be taken out again.
zmq does not go through Python's sockets, so a kernel still talks to its client.
"""

import importlib.machinery
import importlib.util
import ipaddress
import os
import socket
import sys

ADDRESS_EVENTS = ("socket.connect", "socket.sendto", "socket.sendmsg")  # (socket, address)
LOOKUP_EVENTS = ("socket.getaddrinfo", "socket.gethostbyname")  # (host, ...)
HERE_NAMES = {"", "localhost", "ip6-localhost", "ip6-loopback", socket.gethostname()}


class NetworkRefused(OSError):
    """A process that should work offline asked for the network."""


def refuse_network(event: str, args: tuple) -> None:
    """The audit hook: raise NetworkRefused for an address or a name beyond this machine."""
    if event in ADDRESS_EVENTS:
        sock, address = args[0], args[1]
        if sock.family not in (socket.AF_INET, socket.AF_INET6) or address is None:
            return  # a unix socket, or a message on a connection that was let through
        host, target = address[0], ":".join(map(str, address[:2]))
    elif event in LOOKUP_EVENTS:
        host = target = args[0]
    else:
        return
    if not is_here(host):
        _note(target)
        raise NetworkRefused(
            f"Refused to reach {target}: lessons work offline. Use data that the course ships, such as digits()."
        )


def is_here(host: object) -> bool:
    """Whether a host, a name or a number as socket takes it, is this machine."""
    name = host.decode("ascii", "replace") if isinstance(host, bytes | bytearray) else host
    if name is None or name in HERE_NAMES:
        return True
    try:
        address = ipaddress.ip_address(str(name))
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    address = mapped if mapped is not None else address
    return address.is_loopback or address.is_unspecified


def _note(target: object) -> None:
    "A lesson that catches the error has asked for the network all the same: the test run reads this file."
    path = os.environ.get("GENCOURSE_OFFLINE_LOG")
    if path:
        with open(path, "a", encoding="utf-8") as file:
            file.write(f"{target}\n")


def _run_hidden_sitecustomize() -> None:
    "Only the first sitecustomize on sys.path is imported: run the one that ours hides (a distribution's, coverage's)."
    here = os.path.dirname(os.path.realpath(__file__))
    path = [folder for folder in sys.path if os.path.realpath(folder) != here]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", path)
    if spec is not None and spec.loader is not None:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))


sys.addaudithook(refuse_network)
_run_hidden_sitecustomize()
