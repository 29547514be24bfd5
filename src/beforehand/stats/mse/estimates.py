"""The front door: one estimate of the people on no list, by a named method.

A method is one line of ``METHODS``. What is not computed is None: no number here is infinite or
not a number.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from beforehand.refusals import NoEstimate
from beforehand.stats.mse import models, resampling, searches
from beforehand.stats.mse.influence import leave_one_out
from beforehand.stats.mse.lists import Lists
from beforehand.stats.mse.models import Terms
from beforehand.stats.mse.reach import models_within_reach
from beforehand.stats.mse.searches import Estimator
from beforehand.stats.mse.verdict import Evidence, Verdict, judge, shared_people, worse_than
from beforehand.words import Words, words

IntervalKind = Literal["bca", "percentile", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How an estimate is made.

    Attributes:
        threshold: Of ``stepwise``: p-values below it let a dependence in; 0 to 1.
        interval: Of the methods that resample. Bayesian ones give quantiles of the posterior.
        replicates: Resamples of the people seen.
        level: Of the interval, such as 0.95.
        seed: Of all chance in it: the same seed gives the same answer.
        progress: Told how many more resamples are done, on long work.
        resample: How people are drawn anew: as ``resampling.replicates``.
        shared: People on two lists or more at the least, where counts are withheld; None: counted.
    """

    threshold: float = 0.02
    interval: IntervalKind = "bca"
    replicates: int = 20_000
    level: float = 0.95
    seed: int = 1
    progress: Callable[[int], None] | None = None
    resample: Callable[[Lists, Estimator, int, int], NDArray[np.float64]] = resampling.replicates
    shared: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """How many people there are, by one method.

    Attributes:
        method: A key of ``METHODS``.
        total: People in all, seen and unseen; None if the method has no finite answer.
        low: Lower limit of ``total``; None without an interval.
        high: Upper limit; None without an interval, or where nothing bounds it.
        level: Of the interval.
        seen: People on at least one list.
        names: Of the lists.
        model: Patterns of the dependences in the chosen model (for averages: the heaviest).
        aic: Of that model; None where the method has no likelihood of one model.
        bic: The same.
        exists: Whether the likelihood of that model has a finite maximum.
        identifiable: Whether it has only one.
        replicates: Resamples behind the interval; 0 if it comes from elsewhere.
        without: How many of them have no finite estimate.
        error_low: Standard error of ``low`` that more replicates would remove.
        error_high: The same of ``high``.
        verdict: What may be said with it.
        reason: Why the verdict is not "estimate"; empty if it is.
        warnings: What else a reader must know.
        range_low: Lower end of what a verdict of "range only" says: it spans the interval and the
            models within reach. None without a total.
        range_high: Upper end; None without a total, or where nothing bounds it.
    """

    method: str
    total: float | None
    seen: int
    names: tuple[str, ...]
    low: float | None = None
    high: float | None = None
    level: float = 0.95
    model: Terms = ()
    aic: float | None = None
    bic: float | None = None
    exists: bool = True
    identifiable: bool = True
    replicates: int = 0
    without: int = 0
    error_low: float | None = None
    error_high: float | None = None
    verdict: Verdict = Verdict.ESTIMATE
    reason: Words | str = ""
    warnings: tuple[Words, ...] = ()
    range_low: float | None = None
    range_high: float | None = None


LONGEST_SECONDS = 1200.0  # a search that takes longer is refused, with how long it would take

Point = Callable[[Lists], tuple[float, Terms]]
Method = Callable[[Lists, Options], Estimate]


def estimate(lists: Lists, method: str, *, options: Options | None = None) -> Estimate:
    """Estimate people in all by one method.

    Args:
        lists: The table.
        method: A key of ``METHODS``.
        options: How; by default with 20,000 resamples.

    Returns:
        An ``Estimate``, also where none is warranted: then ``reason`` says why.

    Raises:
        KeyError: There is no such method.
    """
    return METHODS[method](lists, options or Options())


def estimator_of(method: str, options: Options) -> Estimator | None:
    """The method as a function of many tables; None where it takes one at a time."""
    rules = {"aic": searches.AIC, "bic": searches.BIC, "independence": searches.INDEPENDENCE}
    if method == "stepwise":
        return searches.estimator(searches.stepwise(options.threshold))
    if method in {"bic-all", "bic-average"}:
        from beforehand.stats.mse import everything  # slow to import

        return everything.best_of_each if method == "bic-all" else everything.average_of_each
    return searches.estimator(rules[method]) if method in rules else None


