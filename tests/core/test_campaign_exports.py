"""Files for Google, TikTok, calendars, messages and posters; and the user's own templates."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from functools import cache
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import Workbook, load_workbook

from beforehand import campaign
from beforehand.campaign.google import google_columns
from beforehand.campaign.posts import schedule, sms_parts
from beforehand.records.plan import Arm
from beforehand.refusals import BadCell, BadTable, TemplateLacks
from core.test_campaign_plan import NEED, TODAY, request


@cache
def made(platforms=("Facebook", "TikTok", "Google"), **audience):
    asked = replace(request().audience, platforms=platforms, **audience)
    plan = campaign.plan(
        request(audience=asked, candidates=6, messages=short_messages()), NEED, today=TODAY
    )
    return campaign.links(plan, "https://example.org")


def short_messages():
    """The examples, with headlines that fit Google's 30 letters too."""
    return tuple(replace(m, headline=m.headline[:29]) for m in campaign.example_messages())


def google_rows(of=None):
    text = campaign.google_csv(of or made()).decode("utf-16")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t"))


def arm(which):
    return [one for one in made().plan.places if one.arm is which]


def test_the_google_file_has_editors_columns_and_is_written_as_editor_writes():
    data = campaign.google_csv(made())
    assert data.startswith(b"\xff\xfe")
    header = data.decode("utf-16").splitlines()[0].split("\t")
    assert tuple(header) == google_columns()
    assert (len(header), header[0], header[-1]) == (154, "Campaign", "Comment")


def test_google_targets_each_place_by_presence_and_excludes_every_held_out_one():
    rows = google_rows()
    campaigns = [row for row in rows if row["Campaign Type"]]
    assert len(campaigns) == 2 * 3  # those at risk and families, in three places
    for name in ("Targeting method", "Exclusion method"):
        assert {row[name] for row in campaigns} == {"Location of presence"}
    assert {row["Campaign Status"] for row in campaigns} == {"Paused"}
    for one in campaigns:
        circles = [r for r in rows if r["Campaign"] == one["Campaign"] and r["Location"]]
        kept = [r["Location"] for r in circles if not r["Criterion Type"]]
        out = [r["Location"] for r in circles if r["Criterion Type"] == "Campaign Negative"]
        assert len(kept) == 1
        assert len(out) == len(arm(Arm.HELD_OUT)) == 3
        for place in (held.place for held in arm(Arm.HELD_OUT)):
            assert any(f"mi:{place.lat:.5f}:{place.lon:.5f})" in circle for circle in out)


def test_everything_in_the_google_file_is_paused_and_no_text_is_too_long():
    rows = google_rows()
    for column in ("Campaign Status", "Ad Group Status", "Status"):
        assert {row[column] for row in rows} <= {"", "Paused"}
    ads = [row for row in rows if row["Ad type"]]
    assert len(ads) == 3 * 3 * 2
    for ad in ads:
        assert ad["Status"] == "Paused"
        assert all(ad[f"Headline {i}"] for i in (1, 2, 3))
        assert all(len(ad[f"Headline {i}"]) <= 30 for i in range(1, 16))
        assert all(len(ad[f"Description {i}"]) <= 90 for i in range(1, 5))
        assert "Example" in ad["Headline 3"]
        assert parse_qs(ad["Final URL suffix"])["utm_source"] == ["google"]


def test_google_gets_no_one_under_18_and_no_unknown_age():
    young = made(age_from=15, age_to=17)
    assert not [row for row in google_rows(young) if "family" not in row["Campaign"]]
    unknown = [row for row in google_rows() if row["Age"] == "Unknown"]
    assert {row["Criterion Type"] for row in unknown} == {"Negative"}


def test_what_does_not_fit_google_is_left_out_and_named():
    long = campaign.plan(request(audience=made().plan.audience, candidates=6), NEED, today=TODAY)
    exported = campaign.export(campaign.links(long, "https://example.org"))
    (said,) = [str(one) for one in exported.notes if "does not fit" in str(one)]
    assert "contract-a (sq)" in said


def test_each_platform_is_given_its_part_and_all_together_the_budget():
    exported = campaign.export(made())
    meta = csv.DictReader(io.StringIO(exported.files["meta.csv"].decode("utf-8-sig"), newline=""))
    meta_eur = sum(
        float(e) for e in {r["Ad Set Name"]: r["Ad Set Lifetime Budget"] for r in meta}.values()
    )
    tiktok = sum(g["budget"] for g in json.loads(exported.files["tiktok.json"])["adgroups"])
    days = 28
    google = sum(float(r["Budget"]) * days for r in google_rows() if r["Budget"])
    assert meta_eur == pytest.approx(5000 / 3, abs=0.1)
    assert tiktok == pytest.approx(5000 / 3, abs=0.1)
    assert 5000 / 3 - 6 * days * 0.01 <= google <= 5000 / 3 + 0.1


