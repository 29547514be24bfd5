"""How many identifiers does the gate find, and how often does it cry wolf?

    python studies/gate.py            the full run, under a minute; writes the page
    python studies/gate.py --quick    a small run; prints only

Notes and cells are made up in six languages (``studies/notes``). Sentences and names come in two
lots: the first was looked at while the gate was made, the second was not. A finding counts as
found if any finding but the warning about script touches it.
"""

from __future__ import annotations

from paper import publish, quick, table, watched  # isort: skip -- before NumPy

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from notes import LANGUAGES, Language, Lot
from notes.made import identifier, trap, unassigned

from beforehand.share.partner.countries import folded
from beforehand.share.partner.gate.capitals import small_words
from beforehand.share.partner.gate.gazetteer import is_given
from beforehand.share.partner.gate.kinds import Kind
from beforehand.share.partner.gate.scanning import scan
from beforehand.stats import wilson

SEED = 20_261_127
NOTES, FEW_NOTES = 400, 60
CELLS, FEW_CELLS = 40, 10
PLACE = re.compile(r"\{(\w+)\}")

KINDS = {
    "N": "name, in a sentence",
    "G": "given name alone, in a sentence",
    "S": "family name after a title",
    "cell N": "name, alone in a cell",
    "cell small": "name in a cell, written small",
    "cell LARGE": "name in a cell, all in capitals",
    "PHONE": "telephone",
    "MAIL": "e-mail",
    "WEB": "link or handle",
    "ADDR": "street address",
    "POST": "postcode",
    "DOB": "date of birth",
    "DAY": "exact day",
    "NHS": "NHS number",
    "NINO": "insurance number",
    "NID": "personal number",
    "DOC": "document number",
    "MRZ": "passport line",
    "IBAN": "bank account",
    "CARD": "payment card",
    "CASE": "case number",
    "GEO": "coordinates",
    "PLATE": "number plate",
}
TRAPS = {
    "place": "place",
    "org": "organisation",
    "month": "month",
    "nationality": "nationality, language",
    "noun": "noun written large",
    "job": "job",
    "age": "age",
    "money": "sum of money",
    "count": "quantity",
    "cell code": "code's label, in a cell",
    "cell number": "number up to 6 digits, in a cell",
    "other": "any other word",
}
CODES = ("Male", "Female", "Cannabis cultivation", "Forced labour", "Construction", "Albanian",
         "West Midlands", "Tirana", "yes", "not recorded")  # fmt: skip


@dataclass(slots=True)
class Text:
    """A made-up text, and where what stands in it."""

    text: str = ""
    marks: list[tuple[int, int, str]] = field(default_factory=list)

    def add(self, words: str, kind: str = "") -> None:
        """More of it."""
        if kind:
            self.marks.append((len(self.text), len(self.text) + len(words), kind))
        self.text += words


def sentence(made: Text, form: str, language: Language, lot: Lot, rng: random.Random) -> None:
    """Fill a form's places and add it."""
    at = 0
    for found in PLACE.finditer(form):
        made.add(form[at : found.start()])
        kind = found.group(1)
        filled = (
            identifier(kind, language, lot, rng) if kind.isupper() else trap(kind, language, rng)
        )
        made.add(filled, kind)
        at = found.end()
    made.add(form[at:])


def note(language: Language, lot: Lot, rng: random.Random) -> Text:
    """Two sentences about somebody and one that says nothing of anybody, in any order."""
    made = Text()
    forms = [*rng.sample(lot.sentences, 2), rng.choice(lot.traps)]
    rng.shuffle(forms)
    for number, form in enumerate(forms):
        if number:
            made.add(" ")
        sentence(made, form, language, lot, rng)
    return made


