"""What a keyholder keeps: a key for each epoch, who may ask, and how much was asked a day."""

from __future__ import annotations

import hashlib
import re
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from beforehand import atomic
from beforehand.keyholder import oprf
from beforehand.refusals import NoKeyholder, PartnerAdmitted, UnknownKeyholderPartner

#: About 11,600 records a day with 43 values each.
VALUES_A_DAY = 500_000
_PASS = re.compile(r"keyholder-pass-[0-9a-f]{64}")
_KEY = re.compile(r"epoch-([0-9]{1,6})\.key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """A partner that may ask, and what it asked."""

    name: str
    values_a_day: int
    asked_today: int
    asked_in_all: int


@dataclass(frozen=True, slots=True)
class Book:
    """One folder, ``0700``: ``epoch-N.key`` files and ``book.sqlite3``. Never at the hub."""

    folder: Path

    @property
    def epoch(self) -> int:
        """The number of the key in use: the highest.

        Raises:
            NoKeyholder: There is none.
        """
        found = [_KEY.fullmatch(path.name) for path in self.folder.glob("epoch-*.key")]
        numbers = [int(match.group(1)) for match in found if match]
        if not numbers:
            raise NoKeyholder(folder=str(self.folder))
        return max(numbers)

    def key(self) -> bytes:
        """The secret scalar of the epoch in use."""
        return (self.folder / f"epoch-{self.epoch}.key").read_bytes()

    def own(self, values: Sequence[bytes]) -> list[bytes]:
        """The outputs of the keyholder's own values, as a partner among partners."""
        return oprf.own(self.key(), values)

    def rotate(self) -> int:
        """A new key, under the next number; the old one is deleted, so old values stay as are."""
        before = sorted(self.folder.glob("epoch-*.key"))
        number = self.epoch + 1 if before else 1
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = oprf.derive_key(secrets.token_bytes(32), b"beforehand keyholder")
        atomic.write_bytes(self.folder / f"epoch-{number}.key", made, mode=0o600)
        for path in before:
            path.unlink()
        return number

    def admit(self, name: str, values_a_day: int = VALUES_A_DAY) -> str:
        """A pass for one partner, shown once: only its hash is kept.

        Raises:
            PartnerAdmitted: The partner has one.
        """
        made = f"keyholder-pass-{secrets.token_hex(32)}"
        with self._database() as database:
            try:
                database.execute(
                    "INSERT INTO partner VALUES (?, ?, ?)", (name, _hashed(made), values_a_day)
                )
            except sqlite3.IntegrityError as wrong:
                raise PartnerAdmitted(name=name) from wrong
        return made

    def expel(self, name: str) -> None:
        """End a partner's pass at once.

        Raises:
            UnknownKeyholderPartner: There is no such partner.
        """
        with self._database() as database:
            if database.execute("DELETE FROM partner WHERE name = ?", (name,)).rowcount == 0:
                names = ", ".join(one.name for one in self.admitted(date.min)) or "none"
                raise UnknownKeyholderPartner(name=name, names=names)

    def admitted(self, today: date) -> tuple[Admitted, ...]:
        """Who may ask, by name."""
        with self._database() as database:
            found = database.execute(
                "SELECT name, values_a_day,"
                " coalesce(sum(how_many) FILTER (WHERE day = ?), 0), coalesce(sum(how_many), 0)"
                " FROM partner LEFT JOIN asked USING (name) GROUP BY name ORDER BY name",
                (today.isoformat(),),
            ).fetchall()
        return tuple(
            Admitted(name=name, values_a_day=most, asked_today=now, asked_in_all=ever)
            for name, most, now, ever in found
        )

    def holder(self, said: str) -> str | None:
        """The partner whose pass this is; None if it is nobody's."""
        if not _PASS.fullmatch(said):
            return None
        with self._database() as database:
            found = database.execute(
                "SELECT name FROM partner WHERE pass_hash = ?", (_hashed(said),)
            ).fetchone()
        return str(found[0]) if found else None

    def spend(self, name: str, how_many: int, today: date) -> bool:
        """Count values against the day's allowance; False, and nothing counted, if it is spent."""
        with self._database() as database:
            database.execute("BEGIN IMMEDIATE")
            most, spent = database.execute(
                "SELECT values_a_day, coalesce((SELECT how_many FROM asked"
                " WHERE asked.name = partner.name AND day = ?), 0) FROM partner WHERE name = ?",
                (today.isoformat(), name),
            ).fetchone() or (0, 0)
            if spent + how_many > most:
                return False
            database.execute(
                "INSERT INTO asked VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET how_many = how_many + excluded.how_many",
                (name, today.isoformat(), how_many),
            )
        return True

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        database = sqlite3.connect(self.folder / "book.sqlite3", timeout=5, isolation_level=None)
        try:
            database.execute("PRAGMA foreign_keys = ON")
            database.executescript((Path(__file__).parent / "schema.sql").read_text())
            with database:
                yield database
        finally:
            database.close()


def _hashed(made: str) -> str:
    """A pass has 256 random bits, so that one round of a hash is enough."""
    return hashlib.sha256(made.encode()).hexdigest()
