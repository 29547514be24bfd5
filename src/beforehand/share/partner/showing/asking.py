"""What no sheet can say, asked of the officer."""

from __future__ import annotations

from beforehand.share.partner import consent
from beforehand.share.partner.countries import folded
from beforehand.share.partner.showing.record import ColumnGuess, Question
from beforehand.vocabulary import AgeBasis, PartnerType
from beforehand.words import words

_AGES = {"age", "age_from", "age_to"}
#: What a column's name says of when the person had the age.
_WHEN = (
    ("traffick", AgeBasis.WHEN_TRAFFICKED),
    ("trafik", AgeBasis.WHEN_TRAFFICKED),
    ("exploit", AgeBasis.AT_EXPLOITATION),
    ("shfrytez", AgeBasis.AT_EXPLOITATION),
    ("then", AgeBasis.AT_EXPLOITATION),
    ("ateher", AgeBasis.AT_EXPLOITATION),
    ("regist", AgeBasis.AT_REGISTRATION),
    ("regjistr", AgeBasis.AT_REGISTRATION),
    ("referr", AgeBasis.AT_REGISTRATION),
    ("referim", AgeBasis.AT_REGISTRATION),
    ("intake", AgeBasis.AT_REGISTRATION),
    ("agebroad", AgeBasis.AT_REGISTRATION),
)


def questions(columns: tuple[ColumnGuess, ...], kind: str) -> tuple[Question, ...]:
    """Who gives, which edition, whether it happened; who agreed; when people had their age."""
    kinds = tuple(code.value for code in PartnerType)
    asked = [
        Question(part="partner", words=words("Which organisation gives these rows?")),
        Question(part="edition", words=words("Which period do they cover, such as 2026-Q1?")),
        Question(
            part="provenance",
            words=words("Did it happen, or is it made up?"),
            choices=("real", "made-up"),
        ),
    ]
    if kind == "case-level":
        what = words("What kind of organisation is it?")
        asked.insert(1, Question(part="partner_type", words=what, choices=kinds))
    if kind == "case-level" and not any(guess.target == consent.FIELD for guess in columns):
        asked.append(consent_question(columns))
    aged = [guess for guess in columns if guess.target in _AGES]
    if aged and not any(guess.target == "age_basis" for guess in columns):
        asked.append(_when(aged))
    return tuple(asked)


def consent_question(columns: tuple[ColumnGuess, ...]) -> Question:
    """Which column tells who agreed; those whose names may say so come first."""
    could = [one.column for one in columns if one.target == "" or consent.may_say(one.column)]
    return Question(
        part="consent",
        words=words("Which column says whether the person agreed to share?"),
        choices=consent.STATEMENTS,
        columns=tuple(sorted(could, key=lambda name: not consent.may_say(name))),
    )


def _when(aged: list[ColumnGuess]) -> Question:
    name = folded(" ".join(guess.column for guess in aged))
    near = next((basis.value for sign, basis in _WHEN if sign in name), "")
    return Question(
        part="age_basis",
        words=words("When did the people have the age that is recorded?"),
        choices=tuple(code.value for code in AgeBasis),
        suggested=near,
    )
