"""Uploaded reasons to warn a place: numbers by place, as CSV or GeoJSON."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from beforehand import gazetteer
from beforehand.campaign.request import PlanRequest
from beforehand.refusals import UnknownPlace, UnknownPlaces, UnreadableCovariates
from beforehand.words import Parameter, Words, words

PLACE_COLUMN = "place"


def read_covariates(
    data: bytes,
    *,
    file: str,
    kind: str,
    country: str,
    said: Mapping[str, str] | None = None,
) -> dict[str, dict[str, float]]:
    """Read numbers by place.

    Args:
        data: UTF-8 CSV with a column ``place`` (code or name) and at least one of numbers, with
            commas or semicolons; or GeoJSON whose features have an ``id`` or a property
            ``place``, ``code`` or ``name``, and properties that are numbers. Shapes are not
            looked at. An empty cell, and null, is not known.
        file: Its name, for a refusal.
        kind: Kind of place, such as ``municipality``.
        country: ISO 3166-1 alpha-2.
        said: Codes by name, where somebody has said what a doubtful name means.

    Returns:
        Column to place code to number.

    Raises:
        UnreadableCovariates: If it is no such table, a place comes twice, or a cell no number.
        UnknownPlaces: If names are not in the gazetteer; lists all of them with the nearest.
    """
    rows = _features(data, file) if data.lstrip()[:1] == b"{" else _table(data, file)
    named = [row[PLACE_COLUMN] for row in rows]
    codes = place_codes(named, file=file, kind=kind, country=country, said=said)
    if len(set(codes)) < len(codes):
        twice = next(one for one in codes if codes.count(one) > 1)
        raise UnreadableCovariates(
            file=file, reason=words("the place {place} comes twice", place=twice)
        )
    names = list(dict.fromkeys(name for row in rows for name in row if name != PLACE_COLUMN))
    return {
        name: {
            code: _number(row[name], file, name)
            for code, row in zip(codes, rows, strict=True)
            if row.get(name, "").strip()
        }
        for name in names
    }


def with_covariates(
    request: PlanRequest, path: Path | None, said: Mapping[str, str] | None = None
) -> PlanRequest:
    """The request with the covariates of a file added; unchanged without one.

    Raises:
        UnreadableCovariates, UnknownPlaces: See ``read_covariates``.
    """
    if path is None:
        return request
    read = read_covariates(
        path.read_bytes(),
        file=path.name,
        kind=request.kind,
        country=request.country,
        said=said,
    )
    return replace(request, covariates={**request.covariates, **read})


def place_codes(
    named: list[str],
    *,
    file: str | Words,
    kind: str,
    country: str,
    said: Mapping[str, str] | None = None,
) -> list[str]:
    """The codes of places given by code or name, in the same order.

    ``said`` holds codes by name, where somebody has said what a doubtful name means.

    Raises:
        UnknownPlaces: If some are not in the gazetteer; lists all of them with the nearest.
    """
    codes: list[str] = []
    unknown: dict[str, str] = {}
    for name in named:
        try:
            codes.append(gazetteer.find((said or {}).get(name.strip(), name), kind, country).code)
        except UnknownPlace as refused:
            unknown[name.strip()] = str(refused.params["nearest"])
    if unknown:
        told = [
            words("{place} (nearest: {nearest})", place=name, nearest=nearest)
            for name, nearest in unknown.items()
        ]
        refusal = UnknownPlaces(file=file, count=len(told), places=_listed(told))
        refusal.doubtful, refusal.where = tuple(unknown.items()), (kind, country)
        raise refusal
    return codes


def _listed(said: list[Words]) -> Words:
    """Sentences with commas between; the template holds no words, only their places."""
    params: dict[str, Parameter] = {f"one_{at}": one for at, one in enumerate(said)}
    template = ", ".join(f"{{{name}}}" for name in params)
    return Words(template, params)


def _table(data: bytes, file: str) -> list[dict[str, str]]:
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as wrong:
        raise UnreadableCovariates(file=file, reason=words("it is not UTF-8 text")) from wrong
    delimiter = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    rows = list(csv.reader(lines, delimiter=delimiter))
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    header = [cell.strip().casefold() for cell in rows[0]] if rows else []
    if PLACE_COLUMN not in header or len(header) < 2 or len(set(header)) < len(header):
        raise UnreadableCovariates(
            file=file, reason=words("its first row does not name such columns")
        )
    if len(rows) < 2 or any(len(row) != len(header) for row in rows):
        raise UnreadableCovariates(
            file=file, reason=words("its rows are missing or not equally long")
        )
    return [dict(zip(header, row, strict=True)) for row in rows[1:]]


_NAMES = ("place", "code", "name")


def _features(data: bytes, file: str) -> list[dict[str, str]]:
    """The features of a GeoJSON file as rows: the place, and every property that is a number."""
    try:
        read = json.loads(data.decode("utf-8-sig"))
    except ValueError as wrong:
        raise UnreadableCovariates(file=file, reason=words("it is not GeoJSON")) from wrong
    features = read.get("features")
    if not isinstance(features, list) or not features:
        raise UnreadableCovariates(file=file, reason=words("it holds no features"))
    rows = [_feature(feature, at, file) for at, feature in enumerate(features, 1)]
    if all(len(row) == 1 for row in rows):
        raise UnreadableCovariates(file=file, reason=words("no property of it is a number"))
    return rows


def _feature(feature: object, at: int, file: str) -> dict[str, str]:
    told = feature.get("properties") if isinstance(feature, dict) else None
    properties = told if isinstance(told, dict) else {}
    by_name = {str(name).casefold(): value for name, value in properties.items()}
    place = next((by_name[name] for name in _NAMES if by_name.get(name)), None)
    if place is None and isinstance(feature, dict):
        place = feature.get("id")
    if place is None:
        raise UnreadableCovariates(
            file=file, reason=words("feature {at} does not name its place", at=at)
        )
    numbers = {
        name: repr(value)
        for name, value in by_name.items()
        if isinstance(value, int | float) and not isinstance(value, bool) and name not in _NAMES
    }
    return {PLACE_COLUMN: str(place), **numbers}


def _number(cell: str, file: str, name: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise UnreadableCovariates(
            file=file,
            reason=words("{cell!r} in column {name} is not a number", cell=cell, name=name),
        )
    return value
