"""How long validating and sealing a sheet takes at the partner, and how much memory.

Validation runs beside frictionless on the same file in the same run: each row's codes, dates and
ages are checked, and both must find the same faulty cells. Sealing codes every row, looks every
cell through the gate, makes the linkage keys (without a keyholder) and packs. Each piece of work
runs in a process of its own, whose peak resident memory is reported.

    python bench/seal.py            10,000 and 100,000 rows; writes docs/bench/seal.md
    python bench/seal.py 10000
"""

from __future__ import annotations

import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).parent
PEERS = HERE.parent / ".venv-peers" / "bin" / "python"
SEXES = ("Masculine", "Feminine", "NonSpecifiedUnknown")
COUNTRIES = ("AL", "GB", "VN", "RO", "IT", "NA", "XK")
KINDS = ("ForcedLabour", "SexualExploitation", "ForcedCriminality", "Servitude")
MEANS = ("DebtBondage", "FalsePromises", "PhysicalThreats", "WithholdsDocuments", "TakesEarnings")
AREAS = tuple(f"AL-{number:02d}" for number in range(1, 13))
PLATFORMS = ("TikTok", "Facebook", "Instagram", "WhatsApp", "Telegram")
HEAD = ("Name", "Surname", "Born", "Registered", "Sex", "Age", "Nationality", "County",
        "Exploitation", "Control", "Platform", "Consent", "Notes")  # fmt: skip
MAPPING = """
partner: Made-up Charity Bench (example)
partner_type: NGO
dataset: bench
edition: 1
provenance: made-up
linkage: {given_name: Name, family_name: Surname, birth_date: Born}
columns: {Registered: registered, Sex: gender, Age: age_from, Nationality: citizenship,
  County: origin_area, Exploitation: exploitation, Control: control,
  Platform: recruitment_platform, Consent: consent_to_share}
defaults: {age_basis: at_registration}
date_format: "%d/%m/%Y"
"""
#: Validation is measured so often, by turns, and the quickest of each is told.
REPEATS = 3
FIRST = ("Arben", "Besa", "Dritan", "Elira", "Fatos", "Gerta", "Ilir", "Jeta", "Kujtim", "Lira")
LAST = ("Hoxha", "Leka", "Krasniqi", "Shehu", "Gjoka", "Marku", "Prifti", "Dervishi", "Kola")


@dataclass(frozen=True)
class Line:
    """One measurement: rows, seconds, peak MiB, and faulty cells found."""

    what: str
    rows: int
    seconds: float
    cpu: float
    peak: float
    faults: int


def generate(path: Path, rows: int, faulty: float) -> None:
    """A CSV of made-up people; ``faulty`` is the share of rows with one wrong code."""
    rng = random.Random(7)
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(HEAD)
        for _ in range(rows):
            writer.writerow(person(rng, wrong=rng.random() < faulty))


def person(rng: random.Random, *, wrong: bool) -> list[object]:
    """One made-up row."""
    return [
        rng.choice(FIRST) + rng.choice(("", "", "i", "a", "n")),
        rng.choice(LAST) + rng.choice(("", "", "j", "aj")),
        f"{rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/{rng.randint(1970, 2007)}",
        f"{rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/{rng.randint(2019, 2025)}",
        "Mle" if wrong else rng.choice(SEXES),
        rng.randint(14, 60),
        rng.choice(COUNTRIES),
        rng.choice(AREAS),
        ";".join(sorted(rng.sample(KINDS, rng.randint(1, 2)))),
        ";".join(sorted(rng.sample(MEANS, rng.randint(0, 3)))),
        rng.choice(PLATFORMS),
        "yes",
        "made up " * rng.randint(1, 12),
    ]


def works() -> dict[str, Callable[[Path], tuple[int, int]]]:
    """Pieces of work; each gives the rows it read and the faulty cells it found."""
    from beforehand.share.partner import GivenFile, check, load_mapping, look, open_sheet, seal_file

    mapping = load_mapping(GivenFile("m.yaml", MAPPING.encode()))

    def validate(path: Path) -> tuple[int, int]:
        found = check(path, mapping)
        return found.rows, len(found.faults)

    def gate(path: Path) -> tuple[int, int]:
        return look(open_sheet(path, mapping), mapping).rows, 0

    def seal(path: Path) -> tuple[int, int]:
        return seal_file(path, mapping, bytes(range(40))).report.rows, 0

    return {"validate": validate, "look through the gate": gate, "seal": seal}


