"""Proposes a mapping for a sheet: columns by their names and cells, words by usual words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from beforehand.share.partner import consent
from beforehand.share.partner.countries import folded
from beforehand.share.partner.known import (
    STAYS,
    WHO,
    is_missing,
    target_label,
    value_key,
)
from beforehand.share.partner.notes import is_total
from beforehand.share.partner.rules import DERIVED
from beforehand.share.partner.sheet import Sheet
from beforehand.share.partner.showing import looks
from beforehand.share.partner.showing.asking import questions
from beforehand.share.partner.showing.naming import Named, by_name
from beforehand.share.partner.showing.record import LIKELY, ColumnGuess, Example, Proposal
from beforehand.share.partner.showing.survey import Column, Survey, survey
from beforehand.share.partner.showing.values import (
    SEPARATORS,
    Reading,
    guesses,
    part_codes,
    spellings,
)
from beforehand.vocabulary import FIELD, FieldType
from beforehand.words import Words, words

#: Words shown as examples of a column.
MOST_EXAMPLES = 8
#: A column of more distinct words than this shows none, unless it fills a field.
MANY = 40


def propose(sheet: Sheet) -> Proposal:
    """A mapping for the sheet, each part with its reason; nothing of it is used unconfirmed.

    Names of columns come first, then their cells. A column that may show a person is proposed to
    stay, and none of its words is in the proposal. The rows are read once.

    Args:
        sheet: ``read_sheet(file)``; read it with the header's row where it was found wrongly.

    Returns:
        One guess for each named column of the header, in order.
    """
    seen = survey(sheet)
    named = [column for column in seen.columns if column.name]
    first = [_guess(column) for column in named]
    kind = _kind(first)
    settled = _settle([_fitting(guess, kind) for guess in first])
    by_place = {column.position: column for column in named}
    reading = _reading(settled, by_place, since_1904=sheet.grid.since_1904)
    whole = tuple(_told(guess, by_place[guess.position], reading) for guess in settled)
    return Proposal(
        file=sheet.file,
        sheet=sheet.name,
        header=sheet.header,
        header_row=sheet.header_row,
        named_row=sheet.header_row > 1,
        rows=seen.rows,
        kind=kind,
        columns=whole,
        date_format=reading.date_format,
        separators=reading.separators,
        missing=_missing(whole),
        totals="leave out" if _has_totals(seen) else "",
        questions=questions(whole, kind),
        warnings=(*sheet.warnings, *_warnings(whole, by_place, sheet)),
    )


def _guess(column: Column) -> ColumnGuess:
    """What one column is for, before the columns are weighed against each other."""
    found = by_name(column.name, column.group)
    shows = looks.identifies(column)
    secret = next((one for one in found if one.target.startswith((WHO, STAYS))), None)
    if secret and found[0] is secret:
        return (_flag(column) if secret.confidence < 0.9 else None) or _plain(column, secret)
    for one in found:
        if not one.target.startswith((WHO, STAYS)):
            weighed = _weighed(column, one, shows)
            if weighed is not None:
                return weighed
    if secret:
        return _plain(column, secret)
    return _by_cells(column, shows)


def _plain(column: Column, named: Named) -> ColumnGuess:
    return ColumnGuess(
        column=column.name,
        position=column.position,
        target=named.target,
        confidence=named.confidence,
        reasons=(named.reason,),
        filled=column.filled,
        distinct=column.distinct,
        more_distinct=column.too_many,
    )


def _weighed(column: Column, named: Named, shows: str) -> ColumnGuess | None:
    """A name's guess, made surer or less sure by the cells; None if the cells speak against it."""
    fits = looks.fit(column, named.target)
    flag = _flag(column)
    if flag is not None and named.target != "consent_to_share" and fits < 0.5:
        return flag
    if not column.filled:
        return replace(_plain(column, named), confidence=min(named.confidence, 0.7))
    if fits < 0.2 and (shows or named.confidence < 0.9):
        return None
    known = round(fits * column.filled)
    reason = words(
        "{count} of {of} filled cells hold words that it knows", count=known, of=column.filled
    )
    sure = named.confidence if fits > 0.8 else named.confidence * (0.5 + fits / 2)
    made = _plain(column, named)
    return replace(made, confidence=sure, reasons=(named.reason, reason))


