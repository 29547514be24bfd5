"""What the pages that go deeper into a route are asked, and who may read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest

from beforehand import release, store, understand
from beforehand.records.cases import CaseTable, SourceClass
from beforehand.records.figure import Figure
from beforehand.records.people import Asker
from beforehand.records.picture import RouteFilter
from beforehand.refusals import OnlyTheAnalyst
from beforehand.web.desk.asked import RULES, conditions
from beforehand.web.desk.said import asker

One = TypeVar("One")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Cases, route and asker of one page."""

    who: Asker
    cases: CaseTable
    route: RouteFilter
    source: str

    @property
    def kind(self) -> SourceClass:
        """The class of the source."""
        return self.cases.source_class

    def seen(self, items: Sequence[One], figures: Sequence[Figure]) -> list[One]:
        """The items whose figure the role may see."""
        if self.who.sees_small_counts:
            return list(items)
        pairs = zip(items, figures, strict=True)
        return [one for one, figure in pairs if not release.is_small(figure)]


def asked_of(request: HttpRequest, route: str, *, persons_first: bool = False) -> Asked:
    """The route of an address, on the cases that the asker may see.

    Of partners' cases these pages are the analyst's alone: two definitions, two periods or two
    areas side by side tell of the few people between them.

    Args:
        request: Of somebody signed in.
        route: As the address names it.
        persons_first: Where no source is asked for, take partners' cases before published tables.

    Raises:
        OnlyTheAnalyst: If the source holds persons and the role sees no small counts.
        Refusal: If the route cannot be read, or nothing may be seen.
    """
    who = asker(request).handing_on() if request.GET.get("take") else asker(request)
    rule = request.GET.get("citizenship", "")
    read = understand.parse_route(route, rule if rule in RULES else "sole")
    source = request.GET.get("source") or (_persons(who) if persons_first else None)
    cases = store.open_cases(settings.HOME, who, source)
    if not who.sees_small_counts and not cases.source_class.published:
        raise OnlyTheAnalyst(route=str(read))
    return Asked(
        who=who,
        cases=cases,
        route=understand.narrow(read, conditions(request.GET)),
        source=str(cases.source_class),
    )


def _persons(who: Asker) -> str | None:
    """The first source of partners' cases; None where there is none."""
    kinds = store.source_classes(settings.HOME, who)
    return next((str(kind) for kind in kinds if not kind.published), None)
