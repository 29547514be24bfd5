"""Numbers and records to SVG: themable by classes on the web, by explicit colours in print.

Every chart is one ``<svg role="img">`` with a sentence as its ``aria-label``, without script and
without a style attribute. On a page, include ``STYLE``; for PDF and mail, pass ``PAPER``.
"""

from beforehand.charts.columns import columns
from beforehand.charts.curves import Curve, curve
from beforehand.charts.forests import forest
from beforehand.charts.funnels import FunnelBar, funnel
from beforehand.charts.hidden import HiddenCharts, overlaps_of
from beforehand.charts.intervals import effect_bar, interval_bar, people_bar
from beforehand.charts.maps import (
    AREAS,
    MOST_ARCS,
    Drawn,
    MapOf,
    Staged,
    area_of,
    arms_map,
    choropleth,
    ends_of,
    flow_map,
    shades,
)
from beforehand.charts.models import Answer, Mark, answers
from beforehand.charts.numbers import (
    LEAST_PEOPLE,
    count,
    decimal,
    p_value,
    people,
    percent,
    span,
    value,
)
from beforehand.charts.rates import rate_map, rate_rows
from beforehand.charts.sankeys import Name as PlaceName
from beforehand.charts.sankeys import sankey
from beforehand.charts.shares import share_bars
from beforehand.charts.svg import PAPER, STYLE, Palette
from beforehand.charts.trends import TrendLines, trend
from beforehand.charts.upset import Combination, Overlaps, says_overlaps, told_apart, upset

__all__ = [
    "AREAS",
    "LEAST_PEOPLE",
    "MOST_ARCS",
    "PAPER",
    "STYLE",
    "Answer",
    "Combination",
    "Curve",
    "Drawn",
    "FunnelBar",
    "HiddenCharts",
    "MapOf",
    "Mark",
    "Overlaps",
    "Palette",
    "PlaceName",
    "Staged",
    "TrendLines",
    "answers",
    "area_of",
    "arms_map",
    "choropleth",
    "columns",
    "count",
    "curve",
    "decimal",
    "effect_bar",
    "ends_of",
    "flow_map",
    "forest",
    "funnel",
    "interval_bar",
    "overlaps_of",
    "p_value",
    "people",
    "people_bar",
    "percent",
    "rate_map",
    "rate_rows",
    "sankey",
    "says_overlaps",
    "shades",
    "share_bars",
    "span",
    "told_apart",
    "trend",
    "upset",
    "value",
]
