"""How hard a post is to read: a standard formula in English, a plain measure in Albanian."""

from __future__ import annotations

import re

from beforehand.records.plan import Message

EASY_ENOUGH_AGE = 13  # years: the reading age that a post in English should not exceed
EASY_ENOUGH_LIX = 45.0  # Albanian; a choice, not calibrated
_LONG = 6  # a longer word counts as long
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def reading_age(text: str) -> float:
    """Years of age at which English text is read with ease: Flesch-Kincaid grade plus five.

    Syllables are counted by groups of vowels, which errs in some words; in a post of twenty words
    the age is good to two years or so.

    Args:
        text: English, at least one word; without any the age is 5.

    Source:
        Kincaid, Fishburne, Rogers and Chissom (1975), Naval Technical Training Command, Research
        Branch Report 8-75.
    """
    words, sentences = _counted(text)
    if not words:
        return 5.0
    syllables = sum(_syllables(word) for word in words)
    grade = 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59
    return max(5.0, grade + 5)


def length_measure(text: str) -> float:
    """Words a sentence plus per cent of words longer than six letters (LIX).

    Nobody has set it against readers of Albanian, whose words are longer than English ones: it
    compares two drafts, and says nothing about a reader's age.

    Source:
        Björnsson (1968), Läsbarhet. Liber, Stockholm.
    """
    words, sentences = _counted(text)
    if not words:
        return 0.0
    return len(words) / sentences + 100 * sum(len(word) > _LONG for word in words) / len(words)


def too_hard(message: Message) -> float | None:
    """The reading age (English) or length measure (Albanian) where it is too high, else None."""
    text = f"{_ended(message.headline)} {message.body}"
    value, most = (
        (reading_age(text), float(EASY_ENOUGH_AGE))
        if message.language == "en"
        else (length_measure(text), EASY_ENOUGH_LIX)
    )
    return value if value > most else None


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, their signs kept."""
    return [one.strip() for one in _SENTENCE.findall(text) if _WORD.search(one)]


def _ended(headline: str) -> str:
    return headline if headline.rstrip().endswith((".", "!", "?", "…")) else f"{headline}."


def _counted(text: str) -> tuple[list[str], int]:
    return _WORD.findall(text), max(1, len(sentences_of(text)))


def _syllables(word: str) -> int:
    """Groups of vowels, a silent e at the end aside; at least one."""
    bare = word.casefold()
    groups = len(re.findall(r"[aeiouy]+", bare))
    silent = bare.endswith("e") and not bare.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)
