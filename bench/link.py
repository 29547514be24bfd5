"""How well and how fast people are linked by keys alone, beside what sees more.

Two partners' made-up rows, half of them of people whom both met (``tests/made_doubles.py``), with
both error models, on seeds that nothing was chosen on. Precision, recall and F1 are of pairs of
rows, at the programme's own threshold. Beside it, on the same rows in the same run: Splink on
clear text, and clkhash with anonlink (Bloom filters), each in ``.venv-peers``. Keys are made
without a keyholder: what blinding costs is in ``docs/bench/blinding.md``.

    python bench/link.py                    2 x 10,000 and 2 x 100,000; writes docs/bench/link.md
    python bench/link.py --rows 1000000     ours alone, once; adds to the page
    python bench/link.py --rows 10000       prints, and writes the page with what it has
"""

from __future__ import annotations

import json
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import astuple
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import numpy as np  # noqa: E402
import pyarrow as pa  # noqa: E402

from made_doubles import OTHER, Errors, Recorded, two_partners  # noqa: E402

PEERS = ROOT / ".venv-peers" / "bin" / "python"
PAGE = ROOT / "docs" / "bench" / "link.md"
KEPT = ROOT / "bench" / "link.json"
MODELS = {"usual": (9001, Errors()), "other": (9002, OTHER)}
ANONLINK_UP_TO = 10_000  # every row with every other: 100,000 would be 100 times the work
PEERS_UP_TO = 100_000


def generate(rows: int, model: str, into: Path) -> None:
    """The rows of both partners, pickled for us, as JSON lines for the others."""
    seed, errors = MODELS[model]
    sides = two_partners(rows, seed, errors)
    with (into / "rows.pickle").open("wb") as out:
        pickle.dump([[astuple(one) for one in side] for side in sides], out)
    for name, side in zip("ab", sides, strict=True):
        with (into / f"{name}.jsonl").open("w") as lines:
            for at, one in enumerate(side):
                said = {
                    "unique_id": f"{name}{at}", "given": one.given, "family": one.family,
                    "born": one.born, "sex": one.sex, "citizenship": one.citizenship,
                    "who": one.who,
                }  # fmt: skip
                lines.write(json.dumps(said) + "\n")


def sides_in(folder: Path) -> list[list[Recorded]]:
    """The generated rows."""
    with (folder / "rows.pickle").open("rb") as found:
        return [[Recorded(*one) for one in side] for side in pickle.load(found)]


