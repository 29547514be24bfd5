"""A campaign before launch: places ranked, drawn by lot, budgeted, and sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from beforehand.records.figure import Figure
from beforehand.records.picture import RouteFilter
from beforehand.records.reach import Event
from beforehand.records.running import Capacity, ReachPoint


class Arm(StrEnum):
    """What a place gets."""

    TREATED = "treated"
    HELD_OUT = "held out"
    EXEMPT = "exempt"  # urgent: warned by a partner's wish, left out of the test
    NOT_CHOSEN = "not chosen"


class DesignKind(StrEnum):
    """How it was decided which places get the campaign, and when."""

    COMPLETE = "complete"  # any so many of the candidates
    MATCHED = "matched"  # one of each group of places alike
    RERANDOMISED = "rerandomised"  # any so many, if the two groups are alike enough
    STEPPED = "stepped"  # everywhere, in waves whose order is drawn
    ARMS = "arms"  # several messages and a held-out group, each place drawn for one
    PICKED = "picked"  # by hand: nothing was drawn, and the proof is exploratory


class Buffer(StrEnum):
    """What is done so that the campaign does not spill into held-out places."""

    NONE = "none"
    APART = "apart"  # no candidate is another's neighbour
    CLUSTERS = "clusters"  # neighbours are drawn together


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of the gazetteer. ``code`` is Eurostat LAU, ISO 3166-2, ONS or police area code."""

    code: str
    name: str
    kind: str  # "municipality", "county", "local authority", "police area"
    country: str  # ISO alpha-2
    parent: str  # code of the county or police area; empty if none
    population: int
    lon: float
    lat: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedPart:
    """One reason to warn a place: its raw value and its standardised score (mean 0, sd 1).

    Counts are drawn towards the rate of all places before they are scored (``shrunk``), so that
    a place is not put first for one lucky year.
    """

    name: str  # "people_on_route", "population_change", "reach", "provable", or a covariate
    raw: float | None
    score: float
    weight: float
    shrunk: float | None = None  # what the score was made from, where it is not ``raw``


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedPlace:
    """A place with its need, the parts it is made of, and what it was drawn for.

    ``rank_best`` and ``rank_worst`` are the ends of where it stands as the weights are changed.
    """

    place: Place
    rank: int  # 1 = most need
    need: float  # weighted sum of the parts' scores
    parts: tuple[NeedPart, ...]
    history: float | None  # outcome events before launch, the same unit for every place
    arm: Arm = Arm.NOT_CHOSEN
    budget_eur: float = 0.0
    wave: int | None = None  # stepped: 1 is served first
    version: str = ""  # arms: the message version that this place gets; empty = all of them
    rank_best: int | None = None
    rank_worst: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """Two places between which many go to and fro daily."""

    places: tuple[str, str]  # codes, in their order
    people: int  # both ways


