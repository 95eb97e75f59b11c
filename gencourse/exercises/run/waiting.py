"""A sign of life while an answer trains: what it prints, a progress bar too, is caught until the check has ended."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from html import escape

from gencourse.exercises.core.exercise import Exercise
from gencourse.exercises.run.show import INK, in_notebook

EVERY = 1.0  # seconds; what ends sooner shows nothing


@contextlib.contextmanager
def waiting(exercise: Exercise) -> Iterator[None]:
    """While the block runs, let a notebook show for how long a build exercise has trained, and how long it may."""
    if not (exercise.build and in_notebook()):
        yield
        return
    done = threading.Event()
    thread = threading.Thread(target=_count, args=(exercise, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _count(exercise: Exercise, done: threading.Event) -> None:
    from IPython.display import display

    begun, handle = time.monotonic(), None
    while not done.wait(EVERY):
        passed = min(time.monotonic() - begun, exercise.seconds)
        text = f"{exercise.name} trains: {passed:.0f} of at most {exercise.seconds:.0f} seconds."
        shown = {"text/plain": text, "text/html": _bar(text, passed / exercise.seconds)}
        if handle is None:
            handle = display(shown, raw=True, display_id=True)
        else:
            handle.update(shown, raw=True)
    if handle is not None:
        text = f"{exercise.name} trained for {time.monotonic() - begun:.0f} seconds."
        handle.update({"text/plain": text, "text/html": f'<div style="{INK}">{escape(text)}</div>'}, raw=True)


def _bar(text: str, share: float) -> str:
    bar = f'<progress aria-hidden="true" max="1" value="{share:.2f}" style="vertical-align: middle"></progress>'
    return f'<div style="{INK}">{bar} {escape(text)}</div>'
