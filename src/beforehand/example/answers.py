"""Made-up answers to the survey, for demo, docs and tests: nobody was asked."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.random import Generator

from beforehand.records.codec import digest
from beforehand.records.plan import Arm, Plan
from beforehand.records.survey import SurveyTallies, SurveyTally, Wave

VERSION = "signs-1"
ITEMS = {"debt": 0.38, "passport": 0.62, "contract": 0.55, "forced": 0.41, "name": 0.47}
STRATA = (("18-24", "Masculine"), ("25-34", "Masculine"))
PEOPLE = 14  # asked in each place, wave and age band
UNLIKE = 0.07  # how far places lie apart, and how far each moves by itself between the waves
LEARNT_ANYWAY = 0.03  # everywhere, whatever the campaign


def answers(plan: Plan, *, effect: float, rng: Generator) -> SurveyTallies:
    """What would have been answered, had the campaign raised right answers by ``effect``.

    Args:
        plan: Says which places were warned.
        effect: In shares: 0.1 is ten points more of those asked know an item; 0 is the twin.
        rng: Draws who answered, and what.
    """
    tallies = tuple(_tallies(plan, effect, rng))
    return SurveyTallies(
        version=VERSION,
        tallies=tallies,
        source="Made-up survey of a made-up campaign (beforehand, example)",
        data_hash=digest(tallies),
        made_up=True,
    )


def _tallies(plan: Plan, effect: float, rng: Generator) -> Iterator[SurveyTally]:
    for one in plan.places:
        if one.arm not in {Arm.TREATED, Arm.HELD_OUT}:
            continue
        base = rng.normal(0, UNLIKE)
        for wave in Wave:
            shift = base + rng.normal(0, UNLIKE / 2)
            if wave is Wave.AFTER:
                shift += LEARNT_ANYWAY + (effect if one.arm is Arm.TREATED else 0.0)
            for age, gender in STRATA:
                people = int(rng.poisson(PEOPLE))
                for item, share in ITEMS.items():
                    right = int(rng.binomial(people, np.clip(share + shift, 0.02, 0.98)))
                    yield SurveyTally(place=one.place.code, wave=wave, age=age, gender=gender,
                                      item=item, answers=people, right=right)  # fmt: skip
