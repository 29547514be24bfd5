"""The ledger of claims: pinned, used, counted again, and silent about what was taken back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from beforehand import ledger, store
from beforehand.cli import programme
from beforehand.home import Home
from beforehand.records.claims import Claim, Standing
from beforehand.records.figure import Recipe
from beforehand.records.people import SHELL
from beforehand.refusals import (
    ClaimIsRetired,
    ClaimNoLongerHolds,
    NoSuchFigure,
    SentenceDisagrees,
    UnknownRecord,
)
from made_giving import KIND, TODAY, give

ROUTE: dict[str, Any] = {"origin": "AL", "destination": "GB", "citizenship": "sole"}
CRIME = Recipe(
    function="understand.profile",
    parameters=ROUTE | {"field": "exploitation", "code": "ForcedCriminality", "of": "everyone"},
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    give(made, "North", 41, 59)
    give(made, "South", 20, 30)
    return made


def pinned(home: Home, sentence: str = "40.7% of 150 were made to commit crimes.") -> str:
    return ledger.pin(home, SHELL, CRIME, sentence, source=str(KIND), today=TODAY).id


def standing(home: Home) -> list[Standing]:
    return [one.standing for one in ledger.check_all(home)]


def bytes_of(home: Home) -> bytes:
    return b"".join(path.read_bytes() for path in home.root.rglob("*") if path.is_file())


def test_a_claim_holds_on_the_data_it_was_pinned_to(home: Home) -> None:
    pinned(home)
    (checked,) = ledger.check_all(home)
    assert checked.standing is Standing.HOLDS
    assert checked.now == checked.line.claim.figure if checked.line.claim else False


def test_a_sentence_that_the_figure_does_not_back_is_not_pinned(home: Home) -> None:
    with pytest.raises(SentenceDisagrees):
        pinned(home, "41.7% of 150 were made to commit crimes.")
    assert ledger.lines(home) == ()


def test_a_figure_that_nothing_makes_is_not_pinned(home: Home) -> None:
    recipe = Recipe(function="prove.lift", parameters=CRIME.parameters)
    with pytest.raises(NoSuchFigure):
        ledger.pin(home, SHELL, recipe, "40.7%", source=None, today=TODAY)


def test_new_data_that_leave_the_number_are_told_and_those_that_move_it_break_it(
    home: Home,
) -> None:
    pinned(home, "41% were made to commit crimes.")
    give(home, "East", 41, 59)
    assert standing(home) == [Standing.NEW_DATA]
    give(home, "West", 80, 0)
    (checked,) = ledger.check_all(home)
    assert checked.standing is Standing.MOVED
    assert checked.broken
    assert checked.now is not None
    assert (checked.now.numerator, checked.now.denominator) == (182, 330)
    assert "182 of 330" in str(checked.says)


def test_a_later_edition_of_the_same_partner_is_counted_again(home: Home) -> None:
    pinned(home)
    give(home, "South", 20, 31, edition="2")
    (checked,) = ledger.check_all(home)
    assert checked.standing is Standing.MOVED
    assert checked.now is not None
    assert checked.now.denominator == 151


def test_another_definition_breaks_a_claim_though_the_number_is_the_same(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    pinned(home)
    counted_again = ledger.understand.figure_in

    def redefined(*asked: Any) -> Any:
        from dataclasses import replace

        now = counted_again(*asked)
        return replace(now, recipe=replace(now.recipe, definition_version="2"))

    monkeypatch.setattr(ledger.understand, "figure_in", redefined)
    assert standing(home) == [Standing.REDEFINED]


def test_after_a_recall_the_ledger_tells_neither_then_nor_now(home: Home) -> None:
    name = pinned(home)
    ledger.use(home, ledger.line(home, name), "newsletter, March 2026", today=TODAY)
    given = next(one for one in store.submissions(home, SHELL) if one.giver == "South")
    store.recall(home, given.id, today=TODAY)
    (checked,) = ledger.check_all(home)
    assert checked.standing is Standing.TAKEN_BACK
    assert checked.now is None
    assert checked.line.claim is None
    assert not any(letter.isdigit() for letter in str(checked.says))
    assert [use.place for use in checked.line.uses] == ["newsletter, March 2026"]


def test_after_a_recall_the_exact_counts_are_in_no_file_nor_come_back_with_an_older_copy(
    home: Home, tmp_path_factory: pytest.TempPathFactory
) -> None:
    sentence = "40.7% of 150 were made to commit crimes."
    name = pinned(home, sentence)
    assert sentence.encode() not in bytes_of(home)  # sealed, not merely hidden
    older = tmp_path_factory.mktemp("older") / "copy"
    shutil.copytree(home.records, older)
    given = next(one for one in store.submissions(home, SHELL) if one.giver == "South")
    store.recall(home, given.id, today=TODAY)
    shutil.copytree(older, home.records, dirs_exist_ok=True)
    assert ledger.line(home, name).claim is None


def test_a_submission_given_again_after_its_recall_does_not_open_the_old_claim(
    home: Home,
) -> None:
    name = pinned(home)
    given = next(one for one in store.submissions(home, SHELL) if one.giver == "South")
    store.recall(home, given.id, today=TODAY)
    give(home, "South", 20, 30)
    assert ledger.line(home, name).claim is None


def test_what_no_longer_holds_or_is_retired_is_not_used(home: Home) -> None:
    name = pinned(home)
    used = ledger.use(home, ledger.line(home, name), "page /sq", today=TODAY)
    assert ledger.line(home, name).uses == (used,)
    give(home, "West", 80, 0)
    with pytest.raises(ClaimNoLongerHolds):
        ledger.use(home, ledger.line(home, name), "report", today=TODAY)
    ledger.retire(home, ledger.line(home, name), "counted anew", today=TODAY)
    assert standing(home) == [Standing.RETIRED]
    with pytest.raises(ClaimIsRetired):
        ledger.use(home, ledger.line(home, name), "report", today=TODAY)


def test_a_claim_is_named_by_the_beginning_of_its_id(home: Home) -> None:
    name = pinned(home)
    assert ledger.line(home, name[:8]).id == name
    for wrong in (name[:4], "", "0" * 32):
        with pytest.raises(UnknownRecord):
            ledger.line(home, wrong)


def test_a_damaged_claim_is_refused_not_read(home: Home) -> None:
    from beforehand.refusals import DamagedSubmission

    name = pinned(home)
    path = next(home.records.rglob(name))
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(DamagedSubmission):
        store.kept(home, Claim)


LABOUR = ("--field", "exploitation", "--code", "ForcedLabour")


def run(home: Home, *asked: str) -> Result:
    return CliRunner().invoke(
        programme,
        ["understand", "claims", *asked],
        env={"BEFOREHAND_HOME": str(home.root), "COLUMNS": "80"},
    )


def test_the_commands_pin_use_check_and_retire(home: Home) -> None:
    options = ["--route", "AL:GB", "--field", "exploitation", "--code", "ForcedCriminality"]
    made = run(home, "pin", *options, "40.7% were made to commit crimes.")
    assert made.exit_code == 0, made.output
    name = ledger.lines(home)[0].id
    assert run(home, "use", name, "newsletter").exit_code == 0
    assert "newsletter" in run(home, "show", name[:8]).output
    assert run(home, "check").exit_code == 0
    give(home, "West", 80, 0)
    broken = run(home, "check")
    assert name[:8] in str(broken.exception)
    assert "61.3%" in str(broken.exception)
    assert type(broken.exception).__name__ == "ClaimsNoLongerHold"
    assert "still stands in: newsletter" in run(home, "retire", name, "moved").output
    assert run(home, "check").exit_code == 0


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "150 people"),
        ([*LABOUR, "--by", "partner", "--group", "South"], "60%"),
        (["--where", "exploitation=ForcedLabour"], "89 people"),
    ],
)
def test_any_figure_of_a_route_can_be_pinned(home: Home, options: list[str], sentence: str) -> None:
    made = run(home, "pin", "--route", "AL:GB", *options, sentence)
    assert made.exit_code == 0, (made.output, made.exception)
    assert standing(home) == [Standing.HOLDS]