def test_a_platform_that_the_plan_does_not_pay_gets_no_budget_and_this_is_said():
    exported = campaign.export(made(platforms=("Facebook",)))
    assert {g["budget"] for g in json.loads(exported.files["tiktok.json"])["adgroups"]} == {0.0}
    assert any("TikTok is not among" in str(one) for one in exported.notes)


def test_in_the_european_union_there_is_no_meta_file_but_posters():
    plan = made().plan
    abroad = replace(
        plan,
        places=tuple(replace(o, place=replace(o.place, country="RO")) for o in plan.places),
    )
    exported = campaign.export(campaign.links(abroad, "https://example.org"))
    assert "meta.csv" not in exported.files
    assert {"posters.html", "google.csv"} <= set(exported.files)
    assert "no file for Meta" in str(exported.notes[0])


def test_tiktoks_json_is_disabled_widens_nothing_and_takes_ids_that_are_given():
    code = arm(Arm.TREATED)[0].place.code
    found = json.loads(campaign.tiktok_json(made(), {code: "1683045"}))
    groups = found["adgroups"]
    assert {one["operation_status"] for one in [found["campaign"], *groups, *found["ads"]]} == {
        "DISABLE"
    }
    assert {one["smart_audience_enabled"] for one in groups} == {False}
    assert {tuple(g["location_ids"]) for g in groups if g["adgroup_name"].startswith(code)} == {
        ("1683045",)
    }
    young = [g for g in groups if "family" not in g["adgroup_name"]]
    assert {tuple(g["age_groups"]) for g in young} == {("AGE_18_24", "AGE_25_34")}
    assert {g["gender"] for g in young} == {"GENDER_MALE"}


def test_a_location_of_no_place_of_the_plan_is_refused_by_row():
    with pytest.raises(BadCell, match=r"ids.csv, row 3, column place"):
        campaign.read_locations(
            b"place,location_id\nAL-1,5\nXX,6\n", file="ids.csv", codes=frozenset({"AL-1"})
        )


META_TEMPLATE = (
    "Ad Name,Campaign Name,Ad Set Name,Campaign Status,Ad Set Run Status,Ad Status,"
    "ad set lifetime budget,Ad Set Time Start,Ad Set Time Stop,Addresses,Excluded Addresses,"
    "Location Types,Age Min,Age Max,Advantage Audience,Title,Body,Link,Brand New Column\n"
)


def test_a_template_keeps_its_own_order_and_its_unknown_columns_are_empty_and_named():
    template = campaign.read_template(META_TEMPLATE.encode("utf-16"), file="mine.csv")
    asked = campaign.ExportRequest(templates=(template,))
    exported = campaign.export(made(), asked)
    text = exported.files["meta.csv"].decode("utf-16")
    header = next(csv.reader(io.StringIO(text)))
    assert header == META_TEMPLATE.strip().split(",")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert {row["Brand New Column"] for row in rows} == {""}
    assert all(float(row["ad set lifetime budget"]) > 0 for row in rows)
    said = " ".join(map(str, exported.notes))
    assert "left empty: Brand New Column" in said
    assert "URL Tags" in said  # ours, for which the template has no column


def test_a_template_without_a_needed_column_is_refused():
    lacking = META_TEMPLATE.replace("Excluded Addresses,", "")
    template = campaign.read_template(lacking.encode(), file="mine.csv")
    with pytest.raises(TemplateLacks, match="Excluded Addresses"):
        campaign.export(made(), campaign.ExportRequest(templates=(template,)))


def test_a_file_that_is_no_template_is_refused():
    with pytest.raises(BadTable, match="no row names the columns"):
        campaign.read_template(b"a,b\n1,2\n", file="x.csv")
    with pytest.raises(BadTable, match="workbook"):
        campaign.read_template(b"PK\x03\x04broken", file="x.xlsx")


def tiktok_workbook():
    book = Workbook()
    page = book.active
    page.append(["Fill in from row 4"])
    header = ["Campaign name", "Objective", "Ad group name", "Placement", "Location", "Age",
              "Gender", "Ad group budget", "Start time", "End time", "Ad name", "Text", "URL",
              "Carousel"]  # fmt: skip
    page.append(header)
    page.append(["(required)"] * len(header))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), header


