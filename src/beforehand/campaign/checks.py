"""What is missing in a plan, or will be refused elsewhere: one sentence each."""

from __future__ import annotations

from collections.abc import Iterator

from beforehand.campaign import rules
from beforehand.campaign.links import served
from beforehand.campaign.lots import smallest_p
from beforehand.campaign.request import PEOPLE_ON_ROUTE
from beforehand.records.plan import Plan
from beforehand.vocabulary import RecruitmentPlatform
from beforehand.words import Words, words

VERSIONS_NEEDED = 2
_OF_META = {RecruitmentPlatform.FACEBOOK.value, RecruitmentPlatform.INSTAGRAM.value}


def check(plan: Plan) -> tuple[Words, ...]:
    """Every reason to think again before launch, the gravest first; empty if there is none.

    Nothing is refused here: the people who launch decide. Rules of platforms are named with
    their source and date, and may have changed since.
    """
    said = (_sponsor, _languages, _design, _need, _ages, _platforms, _lengths, _social_issues)
    return tuple(sentence for looked_at in said for sentence in looked_at(plan))


def _sponsor(plan: Plan) -> Iterator[Words]:
    if not plan.sponsor.name.strip():
        yield words("No sponsor is named. Every post and page must name one.")
    if not plan.sponsor.charity_number.strip():
        yield words("The sponsor's charity number is missing.")
    if not plan.sponsor.local_partner.strip():
        yield words("No local partner is named: a sign-off of one is needed to publish.")


def _languages(plan: Plan) -> Iterator[Words]:
    versions = {one.version for one in plan.messages}
    for language in plan.audience.languages:
        there = {one.version for one in plan.messages if one.language == language}
        missing = sorted(versions - there)
        if missing:
            yield words(
                "These messages are missing in language {language}: {versions}.",
                language=language,
                versions=", ".join(missing),
            )
        if len(there) < VERSIONS_NEEDED:
            yield words(
                "Language {language} has {count} message versions; two or more are needed to "
                "learn which works.",
                language=language,
                count=len(there),
            )


def _design(plan: Plan) -> Iterator[Words]:
    lowest = smallest_p(plan.lots)
    if lowest > plan.power.level:
        yield words(
            "With {treated} of {candidates} places treated the p-value can never fall below "
            "{lowest}: no effect, however large, could be shown. Let more places take part.",
            treated=plan.lots.treated,
            candidates=len(plan.lots.candidates),
            lowest=round(lowest, 3),
        )
    if not plan.power.simulations:
        yield words(
            "What this design can show is not known: the outcome before launch is missing, or "
            "shorter than two campaign windows."
        )
    elif plan.power.minimum_detectable_ratio is None:
        yield words(
            "Even a change by a factor of {ratio} would be missed more often than one time in "
            "five. Let more places take part, or run longer.",
            ratio=plan.power.largest_tried,
        )


def _need(plan: Plan) -> Iterator[Words]:
    parts = [part for one in plan.places for part in one.parts]
    if all(part.raw is None for part in parts if part.name == PEOPLE_ON_ROUTE):
        yield words(
            "No area of origin is recorded for this route, so the places are ranked without "
            "knowing how many people come from each."
        )


def _ages(plan: Plan) -> Iterator[Words]:
    lowest, highest = rules.AGES
    audience = plan.audience
    if audience.age_from < rules.ADULT:
        yield words(
            "The audience includes people under 18. For them the platforms take only age and "
            "place, so no gender can be chosen: plan them as a campaign of their own."
        )
    if audience.age_from < lowest or audience.age_to > highest:
        yield words(
            "The platforms take ages from {lowest} to {highest} only.",
            lowest=lowest,
            highest=highest,
        )


def _platforms(plan: Plan) -> Iterator[Words]:
    if not _OF_META & set(plan.audience.platforms):
        yield words(
            "The Meta file is of no use: neither Facebook nor Instagram is among the platforms. "
            "Use the plain file."
        )


def _lengths(plan: Plan) -> Iterator[Words]:
    for rule in rules.LENGTHS:
        if rule.platform not in plan.audience.platforms:
            continue
        for message in plan.messages:
            letters = len(message.headline if rule.field == "headline" else message.body)
            if letters > rule.letters:
                yield words(
                    "The {field} of {version} ({language}) has {letters} letters; {platform} "
                    "shows {most} ({source}, read on {read_on}).",
                    field=words("headline") if rule.field == "headline" else words("text"),
                    version=message.version,
                    language=message.language,
                    letters=letters,
                    platform=rule.platform,
                    most=rule.letters,
                    source=rule.source,
                    read_on=rule.read_on.isoformat(),
                )


def _social_issues(plan: Plan) -> Iterator[Words]:
    countries = {one.place.country for one in served(plan)}
    for country in sorted(countries & rules.NO_SOCIAL_ISSUES):
        yield words(
            "Meta takes no ads on social issues in {country} since {date} ({source}). "
            "Choose another channel there.",
            country=country,
            date=rules.SOCIAL_ISSUES_ENDED,
            source=rules.SOCIAL_ISSUES_SOURCE,
        )
    if countries - rules.NO_SOCIAL_ISSUES and _OF_META & set(plan.audience.platforms):
        yield words(
            "Meta may count these posts as ads on social issues: they then need an authorised "
            "account and a “paid for by” line ({source}).",
            source=rules.SOCIAL_ISSUES_SOURCE,
        )
