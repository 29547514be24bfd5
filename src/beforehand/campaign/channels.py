"""Which platforms a plan pays, for which audiences, and how its sums and links are divided."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote, urlencode

from beforehand.campaign.links import messages_of
from beforehand.records.plan import Audience, Message, Plan
from beforehand.vocabulary import RecruitmentPlatform

META, GOOGLE, TIKTOK = "Meta", "Google", "TikTok"
PAID = (META, GOOGLE, TIKTOK)
_ON = {
    RecruitmentPlatform.FACEBOOK.value: META,
    RecruitmentPlatform.INSTAGRAM.value: META,
    RecruitmentPlatform.TIKTOK.value: TIKTOK,
    "Google": GOOGLE,
    "YouTube": GOOGLE,
}

AT_RISK, FAMILY, PEERS = "at risk", "family", "peers"
MEANT_FOR = (AT_RISK, FAMILY, PEERS)
FAMILY_AGES = (35, 65)  # parents and older relatives of those who are 18 to 34


def paid(plan: Plan) -> tuple[str, ...]:
    """The platforms that the plan pays, in the order of ``PAID``."""
    chosen = {_ON[name] for name in plan.audience.platforms if name in _ON}
    return tuple(one for one in PAID if one in chosen)


def audiences(plan: Plan) -> tuple[str, ...]:
    """Whom the plan's messages speak to: those at risk, families, peers."""
    meant = {one.meant_for for one in messages_of(plan)}
    return tuple(one for one in MEANT_FOR if one in meant)


def audience_of(plan: Plan, meant_for: str) -> Audience:
    """Ages and genders of one of the plan's audiences.

    Families are everybody of 35 to 65; peers are of the same age as those at risk, of every
    gender.
    """
    if meant_for == FAMILY:
        youngest, oldest = FAMILY_AGES
        return replace(plan.audience, age_from=youngest, age_to=oldest, genders=())
    if meant_for == PEERS:
        return replace(plan.audience, genders=())
    return plan.audience


def share_of(amount_eur: float, part: int, parts: int) -> float:
    """The ``part``-th of so many equal parts of a sum, in whole cents that add exactly to it."""
    cents, left = divmod(round(amount_eur * 100), parts)
    return (cents + (part < left)) / 100


def tagged(url: str, plan: Plan, message: Message, channel: tuple[str, str]) -> str:
    """The link with the tags of one channel behind it."""
    return f"{url}&{tags(plan, message, channel)}"


def tags(plan: Plan, message: Message, channel: tuple[str, str]) -> str:
    """Fixed tags of a link: where it stood and which version, never who opened it.

    The place is already in the link. Four tags, since a platform adds some of its own, and the
    page reads ten.

    Args:
        plan: Its short name is the campaign's.
        message: Version and language.
        channel: Source and medium, such as ``("meta", "paid")``.
    """
    source, medium = channel
    return urlencode(
        {
            "utm_source": source,
            "utm_medium": medium,
            "utm_campaign": plan.campaign,
            "utm_content": f"{message.version}-{message.language}",
        },
        quote_via=quote,
    )
