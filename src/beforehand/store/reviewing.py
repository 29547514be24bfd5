"""Clerical review: doubtful pairs by their coded attributes alone, for who may see the rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import pyarrow.compute as pc

from beforehand.home import Home
from beforehand.records.cases import CaseTable, SourceClass, SourceKind
from beforehand.records.linking import DoubtfulPair, LinkDecision, Review, Side, Verdict
from beforehand.records.people import Asker, Role
from beforehand.refusals import UnknownRecord
from beforehand.store import asking, deciding, layout, links, query
from beforehand.unlocking import readable
from beforehand.vocabulary import FIELDS
from beforehand.words import words

#: So many pairs are listed at once; deciding brings the next ones up.
MOST = 50
#: Shown of a row: coded fields. Whose it is stands beside them, as that partner is named.
_SHOWN = tuple(spec.name for spec in FIELDS if spec.name not in {"partner", "partner_type"})
_Line = Mapping[str, object]


def review(home: Home, asker: Asker, most: int = MOST) -> Review:
    """Pairs that somebody should look at, where both rows are the asker's to see.

    Args:
        home: The hub's home.
        asker: Who asks, on which day; only analysts review, others get nothing.
        most: How many waiting pairs to list at the most, of each source.
    """
    found = [_of_class(home, asker, kind, most) for kind in _reviewed(home, asker)]
    decided = [one for each in found for one in each.decided]
    return Review(
        waiting=tuple(one for each in found for one in each.waiting),
        decided=tuple(sorted(decided, key=lambda one: str(one.decided_at), reverse=True)),
        left_out=sum(each.left_out for each in found),
    )


def decide(
    home: Home, asker: Asker, pair: str, verdict: Verdict, *, by: str, at: datetime
) -> LinkDecision:
    """Write down what an analyst decided about two rows that are the analyst's to see.

    Args:
        home: The hub's home.
        asker: Who decides, on which day.
        pair: The pair's id.
        verdict: Same, different, unsure, or undone for taking the last decision back.
        by: Who decided, as others will read it.
        at: When, with its zone.

    Raises:
        UnknownRecord: There is no such pair that the asker may see, or nothing to take back.
    """
    left, _, right = pair.partition("-")
    known = left != right and any(
        {left, right} <= _seen(home, asker, kind, [left, right]) for kind in _reviewed(home, asker)
    )
    held = (min(left, right), max(left, right))
    if not known or (verdict is Verdict.UNDONE and held not in deciding.standing(home)):
        raise UnknownRecord(kind=words("pair of rows"), id=pair)
    made = deciding.decide(home, held, verdict, by=by, at=at)
    with layout.writing(home):
        links.remove_stale(home)
    return made


def _reviewed(home: Home, asker: Asker) -> tuple[SourceClass, ...]:
    if asker.role is not Role.ANALYST:
        return ()
    kinds = asking.source_classes(home, asker)
    return tuple(kind for kind in kinds if kind.kind is SourceKind.CASE_LEVEL)


def _seen(home: Home, asker: Asker, kind: SourceClass, wanted: list[str]) -> set[str]:
    return _among(asking.open_cases(home, asker, str(kind)), wanted)


def _among(cases: CaseTable, wanted: list[str]) -> set[str]:
    """Which of these rows are among the cases."""
    with readable(cases) as files, query.connect() as database:
        params = {"cases": files, "wanted": wanted}
        asked = database.sql(query.sql("rows_seen"), params=params)
        return {row_id for (row_id,) in asked.fetchall()}


def _of_class(home: Home, asker: Asker, kind: SourceClass, most: int) -> Review:
    cases = asking.open_cases(home, asker, str(kind))
    standing = deciding.standing(home)
    pairs = _looked_at(home, kind, standing)
    ids = sorted({row_id for one in pairs for row_id in one})
    seen = _among(cases, ids) if ids else set()
    allowed = [one for one in pairs if set(one) <= seen]
    decided = [one for one in allowed if _is_settled(standing, one)]
    waiting = [one for one in allowed if not _is_settled(standing, one)]
    doubt = {one: abs(float(str(pairs[one]["probability"])) - 0.5) for one in waiting}
    waiting.sort(key=lambda one: (one in standing, doubt[one]))
    listed = waiting[:most]
    sides = _sides(cases, {row_id for one in (*listed, *decided) for row_id in one})

    def shown(chosen: Iterable[tuple[str, str]]) -> tuple[DoubtfulPair, ...]:
        return tuple(
            _pair(pairs[one], (sides[one[0]], sides[one[1]]), standing.get(one), cases.made_up)
            for one in chosen
        )

    return Review(
        waiting=shown(listed), decided=shown(decided), left_out=len(waiting) - len(listed)
    )


def _is_settled(standing: Mapping[tuple[str, str], LinkDecision], pair: tuple[str, str]) -> bool:
    return pair in standing and standing[pair].verdict is not Verdict.UNSURE


def _looked_at(
    home: Home, kind: SourceClass, standing: Mapping[tuple[str, str], LinkDecision]
) -> dict[tuple[str, str], _Line]:
    """Doubtful pairs and those decided, by their two row ids, the smaller first."""
    from beforehand.store.linking.linker import KEPT_FROM  # here: slow to load, and few review

    table = links.pairs(home, kind)
    low, high = links.DOUBTFUL
    chance = table["probability"]
    doubtful = pc.and_(pc.greater_equal(chance, low), pc.less_equal(chance, high))
    rare = pc.or_(pc.less(chance, KEPT_FROM), pc.greater_equal(chance, 1 - 1e-6))
    found = {_names(line): line for line in table.filter(doubtful).to_pylist()}
    for line in table.filter(rare).to_pylist() if standing else ():
        if _names(line) in standing:
            found[_names(line)] = line
    for pair, one in standing.items():
        said = float(one.verdict is Verdict.SAME)
        found.setdefault(pair, {"probability": said, "cell": -1})
    return found


def _names(line: _Line) -> tuple[str, str]:
    one, other = str(line["left"]), str(line["right"])
    return min(one, other), max(one, other)


def _sides(cases: CaseTable, wanted: set[str]) -> dict[str, Side]:
    """The coded fields of rows, by row id."""
    if not wanted:
        return {}
    with readable(cases) as files, query.connect() as database:
        params = {"cases": files, "wanted": sorted(wanted)}
        lines = database.sql(query.sql("rows_named"), params=params).to_arrow_table().to_pylist()
        whose = dict(zip(files, _givers(cases), strict=True))
    return {
        line["row_id"]: Side(
            row_id=line["row_id"], partner=whose[line["filename"]], fields=_fields(line)
        )
        for line in lines
    }


def _givers(cases: CaseTable) -> list[str]:
    """Whose each file is, as the asker may know it; empty where no name shows."""
    if cases.shown_as:
        return [one.partner or "" for one in cases.shown_as]
    return [one.giver for one in cases.submissions]


def _fields(line: _Line) -> tuple[tuple[str, str], ...]:
    """Field and code, of those recorded; several codes are joined by a comma."""
    found = [(name, line[name]) for name in _SHOWN if line.get(name) is not None]
    return tuple((name, _said(value)) for name, value in found)


def _said(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(sorted(str(one) for one in value)) or "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _pair(
    line: _Line, sides: tuple[Side, Side], decision: LinkDecision | None, made_up: bool
) -> DoubtfulPair:
    from beforehand.store.linking.states import DATES, NAMES, states

    cell = int(str(line["cell"]))
    given, family, birth = states().cells[cell][:3] if cell >= 0 else (-1, -1, -1)
    return DoubtfulPair(
        id=f"{sides[0].row_id}-{sides[1].row_id}",
        left=sides[0],
        right=sides[1],
        probability=round(float(str(line["probability"])), 4),
        given_name=NAMES[given] if cell >= 0 else "",
        family_name=NAMES[family] if cell >= 0 else "",
        birth_date=DATES[birth] if cell >= 0 else "",
        made_up=made_up,
        verdict=decision.verdict if decision else None,
        decided_by=decision.by if decision else "",
        decided_at=decision.at if decision else None,
    )
