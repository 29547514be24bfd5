"""The sentences over the charts, made from the figures and nothing else.

Counts of fewer than 11 people are not told in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable

from beforehand.charts import LEAST_PEOPLE, people, percent
from beforehand.records.cases import SourceClass, SourceKind
from beforehand.records.picture import Comparison, FieldProfile, GroupShare, Profile, Route, Trend
from beforehand.understand.fields import country, place_name
from beforehand.vocabulary import TraffickingStatus
from beforehand.words import Words, words


def says_profile(profile: Profile) -> Words:
    """How many people, from where to where, and when."""
    route, (first, last) = profile.basis.route, profile.basis.period
    said: dict[str, Words | str] = {
        "people": people(profile.people.value, LEAST_PEOPLE),
        "origin": country(route.origin),
        "destination": country(route.destination),
        "period": words(", {first} to {last}", first=first, last=last) if first else "",
    }
    if profile.basis.by_proxy and _all_possible(profile):
        return words(
            "{people} with citizenship of {origin}, referred in {destination} as possible "
            "victims{period}.",
            **said,
        )
    if profile.basis.by_proxy:  # nationality, not route: the sentence must not promise more
        return words(
            "{people} with citizenship of {origin}, seen in {destination}{period}.", **said
        )
    return words("{people} on the route from {origin} to {destination}{period}.", **said)


def _all_possible(profile: Profile) -> bool:
    """Whether nobody has decided yet of anybody here."""
    status = [field for field in profile.fields if field.field == "trafficking_status"]
    codes = [share.code for field in status for share in field.of_everyone]
    possible = [TraffickingStatus.POSSIBLE_VICTIM_OF_TRAFFICKING]
    return codes == possible and not status[0].unknown


def says_field(field: FieldProfile) -> Words:
    """The most frequent code and how many have none recorded."""
    top = field.of_everyone[0]
    if (top.figure.numerator or 0) < LEAST_PEOPLE:
        return words("{field}: recorded for too few people to say more.", field=field.label)
    said = words("{code}: {share} of everyone", code=top.label, share=percent(top.figure.value))
    if not field.unknown:
        return words("{said}.", said=said)
    return words(
        "{said}; not recorded for {unknown}.",
        said=said,
        unknown=people(field.unknown, LEAST_PEOPLE),
    )


def says_comparison(comparison: Comparison) -> Words:
    """Who sees most of it, who sees least, and everyone together."""
    telling = sorted(telling_groups(comparison), key=lambda one: one.shrunk.value)
    if not telling:
        return words(
            "{code}: no partner's share differs from the others by more than noise; "
            "{pool} of everyone together.",
            code=comparison.label,
            pool=percent(comparison.pool.value),
        )
    if len(telling) == 1:
        return words(
            "{code}: {part}; {pool} of everyone together.",
            code=comparison.label,
            part=_seen_by(telling[0], comparison.by),
            pool=percent(comparison.pool.value),
        )
    return words(
        "{code}: {most}, {least}; {pool} of everyone together.",
        code=comparison.label,
        most=_seen_by(telling[-1], comparison.by),
        least=_seen_by(telling[0], comparison.by),
        pool=percent(comparison.pool.value),
    )


def telling_groups(comparison: Comparison) -> list[GroupShare]:
    """Groups of enough people whose share differs from the others by more than noise."""
    return [
        one
        for one in comparison.groups
        if one.differs and (one.figure.denominator or 0) >= LEAST_PEOPLE
    ]


def spread(comparison: Comparison) -> float:
    """How far apart the groups that differ are: the larger, the more there is to tell."""
    shares = [one.shrunk.value for one in telling_groups(comparison)]
    return max(shares) - min(shares) if len(shares) > 1 else 0.0


def _seen_by(group: GroupShare, by: str) -> Words:
    # By kind of partner the groups are large and the counted share is told; a single partner's
    # is told as drawn towards the pool, in whole per cent, so that no small count is given away.
    counted = by == "partner_type" and (group.figure.numerator or 0) >= LEAST_PEOPLE
    share = percent(group.figure.value) if counted else percent(group.shrunk.value, 0)
    return words("{share} of those seen by {group}", share=share, group=group.label)


def says_trend(trend: Trend) -> Words:
    """The highest period and the last one."""
    peak = max(trend.points, key=lambda point: point.people.value)
    last = trend.points[-1]
    if peak is last:
        return words(
            "Most were first registered in the last period, {period}: {people}.",
            period=peak.period,
            people=people(peak.people.value, LEAST_PEOPLE),
        )
    return words(
        "Most were first registered in {period}: {people}. In {last} it was {then}.",
        period=peak.period,
        people=people(peak.people.value, LEAST_PEOPLE),
        last=last.period,
        then=people(last.people.value, LEAST_PEOPLE),
    )


def says_origins(route: Route) -> Words:
    """The areas that most people came from."""
    areas = [leg for leg in route.origins if leg.origin_area is not None]
    told = [leg for leg in areas if leg.people.value >= LEAST_PEOPLE][:3]
    if not told:
        return words("Where they came from is recorded for too few people to say more.")
    return words(
        "Most came from {areas}.",
        areas=listed(Words(place_name(leg.origin_area or "")) for leg in told),
    )


def listed(parts: Iterable[Words]) -> Words:
    """The parts with commas between them."""
    said: Words | None = None
    for part in parts:
        said = part if said is None else words("{first}, {rest}", first=said, rest=part)
    return said or words("none")


def says_counted(kind: SourceClass) -> Words:
    """What a count of this class of source counts: people, and since when they are told apart."""
    if kind.kind is SourceKind.CASE_LEVEL:
        return words(
            "Counted are people after linking: rows of one person, at one partner or at several, "
            "are one."
        )
    if kind.kind is SourceKind.RECORDS:
        return words("Counted are published records, each as one person: nobody can link them.")
    return words("Counted are people as the published table counts them: nobody can link its rows.")
