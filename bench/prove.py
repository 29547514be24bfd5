"""How fast a campaign is proved: the test of 61 places, the published walkthrough, the report.

Run by ``make bench``; writes ``docs/bench/prove.md``. CPU seconds of this process, so that other
work on the machine does not count; the median of several runs after one to warm up.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from beforehand import prove, release  # noqa: E402
from beforehand.records.impact import LiftRequest  # noqa: E402
from beforehand.records.release import CountTable  # noqa: E402
from beforehand.stats import admissible, complete_design, permutation_p, randomisation_test  # noqa: E402
from beforehand.words import words  # noqa: E402
from made_campaign import OVER, TREATED, a_panel, a_plan, results  # noqa: E402

PLACES, TREATED_PLACES, PERMUTATIONS = 61, 30, 100_000
QUOTED = """
GeoLift 2.7.5 in R took 13.6 CPU s for the walkthrough's effect, measured apart on another small
machine; it is quoted, not run here."""
WALKTHROUGH = LiftRequest(
    treated=("chicago", "portland"),
    start=date(2021, 4, 1),
    end=date(2021, 4, 15),
    method="synthetic-control",
)


def cpu(work: Callable[[], object], runs: int = 5) -> float:
    """Median CPU seconds of several runs, after one that warms up."""
    work()
    taken = []
    for _ in range(runs):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return statistics.median(taken)


def permutations() -> list[tuple[str, float]]:
    """The randomisation test over all municipalities of Albania, growing."""
    rng = np.random.default_rng(1)
    pre, post = rng.poisson(20, PLACES), rng.poisson(8, PLACES)
    rows = admissible(complete_design(PLACES, TREATED_PLACES), rng, PERMUTATIONS)
    lines = []
    for count in (1_000, 10_000, len(rows)):
        some = rows[:count]
        p = cpu(lambda some=some: permutation_p(pre, post, rows[0], some))
        both = cpu(lambda some=some: randomisation_test(pre, post, rows[0], some))
        lines.append((f"p of {count:,} assignments of {PLACES} places", p))
        lines.append((f"p and exact interval of {count:,} assignments", both))
    return lines


def walkthrough() -> list[tuple[str, float]]:
    """The published example: 40 cities, 105 days, two of them treated."""
    path = ROOT / "tests" / "fixtures" / "geolift_test.csv"
    panel = prove.read_panel(path)
    rng = np.random.default_rng(1)
    return [
        ("read the walkthrough's 4,200 rows", cpu(lambda: prove.read_panel(path))),
        ("its effect, p and interval", cpu(lambda: prove.lift(panel, WALKTHROUGH, rng=rng))),
    ]


def report() -> list[tuple[str, float]]:
    """The impact report of a small campaign, from its counts to a PDF."""
    plan = a_plan()
    measured = results(a_panel(1, dict.fromkeys(TREATED, 2)), plan)
    released = release.impact(prove.impact(plan, measured), today=OVER)
    return [
        ("impact report, computed", cpu(lambda: prove.impact(plan, measured))),
        ("impact report, PDF", cpu(lambda: prove.render_pdf(released))),
    ]


def table(rows: int, columns: int) -> tuple[str, float]:
    """One release with its audit: a table in which most counts are small."""
    rng = np.random.default_rng(1)
    people = rng.negative_binomial(0.4, 0.02, (rows, columns))
    counts = CountTable(
        title=words("People"),
        rows=tuple(f"r{i}" for i in range(rows)),
        columns=tuple(f"c{j}" for j in range(columns)),
        people=tuple(tuple(int(n) for n in line) for line in people),
        source="generated",
        data_hash="",
        made_up=True,
    )
    taken = cpu(lambda: release.table(counts, today=OVER), runs=1)
    return f"release of {rows} x {columns} counts, audited", taken


def main() -> None:
    """Measure, print and write."""
    lines = [*permutations(), *walkthrough(), *report()]
    lines += [table(rows, 7) for rows in (25, 50, 100)]
    text = [
        "# Proof and release: how fast\n",
        "CPU seconds, median, one process. Written by `make bench`.\n",
        "| what | CPU s |",
        "|---|---|",
        *(f"| {what} | {seconds:.3f} |" for what, seconds in lines),
        QUOTED,
    ]
    out = ROOT / "docs" / "bench" / "prove.md"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("\n".join(text) + "\n", encoding="utf-8")
    print("\n".join(text))


if __name__ == "__main__":
    main()
