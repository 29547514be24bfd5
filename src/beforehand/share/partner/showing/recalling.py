"""The proposal for a sheet that a kept mapping almost fits, with what was decided before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from beforehand.share.partner import mapping as mappings
from beforehand.share.partner.coding import simplified
from beforehand.share.partner.countries import folded
from beforehand.share.partner.known import STAYS, WHO
from beforehand.share.partner.sheet import Sheet
from beforehand.share.partner.showing.record import ROLES, ColumnGuess, Proposal, Question
from beforehand.share.partner.showing.survey import survey
from beforehand.share.partner.showing.values import Reading, guesses
from beforehand.vocabulary import FIELD
from beforehand.words import words

_AS_LAST_TIME = words("as last time")


def as_last_time(proposal: Proposal, text: str, sheet: Sheet) -> Proposal:
    """The proposal with what the kept mapping says of columns and words that it knows.

    Args:
        proposal: ``propose(sheet)``.
        text: The kept mapping.
        sheet: The sheet itself, for the words of columns that were guessed otherwise.
    """
    said = mappings.parsed("kept mapping", text.encode())
    targets = _targets(said)
    seen = {folded(name) for name in _list(said.get("seen"))} | set(targets)
    counts = {column.position: column.counts for column in survey(sheet).columns}
    reading = Reading(separators=proposal.separators, date_format=proposal.date_format)

    def known(guess: ColumnGuess) -> ColumnGuess:
        if folded(guess.column) not in seen:
            return guess
        target, _, code = targets.get(folded(guess.column), "").partition("=")
        made = replace(guess, code=code, confidence=1.0, reasons=(_AS_LAST_TIME,))
        if not target:  # it stays, as it did: under what it looks like, if that was seen
            stays = guess.target if guess.target.startswith(STAYS) else ""
            return replace(made, target=stays, values=())
        if code or target.startswith(WHO) or not (target in FIELD or target == "age"):
            return replace(made, target=target, values=())
        values = guesses(target, counts[guess.position], reading)
        return _with_words(replace(made, target=target, values=values), said)

    return replace(
        proposal,
        columns=tuple(known(guess) for guess in proposal.columns),
        questions=tuple(_answered(one, said) for one in proposal.questions),
    )


def _targets(said: Mapping[str, object]) -> dict[str, str]:
    """What each column is for, by its folded name, as answers write it."""
    found = {folded(name): str(to) for name, to in _table(said.get("columns")).items()}
    for field, table in _table(said.get("flags")).items():
        found |= {folded(name): f"{field}={code}" for name, code in _table(table).items()}
    who = {role: target for target, role in ROLES.items()}
    for role, name in _table(said.get("linkage")).items():
        found.setdefault(folded(str(name)), who.get(role, ""))
    return found


def _with_words(guess: ColumnGuess, said: Mapping[str, object]) -> ColumnGuess:
    table = {
        simplified(word): str(code)
        for word, code in _table(_table(said.get("values")).get(guess.target)).items()
    }
    values = tuple(
        replace(one, code=table[simplified(one.value)], confidence=1.0, reason=_AS_LAST_TIME,
                written=True)
        if simplified(one.value) in table
        else one
        for one in guess.values
    )  # fmt: skip
    return replace(guess, values=values)


def _answered(question: Question, said: Mapping[str, object]) -> Question:
    """With what was answered last time; the period is new."""
    if question.part == "edition":
        return question
    before = said.get(question.part) or _table(said.get("defaults")).get(question.part)
    return replace(question, suggested=before) if isinstance(before, str) else question


def _table(value: object) -> dict[str, object]:
    return dict(value) if isinstance(value, Mapping) else {}


def _list(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else []
