"""How long adding takes and how much memory: 1 and 10 million generated, made-up case rows.

The path is the hub's own: a sealed file on disk (gzip, JSON lines) goes through
``share.add_sealed``, which unpacks and hashes it, parses and checks it with Arrow, hashes
and writes it with DuckDB, links it, and renames it into the pool. Generating the file is not
timed. Each size runs in a process of its own, whose peak resident memory is reported.

    python bench/pool.py            1,000,000 and 10,000,000 rows; writes docs/bench/pool.md
    python bench/pool.py 1000000
    python bench/pool.py --seal 300 a made-up CSV of 300 MB sealed at the partner
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

TODAY = date(2026, 1, 5)
CHUNK = 100_000
HEADER = {
    "format": "beforehand sealed cases",
    "version": 2,
    "partner": "Made-up Charity Bench (example)",
    "partner_type": "NGO",
    "dataset": "bench",
    "edition": "1",
    "provenance": "made-up",
    "title": "Made-up rows to measure with",
    "licence": "CC0 (made-up)",
    "declined": 0,
    "marking": {},
    "linkage": {
        "scheme": "",
        "keys": 0,
        "epoch": "",
        "blinded": False,
        "sha256": hashlib.sha256(b"").hexdigest(),
    },
}


@dataclass(frozen=True)
class Line:
    """One measurement: rows, seconds, peak MiB."""

    what: str
    rows: int
    seconds: float
    peak: float


def generate(path: Path, rows: int) -> None:
    """Write a sealed file of made-up rows, without linkage values."""
    rng = np.random.default_rng(7)
    body, digest = path.with_suffix(".rows"), hashlib.sha256()
    with gzip.open(body, "wb", compresslevel=1) as packed:
        for start in range(0, rows, CHUNK):
            text = "".join(lines(rng, min(CHUNK, rows - start))).encode()
            digest.update(text)
            packed.write(text)
    top = json.dumps({**HEADER, "rows": rows, "sha256": digest.hexdigest()}).encode()
    with path.open("wb") as out, body.open("rb") as packed_rows:
        out.write(gzip.compress(top))
        while piece := packed_rows.read(1 << 20):
            out.write(piece)
        out.write(gzip.compress(b""))  # no linkage values
    body.unlink()


def lines(rng: np.random.Generator, rows: int) -> list[str]:
    """JSON lines of coded rows."""
    country = rng.choice(["AL", "VN", "GB", "RO", "SD", "ER"], rows, p=[0.3, 0.2, 0.2, 0.1, 0.1, 0.1])  # fmt: skip  # noqa: E501
    gender = rng.choice(["Masculine", "Feminine", "NonSpecifiedUnknown"], rows, p=[0.75, 0.22, 0.03])  # fmt: skip  # noqa: E501
    kind = rng.choice(["ForcedCriminality", "ForcedLabour", "SexualExploitation"], rows)
    age, year, quarter = rng.integers(15, 50, rows), rng.integers(2019, 2025, rows), rng.integers(1, 5, rows)  # fmt: skip  # noqa: E501
    area = rng.integers(1, 13, rows)
    return [
        f'{{"citizenship":["{c}"],"gender":"{g}","exploitation":["{k}"],'
        f'"age_from":{a},"age_to":{a},"age_basis":"at_exploitation","registered_year":{y},'
        f'"registered_quarter":{q},"origin_area":"AL-{n:02d}","referral_country":"GB",'
        f'"control":["DebtBondage","FalsePromises"]}}\n'
        for c, g, k, a, y, q, n in zip(country, gender, kind, age, year, quarter, area, strict=True)
    ]


def add(path: Path, home: Path) -> list[Line]:
    """Add the file twice and link, noting what each took."""
    from beforehand import share, store
    from beforehand.home import Home

    lines = []
    for what in ("add", "add again (no-op)"):
        began = time.perf_counter()
        receipt = share.add_sealed(Home(home), path, today=TODAY)
        lines.append(measured(what, time.perf_counter() - began, receipt.submission.rows))
    began = time.perf_counter()
    linked = store.relink(Home(home))[0]
    what = f"link to {linked.people:,} people"
    return [*lines, measured(what, time.perf_counter() - began, linked.rows)]


def add_with_pandas(path: Path, home: Path) -> list[Line]:
    """What one would do by hand: read the rows, drop those met before, write Parquet."""
    import pandas as pd

    began = time.perf_counter()
    home.mkdir()
    with gzip.open(path, "rt") as text:
        text.readline()
        table = pd.concat(pd.read_json(text, lines=True, chunksize=CHUNK, dtype=False))
    rows = len(table)
    table.to_parquet(home / "cases.parquet", compression="zstd")
    what = "pandas: read, write; nothing checked"
    return [measured(what, time.perf_counter() - began, rows)]


def seal(folder: Path, megabytes: int) -> None:
    """Seal a CSV of that size at the partner."""
    from beforehand.share.partner import GivenFile, load_mapping, seal_file

    text = "partner: Made-up Charity Bench (example)\npartner_type: NGO\ndataset: bench\n"
    text += "edition: 1\nprovenance: made-up\ntoken: [Name]\n"
    text += "columns: {Sex: gender, From: citizenship, What: exploitation}\n"
    path = folder / "large.csv"
    rows = 0
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Name", "Sex", "From", "What", "Notes"])
        while out.tell() < megabytes * 1_000_000:
            for _ in range(10_000):
                rows += 1
                writer.writerow([f"Nobody {rows}", "Male", "Albanian", "ForcedLabour", "x" * 150])
    began = time.perf_counter()
    sealed = seal_file(path, load_mapping(GivenFile("m.yaml", text.encode())), bytes(range(32)))
    measured(f"seal a CSV of {megabytes} MB", time.perf_counter() - began, sealed.report.rows)


def measured(what: str, seconds: float, rows: int) -> Line:
    """Time, and peak resident memory of this process so far."""
    line = Line(what, rows, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(f"  {what}: {seconds:.1f} s, {rows / seconds:,.0f} rows/s, peak {line.peak:,.0f} MB")
    return line


def write(found: list[Line]) -> None:
    """The table of the documentation."""
    page = Path(__file__).parent.parent / "docs" / "bench" / "pool.md"
    rows = [f"| {one.rows:,} | {one.what} | {one.seconds:.1f} | {one.rows / one.seconds:,.0f} "
            f"| {one.peak:,.0f} |" for one in found]  # fmt: skip
    head = """# Adding to the pool: how fast

