"""The made-up campaign of the demo and its twin without effect. Seeds fixed before either was seen.

Both have the same plan, the same lots and the same past, drawn from one seed; in the twin the
campaign changes nothing. What the test says of either is shown as it comes out.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from beforehand.example.answers import answers
from beforehand.example.outcomes import delivery, drawn, outcomes
from beforehand.records.codec import digest
from beforehand.records.impact import Results
from beforehand.records.plan import Plan
from beforehand.words import Words, words

SEED = 20250530
EFFECT = 2.0  # what the made-up campaign really does to contacts in warned places
NO_EFFECT = 1.0
POINTS = 0.10  # what it really adds to the share of right answers there; nothing in the twin
TAPPED = 1.5  # how much likelier a tap on the first message really is; 1 in the twin
LEARNED = (
    words(
        "Posts about debt were opened most. The platform chose whom it showed them to, so that "
        "says nothing of the message."
    ),
    words(
        "Two places asked for posters, since not everybody whom this is for has a phone of their "
        "own."
    ),
)
THANKS = (words("Those who answered, and the helplines that counted (made up)"),)
TWIN_LEARNED = (
    words("No effect was put into these counts: they are the twin of the other campaign's."),
    words("A test that keeps its word still finds an effect in 5 of 100 such twins."),
    words("The seed was fixed before this one was seen, so its verdict stands as it came."),
)


def made_up_results(plan: Plan, effect: float, learned: tuple[Words, ...] = LEARNED) -> Results:
    """What would have been measured had the campaign multiplied contacts by ``effect``."""
    return Results(
        plan_id=plan.id,
        panel=outcomes(plan, effect=effect, rng=np.random.default_rng(SEED)),
        delivery=drawn(
            plan,
            delivery(plan, rng=np.random.default_rng(SEED + 1)),
            ratio=1.0 if effect == NO_EFFECT else TAPPED,
            rng=np.random.default_rng(SEED + 3),
        ),
        learned=tuple(one.template for one in learned),
        survey=answers(
            plan,
            effect=0.0 if effect == NO_EFFECT else POINTS,
            rng=np.random.default_rng(SEED + 2),
        ),
        thanks=tuple(one.template for one in THANKS),
    )


def twin_of(plan: Plan) -> Plan:
    """The same plan under another name, sealed: its lots are the same lots."""
    named = replace(
        plan, id="", campaign=f"{plan.campaign}-twin", title=f"{plan.title} (twin without effect)"
    )
    return replace(named, id=digest(named))
