"""The pool in a notebook: the same records as everywhere, shown with their intervals.

``beforehand.open_pool("var").profile("AL:GB").share("exploitation", "ForcedCriminality")``
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from beforehand import charts, store, understand
from beforehand.home import Home, open_home
from beforehand.records.cases import CaseTable
from beforehand.records.figure import Figure
from beforehand.records.people import Asker, shell
from beforehand.records.picture import Comparison, Profile, Route, RouteFilter, Trend
from beforehand.refusals import TooFewCases, UnknownCode
from beforehand.understand import every_figure

_MADE_UP = "made-up data"


@dataclass(frozen=True, slots=True, repr=False)
class ShownFigure:
    """A figure that says its value, interval, count and source when it is looked at."""

    figure: Figure

    @property
    def value(self) -> float:
        """The bare number."""
        return self.figure.value

    @property
    def interval(self) -> tuple[float | None, float | None]:
        """Low and high end; None where nothing bounds it."""
        ends = self.figure.interval
        return (ends.low, ends.high) if ends else (None, None)

    def __repr__(self) -> str:
        return " · ".join(self._parts())

    def _repr_html_(self) -> str:
        number, *rest = map(escape, self._parts())
        drawn = charts.interval_bar(self.figure, palette=charts.PAPER) if self._is_share() else ""
        said = escape(str(self.figure.definition))
        return f"<div><strong>{number}</strong> {' · '.join(rest)}<br>{drawn}<em>{said}</em></div>"

    def _is_share(self) -> bool:
        return self.figure.unit.value == "share"

    def _parts(self) -> list[str]:
        figure = self.figure
        parts = [f"{charts.value(figure)} ({charts.span(figure)})"]
        if figure.numerator is not None and figure.denominator is not None:
            parts.append(f"{figure.numerator:,} of {figure.denominator:,}")
        parts.append(figure.source)
        return [*parts, _MADE_UP] if figure.made_up else parts


@dataclass(frozen=True, slots=True, repr=False)
class ShownProfile:
    """A profile to be asked for its shares; ``record`` is the whole of it."""

    record: Profile

    @property
    def people(self) -> ShownFigure:
        """How many people are on the route."""
        return ShownFigure(self.record.people)

    def share(self, field: str, code: str, of: str = "everyone") -> ShownFigure:
        """One share.

        Args:
            field: Such as ``exploitation``.
            code: Such as ``ForcedCriminality``.
            of: ``everyone`` (those not recorded stay below the line) or ``recorded``.

        Raises:
            TooFewCases: If the field is recorded for nobody.
            UnknownCode: If nobody has the code.
        """
        found = understand.field_of(self.record, field)
        if found is None:
            raise TooFewCases(field=field)
        shares = found.of_recorded if of == "recorded" else found.of_everyone
        for one in shares:
            if one.code == code:
                return ShownFigure(one.figure)
        raise UnknownCode(field=field, code=code, choices=", ".join(one.code for one in shares))

    def shares(self, field: str) -> dict[str, ShownFigure]:
        """All shares of a field by code, largest first."""
        found = understand.field_of(self.record, field)
        return {one.code: ShownFigure(one.figure) for one in found.of_everyone} if found else {}

    def __repr__(self) -> str:
        lines = [f"{self.record.basis.route}: {self.people!r}", str(self.record.basis.reading)]
        return "\n".join([*lines, *(f"  {name}: {share!r}" for name, share in self._top())])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(name)}</td><td>{escape(repr(share))}</td></tr>"
            for name, share in self._top()
        )
        head = escape(f"{self.record.basis.route}: {self.people!r}")
        reading = escape(str(self.record.basis.reading))
        return f"<p><strong>{head}</strong><br>{reading}</p><table>{rows}</table>"

    def _top(self) -> Iterator[tuple[str, ShownFigure]]:
        for field in self.record.fields:
            for one in field.of_everyone[:1]:
                yield f"{field.label}: {one.label}", ShownFigure(one.figure)


@dataclass(frozen=True, slots=True, repr=False)
class OpenPool:
    """The cases of a home, asked as the hub's analyst; one source at a time, never added."""

    home: Home

    @property
    def sources(self) -> tuple[str, ...]:
        """What ``source`` may be; the first is asked where none is named."""
        return tuple(str(one) for one in store.source_classes(self.home, _asker()))

    def profile(
        self, route: str, *, source: str | None = None, only: Iterable[str] = ()
    ) -> ShownProfile:
        """Who is on a route.

        Args:
            route: ``AL:GB``.
            source: Such as ``real:aggregate:nrm``.
            only: Conditions, each ``FIELD=CODE``.

        Raises:
            Refusal: As ``store.open_cases`` and ``understand.profile`` do.
        """
        return ShownProfile(understand.profile(self.cases(source), _route(route, only)))

    def compare(self, route: str, by: str = "partner_type", *, code: str, source: str | None = None,
                only: Iterable[str] = ()) -> Comparison:  # fmt: skip
        """Each partner's (or kind of partner's) share of ``FIELD=CODE`` against the pool."""
        field, _, wanted = code.partition("=")
        return understand.compare(self.cases(source), _route(route, only), by, field, wanted)

    def routes(self, route: str, *, source: str | None = None, only: Iterable[str] = ()) -> Route:
        """People by area of origin and of exploitation."""
        return understand.routes(self.cases(source), _route(route, only))

    def trend(self, route: str, *, source: str | None = None, only: Iterable[str] = ()) -> Trend:
        """People by the period in which they were first registered."""
        return understand.trend(self.cases(source), _route(route, only))

    def cases(self, source: str | None = None) -> CaseTable:
        """The case table itself, for the functions of :mod:`beforehand.understand`."""
        return store.open_cases(self.home, _asker(), source)

    def recompute(self, figure: Figure | ShownFigure, *, source: str | None = None) -> ShownFigure:
        """The figure counted again, now."""
        told = figure.figure if isinstance(figure, ShownFigure) else figure
        return ShownFigure(understand.recompute(told, self.cases(source)))

    def __repr__(self) -> str:
        return f"pool of {self.home.root}: {', '.join(self.sources) or 'empty'}"


def open_pool(home: str | Path | None = None) -> OpenPool:
    """Open the pool of a home.

    Whoever can read the home's disk asks as the hub's analyst does, small counts included.

    Args:
        home: The folder; None for ``BEFOREHAND_HOME``, or ``./var``.
    """
    return OpenPool(open_home(home))


def figures(record: object) -> tuple[ShownFigure, ...]:
    """Every figure inside a record, each ready to be looked at."""
    return tuple(map(ShownFigure, every_figure(record)))


def _route(route: str, only: Iterable[str]) -> RouteFilter:
    return understand.narrow(understand.parse_route(route), only)


def _asker() -> Asker:
    return shell(datetime.now(UTC).date())
