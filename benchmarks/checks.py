"""What a check costs, and what it finds in answers that its author never saw.

    python benchmarks/checks.py                     the cost of each reference, and the table of answers
    python benchmarks/checks.py --write FILE        also each answer's intent beside what is said of it, to be read

The cost is processor time and its ratio to a calibration, a fixed small training measured in the same run. The answers
are those of benchmarks/answers, in two halves. "Named" is what has a slug of its own or a place in the code: whether
that is true of the answer, only a reader of the sentences can tell.
"""

from __future__ import annotations

import argparse
import contextlib
import io
from collections import Counter
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import torch
from corpus import FOLDER, Answer, read_answers, run_cell
from torch import nn

from gencourse.exercises import get_exercise, list_exercises
from gencourse.exercises.run import judge, observe
from gencourse.exercises.run.finding import SEED, Finding, find

REPEATS = 5
LIMIT = 0.2  # seconds that a check may take, on an ordinary laptop


def calibration() -> float:
    """Return the processor time of 200 steps of a small network on a fixed batch."""
    torch.manual_seed(0)
    network = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 784))
    optimizer, x = torch.optim.Adam(network.parameters()), torch.rand(64, 784)
    start = process_time()
    for _ in range(200):
        optimizer.zero_grad()
        (network(x) - x).square().mean().backward()
        optimizer.step()
    return process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, metavar="FILE", help="write each answer and what is said of it")
    parser.add_argument("--half", choices=("first", "second"), help="one half of the answers alone")
    parser.add_argument("--quick", action="store_true", help="no search for repairs, and no costs")
    options = parser.parse_args()
    torch.set_num_threads(1)
    if not options.quick:
        print_costs()
    print(f"{'answers':10}{'wrong':>7}{'rejected':>10}{'slug':>7}{'located':>9}{'named':>7}{'example':>9}{'right':>7}{'accepted':>10}"
          f"{'seconds':>9}{'worst':>7}")  # fmt: skip
    for half in [options.half] if options.half else ["first", "second"]:
        print_answers(half, options.quick, options.write)


def print_costs() -> None:
    calibration()  # the first one loads what torch loads late
    unit = median(calibration() for _ in range(3))
    print(f"calibration: {unit:.3f} s\n\n{'exercise':34}{'seconds':>9}{'ratio':>8}")
    for exercise in (one for one in list_exercises() if not one.build):  # benchmarks/builds.py has the others
        times = []
        for _ in range(REPEATS + 1):
            start = process_time()
            judge(exercise, observe(exercise, exercise.reference, 0), 0)
            times.append(process_time() - start)
        seconds = median(times[1:])
        print(f"{exercise.name:34}{seconds:9.4f}{seconds / unit:8.3f}{'  above the limit' if seconds > LIMIT else ''}")
    print()


def print_answers(half: str, quick: bool, path: Path | None) -> None:
    """Print one line of the table; seconds are wall time until the verdict and what helps stand there."""
    count, times, lines = Counter(), [], []
    for answer in read_answers(FOLDER / half):
        start = perf_counter()
        verdict, shown, repair = _check(answer, quick)
        times.append(perf_counter() - start)
        count["right" if answer.right else "wrong"] += 1
        passed = verdict.outcome == "passed"
        count["accepted" if answer.right else "missed"] += passed
        slug = verdict.named
        count["slug"] += slug
        count["located"] += repair is not None
        count["named"] += slug or repair is not None
        count["shown"] += shown is not None
        said = [f"{verdict.outcome} [{verdict.slug}] {verdict.sentence}", shown, repair and repair.sentence()]
        head = f"{answer.exercise}: {'right' if answer.right else 'wrong'}: {answer.intent}\n"
        lines.append(head + "".join(f"    {line}\n" for line in said if line))
    wrong, right = count["wrong"], count["right"]
    print(
        f"{half:10}{wrong:7}{wrong - count['missed']:10}{count['slug']:7}{count['located']:9}{count['named']:7}"
        f"{count['shown']:9}{right:7}{count['accepted']:10}{median(times):9.2f}{max(times):7.2f}"
    )
    if path is not None:
        with path.open("a", encoding="utf-8") as file:
            file.writelines(lines)


def _check(answer: Answer, quick: bool) -> Finding:
    "What `check` does, without what it prints."
    exercise = get_exercise(answer.exercise)
    with contextlib.redirect_stdout(io.StringIO()):
        attempt, names = run_cell(answer)
        return find(exercise, attempt, names, observe(exercise, attempt, SEED), not quick)


if __name__ == "__main__":
    main()
