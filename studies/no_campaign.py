"""Real counts, no campaign: how often would before/after have claimed one, and how often do we?

    python studies/no_campaign.py            10,000 draws of the lots; writes the page
    python studies/no_campaign.py --quick    500 draws; prints only

Albanian referrals by police area, April to December 2022 against the same months of 2023. Nobody
ran a campaign, so whatever is found is not one. The seed, the months and the number of areas were
fixed before the study was first run.
"""

from __future__ import annotations

from paper import publish, quick, share, table, watched  # isort: skip -- before NumPy

import math

import numpy as np

from beforehand.prove import untouched, untouched_panel
from beforehand.stats import admissible, complete_design, permutation_p, wilson

SEED = 20_261_127
DRAWS, FEW_DRAWS = 10_000, 500
TREATED = 22  # of 45 police areas
COMPARED = 999
BEFORE = 3  # quarters


def main() -> None:
    """Draw pretended lots again and again, and ask both methods each time."""
    small = quick(__doc__)
    draws = FEW_DRAWS if small else DRAWS
    rng = np.random.default_rng(SEED)
    panel = untouched_panel()
    values = np.array(panel.values)
    pre, post = values[:, :BEFORE].sum(axis=1), values[:, BEFORE:].sum(axis=1)
    design = complete_design(len(pre), TREATED)
    pool = admissible(design, rng, draws + COMPARED)
    naive = designed = 0
    for row in watched(pool[:draws], "drawing"):
        before, during = float(pre[row].sum()), float(post[row].sum())
        low, high = wilson(during, before + during)
        naive += not low <= 0.5 <= high
        others = pool[rng.choice(len(pool), COMPARED, replace=False)]
        designed += permutation_p(pre, post, row, others) <= 0.05
    publish("no_campaign", page(draws, (naive, designed), values), small)


def page(draws: int, claims: tuple[int, int], values: np.ndarray) -> str:
    """The page, as it comes out."""
    rows = [
        (name, share(found / draws, math.sqrt(found / draws * (1 - found / draws) / draws)))
        for name, found in zip(("before and after, in the “warned” areas alone",
                                "the lots drawn again, against the “held-out” areas"),
                               claims, strict=True)
    ]  # fmt: skip
    whole = untouched()
    before, during = values[:, :BEFORE].sum(), values[:, BEFORE:].sum()
    ends = whole.interval
    between = f"{ends.low:.2f} to {ends.high:.2f}" if ends else ""
    return f"""
# Real counts, no campaign

Albanian referrals to the UK's National Referral Mechanism, April to December 2022 against the same
months of 2023 (Home Office, Open Government Licence v3.0; the file in the package). Nobody ran a
campaign of ours, so every effect "found" here is a false one.

## In the whole country

A comparison of before and after claims {whole.value:.2f} times as many, interval {between}: a fall
of {1 - whole.value:.0%} that it would have called the campaign's. In 2024 they fell by another 39 %
(2,492 referrals; Home Office end-of-year summary, quoted, not on file), and it would have claimed
that too. With one series and nothing held out, `prove lift` refuses: there is no comparison.

## With pretended lots

The part referred by police forces: {before:.0f} people, then {during:.0f}, in {len(values)} areas.
{draws:,} times {TREATED} areas are drawn as if a campaign had been there. How often is an effect
claimed at 5 %?

{table(("method", "claims an effect"), rows)}

Read: the first number is how often a funder would have been told of a success, or a harm, that was
not one. The second is what the test says of itself (0.05), on real counts, with all their zeros.
Seed {SEED}; seed, months and the number of areas were fixed before the first run.
"""


if __name__ == "__main__":
    main()
