"""What is kept of a release: that it left, when, from which data, and how much stayed behind."""

from __future__ import annotations

from typing import Any

from beforehand.records.release import LedgerLine, Release


def ledger_line(release: Release[Any]) -> LedgerLine:
    """One line for the ledger. The programme saves it together with the release."""
    return LedgerLine(
        release_id=release.id,
        kind=release.kind,
        released_on=release.released_on,
        data_hashes=release.data_hashes,
        cells=release.cells,
        withheld=release.withheld,
    )
