"""The planner at the desk: designs, weights, urgent places, uploads, plans that follow plans."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from beforehand import gazetteer, store
from beforehand.home import Home
from beforehand.records.plan import Arm, DesignKind, Plan
from core.test_desk_campaigns import ASKED, plan_by_form, shown, text_of
from made_desk import client, people, undone
from made_pool import desk_at, pooled

STEPPED = {"design": "stepped", "waves": "3", "weeks": "9"}
WAITING = "do not pass this page on"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return pooled(tmp_path_factory.mktemp("home"), date.today())


@pytest.fixture(scope="module")
def known(base: Home) -> Iterator[dict[str, Any]]:
    with undone(), desk_at(base):
        yield people()


@pytest.fixture
def home(base: Home) -> Iterator[Home]:
    yield base
    for path in (base.records / "plan").glob("*.json"):
        path.unlink()


def sealed(known: dict[str, Any], home: Home, **changed: Any) -> Plan:
    answer = plan_by_form(known, **changed)
    assert answer.status_code == 302, text_of(answer.content.decode())[-900:]
    return next(one for one in store.saved(home, Plan) if one.id in answer["Location"])


def counts(days: int = 112) -> Any:
    """An uploaded history: three contacts a week everywhere, more in the larger places."""
    first = date(2026, 8, 3)
    rows = [
        f"{place.code},{first + timedelta(days=7 * week)},{_often(place.population) + week % 2}"
        for place in gazetteer.places("municipality", "AL")
        for week in range(days // 7)
    ]
    return io.BytesIO("\n".join(["location,date,Y", *rows]).encode())


def _often(population: int) -> int:
    return 3 + population // 40_000


def test_looking_shows_power_and_order_and_keeps_nothing(known: Any, home: Home) -> None:
    upload = counts()
    upload.name = "contacts.csv"
    page = client(known["campaigner"]).post(
        "/campaigns/plan/", ASKED | {"look": "yes", "history": upload}
    )
    text = text_of(page.content.decode())
    assert page.status_code == 200
    assert "16 places and 12 weeks of history, it can find a change to" in text
    assert "Without any effect it errs in" in text
    assert "would do so under every other weighting tried" in text
    assert "Kept in this page: contacts.csv" in text
    assert "arm-held-out" not in page.content.decode(), "nobody may draw until it pleases"
    assert store.saved(home, Plan) == ()


def test_a_stepped_plan_shows_who_begins_when_and_a_map_of_waves(known: Any, home: Home) -> None:
    plan = sealed(known, home, **STEPPED)
    assert plan.lots.design is DesignKind.STEPPED
    page = shown(known, f"/campaigns/{plan.id}/")
    text = text_of(page)
    assert "16 places get it in 3 waves, in an order drawn by lot" in text
    for first in plan.lots.waves:
        assert f"{first.day} {first:%B %Y}" in text
    for shade in ("shade5", "shade3"):
        assert f"area {shade}" in page
    assert page.count('class="leak"') == text.count(" beside ") > 0
    assert WAITING in text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"design": "matched", "group": "2"}, "By lot within groups of places alike."),
        ({"design": "arms", "treated": ""}, "Which message where"),
        ({"design": "picked", "picked": "Kukës\nHas", "treated": ""}, "and not proved."),
        ({"design": "complete", "buffer": "apart", "candidates": "8", "treated": "4"}, "By lot:"),
    ],
)
def test_every_design_can_be_planned_and_says_what_it_is(
    known: Any, home: Home, asked: dict[str, str], said: str
) -> None:
    plan = sealed(known, home, **asked)
    assert plan.lots.design.value == asked["design"]
    assert said in text_of(shown(known, f"/campaigns/{plan.id}/"))


def test_a_changed_plan_is_a_new_one_and_both_point_to_each_other(known: Any, home: Home) -> None:
    first = sealed(known, home)
    form = shown(known, f"/campaigns/plan/?replaces={first.id}")
    assert "A sealed plan is never changed." in form
    second = sealed(known, home, replaces=first.id, weight_people="3", weight_change="0")
    assert second.weights["people_on_route"] == 3
    assert second.replaces == first.id
    assert f"/campaigns/{second.id}/" in shown(known, f"/campaigns/{first.id}/")
    assert f"/campaigns/{first.id}/" in shown(known, f"/campaigns/{second.id}/")
    listed = shown(known, "/campaigns/")
    assert first.id in listed
    assert second.id in listed
    assert listed.count("replaced by a later plan") == 1


def test_an_urgent_place_is_warned_with_who_asked_and_why(known: Any, home: Home) -> None:
    told = {"urgent": "Has", "urgent_by": "Shembull, Kukës", "urgent_why": "Two visits this week."}
    plan = sealed(known, home, **told)
    (has,) = [one for one in plan.places if one.place.name == "Has"]
    assert has.arm is Arm.EXEMPT
    assert has.place.code not in plan.lots.candidates
    (kept,) = plan.exemptions
    assert (kept.place, kept.partner, kept.reason) == (
        has.place.code, "Shembull, Kukës", "Two visits this week.",
    )  # fmt: skip
    assert "Has: Shembull, Kukës. Two visits this week." in text_of(
        shown(known, f"/campaigns/{plan.id}/")
    ).replace(" :", ":")


def test_an_uploaded_reason_counts_and_unknown_places_are_named(known: Any, home: Home) -> None:
    upload = io.BytesIO("place,unemployment\nKukës,31\nHas,28\nTropojë,30\nTiranë,12\n".encode())
    upload.name = "reasons.csv"
    plan = sealed(known, home, covariates=upload)
    assert plan.weights["unemployment"] > 0
    bad = io.BytesIO(b"place,unemployment\nKukes,31\nAtlantis,2\n")
    bad.name = "reasons.csv"
    answer = plan_by_form(known, covariates=bad)
    assert answer.status_code == 422
    assert "Atlantis" in answer.content.decode()


def test_a_doubtful_name_is_a_choice_and_nothing_is_guessed(known: Any, home: Home) -> None:
    kept = {
        "covariates_kept": "place,unemployment\nTiran,31\nHas,28\n",
        "covariates_name": "reasons.csv",
        "commuting_kept": "from,to,people\nHas,Tiran,900\n",
        "commuting_name": "way.csv",
    }
    answer = plan_by_form(known, **kept)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'name="meant:Tiran"' in page
    assert '<option value="" selected>' in page
    assert '<option value="Tiranë">Tiranë (nearest)</option>' in page
    assert not list(store.saved(home, Plan))
    said = {"meant:Tiran": "Tiranë"}
    looked = plan_by_form(known, **kept, **said, look="yes").content.decode()
    assert "“Tiran” is taken for Tiranë." in looked
    assert '<input type="hidden" name="meant:Tiran" value="Tiranë">' in looked
    plan = sealed(known, home, **kept, **said)
    assert "unemployment" in plan.weights
    assert plan.lots.commuting is not None
    assert [one.people for one in plan.lots.commuting.crossings] == [900]
    # Another file is asked about anew, and a place that is none is no answer.
    upload = io.BytesIO(b"place,unemployment\nTiran,31\nHas,28\n")
    upload.name = "other.csv"
    assert plan_by_form(known, covariates=upload, **said).status_code == 422
    assert plan_by_form(known, **kept, **{"meant:Tiran": "Atlantis"}).status_code == 422


OWN = (
    "version,language,theme,headline,text,call_to_action\n"
    "debt-b,sq,debt,Para se të paguash,Pyet sa dhe kujt.,Kontrollo\n"
    "debt-b,en,debt,Before you pay,Ask how much and to whom.,Check\n"
)
HELP = "helpline,contacts_a_week,usual_a_week,contacts_per_1000,source\nLinja,40,10,2,asked by us\n"


def test_own_messages_and_what_help_can_take_are_planned_with_and_outlive_a_change(
    known: Any, home: Home
) -> None:
    uploads = {"messages_kept": OWN, "messages_name": "m.csv", "capacity_kept": HELP}
    first = sealed(known, home, **uploads)
    assert {one.version for one in first.messages} == {"debt-b"}
    assert [one.contacts_a_week for one in first.capacity] == [40]
    assert "Ask how much and to whom." in shown(known, f"/campaigns/{first.id}/")
    second = sealed(known, home, replaces=first.id, weight_people="3")
    assert (second.messages, second.capacity) == (first.messages, first.capacity)
    bad = {"capacity_kept": HELP.replace("40", "many"), "capacity_name": "help.csv"}
    answer = plan_by_form(known, **bad)
    assert answer.status_code == 422
    assert "help.csv" in answer.content.decode()


def test_a_page_that_draws_between_messages_is_planned_shown_and_kept_in_a_change(
    known: Any, home: Home
) -> None:
    first = sealed(known, home, drawn="debt-a\ncontract-a")
    assert first.draw is not None
    assert first.draw.versions == ("debt-a", "contract-a")
    assert first.draw.looks[-1] == first.window.end
    page = text_of(shown(known, f"/campaigns/{first.id}/"))
    assert "Draws between debt-a, contract-a at each visit" in page
    form = shown(known, f"/campaigns/plan/?replaces={first.id}")
    assert "debt-a\ncontract-a</textarea>" in form
    again = sealed(known, home, drawn="debt-a\ncontract-a", weeks="10", replaces=first.id)
    assert again.draw is not None
    assert again.draw.looks[-1] == again.window.end != first.window.end
    assert sealed(known, home, replaces=again.id, title="Without").draw is None
    refused = plan_by_form(known, drawn="debt-a\nnowhere")
    assert refused.status_code == 422
    assert "nowhere is no version to draw" in text_of(refused.content.decode())


def test_the_seed_that_stands_in_the_form_is_one_of_too_many_to_be_tried(known: Any) -> None:
    """A plan's hash is published: who can rebuild the plan could try a billion of them."""
    pages = (shown(known, "/campaigns/plan/") for _ in range(3))
    seeds = [int(re.findall(r'name="seed" value="(\d+)"', page)[0]) for page in pages]
    assert max(seeds) > 10**9


