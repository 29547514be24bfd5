"""The recorded design as the assignments that the test permutes."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path

import msgspec
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from beforehand.records.codec import from_json
from beforehand.records.impact import LiftRequest
from beforehand.records.plan import Lots, Plan
from beforehand.refusals import AssignmentOutsideDesign, BadDesignFile, PlaceNotInPanel
from beforehand.stats import Design, admissible, treated_mask
from beforehand.stats.assignments import ENUMERABLE
from beforehand.words import words

Marks = NDArray[np.bool_]
COMPARED = 20_000  # assignments drawn for the test, where they are too many to list


def design_of(lots: Lots) -> Design:
    """The rule of the recorded lots."""
    return Design(
        blocks=(0,) * len(lots.candidates),
        treated_per_block=(lots.treated,),
        balance=() if lots.threshold is None else lots.balance,
        threshold=math.inf if lots.threshold is None else lots.threshold,
    )


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
    if request.lots is None:
        raise AssignmentOutsideDesign(reason=words("no design was recorded"))
    candidates = request.lots.candidates
    for place in request.treated:
        if place not in candidates:
            raise AssignmentOutsideDesign(reason=words("{place} took no part in it", place=place))
    actual = treated_mask(candidates, request.treated)
    design = design_of(request.lots)
    limit = ENUMERABLE if design.unrestricted <= ENUMERABLE else COMPARED
    return candidates, admissible(design, rng, limit, actual)


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


def read_design(path: Path) -> Lots | tuple[tuple[str, ...], ...]:
    """The lots of a saved plan or saved lots (JSON), or a list of assignments (CSV).

    Raises:
        BadDesignFile: If it is none of these.
    """
    if not path.is_file():
        raise BadDesignFile(file=path.name, reason=words("there is no such file"))
    data = path.read_bytes()
    if data.lstrip()[:1] == b"{":
        return _from_json(path, data)
    text = data.decode("utf-8-sig", errors="replace")
    rows = [
        tuple(cell.strip() for cell in row if cell.strip()) for row in csv.reader(io.StringIO(text))
    ]
    listed = tuple(row for row in rows if row)
    if len(set(map(frozenset, listed))) < 2:
        raise BadDesignFile(file=path.name, reason=words("it lists fewer than two assignments"))
    return listed


def _from_json(path: Path, data: bytes) -> Lots:
    try:
        if b'"candidates"' in data and b'"lots"' not in data:
            return from_json(Lots, data)
        return from_json(Plan, data).lots
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
