"""Agreements made in a test: whole and signed, unless something is changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from beforehand import store
from beforehand.home import Home
from beforehand.records.agreements import (
    Agreement,
    BreachPlan,
    Controller,
    DataCategory,
    ImpactAssessment,
    Party,
    Purpose,
)

SIGNED = date(2020, 1, 1)


def party(name: str, **said: Any) -> Party:
    """A party that gives and receives and has signed."""
    whole = Party(
        name=name,
        role=Controller.JOINT,
        country="GB",
        gives=True,
        receives=True,
        contact="officer@partner.invalid",
        signed_by=f"Director of {name}",
        signed_on=SIGNED,
    )
    return replace(whole, **said)


def agreement(*givers: str, **said: Any) -> Agreement:
    """A whole agreement of the hub with these givers, for every purpose, for a long time."""
    hub = party("Hub", hub=True, gives=False)
    whole = Agreement(
        id="coalition",
        title="Sharing coded cases (made up)",
        parties=(hub, *(party(name) for name in givers)),
        purposes=tuple(Purpose),
        data=tuple(DataCategory),
        lawful_basis="UK GDPR Article 6(1)(f)",
        special_condition="Article 9(2)(g) with Schedule 1 paragraph 18 DPA 2018",
        impact=ImpactAssessment(reference="DPIA-1", signed_by="An officer", signed_on=SIGNED),
        breach=BreachPlan(contact="+44 1632 960001", hours=24),
        retention_months=24,
        starts=date(2026, 1, 1),
        ends=date(2027, 12, 31),
        made_up=True,
    )
    return replace(whole, **said)


def covered(home: Home, *givers: str, **said: Any) -> Agreement:
    """Record a whole agreement of the hub with these givers."""
    return store.record_agreement(
        home, agreement(*givers, **said), by="a test", today=date(2026, 1, 1)
    )
