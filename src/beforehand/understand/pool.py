"""Asks the pool: the ``.sql`` files of this folder on the Parquet that a ``CaseTable`` names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import duckdb

from beforehand.records.cases import CaseTable
from beforehand.records.picture import CitizenshipRule, RouteFilter
from beforehand.refusals import EmptyPool

#: Whose rows are one: a person's, or a person's at one partner or kind of partner that saw them.
Level = Literal["", "partner", "partner_type"]
Parameter = str | int | bool


@cache
def query(name: str) -> str:
    """The text of ``<name>.sql``; parameters are bound, never formatted into it."""
    return (files("beforehand.understand") / f"{name}.sql").read_text(encoding="utf-8")


@contextmanager
def opened(cases: CaseTable) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that holds ``people`` and ``answers`` over these cases, in memory.

    Args:
        cases: What the asker may see, of one source class. Each person counts once, until
            ``unite`` says otherwise.

    Raises:
        EmptyPool: If there is no file to read.
    """
    if not cases.files:
        raise EmptyPool(what=str(cases.source_class))
    with duckdb.connect(":memory:") as pool:
        pool.read_parquet([str(path) for path in cases.files]).create_view("cases")
        _find_repeats(pool, cases)
        unite(pool, "")
        pool.execute(query("people"))
        pool.execute(query("answers"))
        yield pool


def unite(pool: duckdb.DuckDBPyConnection, level: Level) -> None:
    """Count each person once (''), or once for each partner or kind of partner that saw them."""
    pool.execute(query("united"), {"level": level})


def _find_repeats(pool: duckdb.DuckDBPyConnection, cases: CaseTable) -> None:
    if cases.links is None:
        pool.execute(query("nothing_repeated"))
    else:
        pool.read_parquet(str(cases.links)).create_view("links")
        pool.execute(query("repeated"))


def ask(
    pool: duckdb.DuckDBPyConnection, name: str, route: RouteFilter, **asked: Parameter
) -> list[tuple[Any, ...]]:
    """The rows that ``<name>.sql`` gives for a route."""
    bound: dict[str, Parameter] = {
        "origin": route.origin,
        "destination": route.destination,
        "sole": route.citizenship is CitizenshipRule.SOLE,
    }
    return pool.execute(query(name), bound | asked).fetchall()
