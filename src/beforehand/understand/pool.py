"""Asks the pool: the ``.sql`` files of this folder on the rows that a ``CaseTable`` names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import duckdb

from beforehand.records.cases import CaseTable
from beforehand.records.picture import CitizenshipRule, RouteFilter
from beforehand.refusals import EmptyPool, PoolTooLarge
from beforehand.understand.narrowing import bindings
from beforehand.unlocking import readable

#: Whose rows are one: a person's, or a person's at one partner or kind of partner that saw them.
Level = Literal["", "partner", "partner_type"]
Parameter = str | int | bool

#: Rows of a pool up to which the route's people are laid out as a table.
LAID_OUT = 100_000

#: Fields that submissions taken before there were such fields do not hold.
_SINCE = {"transit_country": "NULL::VARCHAR[]", "arrival_area": "NULL::VARCHAR"}

#: No row is ever spilled to a disk, and no extension is fetched.
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "temp_directory": "",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


@cache
def query(name: str) -> str:
    """The text of ``<name>.sql``; parameters are bound, never formatted into it."""
    return (files("beforehand.understand") / f"{name}.sql").read_text(encoding="utf-8")


class Pool:
    """Cases opened once and asked about one route; answers are remembered while it is open."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, cases: CaseTable, route: RouteFilter
    ) -> None:
        self.cases, self.route = cases, route
        self._connection = connection
        self._level: Level = ""
        self._answers: dict[object, list[tuple[Any, ...]]] = {}

    def ask(self, name: str, level: Level = "", **asked: Parameter) -> list[tuple[Any, ...]]:
        """The rows that ``<name>.sql`` gives for the route.

        Args:
            name: Of the query.
            level: '' counts each person once; 'partner' and 'partner_type' once for each that
                saw them, with what that one recorded.
            asked: What the query binds besides the route.
        """
        key = (name, level, tuple(sorted(asked.items())))
        if key not in self._answers:
            self._unite(level)
            self._answers[key] = self._connection.execute(query(name), asked).fetchall()
        return self._answers[key]

    def uncertain(self) -> list[tuple[str, float]]:
        """Rows that are joined to others and may not be, with the probability that they belong."""
        return self._connection.execute(query("uncertain")).fetchall()

    def drawn(self, name: str, alone: Sequence[str], **asked: Parameter) -> list[tuple[Any, ...]]:
        """The rows of ``<name>.sql`` if the rows ``alone`` were not joined to any others."""
        self._hold_alone(alone)
        try:
            return self._connection.execute(query(name), asked).fetchall()
        finally:
            self._hold_alone(())

    def _hold_alone(self, rows: Sequence[str]) -> None:
        self._connection.execute("DELETE FROM loose")
        if rows:
            self._connection.execute("INSERT INTO loose SELECT unnest($rows)", {"rows": rows})
        self._connection.execute(query("repeated"))
        self._level = ""
        _unite(self._connection, self.cases, "")

    def _unite(self, level: Level) -> None:
        if level != self._level:
            _unite(self._connection, self.cases, level)
            self._level = level


@contextmanager
def opened(cases: CaseTable, route: RouteFilter) -> Iterator[Pool]:
    """The cases, in memory, ready to be asked about a route.

    Raises:
        EmptyPool: If there is no file to read.
        PoolTooLarge: If this machine's memory is too small for what is asked.
    """
    if not cases.files:
        raise EmptyPool(what=str(cases.source_class))
    with (
        _in_memory_alone(),
        readable(cases) as paths,
        duckdb.connect(config=CONFIG) as connection,
    ):
        _show_rows(connection, paths, cases)
        _narrow(connection, route)
        _find_repeats(connection, cases)
        connection.execute(query("united"), {"level": ""})
        connection.execute(query("people"))
        connection.execute(query("narrowed"))
        _choose(connection, cases)
        connection.execute(query("answers"))
        yield Pool(connection, cases, route)


@contextmanager
def _in_memory_alone() -> Iterator[None]:
    """What does not fit is refused: put aside on a disk, it would lie there in the clear."""
    try:
        yield
    except duckdb.OutOfMemoryException as wrong:
        raise PoolTooLarge from wrong


def _show_rows(connection: duckdb.DuckDBPyConnection, paths: list[str], cases: CaseTable) -> None:
    """The rows as ``cases``, each under the partner's name that may be shown."""
    if not cases.shown_as:
        _whole(connection.read_parquet(paths, union_by_name=True)).create_view("cases")
        return
    _whole(connection.read_parquet(paths, filename=True, union_by_name=True)).create_view("named")
    connection.execute("CREATE TABLE shown (file VARCHAR, partner VARCHAR, kind VARCHAR)")
    connection.executemany(
        "INSERT INTO shown VALUES (?, ?, ?)",
        [
            (path, one.partner, one.partner_type)
            for path, one in zip(paths, cases.shown_as, strict=True)
        ],
    )
    connection.execute(query("shown_rows"))


def _whole(rows: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """The rows with every field of the case record: one that is newer than they are is null."""
    missing = [name for name in _SINCE if name not in rows.columns]
    return rows.project(", ".join(["*", *(f"{_SINCE[name]} AS {name}" for name in missing)]))


def _narrow(connection: duckdb.DuckDBPyConnection, route: RouteFilter) -> None:
    """Set what the queries narrow by; the names are our own, the values are bound."""
    bound = bindings(route.only) | {
        "origin": route.origin,
        "destination": route.destination,
        "sole": route.citizenship is CitizenshipRule.SOLE,
    }
    for name, value in bound.items():
        connection.execute(f"SET VARIABLE {name} = $value", {"value": value})
    if bound.keys() & {"only_partner", "only_partner_type"}:
        connection.execute(query("seen_by"))


def _unite(connection: duckdb.DuckDBPyConnection, cases: CaseTable, level: Level) -> None:
    connection.execute(query("united"), {"level": level})
    _choose(connection, cases)


def _choose(connection: duckdb.DuckDBPyConnection, cases: CaseTable) -> None:
    rows = sum(one.rows for one in cases.submissions)
    connection.execute(query("laid_out" if rows <= LAID_OUT else "read_each_time"))


def _find_repeats(connection: duckdb.DuckDBPyConnection, cases: CaseTable) -> None:
    if cases.links is None:
        connection.execute(query("nothing_repeated"))
    else:
        connection.read_parquet(str(cases.links)).create_view("links")
        connection.execute("CREATE TEMP TABLE loose (row_id VARCHAR)")
        connection.execute(query("repeated"))
