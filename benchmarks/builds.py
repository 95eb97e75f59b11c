"""What the build exercises ask for, on three seeds: the course's version reaches it, and no lazy rival does.

    python benchmarks/builds.py [--exercise vae] [--seeds 1 2 3]

Prints the CPU-seconds of training and of judging, and what is said to each. Exits with 1 if a rival passes, or the
course's version does not.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1]))  # for tests.wrong_answers

from gencourse.exercises import list_exercises
from gencourse.exercises.core.exercise import Exercise
from gencourse.exercises.run import judge, observe
from tests.wrong_answers import wrong_answers


def main() -> int:
    parser = argparse.ArgumentParser(description="Train the build exercises and their lazy rivals.")
    parser.add_argument("--exercise", default="", help="only those with this in their name")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    options = parser.parse_args()
    chosen = [exercise for exercise in list_exercises() if exercise.build and options.exercise in exercise.name]
    if not chosen:
        parser.error(f"no build exercise has {options.exercise!r} in its name")
    return 1 if sum(report(exercise, options.seeds) for exercise in chosen) else 0


def report(exercise: Exercise, seeds: list[int]) -> int:
    """Print a line for each answer and seed; return how many verdicts are not as they should be."""
    print(f"{exercise.name}\n  {'':36}{'seed':>5}{'trains':>8}{'judged':>8}")
    wrong = 0
    for slug, answer in [(None, exercise.reference), *wrong_answers(exercise.name)]:
        for seed in seeds:
            begun = process_time()
            observation = observe(exercise, answer, seed)
            trained = process_time()
            verdict = judge(exercise, observation, seed)
            as_expected = verdict.slug == slug and (verdict.outcome == "passed") == (slug is None)
            wrong += not as_expected
            said = verdict.outcome if verdict.slug is None else f"{verdict.slug}: {verdict.sentence}"
            name = answer.__name__.strip("_")
            times = f"{trained - begun:8.1f}{process_time() - trained:8.2f}"
            print(f"  {name:36}{seed:5}{times}  {'' if as_expected else 'UNEXPECTED '}{said}", flush=True)
    return wrong


if __name__ == "__main__":
    sys.exit(main())
