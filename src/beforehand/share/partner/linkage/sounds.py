"""The sound code: what is left of a name when Albanian and English ears and clerks are done.

Written for names that cross between Albanian, its neighbours' spellings and English: Hoxha is
also Hodja and Hodža, Çela is Cela and Chela, Gjergj is Djerdj, Qemal is Kemal and Chemal, Shehu is
Sehu, Xhevdet is Djevdet. Vowels carry little (ë is written e, a or not at all) and a final one is
often the Albanian article (Arben, Arbeni), so only the first letter tells that it was a vowel.
The docs table ``methods/linkage`` lists the classes.
"""

from __future__ import annotations

import re
from functools import lru_cache

#: Groups of letters to one sound each, the longest first; ``""`` is silent.
_GROUPS = {
    "tsch": "K", "dzh": "J", "sch": "S", "tch": "K", "tsh": "K",
    "xh": "J", "gj": "J", "dj": "J", "dz": "J", "zh": "J",
    "ch": "K", "kh": "K", "ck": "K", "qu": "K", "ts": "K", "tz": "K", "cz": "K",
    "sh": "S", "sz": "S", "th": "T", "dh": "D", "ph": "F", "gh": "G", "wh": "V",
    "ll": "L", "lj": "L", "rr": "R", "rh": "R", "nj": "N", "gn": "N", "bh": "B",
}  # fmt: skip
_LETTERS = {
    "b": "B", "c": "K", "d": "D", "f": "F", "g": "G", "h": "", "j": "", "k": "K", "l": "L",
    "m": "M", "n": "N", "p": "P", "q": "K", "r": "R", "s": "S", "t": "T", "v": "V", "w": "V",
    "x": "KS", "z": "S",
    "a": "", "e": "", "i": "", "o": "", "u": "", "y": "",
}  # fmt: skip
#: What a letter is only at the beginning of a name.
_FIRST = {
    **dict.fromkeys("aeiou", "A"),
    "y": "A", "j": "J", "h": "H", "x": "J",
}  # fmt: skip
_PIECE = re.compile("|".join([*sorted(_GROUPS, key=len, reverse=True), "."]))
_DOUBLED = re.compile(r"(.)\1+")
#: Albanian endings of the genitive and accusative: Arbenit, Agimit, Shehut.
_CASE = re.compile(r"(?<=...)(?:it|ut)$")


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """The sound code of one plain Latin word (``latin_words``); itself in other alphabets."""
    if not word.isascii():
        return word
    bare = _CASE.sub("", word) if len(word) >= 6 else word
    pieces: list[str] = _PIECE.findall(bare)
    first = pieces[0]
    if first == "y" and len(bare) > 1 and bare[1] in "aeou":
        opening = "J"
    else:
        opening = _GROUPS.get(first) or _FIRST.get(first) or _LETTERS.get(first, first)
    rest = [_GROUPS.get(piece) or _LETTERS.get(piece, piece) for piece in pieces[1:]]
    return _DOUBLED.sub(r"\1", opening + "".join(rest))
