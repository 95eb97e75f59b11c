"""The two switches of lesson 05: a loss on the codes, noise on the codes, and what each does to the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
import traitlets

from gencourse.widgets.cures.checks import RUNS
from gencourse.widgets.cures.data import CuresData, Snapshot, find_cures, fitting_window
from gencourse.widgets.cures.picture import CuresState, cures_picture
from gencourse.widgets.cures.words import TITLES, rows, sentence, when
from gencourse.widgets.kit.base import CourseWidget
from gencourse.widgets.kit.labels import CLASS_COLOURS

__all__ = ["CuresExplorer", "CuresState", "cures_picture", "find_cures"]


class CuresExplorer(CourseWidget):
    """Switch a loss and noise on and off, and see where four trained models put their codes.

    runs: "neither", "loss", "noise" and "both", each a list of snapshots (mean, logvar) of the same images, both
    [N, 2]; logvar is None for a model without noise. labels: [N] digits; epochs: one number for each snapshot; terms:
    for the same keys a list of {"distortion": nats, "kl": nats}, one for each snapshot. The map shows the first 300
    codes, the numbers are those of all. `loss`, `noise`, `moment` (which snapshot) and `same_scale` (or fit the map to
    its codes) hold what the widget shows; set them and it moves.
    """

    _folder = Path(__file__).parent
    _kit_styles = ("switch",)

    loss = traitlets.Bool(False).tag(sync=True)
    noise = traitlets.Bool(False).tag(sync=True)
    moment = traitlets.Int(0).tag(sync=True)
    same_scale = traitlets.Bool(True).tag(sync=True)
    _positions = traitlets.Bytes().tag(sync=True)
    _frame = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        runs: Mapping[str, Sequence],
        *,
        labels: Any = None,
        epochs: Any = None,
        terms: Mapping[str, Sequence] | None = None,
    ) -> None:
        self._data = find_cures(runs, labels, epochs, terms)
        super().__init__(
            moment=self._data.moments - 1, _positions=_shipped_positions(self._data), _frame=_shipped_frame(self._data)
        )

    @property
    def run(self) -> str:
        """Which of the four runs is shown: "neither", "loss", "noise" or "both"."""
        return RUNS[self.loss, self.noise]

    @property
    def state(self) -> CuresState:
        """What the widget shows now; `cures_picture` draws it."""
        return CuresState(self.loss, self.noise, self.moment, self.same_scale)

    def picture(self) -> bytes:
        return cures_picture(self._data, self.state)

    def describe(self) -> str:
        numbers = "; ".join(f"{name}: {text}" for name, text in rows(self._data, self.run, self.moment))
        said = sentence(self._data, self.run, self.moment)
        return f"{TITLES[self.run]}, {when(self._data, self.moment)}. {said} {numbers}."

    def __repr__(self) -> str:
        data = self._data
        now = f"{TITLES[self.run]}, {when(data, self.moment)}"
        return f"CuresExplorer({data.count:,} codes, {data.moments} snapshots of four models; {now})"

    @traitlets.validate("moment")
    def _check_moment(self, proposal: Any) -> int:
        last = self._data.moments - 1
        if not 0 <= proposal["value"] <= last:
            raise traitlets.TraitError(
                f"moment should be the index of a snapshot, 0 to {last}, got {proposal['value']}."
            )
        return proposal["value"]


def _shipped_positions(data: CuresData) -> bytes:
    "[run, snapshot, mean or sigma, code, 2] as float32; sigma is 0 where there is no noise."
    every = [torch.stack([_mean_and_sigma(s) for s in data.runs[name]]) for name in RUNS.values()]
    return torch.stack(every).numpy().astype("<f4").tobytes()


def _mean_and_sigma(snapshot: Snapshot) -> torch.Tensor:
    mean, sigma = snapshot.mean, snapshot.sigma
    return torch.stack([mean, torch.zeros_like(mean) if sigma is None else sigma])


def _shipped_frame(data: CuresData) -> dict[str, Any]:
    moments = range(data.moments)
    return {
        "runs": list(RUNS.values()),
        "titles": TITLES,
        "moments": data.moments,
        "whens": [when(data, moment) for moment in moments],
        "shown": len(data.runs["both"][0].mean),
        "count": data.count,
        "labels": data.labels,
        "colours": CLASS_COLOURS,
        "common": data.common,
        "loupe": data.loupe,
        "windows": {name: [fitting_window(snapshot) for snapshot in run] for name, run in data.runs.items()},
        "rows": {name: [rows(data, name, moment) for moment in moments] for name in data.runs},
        "sentences": {name: [sentence(data, name, moment) for moment in moments] for name in data.runs},
    }
