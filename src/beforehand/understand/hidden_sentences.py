"""What may be said with an estimate of the people on no list, and what may not, and why not."""

from __future__ import annotations

import math
from dataclasses import replace

from beforehand.charts import count, people, percent
from beforehand.records.figure import Figure
from beforehand.records.hidden import HiddenPopulation, HiddenVerdict
from beforehand.understand.hidden_veil import to_two_digits
from beforehand.words import Words, words


def verdict_words(told: HiddenPopulation) -> Words:
    """The verdict in plain words, to stand large at the head."""
    if told.verdict is HiddenVerdict.NONE or told.total is None:
        return words("We cannot tell how many were not seen")
    ends = _ends(told)
    if ends is None:
        return words(
            "{people} by one method; no interval was made", people=people(told.total.value)
        )
    low, high = ends
    if high is None:
        return words("{low} people or more", low=count(low))
    return words("{low} to {high} people", low=count(low), high=count(high))


def said_total(told: HiddenPopulation) -> Figure | None:
    """The total with the interval to be said: of a range only, the models within reach too."""
    if told.total is None or told.reach is None:
        return told.total
    return replace(told.total, interval=told.reach)


def _ends(told: HiddenPopulation) -> tuple[float, float | None] | None:
    """What is said of the total, rounded, never under the people seen; None without an interval."""
    total = said_total(told)
    if total is None or total.interval is None:
        return None
    low, high = rounded_ends(total)
    return max(low, _certain(told)), high


def _certain(told: HiddenPopulation) -> float:
    """People seen; at the least, where counts are withheld."""
    ends = told.seen.interval
    return told.seen.value if ends is None or ends.low is None else ends.low


def _seen_people(told: HiddenPopulation) -> Words:
    ends = told.seen.interval
    if ends is None or ends.low is None or ends.high is None:
        return people(told.seen.value)
    return words("{low} to {high} people", low=count(ends.low), high=count(ends.high))


def says_verdict(told: HiddenPopulation) -> Words:
    """What the verdict means, in a sentence or two."""
    if told.verdict is HiddenVerdict.NONE or told.total is None:
        return words(
            "{seen} were seen. How many others there are, these lists do not say: {reason}.",
            seen=_seen_people(told),
            reason=told.reason or words("no method has an answer that holds"),
        )
    if told.verdict is HiddenVerdict.RANGE:
        return words(
            "{seen} were seen. So many in all, seen and unseen, fit these lists; no single number "
            "among them is warranted: {reason}.",
            seen=_seen_people(told),
            reason=told.reason or words("the methods differ too much"),
        )
    return words(
        "{seen} were seen. So many in all, seen and unseen, fit these lists if what the method "
        "assumes holds; the lists themselves cannot show whether it does.",
        seen=_seen_people(told),
    )


def may_say(told: HiddenPopulation) -> tuple[Words, ...]:
    """Sentences that hold as they stand, the most useful first."""
    said = [*_range(told), _seen(told), *_shared(told)]
    spread = _by_method(told)
    if spread and told.verdict is not HiddenVerdict.NONE:
        low, high = spread
        said.append(
            words(
                "Methods that fit the same lists give between {low} and {high} people.",
                low=count(low),
                high=count(high),
            )
        )
    if told.total is None or told.verdict is HiddenVerdict.NONE:
        said.append(words("There may be others whom nobody saw; these lists cannot tell how many."))
    return tuple(said)


def may_not_say(told: HiddenPopulation) -> tuple[Words, ...]:
    """Sentences that people will want to say, each with why it does not hold."""
    said = [*_bare(told), _COMPARED, _PLACES, _PARTNERS]
    if told.made_up:
        said.insert(0, _MADE_UP)
    return tuple(said)


def rounded_ends(total: Figure) -> tuple[float, float | None]:
    """The interval's ends to two digits, outwards: never narrower than it is.

    Without an interval both are the value.
    """
    if total.interval is None:
        return total.value, total.value
    low, high = total.interval.low, total.interval.high
    down = to_two_digits(total.value if low is None else low, math.floor)
    return down, None if high is None else to_two_digits(high, math.ceil)


def _range(told: HiddenPopulation) -> list[Words]:
    if told.total is None or told.verdict is HiddenVerdict.NONE:
        return []
    ends = _ends(told)
    if ends is None:
        return [_NO_INTERVAL]
    low, high = ends
    if high is None:
        return [
            words(
                "Any number of people from {low} upwards, seen and unseen, fits these lists under "
                "these assumptions; nothing bounds it from above.",
                low=count(low),
            )
        ]
    return [
        words(
            "Between {low} and {high} people, seen and unseen, fit these lists under these "
            "assumptions.",
            low=count(low),
            high=count(high),
        )
    ]


def _seen(told: HiddenPopulation) -> Words:
    return words(
        "{seen} are on at least one of {lists} lists.",
        seen=_seen_people(told),
        lists=len(told.lists),
    )


def _shared(told: HiddenPopulation) -> list[Words]:
    """How many the answer rests on; nothing where a count of them is withheld."""
    several = [one.people for one in told.overlaps if len(one.lists) > 1]
    known = [one.value for one in several if one is not None]
    if not known or len(known) < len(several):
        return []
    return [
        words(
            "Of them, {shared} on two lists or more: whatever is said of the unseen rests on "
            "these alone.",
            shared=_are(sum(known)),
        )
    ]


def _are(number: float) -> Words:
    return words("1 is") if round(number) == 1 else words("{number} are", number=count(number))


def _by_method(told: HiddenPopulation) -> tuple[float, float] | None:
    found = [one.total.value for one in told.estimates if one.total is not None]
    return (min(found), max(found)) if len(found) > 1 and max(found) > min(found) else None


def _bare(told: HiddenPopulation) -> list[Words]:
    """The number alone, as a least, as a share."""
    if told.total is None or told.verdict is HiddenVerdict.NONE:
        return [
            words(
                "“There are so many victims.” No number of the unseen is warranted here, a "
                "careful one neither."
            )
        ]
    ends = _ends(told)
    said = [
        words(
            "“There are {number} victims.” The number is one answer of one method; without its "
            "interval and its assumptions it says more than anybody knows.",
            number=count(told.total.value),
        )
    ]
    if ends is not None and ends[0] > _certain(told):
        said.append(
            words(
                "“At least {low} victims.” Only the {seen} people seen are certain; the lower end "
                "of the interval holds under assumptions.",
                low=count(ends[0]),
                seen=count(_certain(told)),
            )
        )
    if told.hidden is not None and told.total.value:
        said.append(
            words(
                "“{share} of victims go unseen.” The share is as unsure as the number, and what "
                "counts as a victim differs from list to list.",
                share=percent(told.hidden.value / told.total.value, 0),
            )
        )
    return said


_NO_INTERVAL = words(
    "No interval was made: how far the number may be off, nobody can say from these lists yet."
)
_COMPARED = words(
    "“The number has risen”, or “fallen.” Two estimates differ by chance, by lists and by method; "
    "a change needs a test of both together."
)
_PLACES = words(
    "“They are in this town”, or “they are women.” The estimate is of all together: of a part it "
    "says nothing until the part is estimated by itself."
)
_PARTNERS = words(
    "“This partner misses the most.” How long a list is tells whom a partner is there for, not how "
    "well it looks."
)
_MADE_UP = words("Anything of it as a fact: nobody in these data exists.")
