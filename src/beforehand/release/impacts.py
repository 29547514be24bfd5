"""The impact report through the door: counts, and whatever was computed from withheld counts."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any, TypeVar

from beforehand.records.codec import digest, from_json, to_json
from beforehand.records.figure import Figure
from beforehand.records.impact import Check, FunnelStep, Impact, Lift, PlaceCounts
from beforehand.records.release import (
    Release,
    SafeCheck,
    SafeEffect,
    SafeFigure,
    SafeImpact,
    SafeStep,
    Withholding,
)
from beforehand.refusals import WindowNotOver
from beforehand.release.messages import figures, safe_messages
from beforehand.release.small import THRESHOLD, is_small
from beforehand.release.tables import account
from beforehand.release.trends import safe_trend
from beforehand.words import Words, words

Part = TypeVar("Part")
EFFECT = "effect"  # what a cost is built on, where it is not a step of the funnel


def impact(
    report: Impact,
    *,
    today: date,
    threshold: int = THRESHOLD,
    all_served: bool = False,
    key: bytes = b"",
) -> Release[SafeImpact]:
    """Withhold counts of people under the threshold, and every rate and cost built on one.

    Args:
        report: The impact report as computed, of a campaign that is over.
        today: Day of the release.
        threshold: Smallest count that is shown; 0 is always shown.
        all_served: Whether the held-out places have had the campaign too. Until then the report
            counts them and does not name them, nor their weights in a comparison.
        key: The hub's secret for hashes that leave: a bare hash of a small table would give its
            withheld counts to whoever tries all. Empty: hashes stay as they are.

    Returns:
        The report as it may leave. If one of an outcome's four counts is withheld, all four are,
        and with them the estimate: each could be solved for from the others.

    Raises:
        WindowNotOver: If the campaign still runs: nobody looks early.
    """
    if today <= report.window[1]:
        raise WindowNotOver(end=report.window[1].isoformat())
    report = _rehashed(report, key) if key else report
    safe = _safe(report, threshold, all_served)
    # As it will be read again: 574 becomes 574.0, so that the id is that of the bytes that leave.
    return _released(from_json(SafeImpact, to_json(safe)), report, today, threshold)


def _safe(report: Impact, threshold: int, all_served: bool) -> SafeImpact:
    outcome = tuple(_step(step, threshold) for step in report.outcome_counts)
    gone = frozenset(step.outcome for step in outcome if _is_withheld(step))
    gone |= _nearly_alike(report, threshold) | _of_few(report, threshold)
    hidden = "" in gone  # the plan's own outcome
    funnel = tuple(_step(step, threshold) for step in report.funnel)
    behind = {step.name for step in funnel if _is_withheld(step)} | ({EFFECT} if gone else set())
    return SafeImpact(
        plan_id=report.plan_id,
        sealed_on=report.sealed_on,
        campaign=report.campaign,
        title=report.title,
        window=report.window,
        history_days=report.history_days,
        # By name: the order of need would narrow down who else took part in the lots.
        places_treated=tuple(sorted(report.places_treated)),
        places_held_out=tuple(sorted(report.places_held_out)) if all_served else (),
        held_out=len(report.places_held_out),
        effects=tuple(_effect(lift, _of(lift, report) in gone) for lift in report.effects),
        outcome_counts=tuple(
            _all_withheld(step) if step.outcome in gone else step for step in outcome
        ),
        funnel=funnel,
        costs=tuple(_cost(cost, behind, threshold) for cost in report.costs),
        spent_eur=SafeFigure(name="spent", figure=report.spent_eur),
        before_after=_unless(hidden, "before_after", report.before_after),
        learned=report.learned,
        unknowns=report.unknowns,
        sponsor=report.sponsor,
        charity_number=report.charity_number,
        local_partner=report.local_partner,
        made_up=report.made_up,
        checks=tuple(
            _check(check if all_served else _unplaced(check), hidden, threshold)
            for check in report.checks
        ),
        trend=None if hidden else safe_trend(report, threshold),
        for_whom=report.for_whom,
        replaces=report.replaces,
        changed=report.changed,
        thanks=report.thanks,
        by_place=_by_place(report, threshold) if all_served and not hidden else (),
        messages=safe_messages(report, funnel, threshold),
    )


def _of(lift: Lift, report: Impact) -> str:
    """Whose counts an effect rests on; a survey rests on none of them, and has its own floor."""
    others = {step.outcome for step in report.outcome_counts if step.outcome}
    found = [
        name for name in others if lift.outcome == name or lift.outcome.startswith(f"{name} (")
    ]
    return "survey" if lift.method == "survey" else found[0] if found else ""


def _of_few(report: Impact, threshold: int) -> frozenset[str]:
    """Outcomes with an effect that rests on a small count, of one message or before a wave came.

    The four counts are of all messages and waves together; a ratio of one gives its own back.
    """
    small = (one for one in report.effects if one.fewest and one.fewest < threshold)
    return frozenset(_of(one, report) for one in small)


def _nearly_alike(report: Impact, threshold: int) -> frozenset[str]:
    """Further outcomes that differ from an earlier one by a small count, which may be people.

    One may be a part of the other, such as calls among contacts: the rest is then their difference.
    """
    by_outcome: dict[str, list[float]] = {}
    for step in report.outcome_counts:
        counts = by_outcome.setdefault(step.outcome, [])
        counts += [part.value for part in (step.treated, step.held_out) if part is not None]
    names = list(by_outcome)
    return frozenset(
        later
        for at, later in enumerate(names)
        for earlier in names[:at]
        if any(
            0 < abs(a - b) < threshold
            for a, b in zip(by_outcome[earlier], by_outcome[later], strict=True)
        )
    )


def _unplaced(check: Check) -> Check:
    """Without how many held-out places are near a warned one: a map could show which they are."""
    if check.name != "neighbours":
        return check
    km = check.label.params["km"]
    return replace(
        check,
        label=words(
            "Did it travel? Held-out places within {km} km of a warned one, beside the others",
            km=km,
        ),
    )


def _check(check: Check, hidden: bool, threshold: int) -> SafeCheck:
    small = hidden or 0 < check.smallest < threshold
    return SafeCheck(
        name=check.name,
        label=check.label,
        ratio=None if check.ratio is None else _unless(small, check.name, check.ratio),
        p=check.p,
        verdict=check.verdict,
        sentence=check.sentence,
    )


def _by_place(report: Impact, threshold: int) -> tuple[PlaceCounts, ...]:
    """Every place's two counts, or none: one that is small would be what the others leave."""
    counts = [count for one in report.by_place for count in (one.before, one.during)]
    fine = all(count == 0 or count >= threshold for count in counts)
    return report.by_place if fine else ()


