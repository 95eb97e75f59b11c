"""The kernel's side of js/kernel_calls.js: each question gets an answer, whatever happens on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Reply = tuple[dict, list[bytes]]


def answer_call(
    message: Any, work: Callable[[dict], list[bytes]], *, asks: str, answers: str, purpose: str
) -> Reply | None:
    """Return the reply to {"type": asks, "id": text, ...}, with the buffers that work(message) makes of it.

    What goes wrong gets a sentence back as "error", since the browser waits for each answer; there the purpose reads
    like "decode this". None for what is no such question.
    """
    if not isinstance(message, dict) or message.get("type") != asks or not isinstance(message.get("id"), str):
        return None
    reply = {"type": answers, "id": message["id"]}
    try:
        return reply, work(message)
    except KeyboardInterrupt:
        sentence = f"The kernel was interrupted before it could {purpose}. Go on, and it is asked again."
    except Exception as error:  # the model is the learner's own code
        sentence = f"The kernel could not {purpose}: {str(error) or type(error).__name__}"
    return {**reply, "error": sentence}, []
