"""Does a 95 % interval of people in all hold the truth 95 times in 100, also where the model errs?

    python studies/hidden_coverage.py            about 10 CPU minutes; writes the page
    python studies/hidden_coverage.py --quick    a minute; prints only

Tables are simulated from models of the UK's six lists of 2013. The search is repeated in every
table and in every resample of it. Truths, methods and seeds were fixed before the full run, after
a pilot of 200 tables and 400 replicates with other seeds that the page tells of.
"""

from __future__ import annotations

from paper import publish, quick, share, table, watched  # isort: skip -- before NumPy

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from beforehand.stats.mse import searches
from beforehand.stats.mse.coverage import (
    Coverage,
    Kind,
    Plan,
    Simulation,
    covered,
    drawn_tables,
    ends,
    fitted_means,
    nominal,
    quantiles_that_cover,
    simulate,
)
from beforehand.stats.mse.lists import Lists, lists_of
from beforehand.stats.mse.models import pairs_of

Floats = NDArray[np.float64]
HERE = Path(__file__).parents[1] / "tests" / "fixtures" / "mse" / "UKdat.csv"
RULE = searches.stepwise(0.02)
LEVEL = 0.95
TRIAL, FEW_TRIAL = Plan(tables=400, replicates=400, seed=20_261), Plan(tables=40, replicates=200)
TUNING, FEW_TUNING = Plan(tables=400, replicates=800, seed=31_127), Plan(tables=40, replicates=200)
INNER, FEW_INNER = Plan(tables=100, replicates=200, seed=47_531), Plan(tables=40, replicates=100)
NESTED, FEW_NESTED = 50, 4  # tables of a truth, each calibrated on its own fitted model
NESTED_UNDER = ("stepwise", "halved pairs")
PEOPLE = 200_000  # drawn for a heterogeneous population

search_each = searches.estimator(RULE)


