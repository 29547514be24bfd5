"""What a campaign manager asks for, before anything is ranked or drawn."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from beforehand import gazetteer
from beforehand.campaign.draws import draw_faults
from beforehand.records.impact import Panel
from beforehand.records.picture import RouteFilter
from beforehand.records.plan import (
    Audience,
    Buffer,
    Commuting,
    DesignKind,
    Exemption,
    Message,
    MessageDraw,
    Sponsor,
    Window,
)
from beforehand.records.running import Capacity, ReachPoint
from beforehand.refusals import BadPlan
from beforehand.words import Words, words

PEOPLE_ON_ROUTE = "people_on_route"
POPULATION_CHANGE = "population_change"
REACH = "reach"  # people who live there
PROVABLE = "provable"  # what is expected to be counted there in the window

#: Where people come from counts twice as much as whether others leave, whom posts reach, and what
#: can be proved. Changeable, always shown.
DEFAULT_WEIGHTS: Mapping[str, float] = {
    PEOPLE_ON_ROUTE: 1.0,
    POPULATION_CHANGE: 0.5,
    REACH: 0.25,
    PROVABLE: 0.5,
}
UPLOADED_WEIGHT = 0.5  # of a covariate whose weight is not given

DRAWN_BY_NUMBER = (DesignKind.COMPLETE, DesignKind.RERANDOMISED)
DIRECTIONS = ("more", "fewer", "either")
MOST_CANDIDATES = 40
DAYS = 7
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """One campaign to plan. ``exempt`` and the keys of ``covariates`` are place codes or names.

    ``candidates`` are the places in most need that take part in the lots (None: all counties, or
    at most 40 smaller places); ``treated`` of them are drawn (None: half). ``keep`` is the share
    of assignments, best balanced first, that the draw may choose from. ``history`` is the outcome
    before launch, by place and day, and is optional.

    ``design`` says how it is decided who gets the campaign: matched groups of ``group`` places,
    ``waves`` of a stepped rollout, an arm for each message version, or ``picked`` by hand.
    ``buffer`` keeps neighbours apart or draws them together; middles nearer than ``apart_km``
    are neighbours too. ``further`` names outcomes tested beside the first, with their history if
    there is one. ``replaces`` is the id of a plan that this one changes.
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
    design: DesignKind = DesignKind.RERANDOMISED
    group: int = 2
    waves: int = 4
    picked: tuple[str, ...] = ()
    buffer: Buffer = Buffer.NONE
    apart_km: float = 0.0
    commuting: Commuting | None = None  # pairs that count as neighbours too
    further: Mapping[str, Panel | None] = field(default_factory=dict)
    replaces: str = ""
    reach: tuple[ReachPoint, ...] = ()  # the platforms' estimates, by place
    capacity: tuple[Capacity, ...] = ()  # what local help can take a week
    said: Mapping[str, str] = field(default_factory=dict)  # codes by doubtful name in the history
    exemptions: tuple[Exemption, ...] = ()  # who asked for those in ``exempt``, and why
    draw: MessageDraw | None = None  # of versions on our own page

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
        *_design_faults(request),
        (
            not 0 <= request.seed <= 2**53,
            words("the seed is out of range"),
            words("Give 0 to 2^53."),
        ),
    )
    for wrong, reason, mend in faults:
        if wrong:
            raise BadPlan(reason=reason, mend=mend)


def _design_faults(request: PlanRequest) -> tuple[tuple[bool, Words, Words], ...]:
    by_hand = request.design is DesignKind.PICKED
    return (
        (
            by_hand != bool(request.picked),
            words("places are picked by hand in a design that is picked, and only there"),
            words("Name the places, or choose another design."),
        ),
        (
            request.design is DesignKind.MATCHED and request.group < 2,
            words("a matched group needs two places or more"),
            words("Choose pairs or triples."),
        ),
        (
            request.design is DesignKind.MATCHED and request.buffer is Buffer.CLUSTERS,
            words("neighbours drawn together are not matched as well"),
            words("Keep neighbours apart instead, or draw without matching."),
        ),
        (
            request.design is DesignKind.STEPPED and wave_days(request) < DAYS,
            words("there is less than a week between its waves"),
            words("Plan two waves or more, fewer than the weeks of the campaign."),
        ),
        (
            request.design is DesignKind.ARMS and len(versions(request)) < 2,
            words("there are fewer than two messages to compare"),
            words("Write another version, or choose another design."),
        ),
        (
            request.treated is not None and request.design not in DRAWN_BY_NUMBER,
            words("this design itself says how many places are treated"),
            words("Leave the number out, or choose another design."),
        ),
        (
            not (math.isfinite(request.apart_km) and request.apart_km >= 0),
            words("the distance between neighbours is no length"),
            words("Give kilometres, 0 or more."),
        ),
        (
            request.outcome in request.further or "" in (request.outcome.strip(), *request.further),
            words("an outcome is named twice, or not at all"),
            words("Name each outcome once."),
        ),
        *draw_faults(request),
    )


def versions(request: PlanRequest) -> tuple[str, ...]:
    """The message versions, each an arm of its own where arms are drawn."""
    return tuple(dict.fromkeys(one.version for one in request.messages))


def wave_days(request: PlanRequest) -> int:
    """Days between two waves, whole weeks: the last begins before the campaign's last week ends.

    The last wave is held out as long as it can be, since only a place without the campaign shows
    what would have been.
    """
    weeks = ((request.window.end - request.window.start).days + 1) // DAYS
    return stretch_days(weeks, request.waves)


def stretch_days(weeks: int, waves: int) -> int:
    """The same of so many waves in so many weeks; 0 if there is no week between them."""
    return DAYS * ((weeks - 1) // (waves - 1)) if waves > 1 else 0
