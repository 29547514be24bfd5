"""Pushing a plan to Meta: its own library talks to a local server that answers as Meta does."""

import json
import logging
from dataclasses import replace

import pytest

import made_pushing
from beforehand import campaign, store
from beforehand.campaign.circles import excluded_km, radius_km
from beforehand.records.plan import Arm
from beforehand.records.pushes import Push
from core.test_campaign_plan import NEED, TODAY, request
from made_commands import run
from made_meta import (
    ACCOUNT,
    BUDGET,
    EXPIRED,
    LIVES_THERE,
    NOT_YOURS,
    TOKEN,
    TOO_OFTEN,
    meta_server,
)

pytest.importorskip("facebook_business", reason="without beforehand[meta] nothing is pushed there")

PAGE = "9876543210"


def a_plan(**changes):
    one_language = replace(request().audience, languages=("sq",))
    asked = {"candidates": 6, "audience": one_language, **changes}
    return campaign.plan(request(**asked), NEED, today=TODAY)


@pytest.fixture(scope="module")
def plan():
    return a_plan()


@pytest.fixture
def home(tmp_path, plan):
    return made_pushing.signed(tmp_path, plan)


@pytest.fixture
def meta(monkeypatch):
    from facebook_business.session import FacebookSession

    with meta_server() as server:
        monkeypatch.setattr(FacebookSession, "GRAPH", server.url)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setenv("BEFOREHAND_META_TOKEN", TOKEN)
        yield server


def push(home, plan, *words):
    to = ("meta", "--account", f"act_{ACCOUNT}", "--page", PAGE)
    return made_pushing.push(home, plan, to, *words)


def sends(home, plan):
    ran = push(home, plan, "--send")
    assert ran.returncode == 0, ran.stderr
    return ran


def test_without_send_every_field_is_shown_and_nobody_is_asked(home, plan, meta, monkeypatch):
    monkeypatch.delenv("BEFOREHAND_META_TOKEN")
    ran = push(home, plan, "--format", "json")
    assert ran.returncode == 0, ran.stderr
    shown = json.loads(ran.stdout)
    assert [one["kind"] for one in shown].count("ad set") == 3 * 2
    assert meta.asked == []
    assert "Nothing was sent" in ran.stderr
    assert "not tried on a live account" in ran.stderr
    assert store.saved(home, Push) == ()


def test_what_is_shown_is_what_is_sent_but_for_ids_and_the_offset_of_the_hour(home, plan, meta):
    shown = json.loads(push(home, plan, "--format", "json").stdout)
    sends(home, plan)
    for kind, edge in (("campaign", "campaigns"), ("ad set", "adsets"), ("ad", "ads")):
        would = [one["fields"] for one in shown if one["kind"] == kind]
        sent = meta.posted(edge)
        assert len(sent) == len(would)
        for one, fields in zip(sent, would, strict=True):
            parent = {"ad set": {"campaign_id"}, "ad": {"adset_id"}}.get(kind, set())
            assert set(one) == set(fields) | parent
            for name, value in fields.items():
                told = str(one[name])
                same = told == f"{value}+01:00" if name.endswith("_time") else one[name] == value
                assert same, (name, one[name], value)


def test_the_campaign_is_paused_and_says_what_it_is_about(home, plan, meta):
    sends(home, plan)
    assert meta.posted("campaigns") == [
        {
            "name": f"Work abroad {plan.id[:12]}",
            "status": "PAUSED",
            "objective": "OUTCOME_TRAFFIC",
            "buying_type": "AUCTION",
            "special_ad_categories": ["ISSUES_ELECTIONS_POLITICS"],
            "special_ad_category_country": ["AL"],
            "is_adset_budget_sharing_enabled": False,
        }
    ]


