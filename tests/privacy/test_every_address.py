"""Every address of the desk, asked by everybody in every way. A new one without a rule fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from beforehand.home import Home
from beforehand.records.people import Role
from made_desk import client, people, undone
from made_pool import desk_at

A, C, W = Role.ANALYST, Role.CAMPAIGNER, Role.CASEWORKER
P, R = Role.PARTNER, Role.ADMINISTRATOR
#: Each address of ours: who may open it, and whether it is asked, posted to, or both.
RULES: dict[str, tuple[set[Role], str]] = {
    "": ({A, C, W, P, R}, "get"),
    "look.css": ({A, C, W, P, R}, "get"),
    "cases/": ({A, P}, "get"),
    "cases/give/": ({A, P}, "post"),
    "cases/links/": ({A}, "get"),
    "cases/links/decide/": ({A}, "post"),
    "cases/<str:submission_id>/receipt.txt": ({A, P}, "get"),
    "cases/<str:submission_id>/recall/": ({A, P}, "post"),
    "cases/<str:submission_id>/mark/": ({A, P}, "both"),
    "contribute/": ({A, P}, "get"),
    "contribute/give/": ({A, P}, "post"),
    "contribute/reader/<str:name>": ({A, P}, "get"),
    "contribute/keep/": ({A, P}, "post"),
    "contribute/kept/<str:mapping_id>/forget/": ({A, P}, "post"),
    "routes/": ({A, C, P}, "get"),
    "routes/saved/": ({A, C, P}, "post"),
    "routes/saved/undo/": ({A, C, P}, "post"),
    "routes/saved/<int:view_id>/": ({A, C, P}, "post"),
    "routes/saved/<int:view_id>/remove/": ({A, C, P}, "post"),
    "routes/<str:route>/": ({A, C, P}, "get"),
    "routes/<str:route>/brief.pdf": ({A, C, P}, "get"),
    "routes/<str:route>/definitions/": ({A, C, P}, "get"),
    "routes/<str:route>/hotspots/": ({A, C, P}, "get"),
    "routes/<str:route>/closely/": ({A, C, P}, "both"),
    "routes/<str:route>/places/": ({A, C, P}, "get"),
    "routes/<str:route>/places/flows.<str:kind>": ({A, C, P}, "get"),
    "routes/<str:route>/types/": ({A, C, P}, "get"),
    "routes/<str:route>/hidden/": ({A, C, P}, "get"),
    "routes/<str:route>/take/<str:what>.<str:kind>": ({A, C, P}, "get"),
    "your-view/": ({A, P}, "get"),
    "agreements/": ({A, R, P}, "get"),
    "agreements/new/": ({A, R}, "both"),
    "agreements/group/": ({A, R}, "post"),
    "agreements/<slug:name>/": ({A, R, P}, "get"),
    "agreements/<slug:name>/change/": ({A, R}, "both"),
    "agreements/<slug:name>/end/": ({A, R}, "post"),
    "claims/": ({A, C, P}, "get"),
    "claims/pin/": ({A, C, P}, "both"),
    "claims/<str:claim_id>/use/": ({A, C}, "post"),
    "claims/<str:claim_id>/retire/": ({A, C}, "post"),
    "campaigns/": ({A, C}, "get"),
    "campaigns/plan/": ({C}, "both"),
    "campaigns/<str:plan_id>/": ({A, C}, "get"),
    "campaigns/<str:plan_id>/<str:kind>.csv": ({A, C}, "get"),
    "campaigns/<str:plan_id>/files/<str:name>": ({A, C}, "get"),
    "campaigns/<str:plan_id>/stop/": ({A, C}, "post"),
    "campaigns/<str:plan_id>/read-back/": ({A, C}, "post"),
    "campaigns/<str:plan_id>/contacts/": ({A, C}, "post"),
    "proof/": ({A, C}, "get"),
    "proof/<str:plan_id>/": ({A, C}, "get"),
    "proof/<str:plan_id>/served/": ({A, C}, "post"),
    "proof/<str:plan_id>/release/": ({A, C}, "post"),
    "proof/<str:plan_id>/impact.pdf": ({A, C}, "get"),
    "proof/<str:plan_id>/plain.html": ({A, C}, "get"),
    "proof/<str:plan_id>/folder.zip": ({A, C}, "get"),
    "people/": ({R}, "get"),
    "people/new/": ({R}, "both"),
    "people/changes/": ({A, R}, "get"),
    "people/changes/<int:change_id>/": ({A, R}, "post"),
    "people/<uuid:person_id>/": ({R}, "both"),
    "inbox/": ({W}, "get"),
    "inbox/key/": ({W}, "both"),
    "inbox/sealed/<str:report>/": ({W}, "get"),
    "inbox/week/": ({W}, "post"),
    "inbox/handle/<str:report>/": ({W}, "post"),
    "inbox/delete/<str:report>/": ({W}, "post"),
    "publish/": ({C, P}, "get"),
    "publish/preview/<int:page>/<str:step>/": ({C, P}, "get"),
    "publish/sign/<int:page>/": ({P}, "post"),  # and then only who signs for somebody
    "publish/campaign/<slug:campaign>/": ({C}, "post"),
    "supporters/": ({A, C}, "get"),
    "supporters/<str:plan_id>/impact.pdf": ({A, C}, "get"),
}
#: The page editor is for whoever writes pages; accounts are decided on at /people/ alone.
EDITOR = "pages/"
ICONS_AND_WORDS = {"pages/sprite/", "pages/jsi18n/"}
ACCOUNTS = ("accounts/", "language/")
DUMMIES = {"int": "7", "uuid": "12345678-1234-5678-1234-567812345678", "slug": "x-y"}
MARKS = {"route": "XX:YY", "kind": "csv", "step": "start"}
BEFORE_SIGN_IN = {"", "login", "password/reset", "password/reset/done", "inactive", "signup"}


def addresses() -> list[str]:
    """Every pattern that leads anywhere, from the top."""
    from django.urls import URLResolver, get_resolver

    def walk(resolver: Any, before: str) -> Iterator[str]:
        for one in resolver.url_patterns:
            if isinstance(one, URLResolver):
                yield from walk(one, before + str(one.pattern))
            else:
                yield before + str(one.pattern)

    return list(dict.fromkeys(walk(get_resolver(), "")))


def filled(pattern: str) -> str:
    """An address of that pattern, which names nothing that there is."""

    def dummy(found: re.Match[str]) -> str:
        kind, _, name = found[1].rpartition(":")
        return MARKS.get(name) or DUMMIES.get(kind, "none")

    return "/" + re.sub(r"<([^<>]+)>", dummy, pattern)


def ours() -> list[str]:
    return [one for one in addresses() if not one.lstrip("^").startswith((EDITOR, *ACCOUNTS))]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def known(home: Home) -> Iterator[dict[str, Any]]:
    with undone(), desk_at(home):
        yield people()


def test_every_address_has_a_rule_and_every_rule_an_address(known: Any) -> None:
    assert set(ours()) == set(RULES)


def test_each_role_opens_what_its_rule_says_and_is_refused_the_rest(known: Any) -> None:
    for name in ("police", "analyst", "campaigner", "caseworker", "administrator"):
        browser = client(known[name])
        for pattern, (roles, way) in RULES.items():
            for asked in {"get": ["get"], "post": ["post"], "both": ["get", "post"]}[way]:
                status = getattr(browser, asked)(filled(pattern)).status_code
                may = Role(known[name].role) in roles
                if pattern == "publish/sign/<int:page>/":
                    may = False  # police sign for nobody
                    status = 403 if status == 404 else status  # no such page: told to nobody
                assert (status != 403) is may, (name, asked, pattern, status)
                assert status < 500, (name, asked, pattern)


def test_whoever_has_not_signed_in_or_has_one_factor_reaches_nothing(known: Any) -> None:
    from beforehand.web.accounts.models import User

    bare = User.objects.create_user("bare@pages.example", None, role=A)
    for pattern in [*RULES, *(one for one in addresses() if one.startswith(EDITOR))]:
        if "^" in pattern or "(" in pattern:
            continue
        for browser, place in ((client(None), "/login/"), (client(bare), "/2fa/totp/activate/")):
            for asked in ("get", "post"):
                answer = getattr(browser, asked)(filled(pattern))
                assert answer.status_code == 302, (pattern, asked)
                assert place in answer["Location"], (pattern, asked)


def test_accounts_pages_show_nothing_to_who_has_not_signed_in(known: Any) -> None:
    for pattern in addresses():
        if pattern.startswith("accounts/") and "^" not in pattern:
            answer = client(None).get(filled(pattern))
            name = pattern.removeprefix("accounts/").strip("/")
            assert answer.status_code in {200, 302}, pattern
            if answer.status_code == 200:
                assert name in BEFORE_SIGN_IN | {"password/reset/key/done", "confirm-email"}, name


def test_the_page_editor_is_the_campaigners_and_nobodys_way_to_accounts(known: Any) -> None:
    others = {name: client(known[name]) for name in ("police", "administrator")}
    for pattern in addresses():
        if not pattern.startswith(EDITOR) or "^" in pattern or "(" in pattern:
            continue
        if pattern in ICONS_AND_WORDS:
            continue
        path = filled(pattern)
        for name, browser in others.items():
            answer = browser.get(path)
            assert answer.status_code in {302, 403, 404}, (name, path, answer.status_code)
    root = known["administrator"]
    root.is_superuser = True
    root.save()
    for path in ("/pages/users/", "/pages/users/new/", "/pages/groups/", "/pages/groups/new/"):
        answer = client(root).get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/people/")
    root.is_superuser = False
    root.save()


def test_who_is_no_administrator_any_more_keeps_no_power_over_the_editor(known: Any) -> None:
    from beforehand.web.accounts.models import User

    user = User.objects.create_superuser("root@pages.example", None)
    assert User.objects.get(pk=user.pk).is_superuser
    user.role = Role.PARTNER
    user.save()
    assert not User.objects.get(pk=user.pk).is_superuser


def test_nothing_is_posted_without_the_pages_own_token(known: Any) -> None:
    from django.test import Client

    by_role = {Role(known[name].role): known[name] for name in known}
    for pattern, (roles, way) in RULES.items():
        if way == "get":
            continue
        for method in ("post", "delete"):
            forged = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
            forged.force_login(by_role[min(roles)])
            answer = getattr(forged, method)(filled(pattern), HTTP_ORIGIN="https://evil.example")
            assert answer.status_code == 403, (method, pattern)
            assert answer.headers["Cache-Control"] == "no-store"


def everything(home: Home) -> list[object]:
    """What is kept: every row of every table but sessions, every file but what is derived."""
    from django.apps import apps

    kept: list[object] = [
        (model._meta.label, row)
        for model in apps.get_models()
        if model._meta.label != "sessions.Session"
        for row in model._base_manager.order_by("pk").values()
    ]
    for row in kept:
        row[1].pop("last_login", None)  # type: ignore[index] # each is a label and a row
    derived = {"derived", ".lock", ".agreements"}
    files = [path for path in sorted(home.root.rglob("*")) if path.is_file()]
    return kept + [
        (str(path), path.read_bytes())
        for path in files
        if not derived & set(path.parts) and "drop.sqlite3" not in path.name
    ]


def test_no_asking_changes_anything_whatever_it_is_called(known: Any, home: Home) -> None:
    roles = {Role(known[name].role): client(known[name]) for name in known}
    for pattern, (may, _) in RULES.items():  # whatever is made once at the first visit
        roles[min(may)].get(filled(pattern))
    before = everything(home)
    body = "verdict=same&name=x&members=y&reset=1&replace=yes&sure=yes&figure=x&because=z"
    override = {"HTTP_X_HTTP_METHOD_OVERRIDE": "POST", "HTTP_X_METHOD_OVERRIDE": "DELETE"}
    for pattern, (may, _) in RULES.items():
        path, browser = filled(pattern), roles[min(may)]
        browser.get(f"{path}?_method=post&{body}", **override)
        for method in ("head", "put", "delete", "options"):
            answer = getattr(browser, method)(f"{path}?{body}")
            assert answer.status_code < 500, (method, path)
    assert everything(home) == before


def test_every_answer_carries_the_headers_errors_and_files_too(known: Any) -> None:
    roles = {Role(known[name].role): client(known[name]) for name in known}
    asked = [(filled(one), min(may)) for one, (may, _) in RULES.items()]
    asked += [("/none/", A), ("/people/", P), ("/accounts/login/", A), ("/contribute/reader/x", A)]
    for path, role in asked:
        for method in ("get", "post"):
            _check(getattr(roles[role], method)(path), path)
    _check(client(None).get("/accounts/login/"), "/accounts/login/")
    _check(client(None).get("/", HTTP_HOST="evil.example"), "/ of another host")


def _check(answer: Any, path: str) -> None:
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, path
    assert "unsafe-inline" not in policy, path
    if answer.status_code == 400:
        return  # another host's: a page of two words
    assert answer.headers["X-Content-Type-Options"] == "nosniff", path
    assert answer.headers["X-Frame-Options"] in {"DENY", "SAMEORIGIN"}, path
    assert answer.headers["Referrer-Policy"] == "same-origin", path
    kept = answer.headers["Cache-Control"]
    assert "no-store" in kept or kept.startswith("private"), path
    for cookie in (one for one in answer.cookies.values() if one.value):
        assert cookie["httponly"] and cookie["samesite"] in {"Lax", "Strict"}, (path, cookie.key)


def test_the_reader_of_spreadsheets_is_let_fetch_from_no_host_but_the_desks(known: Any) -> None:
    from django.http import HttpResponse
    from django.test import RequestFactory

    from beforehand.web.accounts.middleware import READER_PATH, ContentSecurityPolicy

    answering = ContentSecurityPolicy(lambda _: HttpResponse(""))
    for host, said in (("localhost", "http://localhost/static/"), ("evil.example", "'none'")):
        answer = answering(RequestFactory().get(READER_PATH, HTTP_HOST=host))
        policy = answer.headers["Content-Security-Policy"]
        assert said in policy
        assert "evil" not in policy


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", r"\\evil.example"])
def test_nobody_is_led_to_another_host(known: Any, where: str) -> None:
    browser = client(known["analyst"])
    said = [
        browser.post("/language/setlang/", {"language": "sq", "next": where}),
        browser.post("/language/setlang/", {"language": "sq"}, HTTP_REFERER=where),
        browser.get("/accounts/login/", {"next": where}),
        browser.post("/accounts/logout/", {"next": where}),
        client(None).get("/accounts/login/", {"next": where}),
        client(known["analyst"]).post("/routes/saved/", {"name": "x", "address": where}),
    ]
    for answer in said:
        assert "evil" not in answer.headers.get("Location", "")
        for cookie in answer.cookies.values():
            assert cookie["httponly"] or not cookie.value, cookie.key


@pytest.mark.parametrize(
    "address",
    [
        "\n/routes/AL:GB/",
        "/routes/AL:GB/\r\nSet-Cookie: a=b",
        " /routes/AL:GB/",
        "/\t/evil.example",
    ],
)
def test_an_address_with_signs_that_break_a_header_is_not_kept(known: Any, address: str) -> None:
    answer = client(known["analyst"]).post("/routes/saved/", {"name": "x", "address": address})
    assert (answer.status_code, answer["Location"]) == (302, "/routes/")


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost:80@evil"])
def test_another_host_than_the_desks_is_answered_nothing(known: Any, host: str) -> None:
    answer = client(known["analyst"]).get("/", HTTP_HOST=host)
    assert answer.status_code == 400
    assert b"evil" not in answer.content


def test_the_walk_finds_an_address_that_has_no_rule(known: Any) -> None:
    from django.test import override_settings
    from django.urls import clear_url_caches

    with override_settings(ROOT_URLCONF="made_urls_with_one_more"):
        clear_url_caches()
        assert set(ours()) - set(RULES) == {"cases/everything.csv"}
    clear_url_caches()
