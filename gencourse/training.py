"""One training loop for every lesson: a step takes a batch and returns its terms; `fit` repeats it."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from numbers import Integral
from typing import Any, Protocol

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler
from tqdm import tqdm

from gencourse._validate import a_type

Terms = dict[str, Tensor]
Step = Callable[[Any], Terms]
History = dict[str, list[float]]


class Model(Protocol):
    """What a step asks of a model."""

    def parameters(self) -> Iterator[nn.Parameter]: ...

    def loss(self, batch: Any, /) -> Terms:
        """Return named scalar tensors, one of them "loss"."""
        ...


class AdversarialModel(Protocol):
    """What an adversarial step asks of a model: two networks, and a loss for each whose gradient reaches it alone."""

    generator: nn.Module
    discriminator: nn.Module

    def discriminator_loss(self, real: Any, /) -> Tensor: ...

    def generator_loss(self, n: int, /) -> Tensor: ...


def fit(
    step: Step,
    batches: Iterable[Any],
    *,
    epochs: int,
    on_epoch_end: Callable[[int, History], object] | None = None,
    progress: bool = True,
) -> History:
    """Call step(batch) for every batch, `epochs` times over; return each term's mean in each epoch.

    A step returns scalar tensors by name, one of them "loss". They stay on their device until the epoch ends, so
    that nothing waits for a GPU. After each epoch on_epoch_end(epoch, history) is called; the first epoch is 1.

    Two things end the training early, with a printed sentence and the history so far: a term that is NaN or infinite,
    and Ctrl-C or a notebook's stop button. The last mean is then over the batches that the epoch got to.
    """
    _check_arguments(batches, epochs)
    history: History = {}
    seen: list[Terms] = []  # this epoch's
    epoch, ending = 1, ""  # the sentence for Ctrl-C names an epoch, even before the loop begins
    bar = _progress_bar(batches, epochs, progress)
    try:
        for epoch in range(1, epochs + 1):
            for batch in batches:
                seen.append(_checked(step(batch), seen))
                bar.update()
            _check_not_empty(seen, epoch)
            means = _means(seen)
            ending = _complaint(means, seen, epoch, epochs)  # before _keep, which clears what it looks at
            _keep(history, means, seen)
            bar.show(epoch, means["loss"])
            if ending:
                break
            if on_epoch_end is not None:
                bar.clear()  # what it prints gets a line of its own
                on_epoch_end(epoch, history)
    except KeyboardInterrupt:
        _keep(history, _means(seen), seen)
        ending = f"Stopped by hand in epoch {epoch} of {epochs}. The model keeps what it has learned so far."
    finally:
        bar.close()
    if ending:
        print(ending)
    return history


def gradient_step(model: Model, optimizer: Optimizer, *, scheduler: LRScheduler | None = None) -> Step:
    """Return a step that changes the model's parameters in place, once down the gradient of model.loss(batch)["loss"].

    The scheduler, if any, moves once a batch. The terms come back detached and on their device.
    """
    _check_same_parameters(model, optimizer, "optimizer")

    def step(batch: Any) -> Terms:
        optimizer.zero_grad()
        terms = model.loss(batch)
        terms["loss"].backward()
        optimizer.step()
        if scheduler is not None:
            scheduler.step()  # after the optimizer's, as torch asks
        return {name: term.detach() for name, term in terms.items()}

    return step


def train_step(model: Model, optimizer: Optimizer, x: Tensor) -> float:
    """Take one step down the gradient of model.loss(x)["loss"] and return that loss as a number.  x: [B, ...]"""
    return float(gradient_step(model, optimizer)(x)["loss"])


def adversarial_step(
    model: AdversarialModel, generator_optimizer: Optimizer, discriminator_optimizer: Optimizer
) -> Step:
    """Return a step for two players: one down the discriminator's loss, then one down the generator's.

    The generator answers the discriminator that has just moved. "loss" is the sum of the two, which `fit` watches for
    NaN; in a game it need not fall.
    """
    _check_same_parameters(model.generator, generator_optimizer, "generator_optimizer")
    _check_same_parameters(model.discriminator, discriminator_optimizer, "discriminator_optimizer")

    def move(optimizer: Optimizer, loss: Tensor) -> Tensor:
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.detach()

    def step(real: Any) -> Terms:
        discriminator = move(discriminator_optimizer, model.discriminator_loss(real))
        generator = move(generator_optimizer, model.generator_loss(len(real)))
        return {"loss": discriminator + generator, "discriminator": discriminator, "generator": generator}

    return step


class _ProgressBar(tqdm):
    monitor_interval = 0  # no thread that watches it

    def show(self, epoch: int, loss: float) -> None:
        # Drawn with the next update: an epoch may be shorter than mininterval
        self.set_postfix_str(f"loss {loss:.4g} in epoch {epoch}", refresh=False)


def _progress_bar(batches: Iterable[Any], epochs: int, shown: bool) -> _ProgressBar:
    return _ProgressBar(
        total=epochs * len(batches) if isinstance(batches, Sized) else None,
        disable=not shown,
        file=sys.stdout,  # tqdm's own choice is stderr, where one line costs a notebook all its points in nbgrader
        bar_format="{percentage:3.0f}% |{bar:24}| {elapsed}<{remaining}{postfix}",
        mininterval=0.25,
        miniters=1,  # fixed: the thread that mends tqdm's own guess is off, and a bar could seem to stop
    )


def _means(seen: list[Terms]) -> dict[str, float]:
    "The mean of each term: the only place where the device is waited for."
    # An epoch that is stopped in its first batch has no terms
    return {name: torch.stack([terms[name] for terms in seen]).float().mean().item() for name in (seen or [{}])[0]}


def _keep(history: History, means: dict[str, float], seen: list[Terms]) -> None:
    for name, mean in means.items():
        history.setdefault(name, []).append(mean)
    seen.clear()


def _complaint(means: dict[str, float], seen: list[Terms], epoch: int, epochs: int) -> str:
    "What to say of terms that are not finite, if any."
    broken = [name for name, mean in means.items() if not math.isfinite(mean)]
    if not broken:
        return ""
    sentence = f"Training stopped in epoch {epoch} of {epochs}: {' and '.join(broken)} became NaN or infinite."
    if epoch == 1 and not all(seen[0][name].isfinite() for name in broken):
        return f"{sentence} The very first batch gave that, so look at the data and at the loss: log(0), 0/0?"
    return f"{sentence} The weights are spoilt: make the model anew and try a smaller learning rate."


def _check_arguments(batches: Iterable[Any], epochs: int) -> None:
    if not isinstance(epochs, Integral) or epochs < 1:  # numpy's integers are Integral too
        raise ValueError(f"epochs should be a whole number of at least 1, got {epochs!r}.")
    if isinstance(batches, Tensor):  # it can be iterated: its rows would pass for batches
        raise TypeError(
            f"batches should yield batches, got one tensor {list(batches.shape)}: "
            "hand in batches(x, 128), or [x] for one batch with everything."
        )
    if isinstance(batches, Iterator) and epochs > 1:
        raise TypeError(
            f"batches should yield the batches again in every epoch, but {a_type(batches)} is used up after "
            "one: hand in batches(x, 128) or a list."
        )


def _check_not_empty(seen: list[Terms], epoch: int) -> None:
    if seen:
        return
    if epoch == 1:
        raise ValueError("batches yielded nothing: is the data smaller than one batch, with drop_last=True?")
    raise ValueError(f"batches yielded nothing in epoch {epoch}: it should yield the batches again in every epoch.")


def _checked(terms: Any, seen: list[Terms]) -> Terms:
    "The terms detached, so that a step that forgets to does not keep an epoch of graphs alive."
    if not isinstance(terms, Mapping):
        raise TypeError(
            f'step(batch) should return its terms by name, got {a_type(terms)}: end it with return {{"loss": loss}}.'
        )
    if "loss" not in terms:
        raise ValueError(f'step(batch) should return a term named "loss", got {_names(terms)}.')
    if seen and terms.keys() != seen[0].keys():  # _means takes the names from the first
        raise ValueError(
            f"step(batch) should return the same terms each time, got {_names(terms)} after {_names(seen[0])}."
        )
    for name, term in terms.items():
        _check_scalar(name, term)
    return {name: term.detach() for name, term in terms.items()}


def _check_scalar(name: str, term: Any) -> None:
    if not isinstance(term, Tensor):
        raise TypeError(
            f'the term "{name}" of step(batch) should be a scalar tensor, got {a_type(term)}: '
            "leave out .item(), which waits for the device at each batch."
        )
    if term.ndim:
        raise ValueError(
            f'the term "{name}" of step(batch) should be a scalar tensor, got shape {list(term.shape)}: '
            "average it over the batch with .mean()."
        )


def _check_same_parameters(model: Model | nn.Module, optimizer: Optimizer, name: str) -> None:
    held = {id(parameter) for group in optimizer.param_groups for parameter in group["params"]}
    if held.isdisjoint(map(id, model.parameters())):  # one in common will do: some may be frozen
        player = name.removesuffix("optimizer").rstrip("_") or "model"
        raise ValueError(
            f"{name} should hold the {player}'s parameters, but holds none of them. "
            f"Was the model made anew? Then make the optimizer anew too, from its parameters()."
        )


def _names(terms: Mapping[str, Any]) -> str:
    return ", ".join(map(str, terms)) or "none"
