"""While a campaign runs: reports read back, contacts, pace, the stop. Never an effect."""

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from click.testing import CliRunner

from beforehand import campaign, programme, store
from beforehand.campaign.contacts import latest
from beforehand.campaign.named import match
from beforehand.cli import running
from beforehand.cli.campaign import command
from beforehand.home import Home
from beforehand.records.codec import to_json
from beforehand.records.plan import Arm
from beforehand.records.reach import Event, VisitCount, Visits
from beforehand.records.running import Brake, Capacity
from beforehand.refusals import (
    BadCell,
    BadPlan,
    BadTable,
    CampaignStopped,
    NobodyHeldOut,
    NothingToResume,
    UnknownPlaces,
    WindowNotOver,
)
from beforehand.words import speak
from core.test_campaign_plan import NEED, TODAY, request

NOW = datetime(2027, 1, 12, 9, 0, tzinfo=UTC)
DAY = NOW.date()


@cache
def planned():
    return campaign.plan(request(candidates=6, budget_eur=2800), NEED, today=TODAY)


def codes(arm):
    return [one.place.code for one in planned().places if one.arm is arm]


def meta(rows, currency="EUR", last="2027-01-10"):
    head = (f"Reporting starts,Reporting ends,Ad set name,Reach,Impressions,Link clicks,"
            f"Amount spent ({currency})\n")  # fmt: skip
    lines = [f'2027-01-04,{last},"{name}",{",".join(map(str, rest))}' for name, *rest in rows]
    return (head + "\n".join(lines) + "\n").encode("utf-8-sig")


def read(data, **asked):
    return campaign.read_report(
        data, planned(), file="r.csv", now=NOW, asked=campaign.ReportRequest(**asked)
    )


def test_a_meta_report_is_read_by_the_code_that_each_ad_set_begins_with():
    first, second, _ = codes(Arm.TREATED)
    found = read(meta([(f"{first} Kukës", 4000, 9000, 120, "140.50"),
                       (f"{second} Has family", 100, 150, 3, "9.99")]))  # fmt: skip
    assert (found.platform, found.currency) == ("Meta", "EUR")
    assert (found.start, found.end) == (date(2027, 1, 4), date(2027, 1, 10))
    by_place = {one.place: one for one in found.places}
    assert by_place[first].reached == 4000
    assert by_place[first].spent_eur == 140.5
    assert by_place[second].clicks == 3
    assert not found.doubtful
    assert not found.reach_is_least


def test_the_currency_is_read_from_the_heading_and_another_needs_its_rate():
    row = [(codes(Arm.TREATED)[0], 10, 20, 1, "100")]
    assert read(meta(row, "USD"), eur_rate=0.9).places[0].spent_eur == 90
    with pytest.raises(BadTable, match="money is in USD"):
        read(meta(row, "USD"))


def test_rows_of_one_place_are_added_up_but_people_are_the_least_they_can_be():
    first = codes(Arm.TREATED)[0]
    rows = [(f"{first} a", 400, 900, 5, "10"), (f"{first} peers", 300, 500, 2, "20")]
    (found,) = read(meta(rows)).places
    assert (found.reached, found.impressions, found.spent_eur) == (400, 1400, 30)
    assert read(meta(rows)).reach_is_least


def test_families_are_of_other_ages_and_are_added_to_those_at_risk():
    first = codes(Arm.TREATED)[0]
    rows = [(f"{first} a", 400, 900, 5, "10"), (f"{first} a family", 300, 500, 2, "20")]
    (found,) = read(meta(rows)).places
    assert found.reached == 700
    assert not read(meta(rows)).reach_is_least
    assert read(meta([*rows, rows[1]])).places[0].reached == 700
    assert read(meta([*rows, rows[1]])).reach_is_least


def test_doubtful_names_are_shown_and_count_for_no_place_until_somebody_says_which():
    place = next(o.place for o in planned().places if o.place.name == "Kukës")
    names = ("kukes", "Kukess", "Kent", "Kukes County")  # the county is more than its town
    data = meta([(name, 5, 9, 1, 2**i) for i, name in enumerate(names)])
    found = read(data)
    assert [(d.row, d.named, d.nearest) for d in found.doubtful] == [
        (3, "Kukess", place.code), (4, "Kent", ""), (5, "Kukes County", place.code)
    ]  # fmt: skip
    assert {o.place: o.spent_eur for o in found.places} == {place.code: 1, "": 14}
    told = read(data, said={"Kukess": place.code})
    assert {o.place: o.spent_eur for o in told.places} == {place.code: 3, "": 12}


