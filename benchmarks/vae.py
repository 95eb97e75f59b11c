"""How good is the course's VAE for the CPU-seconds it takes, beside the VAE of the usual tutorial?

The tutorial: an MLP 784-400-20, Adam at 1e-3, batch 128, a PIL image each and a DataLoader. The course: the recipes of
the VAE lessons. Both train on the same 4,500 digits, on one thread; -ELBO is measured on 500 others, in nats per image,
and the time that this takes is not counted. Every figure is the mean over the seeds.

    python benchmarks/vae.py [--quick]
"""

from __future__ import annotations

import argparse
import math
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from statistics import mean
from typing import NamedTuple

import torch
from helpers.training_loops import PilDigits
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy
from torch.utils.data import DataLoader

from gencourse.data import LabelledImages, batches, digits
from gencourse.models import VAE
from gencourse.networks import conv_decoder, conv_encoder, mlp
from gencourse.probability import bernoulli_log_prob, kl_standard_normal, reparameterize
from gencourse.runtime import autocast
from gencourse.training import fit, gradient_step

SEEDS = (0, 1, 2)
DRAWS = 10  # codes for each digit in its -ELBO
Precision = Callable[[], AbstractContextManager[object]]


class Moment(NamedTuple):
    """After so many CPU-seconds of training: the -ELBO of each test digit, [500]."""

    seconds: float
    costs: Tensor


Runs = list[list[Moment]]  # one for each seed


class Recipe(NamedTuple):
    """make(): the model; the rest as in the lesson: AdamW, OneCycleLR, batch 64."""

    make: Callable[[], VAE]
    lr: float
    epochs: int


def conv_vae() -> VAE:
    return VAE(conv_encoder(2 * 16), conv_decoder(16), latent_dim=16)


def map_vae() -> VAE:
    """The one with a latent space that can be drawn."""
    encoder = nn.Sequential(nn.Flatten(), mlp(784, 256, 128, 64, 2 * 2))
    return VAE(encoder, nn.Sequential(mlp(2, 64, 128, 256, 784), nn.Unflatten(1, (1, 28, 28))), latent_dim=2)


RECIPES = {
    "short": Recipe(conv_vae, 6e-3, epochs=14),
    "long": Recipe(conv_vae, 6e-3, epochs=28),
    "2-D": Recipe(map_vae, 2e-3, epochs=50),
}


class Setting(NamedTuple):
    """part: of each recipe's time, 1 for all of it."""

    train: LabelledImages
    test: LabelledImages
    seeds: tuple[int, ...]
    part: float


def main() -> None:
    parser = argparse.ArgumentParser(description="-ELBO for CPU-seconds.")
    parser.add_argument("--quick", action="store_true", help="one seed, a tenth of the time: to see that it runs")
    quick = parser.parse_args().quick
    torch.set_num_threads(1)
    setting = Setting(*load(), SEEDS[:1] if quick else SEEDS, 0.1 if quick else 1.0)
    warm_up(setting)
    runs = defaultdict(list)
    precisions = available_precisions()
    for seed in setting.seeds:  # one after the other, so that a busy machine is busy for all of them
        runs["tutorial"].append(train_tutorial(setting, 20, (15, 30, 60), seed))
        runs["tutorial 2-D"].append(train_tutorial(setting, 2, (15, 30), seed))
        for precision, context in precisions.items():
            for name, recipe in RECIPES.items():
                runs[precision, name].append(train_ours(recipe, setting, context, seed))
    for precision in precisions:
        ours = {name: runs[precision, name] for name in RECIPES}
        show_table(precision, setting, runs["tutorial"], runs["tutorial 2-D"], ours)


def available_precisions() -> dict[str, Precision]:
    """float32, and what runtime.autocast gives if that is another, as on a processor with bf16 that nothing caps."""
    fast_bf16 = not isinstance(autocast("cpu"), nullcontext)
    return {"float32": nullcontext} | ({"bf16 (runtime.autocast)": lambda: autocast("cpu")} if fast_bf16 else {})


# What is trained


def train_ours(recipe: Recipe, setting: Setting, precision: Precision, seed: int) -> list[Moment]:
    """The moment after each epoch."""
    torch.manual_seed(seed)
    epochs = max(1, round(setting.part * recipe.epochs))
    watch, moments = Stopwatch(), []
    vae, data = recipe.make(), batches(setting.train.images, 64)
    optimizer = torch.optim.AdamW(vae.parameters(), lr=recipe.lr, fused=True)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, recipe.lr, total_steps=epochs * len(data))

    def note(*_: object) -> None:
        with watch.stopped():
            moments.append(Moment(watch.seconds, evaluate(vae, setting.test.images)))

    with precision():
        fit(
            gradient_step(vae, optimizer, scheduler=scheduler),
            data,
            epochs=epochs,
            on_epoch_end=note,
            progress=False,
        )
    return moments