def test_tiktoks_own_workbook_is_filled_below_its_hints():
    data, header = tiktok_workbook()
    template = campaign.read_template(data, file="tiktok.xlsx")
    exported = campaign.export(made(), campaign.ExportRequest(templates=(template,)))
    page = load_workbook(io.BytesIO(exported.files["tiktok.xlsx"])).active
    assert [cell.value for cell in page[2]] == header
    assert page["A3"].value == "(required)"
    first = dict(zip(header, [cell.value for cell in page[4]], strict=True))
    assert first["Campaign name"].startswith("Work abroad")
    assert first["Ad group name"].startswith(arm(Arm.TREATED)[0].place.code)
    assert urlsplit(first["URL"]).query.endswith("utm_content=debt-a-sq")
    assert first["Carousel"] is None
    assert page.max_row == 3 + 3 * 3 * 2
    assert "tiktok.json" not in exported.files


def events():
    text = campaign.calendar_ics(made()).decode().replace("\r\n ", "")
    for block in text.split("BEGIN:VEVENT\r\n")[1:]:
        lines = block.split("END:VEVENT")[0].strip().split("\r\n")
        yield dict(line.split(":", 1) for line in lines)


def test_the_calendar_holds_a_post_a_week_place_and_language_versions_in_turn():
    found = list(events())
    assert len(found) == 4 * 3 * 2
    assert len({one["UID"] for one in found}) == len(found)
    assert {one["DTSTART;VALUE=DATE"] for one in found} == {
        "20270104", "20270111", "20270118", "20270125"
    }  # fmt: skip
    place = arm(Arm.TREATED)[0].place
    ours = [p.message.version for p in schedule(made())
            if p.place == place and p.message.language == "sq"]  # fmt: skip
    assert ours == ["debt-a", "contract-a", "family-a", "debt-a"]
    assert "utm_source=local" in found[0]["DESCRIPTION"]


def test_no_line_of_the_calendar_is_longer_than_the_standard_allows():
    data = campaign.calendar_ics(made())
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data.endswith(b"END:VCALENDAR\r\n")
    data.decode()  # no letter was cut in two


def test_an_albanian_letter_halves_what_an_sms_holds():
    assert [sms_parts(text) for text in ("a" * 160, "a" * 161, "ë" + "a" * 69, "ë" + "a" * 70)] == [
        1, 2, 1, 2
    ]  # fmt: skip


def test_a_poster_is_made_for_every_place_version_and_language_with_its_own_code():
    page = campaign.posters_html(made()).decode()
    assert page.count("<section ") == 3 * 3 * 2
    codes = page.split('<path d="')[1:]
    assert len({code.split('"')[0] for code in codes}) == 3 * 3 * 2
    assert page.count("Example made-up") == 0  # sponsor and number are told apart
    assert "<script" not in page


def test_a_stepped_place_begins_with_its_wave_and_keeps_later_waves_out():
    plan = made().plan
    treated = arm(Arm.TREATED)
    waves = {one.place.code: i for i, one in enumerate(treated, 1)}
    stepped = replace(
        plan,
        lots=replace(plan.lots, waves=(date(2027, 1, 4), date(2027, 1, 11), date(2027, 1, 18))),
        places=tuple(replace(o, wave=waves.get(o.place.code)) for o in plan.places),
    )
    of = campaign.links(stepped, "https://example.org")
    rows = list(csv.DictReader(io.StringIO(campaign.meta_csv(of).decode("utf-8-sig"))))
    starts = {row["Ad Set Name"].split()[0]: row["Ad Set Time Start"][:10] for row in rows}
    kept = {row["Ad Set Name"].split()[0]: len(row["Excluded Addresses"].split("; "))
            for row in rows}  # fmt: skip
    first, _, last = (one.place.code for one in treated)
    assert (starts[first], starts[last]) == ("01/04/2027", "01/18/2027")
    assert (kept[first], kept[last]) == (3 + 2, 3)


def test_a_place_drawn_for_one_version_gets_no_other():
    plan = made().plan
    by_code = {one.place.code: v for one, v in zip(arm(Arm.TREATED), ("debt-a", "contract-a",
               "family-a"), strict=True)}  # fmt: skip
    arms = replace(
        plan,
        places=tuple(replace(o, version=by_code.get(o.place.code, "")) for o in plan.places),
    )
    of = campaign.links(arms, "https://example.org")
    assert {(link.place, link.version) for link in of.links} == set(by_code.items())
