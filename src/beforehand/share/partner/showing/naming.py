"""What a column is for, by its name."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from beforehand.share.partner.known import (
    ORIGINS,
    Known,
    field_words,
    joined,
    parts,
    target_label,
)
from beforehand.words import Words, words

#: Shorter words are only taken where they are the whole name, these apart.
_SHORT_WITHIN = frozenset({"age", "sex", "dob", "tel", "id", "nid"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a name says."""

    target: str
    confidence: float
    reason: Words


def by_name(name: str, group: str = "") -> tuple[Named, ...]:
    """What the column could be for by its name and what stands over it, most likely first."""
    known = field_words()
    found: list[Named] = []
    both = f"{group} {name.removeprefix(f'{group}: ')}"
    if group and (whole := known.get(joined(both))) is not None:
        found.append(Named(target=whole.target, confidence=0.95, reason=_whole(whole)))
    if (whole := known.get(joined(name))) is not None:
        found.append(Named(target=whole.target, confidence=0.95, reason=_whole(whole)))
    found += [_within(one) for one in _inside(name, known)]
    if not found:
        found += _alike(name, known)
    best: dict[str, Named] = {}
    for one in found:
        best.setdefault(one.target, one)
    return tuple(best.values())


def _whole(known: Known) -> Words:
    return words(
        "its name is a usual one for {field} ({origin})",
        field=target_label(known.target),
        origin=ORIGINS[known.origin],
    )


def _inside(name: str, known: dict[str, Known]) -> list[Known]:
    """Usual names that stand inside this one, longest first."""
    pieces = parts(name)
    found: list[tuple[int, Known]] = []
    for start in range(len(pieces)):
        for end in range(start + 1, len(pieces) + 1):
            word = "".join(pieces[start:end])
            short = end - start == 1 and len(word) < 4 and word not in _SHORT_WITHIN
            if word in known and not short and end - start < len(pieces):
                found.append((len(word), known[word]))
    return [one for _, one in sorted(found, key=lambda pair: -pair[0])]


def _within(known: Known) -> Named:
    said = words(
        'its name holds "{word}", a usual one for {field}',
        word=known.word,
        field=target_label(known.target),
    )
    return Named(target=known.target, confidence=0.75, reason=said)


def _alike(name: str, known: dict[str, Known]) -> list[Named]:
    key = joined(name)
    if len(key) < 5:
        return []
    near = get_close_matches(key, known, n=2, cutoff=0.85)
    return [
        Named(
            target=known[word].target,
            confidence=0.6,
            reason=words(
                'its name is spelt almost like "{word}", a usual one for {field}',
                word=known[word].word,
                field=target_label(known[word].target),
            ),
        )
        for word in near
    ]
