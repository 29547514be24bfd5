"""What each word of a column stands for: by its code, by a usual word, or by likeness."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from beforehand.share.partner.coding import Problem, age, code, registered
from beforehand.share.partner.countries import country_codes, folded
from beforehand.share.partner.known import (
    ORIGINS,
    Known,
    is_missing,
    joined,
    missing_words,
    target_label,
    value_key,
    value_words,
)
from beforehand.share.partner.notes import is_total
from beforehand.share.partner.showing.record import ValueGuess
from beforehand.vocabulary import FIELD, FieldType
from beforehand.words import Words, words

#: Words of one column that are guessed; the commonest come first.
MOST_VALUES = 200
#: What may part several codes in one cell.
SEPARATORS = (";", ",", "/", "|", "&", "+", "\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How cells are read: what parts several codes, and how dates are written."""

    separators: tuple[str, ...] = (";",)
    date_format: tuple[str, ...] = ()

    @property
    def separator(self) -> str:
        """The first of the separators."""
        return self.separators[0]


def guesses(target: str, counts: Mapping[str, int], reading: Reading) -> tuple[ValueGuess, ...]:
    """A guess for each word of the column, commonest first; one for each spelling that meets."""
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    seen = {_strip(value): None for value, _ in ranked[:MOST_VALUES]}
    alpha2 = _writes_codes(target, counts)
    made = [
        guess(target, value, sum(n for v, n in ranked if _strip(v) == _strip(value)), reading)
        for value, _ in ranked[:MOST_VALUES]
        if seen.pop(_strip(value), value) is None
    ]
    return tuple(_namibia(one, target, alpha2=alpha2) for one in made)


def _strip(value: str) -> str:
    return re.sub(r"[\s_]", "", value).casefold()


def guess(target: str, value: str, rows: int, reading: Reading) -> ValueGuess:
    """What one word stands for."""
    understood = _understood(target, value, reading)
    if understood is not None:
        return _made(value, rows, understood, 1.0, _IS_CODE, written=False)
    usual = _usual(target, value)
    if usual is not None:
        said = words(
            '"{word}" is a usual word for it ({origin})',
            word=usual.word,
            origin=ORIGINS[usual.origin],
        )
        return _made(value, rows, usual.target, 0.95, said)
    if is_missing(value, target):
        return _made(value, rows, "", 0.9, words("it means that nothing is recorded"))
    return _by_parts(target, value, rows, reading) or _by_likeness(target, value, rows)


_IS_CODE = words("it is a code or a label of the standard")


def _made(
    value: str,
    rows: int,
    coded: str | None,
    confidence: float,
    reason: Words,
    *,
    written: bool = True,
) -> ValueGuess:
    return ValueGuess(
        value=value,
        rows=rows,
        code=coded,
        confidence=confidence,
        reason=reason,
        written=written,
    )


def _understood(target: str, value: str, reading: Reading) -> str | None:
    """The code that a mapping understands without being told; None if it does not."""
    if target == "age":
        return value if not isinstance(age(value), Problem) else None
    if target == "registered":
        found = registered(value, reading.date_format)
        return None if isinstance(found, Problem) else "-".join(_quarter(*found))
    if target not in FIELD:
        return None
    coded = code(target, value, reading.separator)
    if isinstance(coded, Problem):
        return None
    if isinstance(coded, tuple):
        return reading.separator.join(coded) or "none"
    if isinstance(coded, bool):
        return "true" if coded else "false"
    return "" if coded is None else str(coded)


def _quarter(year: int | None, quarter: int | None) -> list[str]:
    return [str(year), *([f"Q{quarter}"] if quarter else [])]


def _usual(target: str, value: str) -> Known | None:
    return value_words(target).get(value_key(value))


