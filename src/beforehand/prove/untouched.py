"""What no campaign changed: real counts that a comparison of before and after would have claimed.

Albanian referrals to the UK's National Referral Mechanism, April to December 2022 against the same
months of 2023. No campaign of ours ran. The months are those that the file holds twice.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from datetime import date
from functools import cache
from importlib.resources import files

from beforehand.prove.figures import Origin
from beforehand.records.figure import Figure, Interval, Meaning, Recipe, RecipeParameter, Unit
from beforehand.records.impact import Panel
from beforehand.stats import wilson
from beforehand.words import Words, words

CASES, PLACES = "nrm_referrals_2022q2_2023q4.csv", "responders.csv"
SOURCE = "Home Office, National Referral Mechanism statistics"
NATIONALITY = "Albanian"
QUARTERS = {
    "2022-Q2": date(2022, 4, 1),
    "2022-Q3": date(2022, 7, 1),
    "2022-Q4": date(2022, 10, 1),
    "2023-Q2": date(2023, 4, 1),
    "2023-Q3": date(2023, 7, 1),
    "2023-Q4": date(2023, 10, 1),
}
BEFORE = 3  # quarters


def before_after(
    before: float,
    during: float,
    stretch: float,
    origin: Origin,
    recipe: dict[str, RecipeParameter],
) -> Figure | None:
    """The claim of a comparison without held-out places, with the interval it would print.

    Args:
        before: What was counted before.
        during: What was counted in the window.
        stretch: Length of the time before over the window's.
        origin: Where the counts come from.
        recipe: How to find the figure again.

    Returns:
        Rate during over rate before, with the interval that follows from the two counts alone;
        None where either is 0.
    """
    if not before or not during:
        return None
    low, high = wilson(during, before + during)
    return Figure(
        value=during / before * stretch,
        unit=Unit.RATIO,
        definition=words("Rate during over rate before, in the warned places alone"),
        source=origin.source,
        data_hash=origin.data_hash,
        recipe=Recipe(function="prove.impact", parameters=recipe),
        interval=Interval(
            low=low / (1 - low) * stretch,
            high=high / (1 - high) * stretch,
            method="wilson, of the two counts",
            meaning=Meaning.PROCESS,
        ),
        made_up=origin.made_up,
    )


@cache
def untouched() -> Figure:
    """What a before/after comparison claims of a year in which nobody ran a campaign."""
    counted = _by_quarter()
    quarters = list(QUARTERS)
    before, during = (sum(counted[one] for one in part)
                      for part in (quarters[:BEFORE], quarters[BEFORE:]))  # fmt: skip
    origin = Origin(source=SOURCE, data_hash=_hash(), made_up=False)
    found = before_after(before, during, 1.0, origin, {"step": "untouched"})
    if found is None:
        raise AssertionError(NATIONALITY)
    return found


def untouched_words() -> Words:
    """The trap in one sentence, on real counts."""
    return words(
        "Albanian referrals to the UK fell by {fall} % from April–December 2022 to the same months "
        "of 2023, and by another 39 % in 2024 (Home Office), with no campaign of ours. A "
        "comparison of before and after would have claimed both.",
        fall=round(100 * (1 - untouched().value)),
    )


@cache
def untouched_panel() -> Panel:
    """The same referrals as a panel: police areas by quarter, what the forces there referred."""
    area = {row["responder"]: row["police_area"] for row in _rows("places", PLACES)}
    counted: Counter[tuple[str, str]] = Counter()
    for row in _rows("cases", CASES):
        if row["nationality"] == NATIONALITY and area.get(row["responder"]):
            counted[area[row["responder"]], row["quarter"]] += int(row["people"])
    places = tuple(sorted({place for place in area.values() if place}))
    return Panel(
        places=places,
        days=tuple(QUARTERS.values()),
        values=tuple(tuple(float(counted[place, one]) for one in QUARTERS) for place in places),
        data_hash=_hash(),
        source=SOURCE,
    )


def _by_quarter() -> Counter[str]:
    counted: Counter[str] = Counter()
    for row in _rows("cases", CASES):
        if row["nationality"] == NATIONALITY:
            counted[row["quarter"]] += int(row["people"])
    return counted


def _rows(folder: str, name: str) -> list[dict[str, str]]:
    text = (files("beforehand") / "data" / folder / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _hash() -> str:
    data = (files("beforehand") / "data" / "cases" / CASES).read_bytes()
    return hashlib.sha256(data).hexdigest()
