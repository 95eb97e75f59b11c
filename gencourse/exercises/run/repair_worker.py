"""The process that tries edits of a learner's function: one JSON line in, one JSON line out. `repair` starts it."""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import sys
import time
import warnings
from typing import Any

import torch

from gencourse.exercises.core.exercise import Exercise
from gencourse.exercises.core.registry import get_exercise, list_exercises
from gencourse.exercises.run.edits import make_edits
from gencourse.exercises.run.finding import gives_the_examples
from gencourse.exercises.run.judge import judge
from gencourse.exercises.run.observe import observe
from gencourse.exercises.run.rebuild import rebuild

SEEDS = (1, 2, 3)  # none of them is the seed of the check itself: the edit must be right beyond what was seen
SECONDS = 0.2  # an edit; the course's version takes no longer
EMERGENCY = 2.0  # seconds of the processor, after which a search is given up, however far it came
MEMORY = 1 << 30  # bytes beyond what torch takes


def find(exercise: Exercise, source: str, prelude: str, most: int) -> dict[str, Any]:
    """Return the first of `most` edits that the exercise accepts on all SEEDS, and how many were tried."""
    tried, start = 0, time.process_time()
    for edit in itertools.islice(make_edits(source, exercise.symbol), most):
        if time.process_time() - start > EMERGENCY:
            break
        tried += 1
        if is_right(exercise, edit.source, prelude):
            place = {"line": edit.line, "where": edit.where, "before": edit.before, "after": edit.after}
            return {"tried": tried, "edit": place}
    return {"tried": tried, "edit": None}


def is_right(exercise: Exercise, source: str, prelude: str) -> bool:
    """Whether a cell's answer passes on each of SEEDS."""
    try:
        attempt = rebuild(source, exercise, prelude)
    except Exception:
        return False
    if not gives_the_examples(exercise, attempt, SECONDS):
        return False
    return all(judge(exercise, observe(exercise, attempt, seed, SECONDS), seed).outcome == "passed" for seed in SEEDS)


def main() -> None:
    answers, sys.stdout = sys.stdout, io.StringIO()  # what an edit prints is no answer
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    list_exercises()  # their modules take a second to load: not the first question's time
    print(json.dumps({"ready": True}), file=answers, flush=True)
    limit_memory()
    for line in sys.stdin:
        request = json.loads(line)
        exercise = get_exercise(request["exercise"])
        with contextlib.redirect_stderr(io.StringIO()):
            answer = find(exercise, request["source"], request["prelude"], request["most"])
        print(json.dumps(answer), file=answers, flush=True)


def limit_memory() -> None:
    """Keep this process to MEMORY beyond what it has: an edit that takes more raises. Only Linux keeps such a limit."""
    with contextlib.suppress(ImportError, OSError):
        import resource

        with open("/proc/self/status", encoding="ascii") as status:
            data = next(int(line.split()[1]) << 10 for line in status if line.startswith("VmData"))
        resource.setrlimit(resource.RLIMIT_DATA, (data + MEMORY, data + MEMORY))


if __name__ == "__main__":
    main()
