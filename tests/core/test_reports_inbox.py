"""The inbox: who reaches it, and that nothing readable is ever on the server."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from typing import Any

import pyrage
import pytest

from beforehand.reach import seal
from made_desk import PASSPHRASE, PEOPLE, TODAY, client, example, people, undone

CANARY = "kanarina-7781 më mbajnë pasaportën"


@pytest.fixture
def known() -> Iterator[dict[str, Any]]:
    with undone():
        yield people()


@pytest.fixture
def report(known: dict[str, Any]) -> Iterator[str]:
    """A sealed report in the drop, taken out again afterwards."""
    from django.conf import settings

    from beforehand.refusals import UnknownReport
    from beforehand.web.drop import open_drop

    example(known)
    keys = [known[name].report_key.recipient for name in ("caseworker", "second")]
    drop = open_drop(settings.HOME.drop)
    made = drop.add_report("pune", seal({"what": CANARY}, keys), day=TODAY)
    yield made
    with contextlib.suppress(UnknownReport):
        drop.delete_report(made)
    drop.close()


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_only_caseworkers_reach_the_inbox_a_report_or_a_key(
    known: Any, report: str, name: str
) -> None:
    browser = client(known[name])
    may = PEOPLE[name][0] == "caseworker"
    for path in ("/inbox/", "/inbox/key/", f"/inbox/sealed/{report}/"):
        assert browser.get(path).status_code == (200 if may else 403), path
    for path in (f"/inbox/handle/{report}/", f"/inbox/delete/{report}/"):
        assert browser.post(path).status_code == (302 if may else 403), path


def test_whoever_has_not_signed_in_is_sent_to_sign_in(known: Any, report: str) -> None:
    answer = client(None).get(f"/inbox/sealed/{report}/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_an_administrator_with_every_permission_is_refused_too(known: Any, report: str) -> None:
    known["administrator"].is_superuser = True
    known["administrator"].save()
    assert client(known["administrator"]).get(f"/inbox/sealed/{report}/").status_code == 403


def test_a_sealed_report_is_sent_as_bytes_that_no_cache_keeps(known: Any, report: str) -> None:
    answer = client(known["caseworker"]).get(f"/inbox/sealed/{report}/")
    assert answer.content.startswith(b"age-encryption.org/v1")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_an_unknown_report_is_not_found(known: Any, report: str) -> None:
    browser = client(known["caseworker"])
    assert browser.get("/inbox/sealed/none/").status_code == 404
    assert browser.post("/inbox/handle/none/").status_code == 404
    assert browser.post("/inbox/delete/none/", {"sure": "yes"}).status_code == 404


def test_the_list_tells_day_and_campaign_and_one_size_for_all(known: Any, report: str) -> None:
    said = client(known["caseworker"]).get("/inbox/").content.decode()
    assert "1 December 2026 · pune" in said
    assert "16 KB like every other" in said
    assert "kanarina" not in said


def test_nothing_that_was_reported_is_in_any_file_of_the_server(known: Any, report: str) -> None:
    from django.conf import settings

    client(known["caseworker"]).get(f"/inbox/sealed/{report}/")
    for path in settings.HOME.root.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert b"kanarina" not in data, path
            assert not re.search(rb"AGE-SECRET-KEY-1[0-9A-Z]{20}", data), path
            assert PASSPHRASE.encode() not in data, path


def test_a_report_is_marked_as_handled_and_the_mark_taken_back(known: Any, report: str) -> None:
    from beforehand.web.reports.models import HandledReport

    browser = client(known["caseworker"])
    browser.post(f"/inbox/handle/{report}/")
    assert HandledReport.objects.get(report=report).handled_by == known["caseworker"]
    assert "Not handled after all" in browser.get("/inbox/").content.decode()
    browser.post(f"/inbox/handle/{report}/")
    assert not HandledReport.objects.exists()


def test_a_report_is_deleted_only_when_somebody_is_sure(known: Any, report: str) -> None:
    browser = client(known["caseworker"])
    browser.post(f"/inbox/delete/{report}/")
    assert browser.get(f"/inbox/sealed/{report}/").status_code == 200
    browser.post(f"/inbox/delete/{report}/", {"sure": "yes"})
    assert browser.get(f"/inbox/sealed/{report}/").status_code == 404


def test_a_caseworker_without_a_key_is_led_to_make_one(known: Any) -> None:
    answer = client(known["caseworker"]).get("/inbox/")
    assert (answer.status_code, answer["Location"]) == (302, "/inbox/key/")


def test_the_inbox_forbids_writing_what_a_report_says_as_markup(known: Any, report: str) -> None:
    policy = client(known["caseworker"]).get("/inbox/")["Content-Security-Policy"]
    assert "require-trusted-types-for 'script'" in policy
    assert "script-src 'self';" in policy


def posted(known: Any, **changes: str) -> Any:
    from beforehand.web.reports.example import wrapped_key
    from beforehand.web.reports.models import CaseworkerKey

    recipient, wrapped = wrapped_key(PASSPHRASE)
    sent = {"recipient": recipient, "wrapped": wrapped, **changes}
    client(known["caseworker"]).post("/inbox/key/", sent)
    return CaseworkerKey.objects.filter(user=known["caseworker"]).first(), sent


def test_a_key_made_in_the_browser_is_kept_wrapped(known: Any) -> None:
    kept, sent = posted(known)
    assert (kept.recipient, kept.wrapped) == (sent["recipient"], sent["wrapped"])


def test_a_private_key_in_the_clear_or_of_another_form_is_not_kept(known: Any) -> None:
    clear = str(pyrage.x25519.Identity.generate())
    _, sent = posted(known)
    parts = json.loads(sent["wrapped"])
    for wrapped in (clear, "{}", "[]", "7", json.dumps({**parts, "box": clear})):
        from beforehand.web.reports.models import CaseworkerKey

        CaseworkerKey.objects.all().delete()
        assert posted(known, wrapped=wrapped)[0] is None, wrapped
    assert posted(known, recipient="age1qqq")[0] is None


def test_a_key_is_replaced_only_when_that_is_what_was_meant(known: Any) -> None:
    first, _ = posted(known)
    second, _ = posted(known)
    assert second.recipient == first.recipient
    third, sent = posted(known, replace="yes")
    assert third.recipient == sent["recipient"] != first.recipient


def test_a_demo_key_is_wrapped_as_the_browser_unwraps_it(known: Any) -> None:
    import base64
    import hashlib

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from beforehand.web.reports.example import wrapped_key

    recipient, wrapped = wrapped_key(PASSPHRASE)
    parts = json.loads(wrapped)
    salt, nonce, box = (base64.b64decode(parts[name] + "==") for name in ("salt", "nonce", "box"))
    key = hashlib.pbkdf2_hmac("sha256", PASSPHRASE.encode(), salt, parts["rounds"])
    identity = AESGCM(key).decrypt(nonce, box, recipient.encode()).decode()
    opened = pyrage.x25519.Identity.from_str(identity)
    assert str(opened.to_public()) == recipient
