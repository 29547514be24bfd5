"""Places with their boundaries and population: Albania and the United Kingdom.

Read from ``data/places``; sources and licences are in ``data/README.md``. Everything is cached
and shared between callers: treat what you get as read-only.
"""

from __future__ import annotations

import csv
import difflib
import json
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from beforehand.records.plan import Place
from beforehand.refusals import UnknownKindOfPlace, UnknownPlace
from beforehand.words import Words, words

_FOLDER = files("beforehand") / "data" / "places"

#: Which file holds which kind of place of which country.
_FILES = {
    ("county", "AL"): "albania_counties.geojson",
    ("municipality", "AL"): "albania_municipalities.geojson",
    ("local authority", "GB"): "uk_local_authorities.geojson",
    ("police area", "GB"): "uk_police_areas.geojson",
    ("region", "GB"): "uk_regions.geojson",
}

#: The property that names the larger place each one lies in.
_PARENT = {"municipality": "county_code", "local authority": "police_code"}

#: The kinds of place, smallest first for each country.
KINDS = ("municipality", "county", "local authority", "police area", "region")


def has(kind: str, country: str) -> bool:
    """Whether the gazetteer holds such places of that country."""
    return (kind, country) in _FILES


@cache
def boundaries(kind: str, country: str) -> dict[str, Any]:
    """The boundaries as a GeoJSON ``FeatureCollection`` in WGS84; each feature's id is its code.

    Args:
        kind: One of ``KINDS``.
        country: ISO 3166-1 alpha-2: ``AL`` or ``GB``.

    Raises:
        UnknownKindOfPlace: If the gazetteer holds no such places of that country.
    """
    if not has(kind, country):
        held = ", ".join(f"{known} ({where})" for known, where in _FILES)
        raise UnknownKindOfPlace(kind=kind, country=country, choices=held)
    text = (_FOLDER / _FILES[kind, country]).read_text(encoding="utf-8")
    collection: dict[str, Any] = json.loads(text)
    return collection


@cache
def places(kind: str, country: str) -> tuple[Place, ...]:
    """All places of one kind in one country, by code.

    Population: Albania, census of 2011; England, Wales and Northern Ireland, census of 2021;
    Scotland, estimate of mid-2022. ``parent`` is a municipality's county or a local authority's
    police area.

    Raises:
        UnknownKindOfPlace: If the gazetteer holds no such places of that country.
    """
    features = boundaries(kind, country)["features"]
    found = (_place(feature["properties"], kind, country) for feature in features)
    return tuple(sorted(found, key=lambda one: one.code))


def _place(properties: Mapping[str, Any], kind: str, country: str) -> Place:
    population = properties.get("population", properties.get("population_2011"))
    if population is None:
        raise ValueError(properties["code"])
    return Place(
        code=properties["code"],
        name=properties["name"],
        kind=kind,
        country=country,
        parent=properties[_PARENT[kind]] if kind in _PARENT else "",
        population=population,
        lon=properties["lon"],
        lat=properties["lat"],
    )


@cache
def _by_code() -> dict[str, Place]:
    # Scotland and Northern Ireland are one region and one police area each, under codes of
    # their own, so a code never names two places.
    return {one.code: one for kind, country in _FILES for one in places(kind, country)}


def place(code: str) -> Place:
    """The place with this code, of any kind and country.

    Raises:
        UnknownPlace: If no place has it; names the nearest code.
    """
    known = _by_code()
    if code not in known:
        raise UnknownPlace(place=code, nearest=_nearest(code, list(known)))
    return known[code]


def known(code: str) -> Place | None:
    """The place with this code; None, without looking for the nearest, if no place has it."""
    return _by_code().get(code)


def elsewhere(code: str, country: str) -> Words:
    """How the rest of a county, of another larger place, or of a country is said.

    Args:
        code: Of the county, the larger place, or the country.
        country: What the country is called where the code is a country's.
    """
    larger = known(code)
    if larger and larger.kind == "county":
        return words("elsewhere in the county of {place}", place=larger.name)
    return words("elsewhere in {place}", place=larger.name if larger else country)


def find(named: str, kind: str, country: str) -> Place:
    """The place with this code or name; capitals, spaces around and diacritics do not matter.

    Raises:
        UnknownPlace: If none has it; names the nearest one.
    """
    by_name = {_plain(one.name): one for one in places(kind, country)}
    by_name |= {_plain(one.code): one for one in places(kind, country)}
    sought = _plain(named)
    if sought not in by_name:
        nearest = _nearest(sought, list(by_name))
        raise UnknownPlace(place=named, nearest=by_name[nearest].name)
    return by_name[sought]


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.strip().casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _nearest(sought: str, known: list[str]) -> str:
    return difflib.get_close_matches(sought, known, n=1, cutoff=0.0)[0]


@cache
def _county_population() -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for row in _rows("albania_county_population_2002_2023.csv"):
        found.setdefault(row["county_code"], {})[int(row["year"])] = int(row["population"])
    return found


def county_population(code: str) -> dict[int, int]:
    """People living in an Albanian county on 1 January, by year, 13 years from 2002 to 2023.

    Estimates made before the census of 2023, which found 13 % fewer people in all: fit for
    trend and ranking, not for level.

    Raises:
        UnknownPlace: If ``code`` is not one of AL-01 to AL-12.
    """
    known = _county_population()
    if code not in known:
        raise UnknownPlace(place=code, nearest=_nearest(code, list(known)))
    return dict(known[code])


@cache
def _responder_areas() -> dict[str, str]:
    rows = _rows("responders.csv")
    return {row["responder"]: row["police_code"] for row in rows if row["police_code"]}


def responder_area(partner: str) -> str | None:
    """The police area that a first responder of the NRM works in; None if it has no one area.

    British Transport Police, regional units, agencies, charities and local authorities have
    none: the published tables do not say where they work.
    """
    return _responder_areas().get(partner)


def _rows(name: str) -> list[dict[str, str]]:
    text = (_FOLDER / name).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))
