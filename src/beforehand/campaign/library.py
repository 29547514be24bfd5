"""The library of pictures and videos, and messages written in a spreadsheet."""

from __future__ import annotations

import re
from datetime import date

from beforehand.campaign.channels import AT_RISK, MEANT_FOR
from beforehand.campaign.tables import Row, read_table
from beforehand.records.channels import Medium
from beforehand.records.plan import Message
from beforehand.words import words

MEDIA_COLUMNS = ("id", "version", "kind", "title", "file", "shows", "rights", "people", "consent")
MEDIA_MORE = ("rights_until", "consent_until", "subtitles", "made_up")
MESSAGE_COLUMNS = ("version", "language", "theme", "headline", "text", "call_to_action")
MESSAGE_MORE = ("meant_for", "evidence", "media")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_media(data: bytes, *, file: str) -> tuple[Medium, ...]:
    """Read a table of pictures and videos.

    Empty ``rights`` and ``consent`` are read, since a library says what is missing too; what
    misses them is refused where a message shows it.

    Raises:
        BadTable, BadCell: If it is no such table, or a cell does not fit.
    """
    rows = read_table(data, file=file, needed=MEDIA_COLUMNS, more=MEDIA_MORE)
    _once(rows, ("id", "version"))
    return tuple(_medium(row) for row in rows)


def _medium(row: Row) -> Medium:
    return Medium(
        id=_slug(row, "id"),
        version=row.text("version"),
        kind=row.one_of("kind", ("picture", "video")),
        title=row.text("title"),
        file=row.text("file"),
        shows=row.text("shows"),
        rights=row.cells["rights"],
        rights_until=_until(row, "rights_until"),
        people=row.one_of("people", ("nobody", "actor", "volunteer", "victim")),
        consent=row.cells["consent"],
        consent_until=_until(row, "consent_until"),
        subtitles=row.list_in("subtitles"),
        made_up=row.cells["made_up"].casefold() in {"yes", "true", "1"},
    )


def read_messages(data: bytes, *, file: str) -> tuple[Message, ...]:
    """Read messages from a table: one row a version and language.

    Raises:
        BadTable, BadCell: If it is no such table, or a cell does not fit.
    """
    rows = read_table(data, file=file, needed=MESSAGE_COLUMNS, more=MESSAGE_MORE)
    _once(rows, ("version", "language"))
    return tuple(
        Message(
            version=_slug(row, "version"),
            language=row.one_of("language", ("sq", "en")),
            theme=row.text("theme"),
            headline=row.text("headline"),
            body=row.text("text"),
            call_to_action=row.text("call_to_action"),
            meant_for=row.one_of("meant_for", MEANT_FOR) if row.cells["meant_for"] else AT_RISK,
            evidence=row.cells["evidence"],
            media=row.list_in("media"),
        )
        for row in rows
    )


def _until(row: Row, column: str) -> date | None:
    return row.day(column) if row.cells[column] else None


def _slug(row: Row, column: str) -> str:
    if not _SLUG.fullmatch(row.cells[column]):
        raise row.refuse(
            column,
            words("“{cell}” does not fit an address", cell=row.cells[column]),
            words("Use small letters, digits and single hyphens, such as debt-a."),
        )
    return row.cells[column]


def _once(rows: tuple[Row, ...], columns: tuple[str, ...]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = tuple(row.cells[column].casefold() for column in columns)
        if key in seen:
            raise row.refuse(
                columns[0],
                words("it says again what row {row} says", row=seen[key]),
                words("Keep one of the two, or give it another version."),
            )
        seen[key] = row.number
