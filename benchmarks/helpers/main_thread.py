"""What a page costs its main thread, by the browser's own count: processor time of script, layout and painting.

It is counted in the thread's own time, so a busy machine changes it little, unlike what a clock shows.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Cost(NamedTuple):
    """Milliseconds of the main thread: all of its tasks, and the script in them."""

    task: float
    script: float

    def __sub__(self, before: Cost) -> Cost:
        return Cost(self.task - before.task, self.script - before.script)

    def over(self, count: float) -> Cost:
        return Cost(self.task / count, self.script / count)


def read_cost(metrics: dict[str, Any]) -> Cost:
    """From the answer of Performance.getMetrics, after Performance.enable with THREAD_TIME."""
    seconds = {metric["name"]: metric["value"] for metric in metrics["metrics"]}
    return Cost(1000 * seconds["TaskDuration"], 1000 * seconds["ScriptDuration"])


THREAD_TIME = {"timeDomain": "threadTicks"}
