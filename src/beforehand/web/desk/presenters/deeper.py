"""What the pages that go deeper into a route show."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from beforehand import charts
from beforehand.records.cases import SourceClass
from beforehand.records.definitions import AgeBounds, DefinedAnswer
from beforehand.records.figure import Figure
from beforehand.records.hotspots import Hotspot, Hotspots
from beforehand.records.readings import PeriodReading, TrendReading
from beforehand.records.signals import Signal
from beforehand.records.since import Change
from beforehand.web.desk.presenters.figures import How, counted, how, svg
from beforehand.web.desk.said import language, say
from beforehand.words import words

MOST_AREAS, MOST_SERIES, MOST_CHANGES = 15, 10, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure in a list: its name, number, interval, count, and how it was counted."""

    label: str
    value: str
    span: str
    counted: str
    how: How
    bar: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionCard:
    """One definition's answer."""

    name: str
    says: str
    key: str
    version: str
    source: str
    people: str
    how: How | None  # of the people; None where they are few
    kinds: tuple[Line, ...]
    inside: tuple[Line, ...]


def line(label: str, figure: Figure, source: SourceClass | None = None) -> Line:
    """A figure as one line."""
    share = figure.interval is not None and figure.unit == "share"
    return Line(
        label=label,
        value=say(charts.value(figure)),
        span=say(charts.span(figure)),
        counted=counted(figure),
        how=how(figure, source=source),
        bar=svg(charts.interval_bar(figure, language())) if share else svg(""),
    )


def definition_card(answer: DefinedAnswer, source: SourceClass, *, small: bool) -> DefinitionCard:
    """One definition's answer, of the shares that the reader may see."""
    return DefinitionCard(
        name=say(answer.definition.name),
        says=say(answer.definition.says),
        key=answer.definition.key,
        version=answer.definition.version,
        source=answer.definition.source,
        people=_("fewer than 11 people") if small else say(charts.people(answer.people.value)),
        how=None if small else how(answer.people, source=source),
        kinds=tuple(line(say(one.label), one.figure, source) for one in answer.shares),
        inside=tuple(line(say(one.label), one.figure, source) for one in answer.inside),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeCard:
    """Bounds on one basis of age."""

    says: str
    lines: tuple[Line, ...]
    across: str


def age_card(bounds: AgeBounds, source: SourceClass) -> AgeCard:
    """The least and the most, and the bands that lie across a limit."""
    return AgeCard(
        says=say(bounds.says),
        lines=(
            line(_("At least"), bounds.at_least, source),
            line(_("At most"), bounds.at_most, source),
        ),
        across=", ".join(band for band, _people in bounds.straddling),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow:
    """One area of the list."""

    name: str
    people: str
    raw: str
    shrunk: str
    span: str
    chance: str
    hows: tuple[tuple[str, How], ...]  # of each number of the row


@dataclass(frozen=True, slots=True, kw_only=True)
class HotspotPage:
    """The map, the rows, and the same as a table."""

    says: str
    map: SafeString
    wide: SafeString
    narrow: SafeString
    rows: tuple[AreaRow, ...]
    population: str
    unplaced: str
    left_out: bool


def hotspot_page(told: Hotspots, seen: list[Hotspot], country: str) -> HotspotPage:
    """Everything of the page, of the areas that the reader may see."""
    areas, whole = seen, told.whole.value
    drawn = areas[:MOST_AREAS]
    of = charts.MapOf(kind=told.kind, country=country)
    label = words("Rates by area, each as high as it surely is")
    return HotspotPage(
        says=say(told.says) if len(areas) == len(told.areas) else "",
        map=svg(charts.rate_map(of, areas, label, language=language())),
        wide=_rows(drawn, whole, narrow=False),
        narrow=_rows(drawn, whole, narrow=True),
        rows=tuple(
            AreaRow(
                name=say(one.label),
                people=say(charts.value(one.people)),
                raw=say(charts.value(one.raw)),
                shrunk=say(charts.value(one.shrunk)),
                span=say(charts.span(one.shrunk)),
                chance=say(charts.percent(one.in_top.value, 0)),
                hows=tuple(
                    (label, how(figure, source=told.basis.source_class))
                    for label, figure in (
                        (_("People"), one.people),
                        (_("As counted"), one.raw),
                        (_("Drawn in"), one.shrunk),
                        (_("In the top"), one.in_top),
                    )
                ),
            )
            for one in areas
        ),
        population=say(told.population),
        unplaced=say(charts.people(told.unplaced, charts.LEAST_PEOPLE)) if told.unplaced else "",
        left_out=len(areas) < len(told.areas),
    )


def _rows(areas: list[Hotspot], whole: float, *, narrow: bool) -> SafeString:
    if not areas:
        return svg("")
    return svg(charts.rate_rows(areas, whole, narrow=narrow, language=language()))


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRow:
    """One period with what earlier editions told of it."""

    period: str
    people: str
    earlier: str
    provisional: bool
    how: How


def period_row(one: PeriodReading, source: SourceClass) -> PeriodRow:
    """The number now, and the numbers before with their editions."""
    return PeriodRow(
        period=one.period,
        people=say(charts.value(one.people)),
        earlier=", ".join(f"{was.edition}: {say(charts.value(was.people))}" for was in one.earlier),
        provisional=one.provisional,
        how=how(one.people, source=source),
    )


def shift_lines(told: TrendReading) -> tuple[tuple[str, Line, Line, str], ...]:
    """Each shift: its period, both levels, and p."""
    return tuple(
        (
            one.period,
            line(_("Before"), one.before, told.basis.source_class),
            line(_("From then on"), one.after, told.basis.source_class),
            say(charts.decimal(one.p_value, 3)),
        )
        for one in told.shifts
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalRow:
    """One series that was looked at."""

    label: str
    now: str
    expected: str
    span: str
    p: str
    called: bool
    hows: tuple[tuple[str, How], ...]


def signal_row(one: Signal, source: SourceClass) -> SignalRow:
    """Now against expected."""
    return SignalRow(
        label=say(one.label),
        now=say(charts.value(one.now)),
        expected=say(charts.decimal(one.expected.value)),
        span=say(charts.span(one.expected)),
        p=say(charts.decimal(one.p_value, 4)),
        called=one.called,
        hows=(
            (_("Now"), how(one.now, source=source)),
            (_("Expected"), how(one.expected, source=source)),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One share, then and now."""

    label: str
    then: str
    now: str
    span: str
    beyond: bool
    hows: tuple[tuple[str, How], ...]


def change_row(one: Change, source: SourceClass) -> ChangeRow:
    """Then, now, and the interval of the difference."""
    return ChangeRow(
        label=say(one.label),
        then=say(charts.percent(one.then.value)),
        now=say(charts.percent(one.now.value)),
        span=say(charts.span(one.difference)),
        beyond=one.beyond_chance,
        hows=(
            (_("Now"), how(one.now, source=source)),
            (_("Change, interval"), how(one.difference, source=source)),
        ),
    )


def quarter_rows(told: TrendReading) -> tuple[Line, ...]:
    """Each quarter and its factor against the year."""
    return tuple(line(name, one, told.basis.source_class) for name, one in told.season.quarters)
