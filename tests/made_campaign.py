"""A made-up campaign of eight places for tests: plan, outcomes and delivery."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from beforehand.example.outcomes import delivery
from beforehand.records.codec import digest
from beforehand.records.impact import Panel, Results
from beforehand.records.picture import RouteFilter
from beforehand.records.plan import (
    Arm,
    Audience,
    Lots,
    Message,
    Place,
    Plan,
    PowerNote,
    RankedPlace,
    Sponsor,
    Window,
)

WINDOW = Window(start=date(2026, 3, 2), end=date(2026, 3, 29), history_days=28)
TREATED = ("P0", "P2", "P4", "P6")
OVER = date(2026, 4, 7)


def a_place(number: int) -> Place:
    return Place(
        code=f"P{number}",
        name=f"Town {number}",
        kind="municipality",
        country="AL",
        parent="",
        population=50_000,
        lon=20.0,
        lat=41.0,
    )


def a_plan(places: int = 8, treated: tuple[str, ...] = TREATED, history_days: int = 28) -> Plan:
    codes = tuple(f"P{i}" for i in range(places))
    ranked = tuple(
        RankedPlace(
            place=a_place(i),
            rank=i + 1,
            need=0.0,
            parts=(),
            history=None,
            arm=Arm.TREATED if code in treated else Arm.HELD_OUT,
            budget_eur=500.0 if code in treated else 0.0,
        )
        for i, code in enumerate(codes)
    )
    lots = Lots(
        candidates=codes,
        treated=len(treated),
        balanced_on=(),
        balance=(),
        threshold=None,
        seed=7,
        admissible=70,
        enumerated=True,
    )
    message = Message(
        version="debt-a", language="sq", theme="debt", headline="", body="", call_to_action=""
    )
    return Plan(
        id="ab" * 32,
        campaign="pune-jashte",
        title="What the offer looks like",
        route=RouteFilter(origin="AL", destination="GB"),
        sealed_on=date(2026, 2, 3),
        outcome="contacts with helplines and partners",
        direction="either",
        analysis="randomisation test on the log rate ratio",
        weights={},
        places=ranked,
        lots=lots,
        window=Window(start=WINDOW.start, end=WINDOW.end, history_days=history_days),
        budget_eur=2_000.0,
        audience=Audience(age_from=18, age_to=34, genders=(), languages=("sq",), platforms=()),
        messages=(message,),
        sponsor=Sponsor(name="Example & Co", charity_number="000", local_partner="Shembull"),
        power=PowerNote(minimum_detectable_ratio=None, power=0.8, level=0.05),
        made_up=True,
    )


def a_panel(before: float, during: dict[str, float], places: int = 8, days: int = 56) -> Panel:
    """``before`` a day everywhere, then ``during`` a day by place (others go on as before)."""
    first = WINDOW.end - timedelta(days=days - 1)
    dates = tuple(first + timedelta(days=i) for i in range(days))
    codes = tuple(f"P{i}" for i in range(places))
    values = tuple(
        tuple(
            float(during.get(code, before)) if day >= WINDOW.start else float(before)
            for day in dates
        )
        for code in codes
    )
    return Panel(
        places=codes,
        days=dates,
        values=values,
        data_hash=digest(values),
        source="Made-up outcomes of a test",
        made_up=True,
    )


def results(panel: Panel, plan: Plan) -> Results:
    made = delivery(plan, rng=np.random.default_rng(5))
    return Results(plan_id=plan.id, panel=panel, delivery=made, learned=("Films work.",))
