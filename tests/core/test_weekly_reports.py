"""Weekly counts by place: what the server takes from a caseworker's browser, and what never."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from beforehand import campaign, programme, store
from beforehand.home import Home
from beforehand.records.plan import Window
from beforehand.records.reach import WeeklyReports
from made_desk import PEOPLE, client, example, people, undone
from made_pool import desk_at
from made_weeks import HAS, HELD_OUT, KUKES, MAT, SLUG, last_week, plan_of_weeks, send

WEEK = last_week()
COUNTY, COUNTRY = "AL-07", "AL"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A week of 60 reports for places and one of 12 a week earlier, and two caseworkers."""
    from beforehand.web.drop import open_drop

    home = Home(tmp_path_factory.mktemp("home"))
    with undone(), desk_at(home):
        accounts = people()
        example(accounts)
        store.save(home, plan_of_weeks())
        drop = open_drop(home.drop)
        keys = [accounts["caseworker"].report_key.recipient]
        gone = send(drop, keys, {KUKES: 60}, WEEK + timedelta(days=6))
        drop.delete_report(gone[0])  # that it came stays counted
        send(drop, keys, {KUKES: 12}, WEEK - timedelta(days=1))
        drop.close()
        yield accounts | {"home": home}


@pytest.fixture(autouse=True)
def nothing_given(known: Any) -> Iterator[None]:
    yield
    for path in (known["home"].records / "weeklyreports").glob("*.json"):
        path.unlink()


def give(known: Any, *counts: Any, who: str = "caseworker", **said: Any) -> Any:
    sent = {"campaign": SLUG, "week": WEEK.isoformat(), "counts": json.dumps(counts), **said}
    return client(known[who]).post("/inbox/week/", sent)


def kept(known: Any) -> tuple[WeeklyReports, ...]:
    return programme.weekly_reports(known["home"], SLUG)


def test_counts_that_tell_of_no_few_people_are_kept_with_nothing_beside_them(known: Any) -> None:
    assert give(known, [KUKES, 30], [COUNTY, 11], text="kanarina").status_code == 204
    (path,) = Path(known["home"].records / "weeklyreports").glob("*.json")
    assert json.loads(path.read_bytes()) == {
        "campaign": SLUG,
        "week": WEEK.isoformat(),
        "counts": [{"place": KUKES, "reports": 30}, {"place": COUNTY, "reports": 11}],
        "given_by": str(known["caseworker"].pk),
        "given_on": kept(known)[0].given_on.isoformat(),
    }


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ([[KUKES, 10]], "one is under 11"),
        ([[KUKES, 30], [HAS, 1]], "one is under 11"),
        ([[KUKES, 0]], "one is under 11"),
        ([[KUKES, 61]], "more than the reports that came"),
        ([[KUKES, 50]], "fewer than 11 reports would be left over"),
        ([[KUKES, 59]], "fewer than 11 reports would be left over"),
        ([[KUKES, 20], [KUKES, 20]], "stands twice"),
        ([[HELD_OUT, 20]], "is not one of this campaign"),
        ([["GB", 20]], "is not one of this campaign"),
        ([], "there is none"),
    ],
)
def test_what_could_tell_of_few_people_or_cannot_be_is_refused(
    known: Any, counts: list[Any], why: str
) -> None:
    answer = give(known, *counts)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert kept(known) == ()


@pytest.mark.parametrize(
    "said",
    [
        {"counts": "[[" + '"AL132"' + ", 30.0]]"},
        {"counts": '[["AL132", true]]'},
        {"counts": '{"AL132": 30}'},
        {"counts": "kanarina"},
        {"week": "soon"},
        {"campaign": "../x"},
    ],
)
def test_what_our_page_does_not_send_is_refused(known: Any, said: dict[str, str]) -> None:
    assert give(known, **said).status_code == 422
    assert kept(known) == ()


@pytest.mark.parametrize("days", [7, 1, -1, 700])
def test_a_week_that_is_not_over_or_is_none_is_refused(known: Any, days: int) -> None:
    answer = give(known, [KUKES, 30], week=(WEEK + timedelta(days=days)).isoformat())
    assert answer.status_code == 422
    assert kept(known) == ()


def test_all_of_a_week_may_be_given_and_another_week_beside_it(known: Any) -> None:
    assert give(known, [KUKES, 40], [COUNTRY, 20]).status_code == 204
    before = (WEEK - timedelta(days=7)).isoformat()
    assert give(known, [KUKES, 12], week=before).status_code == 204
    assert [one.week.isoformat() for one in kept(known)] == [before, WEEK.isoformat()]


def test_a_week_is_given_once_whoever_gives_it(known: Any) -> None:
    assert give(known, [KUKES, 30]).status_code == 204
    for who in ("caseworker", "second"):
        answer = give(known, [KUKES, 31], who=who)
        assert "they were given before" in answer.content.decode()
    assert len(kept(known)) == 1
    page = client(known["second"]).get("/inbox/").content.decode()
    assert f'data-week="{WEEK.isoformat()}"' not in page
    assert "Kukës 30" in page
    assert "caseworker" in page


def test_a_place_of_another_campaign_is_not_this_ones(known: Any) -> None:
    from beforehand.web.drop import open_drop

    drop = open_drop(known["home"].drop)
    send(drop, [known["second"].report_key.recipient], {MAT: 30}, WEEK, slug="tjeter")
    drop.close()
    assert "not one of this campaign" in give(known, [MAT, 30], campaign="tjeter").content.decode()


def test_campaign_staff_see_the_counts_as_delivery_on_the_plans_page(known: Any) -> None:
    plan = replace(
        plan_of_weeks(), window=Window(start=WEEK, end=WEEK + timedelta(days=27), history_days=28)
    )
    plan = replace(plan, id=campaign.seal(plan))
    store.save(known["home"], plan)
    before = (WEEK - timedelta(days=7)).isoformat()
    give(known, [KUKES, 30], [COUNTY, 11])
    give(known, [KUKES, 12], week=before)
    page = client(known["campaigner"]).get(f"/campaigns/{plan.id}/").content.decode()
    assert "Kukës <b>30</b>, elsewhere in the county of Kukës <b>11</b>" in page
    assert "<b>12</b>" not in page, "before this plan's window"
    assert "never what the campaign changed" in page


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_only_caseworkers_give_counts(known: Any, name: str) -> None:
    may = PEOPLE[name][0] == "caseworker"
    assert give(known, [KUKES, 30], who=name).status_code == (204 if may else 403)
    assert len(kept(known)) == may


def test_the_inbox_offers_a_week_with_its_total_and_no_place_of_it(known: Any) -> None:
    page = client(known["caseworker"]).get("/inbox/").content.decode()
    assert f'data-week="{WEEK.isoformat()}"' in page
    assert 'data-total="60"' in page
    assert "elsewhere in the county of Kuk" in page
    assert "Kurbin" not in page, "who is held out is not for caseworkers either"
