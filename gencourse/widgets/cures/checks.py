"""What may be handed to the cures explorer: each error says what was expected, what arrived, and where."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gencourse._validate import a_type, check_finite, check_in_range, check_shape
from gencourse.widgets.kit.given import take_tensor
from gencourse.widgets.kit.labels import list_labels

RUNS = {(False, False): "neither", (True, False): "loss", (False, True): "noise", (True, True): "both"}
TERMS = ("distortion", "kl")
MOST_MOMENTS = 200

Pair = tuple[Tensor, Tensor | None]  # mean [N, 2], and logvar [N, 2] where there is noise


def check_runs(runs: Any) -> dict[str, list[Pair]]:
    """Return the four runs as float32 copies on the CPU, of one length and with the same number of codes."""
    _check_keys("runs", runs)
    pairs = {name: _check_run(name, runs[name]) for name in RUNS.values()}
    lengths = {name: len(run) for name, run in pairs.items()}
    if len(set(lengths.values())) > 1:
        got = ", ".join(f"{length} in {name}" for name, length in lengths.items())
        raise ValueError(f"The four runs should have the same number of snapshots, got {got}.")
    sizes = {f"{name}[{i}]": len(mean) for name, run in pairs.items() for i, (mean, _) in enumerate(run)}
    first = sizes["neither[0]"]
    other = next((place for place, size in sizes.items() if size != first), None)
    if other is not None:
        got = f"{first} in neither[0] and {sizes[other]} in {other}"
        raise ValueError(f"Each snapshot should hold the codes of the same images, got {got}.")
    return pairs


def check_terms(terms: Any, moments: int) -> dict[str, list[dict[str, float]]]:
    """Return for each run a dict for each snapshot, {} where no terms were given."""
    if terms is None:
        return {name: [{}] * moments for name in RUNS.values()}
    _check_keys("terms", terms)
    for name in RUNS.values():
        got = len(terms[name]) if isinstance(terms[name], list | tuple) else a_type(terms[name])
        if got != moments:
            raise ValueError(f"terms[{name!r}] should have one dict for each of the {moments} snapshots, got {got}.")
    return {
        name: [_check_term(f"terms[{name!r}][{i}]", term) for i, term in enumerate(terms[name])]
        for name in RUNS.values()
    }


def check_labels(labels: Any, count: int) -> list[int]:
    """Return a digit for each code, or none."""
    if labels is None:
        return []
    listed = list_labels(labels, count, "codes")
    wrong = next((label for label in listed if label not in range(10)), None)
    if wrong is not None:
        raise ValueError(f"labels should be digits, 0 to 9, got {wrong!r}. Leave labels out to draw dots.")
    return [int(label) for label in listed]


def check_epochs(epochs: Any, moments: int) -> list[float]:
    """Return a number for each snapshot, or none."""
    if epochs is None:
        return []
    if not isinstance(epochs, Iterable) or isinstance(epochs, str):
        raise TypeError(
            f"epochs should be a list, one number for each of the {moments} snapshots, got {a_type(epochs)}."
        )
    listed = epochs.tolist() if isinstance(epochs, Tensor | np.ndarray) else list(epochs)
    if len(listed) != moments:
        raise ValueError(f"epochs should have one number for each of the {moments} snapshots, got {len(listed)}.")
    if any(not later > earlier for earlier, later in pairwise(listed)):
        raise ValueError(f"epochs should grow from snapshot to snapshot, got {listed}.")
    return listed


def _check_keys(name: str, given: Any) -> None:
    wanted = set(RUNS.values())
    if not isinstance(given, Mapping):
        raise TypeError(f'{name} should be a dict with "neither", "loss", "noise" and "both", got {_kind(given)}.')
    missing, extra = [key for key in RUNS.values() if key not in given], [key for key in given if key not in wanted]
    if missing or extra:
        parts = [f"{', '.join(map(repr, missing))} missing"] * bool(missing)
        parts += [f"{', '.join(map(repr, extra))} unknown"] * bool(extra)
        raise ValueError(f'{name} should have the keys "neither", "loss", "noise" and "both": {" and ".join(parts)}.')


def _check_run(name: str, run: Any) -> list[Pair]:
    if not isinstance(run, Sequence) or isinstance(run, str) or not len(run):
        raise ValueError(f"runs[{name!r}] should be a list of snapshots (mean, logvar), got {_kind(run)}.")
    check_in_range(f"the number of snapshots in runs[{name!r}]", len(run), 1, MOST_MOMENTS, "Keep one an epoch.")
    pairs = [_check_snapshot(f"runs[{name!r}][{i}]", snapshot) for i, snapshot in enumerate(run)]
    if len({logvar is None for _, logvar in pairs}) > 1:
        raise ValueError(f"The snapshots of runs[{name!r}] disagree: logvar should be None in each or in none.")
    return pairs


def _check_snapshot(place: str, snapshot: Any) -> Pair:
    if isinstance(snapshot, Tensor | np.ndarray) or not isinstance(snapshot, Sequence) or len(snapshot) != 2:
        raise ValueError(
            f"{place} should be a pair (mean, logvar), got {_kind(snapshot)}. Without noise write (mean, None)."
        )
    mean = take_tensor(f"the mean of {place}", snapshot[0], "[N, 2]")
    logvar = None if snapshot[1] is None else take_tensor(f"the logvar of {place}", snapshot[1], "[N, 2]")
    check_shape(f"the mean of {place}", mean, ("N", 2), "The map draws two latents.")
    mean = mean.float().clone()
    check_in_range(f"the number of codes in {place}", len(mean), 2, math.inf)
    check_finite(f"the mean of {place}", mean, "Did the training diverge?")
    if logvar is None:
        return mean, None
    check_shape(f"the logvar of {place}", logvar, mean.shape, "One for each mean: logvar is log(sigma**2).")
    logvar = logvar.float().clone()
    check_finite(f"the logvar of {place}", logvar, "Did the training diverge?")
    check_in_range(f"the largest logvar of {place}", logvar.max().item(), -60, 60, "logvar is log(sigma**2).")
    return mean, logvar


def _check_term(place: str, term: Any) -> dict[str, float]:
    if not isinstance(term, Mapping) or set(term) - set(TERMS):
        got = list(term) if isinstance(term, Mapping) else _kind(term)
        raise ValueError(f'{place} should be a dict with "distortion" and "kl" in nats per image, got {got}.')
    try:
        numbers = {name: float(value) for name, value in term.items()}
    except (TypeError, ValueError):
        raise TypeError(f"{place} should hold numbers, in nats per image, got {dict(term)}.") from None
    check_finite(place, torch.tensor(list(numbers.values())), "Did the training diverge?")
    return numbers


def _kind(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"{len(value)} things" if len(value) else "an empty list"
    shape = f" of shape {list(value.shape)}" if hasattr(value, "shape") else ""
    return f"{a_type(value)}{shape}"