def refused(
    lists: Lists,
    method: str,
    reason: Words,
    *,
    exists: bool = True,
    identifiable: bool = True,
) -> Estimate:
    """No estimate, because."""
    return Estimate(
        method=method,
        total=None,
        seen=lists.seen,
        names=lists.names,
        exists=exists,
        identifiable=identifiable,
        verdict=Verdict.NONE,
        reason=reason,
    )


def _by_search(lists: Lists, options: Options, *, method: str, rule: searches.Rule) -> Estimate:
    seconds = _seconds_of(lists, options, rule)
    if seconds > LONGEST_SECONDS:
        reason = words(
            "searching every resample of {n} lists would take about {minutes} minutes: resample "
            "less, or ask for no interval, for stepwise, or for fewer lists",
            n=lists.many,
            minutes=math.ceil(seconds / 60),
        )
        return refused(lists, method, reason)

    def point(lists: Lists) -> tuple[float, Terms]:
        return searches.search(lists.counts, lists.many, rule)

    return _resampled(lists, options, method, point, searches.estimator(rule))


def _seconds_of(lists: Lists, options: Options, rule: searches.Rule) -> float:
    """About how long all searches take: resamples, the jackknife, and without each list."""
    resampled = options.replicates if options.interval != "none" else 0
    left_out = int((lists.counts > 0).sum()) if options.interval == "bca" else 0
    times = 1 + resampled + left_out + lists.many // 2
    return searches.seconds_of(lists.counts, lists.many, rule, times)


def _stepwise(lists: Lists, options: Options) -> Estimate:
    rule = searches.stepwise(options.threshold)
    return _by_search(lists, options, method="stepwise", rule=rule)


def _over_all_models(lists: Lists, options: Options, *, averaged: bool) -> Estimate:
    """The best of all hierarchical models, or their average by weight."""
    from beforehand.stats.mse import everything  # slow to import

    method = "bic-average" if averaged else "bic-all"
    if lists.many > everything.MOST_LISTS_FOR_ALL:
        return refused(lists, method, _too_many(lists, everything.MOST_LISTS_FOR_ALL))

    def point(lists: Lists) -> tuple[float, Terms]:
        found, weights, people = everything.weights(lists.counts, lists.many)
        if not len(found):
            return math.inf, ()
        terms = everything.terms_of_all(lists.many)
        chosen = tuple(int(term) for at, term in enumerate(terms) if int(found[0]) >> at & 1)
        return float(weights @ people if averaged else people[0]), chosen

    each = everything.average_of_each if averaged else everything.best_of_each
    return _resampled(lists, options, method, point, each)


def _resampled(
    lists: Lists, options: Options, method: str, point: Point, each: Estimator
) -> Estimate:
    """A method that searches a table: its answer, and an interval from searching resamples."""
    total, terms = point(lists)
    state = models.existence(lists, terms)
    if not math.isfinite(total):
        reason = state.reason if isinstance(state.reason, Words) else _NO_MAXIMUM
        return refused(lists, method, reason, exists=state.exists, identifiable=state.identifiable)
    best = models.fit(lists, terms)
    made = Estimate(
        method=method,
        total=total,
        seen=lists.seen,
        names=lists.names,
        level=options.level,
        model=best.terms,
        aic=best.aic,
        bic=best.bic,
        exists=state.exists,
        identifiable=state.identifiable,
    )
    if options.interval != "none":
        made = _with_limits(made, lists, options, each)
    return judged(made, lists, options, each)


def _with_limits(made: Estimate, lists: Lists, options: Options, each: Estimator) -> Estimate:
    told = _telling(each, options.progress)
    drawn = options.resample(lists, told, options.replicates, options.seed)
    bca = resampling.acceleration(lists, each) if options.interval == "bca" else None
    found = resampling.limits(drawn, made.total or 0.0, options.level, options.seed, bca)
    warnings: tuple[Words, ...] = ()
    if found.without:
        said = words(
            "{n} of {of} resamples have no finite estimate", n=found.without, of=found.replicates
        )
        warnings = (said,)
    return replace(
        made,
        low=_finite(found.low),
        high=_finite(found.high),
        replicates=found.replicates,
        without=found.without,
        error_low=_finite(found.error_low),
        error_high=_finite(found.error_high),
        warnings=warnings,
    )


