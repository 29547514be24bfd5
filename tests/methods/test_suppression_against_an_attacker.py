"""An attacker with every published number and a plain linear program finds no small count."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from beforehand import release
from beforehand.records.release import TOTAL, CountTable, SafeTable
from beforehand.refusals import NothingToRelease
from beforehand.release import tables
from beforehand.words import words

TODAY = date(2026, 11, 20)
NRM = Path(release.__file__).parents[1] / "data" / "cases" / "nrm_referrals_2022q2_2023q4.csv"


def counts(people, rows=None, columns=None):
    return CountTable(
        title=words("People"),
        rows=rows or tuple(f"r{i}" for i in range(len(people))),
        columns=columns or tuple(f"c{j}" for j in range(len(people[0]))),
        people=tuple(tuple(int(n) for n in line) for line in people),
        source="a test",
        data_hash="0" * 64,
        made_up=True,
    )


def what_an_attacker_learns(safe: SafeTable) -> dict[tuple[str, str], tuple[float, float]]:
    """Slow and plain: the lowest and highest value of each withheld count, one program each.

    Written from the published table alone. Unknowns are at least 1, since zeros are published.
    """
    cells = {(cell.row, cell.column): cell.people for cell in safe.cells}
    unknown = [key for key, people in cells.items() if people is None]
    inner_rows = [row for row in safe.rows if row != TOTAL]
    inner_columns = [column for column in safe.columns if column != TOTAL]
    sums = [([(row, c) for c in inner_columns], (row, TOTAL)) for row in safe.rows]
    sums += [([(r, column) for r in inner_rows], (TOTAL, column)) for column in safe.columns]
    matrix, right = [], []
    for parts, margin in sums:
        line, known = np.zeros(len(unknown)), 0
        for key, sign in [*((part, 1) for part in parts), (margin, -1)]:
            if cells[key] is None:
                line[unknown.index(key)] += sign
            else:
                known += sign * cells[key]
        matrix.append(line)
        right.append(-known)
    ranges = {}
    for number, key in enumerate(unknown):
        ends = []
        for sign in (1, -1):
            objective = np.zeros(len(unknown))
            objective[number] = sign
            found = linprog(objective, A_eq=matrix, b_eq=right, bounds=(1, None), method="highs")
            assert found.status in {0, 3}, found.message  # solved, or nothing bounds it
            ends.append(sign * np.inf * -1 if found.status == 3 else found.x[number])
        ranges[key] = (ends[0], ends[1])
    return ranges


def narrowest(safe: SafeTable) -> float:
    ranges = what_an_attacker_learns(safe)
    return min((high - low for low, high in ranges.values()), default=np.inf)


def shows_no_small_count(safe: SafeTable) -> bool:
    return all(cell.people is None or not 0 < cell.people < 11 for cell in safe.cells)


SIZES = st.tuples(st.integers(1, 6), st.integers(1, 6))
COUNTS = st.one_of(st.integers(0, 12), st.integers(0, 12), st.integers(0, 400))
TABLES = SIZES.flatmap(
    lambda size: st.lists(
        st.lists(COUNTS, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)


@settings(max_examples=60, deadline=None)
@given(people=TABLES)
def test_what_is_published_is_true_and_tells_no_withheld_count_to_within_ten_people(people):
    try:
        safe = release.table(counts(people), today=TODAY).payload
    except NothingToRelease:
        return
    assert shows_no_small_count(safe)
    assert narrowest(safe) >= 10 - 1e-6
    whole = np.pad(np.array(people), ((0, 1), (0, 1)))
    whole[:-1, -1], whole[-1] = whole[:-1].sum(axis=1)[: len(people)], whole[:-1].sum(axis=0)
    whole[-1, -1] = np.array(people).sum()
    for cell, true in zip(safe.cells, whole.ravel(), strict=True):
        assert cell.people in {None, true}
        assert true > 0 or cell.people == 0  # zeros are always shown


def test_primary_suppression_alone_would_give_counts_away(monkeypatch):
    """The mutation: only the small counts go. The attacker must then succeed."""
    monkeypatch.setattr(
        tables, "withheld_set", lambda table, t: (table.people > 0) & (table.people < t)
    )
    safe = release.table(counts([[3, 40, 50], [60, 70, 80]]), today=TODAY).payload
    assert narrowest(safe) == pytest.approx(0)


def test_a_lone_small_count_takes_three_others_with_it():
    safe = release.table(counts([[3, 40, 50], [60, 70, 80], [90, 95, 99]]), today=TODAY).payload
    withheld = {(cell.row, cell.column) for cell in safe.cells if cell.people is None}
    assert withheld == {("r0", "c0"), ("r0", "c1"), ("r1", "c0"), ("r1", "c1")}


@pytest.mark.parametrize(
    ("by", "across"), [("responder", "quarter"), ("responder", "exploitation")]
)
def test_the_attacker_learns_no_small_count_of_albanians_in_the_real_table(by, across):
    sums: Counter[tuple[str, str]] = Counter()
    with NRM.open(newline="", encoding="utf-8") as table:
        for row in csv.DictReader(table):
            if row["nationality"] == "Albanian" and row["responder_group"] == "Police":
                sums[row[by], row[across]] += int(row["people"])
    rows, columns = (tuple(sorted({key[i] for key in sums})) for i in (0, 1))
    people = [[sums[row, column] for column in columns] for row in rows]
    safe = release.table(counts(people, rows, columns), today=TODAY).payload
    assert len(rows) > 40
    assert shows_no_small_count(safe)
    assert narrowest(safe) >= 10 - 1e-6
