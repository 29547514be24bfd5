"""Words that no post may hold: a table by language, with the reason and a better wording."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from beforehand.campaign.tables import Row, read_table
from beforehand.records.channels import Wording
from beforehand.records.plan import Message

_FILE = files("beforehand") / "data" / "messages" / "wordings.csv"
TOPICS = ("promise", "blame", "stereotype", "victim", "deterrence", "personal", "fear")
COLUMNS = ("language", "topic", "words", "reason", "reason_sq", "better")
_LANGUAGES = ("en", "sq")


def read_wordings(data: bytes, *, file: str) -> tuple[Wording, ...]:
    """Read a table of words that no post may hold.

    Args:
        data: CSV with the columns ``COLUMNS``; in ``words`` a ``*`` stands for any letters.
        file: Its name, for a refusal.

    Raises:
        BadTable: If it is no such table.
        BadCell: If a cell is empty or does not fit; names row and column.
    """
    return tuple(_wording(row) for row in read_table(data, file=file, needed=COLUMNS))


def _wording(row: Row) -> Wording:
    return Wording(
        language=row.one_of("language", _LANGUAGES),
        topic=row.one_of("topic", TOPICS),
        words=row.text("words"),
        reason=row.text("reason"),
        reason_sq=row.text("reason_sq"),
        better=row.text("better"),
    )


@cache
def own_wordings() -> tuple[Wording, ...]:
    """The words that come with the programme."""
    return read_wordings(wordings_csv(), file="wordings.csv")


def wordings_csv() -> bytes:
    """The table that comes with the programme, to copy and edit."""
    return _FILE.read_bytes()


def found_in(message: Message, wordings: Iterable[Wording]) -> Iterator[tuple[Wording, str]]:
    """The wordings of the message's language that it holds, each with the words as they stand.

    Capitals, diacritics and the kind of apostrophe do not matter: many write Albanian without
    ë and ç.
    """
    said = " ".join((message.headline, message.body, message.call_to_action))
    bare, at = _bare_with_places(said)
    for one in wordings:
        if one.language != message.language:
            continue
        hit = _pattern(one.words).search(bare)
        if hit:
            yield one, said[at[hit.start()] : at[hit.end() - 1] + 1]


@cache
def _pattern(written: str) -> re.Pattern[str]:
    parts = [
        re.escape(word).replace(r"\*", r"\w*") for word in _bare_with_places(written)[0].split()
    ]
    return re.compile(r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)")


def _bare_with_places(text: str) -> tuple[str, list[int]]:
    """Small letters without diacritics, and where in the text each of them stands."""
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for letter in unicodedata.normalize("NFKD", sign.casefold()).replace("’", "'"):
            if not unicodedata.combining(letter):
                letters.append(letter)
                places.append(place)
    return "".join(letters), places
