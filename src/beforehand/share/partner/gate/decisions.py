"""What a person decided: for one finding, for a kind, for a column. It holds no cell's text."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from beforehand.refusals import BadDecisions
from beforehand.share.partner.faults import nearest
from beforehand.share.partner.files import GivenFile, given
from beforehand.share.partner.gate.finding import Finding
from beforehand.share.partner.gate.kinds import Action, Kind
from beforehand.share.partner.gate.rare import KNOWABLE
from beforehand.words import Words, words

MOST_BYTES = 2_000_000
_PARTS = ("decide", "kind", "column", "row", "fields", "because")

Key = tuple[int, str, str]
_KINDS = {kind.value: kind for kind in Kind}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision. What is empty holds for all: no ``row`` is every row, no ``kind`` any kind.

    ``fields`` are those to leave out of a rare row; none means those that the finding names.
    """

    action: Action
    kind: Kind | None = None
    column: str = ""
    row: int = 0
    fields: tuple[str, ...] = ()
    because: str = ""  # for the partner's own file; it goes nowhere

    def plain(self) -> dict[str, object]:
        """As YAML and JSON take it."""
        said: dict[str, object] = {"decide": self.action.value}
        said |= {"kind": self.kind.value} if self.kind else {}
        said |= {"column": self.column} if self.column else {}
        said |= {"row": self.row} if self.row else {}
        said |= {"fields": list(self.fields)} if self.fields else {}
        return said | ({"because": self.because} if self.because else {})


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions on a file. The narrowest that may be taken for a finding holds."""

    all: tuple[Decision, ...] = ()
    _by_key: dict[Key, Decision] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        for one in self.all:
            self._by_key[one.row, one.column, one.kind.value if one.kind else ""] = one

    def of(self, found: Finding) -> Decision | None:
        """The decision on the finding, if there is one and it may be taken."""
        for row in (found.row, 0) if found.row else (0,):
            for column in (found.column, ""):
                for kind in (found.kind.value, ""):
                    one = self._by_key.get((row, column, kind))
                    if one and one.action in found.may:
                        return one
        return None

    def drops(self, column: str) -> bool:
        """Whether a person left the whole column out."""
        return any(
            one.action is Action.DROP_COLUMN and one.column == column and not one.row
            for one in self.all
        )

    def on_rare(self, row: int, *, by_row: bool) -> Decision | None:
        """The decision on a rare row; ``by_row``: only one that names the row."""
        keys = [(row, "", Kind.RARE.value)] + ([] if by_row else [(0, "", Kind.RARE.value)])
        return next((self._by_key[key] for key in keys if key in self._by_key), None)

    def undecided(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Findings that cross and that nobody has decided on."""
        return tuple(one for one in findings if one.crosses and self.of(one) is None)

    def plain(self) -> dict[str, object]:
        """As a decisions file holds them."""
        return {"decisions": [one.plain() for one in self.all]}


def decisions_from(said: Iterable[Dictionary[str, Any]], name: str = "decisions") -> Decisions:
    """Decisions from plain dictionaries, as the browser or a file holds them.

    Raises:
        BadDecisions: One of them says what is not known.
    """
    return Decisions(tuple(_one(name, number, one) for number, one in enumerate(said, start=1)))


def load_decisions(file: GivenFile | Path | str) -> Decisions:
    """Decisions from a YAML or JSON file: a list, or a list under ``decisions``.

    Raises:
        UnreadableFile: There is no such file.
        BadDecisions: It is not YAML, or says what is not known.
    """
    source = given(file)
    with source.open() as data:
        text = data.read(MOST_BYTES + 1)
    said = _parsed(source.name, text)
    listed = said.get("decisions") if isinstance(said, dict) else said
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise _bad(source.name, words("it is not a list of decisions"))
    return decisions_from(listed, source.name)


def _parsed(name: str, text: bytes) -> object:
    if len(text) > MOST_BYTES:
        raise _bad(name, words("it is too long for a list of decisions"))
    from beforehand.share.partner import yaml_text  # a browser starts without it

    try:
        return yaml_text.load(text)
    except yaml_text.Aliased as wrong:
        raise _bad(name, words("it repeats a part by an alias (*)")) from wrong
    except yaml_text.NotYaml as wrong:
        raise _bad(name, words("it is not YAML")) from wrong


def _one(name: str, number: int, said: Dictionary[str, Any]) -> Decision:
    for part in said:
        if part not in _PARTS:
            raise _bad(name, words("decision {number} has a part {part}", number=number,
                                   part=str(part)), nearest(str(part), _PARTS))  # fmt: skip
    row = said.get("row", 0) or 0
    if not isinstance(row, int) or isinstance(row, bool) or row < 0:
        raise _bad(name, words("decision {number} names no row", number=number))
    fields = said.get("fields") or []
    if not isinstance(fields, list | tuple) or any(one not in KNOWABLE for one in fields):
        raise _bad(name, words("decision {number} names fields that cannot be left out",
                               number=number), ", ".join(KNOWABLE))  # fmt: skip
    kind = said.get("kind") or ""
    return Decision(
        action=Action(_known(name, number, said.get("decide", ""), [*Action])),
        kind=_KINDS[_known(name, number, kind, [*Kind])] if kind else None,
        column=str(said.get("column") or ""),
        row=row,
        fields=tuple(fields),
        because=str(said.get("because") or ""),
    )


def _known(name: str, number: int, said: object, choices: list[Any]) -> str:
    values = [choice.value for choice in choices]
    plain = str(said).replace("_", " ")
    if plain not in values:
        reason = words('decision {number} says "{said}"', number=number, said=str(said)[:40])
        raise _bad(name, reason, nearest(plain, values) or ", ".join(values))
    return plain


def _bad(name: str, reason: Words, near: str = "") -> BadDecisions:
    mend = words("Perhaps you meant {near}.", near=near) if near else _LOOK
    return BadDecisions(file=name, reason=reason, mend=mend)


_LOOK = words("Write each as: - {example}", example="{column: Notes, decide: drop column}")
