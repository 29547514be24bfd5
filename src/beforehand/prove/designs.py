"""The recorded design as the assignments that the test permutes."""

from __future__ import annotations

import csv
import io
import math
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from beforehand.lots import allowed_labels, arm_labels, labels_of
from beforehand.records.codec import from_json
from beforehand.records.impact import LiftRequest
from beforehand.records.plan import DesignKind, Lots, Plan
from beforehand.refusals import (
    AssignmentOutsideDesign,
    BadDesignFile,
    PlaceNotInPanel,
    WindowNotOver,
)
from beforehand.stats import treated_mask
from beforehand.words import words

Marks = NDArray[np.bool_]
_DATED = re.compile(r".+:\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedules:
    """The waves of a stepped rollout: first days, and which wave each place could have been in."""

    places: tuple[str, ...]
    waves: tuple[date, ...]
    rows: NDArray[np.int8]  # schedules by places, the actual one first
    weights: tuple[float, ...] | None


def complete_lots(places: tuple[str, ...], treated: int) -> Lots:
    """Lots in which any ``treated`` of the places could have been drawn."""
    return Lots(
        candidates=places,
        treated=treated,
        balanced_on=(),
        balance=(),
        threshold=None,
        seed=0,
        admissible=math.comb(len(places), treated),
        enumerated=False,
        design=DesignKind.COMPLETE,
    )


def allowed(request: LiftRequest, rng: Generator) -> tuple[tuple[str, ...], Marks]:
    """The places that took part, and every assignment of them that the design allowed.

    Returns:
        Candidates in the design's order, and assignments by candidates, the actual one first.

    Raises:
        AssignmentOutsideDesign: If the treated places could not have been drawn so.
    """
    if request.assignments:
        return _listed(request)
    lots = _recorded(request)
    if lots.design is DesignKind.ARMS:
        return _one_arm(lots, request, rng)
    if lots.design is DesignKind.STEPPED:
        raise AssignmentOutsideDesign(reason=words("every place gets its turn, in waves"))
    actual = treated_mask(lots.candidates, request.treated)
    return lots.candidates, allowed_labels(lots, rng, actual=actual) > 0


def _recorded(request: LiftRequest) -> Lots:
    """The lots, if all treated places took part in them."""
    if request.lots is None:
        raise AssignmentOutsideDesign(reason=words("no design was recorded"))
    for place in request.treated:
        if place not in request.lots.candidates:
            raise AssignmentOutsideDesign(reason=words("{place} took no part in it", place=place))
    return request.lots


def _one_arm(lots: Lots, request: LiftRequest, rng: Generator) -> tuple[tuple[str, ...], Marks]:
    """One message beside the held-out places; what the others got stays as it was drawn.

    So the test holds whatever the other messages did.
    """
    labels = labels_of(lots)
    asked = treated_mask(lots.candidates, request.treated)
    arm = int(labels[asked].max())
    if not arm or (asked != (labels == arm)).any():
        raise AssignmentOutsideDesign(reason=words("they are not the places of one message"))
    inside = (labels == arm) | (labels == 0)
    rows = arm_labels(lots, labels, arm, rng)[:, inside]
    return tuple(np.array(lots.candidates)[inside].tolist()), rows == arm


def schedules(request: LiftRequest, rng: Generator) -> Schedules | None:
    """The waves that the design allowed, if it is a stepped one.

    Raises:
        AssignmentOutsideDesign: If the treated places are not those of the design.
    """
    if request.assignments and _DATED.fullmatch(request.assignments[0][0]):
        return _dated(request)
    if request.lots is None or request.lots.design is not DesignKind.STEPPED:
        return None
    lots = _recorded(request)
    if set(request.treated) != set(lots.candidates):
        raise AssignmentOutsideDesign(reason=words("every place gets its turn, in waves"))
    return Schedules(
        places=lots.candidates,
        waves=lots.waves,
        rows=allowed_labels(lots, rng, actual=labels_of(lots)),
        weights=lots.weights or None,
    )


def _dated(request: LiftRequest) -> Schedules:
    """Schedules as ``read_design`` lets them pass; the first one is what was done."""
    listed = [dict(cell.rsplit(":", 1) for cell in row) for row in request.assignments]
    places = tuple(sorted(listed[0]))
    if not set(request.treated) <= set(places):
        raise AssignmentOutsideDesign(reason=words("they are not in the schedules listed"))
    begins = sorted({day for one in listed for day in one.values()})
    rows = np.array([[begins.index(one[place]) for place in places] for one in listed])
    others = np.unique(rows[1:], axis=0)
    others = others[(others != rows[0]).any(axis=1)]
    return Schedules(
        places=places,
        waves=tuple(date.fromisoformat(day) for day in begins),
        rows=np.vstack((rows[:1], others)).astype(np.int8),
        weights=None,
    )


def _listed(request: LiftRequest) -> tuple[tuple[str, ...], Marks]:
    candidates = tuple(sorted({place for row in request.assignments for place in row}))
    distinct = {frozenset(row) for row in request.assignments}
    if frozenset(request.treated) not in distinct:
        raise AssignmentOutsideDesign(reason=words("they are not one of the assignments listed"))
    rows = [
        frozenset(request.treated),
        *sorted(distinct - {frozenset(request.treated)}, key=sorted),
    ]
    return candidates, np.array([[place in row for place in candidates] for row in rows])


def read_design(path: Path, end: date | None = None) -> Lots | tuple[tuple[str, ...], ...]:
    """The lots of a saved plan or saved lots (JSON), or a list of assignments or schedules (CSV).

    Args:
        path: The file.
        end: Last day that is to be looked at.

    Raises:
        BadDesignFile: If it is none of these.
        WindowNotOver: If it is a plan whose campaign ends after ``end``.
    """
    if not path.is_file():
        raise BadDesignFile(file=path.name, reason=words("there is no such file"))
    data = path.read_bytes()
    if data.lstrip()[:1] == b"{":
        return _from_json(path, data, end)
    if b"\0" in data:
        raise BadDesignFile(file=path.name, reason=words("it is not text"))
    text = data.decode("utf-8-sig", errors="replace")
    listed = tuple(row for row in _cells(path, text) if row)
    if len(set(map(frozenset, listed))) < 2:
        raise BadDesignFile(file=path.name, reason=words("it lists fewer than two assignments"))
    if any(":" in cell for row in listed for cell in row):
        _check_dated(path, listed)
    return listed


def _cells(path: Path, text: str) -> list[tuple[str, ...]]:
    try:
        read = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as wrong:
        raise BadDesignFile(file=path.name, reason=words("it is not text")) from wrong
    return [tuple(cell.strip() for cell in row if cell.strip()) for row in read]


def _check_dated(path: Path, listed: tuple[tuple[str, ...], ...]) -> None:
    """Schedules name the same places in every line, each once with a day; or none has a day.

    Raises:
        BadDesignFile: If one does not; names the line.
    """
    dated = [sum(_is_dated(cell) for cell in row) for row in listed]
    if not any(dated):
        return  # names with a colon in them
    places = [{cell.rpartition(":")[0] for cell in row} for row in listed]
    for line, row in enumerate(listed):
        whole = dated[line] == len(row) == len(places[line])
        if not whole or places[line] != places[0]:
            raise BadDesignFile(
                file=path.name,
                reason=words(
                    "schedule {line} does not give each place its first day as place:2027-03-01",
                    line=line + 1,
                ),
            )


def _is_dated(cell: str) -> bool:
    try:
        return bool(date.fromisoformat(cell.rpartition(":")[2])) and bool(_DATED.fullmatch(cell))
    except ValueError:
        return False


def _from_json(path: Path, data: bytes, end: date | None) -> Lots:
    try:
        if b'"candidates"' in data and b'"lots"' not in data:
            return from_json(Lots, data)
        plan = from_json(Plan, data)
    except msgspec.MsgspecError as wrong:
        raise BadDesignFile(file=path.name, reason=str(wrong)) from wrong
    if end is not None and end < plan.window.end:
        raise WindowNotOver(end=plan.window.end.isoformat())
    return plan.lots


def plan_in(path: Path) -> Plan | None:
    """The plan that a design file holds; None if it holds lots or assignments alone.

    Raises:
        BadDesignFile: If it is a plan that cannot be read.
    """
    data = path.read_bytes()
    if data.lstrip()[:1] != b"{" or b'"lots"' not in data:
        return None
    try:
        return from_json(Plan, data)
    except msgspec.MsgspecError as wrong:
        raise BadDesignFile(file=path.name, reason=str(wrong)) from wrong


def rows_of(places: tuple[str, ...], candidates: tuple[str, ...]) -> list[int]:
    """Row of each candidate in the panel.

    Raises:
        PlaceNotInPanel: If a candidate has no outcomes.
    """
    for candidate in candidates:
        if candidate not in places:
            raise PlaceNotInPanel(place=candidate, nearest=places[0])
    return [places.index(candidate) for candidate in candidates]
