"""Which message worked: versions drawn at random by us, never a platform's own comparison."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.random import Generator

from beforehand.charts import decimal, percent
from beforehand.csv_rows import read_rows
from beforehand.records.creatives import Creatives, VersionPair, VersionShare
from beforehand.records.figure import Figure, Interval, Meaning, Recipe, Unit
from beforehand.refusals import BadCount, NoVersionsToCompare, PlatformTest
from beforehand.stats import holm
from beforehand.stats.versions import Block, anytime_p, anytime_share, by_place_p
from beforehand.words import Words, words

COLUMNS = ("version", "visits", "did")
PAGE, PLACE = "page", "place"
LOOK = {PAGE: "day", PLACE: "place"}
#: Headers that only a platform's export has.
PLATFORM = (
    "Ad name", "Ad set name", "Ad Group", "Campaign name", "Impressions", "impressions", "Reach",
    "reach", "Link clicks", "Clicks", "clicks", "CTR", "ctr", "Results", "Amount spent", "spend",
    "adgroup_name", "Frequency", "ThruPlays",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    version: str
    where: str  # the day, or the place
    visits: int
    did: int


def read_creatives(
    path: Path, drawn: str, *, rng: Generator, level: float = 0.95, made_up: bool = False
) -> Creatives:
    """Compare versions that we drew at random, from our own counts.

    Args:
        path: CSV with the columns version, visits, did, and ``day`` (versions drawn at each visit
            to our own page: one row a version and day, each day one look) or ``place`` (each place
            drawn for one version: one row a place, one look at the end).
        drawn: "page" or "place".
        rng: Draws places again.
        level: One less the chance that any look calls any pair different where none is.
        made_up: Whether nothing in it happened.

    Raises:
        PlatformTest: If it is a platform's report.
        NoVersionsToCompare: If fewer than two versions were visited, or a place had two.
        BadCount, UnreadableFile, MissingColumn: If it is no such table.
    """
    _check_ours(path)
    rows = [_row(path, line, cells) for line, cells in read_rows(path, (LOOK[drawn], *COLUMNS))]
    visits, did = Counter[str](), Counter[str]()
    for row in rows:
        visits[row.version] += row.visits
        did[row.version] += row.did
    names = sorted(version for version, count in visits.items() if count)
    if len(names) < 2:
        raise NoVersionsToCompare(file=path.name, reason=words("it holds fewer than two versions"),
                                  mend=words("Give the counts of each."))  # fmt: skip
    data_hash = hashlib.sha256(path.read_bytes()).hexdigest()
    shares = tuple(
        VersionShare(
            version=name, share=_share(path, (did[name], visits[name]), data_hash, level, made_up)
        )
        for name in names
    )
    looks = len({row.where for row in rows}) if drawn == PAGE else 1
    pairs = list(combinations(names, 2))
    p = [_page_p(rows, pair) if drawn == PAGE else _place_p(path, rows, pair, rng)
         for pair in pairs]  # fmt: skip
    told = {one.version: one.share for one in shares}
    return Creatives(
        drawn=drawn,
        looks=looks,
        level=level,
        versions=shares,
        pairs=tuple(
            _pair(pair, (own, both), level, told)
            for pair, own, both in zip(pairs, p, holm(p).tolist(), strict=True)
        ),
        made_up=made_up,
        warnings=tuple(_warnings(drawn, looks, level)),
    )


def _check_ours(path: Path) -> None:
    if path.is_file():
        head = path.read_bytes()[:4000].decode("utf-8", "replace").splitlines()[:1]
        cells = [cell.strip().strip('"\ufeff') for line in head
                 for cell in line.replace(";", ",").replace("\t", ",").split(",")]  # fmt: skip
        for column in PLATFORM:
            if any(cell == column or cell.startswith(f"{column} (") for cell in cells):
                raise PlatformTest(file=path.name, column=column)


def _row(path: Path, line: int, cells: tuple[str, ...]) -> _Row:
    where, version, visits, did = cells
    for column, value in (("visits", visits), ("did", did)):
        if not value.isdecimal() or len(value) > 9:
            raise BadCount(file=path.name, line=line, column=column, value=value or words("empty"),
                           wanted=words("a whole number"))  # fmt: skip
    if int(did) > int(visits):
        raise BadCount(file=path.name, line=line, column="did", value=did,
                       wanted=words("at most the visits"))  # fmt: skip
    return _Row(version=version, where=where, visits=int(visits), did=int(did))


def _page_p(rows: list[_Row], pair: tuple[str, str]) -> float:
    looks: dict[str, dict[str, list[int]]] = defaultdict(lambda: {v: [0, 0] for v in pair})
    for row in rows:
        if row.version in pair:
            counts = looks[row.where][row.version]
            counts[0], counts[1] = counts[0] + row.visits, counts[1] + row.did
    first, second = pair
    return anytime_p([
        Block(visits=(look[first][0], look[second][0]), successes=(look[first][1], look[second][1]))
        for _, look in sorted(looks.items())
    ])  # fmt: skip


def _place_p(path: Path, rows: list[_Row], pair: tuple[str, str], rng: Generator) -> float:
    given = Counter(row.where for row in rows)
    twice = next((place for place, times in given.items() if times > 1), None)
    if twice is not None:
        raise NoVersionsToCompare(
            file=path.name,
            reason=words("{place} stands in it twice", place=twice),
            mend=words("Each place is drawn for one version and has one row."),
        )
    both = [row for row in rows if row.version in pair]
    return by_place_p(
        [row.visits for row in both], [row.did for row in both],
        np.array([row.version == pair[1] for row in both]), rng,
    )  # fmt: skip


def _share(
    path: Path, counts: tuple[int, int], data_hash: str, level: float, made_up: bool
) -> Figure:
    did, visits = counts
    low, high = anytime_share(did, visits, level)
    return Figure(
        value=did / visits,
        unit=Unit.SHARE,
        definition=words("Visits that did what the page is for, of all visits to this version"),
        source=path.name,
        data_hash=data_hash,
        recipe=Recipe(function="prove.creatives"),
        numerator=did,
        denominator=visits,
        interval=Interval(low=low, high=high, method="beta mixture, at every look",
                          meaning=Meaning.SAMPLING, level=level),
        made_up=made_up,
    )  # fmt: skip


def _pair(
    pair: tuple[str, str], p: tuple[float, float], level: float, told: dict[str, Figure]
) -> VersionPair:
    first, second = pair
    own, both = p
    better = ""
    if both <= 1 - level + 1e-9:
        better = first if told[first].value > told[second].value else second
    other = second if better == first else first
    said = (
        words("“{better}” works better than “{other}”: {a} against {b} (p {p}).",
              better=better, other=other, a=percent(told[better].value),
              b=percent(told[other].value), p=decimal(both, 3))
        if better
        else words("We cannot tell “{first}” and “{second}” apart (p {p}).",
                   first=first, second=second, p=decimal(both, 3))
    )  # fmt: skip
    return VersionPair(first=first, second=second, p=own, p_adjusted=both, better=better,
                       sentence=said)  # fmt: skip


def _warnings(drawn: str, looks: int, level: float) -> Iterator[Words]:
    if drawn == PAGE:
        yield words(
            "{looks} looks. The chance that any of them calls any two versions different where "
            "they are the same is at most {error} %, however often one looks and whenever one "
            "stops.",
            looks=looks,
            error=round(100 * (1 - level)),
        )
    else:
        yield words(
            "One look, at the end: places are drawn again, so what a place is like is not taken "
            "for its version. The shares' intervals take visits as alike and are too narrow here."
        )
    yield words("It speaks of what visitors did on the page, not of whether they were helped.")
