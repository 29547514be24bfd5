"""Tables of overlapping lists: the published ones under ``fixtures/mse``, and made ones."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np

from beforehand.stats.mse.lists import Lists, lists_of

FOLDER = Path(__file__).parent / "fixtures" / "mse"
TABLES = tuple(sorted(path.stem for path in FOLDER.glob("*.csv")))


@cache
def table(name: str) -> Lists:
    """One published table: UKdat, UKdat_5, Ned, Ned_5, NewOrl, NewOrl_5, Western, Artificial_3."""
    with (FOLDER / f"{name}.csv").open(newline="") as lines:
        rows = csv.reader(lines)
        names = next(rows)[:-1]
        return lists_of(names, [([int(on) for on in on], int(n)) for *on, n in rows])


def made(counts: list[int]) -> Lists:
    """Lists A, B, C, ... with these counts from pattern 1 on (bit 0 is list A); nothing checked."""
    names = tuple("ABCDEFGHIJKLMNOP"[: len(counts).bit_length()])
    return Lists(names, np.array([0, *counts], float))