def cells(language: Language, lot: Lot, rng: random.Random, each: int) -> Iterator[Text]:
    """Cells of columns whose names say nothing."""
    for _ in range(each):
        for form in lot.labels:
            if language.name == "English" and "{NID}" in form:
                continue
            made = Text()
            sentence(made, form, language, lot, rng)
            yield made
        yield from (whole(kind, language, lot, rng) for kind in ("PHONE", "MAIL", "DOB", "ADDR"))
        name = identifier("N", language, lot, rng)
        turned = ", ".join(reversed(name.split(" ", 1))) if rng.random() < 0.3 else name
        yield of(turned, "cell N")
        yield of(name.lower(), "cell small")
        yield of(name.upper(), "cell LARGE")
        yield of(rng.choice(CODES), "cell code")
        yield of(str(rng.randint(1, 999_999)), "cell number")


def whole(kind: str, language: Language, lot: Lot, rng: random.Random) -> Text:
    """A cell that holds one identifier and nothing else."""
    return of(identifier(kind, language, lot, rng), kind)


def of(words: str, kind: str) -> Text:
    """A text of one mark."""
    made = Text()
    made.add(words, kind)
    return made


@dataclass(slots=True)
class Counts:
    """What was found in one language and lot."""

    there: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    to_read: int = 0  # texts whose script has no capitals
    texts: int = 0

    def look(self, made: Text, small: frozenset[str]) -> None:
        """Scan one text and count."""
        spans = scan(made.text, small=small)
        self.texts += 1
        self.to_read += any(one.kind is Kind.NO_CAPITALS for one in spans)
        told = [one for one in spans if one.kind not in {Kind.NO_CAPITALS, Kind.SMALL_PLACE}]
        for start, end, kind in made.marks:
            self.there[kind] += 1
            self.found[kind] += any(one.start < end and start < one.end for one in told)
        others = [
            word for word in re.finditer(r"[^\W_]+", made.text)
            if not any(s <= word.start() < e for s, e, _ in made.marks)
        ]  # fmt: skip
        self.there["other"] += len(others)
        self.found["other"] += sum(
            any(one.start < word.end() and word.start() < one.end for one in told)
            and not any(touches(one.start, one.end, made) for one in told
                        if one.start < word.end() and word.start() < one.end)
            for word in others
        )  # fmt: skip


def touches(start: int, end: int, made: Text) -> bool:
    """Whether the span touches an identifier: then its further words are no false alarm."""
    return any(
        s < end
        and start < e
        and (kind.isupper() or (kind.startswith("cell ") and kind != "cell code"))
        for s, e, kind in made.marks
    )


def measure(language: Language, lot: Lot, rng: random.Random, small: bool) -> Counts:
    """One sheet of the language."""
    counts = Counts()
    texts = [note(language, lot, rng) for _ in range(FEW_NOTES if small else NOTES)]
    written = frozenset(word for one in texts for word in small_words(one.text))
    for made in (*texts, *cells(language, lot, rng, FEW_CELLS if small else CELLS)):
        counts.look(made, written)
    return counts


def shown(counts: Counts, kind: str) -> str:
    """A share with its Wilson interval, in percent."""
    there, found = counts.there[kind], counts.found[kind]
    if not there:
        return ""
    low, high = wilson(found, there)
    return f"{found / there:.0%} ({low:.0%}–{high:.0%})".replace("%", "").replace("(", "(")


def added(all_counts: list[Counts]) -> Counts:
    """Counts of several languages together."""
    total = Counts()
    for one in all_counts:
        total.there.update(one.there)
        total.found.update(one.found)
    return total


def grid(kinds: dict[str, str], counts: dict[str, Counts]) -> str:
    """Kinds by languages."""
    together = added(list(counts.values()))
    rows = [
        [words, *(shown(one, kind) for one in counts.values()), shown(together, kind),
         f"{together.there[kind]:,}"]
        for kind, words in kinds.items()
    ]  # fmt: skip
    return table(["per cent", *counts, "together", "n"], rows)


