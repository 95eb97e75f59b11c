"""The widget of lesson 06: a price on each nat of rate, and what models trained at different prices buy."""

from gencourse.widgets.rate.explorer import RateExplorer, RateState, find_rates, rate_picture

__all__ = ["RateExplorer", "RateState", "find_rates", "rate_picture"]
