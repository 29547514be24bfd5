"""Names by the rule of capitals: whatever is written large in mid-sentence and is not known.

Names are not looked up in a list of people (the lists there are come from leaks): a name that
nobody has heard of is found as well as a common one. A short list of common given names, written
for this project, only tells what to call a finding, and finds names that begin a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from beforehand.share.partner.countries import folded
from beforehand.share.partner.gate.gazetteer import (
    is_given,
    known,
    sections,
    small_places,
)
from beforehand.share.partner.gate.kinds import Kind, Span
from beforehand.words import words

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`´.‑-](?=[^\W\d_]{2})[^\W\d_]+)*")
_CAPITAL = re.compile(r"[^\W\d_]")
_ENDS = frozenset(".!?…\n\r•|")
_PARTICLES = frozenset({"de", "van", "von", "der", "el", "al", "bin", "ben", "ibn", "abu", "da"})
_BETWEEN = re.compile(r"[\s,.'’-]{1,3}")
_INITIALS = re.compile(r"(?<![\w.])(?:[^\W\d_]\.[ ]?){2,3}(?![\w])")
_ARABIC = re.compile(r"[\u0600-\u06ff]{2,}")
_FEW_WORDS = 3
_UNCASED = re.compile(
    r"[\u0590-\u05ff\u0600-\u06ff\u0700-\u074f\u0900-\u0dff\u0e00-\u0e7f\u1200-\u137f"
    r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)


@dataclass(slots=True)
class _Word:
    start: int
    end: int
    text: str
    folded: str
    begins: bool  # a sentence
    known: bool = False


@lru_cache(maxsize=100_000)
def _fold(text: str) -> str:
    return folded(text)


def names(text: str, small: Collection[str] = frozenset()) -> Iterator[Span]:
    """Spans of names and unknown capitals.

    Args:
        text: A cell.
        small: Folded words seen written small elsewhere in the sheet: at the start of a
            sentence they are no names.
    """
    if _UNCASED.search(text):
        yield from _without_capitals(text)
    found = list(_words(text))
    if any(word.text[0].isupper() for word in found):
        _mark_known(found)
        yield from _runs(text, found, small)
        yield from _small_places(found)
    elif 0 < len(found) <= _FEW_WORDS and any(_is_named(word.folded) for word in found):
        yield Span(found[0].start, found[-1].end, Kind.NAME, Kind.NAME.reason)
    for initials in _INITIALS.finditer(text):
        if (
            initials.group().isupper()
            and folded(initials.group()).replace(" ", "") not in (sections()["acronym"])
        ):
            yield Span(initials.start(), initials.end(), Kind.NAME, words("looks like initials"))


def _is_named(word: str) -> bool:
    """A common given name as it stands: a cell of few words is one even when written small."""
    return word in sections()["given"] and word not in _common()


def small_words(text: str) -> set[str]:
    """Folded words of the text that are written small."""
    return {_fold(word) for word in _WORD.findall(text) if word[0].islower()}


def _words(text: str) -> Iterator[_Word]:
    last = 0
    begins = True
    for found in _WORD.finditer(text):
        gap = text[last : found.start()]
        if last:
            begins = any(sign in _ENDS for sign in gap)
        yield _Word(found.start(), found.end(), found.group(), _fold(found.group()), begins)
        last = found.end()


def _mark_known(found: list[_Word]) -> None:
    """Words that are part of a known place, country, organisation or code, longest first."""
    phrases = known()
    at = 0
    while at < len(found):
        length = 1
        for phrase in phrases.get(found[at].folded.partition(" ")[0], ()):
            if _is_here(found, at, phrase):
                length = _length(found, at, phrase)
                for word in found[at : at + length]:
                    word.known = True
                break
        at += length


def _is_here(found: list[_Word], at: int, phrase: tuple[str, ...]) -> bool:
    if len(phrase) == 1:
        return found[at].folded == phrase[0]
    return (
        " ".join(word.folded for word in found[at : at + len(phrase)]).startswith(" ".join(phrase))
        and _length(found, at, phrase) > 0
    )


def _length(found: list[_Word], at: int, phrase: tuple[str, ...]) -> int:
    """How many words the phrase covers: a hyphened one counts as one; 0 if it ends inside one."""
    left = len(phrase)
    for number, word in enumerate(found[at : at + len(phrase)], start=1):
        left -= word.folded.count(" ") + 1
        if left <= 0:
            return number if left == 0 else 0
    return 0


def _runs(text: str, found: list[_Word], small: Collection[str]) -> Iterator[Span]:
    at = 0
    while at < len(found):
        if not _is_odd(found, at, small):
            at += 1
            continue
        end = at + 1
        while end < len(found) and _goes_on(text, found, end):
            end += 1
        yield _span(found, at, end)
        at = end


def _is_odd(found: list[_Word], at: int, small: Collection[str]) -> bool:
    """Whether the word is large without a reason that we know."""
    word = found[at]
    if not word.text[0].isupper() or _UNCASED.match(word.text):
        return False
    if word.known and not (at and found[at - 1].folded in sections()["honorific"]):
        return False  # "Mr Kent" is no county
    if len(word.text) == 1:
        return False
    if not word.begins:
        return word.folded not in sections()["starter"] or _after_title(found, at)
    if at + 1 < len(found) and _is_large(found[at + 1]) and word.folded not in _common():
        return True
    if word.folded in _common():
        return False
    return is_given(word.folded) or word.folded not in small


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return sections()["starter"] | sections()["starter only"] | sections()["title"]


def _is_large(word: _Word) -> bool:
    return word.text[0].isupper() and not word.known and len(word.text) > 1


def _after_title(found: list[_Word], at: int) -> bool:
    return at > 0 and found[at - 1].folded in sections()["title"]


def _goes_on(text: str, found: list[_Word], at: int) -> bool:
    """A name of several words: large ones side by side, also a place's name as a surname."""
    word, gap = found[at], text[found[at - 1].end : found[at].start]
    if not _BETWEEN.fullmatch(gap) or ("." in gap and len(found[at - 1].text) > 1):
        return False
    if word.folded in _PARTICLES:
        return at + 1 < len(found) and found[at + 1].text[0].isupper()
    return word.text[0].isupper() and "," not in gap and word.folded not in sections()["starter"]


