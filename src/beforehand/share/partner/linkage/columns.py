"""From a row of the sheet to what names the person in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from beforehand.share.partner.coding import Coded, Problem, day, simplified
from beforehand.share.partner.linkage.keys import Identity


@dataclass(frozen=True, slots=True)
class Cells:
    """One row's cells that name a person: by role, or as an older mapping's list of columns."""

    named: Mapping[str, str]
    listed: Sequence[str] = ()


def identity_of(
    cells: Cells, record: Mapping[str, Coded], formats: tuple[str, ...] = ()
) -> Identity:
    """Who the row is of. Sex and citizenship are as the record codes them where it does.

    An older mapping (``token``) lists columns without roles: the cell that is a date is the birth
    date, and the others together are the name.
    """
    said = dict(cells.named)
    if not said and cells.listed:
        dates = [cell for cell in cells.listed if _is_date(cell, formats)]
        names = [cell for cell in cells.listed if cell not in dates]
        said = {"full_name": " ".join(names), "birth_date": dates[0] if dates else ""}
    return Identity(
        given_name=said.get("given_name", ""),
        family_name=said.get("family_name", ""),
        full_name=said.get("full_name", ""),
        birth_date=said.get("birth_date", ""),
        sex=_sex(record.get("gender")),
        citizenship=_citizenship(record.get("citizenship")),
    )


def coded_naming(reads: Iterable[Mapping[str, Coded] | Problem]) -> dict[str, Coded]:
    """Sex and citizenship from columns that linkage names; what cannot be read is not recorded."""
    found: dict[str, Coded] = {}
    for read in reads:
        if not isinstance(read, Problem):
            found |= {name: value for name, value in read.items() if value is not None}
    return found


def _is_date(cell: str, formats: tuple[str, ...]) -> bool:
    return any(letter.isdecimal() for letter in cell) and day(cell, formats) is not None


def _sex(code: Coded) -> str:
    """Women and men are compared; every other code is no ground to tell two people apart."""
    return {"feminine": "f", "masculine": "m"}.get(simplified(str(code or "")), "")


def _citizenship(codes: Coded) -> str:
    known = [code for code in codes if code != "ZZ"] if isinstance(codes, tuple) else []
    return known[0] if len(known) == 1 else ""
