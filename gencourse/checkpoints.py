"""A model's weights in a file, which runs no code when it is read."""

from __future__ import annotations

import copy
import io
import os
import zipfile
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from gencourse._files import write_whole

FORMAT = "gencourse checkpoint 1"


def save_checkpoint(model: nn.Module, path: str | os.PathLike[str], **about: Any) -> None:
    """Write the model's weights to a file, with what you want to know about them: epochs=20, loss=104.2.

    about: numbers, strings, tensors, and lists, tuples and dicts of these, else ValueError. An older file is replaced
    when the new one is complete, so that an interruption leaves one or the other.
    """
    buffer = io.BytesIO()  # in memory first: a file that cannot be read must not replace an older one
    try:
        torch.save({"format": FORMAT, "weights": model.state_dict(), "about": about}, buffer)
        buffer.seek(0)
        torch.load(buffer, map_location="cpu", weights_only=True)  # as load_checkpoint will
    except Exception as error:
        names = ", ".join(about) or "the model's extra state"
        raise ValueError(
            f"{names} should be numbers, strings, tensors, or lists and dicts of these: else the file could not be "
            "read safely. From numpy, take .item() or .tolist()."
        ) from error
    write_whole(Path(path), buffer.getvalue())


def load_checkpoint(model: nn.Module, path: str | os.PathLike[str]) -> dict[str, Any]:
    """Read weights that save_checkpoint has written into the model, in place; return what was said about them.

    Raises ValueError, and leaves the model as it was, if there is no such file, if it is damaged or another kind of
    file, or if its weights are not for this model.
    """
    found = _read(Path(path))
    problem = _mismatch(model.state_dict(), found["weights"])
    if not problem:
        try:
            copy.deepcopy(model).load_state_dict(found["weights"])  # a failure on the way would leave half of each
        except RuntimeError as error:
            problem = _misfit(model.state_dict(), found["weights"]) or str(error).splitlines()[-1].strip()
    if problem:
        raise ValueError(
            f"the weights in {path} should fit the model, but {problem}. "
            "Make the model with the networks and the sizes that it was saved with."
        )
    model.load_state_dict(found["weights"])
    return found["about"]


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise ValueError(f"path should name a file that save_checkpoint has written, but there is none at {path}.")
    complaint = f"{path} should be a file that save_checkpoint has written, but it is damaged or of another kind."
    try:
        with zipfile.ZipFile(path) as archive:  # torch itself compares no checksums
            intact = archive.testzip() is None
        found = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # of all kinds, after what the bytes happen to look like
        raise ValueError(complaint) from error
    if not intact or not isinstance(found, dict) or found.get("format") != FORMAT:
        raise ValueError(complaint)
    weights, about = found.get("weights"), found.get("about")
    # Another program may write our format with other parts
    if (
        not isinstance(weights, dict)
        or not isinstance(about, dict)
        or not all(isinstance(name, str) for name in weights)
    ):
        raise ValueError(complaint)
    return found


def _mismatch(expected: dict[str, Tensor], found: dict[str, Tensor]) -> str:
    missing, foreign = expected.keys() - found.keys(), found.keys() - expected.keys()
    parts = [f"lack {_some(missing)}"] if missing else []
    parts += [f"have {_some(foreign)} which the model lacks"] if foreign else []
    return "they " + " and ".join(parts) if parts else ""


def _misfit(expected: dict[str, Tensor], found: dict[str, Any]) -> str:
    for name, weight in expected.items():
        if not isinstance(found[name], Tensor):
            return f"{name} is no tensor in the file"
        if weight.shape != found[name].shape:
            return f"{name} is {list(found[name].shape)} in the file and {list(weight.shape)} in the model"
    return ""


def _some(names: set[str]) -> str:
    shown = sorted(names)[:3]
    return ", ".join(shown) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
