"""Accounts: who reaches what, two factors for everybody, and one place to sign in."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from beforehand.home import Home
from beforehand.records.people import Role
from made_codes import fresh_code
from made_desk import client, people, undone
from made_pool import desk_at

SECTIONS = {
    "/": set(Role),
    "/cases/": {Role.PARTNER, Role.ANALYST},
    "/routes/": {Role.PARTNER, Role.ANALYST, Role.CAMPAIGNER},
    "/campaigns/": {Role.ANALYST, Role.CAMPAIGNER},
    "/campaigns/plan/": {Role.CAMPAIGNER},
    "/inbox/": {Role.CASEWORKER},
    "/proof/": {Role.ANALYST, Role.CAMPAIGNER},
    "/publish/": {Role.CAMPAIGNER, Role.PARTNER},
    "/supporters/": {Role.ANALYST, Role.CAMPAIGNER},
    "/people/": {Role.ADMINISTRATOR},
    "/people/new/": {Role.ADMINISTRATOR},
    "/people/changes/": {Role.ADMINISTRATOR, Role.ANALYST},
}
ELSEWHERE = (
    "/pages/",
    "/pages/login/",
    "/pages/logout/",
    "/pages/password_reset/",
    "/pages/password_reset/confirm/x/y/",
    "/admin/",
    "/admin/login/",
    "/admin/password_reset/",
    "/login/",
)
PASSWORD = "a-long-sentence-of-a-password"


@pytest.fixture(scope="module")
def everybody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with undone(), desk_at(Home(tmp_path_factory.mktemp("home"))):
        yield people()


@pytest.fixture
def known(everybody: dict[str, Any]) -> Iterator[dict[str, Any]]:
    with undone():
        yield everybody
    for user in everybody.values():
        user.refresh_from_db()


def newcomer(email: str = "new@pages.example") -> Any:
    from beforehand.web.accounts.models import User

    return User.objects.create_user(email, PASSWORD, role=Role.ANALYST)


def factor(user: Any) -> str:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return str(secret)


def sign_in(email: str, password: str = PASSWORD) -> tuple[Any, Any]:
    browser = client(None)
    return browser, browser.post("/accounts/login/", {"login": email, "password": password})


@pytest.mark.parametrize("path", sorted(SECTIONS))
def test_a_section_opens_to_its_roles_and_to_nobody_else(known: Any, path: str) -> None:
    for user in known.values():
        expected = 200 if Role(user.role) in SECTIONS[path] else 403
        if path == "/publish/" and user.signs_for:
            expected = 200
        answer = client(user).get(path, follow=True)  # without a key, the inbox leads to it
        assert answer.status_code == expected, user.role


def test_the_navigation_shows_a_role_no_section_that_it_may_not_open(known: Any) -> None:
    for user in known.values():
        page = client(user).get("/").content.decode()
        for path, roles in SECTIONS.items():
            if Role(user.role) not in roles:
                assert f'href="{path}"' not in page, (user.role, path)


@pytest.mark.parametrize("path", [*SECTIONS, *ELSEWHERE, "/look.css"])
def test_whoever_has_not_signed_in_is_sent_to_sign_in(known: Any, path: str) -> None:
    answer = client(None).get(path)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/pages/login/", "/accounts/login/"),
        ("/pages/logout/", "/accounts/logout/"),
        ("/pages/password_reset/", "/accounts/password/reset/"),
        ("/pages/password_reset/confirm/x/y/", "/accounts/password/reset/"),
    ],
)
def test_the_page_editors_own_way_in_leads_to_ours(known: Any, path: str, leads_to: str) -> None:
    answer = client(known["campaigner"]).get(path)
    assert (answer.status_code, answer["Location"]) == (302, leads_to)


def test_there_is_no_django_admin(known: Any) -> None:
    known["administrator"].is_superuser = True
    known["administrator"].save()
    assert client(known["administrator"]).get("/admin/").status_code == 404


@pytest.mark.parametrize("path", sorted(SECTIONS))
def test_without_a_second_factor_there_is_one_thing_to_do(known: Any, path: str) -> None:
    answer = client(newcomer()).get(path)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/totp/activate/")


def test_nobody_signs_themselves_up(known: Any) -> None:
    from beforehand.web.accounts.models import User

    before = User.objects.count()
    given = {"email": "me@pages.example", "password1": PASSWORD, "password2": PASSWORD}
    page = client(None).post("/accounts/signup/", given)
    assert User.objects.count() == before
    assert "password1" not in page.content.decode()


def test_a_wrong_code_is_refused_and_the_right_one_lets_in(known: Any) -> None:
    secret = factor(newcomer())
    browser, answer = sign_in("new@pages.example")
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    right = fresh_code(secret)
    wrong = str((int(right) + 111_111) % 1_000_000).zfill(6)
    refused = browser.post("/accounts/2fa/authenticate/", {"code": wrong})
    assert refused.status_code == 200
    assert "errorlist" in refused.content.decode()
    assert browser.get("/")["Location"].startswith("/accounts/login/")
    browser.post("/accounts/2fa/authenticate/", {"code": right})
    assert browser.get("/").status_code == 200


def test_a_password_alone_reaches_nothing(known: Any) -> None:
    factor(newcomer())
    browser, _ = sign_in("new@pages.example")
    assert browser.get("/routes/").status_code == 302


def test_after_five_wrong_passwords_the_right_one_waits_too(known: Any) -> None:
    email = f"tried{time.monotonic_ns()}@pages.example"
    factor(newcomer(email))
    for _ in range(5):
        sign_in(email, "wrong-password-here")
    _, answer = sign_in(email)
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()


def test_a_closed_account_is_out_at_once(known: Any) -> None:
    user = known["analyst"]
    browser = client(user)
    assert browser.get("/").status_code == 200
    user.is_active = False
    user.save()
    assert browser.get("/").status_code == 302


def test_a_second_factor_is_not_readable_in_the_database(known: Any) -> None:
    from allauth.mfa.models import Authenticator

    user = newcomer()
    secret = factor(user)
    assert secret not in str(Authenticator.objects.get(user=user).data)


def test_ids_of_accounts_are_random(known: Any) -> None:
    assert {user.pk.version for user in known.values()} == {4}


def test_an_administrator_makes_an_account_whose_password_is_shown_once(known: Any) -> None:
    from beforehand.web.accounts.models import User

    browser = client(known["administrator"])
    given = {
        "email": "made@pages.example",
        "role": "partner",
        "partner": "North",
        "is_active": "on",
    }
    page = browser.post("/people/new/", given)
    made = User.objects.get(email="made@pages.example")
    shown = page.content.decode().split('class="card hash">')[1].split("<")[0]
    assert made.check_password(shown)
    assert shown not in browser.get(f"/people/{made.pk}/").content.decode()


def test_a_new_password_takes_the_second_factor_away(known: Any) -> None:
    from allauth.mfa.models import Authenticator

    user = known["analyst"]
    client(known["administrator"]).post(f"/people/{user.pk}/", {"reset": "1"})
    assert not Authenticator.objects.filter(user=user).exists()


def test_a_role_that_is_changed_acts_on_the_next_page(known: Any) -> None:
    from beforehand.web.accounts.models import AccountChange

    user = known["analyst"]
    browser = client(user)
    assert browser.get("/cases/").status_code == 200
    given = {"email": user.email, "role": "caseworker", "is_active": "on"}
    client(known["administrator"]).post(f"/people/{user.pk}/", given)
    assert browser.get("/cases/").status_code == 200, "it waits for a second person"
    change = AccountChange.objects.get(about=user.email, state="waiting")
    assert browser.post(f"/people/changes/{change.pk}/", {"confirm": "1"}).status_code == 302
    assert browser.get("/cases/").status_code == 403


def test_a_newcomer_sets_up_a_second_factor_and_is_in(known: Any) -> None:
    newcomer()
    browser, answer = sign_in("new@pages.example")
    assert (
        browser.get(answer["Location"], follow=True)
        .redirect_chain[-1][0]
        .startswith("/accounts/reauthenticate/")
    )
    again = {"password": PASSWORD, "next": "/accounts/2fa/totp/activate/"}
    page = browser.post("/accounts/reauthenticate/", again, follow=True).content.decode()
    secret = page.split("<code>")[1].split("</code>")[0]
    done = browser.post("/accounts/2fa/totp/activate/", {"code": fresh_code(secret)})
    assert done["Location"] == "/accounts/2fa/recovery-codes/"
    assert browser.get("/routes/").status_code == 200


def test_nobody_changes_their_own_mail_address(known: Any) -> None:
    answer = client(known["analyst"]).post("/accounts/email/", {"email": "x@pages.example"})
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/2fa/"


@pytest.mark.parametrize(
    "path", ["/accounts/2fa/", "/accounts/password/change/", "/accounts/password/reset/"]
)
def test_pages_of_the_account_are_ours_in_both_languages(known: Any, path: str) -> None:
    user = newcomer()
    factor(user)
    browser = client(user)
    for language in ("en", "sq"):
        browser.post("/language/setlang/", {"language": language, "next": "/"})
        answer = browser.get(path)
        assert answer.status_code == 200
        assert f'<html lang="{language}">' in answer.content.decode()
        assert "unsafe" not in answer["Content-Security-Policy"]
