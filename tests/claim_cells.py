"""Claim cells on their way into a kernel, and what became of them on their way back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from gencourse.authoring.claims import claims_of
from gencourse.authoring.lesson import Cell

KERNEL = (Path(__file__).with_name("claim_kernel.py")).read_text(encoding="utf-8")
PATIENCE = 1800  # seconds for a cell, however busy the machine


@dataclass(frozen=True)
class Held:
    """What became of one claim on one seed."""

    line: int
    sentence: str
    values: str
    error: str  # "" if it holds, "fell", or what was raised

    def __str__(self) -> str:
        return f"{self.line}: {self.error or 'holds'}: {self.sentence!r}  {self.values}"


def asked(cell: Cell, log: Path) -> str:
    """Return the code that lets a kernel run a claim cell, and say in a file what became of it."""
    module = "__import__('types').ModuleType('claim_kernel')"
    return f"(lambda to: exec({KERNEL!r}, to.__dict__) or to.hold({cell.source!r}, {str(log)!r}))({module})"


def told(cell: Cell, log: Path) -> list[Held]:
    """Return what became of each assert of the claim cell that a kernel has run last."""
    sentences = {claim.line: claim.sentence for claim in claims_of(cell)}
    held = json.loads(log.read_text(encoding="utf-8").splitlines()[-1])
    lines = [cell.start + one["line"] - 1 for one in held]
    return [
        Held(line, sentences.get(line, "what the claim makes ready"), one["values"], one["error"])
        for line, one in zip(lines, held, strict=True)
    ]
