"""What the two steps of a GAN share: tiny networks that keep a diary.

Both networks carry gradients that another step has left, as they do in a game: whoever does not forget them first
moves the wrong way.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from gencourse.exercises.core.exercise import Arrays, Mistake
from gencourse.exercises.core.record import call, record
from gencourse.exercises.core.steps import BACKWARD, Recorder
from gencourse.networks import mlp

STEPS, BATCH, LATENT, RATE = 3, 64, 3, 0.05  # z: 576 numbers in all, whose spread tells 0.7 from 1
LEFT = 0.4  # what another step left in every gradient


class Diary:
    "Two networks that note what they are given, and the optimizer of one of them."

    def __init__(self, seed: int, player: str, batch: int = BATCH) -> None:
        self.batch = batch
        self.networks = make_networks(seed)
        self.player = player
        self.events: list[int] = []
        self.codes: list[np.ndarray] = []
        self.fakes: list[Tensor] = []  # what the generator made, and what the discriminator was given, in one call
        self.judged: list[Tensor] = []
        self.blind = False  # whether D judged without a graph
        self.reached_other = False  # whether a gradient arrived at the network that does not move
        self.networks["generator"].register_forward_pre_hook(lambda _, given: self._note_code(given[0]))
        self.networks["generator"].register_forward_hook(lambda *made: self.fakes.append(made[-1].detach().clone()))
        self.networks["discriminator"].register_forward_hook(lambda _, given, logits: self._note_judged(given))
        for name, network in self.networks.items():
            for weight in network.parameters():
                # As a default `own` is this network's; a closure would see the last one's
                weight.register_hook(lambda _, own=name == player: self._note_gradient(own))
        self.optimizer = Recorder(self.networks[player].parameters(), self.events, RATE)

    def _note_code(self, z: Any) -> None:
        code = record(z, name="what you hand to the generator")
        if code.shape != (self.batch, LATENT):
            raise Mistake(
                "noise-of-wrong-shape",
                f"the generator takes z of shape [n, latent_dim], here {[self.batch, LATENT]}, got {list(code.shape)}: "
                "as many fakes as asked, each from latent_dim numbers.",
            )
        self.codes.append(code)

    def _note_judged(self, given: tuple[Tensor, ...]) -> None:
        self.judged += [x.detach().clone() for x in given]
        self.blind = self.blind or not torch.is_grad_enabled()

    def _passed_on(self) -> bool:
        "Whether all that the generator made in the first place reached the discriminator, alone or beside data."
        first = self.fakes[0]
        return any((x[:, None] == first).all(-1).any(0).all() for x in self.judged if x.shape[1:] == first.shape[1:])

    def _note_gradient(self, own: bool) -> None:
        if own:
            self.events.append(BACKWARD)
        self.reached_other = self.reached_other or not own

    def play(self, attempt: Any, batches: list) -> Arrays:
        losses, starts, ends, codes, again, left, events = [], [], [], [], [], [], []
        passed_on = True
        for batch in batches:
            for noted in (self.codes, self.fakes, self.judged):
                noted.clear()
            for network in self.networks.values():
                for weight in network.parameters():
                    weight.grad = torch.full_like(weight, LEFT)
            starts.append(self._weights())
            losses.append(self._loss(attempt, batch))
            if not self.codes:
                raise Mistake("no-fakes", "the generator is never called: draw z and make fakes, generator(z).")
            self._check_left_as_found()
            codes.append(self.codes[0])  # the step's own: a loss computed again makes more
            again.append(self.codes[-1])
            passed_on = passed_on and self._passed_on()
            ends.append(self._weights())
            left.append(strangest(self.networks["generator"]))
            events = events or self.events[:]
        return {
            "losses": np.stack(losses),
            "starts": np.stack(starts),
            "moves": np.stack(ends) - np.stack(starts),
            "codes": np.stack(codes),
            "codes again": np.stack(again),
            "passed on": np.array(passed_on),
            "left": np.array(left),
            "events": np.asarray(events, dtype=np.int64),
            "reached_other": np.array(self.reached_other),
        }

    def _weights(self) -> np.ndarray:
        return np.concatenate([flatten(network) for network in self.networks.values()])

    def _loss(self, attempt: Any, batch: Any) -> np.ndarray:
        networks = self.networks["generator"], self.networks["discriminator"]
        try:
            loss = call(attempt, *networks, self.optimizer, batch, LATENT)
        except RuntimeError as error:
            if "does not require grad" not in str(error):  # torch's words for a backward that leads nowhere
                raise
            if self.blind:
                raise Mistake(
                    "judged-without-gradients",
                    "the discriminator judged under no_grad, so nothing leads back from the loss: the gradient has to "
                    "pass through it on its way to whoever moves.",
                ) from None
            raise Mistake(
                "logits-detached",
                "nothing leads back from your loss: the logits were cut off by .detach() or .item(). The gradient has "
                "to pass through them on its way to whoever moves.",
            ) from None
        if isinstance(loss, Tensor) and loss.requires_grad:
            raise Mistake(
                "keeps-the-graph",
                "the loss you return still carries its graph, and a list of them fills the memory: return loss.item().",
            )
        array = record(loss, "number", "the loss")
        if array.size != 1:
            raise Mistake("not-averaged", f"the loss should be one number, got shape {list(array.shape)}.")
        return array.reshape(()).astype(np.float64)

    def _check_left_as_found(self) -> None:
        for name, network in self.networks.items():
            if not network.training:
                raise Mistake(
                    "left-in-eval",
                    f"after your step the {name} is in eval mode, where BatchNorm and Dropout work otherwise than in "
                    f"training: leave out .eval(), or call {name}.train() at the end.",
                )
            if not all(weight.requires_grad for weight in network.parameters()):
                raise Mistake(
                    "left-frozen",
                    f"after your step the {name}'s weights are frozen, so it never learns again: switch requires_grad "
                    "on again, or do without.",
                )


def make_networks(seed: int, flat: np.ndarray | None = None) -> dict[str, nn.Sequential]:
    "Both networks: with random weights, or in double precision with these."
    generator = torch.Generator().manual_seed(seed + 1)  # not the numbers of the data
    networks = {"generator": mlp(LATENT, 2), "discriminator": mlp(2, 5, 1, activation=nn.Tanh)}
    weights = [weight for network in networks.values() for weight in network.parameters()]
    if flat is None:
        vector_to_parameters(0.8 * torch.randn(parameters_to_vector(weights).shape, generator=generator), weights)
        return networks
    weights = [weight for network in networks.values() for weight in network.double().parameters()]
    vector_to_parameters(torch.from_numpy(flat), weights)
    return networks


def real_batches(seed: int, batch: int = BATCH) -> Tensor:
    return 1 + torch.randn(STEPS, batch, 2, generator=torch.Generator().manual_seed(seed))


def inputs_of(player: str, seed: int, batch: int = BATCH) -> list:
    """Return what a player's steps are handed: real samples, or how many fakes."""
    return [batch] * STEPS if player == "generator" else list(real_batches(seed, batch))


