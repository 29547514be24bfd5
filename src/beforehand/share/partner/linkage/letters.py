"""Letters of many alphabets to plain Latin ones, so that spellings of one name can meet."""

from __future__ import annotations

import unicodedata

#: Letters whose sound their base letter does not tell, or that have none.
_SPECIAL = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "ı": "i",
    "þ": "th",
    "ð": "d",
    "đ": "dj",
    "ž": "zh",
    "š": "sh",
    "č": "ch",
    "ć": "ch",
    "ç": "ch",
    "ş": "sh",
    "ș": "sh",
    "ţ": "ts",
    "ț": "ts",
    "ğ": "g",
    "ñ": "nj",
}


def _parts(text: str) -> list[str]:
    return ["" if part == "_" else part for part in text.split()]


_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяђјљњћџѓќѕіїєґё",
        _parts(
            "a b v g d e zh z i j k l m n o p r s t u f h c ch sh sht a i _ e ju ja "
            "dj j lj nj ch xh gj q x i i e g e"
        ),
        strict=True,
    )
)
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        _parts("a v g d e z i th i k l m n x o p r s s t i f h ps o"),
        strict=True,
    )
)
_PLAIN = str.maketrans(_SPECIAL | _CYRILLIC | _GREEK)
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘`´ʼ"))


def latin_words(text: str) -> list[str]:
    """The words of a name in small plain Latin letters, digits dropped.

    An apostrophe joins (O'Brien is one word), every other sign parts. Letters of alphabets that
    are not known here stay as they are: exact agreement still works for them.
    """
    if text.isascii():
        plain = text.lower().translate(_APOSTROPHES)
    else:
        composed = unicodedata.normalize("NFC", text.casefold()).translate(_APOSTROPHES)
        parted = unicodedata.normalize("NFKD", composed.translate(_PLAIN))
        bare = "".join(letter for letter in parted if not unicodedata.combining(letter))
        plain = bare.translate(_PLAIN)
    return "".join(letter if letter.isalpha() else " " for letter in plain).split()