def read() -> Lists:
    """The UK's table."""
    with HERE.open(encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    return lists_of(head[:-1], [([int(on) for on in row[:-1]], int(row[-1])) for row in rows])


def halved(lists: Lists, chosen: tuple[int, ...]) -> Floats:
    """The chosen model, with half of what the model of all pairs says of every other pair."""
    at = np.arange(lists.counts.size)
    full, means = fitted_means(lists, map(int, pairs_of(lists.many))), fitted_means(lists, chosen)
    for pair in map(int, pairs_of(lists.many)):
        low = pair & -pair
        if pair in chosen or not lists.counts[at & pair == pair].sum():
            continue
        effect = np.log(full[pair] * full[0] / (full[low] * full[pair ^ low]))
        means[at & pair == pair] *= np.exp(effect / 2)
    return means


def catchable(lists: Lists, chosen: tuple[int, ...], spread: float) -> Floats:
    """The chosen model, where people differ in how easily all lists catch them.

    Log-normal around one, with ``spread`` as standard deviation of the log. The pattern means
    without heterogeneity are replaced by those with it; the chosen dependences stay.
    """
    at = np.arange(lists.counts.size)
    plain = fitted_means(lists, ())
    shares = np.array([plain[at >> i & 1 == 1].sum() for i in range(lists.many)]) / plain.sum()
    ease = np.exp(np.random.default_rng(7).normal(0, spread, PEOPLE))
    chance = np.minimum(np.outer(ease / ease.mean(), shares), 0.95)
    mixed = np.array([
        np.prod([chance[:, i] if a >> i & 1 else 1 - chance[:, i] for i in range(lists.many)], 0)
        .mean() for a in at
    ])  # fmt: skip
    return fitted_means(lists, chosen) * mixed * plain.sum() / plain


def triples(lists: Lists, chosen: tuple[int, ...], factor: float) -> Floats:
    """The chosen model, with three dependences of three lists that no rule of ours looks for."""
    at = np.arange(lists.counts.size)
    means = fitted_means(lists, chosen)
    for term in (0b000111, 0b001110, 0b001101):
        means[at & term == term] *= factor
    return means


def truths(lists: Lists) -> dict[str, Floats]:
    """Expected counts under each truth, people on no list first."""
    chosen, aic, bic = (
        searches.search(lists.counts, lists.many, rule)[1]
        for rule in (RULE, searches.AIC, searches.BIC)
    )
    return {
        "stepwise": fitted_means(lists, chosen),
        "aic": fitted_means(lists, aic),
        "bic": fitted_means(lists, bic),
        "halved pairs": halved(lists, chosen),
        "third order": fitted_means(lists, (*chosen, 0b110, 0b111)),
        "people differ, 0.25": catchable(lists, chosen, 0.25),
        "people differ, 0.5": catchable(lists, chosen, 0.5),
        "strong third order": triples(lists, chosen, 4.5),
    }


@dataclass(frozen=True, slots=True)
class Method:
    """A kind of interval and the two nominal quantiles it is taken at."""

    name: str
    kind: Kind
    at: tuple[float, float]


def methods(lists: Lists, plan: Plan) -> list[Method]:
    """The nominal intervals, and those recalibrated on simulations of their own."""
    chosen, aic = (
        simulate(
            fitted_means(lists, searches.search(lists.counts, lists.many, rule)[1]),
            lists.names, search_each, replace(plan, seed=plan.seed + number),
        )
        for number, rule in enumerate((RULE, searches.AIC))
    )  # fmt: skip
    tuned = partial(quantiles_that_cover, level=LEVEL)
    return [
        Method("BCa", "bca", nominal(LEVEL)),
        Method("percentile", "percentile", nominal(LEVEL)),
        Method("**BCa, recalibrated (ours)**", "bca", tuned([chosen], "bca")),
        Method("BCa, recalibrated under two truths", "bca", tuned([chosen, aic], "bca")),
        Method("percentile, recalibrated", "percentile", tuned([chosen], "percentile")),
    ]


def lines(title: str, found: Simulation, tried: list[Method]) -> Iterator[list[str]]:
    """One row a method."""
    plain = covered(found, tried[0].kind, tried[0].at)
    for number, method in enumerate(tried):
        one = covered(found, method.kind, method.at)
        yield [
            title if not number else "", method.name,
            share(one.covered, one.error), f"{one.below:.3f}", f"{one.above:.3f}",
            f"{one.ratio:.2f}", f"{np.log(one.ratio) / np.log(plain.ratio):.2f}",
        ]  # fmt: skip


def nested(means: Floats, names: tuple[str, ...], trial: Plan, inner: Plan) -> Coverage:
    """Coverage where every table is recalibrated on the model fitted to that table."""
    outer = simulate(means, names, search_each, trial)
    limits = []
    rows = list(zip(drawn_tables(means, trial), outer.drawn, outer.estimates,
                    outer.accelerations, strict=True))  # fmt: skip
    for number, (counts, drawn, found, bent) in enumerate(watched(rows, "nested")):
        made = Lists(names, counts)
        chosen = searches.search(counts, len(names), RULE)[1]
        plan = replace(inner, seed=inner.seed + 1000 * number)
        own = simulate(fitted_means(made, chosen), names, search_each, plan)
        limits.append(ends(drawn, found, bent, "bca", quantiles_that_cover([own], "bca", LEVEL)))
    low, high = np.array(limits).T
    below, above = float(np.mean(high < outer.total)), float(np.mean(low > outer.total))
    covers = 1 - below - above
    return Coverage(
        total=outer.total, covered=covers, error=float(np.sqrt(covers * (1 - covers) / len(low))),
        below=below, above=above, ratio=float(np.median(high / low)),
        unbounded=float(np.mean(np.isinf(high))), tables=len(low), replicates=trial.replicates,
    )  # fmt: skip


HEAD = ["truth", "interval", "coverage", "below", "above", "upper / lower", "width"]
PAGE = """# Coverage of the interval, recalibrated on the user's own table

How often a nominal 95 % interval of people in all holds the truth, on tables simulated from models
of the UK's six lists of 2013 (2,744 people seen), with the search for a model (stepwise, p < 0.02)
repeated in every table and in every resample.

Command: `python studies/hidden_coverage.py` ({tables} tables a truth, {replicates} resamples each,
seed {seed}). After ± stands one Monte-Carlo standard error: near 0.95 it is {error:.3f}.

Published (Chan, Silverman and Vincent 2021): BCa with the search inside covers 90 %; a chosen
model's own interval 75 %. A simple recalibration reaches 92 %. The aim was 93 % or better, also
under dependence that the fitted model does not hold.

**Recalibrated.** {tuning} tables are simulated from the model chosen on the user's own table, and
each is analysed as the user's was, with {many} resamples. Where the truth falls among the resamples
gives the coverage at every level at once. The lower and the upper limit are then taken, each on its
own, at the nominal quantile that the truth passes 2.5 times in 100, and never nearer than the
nominal one (Loh 1987; Beran 1987). Here BCa's quantiles became **{low:.4f} and {high:.4f}** instead
of 0.025 and 0.975. "Under two truths" takes the wider of this and the same from the AIC model.
The tables that tuned the quantiles are not those that test them.

**Truths.** {told}

"Below" is the share of intervals that lie wholly below the truth, "above" wholly above it. "Upper /
lower" is the median of the ratio of the limits; "width" its log, with BCa as 1.

## Truths that the table does not contradict

{main}

## Truths far from what is fitted

No level mends these: the estimate itself is off. They are what the sensitivity to unseen dependence
and the verdict are for.

{harsh}

## Calibrated anew on every table

Above, one calibration (the user's) serves all tables. Here each of {outer} tables is recalibrated
on the model fitted to it, with {inner} tables and {few} resamples, as a user in that world would.

{nested}

## What it says

{reading}
"""
TOLD = (
    "All but the last two are fitted to the UK's table: the models that stepwise, AIC and BIC "
    "choose; stepwise's with half of the effects that the model of all pairs gives the others; "
    "stepwise's with a dependence of three lists (LA, NG, PF). Where people differ, the log of how "
    "easily lists catch them has the standard deviation given. The strong third order multiplies "
    "the overlaps of three triples of lists by 4.5."
)
HARSH = ("people differ, 0.5", "strong third order")
READING = """
- Nominal BCa covers {plain:.1%} under the chosen model (published: 90 %). The truths that it
  misses lie mostly below its lower limit, since the search leans upward.
- Recalibrated, it covers {ours:.1%} there and {least:.1%} at the least under the five other truths
  that the table does not contradict ({where}). It is {width:.2f} times as wide.
- The aim of 93 % is {word} under all of those six, with this calibration.
- Recalibrated anew on every table, with less simulated in each: {anew}.
  Below 93 %, so **not shown to be reached** there: {short}.
- The truths, kinds of interval and the rule of tuning were looked at in a pilot of 200 tables and
  400 resamples with other seeds, and a first pilot had stronger truths: two of them are kept as the
  last two; one (strong pairs that the fitted model lacks, where that pilot's coverage was 36 %)
  was replaced by halved pairs. Under the two kept, coverage is {worst:.0%} at the least.
  Whoever expects such dependence must not read the interval as one of sampling alone."""


def main() -> None:
    """Tune, test under every truth, and write the page."""
    small = quick(__doc__)
    lists = read()
    trial, tuning = (FEW_TRIAL, FEW_TUNING) if small else (TRIAL, TUNING)
    inner, outer = (FEW_INNER, FEW_NESTED) if small else (INNER, NESTED)
    tried = methods(lists, tuning)
    made = truths(lists)
    found = {
        name: simulate(means, lists.names, search_each, trial)
        for name, means in watched(list(made.items()), "truths")
    }
    again = {
        name: nested(made[name], lists.names, replace(trial, tables=outer), inner)
        for name in NESTED_UNDER
    }
    ours = {name: covered(one, tried[2].kind, tried[2].at) for name, one in found.items()}
    kept = {name: one for name, one in ours.items() if name not in HARSH}
    others = {name: one.covered for name, one in kept.items() if name != "stepwise"}
    plain = covered(found["stepwise"], tried[0].kind, tried[0].at)
    reading = READING.strip().format(
        plain=plain.covered, ours=ours["stepwise"].covered, least=min(others.values()),
        where=min(others, key=lambda name: others[name]),
        width=np.log(ours["stepwise"].ratio) / np.log(plain.ratio),
        word="reached" if min(one.covered for one in kept.values()) >= 0.93 else "**not** reached",
        anew=", ".join(
            f"{one.covered:.1%} ± {one.error:.1%} ({name})" for name, one in again.items()
        ),
        short=", ".join(name for name, one in again.items() if one.covered < 0.93) or "none",
        worst=min(ours[name].covered for name in HARSH),
    )  # fmt: skip

    def rows(names: list[str]) -> str:
        each = (line for name in names for line in lines(
            f"{name} ({found[name].total:,.0f})", found[name], tried))  # fmt: skip
        return table(HEAD, each, 2)

    page = PAGE.format(
        tables=trial.tables, replicates=trial.replicates, seed=trial.seed, told=TOLD,
        error=float(np.sqrt(0.95 * 0.05 / trial.tables)), tuning=tuning.tables,
        many=tuning.replicates, low=tried[2].at[0], high=tried[2].at[1],
        main=rows([name for name in found if name not in HARSH]), harsh=rows(list(HARSH)),
        outer=outer, inner=inner.tables, few=inner.replicates, reading=reading,
        nested=table(["truth", "coverage", "below", "above", "upper / lower"], (
            [name, share(one.covered, one.error), f"{one.below:.3f}", f"{one.above:.3f}",
             f"{one.ratio:.2f}"] for name, one in again.items())),
    )  # fmt: skip
    publish("hidden_coverage", page, small)


if __name__ == "__main__":
    main()
