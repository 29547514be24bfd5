"""From a proposal and an officer's answers to a mapping, by way of the text that is kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from beforehand.refusals import BadMapping
from beforehand.share.partner import mapping as mappings
from beforehand.share.partner.coding import simplified
from beforehand.share.partner.countries import folded
from beforehand.share.partner.files import GivenFile
from beforehand.share.partner.known import STAYS, WHO
from beforehand.share.partner.showing.record import LIKELY, ColumnGuess, Proposal, Use, linkage
from beforehand.vocabulary import FIELD
from beforehand.words import words

Said = Mapping[str, str | list[str] | Mapping[str, object]]
_PLAIN = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ0-9]*(?:[ _-][A-Za-zÀ-ÿ0-9]+)*")
#: Words that a reader of YAML may take for something else.
_LIKE_OTHERS = frozenset({"y", "n", "yes", "no", "true", "false", "on", "off", "null"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the officer confirms or changes; what is not here stays as proposed.

    ``columns``: column → field, ``field=Code`` for a flag, ``who:surname`` and the like, or ""
    to keep it here. ``values``: field → word → code, "" for not recorded. Others are parts of a
    mapping by name (``partner``, ``edition``, ``defaults`` and so on).
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str | list[str]] = field(default_factory=dict)

    @classmethod
    def from_plain(cls, said: Mapping[str, object]) -> Answers:
        """The answers that a page sends as JSON.

        Raises:
            BadMapping: They are not of this form.
        """
        known = {"columns", "values", "defaults", "parts"}
        if set(said) - known or not all(isinstance(said[name], Mapping) for name in said):
            raise BadMapping(
                mapping="answers",
                reason=words("it is not a list of names and values"),
                mend=words("Confirm the columns again."),
            )
        return cls(**{name: said[name] for name in said})  # type: ignore[arg-type]


def mapping_of(proposal: Proposal, answers: Answers, version: int = 1) -> mappings.Mapping:
    """The mapping, read back from its own text, so that what is kept is what is used.

    Raises:
        BadMapping: A question is not answered, or an answer contradicts another.
    """
    text = to_yaml(proposal, answers, version)
    return mappings.load_mapping(GivenFile("mapping.yaml", text.encode()))


def to_yaml(proposal: Proposal, answers: Answers, version: int = 1) -> str:
    """The mapping as the YAML that ``load_mapping`` reads. Unanswered questions stay empty."""
    return written(said_of(proposal, answers, version))


def said_of(proposal: Proposal, answers: Answers, version: int = 1) -> dict[str, object]:
    """The parts of the mapping, by name."""
    chosen = [_chosen(guess, answers) for guess in proposal.columns]
    said: dict[str, object] = {
        "partner": "",
        "partner_type": "",
        "dataset": "cases" if proposal.kind == "case-level" else "",
        "edition": "",
        "kind": proposal.kind,
        "provenance": "",
        "version": str(version),
        "linkage": _linkage(chosen) if proposal.kind == "case-level" else {},
        "columns": {one.guess.column: one.target for one in chosen if one.use is Use.FIELD},
        "flags": _flags(chosen),
        "values": _values(chosen, answers),
        "defaults": _defaults(proposal, chosen, answers),
        "date_format": list(proposal.date_format),
        "separator": list(proposal.separators),
        "missing": list(proposal.missing),
        "totals": proposal.totals,
        "sheet": proposal.sheet if _names_sheet(proposal) else "",
        "header_row": str(proposal.header_row) if proposal.named_row else "",
        "seen": [name for name in proposal.header if name],
    }
    said |= {"yes": _said_so(chosen, {"po"}), "no": _said_so(chosen, {"jo"})}
    said |= answers.parts
    keep = {"partner", "edition", "provenance", "dataset", "columns"}
    return {name: value for name, value in said.items() if value or name in keep}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chosen:
    """What a column is for after the officer's answers."""

    guess: ColumnGuess
    target: str
    code: str

    @property
    def use(self) -> Use:
        if self.code:
            return Use.FLAG
        if self.target.startswith(WHO):
            return Use.WHO
        return Use.STAYS if not self.target or self.target.startswith(STAYS) else Use.FIELD


