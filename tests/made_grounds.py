"""A pool with one submission for every mark × group × embargo × ground, and who asks it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path

import pyarrow as pa
import pytest

from beforehand import store
from beforehand.home import Home
from beforehand.records.agreements import Marking, Purpose, Tlp
from beforehand.records.cases import Provenance, SourceClass, SourceKind
from beforehand.records.people import Asker, Role
from beforehand.records.schema import CASE_SCHEMA
from beforehand.store import links
from made_agreements import agreement, party
from made_once import once

TODAY = date(2026, 6, 1)
GIVEN = date(2026, 2, 1)
GROUPS = ("", "inner")
EMBARGOES = {"none": None, "past": date(2026, 5, 31), "today": TODAY, "later": date(2026, 6, 2)}
GROUNDS = ("made-up", "in force", "ended", "other purpose")
REAL = SourceClass(provenance=Provenance.REAL, kind=SourceKind.CASE_LEVEL)
MADE_UP = SourceClass(provenance=Provenance.MADE_UP, kind=SourceKind.CASE_LEVEL)


@dataclass(frozen=True, order=True)
class Given:
    """One submission of the pool, by what decides about it; its giver's name says the same."""

    mark: str
    group: str
    embargo: str
    ground: str

    @property
    def giver(self) -> str:
        return f"{self.mark} {self.group or 'all'} {self.embargo} {self.ground}"


ALL = tuple(
    Given(str(mark.value), group, embargo, ground)
    for mark, group, embargo, ground in product(Tlp, GROUPS, EMBARGOES, GROUNDS)
)
#: Member is in the group; Guest is not; both are parties. Outsider is neither.
ASKERS = {
    "analyst": Asker(role=Role.ANALYST),
    "campaigner of the hub": Asker(role=Role.CAMPAIGNER),
    "campaigner of a member": Asker(role=Role.CAMPAIGNER, partner="Member"),
    "campaigner of an outsider": Asker(role=Role.CAMPAIGNER, partner="Outsider"),
    "member": Asker(role=Role.PARTNER, partner="Member"),
    "guest": Asker(role=Role.PARTNER, partner="Guest"),
    "outsider": Asker(role=Role.PARTNER, partner="Outsider"),
    "partner without a name": Asker(role=Role.PARTNER),
    "caseworker": Asker(role=Role.CASEWORKER, partner="Member"),
    "administrator": Asker(role=Role.ADMINISTRATOR, partner="Member"),
}


def filled(folder: Path) -> Home:
    """Every submission of ``ALL``, one person each, all on the route AL:GB: a copy."""
    made = once("grounds", _fill)
    shutil.copytree(made, folder, symlinks=True, dirs_exist_ok=True)
    return Home(folder)


def _fill(root: Path) -> None:
    home = Home(root)
    _agree(home)
    store.set_group(home, "inner", ("Member",), by="a test", today=GIVEN)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(links, "refresh", lambda _: None)  # once at the end is enough
        for one in ALL:
            _give(home, one)
    store.relink(home)


def _agree(home: Home) -> None:
    for ground, said in {
        "in force": {},
        "ended": {"ends": date(2026, 5, 31)},
        "other purpose": {"purposes": (Purpose.RESEARCH,)},
    }.items():
        givers = [one.giver for one in ALL if one.ground == ground]
        whole = agreement(*givers, id=ground, **said)
        more = tuple(party(name, gives=False) for name in ("Member", "Guest"))
        parties = (*whole.parties, *more)
        whole = agreement(id=ground, parties=parties, **said)
        store.record_agreement(home, whole, by="a test", today=GIVEN)


def _give(home: Home, one: Given) -> None:
    offer = store.Offer(
        giver=one.giver,
        dataset="cases",
        edition="1",
        source_class=MADE_UP if one.ground == "made-up" else REAL,
        title=one.giver,
        licence="CC0",
        partner_type="NGO",
        marking=Marking(group=one.group, tlp=Tlp(one.mark), embargo_until=EMBARGOES[one.embargo]),
    )
    row = {
        "row_id": one.giver,
        "people": 1,
        "citizenship": ["AL"],
        "referral_country": "GB",
        "partner": one.giver,
        "partner_type": "NGO",
        "exploitation": ["ForcedCriminality"],
    }
    coded = pa.Table.from_pylist([row], schema=CASE_SCHEMA).to_reader()
    store.add(home, offer, coded, today=GIVEN)


# --- the table of docs/methods/permissions.md, written down again, by hand ---------------------

#: For each mark: who may use it for what they read themselves, and for what others will read.
TABLE = {
    "RED": ({"giver", "analyst"}, set()),
    "AMBER+STRICT": ({"giver", "analyst", "in group"}, set()),
    "AMBER": ({"giver", "analyst", "in group"}, {"everybody's group"}),
    "GREEN": ({"giver", "analyst", "in group", "others"},) * 2,
    "CLEAR": ({"giver", "analyst", "in group", "others"},) * 2,
}


def may_use(asker: Asker, one: Given, *, hands_on: bool, day_known: bool = True) -> bool:
    """What the table says, without a line of the programme's own."""
    role, name = asker.role.value, asker.partner
    if role in {"caseworker", "administrator"}:
        return False
    own = role == "partner" and name == one.giver
    if not own and one.embargo != "none" and (one.embargo == "later" or not day_known):
        return False
    if one.ground in {"ended", "other purpose"}:
        return False
    if one.ground == "in force":
        hub = role in {"analyst", "campaigner"} and name == ""
        party = name in {"Member", "Guest"} or name.endswith("in force")
        if not day_known or not (own or hub or party):
            return False
    reads, hands = TABLE[one.mark]
    allowed = hands if hands_on else reads
    who = {"giver"} if own else {"analyst"} if role == "analyst" else {"others"}
    if one.group == "" or (name == "Member" and role in {"partner", "campaigner"}):
        who.add("in group")
    if one.group == "":
        who.add("everybody's group")
    return bool(who & allowed)
