"""Why an effect cannot be computed."""

from __future__ import annotations

from beforehand.refusals.base import Refusal


class BadPanelDate(Refusal):
    """A day in the outcomes is not a calendar date."""

    template = "{file}, line {line}: {value} is not a date. Write it as 2026-03-31."


class DuplicateOutcome(Refusal):
    """Two rows speak of the same place and day."""

    template = "{file}, line {line}: {place} already has a number for {day}. Keep one of the two."


class MissingOutcome(Refusal):
    """A place has no number for a day on which others have one."""

    template = (
        "{file} has no number for {place} on {day} ({missing} such gaps in all). "
        "Give every place a number every day, 0 where nothing was counted."
    )


class NegativeOutcome(Refusal):
    """A count below zero."""

    template = "{file}, line {line}: {value} for {place} is below zero. Outcomes are counts."


class WindowNotInOutcomes(Refusal):
    """The campaign's days are not among the outcome's days."""

    template = (
        "The outcomes run from {first} to {last} and the campaign from {start} to {end}. "
        "Give outcomes for all days of the campaign and for days before it."
    )


class UnknownMethod(Refusal):
    """The method and the design or inference named do not go together."""

    template = "{method} cannot be used here: {reason}. {mend}"


class BadDesignFile(Refusal):
    """The file does not hold a plan, lots, or a list of assignments."""

    template = (
        "{file} is not a design: {reason}. Give a saved plan or its lots as JSON, or a CSV with "
        "one line of treated places for each assignment that the design allowed."
    )


class WindowNotOver(Refusal):
    """Nobody looks at the effect before the campaign has ended."""

    template = (
        "The campaign runs to {end}. Its effect is not shown before then, since looking early "
        "finds effects that are not there. Ask again after that day."
    )


class NobodyHeldOut(Refusal):
    """Every place of the plan gets the campaign, so none is left to be served after it."""

    template = "Plan {plan} holds no place out: there is nothing to record here."


class NothingCounted(Refusal):
    """A ratio to nothing, or of nothing, is no effect."""

    template = (
        "In the {arm} places nothing was counted in {days} days, before and during the campaign "
        "together, so no ratio can be stated. Check the outcomes, or compare more places."
    )


class NotAnOutcome(Refusal):
    """What is named is no outcome of a campaign of ours: it is delivery, or people leaving."""

    template = (
        "“{outcome}” is not taken as an outcome: {reason}. Compare something that is counted alike "
        "in warned and held-out places, such as contacts with helplines and partners."
    )


class NotAPublishedReport(Refusal):
    """A folder that is not, or no longer, what was published."""

    template = (
        "{folder} is not a published report as it left: {reason}. Ask whoever published it for "
        "the folder again, or give the first characters of a plan's id."
    )


class BadSurveyRow(Refusal):
    """A row of a survey's tallies cannot be right."""

    template = (
        "{file}, line {line}: {reason}. Each row counts the answers to one item in one place, "
        "wave, age band and gender."
    )


class TooFewAnswers(Refusal):
    """A cell of the survey holds so few answers that no share can be trusted or shown."""

    template = (
        "In the {arm} places {answers} people of {age}, {gender}, answered an item in the wave "
        "“{wave}”; {needed} are needed. Ask more people, or put age bands or places together."
    )


class OtherWording(Refusal):
    """Answers to another wording of the survey than the plan was sealed with."""

    template = (
        "The plan was sealed with the survey's wording {sealed}, and {file} holds answers to "
        "{given}. Answers to two wordings are never put together: give those to {sealed} alone."
    )


class SurveyOpen(Refusal):
    """Nobody looks at what the survey shows while somebody may still answer."""

    template = (
        "The survey takes answers to {closes}. What it shows is not told before then, since "
        "looking early finds effects that are not there. Ask again after that day."
    )


class NothingDrawn(Refusal):
    """The plan draws between no versions, so none can be compared."""

    template = (
        "Plan {plan} lets our own page draw between no versions. Seal one that does with "
        "campaign plan --draw, before its campaign starts."
    )


class NothingShown(Refusal):
    """A plan draws between versions, and its page has shown none."""

    template = (
        "Our own page has shown no version of {campaign} by the days of this look. Write the words "
        "of each version into the page and publish it again; then the draw begins."
    )


class LookNotYet(Refusal):
    """Nobody looks between the looks that the plan has."""

    template = (
        "The plan has {looks} looks, each after its day: {days}. Looking at other times finds "
        "differences that are not there. Ask again after {next}."
    )


class NoSuchLook(Refusal):
    """A look that the plan does not have, now or later."""

    template = "The plan has {looks} looks and no look {look}. Give one of 1 to {looks}."


class PlatformTest(Refusal):
    """A platform's own comparison of versions, which is not one of people alike."""

    template = (
        "{file} looks like a platform's report (column “{column}”). A platform shows each version "
        "to those whom it expects to like it, so its versions meet different people and cannot be "
        "compared. Draw versions at random on our own page, or by place, and give those counts."
    )


class NoVersionsToCompare(Refusal):
    """Fewer than two versions were counted, or they were not drawn as was said."""

    template = "{file} cannot tell which version works: {reason}. {mend}"
