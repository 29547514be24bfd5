"""What a recall touches: plans, claims, impacts and releases; each is flagged, none is compared."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from beforehand import briefing, ledger, recalls, store, understand
from beforehand.cli import programme as shell_programme
from beforehand.home import Home
from beforehand.records.cases import Submission
from beforehand.records.figure import Recipe
from beforehand.records.people import SHELL, Asker, Role, shell
from beforehand.records.plan import Plan
from beforehand.records.recalls import Built
from beforehand.records.release import LedgerLine
from beforehand.records.since import BriefMade, KeptBrief
from made_pool import COALITION, planned, pooled

TODAY = date(2026, 1, 5)
LATER = date(2026, 3, 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Plan, Submission, str]:
    """A pool, a plan and a claim on its coalition, a release; then one partner recalls."""
    home = pooled(tmp_path_factory.mktemp("pool"), TODAY)
    plan = planned(home, date(2026, 2, 10))
    cases = store.open_cases(home, shell(TODAY), COALITION)
    line = ledger.pin(
        home,
        shell(TODAY),
        Recipe(
            function="understand.profile",
            parameters={"origin": "AL", "destination": "GB", "citizenship": "sole", "of": "people"},
        ),
        f"{_people(home)} people were on this route.",
        source=COALITION,
        today=TODAY,
    )
    ledger.use(home, line, "newsletter, January 2026", today=TODAY)
    brief = understand.brief(cases, understand.parse_route("AL:GB"))
    briefing.note_made(home, brief, by=Role.ANALYST, today=TODAY)
    briefing.keep_brief(home, brief, today=TODAY)
    for name, hashes in (("a" * 64, (cases.data_hash,)), ("b" * 64, ("f" * 64,))):
        store.save(
            home,
            LedgerLine(
                release_id=name, kind="table", released_on=TODAY, data_hashes=hashes,
                cells=10, withheld=1,
            ),
        )  # fmt: skip
    given = next(one for one in cases.submissions if "North" in one.giver)
    recalls.recall(home, given.id, today=LATER)
    return home, plan, given, line.id


def _people(home: Home) -> int:
    cases = store.open_cases(home, shell(TODAY), COALITION)
    return int(understand.profile(cases, understand.parse_route("AL:GB")).people.value)


def test_everything_built_on_it_is_flagged_and_what_left_is_listed(
    made: tuple[Home, Plan, Submission, str],
) -> None:
    home, plan, given, claim = made
    (stone,) = store.tombstones(home)
    done = recalls.touched(home, stone)
    assert {(one.kind, one.id) for one in done.flagged} == {
        (Built.PLAN, plan.id),
        (Built.CLAIM, claim),
        (Built.KEPT_BRIEF, store.kept(home, KeptBrief)[0].id),
    }
    (brief,) = (one for one in done.published if one.kind is Built.BRIEF)
    assert (brief.name, brief.on) == ("AL:GB, analyst", TODAY)
    assert {(one.kind, one.id, one.on) for one in done.published if one is not brief} == {
        (Built.USE, claim, TODAY),
        (Built.RELEASE, "a" * 64, TODAY),
    }
    assert recalls.recalled_under(home, plan) == (stone,)
    assert stone.id == given.id


def test_no_number_is_in_what_a_recall_says(made: tuple[Home, Plan, Submission, str]) -> None:
    home, plan, given, _ = made
    run = CliRunner().invoke(
        shell_programme,
        ["share", "recall", given.id[:12], "--format", "json"],
        env={"BEFOREHAND_HOME": str(home.root)},
        catch_exceptions=False,
    )
    said = json.loads(run.output)
    assert (said["id"], said["giver"], said["recalled_on"]) == (given.id, given.giver, str(LATER))
    for one in (*said["flagged"], *said["published"]):
        assert set(one) == {"kind", "id", "on", "name", "says"}
        assert not any(letter.isdigit() for letter in one["says"]["template"])
        assert not one["says"]["params"]
    assert plan.title in {one["name"] for one in said["flagged"]}


def test_the_flag_needs_no_record_of_its_own_and_is_there_after_a_restore(
    made: tuple[Home, Plan, Submission, str], tmp_path: Path
) -> None:
    home, plan, _, _ = made
    store.keep_keys(home, tmp_path / "keys")
    store.back_up(home, tmp_path / "archive", today=LATER)
    again = Home(tmp_path / "again")
    store.restore(again, tmp_path / "archive", tmp_path / "keys")
    (stone,) = store.tombstones(again)
    assert recalls.recalled_under(again, plan) == (stone,)
    assert recalls.touched(again, stone).flagged == recalls.touched(home, stone).flagged


def test_a_submission_that_nothing_rests_on_touches_nothing(tmp_path: Path) -> None:
    home = pooled(tmp_path, TODAY)
    given = next(one for one in store.submissions(home, SHELL) if "North" in one.giver)
    done = recalls.recall(home, given.id, today=LATER)
    assert (done.flagged, done.published, done.keys_file_current) == ((), (), None)


def test_a_plans_page_shows_no_count_any_more_once_cases_under_it_were_taken_back(
    made: tuple[Home, Plan, Submission, str],
) -> None:
    from made_desk import start_django

    start_django()
    from beforehand.web.desk.presenters.campaigns import plan_page

    _, plan, _, _ = made
    analyst = Asker(role=Role.ANALYST)
    before, after = plan_page(plan, analyst), plan_page(plan, analyst, recalled=True)
    for page, shown in ((before, True), (after, False)):
        reasons = [row.reasons[0] for row in (*page.chosen, *page.others)]
        assert any(one.raw != "withheld" and one.score for one in reasons) is shown


def test_the_desk_remembers_no_answer_from_before_a_recall(tmp_path: Path) -> None:
    from beforehand import understand
    from beforehand.web.desk import reading

    home = pooled(tmp_path, TODAY)
    asking, route = shell(TODAY), understand.parse_route("AL:GB")
    before = reading.read_route(home, asking, route, COALITION)
    assert reading.read_cases.cache_info().currsize >= 1
    given = next(one for one in store.submissions(home, SHELL) if "North" in one.giver)
    other = f"""
from datetime import date
from beforehand import store
from beforehand.home import open_home
store.recall(open_home({str(home.root)!r}), {given.id!r}, today=date(2026, 3, 1))
"""
    subprocess.run([sys.executable, "-c", other], check=True)  # nobody tells the desk
    after = reading.read_route(home, asking, route, COALITION)
    assert reading.read_cases.cache_info().currsize == 1
    assert after != before


def test_a_brief_made_at_the_command_line_is_noted_without_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = pooled(tmp_path / "home", TODAY)
    monkeypatch.setenv("BEFOREHAND_HOME", str(home.root))
    asked = ["understand", "brief", "--route", "AL:GB", "--source", COALITION]
    for _ in range(2):
        done = CliRunner().invoke(
            shell_programme, [*asked, "-o", str(tmp_path / "brief.pdf")], catch_exceptions=False
        )
        assert done.exit_code == 0, done.output
    (noted,) = store.saved(home, BriefMade)
    given = {one.id for one in store.submissions(home, SHELL) if "Charity" in one.giver}
    assert (noted.route, set(noted.submissions), noted.made_by) == ("AL:GB", given, "analyst")
    north = next(one for one in store.submissions(home, SHELL) if "North" in one.giver)
    recalled = CliRunner().invoke(
        shell_programme, ["share", "recall", north.id[:12]], catch_exceptions=False
    )
    assert "brief" in recalled.output
    assert "taken along as a file" in " ".join(recalled.output.split())
