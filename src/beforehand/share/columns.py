"""Columns of text to columns of codes: each distinct value is coded once, the rest is Arrow."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from beforehand.records.schema import CASE_SCHEMA
from beforehand.refusals import UnreadableFile
from beforehand.share.partner.files import GivenFile
from beforehand.words import words


def coded_column(
    texts: pa.ChunkedArray, code: Callable[[str], object], field: str
) -> pa.ChunkedArray:
    """``code`` of each text, as the Arrow type of ``field``."""
    kind = CASE_SCHEMA.field(field).type
    encoded = pc.dictionary_encode(texts.combine_chunks())
    codes = pa.array([code(value) for value in encoded.dictionary.to_pylist()], kind)
    return codes.take(encoded.indices)


def constant(value: object, rows: int, field: str) -> pa.Array:
    """The same value in every row."""
    return pa.repeat(pa.scalar(value, CASE_SCHEMA.field(field).type), rows)


def read_text_columns(file: GivenFile, columns: Sequence[str]) -> pa.Table:
    """The named columns of a comma-separated UTF-8 file, every value as text, "" for nothing.

    Raises:
        UnreadableFile: It is no such file, or lacks a column.
    """
    reading = pa.csv.ReadOptions(use_threads=True)
    parsing = pa.csv.ParseOptions(newlines_in_values=True)
    converting = pa.csv.ConvertOptions(
        include_columns=list(columns),
        column_types=dict.fromkeys(columns, pa.string()),
        strings_can_be_null=False,
    )
    try:
        with file.open() as data:
            table = pa.csv.read_csv(data, reading, parsing, converting)
    except (pa.ArrowInvalid, pa.ArrowKeyError, UnicodeDecodeError) as wrong:
        raise _not_this_table(file, columns) from wrong
    if not len(table):
        raise _not_this_table(file, columns)
    return table.combine_chunks()


def _not_this_table(file: GivenFile, columns: Sequence[str]) -> UnreadableFile:
    return UnreadableFile(
        file=file.name,
        reason=words("it is not a table with the columns {columns}", columns=", ".join(columns)),
        mend=words("Download the file again, or name a mapping with -m."),
    )
