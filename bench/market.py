"""How fast sets of places are searched, beside geoexp on the same cores in the same run.

Run by ``make bench``; writes ``docs/bench/market.md``. The work is the published search: 135 sets
of GeoLift's own history, two lengths, six effects: 1,620 cells, each a fit and 1,000 orders of the
periods. CPU seconds of the process that does it, after one run to warm up.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from beforehand import campaign, prove
from beforehand.records.impact import Panel
from beforehand.records.market import MarketRequest, MarketSearch
from beforehand.stats import Trial, correlated_sets, market_power

ROOT = Path(__file__).parents[1]
PEERS = ROOT / ".venv-peers" / "bin" / "python"
HISTORY = ROOT / "tests" / "fixtures" / "geolift_pretest.csv"
EFFECTS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25)
PUBLISHED = MarketRequest(durations=(10, 15), sizes=(2, 3, 4, 5), effects=EFFECTS)
QUOTED_R = 160.6
AIM_SECONDS, AIM_TIMES = 1.0, 50
PEER = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
import numpy as np, polars as pl
from augsynth_py import Synth
from geoexp import rank_designs
panel = pl.read_csv(sys.argv[1])
asked = json.load(sys.stdin)
began = time.process_time()
found = rank_designs(
    panel, estimator=Synth(), unit="location", time="date", outcome="Y",
    candidates=asked["sets"], durations=asked["durations"], effect_sizes=asked["effects"],
    permutation_type="iid", ns=1000, alpha=0.1, rng=np.random.default_rng(1),
)
taken = time.process_time() - began
rows = []
for places in asked["sets"]:
    for duration in asked["durations"]:
        for row in found.power(places, duration).simulations.iter_rows(named=True):
            if row["duration"] == duration:
                rows.append([sorted(places), duration, row["effect_size"], row["pvalue"]])
json.dump({"seconds": taken, "rows": rows}, sys.stdout)
"""


def cpu(work: Callable[[], object], runs: int = 5) -> float:
    """Median CPU seconds of several runs, after one that warms up."""
    work()
    taken = []
    for _ in range(runs):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return statistics.median(taken)


def searched(panel: Panel, request: MarketRequest = PUBLISHED) -> MarketSearch:
    """The search as the command makes it."""
    return campaign.market_search(panel, request, rng=np.random.default_rng(1))


def geoexp(found: MarketSearch) -> tuple[float, float]:
    """Its CPU seconds for the same sets, and in what share of cells it claims as ours does."""
    sets = sorted({row.places for row in found.rows})
    asked = {"sets": sets, "durations": PUBLISHED.durations, "effects": EFFECTS}
    answer = subprocess.run(
        [PEERS, "-c", PEER, HISTORY],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(answer.stdout)
    theirs = {(tuple(p), d, e): p_value < 0.1 for p, d, e, p_value in told["rows"]}
    same = [theirs[row.places, row.duration, row.effect] == (row.power > 0) for row in found.rows]
    return float(told["seconds"]), sum(same) / len(same)


def growth() -> list[tuple[str, float]]:
    """Made-up histories, growing in places and periods; and every set of the published one."""
    rng, lines = np.random.default_rng(1), []
    for places, periods in ((20, 90), (40, 90), (80, 90), (160, 90), (40, 180), (40, 360)):
        history = 50 + rng.normal(size=(places, periods)).cumsum(axis=1) + 5 * rng.random(periods)
        trial = Trial(duration=10, effects=EFFECTS, lookback=1, alpha=0.1)
        sets = correlated_sets(history, (3,))
        for name, draws in (("stretches moved", None), ("1,000 orders", rng)):
            taken = cpu(lambda h=history, s=sets, t=trial, g=draws: market_power(h, s, t, g), 3)
            lines.append(
                (f"{places} places, {periods} periods, {len(sets)} sets of 3, {name}", taken)
            )
    return lines


def everything(panel: Panel) -> tuple[str, float]:
    """All pairs and triples of the published history, once."""
    request = MarketRequest(durations=(10, 15), sizes=(2, 3), effects=EFFECTS, exhaustive=True)
    began = time.process_time()
    found = searched(panel, request)
    taken = time.process_time() - began
    return f"all {found.tried // 2:,} pairs and triples, {len(found.rows):,} cells", taken


def _verdicts(
    found: MarketSearch, taken: tuple[float, float, float], same: float
) -> tuple[str, ...]:
    ours, whole, theirs = taken
    quick = "reached" if whole < AIM_SECONDS else "**missed**"
    times = "reached" if theirs / ours >= AIM_TIMES else "**missed**"
    said = (
        f"geoexp claims an effect, or none, as ours does in {same:.1%} of the cells. Both draw "
        "1,000 orders of the periods, each its own, and cells at the edge fall either way. At no "
        f"effect, {found.false} of {found.tried} sets and lengths claim one.\n"
    )
    return (
        said,
        f"- Under {AIM_SECONDS:g} CPU s: {quick}.",
        f"- At least {AIM_TIMES} times geoexp: {theirs / ours:.0f} times, {times}.\n",
    )


def main() -> None:
    """Measure, print and write."""
    panel = prove.read_panel(HISTORY)
    found = searched(panel)
    ours = cpu(lambda: searched(panel))
    whole = cpu(lambda: searched(prove.read_panel(HISTORY)))
    theirs, same = geoexp(found)
    text = [
        "# Searching sets of places: how fast\n",
        "CPU seconds, one process, warm. Written by `make bench`.\n",
        f"| {len(found.rows):,} cells of the published search | CPU s |",
        "|---|---:|",
        f"| beforehand | {ours:.3f} |",
        f"| beforehand, reading the {HISTORY.name} too | {whole:.3f} |",
        f"| geoexp, live, same run and cores | {theirs:.1f} |",
        f"| GeoLift 2.7.5 in R, measured apart on another small machine: quoted | {QUOTED_R} |\n",
        *_verdicts(found, (ours, whole, theirs), same),
        "## Growth\n",
        "| what (six effects each) | CPU s |",
        "|---|---:|",
        *(f"| {what} | {seconds:.3f} |" for what, seconds in (*growth(), everything(panel))),
    ]
    out = ROOT / "docs" / "bench" / "market.md"
    out.write_text("\n".join(text) + "\n", encoding="utf-8")
    print("\n".join(text))


if __name__ == "__main__":
    main()
