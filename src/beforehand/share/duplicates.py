"""A partner's own duplicates: clear text that stays in this process's memory.

Nothing is written, sent or logged. What two rows agree on is weighed by Splink (Fellegi and
Sunter), which is an optional extra.
"""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

from beforehand.refusals import BadMapping, NoSplink
from beforehand.share.partner import GivenFile, Mapping, open_sheet
from beforehand.share.partner.laying import Layout, lay_out
from beforehand.share.partner.linkage import Cells, coded_naming, identity_of
from beforehand.share.partner.linkage.births import birth_of
from beforehand.share.partner.linkage.names import plain_name
from beforehand.share.partner.sheet import Row
from beforehand.words import words

#: A file of fewer rows, or with fewer repeated people at first sight, teaches nothing: weights
#: are then the usual ones that ``weighing`` holds.
LEARNT_FROM_ROWS = 1000
LEARNT_FROM_REPEATS = 50


@dataclass(frozen=True, slots=True)
class Person:
    """What is compared of one row, spelt plainly; None where it is not recorded."""

    row: int  # as the spreadsheet numbers it
    given: str | None
    family: str | None
    born: str | None  # ISO
    sex: str | None
    citizenship: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two rows that are likely one person. ``same`` names what agrees letter for letter."""

    row: int
    other_row: int
    probability: float
    same: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicates:
    """What was found. ``learnt`` says whether the weights are of this file or the usual ones."""

    file: str
    rows: int
    comparable: int  # rows with a name
    learnt: bool
    least: float
    pairs: tuple[Pair, ...]


def likely_duplicates(
    file: GivenFile | Path | str, mapping: Mapping, least: float = 0.5
) -> Duplicates:
    """Rows of one sheet that are likely one person, the likeliest first.

    Args:
        file: CSV, XLSX, ODS or JSON, in the clear.
        mapping: Its ``linkage`` part says which columns say who a person is.
        least: Probability from which a pair is told.

    Raises:
        NoSplink: The extra is not installed.
        BadMapping: It does not say who a person is, or names columns that are not there.
        UnreadableFile: The file is not a table.

    Source:
        Linacre and others (2022), Splink, International Journal of Population Data Science 7(3).
    """
    if importlib.util.find_spec("splink") is None:
        raise NoSplink
    if not (mapping.linkage or mapping.token):
        raise BadMapping(
            mapping=mapping.name,
            reason=words("it does not say which columns say who a person is"),
            mend=words("Add them under linkage: given_name, family_name, birth_date."),
        )
    sheet = open_sheet(file, mapping)
    layout = lay_out(sheet, mapping)
    everybody = [_person(row, layout, mapping.date_format) for row in sheet.rows()]
    named = [one for one in everybody if one.given or one.family]
    learnt = len(named) >= LEARNT_FROM_ROWS and _repeats(named) >= LEARNT_FROM_REPEATS
    from beforehand.share.weighing import weighed  # loads Splink

    found = weighed([astuple(one) for one in named], learnt, least) if len(named) > 1 else []
    return Duplicates(
        file=sheet.file,
        rows=len(everybody),
        comparable=len(named),
        learnt=learnt,
        least=least,
        pairs=tuple(_pairs(found, {one.row: one for one in named})),
    )


def _person(row: Row, layout: Layout, formats: tuple[str, ...]) -> Person:
    cells = {role: _cell(row, column.position) for role, column in layout.naming.items()}
    coding = [
        *(column for column in layout.columns if column.target in ("gender", "citizenship")),
        *(layout.naming[role] for role in ("sex", "citizenship") if role in cells),
    ]
    coded = [column.coded(_cell(row, column.position)) for column in coding]
    listed = tuple(_cell(row, at) for at, _ in layout.token)
    who = identity_of(Cells(cells, listed), coded_naming(coded), formats)
    given, family = plain_name(who.given_name, who.family_name, who.full_name)
    born = birth_of(who.birth_date, formats)
    return Person(
        row=row.number,
        given=given or None,
        family=family or None,
        born=born.isoformat() if born else None,
        sex=who.sex or None,
        citizenship=who.citizenship or None,
    )


def _cell(row: Row, position: int) -> str:
    return row.cells[position] if position < len(row.cells) else ""


def _repeats(named: list[Person]) -> int:
    """Rows that agree with an earlier one on a name and the whole birth date."""
    found = 0
    for part in ("given", "family"):
        keys = Counter((getattr(one, part), one.born) for one in named if one.born)
        found = max(found, sum(times - 1 for (name, _), times in keys.items() if name))
    return found


def _pairs(found: list[tuple[int, int, float]], known: dict[int, Person]) -> Iterator[Pair]:
    for left, right, chance in sorted(found, key=lambda one: (-one[2], *sorted(one[:2]))):
        first, second = sorted((left, right))
        one, other = known[first], known[second]
        same = tuple(
            part
            for part in ("given", "family", "born", "sex", "citizenship")
            if getattr(one, part) is not None and getattr(one, part) == getattr(other, part)
        )
        yield Pair(row=first, other_row=second, probability=round(chance, 4), same=same)
