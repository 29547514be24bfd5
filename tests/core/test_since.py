"""What has changed since the last brief: differences with intervals, and silence after a recall."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from beforehand import briefing, store, understand
from beforehand.home import Home
from beforehand.records.cases import CaseTable
from beforehand.records.people import SHELL
from beforehand.records.picture import Brief
from beforehand.records.since import KeptBrief, Since
from beforehand.refusals import BriefsUnlike, NoBriefKept
from made_cases import case, published
from made_giving import KIND, TODAY, give

AL_GB = understand.parse_route("AL:GB")
CRIME, LABOUR = ["ForcedCriminality"], ["ForcedLabour"]


def table(folder: Path, name: str, crime: int, labour: int, ids: tuple[str, ...]) -> CaseTable:
    (folder / name).mkdir()
    rows = [case(people=crime, exploitation=CRIME), case(people=labour, exploitation=LABOUR)]
    made = published(folder / name, rows)
    given = tuple(replace(made.submissions[0], id=one) for one in ids)
    return replace(made, submissions=given, data_hash=name)


def compared(then: CaseTable, now: CaseTable) -> Since:
    kept = KeptBrief(brief=understand.brief(then, AL_GB), kept_on=date(2026, 3, 1))
    return understand.since(kept, understand.brief(now, AL_GB))


def test_a_change_is_told_with_its_interval_and_whether_it_is_noise(tmp_path: Path) -> None:
    then = table(tmp_path, "a", 100, 300, ("1",))
    told = compared(then, table(tmp_path, "b", 220, 380, ("1", "2")))
    change = next(one for one in told.changes if one.code == "ForcedCriminality")
    assert change.difference.value == pytest.approx(220 / 600 - 100 / 400)
    ends = change.difference.interval
    assert ends is not None
    assert ends.low is not None
    assert ends.high is not None
    assert 0 < ends.low < change.difference.value < ends.high
    assert change.beyond_chance
    assert told.growing
    assert "25.0% then, 36.7% now (+11.7 points)" in " ".join(map(str, told.says))
    assert "600 people, where there were 400 people" in str(told.says[0])


def test_a_change_that_chance_would_have_is_said_to_be_none(tmp_path: Path) -> None:
    then = table(tmp_path, "a", 100, 300, ("1",))
    told = compared(then, table(tmp_path, "b", 113, 335, ("1", "2")))
    assert not any(one.beyond_chance for one in told.changes)
    assert "No share changed by more than chance" in str(told.says[1])


def test_the_same_data_are_said_to_be_the_same(tmp_path: Path) -> None:
    then = table(tmp_path, "a", 100, 300, ("1",))
    told = compared(then, then)
    assert told.same_data
    assert "nothing changed" in str(told.says[0])


def test_an_edition_that_took_another_s_place_gives_the_wider_interval(tmp_path: Path) -> None:
    then, now = table(tmp_path, "a", 100, 300, ("1",)), table(tmp_path, "b", 150, 350, ("1", "2"))
    other = replace(now, submissions=(replace(now.submissions[0], id="9"),))
    width = {}
    for name, of in (("growing", now), ("replaced", other)):
        told = compared(then, of)
        ends = next(one for one in told.changes if one.code == "ForcedLabour").difference.interval
        assert ends is not None
        width[name] = (ends.high or 0) - (ends.low or 0)
    assert width["replaced"] > width["growing"]


def test_where_nothing_changes_the_interval_holds_no_difference_nineteen_times_in_twenty() -> None:
    """Newcomers drawn from the same share: the scaled interval of the two wholes covers 0."""
    from beforehand.stats import newcombe_difference

    rng = np.random.default_rng(3)
    covered = []
    for _ in range(2000):
        old, new = rng.binomial(200, 0.3), rng.binomial(80, 0.3)
        low, high = newcombe_difference((new, 80), (old, 200))
        covered.append(low <= 0 <= high)
    assert 0.93 < np.mean(covered) < 0.975


def test_briefs_of_other_routes_are_not_compared(tmp_path: Path) -> None:
    cases = table(tmp_path, "a", 10, 30, ("1",))
    kept = KeptBrief(brief=understand.brief(cases, AL_GB), kept_on=TODAY)
    narrowed = understand.narrow(AL_GB, ["exploitation=ForcedLabour"])
    with pytest.raises(BriefsUnlike):
        understand.since(kept, understand.brief(cases, narrowed))


def brief_of(home: Home) -> Brief:
    return understand.brief(store.open_cases(home, SHELL, str(KIND)), AL_GB)


def test_a_kept_brief_is_gone_once_anything_under_it_is_recalled(tmp_path: Path) -> None:
    home = Home(tmp_path)
    give(home, "North", 41, 59)
    south = give(home, "South", 20, 30)
    with pytest.raises(NoBriefKept):
        briefing.since_last(home, brief_of(home))
    first = briefing.keep_brief(home, brief_of(home), today=TODAY)
    assert briefing.keep_brief(home, brief_of(home), today=TODAY) == first
    give(home, "East", 90, 10)
    told = briefing.since_last(home, brief_of(home))
    assert (told.then_people.value, told.now_people.value) == (150, 250)
    store.recall(home, south.id, today=TODAY)
    with pytest.raises(NoBriefKept):
        briefing.since_last(home, brief_of(home))
