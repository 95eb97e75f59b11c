"""The widget of lesson 08: a generator and a discriminator that train in the browser, or a player instead of either."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import traitlets

from gencourse._validate import a_type
from gencourse.widgets.gan.picture import GANState, gan_picture
from gencourse.widgets.gan.worlds import OWN, PAINTED, check_painted, make_worlds
from gencourse.widgets.kit.base import CourseWidget

__all__ = ["GANPlayground", "GANState", "Steps", "gan_picture"]

MOST_SEED = 999_999


class Steps(NamedTuple):
    """How often each network has learned."""

    discriminator: int
    generator: int


class Painted(traitlets.TraitType):
    """Points in the plane: a list, an array or a tensor [N, 2] goes in, nested lists of float come out."""

    default_value: list[list[float]] = []

    def validate(self, obj: Any, value: Any) -> list[list[float]]:
        try:
            return check_painted(value)
        except ValueError as error:
            raise traitlets.TraitError(str(error)) from None


class GANPlayground(CourseWidget):
    """A GAN on points in the plane that trains in the browser, and two tabs in which the learner plays G or D.

    distribution: "ring", "blob", "two_blobs", "grid", "moons", "spiral", "painted" (then `painted` [N, 2] holds the
    points) or "own", which are `data` [N, 2], 2 to 1,000 points. saturating: G minimises log(1 - D) instead of -log D.
    `freeze_d` and `freeze_g` stop a network's learning, `running` the game, `seed` starts another; set them and the
    widget follows. `steps` is read back whenever the game pauses.
    """

    _folder = Path(__file__).parent
    _kit_styles = ("switch",)

    distribution = traitlets.Unicode("ring").tag(sync=True)
    painted = Painted().tag(sync=True)
    saturating = traitlets.Bool(False).tag(sync=True)
    freeze_d = traitlets.Bool(False).tag(sync=True)
    freeze_g = traitlets.Bool(False).tag(sync=True)
    seed = traitlets.Int(0).tag(sync=True)
    running = traitlets.Bool(False).tag(sync=True)
    show_best = traitlets.Bool(False).tag(sync=True)
    show_arrows = traitlets.Bool(True).tag(sync=True)
    show_net = traitlets.Bool(False).tag(sync=True)
    tab = traitlets.Enum(["train", "generator", "discriminator"], "train").tag(sync=True)
    _steps = traitlets.List([0, 0]).tag(sync=True)
    _frame = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        distribution: str | None = None,
        *,
        data: Any = None,
        painted: Any = (),
        saturating: bool = False,
        freeze_d: bool = False,
        freeze_g: bool = False,
        seed: int = 0,
        tab: str = "train",
    ) -> None:
        if distribution is not None and not isinstance(distribution, str):
            got = f"distribution should be a name, got {a_type(distribution)}."
            raise TypeError(f"{got} Your own points go in as GANPlayground(data=points).")
        self._worlds = make_worlds(data)
        painted = check_painted(painted)
        first = PAINTED if painted else "ring"
        chosen = distribution if distribution is not None else OWN if data is not None else first
        options = {"saturating": saturating, "freeze_d": freeze_d, "freeze_g": freeze_g, "seed": seed, "tab": tab}
        super().__init__(distribution=chosen, painted=painted, **options)
        self._frame = {"worlds": {name: _shipped(world) for name, world in self._worlds.items()}}

    @property
    def steps(self) -> Steps:
        """How often D and G have learned, as of the last pause."""
        return Steps(*self._steps)

    @property
    def state(self) -> GANState:
        """What the game starts from; `gan_picture` draws it."""
        world = self._worlds[self.distribution]
        return GANState(world._replace(centres=self.painted) if self.distribution == PAINTED else world, self.seed)

    def picture(self) -> bytes:
        return gan_picture(self.state)

    def describe(self) -> str:
        title = self.state.world.title
        real = "no points yet" if not self.state.world.centres else "real points as dots"
        return f"{title}: {real}, and those of the untrained generator as diamonds, with seed {self.seed}."

    def __repr__(self) -> str:
        loss = "saturating" if self.saturating else "non-saturating"
        frozen = [name for name, on in (("D", self.freeze_d), ("G", self.freeze_g)) if on]
        still = f", {' and '.join(frozen)} frozen" if frozen else ""
        return f"GANPlayground({self.state.world.title}, {loss} loss, seed {self.seed}{still})"

    @traitlets.validate("distribution")
    def _check_distribution(self, proposal: Any) -> str:
        name = proposal["value"]
        if name not in self._worlds:
            fix = " Hand the points in: GANPlayground(data=points)." if name == OWN else ""
            known = ", ".join(f'"{world}"' for world in self._worlds)
            raise traitlets.TraitError(f'distribution should be one of {known}, got "{name}".{fix}')
        return name

    @traitlets.validate("seed")
    def _check_seed(self, proposal: Any) -> int:
        if not 0 <= proposal["value"] <= MOST_SEED:
            raise traitlets.TraitError(f"seed should be between 0 and {MOST_SEED:,}, got {proposal['value']}.")
        return proposal["value"]


def _shipped(world: Any) -> dict[str, Any]:
    flat = [number for centre in world.centres for number in centre]
    return {**world._asdict(), "centres": flat}
