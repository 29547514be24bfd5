"""What a campaign manager asks for, before anything is ranked or drawn."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from beforehand import gazetteer
from beforehand.records.impact import Panel
from beforehand.records.picture import RouteFilter
from beforehand.records.plan import Audience, Message, Sponsor, Window
from beforehand.records.running import Capacity, ReachPoint
from beforehand.refusals import BadPlan
from beforehand.words import words

PEOPLE_ON_ROUTE = "people_on_route"
POPULATION_CHANGE = "population_change"

#: Where people come from counts twice as much as whether others leave. Changeable, always shown.
DEFAULT_WEIGHTS: Mapping[str, float] = {PEOPLE_ON_ROUTE: 1.0, POPULATION_CHANGE: 0.5}
UPLOADED_WEIGHT = 0.5  # of a covariate whose weight is not given

DIRECTIONS = ("more", "fewer", "either")
MOST_CANDIDATES = 40
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """One campaign to plan. ``exempt`` and the keys of ``covariates`` are place codes or names.

    ``candidates`` are the places in most need that take part in the lots (None: all counties, or
    at most 40 smaller places); ``treated`` of them are drawn (None: half). ``keep`` is the share
    of assignments, best balanced first, that the draw may choose from. ``history`` is the outcome
    before launch, by place and day, and is optional.
    """

    route: RouteFilter
    campaign: str  # slug, neutral: it is seen in the browser's history
    title: str
    window: Window
    budget_eur: float
    audience: Audience
    messages: tuple[Message, ...]
    sponsor: Sponsor
    seed: int  # recorded in the plan; 0 to 2^53
    outcome: str
    direction: str = "either"
    kind: str = "municipality"
    candidates: int | None = None
    treated: int | None = None
    keep: float = 0.1
    weights: Mapping[str, float] = field(default_factory=dict)
    covariates: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    exempt: tuple[str, ...] = ()
    history: Panel | None = None
    made_up: bool = False
    reach: tuple[ReachPoint, ...] = ()  # the platforms' estimates, by place
    capacity: tuple[Capacity, ...] = ()  # what local help can take a week

    @property
    def country(self) -> str:
        """The country whose places are warned: the route's origin, if it has places so called."""
        origin, destination = self.route.origin, self.route.destination
        return origin if gazetteer.has(self.kind, origin) else destination


def check_request(request: PlanRequest) -> None:
    """Refuse what no plan could mean.

    Raises:
        BadPlan: If the window ends before it starts, the budget is not a sum of money, the
            slug is not one, an age is impossible, or direction, share, candidates or seed are out
            of range.
    """
    audience, window = request.audience, request.window
    faults = (
        (
            window.end < window.start,
            words("it ends before it starts"),
            words("Give a later last day."),
        ),
        (
            window.history_days < 0,
            words("the days of history are negative"),
            words("Give 0 or more."),
        ),
        (
            not (math.isfinite(request.budget_eur) and request.budget_eur >= 0),
            words("the budget is not an amount of money"),
            words("Give 0 euro or more."),
        ),
        (
            not _SLUG.fullmatch(request.campaign),
            words("its short name does not fit an address"),
            words("Use small letters, digits and single hyphens, such as pune-jashte."),
        ),
        (
            not 0 <= audience.age_from <= audience.age_to <= 120,
            words("the ages of the audience are not a range"),
            words("Give the youngest age first."),
        ),
        (
            request.direction not in DIRECTIONS,
            words("{direction} is not a direction", direction=request.direction),
            words("Choose more, fewer or either."),
        ),
        (
            not 0 < request.keep <= 1,
            words("the share to keep is not a share"),
            words("Give 0.1, for instance."),
        ),
        (
            request.candidates is not None and request.candidates < 2,
            words("fewer than two places take part"),
            words("Let at least two take part."),
        ),
        (
            not 0 <= request.seed <= 2**53,
            words("the seed is out of range"),
            words("Give 0 to 2^53."),
        ),
    )
    for wrong, reason, mend in faults:
        if wrong:
            raise BadPlan(reason=reason, mend=mend)
