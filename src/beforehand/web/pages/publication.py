"""The one way from the editor to visitors: check, render, release, write the bundle."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from beforehand import programme, store
from beforehand.home import Home
from beforehand.records.plan import Plan
from beforehand.refusals import NoPageVersion
from beforehand.web.accounts.models import User
from beforehand.web.pages.campaign_page import CampaignPage
from beforehand.web.pages.rendering import Tracked, render_site
from beforehand.web.pages.standing import Draft, caseworker_keys, latest, reasons, served


def publish(home: Home, campaign: str, user: User | None, today: date) -> tuple[CampaignPage, ...]:
    """Publish every language of ``campaign`` that may be, and serve the site anew.

    What is already published of other campaigns, or of languages whose new draft is not ready,
    stays as it is, unless it may no longer be shown.

    Args:
        home: Where the bundle is written.
        campaign: Its slug.
        user: Who publishes; None for the demonstration's loader.
        today: Day of publication.

    Returns:
        The pages of this campaign that are now published from their latest draft.

    Raises:
        Refusal: The first reason against it, if no language may be published.
    """
    keys = caseworker_keys()
    drafts = [draft for page in of_campaign(campaign) if (draft := latest(page))]
    ready = [draft for draft in drafts if not reasons(draft, keys, today)]
    if not ready:
        raise _first_reason(drafts, keys, today)
    with transaction.atomic():
        for draft in ready:
            draft.page.latest_revision.publish(user=user, skip_permission_checks=True)
        site = [draft.page for draft in [*ready, *_kept(ready, keys, today)]]
        rendered = render_site(site, tracked(home, {page.campaign for page in site}, keys), today)
        programme.publish_site(home, rendered, (), today)
    return tuple(draft.page for draft in ready)


def of_campaign(campaign: str) -> list[CampaignPage]:
    """The pages of one campaign, one a language."""
    return list(CampaignPage.objects.filter(slug=campaign).select_related("locale"))


def _first_reason(drafts: list[Draft], keys: tuple[str, ...], today: date) -> Exception:
    return reasons(drafts[0], keys, today)[0] if drafts else NoPageVersion()


def _kept(ready: list[Draft], keys: tuple[str, ...], today: date) -> list[Draft]:
    """Published revisions of all other pages that may still be shown."""
    taken = {draft.page.pk for draft in ready}
    others = CampaignPage.objects.live().exclude(pk__in=taken).select_related("locale")
    drafts = [draft for page in others if (draft := served(page))]
    return [draft for draft in drafts if not reasons(draft, keys, today)]


def tracked(home: Home, campaigns: Iterable[str], keys: tuple[str, ...]) -> Tracked:
    """Codes that may be counted: those of the saved plans of these campaigns."""
    wanted = set(campaigns)
    plans = [plan for plan in store.saved(home, Plan) if plan.campaign in wanted]
    places = {code for campaign in wanted for code in programme.tracked_places(home, campaign)}
    versions = {message.version for plan in plans for message in plan.messages}
    return Tracked(
        recipients=keys,
        places=tuple(sorted(places)),
        versions=tuple(sorted(versions)),
        surveys={campaign: programme.surveys(home, campaign) for campaign in sorted(wanted)},
        draws={
            campaign: plan
            for campaign in sorted(wanted)
            if (plan := programme.plan_in_force(home, campaign)) and plan.draw
        },
    )
