"""How fast the unseen are estimated, as whole processes, beside a plain version of the same search.

Run by ``make bench``; writes ``docs/bench/hidden.md``. CPU seconds of all processors together, from
the start of the process to its end; the least of several runs. The plain version is
``tests/slow_lists.py``: design matrices in NumPy and the same search, repeated in fewer resamples.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import numpy as np  # noqa: E402

import slow_lists as slow  # noqa: E402
from made_lists import FOLDER, table  # noqa: E402

PAGE = ROOT / "docs" / "bench" / "hidden.md"
PLAIN_RESAMPLES = 20
RUNS = {
    "UKdat, stepwise, BCa, 1,000": ("UKdat", "stepwise", 1000, 3, "at most 1.5"),
    "UKdat, stepwise, BCa, 100,000": ("UKdat", "stepwise", 100_000, 1, "at most 25"),
    "UKdat, aic, BCa, 1,000": ("UKdat", "aic", 1000, 2, ""),
    "NewOrl (8 lists), stepwise, BCa, 1,000": ("NewOrl", "stepwise", 1000, 2, ""),
    "UKdat_5, bic-all, BCa, 1,000": ("UKdat_5", "bic-all", 1000, 2, "at most 30"),
    "UKdat_5, bic-average, BCa, 1,000": ("UKdat_5", "bic-average", 1000, 1, "at most 30"),
    "UKdat_5, dga": ("UKdat_5", "dga", 100, 2, ""),
    "12 made-up lists, stepwise, BCa, 100": ("twelve", "stepwise", 100, 1, ""),
}
LOOPS: list[float] = []
QUOTED = """
Of the whole process for UKdat, stepwise, BCa, 1,000 resamples, SparseMSE took 281 CPU seconds and
MultipleSystemsEstimation 152; dga 4.1 for UKdat_5. They were measured apart, on another small
machine, and are quoted, not run here.
"""


def process(path: Path, method: str, many: int, cache: str = "") -> tuple[float, float]:
    """(CPU seconds, peak MiB) of one call of the program."""
    command = [
        sys.executable, "-c", _CALL, "understand", "hidden", str(path), "--method", method,
        "--bootstrap", str(many), "--format", "json",
    ]  # fmt: skip
    more = {"NUMBA_CACHE_DIR": cache} if cache else {}
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, **more}
    )
    cpu, peak = done.stderr.strip().splitlines()[-1].split()
    return float(cpu), float(peak) / 1024


_CALL = """
import resource, sys
from beforehand.cli import main
try:
    main()
finally:
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_utime + used.ru_stime, used.ru_maxrss, file=sys.stderr)
"""


def plain() -> float:
    """CPU seconds for one resample of UKdat by the plain version."""
    lists, draw = table("UKdat"), np.random.default_rng(1)
    began = time.process_time()
    for _ in range(PLAIN_RESAMPLES):
        counts = draw.multinomial(lists.seen, lists.counts / lists.seen).astype(float)
        slow.stepwise(counts, lists.many, 0.02)
    return (time.process_time() - began) / PLAIN_RESAMPLES


def counting() -> float:
    """CPU seconds that this machine takes to add up ten million numbers, to compare machines."""
    began, total = time.process_time(), 0
    for one in range(10_000_000):
        total += one
    LOOPS.append(time.process_time() - began)
    return LOOPS[-1]


def twelve(folder: Path) -> Path:
    """A table of twelve made-up lists of 6,000 people."""
    draw = np.random.default_rng(12)
    often = np.where(draw.random(6000) < 0.3, 0.25, 0.07)
    on = (draw.random((6000, 12)) < often[:, None]).astype(int)
    patterns, people = np.unique(on[on.any(axis=1)], axis=0, return_counts=True)
    rows = [",".join([*(f"L{i}" for i in range(12)), "count"])]
    rows += [
        ",".join(map(str, (*row, n))) for row, n in zip(patterns.tolist(), people, strict=True)
    ]
    path = folder / "twelve.csv"
    path.write_text("\n".join(rows) + "\n")
    return path


def main() -> None:
    lines = []
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        paths = {"twelve": twelve(folder)}
        loop = counting()
        cold, _ = process(FOLDER / "UKdat.csv", "stepwise", 1000, str(folder / "cache"))
        first = f"| the first call, nothing compiled yet | {cold:.1f} | under 15 | {loop:.2f} | |"
        for name, (data, method, many, runs, aim) in RUNS.items():
            path = paths.get(data, FOLDER / f"{data}.csv")
            before = counting()
            cpu, peak = min(process(path, method, many) for _ in range(runs))
            loop = (before + counting()) / 2
            lines.append(f"| {name} | {cpu:.1f} | {aim} | {loop:.2f} | {peak:.0f} |")
            print(lines[-1], flush=True)
        lines.append(first)
    one = plain()
    PAGE.write_text(
        f"""# People on no list: how fast

Written by `python bench/hidden.py`. CPU seconds of all processors together of a whole process
(`beforehand understand hidden`), its compiled loops kept from an earlier call, the least of up to
three runs. BCa intervals with so many resamples, the model searched anew in each. A processor
shared with other work is slower: the loop adds up ten million numbers in Python, just before and
after, and takes about {min(LOOPS):.2f} s here when little else runs.

| what | CPU s | aim | loop, CPU s | peak MiB |
|---|---:|---:|---:|---:|
{chr(10).join(lines)}

The plain version of the stepwise search (`tests/slow_lists.py`) takes {one:.2f} CPU s a resample of
UKdat, so {1000 * one:.0f} s for 1,000.
{QUOTED}"""
    )
    print(PAGE.read_text())


if __name__ == "__main__":
    main()