def peak() -> float:
    """Peak memory of this process, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def partner(folder: Path, side: int) -> dict[str, float]:
    """What one partner does: make the keys of its rows."""
    from beforehand.share.partner.linkage import Identity, People, matrix_of

    people = sides_in(folder)[side]
    began, met = time.process_time(), People()
    for one in people:
        met.add(
            Identity(
                given_name=one.given, family_name=one.family, birth_date=one.born,
                sex=one.sex, citizenship=one.citizenship,
            )
        )  # fmt: skip
    made = matrix_of(met, b"k" * 32)
    taken = time.process_time() - began
    values = np.frombuffer(made.data, "<u8").reshape(len(people), made.keys)
    np.save(folder / f"keys{side}.npy", np.ascontiguousarray(values.T))
    (folder / "scheme.json").write_text(json.dumps([made.scheme, made.epoch]))
    distinct = sum(len(np.unique(column[column > 0])) for column in values.T)
    return {"cpu": taken, "peak": peak(), "values": float(distinct)}


def hub(folder: Path) -> dict[str, float]:
    """What the hub does: link by keys and codes. The truth is looked at afterwards."""
    from beforehand.store.linking.linker import link
    from beforehand.store.linking.rows import Rows
    from beforehand.store.matrices import Matrix

    sides = sides_in(folder)
    both = sides[0] + sides[1]
    first, many = len(sides[0]), len(sides[0]) + len(sides[1])
    scheme, epoch = json.loads((folder / "scheme.json").read_text())
    matrices = []
    for side, start, stop in ((0, 0, first), (1, first, many)):
        ids = b"".join(at.to_bytes(16, "big") for at in range(start, stop))
        matrices.append(
            Matrix(
                scheme=scheme, epoch=epoch, blinded=False, row_ids=np.frombuffer(ids, "V16"),
                values=np.load(folder / f"keys{side}.npy"),
            )
        )  # fmt: skip
    born = np.array([row.year - row.age for row in both])
    words = {one: at for at, one in enumerate(sorted({r.citizenship for r in both} - {""}))}
    rows = Rows(
        ids=pa.array([f"{at:032x}" for at in range(many)]),
        giver=np.repeat([0, 1], [first, many - first]),
        sex=np.array([{"m": 0, "f": 1}.get(row.sex, -1) for row in both]),
        citizenship=np.array([words.get(row.citizenship, -1) for row in both]),
        born_from=born - 1,
        born_to=born,
    )
    who = np.array([row.who for row in both])
    del sides, both
    began, clock = time.process_time(), time.perf_counter()
    found = link(rows, matrices)
    taken, elapsed = time.process_time() - began, time.perf_counter() - clock
    groups: dict[int, list[int]] = defaultdict(list)
    for at, one in enumerate(found.person.tolist()):
        groups[one].append(at)
    linked = [pair for group in groups.values() for pair in combinations(group, 2)]
    right = sum(who[a] == who[b] for a, b in linked)
    people = float(len(np.unique(who)))
    return {
        "cpu": taken, "clock": elapsed, "peak": peak(), "pairs": float(len(found.pairs.left)),
        "people": people, "expected": found.people.expected or 0.0,
        "low": found.people.low or 0.0, "high": found.people.high or 0.0,
        "at_most": found.people.at_most,
        "coverage": found.coverage,
        **scores(int(right), len(linked), many - int(people)),
    }  # fmt: skip


def scores(right: int, linked: int, true: int) -> dict[str, float]:
    """Precision, recall and F1 of pairs."""
    precision, recall = right / max(linked, 1), right / true
    f1 = 2 * right / (linked + true)
    return {"precision": precision, "recall": recall, "f1": f1}


SPLINK = """
import json, logging, resource, sys, time
logging.disable(logging.CRITICAL)
import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
frames = [pd.read_json(f"{sys.argv[1]}/{name}.jsonl", lines=True, dtype=False,
          convert_dates=False) for name in "ab"]
who = {row.unique_id: row.who for frame in frames for row in frame.itertuples()}
true = len(set(frames[0].who) & set(frames[1].who))
for frame in frames:
    del frame["who"]
    for column in ("given", "family", "born", "sex", "citizenship"):
        frame[column] = frame[column].where(frame[column] != "", None)
rules = [block_on("born"), block_on("given", "family"),
         block_on("family", "substr(born, 1, 4)"), block_on("given", "substr(born, 1, 4)", "sex"),
         block_on("substr(given, 1, 2)", "substr(family, 1, 2)", "substr(born, 6, 5)"),
         block_on("substr(given, 1, 2)", "substr(family, 1, 2)", "substr(born, 1, 7)")]
