"""A plan that was changed after it was sealed: in what, said beside the result."""

from __future__ import annotations

from collections.abc import Iterator

from beforehand.charts import count
from beforehand.records.plan import Arm, Plan
from beforehand.words import Words, words


def changes(earlier: Plan, later: Plan) -> Iterator[Words]:
    """What the later plan does otherwise, in a sentence each; nothing of held-out places."""
    if earlier.outcome != later.outcome:
        yield words("The outcome was “{before}”, and became “{after}”.",
                    before=Words(earlier.outcome), after=Words(later.outcome))  # fmt: skip
    if earlier.direction != later.direction:
        yield words("The direction expected was changed.")
    if earlier.window != later.window:
        yield words("It was to run from {start} to {end}.",
                    start=earlier.window.start.isoformat(),
                    end=earlier.window.end.isoformat())  # fmt: skip
    if earlier.lots != later.lots:
        yield words("The lots were drawn again: {before} places were to be warned, then {after}.",
                    before=_warned(earlier), after=_warned(later))  # fmt: skip
    if earlier.budget_eur != later.budget_eur:
        yield words("The budget was €{before}, and became €{after}.",
                    before=count(earlier.budget_eur), after=count(later.budget_eur))  # fmt: skip
    if earlier.audience != later.audience:
        yield words("The audience was changed.")
    if earlier.messages != later.messages:
        yield words("The messages were changed.")
    if earlier.draw != later.draw:
        yield words("How our own page draws between messages was changed.")


def _warned(plan: Plan) -> int:
    return sum(one.arm is Arm.TREATED for one in plan.places)
