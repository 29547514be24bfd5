"""Routes from place to place: bars and ribbons, the map, and the same as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from beforehand import charts, understand
from beforehand.charts import PAPER
from beforehand.records.people import Asker
from beforehand.records.picture import OTHER, Brief, Flows, Leg, Route
from beforehand.takeaway import Sheet
from beforehand.web.desk.presenters.figures import svg
from beforehand.web.desk.presenters.offers import DRAWN, Row
from beforehand.web.desk.presenters.pieces import Piece, sheet
from beforehand.web.desk.presenters.places import MapCard, maps
from beforehand.web.desk.presenters.veiled_flows import shown_flows
from beforehand.web.desk.said import language, say

MOST_WIDE, MOST_NARROW = 14, 8
#: Of three stages or four: each is narrower, and a phone shows them one under the other.
MOST_OF_MANY, MOST_IN_LIST = 9, 6
MOST_ROWS = 200
WHAT = "flows"
#: The columns of a file of whole routes, and of one of stretches.
ROUTES = ("origin_area", "origin", "transit_country", "transit", "arrival_area", "arrival",
          "exploitation_area", "exploitation", "people")  # fmt: skip
STRETCHES = ("stage", "from", "from_name", "next_stage", "to", "to_name", "people")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One row of a table: places, and people."""

    places: tuple[str, ...]
    people: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of the page."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Stretch, ...]
    rows_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowPage:
    """The page of one route's places."""

    title: str
    heading: str
    lede: str
    wide: SafeString
    narrow: SafeString
    folding: str
    folding_narrow: str
    partial: tuple[str, ...]
    withheld: str
    tables: tuple[Table, ...]
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
        whole: Before it was veiled; flows of several stages are veiled here.
    """
    everything = shown_flows(whole.route, brief.route, asker)
    many = len(everything.stages) > 2
    wide = understand.fold(everything, MOST_OF_MANY if many else MOST_WIDE)
    narrow = understand.fold(everything, MOST_IN_LIST if many else MOST_NARROW)
    least = 1 if asker.sees_small_counts else charts.LEAST_PEOPLE
    basis = brief.profile.basis
    shown = maps(brief.route, least, everything)
    return FlowPage(
        title=_("From place to place"),
        heading=_heading(everything),
        lede=say(understand.says_origins(brief.route)) if _recorded(brief.route) else "",
        wide=_drawn(wide, narrow=False),
        narrow=_drawn(narrow, narrow=True),
        folding=say(understand.says_folding(everything, wide)),
        folding_narrow=say(understand.says_folding(everything, narrow)),
        partial=tuple(_partial(brief.route, everything, asker)),
        withheld=_withheld(brief.route, whole.route, everything, asker),
        tables=tuple(_tables(brief.route, everything)),
        map=next((one for one in shown if one.what == "places"), None),
        piece=flow_piece(brief, everything),
        source="; ".join(dict.fromkeys(one.title for one in basis.submissions)),
        data_hash=basis.data_hash,
        made_up=basis.made_up,
    )


def flow_piece(brief: Brief, everything: Flows) -> Piece | None:
    """Bars and ribbons as something to take along; None where no stretch may be shown."""
    if not everything.ribbons:
        return None
    if len(everything.stages) == 2:
        definition = _(
            "People by the area they were recruited in and the area they were exploited in"
        )
    else:
        definition = _(
            "People by the places of their way that are recorded: where recruited, passed "
            "through, arrived and exploited"
        )
    recipe = replace(brief.profile.people.recipe, function="understand.routes")
    command = understand.command_of(recipe, brief.profile.basis.source_class)
    return Piece(what=WHAT, definition=definition, command=command, kinds=DRAWN)


def flow_sheet(brief: Brief, asker: Asker, whole: Brief) -> Sheet | None:
    """Every route, or every stretch shown, as a row; and the drawing with its tail folded."""
    everything = shown_flows(whole.route, brief.route, asker)
    piece = flow_piece(brief, everything)
    if piece is None:
        return None
    many = len(everything.stages) > 2
    folded = understand.fold(everything, MOST_OF_MANY if many else MOST_WIDE)
    columns, rows = _file(brief.route, everything)
    drawing = charts.sankey(folded, _namer(everything), language=language(), palette=PAPER)
    return sheet(brief, _("From place to place"), columns, rows, piece, drawing)


def _file(route: Route, everything: Flows) -> tuple[tuple[str, ...], list[Row]]:
    """Whole routes where they may be told, else stretches."""
    if len(everything.stages) == 2:
        columns = ("origin_area", "origin", "exploitation_area", "exploitation", "people")
        return columns, [
            (one.start, _place(everything, 0, one.start), one.end,
             _place(everything, 1, one.end), round(one.people.value))
            for one in everything.ribbons
        ]  # fmt: skip
    if route.paths:
        return ROUTES, [_path_row(one) for one in route.paths]
    return STRETCHES, [
        (say(everything.stages[one.stage]), one.start, _place(everything, one.stage, one.start),
         say(everything.stages[one.stage + one.reach]), one.end,
         _place(everything, one.stage + one.reach, one.end), round(one.people.value))
        for one in everything.ribbons
    ]  # fmt: skip


def _path_row(one: Leg) -> Row:
    cells: list[str | None] = []
    for at, name in enumerate(_names(one)):
        cells += [understand.place_at(one, at), name]
    return (*cells, round(one.people.value))


def _names(one: Leg) -> list[str]:
    """The four places of a route, in words."""
    return [_named(understand.place_at(one, at), at) for at in range(4)]


def _named(place: str | None, stage: int) -> str:
    stages = understand.STAGES
    return _("not recorded") if place is None else (
        understand.says_place(stages, stage, place, language()))  # fmt: skip


def _drawn(flows: Flows, *, narrow: bool) -> SafeString:
    return svg(charts.sankey(flows, _namer(flows), narrow=narrow, language=language()))


def _namer(flows: Flows) -> charts.PlaceName:
    return partial(understand.says_place, flows.stages, language=language())


def _heading(flows: Flows) -> str:
    if len(flows.stages) == 2:
        return _("Where recruited, where exploited")
    return _("Where recruited, which way, where exploited")


def _recorded(route: Route) -> bool:
    return any(leg.origin_area for leg in route.origins)


def _partial(route: Route, flows: Flows, asker: Asker) -> Iterator[str]:
    """How many of those drawn are only partly recorded, said and kept so."""
    if len(flows.stages) == 2:
        half = sum(leg.people.value for leg in route.legs
                   if (leg.origin_area is None) != (leg.exploitation_area is None))  # fmt: skip
        if half:
            yield _(
                "Of %(people)s only one end is recorded: they are drawn to “not recorded”, and "
                "nothing is guessed."
            ) % {"people": say(charts.people(half))}
        return
    yield _(
        "Whoever has no transit or arrival recorded passes that stage over: their ribbon runs "
        "under its bars, and nothing is guessed."
    )
    for legs, said in (
        (route.transits, _("No country of transit is recorded for %(people)s.")),
        (route.arrivals, _("No area of arrival is recorded for %(people)s.")),
    ):
        unknown = [leg for leg in legs if not (leg.transit_country or leg.arrival_area)]
        if unknown:
            yield said % {"people": say(charts.people(unknown[0].people.value))}
    if asker.sees_small_counts and route.paths:
        known = sum(leg.people.value for leg in route.paths
                    if all(understand.place_at(leg, at) for at in range(4)))  # fmt: skip
        yield _("All four places are recorded for %(people)s.") % {
            "people": say(charts.people(known))
        }


def _withheld(route: Route, whole: Route, flows: Flows, asker: Asker) -> str:
    every = len(route.legs) == len(whole.legs) and not whole.stretches
    if asker.sees_small_counts or every:
        return ""
    if not flows.ribbons:
        return _(
            "No single stretch has enough people to be shown to your role; the bars are the places."
        )
    return _(
        "Stretches of few people, and those that would give one away, are not sent to your role: "
        "where a bar has no ribbon, they are withheld."
    )


def _tables(route: Route, flows: Flows) -> Iterator[Table]:
    """The stretches drawn, and whole routes where they may be told."""
    if len(flows.stages) == 2:
        columns = tuple(map(say, flows.stages))
        rows = [((_place(flows, 0, one.start), _place(flows, 1, one.end)), one.people.value)
                for one in flows.ribbons]  # fmt: skip
        yield _table(_("The same as a table"), columns, rows)
        return
    rows = [
        ((_staged(flows, one.stage, one.start), _staged(flows, one.stage + one.reach, one.end)),
         one.people.value)
        for one in flows.ribbons
    ]  # fmt: skip
    places = [((say(stage), _place(flows, at, one.place)), one.people.value)
              for at, stage in enumerate(flows.stages) for one in flows.nodes[at]]  # fmt: skip
    yield _table(_("The places as a table"), (_("Stage"), _("Place")), places)
    if rows:
        yield _table(_("The same as a table"), (_("From"), _("Next place recorded")), rows)
    if route.paths:
        whole = [(tuple(_names(one)), one.people.value) for one in route.paths]
        yield _table(_("Whole routes"), tuple(map(say, understand.STAGES)), whole)


def _table(
    title: str, columns: tuple[str, ...], rows: Sequence[tuple[tuple[str, ...], float]]
) -> Table:
    return Table(
        title=title,
        columns=columns,
        rows=tuple(Stretch(places=places, people=say(charts.count(people)))
                   for places, people in rows[:MOST_ROWS]),
        rows_left=max(0, len(rows) - MOST_ROWS),
    )  # fmt: skip


def _staged(flows: Flows, stage: int, place: str | None) -> str:
    return f"{say(flows.stages[stage])}: {_place(flows, stage, place)}"


def _place(flows: Flows, stage: int, place: str | None) -> str:
    if place is None:
        return _("not recorded")
    if place == OTHER:
        return _("others")
    return understand.says_place(flows.stages, stage, place, language())
