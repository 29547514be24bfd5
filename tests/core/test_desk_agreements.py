"""Agreements at the desk: who reads, who records, what is refused, who is reminded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from beforehand import store
from beforehand.example.agreements import example_agreement
from beforehand.home import Home
from beforehand.records.agreements import Standing
from beforehand.records.people import Role
from made_agreements import agreement
from made_desk import client, people, undone
from made_pool import desk_at

TODAY = date.today()
NORTH = "Made-up Charity North (example)"
WRITERS = {"analyst", "administrator"}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[tuple[Home, dict[str, Any]]]:
    home = Home(tmp_path / "home")
    with undone(), desk_at(home):
        known = people()
        known["local"].partner = NORTH
        known["local"].save()
        known["police"].partner = "Somebody else"
        known["police"].save()
        yield home, known


def record(home: Home) -> None:
    store.record_agreement(home, example_agreement(TODAY), by="a test", today=TODAY)


def posted(**changed: Any) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": "coalition-2026",
        "title": "Sharing (made up)",
        "starts": str(TODAY),
        "ends": str(TODAY + timedelta(days=300)),
        "purposes": ["route-analysis"],
        "shared": ["coded-facts"],
        "lawful_basis": "Article 6(1)(f)",
        "special_condition": "Article 9(2)(g)",
        "impact_reference": "1",
        "impact_signed_by": "D. Example",
        "impact_signed_on": str(TODAY),
        "breach_contact": "an officer",
        "breach_hours": "24",
        "retention_months": "12",
        "made_up": "on",
        "party-TOTAL_FORMS": "3",
        "party-INITIAL_FORMS": "0",
    }
    for at, (name, flag) in enumerate((("Hub", "hub"), (NORTH, "gives"))):
        said |= {
            f"party-{at}-name": name,
            f"party-{at}-role": "joint-controller",
            f"party-{at}-country": "gb",
            f"party-{at}-{flag}": "on",
            f"party-{at}-signed_by": "A. Example",
            f"party-{at}-signed_on": str(TODAY),
        }
    return said | changed


def test_each_role_reads_its_own_agreements_and_two_roles_write(world: Any) -> None:
    home, known = world
    record(home)
    for name, user in known.items():
        page = client(user).get("/agreements/")
        one = client(user).get("/agreements/coalition/")
        if user.role not in {Role.PARTNER, Role.ANALYST, Role.ADMINISTRATOR}:
            assert (page.status_code, one.status_code) == (403, 403), name
            continue
        reads = name in WRITERS or user.partner == NORTH
        assert ("Sharing coded cases" in page.content.decode()) is reads, name
        assert one.status_code == (200 if reads else 404), name
        for path in ("/agreements/new/", "/agreements/coalition/change/"):
            expected = 200 if name in WRITERS else 403
            assert client(user).get(path).status_code == expected, (name, path)
        if name not in WRITERS:
            assert client(user).post("/agreements/coalition/end/").status_code == 403
            assert client(user).post("/agreements/group/").status_code == 403


def test_an_agreement_reads_like_the_summary_of_a_contract(world: Any) -> None:
    home, known = world
    record(home)
    page = client(known["local"]).get("/agreements/coalition/").content.decode()
    for said in (
        "in force",
        "immigration enforcement",
        "the prosecution of victims",
        "international data transfer agreement",
        "told within 24 hours",
        "An invented director",
        "made up",
    ):
        assert said in page, said
    assert "Record a new version" not in page


def test_one_is_recorded_in_the_form_and_changed_as_a_new_version(world: Any) -> None:
    home, known = world
    answer = client(known["administrator"]).post("/agreements/new/", posted())
    assert answer.status_code == 302, answer.content.decode()
    kept = store.agreement(home, "coalition-2026", TODAY)
    assert kept.standing is Standing.IN_FORCE
    assert kept.agreement.recorded_by == "administrator (administrator)"
    assert [one.name for one in kept.agreement.parties] == ["Hub", NORTH]
    change = posted(id="another", title="Changed (made up)")
    client(known["analyst"]).post("/agreements/coalition-2026/change/", change)
    kept = store.agreement(home, "coalition-2026", TODAY)
    assert (kept.agreement.version, kept.agreement.title) == (2, "Changed (made up)")
    assert len(store.recorded_agreements(home, TODAY)) == 1, "its name stays"
    form = client(known["analyst"]).get("/agreements/coalition-2026/change/").content.decode()
    assert 'value="A. Example"' in form
    assert f'value="{TODAY}"' in form


def test_what_is_missing_is_listed_and_nothing_is_in_force(world: Any) -> None:
    home, known = world
    client(known["analyst"]).post("/agreements/new/", posted(lawful_basis=""))
    page = client(known["analyst"]).get("/agreements/coalition-2026/").content.decode()
    assert "<li>the lawful basis</li>" in page
    assert store.agreement(home, "coalition-2026", TODAY).standing is Standing.UNFINISHED


@pytest.mark.parametrize("purpose", ["immigration-enforcement", "prosecution-of-victims"])
def test_a_barred_purpose_is_refused_with_its_reason(world: Any, purpose: str) -> None:
    home, known = world
    said = posted(purposes=["route-analysis", purpose])
    answer = client(known["analyst"]).post("/agreements/new/", said)
    assert answer.status_code == 422
    assert f"never used for {purpose}" in answer.content.decode()
    assert store.recorded_agreements(home, TODAY) == ()


def test_both_sides_are_reminded_on_their_home_page_and_others_are_not(world: Any) -> None:
    home, known = world
    record(home)
    for name, reminded in {
        "local": True,
        "analyst": True,
        "administrator": True,
        "police": False,
        "campaigner": False,
        "caseworker": False,
    }.items():
        page = client(known[name]).get("/").content.decode()
        assert ("days left: 45" in page) is reminded, name
        assert ("no mail is sent yet" in page) is reminded, name


def test_it_is_ended_with_a_reason_and_the_line_says_by_whom(world: Any) -> None:
    home, known = world
    record(home)
    client(known["analyst"]).post("/agreements/coalition/end/", {"because": ""})
    assert store.agreement(home, "coalition", TODAY).standing is Standing.IN_FORCE
    client(known["analyst"]).post("/agreements/coalition/end/", {"because": "North leaves"})
    page = client(known["local"]).get("/agreements/coalition/").content.decode()
    assert "North leaves" in page
    assert "analyst (analyst)" in page
    assert "over" in page


def test_groups_are_shown_to_their_members_and_made_by_the_hub(world: Any) -> None:
    home, known = world
    members = f"{NORTH}\r\nSouth\r\n"
    client(known["analyst"]).post("/agreements/group/", {"name": "inner", "members": members})
    (group,) = store.sharing_groups(home)
    assert group.members == (NORTH, "South")
    assert "inner" in client(known["local"]).get("/agreements/").content.decode()
    assert "inner" not in client(known["police"]).get("/agreements/").content.decode()
    answer = client(known["analyst"]).post("/agreements/group/", {"name": "x", "members": ""})
    assert answer.status_code == 422


def test_the_desk_takes_no_real_cases_without_an_agreement(world: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from beforehand.share.partner.container import pack

    home, known = world
    said = {
        "partner": NORTH,
        "partner_type": "NGO",
        "dataset": "cases",
        "edition": "1",
        "provenance": "real",
        "title": "Cases",
        "licence": "none",
    }

    def give() -> str:
        file = SimpleUploadedFile("a.sealed", pack([{"gender": "Masculine"}], said))
        return client(known["local"]).post("/cases/give/", {"file": file}).content.decode()

    assert "no agreement in force" in give()
    assert store.recorded_agreements(home, TODAY) == ()
    whole = agreement(NORTH, starts=TODAY, ends=TODAY + timedelta(days=99))
    store.record_agreement(home, whole, by="a test", today=TODAY)
    assert "Receipt" in give()


def test_the_giver_marks_its_cases_at_the_desk_and_the_analyst_only_more_strictly(
    world: Any,
) -> None:
    from beforehand import share
    from beforehand.records.people import shell
    from beforehand.share.partner.container import pack

    home, known = world
    said = {
        "partner": NORTH,
        "partner_type": "NGO",
        "dataset": "cases",
        "edition": "1",
        "provenance": "made-up",
        "title": "Cases",
        "licence": "none",
    }
    share.add_sealed(home, pack([{"gender": "Masculine"}], said), today=TODAY)
    (given,) = store.submissions(home, shell(TODAY))
    path = f"/cases/{given.id}/mark/"
    assert "TLP:AMBER" in client(known["local"]).get("/cases/").content.decode()
    assert client(known["police"]).get(path).status_code == 404
    assert client(known["campaigner"]).get(path).status_code == 403
    strict = {"tlp": "RED", "group": "", "embargo_until": "2099-01-01"}
    assert client(known["analyst"]).post(path, strict).status_code == 302
    looser = client(known["analyst"]).post(path, {"tlp": "GREEN", "shows_name": "on"})
    assert "only be made stricter here" in looser.content.decode()
    page = client(known["analyst"]).get("/cases/").content.decode()
    for part in ("TLP:RED", "from 1 Jan 2099", "not named"):
        assert part in page, part
    client(known["local"]).post(path, {"tlp": "GREEN", "shows_name": "on"})
    (given,) = store.submissions(home, shell(TODAY))
    assert (given.marking.tlp.value, given.marking.embargo_until) == ("GREEN", None)
