"""A view is kept under a name by one person, and only an address of ours is ever kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from made_desk import client, people, undone
from made_pool import COALITION, desk_at, pooled

VIEW = f"/routes/AL:GB/?source={COALITION}&gender=Masculine"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with undone(), desk_at(pooled(tmp_path_factory.mktemp("home"), date.today())):
        yield people()


def save(known: dict[str, Any], who: str, name: str, address: str = VIEW) -> Any:
    return client(known[who]).post("/routes/saved/", {"name": name, "address": address})


def listed(known: dict[str, Any], who: str) -> str:
    return str(client(known[who]).get("/routes/").content.decode())


def test_a_view_is_saved_for_oneself_opened_and_removed(known: Any) -> None:
    assert save(known, "analyst", "Men, all partners")["Location"] == VIEW
    page = listed(known, "analyst")
    assert "Men, all partners" in page
    assert VIEW.replace("&", "&amp;") in page
    assert "Men, all partners" not in listed(known, "campaigner")
    from beforehand.web.desk.models import SavedView

    kept = SavedView.objects.get(name="Men, all partners")
    client(known["campaigner"]).post(f"/routes/saved/{kept.pk}/remove/")
    assert "Men, all partners" in listed(known, "analyst")
    client(known["analyst"]).post(f"/routes/saved/{kept.pk}/remove/")
    assert "Men, all partners" not in listed(known, "analyst")


def test_the_same_name_replaces(known: Any) -> None:
    save(known, "analyst", "One")
    save(known, "analyst", "One", "/routes/AL:GB/places/")
    assert listed(known, "analyst").count(">One<") == 1


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/routes/AL:GB/",
        "//elsewhere.example/routes/AL:GB/",
        "javascript:alert(1)",
        "/people/",
        "/routes/AL:GB/../../people/",
        "/routes/AL:GB/?x=" + "y" * 2000,
    ],
)
def test_no_other_address_is_kept(known: Any, address: str) -> None:
    answer = save(known, "analyst", "Trap", address)
    assert answer["Location"] == "/routes/"
    assert "Trap" not in listed(known, "analyst")


def test_a_saved_view_shows_what_its_reader_may_see(known: Any) -> None:
    more = f"{VIEW}&exploitation=ForcedCriminality"
    assert save(known, "campaigner", "Too far", more)["Location"] == more
    assert client(known["campaigner"]).get(more).status_code == 422


def test_roles_without_routes_save_none(known: Any) -> None:
    assert save(known, "caseworker", "Mine").status_code == 403


def kept(name: str) -> Any:
    from beforehand.web.desk.models import SavedView

    return SavedView.objects.get(name=name)


def change(known: dict[str, Any], who: str, view: Any, **said: str) -> Any:
    return client(known[who]).post(f"/routes/saved/{view.pk}/", said)


def test_a_view_is_renamed_by_its_owner_alone(known: Any) -> None:
    save(known, "analyst", "Before")
    view = kept("Before")
    change(known, "campaigner", view, name="Hijacked")
    change(known, "analyst", view, name="After")
    page = listed(known, "analyst")
    assert ">After<" in page
    assert "Hijacked" not in page
    save(known, "analyst", "Taken")
    change(known, "analyst", view, name="Taken")
    assert kept("After").pk == view.pk


def test_a_shared_view_is_in_the_list_of_the_same_role_and_organisation(known: Any) -> None:
    for name, partner in (("local", "North"), ("adviser", "North"), ("police", "Met")):
        known[name].partner = partner
        known[name].save()
    save(known, "local", "Ours")
    assert "Ours" not in listed(known, "adviser")
    change(known, "local", kept("Ours"), name="Ours", shared="on")
    assert "Ours" in listed(known, "adviser")
    assert "Ours" not in listed(known, "police")
    assert "Ours" not in listed(known, "analyst")
    client(known["adviser"]).post(f"/routes/saved/{kept('Ours').pk}/remove/")
    assert "Ours" in listed(known, "local")
    change(known, "local", kept("Ours"), name="Ours")
    assert "Ours" not in listed(known, "adviser")


def test_what_was_removed_can_be_put_back(known: Any) -> None:
    save(known, "analyst", "Precious")
    sitting = client(known["analyst"])
    removed = sitting.post(f"/routes/saved/{kept('Precious').pk}/remove/", follow=True)
    assert "“Precious” was removed." in removed.content.decode()
    back = sitting.post("/routes/saved/undo/", follow=True).content.decode()
    assert ">Precious<" in back
    assert "was removed" not in back


def test_whoever_has_saved_nothing_is_told_how(known: Any) -> None:
    assert "choose “Save this view”" in listed(known, "police")
