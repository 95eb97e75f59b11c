"""Stop a learner's loop that has no end, on any platform."""

from __future__ import annotations

import ctypes
import threading
import time
from typing import Self


class TooSlow(BaseException):
    """Raised inside code that ran too long. No Exception, so that `except Exception` does not swallow it."""


class Watchdog:
    """Context manager: raise TooSlow in this thread once it has computed for so many seconds.

    Half of them must be processor time, or five times as many must have passed: on a busy machine a right answer may
    wait long for its turn. It stops a Python loop, not one blocking call into C. It fires again and again, since a
    bare `except:` swallows one; after the block nothing more can fire, which is what the lock is for.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._thread = threading.get_ident()
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._armed = False

    def __enter__(self) -> Self:
        threading.Thread(target=self._watch, daemon=True).start()
        self._armed = True  # last of all: a shot in here would leave no __exit__ to come, and nobody to stop the next
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End it. To be called after the block too: the last shot may hit __exit__ before its first line."""
        while True:  # the last shot may hit us here
            try:
                with self._lock:
                    self._done.set()
                    _set_exception(self._thread, None)  # set, but not raised yet
                return
            except TooSlow:
                continue

    def _watch(self) -> None:
        start, processor = time.monotonic(), time.process_time()  # the process's: torch's threads count too
        wait = self._seconds
        while not self._done.wait(wait):
            wait = min(0.25, self._seconds)  # then often: a shot may be swallowed, or its time not yet used up
            late = time.process_time() - processor >= self._seconds / 2 or time.monotonic() - start >= 5 * self._seconds
            with self._lock:
                if late and self._armed and not self._done.is_set():
                    _set_exception(self._thread, TooSlow)


def _set_exception(thread: int, exception: type[BaseException] | None) -> None:
    pointer = ctypes.py_object(exception) if exception else ctypes.c_void_p(None)  # NULL takes it back
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), pointer)
