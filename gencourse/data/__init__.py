"""Data as tensors. All of it works without a network but mnist and fashion_mnist, which download once."""

from gencourse.data.augment import affine_copies
from gencourse.data.batches import Batches, batches
from gencourse.data.images import LabelledImages, digits, fashion_mnist, mnist
from gencourse.data.signals import Signals, signals
from gencourse.data.sprites import Sprites, draw_sprites, sprites
from gencourse.data.toy import ring, ring_centres, two_moons

__all__ = [
    "Batches",
    "LabelledImages",
    "Signals",
    "Sprites",
    "affine_copies",
    "batches",
    "digits",
    "draw_sprites",
    "fashion_mnist",
    "mnist",
    "ring",
    "ring_centres",
    "signals",
    "sprites",
    "two_moons",
]
