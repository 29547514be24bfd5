"""What local help can take a week, and when a campaign would bring more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from beforehand.campaign.covariates import place_codes
from beforehand.campaign.curves import curves_of
from beforehand.campaign.links import starts_on
from beforehand.campaign.tables import Row, read_table
from beforehand.records.channels import Finding, Grade
from beforehand.records.plan import Plan, Window
from beforehand.records.running import Capacity
from beforehand.words import words

COLUMNS = ("helpline", "contacts_a_week", "usual_a_week", "contacts_per_1000", "source")
MORE = ("places",)
ROUNDING = 1.005  # a budget that was kept within a cap may pass it by cents


def read_capacity(
    data: bytes,
    *,
    file: str,
    kind: str,
    country: str,
    said: Mapping[str, str] | None = None,
) -> tuple[Capacity, ...]:
    """Read what helplines and partners can take.

    Args:
        data: CSV with the columns ``COLUMNS``; ``places`` by code or name, empty for everywhere.
        file: Its name, for a refusal.
        kind: Kind of place.
        country: ISO 3166-1 alpha-2.
        said: Codes by name, where somebody has said what a doubtful name means.

    Raises:
        BadTable, BadCell: If it is no such table, or a cell does not fit.
        UnknownPlaces: If places are not in the gazetteer.
    """
    return tuple(
        _capacity(row, (kind, country), said)
        for row in read_table(data, file=file, needed=COLUMNS, more=MORE)
    )


def _capacity(row: Row, where: tuple[str, str], said: Mapping[str, str] | None) -> Capacity:
    named, (kind, country) = list(row.list_in("places")), where
    codes = place_codes(named, file=row.file, kind=kind, country=country, said=said)
    usual, most = row.number_in("usual_a_week"), row.number_in("contacts_a_week")
    if usual > most:
        raise row.refuse(
            "usual_a_week",
            words("more come already than can be taken"),
            words("Let help grow first: a campaign would bring more still."),
        )
    return Capacity(
        helpline=row.text("helpline"),
        places=tuple(codes),
        contacts_a_week=most,
        usual_a_week=usual,
        contacts_per_1000=row.number_in("contacts_per_1000"),
        source=row.text("source"),
    )


def weeks_of(window: Window) -> float:
    """How many weeks a campaign lasts."""
    return ((window.end - window.start).days + 1) / 7


def most_reached(one: Capacity, window: Window) -> float:
    """People that may be reached over the window before this help is overrun."""
    if one.contacts_per_1000 == 0:
        return float("inf")
    free = (one.contacts_a_week - one.usual_a_week) * weeks_of(window)
    return free / one.contacts_per_1000 * 1000


def everywhere(one: Capacity, codes: tuple[str, ...]) -> Capacity:
    """The same with its places named: all of ``codes`` where it serves every place."""
    return one if one.places else replace(one, places=codes)


def expected_a_week(plan: Plan, one: Capacity, day: date | None = None) -> float | None:
    """Contacts in the week of a day that come to this help, those that come anyway included.

    What a place's posts reach is taken to come evenly from its first day to the campaign's last.

    Args:
        plan: Its reach and budget.
        one: The help.
        day: A day of the campaign; None = its last, when every wave runs.

    Returns:
        Contacts; None where the plan has no estimate of reach for a place that calls this help.
    """
    curves, last = curves_of(plan.reach), plan.window.end
    a_week = 0.0
    for place in plan.places:
        if not place.budget_eur or (one.places and place.place.code not in one.places):
            continue
        if place.place.code not in curves:
            return None
        start = starts_on(plan, place)
        if start <= (day or last):
            weeks = ((last - start).days + 1) / 7
            a_week += curves[place.place.code].at(place.budget_eur) / weeks
    return one.usual_a_week + a_week / 1000 * one.contacts_per_1000


def first_overrun(plan: Plan, one: Capacity) -> tuple[date, float] | None:
    """The first day from which this help would get more than it can take, and how much a week."""
    for day in sorted({starts_on(plan, place) for place in plan.places if place.budget_eur}):
        expected = expected_a_week(plan, one, day)
        if expected is not None and expected > one.contacts_a_week * ROUNDING:
            return day, expected
    return None


def overrun(plan: Plan) -> Iterator[Finding]:
    """Help that the planned reach would overrun, or of which nothing is known."""
    if not plan.capacity:
        yield Finding(
            grade=Grade.ADVICE,
            topic="capacity",
            what=words("Nothing is recorded of what local help can take a week."),
            instead=words("Ask helplines and partners, and give it with --capacity."),
        )
    for one in plan.capacity:
        over = first_overrun(plan, one)
        if expected_a_week(plan, one) is None:
            yield Finding(
                grade=Grade.ADVICE,
                topic="capacity",
                what=words(
                    "Whether {helpline} would be overrun is not known: the plan has no estimate "
                    "of reach.",
                    helpline=one.helpline,
                ),
                instead=words("Give the platforms' estimates with --reach."),
            )
        elif over is not None:
            yield Finding(
                grade=Grade.NEEDED,
                topic="capacity",
                what=words(
                    "From {day} on {helpline} would get {expected} contacts a week and can take "
                    "{most} ({source}).",
                    day=over[0].isoformat(),
                    helpline=one.helpline,
                    expected=round(over[1]),
                    most=round(one.contacts_a_week),
                    source=one.source,
                ),
                instead=words("Spend less there, run longer, or let help grow first."),
            )
