"""No administrator makes an account, or takes one over, alone; and every line stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from beforehand.home import Home
from made_desk import client, people, undone
from made_pool import desk_at

NEW = {"email": "new@pages.example", "role": "analyst", "name": "", "is_active": "on"}


@pytest.fixture(scope="module")
def everybody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with undone(), desk_at(Home(tmp_path_factory.mktemp("home"))):
        yield people()


@pytest.fixture
def known(everybody: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The analyst has signed in before, so that nobody is alone."""
    with undone():
        everybody["analyst"].last_login = datetime(2026, 11, 1, tzinfo=UTC)
        everybody["analyst"].save()
        yield everybody
    for user in everybody.values():
        user.refresh_from_db()


def text(answer: Any) -> str:
    return str(answer.content.decode())


def password(answer: Any) -> str:
    return text(answer).split('class="card hash">')[1].split("<")[0]


def account(email: str) -> Any:
    from beforehand.web.accounts.models import User

    return User.objects.filter(email=email).first()


def last() -> Any:
    from beforehand.web.accounts.models import AccountChange

    return AccountChange.objects.first()


def fields(user: Any, **more: str) -> dict[str, str]:
    said = {"email": user.email, "name": user.name, "role": user.role, "partner": user.partner}
    return said | {"signs_for": user.signs_for, "is_active": "on"} | more


def settle(user: Any, change: Any, what: str = "confirm") -> Any:
    return client(user).post(f"/people/changes/{change.pk}/", {what: "1"})


def test_an_account_is_there_once_another_person_confirmed_it(known: Any) -> None:
    first = password(client(known["administrator"]).post("/people/new/", NEW))
    assert account(NEW["email"]) is None
    second = password(settle(known["analyst"], last()))
    made = account(NEW["email"])
    assert made.check_password(first + second)
    assert not made.check_password(first)
    assert not made.check_password(second)
    line = last()
    assert (line.password, line.half) == ("", ""), "no part of it is kept"
    assert (line.asked_by, line.settled_by) == (
        known["administrator"].email,
        known["analyst"].email,
    )


@pytest.mark.parametrize(
    "change",
    [
        {"role": "analyst"},
        {"email": "mine@pages.example"},
        {"partner": "North"},
        {"signs_for": "local_partner"},
    ],
)
def test_no_change_of_an_account_holds_before_it_is_confirmed(
    known: Any, change: dict[str, str]
) -> None:
    user, (name, value) = known["caseworker"], *change.items()
    before = getattr(user, name)
    client(known["administrator"]).post(f"/people/{user.pk}/", fields(user, **change))
    user.refresh_from_db()
    assert getattr(user, name) == before
    settle(known["analyst"], last())
    user.refresh_from_db()
    assert getattr(user, name) == value


def test_a_second_factor_stays_until_another_person_confirms_its_end(known: Any) -> None:
    from allauth.mfa.models import Authenticator

    user = known["caseworker"]
    before = user.password
    client(known["administrator"]).post(f"/people/{user.pk}/", {"reset": "1"})
    user.refresh_from_db()
    assert Authenticator.objects.filter(user=user).exists()
    assert user.password == before
    settle(known["analyst"], last())
    user.refresh_from_db()
    assert not Authenticator.objects.filter(user=user).exists()
    assert user.password != before


def test_nobody_confirms_what_they_asked_for(known: Any) -> None:
    client(known["administrator"]).post("/people/new/", NEW)
    assert settle(known["administrator"], last()).status_code == 422
    assert account(NEW["email"]) is None


@pytest.mark.parametrize("who", ["local", "campaigner", "caseworker"])
def test_other_roles_neither_read_nor_confirm(known: Any, who: str) -> None:
    client(known["administrator"]).post("/people/new/", NEW)
    assert client(known[who]).get("/people/changes/").status_code == 403
    assert settle(known[who], last()).status_code == 403
    assert account(NEW["email"]) is None


def test_what_is_refused_or_taken_back_is_never_done_and_stays_as_a_line(known: Any) -> None:
    for who in ("analyst", "administrator"):
        client(known["administrator"]).post("/people/new/", NEW)
        change = last()
        settle(known[who], change, "refuse")
        assert settle(known["analyst"], change).status_code == 422
        assert account(NEW["email"]) is None
        page = text(client(known["analyst"]).get("/people/changes/"))
        assert NEW["email"] in page
        assert "refused" in page


