"""Partners as overlapping lists: how many people of a route no partner saw."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from beforehand.records.cases import CaseTable, SourceClass, SourceKind
from beforehand.records.figure import Figure, Recipe, RecipeParameter
from beforehand.records.hidden import HiddenLinking, HiddenPopulation, HiddenVariant
from beforehand.records.picture import RouteFilter
from beforehand.refusals import BadLists
from beforehand.understand.fields import code_label, labelled
from beforehand.understand.figures import route_parameters
from beforehand.understand.hidden import METHODS, hidden_population, placed
from beforehand.understand.hidden_figures import IN_ALL, About, recipe_of
from beforehand.understand.pool import Pool, opened
from beforehand.understand.routing import stand_on
from beforehand.vocabulary import PartnerType
from beforehand.words import Words, words

if TYPE_CHECKING:
    from beforehand.stats.mse.estimates import Options
    from beforehand.stats.mse.lists import Lists

By = Literal["partner", "partner_type"]
Stratum = Literal["", "year", "sex", "exploitation"]
STRATA: tuple[Stratum, ...] = ("year", "sex", "exploitation")
DRAWN = 50  # linkings
NOT_NAMED = "not named"
Row = tuple[tuple[str, ...], int]  # who saw them, and how many people


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsAsked:
    """Which lists the pool is read as.

    Attributes:
        by: Single partners, or kinds of partner.
        stratum: What people are parted by, each part estimated by itself.
        merged: Lists that count as one, by name; their new name joins theirs with a plus sign.
        methods: Which stand side by side; the first one is the headline's.
        drawn: How often uncertain links are drawn; 0 leaves them as they are.
        coverage_s: How many seconds the simulation of coverage may take, about; 0: none is made.
    """

    by: By = "partner"
    stratum: Stratum = ""
    merged: tuple[tuple[str, ...], ...] = ()
    methods: tuple[str, ...] = METHODS
    drawn: int = DRAWN
    coverage_s: float = 0


def hidden(
    cases: CaseTable,
    route: RouteFilter,
    asked: ListsAsked | None = None,
    options: Options | None = None,
    *,
    left_out: tuple[SourceClass, ...] = (),
) -> HiddenPopulation:
    """How many people of a route no partner saw, from those whom several saw.

    Args:
        cases: Case-level, linked: what the asker may see.
        route: Whose people.
        asked: What a list is.
        options: Of the estimates.
        left_out: Other source classes that hold this route; never added.

    Raises:
        BadLists: If the source is no linked case-level one, a list to merge is not there, or the
            partners' people do not overlap so that anything can be estimated.
        EmptyPool: If nobody is on the route.
    """
    from beforehand.stats.mse.estimates import Options
    from beforehand.stats.mse.tables import Table

    asked, options = asked or ListsAsked(), options or Options()
    _check_source(cases)
    with opened(cases, route) as pool:
        basis, _, _ = stand_on(pool, left_out)
        rows = _rows(pool.ask("overlaps", by=asked.by, stratum=asked.stratum), asked)
        whole = [one for part in rows.values() for one in part]
        lists = _lists(whole)
        linked = _linked(pool, asked, options)
    about = About(
        source=cases.source,
        data_hash=cases.data_hash,
        made_up=cases.made_up,
        asked=_parameters(route, asked) | recipe_of(options),
        submissions=tuple(one.id for one in cases.submissions),
    )
    told = hidden_population(
        Table(lists=lists), about, options, methods=asked.methods, labels=_labels(lists, asked.by),
        coverage_s=asked.coverage_s,
    )  # fmt: skip
    strata = _strata(about, rows, asked, options) if asked.stratum else ((), None)
    return placed(told, basis, strata, _linking(about, linked) if linked else None)


def asked_again(recipe: Recipe) -> tuple[ListsAsked, Options]:
    """What ``hidden`` was asked for a figure of this recipe."""
    from beforehand.stats.mse.estimates import Options

    held = recipe.parameters
    kind, stratum = str(held["interval"]), str(held.get("stratum", ""))
    merged = str(held.get("merged", ""))
    asked = ListsAsked(
        by="partner_type" if held["lists"] == "partner_type" else "partner",
        stratum=next((one for one in STRATA if one == stratum), ""),
        merged=tuple(tuple(one.split("+")) for one in merged.split("; ")) if merged else (),
        methods=(str(held.get("method", METHODS[0])),),
        drawn=DRAWN if held.get("of") == "linking" else 0,
    )
    options = Options(
        threshold=float(str(held["threshold"])),
        interval="none" if kind == "none" else "percentile" if kind == "percentile" else "bca",
        replicates=int(str(held["replicates"])),
        level=float(str(held["level"])),
        seed=int(str(held["seed"])),
    )
    return asked, options


def _check_source(cases: CaseTable) -> None:
    if cases.source_class.kind is not SourceKind.CASE_LEVEL or cases.links is None:
        said = words(
            "{source} is published and cannot be linked, so nobody knows whom two of its lists "
            "share: choose a case-level source",
            source=str(cases.source_class),
        )
        raise BadLists(reason=said)


def _parameters(route: RouteFilter, asked: ListsAsked) -> dict[str, RecipeParameter]:
    more: dict[str, RecipeParameter] = {"lists": asked.by, "method": asked.methods[0]}
    if asked.stratum:
        more["stratum"] = asked.stratum
    if asked.merged:
        more["merged"] = "; ".join("+".join(one) for one in asked.merged)
    return route_parameters(route) | more


def _rows(found: Iterable[tuple[list[str], str, int]], asked: ListsAsked) -> dict[str, list[Row]]:
    """People by who saw them, for each stratum, with lists merged."""
    found = list(found)
    names = {one or NOT_NAMED for seen_by, _, _ in found for one in seen_by}
    joined: dict[str, str] = {}
    for group in asked.merged:
        for name in group:
            if name not in names:
                said = words(
                    "{name} is not one of the lists, which are: {names}",
                    name=name,
                    names=", ".join(sorted(names)),
                )
                raise BadLists(reason=said)
            if joined.get(name, " + ".join(group)) != " + ".join(group):
                raise BadLists(reason=words("{name} is merged twice", name=name))
            joined[name] = " + ".join(group)
    rows: dict[str, list[Row]] = defaultdict(list)
    for seen_by, stratum, people in found:
        on = {joined.get(one, one) for one in (name or NOT_NAMED for name in seen_by)}
        rows[stratum].append((tuple(sorted(on)), people))
    return rows


def _lists(rows: Iterable[Row]) -> Lists:
    from beforehand.stats.mse.lists import lists_of

    rows = list(rows)
    names = sorted({name for on, _ in rows for name in on})
    return lists_of(names, [([int(name in on) for name in names], people) for on, people in rows])


def _labels(lists: Lists, by: By) -> dict[str, Words]:
    known = set(PartnerType)
    return {
        name: words("partners that are not named") if name == NOT_NAMED
        else labelled(PartnerType, name) if by == "partner_type" and name in known
        else Words(name)
        for name in lists.names
    }  # fmt: skip


def _strata(
    about: About, rows: Mapping[str, list[Row]], asked: ListsAsked, options: Options
) -> tuple[tuple[HiddenVariant, ...], Figure | None]:
    """Each stratum by itself, and the sum; None where one of them has no answer."""
    made = tuple(_stratum(about, name, rows[name], asked, options) for name in sorted(rows))
    totals = [one.total.value for one in made if one.total]
    said = words("People in all, the strata added up")
    whole = about.bare(sum(totals), said, of="strata") if len(totals) == len(made) else None
    return made, whole


def _stratum(
    about: About, name: str, rows: list[Row], asked: ListsAsked, options: Options
) -> HiddenVariant:
    from beforehand.stats.mse.estimates import estimate

    label = _stratum_label(asked.stratum, name)
    of = {asked.stratum: name}
    seen = about.counted(sum(people for _, people in rows), label, **of)
    try:
        lists = _lists(rows)
    except BadLists as wrong:
        reason = wrong.params["reason"]
        said = reason if isinstance(reason, Words) else words("these lists cannot be used")
        return HiddenVariant(label=label, lists=(), seen=seen, total=None, reason=said)
    made = estimate(lists, asked.methods[0], options=options)
    return HiddenVariant(
        label=label,
        lists=lists.names,
        seen=seen,
        total=about.estimated(made, words("People in all, {label}", label=label), **of),
        reason=made.reason if isinstance(made.reason, Words) else None,
    )


def _stratum_label(stratum: Stratum, code: str) -> Words:
    if not code:
        return words("not recorded")
    if stratum == "year":
        return Words(code)
    if code == "several":
        return words("several kinds of exploitation")
    return code_label("gender" if stratum == "sex" else "exploitation", code)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Linked:
    uncertain: int
    drawn: int
    totals: tuple[float, ...]


def _linked(pool: Pool, asked: ListsAsked, options: Options) -> _Linked | None:
    """Totals when each row that may not belong to its person is let go by its own chance."""
    import numpy as np

    uncertain = pool.uncertain()
    if not asked.drawn:
        return None
    draw = np.random.default_rng(options.seed)
    chances = np.array([chance for _, chance in uncertain])
    plain = replace(options, interval="none")
    found: dict[tuple[str, ...], float | None] = {}
    totals = []
    for _ in range(asked.drawn if uncertain else 0):
        stays = draw.random(len(uncertain)) < chances
        alone = tuple(row for (row, _), kept in zip(uncertain, stays, strict=True) if not kept)
        if alone not in found:
            rows = _rows(pool.drawn("overlaps", alone, by=asked.by, stratum=""), asked)
            found[alone] = _total(rows, asked.methods[0], plain)
        totals.append(found[alone])
    finite = tuple(total for total in totals if total is not None)
    return _Linked(uncertain=len(uncertain), drawn=asked.drawn if uncertain else 0, totals=finite)


def _total(rows: Mapping[str, list[Row]], method: str, options: Options) -> float | None:
    from beforehand.stats.mse.estimates import estimate

    try:
        lists = _lists(one for part in rows.values() for one in part)
    except BadLists:
        return None
    return estimate(lists, method, options=options).total


def _linking(about: About, linked: _Linked) -> HiddenLinking:
    """How far the total moves; missed links are not drawn, since the pool keeps none below half."""
    ordered = sorted(linked.totals)
    total = None
    if ordered:
        ends = ordered[int(0.025 * len(ordered))], ordered[-1 - int(0.025 * len(ordered))]
        middle = ordered[len(ordered) // 2]
        total = about.spanned(middle, ends, IN_ALL, "linking")
    return HiddenLinking(
        drawn=linked.drawn,
        uncertain=linked.uncertain,
        total=total,
        without=linked.drawn - len(ordered),
    )
