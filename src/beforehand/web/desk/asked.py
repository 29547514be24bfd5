"""What an address asks of a route: source, reading of citizenship, and whom it is narrowed to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest, QueryDict

from beforehand import release, understand
from beforehand.records.cases import SourceKind
from beforehand.records.people import Asker, Role
from beforehand.records.picture import Brief, CitizenshipRule, RouteFilter
from beforehand.refusals import TooFewPeople
from beforehand.web.desk.handing import check_same_people
from beforehand.web.desk.narrowing import read_narrowed
from beforehand.web.desk.presenters.veil import veiled
from beforehand.web.desk.reading import read_route

READERS = (Role.PARTNER, Role.ANALYST, Role.CAMPAIGNER)
RULES = ("sole", "any")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A route as it was asked and as it may be seen.

    ``everybody`` is the veiled brief of the route before it was narrowed, which ``shown`` is too
    where nobody narrowed it. Of ``whole`` only sizes are used.
    """

    shown: Brief
    whole: Brief
    everybody: Brief

    @property
    def is_narrowed(self) -> bool:
        """Whether the address narrows the route."""
        return bool(self.shown.profile.basis.route.only)


def key_of(field: str) -> str:
    """A field's name in an address: ``citizenship`` there says how a route is read."""
    return "citizen_of" if field == "citizenship" else field


def conditions(asked: QueryDict) -> list[str]:
    """The conditions of an address, each ``FIELD=CODE``; empty choices ask nothing.

    ``citizenship=sole`` and ``citizenship=any`` are how citizenship is read, not whose it is.
    """
    found = [
        f"{field}={code}"
        for field in understand.FILTER_FIELDS
        for key in dict.fromkeys((field, key_of(field)))
        for code in asked.getlist(key)
        if code and not (key == "citizenship" and code in RULES)
    ]
    since, until = asked.get("since", ""), asked.get("until", "")
    if since or until:
        found.append(f"period={since or until}..{until or since}")
    return found


def read_asked(request: HttpRequest, route: str, who: Asker) -> Read:
    """The route that the address names, read for somebody.

    Raises:
        Refusal: If it cannot be read, or the asker may not see it.
    """
    asked = understand.parse_route(route, _rule(request))
    check_same_people(settings.HOME, who, request.GET.get("source") or None)
    whole = _whole(request, asked, who)
    everybody = veiled(whole, who)
    narrowed = understand.narrow(whole.profile.basis.route, conditions(request.GET))
    if not narrowed.only:
        return Read(shown=everybody, whole=whole, everybody=everybody)
    shown = read_narrowed(settings.HOME, who, narrowed, request.GET.get("source") or None)
    return Read(shown=shown, whole=shown, everybody=everybody)


def of_persons(brief: Brief) -> bool:
    """Whether the source has a row a case."""
    return brief.profile.basis.source_class.kind is SourceKind.CASE_LEVEL


def _rule(request: HttpRequest) -> str:
    asked = request.GET.get("citizenship", "")
    return asked if asked in RULES else "sole"


def _whole(request: HttpRequest, route: RouteFilter, who: Asker) -> Brief:
    source = request.GET.get("source") or None
    whole = read_route(settings.HOME, who, route, source)
    if not who.sees_small_counts and of_persons(whole):
        # The two ways to read citizenship differ by few: for such a role there is one alone.
        alone = replace(route, citizenship=CitizenshipRule.SOLE)
        whole = read_route(settings.HOME, who, alone, source)
    if not who.sees_small_counts and release.is_small(whole.profile.people):
        raise TooFewPeople(least=release.THRESHOLD, route=str(whole.profile.basis.route))
    return whole
