"""Do intervals of shares hold what they promise, and do flagged partners truly differ?

    python studies/shares.py            the full run, about 3 CPU minutes; writes the page
    python studies/shares.py --quick    40 pools a scenario, under a minute; prints only

Partners are invented; only how many people each referred is real (68 first responders). The
scenarios and the seed were fixed before anything was run; the pools of 10 and 20 partners were
added after 5 partners had done badly.
"""

from __future__ import annotations

from paper import publish, quick, share, table, watched  # isort: skip -- before NumPy

import csv
import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, expit, logit
from scipy.stats import binom

from beforehand.stats import Shrunk, jeffreys_each, shrink_shares, wilson_each

SEED = 20_261_124
POOLS, FEW_POOLS = 2_000, 40
TRIALS = (5, 10, 20, 50, 100, 500, 2_000)
GRID = np.arange(0.001, 0.9995, 0.001)  # true shares at which coverage is summed exactly
POOL_SHARE = 0.4
BANDS = ((1, 19), (20, 99), (100, 499), (500, 10_000))
Z = 1.959963984540054

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]
Limits = Callable[[Floats, Floats], tuple[Floats, Floats]]


def wald(part: Floats, whole: Floats) -> tuple[Floats, Floats]:
    """The interval of the textbooks, for comparison: share plus or minus z standard errors."""
    middle = part / whole
    reach = Z * np.sqrt(middle * (1 - middle) / whole)
    return middle - reach, middle + reach


def clopper_pearson(part: Floats, whole: Floats) -> tuple[Floats, Floats]:
    """The exact interval, for comparison: never below 95 %, and wide."""
    low = np.where(part > 0, betaincinv(np.maximum(part, 1), whole - part + 1, 0.025), 0.0)
    high = np.where(
        part < whole, betaincinv(part + 1, np.maximum(whole - part, 1), 0.975), 1.0
    )  # fmt: skip
    return low, high


INTERVALS: dict[str, Limits] = {
    "**Wilson (ours)**": wilson_each,
    "**Jeffreys, modified (ours)**": jeffreys_each,
    "Clopper–Pearson": clopper_pearson,
    "Wald": wald,
}


def coverage(limits: Limits, trials: int) -> tuple[Floats, Floats]:
    """Exact coverage and mean width at each true share, summed over all possible counts."""
    part = np.arange(trials + 1.0)
    low, high = limits(part, np.full(trials + 1, float(trials)))
    weight = binom.pmf(part[None, :], trials, GRID[:, None])
    inside = (low[None, :] <= GRID[:, None]) & (GRID[:, None] <= high[None, :])
    return (weight * inside).sum(axis=1), weight @ (high - low)


def exact_lines() -> Iterator[list[str]]:
    """One row a number of people and interval."""
    for trials in watched(TRIALS, "exact coverage"):
        for number, (name, limits) in enumerate(INTERVALS.items()):
            held, width = coverage(limits, trials)
            low = f"{held.min():.3f} (at {GRID[held.argmin()]:.3f})"
            least = [f"{held.mean():.4f}", low, f"{(held < 0.93).mean():.1%}"]
            yield [f"{trials:,}" if number == 0 else "", name, *least, f"{width.mean():.3f}"]


