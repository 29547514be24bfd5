"""What a route can be asked by, and how its codes are said."""

from __future__ import annotations

from babel import Locale

from beforehand import gazetteer
from beforehand.refusals import UnknownCode, UnknownField
from beforehand.vocabulary import FIELD, Code
from beforehand.words import Words, words

#: The fields of a profile, in the order they are told: who, from where, how, into what.
PROFILE_FIELDS = (
    "gender",
    "age",
    "citizenship",
    "origin_area",
    "transit_country",
    "arrival_area",
    "recruitment_method",
    "recruitment_platform",
    "recruiter_relation",
    "relationship_to_trafficker",
    "control",
    "exploitation",
    "criminal_activity",
    "industry",
    "sexual_exploitation_type",
    "duration_months",
    "exploitation_area",
    "trafficking_status",
    "status_decided_by",
)
#: Ages are bands of two columns: shown in a profile, not yet compared or filtered by.
COMPARE_FIELDS = tuple(name for name in PROFILE_FIELDS if name != "age")

#: How the countries that somebody passed through are written as one code: ``BE+IT``, or none.
AND, NO_TRANSIT = "+", "none"

_BANDS = {
    "child": words("Under 18"),
    "adult": words("18 or over"),
    "18-34": words("18 to 34"),
}

#: Names of the countries that routes of this programme touch, to be translated with the rest.
_COUNTRIES = {
    "AL": words("Albania"),
    "GB": words("the United Kingdom"),
    "XK": words("Kosovo"),
    "GR": words("Greece"),
    "IT": words("Italy"),
    "MK": words("North Macedonia"),
    "RO": words("Romania"),
    "BE": words("Belgium"),
    "FR": words("France"),
    "DE": words("Germany"),
    "NL": words("the Netherlands"),
    "ES": words("Spain"),
    "VN": words("Viet Nam"),
    "ZZ": words("a further citizenship, not known"),
}


def known_field(name: str, choices: tuple[str, ...] = PROFILE_FIELDS) -> str:
    """The name itself.

    Raises:
        UnknownField: If it is not among ``choices``.
    """
    if name not in choices:
        raise UnknownField(field=name, choices=", ".join(choices))
    return name


def known_code(field: str, code: str) -> str:
    """The code itself.

    Raises:
        UnknownCode: If the field has a code list and the code is not on it.
    """
    codes = FIELD[field].codes
    if codes is not None and code not in set(codes):
        raise UnknownCode(field=field, code=code, choices=", ".join(codes))
    return code


def field_label(name: str) -> Words:
    """The field in words."""
    return words("Age") if name == "age" else FIELD[name].label


def code_label(field: str, code: str) -> Words:
    """One code of a field in words; a code that no list holds says itself."""
    if field == "age":
        return _BANDS[code]
    if field == "transit_country":
        return way(code)
    spec = FIELD[field]
    if spec.codes is not None:
        return labelled(spec.codes, code)
    return country(code) if spec.iso_country else Words(place_name(code))


def way(code: str) -> Words:
    """The countries that somebody passed through, in words."""
    if code == NO_TRANSIT:
        return words("no other country")
    said: Words | None = None
    for part in code.split(AND):
        said = words("{first}, {rest}", first=said, rest=country(part)) if said else country(part)
    return said or Words(code)


def labelled(codes: type[Code], code: str) -> Words:
    """A code of a list in words; one that is not on it says itself."""
    return {str(one): one.label for one in codes}.get(code, Words(code))


def holds_several(field: str) -> bool:
    """Whether one person may have more than one of its codes.

    Of transit they have not: all countries that somebody passed through are one answer.
    """
    return field not in {"age", "transit_country"} and FIELD[field].kind == "codes"


def country(code: str) -> Words:
    """The country as it stands in a sentence; the English name (Unicode CLDR) if it is rarer."""
    return _COUNTRIES.get(code) or Words(str(Locale("en").territories.get(code, code)))


def place_name(code: str) -> str:
    """The gazetteer's name of an area, or the code itself."""
    place = gazetteer.known(code)
    return place.name if place else code