Made by `python bench/pool.py` (two cores; a sealed file of made-up rows without linkage values;
each piece of work in a process of its own; memory is that process's peak). Adding unpacks,
checks every code, hashes, writes and links; pandas only reads and writes (and loses the first row,
which shares its line with the header).

| rows | work | seconds | rows a second | peak, MiB |
|---:|---|---:|---:|---:|
"""
    page.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")


def apart(work: str, path: Path, home: Path) -> list[Line]:
    """Run one piece of work in its own process."""
    again = [sys.executable, __file__, work, str(path), str(home)]
    done = subprocess.run(again, check=True, stdout=subprocess.PIPE, text=True)
    return [Line(*one) for one in json.loads(done.stdout.splitlines()[-1])]


def main() -> None:
    """Generate in this process, measure in others."""
    given = sys.argv[1:]
    works = {"--add": add, "--pandas": add_with_pandas}
    if given and given[0] in works:
        lines = works[given[0]](Path(given[1]), Path(given[2]))
        print(json.dumps([[one.what, one.rows, one.seconds, one.peak] for one in lines]))
        return
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        if given and given[0] == "--seal":
            seal(folder, int(given[1]))
            return
        found: list[Line] = []
        for size in given or ["1000000", "10000000"]:
            print(f"{int(size):,} made-up rows", flush=True)
            generate(folder / "bench.sealed", int(size))
            found += apart("--add", folder / "bench.sealed", folder / f"ours-{size}")
            found += apart("--pandas", folder / "bench.sealed", folder / f"pandas-{size}")
            shutil.rmtree(folder / f"ours-{size}")
        write(found)


if __name__ == "__main__":
    main()
