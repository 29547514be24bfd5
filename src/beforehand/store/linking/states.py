"""What the keys of a scheme say about two rows: levels of agreement, and what of them is seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
#: ``swapped``: given name and surname stand in each other's column in one of the two rows.
ORDERS = ("kept", "swapped")
#: The attributes of a state, in order.
ATTRIBUTES = (NAMES, NAMES, DATES, YES_NO, YES_NO, ORDERS)

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


def _agrees(key: Key, said: Sequence[str]) -> bool:
    given, family, birth, sex, citizenship, order = said
    if order == "swapped" and key.given != key.family:
        return False
    wanted = ((key.given, given), (key.family, family), (key.birth, birth))
    if any(part and part not in _IMPLIES.get(level, ()) for part, level in wanted):
        return False
    return not (key.sex and sex == "no") and not (key.citizenship and citizenship == "no")


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """Every state, and the cell that its agreeing keys show (-1: none agrees)."""

    levels: Whole
    shows: Whole
    cells: tuple[tuple[int, ...], ...]  # seen levels of given name, surname, date, and order


@cache
def states() -> States:
    """The states of the scheme. A given name has no ``last``, a missing name no other column."""
    levels, masks, missing = [], [], []
    for state in product(*(range(len(levels)) for levels in ATTRIBUTES)):
        said = [names[at] for names, at in zip(ATTRIBUTES, state, strict=True)]
        given, family, birth = said[:3]
        if given == "last" or (said[5] == "swapped" and "missing" in (given, family)):
            continue
        agree = [_agrees(key, said) for key in KEYS]
        levels.append(state)
        masks.append(sum(1 << at for at, agrees in enumerate(agree) if agrees))
        missing.append([given == "missing", family == "missing", birth == "missing"])
    seen = seen_levels(np.array(masks, np.uint64), np.array(missing).T)
    shown = np.array(masks, np.uint64) > 0
    cells = sorted({tuple(int(part) for part in row) for row in seen[shown]})
    places = {cell: at for at, cell in enumerate(cells)}
    shows = [
        places[tuple(row)] if is_shown else -1
        for row, is_shown in zip(seen.tolist(), shown, strict=True)
    ]
    return States(np.array(levels), np.array(shows), tuple(cells))


def _where(which: Callable[[Key], bool]) -> np.uint64:
    return np.uint64(sum(1 << at for at, key in enumerate(KEYS) if which(key)))


def _any(masks: Bits, part: str, value: str) -> npt.NDArray[np.bool_]:
    return np.asarray((masks & _where(lambda key: getattr(key, part) == value)) > 0)


def seen_levels(masks: Bits, missing: npt.NDArray[np.bool_]) -> Whole:
    """The best level that the agreeing keys prove.

    Args:
        masks: Shape (n,): one bit for each agreeing key.
        missing: Shape (3, n): whether given name, surname or date is missing in one of the rows.

    Returns:
        Shape (n, 4): levels of given name and surname (``NAMES``), of the date (``DATES``), and
        their order (``ORDERS``: ``kept`` unless keys prove the other).
    """
    names = [
        np.where(missing[at], 0, _name_level(masks, part))
        for at, part in enumerate(("given", "family"))
    ]
    date = np.where(missing[2], 0, _date_level(masks))
    return np.stack([*names, date, _swapped(masks)], axis=1)


def _swapped(masks: Bits) -> Whole:
    """Both names agree by keys that put them in order, and by none of those that do not."""
    alike = _where(lambda key: key.given == key.family == "sound" and key.birth != "y")
    apart = _where(lambda key: key.given != key.family)
    return np.asarray(((masks & alike) > 0) & ((masks & apart) == 0), np.int64)


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
