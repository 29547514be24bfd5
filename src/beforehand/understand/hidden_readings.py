"""What each picture of an estimate of the unseen says, in one plain sentence over it."""

from __future__ import annotations

import math

from beforehand.charts import count, decimal, people
from beforehand.records.figure import Figure
from beforehand.records.hidden import HiddenPopulation, HiddenSensitivity
from beforehand.words import Words, words

TWICE = 2.0  # estimates of a known list further off than this are called far off


#: How the plot of overlaps is read.
SAYS_OVERLAPS = words(
    "Each column is a group of people, each row a list; dots say which lists the group is on. "
    "Only groups on two lists or more, in colour, tell of people whom nobody saw."
)


def says_methods(told: HiddenPopulation) -> Words:
    """How far methods that use the same lists differ."""
    found = [one.total.value for one in told.estimates if one.total is not None]
    refused = len(told.estimates) - len(found)
    if not found:
        return words("None of {n} methods has an answer.", n=len(told.estimates))
    said = words("One method has an answer.")
    if len(found) > 1:
        said = words(
            "The same lists give {low} to {high} people, {times} times as many, by which method "
            "is asked.",
            low=count(min(found)),
            high=count(max(found)),
            times=decimal(max(found) / min(found)),
        )
    if not refused:
        return said
    return words("{said} Without an answer: {n}, with the reason.", said=said, n=refused)


def says_changed(told: HiddenPopulation) -> Words:
    """Which list, left out or merged with another, moves the answer most."""
    variants = [*told.left_out, *told.merged]
    known = [one for one in variants if one.total is not None and one.total.value > 0]
    gone = len(variants) - len(known)
    if told.total is None or not known:
        return words("No answer is left once a list is left out or two are merged.")
    whole = told.total.value
    most = max(known, key=lambda one: abs(math.log(_value(one.total) / whole)))
    said = words(
        "What moves the answer most: {label}, to {value}.",
        label=most.label,
        value=people(_value(most.total)),
    )
    if not gone:
        return said
    return words("{said} Without an answer: {n}.", said=said, n=gone)


def says_trajectory(told: HiddenPopulation) -> Words:
    """Whether the answer settles as lists are added."""
    found = [one.total.value for one in told.trajectory if one.total is not None]
    if len(found) < 2:
        return words("Too few steps have an answer to see whether it settles.")
    before, last = found[-2:]
    change = max(before, last) / min(before, last)
    if change <= 1.25:
        return words("With the last list the answer hardly moves: it seems to have settled.")
    return words(
        "The last list still moves the answer, {times} times: with another list it may move again.",
        times=decimal(change),
    )


def says_consistency(told: HiddenPopulation) -> Words:
    """How well lists of known size are estimated from the others."""
    found = [(one.truth.value, one.estimate) for one in told.consistency]
    known = [(truth, estimate.value) for truth, estimate in found if estimate is not None]
    near = [one for one in known if max(one) <= TWICE * max(min(one), 1e-9)]
    if not known:
        return words("None of {n} lists could be estimated from the others.", n=len(found))
    said = words(
        "The size of each list is known. Estimated from the other lists as if it were not, {near} "
        "of {n} come out between half and twice of it.",
        near=len(near),
        n=len(found),
    )
    if len(known) == len(found):
        return said
    return words("{said} Without an answer: {gone}.", said=said, gone=len(found) - len(known))


def says_sensitivity(told: HiddenPopulation) -> Words:
    """How strong a dependence that no list shows would have to be to leave the interval."""
    ends = told.total.interval if told.total else None
    tried = [one for one in told.sensitivity if one.total is not None]
    if ends is None or not tried:
        return words("Without an interval there is nothing that it could leave.")
    leaves = [one for one in tried if _outside(_value(one.total), ends.low, ends.high)]
    if leaves:
        first = min(leaves, key=_strength)
        return words(
            "If a dependence that no table can show made the unseen {ratio} times as many as the "
            "method says, the answer would leave its interval: {value}.",
            ratio=decimal(first.times),
            value=people(_value(first.total)),
        )
    most = max(tried, key=_strength)
    return words(
        "Even if a dependence that no table can show made the unseen {ratio} times as many as the "
        "method says, the answer would stay inside its interval.",
        ratio=decimal(most.times),
    )


def _strength(one: HiddenSensitivity) -> float:
    return abs(math.log(one.times))


def _outside(value: float, low: float | None, high: float | None) -> bool:
    return (low is not None and value < low) or (high is not None and value > high)


def _value(figure: Figure | None) -> float:
    return figure.value if figure else 0.0