def _rehashed(part: Part, key: bytes) -> Part:
    """The same with every hash of data keyed, so that nobody outside can try counts against it."""
    if isinstance(part, tuple):
        return type(part)(_rehashed(one, key) for one in part)
    if not is_dataclass(part) or isinstance(part, type):
        return part
    changed: dict[str, Any] = {
        one.name: _rehashed(getattr(part, one.name), key) for one in fields(part)
    }
    if changed.get("data_hash"):
        changed["data_hash"] = hmac.new(
            key, changed["data_hash"].encode(), hashlib.sha256
        ).hexdigest()
    return replace(part, **changed)


def _step(step: FunnelStep, threshold: int) -> SafeStep:
    def part(name: str, figure: Figure) -> SafeFigure:
        return _unless(is_small(figure, threshold), name, figure)

    return SafeStep(
        name=step.name,
        label=step.label,
        treated=part("treated", step.treated),
        held_out=None if step.held_out is None else part("held_out", step.held_out),
        outcome=step.outcome,
    )


def _all_withheld(step: SafeStep) -> SafeStep:
    gone = SafeFigure(name="", figure=None, withheld=Withholding.SMALL_OR_PROTECTS)
    return replace(step, treated=gone, held_out=step.held_out and gone)


def _is_withheld(step: SafeStep) -> bool:
    return any(part is not None and part.figure is None for part in (step.treated, step.held_out))


def _unless(withheld: bool, name: str, figure: Figure | None) -> SafeFigure:
    if not withheld:
        return SafeFigure(name=name, figure=figure)
    return SafeFigure(name=name, figure=None, withheld=Withholding.SMALL_OR_PROTECTS)


def _cost(cost: Figure, behind: set[str], threshold: int) -> SafeFigure:
    """A cost per something: with what was spent in hand it gives the something back."""
    built_on = str(cost.recipe.parameters.get("per", ""))
    return _unless(built_on in behind or is_small(cost, threshold), built_on, cost)


def _effect(lift: Lift, hidden: bool) -> SafeEffect:
    too_few = words(
        "The counts behind this effect are of too few people to be published; its verdict stands."
    )
    return SafeEffect(
        outcome=lift.outcome,
        method=lift.method,
        inference=lift.inference,
        exploratory=lift.exploratory,
        verdict=lift.verdict,
        sentence=too_few if hidden else lift.sentence,
        estimate=_unless(hidden, "estimate", lift.ratio),
        further=_unless(hidden, "further", lift.further),
        p=lift.p,
        p_average=lift.p_average,
        assignments=lift.assignments,
        level=lift.level,
        minimum_detectable_ratio=lift.minimum_detectable_ratio,
        warnings=lift.warnings,
        made_up=lift.made_up,
        p_adjusted=lift.p_adjusted,
    )


def _released(safe: SafeImpact, report: Impact, today: date, threshold: int) -> Release[SafeImpact]:
    parts = [part for step in (*safe.outcome_counts, *safe.funnel)
             for part in (step.treated, step.held_out) if part is not None]  # fmt: skip
    parts += [*safe.costs, *(effect.estimate for effect in safe.effects), *figures(safe.messages)]
    withheld = sum(part.withheld is not None for part in parts)
    counted = [step.treated for step in (*report.outcome_counts, *report.funnel)]
    drawn = report.messages.versions if report.messages else ()
    by_version = [one.share.data_hash for one in drawn]
    return Release(
        id=digest(safe),
        kind="impact",
        payload=safe,
        threshold=threshold,
        account=(*account(len(parts), withheld, threshold), *_held_out_words(safe)),
        released_on=today,
        made_up=safe.made_up,
        data_hashes=tuple(dict.fromkeys([*(figure.data_hash for figure in counted), *by_version])),
        cells=len(parts),
        withheld=withheld,
    )


def _held_out_words(safe: SafeImpact) -> tuple[Words, ...]:
    if safe.places_held_out or not safe.held_out:
        return ()
    return (
        words(
            "The {places} held-out places are not named: they have not all had the campaign yet.",
            places=safe.held_out,
        ),
    )
