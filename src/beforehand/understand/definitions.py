"""The definitions that kinds of exploitation are counted by, and how codes are read under each."""

from __future__ import annotations

from collections.abc import Iterable

from beforehand.records.definitions import Concept, Definition, Denominator
from beforehand.refusals import UnknownDefinition
from beforehand.understand.tally import Answer
from beforehand.words import Words, words

#: Fields that CTDC counts as groups of flags, in which a share is of those with any of them.
GROUPS = frozenset(
    {"exploitation", "control", "industry", "sexual_exploitation_type", "recruiter_relation"}
)


def _concept(code: str, label: Words, *counts: str) -> Concept:
    return Concept(code=code, label=label, counts=counts)


_SEXUAL = _concept("sexual", words("Sexual exploitation"), "SexualExploitation")
_DOMESTIC = _concept("domestic", words("Domestic servitude"), "Servitude")
_ORGANS = _concept("organs", words("Organ removal"), "OrganRemoval")
_MARRIAGE = _concept("marriage", words("Forced marriage"), "ForcedMarriage")

NRM = Definition(
    key="nrm",
    version="1",
    name=words("National Referral Mechanism, since October 2019"),
    says=words(
        "Crime that people are forced into is a kind of its own, apart from labour. Shares are of "
        "everyone referred; those with nothing specified stay below the line."
    ),
    source="Home Office, National Referral Mechanism statistics: notes to the tables",
    denominator=Denominator.EVERYONE,
    concepts=(
        _concept("labour", words("Labour"), "ForcedLabour"),
        _concept("crime", words("Criminal exploitation"), "ForcedCriminality"),
        _SEXUAL,
        _DOMESTIC,
        _ORGANS,
    ),
)
NRM_2018 = Definition(
    key="nrm-2018",
    version="1",
    name=words("National Referral Mechanism, until 2019"),
    says=words(
        "Labour holds the crime that people are forced into, such as growing cannabis. Shares are "
        "of everyone referred."
    ),
    source="National Crime Agency, National Referral Mechanism statistics 2018",
    denominator=Denominator.EVERYONE,
    concepts=(
        _concept("labour", words("Labour"), "ForcedLabour", "ForcedCriminality"),
        _SEXUAL,
        _DOMESTIC,
        _ORGANS,
    ),
)
CTDC = Definition(
    key="ctdc",
    version="1",
    name=words("Counter-Trafficking Data Collaborative"),
    says=words(
        "Forced labour is all work or service exacted under threat, crime, begging and service in "
        "a household among it, sexual services not. A share is of the people with any kind "
        "recorded."
    ),
    source="CTDC Global Synthetic Data Codebook, version 2, section 6",
    denominator=Denominator.ANY,
    concepts=(
        _concept(
            "labour",
            words("Forced labour"),
            "ForcedLabour",
            "ChildLabour",
            "Servitude",
            "ForcedBegging",
            "ForcedCriminality",
        ),
        _SEXUAL,
        _concept(
            "other",
            words("Other exploitation"),
            "ForcedMarriage",
            "ForcedMilitaryByNonStateActors",
            "OrganRemoval",
            "ForcedAdoption",
            "Surrogacy",
            "Other",
        ),
    ),
)
HTCDS = Definition(
    key="htcds",
    version="1",
    name=words("Human Trafficking Case Data Standard 2.0"),
    says=words(
        "It has no code for crime that people are forced into: that is under other. A share is of "
        "the people for whom the kind is recorded."
    ),
    source="IOM, Human Trafficking Case Data Standard 2.0 (CC BY 4.0)",
    denominator=Denominator.RECORDED,
    concepts=(
        _concept("labour", words("Forced labour"), "ForcedLabour"),
        _concept("child_labour", words("Child labour"), "ChildLabour"),
        _SEXUAL,
        _concept("domestic", words("Servitude"), "Servitude"),
        _MARRIAGE,
        _concept(
            "military",
            words("Forced military (by non-state actors)"),
            "ForcedMilitaryByNonStateActors",
        ),
        _ORGANS,
        _concept("begging", words("Forced begging"), "ForcedBegging"),
        _concept("adoption", words("Forced adoption"), "ForcedAdoption"),
        _concept("surrogacy", words("Surrogacy"), "Surrogacy"),
        _concept("other", words("Other exploitation"), "Other", "ForcedCriminality"),
    ),
)

#: Every definition, the one nearest to what partners record first.
DEFINITIONS = (NRM, NRM_2018, CTDC, HTCDS)


def definition(key: str) -> Definition:
    """The definition of that name.

    Raises:
        UnknownDefinition: If there is none.
    """
    for one in DEFINITIONS:
        if one.key == key:
            return one
    raise UnknownDefinition(key=key, choices=", ".join(one.key for one in DEFINITIONS))


def concept_of(of: Definition, code: str) -> Concept | None:
    """The concept of that name; None where the definition has none."""
    return next((one for one in of.concepts if one.code == code), None)


def reread(of: Definition, field: str, answers: Iterable[Answer]) -> list[Answer]:
    """Recorded codes as the definition reads them.

    Kinds of exploitation become its concepts; a code that no concept counts is recorded, but none
    of them. Where the definition goes by flags, "recorded that there was none" is not recorded.
    """
    read = [_as_concepts(of, one) if field == "exploitation" else one for one in answers]
    if of.denominator is not Denominator.ANY or field not in GROUPS:
        return read
    return [(codes or None, disagrees, people) for codes, disagrees, people in read]


def of_recorded(of: Definition | None, field: str) -> bool:
    """Whether the definition's shares of this field are of those recorded alone."""
    if of is None or of.denominator is Denominator.EVERYONE:
        return False
    return field == "exploitation" or (of.denominator is Denominator.ANY and field in GROUPS)


def _as_concepts(of: Definition, answer: Answer) -> Answer:
    codes, disagrees, people = answer
    if codes is None:
        return answer
    held = [one.code for one in of.concepts if set(one.counts) & set(codes)]
    return held, disagrees, people
