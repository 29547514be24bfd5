"""The mapping: which column is which field, and which word is which code. A small YAML file."""

from __future__ import annotations

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from beforehand.refusals import BadMapping
from beforehand.share.partner import rules, sharing
from beforehand.share.partner.coding import Coded
from beforehand.share.partner.files import GivenFile, given
from beforehand.share.partner.said import Plain, Wrong
from beforehand.words import Words, words

MOST_BYTES = 256_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """How one partner's sheet becomes case records. Made by ``load_mapping``, which checks it."""

    name: str  # of its file
    partner: str
    partner_type: str | None
    dataset: str
    edition: str
    kind: str  # "case-level" or "aggregate"
    provenance: str  # "real" or "made-up"
    title: str
    licence: str
    columns: Dictionary[str, str]  # column of the sheet → field of the record
    values: Dictionary[str, Dictionary[str, Coded]] = field(default_factory=dict)
    defaults: Dictionary[str, Coded] = field(default_factory=dict)
    date_format: tuple[str, ...] = ()
    separators: tuple[str, ...] = (";",)  # what parts several codes in one cell
    missing: frozenset[str] = frozenset()
    linkage: Dictionary[str, str] = field(default_factory=dict)  # what names a person → column
    token: tuple[str, ...] = ()  # older mappings: columns of the name and the birth date
    sheet: str = ""
    header_row: int | None = None
    #: Columns that say yes or no to one code: field → column → code.
    flags: Dictionary[str, Dictionary[str, Coded]] = field(default_factory=dict)
    yes: frozenset[str] = frozenset()  # words for yes and no beside the usual ones
    no: frozenset[str] = frozenset()
    totals: str = "refuse"  # or "leave out": rows that add up others
    version: int = 1
    seen: tuple[str, ...] = ()  # every column of the sheet that it was made for
    aliases: Dictionary[str, tuple[str, ...]] = field(default_factory=dict)  # other names
    optional: frozenset[str] = frozenset()  # folded names that a sheet may lack; "all" for any
    unlisted: frozenset[str] = frozenset()  # fields of places: what no list has is passed over
    age_bands: Dictionary[int, tuple[int | None, int | None]] = field(default_factory=dict)
    events: str = ""  # the column that says which kind of event a row's places are of
    consent: str = ""  # where no column tells who agreed: "everyone agreed" or "not asked"
    #: How far it may be shared, as the header says it (``sharing.PARTS``); empty for the usual.
    sharing: Dictionary[str, object] = field(default_factory=dict)

    @property
    def separator(self) -> str:
        """The first of the separators."""
        return self.separators[0]

    @property
    def wanted(self) -> tuple[str, ...]:
        """Columns that the sheet must have."""
        flags = (column for table in self.flags.values() for column in table)
        return tuple(dict.fromkeys((*self.columns, *flags, *self.linkage.values(), *self.token)))


def load_mapping(
    file: GivenFile | Path | str,
    parts: Dictionary[str, str] | None = None,
    *,
    ready: bool = False,
) -> Mapping:
    """Read and check a mapping.

    Args:
        file: The YAML file.
        parts: Parts that are said beside it and come before its own, such as ``edition``.
        ready: Whether it comes with the programme.

    Raises:
        UnreadableFile: There is no such file.
        BadMapping: It is not YAML, names a field or code that does not exist, maps a column or
            field twice, or lacks what a submission needs.
    """
    source = given(file)
    with source.open() as data:
        text = data.read(MOST_BYTES + 1)
    said = parsed(source.name, text) | dict(parts or {})
    try:
        found = rules.checked(said, ready=ready)
        return Mapping(name=source.name, **found, sharing=sharing.checked(said))
    except Wrong as wrong:
        raise _bad(source.name, wrong.reason, _SAY if ready else wrong.mend) from wrong


def parsed(name: str, text: bytes) -> dict[str, Plain]:
    """The parts of a mapping's text, unchecked.

    Raises:
        BadMapping: It is not YAML, or not a list of names and values.
    """
    if len(text) > MOST_BYTES:
        raise _bad(name, words("it is too long for a mapping"), _LOOK)
    from beforehand.share.partner import yaml_text  # a browser starts without it

    try:
        said = _plain(yaml_text.load(text))
    except yaml_text.Aliased as wrong:
        raise _bad(name, words("it repeats a part by an alias (*)"), _WRITE_OUT) from wrong
    except yaml_text.NameTwice as wrong:
        raise _twice(name, wrong.line) from wrong
    except yaml_text.NotYaml as wrong:
        raise _bad(name, _where(wrong.line), _LOOK) from wrong
    except ValueError as wrong:  # a number of more digits than Python writes out
        raise _bad(name, _where(0), _LOOK) from wrong
    if not isinstance(said, dict):
        raise _bad(name, words("it is not a list of names and values"), _LOOK)
    return said


_WRITE_OUT = words("Write that part out: a few aliases of aliases fill a computer.")
_SAY = words(
    "Say it beside the mapping: --set partner=NAME --set partner_type=NGO --set edition=2026-Q1 "
    "--set provenance=real."
)
_LOOK = words("Start from the example in the documentation on sharing.")


def _where(line: int) -> Words:
    return words("it is not YAML near line {line}", line=line) if line else words("it is not YAML")


def _twice(name: str, line: int) -> BadMapping:
    return _bad(
        name,
        words("one name is there twice, the second time in line {line}", line=line),
        words("Keep one of the two."),
    )


def _bad(name: str, reason: Words, mend: Words) -> BadMapping:
    return BadMapping(mapping=name, reason=reason, mend=mend)


def _plain(value: object, depth: int = 0) -> Plain:
    """Strings, lists and dictionaries of them; numbers, dates and yes/no as they are written."""
    if isinstance(value, dict) and depth < 4:
        return {_word(key): _plain(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list) and depth < 4:
        return [_word(inner) for inner in value]
    return _word(value)


def _word(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
