"""What can be taken from a route's page: each table and chart by its name in the address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from beforehand import charts, gazetteer, understand
from beforehand.charts import PAPER
from beforehand.records.figure import Figure
from beforehand.records.picture import Basis, Brief, Comparison, FieldProfile, Leg
from beforehand.takeaway import Sheet
from beforehand.web.desk.presenters.figures import pin_address
from beforehand.web.desk.presenters.offers import DRAWN, TABLE, Row, Told, sheet_on
from beforehand.web.desk.presenters.places import ends, referred_map
from beforehand.web.desk.said import language, say

_SHARE = ("people", "of", "share", "low", "high")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One thing that a page shows and that can be taken along."""

    what: str
    definition: str
    command: str
    kinds: tuple[str, ...]
    pins: tuple[tuple[str, str], ...] = ()  # each figure drawn: its name, and where it is pinned


MOST_PINS = 60


def _pins(named: Iterable[tuple[str, Figure]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, pin_address(figure)) for name, figure in islice(named, MOST_PINS))


def name_of_field(field: FieldProfile) -> str:
    """``field-gender``."""
    return f"field-{field.field}"


def name_of_comparison(compared: Comparison) -> str:
    """``seen-partner_type-exploitation-ForcedCriminality``."""
    return "-".join(("seen", compared.by, compared.field, compared.code))


def piece_of_field(field: FieldProfile, basis: Basis) -> Piece:
    """One field of the profile."""
    return Piece(
        what=name_of_field(field),
        definition=say(field.of_everyone[0].figure.definition),
        command=understand.command_of(field.of_everyone[0].figure.recipe, basis.source_class),
        kinds=DRAWN,
    )


def piece_of_comparison(compared: Comparison) -> Piece:
    """One comparison between partners."""
    return Piece(
        what=name_of_comparison(compared),
        definition=say(compared.pool.definition),
        command=understand.command_of(compared.pool.recipe, compared.basis.source_class),
        kinds=DRAWN,
        pins=_pins(
            (
                (_("everyone together"), compared.pool),
                *((say(one.label), one.figure) for one in compared.groups),
            )
        ),
    )


def whole_pieces(brief: Brief) -> dict[str, Piece]:
    """The profile as one table, the periods and the places, where the brief holds any."""
    kind = brief.profile.basis.source_class
    people = brief.profile.people
    found = {
        "profile": Piece(
            what="profile",
            definition=say(people.definition),
            command=understand.command_of(people.recipe, kind),
            kinds=TABLE,
        )
    }
    for name, named in (
        ("trend", [(point.period, point.people) for point in brief.trend.points]),
        ("places", [(_stretch(leg), leg.people) for leg in brief.route.legs]),
        ("responders", _referred(brief)),
    ):
        figures = [figure for _name, figure in named]
        if figures:
            found[name] = Piece(
                what=name,
                definition=say(figures[0].definition),
                command=understand.command_of(figures[0].recipe, kind),
                kinds=DRAWN if name != "places" or _drawn_places(brief) else TABLE,
                pins=_pins(named),
            )
    return found


def sheet_of(brief: Brief, what: str, least: int) -> Sheet | None:
    """The table and drawing of one piece; None where the brief holds no such thing.

    Args:
        brief: Already veiled.
        what: The piece's name.
        least: Fewest people that a drawing may tell of.
    """
    if what == "profile":
        return _profile(brief)
    if what == "trend" and brief.trend.points:
        return _trend(brief, least)
    if what == "places" and brief.route.legs:
        return _places(brief, least)
    if what == "responders" and _referred(brief):
        return _responders(brief, least)
    for field in brief.profile.fields:
        if what == name_of_field(field):
            return _field(brief, field, least)
    for compared in (*brief.by_type, *brief.by_partner):
        if what == name_of_comparison(compared):
            return _comparison(brief, compared, least)
    return None


def sheet(
    brief: Brief, title: str, columns: Sequence[str], rows: Sequence[Row], piece: Piece,
    drawing: str = "",
) -> Sheet:  # fmt: skip
    """A sheet with how it was counted: for every piece of a route the same."""
    told = Told(title=title, definition=piece.definition, command=piece.command)
    return sheet_on(brief.profile.basis, told, columns, rows, drawing)


