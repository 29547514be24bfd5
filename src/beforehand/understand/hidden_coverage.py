"""How often an interval like this one holds the truth, on tables simulated from this one."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from beforehand.records.figure import Figure, Interval, Meaning, Unit
from beforehand.records.hidden import HiddenCoverage
from beforehand.stats import wilson
from beforehand.understand.hidden_figures import IN_ALL, About
from beforehand.words import words

if TYPE_CHECKING:  # the statistics are loaded when they are asked for
    from beforehand.stats.mse.coverage import Coverage, Plan
    from beforehand.stats.mse.estimates import Options
    from beforehand.stats.mse.lists import Lists
    from beforehand.stats.mse.searches import Rule


def coverage_record(
    about: About, lists: Lists, method: str, options: Options, seconds: float
) -> HiddenCoverage | None:
    """Simulate from the chosen model, and move the interval's level until it holds.

    Args:
        about: Where the table comes from.
        lists: The table.
        method: Whose interval; only methods that search for one model can be repeated so often.
        options: Of the estimate: level, kind of interval, seed.
        seconds: How long it may take, about; fewer tables are simulated for less.

    Returns:
        None for a method that averages, without an interval, or without an estimate.
    """
    from beforehand.stats.mse import coverage, searches

    rule = _rule(method, options)
    if rule is None or options.interval == "none":
        return None
    total, terms = searches.search(lists.counts, lists.many, rule)
    if not math.isfinite(total):
        return None
    each = searches.estimator(rule)
    wanted = coverage.Plan(level=options.level, kind=options.interval, seed=options.seed)
    plan = coverage.affordable(lists, each, wanted, seconds, clock=time.perf_counter)
    found = coverage.recalibrated(lists, [terms], each, plan)
    ends = (found.low, found.high if math.isfinite(found.high) else None)
    said = about.spanned(total, ends, IN_ALL, "recalibrated")
    interval = Interval(
        low=ends[0], high=ends[1], method="recalibrated", meaning=Meaning.SAMPLING,
        level=options.level,
    )  # fmt: skip
    return HiddenCoverage(
        nominal=options.level,
        covered=_covered(about, found.before[0], plan),
        recalibrated=found.level,
        total=replace(said, interval=interval),
    )


def _rule(method: str, options: Options) -> Rule | None:
    from beforehand.stats.mse import searches

    rules = {
        "stepwise": searches.stepwise(options.threshold),
        "aic": searches.AIC,
        "bic": searches.BIC,
        "independence": searches.INDEPENDENCE,
    }
    return rules.get(method)


def _covered(about: About, found: Coverage, plan: Plan) -> Figure:
    """The share of simulated tables whose interval held the truth."""
    held = round(found.covered * found.tables)
    definition = words(
        "Share of {n} simulated tables whose {level} % interval held the true number",
        n=found.tables,
        level=round(100 * plan.level, 1),
    )
    low, high = wilson(held, found.tables)
    return replace(
        about.counted(held, definition, coverage_tables=found.tables),
        value=held / found.tables,
        unit=Unit.SHARE,
        denominator=found.tables,
        complete_count=False,
        interval=Interval(low=low, high=high, method="wilson", meaning=Meaning.SAMPLING),
    )