def test_a_place_may_be_named_with_the_kind_that_it_is():
    town = next(o.place for o in planned().places if o.place.name == "Kukës")
    county = replace(town, kind="county")
    for place, named in ((county, "Kukës County"), (county, "Qarku Kukës"),
                         (town, "Bashkia Kukës")):  # fmt: skip
        assert match(named, {"X1": place}, {}).is_sure
    assert not match("Bashkia Kukës", {"X1": county}, {}).is_sure
    assert not match("Kukës District", {"X1": county}, {}).is_sure


GOOGLE = """Campaign report
"January 4, 2027 - January 10, 2027"
Campaign,Currency code,Impr.,Clicks,Cost
MADE-UP Work abroad 0123 {code} Kukës,EUR,"12,345",67,"1,234.50"
Total: Campaigns,EUR,"12,345",67,"1,234.50"
"""


def test_a_google_report_is_read_below_its_title_and_above_its_totals():
    data = GOOGLE.format(code=codes(Arm.TREATED)[0]).encode("utf-16")
    with pytest.raises(BadTable, match="which days"):
        read(data)
    found = read(data, start=date(2027, 1, 4), end=date(2027, 1, 10))
    (one,) = found.places
    assert (found.platform, one.impressions, one.clicks) == ("Google", 12345, 67)
    assert (one.spent_eur, one.reached) == (1234.5, None)  # not reported is not 0


def test_micros_of_googles_api_are_millionths():
    table = "campaign.name,currency,impressions,clicks,cost_micros,Day\n"
    row = f"x {codes(Arm.TREATED)[0]},EUR,5,1,2500000,2027-01-04\n"
    assert read((table + row).encode()).places[0].spent_eur == 2.5


def test_a_tiktok_report_is_read():
    table = "Ad group name,Date,Currency,Cost,Impressions,Reach,Clicks (destination)\n"
    code = codes(Arm.TREATED)[0]
    rows = f"{code} K,2027-01-04,EUR,5.5,100,80,3\n{code} K,2027-01-05,EUR,4.5,90,85,2\n"
    found = read((table + rows).encode())
    (one,) = found.places
    assert (found.platform, one.spent_eur, one.reached, one.clicks) == ("TikTok", 10, 85, 5)
    assert found.end == date(2027, 1, 5)


@pytest.mark.parametrize(
    ("data", "refusal", "says"),
    [
        (b"a,b\n1,2\n", BadTable, "no row holds the headings"),
        (meta([("x", 1, "many", 3, "4")]), BadCell, "row 2, column impressions"),
        (meta([("x", 1, 2, 3, '"1,234"')]), BadCell, "row 2, column spent"),
        (meta([("x", 1, 2, 3, "-4")]), BadCell, "row 2, column spent"),
        (meta([("x", 1, 2, 3, "4")]).replace(b"2027-01-04", b"2027-01-08"), BadTable, "after the"),
        (meta([("x", 1, 2, 3, "4")], last="soon"), BadCell, "row 2, column end"),
    ],
)
def test_a_report_that_cannot_be_read_is_refused(data, refusal, says):
    with pytest.raises(refusal, match=says):
        read(data)


def contacts(rows, now=NOW):
    table = "helpline,place,week,contacts\n" + "\n".join(",".join(map(str, r)) for r in rows)
    return campaign.read_contacts(table.encode(), planned(), file="c.csv", now=now)


def test_contacts_are_entered_by_place_and_week_and_refused_by_row_and_column():
    (one,) = contacts([("ALO", "Kukës", "2027-W01", 3)]).contacts
    assert (one.week, one.contacts) == (date(2027, 1, 4), 3)
    for rows, says in (
        ([("ALO", "Kukës", "2027-01-05", 3)], "row 2, column week"),
        ([("ALO", "Kukës", "2027-W60", 3)], "row 2, column week"),
        ([("ALO", "Kukës", "2027-W01", 2.5)], "row 2, column contacts"),
        ([("ALO", "Kukës", "2027-W01", -1)], "row 2, column contacts"),
        ([("ALO", "Kukës", "2027-W01", 1), ("ALO", "kukes", "2027-01-04", 1)], "row 3, column"),
    ):
        with pytest.raises(BadCell, match=says):
            contacts(rows)
    with pytest.raises(UnknownPlaces, match="nearest: Kukës"):
        contacts([("ALO", "Kukessi", "2027-W01", 1)])


def test_a_later_sheet_corrects_an_earlier_one():
    early = contacts([("ALO", "Kukës", "2027-W01", 3), ("ALO", "Has", "2027-W01", 1)])
    late = contacts([("ALO", "Kukës", "2027-W01", 5)], NOW.replace(hour=10))
    assert sorted(one.contacts for one in latest([late, early])) == [1, 5]


def every_week(count=2):
    weeks = (date(2027, 1, 4), date(2027, 1, 11), date(2027, 1, 18), date(2027, 1, 25))
    return [("ALO", code, week, count) for code in planned().lots.candidates for week in weeks]


