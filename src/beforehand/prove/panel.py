"""Outcomes by place and day from a CSV file, checked before anything is computed from them."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from beforehand.csv_rows import read_rows
from beforehand.records.impact import Panel
from beforehand.refusals import (
    BadCount,
    BadPanelDate,
    DuplicateOutcome,
    MissingOutcome,
    NegativeOutcome,
    UnreadableFile,
    WindowNotInOutcomes,
)
from beforehand.stats import treated_mask
from beforehand.words import words

LARGEST = 1e12  # a larger outcome counts nothing that people did, and squares overflow
COLUMNS = ("location", "date", "Y")
Outcomes = dict[tuple[str, date], float]


def read_panel(path: Path, *, made_up: bool = False) -> Panel:
    """Read outcomes with the columns location, date and Y, one row a place and day (or week).

    Args:
        path: CSV file. Dates as 2026-03-31, evenly spaced; Y 0 or more.
        made_up: Whether nothing in it happened.

    Returns:
        One row a place in order of appearance, one column a day in order. Nothing is missing.

    Raises:
        UnreadableFile: If it is missing, empty or not a text table.
        MissingColumn: If one of the three columns is not there.
        BadPanelDate, BadCount, NegativeOutcome, DuplicateOutcome: If a cell cannot be right; names
            the line.
        MissingOutcome: If a place lacks a day that another has, or a day is in nobody's rows.
    """
    outcomes: Outcomes = {}
    for line, (place, day, value) in read_rows(path, COLUMNS):
        key = (place, _day(path, line, day))
        if key in outcomes:
            raise DuplicateOutcome(file=path.name, line=line, place=place, day=day)
        outcomes[key] = _value(path, line, place, value)
    if not outcomes:
        raise UnreadableFile(
            file=path.name, reason=words("it holds no rows"), mend=words("Add outcomes to it.")
        )
    places = tuple(dict.fromkeys(place for place, _ in outcomes))
    days = _every_day(day for _, day in outcomes)
    _check_whole(path, outcomes, places, days)
    return Panel(
        places=places,
        days=days,
        values=tuple(tuple(outcomes[place, day] for day in days) for place in places),
        data_hash=hashlib.sha256(path.read_bytes()).hexdigest(),
        source=path.name,
        made_up=made_up,
    )


def window_of(panel: Panel, start: date, end: date) -> tuple[int, int]:
    """Index of the window's first period, and the index after its last.

    Raises:
        WindowNotInOutcomes: If the window reaches beyond the outcomes or holds none of them.
    """
    inside = [i for i, day in enumerate(panel.days) if start <= day <= end]
    step = panel.days[1] - panel.days[0] if len(panel.days) > 1 else timedelta(days=1)
    if not inside or start < panel.days[0] or end >= panel.days[-1] + step:
        raise WindowNotInOutcomes(
            first=panel.days[0].isoformat(),
            last=panel.days[-1].isoformat(),
            start=start.isoformat(),
            end=end.isoformat(),
        )
    return inside[0], inside[-1] + 1


def without(panel: Panel, left_out: tuple[str, ...]) -> Panel:
    """The panel less some places, such as those of another arm, or exempted ones.

    Raises:
        PlaceNotInPanel: If one has no outcomes; names the nearest spelling.
    """
    if not left_out:
        return panel
    kept = ~treated_mask(panel.places, left_out)
    return replace(
        panel,
        places=tuple(place for place, keep in zip(panel.places, kept, strict=True) if keep),
        values=tuple(row for row, keep in zip(panel.values, kept, strict=True) if keep),
    )


def _day(path: Path, line: int, value: str) -> date:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        raise BadPanelDate(file=path.name, line=line, value=value or words("empty")) from None


def _value(path: Path, line: int, place: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or number > LARGEST:
        raise BadCount(file=path.name, line=line, column="Y", value=value or words("empty"),
                       wanted=words("a number"))  # fmt: skip
    if number < 0:
        raise NegativeOutcome(file=path.name, line=line, place=place, value=value)
    return number


def _every_day(seen: Iterable[date]) -> tuple[date, ...]:
    """All days from the first to the last, at the smallest step between two of them."""
    days = sorted(set(seen))
    step = min((b - a for a, b in pairwise(days)), default=timedelta(days=1))
    return tuple(days[0] + i * step for i in range((days[-1] - days[0]) // step + 1))


def _check_whole(
    path: Path, outcomes: Outcomes, places: tuple[str, ...], days: tuple[date, ...]
) -> None:
    gaps = [(place, day) for place in places for day in days if (place, day) not in outcomes]
    if gaps:
        place, day = gaps[0]
        raise MissingOutcome(file=path.name, place=place, day=day.isoformat(), missing=len(gaps))
