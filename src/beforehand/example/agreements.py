"""The made-up coalition's agreement, so that the pages show one. Made-up cases need none."""

from __future__ import annotations

from datetime import date, timedelta

from beforehand.example.coalition import PLACES
from beforehand.records.agreements import (
    Agreement,
    BreachPlan,
    Controller,
    DataCategory,
    ImpactAssessment,
    Party,
    Purpose,
    Transfer,
    TransferMechanism,
)

#: Charities of the made-up coalition that are said to be in Albania.
IN_ALBANIA = frozenset({"South", "Valley"})
LASTS_DAYS = 365
#: So old is it when the demo is made, so that the first reminder has come.
OLD_DAYS = 320


def example_agreement(today: date) -> Agreement:
    """One agreement of the made-up hub with its seven made-up charities, ending soon."""
    starts = today - timedelta(days=OLD_DAYS)
    signed = starts - timedelta(days=7)
    hub = _party("Made-up Hub (example)", "GB", signed, hub=True)
    charities = (
        _party(f"Made-up Charity {place} (example)", _country(place), signed) for place in PLACES
    )
    return Agreement(
        id="coalition",
        title="Sharing coded cases to warn the right places first",
        parties=(hub, *charities),
        purposes=tuple(one for one in Purpose if one is not Purpose.RESEARCH),
        data=tuple(DataCategory),
        lawful_basis="An example: legitimate interests, Article 6(1)(f) of the UK GDPR",
        special_condition="An example: Article 9(2)(g), Schedule 1 of the DPA 2018, paragraph 18",
        transfer=Transfer(
            mechanism=TransferMechanism.IDTA, reference="EX-1 (made up)", assessed_on=signed
        ),
        impact=ImpactAssessment(
            reference="EX-2 (made up)", signed_by="An invented officer", signed_on=signed
        ),
        breach=BreachPlan(contact="an invented officer, +44 1632 960001", hours=24),
        retention_months=24,
        starts=starts,
        ends=starts + timedelta(days=LASTS_DAYS),
        made_up=True,
    )


def _country(place: str) -> str:
    return "AL" if place in IN_ALBANIA else "GB"


def _party(name: str, country: str, signed: date, *, hub: bool = False) -> Party:
    return Party(
        name=name,
        role=Controller.JOINT,
        country=country,
        hub=hub,
        gives=not hub,
        receives=True,
        contact="officer@partner.invalid",
        signed_by="An invented director",
        signed_on=signed,
    )
