"""Contacts that helplines and partners enter by place and week, the same way everywhere.

They stay inside: no place's count is shown while a campaign runs, and no arm's at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from beforehand.campaign.covariates import place_codes
from beforehand.campaign.sheets import Cell, sheet
from beforehand.campaign.tables import Row, read_table
from beforehand.records.codec import digest
from beforehand.records.impact import Panel
from beforehand.records.plan import Plan
from beforehand.records.running import ContactSheet, HelpContacts
from beforehand.refusals import BadPlan, WindowNotOver
from beforehand.words import words

COLUMNS = ("helpline", "place", "week", "contacts")
_ISO_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_WEEK = timedelta(weeks=1)


def read_contacts(data: bytes, plan: Plan, *, file: str, now: datetime) -> ContactSheet:
    """Read a table of contacts.

    Args:
        data: CSV with the columns ``COLUMNS``: a place's code or name, a week as its Monday
            (2027-01-04) or 2027-W01, and how many people made contact. Weeks without any contact
            are written with 0: a week that is not there is not known.
        plan: The campaign.
        file: Its name, for a refusal.
        now: When it is read.

    Raises:
        BadTable, BadCell: If it is no such table, or a cell does not fit; names row and column.
        UnknownPlaces: If places are not in the gazetteer.
    """
    rows = read_table(data, file=file, needed=COLUMNS)
    where = plan.places[0].place
    codes = place_codes(
        [row.text("place") for row in rows], file=file, kind=where.kind, country=where.country
    )
    seen: dict[tuple[str, str, date], int] = {}
    found: list[HelpContacts] = []
    for row, code in zip(rows, codes, strict=True):
        one = HelpContacts(
            helpline=row.text("helpline"),
            place=code,
            week=_week(row),
            contacts=row.count_in("contacts"),
        )
        key = one.helpline, one.place, one.week
        if key in seen:
            raise row.refuse(
                "week",
                words("row {row} tells of the same week and place", row=seen[key]),
                words("Keep one of the two."),
            )
        seen[key] = row.number
        found.append(one)
    return ContactSheet(
        plan_id=plan.id,
        contacts=tuple(found),
        file=file,
        data_hash=digest(tuple(found)),
        read_at=now,
    )


def _week(row: Row) -> date:
    said = row.cells["week"]
    iso = _ISO_WEEK.fullmatch(said)
    try:
        day = date.fromisocalendar(int(iso[1]), int(iso[2]), 1) if iso else date.fromisoformat(said)
    except ValueError:
        day = None
    if day is None or day.weekday() != 0:
        raise row.refuse(
            "week",
            words("“{cell}” is no week", cell=said),
            words("Write its Monday, such as 2027-01-04, or 2027-W01."),
        )
    return day


def latest(sheets: Iterable[ContactSheet]) -> tuple[HelpContacts, ...]:
    """All contacts; a later sheet corrects an earlier one week by week."""
    told: dict[tuple[str, str, date], HelpContacts] = {}
    for entered in sorted(sheets, key=lambda one: one.read_at):
        for one in entered.contacts:
            told[one.helpline, one.place, one.week] = one
    return tuple(told[key] for key in sorted(told))


def outcomes(plan: Plan, sheets: Iterable[ContactSheet], *, today: date) -> Panel:
    """Contacts by place and week, for the proof: only when the campaign is over.

    Args:
        plan: The campaign; contacts of places that do not take part are left out.
        sheets: What helplines and partners entered.
        today: The day; nothing is told before the campaign's last day is over, so that nobody
            looks at an effect while it runs.

    Raises:
        WindowNotOver: If it still runs.
        BadPlan: If a place or week is missing that others have: not known is not 0.
    """
    if today <= plan.window.end:
        raise WindowNotOver(end=plan.window.end.isoformat())
    told = [one for one in latest(sheets) if one.place in set(plan.lots.candidates)]
    helplines = sorted({one.helpline for one in told})
    weeks = sorted({one.week for one in told})
    held = {(one.helpline, one.place, one.week): one.contacts for one in told}
    missing = [
        f"{line}, {place}, {week}"
        for line in helplines
        for place in plan.lots.candidates
        for week in _every(weeks)
        if (line, place, week) not in held
    ]
    if missing or not told:
        raise BadPlan(
            reason=words(
                "contacts are not told of every place and week ({count} are missing; the first: "
                "{first})",
                count=len(missing),
                first=missing[0] if missing else words("all"),
            ),
            mend=words("Enter 0 where there were none."),
        )
    values = tuple(
        tuple(float(sum(held[line, place, week] for line in helplines)) for week in weeks)
        for place in plan.lots.candidates
    )
    return Panel(
        places=plan.lots.candidates,
        days=tuple(weeks),
        values=values,
        data_hash=digest(values),
        source=", ".join(helplines),
        made_up=plan.made_up,
    )


def outcomes_csv(panel: Panel) -> bytes:
    """Contacts by place and week, as ``prove lift`` reads them: location, date, Y."""
    rows: Iterator[dict[str, Cell]] = (
        {"location": place, "date": day.isoformat(), "Y": value}
        for place, values in zip(panel.places, panel.values, strict=True)
        for day, value in zip(panel.days, values, strict=True)
    )
    return sheet(("location", "date", "Y"), rows, encoding="utf-8")


def _every(weeks: list[date]) -> list[date]:
    if not weeks:
        return []
    count = (weeks[-1] - weeks[0]) // _WEEK + 1
    return [weeks[0] + i * _WEEK for i in range(count)]
