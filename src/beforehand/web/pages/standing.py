"""What stands between a page and its publication."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth import get_user_model

from beforehand.reach import PageVersion, Publication, Signer, reasons_against
from beforehand.reach import SignOff as Agreement
from beforehand.records.people import Role
from beforehand.records.plan import Sponsor
from beforehand.refusals import Refusal
from beforehand.web.accounts.models import User
from beforehand.web.pages.campaign_page import CampaignPage
from beforehand.web.pages.signoffs import SignOff

SIGNERS = {
    User.Signs.LOCAL_PARTNER: Signer.LOCAL_PARTNER,
    User.Signs.LIVED_EXPERIENCE: Signer.LIVED_EXPERIENCE,
}


@dataclass(frozen=True, slots=True)
class Draft:
    """One revision of a page: its words, and the id that sign-offs are bound to."""

    page: CampaignPage
    revision_id: int


def latest(page: CampaignPage) -> Draft | None:
    """The page as it was last saved; None if it never was."""
    return _draft(page.latest_revision)


def served(page: CampaignPage) -> Draft | None:
    """The revision that is published; None if none is."""
    return _draft(page.live_revision) if page.live else None


def _draft(revision: object) -> Draft | None:
    if revision is None:
        return None
    return Draft(revision.as_object(), revision.pk)  # type: ignore[attr-defined] # Wagtail


def caseworker_keys() -> tuple[str, ...]:
    """Public keys of the caseworkers whose accounts are active."""
    keyed = get_user_model().objects.filter(
        role=Role.CASEWORKER, is_active=True, report_key__isnull=False
    )
    return tuple(keyed.order_by("email").values_list("report_key__recipient", flat=True))


def reasons(draft: Draft, keys: Iterable[str], today: date) -> tuple[Refusal, ...]:
    """Every reason not to publish this draft today; empty = it may be published."""
    page = draft.page
    publication = Publication(
        versions=(_version(draft),),
        contacts=tuple(one.as_record() for one in page.contacts(today)),
        caseworkers=tuple(keys),
        hours=page.hours,
        sponsor=Sponsor(
            name=page.sponsor_name,
            charity_number=page.charity_number,
            local_partner=page.local_partner,
        ),
    )
    return reasons_against(publication, today=today)


def _version(draft: Draft) -> PageVersion:
    agreed = SignOff.objects.filter(revision_id=draft.revision_id)
    return PageVersion(
        language=draft.page.language,
        text=str(draft.revision_id),
        sign_offs=tuple(
            Agreement(
                role=SIGNERS[User.Signs(one.role)],
                person=str(one.signed_by_id),
                text=str(one.revision_id),
                signed_on=one.signed_at.date(),
            )
            for one in agreed
        ),
    )
