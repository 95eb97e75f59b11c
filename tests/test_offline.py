"""Kernels of a test run cannot reach the network, and can reach everything on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from tests.lesson_contract import Logs, kernel_environment

Run = Callable[[str], str]

REFUSED = """
import os, socket, subprocess, sys, tempfile, urllib.request
def outcome(call, *args):
    try:
        call(*args)
    except OSError as error:
        return f"{type(error).__name__}: {error}"
    return "let through"
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
"""


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Logs:
    return Logs(tmp_path_factory.mktemp("logs"))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, logs: Logs) -> Iterator[Run]:
    """Run a cell in a lesson's kernel and return what it prints. Another sitecustomize stands behind ours."""
    hidden = tmp_path_factory.mktemp("hidden")
    (hidden / "sitecustomize.py").write_text("import os\nos.environ['HIDDEN_SITECUSTOMIZE'] = 'has run'\n")
    client = NotebookClient(new_notebook(), kernel_name="python3", timeout=300, startup_timeout=300)

    def run_cell(source: str) -> str:
        cell = new_code_cell(source)
        client.nb.cells = [cell]
        client.execute_cell(cell, 0)
        return "".join(output.text for output in cell.outputs if output.output_type == "stream").strip()

    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PYTHONPATH", str(hidden))
        with kernel_environment(Path("lessons/00_start_here.ipynb"), logs), client.setup_kernel():
            run_cell(REFUSED)
            yield run_cell


@pytest.mark.parametrize(
    ("call", "target"),
    [
        ("socket.create_connection, ('192.0.2.1', 80), 20", "192.0.2.1"),
        ("socket.socket().connect, ('192.0.2.1', 80)", "192.0.2.1:80"),
        ("socket.socket().connect_ex, ('192.0.2.1', 80)", "192.0.2.1:80"),
        ("socket.socket(socket.AF_INET6).connect, ('2001:db8::1', 80)", "2001:db8::1:80"),
        ("socket.getaddrinfo, 'example.org', 443", "example.org"),
        ("socket.gethostbyname, 'example.org'", "example.org"),
        ("udp.sendto, b'hello', ('192.0.2.1', 53)", "192.0.2.1:53"),
        ("udp.sendmsg, [b'hello'], [], 0, ('192.0.2.1', 53)", "192.0.2.1:53"),
    ],
)
def test_a_kernel_is_refused_at_once(call: str, target: str, run: Run, logs: Logs):
    "With a sentence; and word of it is left for the contract"
    assert run(f"print(outcome({call}))").startswith(
        f"NetworkRefused: Refused to reach {target}: lessons work offline."
    )
    assert logs.refused.read_text().splitlines()[-1] == target


def test_the_sentence_comes_through_urllib(run: Run):
    assert "Refused to reach example.org" in run("print(outcome(urllib.request.urlopen, 'http://example.org/'))")


def test_a_python_that_a_kernel_starts_is_refused_too(run: Run):
    code = "import socket; socket.getaddrinfo('example.org', 80)"
    assert "NetworkRefused" in run(
        f"print(subprocess.run([sys.executable, '-c', {code!r}], capture_output=True, text=True).stderr)"
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.8.9.10"])
def test_a_kernel_reaches_this_machine(host: str, run: Run):
    assert run(f"""
with socket.create_server(("", 0)) as server:
    print(outcome(socket.create_connection, ({host!r}, server.getsockname()[1]), 60))
""") == ("let through")


@pytest.mark.parametrize("host", ["::1", "::ffff:127.0.0.1", "0.0.0.0", "::", None, "", b"localhost", b"127.0.0.1"])
def test_each_way_to_name_this_machine_is_let_through(host: object, run: Run):
    "Numbers are looked up without a network, so this works where there is no IPv6"
    assert run(f"import sitecustomize; print(sitecustomize.is_here({host!r}))") == "True"


@pytest.mark.parametrize("host", ["10.0.0.1", "::ffff:192.0.2.1", "127.0.0.1.example.org", b"example.org"])
def test_nothing_else_is(host: object, run: Run):
    assert run(f"import sitecustomize; print(sitecustomize.is_here({host!r}))") == "False"


def test_a_unix_socket_is_let_through(run: Run):
    assert run("""
if hasattr(socket, "AF_UNIX"):
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as server:
        server.bind(folder + "/socket")
        server.listen()
        print(outcome(socket.socket(socket.AF_UNIX).connect, folder + "/socket"))
else:
    print("let through")
""") == ("let through")


def test_the_sitecustomize_that_ours_hides_has_run(run: Run):
    "A distribution's or coverage's; Python itself imports only the first"
    assert run("print(os.environ.get('HIDDEN_SITECUSTOMIZE'))") == "has run"
