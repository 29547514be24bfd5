"""DuckDB, opened the same way each time: no network, no extensions, spilling beside the pool."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import duckdb


@cache
def sql(name: str) -> str:
    """The query kept in the file of that name beside this module."""
    return (Path(__file__).parent / f"{name}.sql").read_text(encoding="utf-8")


def connect(spill: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory that spills to ``spill`` and never loads or fetches an extension."""
    return duckdb.connect(
        config={
            "temp_directory": str(spill),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    )
