"""Case tables written in a test, as ``store`` would open them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from beforehand.records.cases import (
    CaseTable,
    Provenance,
    SourceClass,
    SourceKind,
    Submission,
)
from beforehand.records.schema import CASE_SCHEMA, LINK_SCHEMA

#: On the route AL:GB, one person, nothing else recorded.
ON_ROUTE: dict[str, Any] = {
    "people": 1,
    "citizenship": ["AL"],
    "referral_country": "GB",
    "partner": "North",
    "partner_type": "NGO",
}


def case(**recorded: Any) -> dict[str, Any]:
    """A row on the route AL:GB with these fields recorded besides."""
    return ON_ROUTE | recorded


def published(folder: Path, rows: Sequence[dict[str, Any]]) -> CaseTable:
    """A published table: rows are cells with a weight in ``people``."""
    kind = SourceClass(provenance=Provenance.REAL, kind=SourceKind.AGGREGATE, dataset="test")
    return _table(folder, rows, None, kind)


def partners_cases(
    folder: Path, rows: Sequence[dict[str, Any]], links: Sequence[tuple[str, str]] = ()
) -> CaseTable:
    """Made-up case-level rows; ``links`` pairs a row's id with its person."""
    kind = SourceClass(provenance=Provenance.MADE_UP, kind=SourceKind.CASE_LEVEL)
    path = folder / "links.parquet"
    linked = [{"row_id": row, "person_id": who, "probability": 1.0} for row, who in links]
    pq.write_table(pa.Table.from_pylist(linked, schema=LINK_SCHEMA), path)
    return _table(folder, rows, path, kind)


def _table(
    folder: Path, rows: Sequence[dict[str, Any]], links: Path | None, kind: SourceClass
) -> CaseTable:
    path = folder / "cases.parquet"
    pq.write_table(pa.Table.from_pylist(list(rows), schema=CASE_SCHEMA), path)
    given = Submission(
        id="0123456789abcdef",
        giver="North",
        dataset="test",
        edition="1",
        source_class=kind,
        title="A table made in a test",
        licence="CC0",
        rows=len(rows),
        people=sum(row["people"] for row in rows),
        given_on=date(2026, 1, 5),
        sha256="0" * 64,
    )
    return CaseTable(
        files=(path,), links=links, submissions=(given,), source_class=kind, data_hash="f" * 64
    )
