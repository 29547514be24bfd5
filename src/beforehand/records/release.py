"""What has passed the one door to the public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from beforehand.records.figure import Figure
from beforehand.records.impact import PlaceCounts, Verdict
from beforehand.records.plan import Audience, Message, MessageDraw, PowerNote, Sponsor, Window
from beforehand.records.reach import Event
from beforehand.words import Words

Payload = TypeVar("Payload")


class Withholding(StrEnum):
    """Why a count is not shown.

    The public reads ``SMALL_OR_PROTECTS`` alone: to say which of the two would tell that a count
    is under the threshold, and so narrow it.
    """

    SMALL = "small"  # fewer people than the threshold
    PROTECTS_ANOTHER = "protects another"  # would give a small one back by subtraction
    SMALL_OR_PROTECTS = "small, or would give a small one away"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountTable:
    """Counts of people by two fields, before the door. Margins are sums, never given.

    ``people[i][j]`` is row i, column j, 0 or more; no value is missing.
    """

    title: Words
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    people: tuple[tuple[int, ...], ...]
    source: str
    data_hash: str
    made_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeCell:
    """One count of a published table: ``people`` is None where it is withheld."""

    row: str
    column: str
    people: int | None
    withheld: Withholding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeTable:
    """One table with margins that may leave; totals of rows and columns are cells too.

    The margin's row and column are named by ``TOTAL``.
    """

    title: Words
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[SafeCell, ...]
    threshold: int
    withheld: int  # cells and margins together; how many of them are small is not said
    made_up: bool
    source: str
    data_hash: str


TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeFigure:
    """A figure that may leave, or the words that it is withheld."""

    name: str
    figure: Figure | None
    withheld: Withholding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeStep:
    """A count in warned and held-out places, each shown or withheld. ``held_out`` None: no such."""

    name: str
    label: Words
    treated: SafeFigure
    held_out: SafeFigure | None
    outcome: str = ""  # as in ``FunnelStep``


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeCheck:
    """A check that may leave: ``sentence`` names no count; ``ratio`` is None where none is made."""

    name: str
    label: Words
    ratio: SafeFigure | None
    p: float
    verdict: Verdict
    sentence: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeTrend:
    """The outcome over time, in bins of as many weeks as it takes for every count to be shown.

    ``first_week`` counts from launch (-26); the launch is where a bin begins.
    """

    weeks: int  # a bin
    first_week: int
    treated: tuple[int, ...]
    held_out: tuple[int, ...]
    source: str
    data_hash: str
    made_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeEffect:
    """What may be said in public of one effect. No weights: they would name held-out places."""

    outcome: str
    method: str
    inference: str
    exploratory: bool
    verdict: Verdict
    sentence: Words
    estimate: SafeFigure  # with its interval; withheld if a count behind it is
    further: SafeFigure  # outcomes that there would not have been; negative: fewer
    p: float
    p_average: float | None
    assignments: int
    level: float
    minimum_detectable_ratio: float | None
    warnings: tuple[Words, ...]
    made_up: bool
    p_adjusted: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeVersion:
    """One version of a message: the share of its visits that tapped, or that it is withheld."""

    version: str
    headlines: dict[str, str]  # by language
    share: SafeFigure


@dataclass(frozen=True, slots=True, kw_only=True)
class SafePair:
    """Two versions compared; ``better`` is empty where we cannot tell.

    ``ratio`` is of their shares, first to second; None where none could be made. ``p`` is None
    where the counts behind it are withheld, or nothing was compared.
    """

    first: str
    second: str
    better: str
    ratio: SafeFigure | None
    p: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeMessages:
    """Which message worked, as it may leave: all counts, or verdicts alone."""

    worked: Event
    looks: int
    error: float  # over all of them
    versions: tuple[SafeVersion, ...]
    pairs: tuple[SafePair, ...]
    says: tuple[Words, ...]
    made_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeImpact:
    """The impact report as it may leave.

    ``places_held_out`` is empty until all places are served; ``held_out`` counts them.
    """

    plan_id: str
    sealed_on: date
    campaign: str
    title: str
    window: tuple[date, date]
    history_days: int
    places_treated: tuple[str, ...]
    places_held_out: tuple[str, ...]
    held_out: int
    effects: tuple[SafeEffect, ...]
    outcome_counts: tuple[SafeStep, ...]
    funnel: tuple[SafeStep, ...]
    costs: tuple[SafeFigure, ...]
    spent_eur: SafeFigure
    before_after: SafeFigure | None
    learned: tuple[str, ...]
    unknowns: tuple[Words, ...]
    sponsor: str
    charity_number: str
    local_partner: str
    made_up: bool
    checks: tuple[SafeCheck, ...] = ()
    trend: SafeTrend | None = None
    for_whom: Words | None = None
    replaces: str = ""
    changed: tuple[Words, ...] = ()
    thanks: tuple[str, ...] = ()
    by_place: tuple[PlaceCounts, ...] = ()  # only where all are served and none is small
    messages: SafeMessages | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPlan:
    """What may be said of a sealed plan: not who is held out, nor anything they follow from.

    The seed, the needs and the history stay inside: with them the lots could be drawn again.
    """

    id: str  # SHA-256 of the whole sealed plan, for whoever may see it
    campaign: str
    title: str
    sealed_on: date
    outcome: str
    direction: str
    analysis: str
    window: Window
    budget_eur: float
    audience: Audience
    messages: tuple[Message, ...]
    sponsor: Sponsor
    power: PowerNote
    candidates: int
    treated: int
    balanced_on: tuple[str, ...]
    admissible: int
    enumerated: bool
    places_treated: tuple[str, ...]
    replaces: str
    made_up: bool
    draw: MessageDraw | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Generic[Payload]):
    """Something that passed the door. Only ``beforehand.release`` makes one (a test sees to it).

    ``id`` is the SHA-256 of the canonical payload; ``account`` says in words what was withheld
    and why.
    """

    id: str
    kind: str  # "table", "pages", "impact"
    payload: Payload
    threshold: int
    account: tuple[Words, ...]
    released_on: date
    made_up: bool
    data_hashes: tuple[str, ...] = ()  # of everything that it was made from
    cells: int = 0  # numbers that it could have shown
    withheld: int = 0  # of them


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One line of the release ledger: that it left, not what was withheld from it."""

    release_id: str
    kind: str
    released_on: date
    data_hashes: tuple[str, ...]
    cells: int
    withheld: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedImpact:
    """An impact report that was released, kept so that the same report is given to everybody."""

    release: Release[SafeImpact]
    earlier: int = 0  # reports of the same plan that were released before this one