def batch_size(seed: int) -> int:
    """Return another size for each seed, which tells a sum over the batch from a weight."""
    return BATCH - 5 * (seed % 2)


def flatten(network: nn.Module) -> np.ndarray:
    return np.concatenate([record(weight).astype(np.float64).ravel() for weight in network.parameters()])


def strangest(network: nn.Module) -> float:
    "The largest gradient that is neither what another step left there nor nothing."
    grads = [weight.grad for weight in network.parameters() if weight.grad is not None]
    return max([float(torch.minimum(grad.abs(), (grad - LEFT).abs()).max()) for grad in grads], default=0.0)


class _Noting(nn.Module):
    "A network that notes what it is given."

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network
        self.given: list[Tensor] = []

    def forward(self, x: Tensor) -> Tensor:
        self.given.append(x)
        return self.network(x)


def lessons_call(batch: Any, player: str) -> tuple[Any, ...]:
    "Arguments of a step as the lesson has them: the player's optimizer, and `batch`, samples or how many fakes."
    networks = {"generator": _Noting(mlp(8, 128, 128, 2)), "discriminator": _Noting(mlp(2, 128, 128, 1))}
    optimizer = torch.optim.SGD(networks[player].parameters(), lr=1e-3)
    return *networks.values(), optimizer, batch, 8


def what_was_given(loss: Any, generator: _Noting, *others: Any) -> dict[str, Any]:
    return {"the loss": loss, "what you hand to the generator": generator.given[0]}
