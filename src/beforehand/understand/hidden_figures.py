"""Estimates of the people on no list, made into figures with everything needed to doubt them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from beforehand.records.figure import (
    Figure,
    Interval,
    Meaning,
    Recipe,
    RecipeParameter,
    Unit,
)
from beforehand.records.hidden import (
    HiddenConsistency,
    HiddenEstimate,
    HiddenList,
    HiddenOverlap,
    HiddenSensitivity,
    HiddenVariant,
    HiddenVerdict,
)
from beforehand.words import Words, words

if TYPE_CHECKING:  # the statistics are loaded when they are asked for: the compiler is slow to
    from beforehand.stats.mse.consistency import Case, Step
    from beforehand.stats.mse.estimates import Estimate, Options
    from beforehand.stats.mse.influence import Change
    from beforehand.stats.mse.lists import Lists
    from beforehand.stats.mse.tables import Withheld

LABELS = {
    "stepwise": words("Pairs of lists let in by p-value"),
    "aic": words("Pairs of lists by Akaike's criterion"),
    "bic": words("Pairs of lists by Schwarz's criterion"),
    "bic-all": words("The best of all hierarchical models"),
    "bic-average": words("All hierarchical models, by their weight"),
    "dga": words("All decomposable graphs, by their weight"),
    "lcmcr": words("Classes of people that nobody recorded"),
    "independence": words("Lists that know nothing of each other"),
}
FACTORS = (0.25, 0.5, 1.0, 2.0, 4.0)
_POSTERIOR = {"dga", "lcmcr"}


#: In the recipe of what was counted, so that it is not the estimate beside it.
_SEEN: dict[str, RecipeParameter] = {"seen": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Where a table of lists comes from, and how it is made again.

    ``whole`` is false where counts are withheld: then what was counted may be more or less.
    """

    source: str
    data_hash: str
    made_up: bool
    asked: dict[str, RecipeParameter] = field(default_factory=dict)
    submissions: tuple[str, ...] = ()
    whole: bool = True

    def counted(self, people: int, definition: Words, **of: RecipeParameter) -> Figure:
        """A number of people that was counted: complete for these lists if no count is withheld."""
        return self._figure(
            float(people), definition, of | _SEEN, numerator=people, complete_count=self.whole
        )

    def bounded(
        self, people: int, ends: tuple[int, int], definition: Words, **of: RecipeParameter
    ) -> Figure:
        """A number of people of whom some counts are withheld, between its bounds."""
        span = Interval(
            low=ends[0], high=ends[1], method="withheld counts", meaning=Meaning.MODEL, level=1.0
        )
        return self._figure(float(people), definition, of | _SEEN, span)

    def estimated(self, made: Estimate, definition: Words, **of: RecipeParameter) -> Figure | None:
        """People in all by an estimate, with its interval; None where it has none."""
        if made.total is None:
            return None
        interval = None
        if made.low is not None:
            posterior = made.method in _POSTERIOR
            interval = Interval(
                low=made.low,
                high=made.high,
                method="posterior" if posterior else "bootstrap",
                meaning=Meaning.MODEL if posterior else Meaning.SAMPLING,
                level=made.level,
            )
        return self._figure(made.total, definition, of | {"method": made.method}, interval)

    def bare(self, total: float | None, definition: Words, **of: RecipeParameter) -> Figure | None:
        """People in all without an interval; None where there is no total."""
        return None if total is None else self._figure(total, definition, of)

    def spanned(
        self, total: float, ends: tuple[float, float | None], definition: Words, kind: str
    ) -> Figure:
        """People with ends that a model or a drawing leaves open."""
        span = Interval(low=ends[0], high=ends[1], method=kind, meaning=Meaning.MODEL)
        return self._figure(total, definition, {"of": kind}, span)

    def _figure(
        self,
        value: float,
        definition: Words,
        of: dict[str, RecipeParameter],
        interval: Interval | None = None,
        *,
        numerator: int | None = None,
        complete_count: bool = False,
    ) -> Figure:
        return Figure(
            value=value,
            unit=Unit.PEOPLE,
            definition=definition,
            source=self.source,
            data_hash=self.data_hash,
            recipe=Recipe(
                function="understand.hidden",
                parameters=self.asked | of,
                submissions=self.submissions,
            ),
            numerator=numerator,
            interval=interval,
            complete_count=complete_count,
            made_up=self.made_up,
        )


IN_ALL = words("People in all, seen and unseen")


def recipe_of(options: Options) -> dict[str, RecipeParameter]:
    """The options, as a recipe holds them."""
    return {
        "threshold": options.threshold,
        "interval": options.interval,
        "replicates": options.replicates,
        "level": options.level,
        "seed": options.seed,
    }


def estimate_record(about: About, made: Estimate) -> HiddenEstimate:
    """One method's answer as a record."""
    return HiddenEstimate(
        method=made.method,
        label=LABELS[made.method],
        total=about.estimated(made, IN_ALL),
        model=tuple(
            tuple(sorted(name for i, name in enumerate(made.names) if term >> i & 1))
            for term in made.model
        ),
        exists=made.exists,
        identifiable=made.identifiable,
        verdict=HiddenVerdict(made.verdict.value),
        aic=made.aic,
        bic=made.bic,
        replicates=made.replicates,
        error_low=made.error_low,
        error_high=made.error_high,
        reason=made.reason if isinstance(made.reason, Words) else None,
        warnings=made.warnings,
    )


