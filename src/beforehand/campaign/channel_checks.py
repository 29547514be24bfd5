"""Which channel rules a plan meets, and what to do instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from beforehand.campaign import rules as rulebook
from beforehand.campaign.channels import GOOGLE, META, TIKTOK, audience_of, audiences, paid
from beforehand.campaign.links import messages_of, served
from beforehand.campaign.reading import sentences_of
from beforehand.records.channels import ChannelRule, Finding, Grade
from beforehand.records.plan import Arm, Message, Plan
from beforehand.words import Parameter, Words, words

_SIZES = ("municipality", "county", "region")  # smallest first
GOOGLE_TEXTS = 3  # descriptions that the text is shared out over; the last names the sponsor


def ruled(
    plan: Plan, rules: Iterable[ChannelRule], language: str, today: date | None
) -> Iterator[Finding]:
    """What the rules of the platforms that the plan pays say of it.

    Args:
        plan: Its served places say which country's rules hold.
        rules: All rules.
        language: Of the reader, since the rules bring their own words.
        today: Rules checked long before it are named; None = not looked at.
    """
    for rule in of_plan(plan, rules):
        for detail in _CASES[rule.topic](plan, rule):
            yield Finding(
                grade=rule.grade,
                topic=rule.topic,
                what=_said(rule, language, detail),
                instead=_instead(rule, language),
            )
        age = 0 if today is None else rulebook.months_since(rule.checked_on, today)
        if age >= rulebook.STALE_MONTHS:
            yield _stale(rule, age)


def of_plan(plan: Plan, rules: Iterable[ChannelRule]) -> tuple[ChannelRule, ...]:
    """The rules of the plan's paid platforms that hold where it posts."""
    named = {*paid(plan), *plan.audience.platforms}
    countries = sorted({one.place.country for one in served(plan)})
    listed = tuple(rules)
    found = (rule for country in countries for rule in rulebook.holding(listed, country))
    return tuple(dict.fromkeys(rule for rule in found if rule.platform in named))


def refused_platforms(plan: Plan, rules: Iterable[ChannelRule]) -> frozenset[str]:
    """The paid platforms that take no such posts at all where the plan posts."""
    return frozenset(
        rule.platform
        for rule in of_plan(plan, rules)
        if rule.topic == "social issue" and rule.grade is Grade.REFUSED
    )


def _said(rule: ChannelRule, language: str, detail: Words | None) -> Words:
    told: dict[str, Parameter] = {
        "says": rule.says_sq if language == "sq" else rule.says,
        "source": rule.source,
        "day": rule.checked_on.isoformat(),
        "detail": detail,
    }
    if rule.known == "read":
        if detail is None:
            return words("{says} ({source}; checked on {day})", **told)
        return words("{detail} {says} ({source}; checked on {day})", **told)
    if detail is None:
        return words("{says} (from memory, to be checked: {source})", **told)
    return words("{detail} {says} (from memory, to be checked: {source})", **told)


def _instead(rule: ChannelRule, language: str) -> Words | None:
    said = rule.instead_sq if language == "sq" else rule.instead
    return words("Instead: {instead}", instead=said) if said else None


def _stale(rule: ChannelRule, months: int) -> Finding:
    return Finding(
        grade=Grade.ADVICE,
        topic="stale rule",
        what=words(
            "The rule of {platform} on “{topic}” was last checked {months} months ago, on {day}.",
            platform=rule.platform,
            topic=rule.topic,
            months=months,
            day=rule.checked_on.isoformat(),
        ),
        instead=words("Read {source} again and write the day into the table.", source=rule.source),
    )


Case = Iterator[Words | None]


def _always(plan: Plan, rule: ChannelRule) -> Case:
    del plan, rule
    yield None


def _never(plan: Plan, rule: ChannelRule) -> Case:
    del plan, rule
    yield from ()


def _under_18(plan: Plan, rule: ChannelRule) -> Case:
    del rule
    if plan.audience.age_from < rulebook.ADULT:
        yield words("The audience includes people under 18.")


def _ages(plan: Plan, rule: ChannelRule) -> Case:
    lowest, highest = rulebook.ages([rule], rule.platform)
    for one in audiences(plan):
        audience = audience_of(plan, one)
        if audience.age_from < lowest or audience.age_to > highest:
            yield words(
                "The audience is {age_from} to {age_to} years old.",
                age_from=audience.age_from,
                age_to=audience.age_to,
            )


def _employment(plan: Plan, rule: ChannelRule) -> Case:
    themes = {one.strip().casefold() for one in rule.value.split(",")}
    hit = sorted({m.version for m in messages_of(plan) if m.theme.casefold() in themes})
    if hit:
        yield words("These versions have such a theme: {versions}.", versions=", ".join(hit))


def _headlines(plan: Plan, rule: ChannelRule) -> Case:
    for message in messages_of(plan):
        if len(message.headline) > int(rule.value):
            yield _too_long(words("headline"), message, len(message.headline))


def _texts(plan: Plan, rule: ChannelRule) -> Case:
    for message in messages_of(plan):
        if rule.platform == GOOGLE:
            fits = descriptions(message.body, int(rule.value)) is not None
        else:
            fits = len(message.body) <= int(rule.value)
        if not fits:
            yield _too_long(words("text"), message, len(message.body))


def _too_long(field: Words, message: Message, letters: int) -> Words:
    return words(
        "The {field} of {version} ({language}) has {letters} letters.",
        field=field,
        version=message.version,
        language=message.language,
        letters=letters,
    )


def _smallest_place(plan: Plan, rule: ChannelRule) -> Case:
    kind = plan.places[0].place.kind
    held_out = any(one.arm is Arm.HELD_OUT or (one.wave or 0) > 1 for one in plan.places)
    small = kind in _SIZES and rule.value in _SIZES
    if held_out and small and _SIZES.index(kind) < _SIZES.index(rule.value):
        yield None


_CASES: dict[str, Callable[[Plan, ChannelRule], Case]] = {
    "social issue": _always,
    "ages": _ages,
    "under 18": _under_18,
    "employment": _employment,
    "headline letters": _headlines,
    "text letters": _texts,
    "declaration": _always,
    "smallest place": _smallest_place,
    "smallest radius km": _never,  # the files give points, to which it does not apply
    "gender": _never,
}


def descriptions(text: str, letters: int) -> list[str] | None:
    """The text over as many descriptions as Google shows, by whole sentences; None if too long."""
    lines: list[str] = []
    for sentence in sentences_of(text):
        if len(sentence) > letters:
            return None
        if lines and len(lines[-1]) + 1 + len(sentence) <= letters:
            lines[-1] = f"{lines[-1]} {sentence}"
        else:
            lines.append(sentence)
    return lines if 0 < len(lines) <= GOOGLE_TEXTS else None


def unpaid(plan: Plan) -> Iterator[Finding]:
    """Platforms in the plan that no file is made for."""
    if not paid(plan):
        yield Finding(
            grade=Grade.ADVICE,
            topic="no paid platform",
            what=words(
                "None of {platforms} is among the platforms of the plan: their files have no "
                "budget.",
                platforms=", ".join((META, GOOGLE, TIKTOK)),
            ),
            instead=words("Use the plain file, the calendar, messages and posters."),
        )
