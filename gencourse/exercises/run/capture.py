"""Keep what a learner's code writes away from the cell: nbgrader gives no points where a line stands on stderr."""

from __future__ import annotations

import contextlib
import gc
import io
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from typing import Any, TextIO

DESCRIPTORS = (1, 2)  # where torch's own warnings, C code and other processes write


class Captured(io.StringIO):
    """What was written, up to a cap. It stays open if a learner closes it."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most
        self._has_descriptor = False

    def write(self, text: str) -> int:
        if self.tell() < self._most:
            super().write(text[: self._most])
        return len(text)  # what lies beyond the cap counts as written

    def close(self) -> None:
        pass

    def fileno(self) -> int:
        """Return 2 while that is caught: faulthandler, or a process that is handed this stream, writes there."""
        if not self._has_descriptor:
            raise io.UnsupportedOperation("fileno")
        return 2


@contextlib.contextmanager
def captured(most: int) -> Iterator[Captured]:
    """Catch all output of the block: of sys.stdout and sys.stderr, of what holds these from before, of descriptors.

    A logging handler, a progress bar or a function's default argument may hold a stream that was sys.stderr earlier;
    in a notebook that is an object which writes into the cell by itself. Threads that outlive the block are not caught.
    """
    output = Captured(most)
    streams = [sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__]
    with contextlib.ExitStack() as undo:
        undo.callback(_hand_back_handlers, output, sys.stderr)
        undo.enter_context(_descriptors_into(output, most))
        for stream in {id(stream): stream for stream in streams if stream is not None}.values():
            undo.callback(_redirect(stream, output))
        undo.enter_context(contextlib.redirect_stdout(output))
        undo.enter_context(contextlib.redirect_stderr(output))
        yield output
        gc.collect(1)  # what dies in a cycle may complain, and here it is heard


@contextlib.contextmanager
def _descriptors_into(output: Captured, most: int) -> Iterator[None]:
    "Let the descriptors write into a file, and add what it holds at the end. A pipe might fill up, and block C code."
    with _file() as file:
        try:
            with contextlib.ExitStack() as undo:
                for descriptor in DESCRIPTORS:
                    undo.callback(_point(descriptor, file.fileno()))
                output._has_descriptor = True
                try:
                    yield
                finally:
                    output._has_descriptor = False
        finally:
            with contextlib.suppress(OSError, ValueError):  # it cannot be read where nothing could be written
                file.seek(0)
                output.write(file.read(most).decode("utf-8", "replace"))


def _file() -> Any:
    try:
        return tempfile.TemporaryFile()
    except OSError:  # a full or read-only disk: then it is lost
        return open(os.devnull, "r+b")


def _point(descriptor: int, target: int) -> Callable[[], None]:
    "Let a descriptor write to another's file; return what puts it back."
    _flush()
    try:
        kept = os.dup(descriptor)
    except OSError:  # a process without it: pythonw on Windows
        return lambda: None
    try:
        os.dup2(target, descriptor)
    except BaseException:
        os.close(kept)
        raise

    def put_back() -> None:
        _flush()
        try:
            os.dup2(kept, descriptor)
        finally:
            os.close(kept)

    return put_back


def _flush() -> None:
    "Python's own buffers, whose text belongs to the file that the descriptor has now."
    for stream in (sys.__stdout__, sys.__stderr__):
        with contextlib.suppress(Exception):
            if stream is not None:
                stream.flush()


def _redirect(stream: TextIO, output: Captured) -> Callable[[], None]:
    "Let an old stream's write go to the output; return what puts it back."
    own = vars(stream).get("write") if hasattr(stream, "__dict__") else None
    try:
        stream.write = output.write  # pyright: ignore[reportAttributeAccessIssue]
    except (AttributeError, TypeError):  # it allows no such thing, and has at most a descriptor
        return lambda: None

    def put_back() -> None:
        if own is None:
            with contextlib.suppress(AttributeError):
                del stream.write
        else:
            stream.write = own  # pyright: ignore[reportAttributeAccessIssue]

    return put_back


def _hand_back_handlers(output: Captured, stream: TextIO | None) -> None:
    "A handler that was made in the block would write to the output for ever."
    loggers = [logging.root, *logging.root.manager.loggerDict.values()]
    for handler in (handler for logger in loggers for handler in getattr(logger, "handlers", [])):
        if getattr(handler, "stream", None) is output and stream is not None:
            handler.setStream(stream)
