"""Early signals of a route: codes and areas that rise beyond what their own past explains."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from beforehand.charts import LEAST_PEOPLE
from beforehand.charts import people as said_people
from beforehand.records.cases import CaseTable, SourceClass
from beforehand.records.figure import Figure, Interval, Meaning, RecipeParameter, Unit
from beforehand.records.picture import RouteFilter
from beforehand.records.signals import EarlySignals, Signal
from beforehand.refusals import TooFewPeriods
from beforehand.stats import early_signals
from beforehand.stats.signals import LEAST_PAST, MOST_PAST
from beforehand.understand.fields import code_label, field_label
from beforehand.understand.figures import Evidence, count
from beforehand.understand.pool import Pool, opened
from beforehand.understand.routing import stand_on
from beforehand.understand.tally import NOT_KNOWN
from beforehand.understand.trends import trend_in
from beforehand.words import Words, words

FALSE_DISCOVERY = 0.05
#: What is looked at: who, from where, how recruited and controlled, into what, and where.
FIELDS = (
    "gender",
    "origin_area",
    "recruitment_method",
    "recruitment_platform",
    "control",
    "exploitation",
    "criminal_activity",
    "industry",
    "exploitation_area",
)
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    evidence: Evidence
    period: str

    def recipe(self, key: Key, of: str) -> dict[str, RecipeParameter]:
        return {"period": self.period, "field": key[0], "code": key[1], "of": of}


def signals(
    cases: CaseTable, route: RouteFilter, at: str = "", *, left_out: tuple[SourceClass, ...] = ()
) -> EarlySignals:
    """Hold the latest period of every code of every field against its own past.

    Args:
        cases: Cases of one source class; a person counts once, when first registered.
        route: Which route.
        at: The period looked at, such as ``2023 Q4``; empty: the last one. Later ones are not
            read, so that a past look can be taken again.
        left_out: Other source classes that hold this route, to be named in the basis.

    Returns:
        Every series that anybody is in, the least likely first; those called are beyond chance,
        and where nothing is new, anything at all is called in about 5 % of the looks. The last
        period is often still incomplete: that makes a signal rarer, not falser. A new partner, or
        a new way to record, raises everything: the line of everyone tells.

    Raises:
        EmptyPool: If nobody is on the route.
        TooFewPeriods: If fewer than six periods come before the one looked at.
    """
    evidence = Evidence(cases=cases, route=route, function="understand.signals")
    with opened(cases, route) as pool:
        basis, _, _ = stand_on(pool, left_out)
        points = trend_in(pool).points
        names = [point.period for point in points]
        period = at or (names[-1] if names else "")
        if period not in names or names.index(period) < LEAST_PAST:
            raise TooFewPeriods(period=period or "-", needed=LEAST_PAST)
        names = names[: names.index(period) + 1][-(MOST_PAST + 1) :]
        everyone = {point.period: point.people.numerator or 0 for point in points}
        series = {("", ""): [everyone[name] for name in names]} | _series(pool, names)
    keys = list(series)
    found = early_signals(np.array([series[key] for key in keys]), false_discovery=FALSE_DISCOVERY)
    asked = _Asked(evidence=evidence, period=period)
    made = tuple(
        Signal(
            field=key[0],
            code=key[1],
            label=_label(key),
            now=_now(asked, key, series[key][-1]),
            expected=_expected(asked, key, float(found.expected[i]), float(found.high[i])),
            p_value=float(found.p_value[i]),
            called=bool(found.signals[i]),
        )
        for i, key in enumerate(keys)
    )
    ranked = tuple(sorted(made, key=lambda one: (not one.called, one.p_value, one.field, one.code)))
    return EarlySignals(
        basis=basis,
        period=period,
        past=len(names) - 1,
        series=ranked,
        false_discovery=FALSE_DISCOVERY,
        says=_says(period, ranked),
    )


def _series(pool: Pool, names: list[str]) -> dict[Key, list[int]]:
    """Counts by period of every code that anybody has in these periods."""
    place = {name: at for at, name in enumerate(names)}
    quarterly = " Q" in names[0]
    found: dict[Key, Counter[int]] = {}
    for field in FIELDS:
        for year, quarter, codes, people in pool.ask("signals", field=field):
            name = f"{year} Q{quarter}" if quarterly else str(year)
            if name in place:
                for code in set(codes or ()) - {NOT_KNOWN.get(field)}:
                    found.setdefault((field, code), Counter())[place[name]] += int(people)
    return {
        key: [counted[at] for at in range(len(names))]
        for key, counted in sorted(found.items())
        if any(counted.values())
    }


def _label(key: Key) -> Words:
    field, code = key
    if not field:
        return words("Everyone on the route")
    return words("{field}: {code}", field=field_label(field), code=code_label(field, code))


def _now(asked: _Asked, key: Key, people: int) -> Figure:
    says = words("{what}, first registered in {period}", what=_label(key), period=asked.period)
    return count(asked.evidence, people, says, asked.recipe(key, "now"))


def _expected(asked: _Asked, key: Key, expected: float, high: float) -> Figure:
    return Figure(
        value=expected,
        unit=Unit.PEOPLE,
        definition=words(
            "{what}: what earlier periods would have {period} count",
            what=_label(key),
            period=asked.period,
        ),
        source=asked.evidence.cases.source,
        data_hash=asked.evidence.cases.data_hash,
        recipe=asked.evidence.recipe(asked.recipe(key, "expected")),
        interval=Interval(low=0.0, high=high, method="negative binomial", meaning=Meaning.MODEL),
        made_up=asked.evidence.cases.made_up,
    )


def _says(period: str, ranked: tuple[Signal, ...]) -> Words:
    called = [one for one in ranked if one.called]
    if not called:
        return words(
            "Nothing in {period} is beyond what earlier periods explain; {looked} series were "
            "looked at.",
            period=period,
            looked=len(ranked),
        )
    first = next((one for one in called if one.field), called[0])
    if (first.now.numerator or 0) < LEAST_PEOPLE:
        return words("More than expected in {period}: {what}.", period=period, what=first.label)
    return words(
        "More than expected in {period}: {what}, {now}, where {expected} were expected.",
        period=period,
        what=first.label,
        now=said_people(first.now.value),
        expected=said_people(first.expected.value, LEAST_PEOPLE),
    )
