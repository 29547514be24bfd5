"""The rows to be linked: their ids, partners, and the coded attributes that are compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from beforehand.store.linking.states import Whole

_NOT_RECORDED = -1


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Rows:
    """Shape (rows,) each, in the order of the row ids.

    Attributes:
        ids: The hub's random row ids, 32 hex digits.
        giver: A number for each partner.
        sex, citizenship: A number for each code; -1 where it is not recorded, or not one code.
        born_from, born_to: Years of birth that an age at registration allows; -1 for none.
    """

    ids: pa.Array
    giver: Whole
    sex: Whole
    citizenship: Whole
    born_from: Whole
    born_to: Whole

    def __len__(self) -> int:
        return len(self.ids)

    def places(self, row_ids: npt.NDArray[np.bytes_]) -> Whole:
        """Where rows with these ids are."""
        digits = row_ids.tobytes().hex()
        wanted = [digits[at : at + 32] for at in range(0, len(digits), 32)]
        return np.asarray(pc.index_in(pa.array(wanted, pa.string()), self.ids), np.int64)


def rows_of(table: pa.Table) -> Rows:
    """The rows of ``linking_rows.sql``, which is ordered by row id."""
    ids = table["row_id"].combine_chunks()
    registered = table["registered"].combine_chunks()
    return Rows(
        ids=ids,
        giver=_numbered(table["partner"]),
        sex=_numbered(table["sex"]),
        citizenship=_numbered(table["citizenship"]),
        born_from=_years(pc.subtract(pc.subtract(registered, table["age_to"]), 1)),
        born_to=_years(pc.subtract(registered, table["age_from"])),
    )


def _numbered(column: pa.ChunkedArray) -> Whole:
    encoded = pc.dictionary_encode(column).combine_chunks()
    return np.asarray(encoded.indices.fill_null(_NOT_RECORDED), np.int64)


def _years(column: pa.ChunkedArray) -> Whole:
    return np.asarray(pc.fill_null(column, _NOT_RECORDED).combine_chunks(), np.int64)
