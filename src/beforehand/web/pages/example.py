"""The made-up campaign of the demonstration: pages in two languages, contacts, sign-offs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from beforehand.home import Home
from beforehand.records.plan import Plan
from beforehand.web.accounts.models import User
from beforehand.web.pages import tree
from beforehand.web.pages.campaign_page import CampaignPage, LanguageHome
from beforehand.web.pages.contacts import Contact
from beforehand.web.pages.publication import publish
from beforehand.web.pages.signoffs import sign

CONTENT: Final = Path(__file__).parent.parent.parent / "data" / "content"
LANGUAGES: Final = ("sq", "en")
VALID_DAYS: Final = 90
LINES: Final = ("questions", "advice", "can_protect", "cannot_protect")
WORDS: Final = (
    "title",
    "wording",
    "sponsor_name",
    "charity_number",
    "local_partner",
    "hours",
    "headline",
    "lede",
    "danger_text",
    "child_text",
    "answer",
    "help_text",
    "report_intro",
    "thanks_text",
    "exit_url",
)


def load(home: Home, plan: Plan, today: date) -> None:
    """Write, sign and publish the pages of the demonstration's plan.

    Needs the demonstration's accounts, and keys of two caseworkers.

    Raises:
        Refusal: If the pages may not be published.
    """
    signers = User.objects.exclude(signs_for=User.Signs.NOBODY)
    load_example_content(today, tuple(signers), plan.campaign)
    publish(home, plan.campaign, None, today)


def load_example_content(
    today: date, signers: Iterable[User], campaign: str = "pune"
) -> tuple[CampaignPage, ...]:
    """Write the example's contacts and pages once; contacts get a new last day every time.

    Args:
        today: Contacts may be shown for ``VALID_DAYS`` from this day.
        signers: Accounts that sign: the demonstration's local partner and lived-experience adviser.
        campaign: Slug of the pages: the plan's ``campaign``.

    Returns:
        The campaign's pages, one a language, signed and not yet published.
    """
    _contacts(today)
    homes = tree.plant()
    found = tuple(CampaignPage.objects.filter(slug=campaign).select_related("locale"))
    pages = found or _translations(homes, campaign)
    for page in pages:
        for signer in signers:
            sign(page, signer)
    return pages


def _read(name: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((CONTENT / name).read_text(encoding="utf-8"))
    return said


def _contacts(today: date) -> None:
    said = _read("contacts.json")
    dates = {
        "last_checked": date.fromisoformat(said["read_on"]),
        "expires_on": today + timedelta(days=VALID_DAYS),
    }
    for facts in said["contacts"]:
        Contact.objects.update_or_create(
            name=facts["name"], number=facts["number"], defaults={**facts, **dates}
        )


def _translations(homes: dict[str, LanguageHome], campaign: str) -> tuple[CampaignPage, ...]:
    """The page in every language, one translation of another."""
    pages: list[CampaignPage] = []
    for language in LANGUAGES:
        page = _page(_read(f"landing-{language}.json"), campaign)
        page.locale = homes[language].locale
        if pages:
            page.translation_key = pages[0].translation_key
        homes[language].refresh_from_db()
        homes[language].add_child(instance=page)
        page.save_revision()
        page.refresh_from_db()
        pages.append(page)
    return tuple(pages)


def _page(said: dict[str, Any], campaign: str) -> CampaignPage:
    offer = [("offer", {"said": words, "meant": meant}) for words, meant in said["offer"]]
    lines = {name: [("line", line) for line in said[name]] for name in LINES}
    words = {name: said[name] for name in WORDS}
    drawn = [("version", version) for version in said["versions"]]
    return CampaignPage(
        slug=campaign, made_up=True, live=False, offer=offer, versions=drawn, **lines, **words
    )
