"""Run a learner's answer and judge it: what a grader imports.

A probe runs the learner's code; a judge sees only arrays. So a grader runs the first in a sandbox and the second
outside, where nothing that a student patches can change a verdict:

    # in the sandbox, with the student's `attempt`
    observation = observe(get_exercise(name), attempt, seed)
    write_observation(sys.stdout.buffer, observation)

    # outside
    observation = read_observation(process.stdout)  # WireError: a technical failure, never a zero
    verdict = judge(get_exercise(name), observation, seed)

Both sides get the same seed, one that the student has not seen; several observations may follow each other in one
stream. Its header carries WIRE_VERSION, and a reader refuses another one with a sentence. Only the outcome "passed"
earns points. What comes out of the sandbox, its text too, is untrusted.

Exercises of your own: `add_topic(folder)` on both sides, then `get_exercise` finds them like the course's.
"""

from gencourse.exercises.core.registry import add_topic
from gencourse.exercises.run.judge import Verdict, judge
from gencourse.exercises.run.observe import Observation, observe
from gencourse.exercises.run.wire import WIRE_VERSION, WireError, read_observation, write_observation

__all__ = [
    "WIRE_VERSION",
    "Observation",
    "Verdict",
    "WireError",
    "add_topic",
    "judge",
    "observe",
    "read_observation",
    "write_observation",
]
