"""DuckDB, opened the same way each time: no network, no extensions, nothing spilled to disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb

from beforehand.refusals import TooLittleMemory

#: No network, no extensions, no disk; DuckDB takes the rest of its settings from the machine.
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "temp_directory": "",
    "preserve_insertion_order": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


@cache
def sql(name: str) -> str:
    """The query kept in the file of that name beside this module."""
    return (Path(__file__).parent / f"{name}.sql").read_text(encoding="utf-8")


@contextmanager
def connect() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that never loads or fetches an extension, nor spills rows to a disk.

    What it spills would be rows in the clear, and DuckDB encrypts them only with an extension
    that cannot be had offline: see docs/decisions/encrypted-submissions.md.

    Raises:
        TooLittleMemory: What is done within does not fit into this machine's memory.
    """
    try:
        with duckdb.connect(config=CONFIG) as database:
            # On slow queries the bar would be printed on stdout, amid an answer's JSON.
            database.execute("SET enable_progress_bar = false")
            yield database
    except (duckdb.OutOfMemoryException, MemoryError) as wrong:
        raise TooLittleMemory from wrong
