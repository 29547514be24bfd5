"""Understand: what the pool shows of a route. Profile, comparison, places, trend, brief."""

from beforehand.understand.comparisons import compare
from beforehand.understand.fields import (
    COMPARE_FIELDS,
    PROFILE_FIELDS,
    code_label,
    country_name,
    field_label,
    place_name,
)
from beforehand.understand.journeys import routes
from beforehand.understand.profiles import profile
from beforehand.understand.recompute import every_figure, recompute
from beforehand.understand.routing import holds, parse_route
from beforehand.understand.trends import trend

__all__ = [
    "COMPARE_FIELDS",
    "PROFILE_FIELDS",
    "code_label",
    "compare",
    "country_name",
    "every_figure",
    "field_label",
    "holds",
    "parse_route",
    "place_name",
    "profile",
    "recompute",
    "routes",
    "trend",
]
