"""Run the probes of the exercises named on stdin, one a line, and write what was observed to stdout.

For each exercise: its reference, then its wrong answers, each with every seed.
"""

import sys

from gencourse.exercises import get_exercise
from gencourse.exercises.run import observe, write_observation
from tests.wrong_answers import wrong_answers

SEEDS = range(20)

if __name__ == "__main__":
    for line in sys.stdin:
        exercise = get_exercise(line.strip())
        for answer in [exercise.reference, *(answer for _, answer in wrong_answers(exercise.name))]:
            for seed in SEEDS:
                write_observation(sys.stdout.buffer, observe(exercise, answer, seed))
