"""What the pages that go deeper into a route offer to be taken along."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.utils.translation import gettext as _

from beforehand import charts, understand
from beforehand.charts import PAPER
from beforehand.records.definitions import Ages, DefinedAnswer, Definitions
from beforehand.records.figure import Figure
from beforehand.records.hotspots import Hotspot, Hotspots
from beforehand.records.picture import Basis, Trend
from beforehand.records.readings import PeriodReading, TrendReading
from beforehand.records.signals import EarlySignals, Signal
from beforehand.records.since import Change, Since
from beforehand.records.types import CaseType, Typology
from beforehand.records.views import PartnerView
from beforehand.takeaway import Sheet
from beforehand.web.desk.presenters.offers import DRAWN, Offer, Offers, Row, Told, sheet_on
from beforehand.web.desk.presenters.own_view import Shows
from beforehand.web.desk.said import language, say
from beforehand.words import words

SHARE = ("people", "of", "share", "low", "high", "not_recorded")


def flat(figure: Figure | None) -> Row:
    """The bare numbers of ``SHARE``; empty cells where the figure is withheld."""
    if figure is None:
        return (None,) * len(SHARE)
    return figure.numerator, figure.denominator, figure.value, *_ends(figure), figure.unknown


def _ends(figure: Figure) -> tuple[float | None, float | None]:
    ends = figure.interval
    return (ends.low, ends.high) if ends else (None, None)


def _told(basis: Basis, title: str, figure: Figure, definition: str = "") -> Told:
    command = understand.command_of(figure.recipe, basis.source_class)
    return Told(title=title, definition=definition or say(figure.definition), command=command)


def definition_files(told: Definitions, seen: Sequence[DefinedAnswer]) -> Offers:
    """Every kind by every definition, and who the people of the kind asked about are."""
    rows = [
        (one.definition.key, one.definition.version, of, share.code, say(share.label),
         *flat(share.figure))
        for one in seen
        for of, shares in (("kind", one.shares), (told.field, one.inside))
        for share in shares
    ]  # fmt: skip
    columns = ("definition", "version", "of", "code", "label", *SHARE)
    first = told.answers[0]
    said = _told(told.basis, _("By which definition"), first.people, say(told.says))
    return {"definitions": Offer(sheet=partial(sheet_on, told.basis, said, columns, rows))}


def age_files(told: Ages, seen: Sequence[object]) -> Offers:
    """The least and the most on each basis of age."""
    rows = [
        (one.basis, say(one.label), end, *flat(figure))
        for one in told.bounds
        if one in seen
        for end, figure in (("at_least", one.at_least), ("at_most", one.at_most))
    ]
    if not rows:
        return {}
    said = _told(told.basis, _("Aged 18 to 34"), told.bounds[0].at_least)
    columns = ("basis", "label", "end", *SHARE)
    return {"ages": Offer(sheet=partial(sheet_on, told.basis, said, columns, rows))}


def hotspot_files(told: Hotspots, seen: Sequence[Hotspot], most: int, country: str) -> Offers:
    """The rates with their chart, and the same with the map."""
    return {
        "areas": Offer(
            kinds=DRAWN, sheet=lambda: _areas(told, seen, _rate_rows(told, seen[:most]))
        ),
        "map": Offer(kinds=DRAWN, sheet=lambda: _areas(told, seen, _rate_map(told, seen, country))),
    }


def _areas(told: Hotspots, seen: Sequence[Hotspot], drawing: str) -> Sheet:
    rows = [
        (one.area, say(one.label), one.people.numerator, one.raw.denominator, one.raw.value,
         one.shrunk.value, *_ends(one.shrunk), one.in_top.value, "yes" if one.above else "no")
        for one in seen
    ]  # fmt: skip
    columns = ("area", "label", "people", "residents", "rate", "shrunk", "low", "high",
               f"in_top_{told.top}", "above")  # fmt: skip
    said = _told(told.basis, _("People per 100,000 residents"), told.whole)
    return sheet_on(told.basis, said, columns, rows, drawing)


def _rate_rows(told: Hotspots, seen: Sequence[Hotspot]) -> str:
    if not seen:
        return ""
    return charts.rate_rows(seen, told.whole.value, language=language(), palette=PAPER)


def _rate_map(told: Hotspots, seen: Sequence[Hotspot], country: str) -> str:
    of = charts.MapOf(kind=told.kind, country=country)
    label = words("Rates by area, each as high as it surely is")
    return charts.rate_map(of, seen, label, language=language(), palette=PAPER)


def period_files(
    told: TrendReading, seen: Sequence[PeriodReading], trend: Trend, *, whole: bool, least: int
) -> Offers:
    """Every period with what earlier editions told, shifts of level, and quarters."""
    if not seen:
        return {}
    rows = [
        (one.period, edition, people, "yes" if one.provisional else "no")
        for one in seen
        for edition, people in (
            *((was.edition, was.people.numerator) for was in one.earlier),
            ("now", one.people.numerator),
        )
    ]
    said = _told(told.basis, _("People by period"), seen[0].people)
    columns = ("period", "edition", "people", "provisional")

    def drawn() -> Sheet:
        drawing = charts.columns(trend, least=least, width=480, language=language(), palette=PAPER)
        return sheet_on(told.basis, said, columns, rows, drawing)

    offers = {"periods": Offer(kinds=DRAWN, sheet=drawn)}
    return offers | (_shift_files(told) if whole else {})


def _shift_files(told: TrendReading) -> dict[str, Offer]:
    found = {}
    if told.shifts:
        rows: list[Row] = [
            (one.period, one.before.value, *_ends(one.before), one.after.value, *_ends(one.after),
             one.p_value)
            for one in told.shifts
        ]  # fmt: skip
        columns = ("period", "before", "before_low", "before_high", "after", "after_low",
                   "after_high", "p")  # fmt: skip
        said = _told(told.basis, _("Shifts of level"), told.shifts[0].before)
        found["shifts"] = Offer(sheet=partial(sheet_on, told.basis, said, columns, rows))
    if told.season.quarters:
        quarters: list[Row] = [
            (name, figure.value, *_ends(figure)) for name, figure in told.season.quarters
        ]
        said = _told(told.basis, _("Quarters against the year"), told.season.quarters[0][1])
        ends = ("quarter", "times", "low", "high")
        found["quarters"] = Offer(sheet=partial(sheet_on, told.basis, said, ends, quarters))
    return found


def signal_files(told: EarlySignals, seen: Sequence[Signal]) -> Offers:
    """Every series that was looked at."""
    if not seen:
        return {}
    rows = [
        (one.field, one.code, say(one.label), one.now.numerator, one.expected.value,
         *_ends(one.expected), one.p_value, "yes" if one.called else "no")
        for one in seen
    ]  # fmt: skip
    columns = ("field", "code", "label", "now", "expected", "low", "high", "p", "signal")
    said = _told(told.basis, _("Early signals"), seen[0].now, say(told.says))
    return {"signals": Offer(sheet=partial(sheet_on, told.basis, said, columns, rows))}


def change_files(told: Since, seen: Sequence[Change]) -> Offers:
    """Every share, then and now."""
    if not seen:
        return {}
    rows = [
        (one.field, one.code, say(one.label), one.then.value, one.now.value,
         one.difference.value, *_ends(one.difference), "yes" if one.beyond_chance else "no")
        for one in seen
    ]  # fmt: skip
    columns = ("field", "code", "label", "then", "now", "change", "low", "high", "beyond_chance")
    definition = " ".join(say(one) for one in told.says)
    said = _told(told.basis, _("Since the last brief"), seen[0].difference, definition)
    return {"since": Offer(sheet=partial(sheet_on, told.basis, said, columns, rows))}


def view_files(told: PartnerView, shows: Shows) -> Offers:
    """Every line of a partner's own page, the others' numbers where they may be told."""
    rows: list[Row] = []
    for one in told.lines:
        others = one.others if shows.share(one) else None
        if others is None and one.seen.value == "not at all":
            continue
        theirs = flat(others)
        ask = "; ".join(say(whom.label) for whom in one.ask)
        rows.append(
            (one.field, one.code, say(one.label), one.seen.value, "yes" if one.differs else "no",
             *flat(one.own), *theirs, ask)
        )  # fmt: skip
    columns = ("field", "code", "label", "seen", "differs", *(f"own_{name}" for name in SHARE),
               *(f"others_{name}" for name in SHARE), "whom_to_ask")  # fmt: skip
    said = _told(told.basis, f"{told.partner}: {_('Your view against the pool')}", told.own)
    return {"view": Offer(sheet=partial(sheet_on, told.basis, said, columns, rows))}


def type_files(told: Typology, seen: Sequence[CaseType]) -> Offers:
    """Every type with what tells it most; a row a trait."""
    if not seen:
        return {}
    rows = [
        (at, say(understand.says_type(one.traits)), one.share.value, *_ends(one.share),
         trait.field, trait.code, say(trait.label), trait.within, trait.everyone)
        for at, one in enumerate(seen, 1)
        for trait in one.traits
    ]  # fmt: skip
    columns = ("type", "in_words", "share", "low", "high", "field", "code", "label", "within",
               "everyone")  # fmt: skip
    said = _told(told.basis, _("Types of cases"), seen[0].share)
    return {"types": Offer(sheet=partial(sheet_on, told.basis, said, columns, rows))}
