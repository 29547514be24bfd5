"""Briefs: that one was taken along, and those kept so that the next can tell what has changed.

Joins ``store`` and ``understand``, as ``programme`` joins the steps.
"""

from __future__ import annotations

from datetime import date

from beforehand import store, understand
from beforehand.home import Home
from beforehand.records.people import Role
from beforehand.records.picture import Brief
from beforehand.records.since import BriefMade, KeptBrief, Since
from beforehand.refusals import NoBriefKept


def note_made(home: Home, brief: Brief, *, by: Role, today: date) -> None:
    """Write down that a brief is taken along, so that a recall can name it. Once a day and role."""
    basis = brief.profile.basis
    made = BriefMade(
        route=str(basis.route),
        submissions=tuple(given.id for given in basis.submissions),
        made_on=today,
        made_by=by.value,
    )
    store.save(home, made)


def keep_brief(home: Home, brief: Brief, *, today: date) -> str:
    """Keep a brief for as long as all that it rests on stands; the same data twice is once.

    Returns:
        The id under which it is kept.
    """
    basis = brief.profile.basis
    for one in store.kept(home, KeptBrief):
        if one.record is not None and one.record.brief.profile == brief.profile:
            return one.id
    submissions = [given.id for given in basis.submissions]
    return store.keep(home, KeptBrief(brief=brief, kept_on=today), submissions)


def brief_of(home: Home, like: Brief, kept_on: date) -> KeptBrief:
    """The brief of the same route and source that was kept on a day.

    Raises:
        NoBriefKept: If none was, or it rested on data that were taken back.
    """
    asked = like.profile.basis
    for one in store.kept(home, KeptBrief):
        if one.record is not None and one.record.kept_on == kept_on:
            held = one.record.brief.profile.basis
            if (held.route, held.source_class) == (asked.route, asked.source_class):
                return one.record
    raise NoBriefKept(route=str(asked.route))


def last_brief(home: Home, like: Brief) -> KeptBrief:
    """The latest kept brief of the same route, read alike, in the same source.

    Raises:
        NoBriefKept: If there is none, or all of them rested on data that were taken back.
    """
    asked = like.profile.basis
    for one in reversed(store.kept(home, KeptBrief)):
        if one.record is None:
            continue
        held = one.record.brief.profile.basis
        if (held.route, held.source_class) == (asked.route, asked.source_class):
            return one.record
    raise NoBriefKept(route=str(asked.route))


def since_last(home: Home, now: Brief) -> Since:
    """What has changed between the last kept brief and this one.

    Raises:
        NoBriefKept: If there is none to compare with.
    """
    return understand.since(last_brief(home, now), now)
