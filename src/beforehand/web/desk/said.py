"""Speaks the core's words in the reader's language."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest
from django.utils.translation import get_language

from beforehand.records.people import Asker
from beforehand.refusals import Refusal
from beforehand.web.accounts.models import User
from beforehand.web.desk.clock import today
from beforehand.words import LANGUAGES, Words, speak


def language() -> str:
    """The reader's language, one of those that the core speaks."""
    chosen = (get_language() or "en").split("-")[0]
    return chosen if chosen in LANGUAGES else "en"


def say(words: Words | str) -> str:
    """The sentence in the reader's language."""
    return speak(words, language())


def refused(refusal: Refusal) -> str:
    """Why the programme said no, in the reader's language."""
    return say(refusal.words)


def staff(request: HttpRequest) -> User:
    """The signed-in member of staff."""
    if not isinstance(request.user, User):
        raise TypeError("the second-factor middleware lets nobody else through")
    return request.user


def asker(request: HttpRequest) -> Asker:
    """The signed-in member of staff as the pool knows them, asking today."""
    return replace(staff(request).asker, on=today())
