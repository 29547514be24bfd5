"""What has changed since the last brief: two briefs' shares, with intervals, and what is noise."""

from __future__ import annotations

from dataclasses import dataclass, replace

from beforehand.charts import LEAST_PEOPLE, decimal, percent
from beforehand.charts import people as said_people
from beforehand.records.figure import Figure, Interval, Meaning, Recipe, Unit
from beforehand.records.picture import Brief
from beforehand.records.since import Change, KeptBrief, Since
from beforehand.refusals import BriefsUnlike
from beforehand.stats import against_the_rest, benjamini_hochberg, newcombe_difference
from beforehand.understand.figures import route_parameters
from beforehand.words import Words, words

FALSE_DISCOVERY = 0.05
TOLD = 3
Counts = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """One share in both briefs."""

    field: str
    code: str
    label: Words
    then: Figure
    now: Figure

    def halves(self, growing: bool) -> tuple[Counts, Counts, float]:
        """What is held against what, as (count, of), and how much of now the second half is.

        Where now holds all of then, what came since is held against what was there, and the
        difference of the two wholes is that difference times the newcomers' part. Otherwise the
        wholes themselves are compared, as if they shared nobody: since they do, that errs to
        the careful side.
        """
        then = (self.then.numerator or 0, self.then.denominator or 0)
        now = (self.now.numerator or 0, self.now.denominator or 0)
        added = (now[0] - then[0], now[1] - then[1])
        if growing and 0 <= added[0] <= added[1] and added[1] > 0:
            return then, added, added[1] / now[1]
        return then, now, 1.0


def since(kept: KeptBrief, now: Brief) -> Since:
    """Compare a brief with one that was kept.

    Args:
        kept: The earlier brief.
        now: The present one, of the same route, read alike, in the same source.

    Returns:
        Every share of everyone that either holds, by how much it changed, with a 95 % interval
        of the difference (Newcombe) and whether it is beyond chance: Fisher's exact test, those
        that the Benjamini-Hochberg step at 5 % leaves.

    Raises:
        BriefsUnlike: If the two are of different routes or sources.
    """
    then = kept.brief
    old, new = then.profile.basis, now.profile.basis
    if (old.route, old.source_class) != (new.route, new.source_class):
        raise BriefsUnlike(one=str(old.route), other=str(new.route))
    growing = {one.id for one in old.submissions} <= {one.id for one in new.submissions}
    pairs = _pairs(then, now)
    p_values = [_p_value(*one.halves(growing)[:2]) for one in pairs]
    called = benjamini_hochberg(p_values, FALSE_DISCOVERY)
    recipe = Recipe(
        function="understand.since",
        parameters={**route_parameters(new.route), "kept_on": kept.kept_on.isoformat()},
        submissions=tuple(dict.fromkeys(one.id for one in (*new.submissions, *old.submissions))),
    )
    changes = [
        _change(one, growing, bool(yes), recipe) for one, yes in zip(pairs, called, strict=True)
    ]
    changes.sort(key=lambda one: (-abs(one.difference.value), one.field, one.code))
    same = old.data_hash == new.data_hash
    return Since(
        basis=new,
        kept_on=kept.kept_on,
        then_people=then.profile.people,
        now_people=now.profile.people,
        same_data=same,
        growing=growing,
        changes=tuple(changes),
        false_discovery=FALSE_DISCOVERY,
        says=_says(kept, now, tuple(changes), same),
    )


def _pairs(then: Brief, now: Brief) -> list[_Pair]:
    """Shares of everyone in either brief; a code that one lacks is nobody there."""
    before, after = _shares(then), _shares(now)
    whole_then = {key[0]: figure for key, (_, figure) in before.items()}
    whole_now = {key[0]: figure for key, (_, figure) in after.items()}
    made = []
    for key in sorted(before.keys() | after.keys()):
        field, code = key
        label, _ = after.get(key) or before[key]
        old, new = before.get(key), after.get(key)
        if field not in whole_then or field not in whole_now:
            continue  # a field that one of them does not hold at all
        made.append(
            _Pair(
                field=field,
                code=code,
                label=label,
                then=old[1] if old else _nobody(whole_then[field]),
                now=new[1] if new else _nobody(whole_now[field]),
            )
        )
    return made


def _shares(brief: Brief) -> dict[tuple[str, str], tuple[Words, Figure]]:
    return {
        (field.field, share.code): (
            words("{field}: {code}", field=field.label, code=share.label),
            share.figure,
        )
        for field in brief.profile.fields
        if field.field != "age"  # bands may hold each other, and straddle
        for share in field.of_everyone
    }


def _nobody(like: Figure) -> Figure:
    """A share of nobody, of the same people as another share of its field."""
    return Figure(
        value=0.0,
        unit=Unit.SHARE,
        definition=words("Nobody had it recorded"),
        source=like.source,
        data_hash=like.data_hash,
        recipe=Recipe(function="understand.since"),
        numerator=0,
        denominator=like.denominator,
        complete_count=like.complete_count,
        made_up=like.made_up,
    )


def _p_value(one: Counts, other: Counts) -> float:
    return float(against_the_rest([one[0], other[0]], [one[1], other[1]])[0])


def _change(pair: _Pair, growing: bool, called: bool, of: Recipe) -> Change:
    recipe = replace(of, parameters={**of.parameters, "field": pair.field, "code": pair.code})
    one, other, part = pair.halves(growing)
    low, high = newcombe_difference(other, one)
    difference = Figure(
        value=pair.now.value - pair.then.value,
        unit=Unit.DIFFERENCE,
        definition=words("{what}, now less then", what=pair.label),
        source=pair.now.source,
        data_hash=pair.now.data_hash,
        recipe=recipe,
        interval=Interval(
            low=low * part,
            high=high * part,
            method="newcombe" if part < 1 else "newcombe, careful",
            meaning=Meaning.PROCESS if pair.now.complete_count else Meaning.SAMPLING,
        ),
        made_up=pair.now.made_up,
    )
    return Change(
        field=pair.field,
        code=pair.code,
        label=pair.label,
        then=pair.then,
        now=pair.now,
        difference=difference,
        beyond_chance=called,
    )


def _says(
    kept: KeptBrief, now: Brief, changes: tuple[Change, ...], same: bool
) -> tuple[Words, ...]:
    day = kept.kept_on.isoformat()
    if same:
        return (words("The data are those of the brief of {day}: nothing changed.", day=day),)
    first = words(
        "Since {day}: {now}, where there were {then}.",
        day=day,
        now=said_people(now.profile.people.value, LEAST_PEOPLE),
        then=said_people(kept.brief.profile.people.value, LEAST_PEOPLE),
    )
    telling = [
        one
        for one in changes
        if one.beyond_chance
        and min(one.then.numerator or 0, one.now.numerator or 0) >= LEAST_PEOPLE
    ]
    if not telling:
        return first, words("No share changed by more than chance would have it.")
    return first, *(
        words(
            "{what}: {then} then, {now} now ({points} points).",
            what=one.label,
            then=percent(one.then.value),
            now=percent(one.now.value),
            points=_signed(100 * one.difference.value),
        )
        for one in telling[:TOLD]
    )


def _signed(points: float) -> Words:
    return words("+{number}", number=decimal(points)) if points > 0 else decimal(points)
