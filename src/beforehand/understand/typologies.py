"""Types of cases: who × how × where, as many as the data carry, and only if they are stable."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from beforehand.charts import LEAST_PEOPLE, percent
from beforehand.records.cases import CaseTable
from beforehand.records.figure import Figure, Interval, Meaning, Unit
from beforehand.records.picture import RouteFilter
from beforehand.records.plan import Audience
from beforehand.records.types import CaseType, Trait, Typology
from beforehand.stats import LatentClasses, Stability, fit_classes, stability
from beforehand.understand.fields import code_label, field_label
from beforehand.understand.figures import Evidence, count
from beforehand.understand.findings import listed
from beforehand.understand.items import Answers, answers_of
from beforehand.understand.pool import opened
from beforehand.understand.routing import stand_on
from beforehand.words import Words, words

ENOUGH_PEOPLE = 100  # fewer carry no types that would be found again
LEAST_FIELDS = 3  # types told by fewer would only say one field again
MOST_CLASSES = 6
STABLE = 0.75  # mean Jaccard of a stable class (Hennig 2007)
TELLING = 0.15  # how far an answer's share must lie above everybody's
USUAL = 0.5  # share of the type's people that have it
COMMON = 0.3  # share of it that makes an answer worth keeping for an audience
MOST_TRAITS = 4
RESAMPLES = 50


def typology(
    cases: CaseTable, route: RouteFilter, seed: int = 1, resamples: int = RESAMPLES
) -> Typology:
    """Find the types of cases on a route.

    Latent classes of one to six, each fitted from several starts; numbers of classes that the
    Bayesian information criterion finds no better than one are left out. Of the others the best
    whose every class is found again in resampled people (mean Jaccard of 0.75 or more) is shown.
    Answers not recorded say nothing of the type.

    Args:
        cases: Cases of one source class; people in several linked rows count once.
        route: Whose types.
        seed: Of the random starts and resamples: the same seed gives the same types.
        resamples: Of people, with replacement.

    Returns:
        Stable types, largest first, with shares and their 95 % bootstrap intervals; or none, and
        why.

    Raises:
        EmptyPool: If nobody is on the route.

    Source:
        Goodman (1974), Biometrika 61(2); Hennig (2007), CSDA 52(1).
    """
    with opened(cases, route) as pool:
        basis, people, _ = stand_on(pool)
        given = answers_of(pool)
    evidence = Evidence(cases=cases, route=route, function="understand.typology")
    weighed = count(evidence, people, words("People on the route"), {"of": "people", "seed": seed})
    found = _Found((), None, None)
    why = words(
        "{people} people are too few to tell types of cases: at least {least} are needed.",
        people=people,
        least=ENOUGH_PEOPLE,
    )
    if people >= ENOUGH_PEOPLE and len({one.field for one in given.items}) < LEAST_FIELDS:
        why = words("Too little is recorded of these people to tell types of cases.")
    elif people >= ENOUGH_PEOPLE:
        found = _stable(given, np.random.default_rng(seed), resamples)
        why = _why(found)
    types = _types(evidence, given, found, seed) if found.is_stable else ()
    return Typology(
        basis=basis,
        people=weighed,
        types=types,
        why=why,
        fields=tuple(field_label(one) for one in dict.fromkeys(i.field for i in given.items)),
        tried=found.tried,
        adjusted_rand=found.held.adjusted_rand if found.held else None,
        seed=seed,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """The fits that were tried, and the best of them that was weighed for stability."""

    tried: tuple[tuple[int, float], ...]
    fit: LatentClasses | None
    held: Stability | None

    @property
    def is_stable(self) -> bool:
        return self.held is not None and bool((self.held.jaccard >= STABLE).all())


def _stable(given: Answers, rng: np.random.Generator, resamples: int) -> _Found:
    fits = {
        classes: fit_classes(given.levels, given.people, classes, rng)
        for classes in range(1, MOST_CLASSES + 1)
    }
    tried = tuple((classes, fit.bic) for classes, fit in fits.items())
    better = sorted((fit.bic, classes) for classes, fit in fits.items() if fit.bic < fits[1].bic)
    found = _Found(tried, None, None)
    for _, classes in better:
        held = stability(given.levels, given.people, fits[classes], rng, resamples)
        found = _Found(tried, fits[classes], held)
        if found.is_stable:
            break
    return found


def _why(found: _Found) -> Words:
    if found.held is None or found.fit is None:
        return words("We found no stable types: the cases differ, but in no groups.")
    if not found.is_stable:
        return words(
            "We found no stable types: groups appear, but other people like these would be "
            "grouped otherwise."
        )
    return words(
        "{number} types, found again when people are drawn anew (agreement {rand}).",
        number=len(found.fit.sizes),
        rand=percent(found.held.adjusted_rand, 0),
    )


def _types(evidence: Evidence, given: Answers, found: _Found, seed: int) -> tuple[CaseType, ...]:
    fit, held = found.fit, found.held
    if fit is None or held is None:
        return ()
    total = given.people.sum()
    made = []
    for at, size in enumerate(fit.sizes):
        usual = _usual(given, fit, at)
        traits = _traits(usual)
        share = _share(evidence, (float(size), float(held.low[at]), float(held.high[at])),
                       says_type(traits), {"of": "type", "type": at, "seed": seed})  # fmt: skip
        made.append(
            CaseType(
                share=share,
                people=round(float(size * total)),
                traits=traits,
                usual=usual,
                jaccard=float(held.jaccard[at]),
            )
        )
    return tuple(made)


def _share(
    evidence: Evidence,
    size: tuple[float, float, float],
    said: Words,
    asked: dict[str, str | int | float | bool | None],
) -> Figure:
    share, low, high = size
    definition = words("Share of the people on the route whose type is: {type}", type=said)
    return Figure(
        value=share,
        unit=Unit.SHARE,
        definition=evidence.defined(definition),
        source=evidence.cases.source,
        data_hash=evidence.cases.data_hash,
        recipe=evidence.recipe(asked),
        interval=Interval(
            low=min(low, share), high=max(high, share), method="bootstrap", meaning=Meaning.MODEL
        ),
        made_up=evidence.cases.made_up,
    )


def _usual(given: Answers, fit: LatentClasses, at: int) -> tuple[Trait, ...]:
    found = []
    for number, item in enumerate(given.items):
        column = given.levels[:, number]
        recorded = given.people[column >= 0].sum()
        for level, code in enumerate(item.codes):
            within = float(fit.chances[number][at, level])
            if code is None or within < COMMON:
                continue
            everyone = float(given.people[column == level].sum() / recorded)
            found.append(Trait(field=item.field, code=code, label=_label(item.field, code),
                               within=within, everyone=everyone))  # fmt: skip
    return tuple(found)


def _traits(usual: tuple[Trait, ...]) -> tuple[Trait, ...]:
    """What most of the type have and clearly fewer of everybody do, the most telling first."""
    found = [one for one in usual if one.within >= USUAL and one.within - one.everyone >= TELLING]
    ranked = sorted(found, key=lambda one: (one.everyone - one.within, one.field, one.code))
    return tuple(ranked[:MOST_TRAITS])


def _label(field: str, code: str) -> Words:
    return words("35 or over") if code == "35+" else code_label(field, code)


def says_type(traits: tuple[Trait, ...]) -> Words:
    """The type in words: what tells it."""
    if not traits:
        return words("none of the others: nothing marks it")
    return listed(one.label for one in traits)


def audience_of(kind: CaseType, origin: str) -> Audience:
    """Whom a campaign would speak to, to reach people like those of the type: a suggestion.

    Age and gender are narrowed only where most of the type share them; a child's type is never
    turned into an advertising audience of children: it speaks to the adults around them.

    Args:
        kind: One type of a typology.
        origin: ISO code of the country of origin, for the language.
    """
    codes = {(one.field, one.code): one.within for one in kind.usual}
    young = codes.get(("age", "18-34"), 0.0) >= USUAL
    genders = tuple(code for (field, code), share in codes.items()
                    if field == "gender" and share >= 0.8)  # fmt: skip
    platforms = tuple(code for field, code in codes if field == "recruitment_platform")
    return Audience(
        age_from=18,
        age_to=34 if young else 65,
        genders=genders,
        languages=("sq", "en") if origin in {"AL", "XK"} else ("en",),
        platforms=platforms,
    )


def large_enough(kind: CaseType) -> bool:
    """Whether a role without small counts may be told of the type and of what most of it has."""
    return kind.people * USUAL >= LEAST_PEOPLE
