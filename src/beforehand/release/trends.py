"""The weeks of an impact report through the door: in bins so wide that no count is small."""

from __future__ import annotations

from beforehand.records.impact import Impact, Weekly
from beforehand.records.release import SafeTrend

WIDTHS = (1, 2, 4, 8)  # weeks a bin


def safe_trend(report: Impact, threshold: int) -> SafeTrend | None:
    """The outcome over time; None where even the widest bins would show a small count.

    Bins run from the launch both ways. What they leave of the totals, at either end, can be worked
    out by subtraction, so it may not be small either.
    """
    if report.weekly is None:
        return None
    for width in WIDTHS:
        found = _binned(report, report.weekly, width)
        if found is not None and _is_safe(report, found, threshold):
            return found
    return None


def _binned(report: Impact, weekly: Weekly, width: int) -> SafeTrend | None:
    before = -weekly.first_week // width
    during = (len(weekly.treated) + weekly.first_week) // width
    if before < 2 or not during:
        return None
    skipped = -weekly.first_week - before * width

    def sums(arm: tuple[int, ...]) -> tuple[int, ...]:
        starts = range(skipped, skipped + (before + during) * width, width)
        return tuple(sum(arm[start : start + width]) for start in starts)

    figure = report.outcome_counts[0].treated
    return SafeTrend(
        weeks=width,
        first_week=-before * width,
        treated=sums(weekly.treated),
        held_out=sums(weekly.held_out),
        source=figure.source,
        data_hash=figure.data_hash,
        made_up=report.made_up,
    )


def _is_safe(report: Impact, trend: SafeTrend, threshold: int) -> bool:
    before = -trend.first_week // trend.weeks
    counts = [*trend.treated, *trend.held_out]
    for step in report.outcome_counts[:2]:
        part = slice(before, None) if step.name == "during" else slice(before)
        held_out = step.held_out.value if step.held_out else 0.0
        counts += [round(step.treated.value) - sum(trend.treated[part]),
                   round(held_out) - sum(trend.held_out[part])]  # fmt: skip
    return all(count == 0 or count >= threshold for count in counts)
