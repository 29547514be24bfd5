"""Pushing a plan to Google: its own library talks to a local server of its own messages."""

import json
import logging
from dataclasses import replace
from pathlib import Path

import pytest

import made_pushing
from beforehand import campaign, store
from beforehand.campaign.circles import excluded_km, radius_km
from beforehand.records.plan import Arm
from beforehand.records.pushes import Push
from core.test_campaign_exports import google_rows, short_messages
from core.test_campaign_plan import NEED, TODAY, request

pytest.importorskip(
    "google.ads.googleads", reason="without beforehand[google] nothing is pushed there"
)

from made_google import (
    ACCESS,
    ACCOUNT,
    BROKEN,
    DEVELOPER,
    EXPIRED,
    NO_EXCLUSION,
    NOT_YOURS,
    TOO_OFTEN,
    google_server,
)


@pytest.fixture(scope="module")
def plan():
    asked = replace(
        request().audience, platforms=("Facebook", "TikTok", "Google"), languages=("sq",)
    )
    return campaign.plan(
        request(audience=asked, candidates=6, messages=short_messages()), NEED, today=TODAY
    )


@pytest.fixture
def home(tmp_path, plan):
    return made_pushing.signed(tmp_path, plan)


@pytest.fixture
def google(monkeypatch, tmp_path):
    with google_server(monkeypatch, tmp_path) as server:
        yield server


def push(home, plan, *words):
    to = ("google", "--account", "123-456-7890")
    return made_pushing.push(home, plan, to, *words)


def sends(home, plan):
    ran = push(home, plan, "--send")
    assert ran.returncode == 0, ran.stderr
    return ran


def created(google, kind):
    """What was asked to be made of one kind, campaign by campaign."""
    return [
        [
            change["create"]
            for one in asked["mutate_operations"]
            for name, change in one.items()
            if name == f"{kind}_operation"
        ]
        for asked in google.asked
    ]


def whole(sent):
    """Numbers as numbers: the JSON of protobuf writes the long ones as text."""
    if isinstance(sent, dict):
        return {name: whole(value) for name, value in sent.items()}
    if isinstance(sent, list):
        return [whole(value) for value in sent]
    return int(sent) if isinstance(sent, str) and sent.isdigit() else sent


def test_without_send_every_operation_is_shown_and_nobody_is_asked(home, plan, google):
    ran = push(home, plan, "--format", "json")
    assert ran.returncode == 0, ran.stderr
    shown = json.loads(ran.stdout)
    assert len(shown) == 3 * 2
    assert google.seen == []
    assert "not tried on a live account" in ran.stderr
    sends(home, plan)
    assert [whole(asked["mutate_operations"]) for asked in google.asked] == [
        one["fields"]["mutate_operations"] for one in shown
    ]


def test_a_campaign_is_paused_by_presence_alone_and_has_its_sum_a_day(home, plan, google):
    sends(home, plan)
    rows = [row for row in google_rows(campaign.links(plan, "https://example.org"))
            if row["Campaign Type"]]  # fmt: skip
    for row, (one,), (budget,) in zip(
        rows, created(google, "campaign"), created(google, "campaign_budget"), strict=True
    ):
        assert one == {
            "resource_name": f"customers/{ACCOUNT}/campaigns/-2",
            "name": row["Campaign"],
            "status": "PAUSED",
            "campaign_budget": f"customers/{ACCOUNT}/campaignBudgets/-1",
            "advertising_channel_type": "SEARCH",
            "network_settings": {
                "target_google_search": True,
                "target_search_network": False,
                "target_content_network": False,
                "target_partner_search_network": False,
            },
            "target_spend": {},
            "contains_eu_political_advertising": "DOES_NOT_CONTAIN_EU_POLITICAL_ADVERTISING",
            "start_date_time": "2027-01-04 00:00:00",
            "end_date_time": "2027-01-31 23:59:59",
            "geo_target_type_setting": {
                "positive_geo_target_type": "PRESENCE",
                "negative_geo_target_type": "PRESENCE",
            },
        }
        assert plan.id[:12] in one["name"]
        assert int(budget["amount_micros"]) == round(float(row["Budget"]) * 1_000_000)
        assert budget["explicitly_shared"] is False


