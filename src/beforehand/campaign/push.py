"""The same plan as in the files, as the things that a platform is asked to make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from beforehand.campaign.channels import GOOGLE, META, paid
from beforehand.campaign.checks import Against, findings
from beforehand.campaign.google_sets import unfit
from beforehand.campaign.push_google import google_asks
from beforehand.campaign.push_meta import meta_asks
from beforehand.records.channels import Finding, Grade
from beforehand.records.plan import Campaign, Plan
from beforehand.records.pushes import Asked
from beforehand.refusals import NotForPush
from beforehand.words import Words, words

PUSHED = (META, GOOGLE)
#: Of Google a post that does not fit is left out, as it is out of the file.
_LEFT_OUT = {GOOGLE: frozenset({"headline letters", "text letters"})}
_MUST_BE_THERE = frozenset({"sign-off", "sponsor"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PushTarget:
    """Where to: ``platform`` is one of ``PUSHED``; ``page`` is the Facebook page that speaks."""

    platform: str
    account: str
    page: str = ""


def asks(campaign: Campaign, target: PushTarget, against: Against) -> tuple[Asked, ...]:
    """What a platform is asked to make, in order, everything paused.

    Args:
        campaign: A plan with its links.
        target: Platform, account and page.
        against: Rules, library and sign-offs that the plan is checked against.

    Raises:
        NotForPush: If the check refuses anything on that platform, or a sign-off is missing.
    """
    plan = campaign.plan
    found = next(_obstacles(plan, target.platform, against), None)
    asked = google_asks(campaign, target.account) if target.platform == GOOGLE else ()
    if target.platform == META:
        asked = meta_asks(campaign, target.page)
    if found is None and not asked:
        found = words("no message fits its lengths.")
    if found is not None:
        raise NotForPush(platform=target.platform, found=found, plan=plan.id[:12])
    return asked


def push_notes(plan: Plan, platform: str) -> tuple[Words, ...]:
    """What is to be said before anything is sent."""
    told = [
        words(
            "The platform learns the places that get posts and, as excluded, those that do not: "
            "whoever may see the account may see who is held out."
        )
    ]
    if platform == GOOGLE:
        told.append(words("The keywords are drafts: let a native speaker read them."))
        if lost := unfit(plan):
            told.append(
                words("Left out, since it does not fit: {versions}.", versions=", ".join(lost))
            )
    return tuple(told)


def _obstacles(plan: Plan, platform: str, against: Against) -> Iterator[Words]:
    if platform not in paid(plan):
        yield words("it is not among the platforms of the plan, which gives it no budget.")
    if against.today is not None and plan.window.end < against.today:
        yield words("the last day of the campaign is over.")
    for one in findings(_as_seen_by(plan, platform), against):
        if _stops(one, platform):
            yield one.what


def _stops(one: Finding, platform: str) -> bool:
    if one.topic in _LEFT_OUT.get(platform, frozenset()):
        return False
    return one.grade is Grade.REFUSED or one.topic in _MUST_BE_THERE


def _as_seen_by(plan: Plan, platform: str) -> Plan:
    """The plan as if this were its only platform, since others' rules do not hold there."""
    alone = tuple(
        name
        for name in plan.audience.platforms
        if paid(replace(plan, audience=replace(plan.audience, platforms=(name,)))) == (platform,)
    )
    return replace(plan, audience=replace(plan.audience, platforms=alone))
