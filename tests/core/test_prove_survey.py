"""The survey's file is read with care, its answer is in the report, and few answers are refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

import made_commands
from beforehand import prove, release
from beforehand.records.codec import from_json, to_json
from beforehand.records.impact import LiftRequest, Results, Verdict
from beforehand.records.survey import SurveyTallies, SurveyTally, Wave
from beforehand.refusals import BadSurveyRow, PlaceNotInPanel, TooFewAnswers
from made_campaign import OVER, TREATED, WINDOW, a_panel, a_plan, results

PLAN = a_plan()
ITEMS = tuple(item.id for item in prove.questionnaire().items)


def tallies(after: float = 0.9, people: int = 40) -> SurveyTallies:
    """Half know it everywhere before; afterwards ``after`` of the warned places do."""
    rows = tuple(
        SurveyTally(
            place=f"P{place}", wave=wave, age="18-24", gender=gender, item=item, answers=people,
            right=round(people * (after if wave is Wave.AFTER and f"P{place}" in TREATED else 0.5)),
        )
        for place in range(8) for wave in Wave for gender in ("Masculine", "Feminine")
        for item in ITEMS
    )  # fmt: skip
    return SurveyTallies(version="signs-1", tallies=rows, source="Made-up survey of a test",
                         data_hash="ab" * 32, made_up=True)  # fmt: skip


def written(folder, given: SurveyTallies):
    path = folder / "tallies.csv"
    lines = ["place,wave,age,gender,item,answers,right"]
    lines += [f"{t.place},{t.wave},{t.age},{t.gender},{t.item},{t.answers},{t.right}"
              for t in given.tallies]  # fmt: skip
    path.write_text("\n".join(lines) + "\n")
    return path


def asked(lots=PLAN.lots, treated=TREATED) -> LiftRequest:
    return LiftRequest(treated=treated, start=WINDOW.start, end=WINDOW.end, lots=lots)


def found(given: SurveyTallies, **changed):
    return prove.survey_lift(given, asked(**changed), rng=np.random.default_rng(1))


def test_forty_points_in_every_warned_place_are_told_as_such():
    lift = found(tallies())
    assert lift.effect_per_unit == pytest.approx(0.4)
    assert lift.p == pytest.approx(2 / 70)
    assert "+40.0 points" in str(lift.sentence)


def test_no_change_reads_we_cannot_tell():
    assert found(tallies(after=0.5)).verdict is Verdict.CANNOT_TELL


def test_without_a_design_it_is_exploratory():
    lift = found(tallies(), lots=None)
    assert lift.exploratory
    assert lift.inference == "jackknife over places"


def test_the_items_are_five_in_both_languages_and_marked_as_drafts():
    form = prove.questionnaire()
    assert len(form.items) == 5
    assert form.draft
    for item in form.items:
        assert set(item.text) == {"en", "sq"}
        assert item.right in form.answers


def test_few_answers_are_refused_with_the_cell():
    with pytest.raises(TooFewAnswers, match="8 people of 18-24, Feminine"):
        found(tallies(people=2))


def test_a_place_that_was_not_asked_is_refused():
    fewer = tuple(t for t in tallies().tallies if t.place != "P0")
    with pytest.raises(PlaceNotInPanel):
        found(replace(tallies(), tallies=fewer), lots=None)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("P0,during,18-24,Masculine,debt,4,2", "before"),
        ("P0,before,18-24,Masculine,weather,4,2", "no item"),
        ("P0,before,18-24,Masculine,debt,4,5", "more right answers"),
        ("P0,before,18-24,Masculine,debt,-4,2", "whole numbers"),
        ("P1,before,18-24,Masculine,debt,4,2", "counts the same"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_with_its_line(tmp_path, row, said):
    path = tmp_path / "t.csv"
    first = "P1,before,18-24,Masculine,debt,4,2"
    path.write_text(f"place,wave,age,gender,item,answers,right\n{first}\n{row}\n")
    with pytest.raises(BadSurveyRow, match=said) as refused:
        prove.read_survey(path)
    assert "line 3" in str(refused.value)


def test_the_command_answers_in_its_documented_json(tmp_path):
    path = written(tmp_path, tallies())
    (tmp_path / "plan.json").write_bytes(to_json(PLAN))
    ran = made_commands.run(
        tmp_path, "prove", "survey", str(path), "--treated", ",".join(TREATED), "--design",
        str(tmp_path / "plan.json"), "--format", "json", home=tmp_path,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    answer = json.loads(ran.stdout)
    assert answer["difference"] == pytest.approx(0.4)
    assert answer["verdict"] == "more"
    assert answer["assignments"] == 70


def test_nobody_looks_at_a_plan_that_still_runs(tmp_path):
    path, today = written(tmp_path, tallies()), date.today()
    for days, code in ((0, 3), (-2, 0)):
        window = replace(PLAN.window, end=today + timedelta(days=days))
        (tmp_path / "plan.json").write_bytes(to_json(replace(PLAN, window=window)))
        ran = made_commands.run(
            tmp_path, "prove", "survey", str(path), "--treated", ",".join(TREATED), "--design",
            str(tmp_path / "plan.json"), home=tmp_path,
        )  # fmt: skip
        assert ran.returncode == code, ran.stderr
        assert ("points more" in ran.stdout) == (code == 0)


def surveyed() -> Results:
    return replace(results(a_panel(1, {}), PLAN), survey=tallies())


def test_the_report_shows_the_survey_beside_the_outcome_and_adjusts_for_it():
    effects = prove.impact(PLAN, surveyed()).effects
    assert [one.method for one in effects] == ["randomisation", "survey"]
    assert effects[1].p_adjusted == pytest.approx(2 * effects[1].p)
    assert effects[1].exploratory  # this plan did not name it
    page = prove.render_html(release.impact(prove.impact(PLAN, surveyed()), today=OVER))
    assert "40.0%" in page
    assert "Knowing the signs" in page


def test_results_with_a_survey_survive_being_saved():
    assert from_json(Results, to_json(surveyed())) == surveyed()


def test_the_made_up_survey_has_the_effect_that_we_set():
    from beforehand.example.answers import answers

    rng = np.random.default_rng(2)
    found_each = [found(answers(PLAN, effect=0.1, rng=rng)).effect_per_unit for _ in range(25)]
    assert np.mean(found_each) == pytest.approx(0.1, abs=0.02)
