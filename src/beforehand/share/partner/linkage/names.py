"""One person's name as its parts: whatever order, alphabet, accents and titles it came in."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Name:
    """Plain parts of a name; an empty string where there is none.

    ``given`` is the first given name in full, ``family`` the first surname, ``last`` the last
    one (the same where there is one).
    """

    given: str = ""
    family: str = ""
    last: str = ""
    initial: str = ""


@lru_cache(maxsize=100_000)
def _kept(text: str) -> tuple[str, ...]:
    found = [word for word in latin_words(text) if word not in _TITLES]
    if all(word in _NOTHING for word in found):
        return ()
    return tuple(found)


def name_of(given: str = "", family: str = "", full: str = "") -> Name:
    """The parts of a name from its columns.

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
    surnames = tuple(word for word in lasts if word not in _PARTICLES) or lasts
    long = [word for word in firsts if len(word) > 1]
    return Name(
        given=full_name(long[0]) if long else "",
        family=surnames[0] if surnames else "",
        last=surnames[-1] if surnames else "",
        initial=sound(firsts[0])[:1] if firsts else "",
    )


def _parted(full: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    family, comma, given = full.partition(",")
    if comma and given.strip():
        return _kept(given), _kept(family)
    kept = _kept(full)
    if len(kept) < 2:
        return (), kept
    return kept[:1], kept[1:]