def _telling(each: Estimator, progress: Callable[[int], None] | None) -> Estimator:
    if progress is None:
        return each

    def told(tables: NDArray[np.float64], many: int) -> NDArray[np.float64]:
        found = each(tables, many)
        progress(len(tables))
        return found

    return told


def _over_graphs(lists: Lists, options: Options) -> Estimate:
    """Posterior mean and quantiles, averaged over decomposable graphs."""
    from beforehand.stats.mse import graphs  # slow to import

    if lists.many > graphs.MOST_LISTS_FOR_GRAPHS:
        return refused(lists, "dga", _too_many(lists, graphs.MOST_LISTS_FOR_GRAPHS))
    found = graphs.average_over_graphs(lists)
    heaviest = found.graphs[int(found.weights.argmax())]
    tail = (1 - options.level) / 2
    return judged(
        Estimate(
            method="dga",
            total=lists.seen + found.mean,
            low=lists.seen + found.quantile(tail),
            high=lists.seen + found.quantile(1 - tail),
            level=options.level,
            seen=lists.seen,
            names=lists.names,
            model=_within(heaviest.cliques, lists.many),
            warnings=(_ENDLESS,) if found.tail > graphs.FELT else (),
        ),
        lists,
        options,
    )


def _by_latent_classes(lists: Lists, options: Options) -> Estimate:
    """Posterior median and quantiles of the latent-class model; refused where chains disagree."""
    from beforehand.stats.mse import latent_classes  # slow to import

    try:
        found = latent_classes.latent_class_posterior(lists, seed=options.seed)
    except NoEstimate as wrong:
        reason = wrong.params["reason"]
        said = reason if isinstance(reason, Words) else words("the chains disagree")
        return refused(lists, "lcmcr", said)
    tail = (1 - options.level) / 2
    return judged(
        Estimate(
            method="lcmcr",
            total=found.median,
            low=found.quantile(tail),
            high=found.quantile(1 - tail),
            level=options.level,
            seen=lists.seen,
            names=lists.names,
            error_low=_finite(found.error(tail)),
            error_high=_finite(found.error(1 - tail)),
        ),
        lists,
        options,
    )


def _within(cliques: Terms, many: int) -> Terms:
    """Every dependence of two lists or more inside one of the cliques, small ones first."""
    found = [
        term
        for term in range(1 << many)
        if term.bit_count() > 1 and any(term & clique == term for clique in cliques)
    ]
    return tuple(sorted(found, key=lambda term: (term.bit_count(), term)))


def judged(
    made: Estimate, lists: Lists, options: Options, each: Estimator | None = None
) -> Estimate:
    """The estimate with its verdict; ``each`` is what estimates anew without each list."""
    reached = models_within_reach(lists)
    found = judge(
        Evidence(
            total=made.total,
            refusal=made.reason,
            low=made.low,
            high=made.high,
            error_low=made.error_low,
            error_high=made.error_high,
            without=made.without / max(made.replicates, 1),
            shared=shared_people(lists) if options.shared is None else options.shared,
            withheld=options.shared is not None,
            within_reach=tuple(sorted({one.total for one in reached})),
            worse=worse_than(reached, made.aic, made.bic),
            left_out=leave_one_out(lists, each) if each else (),
            lists=lists.many,
        )
    )
    warnings = (*made.warnings, *found.warnings)
    return replace(
        made,
        verdict=found.verdict,
        reason=found.reason,
        warnings=warnings,
        range_low=found.low,
        range_high=found.high,
    )


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _too_many(lists: Lists, most: int) -> Words:
    return words(
        "this method takes {most} lists at most and there are {n}: merge some",
        most=most,
        n=lists.many,
    )


_ENDLESS = words(
    "the mean depends on how many unseen people are thought of at most: tell the interval, not it"
)
_NO_MAXIMUM = words("the likelihood has no finite maximum")

#: Every method by its name; another one is another line.
METHODS: dict[str, Method] = {
    "stepwise": _stepwise,
    "aic": partial(_by_search, method="aic", rule=searches.AIC),
    "bic": partial(_by_search, method="bic", rule=searches.BIC),
    "bic-all": partial(_over_all_models, averaged=False),
    "bic-average": partial(_over_all_models, averaged=True),
    "dga": _over_graphs,
    "lcmcr": _by_latent_classes,
    "independence": partial(_by_search, method="independence", rule=searches.INDEPENDENCE),
}
