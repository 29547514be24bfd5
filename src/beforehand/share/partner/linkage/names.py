"""One person's name as its parts: whatever order, alphabet, accents and titles it came in."""

from __future__ import annotations

from functools import lru_cache

from beforehand.share.partner.linkage.letters import latin_words
from beforehand.share.partner.linkage.nicknames import full_name
from beforehand.share.partner.linkage.sounds import sound


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words beside a name that are no part of it.
_TITLES = _words("mr mrs ms miss dr prof sir z zj znj zoti zonja zonjusha hon jr sr ii iii")
#: Small words inside surnames that come and go.
_PARTICLES = _words(
    "de da do dos das di del della du la le el al ul bin ibn ben bint abu van von der den ten ter"
    " zu e i y san santa st saint mac mc"
)
#: What clerks write for nothing.
_NOTHING = _words(
    "unknown unk na nk none nil null anonymous anon panjohur panjohura pa i e papercaktuar emer"
    " mbiemer name surname test tbc"
)


#: Parts of a name, given or family, that a key may hold.
PARTS = ("same", "sound", "head", "tail", "initial")


@lru_cache(maxsize=100_000)
def _kept(text: str) -> tuple[str, ...]:
    found = [word for word in latin_words(text) if word not in _TITLES]
    if all(word in _NOTHING for word in found):
        return ()
    return tuple(found)


def name_parts(given: str = "", family: str = "", full: str = "") -> tuple[str, ...]:
    """The parts of a name: ``PARTS`` of given name and surname, and the last surname's sound.

    Args:
        given: Given name or names.
        family: Surname or surnames.
        full: The whole name in one column; a comma means that the surname comes first.
    """
    firsts, lasts = _kept(given), _kept(family)
    if not firsts and not lasts:
        firsts, lasts = _parted(full)
    elif full and not (firsts and lasts):
        known = {*firsts, *lasts}
        rest = tuple(word for word in _kept(full) if word not in known)
        firsts, lasts = firsts or rest[:1], lasts or rest[-1:]
    return _given_parts(firsts) + _family_parts(lasts)


@lru_cache(maxsize=50_000)
def _given_parts(words: tuple[str, ...]) -> tuple[str, ...]:
    """Of the first given name in full, and the initial of the first word."""
    long = [word for word in words if len(word) > 1]
    return _heard(full_name(long[0]) if long else "", sound(words[0])[:1] if words else "")


@lru_cache(maxsize=50_000)
def _family_parts(words: tuple[str, ...]) -> tuple[str, ...]:
    """Of the first surname, and the sound of the last one (the same where there is one)."""
    surnames = [word for word in words if word not in _PARTICLES] or words
    if not surnames:
        return (*_heard("", ""), "")
    return (*_heard(surnames[0], ""), sound(surnames[-1]))


def _heard(word: str, initial: str) -> tuple[str, ...]:
    heard = sound(word) if word else ""
    return word, heard, heard[:2], heard[-2:], initial or heard[:1]


def plain_name(given: str, family: str, full: str) -> tuple[str, str]:
    """The first given name in full and the first surname; empty where there is none."""
    parts = name_parts(given, family, full)
    return parts[0], parts[len(PARTS)]


def _parted(full: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    family, comma, given = full.partition(",")
    if comma and given.strip():
        return _kept(given), _kept(family)
    kept = _kept(full)
    if len(kept) < 2:
        return (), kept
    return kept[:1], kept[1:]