def test_small_counts_of_an_uploaded_history_are_withheld_from_campaigners(
    known: Any, home: Home
) -> None:
    few = "\n".join(
        f"{place.code},{date(2026, 8, 3) + timedelta(days=7 * week)},{int(week < at % 7)}"
        for at, place in enumerate(gazetteer.places("municipality", "AL"))
        for week in range(16)
    )
    plan = sealed(known, home, history_kept=f"location,date,Y\n{few}", history_name="c.csv")
    by_analyst = shown(known, f"/campaigns/{plan.id}/", "analyst")
    page = shown(known, f"/campaigns/{plan.id}/")
    assert "withheld" not in by_analyst
    assert "withheld" in page
    assert "–" in by_analyst.split("<tbody>")[2], "the order under other weights"
    for row in page.split("<tbody>")[-2:]:
        cells = text_of(row)
        assert "withheld withheld" in cells


def test_one_person_stops_a_campaign_and_lets_it_go_on_with_a_reason(
    known: Any, home: Home
) -> None:
    plan = sealed(known, home)
    browser = client(known["analyst"])
    at = f"/campaigns/{plan.id}"
    assert "Campaign" in browser.get(f"{at}/files/google.csv").content.decode("utf-16")
    assert browser.get(f"{at}/files/secret.csv").status_code == 404
    browser.post(f"{at}/stop/", {"cause": "complaints", "reason": " "})
    assert browser.get(f"{at}/files/google.csv").status_code == 200, "not without a reason"
    browser.post(f"{at}/stop/", {"cause": "complaints", "reason": "A family was named."})
    page = shown(known, f"{at}/")
    assert "A family was named." in page
    assert "No file is given out" in page
    assert "files/google.csv" not in page
    for name in ("google.csv", "posters.html"):
        assert browser.get(f"{at}/files/{name}").status_code == 409
    browser.post(f"{at}/stop/", {"resume": "yes", "cause": "complaints", "reason": "Deleted."})
    assert browser.get(f"{at}/files/google.csv").status_code == 200


def test_a_report_that_is_none_is_refused_in_a_sentence(known: Any, home: Home) -> None:
    plan = sealed(known, home)
    file = io.BytesIO(b"a,b\n1,2\n")
    file.name = "report.csv"
    answer = client(known["campaigner"]).post(
        f"/campaigns/{plan.id}/read-back/", {"file": file}, follow=True
    )
    assert 'class="error"' in answer.content.decode()
    assert "No report of a platform was read yet." in answer.content.decode()
