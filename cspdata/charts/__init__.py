"""Frame -> Altair chart; the palette lives here and nothing is computed but positions."""

from cspdata.charts.bars import differences, intervals, ranking
from cspdata.charts.places import funnel, lorenz

__all__ = ["differences", "funnel", "intervals", "lorenz", "ranking"]
from cspdata.charts.months import months, panels, rolling, seasons
from cspdata.charts.steps import waterfall

__all__ = [
    "differences",
    "intervals",
    "months",
    "panels",
    "ranking",
    "rolling",
    "seasons",
    "waterfall",
]