def test_contacts_are_given_to_the_proof_only_when_the_campaign_is_over_and_complete():
    whole = contacts(every_week())
    with pytest.raises(WindowNotOver):
        campaign.outcomes(planned(), [whole], today=date(2027, 1, 31))
    panel = campaign.outcomes(planned(), [whole], today=date(2027, 2, 1))
    assert panel.places == planned().lots.candidates
    assert panel.values == ((2.0,) * 4,) * 6
    assert campaign.outcomes_csv(panel).startswith(b"location,date,Y\r\n")
    with pytest.raises(BadPlan, match="1 are missing"):
        campaign.outcomes(planned(), [contacts(every_week()[:-1])], today=date(2027, 2, 1))


def visits(code, count):
    return Visits(
        campaign="pune",
        counts=(VisitCount(campaign="pune", place=code, version="debt-a", day=DAY,
                           event=Event.VISIT, count=count),),
    )  # fmt: skip


def test_pace_compares_spending_with_an_even_one_and_shows_cost_and_frequency():
    first, second, third = (one for one in planned().places if one.place.code in codes(Arm.TREATED))
    even = first.budget_eur / 4  # one week of four
    report = read(
        meta([(first.place.code, 1000, 3000, 30, f"{even:.2f}"),
              (second.place.code, 100, 300, 3, f"{second.budget_eur / 2:.2f}")])
    )  # fmt: skip
    running = campaign.Running(read_backs=(report,), visits=visits(first.place.code, 20))
    found = campaign.pace(planned(), running, today=DAY)
    rows = {row.code: row for row in found.places}
    ours = rows[first.place.code]
    assert (ours.pace, ours.frequency, ours.visits) == ("as planned", 3.0, 20)
    assert ours.even_eur == pytest.approx(even, abs=0.01)
    assert ours.eur_per_visit == pytest.approx(even / 20, abs=0.01)
    assert ours.eur_per_1000 == pytest.approx(even, abs=0.01)
    assert rows[second.place.code].pace == "fast"
    assert rows[third.place.code].pace == "no report"
    assert rows[third.place.code].reached is None


def test_posts_shown_in_held_out_places_and_too_often_are_said():
    held, first = codes(Arm.HELD_OUT)[0], codes(Arm.TREATED)[0]
    report = read(meta([(held, 10, 40, 0, "2.00"), (first, 10, 90, 1, "1.00")]))
    found = campaign.pace(planned(), campaign.Running(read_backs=(report,)), today=DAY)
    said = {one.topic: speak(one.what) for one in found.findings}
    assert "40 times in held-out places" in said["leak"]
    assert found.leaked_eur == 2
    assert "6.5 times a week" in said["frequency"]


def test_the_last_report_of_each_platform_stands_and_fills_the_proofs_funnel():
    code = codes(Arm.TREATED)[0]
    early = read(meta([(code, 10, 20, 1, "1")]))
    late = replace(read(meta([(code, 30, 60, 2, "3")], last="2027-01-11")), read_at=NOW)
    (count,) = campaign.platform_counts([late, early])
    assert (count.place, count.reached, count.clicks, count.spent_eur) == (code, 30, 2, 3)


def with_help(most, usual=2.0):
    line = Capacity(helpline="ALO", places=(), contacts_a_week=most, usual_a_week=usual,
                    contacts_per_1000=1.0, source="asked")  # fmt: skip
    return replace(planned(), capacity=(line,))


def test_help_that_is_nearly_full_pauses_places_least_need_first():
    sheet = contacts([("ALO", code, "2027-W01", 2) for code in planned().lots.candidates])
    running = campaign.Running(contacts=(sheet,))
    calm = campaign.pace(with_help(20), running, today=DAY)
    assert (calm.help[0].load, calm.help[0].pause) == ("over half", ())
    assert campaign.pace(with_help(25), running, today=DAY).help[0].load == "under half"
    full = campaign.pace(with_help(13), running, today=DAY)
    treated = [o for o in planned().places if o.arm is Arm.TREATED]
    assert full.help[0].pause == (treated[-1].place.name,)
    first = full.findings[0]
    assert (first.grade, first.topic) == ("refused", "capacity")
    assert "Pause now" in speak(first.instead)
    assert len(campaign.pace(with_help(3), running, today=DAY).help[0].pause) == 3


def test_a_week_that_is_not_over_overloads_nobody():
    sheet = contacts([("ALO", "Kukës", "2027-01-11", 99)])
    (load,) = campaign.pace(with_help(5), campaign.Running(contacts=(sheet,)), today=DAY).help
    assert (load.week, load.load) == (None, "not known")