def _chosen(guess: ColumnGuess, answers: Answers) -> _Chosen:
    said = answers.columns.get(guess.column)
    if said is None:
        return _Chosen(guess=guess, target=guess.target, code=guess.code)
    target, _, code = said.partition("=")
    return _Chosen(guess=guess, target=target.strip(), code=code.strip())


def _linkage(chosen: Iterable[_Chosen]) -> dict[str, str]:
    """Who the person is, by role; where two columns have one, what the officer said wins."""
    found: dict[str, str] = {}
    for one in sorted(chosen, key=lambda each: each.target == each.guess.target, reverse=True):
        if one.use is Use.WHO:
            found[one.target] = one.guess.column
    return linkage(found)


def _flags(chosen: Iterable[_Chosen]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for one in chosen:
        if one.use is Use.FLAG:
            found.setdefault(one.target, {})[one.guess.column] = one.code
    return found


def _said_so(chosen: Iterable[_Chosen], usual: set[str]) -> list[str]:
    """Albanian yes and no, where flags or consent use them."""
    yes_no = [one for one in chosen if one.code or one.target == "consent_to_share"]
    said = {simplified(example.value) for one in yes_no for example in one.guess.examples}
    return sorted(said & usual)


def _values(chosen: Iterable[_Chosen], answers: Answers) -> dict[str, dict[str, object]]:
    """Words that the mapping must spell out: those that are not understood without it."""
    found: dict[str, dict[str, object]] = {}
    for one in chosen:
        if one.use is not Use.FIELD or one.target not in mappable():
            continue
        table = found.setdefault(one.target, {})
        for word, code in _guessed(one):
            table.setdefault(simplified(word), (word, code))
        for word, code in answers.values.get(one.target, {}).items():
            table[simplified(word)] = (word, code)
    return {
        name: {pair[0]: pair[1] for pair in table.values() if isinstance(pair, tuple)}
        for name, table in found.items()
        if table
    }


def _guessed(one: _Chosen) -> Iterator[tuple[str, str]]:
    """Words and codes that the guesses give; of a cell of several, each by itself."""
    for value in one.guess.values if one.target == one.guess.target else ():
        if not value.written or not value.code or value.confidence < LIKELY:
            continue
        if value.parts:
            yield from value.parts
        else:
            yield value.value, value.code


def mappable() -> frozenset[str]:
    """Fields whose words a mapping may spell out."""
    return frozenset({*FIELD, "age"})


def _defaults(proposal: Proposal, chosen: list[_Chosen], answers: Answers) -> dict[str, str]:
    """Codes for every row: what the questions suggest, and what was answered."""
    asked = {one.part: one.suggested for one in proposal.questions if one.part == "age_basis"}
    filled = {one.target for one in chosen if one.use in {Use.FIELD, Use.FLAG}}
    said = {name: code for name, code in asked.items() if code} | dict(answers.defaults)
    if not filled & {"age", "age_from", "age_to"}:
        said.pop("age_basis", None)
    return {name: code for name, code in said.items() if code and name not in filled}


def _names_sheet(proposal: Proposal) -> bool:
    """A workbook's sheet is named, so that a later file with another first sheet is noticed."""
    return bool(proposal.sheet) and len(proposal.sheet) <= 100


def written(said: Mapping[str, object]) -> str:
    """Parts by name as YAML, each word quoted where a reader might take it for something else."""
    lines = ["# Which column is which field, and which word is which code."]
    lines.append("# Columns that are not named under columns, flags or linkage never leave.")
    for name, value in said.items():
        lines += _lines(name, value, 0)
    return "\n".join(lines) + "\n"


def _lines(name: str, value: object, depth: int) -> list[str]:
    lead = "  " * depth + _word(name) + ":"
    if isinstance(value, Mapping):
        inner = [line for key, one in value.items() for line in _lines(str(key), one, depth + 1)]
        return [lead, *inner] if inner else [f"{lead} {{}}"]
    if isinstance(value, list | tuple):
        return [f"{lead} [{', '.join(_word(str(one)) for one in value)}]"]
    return [f"{lead} {_word(str(value))}"]


def _word(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.casefold() not in _LIKE_OTHERS:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(sign if sign.isprintable() else _escaped(sign) for sign in quoted)


def _escaped(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"


def folded_names(names: Iterable[str]) -> tuple[str, ...]:
    """Names of columns as they are compared."""
    return tuple(folded(name) for name in names if folded(name))
