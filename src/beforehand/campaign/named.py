"""Which place a name in somebody else's file means: surely, doubtfully, or not at all."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from beforehand.records.plan import Place

_NEAR = 0.75  # likeness from which a name is shown as doubtful beside the nearest place
#: Words around the name of a place that say of which kind it is.
_KINDS = {
    "county": ("county", "prefecture", "qarku i", "qarku"),
    "municipality": ("municipality", "bashkia e", "bashkia"),
}
_AROUND = ("region", "district", "province", *(word for said in _KINDS.values() for word in said))


@dataclass(frozen=True, slots=True)
class Match:
    """The place that a name means; where it is not sure, the nearest one."""

    place: Place | None
    is_sure: bool


def match(named: str, places: Mapping[str, Place], said: Mapping[str, str]) -> Match:
    """The place that a name means.

    Args:
        named: A name, or one that begins with a place's code, as our own files name ad sets.
        places: By code, those of the plan.
        said: Codes by name, where somebody has said what a doubtful name means.
    """
    if named in said:
        return Match(places.get(said[named]), is_sure=True)
    for word in re.split(r"[\s,;/]+", named):
        if word in places:
            return Match(places[word], is_sure=True)
    by_name: dict[str, list[Place]] = {}
    for place in places.values():
        # A county's name means no municipality, though both are called alike.
        by_name.setdefault(_bare(place.name), []).append(place)
        for word in _KINDS.get(place.kind, ()):
            by_name.setdefault(f"{_bare(place.name)} {word}", []).append(place)
            by_name.setdefault(f"{word} {_bare(place.name)}", []).append(place)
    sought = _bare(named)
    if len(by_name.get(sought, ())) == 1:
        return Match(by_name[sought][0], is_sure=True)
    near = difflib.get_close_matches(_without_kind(sought), by_name, n=1, cutoff=_NEAR)
    return Match(by_name[near[0]][0] if near else None, is_sure=False)


def _bare(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(one for one in letters if not unicodedata.combining(one)).split())


def _without_kind(bare: str) -> str:
    for word in _AROUND:
        bare = re.sub(rf"\b{word}\b", " ", bare)
    return " ".join(bare.split())