def test_an_ad_set_is_a_circle_of_who_lives_there_without_the_held_out_places(home, plan, meta):
    sends(home, plan)
    sets = {one["name"]: one for one in meta.posted("adsets")}
    treated = [one for one in plan.places if one.arm is Arm.TREATED]
    held_out = [one for one in plan.places if one.arm is Arm.HELD_OUT]
    for one in treated:
        place = one.place
        sent = sets[f"{place.code} {place.name}"]
        assert sent["status"] == "PAUSED"
        assert sent["campaign_id"] == 120_000_000_001
        assert sent["start_time"] == "2027-01-04T00:00:00+01:00"
        assert sent["end_time"] == "2027-01-31T23:59:00+01:00"
        assert (sent["optimization_goal"], sent["billing_event"]) == ("LINK_CLICKS", "IMPRESSIONS")
        assert sent["bid_strategy"] == "LOWEST_COST_WITHOUT_CAP"
        assert sent["dsa_beneficiary"] == sent["dsa_payor"] == "Example"
        assert sent["targeting"] == {
            "geo_locations": {
                "custom_locations": [
                    {"latitude": round(place.lat, 5), "longitude": round(place.lon, 5),
                     "radius": radius_km(place.code), "distance_unit": "kilometer"}
                ],
                "location_types": ["home"],
            },
            "excluded_geo_locations": {
                "custom_locations": [
                    {"latitude": round(out.place.lat, 5), "longitude": round(out.place.lon, 5),
                     "radius": excluded_km(out.place, [place]), "distance_unit": "kilometer"}
                    for out in held_out
                ]
            },
            "age_min": 18,
            "age_max": 34,
            "genders": [1],
            "publisher_platforms": ["facebook"],
            "targeting_automation": {"advantage_audience": 0},
        }  # fmt: skip
        family = sets[f"{place.code} {place.name} family"]["targeting"]
        assert (family["age_min"], family["age_max"]) == (35, 65)
        assert "genders" not in family
    assert sum(one["lifetime_budget"] for one in sets.values()) == 500_000


def test_an_ad_holds_the_signed_words_the_sponsor_and_the_tracked_link(home, plan, meta):
    sends(home, plan)
    rows = {row["Ad Name"]: row for row in campaign_rows(plan)}
    ads = meta.posted("ads")
    assert len(ads) == len({one["name"] for one in ads}) == len(rows)
    for one in ads:
        row = rows[one["name"]]
        assert one["status"] == "PAUSED"
        assert one["creative"] == {
            "object_story_spec": {
                "page_id": PAGE,
                "link_data": {
                    "link": row["Link"],
                    "message": row["Body"],
                    "name": row["Title"],
                    "call_to_action": {"type": "LEARN_MORE", "value": {"link": row["Link"]}},
                },
            },
            "url_tags": row["URL Tags"],
            "authorization_category": "POLITICAL",
        }


def campaign_rows(plan):
    import csv
    import io

    made = campaign.links(plan, "https://example.org")
    text = campaign.meta_csv(made).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_second_push_makes_nothing_twice(home, plan, meta):
    assert push(home, plan, "--send").returncode == 0
    made = meta.made
    ran = push(home, plan, "--send", "--format", "json")
    assert ran.returncode == 0
    assert meta.made == made
    again = json.loads(ran.stdout)
    assert all(one["was_there"] for one in again["pushed"])
    first, second = store.saved(home, Push)
    assert [one.ids for one in first.pushed] == [one.ids for one in second.pushed]


def test_a_push_that_fails_half_way_says_what_is_there_and_the_next_one_goes_on(home, plan, meta):
    meta.fails_at, meta.answers = 7, TOO_OFTEN
    ran = push(home, plan, "--send", "--by", "Ana")
    assert ran.returncode == 3
    assert "Meta was asked too much in a short time" in ran.stderr
    assert ran.stdout.count("NOT MADE") == 1 + 6 + 9 - 7
    (record,) = store.saved(home, Push)
    assert (record.who, record.account, record.platform) == ("Ana", ACCOUNT, "Meta")
    assert record.plan_id == plan.id
    assert [one.ids for one in record.pushed] == [(str(120_000_000_001 + i),) for i in range(7)]
    assert len(record.not_made) == 9
    assert record.stopped in ran.stderr
    meta.fails_at = None
    assert push(home, plan, "--send").returncode == 0
    names = [(key, one["name"]) for key, held in meta.holds.items() for one in held]
    assert len(names) == len(set(names)) == 1 + 6 + 9


@pytest.mark.parametrize(
    ("fails_at", "answer", "sentence"),
    [
        (0, EXPIRED, "Meta does not take the token: it has expired"),
        (1, EXPIRED, "Meta does not take the token: it has expired"),
        (1, TOO_OFTEN, "Wait an hour and send again"),
        (1, BUDGET, "says: The budget for this ad set must be at least €40.00. … What was made"),
        (1, LIVES_THERE, "no longer takes only people who live in a place"),
        (0, NOT_YOURS, f"does not let this token work with the account {ACCOUNT}"),
        (0, b"<html>502 error: Service Unavailable</html>", "was not reached, or gave no answer"),
        (1, b'"Bad error"', "gave no answer that can be read: whether “AL"),
        (1, None, "gave no answer that can be read: whether “AL"),
        (0, None, "was not reached, or gave no answer"),
    ],
)
def test_an_error_is_one_plain_sentence_and_the_token_is_nowhere(
    home, plan, meta, caplog, fails_at, answer, sentence
):
    meta.fails_at, meta.answers = fails_at, answer
    with caplog.at_level(logging.DEBUG):
        ran = push(home, plan, "--send")
    assert ran.returncode == 3
    assert sentence in ran.stderr
    assert "Traceback" not in ran.stderr
    assert TOKEN not in ran.stdout + ran.stderr + caplog.text
    assert made_pushing.without(home, TOKEN)
    (record,) = store.saved(home, Push)
    assert len(record.pushed) == fails_at


