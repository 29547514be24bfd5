"""Do the designed tests keep their word? Error, power and coverage beside the rivals.

    python studies/designed_test.py            10,000 campaigns a design, about 8 CPU minutes
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
import promises
import rivals
from designed_page import PAGE, READING
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
AGAIN_SEED = 4242  # of the other campaigns of the design whose error came out largest
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


def reading(ran: dict[Setting, dict[str, NDArray[np.int64]]], runs: int) -> str:
    """The findings in words, with the figures of this run."""

    def at(number: int, ratio: int, what: int = 0) -> float:
        return float(ran[SETTINGS[number]][OURS][ratio, what]) / runs

    def slow(number: int, name: str, ratio: int) -> float:
        hits = ran[SETTINGS[number]][f"synthetic control, {name}"]
        return float(hits[ratio, 0]) / runs_of("synthetic", runs)

    def span(values: list[float]) -> str:
        return f"{min(values):.3f} to {max(values):.3f}"

    every = range(len(SETTINGS))
    worst = max(every, key=lambda i: at(i, 0))
    naive, alone = (
        [float(hits[name][0, 0]) / runs for hits in ran.values() if name in hits]
        for name in ("naive Poisson", "before and after, treated only")
    )
    return READING.strip().format(
        designs=len(SETTINGS),
        error=span([at(i, 0) for i in every]),
        beyond=(at(worst, 0) - LEVEL) / math.sqrt(0.0475 / runs),
        worst=SETTINGS[worst].name,
        other=AGAIN_SEED,
        again=f"{again(worst, runs):.4f}",
        others=runs,
        mc=math.sqrt(0.0475 / runs),
        towns=f"{at(1, 2):.3f}",
        rollout=f"{at(7, 2):.3f}",
        plain=f"{at(8, 2):.3f}",
        real=f"{at(3, 2):.3f}",
        histories=promises.HISTORIES,
        promised=f"{promises.held_out(np.random.default_rng((STUDY_SEED, 101))):.3f}",
        promised_steps=f"{promises.stepped(np.random.default_rng((STUDY_SEED, 102))):.3f}",
        iid=f"{slow(0, 'iid', 2):.2f}",
        block=f"{slow(0, 'block', 2):.2f}",
        wrong=f"{slow(5, 'iid', 0):.3f}",
        cover=span([at(i, r, 1) for i in every for r in range(3)]),
        naive=span(naive),
        alone=span(alone),
    )


def again(number: int, runs: int) -> float:
    """Error without an effect in as many other campaigns of a design."""
    chunks = range(runs // CHUNK or 1)
    hits = added([chunk_of(SETTINGS[number], AGAIN_SEED, number, c) for c in chunks])
    return float(hits[OURS][0, 0]) / (len(chunks) * CHUNK)


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
