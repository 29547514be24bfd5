"""What has passed the one door to the public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from beforehand.records.figure import Figure
from beforehand.words import Words

Payload = TypeVar("Payload")


class Withholding(StrEnum):
    """Why a count is not shown."""

    SMALL = "small"  # fewer people than the threshold
    PROTECTS_ANOTHER = "protects another"  # would give a small one back by subtraction


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeCell:
    """One count of a published table: ``people`` is None where it is withheld."""

    row: str
    column: str
    people: int | None
    withheld: Withholding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeTable:
    """One table with margins that may leave; totals of rows and columns are cells too.

    The margin's row and column are named by ``TOTAL``.
    """

    title: Words
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[SafeCell, ...]
    threshold: int
    withheld_small: int
    withheld_others: int
    made_up: bool
    source: str


TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeFigure:
    """A figure that may leave, or the words that it is withheld."""

    name: str
    figure: Figure | None
    withheld: Withholding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Generic[Payload]):
    """Something that passed the door. Only ``beforehand.release`` makes one (a test sees to it).

    ``id`` is the SHA-256 of the canonical payload; ``account`` says in words what was withheld
    and why.
    """

    id: str
    kind: str  # "table", "pages", "impact"
    payload: Payload
    threshold: int
    account: tuple[Words, ...]
    released_on: date
    made_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One line of the release ledger: that it left, not what was withheld from it."""

    release_id: str
    kind: str
    released_on: date
    data_hashes: tuple[str, ...]
    cells: int
    withheld: int
