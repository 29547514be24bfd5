"""Whose name shows in an answer: partners who are not named, and who publishes for another.

A partner who is not named stands in answers together with others, never alone: whoever knows
which partners there are could otherwise take the named ones away and be left with one. At least
``LEAST`` stand together, so that one of them, who knows its own cases, cannot take those away and
be left with one either. Companions are drawn by a keyed hash of their names, so that they stay
the same from answer to answer. Where too few are there, no partner is named at all.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from beforehand.home import Home
from beforehand.records.agreements import UNMARKED
from beforehand.records.cases import NOT_NAMED, ShownAs, Submission
from beforehand.records.people import Asker
from beforehand.store import marks
from beforehand.store.grounds import Grounds

LEAST = 3
_NOBODY: frozenset[str] = frozenset({""})
Order = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Naming:
    """How the givers of one answer are named; empty where every name may show."""

    shown_as: Mapping[str, ShownAs]  # by giver

    def of(self, given: Submission) -> ShownAs:
        """Under which name and kind its rows stand."""
        own = ShownAs(partner=given.giver, partner_type=given.partner_type or None)
        return self.shown_as.get(given.giver, own)

    def rows(self, given: Iterable[Submission]) -> tuple[ShownAs, ...]:
        """One for each submission's file, or nothing if no name is hidden."""
        return tuple(self.of(one) for one in given) if self.shown_as else ()

    def told(self, given: Submission) -> Submission:
        """The submission as an answer may quote it."""
        shown = self.of(given)
        if shown.partner == given.giver:
            return given
        name = shown.partner or NOT_NAMED
        return replace(
            given,
            giver=name,
            title=name,
            dataset="cases",
            sha256="",
            partner_type=shown.partner_type or "",
            marking=UNMARKED,
        )


def naming(home: Home, asker: Asker, given: tuple[Submission, ...], known: Grounds) -> Naming:
    """How to name the givers of submissions that answer together.

    A partner's officer sees the partner's own name in what they read themselves.
    """
    of_others = tuple(one for one in given if not _reads_own(asker, one))
    hiding = {one.giver for one in of_others if _hides(one)}
    if not hiding:
        return Naming({})
    stand_ins = _stand_ins(of_others, hiding, known)
    types = {one.giver: one.partner_type for one in of_others}
    types |= {giver: types.get(publisher, "") for giver, publisher in stand_ins.items()}
    free = set(types) - set(stand_ins) - set(stand_ins.values())
    together, told = _together(hiding - set(stand_ins), free, types, _order(home))
    shown = {}
    for giver, kind in types.items():
        name = NOT_NAMED if giver in together else stand_ins.get(giver, giver)
        shown[giver] = ShownAs(
            partner=None if together is _NOBODY else name,
            partner_type=kind if kind and kind in told else None,
        )
    return Naming(shown)


def _together(
    unnamed: set[str], free: set[str], types: Mapping[str, str], order: Order
) -> tuple[frozenset[str], frozenset[str]]:
    """Who stands together without a name, and which kinds of partner may be told.

    A kind can give its only partner away, and a kind less its named partners leaves those who are
    not named. So within each kind that is told, and within all the others together, none stands
    without a name or ``LEAST`` do. ``_NOBODY``: no partner and no kind may be told.
    """
    of_kind: dict[str, set[str]] = {}
    for giver, kind in types.items():
        of_kind.setdefault(kind, set()).update({giver} & free)
    left_out = [kind for kind, who in of_kind.items() if _gives_away(kind, who, unnamed)]
    for kind in sorted(set(of_kind) - set(left_out), key=order):
        if left_out and len(_all(left_out, of_kind)) < LEAST:
            left_out.append(kind)
    if left_out and len(_all(left_out, of_kind)) < LEAST:
        return _NOBODY, frozenset()
    told = frozenset(of_kind) - set(left_out)
    cells = [_all(left_out, of_kind), *(of_kind[kind] for kind in told)]
    return frozenset().union(*(_with_companions(who, unnamed, order) for who in cells)), told


def _gives_away(kind: str, who: set[str], unnamed: set[str]) -> bool:
    return bool(unnamed) and (not kind or (bool(who & unnamed) and len(who) < LEAST))


def _all(kinds: Iterable[str], of_kind: Mapping[str, set[str]]) -> set[str]:
    return set().union(*(of_kind[kind] for kind in kinds))


def _with_companions(who: set[str], unnamed: set[str], order: Order) -> set[str]:
    """Those of a cell who are not named, and as many of its others as it takes."""
    alone = who & unnamed
    if not alone:
        return set()
    return alone | set(sorted(who - unnamed, key=order)[: max(0, LEAST - len(alone))])


def _hides(given: Submission) -> bool:
    return not given.marking.shows_name or bool(given.marking.published_by)


def _reads_own(asker: Asker, given: Submission) -> bool:
    return marks.is_giver(asker, given) and not asker.hands_on


def _stand_ins(given: tuple[Submission, ...], hiding: set[str], known: Grounds) -> dict[str, str]:
    """Who publishes for whom: an agreement in force says so, and the publisher shows itself."""
    found = {}
    for giver in hiding:
        named = {one.marking.published_by for one in given if one.giver == giver}
        publisher = next(iter(named)) if len(named) == 1 else ""
        if publisher and publisher not in hiding and known.publishes(publisher, giver):
            found[giver] = publisher
    return found


def _order(home: Home) -> Order:
    secret = home.secret("names")
    return lambda name: hmac.new(secret, name.encode(), hashlib.sha256).digest()