def test_closing_everybody_else_does_not_make_an_administrator_alone(known: Any) -> None:
    admin, analyst = known["administrator"], known["analyst"]
    client(admin).post(
        f"/people/{analyst.pk}/", {k: v for k, v in fields(analyst).items() if k != "is_active"}
    )
    analyst.refresh_from_db()
    assert not analyst.is_active, "closing lets nobody in, and holds at once"
    client(admin).post("/people/new/", NEW)
    assert account(NEW["email"]) is None
    client(admin).post(f"/people/{analyst.pk}/", fields(analyst))
    analyst.refresh_from_db()
    assert not analyst.is_active, "opening does not"


def test_a_change_of_an_account_that_has_changed_since_is_not_made(known: Any) -> None:
    user = known["caseworker"]
    client(known["administrator"]).post(f"/people/{user.pk}/", fields(user, role="analyst"))
    change = last()
    user.role = "campaigner"
    user.save()
    assert settle(known["analyst"], change).status_code == 422
    user.refresh_from_db()
    assert user.role == "campaigner"


def test_a_mail_address_that_was_taken_meanwhile_is_not_made_twice(known: Any) -> None:
    for _ in range(2):
        client(known["administrator"]).post("/people/new/", NEW)
    second, first = last(), list(type(last()).objects.all())[1]
    assert settle(known["analyst"], first).status_code == 200
    assert settle(known["analyst"], second).status_code == 422


def test_the_first_administrator_is_alone_until_somebody_else_has_signed_in(known: Any) -> None:
    known["analyst"].last_login = None
    known["analyst"].save()
    whole = password(client(known["administrator"]).post("/people/new/", NEW))
    made = account(NEW["email"])
    assert made.check_password(whole)
    assert last().state == "at once"
    client(made)
    client(known["administrator"]).post("/people/new/", NEW | {"email": "more@pages.example"})
    assert account("more@pages.example") is None, "the new analyst has signed in"


def test_what_is_done_on_the_hubs_own_machine_is_told_to_the_analyst(known: Any) -> None:
    from allauth.mfa.models import Authenticator

    from beforehand.web.accounts.models import User

    User.objects.create_superuser("root@pages.example", "a-long-sentence-of-a-password")
    known["caseworker"].set_password("another-long-sentence")
    known["caseworker"].save()
    Authenticator.objects.filter(user=known["caseworker"]).delete()
    page = text(client(known["analyst"]).get("/people/changes/"))
    lines = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)[1:4]
    factor, changed, made = (re.sub(r"<[^>]+>|\s+", " ", line) for line in lines)
    assert "root@pages.example" in made
    assert "new account" in made
    assert "password" in changed
    assert "second factor" in factor
    assert all("own machine" in line for line in (factor, changed, made))
    assert "another-long-sentence" not in page


def test_signing_in_and_changing_ones_own_password_leave_no_line(known: Any) -> None:
    from beforehand.web.accounts.models import AccountChange

    user = known["analyst"]
    user.set_password("a-long-sentence-of-a-password")
    user.save()
    before = AccountChange.objects.count()
    browser = client(user)
    given = {
        "oldpassword": "a-long-sentence-of-a-password",
        "password1": "yet-another-long-sentence",
        "password2": "yet-another-long-sentence",
    }
    assert browser.post("/accounts/password/change/", given).status_code == 302
    user.refresh_from_db()
    assert user.check_password("yet-another-long-sentence")
    assert AccountChange.objects.count() == before


def test_no_page_of_the_editor_makes_or_changes_an_account(known: Any) -> None:
    known["administrator"].is_superuser = True
    known["administrator"].save()
    browser = client(known["administrator"])
    for path in ("/pages/users/", "/pages/users/new/", f"/pages/users/edit/{known['analyst'].pk}/"):
        for answer in (browser.get(path), browser.post(path, {"email": "x@pages.example"})):
            assert answer.status_code == 302
            assert answer["Location"] == "/people/"


def test_who_may_confirm_is_told_on_their_first_page(known: Any) -> None:
    assert "wait for a second person" not in text(client(known["analyst"]).get("/"))
    client(known["administrator"]).post("/people/new/", NEW)
    assert "wait for a second person" in text(client(known["analyst"]).get("/"))
    assert "wait for a second person" not in text(client(known["administrator"]).get("/"))