def check_inventions() -> None:
    """No held name is in the gate's list; no telephone number may belong to anybody."""
    rng = random.Random(SEED)
    for language in LANGUAGES:
        for name in (*language.held.given, *language.held.family):
            known = [word for word in folded(name).split() if is_given(word)]
            assert not known, (language.name, known)
        for _ in range(200):
            number = identifier("PHONE", language, language.held, rng)
            assert unassigned(number), number


def page(held: dict[str, Counts], first: dict[str, Counts]) -> str:
    """The page."""
    arabic = held["Arabic"]
    total, before = added(list(held.values())), added(list(first.values()))
    ids = [kind for kind in KINDS if kind != "cell small"]
    return f"""
# The identifier gate: what it finds, and how often it cries wolf

Notes and cells in six languages, all made up: {sum(one.texts for one in held.values()):,} texts in
the held lot, with {sum(total.there[kind] for kind in KINDS):,} identifiers and
{sum(total.there[kind] for kind in TRAPS):,} words and numbers that identify nobody. Brackets:
Wilson 95 % interval. Names are invented and in no list that the gate holds (checked by the study);
telephone numbers are of ranges for drama or of none in use (checked too).

Command: `python studies/gate.py` (seed {SEED:_}).

**What was held back.** Sentences, labels and names come in two lots (`studies/notes`). The gate's
rules and word lists were made and mended on the first; the second was used for the figures below.
Streets, places, organisations, money and the forms of telephone numbers, days, case numbers and
coordinates are shared by both lots, so figures for these kinds are kinder than real files will be.
All of it was written by the people who wrote the gate: **expect less on real notes.**

## Recall: identifiers that were found

{grid(KINDS, held)}

Together without names written small: {shown(_sum(total, ids), "all")} per cent. On the first lot
it was {shown(_sum(before, ids), "all")}.

- A name that is **written small** is found only if it is among a few hundred common given names;
  none of these is. A column whose name says that it holds names is taken to hold them however they
  are written; in other columns the rule needs a capital.
- A name that is also a **place** is taken for the place unless another name or a title is beside
  it. The misses in Albanian are all of one name, Kastriot, a place too (looked up after the
  run; the rules were left as they were).
- **Arabic has no capitals.** Names there are found by words that introduce them ("named", "Mr") and
  a short list of common names, so most uncommon ones are missed. Every such text is marked "read
  it yourself" instead ({arabic.to_read:,} of {arabic.texts:,} texts here; the others hold Latin
  letters or digits alone). The same holds for other scripts without capitals.
- Vietnamese given names are common words; they are found where they are written large.

## False alarms: what identifies nobody and was flagged

{grid(TRAPS, held)}

"Any other word" is every further word of the texts, counted once; it is flagged mostly where it
begins a sentence and the sheet shows it written small nowhere else. The notes here are of a few
dozen sentences, so real sheets, which use more words, show more of them written small.

A false alarm costs a glance. A cell of a column that crosses is never flagged where it is a code of
the standard, so these arise in columns that stay, where nothing need be decided. On the first lot,
whose words were added to the lists as they turned up, {shown(before, "other")} per cent of
other words were flagged: so much of such mending does not carry over to words not seen before.
"""


def _sum(counts: Counts, kinds: list[str]) -> Counts:
    total = Counts()
    total.there["all"] = sum(counts.there[kind] for kind in kinds)
    total.found["all"] = sum(counts.found[kind] for kind in kinds)
    return total


def main() -> None:
    """Measure both lots and write the page."""
    small = quick(__doc__)
    check_inventions()
    held: dict[str, Counts] = {}
    first: dict[str, Counts] = {}
    for number, language in enumerate(watched(LANGUAGES, "languages")):
        rng = random.Random(SEED + number)
        first[language.name] = measure(language, language.first, rng, small)
        held[language.name] = measure(language, language.held, rng, small)
    publish("gate", page(held, first), small)


if __name__ == "__main__":
    main()
