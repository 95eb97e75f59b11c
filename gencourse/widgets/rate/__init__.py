"""The widget of lesson 06: a weight on the rate, and what models trained with different weights do."""

from gencourse.widgets.rate.explorer import RateExplorer, RateState, find_rates, rate_picture

__all__ = ["RateExplorer", "RateState", "find_rates", "rate_picture"]
