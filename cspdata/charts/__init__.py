"""Frame -> Altair chart; the palette lives here and nothing is computed but positions."""

from cspdata.charts.bars import differences, intervals, ranking
from cspdata.charts.places import funnel, lorenz

__all__ = ["differences", "funnel", "intervals", "lorenz", "ranking"]
