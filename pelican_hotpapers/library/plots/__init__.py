"""Plots as plain geometry, which templates draw as SVG with a table behind it.

Drawn by hand: quiet figures are a few rectangles, dots and a line, and no
library has both inline SVG without ids and styles and text that stays in size.

Each plot is a frozen value made of a library or a digest. Lengths are in pixels, or
in per cent of the figure's width where the field says so, rounded to a tenth.
"""

from pelican_hotpapers.library.plots.calendar import calendar_heat_map
from pelican_hotpapers.library.plots.ranks import rank_path
from pelican_hotpapers.library.plots.score_plot import (
    ScoreDistribution,
    score_distribution,
)
from pelican_hotpapers.library.plots.shares import (
    ShareOverTime,
    Shares,
    share_over_time,
)

__all__ = [
    "ScoreDistribution",
    "ShareOverTime",
    "Shares",
    "calendar_heat_map",
    "rank_path",
    "score_distribution",
    "share_over_time",
]