def _flag(column: Column) -> ColumnGuess | None:
    """A column named by a code's word that says yes or no: "Debt bondage", "Labour"."""
    if not looks.is_flags(column):
        return None
    name = column.name.removeprefix(f"{column.group}: ")
    group = by_name(column.group) if column.group else ()
    first = tuple(one.target for one in group if one.target in FIELD)
    for field in (*first, *_FLAG_FIELDS):
        code = spellings(field).get(value_key(name))
        if code:
            said = words(
                "its name is a word for {code} ({field}), and its cells say yes or no",
                code=code,
                field=FIELD[field].label,
            )
            named = Named(target=field, confidence=0.8, reason=said)
            return replace(_plain(column, named), code=code)
    return None


_FLAG_FIELDS = (
    "exploitation",
    "control",
    "recruitment_method",
    "recruitment_platform",
    "criminal_activity",
    "sexual_exploitation_type",
    "recruiter_relation",
)


def _by_cells(column: Column, shows: str) -> ColumnGuess:
    """A column whose name says nothing."""
    flag = _flag(column)
    if flag is not None:
        return flag
    if consent.may_say(column.name) and looks.is_flags(column):
        said = words("its name may say that the person agreed, and its cells say yes or no")
        return _plain(column, Named(target=consent.FIELD, confidence=0.5, reason=said))
    if shows:
        said = words("its cells look like {what}", what=target_label(shows))
        return _plain(column, Named(target=shows, confidence=0.8, reason=said))
    dates = looks.dates(column)
    if dates is not None and looks.born(dates):
        said = words("its cells look like dates of birth")
        return _plain(column, Named(target="who:birth", confidence=0.6, reason=said))
    if dates is not None:
        said = words("its cells are dates of late years")
        return _plain(column, Named(target="registered", confidence=0.4, reason=said))
    told = looks.telling(column)
    if told:
        return _told_by_cells(column, told)
    return _plain(column, Named(target="", confidence=0.5, reason=_NOTHING))


_NOTHING = words("neither its name nor its cells say what it is for")


def _told_by_cells(column: Column, told: list[tuple[str, float]]) -> ColumnGuess:
    field, fits = told[0]
    said = words(
        "{count} of {of} filled cells hold words of {field}",
        count=round(fits * column.filled),
        of=column.filled,
        field=target_label(field),
    )
    made = _plain(column, Named(target=field, confidence=0.3 + 0.4 * fits, reason=said))
    return replace(made, others=tuple(name for name, _ in told[1:4]))


def _kind(found: list[ColumnGuess]) -> str:
    """Published counts have a column of people and none that names one."""
    counted = any(guess.target == "people" and guess.confidence > 0.6 for guess in found)
    names = any(guess.target.startswith((WHO, "stays:number", "stays:name")) for guess in found)
    return "aggregate" if counted and not names else "case-level"


def _fitting(guess: ColumnGuess, kind: str) -> ColumnGuess:
    """A sheet of cases has no column of people or partner."""
    alone = {"people", "partner", "partner_type"}
    if kind == "case-level" and guess.target in alone:
        said = words("a sheet of cases says this once for all rows")
        return replace(guess, target="", reasons=(*guess.reasons, said), confidence=0.5)
    return guess


def _settle(found: list[ColumnGuess]) -> list[ColumnGuess]:
    """A field that holds one value is filled by its surest column; the others stay."""
    taken: dict[str, ColumnGuess] = {}
    settled: dict[int, ColumnGuess] = {}
    for guess in sorted(found, key=lambda one: (-one.confidence, one.position)):
        held = [part for part in _single(guess) if part in taken]
        if held:
            settled[guess.position] = _outdone(guess, taken[held[0]], taken)
        else:
            settled[guess.position] = guess
        taken |= dict.fromkeys(_single(settled[guess.position]), settled[guess.position])
    return [settled[guess.position] for guess in found]


def _outdone(guess: ColumnGuess, better: ColumnGuess, taken: dict[str, ColumnGuess]) -> ColumnGuess:
    for other in guess.others:
        moved = replace(guess, target=other, others=(), confidence=min(guess.confidence, 0.5))
        if not any(part in taken for part in _single(moved)):
            return moved
    said = words(
        "{column} fits {field} better", column=better.column, field=target_label(guess.target)
    )
    return replace(
        guess,
        target="",
        code="",
        reasons=(*guess.reasons, said),
        others=(guess.target, *guess.others),
        confidence=0.5,
    )