def reach_record(made: Estimate) -> Interval | None:
    """The range to be said where a range only is; None where there is none to say."""
    if made.verdict.value != HiddenVerdict.RANGE.value or made.range_low == made.range_high:
        return None
    return Interval(
        low=made.range_low,
        high=made.range_high,
        method="models within reach",
        meaning=Meaning.MODEL,
        level=made.level,
    )


def model_records(about: About, lists: Lists) -> tuple[HiddenEstimate, ...]:
    """Single models that the table supports about as well as the best, best first."""
    from beforehand.stats.mse.reach import models_within_reach

    made = []
    for one in models_within_reach(lists):
        terms = tuple(tuple(lists.term(pattern)) for pattern in one.terms)
        label = Words(", ".join(" + ".join(term) for term in terms))
        made.append(
            HiddenEstimate(
                method="model",
                label=label if terms else words("lists that know nothing of each other"),
                total=about.bare(one.total, IN_ALL, model=label.template),
                model=terms,
                exists=True,
                identifiable=True,
                verdict=HiddenVerdict.ESTIMATE,
                aic=one.aic,
                bic=one.bic,
                weight=one.weight,
            )
        )
    return tuple(made)


def list_records(
    about: About, lists: Lists, labels: dict[str, Words], withheld: Sequence[Withheld] = ()
) -> tuple[HiddenList, ...]:
    """Every list with the people on it; bounds of them where counts of theirs are withheld."""
    return tuple(
        HiddenList(
            name=name,
            label=labels.get(name, Words(name)),
            people=_people_on(
                about,
                lists,
                [at for at in range(lists.counts.size) if at >> i & 1],
                withheld,
                (words("People on list {name}", name=name), {"list": name}),
            ),
        )
        for i, name in enumerate(lists.names)
    )


def seen_record(about: About, lists: Lists, withheld: Sequence[Withheld]) -> Figure:
    """People on at least one list; bounds of them where counts are withheld."""
    every = list(range(lists.counts.size))
    return _people_on(about, lists, every, withheld, (words("People on at least one list"), {}))


def _people_on(
    about: About,
    lists: Lists,
    patterns: list[int],
    withheld: Sequence[Withheld],
    said: tuple[Words, dict[str, RecipeParameter]],
) -> Figure:
    """People of these patterns."""
    people, (definition, of) = int(lists.counts[patterns].sum()), said
    kept = [one for one in withheld if one.pattern in patterns]
    if not kept:
        return replace(about.counted(people, definition, **of), complete_count=True)
    known = people - int(lists.counts[[one.pattern for one in kept]].sum())
    ends = known + sum(one.least for one in kept), known + sum(one.most for one in kept)
    return about.bounded(people, ends, definition, **of)


def overlap_records(
    about: About, lists: Lists, withheld: Sequence[Withheld]
) -> tuple[HiddenOverlap, ...]:
    """People by exactly which lists they are on, most first; withheld counts by their bounds."""
    kept = {one.pattern: one for one in withheld}
    found = []
    for pattern in sorted({*map(int, lists.counts.nonzero()[0]), *kept}):
        names = tuple(lists.term(pattern))
        people = int(lists.counts[pattern])
        if pattern in kept:
            least, most = kept[pattern].least, kept[pattern].most
            made = HiddenOverlap(lists=names, people=None, at_least=least, at_most=most)
        else:
            said = words("People on just {names}", names=lists.told(pattern))
            figure = replace(
                about.counted(people, said, overlap="+".join(names)), complete_count=True
            )
            made = HiddenOverlap(lists=names, people=figure, at_least=people, at_most=people)
        found.append((people, made))
    return tuple(made for _, made in sorted(found, key=lambda one: (-one[0], one[1].lists)))


def change_record(about: About, kind: str, change: Change) -> HiddenVariant:
    """What leaving out or merging lists did."""
    first, *other = change.changed
    label = (
        words("{a} and {b} as one", a=first, b=other[0]) if other else words("without {a}", a=first)
    )
    return _variant(about, label, change.changed, (kind, change))


def step_record(about: About, step: Step) -> HiddenVariant:
    """One step of the trajectory: the first so many lists."""
    label = words("{n} lists, with {name}", n=len(step.names), name=step.names[-1])
    return _variant(about, label, step.names, ("trajectory", step))


def _variant(
    about: About, label: Words, lists: tuple[str, ...], made: tuple[str, Change | Step]
) -> HiddenVariant:
    kind, found = made
    of = "+".join(lists)
    return HiddenVariant(
        label=label,
        lists=lists,
        seen=about.counted(found.seen, words("People seen, {label}", label=label), **{kind: of}),
        total=about.bare(
            found.estimate, words("People in all, {label}", label=label), **{kind: of}
        ),
        reason=found.reason if isinstance(found.reason, Words) else None,
    )


def consistency_record(about: About, case: Case) -> HiddenConsistency:
    """A known list, estimated from the others as if it were not known."""
    said = words("People on list {name}, estimated from the others", name=case.population)
    known = words("People on list {name}", name=case.population)
    return HiddenConsistency(
        name=case.population,
        truth=about.counted(case.true, known, list=case.population),
        estimate=about.bare(case.estimate, said, consistency=case.population),
        reason=case.reason if isinstance(case.reason, Words) else None,
    )


def sensitivity_records(
    about: About, total: float | None, seen: int
) -> tuple[HiddenSensitivity, ...]:
    """The total if the unseen were so many times as many as the model says; none without one."""
    from beforehand.stats.mse.sensitivity import moved

    if total is None:
        return ()
    said = words("People in all if dependence that no table shows made the unseen so many times")
    return tuple(
        HiddenSensitivity(
            times=factor, total=about.bare(moved(total, seen, factor), said, factor=factor)
        )
        for factor in FACTORS
    )
