"""Run every probe of the exercises named on the command line and write what was observed to stdout."""

import sys

from gencourse.exercises import get_exercise
from gencourse.exercises.run.observe import observe
from gencourse.exercises.run.wire import write_observation
from tests.test_exercises import SEEDS, wrong_answers

for name in sys.argv[1:]:
    exercise = get_exercise(name)
    for answer in [exercise.reference, *(answer for _, answer in wrong_answers(exercise))]:
        for seed in SEEDS:
            write_observation(sys.stdout.buffer, observe(exercise, answer, seed))
