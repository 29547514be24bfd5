"""Loads the demo once: the real route, the made-up coalition, one made-up campaign, accounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from beforehand import (
    atomic,
    campaign,
    gazetteer,
    programme,
    prove,
    share,
    store,
    understand,
)
from beforehand.example import coalition
from beforehand.example.agreements import example_agreement
from beforehand.example.campaigns import (
    EFFECT,
    LEARNED,
    NO_EFFECT,
    SEED,
    TWIN_LEARNED,
    made_up_results,
    twin_of,
)
from beforehand.example.coalition import SEED as COALITION_SEED
from beforehand.example.outcomes import history
from beforehand.home import Home
from beforehand.records import codec
from beforehand.records.impact import Results
from beforehand.records.people import shell
from beforehand.records.plan import Audience, Plan, Window
from beforehand.share.partner import Blind

NRM = "nrm_referrals_2022q2_2023q4.csv"
COALITION = "made-up:case-level"
SLUG = "pune"
PARTNER = "Made-up Charity North (example)"
OTHER_PARTNER = "Made-up Charity South (example)"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoNotes:
    """What is printed at every start: made once, and only in a demo."""

    plan_id: str
    slug: str
    passphrase: str  # opens the demo caseworkers' keys
    accounts: tuple[tuple[str, str, str, str], ...]  # role, mail address, password, TOTP secret


def notes_path(home: Home) -> Path:
    """Where the notes lie; they are written last, so that they say the demo is whole."""
    return home.root / "demo.json"


def read_notes(home: Home) -> DemoNotes | None:
    """The notes of a demo that has been loaded, or None."""
    path = notes_path(home)
    return codec.from_json(DemoNotes, path.read_bytes()) if path.exists() else None


def load(home: Home, today: date, blind: Blind) -> Iterator[str]:
    """Load everything, saying before each step what it is about to do.

    ``blind`` is the keyholder's part in sealing the coalition's cases.
    """
    yield "adding the referral table of the UK (real, 30,197 people)"
    with as_file(files("beforehand") / "data" / "cases" / NRM) as table:
        share.add_table(home, table, "nrm", today=today)
    yield "sealing and adding seven charities' cases (made up)"
    for sealed in coalition(np.random.default_rng(COALITION_SEED), blind):
        share.add_sealed(home, sealed, today=today)
    _agree(home, today)
    yield "planning a campaign by lot, and simulating what came of it, twice (made up)"
    plan = _plan(home, today)
    yield "making accounts and the database"
    accounts = _accounts()
    yield "writing, signing off and publishing its pages"
    passphrase = _pages(home, plan, today)
    notes = DemoNotes(plan_id=plan.id, slug=SLUG, passphrase=passphrase, accounts=accounts)
    atomic.write_bytes(notes_path(home), codec.to_json(notes), mode=0o600)


def _agree(home: Home, today: date) -> None:
    """The coalition's agreement and one sharing group; made-up cases need neither."""
    if not store.recorded_agreements(home, today):
        store.record_agreement(home, example_agreement(today), by="the demo", today=today)
    store.set_group(home, "route", (PARTNER, OTHER_PARTNER), by="the demo", today=today)


def _plan(home: Home, today: date) -> Plan:
    """A campaign that ended last week, drawn on what was known before it, and its results.

    A load that was cut off yesterday goes on with yesterday's plan.
    """
    for plan in store.saved(home, Plan):
        measured = any(one.plan_id == plan.id for one in store.saved(home, Results))
        if plan.campaign == SLUG and measured:
            return plan
    end = today - timedelta(days=7)
    window = Window(start=end - timedelta(days=55), end=end, history_days=182)
    route = understand.parse_route("AL:GB")
    places = gazetteer.places("municipality", "AL")
    request = campaign.PlanRequest(
        route=route,
        campaign=SLUG,
        title="Work abroad: check before you go",
        window=window,
        budget_eur=9600.0,
        audience=Audience(
            age_from=18,
            age_to=34,
            genders=("Masculine",),
            languages=("sq", "en"),
            platforms=("Facebook", "Instagram"),
        ),
        messages=campaign.example_messages(),
        draw=campaign.message_draw(("debt-a", "contract-a"), window),
        sponsor=campaign.EXAMPLE_SPONSOR,
        seed=SEED,
        outcome="contacts with helplines and partners",
        further={prove.KNOWING: None},
        direction="either",
        candidates=32,
        treated=16,
        history=history(places, window, rng=np.random.default_rng(SEED)),
        made_up=True,
    )
    sealed_on = window.start - timedelta(days=9)
    plan = programme.plan_campaign(home, shell(sealed_on), request, COALITION, sealed_on)
    twin = twin_of(plan)
    store.save(home, twin)
    store.save(home, made_up_results(twin, NO_EFFECT, TWIN_LEARNED))
    store.save(home, made_up_results(plan, EFFECT, LEARNED))
    return plan


def _accounts() -> tuple[tuple[str, str, str, str], ...]:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from beforehand.web.accounts.demo import make_accounts

    made = make_accounts(partner=PARTNER)
    return tuple((one.role, one.email, one.password, one.totp_secret) for one in made)


def _pages(home: Home, plan: Plan, today: date) -> str:
    """The caseworkers' keys, and the pages published; returns the keys' passphrase."""
    from beforehand.web.pages.example import load as load_pages
    from beforehand.web.reports.example import make_demo_keys

    passphrase = make_demo_keys(today)
    load_pages(home, plan, today)
    return passphrase
