"""What a post may not say or show, and whose agreement it needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from beforehand.campaign.channels import AT_RISK, audiences
from beforehand.campaign.links import messages_of
from beforehand.campaign.reading import too_hard
from beforehand.campaign.wordings import found_in
from beforehand.records.channels import (
    Finding,
    Grade,
    Medium,
    MessageSignOff,
    SignsFor,
    Wording,
)
from beforehand.records.codec import digest
from beforehand.records.plan import Message, Plan
from beforehand.vocabulary import RecruitmentPlatform
from beforehand.words import Words, words

ROLE_WORDS = {
    SignsFor.LOCAL_PARTNER: words("a local partner"),
    SignsFor.LIVED_EXPERIENCE: words("an adviser with lived experience"),
}
_MESSENGERS = {
    RecruitmentPlatform.WHATSAPP.value,
    RecruitmentPlatform.VIBER.value,
    RecruitmentPlatform.TELEGRAM.value,
    RecruitmentPlatform.FACEBOOK_MESSENGER.value,
}


def worded(plan: Plan, wordings: Iterable[Wording], language: str) -> Iterator[Finding]:
    """Words that no post may hold, each with the reason and a better wording."""
    listed = tuple(wordings)
    for message in messages_of(plan):
        for one, said in found_in(message, listed):
            yield Finding(
                grade=Grade.REFUSED,
                topic=one.topic,
                what=words(
                    "{version} ({language}) says “{said}”. {reason}",
                    version=message.version,
                    language=message.language,
                    said=said,
                    reason=one.reason_sq if language == "sq" else one.reason,
                ),
                instead=words("Better: “{better}”", better=one.better),
            )


def read_with_ease(plan: Plan) -> Iterator[Finding]:
    """Posts that are hard to read."""
    for message in messages_of(plan):
        value = too_hard(message)
        if value is None:
            continue
        english = message.language == "en"
        says = (
            words(
                "{version} (en) asks for the reading age of {age} years.",
                version=message.version,
                age=round(value),
            )
            if english
            else words(
                "{version} ({language}) has long sentences or words: {measure} on a measure "
                "of length that nobody has set against readers.",
                version=message.version,
                language=message.language,
                measure=round(value),
            )
        )
        yield Finding(
            grade=Grade.ADVICE,
            topic="reading",
            what=says,
            instead=words("Use shorter sentences and everyday words."),
        )


def grounded(plan: Plan) -> Iterator[Finding]:
    """Themes without evidence behind them."""
    bare = sorted({one.version for one in messages_of(plan) if not one.evidence.strip()})
    if bare:
        yield Finding(
            grade=Grade.ADVICE,
            topic="evidence",
            what=words(
                "Nothing is recorded of why these themes matter here: {versions}.",
                versions=", ".join(bare),
            ),
            instead=words("Write down which figure of the route's profile stands behind each."),
        )


def addressed(plan: Plan) -> Iterator[Finding]:
    """Families and peers, and phones that are shared."""
    others = [one for one in audiences(plan) if one != AT_RISK]
    if not others:
        yield Finding(
            grade=Grade.ADVICE,
            topic="audience",
            what=words(
                "No version speaks to families or friends, whom people ask before they leave."
            ),
            instead=words("Add a version for them: an audience of its own."),
        )
    if others or _MESSENGERS & set(plan.audience.platforms):
        yield Finding(
            grade=Grade.ADVICE,
            topic="shared phone",
            what=words(
                "Whoever recruits is often a relative or a friend, and may see the same phone: "
                "posts to families and messages may be seen by them."
            ),
            instead=words(
                "Name nobody, keep the first line neutral, and write to no person's number "
                "without asking when and how it is safe."
            ),
        )


def illustrated(plan: Plan, library: Iterable[Medium]) -> Iterator[Finding]:
    """Pictures and videos without rights, consent or subtitles."""
    by_name = {f"{one.id}@{one.version}": one for one in library}
    for message in messages_of(plan):
        for name in message.media:
            medium = by_name.get(name)
            faults = (
                [(words("It is not in the library."), words("Add it there first."))]
                if medium is None
                else faults_of(medium, message.language, plan.window.end)
            )
            for what, instead in faults:
                yield Finding(
                    grade=Grade.REFUSED,
                    topic="picture or video",
                    what=words(
                        "{version} ({language}) shows {name}: {fault}",
                        version=message.version,
                        language=message.language,
                        name=name,
                        fault=what,
                    ),
                    instead=instead,
                )


def faults_of(medium: Medium, language: str, last_day: date) -> list[tuple[Words, Words]]:
    """Why a picture or video may not be shown until ``last_day``, and how to mend it."""
    shows_people = medium.people != "nobody"
    said = (
        (
            medium.people == "victim",
            words("It shows somebody as a victim."),
            words("Show a workplace, a phone or papers, or an actor who is not suffering."),
        ),
        (
            not medium.rights.strip(),
            words("Nobody has said whose it is."),
            words("Record whose it is and under which licence."),
        ),
        (
            medium.rights_until is not None and medium.rights_until < last_day,
            words("The right to use it ends before the campaign does."),
            words("Have it prolonged, or choose another."),
        ),
        (
            shows_people and not medium.consent.strip(),
            words("The people in it have not agreed, or it is not recorded where."),
            words("Ask them in writing, or choose one without people."),
        ),
        (
            shows_people and medium.consent_until is not None and medium.consent_until < last_day,
            words("The consent of the people in it ends before the campaign does."),
            words("Ask them again, or choose another."),
        ),
        (
            medium.kind == "video" and language not in medium.subtitles,
            words("It has no subtitles in this language."),
            words("Add them: most watch without sound, and some cannot hear it."),
        ),
    )
    return [(what, instead) for wrong, what, instead in said if wrong]


def signed(plan: Plan, sign_offs: Iterable[MessageSignOff]) -> Iterator[Finding]:
    """Messages that nobody agreed to as they stand, by whose agreement they lack."""
    given = tuple(sign_offs)
    lacking: dict[SignsFor, list[str]] = {}
    for message in messages_of(plan):
        for role in missing_roles(message, given):
            lacking.setdefault(role, []).append(f"{message.version} ({message.language})")
    for role, versions in lacking.items():
        yield Finding(
            grade=Grade.NEEDED,
            topic="sign-off",
            what=words(
                "Not signed off by {role}: {versions}.",
                role=ROLE_WORDS[role],
                versions=", ".join(versions),
            ),
            instead=words("Show them the words, and record it with: campaign sign-off."),
        )


def missing_roles(message: Message, sign_offs: Iterable[MessageSignOff]) -> tuple[SignsFor, ...]:
    """The roles whose agreement to this very text is missing; one person signs for one role."""
    text = digest(message)
    people: dict[SignsFor, set[str]] = {role: set() for role in SignsFor}
    for one in sign_offs:
        if one.text == text:
            people[one.role].add(one.person.casefold().strip())
    partner, lived = (people[role] for role in SignsFor)
    if partner and lived and len(partner | lived) < 2:
        lived = set()
    there = {SignsFor.LOCAL_PARTNER: partner, SignsFor.LIVED_EXPERIENCE: lived}
    return tuple(role for role, names in there.items() if not names)
