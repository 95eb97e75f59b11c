"""Run the probes of the exercises named on stdin, one a line, and write what was observed to stdout.

For each exercise: its reference, then its wrong answers, each with every seed.
"""

import sys
from dataclasses import replace

from gencourse.exercises import get_exercise
from gencourse.exercises.run import observe, write_observation
from tests.wrong_answers import wrong_answers

SEEDS = range(20)


def small(exercise):
    "The exercise without the calls of the lesson's size: what a judge names, it names by the probe's own calls."
    return replace(exercise, uses=())


if __name__ == "__main__":
    for line in sys.stdin:
        exercise = get_exercise(line.strip())
        for answer in [exercise.reference, *(answer for _, answer in wrong_answers(exercise.name))]:
            for seed in SEEDS:
                whole = answer is exercise.reference and seed == SEEDS[0]
                write_observation(sys.stdout.buffer, observe(exercise if whole else small(exercise), answer, seed))
