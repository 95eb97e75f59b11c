"""All output of a block is caught, and afterwards everything writes where it did."""

import io
import logging
import os
import subprocess
import sys
import tempfile

import pytest

from gencourse.exercises.run.capture import captured
from gencourse.exercises.run.show import readable

CHECK = """
import sys, torch
from gencourse.exercises import check
def fit_gaussian(x):
    print("printed")
    print("to stderr", file=sys.stderr)
    return x.mean(0), torch.cov(x.T)
check("start.fit_gaussian", fit_gaussian)
"""


def ends() -> list:
    return [
        sys.stdout,
        sys.stderr,
        *(os.fstat(descriptor).st_ino for descriptor in (1, 2)),
        "write" in vars(sys.stderr),
    ]


@pytest.mark.parametrize("error", [None, ValueError, KeyboardInterrupt, SystemExit])
def test_everything_is_put_back_however_the_block_ends(error):
    before = ends()
    try:
        with captured(100) as output:
            os.write(2, b"descriptor ")
            print("stream", file=sys.stderr)
            if error:
                raise error
    except (ValueError, KeyboardInterrupt, SystemExit):
        pass
    assert ends() == before
    assert sorted(output.getvalue().split()) == ["descriptor", "stream"]


@pytest.mark.parametrize(
    "vandal", ["os.close(2)", "os.dup2(1, 2)", "sys.stderr = None", "sys.stderr.close()", "del sys.stderr"]
)
def test_what_a_block_breaks_is_whole_again(vandal):
    before = ends()
    with captured(100):
        exec(vandal)
    assert ends() == before


def test_a_stream_that_was_patched_before_stays_patched(monkeypatch):
    written = []
    monkeypatch.setattr(sys.stderr, "write", written.append)
    with captured(100) as output:
        sys.__stderr__.write("inner")
    sys.stderr.write("outer")
    assert (output.getvalue(), written) == ("inner", ["outer"])


def test_a_block_within_a_block():
    before = ends()
    with captured(100) as outer:
        os.write(2, b"before ")
        with captured(100) as inner:
            os.write(2, b"inner")
        os.write(2, b" after")
    assert (inner.getvalue(), outer.getvalue()) == ("inner", "before  after")
    assert ends() == before


def test_a_flood_is_cut():
    with captured(50) as output:
        os.write(2, b"x" * 100_000)
        print("y" * 100_000)
    assert len(output.getvalue()) <= 100


def test_without_a_place_for_a_file_it_is_lost_and_not_let_through(monkeypatch, capfd):
    def full():
        raise OSError("no space left")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with captured(100) as output:
        os.write(2, b"by descriptor")
        print("by stream", file=sys.stderr)
    assert "by stream" in output.getvalue()
    assert capfd.readouterr().err == ""


@pytest.mark.skipif(os.name != "posix", reason="closes a descriptor as a shell does")
@pytest.mark.parametrize("closed", ["2>&-", "1>&- 2>&-", "<&- 2>&-"])
def test_a_process_without_stderr_checks_too(closed):
    done = subprocess.run(
        f'"{sys.executable}" -c "$CHECK" {closed}',
        shell=True,
        capture_output=True,
        text=True,
        env=os.environ | {"CHECK": CHECK},
    )
    assert done.returncode == 0 and done.stderr == ""
    assert ("Passed" in done.stdout) == ("1>&-" not in closed)


def test_a_stream_that_cannot_be_patched_is_left_alone(monkeypatch):
    class Slotted(io.StringIO):
        __slots__ = ()

        def __setattr__(self, name, value):
            raise AttributeError(name)

    stream = Slotted()
    monkeypatch.setattr(sys, "stderr", stream)
    with captured(100):
        print("caught", file=sys.stderr)
    assert sys.stderr is stream and stream.getvalue() == ""


def test_a_handler_made_inside_goes_on_writing_outside(capsys):
    with captured(100):
        handler = logging.StreamHandler()
        logging.getLogger("made inside").addHandler(handler)
    assert handler.stream is sys.stderr


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("a\n\nb\n", ["a", "b"]),
        ("\r 0%\r 50%\r100%\n", ["100%"]),
        ("\r 0%\r100%\r", ["100%"]),
        ("windows\r\n", ["windows"]),
        ("\x1b[31mred\x1b[0m \x07bell", ["red bell"]),
        ("  indented\tand a tab", ["  indented\tand a tab"]),
        ("", []),
    ],
)
def test_what_was_printed_as_it_looks(printed, shown):
    assert readable(printed) == shown
