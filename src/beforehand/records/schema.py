"""The Arrow schema of the case table. Apart from the records, so that ``public`` loads no Arrow."""

from __future__ import annotations

import pyarrow as pa

from beforehand.vocabulary import FIELDS, FieldType

_ARROW: dict[FieldType, pa.DataType] = {
    FieldType.TEXT: pa.string(),
    FieldType.CODE: pa.string(),
    FieldType.CODES: pa.list_(pa.string()),
    FieldType.WHOLE: pa.int16(),
    FieldType.YES_NO: pa.bool_(),
}

#: One row a case (case-level) or a published cell (aggregate). Null = not recorded; an empty list
#: = recorded that there was none. ``row_id`` is random and null for aggregates; ``people`` is the
#: weight: 1 for a case, the published count for a cell.
CASE_SCHEMA: pa.Schema = pa.schema(
    [pa.field("row_id", pa.string()), pa.field("people", pa.int32(), nullable=False)]
    + [pa.field(spec.name, _ARROW[spec.kind]) for spec in FIELDS]
)

#: Which rows are the same person: ``probability`` is 1.0 for a person of one row.
LINK_SCHEMA: pa.Schema = pa.schema(
    [
        pa.field("row_id", pa.string(), nullable=False),
        pa.field("person_id", pa.string(), nullable=False),
        pa.field("probability", pa.float64(), nullable=False),
    ]
)