settings = SettingsCreator(
    link_type="link_only", blocking_rules_to_generate_predictions=rules,
    comparisons=[
        cl.JaroWinklerAtThresholds("given", [0.92, 0.8]).configure(
            term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("family", [0.92, 0.8]).configure(
            term_frequency_adjustments=True),
        cl.DateOfBirthComparison("born", input_is_string=True),
        cl.ExactMatch("sex"), cl.ExactMatch("citizenship")])
began = time.process_time()
api = DuckDBAPI()
tables = [api.register(frame, table_name=name) for frame, name in zip(frames, "ab")]
linker = Linker(tables, settings)
train = linker.training
train.estimate_probability_two_random_records_match(
    [block_on("given", "born"), block_on("family", "born")], recall=0.6)
train.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
train.estimate_parameters_using_expectation_maximisation(block_on("born"))
train.estimate_parameters_using_expectation_maximisation(block_on("given", "family"))
scored = linker.inference.predict(threshold_match_probability=0.01).as_pandas_dataframe()
scored = scored.sort_values("match_probability", ascending=False)
used_a, used_b, pairs = set(), set(), []
for one, other, chance in zip(scored.unique_id_l, scored.unique_id_r, scored.match_probability):
    if one not in used_a and other not in used_b:
        used_a.add(one); used_b.add(other); pairs.append((one, other, chance))
cpu = time.process_time() - began
good = [(who[one] == who[other], chance) for one, other, chance in pairs]
def at(least):
    kept = [same for same, chance in good if chance >= least]
    right = sum(kept)
    return dict(precision=right / max(len(kept), 1), recall=right / true,
                f1=2 * right / (len(kept) + true), threshold=least)
best = max((at(step / 100) for step in range(2, 100, 2)), key=lambda one: one["f1"])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps(dict(at(0.7), cpu=cpu, peak=peak, best=best, pairs=len(scored))))
"""

ANONLINK = """
import json, resource, sys, time
from clkhash import clk
from clkhash.schema import from_json_dict
import anonlink
def field(name, n, bits, positional=False):
    return {"identifier": name,
            "format": {"type": "string", "encoding": "utf-8", "case": "mixed"},
            "hashing": {"comparison": {"type": "ngram", "n": n, "positional": positional},
                        "strategy": {"bitsPerFeature": bits}, "hash": {"type": "doubleHash"}}}
schema = from_json_dict({"version": 3,
    "clkConfig": {"l": 1024, "kdf": {"type": "HKDF", "hash": "SHA256", "keySize": 64}},
    "features": [field("given", 2, 200), field("family", 2, 200),
                 field("born", 1, 200, True), field("sex", 1, 20)]})
sides = [[json.loads(line) for line in open(f"{sys.argv[1]}/{name}.jsonl")] for name in "ab"]
who = [[one["who"] for one in side] for side in sides]
true = len(set(who[0]) & set(who[1]))
began = time.process_time()
filters = [clk.hash_chunk([(o["given"].lower(), o["family"].lower(), o["born"].replace("-", ""),
           o["sex"]) for o in side], clk.generate_key_lists("secret", 4), schema, False)[0]
           for side in sides]
hashed = time.process_time() - began
found = anonlink.candidate_generation.find_candidate_pairs(
    filters, anonlink.similarities.dice_coefficient_accelerated, 0.7, k=10)
groups = anonlink.solving.greedy_solve(found)
cpu = time.process_time() - began
score = dict(zip(zip(*(list(part) for part in found[2])), found[0]))
good = []
for group in groups:
    rows = dict(group)
    if len(rows) == 2:
        good.append((who[0][rows[0]] == who[1][rows[1]], score[rows[0], rows[1]]))
def at(least):
    kept = [same for same, dice in good if dice >= least]
    right = sum(kept)
    return dict(precision=right / max(len(kept), 1), recall=right / true,
                f1=2 * right / (len(kept) + true), threshold=least)
