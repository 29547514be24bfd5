"""Tables from files, pages and staff pages: what is let through and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from beforehand import release
from beforehand.records.codec import from_json, to_json
from beforehand.records.figure import Figure, Recipe, Unit
from beforehand.records.people import Asker, Role
from beforehand.records.reach import PageBytes, Pages
from beforehand.records.release import CountTable, Release, SafeTable
from beforehand.refusals import (
    BadCount,
    MadeUpUnlabelled,
    MissingColumn,
    NothingToRelease,
    PagesExpired,
    SmallCountOnPage,
    UnfitTable,
)
from beforehand.words import words

TODAY = date(2026, 11, 20)
KEY = bytes(range(32))
PAGE = PageBytes(path="/sq/", content_type="text/html", body=b"<p>")
PAGES = Pages(
    pages=(PAGE,),
    assets=(),
    recipients=(),
    campaigns=(),
    places=(),
    versions=(),
    expires_on=date(2027, 1, 1),
    emergency=(),
    made_up=False,
)


def figure(value, unit=Unit.PEOPLE, **more):
    return Figure(
        value=value,
        unit=unit,
        definition=words("People from one town"),
        source="a test",
        data_hash="0" * 64,
        recipe=Recipe(function="test"),
        **more,
    )


def counts(*people):
    return CountTable(
        title=words("People"),
        rows=tuple(f"r{i}" for i in range(len(people))),
        columns=tuple(f"c{j}" for j in range(len(people[0]))),
        people=people,
        source="a test",
        data_hash="0" * 64,
        made_up=True,
    )


def test_a_table_of_large_counts_is_shown_whole():
    made = release.table(counts((20, 30), (40, 0)), today=TODAY)
    assert [cell.people for cell in made.payload.cells] == [20, 30, 50, 40, 0, 40, 60, 30, 90]
    assert made.withheld == 0


def test_a_table_of_nothing_but_small_counts_is_refused():
    with pytest.raises(NothingToRelease, match="under 11"):
        release.table(counts((3, 2), (1, 0)), today=TODAY)


def test_the_published_table_does_not_say_which_count_is_the_small_one():
    made = release.table(counts((3, 40, 50), (60, 70, 80)), today=TODAY)
    assert len({cell.withheld for cell in made.payload.cells if cell.people is None}) == 1


def test_a_release_survives_being_saved():
    made = release.table(counts((3, 40, 50), (60, 70, 80)), today=TODAY)
    assert from_json(Release[SafeTable], to_json(made)) == made


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (replace(counts((20, 30)), rows=()), "no counts"),
        (replace(counts((20, 30)), columns=("a", "a")), "twice"),
        (replace(counts((20, 30)), columns=("a", "total")), "total"),
        (replace(counts((20, 30)), people=((20,),)), "differ in length"),
        (counts((20, -1)), "negative"),
    ],
)
def test_what_is_no_table_is_refused(wrong, said):
    with pytest.raises(UnfitTable, match=said):
        release.table(wrong, today=TODAY)


def test_a_threshold_that_hides_nobody_is_refused():
    with pytest.raises(UnfitTable, match="hides nobody"):
        release.table(counts((20, 30)), today=TODAY, threshold=2)


def test_a_finer_table_is_added_up(tmp_path):
    path = tmp_path / "cells.csv"
    path.write_text("who,when,sex,people\nA,2023,m,7\nA,2023,f,5\nB,2024,m,20\n,2024,m,3\n")
    read = release.read_counts(path, "who", "when", "people", made_up=True, key=KEY)
    assert read.rows == ("A", "B", "not recorded")
    assert read.people == ((12, 0), (0, 20), (0, 3))


@pytest.mark.parametrize("value", ["", "-3", "2.5", "many", "=1+1", "²"])
def test_a_count_that_is_not_one_is_refused_with_its_line(tmp_path, value):
    path = tmp_path / "cells.csv"
    path.write_text(f"who,when,people\nA,2023,7\nA,2024,{value}\n")
    with pytest.raises(BadCount, match="line 3"):
        release.read_counts(path, "who", "when", "people", made_up=True, key=KEY)


def test_a_column_that_is_not_there_is_named(tmp_path):
    path = tmp_path / "cells.csv"
    path.write_text("who,when,people\nA,2023,7\n")
    with pytest.raises(MissingColumn, match="who, when, people"):
        release.read_counts(path, "where", "when", "people", made_up=True, key=KEY)


def test_pages_that_quote_large_counts_pass_unchanged():
    made = release.pages(PAGES, [figure(7659)], today=TODAY)
    assert made.payload == PAGES
    assert made.data_hashes == ("0" * 64,)


@pytest.mark.parametrize(
    "quoted",
    [
        figure(3),
        figure(0.5, Unit.SHARE, numerator=5, denominator=10),
        figure(0.98, Unit.SHARE, numerator=490, denominator=500),
        figure(0.1, Unit.SHARE, numerator=50, denominator=500, unknown=4),
    ],
    ids=["count", "numerator", "what is left", "unknown"],
)
def test_pages_that_give_a_small_count_away_are_refused(quoted):
    with pytest.raises(SmallCountOnPage):
        release.pages(PAGES, [quoted], today=TODAY)


def test_made_up_numbers_do_not_pass_as_real():
    with pytest.raises(MadeUpUnlabelled):
        release.pages(PAGES, [figure(50, made_up=True)], today=TODAY)
    release.pages(replace(PAGES, made_up=True), [figure(50, made_up=True)], today=TODAY)


def test_pages_with_an_expired_contact_do_not_pass():
    with pytest.raises(PagesExpired):
        release.pages(replace(PAGES, expires_on=date(2026, 11, 19)), [], today=TODAY)


@pytest.mark.parametrize(
    ("role", "seen"),
    [(Role.ANALYST, True), (Role.PARTNER, False), (Role.CAMPAIGNER, False),
     (Role.CASEWORKER, False), (Role.ADMINISTRATOR, False)],
)  # fmt: skip
def test_only_analysts_see_small_counts_on_staff_pages(role, seen):
    assert (release.hide_small(figure(4), Asker(role=role)).figure is not None) is seen
    assert release.hide_small(figure(0), Asker(role=role)).figure is not None
    assert release.hide_small(figure(11), Asker(role=role)).figure is not None


def test_a_small_count_among_many_takes_another_with_it():
    asker = Asker(role=Role.CAMPAIGNER)
    shown = release.hide_small_each([figure(90), figure(4), figure(30), figure(60)], asker)
    assert [safe.figure is None for safe in shown] == [False, True, True, False]


def test_counts_that_are_all_large_are_all_shown():
    asker = Asker(role=Role.CAMPAIGNER)
    shown = release.hide_small_each([figure(90), figure(0), figure(30)], asker)
    assert all(safe.figure is not None for safe in shown)
