"""The brief: everything the pool shows of one route, in one record."""

from __future__ import annotations

from dataclasses import replace

from beforehand.records.cases import CaseTable, SourceClass
from beforehand.records.picture import Brief, Comparison, FieldProfile, Profile, RouteFilter
from beforehand.understand.comparisons import By, compare_in
from beforehand.understand.findings import (
    says_comparison,
    says_field,
    says_origins,
    says_profile,
    says_trend,
    spread,
)
from beforehand.understand.journeys import routes_in
from beforehand.understand.pool import Pool, opened
from beforehand.understand.profiles import profile_in
from beforehand.understand.trends import trend_in
from beforehand.understand.unknowns import unknowns
from beforehand.words import Words

#: Fields whose most frequent codes are compared between partners, and how many of each.
_COMPARED = {"exploitation": 3, "criminal_activity": 1, "industry": 1}
_TOLD = ("gender", "recruitment_method", "control", "exploitation", "criminal_activity")


def brief(cases: CaseTable, route: RouteFilter, *, left_out: tuple[SourceClass, ...] = ()) -> Brief:
    """Profile, comparisons, places and trend of a route, with the sentences they make.

    Args:
        cases: Cases of one source class.
        route: Which route.
        left_out: Other source classes that hold this route, to be named.

    Returns:
        Comparisons of the most frequent kinds of exploitation (and crime, and industry), the one
        that partners see most differently first. ``findings[0]`` is the sentence for the top.

    Raises:
        EmptyPool: If nobody is on the route.
    """
    with opened(cases, route) as pool:
        told, over_time = profile_in(pool, left_out=left_out), trend_in(pool, left_out)
        # In an order in which people are united anew as seldom as can be.
        places = routes_in(pool, left_out)
        by_partner = _compared(pool, told, "partner")
        by_type = _compared(pool, told, "partner_type")
    return retold(
        Brief(
            profile=told,
            by_type=by_type,
            by_partner=by_partner,
            route=places,
            trend=over_time,
            unknowns=(),
            findings=(),
        )
    )


def retold(brief: Brief) -> Brief:
    """The brief with its sentences made from what it holds now, and from nothing else.

    Somebody who takes figures out of a brief calls this, so that no sentence tells of them.
    """
    told, places, over_time = brief.profile, brief.route, brief.trend
    findings = [says_profile(told), *_first_comparison(brief.by_type, brief.by_partner)]
    findings += [
        says_field(field) for field in told.fields if field.field in _TOLD and field.of_everyone
    ]
    if any(leg.origin_area for leg in places.origins):
        findings.append(says_origins(places))
    if over_time.points:
        findings.append(says_trend(over_time))
    return replace(brief, unknowns=unknowns(told), findings=tuple(findings))


def _compared(pool: Pool, told: Profile, by: By) -> tuple[Comparison, ...]:
    made = [
        compare_in(pool, by, field.field, share.code, told.basis.left_out)
        for field in told.fields
        for share in field.of_everyone[: _COMPARED.get(field.field, 0)]
    ]
    several = [one for one in made if len(one.groups) > 1]
    return tuple(sorted(several, key=lambda one: -spread(one)))


def _first_comparison(
    by_type: tuple[Comparison, ...], by_partner: tuple[Comparison, ...]
) -> list[Words]:
    return [says_comparison(one) for one in (by_type or by_partner)[:1]]


def field_of(told: Profile, name: str) -> FieldProfile | None:
    """One field of a profile; None where it is not recorded."""
    return next((field for field in told.fields if field.field == name), None)
