"""The survey on our own page: when it is asked, who is given which link, what its counts say."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

import made_commands
from beforehand import campaign, programme, prove, store
from beforehand.cli import survey
from beforehand.home import Home
from beforehand.prove.effects import effects
from beforehand.records.codec import from_json, to_json
from beforehand.records.plan import Arm, DesignKind, Plan
from beforehand.records.survey import AnswerCount, Wave
from beforehand.refusals import OtherWording, SurveyOpen, TooFewAnswers
from beforehand.web.drop import Given, open_drop
from core.test_campaign_plan import TODAY, request
from made_campaign import TREATED, WINDOW, a_plan
from made_desk import client, undone
from made_desk import people as people_of_desk
from made_pool import desk_at

PLAN = replace(a_plan(), campaign="pune")
FORMS = prove.survey_forms(PLAN)
OVER = FORMS[1].closes_on + timedelta(days=1)
RIGHT = {item.id: item.right for item in prove.questionnaire().items}


def counts(people: int = 12, *, rare: int = 0) -> tuple[AnswerCount, ...]:
    """Nobody knows before; afterwards everybody in the warned places does."""
    return tuple(
        AnswerCount(campaign="pune", wording="signs-1", wave=wave, place=f"P{place}", age=age,
                    gender="Masculine", item=item, count=number,
                    answer=right if wave is Wave.AFTER and f"P{place}" in TREATED else "unsure")
        for place in range(8) for wave in Wave for item, right in RIGHT.items()
        for age, number in (("18-24", people), ("35+", rare)) if number
    )  # fmt: skip


def counted(home: Home, given: tuple[AnswerCount, ...]) -> None:
    """Answered on our own page."""
    drop = open_drop(home.drop)
    for one in given:
        row = ("pune", "signs-1", one.wave, one.place, one.age, one.gender, one.item, one.answer)
        drop.add_answers([Given(*row)] * one.count)
    drop.close()


def test_the_waves_leave_out_the_campaign_and_end_on_a_day_fixed_beforehand() -> None:
    before, after = FORMS
    assert (before.opens_on, before.closes_on) == (PLAN.sealed_on, WINDOW.start - timedelta(1))
    assert (after.opens_on, after.closes_on) == (
        WINDOW.end + timedelta(1), WINDOW.end + timedelta(28)
    )  # fmt: skip
    assert before.places == after.places == tuple(f"P{i}" for i in range(8))


def test_it_is_asked_nowhere_where_nobody_is_held_out_or_everybody_is_served() -> None:
    stepped = replace(PLAN, lots=replace(PLAN.lots, design=DesignKind.STEPPED))
    alone = replace(PLAN, places=tuple(p for p in PLAN.places if p.arm is Arm.TREATED))
    assert prove.survey_forms(stepped) == prove.survey_forms(alone) == ()


def test_links_are_alike_for_warned_and_held_out_places_and_tell_not_which_is_which() -> None:
    data = campaign.survey_links_csv(PLAN, "https://example.org/", FORMS)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    names = list(dict.fromkeys(row["place_name"] for row in rows))
    assert names == [f"Town {i}" for i in range(8)]
    assert rows[0]["link"] == "https://example.org/sq/pune/ask/1/?p=P0"
    shapes = {place: {row["link"].replace(place, "") for row in rows if row["place"] == place}
              for place in FORMS[0].places}  # fmt: skip
    assert len(set(map(frozenset, shapes.values()))) == 1
    swapped = {"treated": Arm.HELD_OUT, "held out": Arm.TREATED}
    other = tuple(replace(p, arm=swapped[p.arm.value]) for p in reversed(PLAN.places))
    turned = replace(PLAN, places=other)
    assert (
        campaign.survey_links_csv(turned, "https://example.org/", prove.survey_forms(turned))
        == data
    )


def test_a_plan_in_force_is_asked_and_not_the_one_it_replaced(tmp_path) -> None:
    home = Home(tmp_path)
    assert programme.surveys(home, "pune") == ()
    store.save(home, PLAN)
    later = replace(PLAN, id="cd" * 32, replaces=PLAN.id,
                    window=replace(WINDOW, end=WINDOW.end + timedelta(7)))  # fmt: skip
    store.save(home, later)
    assert programme.surveys(home, "pune") == prove.survey_forms(later)


def test_nothing_is_told_while_somebody_may_still_answer() -> None:
    with pytest.raises(SurveyOpen, match=FORMS[1].closes_on.isoformat()):
        prove.survey_tallies(PLAN, counts(), FORMS[1].closes_on)


def test_right_answers_are_counted_by_item_and_places_outside_the_test_are_not() -> None:
    strange = replace(counts()[0], place="P99")
    found = prove.survey_tallies(PLAN, (*counts(), strange), OVER)
    right = {(one.place, one.wave): one.right for one in found.tallies if one.item == "debt"}
    assert right["P0", Wave.AFTER] == 12
    assert right["P1", Wave.AFTER] == right["P0", Wave.BEFORE] == 0
    assert {one.place for one in found.tallies} == set(FORMS[0].places)


def test_bands_too_rare_to_compare_are_put_together_or_left_out_and_said() -> None:
    few = prove.survey_tallies(PLAN, counts(rare=1), OVER)
    assert {one.age for one in few.tallies} == {"18-24"}
    assert few.left_out == 16
    other = tuple(replace(one, gender="Feminine") for one in counts(people=0, rare=2))
    both = prove.survey_tallies(PLAN, (*counts(rare=2), *other), OVER)
    assert {(one.age, one.gender) for one in both.tallies} == {
        ("18-24", "Masculine"), ("rest", "rest")
    }  # fmt: skip
    assert both.left_out == 0


def test_few_people_left_out_are_not_numbered() -> None:
    """The sentence goes into the report that leaves."""
    asked = prove.request_of(PLAN, prove.KNOWING)
    for rare, said in ((10, "Fewer than 11 people are left out"), (16, "16 people are left out")):
        few = replace(prove.survey_tallies(PLAN, counts(rare=1), OVER), left_out=rare)
        found = prove.survey_lift(few, asked, rng=np.random.default_rng(1))
        assert [said in str(one) for one in found.warnings].count(True) == 1


OTHER = replace(PLAN, survey_wording="signs-0")


def test_a_plan_pins_the_wording_and_one_from_before_has_the_first() -> None:
    sealed = campaign.plan(request(), {}, today=TODAY)
    assert sealed.survey_wording == prove.SURVEY
    assert {one.wording for one in FORMS} == {PLAN.survey_wording}
    before = json.loads(to_json(PLAN))
    del before["survey_wording"]
    assert from_json(Plan, json.dumps(before).encode()) == PLAN


def test_answers_to_another_wording_are_refused_with_both_named(tmp_path) -> None:
    said = "sealed with the survey's wording signs-0, and .* holds answers to signs-1"
    with pytest.raises(OtherWording, match=said):
        prove.survey_tallies(OTHER, counts(), OVER)
    one = replace(counts()[0], wording="signs-2")
    with pytest.raises(OtherWording, match="answers to signs-2"):
        prove.survey_tallies(PLAN, (*counts(), one), OVER)
    found = prove.survey_tallies(PLAN, counts(), OVER)
    with pytest.raises(OtherWording, match=said):
        effects(OTHER, (), found, np.random.default_rng(1))
    with pytest.raises(OtherWording, match=said):
        programme.close_campaign(Home(tmp_path), OTHER, (None, None), OVER, found)


def test_the_command_refuses_tallies_of_another_wording_than_the_plans(tmp_path) -> None:
    design = tmp_path / "plan.json"
    design.write_bytes(to_json(OTHER))
    asked = {"treated": "P0", "design": str(design), "level": 0.95}
    found = prove.survey_tallies(PLAN, counts(), OVER)
    with pytest.raises(OtherWording, match="signs-0"):
        survey.survey_request(found, asked)
    design.write_bytes(to_json(PLAN))
    assert survey.survey_request(found, asked).lots == PLAN.lots


def test_how_many_answered_is_told_by_wave_and_not_by_arm() -> None:
    assert prove.answered(counts()) == {Wave.BEFORE: 96, Wave.AFTER: 96}
    assert prove.answered(()) == {Wave.BEFORE: 0, Wave.AFTER: 0}


def test_the_command_reads_what_the_page_counted(tmp_path) -> None:
    home = Home(tmp_path)
    store.save(home, PLAN)
    counted(home, counts())
    ran = made_commands.run(
        tmp_path, "prove", "survey", "--from-site", PLAN.id[:8], "--format", "json", home=tmp_path
    )
    assert ran.returncode == 0, ran.stderr
    answer = json.loads(ran.stdout)
    assert answer["difference"] == pytest.approx(1.0)
    assert answer["p"] == pytest.approx(2 / 70)
    assert not answer["exploratory"]


def test_the_report_takes_the_survey_once_it_is_over_and_goes_without_it_before(
    tmp_path, monkeypatch, capsys
) -> None:
    from beforehand.cli import running

    home = Home(tmp_path)
    counted(home, counts())
    monkeypatch.setattr(running, "today", lambda: FORMS[1].closes_on)
    assert running._survey(home, PLAN) is None
    assert "Without the survey. The survey takes answers to" in capsys.readouterr().err
    monkeypatch.setattr(running, "today", lambda: OVER)
    found = running._survey(home, PLAN)
    assert found == prove.survey_tallies(PLAN, counts(), OVER)
    assert running._survey(home, replace(PLAN, campaign="other")) is None


def test_too_few_answers_are_refused_and_so_are_both_sources_at_once(tmp_path) -> None:
    found = prove.survey_tallies(PLAN, counts(people=1), OVER)
    with pytest.raises(TooFewAnswers):
        prove.survey_lift(found, prove.request_of(PLAN, prove.KNOWING), rng=None)
    ran = made_commands.run(
        tmp_path, "prove", "survey", "t.csv", "--from-site", "ab", home=tmp_path
    )
    assert ran.returncode == 2


def test_the_proof_page_says_how_many_answered_from_eleven_on_and_nothing_by_arm(tmp_path) -> None:
    home, day = Home(tmp_path), date.today()
    window = replace(WINDOW, start=day - timedelta(7), end=day + timedelta(7))
    plan = replace(PLAN, window=window)
    store.save(home, plan)
    drop = open_drop(home.drop)
    for wave, people in ((Wave.BEFORE, 11), (Wave.AFTER, 10)):
        for item in RIGHT:
            one = Given("pune", "signs-1", wave, "P0", "18-24", "Feminine", item, "true")
            drop.add_answers([one] * people)
    drop.close()
    with undone(), desk_at(home):
        page = client(people_of_desk()["campaigner"]).get(f"/proof/{plan.id}/").content.decode()
    assert "Survey, before: 11 people answered, over all places." in page
    assert "Survey, after: fewer than 11 people answered." in page
    assert "Town" not in page