def train_tutorial(setting: Setting, latent_dim: int, marks: tuple[float, ...], seed: int) -> list[Moment]:
    """The moment at each mark, in CPU-seconds. Trained as in most tutorials: probabilities, and .item() each batch."""
    torch.manual_seed(seed)
    watch, moments = Stopwatch(), []
    loader = DataLoader(PilDigits(*setting.train), batch_size=128, shuffle=True)
    encoder, decoder = (
        mlp(*sizes, activation=nn.ReLU) for sizes in ((784, 400, 2 * latent_dim), (latent_dim, 400, 784))
    )
    vae = VAE(encoder, decoder, latent_dim=latent_dim)
    optimizer = torch.optim.Adam(vae.parameters(), lr=1e-3)
    while True:
        total = 0.0
        for images, _ in loader:
            x = images.view(-1, 784)
            optimizer.zero_grad()
            mean, logvar = vae.encode(x)
            output = torch.sigmoid(vae.decode(reparameterize(mean, logvar)))
            kl = -0.5 * torch.sum(1 + logvar - mean.pow(2) - logvar.exp())
            loss = binary_cross_entropy(output, x, reduction="sum") + kl
            loss.backward()
            total += loss.item()
            optimizer.step()
            if watch.seconds >= setting.part * marks[len(moments)]:
                with watch.stopped():
                    moments.append(Moment(watch.seconds, evaluate(vae, setting.test.images.flatten(1))))
                if len(moments) == len(marks):
                    return moments


class Stopwatch:
    """CPU-seconds of this process, less those spent inside stopped()."""

    def __init__(self) -> None:
        self._start = time.process_time()

    @property
    def seconds(self) -> float:
        return time.process_time() - self._start

    @contextmanager
    def stopped(self) -> Iterator[None]:
        before = time.process_time()
        yield
        self._start += time.process_time() - before


@torch.no_grad()
def evaluate(vae: VAE, x: Tensor) -> Tensor:
    """-ELBO of each image, in float32, with the same noise each time; torch's own random numbers stay as they are."""
    with torch.random.fork_rng(devices=[]), torch.autocast("cpu", enabled=False):
        torch.manual_seed(1)
        mean, logvar = vae.encode(x)
        draws = [vae.decode(reparameterize(mean, logvar)) for _ in range(DRAWS)]
        return kl_standard_normal(mean, logvar) - torch.stack([bernoulli_log_prob(x, logits) for logits in draws]).mean(
            0
        )


def load() -> tuple[LabelledImages, LabelledImages]:
    """4,500 digits to train on and 500 others."""
    train, valid = digits("train"), digits("valid")
    return LabelledImages(*(torch.cat(both) for both in zip(train, valid, strict=True))), digits("test")


def warm_up(setting: Setting) -> None:
    setting = setting._replace(part=0.02)
    for recipe in (RECIPES["short"], RECIPES["2-D"]):
        train_ours(recipe, setting, nullcontext, 0)
    train_tutorial(setting, 20, (15,), 0)


# What is printed


def show_table(precision: str, setting: Setting, wide: Runs, flat: Runs, ours: dict[str, Runs]) -> None:
    print(f"\n-ELBO in nats per image, the course in {precision}, one thread, {len(setting.seeds)} seed(s)")
    print(f"{'':44}{'CPU-seconds':>12}{'-ELBO':>9}{'s.e.':>7}   each seed")
    for i in range(3):
        show("tutorial, MLP 784-400-20", wide, i)
    for name in ("short", "long"):
        show(f"Conv16, {len(ours[name][0])} epochs", ours[name], -1)
    for i in range(2):
        show("tutorial with 2 latents, MLP 784-400-2", flat, i)
    show(f"2 latents, MLP 784-256-128-64-2, {len(ours['2-D'][0])} epochs", ours["2-D"], -1)
    if setting.part < 1:
        print("Too short for a verdict.")
        return
    say_reached(ours["short"], costs(wide, 2).mean().item(), 12)
    say_better("Conv16", ours["long"], wide, 6)
    say_better("2 latents", ours["2-D"], flat, 12)


def costs(runs: Runs, i: int) -> Tensor:
    """-ELBO of each test digit at the i-th moment, the mean over the seeds: [500]."""
    return torch.stack([run[i].costs for run in runs]).mean(0)


def standard_error(values: Tensor) -> float:
    """Of their mean, for other digits of the same kind."""
    return (values.std() / math.sqrt(len(values))).item()


def show(name: str, runs: Runs, i: int) -> None:
    each = costs(runs, i)
    seconds = mean(run[i].seconds for run in runs)
    by_seed = " ".join(f"{run[i].costs.mean().item():.1f}" for run in runs)
    print(f"{name:<44}{seconds:12.1f}{each.mean().item():9.1f}{standard_error(each):7.1f}   {by_seed}")


def say_reached(runs: Runs, goal: float, most: float) -> None:
    """After how many CPU-seconds the runs are as good as the goal: inf if one never is."""
    seconds = mean(next((at for at, costs in run if costs.mean() <= goal), math.inf) for run in runs)
    verdict = "met" if seconds <= most else "MISSED"
    print(f"Conv16 has the tutorial's {goal:.1f} of 60 s after {seconds:.1f} s, target {most}: {verdict}")


def say_better(what: str, runs: Runs, rivals: Runs, least: float) -> None:
    """Against the tutorial's best until 30 s, or until its next moment if ours took longer.

    The gain is taken digit by digit, so that its standard error is smaller than that of either.
    """
    seconds = mean(run[-1].seconds for run in runs)
    moments = range(len(rivals[0]))
    last = next((i for i in moments if rivals[0][i].seconds >= max(seconds, 30)), moments[-1])
    rival = min((costs(rivals, i) for i in moments[: last + 1]), key=lambda each: each.mean().item())
    gains = rival - costs(runs, -1)
    gain = gains.mean().item()
    verdict = "met" if gain >= least else "MISSED"
    until = f"in {seconds:.0f} s, the tutorial in {rivals[0][last].seconds:.0f} s"
    print(f"{what}: {gain:.1f} nats better (s.e. {standard_error(gains):.1f}; {until}), target {least}: {verdict}")


if __name__ == "__main__":
    main()
