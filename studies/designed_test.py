"""Do the designed tests keep their word? Error, power and coverage beside the rivals.

    python studies/designed_test.py            10,000 campaigns a design; writes the page
    python studies/designed_test.py --quick    400 on the tuning seed; prints only

The simulator and the seeds stand in ``invented`` and were fixed first. Runs are made in chunks and
kept, so a run that was cut off goes on where it stopped.
"""

from __future__ import annotations

from paper import publish, quick, share, table, watched  # isort: skip -- before NumPy

import hashlib
import inspect
import json
import math
import tempfile
from dataclasses import dataclass
from pathlib import Path

import invented
import numpy as np
import rivals
from invented import (
    CONTACTS_A_WEEK,
    LOCAL,
    NATIONAL,
    SIZE,
    STUDY_SEED,
    TUNING_SEED,
    UNLIKE,
    Country,
    counted,
    expected,
)
from numpy.typing import NDArray
from rivals import RIVALS, synthetic

from beforehand import atomic, gazetteer
from beforehand.campaign.matching import matched_groups
from beforehand.stats import admissible, complete_design, steady_weights
from beforehand.stats.stepped import excess_by_wave, one_hot

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]
Hits = dict[str, list[list[int]]]  # method to (rejected, covered) by ratio

RUNS, FEW_RUNS, CHUNK, SLOW_RUNS = 10_000, 400, 250, 1_000
RATIOS = (1.0, 1.5, 2.0)
COMPARED = 999  # assignments compared where they are too many to list
POOL, KEPT = 10_000, 0.1  # rerandomised: of so many assignments the best balanced share
LEVEL, TIE = 0.05, 1e-9
OURS = "**randomisation (ours)**"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One design in one country. ``published`` is what the design notes found for it."""

    name: str
    country: Country
    treated: int = 0
    group: int = 0  # matched groups of so many
    balanced: bool = False
    waves: int = 0
    gap: int = 0  # weeks between two waves
    weighted: bool = False
    real_sizes: bool = False
    rivals: bool = False
    published: str = ""


TOWNS, COUNTIES = Country(places=61), Country(places=12)
LONGER, ROLLOUT = Country(places=61, before=52, window=12), Country(places=12, window=16)
SETTINGS = (
    Setting(name="61 municipalities, 20 in triples", country=TOWNS, group=3, rivals=True,
            published=".046 / .39 / .88"),
    Setting(name="61, 30 treated, rerandomised", country=TOWNS, treated=30, balanced=True,
            published=".053 / .48 / .92"),
    Setting(name="same, 52 + 12 weeks", country=LONGER, treated=30, balanced=True,
            published=".063 / .63 / .97"),
    Setting(name="same, 26 + 8, sizes as Albania's 61", country=TOWNS, treated=30, balanced=True,
            real_sizes=True),
    Setting(name="12 counties, 6 of 12, complete", country=COUNTIES, treated=6,
            published=".040 / .24 / .54"),
    Setting(name="12, six matched pairs", country=COUNTIES, group=2, rivals=True,
            published=".030 / .13 / .34"),
    Setting(name="12, one treated", country=COUNTIES, treated=1, published=".000 / .00 / .00"),
    Setting(name="12, 4 waves over 16 weeks, as planned by us", country=ROLLOUT, waves=4, gap=5,
            weighted=True, published=".044 / .33 / .74"),
    Setting(name="12, 4 waves, every 4 weeks, unweighted", country=ROLLOUT, waves=4, gap=4,
            published=".044 / .33 / .74"),
    Setting(name="12, 6 for the same 16 weeks", country=ROLLOUT, treated=6,
            published=".034 / .27 / .62"),
)  # fmt: skip


def simulated(setting: Setting, rng: np.random.Generator, runs: int) -> Floats:
    """Expected counts without a campaign; with the real sizes, shared out by population too."""
    mean = expected(rng, setting.country, runs)
    if not setting.real_sizes:
        return mean
    people = np.array([float(one.population) for one in gazetteer.places("municipality", "AL")])
    sized = mean * people[None, :, None]
    total: Floats = sized * (mean.sum(axis=(1, 2)) / sized.sum(axis=(1, 2)))[:, None, None]
    return total


class Drawn:
    """The lots of many campaigns at once: one list of assignments, each campaign's places sorted.

    ``order`` puts a campaign's places where the list wants them: matched places side by side.
    ``allowed`` holds, for each campaign, which rows of the list its balance allows.
    """

    def __init__(self, setting: Setting, pre: Floats, rng: np.random.Generator) -> None:
        runs, places = pre.shape
        self.order = np.tile(np.arange(places), (runs, 1))
        if setting.group:
            groups = np.array([matched_groups(np.sqrt(row)[:, None], setting.group) for row in pre])
            self.order = np.argsort(groups, axis=1, kind="stable")
            labels = np.take_along_axis(groups, self.order, axis=1)[0]
            design = complete_design(places, 1, labels)
        else:
            design = complete_design(places, setting.treated)
        limit = POOL if setting.balanced else COMPARED
        self.rows = admissible(design, rng, limit)
        allowed = np.tile(np.arange(len(self.rows)), (runs, 1))
        if setting.balanced:
            roots = np.sqrt(pre) - np.sqrt(pre).mean(axis=1, keepdims=True)
            apart = np.abs(self.rows.astype(np.float64) @ roots.T).T
            allowed = np.argpartition(apart, int(KEPT * POOL), axis=1)[:, : int(KEPT * POOL)]
        self.allowed = allowed
        own = allowed[np.arange(runs), rng.integers(allowed.shape[1], size=runs)]
        self.own = own
        inside = self.rows[own]
        self.treated = np.zeros((runs, places), dtype=np.bool_)
        np.put_along_axis(self.treated, self.order, inside, axis=1)

    def p_values(self, pre: Floats, post: Floats) -> Floats:
        """The randomisation test's p of every campaign, as ``permutation_p`` gives one at a time.

        That it does is checked on the first of them: see ``check_against_the_test``.
        """
        rows = self.rows.astype(np.float64)
        logs = []
        for counts in (pre, post):
            sums = rows @ np.take_along_axis(counts, self.order, axis=1).T
            rest = np.maximum(counts.sum(axis=1) - sums, 0.0)
            logs.append(np.log(sums + 0.5) - np.log(rest + 0.5))
        sizes = np.abs(logs[1] - logs[0]).T
        seen = sizes[np.arange(len(sizes)), self.own]
        compared = np.take_along_axis(sizes, self.allowed, axis=1)
        p: Floats = (compared >= seen[:, None] - TIE).mean(axis=1)
        return p


def drawn_hits(setting: Setting, mean: Floats, rng: np.random.Generator) -> Hits:
    """Rejections and coverage of the designed test, and of the rivals on the same counts."""
    before = setting.country.before
    past = counted(rng, mean[:, :, :before])
    lots = Drawn(setting, past.sum(axis=2), rng)
    found: Hits = {}
    for ratio in RATIOS:
        lifted = np.where(lots.treated, ratio, 1.0)[:, :, None]
        during = counted(rng, mean[:, :, before:] * lifted)
        pre, post = past.sum(axis=2), during.sum(axis=2)
        rejects = lots.p_values(pre, post) <= LEVEL + 1e-12
        # The interval holds every ratio that is not rejected, so the truth if it is not.
        covers = lots.p_values(pre, post / lifted[:, :, 0]) > LEVEL + 1e-12
        found.setdefault(OURS, []).append([int(rejects.sum()), int(covers.sum())])
        weeks = setting.country.window / before
        for name, rival in RIVALS.items():
            at_1, at_truth = rival(pre, post, lots.treated, weeks, ratio)
            found.setdefault(name, []).append([int(at_1.sum()), int((~at_truth).sum())])
        if setting.rivals:
            # The slow ones see every tenth campaign.
            some = slice(0, max(1, len(past) * SLOW_RUNS // RUNS))
            panel = np.concatenate((past, during), axis=2)[some]
            for name, hits in synthetic(panel, lots.treated[some], before).items():
                found.setdefault(name, []).append([int(hits.sum()), -1])
    return found


def stepped_hits(setting: Setting, mean: Floats, rng: np.random.Generator) -> Hits:
    """The same of the stepped rollout's test: all schedules of all campaigns in one product."""
    before, weeks = setting.country.before, np.arange(setting.country.weeks)
    starts = before + setting.gap * np.arange(setting.waves)
    even = np.repeat(np.arange(setting.waves), setting.country.places // setting.waves)
    rows = rng.permuted(np.tile(even, (COMPARED + 1, 1)), axis=1).astype(np.int8)
    own = rng.integers(len(rows), size=len(mean))
    reached = weeks >= starts[rows[own]][:, :, None]
    past = counted(rng, mean[:, :, :before])
    weights = [steady_weights(row) if setting.weighted else np.ones(len(row))
               for row in past.sum(axis=2)]  # fmt: skip
    scale, marked = np.array(weights)[:, :, None], one_hot(rows, setting.waves)

    def p_values(counts: Floats) -> Floats:
        sizes = np.abs(marked @ excess_by_wave(counts * scale, starts).reshape(len(mean), -1).T)
        seen = sizes[own, np.arange(len(mean))]
        p: Floats = (sizes >= seen - TIE * np.maximum(1, seen)).mean(axis=0)
        return p

    found: Hits = {OURS: []}
    for ratio in RATIOS:
        lifted = np.where(reached, ratio, 1.0)
        during = counted(rng, (mean * lifted)[:, :, before:])
        counts = np.concatenate((past, during), axis=2)
        rejects = p_values(counts) <= LEVEL + 1e-12
        covers = p_values(counts / lifted) > LEVEL + 1e-12
        found[OURS].append([int(rejects.sum()), int(covers.sum())])
    return found


def chunk_of(setting: Setting, seed: int, number: int, chunk: int) -> Hits:
    """One chunk of campaigns, kept once made."""
    folder = Path(tempfile.gettempdir()) / "beforehand-designed-test"
    parts = (invented, rivals, Drawn, drawn_hits, stepped_hits, simulated)
    made_by = repr(setting) + "".join(inspect.getsource(part) for part in parts)
    key = hashlib.sha256(made_by.encode()).hexdigest()[:12]
    kept = folder / f"{key}-{seed}-{number}-{chunk}.json"
    if kept.exists():
        hits: Hits = json.loads(kept.read_text())
        return hits
    rng = np.random.default_rng((seed, number, chunk))
    mean = simulated(setting, rng, CHUNK)
    made = (stepped_hits if setting.waves else drawn_hits)(setting, mean, rng)
    folder.mkdir(parents=True, exist_ok=True)
    atomic.write_bytes(kept, json.dumps(made).encode())
    return made


def added(chunks: list[Hits]) -> dict[str, NDArray[np.int64]]:
    """Hits of all chunks: method to ratios by (rejected, covered)."""
    return {name: np.sum([one[name] for one in chunks], axis=0) for name in chunks[0]}


def of(hits: int, runs: int) -> str:
    """A share with its Monte-Carlo standard error; a dash where it was not looked at."""
    if hits < 0:
        return "–"
    found = hits / runs
    return share(found, math.sqrt(max(found * (1 - found), 1 / runs) / runs))


def runs_of(name: str, runs: int) -> int:
    """Campaigns that a method saw."""
    chunks = runs // CHUNK or 1
    return chunks * max(1, CHUNK * SLOW_RUNS // RUNS) if name.startswith("synthetic") else runs


def lines(setting: Setting, hits: dict[str, NDArray[np.int64]], runs: int) -> list[list[str]]:
    """One row a method."""
    made = []
    for name, both in hits.items():
        seen = runs_of(name, runs)
        cells = [of(int(one), seen) for one in both[:, 0]] + [
            of(int(one), seen) for one in both[:, 1]
        ]
        ours = name == OURS
        made.append([setting.name if ours else "", name, *cells, setting.published if ours else ""])
    return made


PAGE = """# The designed tests, simulated

How often the randomisation test of a designed campaign is wrong, how often it finds an effect,
and how often its interval holds the truth; beside easier comparisons on the **same** invented
campaigns.

Command: `python studies/designed_test.py` (seed {seed}; {runs:,} campaigns a design,
the two synthetic controls {slow:,} of them). After ± stands one Monte-Carlo standard error.

**Simulator** (`studies/invented`, fixed with its seeds before any test was tuned). {before} weeks
of history and {window} of campaign unless said otherwise; {contacts:.0f} contacts a week in the
whole country; places' rates log-normal (spread {unlike}); local AR(1) log shocks (correlation
{local[0]}, spread {local[1]}), a national one that all share ({national[0]}, {national[1]});
negative binomial counts, variance = mean + mean²/{size:.0f}. {zeros:.0%} of municipality-weeks are
empty. The campaign multiplies the rates where it runs.

**Calibration.** The table of the project's design notes (last column: no effect / 1.5 / 2) gives no
strengths of its shocks. One number was set here, the contacts a week, on a seed of its own, so that
76 % of the weeks are empty as there; what it prints of the naive comparisons then comes out: .089
of campaigns without an effect with 20 of 61 in triples (notes: .089), .285 with six matched pairs
(.27), .428 before and after alone (.43). The power of our own tests was not looked at for it.

**Tests.** Matched: on the root of the count before. Rerandomised: the best balanced {kept:.0%} of
{pool:,} assignments by the same. Where the assignments are too many to list, {compared} are drawn.
Stepped: the sum over treated cells of y − row × column / total, over drawn schedules.

## Rejections at 5 %, and coverage of 95 % intervals

"No effect" is the share of campaigns without any effect that are declared one: it should be .05.
The notes' figures are their own, simulated apart with an uncertainty of ±.02.

{rates}

**Naive Poisson** takes counts for Poisson; **cluster-robust t** adds up each place's own error;
**before and after** looks at the treated places alone. **Synthetic control**: iid, the window's
mean residual among random orders of all weeks; block, among all stretches as long.

## Beside other tools

Not run here: quoted from the design notes, on the same work but another simulator (±.02). There
GeoLift's synthetic control (iid / block) rejected .063 / .038 without an effect over 61
municipalities with 20 treated and found a doubling in .37 / .19; over six pairs of counties iid
found .53 with .058. In market selection at zero effect GeoLift called 16-19 % of sets significant
(α = .1). On GeoLift's own test panel GeoX (meridian-geox 1.0.1) gave p = .12 and matched_markets
P = .999 where GeoLift printed p = .01.

## What it says

{reading}
"""

READING = """
- **Error.** Over {designs} designs the designed tests declare an effect where there is none in
  {error} of campaigns (± {mc:.4f}). The largest is {beyond:.1f} Monte-Carlo errors above .05. That
  is the luck of the draws and no fault of the test: for the first {first:,} of the same campaigns,
  over **every** assignment that could have been drawn instead of the one that was, the share is
  {exact} over the {drawn} designs that hold places out.
- **Power at a doubling.** 61 municipalities with 30 treated: {towns} (wanted: .88). 12 counties in
  four waves over 16 weeks as we plan them: {rollout} (wanted: .70); with waves every four weeks and
  large places deciding alone: {plain}.
- **Coverage** of 95 % intervals: {cover} over all designs and ratios.
- **What was tuned**, on a seed of its own (`TUNING_SEED`): two things in the stepped rollout. Waves
  begin as far apart as the window allows, the last in its last week, since once everybody is served
  nothing is compared any more. And each place's counts are weighed by 1 / (1 + count before / 20),
  sealed in the plan before launch. A statistic that models the shocks' correlation gained another
  .01 to .02 there and was not kept.
- **Beside the notes' table** (±.02) the pattern is the same; six of twelve counties find less here.
  Matching in pairs costs a few places more than it gives: 64 assignments are too few to be sure by.
- **Synthetic control**, ours on the same counts, finds more than the notes' GeoLift did (iid {iid},
  block {block} against .37 and .19 with 20 of 61) and less than the designed test; over twelve
  counties iid is wrong in {wrong}.
- **Sizes matter.** With places as unlike as Albania's 61 municipalities really are, a doubling is
  found in {real}: Tirana is a fifth of the country, and its shocks are everybody's.
  Expect this, not the line above it, of a campaign in Albania; the plan's own power says it.
- **The naive comparisons** find more only because they find what is not there: naive Poisson is
  wrong in {naive} and before and after alone in {alone} of campaigns without an effect.
- What this does not test: effects that spill over into held-out places, effects that do not
  multiply, and places picked by hand.
"""


def reading(ran: dict[Setting, dict[str, NDArray[np.int64]]], runs: int) -> str:
    """The findings in words, with the figures of this run."""

    def at(number: int, ratio: int, what: int = 0) -> float:
        return float(ran[SETTINGS[number]][OURS][ratio, what]) / runs

    def slow(number: int, name: str, ratio: int) -> float:
        hits = ran[SETTINGS[number]][f"synthetic control, {name}"]
        return float(hits[ratio, 0]) / runs_of("synthetic", runs)

    def span(values: list[float]) -> str:
        return f"{min(values):.3f} to {max(values):.3f}"

    every, chunks = range(len(SETTINGS)), min(4, runs // CHUNK)
    exact = [over_all_draws(one, i, chunks) for i, one in enumerate(SETTINGS) if not one.waves]
    naive, alone = (
        [float(hits[name][0, 0]) / runs for hits in ran.values() if name in hits]
        for name in ("naive Poisson", "before and after, treated only")
    )
    return READING.strip().format(
        designs=len(SETTINGS),
        error=span([at(i, 0) for i in every]),
        beyond=(max(at(i, 0) for i in every) - LEVEL) / math.sqrt(0.0475 / runs),
        first=chunks * CHUNK,
        exact=span(exact),
        drawn=len(exact),
        mc=math.sqrt(0.0475 / runs),
        towns=f"{at(1, 2):.3f}",
        rollout=f"{at(7, 2):.3f}",
        plain=f"{at(8, 2):.3f}",
        real=f"{at(3, 2):.3f}",
        iid=f"{slow(0, 'iid', 2):.2f}",
        block=f"{slow(0, 'block', 2):.2f}",
        wrong=f"{slow(5, 'iid', 0):.3f}",
        cover=span([at(i, r, 1) for i in every for r in range(3)]),
        naive=span(naive),
        alone=span(alone),
    )


def over_all_draws(setting: Setting, number: int, chunks: int) -> float:
    """Error over every assignment that could have been drawn, for the study's first campaigns.

    Without an effect the counts do not hang on the draw, so it need not be left to chance.
    """
    shares = []
    for chunk in range(chunks):
        rng = np.random.default_rng((STUDY_SEED, number, chunk))
        mean, before = simulated(setting, rng, CHUNK), setting.country.before
        past = counted(rng, mean[:, :, :before]).sum(axis=2)
        lots = Drawn(setting, past, rng)
        during = counted(rng, mean[:, :, before:]).sum(axis=2)
        logs = []
        for counts in (past, during):
            sums = lots.rows.astype(float) @ np.take_along_axis(counts, lots.order, axis=1).T
            logs.append(np.log(sums + 0.5) - np.log(counts.sum(axis=1) - sums + 0.5))
        sizes = np.sort(np.take_along_axis(np.abs(logs[1] - logs[0]).T, lots.allowed, axis=1))
        for row in sizes:
            p = 1 - np.searchsorted(row, row - TIE) / len(row)
            shares.append((p <= LEVEL + 1e-12).mean())
    return float(np.mean(shares))


def check_against_the_test() -> None:
    """The many tests at once are those of ``permutation_p``, one by one."""
    from beforehand.stats import permutation_p

    rng = np.random.default_rng(TUNING_SEED)
    setting = SETTINGS[0]
    mean = simulated(setting, rng, 3)
    pre, post = (counted(rng, part).sum(axis=2) for part in (mean[:, :, :26], mean[:, :, 26:]))
    lots = Drawn(setting, pre, rng)
    fast = lots.p_values(pre, post)
    for i in range(3):
        rows = np.zeros_like(lots.rows)
        rows[:, lots.order[i]] = lots.rows
        slow = permutation_p(pre[i], post[i], lots.treated[i], rows)
        assert abs(fast[i] - slow) < 1e-12, (fast[i], slow)


def empty_weeks() -> float:
    """Share of municipality-weeks without any contact."""
    rng = np.random.default_rng((STUDY_SEED, len(SETTINGS)))
    return float((counted(rng, expected(rng, TOWNS, 500)) == 0).mean())


def main() -> None:
    """Simulate every design and write the page."""
    small = quick(__doc__)
    check_against_the_test()
    seed, runs = (TUNING_SEED, FEW_RUNS) if small else (STUDY_SEED, RUNS)
    chunks = max(1, runs // CHUNK)
    ran: dict[Setting, dict[str, NDArray[np.int64]]] = {}
    for number, setting in enumerate(SETTINGS):
        ran[setting] = added(
            [chunk_of(setting, seed, number, c) for c in watched(range(chunks), setting.name)]
        )
    runs = chunks * CHUNK
    head = ["design", "method", *(f"rejects, {one}" for one in ("no effect", "1.5", "2"))]
    head += ["covers 1", "covers 1.5", "covers 2", "design notes"]
    page = PAGE.format(
        seed=seed, runs=runs, slow=runs_of("synthetic", runs), before=26, window=8,
        contacts=CONTACTS_A_WEEK, unlike=UNLIKE, local=LOCAL, national=NATIONAL, size=SIZE,
        zeros=empty_weeks(), kept=KEPT, pool=POOL, compared=COMPARED,
        rates=table(head, [row for s, hits in ran.items() for row in lines(s, hits, runs)], 2),
        reading=reading(ran, runs),
    )  # fmt: skip
    publish("designed_test", page, small)


if __name__ == "__main__":
    main()