best = max((at(step / 100) for step in range(70, 100)), key=lambda one: one["f1"])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps(dict(best, cpu=cpu, hashing=hashed, peak=peak, pairs=len(found[0]))))
"""


def run(*words: str) -> dict[str, Any]:
    """The last line that a process of its own prints."""
    done = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def measure(rows: int, model: str) -> dict[str, Any]:
    """Everything on one input."""
    with tempfile.TemporaryDirectory() as made:
        run(sys.executable, __file__, "--generate", made, str(rows), model)
        keys = [run(sys.executable, __file__, "--partner", made, side) for side in "01"]
        ours = run(sys.executable, __file__, "--hub", made)
        found: dict[str, Any] = {"rows": rows, "model": model, "keys": keys, "ours": ours}
        told(rows, model, "beforehand", ours)
        if rows <= PEERS_UP_TO:
            found["splink"] = run(str(PEERS), "-c", SPLINK, made)
            told(rows, model, "splink", found["splink"])
        if rows <= ANONLINK_UP_TO:
            found["anonlink"] = run(str(PEERS), "-c", ANONLINK, made)
            told(rows, model, "anonlink", found["anonlink"])
    return found


def told(rows: int, model: str, who: str, line: dict[str, Any]) -> None:
    """Print it as it comes."""
    print(f"2 x {rows:,} {model} {who}: precision {line['precision']:.3f} recall "
          f"{line['recall']:.3f} F1 {line['f1']:.3f}, {line['cpu']:.1f} CPU s, peak "
          f"{line['peak']:,.0f} MiB", flush=True)  # fmt: skip


def table(found: list[dict[str, Any]]) -> list[str]:
    """How well and at what cost, one line each."""
    lines = [
        "| rows | errors | linked by | precision | recall | F1 | CPU s | rows a CPU s | MiB |",
        "|---:|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    names = (
        ("ours", "beforehand, keys alone"),
        ("splink", "Splink, clear text, from 0.7"),
        ("anonlink", "clkhash + anonlink"),
    )
    for one in found:
        for part, said in names:
            if part in one:
                keys = sum(made["cpu"] for made in one["keys"]) if part == "ours" else 0.0
                lines.append(_line(one, said, one[part], one[part]["cpu"] + keys))
        best = one.get("splink", {}).get("best")
        if best:
            said = f"Splink, its best threshold ({best['threshold']:.2f})"
            lines.append(_line(one, said, best | {"peak": one["splink"]["peak"]}, None))
    return lines


def _line(one: dict[str, Any], said: str, part: dict[str, Any], cpu: float | None) -> str:
    if said.startswith("clkhash"):
        said += f", its best threshold ({part['threshold']:.2f})"
    cost = f"{cpu:.1f} | {2 * one['rows'] / cpu:,.0f}" if cpu else "same | same"
    return (
        f"| 2 x {one['rows']:,} | {one['model']} | {said} | {part['precision']:.3f} "
        f"| {part['recall']:.3f} | {part['f1']:.3f} | {cost} | {part['peak']:,.0f} |"
    )


def costs(found: list[dict[str, Any]]) -> list[str]:
    """What our parts cost, and how the number of people fares."""
    lines = [
        (
            "| rows | errors | keys, CPU s a partner | values to blind a partner | MiB "
            "| hub, CPU s | pairs kept a CPU s | people | expected (95%) | inside? |"
        ),
        "|---:|---|---:|---:|---:|---:|---:|---:|---|---|",
    ]
    for one in found:
        ours, keys = one["ours"], one["keys"]
        inside = "yes" if ours["low"] <= ours["people"] <= ours["high"] else "**no**"
        lines.append(
            f"| 2 x {one['rows']:,} | {one['model']} | {max(k['cpu'] for k in keys):.1f} "
            f"| {max(k['values'] for k in keys):,.0f} | {max(k['peak'] for k in keys):,.0f} "
            f"| {ours['cpu']:.1f} | {ours['pairs'] / ours['cpu']:,.0f} | {ours['people']:,.0f} "
            f"| {ours['expected']:,.0f} ({ours['low']:,.0f} to {ours['high']:,.0f}) | {inside} |"
        )
    return lines


GOALS = {10_000: (0.92, 0.97, 60.0), 100_000: (0.84, 0.95, 60.0)}


def goals(found: list[dict[str, Any]]) -> list[str]:
    """What was aimed at, and whether it was reached."""
    lines = []
    for one in found:
        if one["rows"] in GOALS:
            f1, precision, cpu = GOALS[one["rows"]]
            ours = one["ours"]
            keys = sum(made["cpu"] for made in one["keys"])
            held = {
                f"F1 {ours['f1']:.3f} (at least {f1})": ours["f1"] >= f1,
                f"precision {ours['precision']:.3f} (at least {precision})":
                    ours["precision"] >= precision,
                f"{ours['cpu']:.1f} CPU s at the hub (at most {cpu:.0f})": ours["cpu"] <= cpu,
                f"{ours['cpu'] + keys:.0f} with making both partners' keys": ours["cpu"] + keys
                    <= cpu,
            }  # fmt: skip
            said = "; ".join(
                f"{what}: {'reached' if good else '**missed**'}" for what, good in held.items()
            )
            lines.append(f"- 2 x {one['rows']:,}, {one['model']} errors: {said}.")
    return lines


def growth(found: list[dict[str, Any]]) -> list[str]:
    """How CPU seconds at the hub grow with the rows."""
    lines = []
    for model in MODELS:
        mine = [one for one in found if one["model"] == model]
        for few, many in pairwise(mine):
            times = many["ours"]["cpu"] / few["ours"]["cpu"]
            more = many["ours"]["peak"] / few["ours"]["peak"]
            lines.append(
                f"- From 2 x {few['rows']:,} to 2 x {many['rows']:,} ({model} errors): "
                f"{times:.1f} times the CPU at the hub, {more:.1f} times the memory."
            )
    return lines


def write(found: list[dict[str, Any]]) -> None:
    """The page of the documentation."""
    largest = max(one["rows"] for one in found)
    lacking = "" if {(100_000, model) for model in MODELS} <= {
        (one["rows"], one["model"]) for one in found
    } else "2 x 100,000 with the other errors is not in this run. "  # fmt: skip
    not_run = "" if largest >= 1_000_000 else (
        "2 x 1,000,000 was not run here: `python bench/link.py --rows 1000000` adds it."
    )  # fmt: skip
    page = f"""# Linking without identities: how well, how fast

