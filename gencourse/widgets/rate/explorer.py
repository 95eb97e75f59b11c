"""The widget of lesson 06: a weight on the rate, and what models trained with different weights do."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
import traitlets
from torch import Tensor

from gencourse.models import VAE
from gencourse.widgets.kit.base import CourseWidget
from gencourse.widgets.rate.data import RateData, find_rates
from gencourse.widgets.rate.picture import RateState, rate_picture
from gencourse.widgets.rate.words import name, nats, rows, sentence

__all__ = ["RateExplorer", "RateState", "find_rates", "rate_picture"]


class RateExplorer(CourseWidget):
    """Slide beta over VAEs trained with different weights, and see the point move on the rate-distortion curve.

    bank: from beta to the VAE that was trained with it, all with Bernoulli pixels and one latent_dim; x: test images
    [N, 1, H, W] in [0, 1]. Everything is measured once, here: the models may be trained on afterwards. The first
    `digits` images are shown with their reconstructions, and `samples` draws from the prior, the same for each model.
    `beta` is the chosen one; set it and the widget moves. `table` has the numbers of all.
    """

    _folder = Path(__file__).parent

    beta = traitlets.Float().tag(sync=True)
    _frame = traitlets.Dict().tag(sync=True)
    _pictures = traitlets.Bytes().tag(sync=True)

    def __init__(
        self, bank: Mapping[float, VAE], x: Tensor, *, digits: int = 8, samples: int = 8, beta: float | None = None
    ) -> None:
        self._data = find_rates(bank, x, digits, samples)
        betas = self._data.betas
        first = 1.0 if 1.0 in betas else betas[len(betas) // 2]
        super().__init__(
            beta=first if beta is None else beta, _frame=_shipped_frame(self._data), _pictures=_shipped(self._data)
        )

    @property
    def table(self) -> dict[float, dict[str, float]]:
        """For each beta: rate, distortion and their sum, the negative bound, in nats per image; active units."""
        return {
            model.beta: {
                "rate": model.rate,
                "distortion": model.distortion,
                "negative_bound": model.bound,
                "active_units": sum(model.active),
            }
            for model in self._data.models
        }

    @property
    def kl_per_dim(self) -> Tensor:
        """KL of each dimension of the chosen model, averaged over the images, in nats: [latent_dim]."""
        return torch.tensor(self._chosen.kl, dtype=torch.float64)

    @property
    def floor(self) -> float:
        """The mean entropy of the images' pixels, in nats per image: no decoder has a lower distortion."""
        return self._data.floor

    @property
    def mean_image(self) -> float:
        """The distortion of one image for all, their mean, in nats per image: what a rate of 0 can reach."""
        return self._data.mean_image

    @property
    def state(self) -> RateState:
        """What the widget shows now; `rate_picture` draws it."""
        return RateState(self.beta)

    def picture(self) -> bytes:
        return rate_picture(self._data, self.state)

    def describe(self) -> str:
        index = self._data.betas.index(self.beta)
        numbers = "; ".join(f"{label}: {text}" for label, text in rows(self._data, index))
        floor = f"Floor of grey pixels: {nats(self.floor)}; one mean image for all: {nats(self.mean_image)}"
        return f"Beta {name(self.beta)}. {sentence(self._data, index)} {numbers}. {floor}."

    def __repr__(self) -> str:
        model = self._chosen
        now = f"beta {name(self.beta)}: rate {nats(model.rate)}, distortion {nats(model.distortion)}"
        return f"RateExplorer({len(self._data.models)} betas, {self._data.count:,} images; {now})"

    @property
    def _chosen(self) -> Any:
        return self._data.models[self._data.betas.index(self.beta)]

    @traitlets.validate("beta")
    def _check_beta(self, proposal: Any) -> float:
        betas, value = self._data.betas, proposal["value"]
        # 3 * 0.1 is not the 0.3 that a bank was made with
        known = next((beta for beta in betas if math.isclose(beta, value, rel_tol=1e-6)), None)
        if known is None:
            listed = ", ".join(map(name, betas))
            raise traitlets.TraitError(f"beta should be one that the bank was trained with, {listed}, got {value:g}.")
        return known


def _shipped(data: RateData) -> bytes:
    "The originals, then for each model its reconstructions and its samples: uint8 [H, W] one after the other."
    parts = [data.originals, *(part for m in data.models for part in (m.reconstructions, m.samples))]
    return torch.cat(parts).numpy().tobytes()


def _shipped_frame(data: RateData) -> dict[str, Any]:
    models = range(len(data.models))
    return {
        "betas": data.betas,
        "names": [name(beta) for beta in data.betas],
        "points": [[model.rate, model.distortion] for model in data.models],
        "said": [[nats(model.rate), nats(model.distortion), nats(model.cost)] for model in data.models],
        "kl": [[round(kl, 5) for kl in model.kl] for model in data.models],  # no bar shows more
        "active": [model.active for model in data.models],
        "floor": [data.floor, nats(data.floor)],
        "meanImage": [data.mean_image, nats(data.mean_image)],
        "mostRate": data.most_rate,
        "distortions": data.distortions,
        "mostKl": data.most_kl,
        "rows": [rows(data, i) for i in models],
        "sentences": [sentence(data, i) for i in models],
        "digits": len(data.originals),
        "samples": len(data.models[0].samples),
        "size": list(data.originals.shape[1:]),
    }
