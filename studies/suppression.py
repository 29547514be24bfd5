"""Does a released table give anybody away? An attacker of its own against three ways to withhold.

    python studies/suppression.py            the full run, about 4 CPU minutes; writes the page
    python studies/suppression.py --quick    15 made-up tables, the real ones without the largest

The attacker is written here from the published numbers alone and shares no code with the door.
The tables and the seed were fixed before anything was run.
"""

from __future__ import annotations

from paper import publish, quick, table, watched  # isort: skip -- before NumPy

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from beforehand import release
from beforehand.csv_rows import read_rows
from beforehand.records.release import CountTable
from beforehand.refusals import NothingToRelease
from beforehand.words import words

SEED = 20_261_125
TABLES, FEW_TABLES = 60, 15
THRESHOLD = 11
TODAY = date(2026, 11, 23)
ROUNDING = 1e-6
KINDS = {  # rows, columns (smallest and largest), size and chance of the negative binomial
    "small: 3–6 by 3–6, half of the counts small": ((3, 6), (3, 6), 0.8, 0.03),
    "middling: 8–16 by 4–8, half small": ((8, 16), (4, 8), 0.7, 0.03),
    "long: 20–40 by 4–7, most small or 0": ((20, 40), (4, 7), 0.3, 0.02),
}
NRM = "nrm_referrals_2022q2_2023q4.csv"
REAL = {  # name: rows, columns, and one nationality or all, one responder group or all
    "Albanians, police forces by quarter": ("responder", "quarter", "Albanian", "Police"),
    "Albanians, all responders by quarter": ("responder", "quarter", "Albanian", ""),
    "Albanians, responders by gender": ("responder", "gender", "Albanian", ""),
    "Albanians, exploitation by age": ("exploitation", "age_at_exploitation", "Albanian", ""),
    "Albanians, exploitation by quarter": ("exploitation", "quarter", "Albanian", ""),
    "Vietnamese, responders by quarter": ("responder", "quarter", "Vietnamese", ""),
    "British, responders by age": ("responder", "age_at_exploitation", "UK", ""),
    "everybody, responders by quarter": ("responder", "quarter", "", ""),
    "everybody, nationalities by gender": ("nationality", "gender", "", ""),
    "Albanians, responders by exploitation": ("responder", "exploitation", "Albanian", ""),
}
LARGEST = ("Albanians, responders by exploitation", "everybody, nationalities by gender")

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]
Rule = Callable[[Ints], Marks]


def with_margins(people: Ints) -> Ints:
    """The table with its row and column of totals."""
    full = np.pad(people, ((0, 1), (0, 1)))
    full[:-1, -1], full[-1, :-1] = people.sum(axis=1), people.sum(axis=0)
    full[-1, -1] = people.sum()
    return full


def the_door(people: Ints) -> Marks:
    """Ours: what ``beforehand.release.table`` withholds, read off what it publishes."""
    counts = CountTable(
        title=words("People"),
        rows=tuple(f"r{i}" for i in range(people.shape[0])),
        columns=tuple(f"c{j}" for j in range(people.shape[1])),
        people=tuple(tuple(int(n) for n in line) for line in people),
        source="a study",
        data_hash="0" * 64,
        made_up=True,
    )
    safe = release.table(counts, today=TODAY, threshold=THRESHOLD).payload
    shown = [cell.people for cell in safe.cells]
    truth = with_margins(people).ravel()
    if any(one not in {None, true} for one, true in zip(shown, truth, strict=True)):
        raise ValueError("a published count is not the true one")
    return np.array([one is None for one in shown]).reshape(with_margins(people).shape)


def small_only(people: Ints) -> Marks:
    """Primary suppression: the counts under the threshold, and nothing else."""
    full = with_margins(people)
    small: Marks = (full > 0) & (full < THRESHOLD)
    return small


def naive_rule(people: Ints) -> Marks:
    """Never one alone: where a line withholds one count, its next smallest goes too."""
    full, marks = with_margins(people), small_only(people)
    changed = True
    while changed:
        changed = False
        for counts, marked in [*zip(full, marks, strict=True), *zip(full.T, marks.T, strict=True)]:
            free = np.flatnonzero(~marked & (counts > 0))
            if marked.sum() == 1 and len(free):
                marked[free[counts[free].argmin()]] = True
                changed = True
    return marks


RULES: dict[str, Rule] = {
    "**the door (ours)**": the_door,
    "small counts only": small_only,
    "never one alone in a line": naive_rule,
}