def test_nothing_that_is_shown_while_it_runs_tells_contacts_by_place_or_arm():
    sheet = contacts([("ALO", code, "2027-W01", i + 7001)
                      for i, code in enumerate(planned().lots.candidates)])  # fmt: skip
    found = campaign.pace(with_help(500_000), campaign.Running(contacts=(sheet,)), today=DAY)
    names = {field.name for shown in (*found.places, *found.help) for field in fields(shown)}
    assert not {"contacts", "outcome", "effect", "arm", "lift"} & names
    printed = to_json(found).decode()
    assert not any(str(count) in printed for count in (*range(7001, 7007), 42021))


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("BEFOREHAND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "100")
    home = Home(tmp_path / "home")
    store.save(home, planned())
    return home


def run(*words):
    return CliRunner().invoke(command, list(words), catch_exceptions=True)


def test_one_person_stops_a_campaign_and_nothing_is_given_out_until_it_is_resumed(home, tmp_path):
    plan, files = planned().id[:12], str(tmp_path / "files")
    assert isinstance(run("resume", plan, "--reason", "x").exception, NothingToResume)
    stopped = run("stop", plan, "--cause", "harmful comments", "--reason", "Threats", "--by", "Ana")
    assert "pause the posts" in stopped.stdout
    refused = run("export", plan, "-o", files).exception
    assert isinstance(refused, CampaignStopped)
    assert "Ana stopped it on" in str(refused)
    shown = run("pace", plan)
    assert "STOPPED" in shown.stdout
    assert "Threats (Ana)" in shown.stdout
    assert run("resume", plan).exit_code == 2  # needs a reason as well
    assert run("resume", plan, "--reason", " ").exit_code == 2
    assert run("resume", plan, "--reason", "Comments are closed", "--by", "Ana").exit_code == 0
    assert run("export", plan, "-o", files).exit_code == 0
    assert "STOPPED" not in run("pace", plan).stdout
    pulled = sorted(store.saved(home, Brake), key=lambda one: one.stops)
    assert [one.reason for one in pulled] == ["Comments are closed", "Threats"]


def test_held_out_places_are_served_after_the_end_and_somebody_says_so(home, tmp_path, monkeypatch):
    plan = planned()
    assert isinstance(run("served", plan.id[:12]).exception, WindowNotOver)
    assert not programme.all_served(home, plan)
    monkeypatch.setattr(running, "today", lambda: plan.window.end + timedelta(days=1))
    assert "name the held-out places" in run("served", plan.id[:12], "--by", "Ana").stdout
    assert programme.said_served(home, plan).who == "Ana"
    assert programme.all_served(home, plan)
    assert "do not name" in run("served", plan.id[:12], "--not-yet").stdout
    assert not programme.all_served(home, plan)


def test_a_plan_that_holds_nobody_out_has_nobody_to_serve_later(home):
    plan = planned()
    places = tuple(replace(one, arm=Arm.TREATED) for one in plan.places)
    everywhere = replace(plan, id="e" * 64, places=places)
    store.save(home, everywhere)
    assert programme.all_served(home, everywhere)
    assert isinstance(run("served", "e" * 12).exception, NobodyHeldOut)


def test_a_report_and_contacts_are_taken_in_and_the_pace_is_printed(home, tmp_path):
    report, sheet = tmp_path / "meta.csv", tmp_path / "week.csv"
    code = codes(Arm.TREATED)[0]
    report.write_bytes(meta([(code, 500, 900, 9, "50.00"), ("Kukess", 5, 9, 1, "2")]))
    sheet.write_text(f"helpline,place,week,contacts\nALO,{code},2027-W01,3\n")
    plan = planned().id[:12]
    shown = run("read-back", plan, str(report))
    assert "Not surely places" in shown.stdout
    assert "1 counts kept" in run("contacts", plan, str(sheet)).stdout
    told = json.loads(run("pace", plan, "--format", "json").stdout)
    assert told["spent_eur"] == 52
    assert told["leaked_eur"] == 2
    assert run("read-back", plan, str(report), "--place", "Kukess").exit_code == 2


def test_a_finished_campaign_is_closed_for_the_proof(home):
    store.save(home, contacts(every_week()))
    store.save(home, read(meta([(codes(Arm.TREATED)[0], 500, 900, 9, "50.00")])))
    counted = visits(codes(Arm.TREATED)[0], 4)
    from beforehand.records.reach import ReportCounts

    reports = ReportCounts(campaign="pune", sealed=1)
    with pytest.raises(WindowNotOver):
        programme.close_campaign(home, planned(), (counted, reports), DAY)
    made = programme.close_campaign(home, planned(), (counted, reports), date(2027, 2, 1))
    assert programme.results_of(home, planned()) == made
    assert made.delivery.platform[0].spent_eur == 50
    assert made.delivery.source == "Meta, until 2027-01-10"
