"""How many people a sum reaches in a place: the platforms' estimates, entered or imported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from beforehand.campaign.covariates import place_codes
from beforehand.campaign.tables import read_table
from beforehand.records.running import ReachPoint
from beforehand.stats.concave import Curve, concave_curve

COLUMNS = ("place", "spend_eur", "reach")


def read_reach(
    data: bytes,
    *,
    file: str,
    kind: str,
    country: str,
    said: Mapping[str, str] | None = None,
) -> tuple[ReachPoint, ...]:
    """Read a table of estimates: what a sum over the whole window would reach in a place.

    Args:
        data: CSV with the columns ``COLUMNS``; several rows a place.
        file: Its name, for a refusal.
        kind: Kind of place.
        country: ISO 3166-1 alpha-2.
        said: Codes by name, where somebody has said what a doubtful name means.

    Raises:
        BadTable, BadCell: If it is no such table, or a cell does not fit.
        UnknownPlaces: If places are not in the gazetteer.
    """
    rows = read_table(data, file=file, needed=COLUMNS)
    named = [row.text("place") for row in rows]
    codes = place_codes(named, file=file, kind=kind, country=country, said=said)
    return tuple(
        ReachPoint(place=code, spend_eur=row.number_in("spend_eur"), reach=row.number_in("reach"))
        for code, row in zip(codes, rows, strict=True)
    )


def curves_of(points: Iterable[ReachPoint]) -> dict[str, Curve]:
    """One curve a place, through nothing at nothing."""
    by_place: dict[str, list[tuple[float, float]]] = {}
    for one in points:
        by_place.setdefault(one.place, []).append((one.spend_eur, one.reach))
    return {place: concave_curve(listed) for place, listed in by_place.items()}
