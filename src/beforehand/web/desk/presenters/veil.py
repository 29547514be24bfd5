"""What a role may see of a route: small counts are taken out before anything is drawn.

Counts that add up to a total shown elsewhere go together with enough others, so that the total
less the rest tells of no small one. Nothing withheld reaches a template, a chart or a title.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from beforehand import release, understand
from beforehand.records.figure import Figure, Share, Unit
from beforehand.records.people import Asker
from beforehand.records.picture import (
    Brief,
    Comparison,
    FieldProfile,
    GroupShare,
    Leg,
    Profile,
    Route,
    Trend,
)


def veiled(brief: Brief, asker: Asker) -> Brief:
    """The brief without what this role may not see; the brief itself for those who see all."""
    if asker.sees_small_counts:
        return brief
    profile = veiled_profile(brief.profile, asker)
    return understand.retold(
        replace(
            brief,
            profile=profile,
            by_type=tuple(_comparison(one, asker) for one in brief.by_type),
            by_partner=tuple(_comparison(one, asker) for one in brief.by_partner),
            route=_route(brief.route, profile, asker),
            trend=_trend(brief.trend, asker),
        )
    )


def kept(figures: Sequence[Figure], asker: Asker) -> list[bool]:
    """For each of several counts of one total, whether it may be shown."""
    return [one.figure is not None for one in release.hide_small_each(figures, asker)]


def told(numbers: Sequence[float], asker: Asker) -> list[bool]:
    """For each of several numbers of people or contacts of one total, whether it may be told.

    Estimates too: what is below the threshold goes, zeros with it, and the next larger ones until
    those withheld are two at least and hold twice the threshold together.
    """
    if asker.sees_small_counts:
        return [True] * len(numbers)
    order = sorted(range(len(numbers)), key=lambda at: numbers[at])
    gone = [at for at in order if numbers[at] < release.THRESHOLD]
    for at in order[len(gone) :]:
        enough = sum(numbers[other] for other in gone) >= 2 * release.THRESHOLD
        if not gone or (enough and len(gone) > 1):
            break
        gone.append(at)
    return [at not in set(gone) for at in range(len(numbers))]


def veiled_profile(profile: Profile, asker: Asker) -> Profile:
    """The profile without the shares that this role may not see."""
    if asker.sees_small_counts:
        return profile
    fields = (_field(one, asker) for one in profile.fields)
    return replace(profile, fields=tuple(one for one in fields if one.of_everyone))


def _field(field: FieldProfile, asker: Asker) -> FieldProfile:
    """Its shares without the small ones; the unknown people are one more part of the whole."""
    shares = [_apart(share) for share in field.of_everyone]
    if not shares:
        return field
    rest = _unknown(shares[0].figure, field.unknown)
    shows = kept([*(share.figure for share in shares), rest], asker)
    whole = all(shows)
    return replace(
        field,
        of_everyone=tuple(one for one, yes in zip(shares, shows, strict=False) if yes),
        of_recorded=field.of_recorded if whole else (),
        unknown=field.unknown if shows[-1] else 0,
        disagree=0,
    )


def _apart(share: Share) -> Share:
    """The share without its count of unknown people, which is weighed once for the field."""
    return replace(share, figure=replace(share.figure, unknown=0))


def _unknown(beside: Figure, people: int) -> Figure:
    return replace(
        beside,
        value=float(people),
        unit=Unit.PEOPLE,
        numerator=people,
        denominator=None,
        interval=None,
        unknown=0,
    )


def _comparison(comparison: Comparison, asker: Asker) -> Comparison:
    figures = [replace(group.figure, unknown=0) for group in comparison.groups]
    shows = kept(figures, asker)
    groups = zip(comparison.groups, shows, strict=True)
    return replace(
        comparison,
        pool=replace(comparison.pool, unknown=0),
        groups=tuple(_group(one) for one, yes in groups if yes),
    )


def _group(group: GroupShare) -> GroupShare:
    return replace(
        group,
        figure=replace(group.figure, unknown=0),
        shrunk=replace(group.shrunk, unknown=0),
    )


def _route(route: Route, profile: Profile, asker: Asker) -> Route:
    """Its places, the same ones as in the profile; a leg goes where a sum would give it back."""
    origins = _ends(route.origins, profile, "origin_area")
    destinations = _ends(route.destinations, profile, "exploitation_area")
    return replace(
        route,
        # Where stretches between more places are told, both counts together would tell too much.
        legs=() if route.stretches else _crossed(route, origins, destinations),
        origins=origins,
        destinations=destinations,
        responders=_legs(route.responders, asker),
        transits=_ends(route.transits, profile, "transit_country"),
        arrivals=_ends(route.arrivals, profile, "arrival_area"),
        paths=(),
        stretches=(),
    )


def _ends(legs: tuple[Leg, ...], profile: Profile, field: str) -> tuple[Leg, ...]:
    """The legs of one end whose people the profile shows under that field."""
    told = [one for one in profile.fields if one.field == field]
    if not told:
        # Recorded for nobody: one leg, of everyone, whose number is on the page anyway.
        return tuple(leg for leg in legs if _end(leg, field) is None and len(legs) == 1)
    shown: dict[str | None, int] = {
        one.code: one.figure.numerator or 0 for one in told[0].of_everyone
    }
    shown[None] = told[0].unknown
    return tuple(leg for leg in legs if shown.get(_end(leg, field)) == leg.people.numerator)


def _end(leg: Leg, field: str) -> str | None:
    place: str | None = getattr(leg, field)
    return place


def _crossed(
    route: Route, origins: tuple[Leg, ...], destinations: tuple[Leg, ...]
) -> tuple[Leg, ...]:
    rows = [leg.origin_area for leg in route.origins]
    columns = [leg.exploitation_area for leg in route.destinations]
    people = {
        (leg.origin_area, leg.exploitation_area): leg.people.numerator or 0 for leg in route.legs
    }
    hidden = release.hidden_cells(
        [[people.get((row, column), 0) for column in columns] for row in rows],
        [row in {leg.origin_area for leg in origins} for row in rows],
        [column in {leg.exploitation_area for leg in destinations} for column in columns],
    )
    gone = {
        (row, column)
        for row, marks in zip(rows, hidden, strict=True)
        for column, mark in zip(columns, marks, strict=True)
        if mark
    }
    return tuple(leg for leg in route.legs if (leg.origin_area, leg.exploitation_area) not in gone)


def _legs(legs: tuple[Leg, ...], asker: Asker) -> tuple[Leg, ...]:
    shows = kept([leg.people for leg in legs], asker)
    return tuple(leg for leg, yes in zip(legs, shows, strict=True) if yes)


def _trend(trend: Trend, asker: Asker) -> Trend:
    shows = kept([point.people for point in trend.points], asker)
    return replace(
        trend, points=tuple(one for one, yes in zip(trend.points, shows, strict=True) if yes)
    )