def attack(full: Ints, marks: Marks) -> Floats:
    """How wide each withheld count's interval is for whoever knows all the others.

    Two linear programs a count. Unknowns are whole tables' counts of 1 or more (zeros are shown);
    in a two-way table with margins the ends are whole numbers. The truth must lie inside.
    """
    places = np.argwhere(marks)
    equations, known = _equations(full, marks)
    ends = np.empty((len(places), 2))
    for number, (row, column) in enumerate(places):
        for side, sign in enumerate((1.0, -1.0)):
            wish = np.zeros(len(places))
            wish[number] = sign
            found = linprog(wish, A_eq=equations, b_eq=known, bounds=(1, None), method="highs")
            if found.status not in {0, 3}:
                raise ValueError(found.message)
            ends[number, side] = sign * (-math.inf if found.status == 3 else found.fun)
        if not ends[number, 0] - ROUNDING <= full[row, column] <= ends[number, 1] + ROUNDING:
            raise ValueError("the attacker missed the truth")
    return ends[:, 1] - ends[:, 0]


def _equations(full: Ints, marks: Marks) -> tuple[csr_matrix, Floats]:
    """Every row and column with an unknown: parts less total is 0, the known ones moved over."""
    number = np.cumsum(marks.ravel()).reshape(marks.shape) - 1
    lines, right = [], []
    for counts, marked, index in _lines(full, marks, number):
        sign = np.ones(len(counts))
        sign[-1] = -1.0
        if marked.any():
            line = np.zeros(int(marks.sum()))
            line[index[marked]] = sign[marked]
            lines.append(line)
            right.append(-float(sign[~marked] @ counts[~marked]))
    return csr_matrix(np.array(lines)), np.array(right)


