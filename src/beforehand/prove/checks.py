"""Questions that could undo the claim: did the arms part before launch, did the effect travel?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.random import Generator

from beforehand.prove.designs import allowed, rows_of
from beforehand.prove.effects import request_of
from beforehand.prove.figures import of_plan
from beforehand.prove.lifts import lift
from beforehand.prove.panel import window_of
from beforehand.prove.verdicts import verdict_of
from beforehand.records.impact import Check, Lift, Panel, Verdict
from beforehand.records.plan import DesignKind, Plan
from beforehand.refusals import Refusal
from beforehand.stats import spillover_test
from beforehand.words import Words, words

NEAR_KM = 25.0  # middles of places this near are neighbours: a bus ride, a family, a workplace
EARTH_KM = 6371.0


def checks(plan: Plan, panel: Panel, effect: Lift, rng: Generator) -> tuple[Check, ...]:
    """The checks that the counts allow, of the plan's own outcome, where two groups were drawn."""
    if plan.lots.design in {DesignKind.STEPPED, DesignKind.ARMS, DesignKind.PICKED}:
        return ()
    return (*_before_launch(plan, panel, rng), *_neighbours(plan, panel, effect, rng))


def _before_launch(plan: Plan, panel: Panel, rng: Generator) -> Iterator[Check]:
    """The same test on the days before launch, as if the campaign had been in their second half."""
    start, _ = window_of(panel, plan.window.start, plan.window.end)
    if start < 4:
        return
    pretended = max(start // 2, start - (plan.window.end - plan.window.start).days - 1)
    past = replace(
        panel, days=panel.days[:start], values=tuple(row[:start] for row in panel.values)
    )
    asked = replace(
        request_of(plan, plan.outcome),
        start=past.days[pretended],
        end=past.days[-1],
        minimum_detectable_ratio=1.0,  # not asked for, so not simulated
    )
    try:
        found = lift(past, asked, rng=rng)
    except Refusal:  # too little was counted before launch: nothing to check
        return
    if found.ratio is None:
        return
    codes = plan.lots.candidates
    values = np.array(past.values)[rows_of(past.places, codes)]
    warned = np.array([code in asked.treated for code in codes])
    behind = [values[arm][:, part].sum() for arm in (warned, ~warned)
              for part in (slice(pretended), slice(pretended, None))]  # fmt: skip
    label = words("Did the two groups already part before launch?")
    yield Check(
        name="before_launch",
        label=label,
        ratio=of_plan(replace(found.ratio, definition=label), plan.id, check="before_launch"),
        p=found.p,
        verdict=found.verdict,
        sentence=_parted(found.verdict),
        smallest=int(min((count for count in behind if count), default=0)),
    )


def _parted(verdict: Verdict) -> Words:
    if verdict is Verdict.CANNOT_TELL:
        return words("No difference seen: before launch they moved as the lots would have it.")
    return words("They did, before any post was seen. Read the effect with care.")


def _neighbours(plan: Plan, panel: Panel, effect: Lift, rng: Generator) -> Iterator[Check]:
    """Held-out places near a warned one, beside the other held-out places."""
    start, stop = window_of(panel, plan.window.start, plan.window.end)
    codes, assignments = allowed(request_of(plan, plan.outcome), rng)
    values = np.array(panel.values)[rows_of(panel.places, codes)]
    pre, post = values[:, :start].sum(axis=1), values[:, start:stop].sum(axis=1)
    direct = effect.ratio.value if effect.ratio else 1.0
    found = spillover_test(pre, post, assignments, adjacent(plan, codes), max(direct, 1e-6))
    if found is None:
        return
    verdict = verdict_of(found.p_value, effect.level, found.ratio > 1)
    yield Check(
        name="neighbours",
        label=_near_or_crossed(plan, found.near, found.far),
        ratio=None,  # no interval is made for it
        p=found.p_value,
        verdict=verdict,
        sentence=_travelled(verdict),
        smallest=found.smallest,
    )  # fmt: skip


def _near_or_crossed(plan: Plan, near: int, far: int) -> Words:
    km = round(NEAR_KM)
    if plan.lots.crossed:
        return words(
            "Did it travel? {near} held-out places within {km} km of a warned one or with many "
            "commuters to one, beside {far} others",
            near=near, far=far, km=km,
        )  # fmt: skip
    return words(
        "Did it travel? {near} held-out places within {km} km of a warned one, "
        "beside {far} others",
        near=near, far=far, km=km,
    )  # fmt: skip


def _travelled(verdict: Verdict) -> Words:
    if verdict is Verdict.MORE:
        return words("More near the warned places: word seems to have travelled, and the effect "
                     "above is then too small.")  # fmt: skip
    if verdict is Verdict.FEWER:
        return words("Fewer near the warned places: some may have gone elsewhere for help, and the "
                     "effect above is then too large.")  # fmt: skip
    return words("No difference seen between the two. A small one could hide.")


def adjacent(plan: Plan, codes: tuple[str, ...]) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Places by places: whether their middles are within ``NEAR_KM``, or many commute."""
    at = {one.place.code: (one.place.lon, one.place.lat) for one in plan.places}
    lon, lat = np.radians(np.array([at[code] for code in codes])).T
    across = np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    half = np.sin((lat[:, None] - lat) / 2) ** 2 + across
    near: np.ndarray[tuple[int, int], np.dtype[np.bool_]] = (
        2 * EARTH_KM * np.arcsin(np.sqrt(half)) <= NEAR_KM
    )
    row = {code: i for i, code in enumerate(codes)}
    for one, other in plan.lots.crossed:
        if one in row and other in row:
            near[row[one], row[other]] = near[row[other], row[one]] = True
    return near
