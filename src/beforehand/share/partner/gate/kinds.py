"""The kinds of identifier that the gate looks for, why each matters, and what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from beforehand.words import Words, words


class Action(StrEnum):
    """What a person may decide about a finding. None of them lets text cross."""

    BLANK = "blank"  # the cell counts as not recorded
    DROP_COLUMN = "drop column"  # the column fills no field
    HOLD_ROW = "hold row"  # the row stays at the partner
    COARSEN = "coarsen"  # named fields of the row are not recorded
    USUAL_WORDS = "usual words"  # a typed title or licence becomes the standard one
    NOT_AN_IDENTIFIER = "not an identifier"  # what was coded may cross

    @property
    def words(self) -> Words:
        """The action in words."""
        return _ACTIONS[self]


_ACTIONS = {
    Action.BLANK: words("Leave the cell out"),
    Action.DROP_COLUMN: words("Leave the column out"),
    Action.HOLD_ROW: words("Keep the row here"),
    Action.COARSEN: words("Leave fields of the row out"),
    Action.USUAL_WORDS: words("Use the usual words"),
    Action.NOT_AN_IDENTIFIER: words("It identifies nobody"),
}


class Kind(StrEnum):
    """What a finding looks like. ``serious``: sealing waits until a person has decided."""

    reason: Words
    label: Words
    serious: bool

    def __new__(cls, name: str, label: str, reason: str, serious: bool = True) -> Self:
        """Keep what is said about the kind beside its name."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.label = words(label)
        member.reason = words(reason)
        member.serious = serious
        return member

    NAME = "name", "Name", "looks like a person's name"
    CAPITAL = (
        "capital",
        "Capital",
        "begins with a capital in mid-sentence and is no place or code we know: it may be a name",
        False,
    )
    PHONE = "phone", "Telephone", "could be a telephone number"
    MAIL = "mail", "E-mail", "is an e-mail address"
    WEB = "web", "Link or handle", "is a web address or the name of an online account"
    ADDRESS = "address", "Address", "looks like a street address"
    POSTCODE = "postcode", "Postcode", "is a postcode: some hold a dozen households"
    BIRTH = "birth", "Date of birth", "looks like a date of birth"
    DATE = "date", "Exact day", "is an exact day, which can single a person out", False
    NHS = "nhs", "NHS number", "is an NHS number: its check digit is right"
    INSURANCE = "insurance", "Insurance number", "has the form of a National Insurance number"
    NATIONAL = "national", "Personal number", "has the form of a national personal number"
    DOCUMENT = "document", "Document number", "looks like the number of a passport or card"
    MRZ = "mrz", "Passport line", "is the machine-readable line of a passport or card"
    BANK = "bank", "Bank account", "is an IBAN: its check digits are right"
    CARD = "card", "Payment card", "is a payment card's number: its check digit is right"
    CASE = "case", "Case number", "looks like the number of a case or file"
    NUMBER = "number", "Long number", "is a long number that may belong to a person or case"
    PLATE = "plate", "Number plate", "looks like a vehicle's number plate"
    COORDINATES = "coordinates", "Coordinates", "gives a place to the metre"
    SMALL_PLACE = (
        "small place",
        "Small place",
        "is a place of fewer than {people} people",
        False,
    )
    NO_CAPITALS = (
        "no capitals",
        "Read it yourself",
        "has no capitals, so names in it cannot be told by rule: read it yourself",
        False,
    )
    AREA = "area", "Unlisted area", "has the form of an area's code and is in no list we know"
    RARE = (
        "rare",
        "Rare combination",
        "{fields}: {rows} rows of this file share it, fewer than {k}",
        False,
    )


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text, from ``start`` up to ``end``, and what it looks like."""

    start: int
    end: int
    kind: Kind
    reason: Words
