"""Frame -> Altair chart; the palette lives here and nothing is computed but positions."""

from cspdata.charts.bars import differences, intervals, ranking

__all__ = ["differences", "intervals", "ranking"]
