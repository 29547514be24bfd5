"""What an officer may choose from, in words: targets of a column, codes of a field."""

from __future__ import annotations

from collections.abc import Iterator

from beforehand.share.partner.countries import area_choices, country_choices
from beforehand.share.partner.rules import fields_for
from beforehand.share.partner.known import target_label
from beforehand.vocabulary import FIELD, FieldType
from beforehand.words import speak

Choice = dict[str, str]
#: What says who a person is: only keyed hashes of it leave.
WHO = ("who:surname", "who:given", "who:name", "who:birth")
#: Facts that may hold for every row of a file.
COMMON = (
    "trafficking_status",
    "status_decided_by",
    "exploitation_country",
    "referral_country",
)


def targets(language: str) -> dict[str, list[Choice]]:
    """Targets of a column by what becomes of it, each sorted by its label."""
    fields = [name for name in fields_for("case-level") if name not in {"partner", "partner_type"}]
    return {
        "field": sorted((_target(name, language) for name in fields), key=_by_label),
        "who": [_target(name, language) for name in WHO],
    }


def common(language: str) -> list[Choice]:
    """Facts that may be said once for all rows."""
    return [_target(name, language) for name in COMMON]


def codes(language: str) -> dict[str, list[Choice]]:
    """Codes of each field whose words may be matched one by one."""
    found: dict[str, list[Choice]] = {}
    for name, spec in FIELD.items():
        if spec.codes is not None:
            found[name] = [
                {"code": code.value, "label": speak(code.label, language)} for code in spec.codes
            ]
        elif spec.kind is FieldType.YES_NO:
            found[name] = [{"code": "true", "label": ""}, {"code": "false", "label": ""}]
        elif spec.iso_country:
            found[name] = _named(country_choices())
        elif name.endswith("_area"):
            found[name] = _named(area_choices())
    return found


def _target(name: str, language: str) -> Choice:
    return {"target": name, "label": speak(target_label(name), language)}


def _by_label(choice: Choice) -> str:
    return choice["label"].casefold()


def _named(pairs: Iterator[tuple[str, str]]) -> list[Choice]:
    return sorted(({"code": code, "label": name} for code, name in pairs), key=_by_label)
