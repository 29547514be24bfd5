"""Reads the published cells of the United Kingdom's National Referral Mechanism.

Source: Home Office, National Referral Mechanism statistics, Open Government Licence v3.0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from beforehand.records.cases import Provenance, SourceClass, SourceKind
from beforehand.records.schema import CASE_SCHEMA
from beforehand.share.columns import coded_column, constant, read_text_columns
from beforehand.share.partner.countries import citizenships
from beforehand.share.partner.faults import Fault, refusal
from beforehand.share.partner.files import GivenFile
from beforehand.store import Offer
from beforehand.vocabulary import AgeBasis, Exploitation, Gender, PartnerType, TraffickingStatus
from beforehand.words import words

Value = TypeVar("Value")

COLUMNS = (
    "quarter",
    "responder_group",
    "responder",
    "exploitation",
    "age_at_exploitation",
    "gender",
    "nationality",
    "people",
)
GROUPS = {
    "Police": PartnerType.LAW_ENFORCEMENT,
    "Government agency": PartnerType.CENTRAL_GOVERNMENT_ORGANISATION,
    "Local Authority": PartnerType.LOCAL_GOVERNMENT_ORGANISATION,
    "NGO and third sector": PartnerType.NGO,
}
EXPLOITATION = {
    "Labour": Exploitation.FORCED_LABOUR,
    "Sexual": Exploitation.SEXUAL_EXPLOITATION,
    "Domestic": Exploitation.SERVITUDE,
    "Criminal": Exploitation.FORCED_CRIMINALITY,
    "Organ Harvesting": Exploitation.ORGAN_REMOVAL,
}
GENDERS = {
    "Male": Gender.MASCULINE,
    "Female": Gender.FEMININE,
    "Other": Gender.OTHER,
    "Unknown": Gender.NON_SPECIFIED_UNKNOWN,
    "Not Recorded": None,
}
AGES: dict[str, tuple[int | None, int | None]] = {
    "Adult (18 or over)": (18, None),
    "Child (17 or under)": (0, 17),
    "Not specified or unknown": (None, None),
}
NOT_SPECIFIED = "Not specified or unknown"


@dataclass(frozen=True, slots=True)
class _Unreadable:
    """A value that no code stands for."""

    value: str


def read(file: GivenFile) -> tuple[Offer, pa.RecordBatchReader]:
    """The published cells as coded rows, and what they are offered as.

    Sole "Unknown" nationality is not recorded; beside another it is ZZ. Combined exploitation
    becomes several codes. Nothing else is in the source, so nothing else is recorded.

    Raises:
        UnreadableFile: It is not a table with the eight columns of the published cells.
        FaultyRows: A cell holds a word that is not of the source, a total, or a cell twice.
    """
    cells = read_text_columns(file, COLUMNS)
    faults = tuple(_faults(file.name, cells))
    if faults:
        raise refusal(file.name, faults)
    table = _coded(cells)
    return _offer(cells), table.to_reader()


def _offer(cells: pa.Table) -> Offer:
    return Offer(
        giver="Home Office",
        dataset="nrm",
        edition=pc.max(cells["quarter"]).as_py(),
        source_class=SourceClass(
            provenance=Provenance.REAL, kind=SourceKind.AGGREGATE, dataset="nrm"
        ),
        title="Home Office, National Referral Mechanism statistics",
        licence="Open Government Licence v3.0",
    )


def _year(quarter: str) -> int | None:
    return int(quarter[:4]) if re.fullmatch(r"20[0-9]{2}-Q[1-4]", quarter) else None


def _quarter(quarter: str) -> int | None:
    return int(quarter[-1]) if _year(quarter) else None


def _exploitation(text: str) -> list[str] | None:
    parts = [part.strip() for part in re.split(r"[,&]", text)]
    codes = [EXPLOITATION[part].value for part in parts if part in EXPLOITATION]
    return sorted(codes) if len(codes) == len(parts) else None


def _people(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,8}", text) and int(text) else None


#: For each column of the source, whether a value is of the source.
_KNOWN: dict[str, Callable[[str], object]] = {
    "quarter": _year,
    "responder_group": GROUPS.get,
    "responder": lambda text: text.strip() and not re.search(r"\btotal\b", text, re.IGNORECASE),
    "exploitation": lambda text: text == NOT_SPECIFIED or _exploitation(text),
    "age_at_exploitation": AGES.get,
    "gender": lambda text: text in GENDERS,
    "nationality": lambda text: citizenships(text) is not None,
    "people": _people,
}


def _faults(file: str, cells: pa.Table) -> Iterator[Fault]:
    for column, known in _KNOWN.items():
        for value in pc.unique(cells[column]).to_pylist():
            if not known(value):
                yield _fault(file, cells, column, value)
    yield from _repeats(file, cells)


def _fault(file: str, cells: pa.Table, column: str, value: str) -> Fault:
    first = pc.index(cells[column], value).as_py()
    problem = words("is not a value that this table uses")
    return Fault(file=file, sheet="", row=first + 2, column=column, value=value, problem=problem)


def _repeats(file: str, cells: pa.Table) -> Iterator[Fault]:
    keys = list(COLUMNS[:-1])
    numbered = cells.append_column("row", pa.array(range(2, len(cells) + 2), pa.int64()))
    grouped = numbered.group_by(keys).aggregate([("row", "count"), ("row", "max")])
    for repeat in grouped.filter(pc.greater(grouped["row_count"], 1)).to_pylist():
        yield Fault(
            file=file,
            sheet="",
            row=repeat["row_max"],
            column="people",
            value=repeat["responder"],
            problem=words("is a cell that the file holds twice"),
        )


def _coded(cells: pa.Table) -> pa.Table:
    """All columns at once, each distinct word coded once."""
    rows = len(cells)
    age = cells["age_at_exploitation"]
    found = {
        "people": coded_column(cells["people"], _people, "people"),
        "partner": cells["responder"],
        "partner_type": coded_column(cells["responder_group"], GROUPS.get, "partner_type"),
        "registered_year": coded_column(cells["quarter"], _year, "registered_year"),
        "registered_quarter": coded_column(cells["quarter"], _quarter, "registered_quarter"),
        "trafficking_status": constant(
            TraffickingStatus.POSSIBLE_VICTIM_OF_TRAFFICKING, rows, "trafficking_status"
        ),
        "gender": coded_column(cells["gender"], GENDERS.get, "gender"),
        "age_from": coded_column(age, lambda text: AGES[text][0], "age_from"),
        "age_to": coded_column(age, lambda text: AGES[text][1], "age_to"),
        "age_basis": constant(AgeBasis.AT_EXPLOITATION, rows, "age_basis"),
        "citizenship": coded_column(
            cells["nationality"], lambda text: citizenships(text) or None, "citizenship"
        ),
        "referral_country": constant("GB", rows, "referral_country"),
        "exploitation": coded_column(cells["exploitation"], _exploitation, "exploitation"),
    }
    columns = [found.get(spec.name, pa.nulls(rows, spec.type)) for spec in CASE_SCHEMA]
    return pa.Table.from_arrays(columns, schema=CASE_SCHEMA)
