"""Types of cases: how often true types are found, and how often noise has any.

Scenarios and seed were fixed before anything was run. Writes docs/studies/typologies.md.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from beforehand import understand
from beforehand.records.types import Typology
from made_cases import case, published

SEED, RESAMPLES = 20261127, 20
NOISE_POOLS, POOLS = 20, 10  # a scenario
ROUTE = understand.parse_route("AL:GB")
FIELDS = {
    "gender": ("Masculine", "Feminine"),
    "exploitation": ("ForcedCriminality", "SexualExploitation", "ForcedLabour"),
    "recruitment_method": ("AtWork", "ThroughFriendsOrSocialEvents", "Other"),
    "recruiter_relation": ("Friend", "Family", "IntimatePartner"),
    "origin_area": ("AL-07", "AL-10", "AL-11"),
}
CONTROLS = ("DebtBondage", "FalsePromises", "TakesEarnings", "PhysicalThreats", "SexualAbuse")
SEVERAL = {"exploitation", "recruitment_method", "recruiter_relation"}


def pool(rng: np.random.Generator, people: int, sizes: list[float], sharp: float) -> list[dict]:
    """Each type has one usual answer a field, given with chance ``sharp``; a tenth is missing."""
    rows = []
    for _ in range(people):
        of = int(rng.choice(len(sizes), p=sizes))
        row = {}
        for name, codes in FIELDS.items():
            usual = codes[of % len(codes)]
            code = usual if rng.random() < sharp else str(rng.choice(codes))
            if rng.random() > 0.1:
                row[name] = [code] if name in SEVERAL else code
        chance = [sharp if at % len(sizes) == of else 0.25 for at in range(len(CONTROLS))]
        row["control"] = [
            code for code, p in zip(CONTROLS, chance, strict=True) if rng.random() < p
        ]
        rows.append(case(**row))
    return rows


def found(rows: list[dict], seed: int) -> Typology:
    with tempfile.TemporaryDirectory() as folder:
        return understand.typology(published(Path(folder), rows), ROUTE, seed, RESAMPLES)


def main() -> None:
    rng = np.random.default_rng(SEED)
    lines = []
    for name, sizes, sharp in (
        ("two types, clear", [0.6, 0.4], 0.75),
        ("three types, clear", [0.5, 0.3, 0.2], 0.75),
        ("two types, faint", [0.6, 0.4], 0.4),
        ("no types: every answer drawn alone", [1.0], 0.0),
        ("no types, answers uneven", [1.0], 0.5),
    ):
        pools = POOLS if len(sizes) > 1 else NOISE_POOLS
        for people in (120, 400):
            told = [found(pool(rng, people, sizes, sharp), at) for at in range(pools)]
            shown = [one for one in told if one.types]
            right = [one for one in shown if len(one.types) == len(sizes)]
            covered = [
                kind.share.interval.low <= size <= kind.share.interval.high
                for one in right
                for kind, size in zip(one.types, sizes, strict=True)
            ]
            cover = f"{np.mean(covered):.2f}" if covered and len(sizes) > 1 else "-"
            lines.append(
                f"| {name} | {people} | {len(shown)} of {pools} | {len(right)} | {cover} |"
            )
            print(lines[-1], flush=True)
    Path("docs/studies/typologies.md").write_text(
        PAGE.format(pools=POOLS, seed=SEED, resamples=RESAMPLES, lines="\n".join(lines)),
        encoding="utf-8",
    )


PAGE = """# Types of cases: how often they are found, and how often noise has any

Whether `understand.typology` shows types where there are some, and none where there are none.

Command: `python studies/typologies.py` (seed {seed}, {resamples} resamples). Scenarios were
fixed before anything was run, and made smaller once since they took too long. Each pool has
six fields (gender, exploitation, recruitment, recruiter, area of origin, five means of control); a
tenth of the answers is missing. In a clear type three in four people give the type's usual answer,
besides those who give it by chance; in a faint one, two in five.

| truth | people | types shown | right number | size in its interval |
| --- | --: | --: | --: | --: |
{lines}

Types are shown rather too seldom than too often: of faint ones most are not, and the page then says
that no stable types were found, never that there are none. Sizes are of the model: where people
stand between two types, their share is divided. The interval is of resampling alone.
"""

if __name__ == "__main__":
    main()
