"""How many people no list saw: every method, and everything that would change its answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict

from beforehand.records.figure import Figure
from beforehand.records.hidden import (
    HiddenConsistency,
    HiddenEstimate,
    HiddenLinking,
    HiddenPopulation,
    HiddenVariant,
)
from beforehand.records.picture import Basis
from beforehand.understand.hidden_coverage import coverage_record
from beforehand.understand.hidden_figures import (
    IN_ALL,
    About,
    change_record,
    consistency_record,
    estimate_record,
    list_records,
    model_records,
    overlap_records,
    reach_record,
    recipe_of,
    seen_record,
    sensitivity_records,
    step_record,
)
from beforehand.understand.hidden_sentences import may_not_say, may_say
from beforehand.words import Words, words

if TYPE_CHECKING:
    from beforehand.stats.mse.estimates import Options
    from beforehand.stats.mse.lists import Lists
    from beforehand.stats.mse.searches import Estimator
    from beforehand.stats.mse.tables import Table

CHOSEN = "stepwise"
METHODS = ("stepwise", "aic", "bic", "bic-all", "bic-average", "dga", "lcmcr", "independence")


def hidden_population(
    table: Table,
    about: About,
    options: Options,
    *,
    methods: Iterable[str] = METHODS,
    labels: dict[str, Words] | None = None,
    coverage_s: float = 0,
) -> HiddenPopulation:
    """Everything that a table of overlapping lists says of the people on none.

    Args:
        table: Lists, as read from a file or counted in the pool.
        about: Where it comes from.
        options: Of the estimates; resamples are of the chosen method alone and of those beside it.
        methods: Which stand side by side; the first one is the headline's.
        labels: What lists are called, where that is not their name.
        coverage_s: How many seconds the simulation of coverage may take, about; 0: none is made.

    Returns:
        A record without a basis, strata and linking: see ``hidden``.
    """
    from beforehand.stats.mse import searches
    from beforehand.stats.mse.withheld import estimate_table, filled

    lists = filled(table, options)
    about = replace(about, asked=about.asked | recipe_of(options), whole=not table.withheld)
    each = searches.estimator(searches.stepwise(options.threshold))
    made = [estimate_table(table, one, options=options) for one in methods]
    first, estimates = made[0], tuple(estimate_record(about, one) for one in made)
    told = HiddenPopulation(
        basis=None,
        title=words("People on no list"),
        source=about.source,
        data_hash=about.data_hash,
        made_up=about.made_up,
        lists=list_records(about, lists, labels or {}, table.withheld),
        overlaps=overlap_records(about, lists, table.withheld),
        seen=seen_record(about, lists, table.withheld),
        chosen=first.method,
        total=estimates[0].total,
        hidden=_unseen(about, estimates[0], lists.seen),
        verdict=estimates[0].verdict,
        reason=estimates[0].reason,
        estimates=estimates,
        models=model_records(about, lists),
        strata=(),
        strata_sum=None,
        **_changed(about, lists, each),
        sensitivity=sensitivity_records(about, first.total, lists.seen),
        coverage=coverage_record(about, lists, first.method, options, coverage_s)
        if coverage_s
        else None,
        linking=None,
        warnings=first.warnings,
        may_say=(),
        may_not_say=(),
        reach=reach_record(first),
    )
    return with_sentences(told)


class _Changed(TypedDict):
    left_out: tuple[HiddenVariant, ...]
    merged: tuple[HiddenVariant, ...]
    trajectory: tuple[HiddenVariant, ...]
    consistency: tuple[HiddenConsistency, ...]


def _changed(about: About, lists: Lists, each: Estimator) -> _Changed:
    """The answer with lists left out, merged, added one by one, or foretold by the others."""
    from beforehand.stats.mse import consistency, influence

    without = influence.leave_one_out(lists, each)
    merged = influence.merge_each_pair(lists, each)
    known = consistency.internal_consistency(lists, each)
    return {
        "left_out": tuple(change_record(about, "without", one) for one in without),
        "merged": tuple(change_record(about, "merged", one) for one in merged),
        "trajectory": tuple(step_record(about, one) for one in consistency.trajectory(lists, each)),
        "consistency": tuple(consistency_record(about, one) for one in known),
    }


def with_sentences(told: HiddenPopulation) -> HiddenPopulation:
    """The record with what may and may not be said with it, after anything in it changed."""
    return replace(told, may_say=may_say(told), may_not_say=may_not_say(told))


def placed(
    told: HiddenPopulation,
    basis: Basis,
    strata: tuple[tuple[HiddenVariant, ...], Figure | None],
    linking: HiddenLinking | None,
) -> HiddenPopulation:
    """The record with what only the pool knows."""
    return with_sentences(
        replace(told, basis=basis, strata=strata[0], strata_sum=strata[1], linking=linking)
    )


def _unseen(about: About, made: HiddenEstimate, seen: int) -> Figure | None:
    """People on no list: the total less the people seen, its interval too."""
    if made.total is None:
        return None
    ends = made.total.interval
    said = words("People on no list")
    if ends is None:
        return about.bare(made.total.value - seen, said, method=made.method, of="unseen")
    span = replace(
        ends,
        low=None if ends.low is None else max(ends.low - seen, 0.0),
        high=None if ends.high is None else ends.high - seen,
    )
    recipe = replace(made.total.recipe, parameters=made.total.recipe.parameters | {"of": "unseen"})
    return replace(
        made.total,
        value=made.total.value - seen,
        definition=said,
        interval=span,
        recipe=recipe,
    )


__all__ = ["CHOSEN", "IN_ALL", "METHODS", "hidden_population", "placed", "with_sentences"]
