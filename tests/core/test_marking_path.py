"""A mark all the way: from the mapping through the sealed file into the pool, and changed later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from beforehand import share, store
from beforehand.cli.share import command
from beforehand.home import Home
from beforehand.records.agreements import Marking, Tlp
from beforehand.records.cases import Submission
from beforehand.records.people import SHELL, Asker, Role, shell
from beforehand.refusals import BadMapping, DamagedSubmission, LooserMark, UnknownSubmission
from beforehand.share import GivenFile
from beforehand.share.partner.container import Beside, pack

DAY = date(2026, 6, 1)
NORTH = "Made-up Charity North (example)"
SAID = {
    "partner": NORTH,
    "partner_type": "NGO",
    "dataset": "cases",
    "edition": "1",
    "provenance": "made-up",
    "title": "Test",
    "licence": "CC0",
}
MAPPING = f"""
partner: {NORTH}
partner_type: NGO
dataset: cases
edition: "1"
provenance: made-up
columns: {{Sex: gender}}
values: {{gender: {{M: Masculine}}}}
"""
STRICT = {
    "group": "inner",
    "tlp": "AMBER+STRICT",
    "embargo_until": "2026-07-01",
    "shows_name": False,
    "published_by": "",
}
MARKED = Marking(
    group="inner", tlp=Tlp.AMBER_STRICT, embargo_until=date(2026, 7, 1), shows_name=False
)
OWNER = Asker(role=Role.PARTNER, partner=NORTH, on=DAY)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("BEFOREHAND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")
    return Home(tmp_path / "home")


def sealed(sharing: str = "") -> bytes:
    mapping = share.load_mapping(GivenFile("map.yaml", (MAPPING + sharing).encode()))
    return share.seal_file(GivenFile("a.csv", b"Sex\nM\nM\n"), mapping, b"0" * 32).data


def only(home: Home) -> Submission:
    (given,) = store.submissions(home, shell(DAY))
    return given


def test_what_the_mapping_says_of_sharing_is_the_submissions_mark(home: Home) -> None:
    data = sealed(
        "sharing: {group: inner, tlp: AMBER+STRICT, embargo_until: 2026-07-01, shows_name: no}"
    )
    share.add_sealed(home, data, today=DAY)
    assert only(home).marking == MARKED


def test_a_mapping_that_says_nothing_gives_the_usual_mark(home: Home) -> None:
    share.add_sealed(home, sealed(), today=DAY)
    assert only(home).marking == Marking()
    assert Marking().tlp is Tlp.AMBER


@pytest.mark.parametrize(
    "sharing",
    [
        "sharing: {tlp: PURPLE}",
        "sharing: {tlp: TLP:RED}",
        "sharing: {colour: RED}",
        "sharing: {embargo_until: next week}",
        "sharing: {shows_name: perhaps}",
        "sharing: {group: 'a@b'}",
        "sharing: [RED]",
    ],
)
def test_a_mapping_that_says_what_no_mark_can_say_is_refused(sharing: str) -> None:
    with pytest.raises(BadMapping):
        sealed(sharing)


@pytest.mark.parametrize(
    "changed",
    [
        {"tlp": "PURPLE"},
        {"tlp": ["RED"]},
        {"embargo_until": "2026-13-01"},
        {"embargo_until": ""},
        {"shows_name": "no"},
        {"group": "x" * 81},
        {"group": "a\nb"},
        {"more": 1},
        {"published_by": 7},
    ],
)
def test_a_header_made_by_hand_is_looked_at_part_by_part(
    home: Home, changed: dict[str, object]
) -> None:
    data = pack([{"gender": "Masculine"}], SAID, Beside(marking={**STRICT, **changed}))
    with pytest.raises(DamagedSubmission):
        share.add_sealed(home, data, today=DAY)
    assert store.submissions(home, SHELL) == ()


def test_a_mark_with_a_part_missing_is_refused(home: Home) -> None:
    data = pack([{"gender": "Masculine"}], SAID, Beside(marking={"tlp": "CLEAR"}))
    with pytest.raises(DamagedSubmission):
        share.add_sealed(home, data, today=DAY)


def test_rows_that_stayed_for_lack_of_consent_are_counted_with_the_submission(home: Home) -> None:
    share.add_sealed(home, pack([{"gender": "Masculine"}], SAID, Beside(declined=3)), today=DAY)
    assert only(home).declined == 3


def test_the_giver_marks_as_it_likes_and_the_hub_only_more_strictly(home: Home) -> None:
    share.add_sealed(home, sealed(), today=DAY)
    name = only(home).id
    store.remark(home, shell(DAY), name, replace(Marking(), tlp=Tlp.RED), by="analyst")
    assert only(home).marking.tlp is Tlp.RED
    with pytest.raises(LooserMark):
        store.remark(home, shell(DAY), name, Marking(), by="analyst")
    store.remark(home, OWNER, name, Marking(tlp=Tlp.CLEAR), by="officer")
    assert only(home).marking.tlp is Tlp.CLEAR
    lines = [(one.what, one.version, one.by, one.why) for one in store.agreement_changes(home)]
    assert lines == [("marked", 1, "analyst", "TLP:RED"), ("marked", 2, "officer", "TLP:CLEAR")]


@pytest.mark.parametrize(
    ("before", "after", "may"),
    [
        (Marking(), Marking(tlp=Tlp.AMBER_STRICT), True),
        (Marking(), Marking(tlp=Tlp.GREEN), False),
        (Marking(), Marking(group="inner"), True),
        (Marking(group="inner"), Marking(), False),
        (Marking(group="inner"), Marking(group="innermost"), True),
        (Marking(group="inner"), Marking(group="outer"), False),
        (Marking(), Marking(embargo_until=date(2026, 7, 1)), True),
        (Marking(embargo_until=date(2026, 7, 1)), Marking(embargo_until=date(2026, 6, 1)), False),
        (Marking(embargo_until=date(2026, 7, 1)), Marking(), False),
        (Marking(), Marking(shows_name=False), True),
        (Marking(shows_name=False), Marking(), False),
        (Marking(), Marking(published_by="South"), False),
        (Marking(published_by="South"), Marking(published_by="East"), False),
        (Marking(published_by="South"), Marking(), False),
        (Marking(published_by="South"), Marking(shows_name=False), True),
        (Marking(), Marking(tlp=Tlp.RED, embargo_until=None, shows_name=True), True),
        (Marking(shows_name=False), Marking(tlp=Tlp.RED), False),
    ],
)
def test_stricter_means_that_nobody_sees_more_in_any_part(
    home: Home, before: Marking, after: Marking, may: bool
) -> None:
    for group, members in {"inner": ("A", "B"), "innermost": ("A",), "outer": ("A", "C")}.items():
        store.set_group(home, group, members, by="x", today=DAY)
    share.add_sealed(home, sealed(), today=DAY)
    name = only(home).id
    store.remark(home, OWNER, name, before, by="officer")
    if may:
        store.remark(home, shell(DAY), name, after, by="analyst")
        assert only(home).marking == after
    else:
        with pytest.raises(LooserMark):
            store.remark(home, shell(DAY), name, after, by="analyst")
        assert only(home).marking == before


def test_nobody_else_marks_it_and_a_published_table_has_no_mark(home: Home) -> None:
    share.add_sealed(home, sealed(), today=DAY)
    name = only(home).id
    others = [
        Asker(role=role, partner="South", on=DAY) for role in Role if role is not Role.ANALYST
    ]
    for asker in (*others, SHELL, replace(OWNER, role=Role.CAMPAIGNER)):
        with pytest.raises(UnknownSubmission):
            store.remark(home, asker, name, Marking(tlp=Tlp.RED), by="x")
    with pytest.raises(UnknownSubmission):
        store.remark(home, shell(DAY), "0" * 32, Marking(), by="x")


def test_the_same_file_again_changes_its_mark_for_its_giver_alone(home: Home) -> None:
    share.add_sealed(home, sealed("sharing: {tlp: RED}"), today=DAY)
    with pytest.raises(LooserMark):
        share.add_sealed(home, sealed("sharing: {tlp: GREEN}"), today=DAY)
    assert only(home).marking.tlp is Tlp.RED
    receipt = share.add_sealed(home, sealed("sharing: {tlp: GREEN}"), today=DAY, giver=NORTH)
    assert receipt.submission.marking.tlp is Tlp.GREEN
    assert only(home).marking.tlp is Tlp.GREEN
    share.add_sealed(home, sealed(), today=DAY, giver=NORTH)
    assert only(home).marking.tlp is Tlp.GREEN, "a file that says nothing changes nothing"


def test_a_mark_is_made_stricter_at_the_command_line(home: Home) -> None:
    share.add_sealed(home, sealed(), today=DAY)
    name = only(home).id
    done = CliRunner().invoke(command, ["mark", name[:12], "--tlp", "RED", "--hide-name"])
    assert "TLP:RED, not named" in done.output, done.output
    assert "TLP:RED, not named" in CliRunner().invoke(command, ["list"]).output
    looser = CliRunner().invoke(command, ["mark", name[:12], "--tlp", "GREEN"])
    assert isinstance(looser.exception, LooserMark)
    unknown = CliRunner().invoke(command, ["mark", "0" * 12, "--tlp", "RED"])
    assert isinstance(unknown.exception, UnknownSubmission)
