"""Posts as they would stand on a phone, each with what is to be mended in it."""

from __future__ import annotations

from dataclasses import dataclass

from beforehand import campaign
from beforehand.records.channels import Finding
from beforehand.records.plan import Message, Plan
from beforehand.web.desk.presenters.running import Note, notes

LANGUAGES = {"sq": "Shqip", "en": "English"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One version of a post, as it would stand on a phone."""

    version: str
    language: str
    theme: str
    headline: str
    body: str
    call_to_action: str
    status: str
    checks: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Posts:
    """Every version in one language."""

    language: str
    name: str
    posts: tuple[Post, ...]


def posts(plan: Plan, against: tuple[Finding, ...]) -> tuple[Posts, ...]:
    """The messages of a plan by language; ``against`` is what was found in the whole plan."""
    found = [_post(one, against) for one in campaign.messages_of(plan)]
    languages = dict.fromkeys(one.language for one in found)
    return tuple(
        Posts(
            language=language,
            name=LANGUAGES.get(language, language),
            posts=tuple(one for one in found if one.language == language),
        )
        for language in languages
    )


def _post(message: Message, against: tuple[Finding, ...]) -> Post:
    return Post(
        version=message.version,
        language=message.language,
        theme=message.theme,
        headline=message.headline,
        body=message.body,
        call_to_action=message.call_to_action,
        status=campaign.draft_status().get(message.language, ""),
        checks=notes(one for one in against if _is_about(one, message)),
    )


def _is_about(finding: Finding, message: Message) -> bool:
    said = finding.what.params
    return said.get("version") == message.version and said.get("language") in {
        None,
        message.language,
    }
