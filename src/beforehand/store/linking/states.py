"""What the keys of a scheme say about two rows: levels of agreement, and what of them is seen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
import numpy.typing as npt

from beforehand.share.partner.linkage import KEYS, Key

Bits = npt.NDArray[np.uint64]
Whole = npt.NDArray[np.int64]

#: Levels of agreement, the least first. ``missing``: one of the two rows does not have it.
NAMES = ("missing", "none", "initial", "head", "tail", "ends", "last", "sound", "same")
DATES = ("missing", "none", "y", "dy", "my", "dm", "swap", "date")
YES_NO = ("no", "yes")
#: The attributes of a state, in order.
ATTRIBUTES = (NAMES, NAMES, DATES, YES_NO, YES_NO)

#: What else agrees where a level does.
_IMPLIES = {
    "same": {"same", "sound", "last", "head", "tail", "initial"},
    "sound": {"sound", "last", "head", "tail", "initial"},
    "last": {"last"},
    "ends": {"head", "tail", "initial"},
    "head": {"head", "initial"},
    "tail": {"tail"},
    "initial": {"initial"},
    "date": {"date", "swap", "dm", "my", "dy", "y"},
    "swap": {"swap", "y"},
    "dm": {"dm"},
    "my": {"my", "y"},
    "dy": {"dy", "y"},
    "y": {"y"},
}  # fmt: skip


def _agrees(key: Key, given: str, family: str, birth: str, codes: tuple[str, str]) -> bool:
    wanted = ((key.given, given), (key.family, family), (key.birth, birth))
    if any(part and part not in _IMPLIES.get(level, ()) for part, level in wanted):
        return False
    sex, citizenship = codes
    return not (key.sex and sex == "no") and not (key.citizenship and citizenship == "no")


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """Every state, and the cell that its agreeing keys show (-1: none agrees)."""

    levels: Whole
    shows: Whole
    cells: tuple[tuple[int, int, int], ...]  # seen levels of given name, surname and date


@cache
def states() -> States:
    """The states of the scheme. A given name has no ``last``."""
    levels, masks, missing = [], [], []
    for state in product(*(range(len(levels)) for levels in ATTRIBUTES)):
        given, family, birth = NAMES[state[0]], NAMES[state[1]], DATES[state[2]]
        if given == "last":
            continue
        codes = (YES_NO[state[3]], YES_NO[state[4]])
        agree = [_agrees(key, given, family, birth, codes) for key in KEYS]
        levels.append(state)
        masks.append(sum(1 << at for at, agrees in enumerate(agree) if agrees))
        missing.append([given == "missing", family == "missing", birth == "missing"])
    seen = seen_levels(np.array(masks, np.uint64), np.array(missing).T)
    shown = np.array(masks, np.uint64) > 0
    cells = sorted({tuple(int(part) for part in row) for row in seen[shown]})
    places = {cell: at for at, cell in enumerate(cells)}
    shows = [
        places[(int(row[0]), int(row[1]), int(row[2]))] if is_shown else -1
        for row, is_shown in zip(seen, shown, strict=True)
    ]
    return States(np.array(levels), np.array(shows), tuple((a, b, c) for a, b, c in cells))


def _bits(part: str, value: str) -> np.uint64:
    return np.uint64(sum(1 << at for at, key in enumerate(KEYS) if getattr(key, part) == value))


def _any(masks: Bits, part: str, value: str) -> npt.NDArray[np.bool_]:
    return np.asarray((masks & _bits(part, value)) > 0)


def seen_levels(masks: Bits, missing: npt.NDArray[np.bool_]) -> Whole:
    """The best level that the agreeing keys prove.

    Args:
        masks: Shape (n,): one bit for each agreeing key.
        missing: Shape (3, n): whether given name, surname or date is missing in one of the rows.

    Returns:
        Shape (n, 3): levels of given name and surname (``NAMES``) and of the date (``DATES``).
    """
    names = [
        np.where(missing[at], 0, _name_level(masks, part))
        for at, part in enumerate(("given", "family"))
    ]
    return np.stack([*names, np.where(missing[2], 0, _date_level(masks))], axis=1)


def _name_level(masks: Bits, part: str) -> Whole:
    agree = {level: _any(masks, part, level) for level in NAMES[2:] if level != "ends"}
    agree["ends"] = agree["head"] & agree["tail"]
    found = np.ones(len(masks), np.int64)
    for level in NAMES[2:]:
        found[agree[level]] = NAMES.index(level)
    return found


def _date_level(masks: Bits) -> Whole:
    found = np.ones(len(masks), np.int64)
    for level in DATES[2:]:
        found[_any(masks, "birth", level)] = DATES.index(level)
    return found
