"""Which figures speak of so few people that they stay inside, and who may see them there."""

from __future__ import annotations

from collections.abc import Sequence

from beforehand.records.figure import Figure, Unit
from beforehand.records.people import Asker
from beforehand.records.release import SafeFigure, Withholding

THRESHOLD = 11
COUNTS = frozenset({Unit.PEOPLE, Unit.CASES, Unit.COUNT})


def is_small(figure: Figure, threshold: int = THRESHOLD) -> bool:
    """Whether a figure gives away a count of 1 to ``threshold - 1`` people.

    Looks at the value of a count, at numerator and denominator, at what is left of the
    denominator, and at the unknowns: each can be read off a figure that is shown whole. Zero is
    not small: nobody is in it. Contacts, visits and answers count as people.
    """
    shown = [figure.unknown]
    if figure.unit in COUNTS:
        shown.append(round(figure.value))
    shown += [count for count in (figure.numerator, figure.denominator) if count is not None]
    if figure.numerator is not None and figure.denominator is not None:
        shown.append(figure.denominator - figure.numerator)
    return any(0 < count < threshold for count in shown)


def hide_small(
    figure: Figure, asker: Asker, name: str = "", threshold: int = THRESHOLD
) -> SafeFigure:
    """The figure, for a staff page; withheld if it is small and the role may not see such.

    One figure by itself: for figures that add up to a shown total, use ``hide_small_each``.
    """
    if asker.sees_small_counts or not is_small(figure, threshold):
        return SafeFigure(name=name, figure=figure)
    return SafeFigure(name=name, figure=None, withheld=Withholding.SMALL_OR_PROTECTS)


def hide_small_each(
    figures: Sequence[Figure], asker: Asker, threshold: int = THRESHOLD
) -> tuple[SafeFigure, ...]:
    """Counts that add up to a total shown elsewhere: small ones go, with enough others.

    Withheld counts together hold at least twice the threshold or are all there are, so that the
    total less the shown ones tells of no small one.
    """
    if asker.sees_small_counts:
        return tuple(SafeFigure(name="", figure=figure) for figure in figures)
    order = sorted(range(len(figures)), key=lambda i: _people(figures[i]))
    hidden = {i for i in order if is_small(figures[i], threshold)}
    for i in order:
        enough = sum(_people(figures[j]) for j in hidden) >= 2 * threshold
        if not hidden or (enough and len(hidden) > 1):
            break
        if _people(figures[i]):
            hidden.add(i)
    kept = Withholding.SMALL_OR_PROTECTS
    return tuple(
        SafeFigure(name="", figure=None, withheld=kept)
        if i in hidden
        else SafeFigure(name="", figure=figure)
        for i, figure in enumerate(figures)
    )


def _people(figure: Figure) -> int:
    return round(figure.value) if figure.numerator is None else figure.numerator
