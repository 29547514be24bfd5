"""Profile 1 and 10 million generated case rows, beside the same work in pandas.

Run: .venv/bin/python bench/profile.py            (writes docs/bench/profile.md)
     .venv/bin/python bench/profile.py --rows 1000000
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from beforehand import atomic, keyring, understand
from beforehand.records.cases import (
    CaseTable,
    Provenance,
    SourceClass,
    SourceKind,
    Submission,
)
from beforehand.records.schema import CASE_SCHEMA, LINK_SCHEMA
from beforehand.store import vault
from beforehand.vocabulary import FIELD, FieldType

PAGE = Path(__file__).parents[1] / "docs" / "bench" / "profile.md"
CHUNK = 500_000
NAME = "0" * 32  # the submission's id
REPEATED = 0.05  # rows that are a further row of somebody already there
MISSING = 0.2
FREE = {
    "partner": [f"Made-up partner {number}" for number in range(40)],
    "citizenship": ["AL", "AL", "VN", "RO"],
    "origin_area": [f"AL-{number:02d}" for number in range(1, 13)],
    "exploitation_country": ["GB", "GB", "FR"],
    "exploitation_area": [f"E230000{number:02d}" for number in range(1, 40)],
    "referral_country": ["GB"],
}
WHOLE = {"registered_year": (2020, 2025), "registered_quarter": (1, 5), "age_from": (12, 50)}


def generate(folder: Path, rows: int) -> None:
    """Cases in ``CASE_SCHEMA`` and their links; nobody in them exists."""
    rng = np.random.default_rng(1)
    with pq.ParquetWriter(folder / "cases.parquet", CASE_SCHEMA) as out:
        for start in range(0, rows, CHUNK):
            out.write_table(_chunk(rng, start, min(CHUNK, rows - start)))
    person = np.arange(rows)
    again = rng.random(rows) < REPEATED
    person[again] = rng.integers(0, rows, again.sum())
    links = {
        "row_id": [f"r{at:09d}" for at in range(rows)],
        "person_id": [f"p{at:09d}" for at in person],
        "probability": np.ones(rows),
    }
    pq.write_table(pa.table(links, schema=LINK_SCHEMA), folder / "links.parquet")
    lock(folder)


def lock(folder: Path) -> None:
    """The same rows as the pool keeps them: locked under a key of their own."""
    key = vault.new_key()
    (folder / NAME).mkdir()
    with (folder / "cases.parquet").open("rb") as rows:
        vault.write_in(folder / NAME, key, "cases", iter(partial(rows.read, 1 << 20), b""))
    keyring.save(folder / "keys", keyring.Keyring().with_key(NAME, key))


def _chunk(rng: np.random.Generator, start: int, rows: int) -> pa.Table:
    columns: dict[str, pa.Array] = {
        "row_id": pa.array([f"r{start + at:09d}" for at in range(rows)]),
        "people": pa.array(np.ones(rows, np.int32)),
    }
    for name, spec in FIELD.items():
        columns[name] = _column(rng, name, spec.kind, rows)
    columns["age_to"] = pa.compute.add(columns["age_from"], 5)
    typed = {spec.name: columns[spec.name].cast(spec.type) for spec in CASE_SCHEMA}
    return pa.table(typed, schema=CASE_SCHEMA)


def _column(rng: np.random.Generator, name: str, kind: FieldType, rows: int) -> pa.Array:
    codes = FIELD[name].codes
    values = FREE.get(name) or ([str(code) for code in codes] if codes else None)
    if name in WHOLE:
        return pa.array(rng.integers(*WHOLE[name], rows).astype(np.int16))
    if values is None:
        return pa.nulls(rows, CASE_SCHEMA.field(name).type)
    missing = rng.random(rows) < (0.0 if name in {"partner", "citizenship"} else MISSING)
    if kind is not FieldType.CODES:
        return _picked(rng, values, rows, missing)
    counts = np.ones(rows, int) if name == "citizenship" else rng.integers(0, 4, rows)
    ends = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    inside = _picked(rng, values, int(ends[-1]), np.zeros(int(ends[-1]), bool))
    return pa.ListArray.from_arrays(pa.array(ends), inside, mask=pa.array(missing))


def _picked(rng: np.random.Generator, values: list[str], rows: int, missing: Any) -> pa.Array:
    chosen = pa.array(rng.integers(0, len(values), rows).astype(np.int32), mask=missing)
    return pa.DictionaryArray.from_arrays(chosen, values).cast(pa.string())


def opened(folder: Path, linked: bool, locked: bool = True) -> CaseTable:
    """The generated rows as ``store`` would open them; in the clear for comparison."""
    kind = SourceClass(provenance=Provenance.MADE_UP, kind=SourceKind.CASE_LEVEL)
    given = Submission(
        id="generated", giver="bench", dataset="bench", edition="1", source_class=kind,
        title="Generated rows", licence="CC0", rows=0, people=0, given_on=date(2026, 1, 5),
        sha256="",
    )  # fmt: skip
    links = folder / "links.parquet" if linked else None
    return CaseTable(
        files=(folder / NAME / "cases.locked" if locked else folder / "cases.parquet",),
        links=links, submissions=(given,), source_class=kind, data_hash="generated",
        keys=folder / "keys" if locked else None,
    )  # fmt: skip


def ours(folder: Path) -> int:
    """A whole profile of unlinked rows."""
    return int(understand.profile(opened(folder, False), ROUTE).people.value)


def ours_in_the_clear(folder: Path) -> int:
    """The same, of rows that are not locked: what locking costs."""
    return int(understand.profile(opened(folder, False, locked=False), ROUTE).people.value)


def ours_linked(folder: Path) -> int:
    """A whole profile with linked rows united to persons."""
    return int(understand.profile(opened(folder, True), ROUTE).people.value)


def pandas_work(folder: Path) -> int:
    """The same counts in pandas, field by field, reading only the columns each one needs."""
    import pandas as pd

    def read(*columns: str) -> pd.DataFrame:
        return pd.read_parquet(folder / "cases.parquet", columns=list(columns))

    route = read("citizenship", "origin_area", "exploitation_country", "referral_country")
    country = route["exploitation_country"].fillna(route["referral_country"])
    sole = route["citizenship"].map(lambda codes: codes is not None and list(codes) == ["AL"])
    area = route["origin_area"]
    there = area.str.startswith("AL-").astype(bool).where(area.notna(), sole)
    chosen = (country == "GB").to_numpy(bool) & there.to_numpy(bool)
    people = read("people")[chosen]
    for name in understand.PROFILE_FIELDS:
        asked = ["age_from", "age_to", "age_basis"] if name == "age" else [name]
        cases = read(*asked)[chosen].assign(people=people["people"])
        if FIELD.get(name) is not None and FIELD[name].kind is FieldType.CODES:
            cases = cases.explode(name)
        cases.groupby(asked, dropna=False)["people"].sum()
    return int(people["people"].sum())


ABOUT = (
    "A whole profile (17 fields, shares with intervals) of generated rows, each piece of work in "
    "a process of its own, reading the same rows. Ours are locked, as the pool keeps them, and "
    "unlocked into memory; those of pandas are plain Parquet. pandas makes the same counts field "
    "by field, without intervals, and does not link. *Linked* unites the rows of one person "
    f"({REPEATED:.0%} of the rows are a further row of somebody)."
)
MACHINE = f"{os.cpu_count()} cores, Python {platform.python_version()}"
ROUTE = understand.parse_route("AL:GB")
WORK: dict[str, Callable[[Path], int]] = {
    "beforehand": ours,
    "beforehand, were the file not locked": ours_in_the_clear,
    "beforehand, linked": ours_linked,
    "pandas": pandas_work,
}


def measured(folder: Path, who: str) -> dict[str, float]:
    """Run one piece of work in a process of its own: seconds, peak memory, people found."""
    told = subprocess.run(
        [sys.executable, __file__, "--work", who, "--folder", str(folder)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(told.stdout)
    return found


def work(folder: Path, who: str) -> None:
    """Do it, and print what it took."""
    began = time.perf_counter()
    people = WORK[who](folder)
    took = time.perf_counter() - began
    print(json.dumps({"seconds": took, "mib": peak_mib(), "people": people}))


def peak_mib() -> float:
    """Peak memory of this process alone: ``ru_maxrss`` would count what its parent held."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(one for one in status.splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def table(sizes: list[int]) -> Iterator[str]:
    """Lines of the page's table."""
    yield "| rows | work | seconds | peak memory (MiB) | people on the route |"
    yield "|---:|---|---:|---:|---:|"
    first: dict[str, dict[str, float]] = {}
    growth: list[str] = []
    for rows in sizes:
        with tempfile.TemporaryDirectory() as name:
            generate(Path(name), rows)
            for who in WORK:
                took = measured(Path(name), who)
                yield (
                    f"| {rows:,} | {who} | {took['seconds']:.1f} | {took['mib']:,.0f} "
                    f"| {took['people']:,.0f} |"
                )
                if who in first:
                    growth.append(
                        f"- {who}: {took['seconds'] / first[who]['seconds']:.1f} times the time "
                        f"and {took['mib'] / first[who]['mib']:.1f} times the memory for "
                        f"{rows / sizes[0]:.0f} times the rows"
                    )
                first.setdefault(who, took)
    yield ""
    yield from growth


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default="1000000,10000000")
    parser.add_argument("--work")
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    if asked.work:
        work(asked.folder, asked.work)
        return
    lines = list(table([int(rows) for rows in asked.rows.split(",")]))
    head = [
        "# Profiling a route of millions of cases",
        "",
        ABOUT,
        "",
        f"`python bench/profile.py --rows {asked.rows}`, {MACHINE}.",
        "",
    ]
    atomic.write_bytes(PAGE, "\n".join([*head, *lines, ""]).encode(), mode=0o644)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