def test_the_token_may_stand_in_a_file_but_not_on_the_command_line(
    home, plan, meta, monkeypatch, tmp_path
):
    monkeypatch.delenv("BEFOREHAND_META_TOKEN")
    without = push(home, plan, "--send")
    assert without.returncode == 3
    assert "BEFOREHAND_META_TOKEN_FILE" in without.stderr
    monkeypatch.setenv("BEFOREHAND_META_TOKEN_FILE", str(tmp_path / "none"))
    assert push(home, plan, "--send").returncode == 3
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    monkeypatch.setenv("BEFOREHAND_META_TOKEN_FILE", str(tmp_path / "token"))
    assert push(home, plan, "--send").returncode == 0
    assert push(home, plan, "--send", "--token", TOKEN).returncode == 2


def test_an_account_that_does_not_count_in_euro_is_refused_before_anything_is_made(
    home, plan, meta
):
    meta.account["currency"] = "USD"
    ran = push(home, plan, "--send")
    assert ran.returncode == 3
    assert "counts in USD" in ran.stderr
    assert meta.made == 0


def test_nothing_goes_out_that_the_check_refuses(home, plan, meta):
    changed = replace(plan.messages[0], body=f"{plan.messages[0].body} And more.")
    cases = {
        "Not signed off": a_plan(messages=(changed, *plan.messages[1:])),
        "not among the platforms": a_plan(audience=replace(plan.audience, platforms=("TikTok",))),
        "European Union": replace(
            plan,
            id="12" * 32,
            places=tuple(
                replace(one, place=replace(one.place, country="IT")) for one in plan.places
            ),
        ),
    }
    for reason, other in cases.items():
        store.save(home, other)
        for words in ((), ("--send",)):
            ran = push(home, other, *words)
            assert ran.returncode == 3, reason
            assert reason in ran.stderr
    assert meta.asked == []


@pytest.mark.parametrize("widens", ["visitors", "exclusions"])
def test_what_meta_silently_keeps_otherwise_than_asked_is_named(home, plan, meta, widens):
    meta.widens = widens
    ran = push(home, plan, "--send")
    assert ran.returncode == 3
    assert "Meta keeps other places or a wider audience than it was asked for: AL" in ran.stderr
    (record,) = store.saved(home, Push)
    assert len(record.differs) == 6
    assert record.stopped == ""


def test_a_campaign_that_is_over_is_not_sent(home, plan, meta):
    over = replace(plan, id="56" * 32, window=replace(plan.window, end=TODAY))
    store.save(home, over)
    assert "the last day of the campaign is over" in push(home, over).stderr


def test_a_push_that_somebody_breaks_off_is_recorded(home, plan, meta, monkeypatch):
    from beforehand.pushing.meta import MetaAccount

    make = MetaAccount.make

    def broken_off(account, one, parent):
        if one.kind == "ad":
            raise KeyboardInterrupt
        return make(account, one, parent)

    monkeypatch.setattr(MetaAccount, "make", broken_off)
    assert push(home, plan, "--send").returncode == 130
    (record,) = store.saved(home, Push)
    assert [one.kind for one in record.pushed] == ["campaign", "ad set"]
    assert record.stopped == "It was broken off here."


def test_a_stopped_campaign_is_not_sent(home, plan, meta):
    run(home.root.parent, "campaign", "stop", plan.id[:12], "--reason", "threats")
    assert push(home, plan, "--send").returncode == 3
    assert meta.asked == []


def test_without_the_library_one_sentence_says_how_to_install_it(home, plan, meta, monkeypatch):
    import sys

    for name in [name for name in sys.modules if name.startswith("facebook_business")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "facebook_business", None)
    ran = push(home, plan, "--send")
    assert ran.returncode == 3
    assert ran.stderr.count("\n") == 1
    assert "pip install 'beforehand[meta]'" in ran.stderr


def test_what_meta_is_sent_is_not_reported_to_anybody_else(home, plan, meta):
    import sys

    hook = sys.excepthook
    sends(home, plan)
    assert sys.excepthook is hook
    assert "facebook_business.crashreporter" not in sys.modules


def test_the_help_says_that_it_was_not_tried_live(home):
    ran = run(home.root.parent, "campaign", "push", "--help")
    assert "NOT TRIED ON A LIVE ACCOUNT" in ran.stdout
