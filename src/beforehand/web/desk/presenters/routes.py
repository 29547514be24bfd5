"""What the page of one route shows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from beforehand import charts, understand
from beforehand.records.cases import SourceKind
from beforehand.records.people import Asker
from beforehand.records.picture import Basis, Brief, Comparison, FieldProfile, RouteFilter
from beforehand.web.desk.presenters.figures import Shown, meaning, shown, svg
from beforehand.web.desk.presenters.pieces import (
    Piece,
    piece_of_comparison,
    piece_of_field,
    whole_pieces,
)
from beforehand.web.desk.presenters.places import MapCard, maps
from beforehand.web.desk.presenters.sources import source_name
from beforehand.web.desk.said import language, say

LARGE = 3
LEAST_COMPARED = 2
#: Fields of the large figures: how many codes of each, the next ones standing in where one lacks.
HEADLINES = (
    ("exploitation", 2),
    ("gender", 1),
    ("criminal_activity", 1),
    ("industry", 1),
    ("age", 1),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest:
    """Each kind of partner, or partner, against the pool."""

    code: str
    wide: SafeString
    narrow: SafeString
    groups: int
    piece: Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Forests:
    """Several comparisons by the same thing, and the sentence over them."""

    title: str
    says: str
    forests: tuple[Forest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCard:
    """Every share of one field, drawn."""

    label: str
    drawing: SafeString
    shares: tuple[Shown, ...]
    unknown: int
    disagree: int
    add_up_to_more: bool
    piece: Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutePage:
    """One route in one source."""

    origin: str
    destination: str
    people: str
    lede: str
    reading: str
    period: str
    source: str
    source_name: str
    licence: str
    short_hash: str
    data_hash: str
    made_up: bool
    rows: int
    linked: bool
    large: tuple[Shown, ...]
    main: Forest | None
    main_title: str
    main_says: str
    more: tuple[Forests, ...]
    some_partners_left_out: bool
    kept_back: tuple[str, ...]
    meaning: str
    trend: SafeString
    trend_title: str
    trend_says: str
    trend_partial: bool
    undated: int
    unknowns: tuple[str, ...]
    not_recorded: tuple[str, ...]
    fields: tuple[FieldCard, ...]
    maps: tuple[MapCard, ...]
    veiled: bool
    pieces: dict[str, Piece]
    profile_alone: bool  # narrowed for a role without small counts


def country(code: str) -> str:
    """A country's name in the reader's language."""
    return say(understand.country(code))


def title(route: RouteFilter) -> str:
    """``Albania to the United Kingdom``, in the reader's language."""
    return _("%(origin)s to %(destination)s") % {
        "origin": country(route.origin),
        "destination": country(route.destination),
    }


def route_page(brief: Brief, asker: Asker, whole: Brief) -> RoutePage:
    """Everything of the page, of a brief that holds only what the asker may see.

    Args:
        brief: Already veiled.
        asker: Whose page.
        whole: The brief before it was veiled; only how much it held is used.
    """
    basis, least = brief.profile.basis, 1 if asker.sees_small_counts else charts.LEAST_PEOPLE
    compared, periods = comparisons(brief, least), len(whole.trend.points)
    return RoutePage(
        origin=country(basis.route.origin),
        destination=country(basis.route.destination),
        people=say(charts.count(brief.profile.people.value)),
        lede=" ".join(say(one) for one in brief.findings[:2]),
        reading=say(basis.reading),
        period=_period(basis),
        source="; ".join(dict.fromkeys(one.title for one in basis.submissions)),
        source_name=source_name(basis.source_class),
        licence="; ".join(dict.fromkeys(one.licence for one in basis.submissions)),
        short_hash=basis.data_hash[:8],
        data_hash=basis.data_hash,
        made_up=basis.made_up,
        rows=brief.profile.rows,
        linked=basis.source_class.kind is SourceKind.CASE_LEVEL
        and brief.profile.rows != round(brief.profile.people.value),
        large=large(brief),
        main=next((one for group in compared for one in group.forests), None),
        main_title=_main_title(brief),
        main_says=compared[0].says if compared else "",
        more=rest(compared),
        some_partners_left_out=_groups(brief) < _groups(whole),
        kept_back=tuple(say(one.said) for one in basis.kept_back),
        meaning=_meaning(brief),
        trend=_trend(brief, least),
        trend_title=_trend_title(brief),
        trend_says=_trend_says(brief, complete=periods == len(brief.trend.points)),
        trend_partial=len(brief.trend.points) < periods,
        undated=brief.trend.undated,
        unknowns=tuple(say(one) for one in brief.unknowns),
        not_recorded=tuple(say(one) for one in brief.profile.not_recorded),
        fields=tuple(_field(one, least, basis) for one in brief.profile.fields if one.of_everyone),
        maps=maps(brief.route, least),
        veiled=not asker.sees_small_counts,
        pieces=whole_pieces(brief),
        profile_alone=bool(basis.route.only) and not asker.sees_small_counts,
    )


