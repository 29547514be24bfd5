"""Routes from place to place: bars and ribbons, the map, and the same as a table."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from beforehand import charts, understand
from beforehand.charts import PAPER
from beforehand.records.people import Asker
from beforehand.records.picture import Brief, Flows, Ribbon, Route
from beforehand.takeaway import Sheet
from beforehand.web.desk.presenters.figures import svg
from beforehand.web.desk.presenters.pieces import DRAWN, Piece, sheet, whole_pieces
from beforehand.web.desk.presenters.places import MapCard, maps
from beforehand.web.desk.said import language, say

MOST_WIDE, MOST_NARROW = 14, 8
MOST_ROWS = 200
WHAT = "flows"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One row of the table."""

    start: str
    end: str
    people: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowPage:
    """The page of one route's places."""

    title: str
    lede: str
    wide: SafeString
    narrow: SafeString
    folding: str
    folding_narrow: str
    partial: str
    withheld: str
    rows: tuple[Stretch, ...]
    rows_left: int
    map: MapCard | None
    piece: Piece | None
    source: str
    data_hash: str
    made_up: bool


def flow_page(brief: Brief, asker: Asker, whole: Brief) -> FlowPage:
    """Everything of the page, of a brief that holds only what the asker may see.

    Args:
        brief: Already veiled.
        asker: Whose page.
        whole: Before it was veiled; only how much it held is used.
    """
    everything = understand.flows(brief.route)
    wide, narrow = (understand.fold(everything, most) for most in (MOST_WIDE, MOST_NARROW))
    least = 1 if asker.sees_small_counts else charts.LEAST_PEOPLE
    basis = brief.profile.basis
    return FlowPage(
        title=_("From place to place"),
        lede=say(understand.says_origins(brief.route)) if _recorded(brief.route) else "",
        wide=_drawn(wide, narrow=False),
        narrow=_drawn(narrow, narrow=True),
        folding=say(understand.says_folding(everything, wide)),
        folding_narrow=say(understand.says_folding(everything, narrow)),
        partial=_partial(brief.route),
        withheld=_withheld(brief.route, whole.route, asker),
        rows=tuple(_stretch(one) for one in everything.ribbons[:MOST_ROWS]),
        rows_left=max(0, len(everything.ribbons) - MOST_ROWS),
        map=next((one for one in maps(brief.route, least) if one.what == "places"), None),
        piece=flow_piece(brief),
        source="; ".join(dict.fromkeys(one.title for one in basis.submissions)),
        data_hash=basis.data_hash,
        made_up=basis.made_up,
    )


def flow_piece(brief: Brief) -> Piece | None:
    """Bars and ribbons as something to take along; None where no stretch may be shown."""
    places = whole_pieces(brief).get("places")
    if places is None:
        return None
    definition = _("People by the area they were recruited in and the area they were exploited in")
    return Piece(what=WHAT, definition=definition, command=places.command, kinds=DRAWN)


def flow_sheet(brief: Brief) -> Sheet | None:
    """Every stretch as a row, and the drawing with its tail folded."""
    piece = flow_piece(brief)
    if piece is None:
        return None
    everything = understand.flows(brief.route)
    folded = understand.fold(everything, MOST_WIDE)
    rows = [
        (one.start, _name(one.start), one.end, _name(one.end), round(one.people.value))
        for one in everything.ribbons
    ]
    columns = ("origin_area", "origin", "exploitation_area", "exploitation", "people")
    drawing = charts.sankey(folded, understand.place_name, language=language(), palette=PAPER)
    return sheet(brief, _("From place to place"), columns, rows, piece, drawing)


def _drawn(flows: Flows, *, narrow: bool) -> SafeString:
    return svg(charts.sankey(flows, understand.place_name, narrow=narrow, language=language()))


def _recorded(route: Route) -> bool:
    return any(leg.origin_area for leg in route.origins)


def _partial(route: Route) -> str:
    """How many of those drawn have only one end recorded, said and kept so."""
    half = sum(leg.people.value for leg in route.legs
               if (leg.origin_area is None) != (leg.exploitation_area is None))  # fmt: skip
    if not half:
        return ""
    return _(
        "Of %(people)s only one end is recorded: they are drawn to “not recorded”, and nothing "
        "is guessed."
    ) % {"people": say(charts.people(half))}


def _withheld(route: Route, whole: Route, asker: Asker) -> str:
    if asker.sees_small_counts or len(route.legs) == len(whole.legs):
        return ""
    if not route.legs:
        return _(
            "No single stretch has enough people to be shown to your role; the bars are the places."
        )
    return _(
        "Stretches of few people, and those that would give one away, are not sent to your role: "
        "where a bar has no ribbon, they are withheld."
    )


def _stretch(one: Ribbon) -> Stretch:
    return Stretch(
        start=_name(one.start), end=_name(one.end), people=say(charts.count(one.people.value))
    )


def _name(code: str | None) -> str:
    return _("not recorded") if code is None else understand.place_name(code)
