"""What the campaign changed: effect with its uncertainty, funnel, cost, and what we cannot tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from beforehand.records.creatives import Creatives
from beforehand.records.figure import Figure
from beforehand.records.plan import Lots
from beforehand.records.reach import ReportCounts, Visits
from beforehand.records.survey import SurveyTallies
from beforehand.words import Words


class Verdict(StrEnum):
    """What may be said of an effect."""

    MORE = "more"
    FEWER = "fewer"
    CANNOT_TELL = "we cannot tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Outcome counts or sums: ``values[i][j]`` is place i on day j. No value is missing."""

    places: tuple[str, ...]
    days: tuple[date, ...]
    values: tuple[tuple[float, ...], ...]
    data_hash: str
    source: str
    made_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """The effect of the campaign on one outcome.

    ``effect_per_unit`` is the mean per treated place and day; ``lift`` is relative to what would
    have been without it. ``ratio`` is filled by the designed test. Fields that a method does not
    give are None.
    """

    method: str  # "randomisation", "synthetic-control", "augmented", "did" or "survey"
    inference: str  # "permutation" or "block"
    outcome: str
    exploratory: bool  # hand-picked places, or an outcome that the plan did not name
    treated: tuple[str, ...]
    effect_per_unit: float
    effect_total: float
    lift: float
    ratio: Figure | None  # of a survey: the difference of shares
    low: float | None  # of ``ratio`` (randomisation, did) or ``effect_per_unit``; None = unbounded
    high: float | None
    level: float
    p: float
    assignments: int
    minimum_detectable_ratio: float | None
    weights: dict[str, float]
    l2_imbalance: float | None
    scaled_l2_imbalance: float | None
    verdict: Verdict
    sentence: Words
    data_hash: str
    made_up: bool
    warnings: tuple[Words, ...] = ()
    further: Figure | None = None  # ``effect_total`` with its interval
    p_average: float | None = None  # conformal tests: the p that the interval inverts
    started_on: date | None = None
    ended_on: date | None = None
    p_adjusted: float | None = None  # for the other outcomes and arms (Holm); None: the only one
    fewest: int | None = None  # smallest count above 0 behind a ratio, which its digits give back


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftRequest:
    """What to ask of a panel. With ``lots`` the design's own test; without, an exploratory one.

    ``treated`` and ``lots.candidates`` are names or codes as the panel has them. ``assignments``
    may instead list every assignment that the design allowed, each a set of treated places.
    """

    treated: tuple[str, ...]
    start: date
    end: date  # included
    method: str = "randomisation"  # or "synthetic-control", "augmented", "did"
    lots: Lots | None = None
    assignments: tuple[tuple[str, ...], ...] = ()
    outcome: str = "outcome"
    level: float = 0.95
    inference: str = ""  # "permutation" or "block"; else what goes with the method
    left_out: tuple[str, ...] = ()  # places that are neither treated nor to be compared with
    minimum_detectable_ratio: float | None = None  # as recorded before launch; None: simulate it


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformCount:
    """What an ad platform reported for one place over the whole window."""

    place: str  # place code
    reached: int  # people who saw a post, as the platform counts people
    clicks: int
    spent_eur: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What was delivered: shown in the funnel, never as an effect."""

    platform: tuple[PlatformCount, ...]
    visits: Visits
    reports: ReportCounts
    source: str
    data_hash: str
    made_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelStep:
    """One step of delivery in treated and held-out places: shown, never called an effect."""

    name: str
    label: Words
    treated: Figure
    held_out: Figure | None  # None where it cannot exist there
    outcome: str = ""  # whose count it is, in ``outcome_counts``; empty: the first outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A question that could have undone the claim, asked of the same counts.

    ``smallest`` is the smallest count above 0 behind it: where that is small, the ratio stays
    inside.
    """

    name: str  # "before_launch" or "neighbours"
    label: Words
    ratio: Figure | None
    p: float
    verdict: Verdict
    sentence: Words
    smallest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly:
    """An outcome week by week, warned and held-out places each summed; weeks count from launch."""

    first_week: int  # -26: the first of 26 weeks before launch
    treated: tuple[int, ...]
    held_out: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCounts:
    """One place's outcome before and during: what the test permutes."""

    code: str
    name: str
    treated: bool
    before: int
    during: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """The impact report before it passes the door."""

    plan_id: str
    campaign: str
    title: str
    window: tuple[date, date]
    places_treated: tuple[str, ...]
    places_held_out: tuple[str, ...]
    effects: tuple[Lift, ...]
    outcome_counts: tuple[FunnelStep, ...]  # the outcome before and during, by arm
    funnel: tuple[FunnelStep, ...]
    costs: tuple[Figure, ...]  # per person reached, per visit, per further contact if one is shown
    spent_eur: Figure
    learned: tuple[str, ...]
    unknowns: tuple[Words, ...]
    before_after: Figure | None  # what a comparison without held-out places would have claimed
    sponsor: str
    local_partner: str
    made_up: bool
    sealed_on: date
    history_days: int
    charity_number: str
    checks: tuple[Check, ...] = ()
    weekly: Weekly | None = None  # of the first outcome
    for_whom: Words | None = None
    replaces: str = ""  # id of the plan that this one changed
    changed: tuple[Words, ...] = ()  # in what
    thanks: tuple[str, ...] = ()
    by_place: tuple[PlaceCounts, ...] = ()  # of the first outcome, places that took part
    messages: Creatives | None = None  # versions that our own page drew between, if it did


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A further outcome, measured alike everywhere."""

    outcome: str  # "calls to the helpline"
    panel: Panel


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What was measured of one plan: the outcome everywhere alike, and what was delivered.

    ``panel`` holds the outcome that the plan names; ``others`` are tested beside it, and the
    p-values of all are adjusted for one another.
    """

    plan_id: str
    panel: Panel
    delivery: Delivery
    learned: tuple[str, ...] = ()
    others: tuple[Measured, ...] = ()
    thanks: tuple[str, ...] = ()
    survey: SurveyTallies | None = None
