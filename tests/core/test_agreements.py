"""Agreements: what is missing, when they are in force, versions, reminders; data without one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from beforehand import store
from beforehand.home import Home
from beforehand.records.agreements import (
    Agreement,
    BreachPlan,
    Controller,
    ImpactAssessment,
    Party,
    Publishes,
    Purpose,
    Standing,
    Transfer,
    TransferMechanism,
)
from beforehand.records.cases import Provenance, SourceClass, SourceKind
from beforehand.records.people import Asker, Role, shell
from beforehand.records.schema import CASE_SCHEMA
from beforehand.refusals import AllKeptBack, BadAgreement, NoAgreement, UnknownRecord
from beforehand.store import terms
from made_agreements import agreement, covered, party

REAL = SourceClass(provenance=Provenance.REAL, kind=SourceKind.CASE_LEVEL)
DAY = date(2026, 6, 1)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def give(home: Home, giver: str = "North", day: date = DAY) -> None:
    offer = store.Offer(
        giver=giver, dataset="cases", edition="1", source_class=REAL, title=giver, licence="none"
    )
    row = {"row_id": giver, "people": 1, "partner": giver}
    store.add(home, offer, pa.Table.from_pylist([row], schema=CASE_SCHEMA).to_reader(), today=day)


ALBANIAN = (party("Hub", hub=True, gives=False), party("North"), party("Tirana", country="AL"))


@pytest.mark.parametrize(
    ("changed", "lacks"),
    [
        ({"parties": (party("Hub", hub=True, gives=False),)}, "who gives"),
        ({"parties": (party("North"),)}, "runs the hub"),
        (
            {"parties": (party("Hub", hub=True), party("North", signed_on=None))},
            "signature of North",
        ),
        ({"parties": (party("Hub", hub=True, signed_by=""), party("North"))}, "signature of Hub"),
        (
            {
                "parties": tuple(
                    replace(one, role=Controller.PROCESSOR) for one in agreement("North").parties
                )
            },
            "a controller",
        ),
        ({"purposes": ()}, "a purpose"),
        ({"data": ()}, "which data"),
        ({"lawful_basis": ""}, "lawful basis"),
        ({"special_condition": ""}, "special categories"),
        ({"impact": ImpactAssessment(reference="1", signed_by="A")}, "impact assessment"),
        ({"breach": BreachPlan(contact="A", hours=73)}, "breach plan"),
        ({"breach": BreachPlan(contact="", hours=24)}, "breach plan"),
        ({"retention_months": 0}, "how long"),
        ({"ends": date(2025, 1, 1)}, "an end after"),
        ({"ends": date(2099, 1, 1)}, "within 5 years"),
        ({"parties": ALBANIAN}, "between AL, GB"),
        (
            {"parties": ALBANIAN, "transfer": Transfer(mechanism=TransferMechanism.IDTA)},
            "between AL, GB",
        ),
    ],
)
def test_nothing_is_in_force_while_something_is_missing(
    home: Home, changed: dict[str, object], lacks: str
) -> None:
    said = agreement("North", **changed)
    assert lacks in " ".join(str(one) for one in terms.missing(said))
    assert terms.standing(said, DAY) is not Standing.IN_FORCE
    store.record_agreement(home, said, by="a test", today=DAY)
    with pytest.raises(NoAgreement):
        give(home)


def test_a_whole_agreement_lacks_nothing_and_lets_real_cases_in(home: Home) -> None:
    assert terms.missing(agreement("North")) == ()
    transfer = Transfer(mechanism=TransferMechanism.IDTA, reference="IDTA-1", assessed_on=DAY)
    assert terms.missing(agreement("North", parties=ALBANIAN, transfer=transfer)) == ()
    covered(home, "North")
    give(home)
    assert len(store.open_cases(home, shell(DAY)).submissions) == 1


def test_real_cases_are_refused_without_one_and_the_sentence_says_how_to_make_it(
    home: Home,
) -> None:
    with pytest.raises(NoAgreement) as refusal:
        give(home)
    assert "none is recorded" in str(refusal.value)
    assert "share agreements add FILE.yaml" in str(refusal.value)
    covered(home, "South")
    with pytest.raises(NoAgreement, match="North"):
        give(home)
    assert store.submissions(home, shell(DAY)) == ()


def test_it_is_in_force_from_its_first_day_to_its_last_and_not_before_it_was_signed() -> None:
    said = agreement("North")
    assert terms.standing(said, date(2025, 12, 31)) is Standing.NOT_YET
    assert terms.standing(said, date(2026, 1, 1)) is Standing.IN_FORCE
    assert terms.standing(said, date(2027, 12, 31)) is Standing.IN_FORCE
    assert terms.standing(said, date(2028, 1, 1)) is Standing.OVER
    late = (party("Hub", hub=True), party("North", signed_on=date(2026, 3, 1)))
    assert terms.standing(replace(said, parties=late), date(2026, 2, 28)) is Standing.NOT_YET
    assert terms.standing(replace(said, parties=late), date(2026, 3, 1)) is Standing.IN_FORCE


def test_past_its_end_nothing_new_is_taken_and_what_was_taken_answers_no_longer(
    home: Home,
) -> None:
    covered(home, "North", ends=DAY)
    give(home)
    assert store.open_cases(home, shell(DAY)).submissions
    with pytest.raises(NoAgreement, match="ended on 2026-06-01"):
        give(home, day=date(2026, 6, 2))
    with pytest.raises(AllKeptBack, match="agreement of North ended on 2026-06-01"):
        store.open_cases(home, shell(date(2026, 6, 2)))
    with pytest.raises(AllKeptBack) as others:
        store.open_cases(home, Asker(role=Role.CAMPAIGNER, on=date(2026, 6, 2)))
    assert "North" not in str(others.value)


def test_ended_early_it_stops_that_day_and_every_version_stays_visible(home: Home) -> None:
    covered(home, "North")
    give(home)
    store.end_agreement(home, "coalition", because="they asked", by="somebody", today=DAY)
    with pytest.raises(AllKeptBack):
        store.open_cases(home, shell(DAY))
    kept = store.agreement(home, "coalition", DAY)
    assert [one.version for one in kept.versions] == [1, 2]
    assert kept.standing is Standing.OVER
    assert kept.agreement.ended_because == "they asked"
    lines = [(one.what, one.version, one.by) for one in store.agreement_changes(home)]
    assert lines == [("recorded", 1, "a test"), ("ended", 2, "somebody")]
    store.end_agreement(home, "coalition", because="again", by="x", today=date(2026, 7, 1))
    assert len(store.agreement(home, "coalition", DAY).versions) == 2
    with pytest.raises(UnknownRecord):
        store.end_agreement(home, "nothing", because="", by="x", today=DAY)


def test_recording_the_same_again_is_a_no_op_and_a_change_is_a_version(home: Home) -> None:
    first = covered(home, "North")
    assert covered(home, "North") == first
    second = covered(home, "North", purposes=(Purpose.ROUTE_ANALYSIS,))
    assert (first.version, second.version) == (1, 2)
    assert store.agreement(home, "coalition", DAY).agreement == second


def test_an_unfinished_change_leaves_what_was_signed_in_force(home: Home) -> None:
    first = covered(home, "North")
    covered(home, "North", lawful_basis="")
    kept = store.agreement(home, "coalition", DAY)
    assert (kept.agreement, kept.standing) == (first, Standing.IN_FORCE)
    assert kept.latest.version == 2


def renewed(giver: str, day: date) -> tuple[Party, ...]:
    """Both sides, who sign again on the day."""
    return (party("Hub", hub=True, gives=False, signed_on=day), party(giver, signed_on=day))


def test_a_renewal_that_begins_later_leaves_no_gap(home: Home) -> None:
    covered(home, "North", ends=DAY)
    assert store.agreements_due(home, shell(DAY))
    signed = renewed("North", date(2026, 5, 20))
    covered(home, "North", parties=signed, starts=date(2026, 6, 2), ends=date(2027, 6, 1))
    for day in (DAY, date(2026, 6, 2)):
        assert store.agreement(home, "coalition", day).standing is Standing.IN_FORCE
    assert store.agreements_due(home, shell(DAY)) == ()


def test_an_ended_agreement_can_be_signed_anew(home: Home) -> None:
    covered(home, "North")
    store.end_agreement(home, "coalition", because="x", by="x", today=DAY)
    with pytest.raises(BadAgreement, match="must sign this one"):
        covered(home, "North", starts=DAY)
    covered(home, "North", parties=renewed("North", DAY), starts=DAY)
    assert store.agreement(home, "coalition", DAY).standing is Standing.IN_FORCE


@pytest.mark.parametrize(
    ("left", "notice"), [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7)]
)
def test_both_sides_are_reminded_sixty_thirty_and_seven_days_before_the_end(
    home: Home, left: int, notice: int | None
) -> None:
    last = date.fromordinal(DAY.toordinal() + left)
    covered(home, "North", ends=last)
    north, south = (Asker(role=Role.PARTNER, partner=name, on=DAY) for name in ("North", "South"))
    for asker in (shell(DAY), Asker(role=Role.ADMINISTRATOR, on=DAY), north):
        found = [one.notice for one in store.agreements_due(home, asker)]
        assert found == ([] if notice is None else [notice])
    assert store.agreements_due(home, south) == ()
    assert store.agreements_due(home, Asker(role=Role.CAMPAIGNER, on=DAY)) == ()


def test_a_purpose_that_was_not_agreed_is_not_served(home: Home) -> None:
    covered(home, "North", purposes=(Purpose.CAMPAIGN_DESIGN,))
    give(home)
    with pytest.raises(AllKeptBack, match="does not allow this purpose"):
        store.open_cases(home, shell(DAY))
    campaign = shell(DAY).handing_on(Purpose.CAMPAIGN_DESIGN)
    assert store.open_cases(home, campaign).submissions


def test_a_partner_reads_its_own_agreements_alone(home: Home) -> None:
    covered(home, "North")
    (kept,) = store.recorded_agreements(home, DAY)
    for role, partner, may in [
        (Role.PARTNER, "North", True),
        (Role.PARTNER, "South", False),
        (Role.PARTNER, "", False),
        (Role.ANALYST, "", True),
        (Role.ADMINISTRATOR, "", True),
        (Role.CAMPAIGNER, "North", False),
        (Role.CASEWORKER, "North", False),
    ]:
        assert store.may_read_agreement(Asker(role=role, partner=partner), kept) is may


def test_what_contradicts_itself_is_not_recorded(home: Home) -> None:
    def refused(said: Agreement) -> None:
        with pytest.raises(BadAgreement):
            store.record_agreement(home, said, by="x", today=DAY)

    refused(agreement("North", "North"))
    refused(agreement("North", id=""))
    refused(agreement("North", publishes=(Publishes(publisher="North", giver="North"),)))
    refused(agreement("North", publishes=(Publishes(publisher="East", giver="North"),)))
    assert store.recorded_agreements(home, DAY) == ()


def test_groups_keep_their_versions_and_each_change_has_its_line(home: Home) -> None:
    store.set_group(home, "inner", ("North", " North ", ""), by="x", today=DAY)
    store.set_group(home, "inner", ("North",), by="x", today=DAY)
    store.set_group(home, "inner", ("South", "North"), by="y", today=DAY)
    (group,) = store.sharing_groups(home)
    assert (group.members, group.version) == (("North", "South"), 2)
    assert [one.by for one in store.agreement_changes(home)] == ["x", "y"]
    with pytest.raises(BadAgreement):
        store.set_group(home, "empty", (), by="x", today=DAY)
