"""Does the GAN lesson's recipe for the ring cover its eight modes, on any seed?

Two networks of two hidden layers, the non-saturating loss, no penalty, 2,000 steps on one thread. Good are the points
within three deviations of a centre. CPU-seconds are those of training alone.

    python benchmarks/gan.py [--quick]
"""

from __future__ import annotations

import argparse
import time

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from gencourse.data import batches, ring, ring_centres
from gencourse.metrics import mode_coverage
from gencourse.models import GAN
from gencourse.networks import mlp
from gencourse.training import Terms, adversarial_step, fit

LATENT, STD, SEEDS = 8, 0.05, range(5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one seed, a tenth of the steps: does it run?")
    quick = parser.parse_args().quick
    torch.set_num_threads(1)
    print("seed  CPU-s   generator: modes, good   its average: modes, good")
    for seed in SEEDS[:1] if quick else SEEDS:
        gan, average, seconds = train(seed, epochs=2 if quick else 20)
        rows = [judge(network) for network in (gan.generator, average)]
        print(f"{seed:4} {seconds:6.1f}" + "".join(f"{modes:19} {good:6.0%}" for modes, good in rows))


def train(seed: int, epochs: int) -> tuple[GAN, AveragedModel, float]:
    """Return the game after `epochs` of 100 steps, the generator's moving average, and the CPU-seconds it took."""
    torch.manual_seed(seed)
    generator, discriminator = (mlp(*sizes, activation=nn.ReLU) for sizes in ((LATENT, 128, 128, 2), (2, 128, 128, 1)))
    gan = GAN(generator, discriminator, latent_dim=LATENT)
    average = AveragedModel(generator, multi_avg_fn=get_ema_multi_avg_fn(0.99))
    play = adversarial_step(gan, adam(generator), adam(discriminator))

    def step(real: Tensor) -> Terms:
        terms = play(real)
        average.update_parameters(generator)
        return terms

    points = ring(25_600, std=STD, seed=seed)
    start = time.process_time()
    fit(step, batches(points, 256), epochs=epochs, progress=False)
    return gan, average, time.process_time() - start


def adam(network: nn.Module) -> torch.optim.Adam:
    return torch.optim.Adam(network.parameters(), lr=2e-3, betas=(0.0, 0.99), fused=True)


@torch.no_grad()
def judge(generator: nn.Module) -> tuple[int, float]:
    """Return the number of covered modes, and the share of good points."""
    covered, good = mode_coverage(generator(torch.randn(5000, LATENT)), ring_centres(), radius=3 * STD)
    return int(covered.sum()), float(good)


if __name__ == "__main__":
    main()