@dataclass(frozen=True, slots=True, kw_only=True)
class Commuting:
    """A table of commuters, and the pairs of places that it makes neighbours."""

    source: str  # file
    data_hash: str
    share: float  # people who cross over the smaller place's people, above which a pair counts
    crossings: tuple[Crossing, ...]

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The codes of each pair."""
        return tuple(one.places for one in self.crossings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lots:
    """The rule by which the places were drawn, which the proof later permutes.

    The admissible assignments are those with ``treated`` of the candidates treated whose balance
    distance on ``balanced_on`` is at most ``threshold``: with ``groups``, equally many of each
    group; with ``clusters``, of whole clusters. Stepped and with several arms, ``sizes`` places
    get each wave or arm. ``seed`` is recorded before launch.
    """

    candidates: tuple[str, ...]  # place codes, in the order of the design's matrix
    treated: int  # stepped: all of them; several arms: those that are not held out
    balanced_on: tuple[str, ...]  # names of the columns of ``balance``
    balance: tuple[tuple[float, ...], ...]  # one row a candidate, or a cluster
    threshold: float | None  # Mahalanobis distance; None = complete randomisation
    seed: int
    admissible: int  # how many assignments the rule allows (or were drawn, if too many to list)
    enumerated: bool
    design: DesignKind = DesignKind.RERANDOMISED
    groups: tuple[int, ...] = ()  # matched: group of each candidate, from 0
    clusters: tuple[int, ...] = ()  # cluster of each candidate, from 0; empty = each its own
    sizes: tuple[int, ...] = ()  # places by wave; or by arm, the held-out ones first
    waves: tuple[date, ...] = ()  # stepped: first day of each wave, the first one's first
    versions: tuple[str, ...] = ()  # arms: the message version of each arm after the held-out one
    weights: tuple[float, ...] = ()  # stepped: of each candidate's counts; empty = all alike
    picked: tuple[str, ...] = ()  # by hand: the places chosen
    buffer: Buffer = Buffer.NONE
    apart_km: float = 0.0  # middles nearer than this count as neighbours too (people commute)
    commuting: Commuting | None = None  # pairs that commuters make neighbours too

    @property
    def crossed(self) -> tuple[tuple[str, str], ...]:
        """Pairs of places that commuters make neighbours; none without a table."""
        return self.commuting.pairs if self.commuting else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """First and last day of the campaign, both included, and days of history before it."""

    start: date
    end: date
    history_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Whom the posts are for."""

    age_from: int
    age_to: int
    genders: tuple[str, ...]  # HTCDS codes; empty = everyone
    languages: tuple[str, ...]  # "sq", "en"
    platforms: tuple[str, ...]  # HTCDS recruitment platform codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One version of a post in one language. A draft until a native speaker signs it off."""

    version: str  # "debt-a"
    language: str
    theme: str
    headline: str
    body: str
    call_to_action: str
    meant_for: str = "at risk"  # or "family", "peers": audiences of their own
    evidence: str = ""  # what shows that this theme matters on this route
    media: tuple[str, ...] = ()  # pictures and videos of the library, "id@version"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sponsor:
    """Who stands behind the campaign; always named on every post and page."""

    name: str
    charity_number: str
    local_partner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedLink:
    """A link by campaign, place and version: never by person."""

    place: str
    version: str
    language: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerNote:
    """What the design can show: the smallest ratio it finds with ``power`` at ``level``.

    Without a history to simulate from, ``simulations`` is 0 and nothing is known. With one, a
    ``minimum_detectable_ratio`` of None means that not even ``largest_tried`` is found.
    """

    minimum_detectable_ratio: float | None
    power: float
    level: float
    type_one: float | None = None  # how often the test rejects without an effect
    largest_tried: float | None = None
    simulations: int = 0
    history_weeks: float = 0.0
    window_weeks: float = 0.0
    ratios: tuple[float, ...] = ()  # tried, from 1
    rejected: tuple[float, ...] = ()  # how often the test rejects under each
    weeks_for_doubling: int | None = None  # a window in which a doubling is found; None: no window
    budget_for_doubling_eur: float | None = None  # at the same spending a week
    history_for_doubling_weeks: int | None = None  # stepped: with it the planned window is enough
    longest_window_weeks: int = 0  # longest window tried for a doubling; 0 = none was


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherOutcome:
    """Another outcome stated before launch, tested beside the first one with Holm's correction."""

    name: str
    direction: str = "either"
    power: PowerNote | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """A place that is warned at once and left out of the test: which partner asked, and why."""

    place: str  # place code; in a request, a name too
    partner: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDraw:
    """Our own page shows one of these versions at each visit, each with the same chance.

    ``looks`` are the last days whose counts each look at them takes, the campaign's last day the
    last; no other look is taken. Over all of them, and all pairs of versions, the chance of calling
    two versions different that are alike is at most ``error``.
    """

    versions: tuple[str, ...]
    worked: Event  # the tap that counts: CHECKED, HELP or REPORT (its form opened)
    looks: tuple[date, ...]
    error: float = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Recorded before launch and never changed: a changed plan is a new plan.

    ``id`` is the SHA-256 of everything else. ``direction`` is what was expected, for the words:
    every test is two-sided, since a campaign may also do harm.
    """

    id: str
    campaign: str  # slug
    title: str
    route: RouteFilter
    sealed_on: date
    outcome: str  # what will be compared, measured the same way in treated and held-out places
    direction: str  # "more", "fewer" or "either"
    analysis: str  # "randomisation test on the log rate ratio"
    weights: dict[str, float]
    places: tuple[RankedPlace, ...]
    lots: Lots
    window: Window
    budget_eur: float
    audience: Audience
    messages: tuple[Message, ...]
    sponsor: Sponsor
    power: PowerNote
    need_figures: tuple[Figure, ...] = ()
    made_up: bool = False
    further: tuple[FurtherOutcome, ...] = ()
    replaces: str = ""  # id of the plan that this one changes; both stay
    reach: tuple[ReachPoint, ...] = ()  # the platforms' estimates that the budget follows
    capacity: tuple[Capacity, ...] = ()  # what local help can take, and the budget keeps within
    exemptions: tuple[Exemption, ...] = ()  # whose wish the exempt places are, where it was said
    survey_wording: str = "signs-1"  # version of the survey's items; the only one before this
    draw: MessageDraw | None = None  # of versions, on our own page; None: it shows one alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A plan with what the platforms are given."""

    plan: Plan
    links: tuple[TrackedLink, ...]