def _span(found: list[_Word], at: int, end: int) -> Span:
    some = found[at:end]
    unknown = [word for word in some if not word.known]
    sure = (
        len(unknown) > 1
        or any(is_given(word.folded) for word in unknown)
        or _after_title(found, at)
    )
    kind = Kind.NAME if sure else Kind.CAPITAL
    return Span(some[0].start, some[-1].end, kind, kind.reason)


def _small_places(found: list[_Word]) -> Iterator[Span]:
    places = small_places()
    for word in found:
        people = places.get(word.folded) if word.known and word.text[0].isupper() else None
        if people:
            reason = words("is a place of fewer than {people} people", people=_rounded(people))
            yield Span(word.start, word.end, Kind.SMALL_PLACE, reason)


def _rounded(people: int) -> int:
    return next(limit for limit in (500, 1_000, 2_000) if people < limit)


_CALLED = re.compile(
    r"(?:السيدة|السيد|اسمه|اسمها|يدعى|تدعى|المدعو|المدعوة|باسم|يسمى|تسمى|ابن|بنت|أخوه|أخته|صديقه)"
    r"\s+([\u0600-\u06ff]{2,}(?:\s+[\u0600-\u06ff]{2,})?)"
)
_COMPOUND = re.compile(r"(?<![\u0600-\u06ff])[ولب]?(?:عبد|أبو|أم|بن)\s+[\u0600-\u06ff]{3,}")


def _without_capitals(text: str) -> Iterator[Span]:
    """A script without capitals: words that introduce a name, common names, and a warning."""
    yield Span(0, len(text), Kind.NO_CAPITALS, Kind.NO_CAPITALS.reason)
    taken = [*(one.span(1) for one in _CALLED.finditer(text))]
    taken += [one.span() for one in _COMPOUND.finditer(text)]
    for word in _ARABIC.finditer(text):
        plain = _fold(word.group())
        if is_given(plain) or (plain[0] in "ولب" and is_given(plain[1:])):
            taken.append(word.span())
    for start, end in sorted(taken):
        yield Span(start, end, Kind.NAME, Kind.NAME.reason)
