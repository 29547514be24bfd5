"""An agreement as a small YAML file: what the command line records, and what templates show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent

from beforehand.records.agreements import Agreement, BarredPurpose
from beforehand.refusals import BadAgreement, PurposeBarred
from beforehand.share.partner import GivenFile
from beforehand.share.partner.files import given
from beforehand.words import Words, words

MOST_BYTES = 100_000
_ID = re.compile(r"[a-z0-9-]{1,60}")
#: The hub writes these itself; a file that says them would be somebody else's record.
_NOT_SAID = frozenset({"version", "recorded_on", "recorded_by", "ended_on", "ended_because"})


def load_agreement(file: GivenFile | Path | str) -> Agreement:
    """Read an agreement from YAML.

    Raises:
        UnreadableFile: There is no such file.
        PurposeBarred: It names a purpose that no agreement can allow.
        BadAgreement: It is not YAML, or says something that an agreement has no place for.
    """
    with given(file).open() as data:
        return agreement_from(_parsed(data.read(MOST_BYTES + 1)))


def agreement_from(said: object) -> Agreement:
    """The agreement that plain dictionaries and lists describe.

    Raises:
        PurposeBarred: It names a purpose that no agreement can allow.
        BadAgreement: Something is missing, unknown or of the wrong kind.
    """
    if not isinstance(said, dict):
        raise BadAgreement(reason=words("it is not a list of names and values"))
    purposes = said.get("purposes") or []
    for named in purposes if isinstance(purposes, list) else [purposes]:
        if isinstance(named, str) and named in set(BarredPurpose):
            raise PurposeBarred(purpose=str(named))
    for name in _unknown(Agreement, said):
        raise BadAgreement(reason=words("{name} is no part of an agreement", name=name))
    if not _shown(said):
        raise BadAgreement(reason=words("it holds signs that cannot be shown"))
    try:
        made = msgspec.convert(said, Agreement, strict=False)
    except msgspec.ValidationError as wrong:
        raise BadAgreement(reason=_plainly(str(wrong))) from wrong
    if not _ID.fullmatch(made.id):
        raise BadAgreement(reason=words("its id is not small letters, digits and hyphens"))
    return made


def _shown(said: object) -> bool:
    """Whether every text in it is one that a screen shows as it is."""
    if isinstance(said, dict):
        return all(_shown(one) for pair in said.items() for one in pair)
    if isinstance(said, list):
        return all(map(_shown, said))
    return not isinstance(said, str) or all(one.isprintable() for one in said.splitlines())


def _parsed(text: bytes) -> object:
    if len(text) > MOST_BYTES:
        raise BadAgreement(reason=words("it is too long for an agreement"))
    try:
        events = YAML(typ="safe", pure=True).parse(text)
        if any(isinstance(event, AliasEvent) for event in events):
            raise BadAgreement(reason=words("it repeats a part by an alias (*)"))
        return YAML(typ="safe", pure=True).load(text)
    except (YAMLError, ValueError, KeyError, IndexError, TypeError, AttributeError) as wrong:
        raise BadAgreement(reason=words("it is not YAML")) from wrong
    except RecursionError as wrong:
        raise BadAgreement(reason=words("it is not YAML")) from wrong


def _unknown(kind: Any, said: Mapping[str, object], path: str = "") -> Iterator[str]:
    """Names that the record has no field for, so that a typing error is not passed over."""
    hints = get_type_hints(kind)
    known = {spec.name for spec in fields(kind)} - (_NOT_SAID if not path else set())
    for name, value in said.items():
        if name not in known:
            yield f"{path}{name}"
            continue
        inner = next((one for one in _inside(hints[name]) if is_dataclass(one)), None)
        for part in value if isinstance(value, list) else [value]:
            if inner is not None and isinstance(part, dict):
                yield from _unknown(inner, part, f"{path}{name}.")


def _inside(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) or (hint,)


def _plainly(said: str) -> Words:
    """Where and what, from ``Expected `date`, got `str` - at `$.starts```."""
    what, _, where = said.partition(" - at `$")
    place = where.strip("`.") or words("the whole")
    return words("{place}: {what}", place=place, what=what.replace("`", ""))
