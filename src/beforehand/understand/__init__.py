"""Understand: what the pool shows of a route. Profile, comparison, places, trend, brief."""

from beforehand.records.picture import Brief
from beforehand.understand.ages import ages
from beforehand.understand.brief_pdf import render_brief
from beforehand.understand.briefs import brief, field_of, retold
from beforehand.understand.commands import command_of
from beforehand.understand.comparisons import compare
from beforehand.understand.defined import definitions
from beforehand.understand.definitions import DEFINITIONS
from beforehand.understand.fields import (
    COMPARE_FIELDS,
    PROFILE_FIELDS,
    code_label,
    country,
    field_label,
    place_name,
)
from beforehand.understand.figures import route_parameters
from beforehand.understand.findings import (
    says_comparison,
    says_counted,
    says_field,
    says_origins,
    says_profile,
    says_trend,
)
from beforehand.understand.flows import (
    STAGE_FIELDS,
    STAGES,
    arranged,
    flows,
    fold,
    place_at,
    says_folding,
    says_place,
    stages_of,
)
from beforehand.understand.hidden import hidden_population
from beforehand.understand.hidden_figures import About
from beforehand.understand.hidden_pool import ListsAsked, hidden
from beforehand.understand.hidden_readings import (
    SAYS_OVERLAPS,
    says_changed,
    says_consistency,
    says_methods,
    says_sensitivity,
    says_trajectory,
)
from beforehand.understand.hidden_sentences import (
    may_not_say,
    may_say,
    said_total,
    says_verdict,
    verdict_words,
)
from beforehand.understand.hidden_soon import hidden_for_brief, hidden_soon
from beforehand.understand.hotspots import hotspots
from beforehand.understand.journeys import routes
from beforehand.understand.narrowing import (
    FILTER_FIELDS,
    narrow,
    parse_condition,
    says_condition,
    says_conditions,
    says_narrowed,
)
from beforehand.understand.own_view import own_view
from beforehand.understand.profiles import profile
from beforehand.understand.readings import read_trend
from beforehand.understand.recompute import (
    Answer,
    answer_of,
    counts_again,
    every_figure,
    figure_in,
    recompute,
    route_of,
)
from beforehand.understand.routing import holds, parse_route
from beforehand.understand.sentences import agrees, check_sentence, holds_words, suggested
from beforehand.understand.signals import signals
from beforehand.understand.since import since
from beforehand.understand.trends import trend
from beforehand.understand.typologies import audience_of, large_enough, says_type, typology

__all__ = [
    "COMPARE_FIELDS",
    "DEFINITIONS",
    "FILTER_FIELDS",
    "PROFILE_FIELDS",
    "SAYS_OVERLAPS",
    "STAGES",
    "STAGE_FIELDS",
    "About",
    "Answer",
    "Brief",
    "ListsAsked",
    "ages",
    "agrees",
    "answer_of",
    "arranged",
    "audience_of",
    "brief",
    "check_sentence",
    "code_label",
    "command_of",
    "compare",
    "country",
    "counts_again",
    "definitions",
    "every_figure",
    "field_label",
    "field_of",
    "figure_in",
    "flows",
    "fold",
    "hidden",
    "hidden_for_brief",
    "hidden_population",
    "hidden_soon",
    "holds",
    "holds_words",
    "hotspots",
    "large_enough",
    "may_not_say",
    "may_say",
    "narrow",
    "own_view",
    "parse_condition",
    "parse_route",
    "place_at",
    "place_name",
    "profile",
    "read_trend",
    "recompute",
    "render_brief",
    "retold",
    "route_of",
    "route_parameters",
    "routes",
    "said_total",
    "says_changed",
    "says_comparison",
    "says_condition",
    "says_conditions",
    "says_consistency",
    "says_counted",
    "says_field",
    "says_folding",
    "says_methods",
    "says_narrowed",
    "says_origins",
    "says_place",
    "says_profile",
    "says_sensitivity",
    "says_trajectory",
    "says_trend",
    "says_type",
    "says_verdict",
    "signals",
    "since",
    "stages_of",
    "suggested",
    "trend",
    "typology",
    "verdict_words",
]
