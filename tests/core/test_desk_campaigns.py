"""Campaigns and proof on the desk: planned by lot, shown when over, released once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from beforehand import campaign, charts, programme, store
from beforehand.home import Home
from beforehand.records.plan import Arm, Plan
from beforehand.records.release import LedgerLine
from beforehand.records.running import Brake
from made_desk import client, people, undone
from made_pool import COALITION, desk_at, measured, planned, pooled

ASKED = {
    "title": "Check before you go",
    "campaign": "pune",
    "route": "AL:GB",
    "source": COALITION,
    "design": "rerandomised",
    "kind": "municipality",
    "age_from": "18",
    "age_to": "34",
    "gender": "men",
    "platforms": "Facebook",
    "candidates": "16",
    "treated": "8",
    "start": "2027-03-01",
    "weeks": "4",
    "budget_eur": "4000",
    "seed": "7",
    "sponsor": "Example Coalition (made up)",
    "charity_number": "000000 (made up)",
    "local_partner": "Example Association, Kukës (made up)",
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return pooled(tmp_path_factory.mktemp("home"), date.today())


@pytest.fixture(scope="module")
def known(base: Home) -> Iterator[dict[str, Any]]:
    with undone(), desk_at(base):
        yield people()


@pytest.fixture
def home(base: Home) -> Iterator[Home]:
    """The pool without a record of any campaign, before and after."""
    import shutil

    shutil.rmtree(base.records, ignore_errors=True)
    yield base
    shutil.rmtree(base.records, ignore_errors=True)


def plan_by_form(known: dict[str, Any], **changed: str) -> Any:
    return client(known["campaigner"]).post("/campaigns/plan/", ASKED | changed)


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


def shown(known: dict[str, Any], path: str, role: str = "campaigner") -> str:
    return str(client(known[role]).get(path).content.decode())


def test_the_form_draws_the_lots_and_seals_the_plan(known: Any, home: Home) -> None:
    answer = plan_by_form(known)
    (plan,) = store.saved(home, Plan)
    assert answer["Location"] == f"/campaigns/{plan.id}/"
    assert campaign.seal(plan) == plan.id
    arms = [one.arm for one in plan.places]
    assert (arms.count(Arm.TREATED), arms.count(Arm.HELD_OUT)) == (8, 8)
    assert plan.window.end - plan.window.start == timedelta(days=27)
    assert plan.made_up
    assert plan.need_figures, "the coalition records where people come from"


def test_the_form_stands_with_defaults_that_plan_a_campaign(known: Any, home: Home) -> None:
    page = shown(known, "/campaigns/plan/")
    fields = dict(
        re.findall(r'<input type="(?:text|number|date)" name="(\w+)" value="([^"]*)"', page)
    )
    unlike = {"source", "kind", "design", "gender", "platforms"}
    assert fields.keys() >= ASKED.keys() - unlike
    (design,) = re.findall(r'name="design" value="(\w+)"[^>]* checked', page)
    assert design == "stepped"
    posted = ASKED | fields | {"design": design}
    assert client(known["campaigner"]).post("/campaigns/plan/", posted).status_code == 302


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"treated": "16"}, "cannot be treated with some held out"),
        ({"design": "stepped", "waves": "9"}, "less than a week between its waves"),
        ({"urgent": "Has"}, "Say which partner asks, and why."),
        ({"urgent": "Nowhere", "urgent_by": "A", "urgent_why": "B"}, "Nowhere"),
        ({"route": "AL"}, "is not a route"),
        ({"campaign": "Not A Slug"}, "errorlist"),
        ({"weeks": "0"}, "errorlist"),
        ({"source": "real:case-level"}, "errorlist"),
        ({"budget_eur": "NaN"}, "errorlist"),
    ],
)
def test_what_no_plan_could_mean_is_refused_and_nothing_is_kept(
    known: Any, home: Home, changed: dict[str, str], said: str
) -> None:
    answer = plan_by_form(known, **changed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert store.saved(home, Plan) == ()


def test_only_a_campaigner_plans(known: Any, home: Home) -> None:
    assert client(known["analyst"]).post("/campaigns/plan/", ASKED).status_code == 403
    assert 'name="budget_eur"' not in shown(known, "/campaigns/", "analyst")
    assert client(known["analyst"]).get("/campaigns/plan/").status_code == 403
    assert store.saved(home, Plan) == ()


def test_the_plans_page_tells_who_was_drawn_and_by_which_rule(known: Any, home: Home) -> None:
    plan = planned(home, date.today() + timedelta(days=40))
    page = shown(known, f"/campaigns/{plan.id}/")
    text = text_of(page)
    assert plan.id in text
    assert f"Seed {plan.lots.seed}" in text
    smallest = charts.p_value(campaign.smallest_p(plan.lots))
    assert f"Smallest p that it can give {smallest}" in text
    assert "do not pass this page on" in text
    for one in plan.places:
        assert one.place.name.replace("'", "&#x27;") in page
    assert page.count("arm arm-treated") == 8
    assert page.count("arm arm-held-out") == 8
    assert page.count("area hatch") == 8
    for message in plan.messages:
        assert message.version in text
    assert page.count('class="phone" lang="sq"') == page.count('class="phone" lang="en"') == 3
    assert text.count("Shembull") >= 6, "the sponsor stands on every post"
    for note in campaign.check(plan):
        assert str(note)[:40] in text.replace("&quot;", '"').replace("&#x27;", "'")


@pytest.mark.parametrize("kind", ["meta", "plain", "links"])
def test_the_files_are_those_of_the_core(known: Any, home: Home, kind: str) -> None:
    from django.conf import settings

    plan = planned(home, date.today() + timedelta(days=40))
    answer = client(known["campaigner"]).get(f"/campaigns/{plan.id}/{kind}.csv")
    made = campaign.links(plan, settings.PUBLIC_URL)
    assert answer.content == getattr(campaign, f"{kind}_csv")(made)
    assert answer["Content-Disposition"] == f'attachment; filename="pune-{kind}.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) > 8


def test_a_stopped_campaign_gives_out_no_file(known: Any, home: Home) -> None:
    plan = planned(home, date.today() + timedelta(days=40))
    now = datetime.now(tz=UTC)
    stop = Brake(
        plan_id=plan.id, stops=True, who="Ana", at=now, cause="complaints", reason="Threats"
    )
    store.save(home, stop)
    answer = client(known["campaigner"]).get(f"/campaigns/{plan.id}/meta.csv")
    assert answer.status_code == 409
    assert "Threats" in answer.content.decode()


def test_a_plan_or_a_file_that_there_is_not_is_not_found(known: Any, home: Home) -> None:
    plan = planned(home, date.today())
    browser = client(known["campaigner"])
    for path in ("/campaigns/abc/", f"/campaigns/{plan.id}/other.csv", "/proof/abc/"):
        assert browser.get(path).status_code == 404


# --- proof -----------------------------------------------------------------------------------


def test_no_effect_is_shown_before_the_end_even_if_results_are_there(
    known: Any, home: Home
) -> None:
    plan = planned(home, date.today())
    measured(home, plan)
    page = shown(known, f"/proof/{plan.id}/")
    assert "No effect is shown before the end" in page
    assert "×" not in page
    assert "impact.pdf" not in page
    answer = client(known["analyst"]).post(f"/proof/{plan.id}/release/", follow=True)
    assert 'class="error"' in answer.content.decode()
    assert programme.released_impacts(home) == ()


def test_the_held_out_places_are_named_once_somebody_records_that_they_had_the_campaign(
    known: Any, home: Home
) -> None:
    plan = planned(home, date.today() - timedelta(days=1))
    measured(home, plan)
    named = [one.place.name for one in plan.places if one.arm is Arm.HELD_OUT]
    browser = client(known["campaigner"])
    browser.post(f"/proof/{plan.id}/release/")
    assert programme.released_impact(home, plan.id).payload.places_held_out == ()
    page = shown(known, f"/proof/{plan.id}/")
    assert f"the {len(named)} places that were held out" in page
    assert "Release the report anew" not in page
    browser.post(f"/proof/{plan.id}/served/")
    page = shown(known, f"/proof/{plan.id}/")
    assert "They have had the campaign too" in page
    assert "Release the report anew" in page
    browser.post(f"/proof/{plan.id}/release/")
    assert set(programme.released_impact(home, plan.id).payload.places_held_out) == set(named)
    browser.post(f"/proof/{plan.id}/served/", {"not_yet": "yes"})
    assert not programme.all_served(home, plan)
    browser.post(f"/proof/{plan.id}/release/")
    assert programme.released_impact(home, plan.id).payload.places_held_out == ()


def test_without_results_the_page_says_so(known: Any, home: Home) -> None:
    plan = planned(home, date.today() - timedelta(days=1))
    assert "nothing has been measured" in shown(known, f"/proof/{plan.id}/")


def test_a_campaign_that_is_over_shows_its_effect_and_its_delivery_apart(
    known: Any, home: Home
) -> None:
    plan = planned(home, date.today() - timedelta(days=1))
    results = measured(home, plan)
    report = programme.weigh_impact(home, plan, date.today())
    page = shown(known, f"/proof/{plan.id}/")
    assert str(report.payload.effects[0].outcome) in page
    assert f"{report.payload.effects[0].assignments:,}" in page
    assert 'class="impact"' in page
    assert "never called an effect" in page
    reached = sum(one.reached for one in results.delivery.platform if one.spent_eur)
    assert f"{reached:,}" in page
    assert plan.id[:12] in page


def test_looking_releases_nothing_and_releasing_writes_one_line(known: Any, home: Home) -> None:
    plan = planned(home, date.today() - timedelta(days=1))
    measured(home, plan)
    browser = client(known["analyst"])
    browser.get(f"/proof/{plan.id}/")
    assert store.saved(home, LedgerLine) == ()
    assert browser.get(f"/proof/{plan.id}/impact.pdf").status_code == 404
    assert "released yet" in shown(known, "/supporters/")
    browser.post(f"/proof/{plan.id}/release/")
    (line,) = store.saved(home, LedgerLine)
    (released,) = programme.released_impacts(home)
    assert line.release_id == released.id
    browser.post(f"/proof/{plan.id}/release/")
    assert len(store.saved(home, LedgerLine)) == 1, "the same report again is the same line"


def test_a_released_report_is_given_to_supporters_in_both_languages(known: Any, home: Home) -> None:
    plan = planned(home, date.today() - timedelta(days=1))
    measured(home, plan)
    programme.impact_of(home, plan, date.today())
    page = shown(known, "/supporters/")
    assert plan.title in page
    assert "made up" in page
    pdfs = {}
    for where in (f"/supporters/{plan.id}", f"/proof/{plan.id}"):
        for language in ("en", "sq"):
            answer = client(known["analyst"]).get(f"{where}/impact.pdf?language={language}")
            assert answer["Content-Type"] == "application/pdf"
            pdfs[where, language] = answer.content
    assert pdfs[f"/supporters/{plan.id}", "en"] == pdfs[f"/proof/{plan.id}", "en"]
    assert pdfs[f"/proof/{plan.id}", "en"] != pdfs[f"/proof/{plan.id}", "sq"]


def test_a_released_report_is_taken_in_plain_words_and_as_the_folder_of_a_funder(
    known: Any, home: Home, tmp_path: Any
) -> None:
    import io
    import zipfile

    from beforehand import prove

    plan = planned(home, date.today() - timedelta(days=1))
    measured(home, plan)
    browser = client(known["analyst"])
    assert browser.get(f"/proof/{plan.id}/folder.zip").status_code == 404
    programme.impact_of(home, plan, date.today())
    plain = browser.get(f"/proof/{plan.id}/plain.html?language=sq")
    assert plain["Content-Disposition"].startswith("attachment")
    assert 'lang="sq"' in plain.content.decode()
    twice = [browser.get(f"/proof/{plan.id}/folder.zip").content for _ in range(2)]
    assert twice[0] == twice[1]
    zipfile.ZipFile(io.BytesIO(twice[0])).extractall(tmp_path / "given")
    assert prove.read_published(tmp_path / "given")[0].payload.plan_id == plan.id
    assert "Finished campaigns side by side" in shown(known, "/proof/")


def test_a_report_does_not_name_the_places_held_out(known: Any, home: Home) -> None:
    plan = planned(home, date.today() - timedelta(days=1))
    measured(home, plan)
    page = shown(known, f"/proof/{plan.id}/")
    held_out = [one.place.name for one in plan.places if one.arm is Arm.HELD_OUT]
    warned = [one.place.name for one in plan.places if one.arm is Arm.TREATED]
    assert all(name in page for name in warned)
    assert not [name for name in held_out if re.search(rf"\b{re.escape(name)}\b", page)]
