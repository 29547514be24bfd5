"""What ``share recall`` shows: the recall, what it flags, and what had already left."""

from __future__ import annotations

from collections.abc import Iterable

from beforehand.cli.answers import Rows
from beforehand.records.recalls import BuiltOn, Recalled
from beforehand.words import Words, words


def recalled_tables(done: Recalled, shown: int) -> list[Rows]:
    """The tables of one recall; ``shown`` is how many letters of an id a table shows."""
    head = ("id", "giver", "recalled on", "state of the keys")
    line = (done.id[:shown], done.giver, done.recalled_on, done.keys_state)
    tables = [Rows("Recalled", head, [line])]
    if done.flagged:
        tables.append(_built("Built on it, and flagged", done.flagged, shown))
    if done.published:
        tables.append(_built("Published already", done.published, shown))
    note = _note(done)
    if note is not None:
        tables.append(Rows("Please note", ("what",), [(str(note),)]))
    return tables


def _built(title: str, found: Iterable[BuiltOn], shown: int) -> Rows:
    lines = [
        (one.kind.value, one.id[:shown], one.on or "", one.name, str(one.says)) for one in found
    ]
    return Rows(title, ("kind", "id", "on", "name", "what happens"), lines)


def _note(done: Recalled) -> Words | None:
    if done.keys_file_current is False:
        return words(
            "The keys file elsewhere could not be written over and still holds the key of what "
            "was taken back. Make it reachable, then run: beforehand admin doctor --mend."
        )
    return None