Made by `python bench/link.py`. Made-up people (`tests/made_doubles.py`): two partners, half of
each one's rows of people whom both met, both error models, seeds 9001 and 9002, on which nothing
was chosen. Scores are of pairs of rows against the truth. Each piece of work ran in a process of
its own on a busy machine, so CPU seconds are told; memory is the process's peak, with reading the
rows and the truth. The keys were made without a keyholder ([blinding](blinding.md)).

Splink 5 compares names and dates in clear text, which nobody may collect at one place here: six
blocking rules, Jaro-Winkler with term frequencies, EM, one link a row. anonlink compares 1024-bit
Bloom filters of names, birth date and sex, every row with every other, one link a row; at
100,000 that would be 100 times the work and was not run. Both are shown at the threshold best for
them, which takes the truth to find; ours is the programme's own, 0.7. Neither peer was tuned
further, and their settings are in the script; their lines may be of an earlier run on the same rows
(Splink at 100,000 with the other errors was not run). CPU seconds here are of all the work:
for ours the keys of both partners and the hub, for anonlink hashing and comparing.

{chr(10).join(table(found))}

## What was aimed at

{chr(10).join(goals(found))}

## What each part costs

{chr(10).join(costs(found))}

The expected number of people adds repeated rows that share no key, as the errors of those that do
foretell them ([how far that holds](../methods/linkage.md)).

{chr(10).join(growth(found))}

{lacking}{not_run}
"""
    PAGE.write_text(page.rstrip() + "\n", encoding="utf-8")


def step(words: list[str]) -> None:
    """One piece of work, in the process of its own."""
    what, folder = words[0], Path(words[-1] if len(words) == 1 else words[1])
    if what == "--generate":
        generate(int(words[2]), words[3], folder)
        print("{}")
    elif what == "--partner":
        print(json.dumps(partner(folder, int(words[2]))))
    elif what == "--hub":
        print(json.dumps(hub(folder)))
    else:  # --page: written anew from what was measured
        write(_kept())


def main() -> int:
    """Generate and measure in processes of their own; write the page."""
    words = sys.argv[1:]
    if words and words[0] != "--rows":
        step(words)
        return 0
    sizes = [int(word) for word in words[1:]] or [10_000, 100_000]
    known = {(one["rows"], one["model"]): one for one in _kept()} if words else {}
    for rows in sizes:
        for model in MODELS if rows < 1_000_000 else ["usual"]:
            known[rows, model] = measure(rows, model)
            keep([known[which] for which in sorted(known)])
    return 0


def keep(found: list[dict[str, Any]]) -> None:
    """Write the page and what it is made of; a run on fewer rows is a try."""
    if all(one["rows"] >= min(GOALS) for one in found):
        KEPT.write_text(json.dumps(found, indent=1) + "\n")
        write(found)


def _kept() -> list[dict[str, Any]]:
    """What an earlier run measured."""
    found: list[dict[str, Any]] = json.loads(KEPT.read_text()) if KEPT.exists() else []
    return found


if __name__ == "__main__":
    sys.exit(main())