def _by_parts(target: str, value: str, rows: int, reading: Reading) -> ValueGuess | None:
    """Several words in one cell, each known by itself."""
    if target not in FIELD or FIELD[target].kind is not FieldType.CODES:
        return None
    pieces = [piece for piece in _pieces(value, reading.separators) if piece.strip()]
    found = [(piece.strip(), part_codes(target, piece)) for piece in pieces]
    codes = {code for _, known in found for code in known or ()}
    if len(pieces) < 2 or not codes or any(known is None for _, known in found):
        return None
    said = words("each of its {count} parts is a usual word", count=len(pieces))
    made = _made(value, rows, reading.separator.join(sorted(codes)), 0.9, said)
    parted = " and " not in value and " dhe " not in value  # a mapping parts by signs alone
    told = ((piece, reading.separator.join(sorted(known or ()))) for piece, known in found)
    return replace(made, parts=tuple(told) if parted else ())


def _pieces(value: str, separators: tuple[str, ...]) -> list[str]:
    signs = "".join(re.escape(sign) for sign in {*SEPARATORS, *separators} - {" "})
    return re.split(rf"[{signs}]|\s(?:and|dhe|si dhe)\s", value)


def part_codes(target: str, piece: str) -> set[str] | None:
    """The codes of one part; empty for "not recorded", None if it is not known."""
    coded = code(target, piece, "\0") if target in FIELD else None
    if isinstance(coded, str | tuple):
        return {coded} if isinstance(coded, str) else set(coded)
    usual = _usual(target, piece)
    if usual is not None:
        return {usual.target}
    return set() if is_missing(piece, target) else None


def _by_likeness(target: str, value: str, rows: int) -> ValueGuess:
    """The nearest words; a guess only where one is spelt almost like it."""
    spelt = spellings(target)
    near = get_close_matches(value_key(value), spelt, n=3, cutoff=0.6)
    codes = tuple(dict.fromkeys(spelt[word] for word in near))
    close = get_close_matches(value_key(value), near[:1], n=1, cutoff=0.84)
    if is_total(value):
        return _made(value, rows, None, 0.0, words("it says that its row adds up others"))
    if close and len(value_key(value)) > 3 and target != "consent_to_share":  # "unsigned", "signed"
        said = words('it is spelt almost like "{word}"', word=close[0])
        found = _made(value, rows, spelt[close[0]], 0.65, said)
    else:
        found = _made(
            value,
            rows,
            None,
            0.0,
            words("no code of {field} is like it", field=target_label(target)),
        )
    return replace(found, alternatives=codes)


def spellings(target: str) -> dict[str, str]:
    """Every word that stands for a code of the field, as it is compared, to the code."""
    if target not in FIELD:
        return {}
    spec = FIELD[target]
    found = {key: known.target for key, known in value_words(target).items()}
    for one in spec.codes or ():
        found |= {joined(one.value): one.value, joined(one.english): one.value}
    return found


def _writes_codes(target: str, counts: Mapping[str, int]) -> bool:
    """Whether a column of countries holds two-letter codes rather than names."""
    if target not in FIELD or not FIELD[target].iso_country:
        return False
    coded = sum(n for value, n in counts.items() if value.upper() in country_codes())
    return coded * 2 > sum(counts.values())


def _namibia(guessed: ValueGuess, target: str, *, alpha2: bool) -> ValueGuess:
    """Say that NA is Namibia, and doubt it where the column writes countries out."""
    if target not in FIELD or not FIELD[target].iso_country or folded(guessed.value) != "na":
        return guessed
    said = words("NA is the code of Namibia; change it if your sheet means “not available”")
    return ValueGuess(
        value=guessed.value,
        rows=guessed.rows,
        code="NA",
        confidence=0.8 if alpha2 else 0.5,
        reason=said,
        alternatives=("",),
    )


def known_share(counts: Mapping[str, int], knows: Callable[[str], bool]) -> float:
    """Share of filled cells whose word is known; 0 where nothing is filled."""
    whole = sum(counts.values())
    return sum(n for value, n in counts.items() if knows(value)) / whole if whole else 0.0


def known_missing(value: str) -> bool:
    """Whether the word means "not recorded" in any column."""
    return value_key(value) in missing_words()