def _single(guess: ColumnGuess) -> tuple[str, ...]:
    """The parts of the record that the guess would fill alone."""
    target = guess.target
    if not target or target.startswith(STAYS) or guess.code:
        return ()
    if target in FIELD and FIELD[target].kind is FieldType.CODES:
        return ()
    return DERIVED.get(target, (target,))


def _reading(
    settled: list[ColumnGuess], by_place: dict[int, Column], *, since_1904: bool
) -> Reading:
    dated = [by_place[guess.position] for guess in settled if guess.target in _DATED]
    formats = [form for column in dated if (found := looks.dates(column)) for form in found.formats]
    if since_1904:
        formats = ["excel-1904" if form == "excel" else form for form in formats]
    several = [
        by_place[guess.position].counts
        for guess in settled
        if not guess.code and guess.target in FIELD and FIELD[guess.target].kind is FieldType.CODES
    ]
    targets = [
        guess.target
        for guess in settled
        if not guess.code and guess.target in FIELD and FIELD[guess.target].kind is FieldType.CODES
    ]
    return Reading(
        separators=_separators(list(zip(targets, several, strict=True))),
        date_format=tuple(dict.fromkeys(formats)),
    )


_DATED = ("registered", "who:birth")


def _separators(columns: Iterable[tuple[str, Iterable[str]]]) -> tuple[str, ...]:
    """Signs that part cells into words that are all known, the commonest first."""
    score = dict.fromkeys(SEPARATORS, 0)
    for target, values in columns:
        for value in values:
            for sign in SEPARATORS:
                pieces = [piece for piece in value.split(sign) if piece.strip()]
                if len(pieces) > 1 and all(part_codes(target, piece) for piece in pieces):
                    score[sign] += 1
    ranked = sorted((sign for sign in SEPARATORS if score[sign]), key=lambda sign: -score[sign])
    return tuple(ranked) or (";",)


def _told(guess: ColumnGuess, column: Column, reading: Reading) -> ColumnGuess:
    """The guess with the words of its column, where they can show nobody."""
    if guess.target.startswith((WHO, STAYS)):
        return guess
    if not guess.target and (column.distinct > MANY or looks.identifies(column)):
        return guess
    top = column.counts.most_common(MOST_EXAMPLES)
    shown = tuple(Example(value=value, rows=rows) for value, rows in top)
    with_values = guess.target and not guess.code and guess.target not in {"people", "partner"}
    values = guesses(guess.target, column.counts, reading) if with_values else ()
    told = replace(guess, examples=shown, values=values)
    return turned(told)


def turned(guess: ColumnGuess) -> ColumnGuess:
    """Under a name such as "Refused to share" a yes is a no; a person must look at it."""
    if guess.target != consent.FIELD or not consent.is_inverse(guess.column):
        return guess
    said = words("its name says that the person declined, so yes is read as no")
    other = {"true": "false", "false": "true"}
    values = tuple(
        replace(one, code=other[one.code], written=True, confidence=LIKELY, reason=said)
        if one.code in other
        else one
        for one in guess.values
    )
    reasons = (*guess.reasons, said)
    return replace(guess, values=values, reasons=reasons, confidence=min(guess.confidence, 0.5))


def _missing(found: tuple[ColumnGuess, ...]) -> tuple[str, ...]:
    """Words for "not recorded" that the columns of fields hold."""
    said = [
        one.value
        for guess in found
        for one in guess.values
        if one.code == "" and is_missing(one.value) and one.written
    ]
    flags = [
        one.value
        for guess in found
        if guess.code
        for one in guess.examples
        if is_missing(one.value)
    ]
    by_key = {folded(word) or word: word for word in (*said, *flags)}
    return tuple(by_key.values())


def _has_totals(seen: Survey) -> bool:
    return any(is_total(value) for column in seen.columns for value in column.counts)


def _warnings(
    found: tuple[ColumnGuess, ...], by_place: dict[int, Column], sheet: Sheet
) -> tuple[Words, ...]:
    said = []
    names = [folded(name) for name in sheet.header if name]
    twice = sorted({name for name in sheet.header if name and names.count(folded(name)) > 1})
    if twice:
        said.append(
            words(
                "The sheet has these columns twice; give each a name of its own: {columns}.",
                columns=", ".join(twice),
            )
        )
    for guess in found:
        dates = looks.dates(by_place[guess.position]) if guess.target in _DATED else None
        if dates is not None and dates.doubtful:
            said.append(
                words(
                    "In {column} each date could also be read month first; check the form.",
                    column=guess.column,
                )
            )
    return tuple(said)
