"""Links, messages, checks and the files for ad platforms."""

import csv
import io
import json
import re
from dataclasses import replace
from functools import cache
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beforehand import campaign, gazetteer
from beforehand.campaign.circles import distance_km, excluded_km, radius_km
from beforehand.campaign.rules import letters, own_rules
from beforehand.campaign.sheets import safe, sheet
from beforehand.records.plan import Arm, DesignKind, Message, Sponsor
from beforehand.refusals import BadPlan
from beforehand.words import speak
from core.test_campaign_plan import NEED, TODAY, request


@cache
def planned():
    return campaign.plan(request(), NEED, today=TODAY)


@cache
def made():
    return campaign.links(planned(), "https://example.org/")


def rows_of(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def said(plan):
    return [speak(one) for one in campaign.check(plan)]


def test_a_link_names_campaign_language_place_and_version_and_nothing_else():
    for link in made().links:
        address = urlsplit(link.url)
        assert address.path == f"/{link.language}/pune/"
        assert parse_qs(address.query) == {"p": [link.place], "v": [link.version]}
    assert len({link.url for link in made().links}) == len(made().links) == 20 * 3 * 2


def test_held_out_places_have_no_link():
    held_out = {one.place.code for one in planned().places if one.arm is Arm.HELD_OUT}
    assert held_out
    assert not held_out & {link.place for link in made().links}


@pytest.mark.parametrize(
    "address", ["example.org", "javascript:alert(1)", "https://x.org/?a=1", ""]
)
def test_links_need_the_address_of_a_site(address):
    with pytest.raises(BadPlan, match="address"):
        campaign.links(planned(), address)


def test_the_meta_file_has_metas_columns_in_metas_order():
    header = next(csv.reader(io.StringIO(campaign.meta_csv(made()).decode("utf-8-sig"))))
    assert tuple(header) == campaign.meta_columns()
    assert len(header) == 178
    assert header[0] == "Campaign ID"
    assert (
        header.index("Excluded Addresses") > header.index("Addresses") > header.index("Countries")
    )


def test_the_meta_file_holds_one_ad_set_a_treated_place_and_one_ad_a_message_all_paused():
    rows = rows_of(campaign.meta_csv(made()))
    treated = {one.place.code for one in planned().places if one.arm is Arm.TREATED}
    assert {row["Ad Set Name"].split()[0] for row in rows} == treated
    assert len({row["Ad Set Name"] for row in rows}) == 40  # those at risk, and families
    assert len({row["Ad Name"] for row in rows}) == len(rows) == 120
    for name in ("Campaign Status", "Ad Set Run Status", "Ad Status"):
        assert {row[name] for row in rows} == {"PAUSED"}
    assert {row["Advantage Audience"] for row in rows} == {"0"}
    asked = {(row["Ad Set Name"].endswith("family"), row["Age Min"], row["Age Max"], row["Gender"])
             for row in rows}  # fmt: skip
    assert asked == {(False, "18", "34", "Men"), (True, "35", "65", "")}
    for row in rows:
        tags = parse_qs(row["URL Tags"])
        assert tags["utm_source"] == ["meta"]
        assert tags["utm_content"][0] in row["Ad Name"].replace(" ", "-")
        assert "id" not in row["URL Tags"].replace("paid", "")


def test_the_budget_of_all_ad_sets_is_the_campaigns():
    rows = rows_of(campaign.meta_csv(made()))
    budgets = {row["Ad Set Name"]: row["Ad Set Lifetime Budget"] for row in rows}
    assert sum(round(float(euro) * 100) for euro in budgets.values()) == 500_000


def test_each_ad_set_is_a_circle_and_every_held_out_place_is_excluded():
    rows = rows_of(campaign.meta_csv(made()))
    held_out = [one.place for one in planned().places if one.arm is Arm.HELD_OUT]
    for row in rows:
        place = gazetteer.place(row["Ad Set Name"].split()[0])
        assert row["Addresses"].startswith(f"({place.lat:.5f}, {place.lon:.5f}) +")
        excluded = row["Excluded Addresses"].split("; ")
        assert len(excluded) == 20
        for one in held_out:
            assert any(circle.startswith(f"({one.lat:.5f}, {one.lon:.5f})") for circle in excluded)


def test_no_excluded_circle_swallows_the_middle_of_a_place_that_gets_posts():
    everywhere = gazetteer.places("municipality", "AL")
    for i, held_out in enumerate(everywhere):
        treated = everywhere[:i] + everywhere[i + 1 :]
        room = min(distance_km(held_out, one) for one in treated)
        assert 1 <= excluded_km(held_out, treated) <= max(1, room)


def test_a_circle_is_as_large_as_its_place():
    area = {
        f["id"]: f["properties"]["area_km2"]
        for f in gazetteer.boundaries("county", "AL")["features"]
    }
    for code, km2 in area.items():
        assert radius_km(code) == pytest.approx((km2 / 3.14159) ** 0.5, rel=0.06)


def test_distance_is_measured_along_the_surface():
    tirana, kukes = (gazetteer.find(name, "municipality", "AL") for name in ("Tiranë", "Kukës"))
    assert 75 < distance_km(tirana, kukes) < 95
    assert distance_km(tirana, tirana) == 0


def test_every_post_names_the_sponsor():
    for row in rows_of(campaign.meta_csv(made())):
        assert "Example (made-up)" in row["Body"]
    for row in rows_of(campaign.plain_csv(made())):
        assert "Example (made-up)" in row["text"]


def test_the_plain_file_holds_every_link_and_no_held_out_place():
    rows = rows_of(campaign.plain_csv(made()))
    assert [row["link"] for row in rows] == [link.url for link in made().links]
    assert {row["plan"] for row in rows} == {planned().id}
    assert rows_of(campaign.links_csv(made()))[0]["link"] == made().links[0].url


def test_made_up_plans_say_so_in_every_file():
    plan = replace(planned(), made_up=True)
    files = campaign.links(plan, "https://example.org")
    assert all(row["made_up"] == "made-up" for row in rows_of(campaign.plain_csv(files)))
    assert all("MADE-UP" in row["Campaign Name"] for row in rows_of(campaign.meta_csv(files)))


def test_albanian_letters_survive_a_spreadsheet():
    data = campaign.plain_csv(made())
    assert data.startswith(b"\xef\xbb\xbf")
    assert any(row["place_name"] == "Kukës" for row in rows_of(data))


@given(st.text(max_size=20), st.sampled_from(["=", "+", "-", "@", "\t", "\r", " =", "＝"]))
def test_no_text_in_a_sheet_begins_like_a_formula(text, start):
    cell = rows_of(sheet(("a",), [{"a": start + text}]))[0]["a"]
    assert cell.startswith("'")


def test_numbers_and_plain_words_are_left_alone():
    assert (safe(-1.5), safe("Kukës"), safe("a=b"), safe("")) == (-1.5, "Kukës", "a=b", "")


def test_a_hostile_title_reaches_no_platform_as_a_formula():
    hostile = replace(
        planned(), sponsor=Sponsor(name='=HYPERLINK("x")', charity_number="", local_partner="")
    )
    rows = rows_of(campaign.meta_csv(campaign.links(hostile, "https://example.org")))
    assert all(row["Payer"].startswith("'=") for row in rows)


def test_example_messages_have_three_versions_in_both_languages_and_are_drafts():
    versions = {}
    for message in campaign.example_messages():
        versions.setdefault(message.language, set()).add(message.version)
    assert versions["sq"] == versions["en"]
    assert len(versions["sq"]) == 3
    assert all("draft" in status for status in campaign.draft_status().values())
    assert set(campaign.draft_status()) == {"sq", "en"}


def test_example_messages_fit_facebook_instagram_and_tiktok():
    for platform in ("Facebook", "Instagram", "TikTok"):
        for message in campaign.example_messages():
            assert len(message.headline) <= (letters(own_rules(), platform, "headline") or 99)
            assert len(message.body) <= letters(own_rules(), platform, "text")


def test_example_messages_promise_nothing_blame_nobody_and_name_no_number():
    promises = r"safe|guarante|sigurt|\d"
    deterrence = r"illegal|deport|don't go|do not go|stay home|mos shko|ilegal"
    forbidden = re.compile(f"{promises}|{deterrence}", re.IGNORECASE)
    for message in campaign.example_messages():
        words = f"{message.headline} {message.body} {message.call_to_action}"
        assert not forbidden.search(words), words


def test_the_gravest_is_said_first_and_each_with_what_to_do_instead():
    found = campaign.findings(planned())
    assert [one.grade for one in found] == sorted(
        (one.grade for one in found), key=["refused", "needed", "advice"].index
    )
    assert {one.topic for one in found} == {
        "social issue", "sign-off", "capacity", "shared phone", "design"
    }  # fmt: skip
    assert "Instead: Have the account authorised" in said(planned())[0]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sponsor": Sponsor(name=" ", charity_number="1", local_partner="p")}, "No sponsor"),
        ({"sponsor": Sponsor(name="s", charity_number="", local_partner="p")}, "charity number"),
        ({"sponsor": Sponsor(name="s", charity_number="1", local_partner="")}, "local partner"),
        ({"messages": campaign.example_messages()[:-1]}, "missing in language en: family-a"),
        ({"messages": campaign.example_messages()[:2]}, "two or more are needed"),
        ({"audience": replace(request().audience, age_from=16)}, "under 18"),
        ({"audience": replace(request().audience, age_to=70)}, "18 to 70 years old. Meta takes"),
        ({"audience": replace(request().audience, platforms=("Viber",))}, "files have no budget"),
        ({"kind": "county", "treated": 1}, "can never fall below"),
    ],
)
def test_what_is_missing_is_said(changes, sentence):
    plan = campaign.plan(request(**changes), NEED, today=TODAY)
    assert any(sentence in one for one in said(plan)), said(plan)


