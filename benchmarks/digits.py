"""How much faster do the course's digits load than the same images from a table of text, as packages ship them?

Each load is the first in a process of its own, after the imports, in CPU-seconds; each figure is the median.

    python benchmarks/digits.py [--quick]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import numpy as np

from gencourse.data import digits
from gencourse.data.images import SPLITS

PROGRAM = """
import sys, time
import numpy as np, torch
from gencourse.data import digits
path, way = sys.argv[1:]
start = time.process_time()
if way == "ours":
    digits()
else:
    table = getattr(np, way)(path, delimiter=",", dtype=np.uint8)[:4000]
    torch.from_numpy(table[:, :-1].copy()).view(-1, 1, 28, 28).float() / 255
print(time.process_time() - start)
"""
WAYS = {"ours": "digits()", "loadtxt": "numpy.loadtxt", "genfromtxt": "numpy.genfromtxt"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="three loads of each kind")
    rounds = 3 if parser.parse_args().quick else 15
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "digits.csv.gz")
        write_table(path)
        runs = [{way: load(path, way) for way in WAYS} for _ in range(rounds)]  # interleaved
    ours = median(run["ours"] for run in runs)
    for way, name in WAYS.items():
        seconds = median(run[way] for run in runs)
        print(f"{name:17} {1000 * seconds:6.1f} ms {seconds / ours:6.1f} times")


def write_table(path: Path) -> None:
    """Write all splits as rows of 784 pixels and a label."""
    parts = [digits(split) for split in SPLITS]
    pixels = np.concatenate([(part.images.flatten(1).numpy() * 255).round() for part in parts])
    labels = np.concatenate([part.labels.numpy() for part in parts])
    np.savetxt(path, np.column_stack([pixels, labels]), fmt="%d", delimiter=",")


def load(path: Path, way: str) -> float:
    command = [sys.executable, "-c", PROGRAM, str(path), way]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    main()
