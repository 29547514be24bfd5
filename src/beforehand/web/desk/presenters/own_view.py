"""A partner's own page: what it sees more of than the others, less of, and not at all.

The partner knows its own cases, so the threshold is on everybody else's: their counts are shown
where the veiled profile of the others alone shows them, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from beforehand import charts, release, store, understand
from beforehand.records.cases import CaseTable, SourceClass
from beforehand.records.people import Asker
from beforehand.records.picture import Profile, RouteFilter
from beforehand.records.views import PartnerView, Seen, ViewLine
from beforehand.web.desk.presenters.figures import How, counted, how_seen, svg
from beforehand.web.desk.presenters.veil import veiled_profile
from beforehand.web.desk.said import language, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One code."""

    field: str
    label: str
    own: str
    own_counted: str
    bar: SafeString
    others: str  # empty where withheld
    others_counted: str
    differs: bool
    ask: tuple[str, ...]
    how: How
    others_how: How | None  # None where the others' count is not told


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Lines of one kind, under a heading."""

    title: str
    says: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage:
    """The whole page of one partner in one source."""

    partner: str
    people: str
    others: str
    lede: str
    sections: tuple[Section, ...]
    too_few: bool
    compared: int
    rate: str
    not_recorded: tuple[str, ...]
    veiled: bool
    source: str
    data_hash: str
    made_up: bool
    reading: str


def own_page(told: PartnerView, asker: Asker) -> OwnPage:
    """The page, holding only what the asker may see of the others.

    Args:
        told: The view, of no more than ``told_of``.
        asker: Whose page.
    """
    shows = Shows(asker)
    basis = told.basis
    return OwnPage(
        partner=told.partner,
        people=say(charts.people(told.own.value)),
        others=say(charts.people(told.others.value)) if told.others else "",
        lede=_lede(told),
        sections=tuple(_sections(told, shows)),
        too_few=told.too_few,
        compared=told.compared,
        rate=say(charts.percent(told.false_discovery_rate, 0)),
        not_recorded=tuple(say(one) for one in told.not_recorded),
        veiled=not asker.sees_small_counts,
        source="; ".join(dict.fromkeys(one.title for one in basis.submissions)),
        data_hash=basis.data_hash,
        made_up=basis.made_up,
        reading=say(basis.reading),
    )


def _lede(told: PartnerView) -> str:
    if told.too_few:
        return _(
            "You saw fewer than 11 people on this route: too few to say whether you see anything "
            "more or less than the others do."
        )
    telling = sum(one.differs for one in told.lines)
    if not telling:
        return _("Nothing that you see differs from what the others see by more than noise.")
    return _("Of %(compared)s things weighed, %(telling)s differ by more than noise.") % {
        "compared": told.compared,
        "telling": telling,
    }


@lru_cache(maxsize=8)
def _others(cases: CaseTable, route: RouteFilter, partner: str) -> Profile:
    """The profile of everybody whom the other partners saw."""
    names = {leg.group for leg in understand.compare(cases, route, "partner", "gender",
                                                     "Masculine").groups}  # fmt: skip
    asked = [f"partner={name}" for name in sorted(names - {partner})]
    return understand.profile(cases, understand.narrow(route, asked))


store.forget_on_recall(_others.cache_clear)


def told_of(
    cases: CaseTable, route: RouteFilter, partner: str, asker: Asker
) -> frozenset[tuple[str, str]] | None:
    """Field and code wherever the others' count may be told the asker; None: wherever it is.

    It may where a veiled profile of the others alone shows it, with how many are not recorded.
    """
    if asker.sees_small_counts:
        return None
    whole = _others(cases, route, partner)
    unknown = {one.field: one.unknown for one in whole.fields}
    return frozenset(
        (field.field, one.code)
        for field in veiled_profile(whole, asker).fields
        if field.unknown == unknown[field.field]
        for one in field.of_everyone
    )


class Shows:
    """What of the others' figures the asker may see."""

    def __init__(self, asker: Asker) -> None:
        self.asker = asker
        self._all = asker.sees_small_counts

    def share(self, line: ViewLine) -> bool:
        """Whether the others' share of a code may be told."""
        return line.others is not None and (self._all or not release.is_small(line.others))


def _sections(told: PartnerView, shows: Shows) -> Iterator[Section]:
    titles = {
        Seen.MORE: (_("What you see more of"), _("Ask yourself why: the others may miss it.")),
        Seen.LESS: (_("What you see less of"), _("Others see it more: it may pass you by.")),
        Seen.NOT_AT_ALL: (
            _("What you have not seen"),
            _("Others record it, you never did. Unmarked lines may be chance: you saw few people."),
        ),
    }
    for seen, (title, says) in titles.items():
        lines = tuple(
            _line(one, shows, told.basis.source_class)
            for one in told.lines
            if one.seen is seen and (seen is not Seen.NOT_AT_ALL or shows.share(one))
        )
        if lines:
            yield Section(title=title, says=says, lines=lines)


def _line(line: ViewLine, shows: Shows, source: SourceClass) -> Line:
    others = line.others if shows.share(line) else None
    return Line(
        field=say(line.field_label),
        label=say(line.label),
        own=say(charts.percent(line.own.value)),
        own_counted=counted(line.own),
        bar=svg(charts.interval_bar(line.own, language())),
        others=say(charts.percent(others.value)) if others else "",
        others_counted=counted(others) if others else "",
        differs=line.differs,
        ask=tuple(say(one.label) for one in line.ask),
        how=how_seen(line.own, source, shows.asker),
        others_how=how_seen(others, source, shows.asker) if others else None,
    )
