"""Who travels where daily: pairs of places that so many cross between count as neighbours."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from beforehand import gazetteer
from beforehand.campaign.covariates import place_codes
from beforehand.campaign.tables import read_table
from beforehand.records.plan import Commuting, Crossing
from beforehand.words import words

COLUMNS = ("from", "to", "people")
SHARE = 0.02  # of the smaller place's people: above it a campaign is soon told there too


def read_commuting(
    data: bytes,
    *,
    file: str,
    where: tuple[str, str],
    share: float = SHARE,
    said: Mapping[str, str] | None = None,
) -> Commuting:
    """Read a table of commuters.

    Args:
        data: CSV with the columns ``COLUMNS``: places by code or name, a row a pair and way.
            Rows from a place to itself are not looked at; pairs not listed cross little.
        file: Its name, for a refusal.
        where: Kind of place, and country as ISO 3166-1 alpha-2.
        share: People both ways over the smaller place's people, above which two are neighbours.
        said: Codes by name, where somebody has said what a doubtful name means.

    Returns:
        The pairs that count, the table's hash beside them.

    Raises:
        BadTable, BadCell: If it is no such table, a cell does not fit, or a pair comes twice.
        UnknownPlaces: If places are not in the gazetteer; lists all of them with the nearest.
    """
    kind, country = where
    rows = read_table(data, file=file, needed=COLUMNS)
    named = [row.text(end) for row in rows for end in COLUMNS[:2]]
    codes = place_codes(named, file=file, kind=kind, country=country, said=said)
    people: dict[tuple[str, str], int] = {}
    for row, one, other in zip(rows, codes[::2], codes[1::2], strict=True):
        if (one, other) in people:
            raise row.refuse(
                "to",
                words("the pair {pair} comes twice", pair=f"{one} {other}"),
                words("Give each way of a pair once, in one row."),
            )
        people[one, other] = row.count_in("people")
    return Commuting(
        source=file,
        data_hash=hashlib.sha256(data).hexdigest(),
        share=share,
        crossings=_crossings(people, kind, country, share),
    )


def _crossings(
    people: Mapping[tuple[str, str], int], kind: str, country: str, share: float
) -> tuple[Crossing, ...]:
    live = {one.code: one.population for one in gazetteer.places(kind, country)}
    pairs = sorted({(min(pair), max(pair)) for pair in people if pair[0] != pair[1]})
    found = [
        Crossing(
            places=(one, other),
            people=people.get((one, other), 0) + people.get((other, one), 0),
        )
        for one, other in pairs
    ]
    return tuple(
        one for one in found if one.people > share * min(live[code] for code in one.places)
    )
