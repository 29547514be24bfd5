"""Who may use one case-level submission: role × group × TLP mark × embargo, as one table.

``asking`` is the only caller. The table is written out in docs/methods/permissions.md.
"""

from __future__ import annotations

from datetime import date

from beforehand.alike import HUB  # in a sharing group: a campaigner without an organisation
from beforehand.records.agreements import Marking, Tlp
from beforehand.records.cases import Submission
from beforehand.records.people import Asker, Role

#: Whom a mark lets use a submission in an answer that they read themselves.
_COMMUNITY = frozenset({Tlp.GREEN, Tlp.CLEAR})  # every partner, whatever the group
_GROUP = frozenset({Tlp.AMBER_STRICT, Tlp.AMBER})  # the members of the group alone

Groups = dict[str, frozenset[str]]


def is_giver(asker: Asker, given: Submission) -> bool:
    """Whether the asker is the data officer of the partner that gave it."""
    return asker.role is Role.PARTNER and bool(asker.partner) and asker.partner == given.giver


def is_own(asker: Asker, given: Submission) -> bool:
    """Whether the asker's organisation gave it, whatever the asker's role there."""
    return bool(asker.partner) and asker.partner == given.giver


def is_early(asker: Asker, given: Submission) -> bool:
    """Whether it is under embargo for the asker; where nobody says which day it is, it is."""
    until = given.marking.embargo_until
    if until is None or is_giver(asker, given):
        return False
    return asker.on is None or asker.on < until


def lets(asker: Asker, given: Submission, groups: Groups) -> bool:
    """Whether role, group and mark let the asker use it, its embargo apart."""
    mark = given.marking.tlp
    if not asker.sees_case_level or (asker.hands_on and not goes_further(given)):
        return False
    if is_giver(asker, given) or asker.role is Role.ANALYST or mark in _COMMUNITY:
        return True
    return mark in _GROUP and _is_member(asker, given.marking.group, groups)


def goes_further(given: Submission) -> bool:
    """Whether an answer with it may become what all partners read: a brief, a plan, a claim."""
    marking = given.marking
    return marking.tlp in _COMMUNITY or (marking.tlp is Tlp.AMBER and not marking.group)


def _is_member(asker: Asker, group: str, groups: Groups) -> bool:
    """Members of a named group; everybody where none is named; nobody where it is not known."""
    members = groups.get(group, frozenset())
    named = asker.partner != HUB  # no partner is the hub because it is called so
    return not group or (named and (asker.partner or _own(asker)) in members)


def _own(asker: Asker) -> str:
    """A partner's officer without an organisation is a member of nothing."""
    return HUB if asker.role is Role.CAMPAIGNER else "\0"


def is_no_looser(before: Marking, after: Marking, groups: Groups) -> bool:
    """Whether nobody could see more, earlier or under another name after than before."""
    order = list(Tlp)
    same_publisher = after.published_by == before.published_by
    return (
        order.index(after.tlp) <= order.index(before.tlp)
        and _no_wider(before.group, after.group, groups)
        and (after.embargo_until or date.min) >= (before.embargo_until or date.min)
        and (before.shows_name or not after.shows_name)
        and (same_publisher or not (after.published_by or after.shows_name))
    )


def _no_wider(before: str, after: str, groups: Groups) -> bool:
    if not before or before == after:
        return True
    return bool(after) and groups.get(after, frozenset()) <= groups.get(before, frozenset())
