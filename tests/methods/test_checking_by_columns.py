"""The quick way through a sheet finds what the slow, plain way finds: every fault and record."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from beforehand.share.partner import GivenFile, Mapping, check, checking, load_mapping
from beforehand.share.partner.checking import coded_rows, lay_out, open_sheet
from beforehand.share.partner.screen import Screen, screen

CASES = """
partner: Made-up Charity Test (example)
partner_type: NGO
dataset: cases
edition: 1
provenance: made-up
linkage: {full_name: Name}
columns: {Registered: registered, Sex: gender, From: citizenship}
flags:
  exploitation: {Labour: ForcedLabour, Sexual: SexualExploitation}
  industry: {Farm: A, Shop: G}
date_format: "%d/%m/%Y"
missing: [n/k]
"""
HEAD = ("Name", "Registered", "Sex", "From", "Labour", "Sexual", "Farm", "Shop", "Notes")
WORDS = (
    ("x", "", "Total", "Allen", "#REF!", " "),
    ("05/02/2024", "2023", "", "31/13/2023", "Total", "#N/A"),
    ("Male", "Female", "n/k", "Mle", "", "#VALUE!", "All"),
    ("AL", "NA", "AL;GB", "QQ", "", " "),
    ("yes", "no", "x", "", "perhaps"),
    ("yes", "no", "", "2"),
    ("yes", "", "no"),
    ("yes", "", "no"),
    ("", "made up", "total"),
    ("", "slipped"),
)
ROWS = some.lists(
    some.tuples(*(some.sampled_from(words) for words in WORDS)).flatmap(
        lambda row: some.integers(1, len(row)).map(lambda width: row[:width])
    ),
    min_size=1,
    max_size=40,
)


def shut(sheet: object, places: object) -> Screen:
    """The slow way alone."""
    return replace(screen(sheet, places), open=False)  # type: ignore[arg-type]


def told(file: GivenFile, mapping: Mapping) -> object:
    sheet = open_sheet(file, mapping)
    layout = lay_out(sheet, mapping)
    rows = [(row.number, record, faults) for row, record, faults in coded_rows(sheet, layout, {})]
    found = check(file, mapping)
    return rows, found.rows, found.faults, found.warnings, layout.notes.words()


@settings(deadline=None, max_examples=60)
@given(rows=ROWS, totals=some.sampled_from(["refuse", "leave out"]))
def test_both_ways_give_the_same_records_faults_and_notes(
    rows: list[tuple[str, ...]], totals: str
) -> None:
    text = "\n".join(["sep=\t", "\t".join(HEAD), *("\t".join(row) for row in rows)])
    file = GivenFile("cases.csv", text.encode())
    mapping = load_mapping(GivenFile("m.yaml", f"{CASES}totals: {totals}\n".encode()))
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(checking, "BATCH", 3)
        quick = told(file, mapping)
        changed.setattr(checking, "screen", shut)
        assert told(file, mapping) == quick