def test_each_campaign_is_one_circle_and_every_held_out_place_is_excluded(home, plan, google):
    sends(home, plan)
    treated = [one.place for one in plan.places if one.arm is Arm.TREATED for _ in range(2)]
    held_out = [one.place for one in plan.places if one.arm is Arm.HELD_OUT]
    assert len(held_out) == 3
    for place, criteria in zip(treated, created(google, "campaign_criterion"), strict=True):
        (within,) = [one for one in criteria if not one.get("negative")]
        assert whole(within["proximity"]) == circle(place, radius_km(place.code))
        outside = [whole(one["proximity"]) for one in criteria if one.get("negative")]
        assert outside == [circle(out, excluded_km(out, [place])) for out in held_out]


def circle(place, km):
    return {
        "geo_point": {
            "latitude_in_micro_degrees": round(place.lat * 1_000_000),
            "longitude_in_micro_degrees": round(place.lon * 1_000_000),
        },
        "radius": km,
        "radius_units": "KILOMETERS",
    }


def test_groups_leave_out_who_is_not_meant_and_ads_hold_the_signed_words(home, plan, google):
    sends(home, plan)
    rows = google_rows(campaign.links(plan, "https://example.org"))
    groups = [one for each in created(google, "ad_group") for one in each]
    assert {one["status"] for one in groups} == {"PAUSED"}
    assert [one["name"] for one in groups] == [r["Ad Group"] for r in rows if r["Ad Group Type"]]
    at_risk = created(google, "ad_group_criterion")[0]
    out = [one for one in at_risk if one.get("negative")]
    assert [one["age_range"]["type_"] for one in out if "age_range" in one] == [
        "AGE_RANGE_35_44", "AGE_RANGE_45_54", "AGE_RANGE_55_64", "AGE_RANGE_65_UP",
        "AGE_RANGE_UNDETERMINED",
    ]  # fmt: skip
    assert [one["gender"]["type_"] for one in out if "gender" in one] == ["FEMALE", "UNDETERMINED"]
    typed = [one["keyword"] for one in at_risk if "keyword" in one]
    assert typed
    assert {one["match_type"] for one in typed} == {"PHRASE"}
    ads = [one for each in created(google, "ad_group_ad") for one in each]
    in_file = [row for row in rows if row["Ad type"]]
    for ad, row in zip(ads, in_file, strict=True):
        assert ad["status"] == "PAUSED"
        assert ad["ad"]["final_urls"] == [row["Final URL"]]
        assert ad["ad"]["final_url_suffix"] == row["Final URL suffix"]
        said = ad["ad"]["responsive_search_ad"]
        assert said["headlines"][0]["pinned_field"] == "HEADLINE_1"
        assert [one["text"] for one in said["headlines"]] == [
            row[f"Headline {i}"] for i in (1, 2, 3)
        ]
        assert [one["text"] for one in said["descriptions"]] == [
            row[f"Description {i}"] for i in range(1, 5) if row[f"Description {i}"]
        ]


def test_a_push_that_fails_half_way_goes_on_and_makes_nothing_twice(home, plan, google):
    google.fails_at, google.answers = 2, BROKEN
    ran = push(home, plan, "--send")
    assert ran.returncode == 3
    assert "Google gave no answer that can be read: whether “" in ran.stderr
    assert ran.stdout.count("NOT MADE") == 4
    google.fails_at = None
    sends(home, plan)
    sends(home, plan)
    names = [name for _, name in google.campaigns]
    assert len(names) == len(set(names)) == 6
    first, second, third = store.saved(home, Push)
    assert (len(first.pushed), len(first.not_made)) == (2, 4)
    assert [one.was_there for one in second.pushed] == [True, True, *[False] * 4]
    assert all(one.was_there for one in third.pushed)
    for one, asked in zip(second.pushed[2:], google.asked[2:], strict=True):
        assert len(one.ids) == len(asked["mutate_operations"])
    assert first.account == ACCOUNT


