"""What a partner keeps at the hub of how its columns were matched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMapping:
    """One version of one mapping. It holds names of columns and words for codes, and no case."""

    id: str
    owner: str  # the partner whose officers alone read it; empty for the hub's own
    dataset: str
    version: int
    kept_on: date
    text: str  # as ``share map --kept`` writes it