FRICTIONLESS = """
import json, sys, time, resource
from frictionless import Resource, Schema, fields, Dialect, system, Checklist
codes = json.loads(sys.argv[2])
def several(names):
    one = "|".join(names)
    return {"pattern": f"({one})(;({one}))*"}
schema = Schema(fields=[
    fields.StringField(name="Name"), fields.StringField(name="Surname"),
    fields.DateField(name="Born", format="%d/%m/%Y"),
    fields.DateField(name="Registered", format="%d/%m/%Y"),
    fields.StringField(name="Sex", constraints={"enum": codes["sex"]}),
    fields.IntegerField(name="Age", constraints={"minimum": 0, "maximum": 120}),
    fields.StringField(name="Nationality", constraints={"enum": codes["country"]}),
    fields.StringField(name="County", constraints={"enum": codes["area"]}),
    fields.StringField(name="Exploitation", constraints=several(codes["kind"])),
    fields.StringField(name="Control", constraints=several(codes["means"])),
    fields.StringField(name="Platform", constraints={"enum": codes["platform"]}),
    fields.StringField(name="Consent", constraints={"enum": ["yes", "no"]}),
    fields.StringField(name="Notes"),
])
from pathlib import Path
path = Path(sys.argv[1])
began, busy = time.perf_counter(), time.process_time()
report = Resource(path=path.name, basepath=str(path.parent), schema=schema).validate(
    Checklist(pick_errors=["type-error", "constraint-error"]), limit_errors=10**9
)
seconds, cpu = time.perf_counter() - began, time.process_time() - busy
task = report.tasks[0]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([task.stats["rows"], len(task.errors), seconds, cpu, peak]))
"""


def beside(path: Path) -> Line:
    """The same file validated by frictionless, in its own environment."""
    from beforehand.share.partner.countries import country_codes
    from beforehand.vocabulary import FIELD

    codes = {
        "sex": [code.value for code in FIELD["gender"].codes or ()],
        "country": sorted(country_codes()),
        "area": AREAS,
        "kind": [code.value for code in FIELD["exploitation"].codes or ()],
        "means": [code.value for code in FIELD["control"].codes or ()],
        "platform": [code.value for code in FIELD["recruitment_platform"].codes or ()],
    }
    run = [str(PEERS), "-c", FRICTIONLESS, str(path), json.dumps(codes)]
    done = subprocess.run(run, check=True, stdout=subprocess.PIPE, text=True)
    rows, faults, seconds, cpu, peak = json.loads(done.stdout.splitlines()[-1])
    return told(Line("frictionless: validate", rows, seconds, cpu, peak, faults))


def ours(work: str, path: Path) -> Line:
    """Run one piece of our work in its own process."""
    run = [sys.executable, __file__, f"--{work}", str(path)]
    done = subprocess.run(run, check=True, stdout=subprocess.PIPE, text=True)
    return told(Line(**json.loads(done.stdout.splitlines()[-1])))


def alone(work: str, path: Path) -> None:
    """In the process of its own: do it, and print what it took."""
    does = works()[work]
    began, busy = time.perf_counter(), time.process_time()
    rows, faults = does(path)
    seconds, cpu = time.perf_counter() - began, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(asdict(Line(f"beforehand: {work}", rows, seconds, cpu, peak, faults))))


def told(line: Line) -> Line:
    """Print it as it comes."""
    print(f"  {line.rows:,} rows, {line.what}: {line.seconds:.2f} s, {line.cpu:.2f} s of CPU, "
          f"{line.rows / line.seconds:,.0f} rows/s, peak {line.peak:,.0f} MiB, "
          f"{line.faults} faulty cells", flush=True)  # fmt: skip
    return line


def write(found: list[Line], times: float) -> None:
    """The table of the documentation."""
    rows = [f"| {one.rows:,} | {one.what} | {one.seconds:.2f} | {one.cpu:.2f} "
            f"| {one.rows / one.seconds:,.0f} | {one.peak:,.0f} | {one.faults:,} |"
            for one in found]  # fmt: skip
    head = f"""# Validating and sealing at the partner: how fast

Made by `python bench/seal.py` (a CSV of made-up people with 13 columns, nine of them mapped; each
piece of work in a process of its own; memory is that process's peak). Both validators read the
same file in the same run, by turns, three times (the quickest of each is told). They check the
same columns (dates, ages, codes, lists of codes) and must find the same faulty cells: one row in a
hundred has a wrong sex. Frictionless checks against patterns and lists; ours also turns what it
reads into codes. Sealing looks every cell through the gate again, makes the linkage keys without a
keyholder, and packs. CPU seconds are told beside, since other work on the machine makes the seconds
longer than they need be.

**{times:.0f} times faster to validate than frictionless** on the largest file, in
CPU seconds (a busy machine changes those less).

| rows | work | seconds | CPU seconds | rows a second | peak, MiB | faulty cells |
|---:|---|---:|---:|---:|---:|---:|
"""
    page = HERE.parent / "docs" / "bench" / "seal.md"
    page.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")


def main() -> None:
    """Generate in this process, measure in others."""
    given = sys.argv[1:]
    if given and given[0].startswith("--"):
        alone(given[0][2:], Path(given[1]))
        return
    found: list[Line] = []
    times = 0.0
    with tempfile.TemporaryDirectory() as made:
        for size in given or ["10000", "100000"]:
            faulty, clean = Path(made) / "faulty.csv", Path(made) / "clean.csv"
            generate(faulty, int(size), 0.01)
            generate(clean, int(size), 0)
            pairs = [(ours("validate", faulty), beside(faulty)) for _ in range(REPEATS)]
            mine = min((one for one, _ in pairs), key=lambda line: line.cpu)
            theirs = min((other for _, other in pairs), key=lambda line: line.cpu)
            if mine.faults != theirs.faults:
                raise SystemExit(f"{mine.faults} faults found, frictionless {theirs.faults}")
            times = theirs.cpu / mine.cpu
            found += [mine, theirs, ours("look through the gate", clean), ours("seal", clean)]
    write(found, times)


if __name__ == "__main__":
    main()