def _period(basis: Basis) -> str:
    first, last = basis.period
    return first if first == last else f"{first}–{last}"


def large(brief: Brief) -> tuple[Shown, ...]:
    """The three figures that say most: how people were exploited, and who they were."""
    asked = {one.field for one in brief.profile.basis.route.only}  # all of them have it
    fields = {one.field: one for one in brief.profile.fields if one.field not in asked}
    found = [
        _large(fields[name], at, brief.profile.basis)
        for name, most in HEADLINES
        if name in fields
        for at in range(min(most, len(fields[name].of_everyone)))
    ]
    return tuple(found[:LARGE])


def _large(field: FieldProfile, at: int, basis: Basis) -> Shown:
    share = field.of_everyone[at]
    recorded = {one.code: one.figure for one in field.of_recorded}
    return shown(
        share.figure,
        say(share.label),
        say(field.label),
        recorded.get(share.code),
        basis.source_class,
    )


def comparisons(brief: Brief, least: int) -> tuple[Forests, ...]:
    """By kind of partner, then partner by partner; those with nothing to draw left out."""
    both = (
        Forests(
            title=_("Kinds of partner, other codes"),
            says=_(
                "share of the people that each kind of partner saw. The line is everyone "
                "together; a ring is a difference that may be noise."
            ),
            forests=tuple(_forest(one, least, shrunk=False) for one in brief.by_type if one.groups),
        ),
        Forests(
            title=_("Partner by partner"),
            says=_(
                "share of the people that each partner saw, drawn towards the line of everyone "
                "together, so that nobody stands out for having seen few; the small stroke is "
                "the share as counted, a ring a difference that may be noise."
            ),
            forests=tuple(
                _forest(one, least, shrunk=True) for one in brief.by_partner if one.groups
            ),
        ),
    )
    return tuple(one for one in both if one.forests)


def _groups(brief: Brief) -> int:
    return sum(len(one.groups) for one in (*brief.by_type, *brief.by_partner))


def _main_title(brief: Brief) -> str:
    first = next(iter((*brief.by_type, *brief.by_partner)), None)
    if first is None or len(first.groups) < LEAST_COMPARED:
        return _("What each partner sees")
    if sum(group.differs for group in first.groups) > 1:
        return _("Each partner sees a different crime")
    return _("The partners see much the same")


def rest(compared: tuple[Forests, ...]) -> tuple[Forests, ...]:
    """What is left to unfold once the first comparison is shown."""
    left = tuple(
        replace(group, forests=group.forests[1:] if group is compared[0] else group.forests)
        for group in compared
    )
    return tuple(one for one in left if one.forests)


def _forest(comparison: Comparison, least: int, *, shrunk: bool) -> Forest:
    def drawn(narrow: bool) -> SafeString:
        return svg(
            charts.forest(
                comparison, shrunk=shrunk, narrow=narrow, least=least, language=language()
            )
        )

    return Forest(
        code=say(comparison.label),
        wide=drawn(False),
        narrow=drawn(True),
        groups=len(comparison.groups),
        piece=piece_of_comparison(comparison),
    )


def _meaning(brief: Brief) -> str:
    compared = (*brief.by_type, *brief.by_partner)
    interval = compared[0].pool.interval if compared else None
    return meaning(interval) if interval else ""


def _trend(brief: Brief, least: int) -> SafeString:
    if not brief.trend.points:
        return svg("")
    return svg(charts.columns(brief.trend, least=least, language=language()))


def _trend_title(brief: Brief) -> str:
    points = brief.trend.points
    if not points:
        return _("When")
    peak = max(points, key=lambda point: point.people.value)
    if peak is points[-1]:
        return _("Most in the latest period, %(period)s") % {"period": peak.period}
    return _("It peaked in %(period)s") % {"period": peak.period}


def _trend_says(brief: Brief, *, complete: bool) -> str:
    """The sentence over the columns; none where some periods are withheld."""
    return say(understand.says_trend(brief.trend)) if complete and brief.trend.points else ""


def _field(field: FieldProfile, least: int, basis: Basis) -> FieldCard:
    recorded = {one.code: one.figure for one in field.of_recorded}
    return FieldCard(
        label=say(field.label),
        drawing=svg(charts.share_bars(field, least=least, most=8, language=language())),
        shares=tuple(
            shown(
                one.figure,
                say(one.label),
                recorded=recorded.get(one.code),
                source=basis.source_class,
            )
            for one in field.of_everyone
        ),
        unknown=field.unknown,
        disagree=field.disagree,
        add_up_to_more=field.several and len(field.of_everyone) > 1,
        piece=piece_of_field(field, basis),
    )
