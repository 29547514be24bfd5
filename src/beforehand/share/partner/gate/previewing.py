"""What others will see, before anything leaves: in words and as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from datetime import date

from beforehand.share.partner.checking import Record, coded_rows, lay_out
from beforehand.share.partner.coding import Coded
from beforehand.share.partner.gate.decisions import Decisions
from beforehand.share.partner.gate.guard import Guard
from beforehand.share.partner.gate.looking import Asked
from beforehand.share.partner.gate.rare import Combinations
from beforehand.share.partner.mapping import Mapping
from beforehand.share.partner.sheet import Sheet
from beforehand.vocabulary import FIELD, FIELDS
from beforehand.words import Words, speak, words

FIRST = 20
SMALLEST_COUNT = 11  # below it no count leaves the hub


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The marking as the preview needs it: the plain form of ``records.agreements.Marking``."""

    group: str = ""
    tlp: str = ""
    embargo_until: date | None = None
    shows_name: bool = True
    published_by: str = ""

    @classmethod
    def of(cls, said: Dictionary[str, object]) -> Seen:
        """From the header's plain JSON; what is not there is left as it is."""
        until = said.get("embargo_until") or None
        return cls(
            group=str(said.get("group") or ""),
            tlp=str(said.get("tlp") or "AMBER"),
            embargo_until=date.fromisoformat(until) if isinstance(until, str) else None,
            shows_name=bool(said.get("shows_name", True)),
            published_by=str(said.get("published_by") or ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What the others will see of this file."""

    sentences: tuple[Words, ...]
    fields: tuple[str, ...]
    labels: tuple[Words, ...]  # of the fields
    first: tuple[dict[str, Coded], ...]  # rows exactly as they are at the hub
    rows: int
    declined: int  # left out: the person did not consent
    held: int  # left out: decided so
    rare_rows: int  # rows that fewer than k of the file share, as they go out
    stays: tuple[str, ...]  # columns
    faulty: int  # rows that do not fit the standard: nothing is sealed before they are mended

    def table(self, language: str = "en") -> list[list[str]]:
        """The first rows in words of the standard, in the order of ``fields``."""
        return [[in_words(name, row.get(name), language) for name in self.fields]
                for row in self.first]  # fmt: skip

    def plain(self, language: str = "en") -> dict[str, object]:
        """As JSON takes it."""
        return {
            "sentences": [speak(one, language) for one in self.sentences],
            "fields": list(self.fields),
            "labels": [speak(one, language) for one in self.labels],
            "first": [
                {name: list(value) if isinstance(value, tuple) else value
                 for name, value in row.items()} for row in self.first
            ],
            "table": self.table(language),
            "rows": self.rows,
            "declined": self.declined,
            "held": self.held,
            "rare_rows": self.rare_rows,
            "stays": list(self.stays),
            "faulty": self.faulty,
        }  # fmt: skip


@dataclass(slots=True)
class _Tally:
    rows: int = 0
    declined: int = 0
    faulty: int = 0
    filled: set[str] = field(default_factory=set)
    first: list[dict[str, Coded]] = field(default_factory=list)

    def add(self, record: Record) -> None:
        kept: Record = {name: value for name, value in record.items() if value is not None}
        self.rows += 1
        self.filled.update(kept)
        if len(self.first) < FIRST:
            self.first.append(kept)


def preview(
    sheet: Sheet,
    mapping: Mapping,
    seen: Seen | None = None,
    decisions: Decisions | None = None,
    asked: Asked | None = None,
) -> Preview:
    """What others will see of the sheet under these decisions. Nothing is taken.

    Args:
        sheet: Read with the mapping.
        mapping: A case-level mapping.
        seen: Who may see it, and how it is marked; None is as the mapping says.
        decisions: What a person decided on the findings.
        asked: How few rows are rare, and what else was typed.

    Raises:
        BadMapping: The mapping names a column that the sheet does not have once.
    """
    asked = asked or Asked()
    guard = Guard(sheet, lay_out(sheet, mapping), mapping, decisions, asked)
    tally, combos = _Tally(), Combinations(asked.k)
    rows = coded_rows(sheet, guard.layout, dict(mapping.defaults), guard.left_out)
    for row, record, faults in rows:
        if record.get("consent_to_share") is False:
            tally.declined += 1
            continue
        tally.faulty += bool(faults)
        kept = guard.decided(row, record)
        if kept is not None:
            tally.add(kept)
            combos.add(row.number, kept)
    rare = len(combos.rare())
    names = tuple(one.name for one in FIELDS if one.name in tally.filled)
    return Preview(
        sentences=tuple(
            _sentences(tally, guard, mapping, seen or Seen.of(mapping.sharing), (rare, asked.k))
        ),
        fields=names,
        labels=tuple(FIELD[name].label for name in names),
        first=tuple(tally.first),
        rows=tally.rows,
        declined=tally.declined,
        held=guard.held,
        rare_rows=rare,
        stays=guard.layout.dropped,
        faulty=tally.faulty,
    )


def _sentences(
    tally: _Tally, guard: Guard, mapping: Mapping, seen: Seen, rare: tuple[int, int]
) -> Iterator[Words]:
    yield _who(tally, seen)
    if tally.filled:
        names = (one.label for one in FIELDS if one.name in tally.filled)
        yield words("Of each row they will see, where it is recorded: {fields}.",
                    fields=listed(names))  # fmt: skip
    naming = _naming(guard)
    stays = dict.fromkeys((*guard.layout.dropped, *naming))
    if stays:
        yield words("They will not see these columns, which stay here: {columns}.",
                    columns=", ".join(stays))  # fmt: skip
    if naming:
        yield words("To find the same person at two partners, keyed hashes go along; "
                    "nobody can read a name from them.")  # fmt: skip
    yield words("Who plans campaigns sees no count under {smallest} and no single row.",
                smallest=SMALLEST_COUNT)  # fmt: skip
    yield from _kept_back(tally, guard)
    if rare[0]:
        yield words(
            "{rows} rows have a combination that fewer than {k} rows of this file share: who knows "
            "the person may recognise them.",
            rows=rare[0],
            k=rare[1],
        )
    yield from _named(mapping, seen)


def _naming(guard: Guard) -> tuple[str, ...]:
    """Columns that say who a person is and fill no field."""
    filling = {column.position for column in guard.layout.columns}
    linked = ((column.position, column.name) for column in guard.layout.naming.values())
    named = dict.fromkeys((*guard.layout.token, *linked))
    return tuple(dict.fromkeys(name for at, name in named if at not in filling))


def _who(tally: _Tally, seen: Seen) -> Words:
    if seen.group:
        return words("Analysts of the group {group} will see {rows} rows.",
                     group=seen.group, rows=tally.rows)  # fmt: skip
    return words("Analysts of the hub will see {rows} rows.", rows=tally.rows)


def _kept_back(tally: _Tally, guard: Guard) -> Iterator[Words]:
    if tally.declined:
        yield words("{rows} rows stay here because the person did not consent to sharing; "
                    "the hub learns how many.", rows=tally.declined)  # fmt: skip
    if guard.held:
        yield words("{rows} rows stay here because you decided so.", rows=guard.held)
    if guard.blanked or guard.coarsened:
        yield words("You left out {cells} cells, and fields of {rows} rows.",
                    cells=guard.blanked, rows=guard.coarsened)  # fmt: skip
    if tally.faulty:
        yield words("{rows} rows do not fit the standard yet; nothing is sealed before they do.",
                    rows=tally.faulty)  # fmt: skip


def _named(mapping: Mapping, seen: Seen) -> Iterator[Words]:
    if seen.published_by:
        yield words("{other} publishes for you; your name, {partner}, is not shown.",
                    other=seen.published_by, partner=mapping.partner)  # fmt: skip
    elif seen.shows_name:
        yield words("Your name, {partner}, is shown.", partner=mapping.partner)
    else:
        yield words("Your name, {partner}, is not shown; the hub keeps it to check the file.",
                    partner=mapping.partner)  # fmt: skip
    if seen.tlp:
        yield words("It is marked TLP:{tlp}.", tlp=seen.tlp)
    if seen.embargo_until:
        yield words("Nobody sees it before {day}.", day=seen.embargo_until.isoformat())


def listed(some: Iterable[Words]) -> Words:
    """Labels in a row, with commas."""
    said: Words | None = None
    for one in some:
        said = one if said is None else words("{some}, {another}", some=said, another=one)
    return said or Words("")


def in_words(name: str, value: Coded, language: str = "en") -> str:
    """A value in words of the standard; what was not recorded is an empty string."""
    if value is None:
        return ""
    if value == ():
        return speak(words("none"), language)
    if isinstance(value, bool):
        return speak(words("yes") if value else words("no"), language)
    spec = FIELD[name]
    if isinstance(value, tuple):
        return "; ".join(in_words(name, one, language) for one in value)
    if spec.codes is None:
        return str(value)
    return next(
        (speak(one.label, language) for one in spec.codes if one.value == value), str(value)
    )
