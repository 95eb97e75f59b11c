"""How much faster is the course's training loop than the usual tutorial loop, and what does GOMP_SPINCOUNT do?

Same network, same digits, same batch size; each figure is the median of interleaved runs. On Linux everything is kept
on two cores, so that a busy neighbour takes one of them.

    python benchmarks/training.py [--quick]
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median

WORKER = Path(__file__).with_name("helpers") / "training_loops.py"
LOOPS = ("usual", "gencourse", "medium", "bf16")
AS_LAUNCHED = "1000"  # GOMP_SPINCOUNT as `gencourse lab`, make and conftest.py set it
Rates = dict[str, float]  # images per second of "cpu" and of "wall"


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the training loops.")
    parser.add_argument("--quick", action="store_true", help="fewer runs: for a look, not for a figure to quote")
    rounds = 3 if parser.parse_args().quick else 15
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])  # processes started from here inherit it
    with contextlib.ExitStack() as stack:
        workers = {
            "one": stack.enter_context(Worker(1, AS_LAUNCHED)),
            "two": stack.enter_context(Worker(2, AS_LAUNCHED)),
            "default": stack.enter_context(Worker(2, None)),
        }
        for worker in workers.values():
            worker.warm_up()
        show_loops(compare_loops(workers, rounds), workers["one"].medium_gain)
        if sys.platform == "linux":
            show_spinning(compare_spinning(workers, rounds))
        else:
            print("\nGOMP_SPINCOUNT is for Linux only.")


# What is compared


def compare_loops(workers: dict[str, Worker], rounds: int) -> dict[tuple[str, str], float]:
    """Images per CPU-second by (loop, threads)."""
    runs = defaultdict(list)
    for _ in range(rounds):
        for threads in ("one", "two"):
            for loop in LOOPS:
                runs[loop, threads].append(workers[threads].run(loop)["cpu"])
    return {key: median(rates) for key, rates in runs.items()}


def compare_spinning(workers: dict[str, Worker], rounds: int) -> dict[tuple[str, str], float]:
    """Images per second by (worker, "idle" or "busy")."""
    runs = defaultdict(list)
    for _ in range(rounds):
        for neighbour in ("idle", "busy"):
            with busy_process() if neighbour == "busy" else contextlib.nullcontext():
                for name, worker in workers.items():
                    runs[name, neighbour].append(worker.run("gencourse")["wall"])
    return {key: median(rates) for key, rates in runs.items()}


@contextlib.contextmanager
def busy_process() -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        time.sleep(0.2)
        yield
    finally:
        process.kill()
        process.wait()


# What is printed


def show_loops(rates: dict[tuple[str, str], float], medium_gain: float) -> None:
    names = {
        "usual": "usual loop",
        "gencourse": "gencourse",
        "medium": 'gencourse, "medium" precision',
        "bf16": "gencourse, runtime.autocast",
    }
    print("Images per CPU-second, MLP autoencoder 784-400-20-400-784, batch 128")
    print(f"{'':32}{'one thread':>18}{'two threads':>18}")
    ratios = {key: rate / rates["usual", key[1]] for key, rate in rates.items()}
    for loop, name in names.items():
        cells = [f"{rates[loop, threads]:11,.0f} {ratios[loop, threads]:5.2f}x" for threads in ("one", "two")]
        print(f"{name:<32}" + "".join(cells))
    print()
    for threads in ("one", "two"):
        say_target(f"float32, threads: {threads}", ratios["gencourse", threads], 1.7, "x the usual loop")
    if medium_gain > 1.3:
        say_target('"medium", threads: one', ratios["medium", "one"], 2.5, "x the usual loop")
    else:
        print(f'"medium" does not apply: a matrix product is {medium_gain:.2f}x as fast on this processor.')


def show_spinning(rates: dict[tuple[str, str], float]) -> None:
    names = {
        "one": "one thread",
        "default": "two, GOMP_SPINCOUNT not set",
        "two": f"two, GOMP_SPINCOUNT={AS_LAUNCHED}",
    }
    print("\nImages per second of the same training")
    print(f"{'':32}{'idle machine':>18}{'busy neighbour':>18}")
    for worker, name in names.items():
        print(f"{name:<32}" + "".join(f"{rates[worker, neighbour]:18,.0f}" for neighbour in ("idle", "busy")))
    print()
    say_target("beside a busy neighbour", rates["two", "busy"] / rates["one", "busy"], 0.6, " of one thread's speed")
    # 5 % is what two runs of the same thing differ by
    say_target("on an idle machine", rates["two", "idle"] / rates["default", "idle"], 0.95, " of the default's speed")


def say_target(what: str, got: float, least: float, unit: str) -> None:
    print(f"{what:<28} {got:.2f}{unit}, target {least:.2f}: {'met' if got >= least else 'MISSED'}")


# A process of its own for each number of threads and GOMP_SPINCOUNT, which is read when torch is loaded


class Worker:
    def __init__(self, threads: int, spincount: str | None) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("GOMP_", "OMP_"))}
        if spincount is not None:
            environment["GOMP_SPINCOUNT"] = spincount
        command = [sys.executable, str(WORKER), str(threads)]
        self.process = subprocess.Popen(
            command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *exception: object) -> None:
        self.process.kill()
        self.process.communicate()

    def warm_up(self) -> None:
        self.medium_gain = self._read()["medium_gain"]
        for loop in LOOPS:
            self.run(loop)

    def run(self, loop: str) -> Rates:
        assert self.process.stdin is not None
        print(loop, file=self.process.stdin, flush=True)
        return self._read()

    def _read(self) -> dict:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("A worker has ended; its error stands above.")
        return json.loads(line)


if __name__ == "__main__":
    main()