def partner_sizes() -> Floats:
    """How many people each of the 68 real first responders referred, in all seven quarters."""
    sums: Counter[str] = Counter()
    cells = files("beforehand") / "data" / "cases" / "nrm_referrals_2022q2_2023q4.csv"
    with cells.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            sums[row["responder"]] += int(row["people"])
    return np.array(sorted(sums.values()), dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """One invented pool: true shares, and whether each partner was made to differ."""

    shares: Floats
    moved: Marks


def alike(sizes: Floats, rng: np.random.Generator) -> Pool:  # noqa: ARG001 -- scenarios take alike
    """Nobody differs."""
    return Pool(shares=np.full(len(sizes), POOL_SHARE), moved=np.zeros(len(sizes), dtype=np.bool_))


def ten_move(step: float, largest: bool) -> Callable[[Floats, np.random.Generator], Pool]:
    """Ten partners are moved up or down by ``step`` logits; the largest three never, or only one.

    With ``largest`` it is the largest partner alone that moves.
    """

    def scenario(sizes: Floats, rng: np.random.Generator) -> Pool:
        order = np.argsort(sizes)
        chosen = order[-1:] if largest else rng.choice(order[:-3], 10, replace=False)
        shift = np.zeros(len(sizes))
        shift[chosen] = step * rng.choice((-1.0, 1.0), len(chosen))
        return Pool(shares=expit(logit(POOL_SHARE) + shift), moved=shift != 0)

    return scenario


def beta(size: float) -> Callable[[Floats, np.random.Generator], Pool]:
    """All partners differ: shares from a Beta of mean ``POOL_SHARE`` that counts ``size``."""

    def scenario(sizes: Floats, rng: np.random.Generator) -> Pool:
        drawn = rng.beta(size * POOL_SHARE, size * (1 - POOL_SHARE), len(sizes))
        return Pool(shares=drawn, moved=np.ones(len(sizes), dtype=np.bool_))

    return scenario


def two_kinds(sizes: Floats, rng: np.random.Generator) -> Pool:
    """Two kinds of partner, about 85 % and 40 %, shrunk together: the model is wrong."""
    police = rng.random(len(sizes)) < 0.65
    centre = np.where(police, logit(0.85), logit(0.4))
    return Pool(
        shares=expit(centre + rng.normal(0, 0.3, len(sizes))),
        moved=np.ones(len(sizes), dtype=np.bool_),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One simulated pool, shrunk."""

    pool: Pool
    successes: Floats
    shrunk: Shrunk


FLAGS = {
    "nobody differs": alike,
    "10 small or middling partners move by 0.5 logit": ten_move(0.5, largest=False),
    "10 small or middling partners move by 1 logit": ten_move(1.0, largest=False),
    "the largest partner alone moves by 0.5 logit": ten_move(0.5, largest=True),
}
SHRINKING = {
    "alike (all 40 %)": alike,
    "Beta, counts 100: little spread": beta(100.0),
    "Beta, counts 20": beta(20.0),
    "Beta, counts 4: much spread": beta(4.0),
    "two kinds, 85 % and 40 %, together": two_kinds,
}


def simulated(
    scenario: Callable[[Floats, np.random.Generator], Pool],
    sizes: Floats,
    rng: np.random.Generator,
) -> Seen:
    """Draw a pool by the scenario and shrink it."""
    pool = scenario(sizes, rng)
    successes = rng.binomial(sizes.astype(np.int64), pool.shares).astype(np.float64)
    return Seen(pool=pool, successes=successes, shrunk=shrink_shares(successes, sizes))


def mean_of(values: list[float], digits: int = 3) -> str:
    """Mean over pools and its Monte-Carlo standard error; a dash where there is none."""
    known = np.array([value for value in values if not math.isnan(value)])
    if not len(known):
        return "–"
    return share(float(known.mean()), float(known.std() / math.sqrt(len(known))), digits)


def part_of(hits: Marks, among: Marks) -> float:
    """Share of ``among`` that is a hit; not a number if there is none."""
    return float(hits[among].mean()) if among.any() else math.nan


def wilson_flags(seen: Seen, sizes: Floats) -> Marks:
    """The naive rule: the partner's own 95 % interval leaves out the pooled share."""
    low, high = wilson_each(seen.successes, sizes)
    return (seen.shrunk.pooled < low) | (seen.shrunk.pooled > high)


def flag_lines(name: str, ran: list[Seen], sizes: Floats) -> Iterator[list[str]]:
    """Ours and the naive rule: any false flag, false flags of all flags, found by size."""
    rules = {
        "**`differs` (ours)**": [seen.shrunk.differs for seen in ran],
        "own interval against the pool": [wilson_flags(seen, sizes) for seen in ran],
    }
    for number, (rule, flags) in enumerate(rules.items()):
        both = list(zip(flags, (seen.pool.moved for seen in ran), strict=True))
        anybody = mean_of([float((flag & ~moved).any()) for flag, moved in both])
        false = mean_of([float((flag & ~moved).sum()) for flag, moved in both], 2)
        of_flags = mean_of(
            [float((flag & ~moved).sum()) / max(flag.sum(), 1) for flag, moved in both]
        )
        found = [
            mean_of([part_of(f, m & (sizes >= low) & (sizes <= high)) for f, m in both])
            for low, high in BANDS
        ]
        yield [name if number == 0 else "", rule, anybody, false, of_flags, *found]


def inside(low: Floats, high: Floats, truth: Floats) -> Marks:
    """Whether each interval holds its true share."""
    return (low <= truth) & (truth <= high)


def shrinking_lines(name: str, ran: list[Seen], sizes: Floats) -> Iterator[list[str]]:
    """Shrunk and plain: coverage averaged over partners, the least band, width, error."""
    both: dict[str, list[tuple[Floats, Floats, Floats]]] = {"**shrunk (ours)**": [], "Wilson": []}
    for seen in ran:
        shrunk = seen.shrunk
        both["**shrunk (ours)**"].append((shrunk.mean, shrunk.low, shrunk.high))
        both["Wilson"].append((seen.successes / sizes, *wilson_each(seen.successes, sizes)))
    truths = [seen.pool.shares for seen in ran]
    small = sizes < 100
    for number, (kind, made) in enumerate(both.items()):
        each = list(zip(made, truths, strict=True))
        held = [inside(low, high, truth) for (_, low, high), truth in each]
        columns = [
            mean_of([float(marks.mean()) for marks in held]),
            mean_of([part_of(marks, small) for marks in held]),
            mean_of([part_of(marks, ~small) for marks in held]),
            mean_of([float((high - low)[small].mean()) for (_, low, high), _ in each]),
            mean_of([math.sqrt(((at - t)[small] ** 2).mean()) for (at, _, _), t in each]),
        ]
        yield [name if number == 0 else "", kind, *columns]


PAGE = """# Shares: coverage, and which partners are flagged

Whether the intervals of shares hold what they promise; how often a partner is flagged as differing
that does not differ, and one that does is found; and whether shrunk intervals still cover.

Command: `python studies/shares.py` (seed {seed}, {pools:,} pools a scenario). Scenarios and seed
were fixed before anything was run. After ± stands one Monte-Carlo standard error.

## Exact coverage of 95 % intervals

No simulation: at each of {grid} true shares (0.001 to 0.999) the chances of all counts whose
interval holds it are added up. "Least" is the worst of these shares.

{exact}

{exact_reading}

## Which partners differ

{partners} partners of the sizes of the real first responders ({smallest:.0f} to {largest:,.0f}
people; {people:,.0f} in all). True share {share:.0%}, except where partners are moved up or down at
random (0.5 logit: to 29 % or 52 %; 1 logit: to 20 % or 64 %). "False" are flags of partners that
were not moved. Found: the share of moved partners that are flagged, by how many people they refer.

{flags}

{flags_reading}

## Shrunk intervals, averaged over partners

The same partners; true shares are drawn anew for each pool. "Small" partners refer fewer than 100.
Error is the root mean square of estimate less truth.

{shrinking}

{few_reading}

{few}

{shrinking_reading}
"""


def run(
    scenarios: dict[str, Callable[[Floats, np.random.Generator], Pool]],
    sizes: Floats,
    pools: int,
    part: int,
) -> dict[str, list[Seen]]:
    """Simulate every scenario, each with its own seed."""
    ran = {}
    for number, (name, scenario) in enumerate(scenarios.items()):
        rng = np.random.default_rng((SEED, part, number))
        ran[name] = [simulated(scenario, sizes, rng) for _ in watched(range(pools), name)]
    return ran


EXACT_READING = """Wilson and modified Jeffreys hold 95 % **on average** over shares, and dip below
it at some: for single shares near 0 or 1 the least figures above are what one gets. Wald, which
many reports print, is far below for few people. Clopper–Pearson is never below and pays for it in
width. We use the first two and say so; whoever needs a guarantee at every share needs the third."""

FLAGS_READING = """
- The naive rule flags some partner nearly always: it asks 68 questions at 5 % each.
- **Small partners are hardly ever found**, and cannot be: a partner of 10 people whose share is 20
  percentage points off looks like chance. No flag does not mean "the same".
- **A large partner moves everybody.** Each partner is held against the rest of the pool. If the
  largest differs, the rest that all others are held against has moved too, so partners that were
  not moved truly differ from it, and are flagged: the figures of the last scenario are not false
  alarms of the test but the answer to another question than a reader may think of. Read a
  flag with the two shares beside it.
- The chance of *any* false flag is bounded at 5 % only where nobody differs; where some do, it is
  the share of false flags among all flags that is held near 5 %. It can pass 5 % by a little here,
  since moved partners also move the rest that the others are held against."""

FEW_READING = """With a few partners of 20 to 99 people each instead of 68 there is little to fit
the prior to. (The rows of 10 and 20 were added after the rows of 5 had been seen.)"""

SHRINKING_READING = """
- With 68 partners the shrunk intervals hold 93 to 95 % averaged over partners, are narrower than
  Wilson's for small partners, and the estimates are much nearer the truth. For a single partner
  whose share is extreme, coverage is less than the average.
- **With five or ten partners the shrunk intervals do not keep their word**: far fewer than
  95 in 100 hold the truth, and where partners differ the estimate gains little. The fitted prior
  is taken as known, and with five partners it often says that all are alike when they are not.
  With few groups (the four kinds of partner, for one) read Wilson's interval, not the shrunk one.
- Where all partners are alike, the prior is off for all at once or for none (hence the larger
  Monte-Carlo error of that row); with 68 the interval is then so narrow that a miss is a small one.
- Two kinds shrunk together are the wrong shape for a Beta distribution; averaged over partners the
  table shows no harm, but an average may hide which kind bears it."""

FEW = {
    5: np.array([20.0, 35.0, 50.0, 75.0, 99.0]),
    10: np.linspace(20, 99, 10).round(),
    20: np.linspace(20, 99, 20).round(),
}


def few_partners(pools: int) -> str:
    """The same with few partners: too few to learn the prior from."""
    scenarios = {"Beta, counts 20": beta(20.0), "alike (all 40 %)": alike}
    kept = []
    for partners, sizes in FEW.items():
        for name, ran in run(scenarios, sizes, pools, 3).items():
            rows = shrinking_lines(f"{partners}: {name}", ran, sizes)
            kept += [[*row[:3], *row[5:]] for row in rows]
    return table(["partners: true shares", "interval", "covers", "width", "error"], kept, 2)


def main() -> None:
    """Enumerate, simulate, and write the page."""
    small = quick(__doc__)
    pools = FEW_POOLS if small else POOLS
    sizes = partner_sizes()
    flags = run(FLAGS, sizes, pools, 1)
    shrunk = run(SHRINKING, sizes, pools, 2)
    bands = [f"found, {low}–{high}" if high < 10_000 else f"found, {low} up" for low, high in BANDS]
    page = PAGE.format(
        seed=SEED,
        pools=pools,
        grid=len(GRID),
        partners=len(sizes),
        smallest=sizes.min(),
        largest=sizes.max(),
        people=sizes.sum(),
        share=POOL_SHARE,
        exact=table(
            ["people", "interval", "mean", "least", "shares below .93", "width"],
            exact_lines(),
            2,
        ),
        exact_reading=EXACT_READING,
        flags=table(
            ["scenario", "rule", "any false", "false flags", "false of flags", *bands],
            [row for name, some in flags.items() for row in flag_lines(name, some, sizes)],
            2,
        ),
        flags_reading=FLAGS_READING.strip(),
        shrinking=table(
            ["true shares", "interval", "covers", "small", "larger", "width, small",
             "error, small"],
            [row for name, some in shrunk.items() for row in shrinking_lines(name, some, sizes)],
            2,
        ),
        few=few_partners(pools),
        few_reading=FEW_READING,
        shrinking_reading=SHRINKING_READING.strip(),
    )  # fmt: skip
    publish("shares", page, small)


if __name__ == "__main__":
    main()
