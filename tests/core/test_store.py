"""The pool: immutable, idempotent, recallable; and saved records."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from beforehand import store
from beforehand.home import Home
from beforehand.records.cases import Provenance, SourceClass, SourceKind, Submission
from beforehand.records.people import SHELL, Asker, Role
from beforehand.records.schema import CASE_SCHEMA
from beforehand.refusals import (
    DamagedSubmission,
    DatasetTaken,
    EditionTaken,
    EmptyPool,
    TooLittleMemory,
    UnknownRecord,
    UnknownSourceClass,
    UnknownSubmission,
)
from beforehand.store import layout, query
from beforehand.unlocking import readable
from beforehand.vocabulary import FIELDS
from made_agreements import covered

TODAY = date(2026, 1, 5)
LATER = date(2026, 2, 5)
CASES = SourceClass(provenance=Provenance.MADE_UP, kind=SourceKind.CASE_LEVEL)


def table(dataset: str = "counts", provenance: Provenance = Provenance.REAL) -> SourceClass:
    return SourceClass(provenance=provenance, kind=SourceKind.AGGREGATE, dataset=dataset)


def offer(
    giver: str = "North", edition: str = "1", source: SourceClass = CASES, dataset: str = "cases"
) -> store.Offer:
    return store.Offer(
        giver=giver,
        dataset=dataset,
        edition=edition,
        source_class=source,
        title=f"{giver} (made up)",
        licence="CC0",
    )


def rows(*cells: str | None, people: int = 1, ids: str = "r") -> pa.RecordBatchReader:
    found = [
        {"row_id": f"{ids}{number}", "people": people, "origin_area": cell, "gender": "Masculine"}
        for number, cell in enumerate(cells)
    ]
    return pa.Table.from_pylist(found, schema=CASE_SCHEMA).to_reader()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def give(home: Home, said: store.Offer, coded: pa.RecordBatchReader) -> Submission:
    return store.add(home, said, coded, today=TODAY)[0]


def people_in(home: Home, source: str | None = None) -> Any:
    cases = store.open_cases(home, SHELL, source)
    with readable(cases) as files:
        return duckdb.execute("SELECT sum(people) FROM read_parquet(?)", [files]).fetchone()


def test_a_submission_is_stored_whole_and_matches_the_schema(home: Home) -> None:
    given = give(home, offer(), rows("a", "b"))
    cases = store.open_cases(home, SHELL)
    with readable(cases) as (path,):
        stored = pq.read_table(path)
    assert (given.rows, given.people) == (2, 2)
    assert stored.schema.names == CASE_SCHEMA.names
    assert stored.cast(CASE_SCHEMA).num_rows == 2


def test_adding_twice_is_a_no_op_whatever_the_order_and_the_row_ids(home: Home) -> None:
    first, already = store.add(home, offer(), rows("a", "b"), today=TODAY)
    again, there = store.add(home, offer(), rows("b", "a", ids="x"), today=LATER)
    assert (already, there) == (False, True)
    assert again == first


def test_the_same_rows_from_two_partners_are_two_submissions(home: Home) -> None:
    north = give(home, offer("North"), rows("a"))
    south = give(home, offer("South"), rows("a"))
    assert north.id != south.id
    assert len(store.submissions(home, SHELL)) == 2


def test_an_id_confirms_no_guess_without_the_hubs_secret(tmp_path: Path) -> None:
    one, other = Home(tmp_path / "one"), Home(tmp_path / "other")
    assert give(one, offer(), rows("a")).id != give(other, offer(), rows("a")).id


def test_a_recalled_submission_leaves_every_later_answer(home: Home) -> None:
    north = give(home, offer("North"), rows("a", "b"))
    give(home, offer("South"), rows("c"))
    stone = store.recall(home, north.id, today=LATER)
    assert (stone.id, stone.giver, stone.recalled_on) == (north.id, "North", LATER)
    assert people_in(home) == (1,)
    assert [given.giver for given in store.submissions(home, SHELL)] == ["South"]
    assert store.tombstones(home) == (stone,)
    assert not list(home.pool.glob(f"{north.id}*"))


def test_recalling_twice_changes_nothing(home: Home) -> None:
    given = give(home, offer(), rows("a"))
    first = store.recall(home, given.id, today=TODAY)
    assert store.recall(home, given.id, today=LATER) == first


def test_recalling_what_was_never_given_is_refused(home: Home) -> None:
    with pytest.raises(UnknownSubmission):
        store.recall(home, "0" * 32, today=TODAY)
    with pytest.raises(UnknownSubmission):
        store.recall(home, "../../etc", today=TODAY)


def test_giving_again_after_a_recall_is_a_new_version(home: Home) -> None:
    first = give(home, offer(), rows("a"))
    store.recall(home, first.id, today=TODAY)
    second, already = store.add(home, offer(), rows("a"), today=LATER)
    assert not already
    assert second.id != first.id
    assert people_in(home) == (1,)
    store.recall(home, second.id, today=LATER)
    assert len(store.tombstones(home)) == 2


def test_a_tombstoned_folder_never_answers_even_if_it_is_still_there(home: Home) -> None:
    given = give(home, offer(), rows("a"))
    kept = give(home, offer("South"), rows("b"))
    folder = home.pool / given.id
    saved = {path.name: path.read_bytes() for path in folder.iterdir()}
    store.recall(home, given.id, today=TODAY)
    folder.mkdir()
    for name, data in saved.items():
        (folder / name).write_bytes(data)
    assert [one.id for one in store.open_cases(home, SHELL).submissions] == [kept.id]
    give(home, offer("East"), rows("c"))
    assert not folder.exists()


def test_a_later_edition_supersedes_an_earlier_one_which_stays_recallable(home: Home) -> None:
    old = give(home, offer(edition="9"), rows("a", "b"))
    new = give(home, offer(edition="10"), rows("c"))
    assert new.supersedes == (old.id,)
    assert people_in(home) == (1,)
    assert len(store.submissions(home, SHELL)) == 2
    store.recall(home, old.id, today=LATER)
    assert people_in(home) == (1,)


def test_recalling_the_later_edition_brings_the_earlier_one_back(home: Home) -> None:
    give(home, offer(edition="2023-Q4"), rows("a", "b"))
    new = give(home, offer(edition="2024-Q1"), rows("c"))
    store.recall(home, new.id, today=LATER)
    assert people_in(home) == (2,)


def test_an_edition_given_late_does_not_supersede_a_newer_one(home: Home) -> None:
    give(home, offer(edition="2"), rows("a"))
    give(home, offer(edition="1"), rows("b", "c"))
    assert people_in(home) == (1,)


def test_other_rows_under_the_same_edition_are_refused(home: Home) -> None:
    given = give(home, offer(), rows("a"))
    with pytest.raises(EditionTaken, match=given.id):
        give(home, offer(), rows("a", "b"))
    assert people_in(home) == (1,)


def test_two_publishers_cannot_share_one_datasets_name(home: Home) -> None:
    give(home, offer("Office", source=table(), dataset="counts"), rows(None, people=5))
    with pytest.raises(DatasetTaken):
        give(home, offer("Bureau", source=table(), dataset="counts"), rows(None, people=7))


def test_source_classes_are_never_added_up(home: Home) -> None:
    give(home, offer("Office", source=table(), dataset="counts"), rows(None, people=5))
    give(home, offer("North"), rows("a"))
    assert people_in(home) == (5,)
    assert people_in(home, "made-up:case-level") == (1,)
    with pytest.raises(UnknownSourceClass, match="real:aggregate:counts"):
        store.open_cases(home, SHELL, "real:case-level")


def test_by_default_published_tables_answer_before_made_up_ones(home: Home) -> None:
    made_up = table("play", Provenance.MADE_UP)
    give(home, offer("Player", source=made_up, dataset="play"), rows(None, people=9))
    give(home, offer("North"), rows("a"))
    assert [str(kind) for kind in store.source_classes(home, SHELL)] == [
        "made-up:case-level",
        "made-up:aggregate:play",
    ]


def test_an_empty_pool_says_so(home: Home) -> None:
    with pytest.raises(EmptyPool):
        store.open_cases(home, SHELL)
    assert store.submissions(home, SHELL) == ()


def linked(home: Home) -> list[Any]:
    cases = store.open_cases(home, SHELL)
    return duckdb.execute(
        "SELECT row_id, person_id, probability FROM read_parquet(?) ORDER BY ALL",
        [str(cases.links)],
    ).fetchall()


def test_rows_without_linkage_values_are_each_a_person(home: Home) -> None:
    give(home, offer("North"), rows("a", "b", None, ids="n"))
    give(home, offer("South"), rows("a", None, ids="s"))
    assert linked(home) == [
        ("n0", "n0", 1.0),
        ("n1", "n1", 1.0),
        ("n2", "n2", 1.0),
        ("s0", "s0", 1.0),
        ("s1", "s1", 1.0),
    ]
    assert store.relink(home)[0].people == 5


def test_links_follow_the_pool_and_old_ones_are_removed(home: Home) -> None:
    north = give(home, offer("North"), rows("a", ids="n"))
    give(home, offer("South"), rows("a", ids="s"))
    before = store.open_cases(home, SHELL).links
    store.recall(home, north.id, today=LATER)
    after = store.open_cases(home, SHELL).links
    assert before and after and not before.exists()
    assert linked(home) == [("s0", "s0", 1.0)]


def test_links_lost_in_a_crash_are_made_when_asked_for(home: Home) -> None:
    give(home, offer(), rows("a"))
    links = store.open_cases(home, SHELL).links
    assert links
    links.unlink()
    assert linked(home) == [("r0", "r0", 1.0)]


def test_published_counts_have_no_links(home: Home) -> None:
    give(home, offer("Office", source=table(), dataset="counts"), rows(None, people=5))
    assert store.open_cases(home, SHELL).links is None


def test_the_same_pool_has_the_same_hash_and_another_another(home: Home) -> None:
    give(home, offer("North"), rows("a"))
    before = store.open_cases(home, SHELL).data_hash
    assert store.open_cases(home, SHELL).data_hash == before
    give(home, offer("South"), rows("b"))
    assert store.open_cases(home, SHELL).data_hash != before


def test_a_refused_stream_leaves_the_pool_as_it_was(home: Home) -> None:
    def breaking() -> Iterator[pa.RecordBatch]:
        yield from rows("a")
        raise EmptyPool(what="a test")

    with pytest.raises(EmptyPool):
        store.add(home, offer(), breaking(), today=TODAY)
    assert store.submissions(home, SHELL) == ()
    assert not list((home.pool / ".staging").glob("*"))


def test_the_canonical_query_names_every_field_of_the_record() -> None:
    said = query.sql("canonical_rows")
    assert [spec.name for spec in FIELDS if f"{spec.name}" not in said] == []


def test_rows_that_differ_in_one_field_are_never_taken_for_the_same(home: Home) -> None:
    different: list[dict[str, object]] = [
        {},
        {"control": []},
        {"control": ["Other"]},
        {"recruitment_method": ["Other"]},
        {"control": ["DebtBondage", "Other"]},
        {"age_from": 18},
        {"age_to": 18},
        {"consent_to_share": True},
        {"consent_to_share": False},
    ]
    for values in different:
        found = [{"row_id": "r", "people": 1, **values}]
        coded = pa.Table.from_pylist(found, schema=CASE_SCHEMA).to_reader()
        given, already = store.add(home, offer(), coded, today=TODAY)
        assert not already
        store.recall(home, given.id, today=TODAY)
    assert len(store.tombstones(home)) == len(different)


# --- permissions ------------------------------------------------------------------------------

SEES_CASES = {Role.ANALYST, Role.PARTNER, Role.CAMPAIGNER}


@pytest.fixture
def filled(home: Home) -> Home:
    real = SourceClass(provenance=Provenance.REAL, kind=SourceKind.CASE_LEVEL)
    give(home, offer("Office", source=table(), dataset="counts"), rows(None, people=5))
    covered(home, "North", "South")
    give(home, offer("North", source=real), rows("a"))
    give(home, offer("South", source=real), rows("b"))
    give(home, offer("South", source=CASES), rows("c"))
    return home


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    "source", ["real:aggregate:counts", "real:case-level", "made-up:case-level"]
)
def test_each_role_opens_what_it_may_and_nothing_else(
    filled: Home, role: Role, source: str
) -> None:
    asker = Asker(role=role, partner="North", on=TODAY)
    may = source == "real:aggregate:counts" or role in SEES_CASES
    assert (source in {str(kind) for kind in store.source_classes(filled, asker)}) is may
    if may:
        assert str(store.open_cases(filled, asker, source).source_class) == source
    else:
        with pytest.raises(UnknownSourceClass) as refusal:
            store.open_cases(filled, asker, source)
        assert "case-level" not in str(refusal.value.params["choices"])


@pytest.mark.parametrize(
    ("role", "givers"),
    [
        (Role.ANALYST, ["North", "Office", "South", "South"]),
        (Role.CAMPAIGNER, ["North", "Office", "South", "South"]),
        (Role.PARTNER, ["North", "Office"]),
        (Role.CASEWORKER, ["Office"]),
        (Role.ADMINISTRATOR, ["Office"]),
    ],
)
def test_each_role_is_told_of_the_submissions_it_may_know(
    filled: Home, role: Role, givers: list[str]
) -> None:
    seen = store.submissions(filled, Asker(role=role, partner="North", on=TODAY))
    assert sorted(given.giver for given in seen) == givers


def test_an_administrator_of_a_case_level_pool_finds_nothing(home: Home) -> None:
    give(home, offer(), rows("a"))
    for role in set(Role) - SEES_CASES:
        with pytest.raises(EmptyPool):
            store.open_cases(home, Asker(role=role))


def test_files_of_the_pool_are_readable_by_the_hubs_user_alone(home: Home) -> None:
    given = give(home, offer(), rows("a"))
    for path in (home.pool / given.id).iterdir():
        assert path.stat().st_mode & 0o077 == 0


# --- saved records ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Note:
    text: str


def test_a_saved_record_comes_back_by_its_id_and_saving_twice_is_a_no_op(home: Home) -> None:
    name = store.save(home, Note("one"))
    assert store.save(home, Note("one")) == name
    store.save(home, Note("two"))
    assert store.load(home, Note, name) == Note("one")
    assert set(store.saved(home, Note)) == {Note("one"), Note("two")}


def test_an_unknown_record_is_refused_and_no_path_is_followed(home: Home) -> None:
    for name in ("0" * 64, "../../x", ""):
        with pytest.raises(UnknownRecord):
            store.load(home, Note, name)


def test_a_changed_record_is_refused(home: Home) -> None:
    name = store.save(home, Note("one"))
    (home.records / "note" / f"{name}.json").write_bytes(b'{"text":"two"}')
    with pytest.raises(DamagedSubmission):
        store.load(home, Note, name)


def test_adding_what_does_not_fit_in_memory_is_one_plain_refusal_and_adds_nothing(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(query.CONFIG, "memory_limit", "1MB")
    tokens = [f"t{at}" for at in range(20_000)]
    with pytest.raises(TooLittleMemory) as refused:
        give(home, offer(), rows(*tokens))
    assert "memory" in str(refused.value)
    monkeypatch.undo()
    assert store.submissions(home, SHELL) == ()
    assert not list(layout.staging(home).iterdir())


def test_linking_what_does_not_fit_in_memory_is_refused_and_done_when_it_fits(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(home, offer(), rows(*(f"t{at}" for at in range(20_000))))
    with monkeypatch.context() as small:
        small.setitem(query.CONFIG, "memory_limit", "1MB")
        shutil.rmtree(layout.derived(home), ignore_errors=True)
        with pytest.raises(TooLittleMemory):
            store.open_cases(home, SHELL)
    assert store.open_cases(home, SHELL).links is not None
