"""What must be true before a page reaches visitors, and who may make it so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from beforehand.refusals import (
    NoEmergencyContact,
    NoHours,
    NoPageVersion,
    NoSignOff,
    NoSponsor,
    OneSignerForBoth,
    Refusal,
    TooFewCaseworkers,
)
from made_desk import PEOPLE, TODAY, client, example, people, undone

MAY_READ = {"local", "adviser", "police", "campaigner"}  # the role partner reads; police are one


@pytest.fixture
def known() -> Iterator[dict[str, Any]]:
    with undone():
        yield people()


def against(page: Any) -> list[type[Refusal]]:
    from beforehand.web.pages.standing import caseworker_keys, latest, reasons

    page.refresh_from_db()
    draft = latest(page)
    assert draft is not None
    return [type(reason) for reason in reasons(draft, caseworker_keys(), TODAY)]


def rewritten(page: Any, signers: tuple[Any, ...], **words: str) -> Any:
    """A new draft with other words, signed again."""
    from beforehand.web.pages.signoffs import sign

    for name, said in words.items():
        setattr(page, name, said)
    page.save_revision()
    page.refresh_from_db()
    for signer in signers:
        sign(page, signer)
    return page


def publish(known: dict[str, Any], home: Any = None) -> tuple[Any, ...]:
    from django.conf import settings

    from beforehand.web.pages.publication import publish as really

    return really(home or settings.HOME, "pune", known["campaigner"], TODAY)


def test_a_signed_page_with_contacts_keys_hours_and_sponsor_may_be_published(known: Any) -> None:
    for page in example(known):
        assert against(page) == []


def test_an_unsigned_page_is_refused_for_both_roles(known: Any) -> None:
    assert against(example(known, signed=False)[0]) == [NoSignOff, NoSignOff]


def test_one_signature_is_not_enough(known: Any) -> None:
    page = example(known, signed=False)[0]
    assert against(rewritten(page, (known["local"],))) == [NoSignOff]
    assert against(rewritten(page, (known["adviser"],))) == [NoSignOff]


def test_a_changed_draft_needs_new_signatures(known: Any) -> None:
    page = example(known)[0]
    assert against(rewritten(page, (), headline="Other words")) == [NoSignOff, NoSignOff]


def test_one_person_cannot_sign_for_both(known: Any) -> None:
    from beforehand.web.pages.signoffs import sign

    page = example(known, signed=False)[0]
    sign(page, known["local"])
    known["local"].signs_for = "lived_experience"
    sign(page, known["local"])
    assert against(page) == [OneSignerForBoth]


def test_no_valid_emergency_contact_is_refused(known: Any) -> None:
    from beforehand.web.pages.contacts import Contact

    page = example(known)[0]
    Contact.objects.filter(emergency=True).update(expires_on=TODAY - timedelta(days=1))
    assert against(page) == [NoEmergencyContact]


def test_fewer_than_two_caseworkers_with_keys_are_refused(known: Any) -> None:
    page = example(known)[0]
    known["second"].is_active = False
    known["second"].save()
    assert against(page) == [TooFewCaseworkers]


def test_unstated_hours_are_refused(known: Any) -> None:
    signers = (known["local"], known["adviser"])
    assert against(rewritten(example(known)[0], signers, hours=" ")) == [NoHours]


def test_an_unnamed_sponsor_is_refused(known: Any) -> None:
    signers = (known["local"], known["adviser"])
    assert against(rewritten(example(known)[0], signers, charity_number="")) == [NoSponsor]


def test_a_real_page_is_refused_while_no_person_has_rung_its_contacts(known: Any) -> None:
    signers = (known["local"], known["adviser"])
    page = example(known)[0]
    page.made_up = False
    assert against(rewritten(page, signers)) == [NoEmergencyContact]


def test_publishing_writes_a_bundle_that_public_verifies(known: Any, tmp_path: Any) -> None:
    from beforehand.home import Home
    from beforehand.reach import open_bundle, site_verify_key

    home = Home(tmp_path)
    example(known)
    published = publish(known, home)
    bundle = open_bundle(home.site, site_verify_key(home, ""))
    assert {page.language for page in published} == {"sq", "en"}
    assert bundle.page("/sq/pune/") is not None
    assert len(bundle.manifest.recipients) == 2


def test_a_language_whose_new_draft_is_unsigned_stays_as_it_was(known: Any, tmp_path: Any) -> None:
    from beforehand.home import Home
    from beforehand.reach import open_bundle, site_verify_key

    home = Home(tmp_path)
    pages = example(known)
    publish(known, home)
    albanian = next(page for page in pages if page.language == "sq")
    albanian.refresh_from_db()
    rewritten(albanian, (), headline="E re")
    assert [page.language for page in publish(known, home)] == ["en"]
    bundle = open_bundle(home.site, site_verify_key(home, ""))
    shown = bundle.page("/sq/pune/")
    assert shown is not None
    assert "Para të shpejta" in shown.body.decode()
    assert "E re" not in shown.body.decode()


def test_nothing_is_written_when_every_language_is_refused(known: Any, tmp_path: Any) -> None:
    from beforehand.home import Home

    home = Home(tmp_path)
    pages = example(known, signed=False)
    with pytest.raises(NoSignOff):
        publish(known, home)
    pages[0].refresh_from_db()
    assert not pages[0].live
    assert not home.site.exists()


def test_a_campaign_without_pages_is_refused(known: Any) -> None:
    from beforehand.web.pages.campaign_page import CampaignPage

    CampaignPage.objects.filter(slug="pune").delete()
    with pytest.raises(NoPageVersion):
        publish(known)


def test_only_places_and_versions_of_the_saved_plan_may_be_counted(
    known: Any, tmp_path: Any
) -> None:
    from beforehand.home import Home
    from beforehand.web.pages.publication import tracked

    found = tracked(Home(tmp_path), {"pune"}, ("age1qqq",))
    assert (found.recipients, found.places, found.versions) == (("age1qqq",), (), ())


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_only_campaigners_partners_and_signers_see_the_publishing_page(
    known: Any, name: str
) -> None:
    example(known)
    answer = client(known[name]).get("/publish/")
    assert answer.status_code == (200 if name in MAY_READ else 403)


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_only_campaigners_publish(known: Any, name: str) -> None:
    example(known, signed=False)
    answer = client(known[name]).post("/publish/campaign/pune/")
    assert answer.status_code == (302 if name == "campaigner" else 403)


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_only_the_two_advisers_sign_off(known: Any, name: str) -> None:
    from beforehand.web.pages.signoffs import signed_roles

    page = example(known, signed=False)[0]
    asked = {"revision": str(page.latest_revision_id)}
    answer = client(known[name]).post(f"/publish/sign/{page.pk}/", asked)
    may = name in {"local", "adviser"}
    assert answer.status_code == (302 if may else 403)
    assert len(signed_roles(page.latest_revision_id)) == int(may)


def test_a_signature_for_a_draft_that_has_changed_meanwhile_is_not_taken(known: Any) -> None:
    from beforehand.web.pages.signoffs import SignOff

    page = example(known, signed=False)[0]
    before = str(page.latest_revision_id)
    rewritten(page, (), headline="Other words")
    client(known["local"]).post(f"/publish/sign/{page.pk}/", {"revision": before})
    assert not SignOff.objects.filter(page=page).exists()


def test_the_page_says_what_is_missing_and_offers_the_signer_a_button(known: Any) -> None:
    example(known, signed=False)
    said = client(known["local"]).get("/publish/").content.decode()
    assert "not signed off by a lived-experience adviser" in said
    assert "I agree to every word, as local partner" in said
    assert "to be checked by a person before real use" in said
    assert "Albania has no emergency number" in said


def test_the_preview_is_the_page_under_its_own_policy_and_only_we_may_frame_it(
    known: Any,
) -> None:
    page = example(known)[0]
    answer = client(known["local"]).get(f"/publish/preview/{page.pk}/landing/")
    assert b"<h1>" in answer.content
    policy = answer.headers["Content-Security-Policy"]
    assert "style-src 'sha256-" in policy
    assert "frame-ancestors 'self'" in policy
    assert client(known["local"]).get(f"/publish/preview/{page.pk}/else/").status_code == 404


def test_the_editor_publishes_nothing_even_for_an_administrator(known: Any) -> None:
    known["administrator"].is_superuser = True
    known["administrator"].save()
    page = example(known, signed=False)[0]
    from beforehand.web.pages.wagtail_hooks import publish_elsewhere

    asked = client(known["administrator"]).get(f"/pages/pages/{page.pk}/edit/").wsgi_request
    from django.contrib.messages.storage.cookie import CookieStorage

    asked._messages = CookieStorage(asked)
    answer = publish_elsewhere(asked, page)
    assert answer is not None
    assert answer["Location"] == "/publish/"


def test_campaigners_edit_pages_and_may_not_publish_them_in_the_editor(known: Any) -> None:
    page = example(known, signed=False)[0]
    may = page.permissions_for_user(known["campaigner"])
    assert may.can_edit()
    assert not may.can_publish()
    assert not page.permissions_for_user(known["analyst"]).can_edit()


def test_the_editor_opens_for_campaigners_and_previews_every_step(known: Any) -> None:
    page = example(known)[0]
    browser = client(known["campaigner"])
    asked = browser.get(f"/pages/pages/{page.pk}/edit/")
    assert asked.status_code == 200
    for mode, _label in page.preview_modes:
        answer = page.make_preview_request(asked.wsgi_request, mode)
        assert answer.status_code == 200, mode


def test_translations_share_one_slug(known: Any) -> None:
    from django.core.exceptions import ValidationError

    page = example(known)[0]
    page.slug = "other"
    with pytest.raises(ValidationError, match="slug of the other languages"):
        page.full_clean()


def test_an_hour_alone_or_a_last_day_before_the_check_is_refused(known: Any) -> None:
    from datetime import time

    from django.core.exceptions import ValidationError

    from beforehand.web.pages.contacts import Contact

    example(known)
    contact = Contact.objects.get(number="999")
    contact.opens = time(9)
    with pytest.raises(ValidationError, match="both hours"):
        contact.full_clean()
    contact.opens, contact.expires_on = None, contact.last_checked
    with pytest.raises(ValidationError, match="after it was checked"):
        contact.full_clean()


def test_no_model_has_changed_without_a_migration() -> None:
    with undone():
        from django.core.management import call_command

        call_command("makemigrations", "pages", "reports", check=True, dry_run=True, verbosity=0)