def test_places_picked_by_hand_are_said_to_prove_nothing():
    plan = planned()
    picked = replace(plan, lots=replace(plan.lots, design=DesignKind.PICKED))
    assert any("picked by hand" in one for one in said(picked))
    few = replace(plan.lots, design=DesignKind.STEPPED, admissible=6, sizes=(1, 1, 1))
    assert any("3 waves the p-value can never" in one for one in said(replace(plan, lots=few)))


def test_a_plan_without_areas_of_origin_says_so():
    assert any(
        "No area of origin" in one for one in said(campaign.plan(request(), {}, today=TODAY))
    )


def test_a_text_longer_than_a_platform_shows_is_named_with_source_and_date():
    long = Message(
        version="long-a",
        language="sq",
        theme="debt",
        headline="h" * 41,
        body="b",
        call_to_action="c",
    )
    found = said(replace(planned(), messages=(*campaign.example_messages(), long)))
    line = next(one for one in found if "41 letters" in one)
    assert "long-a (sq)" in line
    assert "2026" in line


def test_a_place_in_the_european_union_is_told_that_meta_takes_no_such_ads():
    abroad = replace(
        planned(),
        places=tuple(
            replace(one, place=replace(one.place, country="RO")) for one in planned().places
        ),
    )
    first = campaign.findings(abroad)[0]
    assert (first.grade, first.topic) == ("refused", "social issue")
    assert "since 6 October 2025" in said(abroad)[0]
    assert "posters with the QR code" in said(abroad)[0]
    assert not any("October 2025" in one for one in said(planned()))  # Albania is outside


def test_only_messages_in_the_audiences_languages_are_posted():
    plan = campaign.plan(
        request(audience=replace(request().audience, languages=("sq",))), NEED, today=TODAY
    )
    assert {one.language for one in campaign.links(plan, "https://example.org").links} == {"sq"}


def test_a_plan_reads_as_plain_json():
    from beforehand.records.codec import to_json

    read = json.loads(to_json(planned()))
    assert read["lots"]["seed"] == 7
    assert read["places"][0]["place"]["name"] == "Kukës"