def _lines(full: Ints, marks: Marks, number: Ints) -> Iterator[tuple[Ints, Marks, Ints]]:
    yield from zip(full, marks, number, strict=True)
    yield from zip(full.T, marks.T, number.T, strict=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One table under one rule.

    Attributes:
        widths: Interval of each withheld count, in people.
        small: Which of the withheld counts are under the threshold.
        counted: Counts above 0, margins included.
        people: People in withheld counts of the table's inside, over all people.
        seconds: CPU time of choosing, the attack not counted.
    """

    widths: Floats
    small: Marks
    counted: int
    people: float
    seconds: float


def outcome(people: Ints, rule: Rule) -> Outcome:
    """Choose what to withhold, then attack it."""
    full = with_margins(people)
    began = time.process_time()
    marks = rule(people)
    seconds = time.process_time() - began
    return Outcome(
        widths=attack(full, marks) if marks.any() else np.array([]),
        small=full[marks] < THRESHOLD,
        counted=int((full > 0).sum()),
        people=float(people[marks[:-1, :-1]].sum() / people.sum()),
        seconds=seconds,
    )


def made_up(kind: str, rng: np.random.Generator) -> Ints:
    """One made-up table."""
    rows, columns, size, chance = KINDS[kind]
    shape = int(rng.integers(rows[0], rows[1] + 1)), int(rng.integers(columns[0], columns[1] + 1))
    people = rng.negative_binomial(size, chance, shape)
    people[0, 0] = max(int(people[0, 0]), 1)
    return people


def real(by: str, across: str, nationality: str, group: str) -> Ints:
    """One table of the published referrals."""
    sums: dict[tuple[str, str], int] = {}
    wanted = (by, across, "nationality", "responder_group", "people")
    path = Path(str(files("beforehand") / "data" / "cases" / NRM))
    for _, (row, column, nation, kind, count) in read_rows(path, wanted):
        if nationality in {"", nation} and group in {"", kind}:
            sums[row, column] = sums.get((row, column), 0) + int(count)
    down, across_names = (sorted({key[i] for key in sums}) for i in (0, 1))
    return np.array([[sums.get((row, column), 0) for column in across_names] for row in down])


def compared(tables: Sequence[Ints], saying: str) -> tuple[dict[str, list[Outcome]], int]:
    """Every table under every rule; tables that the door refuses are counted and left out."""
    made: dict[str, list[Outcome]] = {name: [] for name in RULES}
    refused = 0
    for people in watched(tables, saying):
        try:
            each = [outcome(people, rule) for rule in RULES.values()]
        except NothingToRelease:
            refused += 1
            continue
        for name, one in zip(RULES, each, strict=True):
            made[name].append(one)
    return made, refused


def lines(title: str, made: dict[str, list[Outcome]]) -> Iterator[list[str]]:
    """One row a rule."""
    for number, (name, ran) in enumerate(made.items()):
        if not ran:
            continue
        widths = np.concatenate([one.widths for one in ran])
        small = np.concatenate([one.small for one in ran])
        exact = widths < 1 - ROUNDING
        close = ~exact & (widths < THRESHOLD - 1 - ROUNDING)
        seconds = [one.seconds for one in ran]
        yield [
            title if number == 0 else "", name, f"{len(widths):,}",
            f"{len(widths) / sum(one.counted for one in ran):.1%}",
            f"{np.mean([one.people for one in ran]):.1%}",
            f"{exact.sum():,}", f"{(exact & small).sum():,}", f"{close.sum():,}",
            f"{widths.min():.0f}" if len(widths) else "–",
            f"{np.median(seconds):.3f}", f"{max(seconds):.3f}",
        ]  # fmt: skip


HEAD = ["tables", "rule", "withheld", "of counts", "of people", "exact", "of them small",
        "1 to 9 wide", "narrowest", "CPU s, median", "CPU s, most"]  # fmt: skip
PAGE = """# Suppression, attacked

What somebody who knows every published number of a table works out of the withheld ones: for the
door that everything public passes, and for two rules that look safe.

Command: `python studies/suppression.py` (seed {seed}; {tables} made-up tables of each kind, {real}
real ones). Tables and seed were fixed before anything was run. Threshold {threshold}.

**The attacker** is a pair of linear programs a withheld count, written in the study from the
published numbers alone. Zeros are published, so an unknown is 1 or more. In a two-way table with
margins the ends of its interval are whole numbers, so "exact" (the count is known) is exact. The
study stops if the truth ever lies outside the attacker's interval, or if a published number is not
the true one. The attacker does **not** use that a count is under the threshold, although under
"small counts only" everybody knows that: its figures flatter that rule.

**Never one alone**: wherever a row or column, totals included, withholds one count, its smallest
other count goes too, until no line withholds exactly one.

"Of counts": of all counts above 0, margins included. "Of people": people inside the table whose
count is withheld, mean over tables. "1 to 9 wide": known too well, not exactly.

## Made-up tables

{made}

{refused}

## Real tables

The NRM referrals as published (Crown copyright, Open Government Licence v3.0), which show counts
of 1: they test the method, and are no model of safe publication. The last figure is one table's.

{slices}

## What it says

{reading}
"""

READING = """
- **The door**: {door} exact recoveries in {cells:,} withheld counts of {number:,} tables; the
  narrowest interval is {narrowest:.0f} people wide, and {close} are narrower than {needed}.
- **Small counts only**: {primary} counts are recovered exactly, {primary_small} of them small ones.
- **Never one alone in a line**: {naive} counts are recovered exactly ({naive_small} of them small),
  and {naive_close} more are known to within 9. Two withheld in each line are not enough: lines
  combine.
- The door pays with {door_people:.1%} of people in withheld counts (mean over tables), where small
  counts alone are {primary_people:.1%} and the naive rule withholds {naive_people:.1%}.
- Not tested here: two tables with a margin in common, successive editions, a partner who knows its
  own cases, and what a reader who knows the door's own way of choosing could infer."""


def reading(every: dict[str, list[Outcome]]) -> str:
    """The findings in words, with the figures of this run."""

    def count(name: str) -> tuple[int, int, int]:
        found = [(o.widths < 1 - ROUNDING, o) for o in every[name]]
        close = sum(
            int((o.widths < THRESHOLD - 1 - ROUNDING).sum() - exact.sum()) for exact, o in found
        )
        small = sum(int((exact & o.small).sum()) for exact, o in found)
        return sum(int(exact.sum()) for exact, _ in found), small, close

    door, primary, naive = RULES
    people = {name: float(np.mean([o.people for o in every[name]])) for name in RULES}
    return READING.strip().format(
        door=count(door)[0], close=count(door)[2], cells=sum(len(o.widths) for o in every[door]),
        narrowest=min(o.widths.min() for o in every[door] if len(o.widths)),
        number=len(every[door]), needed=THRESHOLD - 1,
        primary=count(primary)[0], primary_small=count(primary)[1],
        naive=count(naive)[0], naive_small=count(naive)[1], naive_close=count(naive)[2],
        door_people=people[door], primary_people=people[primary], naive_people=people[naive],
    )  # fmt: skip


def main() -> None:
    """Attack made-up and real tables and write the page."""
    small = quick(__doc__)
    number = FEW_TABLES // len(KINDS) if small else TABLES
    slices = {name: cut for name, cut in REAL.items() if not (small and name in LARGEST)}
    every: dict[str, list[Outcome]] = {name: [] for name in RULES}
    parts: list[list[list[str]]] = [[], []]
    refusals = []
    for kind_number, kind in enumerate(KINDS):
        rng = np.random.default_rng((SEED, kind_number))
        made, refused = compared([made_up(kind, rng) for _ in range(number)], kind)
        refusals.append(f"{refused} ({kind.partition(':')[0]})")
        parts[0] += lines(kind, made)
        for name in RULES:
            every[name] += made[name]
    for title, cut in slices.items():
        people = real(*cut)
        made, _ = compared([people], title)
        parts[1] += lines(f"{title}, {people.shape[0]} by {people.shape[1]}", made)
        for name in RULES:
            every[name] += made[name]
    page = PAGE.format(
        seed=SEED, tables=number, real=len(slices), threshold=THRESHOLD,
        made=table(HEAD, parts[0], 2), slices=table(HEAD[:-1], [r[:-1] for r in parts[1]], 2),
        refused="Tables that the door refused, since nothing but zeros would have been left, and "
        f"that no rule was asked for: {', '.join(refusals)}.",
        reading=reading(every),
    )  # fmt: skip
    publish("suppression", page, small)


if __name__ == "__main__":
    main()
