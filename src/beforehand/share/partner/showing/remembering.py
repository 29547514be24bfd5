"""Mappings that are kept: which of them fits the next file, and what has changed since.

Pure functions over the mappings' text, so that a page can keep them as it likes; ``Kept`` keeps
them in a folder. A changed mapping is a new version and the old one stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from beforehand.refusals import BadMapping
from beforehand.share.partner import consent
from beforehand.share.partner import mapping as mappings
from beforehand.share.partner.checking import Layout, coded_rows, lay_out
from beforehand.share.partner.countries import folded
from beforehand.share.partner.files import GivenFile
from beforehand.share.partner.known import value_key, value_words
from beforehand.share.partner.mapping import load_mapping
from beforehand.share.partner.sheet import Sheet
from beforehand.share.partner.showing.keeping import tells
from beforehand.share.partner.showing.record import Proposal
from beforehand.share.partner.showing.writing import Answers, said_of, written
from beforehand.words import Words, words

#: Words of one file that no mapping knows are told up to so many.
MOST_UNKNOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A word that the mapping does not know, where it stands and in how many rows."""

    column: str
    value: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How a kept mapping fits a sheet. ``exact`` needs one click and nothing else."""

    mapping: mappings.Mapping
    text: str
    new_columns: tuple[str, ...]  # in the sheet, and unknown when the mapping was made
    gone_columns: tuple[str, ...]  # in the mapping, and not in the sheet
    unknown: tuple[Unknown, ...]

    @property
    def exact(self) -> bool:
        """Whether the sheet is as it was when the mapping was made, and every word is known."""
        return not (self.new_columns or self.gone_columns or self.unknown)


def fingerprint(names: Iterable[str]) -> str:
    """Of a header: the same whatever the order, capitals and accents of its columns."""
    header = "\n".join(sorted({folded(name) for name in names} - {""}))
    return sha256(header.encode()).hexdigest()[:16]


def match(texts: Iterable[str], sheet: Sheet) -> Fit | None:
    """The kept mapping that fits the sheet best, the latest version of equals.

    Returns:
        None where none shares at least half of its columns with the sheet.
    """
    header = {folded(name) for name in sheet.header} - {""}
    read = [(text, _loaded(text)) for text in texts]
    scored = [(*_score(mapping, header), text, mapping) for text, mapping in read]
    good = [one for one in scored if one[0] >= 0.5]
    if not good:
        return None
    _, _, _, text, mapping = max(good, key=lambda one: one[:3])
    return fit(mapping, text, sheet)


def _loaded(text: str) -> mappings.Mapping:
    return load_mapping(GivenFile("kept mapping", text.encode()))


def _score(mapping: mappings.Mapping, header: set[str]) -> tuple[float, int, int]:
    """Share of its columns that are there, whether the header is the same, and the version."""
    wanted = {folded(name) for name in mapping.wanted}
    same = fingerprint(mapping.seen) == fingerprint(header) if mapping.seen else False
    return len(wanted & header) / max(1, len(wanted)), int(same), mapping.version


def fit(mapping: mappings.Mapping, text: str, sheet: Sheet) -> Fit:
    """What has changed between the sheet that the mapping was made for and this one."""
    header = {folded(name): name for name in sheet.header if folded(name)}
    seen = {folded(name) for name in (*mapping.seen, *mapping.wanted)}
    gone = tuple(name for name in mapping.wanted if folded(name) not in header)
    new = tuple(name for key, name in header.items() if mapping.seen and key not in seen)
    unknown = () if gone else _unknown(mapping, sheet)
    return Fit(mapping=mapping, text=text, new_columns=new, gone_columns=gone, unknown=unknown)


def _unknown(mapping: mappings.Mapping, sheet: Sheet) -> tuple[Unknown, ...]:
    try:
        layout = lay_out(sheet, mapping)
    except BadMapping:  # a column is there twice: the check says so
        return ()
    found = _faults(sheet, layout)
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(
        Unknown(column=column, value=value, rows=rows)
        for (column, value), rows in ranked[:MOST_UNKNOWN]
    )


def _faults(sheet: Sheet, layout: Layout) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for _, _, faults in coded_rows(sheet, layout, {}):
        found.update((fault.column, fault.value) for fault in faults)
        if len(found) > 10 * MOST_UNKNOWN:
            break
    return found


def next_version(
    text: str,
    parts: Mapping[str, str],
    proposal: Proposal | None = None,
    answers: Answers | None = None,
) -> str:
    """The mapping's text as its next version.

    Args:
        text: The version before, which stays as it is.
        parts: Parts that are said anew, such as ``edition``; they alone are no new version.
        proposal: What was proposed for the sheet that it no longer fits.
        answers: What the officer answered to that. Columns and words that the version before
            knows keep its meaning, unless an answer says otherwise.
    """
    before = mappings.parsed("kept mapping", text.encode())
    said: dict[str, object] = {**before, **parts}
    if proposal is not None:
        said = _joined(said, said_of(proposal, answers or Answers()), answers or Answers())
        said["version"] = str(_loaded(text).version + 1)
        said["seen"] = [name for name in proposal.header if name]
    return written(said)


def _joined(
    before: dict[str, object], now: dict[str, object], answers: Answers
) -> dict[str, object]:
    """New columns and words beside what was known; gone columns go."""
    said = dict(before)
    header = {folded(name) for name in _list(now.get("seen"))}
    known = {folded(name) for name in _list(before.get("seen"))}
    for part in ("columns", "linkage"):
        old, new = _table(before.get(part)), _table(now.get(part))
        said[part] = _kept_columns(part, old, new, (header, known), answers)
    said["values"] = _kept_values(_table(before.get("values")), _table(now.get("values")), answers)
    flags = _table(before.get("flags"))
    for name, table in _table(now.get("flags")).items():
        flags[name] = {**_table(table), **_table(flags.get(name))}
    said["flags"] = {
        name: {col: code for col, code in _table(table).items() if folded(col) in header}
        for name, table in flags.items()
    }
    if now.get("consent"):
        said["consent"] = now["consent"]
    if consent.FIELD in {*_table(said["columns"]).values(), *_table(said["flags"])}:
        said.pop("consent", None)  # a column tells it from now on
    return {name: value for name, value in said.items() if value}


def _kept_columns(
    part: str,
    old: dict[str, object],
    new: dict[str, object],
    headers: tuple[set[str], set[str]],
    answers: Answers,
) -> dict[str, object]:
    header, known = headers
    by_column = part == "columns"
    kept = {
        name: value
        for name, value in old.items()
        if folded(name if by_column else str(value)) in header
    }
    for name, value in new.items():
        column = name if by_column else str(value)
        if column in answers.columns:
            kept[name] = value
        elif folded(column) not in known:
            kept.setdefault(name, value)
    if by_column:
        for column, target in answers.columns.items():
            if not target:
                kept.pop(column, None)
    return kept


def _kept_values(
    old: dict[str, object], new: dict[str, object], answers: Answers
) -> dict[str, object]:
    joined: dict[str, object] = {}
    for field in dict.fromkeys((*old, *new)):
        said = {**_table(new.get(field)), **_table(old.get(field))}
        joined[field] = {**said, **dict(answers.values.get(field, {}))}
    return joined


def _table(value: object) -> dict[str, object]:
    return dict(value) if isinstance(value, Mapping) else {}


def _list(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


def telling_words(text: str) -> tuple[Words, ...]:
    """Warnings where a mapping's own words could name a person: it should not be passed on.

    A table of words is meant to hold "Mashkull: Masculine"; a name or a number typed into a
    column of codes does not belong there.
    """
    said = []
    for field, table in _table(
        mappings.parsed("kept mapping", text.encode()).get("values")
    ).items():
        usual = value_words(field)
        odd = [word for word in _table(table) if value_key(word) not in usual and tells(word)]
        if odd:
            said.append(
                words(
                    "The words of {field} hold {count} that may name a person; look through them "
                    "before the mapping is kept anywhere but here.",
                    field=field,
                    count=len(odd),
                )
            )
    return tuple(said)


@dataclass(frozen=True, slots=True)
class Kept:
    """A folder of mappings, one file a version; none is ever written over."""

    folder: Path

    def texts(self) -> tuple[str, ...]:
        """Every version of every mapping."""
        return tuple(path.read_text("utf-8") for path in sorted(self.folder.glob("*.v*.yaml")))

    def keep(self, text: str) -> Path:
        """Keep a mapping; the same text twice is one file.

        Raises:
            BadMapping: It cannot be used, or another text is kept as this version.
        """
        mapping = _loaded(text)
        name = re.sub(r"[^a-z0-9]+", "-", folded(f"{mapping.partner} {mapping.dataset}"))
        path = self.folder / f"{name.strip('-')}.v{mapping.version}.yaml"
        if path.exists() and path.read_text("utf-8") != text:
            raise BadMapping(
                mapping=path.name,
                reason=words("another mapping is kept as this version"),
                mend=words("Give it the next version, or name another folder."),
            )
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text(text, "utf-8")
        path.chmod(0o600)
        return path
