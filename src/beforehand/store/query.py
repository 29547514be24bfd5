"""DuckDB, opened the same way each time: no network, no extensions, spilling beside the pool."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import duckdb


@cache
def sql(name: str) -> str:
    """The query kept in the file of that name beside this module."""
    return (Path(__file__).parent / f"{name}.sql").read_text(encoding="utf-8")


#: Sorting and hashing spill to disk above this, so that a large file needs no large machine.
MEMORY = "1GB"


def connect(spill: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory that spills to ``spill`` and never loads or fetches an extension."""
    database = duckdb.connect(
        config={
            "temp_directory": str(spill),
            "memory_limit": MEMORY,
            "preserve_insertion_order": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    )
    # On slow queries the bar would be printed on stdout, amid an answer's JSON.
    database.execute("SET enable_progress_bar = false")
    return database
