"""A pool as the demo has it: the real referral table, the made-up coalition, campaigns over it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, partial
from importlib.resources import files
from pathlib import Path

import numpy as np

from beforehand import campaign, example, gazetteer, programme, share, store, understand
from beforehand.example import outcomes
from beforehand.home import Home
from beforehand.records.impact import Results
from beforehand.records.people import SHELL
from beforehand.records.plan import Audience, Plan, Sponsor, Window
from made_desk import start_django
from made_once import once

NRM = "nrm_referrals_2022q2_2023q4.csv"
COALITION = "made-up:case-level"


def pooled(folder: Path, today: date) -> Home:
    """Both sources in a home of their own: a copy, since adding them takes many seconds."""
    return _copied(once(f"pool-{today}", partial(_both, today)), folder)


def referrals(folder: Path, today: date) -> Home:
    """The real referral table alone, in a home of its own."""
    return _copied(once(f"referrals-{today}", partial(_table, today)), folder)


@cache
def sealed_coalition(seed: int) -> tuple[bytes, ...]:
    """The made-up coalition's sealed files of this seed."""
    return tuple(example.coalition(np.random.default_rng(seed)))


def _copied(root: Path, folder: Path) -> Home:
    shutil.copytree(root, folder, symlinks=True, dirs_exist_ok=True)
    return Home(folder)


def _both(today: date, root: Path) -> None:
    home = referrals(root, today)
    for sealed in sealed_coalition(1):
        share.add_sealed(home, sealed, today=today)


def _table(today: date, root: Path) -> None:
    table = Path(str(files("beforehand") / "data" / "cases" / NRM))
    share.add_table(Home(root), table, "nrm", today=today)


def planned(home: Home, end: date, name: str = "pune") -> Plan:
    """A made-up campaign of four weeks that ends on ``end``, eight places of sixteen warned."""
    window = Window(start=end - timedelta(days=27), end=end, history_days=84)
    places = gazetteer.places("municipality", "AL")
    request = campaign.PlanRequest(
        route=understand.parse_route("AL:GB"),
        campaign=name,
        title="Work abroad: check before you go",
        window=window,
        budget_eur=4000.0,
        audience=Audience(
            age_from=18,
            age_to=34,
            genders=("Masculine",),
            languages=("sq", "en"),
            platforms=("Facebook",),
        ),
        messages=campaign.example_messages(),
        sponsor=Sponsor(name="Example", charity_number="0000000", local_partner="Shembull"),
        seed=11,
        outcome="contacts with helplines and partners",
        candidates=16,
        treated=8,
        history=outcomes.history(places, window, rng=np.random.default_rng(3)),
        made_up=True,
    )
    return programme.plan_campaign(home, SHELL, request, COALITION, window.start)


def measured(home: Home, plan: Plan, effect: float = 2.0) -> Results:
    """Made-up results of a plan, kept."""
    panel = outcomes.outcomes(plan, effect=effect, rng=np.random.default_rng(3))
    results = Results(
        plan_id=plan.id,
        panel=replace(panel, made_up=True),
        delivery=outcomes.delivery(plan, rng=np.random.default_rng(4)),
    )
    store.save(home, results)
    return results


@contextmanager
def desk_at(home: Home) -> Iterator[None]:
    """The desk reads this home's pool and records."""
    start_django()
    from django.test import override_settings

    with override_settings(HOME=home):
        yield