@pytest.mark.parametrize(
    ("fails_at", "answer", "sentence"),
    [
        (0, EXPIRED, "Google does not take the token: it has expired"),
        (1, TOO_OFTEN, "Wait an hour and send again"),
        (0, NOT_YOURS, f"does not let this token work with the account {ACCOUNT}"),
        (1, NO_EXCLUSION, "says: Criteria type can not be excluded for the campaign … …. What"),
        (0, BROKEN, "Google was not reached, or gave no answer"),
    ],
)
def test_an_error_is_one_plain_sentence_and_the_token_is_nowhere(
    home, plan, google, caplog, fails_at, answer, sentence
):
    google.fails_at, google.answers = fails_at, answer
    with caplog.at_level(logging.DEBUG):
        ran = push(home, plan, "--send")
    assert ran.returncode == 3
    assert sentence in ran.stderr
    assert "Traceback" not in ran.stderr
    assert google.seen[0]["developer-token"] == DEVELOPER
    for secret in (DEVELOPER, ACCESS, "PRIVATE KEY"):
        assert secret not in ran.stdout + ran.stderr + caplog.text
        assert made_pushing.without(home, secret)
    (record,) = store.saved(home, Push)
    assert len(record.pushed) == fails_at


def test_a_token_that_was_taken_back_or_is_not_whole_is_one_sentence(
    home, plan, google, monkeypatch, tmp_path
):
    key = tmp_path / "key.json"
    key.write_text(key.read_text().replace("/token", "/taken-back"))
    ran = push(home, plan, "--send")
    assert ran.returncode == 3
    assert "does not take the token" in ran.stderr
    key.write_text("{}")
    assert "no whole token for Google" in push(home, plan, "--send").stderr
    monkeypatch.setenv("GOOGLE_ADS_CONFIGURATION_FILE_PATH", str(tmp_path / "none.yaml"))
    assert "no whole token for Google" in push(home, plan, "--send").stderr
    for name in ("CONFIGURATION_FILE_PATH", "DEVELOPER_TOKEN"):
        monkeypatch.delenv(f"GOOGLE_ADS_{name}")
    assert "GOOGLE_ADS_CONFIGURATION_FILE_PATH" in push(home, plan, "--send").stderr
    assert google.asked == []


def test_the_token_may_stand_in_the_librarys_own_file(home, plan, google, monkeypatch, tmp_path):
    own = tmp_path / "google-ads.yaml"
    own.write_text(
        f"developer_token: {DEVELOPER}\nuse_proto_plus: true\n"
        f"json_key_file_path: {tmp_path / 'key.json'}\n"
    )
    monkeypatch.delenv("GOOGLE_ADS_DEVELOPER_TOKEN")
    monkeypatch.setenv("GOOGLE_ADS_CONFIGURATION_FILE_PATH", str(own))
    sends(home, plan)
    assert google.asked


def test_an_account_in_another_currency_is_refused_before_anything_is_made(home, plan, google):
    google.currency = "ALL"
    ran = push(home, plan, "--send")
    assert ran.returncode == 3
    assert "counts in ALL" in ran.stderr
    assert google.asked == []


def test_a_post_that_does_not_fit_google_stays_out_and_under_18_is_refused(home, plan, google):
    long = replace(plan.messages[0], headline="A headline that is longer than thirty letters")
    other = replace(plan, id="12" * 32, messages=(long, *plan.messages[1:]))
    home = made_pushing.signed(home.root.parent, other)
    ran = push(home, other)
    assert ran.returncode == 0, ran.stderr
    assert long.headline not in ran.stdout
    assert f"does not fit: {long.version} (sq)" in ran.stderr
    young = replace(plan, id="34" * 32, audience=replace(plan.audience, age_from=16))
    store.save(home, young)
    assert "no ages under 18" in push(home, young).stderr


def test_the_library_is_loaded_only_to_send(home):
    from beforehand.pushing import google

    source = Path(google.__file__).read_text()
    assert "import google" not in source
    assert "from google" not in source


def test_without_the_library_one_sentence_says_how_to_install_it(home, plan, google, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "google.ads.googleads.client", None)
    ran = push(home, plan, "--send")
    assert ran.returncode == 3
    assert ran.stderr == (
        "Sending to Google needs a library that is not installed. Install it with: "
        "pip install 'beforehand[google]'\n"
    )