def _share(figure: Figure) -> Row:
    ends_of = figure.interval
    low, high = (ends_of.low, ends_of.high) if ends_of else (None, None)
    return figure.numerator, figure.denominator, figure.value, low, high


def _profile(brief: Brief) -> Sheet:
    rows = [row for field in brief.profile.fields for row in _rows(field)]
    title = _("Profile of the route, %(people)s people") % {
        "people": round(brief.profile.people.value)
    }
    columns = ("field", "code", "label", *_SHARE)
    return sheet(brief, title, columns, rows, whole_pieces(brief)["profile"])


def _rows(field: FieldProfile) -> list[Row]:
    return [
        (field.field, one.code, say(one.label), *_share(one.figure)) for one in field.of_everyone
    ]


def _field(brief: Brief, field: FieldProfile, least: int) -> Sheet:
    drawing = charts.share_bars(field, least=least, most=12, language=language(), palette=PAPER)
    title = _("%(field)s, share of everyone") % {"field": say(field.label)}
    piece = piece_of_field(field, brief.profile.basis)
    return sheet(brief, title, ("field", "code", "label", *_SHARE), _rows(field), piece, drawing)


def _comparison(brief: Brief, compared: Comparison, least: int) -> Sheet:
    rows: list[Row] = [
        (one.group, say(one.label), *_share(one.figure), one.shrunk.value,
         "yes" if one.differs else "no")
        for one in compared.groups
    ]  # fmt: skip
    rows.append(("", _("everyone together"), *_share(compared.pool), None, ""))
    drawing = charts.forest(
        compared,
        shrunk=compared.by == "partner",
        least=least,
        language=language(),
        palette=PAPER,
    )
    title = _("%(code)s, by who saw them") % {"code": say(compared.label)}
    columns = ("seen_by", "label", *_SHARE, "shrunk", "differs")
    return sheet(brief, title, columns, rows, piece_of_comparison(compared), drawing)


def _trend(brief: Brief, least: int) -> Sheet:
    rows: list[Row] = [(one.period, round(one.people.value)) for one in brief.trend.points]
    drawing = charts.columns(
        brief.trend, least=least, width=480, language=language(), palette=PAPER
    )
    piece = whole_pieces(brief)["trend"]
    return sheet(brief, _("People by period"), ("period", "people"), rows, piece, drawing)


def _places(brief: Brief, least: int) -> Sheet:
    rows: list[Row] = [
        (leg.origin_area, _area(leg.origin_area), leg.exploitation_area,
         _area(leg.exploitation_area), round(leg.people.value))
        for leg in brief.route.legs
    ]  # fmt: skip
    joined = ends(brief.route) if _drawn_places(brief) else None
    drawing = (
        charts.flow_map(brief.route, joined, least=least, language=language(), palette=PAPER)
        if joined
        else ""
    )
    columns = ("origin_area", "origin", "exploitation_area", "exploitation", "people")
    piece = whole_pieces(brief)["places"]
    return sheet(brief, _("From where to where"), columns, rows, piece, drawing)


def _stretch(leg: Leg) -> str:
    return f"{_area(leg.origin_area)} → {_area(leg.exploitation_area)}"


def _referred(brief: Brief) -> list[tuple[str, Figure]]:
    country = brief.profile.basis.route.destination
    placed = [
        (_area(leg.exploitation_area), leg.people)
        for leg in brief.route.responders
        if leg.exploitation_area
    ]
    return placed if gazetteer.has("police area", country) else []


def _responders(brief: Brief, least: int) -> Sheet:
    rows: list[Row] = [
        (leg.exploitation_area, _area(leg.exploitation_area), round(leg.people.value))
        for leg in brief.route.responders
        if leg.people.value >= least
    ]
    drawing = referred_map(brief.route, least, PAPER)
    columns = ("police_area", "label", "people")
    piece = whole_pieces(brief)["responders"]
    return sheet(brief, _("Where police referred them"), columns, rows, piece, drawing)


def _drawn_places(brief: Brief) -> bool:
    legs: tuple[Leg, ...] = brief.route.origins
    return ends(brief.route) is not None and any(leg.origin_area for leg in legs)


def _area(code: str | None) -> str:
    return _("not recorded") if code is None else understand.place_name(code)
