"""Reads JSON as a table: a list of records, or one a line, each flattened to one row.

An object inside a record gives its own names as columns, a list of words is joined by ";". A list
of events of the Human Trafficking Case Data Standard (``hte_Type``) gives a column for each kind
of event and name, such as ``Exploitation hte_Country``; of ``Transit`` all countries are kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from beforehand.share.partner.files import GivenFile, unreadable
from beforehand.share.partner.sheet import Grid, Row
from beforehand.words import Words, words

MOST_BYTES = 200_000_000
MOST_DEPTH = 8
EVENT = "hte_Type"
EVENTS = ("Recruitment", "Transit", "Exploitation")
TOLD_ALL = ("Transit", "hte_Country")
Flat = dict[str, str]


def looks_like_json(head: bytes) -> bool:
    """Whether the first bytes begin a list or an object."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"[", b"{"}


def read_json(file: GivenFile) -> Grid:
    """The records as rows, numbered from 1 under a header of every name that occurs.

    Raises:
        UnreadableFile: It is not JSON, too long, or not a list of records.
    """
    records = _records(file, _loaded(file))
    unclear = [0]
    flat = [_flat(record, unclear) for record in records]
    header = tuple(dict.fromkeys(name for one in flat for name in one))
    rows = [Row(0, header)]
    rows += [
        Row(number, tuple(one.get(name, "") for name in header))
        for number, one in enumerate(flat, start=1)
    ]
    return Grid(
        file=file.name,
        sheet="",
        rows=lambda: iter(rows),
        warnings=_warnings(unclear[0]),
        header_row=0,
    )


def _warnings(unclear: int) -> tuple[Words, ...]:
    if not unclear:
        return ()
    said = words(
        "{count} times a person has several places of one kind of event, and the record holds "
        "one: it is not recorded there.",
        count=unclear,
    )
    return (said,)


def _loaded(file: GivenFile) -> object:
    with file.open() as data:
        text = data.read(MOST_BYTES + 1)
    if len(text) > MOST_BYTES:
        raise _refused(file, words("it is longer than 200 MB"))
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return _lines(file, text)


def _lines(file: GivenFile, text: bytes) -> list[object]:
    """One record a line."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                found.append(json.loads(line))
            except (ValueError, RecursionError) as wrong:
                raise _refused(
                    file, words("it is not JSON near line {line}", line=number)
                ) from wrong
    return found


def _not_json(line: int) -> Words:
    return words("it is not JSON near line {line}", line=line)


def _records(file: GivenFile, loaded: object) -> list[dict[str, Any]]:
    """The list of records, also where it is the one list in an object around it."""
    if isinstance(loaded, dict):
        lists = [value for value in loaded.values() if isinstance(value, list) and _all(value)]
        loaded = lists[0] if len(lists) == 1 and EVENT not in str(lists[0][:1]) else [loaded]
    if not isinstance(loaded, list) or not loaded or not _all(loaded):
        raise _refused(file, words("it is not a list of records"))
    return loaded


def _all(values: Iterable[object]) -> bool:
    found = list(values)
    return bool(found) and all(isinstance(one, dict) for one in found)


def _flat(record: dict[str, Any], unclear: list[int]) -> Flat:
    found: Flat = {}
    for name, value in _leaves(record, MOST_DEPTH, unclear):
        said = _text(value)
        if found.get(name) and said and found[name] != said:
            found[name] = f"{found[name]};{said}"
        else:
            found[name] = found.get(name) or said
    return found


def _leaves(record: dict[str, Any], depth: int, unclear: list[int]) -> Iterator[tuple[str, object]]:
    if EVENT in record:
        yield from _events([record], unclear)
        record = {name: value for name, value in record.items() if not name.startswith("hte_")}
    for name, value in record.items():
        if isinstance(value, dict) and depth:
            yield from _leaves(value, depth - 1, unclear)
        elif isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            if any(EVENT in one for one in value):
                yield from _events(value, unclear)
            elif depth:
                for one in value:
                    yield from _leaves(one, depth - 1, unclear)
        else:
            yield str(name), value


def _events(events: list[dict[str, Any]], unclear: list[int]) -> Iterator[tuple[str, object]]:
    """For each kind of event what its places are called; nothing where there are several.

    People pass through several countries: those of transit are all told, joined by ";".
    """
    for kind in EVENTS:
        of_kind = [one for one in events if str(one.get(EVENT, "")).strip() == kind]
        names = dict.fromkeys(name for one in of_kind for name in one if name != EVENT)
        for name in names:
            said = {_text(one.get(name)) for one in of_kind} - {""}
            if (kind, name) == TOLD_ALL:
                yield f"{kind} {name}", ";".join(sorted(said))
                continue
            if len(said) > 1 and name in {"hte_Country", "hte_State"}:
                unclear[0] += 1
            yield f"{kind} {name}", said.pop() if len(said) == 1 else ""


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, list):
        return ";".join(_text(one) for one in value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


def _refused(file: GivenFile, reason: Words) -> Exception:
    return unreadable(file.name, reason, words("Save it as a list of records, or as CSV."))
