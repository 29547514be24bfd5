"""Which message worked, through the door: every count, or verdicts alone."""

from __future__ import annotations

from beforehand.records.creatives import Creatives, VersionPair
from beforehand.records.figure import Figure
from beforehand.records.impact import Impact
from beforehand.records.release import (
    SafeFigure,
    SafeMessages,
    SafePair,
    SafeStep,
    SafeVersion,
    Withholding,
)
from beforehand.release.small import is_small
from beforehand.words import words


def safe_messages(
    report: Impact, funnel: tuple[SafeStep, ...], threshold: int
) -> SafeMessages | None:
    """All shares with their counts, or none of them: one alone would be what the others leave.

    Withheld with them are the ratios and p-values, which give small counts back. The counts also
    stay inside where they and the funnel's totals of the same page leave a small rest.
    """
    found = report.messages
    if found is None or found.worked is None:
        return None
    small = any(is_small(one.share, threshold) for one in found.versions)
    hidden = small or _leaves_few(found, funnel, threshold)
    says = found.warnings
    if hidden:
        few = words("The counts by message are of too few people to be published; what they say "
                    "of the messages stands.")  # fmt: skip
        says = (few, *says)
    return SafeMessages(
        worked=found.worked,
        looks=found.looks,
        error=round(1 - found.level, 6),
        versions=tuple(
            SafeVersion(
                version=one.version,
                headlines=one.headlines,
                share=_unless(hidden, one.version, one.share),
            )
            for one in found.versions
        ),
        pairs=tuple(_pair(one, hidden) for one in found.pairs),
        says=says,
        made_up=found.made_up,
    )


def figures(safe: SafeMessages | None) -> tuple[SafeFigure, ...]:
    """Every number of it, shown or withheld."""
    if safe is None:
        return ()
    ratios = (one.ratio for one in safe.pairs if one.ratio is not None)
    return (*(one.share for one in safe.versions), *ratios)


def _pair(one: VersionPair, hidden: bool) -> SafePair:
    name = f"{one.first}, {one.second}"
    return SafePair(
        first=one.first,
        second=one.second,
        better=one.better,
        ratio=None if one.ratio is None else _unless(hidden, name, one.ratio),
        p=None if hidden or one.ratio is None else one.p_adjusted,
    )


def _unless(hidden: bool, name: str, figure: Figure) -> SafeFigure:
    if not hidden:
        return SafeFigure(name=name, figure=figure)
    return SafeFigure(name=name, figure=None, withheld=Withholding.SMALL_OR_PROTECTS)


def _leaves_few(found: Creatives, funnel: tuple[SafeStep, ...], threshold: int) -> bool:
    """Whether what the funnel shows of the same page, taken from this or the other way, is few.

    Who was shown a version also opened the page; who tapped also looked up help. Without what was
    withheld of the funnel the rest is just that; with all of it shown, it is who met no version.
    """
    shown = sum(one.share.denominator or 0 for one in found.versions)
    worked = sum(one.share.numerator or 0 for one in found.versions)
    taps = found.worked.value if found.worked else ""
    groups = ((("visit", "placeless"), shown), ((taps,), worked))
    return any(0 < abs(of - _known(funnel, names)) < threshold for names, of in groups)


def _known(funnel: tuple[SafeStep, ...], names: tuple[str, ...]) -> float:
    """What the funnel shows of these steps, all places together."""
    parts = (
        part for step in funnel if step.name in names for part in (step.treated, step.held_out)
    )
    return sum(part.figure.value for part in parts if part and part.figure)
