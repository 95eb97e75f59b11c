"""Widgets: state in Python, drawing and computing in the browser."""

from gencourse.widgets.bottleneck import BottleneckExplorer
from gencourse.widgets.bound import BoundExplorer
from gencourse.widgets.cures import CuresExplorer
from gencourse.widgets.density import DensityExplorer
from gencourse.widgets.digit_pad import DigitPad
from gencourse.widgets.dilemma import DilemmaExplorer
from gencourse.widgets.game import GameExplorer
from gencourse.widgets.gan import GANPlayground
from gencourse.widgets.latent import LatentExplorer
from gencourse.widgets.rate import RateExplorer

__all__ = [
    "BottleneckExplorer",
    "BoundExplorer",
    "CuresExplorer",
    "DensityExplorer",
    "DigitPad",
    "DilemmaExplorer",
    "GANPlayground",
    "GameExplorer",
    "LatentExplorer",
    "RateExplorer",
]
