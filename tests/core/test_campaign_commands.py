"""``beforehand campaign`` as it is typed."""

import json
from datetime import date, timedelta

import pyarrow as pa
import pytest
from click.testing import CliRunner

from beforehand import gazetteer, store
from beforehand.cli.campaign import command
from beforehand.home import Home
from beforehand.records.cases import Provenance, SourceClass, SourceKind
from beforehand.records.plan import Plan
from beforehand.records.schema import CASE_SCHEMA
from beforehand.refusals import (
    BadPlan,
    NoPlaceToWrite,
    NotAnOutcome,
    UnknownPlaces,
    UnknownRecord,
)
from made_agreements import covered


def give(home, provenance, areas):
    kind = SourceKind.CASE_LEVEL
    rows = [
        {"row_id": f"{provenance}{i}", "people": 1, "partner": "P", "origin_area": area,
         "citizenship": ["AL"], "exploitation_country": "GB"}
        for i, area in enumerate(areas)
    ]  # fmt: skip
    batch = pa.RecordBatch.from_pylist(rows, schema=CASE_SCHEMA)
    offer = store.Offer(
        giver="Example",
        dataset="x",
        edition="1",
        source_class=SourceClass(provenance=provenance, kind=kind),
        title=f"{provenance} cases",
        licence="CC0-1.0",
    )
    reader = pa.RecordBatchReader.from_batches(CASE_SCHEMA, [batch])
    store.add(home, offer, reader, today=date(2026, 11, 23))


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("BEFOREHAND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "80")
    home = Home(tmp_path / "home")
    covered(home, "Example")
    give(home, Provenance.REAL, [None] * 5)
    give(home, Provenance.MADE_UP, ["AL-07"] * 12 + ["AL-09"] * 5)
    return home


def run(*words):
    return CliRunner().invoke(command, list(words), catch_exceptions=True)


def plan(*words):
    result = run("plan", "--route", "AL:GB", "--seed", "7", *words)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_defaults_plan_from_the_source_that_knows_origins_and_say_that_it_is_made_up(home):
    said = plan()
    assert "MADE-UP" in said
    assert "made-up cases" in said
    assert "Kukës" in said
    assert max(len(line) for line in said.splitlines()) <= 80


def test_every_place_gets_it_in_waves_unless_a_number_or_places_are_named(home):
    made = json.loads(plan("--format", "json"))
    assert made["lots"]["design"] == "stepped"
    assert len(made["lots"]["waves"]) == 4
    first, last = (date.fromisoformat(made["window"][end]) for end in ("start", "end"))
    assert (last - first).days + 1 == 16 * 7
    for words, design in ((("--treated", "8"), "rerandomised"), (("--pick", "Has"), "picked")):
        assert json.loads(plan("--format", "json", *words))["lots"]["design"] == design


def test_a_source_that_is_named_is_the_one_used(home):
    assert "No area of origin is recorded" in plan("--source", "real:case-level")


def test_a_plan_is_saved_and_found_by_the_start_of_its_id(home, tmp_path):
    made = json.loads(plan("--format", "json", "--kind", "county", "-o", str(tmp_path / "p.json")))
    assert json.loads((tmp_path / "p.json").read_bytes()) == made
    checked = run("check", made["id"][:8], "--format", "json")
    assert any("social issues" in one["sentence"] for one in json.loads(checked.stdout))
    assert "not known" in run("power", made["id"][:8]).stdout


def test_the_same_seed_plans_the_same_and_csv_holds_the_ranking_alone(home):
    first, again = plan("--format", "csv"), plan("--format", "csv")
    assert first == again
    lines = first.splitlines()
    assert lines[0].startswith("rank,place,arm,need")
    assert len(lines) == 41


def test_every_place_is_listed_when_asked(home):
    assert len(plan("--format", "csv", "--all").splitlines()) == 62


def test_export_writes_every_file_and_warns_of_what_was_not_seen(home, tmp_path):
    made = json.loads(plan("--format", "json", "--treated", "20"))
    folder = tmp_path / "files"
    result = run("export", made["id"], "-o", str(folder), "--base-url", "https://example.org")
    assert result.exit_code == 0
    assert {path.name for path in folder.iterdir()} == {
        "meta.csv", "google.csv", "tiktok.json", "plain.csv", "links.csv", "posts.csv",
        "survey-links.csv", "calendar.ics", "messages.csv", "posters.html",
    }  # fmt: skip
    assert "export a template from your own account" in " ".join(result.stderr.split())


def test_weights_and_covariates_and_exempt_places_are_taken(home, tmp_path):
    table = tmp_path / "rumours.csv"
    table.write_text("place,rumours\nKavajë,9\nHas,1\n", encoding="utf-8")
    words = ("--covariates", str(table), "--weight", "rumours=50", "--exempt", "Has")
    made = json.loads(plan("--format", "json", *words))
    assert made["places"][0]["place"]["name"] == "Kavajë"
    assert {p["place"]["name"] for p in made["places"] if p["arm"] == "exempt"} == {"Has"}


def test_a_place_that_is_not_known_is_refused_by_name(home, tmp_path):
    table = tmp_path / "rumours.csv"
    table.write_text("place,rumours\nKavaja e re,9\n", encoding="utf-8")
    refused = run("plan", "--route", "AL:GB", "--covariates", str(table)).exception
    assert isinstance(refused, UnknownPlaces)
    assert "Kavajë" in str(refused)


@pytest.mark.parametrize("words", [("--ages", "young"), ("--weight", "people"), ("--from", "soon")])
def test_wrong_usage_exits_2(home, words):
    assert run("plan", "--route", "AL:GB", *words).exit_code == 2


def test_an_unknown_plan_is_refused(home):
    for name in ("abcdef123", "a", ""):
        assert isinstance(run("check", name).exception, UnknownRecord)


def weekly(path, kind="county"):
    """26 weeks of made-up contacts before March 2027."""
    first = date(2026, 8, 31)
    lines = [
        f"{place.name},{first + timedelta(weeks=week)},{(week * 7 + number) % 5}"
        for number, place in enumerate(gazetteer.places(kind, "AL"))
        for week in range(26)
    ]
    path.write_text("\n".join(["location,date,Y", *lines]), encoding="utf-8")
    return str(path)


WINDOW = ("--kind", "county", "--from", "2027-03-01", "--to", "2027-06-20")


def test_a_stepped_rollout_says_who_is_served_when_and_what_it_can_show(home, tmp_path):
    history = weekly(tmp_path / "contacts.csv")
    said = plan(*WINDOW, "--design", "stepped", "--history", history)
    assert all(f"wave {wave}" in said for wave in (1, 2, 3, 4))
    assert "in 4 waves from 2027-03-01 to 2027-06-14" in " ".join(said.split())
    assert "With 12 counties and 26 weeks of history, a campaign of 16 weeks" in " ".join(
        said.split()
    )


def test_one_county_cannot_prove_a_campaign_and_the_plan_says_so(home):
    said = " ".join(plan(*WINDOW, "--design", "complete", "--treated", "1").split())
    assert "This campaign cannot be proved with 1 of 12 counties" in said


def test_a_changed_plan_names_the_one_before_and_both_stay(home, tmp_path):
    first = json.loads(plan(*WINDOW, "--format", "json"))
    second = json.loads(
        plan(*WINDOW, "--budget", "9", "--replaces", first["id"][:8], "--format", "json")
    )
    assert second["replaces"] == first["id"]
    assert {one.id for one in store.saved(home, Plan)} == {first["id"], second["id"]}
    assert run("plan", "--route", "AL:GB", "--replaces", "ffffffff").exit_code != 0
    listed = {one["id"]: one for one in json.loads(run("list", "--format", "json").stdout)}
    assert listed[first["id"]]["replaced_by"] == second["id"]
    assert listed[second["id"]]["replaces"] == first["id"]
    assert first["id"][:8] in run("list").stdout


def test_neighbours_kept_apart_and_places_picked_by_hand_are_told_as_such(home):
    said = " ".join(plan("--buffer", "apart").split())
    assert "no warned place lies beside a held-out one" in said
    picked = " ".join(plan(*WINDOW, "--design", "picked", "--pick", "Kukës").split())
    assert "picked by hand: exploratory" in picked
    assert "cannot be proved by its lots" in picked


def test_further_outcomes_are_stated_before_launch(home, tmp_path):
    history = weekly(tmp_path / "contacts.csv")
    made = json.loads(
        plan(*WINDOW, "--further", f"calls={history}", "--further", "walk-ins", "--format", "json")
    )
    assert [one["name"] for one in made["further"]] == ["calls", "walk-ins"]
    assert made["further"][1]["power"] is None


def test_own_messages_reach_and_capacity_go_into_the_plan_and_are_checked(home, tmp_path):
    posts, reach, help_ = (tmp_path / name for name in ("posts.csv", "reach.csv", "help.csv"))
    posts.write_text(
        "version,language,theme,headline,text,call_to_action,media\n"
        "own-a,en,debt,Work abroad,You will be safe with us.,Check,door@1\n"
    )
    codes = [one.code for one in gazetteer.places("municipality", "AL")]
    reach.write_text("place,spend_eur,reach\n" + "".join(f"{c},900,30000\n" for c in codes))
    help_.write_text(
        "helpline,contacts_a_week,usual_a_week,contacts_per_1000,source\nALO,10,4,1,asked\n"
    )
    words = ("--messages", str(posts), "--reach", str(reach), "--capacity", str(help_))
    made = json.loads(plan("--format", "json", "--language", "en", "--treated", "20", *words))
    # 6 free contacts a week for 8 weeks, 1 for 1,000 people: 48,000 people, at 30 euro a thousand.
    assert sum(p["budget_eur"] for p in made["places"]) == pytest.approx(48 * 30, abs=0.5)
    found = json.loads(run("check", made["id"], "--format", "json").stdout)
    assert {"promise", "picture or video"} <= {one["topic"] for one in found[:3]}
    assert "sign-off" in {one["topic"] for one in found}


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("--outcome", "departures to the United Kingdom"), NotAnOutcome),
        (("--outcome", "clicks"), NotAnOutcome),
        (("--further", "asylum claims"), NotAnOutcome),
        (("--outcome", " "), BadPlan),
    ],
)
def test_what_no_proof_takes_is_not_sealed(home, words, refusal):
    assert isinstance(run("plan", "--route", "AL:GB", *words).exception, refusal)
    assert not store.saved(home, Plan)


def test_a_plan_that_cannot_be_written_out_is_not_sealed(home, tmp_path):
    (tmp_path / "file").write_text("x")
    made = run("plan", "--route", "AL:GB", "-o", str(tmp_path / "file" / "plan.json"))
    assert isinstance(made.exception, NoPlaceToWrite)
    assert not store.saved(home, Plan)
