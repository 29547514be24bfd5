"""Partners' made-up cases, put into a pool: so many made to commit crimes, so many others."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from beforehand import store
from beforehand.home import Home
from beforehand.records.cases import Provenance, SourceClass, SourceKind, Submission
from beforehand.records.schema import CASE_SCHEMA
from made_cases import case

TODAY = date(2026, 11, 27)
KIND = SourceClass(provenance=Provenance.MADE_UP, kind=SourceKind.CASE_LEVEL)


def give(home: Home, giver: str, crime: int, other: int, edition: str = "1") -> Submission:
    """One partner's cases: so many made to commit crimes, and so many others."""
    kinds = [["ForcedCriminality"]] * crime + [["ForcedLabour"]] * other
    rows = [
        case(row_id=f"{giver}{edition}-{at}", partner=giver, exploitation=kind)
        for at, kind in enumerate(kinds)
    ]
    batch = pa.RecordBatch.from_pylist(rows, schema=CASE_SCHEMA)
    offer = store.Offer(
        giver=giver,
        dataset="cases",
        edition=edition,
        source_class=KIND,
        title=f"Made up by {giver}",
        licence="CC0",
    )
    return store.add(home, offer, [batch], today=TODAY)[0]
