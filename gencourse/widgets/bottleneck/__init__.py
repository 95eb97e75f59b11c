"""The widget of lesson 01: sliders on the bottleneck's own numbers, and PCA's optimum at every width."""

from gencourse.widgets.bottleneck.explorer import (
    BottleneckExplorer,
    BottleneckState,
    bottleneck_picture,
    find_bottleneck,
    find_output,
)

__all__ = ["BottleneckExplorer", "BottleneckState", "bottleneck_picture", "find_bottleneck", "find_output"]
